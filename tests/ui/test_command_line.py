"""`wegwijs` as people and scripts run it: a process, its output and its exit code."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from transformers.utils.logging import disable_progress_bar

from tests.ingest.making import write_corpus
from ui.command_line import main

WEGWIJS = Path(sys.executable).with_name("wegwijs")
QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
DOCUMENT = "Kopje\n\nDe school evalueert het plan {times} keer per jaar met de ouders en de leerling.\n"
CATALOGUE = """
[[document]]
id = "{id}"
title = "Afspraken"
file = "{id}.txt"
"""
# Python runs this first. It writes down every host outside this machine that a process looks for.
WATCH_NETWORK = """
import sys

def watch(event, arguments):
    place = {"socket.connect": lambda: arguments[1], "socket.getaddrinfo": lambda: arguments}.get(event)
    if place and isinstance(place(), tuple) and place()[0] not in {"127.0.0.1", "::1", "localhost", None}:
        with open(%r, "a") as log:
            print(event, place(), file=log)

sys.addaudithook(watch)
"""


@pytest.fixture
def environment(process_environment: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a `wegwijs` process, in which looking outside this machine fails the test."""
    contacted = tmp_path / "contacted.txt"
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH_NETWORK % str(contacted))
    yield {**process_environment, "PYTHONPATH": str(folder)}
    assert not contacted.exists(), contacted.read_text()


