"""What an operator gets works: the files in deploy/, the compose files, and the commands and settings in the docs."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer import Answer, Status
from assistant.assistant import Assistant
from assistant.service.metrics import Metrics
from assistant.settings import Settings
from ingest.bundled_model import BUNDLED_MODEL
from ingest.embedding import Embedder
from ingest.index import Index
from ui.command_line import main

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
GUIDES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
OF_PROMETHEUS = {"up"}
COMMAND = r"(?:(?<![\w/=-])|(?<=bin/))wegwijs (?!wegwijs)([a-z][^\n`|]*)"  # and what follows it
QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"


def guides() -> Iterator[tuple[Path, str]]:
    return ((guide, guide.read_text(encoding="utf-8")) for guide in GUIDES)


# --- backup ----------------------------------------------------------------------------------------------------------


def test_copy_of_the_home_folder_made_while_serving_answers_the_same(
    assistant: Assistant, index_home: Path, embedder: Embedder, tmp_path: Path
) -> None:
    before = assistant.ask(QUESTION)

    copy = tmp_path / "copy"
    shutil.copytree(index_home, copy, ignore=shutil.ignore_patterns("models", ".building"))
    index = Index.open(copy, BUNDLED_MODEL)
    after = Assistant(index, embedder).ask(QUESTION)
    index.close()

    assert before.citations
    assert (after.status, after.text) == (before.status, before.text)
    assert [one.quote for one in after.citations] == [one.quote for one in before.citations]


# --- what is watched -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told() -> set[str]:
    """The names of all series that a server tells once everything has happened."""
    metrics = Metrics()
    metrics.answered(Answer("a1", "Mag dat?", Status.ANSWERED, "Ja.", timings_ms={"total": 1.0}))
    metrics.turned_away(503)
    metrics.helped(helpful=True)
    lines = metrics.text(0, None).decode().splitlines()
    return {re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")} | OF_PROMETHEUS


def board_queries() -> list[str]:
    board = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def alarm_queries() -> list[str]:
    rules = yaml.safe_load((DEPLOY / "wegwijs-alarm.yml").read_text(encoding="utf-8"))
    return [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


@pytest.mark.parametrize("query", [*board_queries(), *alarm_queries()])
def test_every_metric_that_is_watched_is_told(query: str, told: set[str]) -> None:
    asked = set(re.findall(r"\b(wegwijs_\w+|up)\b(?=\{)", query))

    assert asked
    assert asked <= told


def test_board_shows_every_metric(told: set[str]) -> None:
    shown = " ".join(board_queries())

    families = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in told if not name.endswith("_created")}
    assert [name for name in families if name not in shown] == []


# --- starting it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["compose.yml", "compose.schaal.yml"])
def test_compose_file_names_only_what_there_is(name: str) -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    made = re.findall(r"cp --recursive corpus (\w+)", (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8"))

    for service in compose["services"].values():
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        for source, *_ in (volume.split(":") for volume in service["volumes"]):
            if source.startswith("."):
                assert source.removeprefix("./") in made or (ROOT / source).exists()
            else:
                assert source in compose["volumes"]


def test_dockerfile_copies_only_what_there_is_and_is_not_ignored() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [part for line in lines if re.match(r"COPY (?!--)", line) for part in line.split()[1:-1]]
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert copied
    assert [one for one in copied if not (ROOT / one).exists()] == []
    assert set(copied) <= kept


def test_unit_and_settings_name_the_same_folders() -> None:
    text = (DEPLOY / "wegwijs.service").read_text(encoding="utf-8")
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(text)

    assert {"Unit", "Service", "Install"} == set(unit.sections())
    assert unit["Service"]["User"] != "root"
    settings = tomllib.loads((DEPLOY / "wegwijs.toml").read_text(encoding="utf-8"))
    assert set(settings) <= set(Settings.model_fields)
    assert settings["home"] == f"/var/lib/{unit['Service']['StateDirectory']}"
    assert settings["corpus"].startswith(unit["Service"]["WorkingDirectory"])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "wegwijs.service").read_text(encoding="utf-8")
    unit = tmp_path / "wegwijs.service"
    unit.write_text(text.replace("/opt/wegwijs/.venv/bin/wegwijs", "/bin/true"))

    checked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, encoding="utf-8", check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


# --- what the docs say -----------------------------------------------------------------------------------------------


def test_every_command_and_option_in_the_docs_exists(capsys: pytest.CaptureFixture[str]) -> None:
    options: dict[str, set[str]] = {}
    for _, text in guides():
        for line in re.findall(COMMAND, "\n".join(code(text))):
            command = line.split()[0]
            options.setdefault(command, set()).update(re.findall(r"(?<!\S)(--[a-z-]+)", line.partition("#")[0]))

    assert len(options) >= 8
    for command, written in options.items():
        with pytest.raises(SystemExit) as end:
            main([command, "--help"])
        assert end.value.code == 0, command
        shown = capsys.readouterr().out
        if command not in {"keys", "questions"}:  # Their options stand with their own commands.
            assert written <= set(re.findall(r"--[a-z-]+", shown)), command


def code(text: str) -> list[str]:
    """Return what stands in code, in blocks and in lines."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return blocks + lines


def test_guides_link_to_files_that_there_are() -> None:
    linked = [(guide, link) for guide, text in guides() for link in re.findall(r"\]\((\.\./[^)#]+)", text)]

    assert len(linked) > 1
    assert [(guide.name, link) for guide, link in linked if not (guide.parent / link).exists()] == []


def test_operators_guide_names_settings_that_there_are() -> None:
    written = re.findall(r"WEGWIJS_([A-Z_]+)", (ROOT / "docs/beheer.md").read_text(encoding="utf-8"))

    assert {name.lower() for name in written} <= set(Settings.model_fields)


# --- what it is made of ----------------------------------------------------------------------------------------------


def test_bill_of_materials_holds_every_package_of_the_lock() -> None:
    done = subprocess.run(
        [sys.executable, DEPLOY / "bill_of_materials.py"], capture_output=True, encoding="utf-8", check=True
    )
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    bill = json.loads(done.stdout)

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    counted = Counter(part["name"] for part in bill["components"])
    assert counted == Counter(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert all(part["licenses"][0]["license"]["name"] for part in bill["components"])


def test_licence_list_points_out_what_is_not_permissive() -> None:
    done = subprocess.run(
        [sys.executable, DEPLOY / "bill_of_materials.py", "--licences"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    pointed_out = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("!")}
    assert "certifi" in pointed_out  # MPL-2.0
    assert not {"numpy", "fastapi", "torch"} & pointed_out