@pytest.fixture
def without_index(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return {**environment, "WEGWIJS_HOME": str(tmp_path / "empty")}


class Here:
    """Runs commands in this process, where the libraries are loaded already; a process of its own takes seconds."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("WEGWIJS_HOME", str(home))
        disable_progress_bar()  # type: ignore[no-untyped-call] # As a process of its own does before it loads the library.
        self._capsys = capsys

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        code = main(arguments)
        printed = self._capsys.readouterr()
        return subprocess.CompletedProcess(["wegwijs", *arguments], code, printed.out, printed.err)


@pytest.fixture
def here(index_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(index_home, monkeypatch, capsys)


def wegwijs(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [WEGWIJS, *arguments], env=environment, capture_output=True, encoding="utf-8", timeout=240, check=False
    )


def error_of(process: subprocess.CompletedProcess[str], code: int) -> str:
    """Check that a process failed with one line; return the line."""
    assert process.returncode == code
    assert process.stdout == ""
    (line,) = process.stderr.splitlines()
    return line


# --- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ([], "ingest"),
        (["ingest"], "--corpus"),
        (["ask"], "--organisation"),
        (["serve"], "--port"),
        (["mcp"], "--http"),
        (["doctor"], "code 1"),
        (["eval"], "--cases"),
        (["keys", "add"], "--organisation"),
    ],
)
def test_help_is_in_dutch(command: list[str], says: str) -> None:
    process = wegwijs(*command, "--help", environment=dict(os.environ))

    assert process.returncode == 0
    assert process.stderr == ""
    assert process.stdout.startswith(f"gebruik: {' '.join(['wegwijs', *command])} [-h]")
    assert says in process.stdout
    assert "toon deze uitleg" in process.stdout
    assert not {"usage", "options", "positional", "message"} & set(process.stdout.replace(":", " ").split())


def test_help_waits_for_no_library() -> None:
    code = "import sys, ui.command_line; print(*{name.partition('.')[0] for name in sys.modules})"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert not {"chromadb", "fastapi", "gradio", "llama_index", "mcp", "numpy", "pydantic", "torch"} & set(
        process.stdout.split()
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "dit ontbreekt nog: opdracht"),
        (["vraag"], "onbekende keuze 'vraag'"),
        (["ask"], "wegwijs ask: dit ontbreekt nog: vraag"),
        (["ask", "a", "b"], "dit is onbekend: b"),
        (["serve", "--port", "99999"], "'99999' is geen poort"),
        (["serve", "--port"], "hier hoort iets achter"),
        (["serve", "--workers", "0"], "'0' is geen aantal processen"),
    ],
    ids=str,
)
def test_command_that_is_not_understood_is_one_line_that_points_to_help(arguments: list[str], says: str) -> None:
    line = error_of(wegwijs(*arguments, environment=dict(os.environ)), code=2)

    assert says in line
    assert "--help" in line


# --- ask -------------------------------------------------------------------------------------------------------------


def test_ask_with_json_prints_the_answer_object_and_nothing_else(environment: dict[str, str]) -> None:
    process = wegwijs("ask", QUESTION, "--json", environment=environment)

    answer = json.loads(process.stdout)
    assert process.stderr == ""
    assert process.returncode == 0
    assert answer["question"] == QUESTION
    assert answer["status"] == "answered"
    assert answer["citations"][0]["label"] == "afspraak 22"


def test_ask_prints_the_answer_with_its_sources_for_people(here: Here) -> None:
    process = here("ask", QUESTION)

    assert process.stderr == ""
    assert process.returncode == 0
    assert "Twee keer minimaal [1]" in process.stdout
    assert "Let op: " in process.stdout
    assert "\n[1] Basisondersteuning SO & SBO › De afspraken basisondersteuning › " in process.stdout
    assert " › afspraak 22\n    “" in process.stdout


def test_ask_that_finds_nothing_is_no_error(here: Here) -> None:
    process = here("ask", "Hoe bak ik een appeltaart?", "--organisation", "bepo")

    assert process.returncode == 0
    assert process.stderr == ""
    assert process.stdout
    assert "Bronnen" not in process.stdout


def test_ask_in_an_unknown_organisation_is_an_error_that_lists_the_known_ones(here: Here) -> None:
    line = error_of(here("ask", QUESTION, "--organisation", "swv"), code=1)

    assert "'swv'" in line
    assert "bepo, koers-vo" in line


@pytest.mark.parametrize(("question", "says"), [(" ", "De vraag is leeg"), ("a" * 501, "hooguit 500 tekens")])
def test_ask_without_a_good_question_is_an_error(here: Here, question: str, says: str) -> None:
    assert says in error_of(here("ask", question), code=1)


def test_ask_without_an_index_is_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = error_of(Here(tmp_path, monkeypatch, capsys)("ask", QUESTION), code=1)

    assert "wegwijs ingest" in line
    assert str(tmp_path) in line


def test_wrong_settings_file_is_an_error_that_names_the_setting(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "wegwijs.toml").write_text("kleur = 'rood'\n")
    process = subprocess.run(
        [WEGWIJS, "ask", QUESTION], env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )

    assert "'kleur'" in error_of(process, code=1)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"kleur = 'rood'\n", "Instelling 'kleur' is onbekend; haal het weg of schrijf het goed (er staat 'rood')."),
        (b"answers_at_once = 'veel'\n", "'answers_at_once' moet een heel getal zijn (er staat 'veel')."),
        (b"answers_at_once = 0\n", "'answers_at_once' moet minstens 1 zijn (er staat 0)."),
        (b"log = 'xml'\n", "'log' moet 'text' of 'json' zijn (er staat 'xml')."),
        (b"llm_base_url = 'hier'\n", "'llm_base_url' moet een adres zijn, zoals http://localhost:11434/v1"),
        (b"allowed_origins = 'a.nl'\n", "'allowed_origins' klopt niet: 'a.nl' is geen oorsprong zoals https://"),
        (b"log = 'text'\nlog = 'json'\n", "wegwijs.toml: is geen geldige TOML; kijk op regel 2 of er iets ontbreekt"),
        (b"\xff", "wegwijs.toml: is geen tekst in UTF-8; sla het opnieuw op als UTF-8."),
    ],
)
def test_wrong_settings_are_told_in_dutch_with_the_value_and_what_to_do(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wegwijs.toml").write_bytes(written)

    assert says in error_of(here("config"), code=1)


# --- ingest ----------------------------------------------------------------------------------------------------------


def test_ingest_tells_what_changed_and_goes_on_when_a_document_fails(
    environment: dict[str, str], tmp_path: Path, models_home: Path
) -> None:
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    home.mkdir()
    (home / "models").symlink_to(models_home, target_is_directory=True)
    (corpus / "documents").mkdir(parents=True)
    for name in ("a", "b", "c"):
        (corpus / "documents" / f"{name}.txt").write_text(DOCUMENT.format(times="twee"))
    (corpus / "catalogue.toml").write_text("".join(CATALOGUE.format(id=name) for name in ("a", "b", "c")))
    arguments = ("ingest", "--corpus", str(corpus))
    environment = {**environment, "WEGWIJS_HOME": str(home)}

    first = wegwijs(*arguments, environment=environment)
    (corpus / "documents" / "a.txt").write_text(DOCUMENT.format(times="drie"))
    (corpus / "documents" / "d.txt").write_text("\n")
    (corpus / "catalogue.toml").write_text("".join(CATALOGUE.format(id=name) for name in ("a", "b", "d")))
    second = wegwijs(*arguments, environment=environment)

    assert first.returncode == 0
    assert first.stderr == ""
    assert first.stdout.startswith("  ")  # what is being done
    assert "\ncreated: 3 (nieuw) a, b, c\nupdated: 0 " in first.stdout
    assert second.returncode == 1
    (line,) = second.stderr.splitlines()
    assert "d.txt" in line
    assert "\nupdated: 1 (gewijzigd) a\nunchanged: 1 (ongewijzigd) b\nremoved: 1 (verwijderd) c\n" in second.stdout
    assert second.stdout.endswith("failed: 1 (mislukt) d\n")


def test_ingest_without_a_corpus_is_an_error_that_names_the_folder(here: Here) -> None:
    line = error_of(here("ingest", "--corpus", "/nergens"), code=1)

    assert "/nergens" in line


def test_ingest_with_a_question_bank_that_cannot_be_read_is_an_error_that_names_the_file(
    tmp_path: Path, models_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").symlink_to(models_home, target_is_directory=True)
    corpus = write_corpus(tmp_path / "corpus", {"bus": "Vervoer\n\nDe gemeente betaalt de bus.\n"})
    bank = corpus / "questions" / "bus.toml"
    bank.write_text("[[entry\n", encoding="utf-8")
    process = Here(tmp_path, monkeypatch, capsys)("ingest", "--corpus", str(corpus))

    assert process.returncode == 1
    assert "created: 1 (nieuw) bus" in process.stdout
    assert process.stderr.startswith(f"{bank}: is geen geldige TOML; kijk op regel 1 ")
    assert process.stderr.endswith("; verbeter het bestand: tot dan telt geen vraag eruit mee.\n")


# --- questions -------------------------------------------------------------------------------------------------------


def test_question_that_is_added_is_told_with_its_place_or_its_document(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(tmp_path, {"bus": "Vervoer\n\nDe gemeente betaalt de bus.\n"})
    monkeypatch.setenv("WEGWIJS_CORPUS", str(tmp_path))

    answered = here("questions", "add", "bus", "Wie betaalt de bus?", "--begins", "De gemeente")
    left_open = here("questions", "add", "bus", "Hoeveel is het griffierecht?", "--unanswered")

    assert answered.stdout == "Toegevoegd bij bus › Vervoer. Met `wegwijs ingest` gaat de vraag meedoen.\n"
    assert left_open.stdout == "Toegevoegd bij bus. Met `wegwijs ingest` gaat de vraag meedoen.\n"
    assert (left_open.returncode, left_open.stderr) == (0, "")


# --- keys ------------------------------------------------------------------------------------------------------------


def test_key_is_shown_once_then_only_listed_until_it_is_withdrawn(without_index: dict[str, str]) -> None:
    made = wegwijs("keys", "add", "website", "--organisation", "bepo", "--per-minute", "5", environment=without_index)
    listed = wegwijs("keys", environment=without_index)
    withdrawn = wegwijs("keys", "remove", "website", environment=without_index)

    (secret,) = made.stdout.splitlines()
    assert secret.startswith("wegwijs_")
    assert "niet nog eens" in made.stderr
    assert listed.stdout.startswith("website: bepo, 5 vragen per minuut, gemaakt op ")
    assert secret not in listed.stdout + listed.stderr
    assert withdrawn.stdout == "Sleutel 'website' geldt niet meer.\n"
    assert "geen sleutels" in wegwijs("keys", environment=without_index).stdout


def test_key_for_an_unknown_organisation_is_an_error_that_lists_the_known_ones(without_index: dict[str, str]) -> None:
    line = error_of(wegwijs("keys", "add", "a", "--organisation", "swv-x", environment=without_index), code=1)

    assert "'swv-x' is onbekend" in line
    assert "bepo, koers-vo" in line


# --- serve -----------------------------------------------------------------------------------------------------------


@contextmanager
def serving(environment: dict[str, str], stderr: Path) -> Iterator[str]:
    """Run `wegwijs serve` on a free port; yield the one line that it prints."""
    with (
        stderr.open("w") as log,
        subprocess.Popen(
            [WEGWIJS, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield process.stdout.readline()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        # As interrupted, or as done when the signal came in the last moment of the event loop; never as failed.
        assert process.wait(timeout=60) in {0, 130}


def test_serve_says_in_one_line_where_it_answers_and_logs_no_question(
    environment: dict[str, str], tmp_path: Path
) -> None:
    stderr = tmp_path / "stderr.txt"

    with serving(environment, stderr) as line:
        address = line.removeprefix("Wegwijs staat klaar op ").strip()
        assert address.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=address, timeout=60) as client:
            assert client.get("/readyz").status_code == 200
            assert "Wegwijs" in client.get("/").text
            assert client.post("/api/v1/ask", json={"question": "Wat is een zebravinkje123?"}).status_code == 200

    log = stderr.read_text()
    assert "citations" in log
    assert len(log.splitlines()) == 2  # what kind of answer, and the request that it was for
    assert "zebravinkje123" not in log


def test_serve_on_a_port_in_use_is_one_clear_line(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        line = error_of(wegwijs("serve", "--port", str(port), environment=environment), code=1)

    assert line == f"Poort {port} is al in gebruik: kies een andere met --port."


def test_serve_on_an_address_of_another_machine_is_one_clear_line(environment: dict[str, str]) -> None:
    line = error_of(wegwijs("serve", "--host", "192.0.2.1", "--port", "0", environment=environment), code=1)

    assert "'192.0.2.1'" in line


def test_serve_without_an_index_lives_and_says_that_it_is_not_ready(without_index: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [WEGWIJS, "serve", "--port", str(port)],
        env=without_index,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        try:
            assert "wegwijs ingest" in process.stderr.readline()
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                assert client.get("/healthz").status_code == 200
                assert client.get("/readyz").status_code == 503
                page = client.get("/")
                assert (page.status_code, "Wegwijs is nog niet klaar" in page.text) == (503, True)
        finally:
            process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert output == ""


def test_show_prints_how_a_document_was_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEGWIJS_CORPUS", str(write_corpus(tmp_path, {"gids": "Kop\n\nEen zin.\n"})))

    assert main(["show", "gids.txt"]) == 0
    assert capsys.readouterr().out.startswith("gids: Over gids\n")
