from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest.making import write_corpus

_WITHOUT = "import sys; sys.modules[{package!r}] = None; from ui.command_line import main; sys.exit(main(['doctor']))"


def doctor(environment: dict[str, str], folder: Path, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run `wegwijs doctor`, or this code, in a process of its own."""
    wegwijs = [str(Path(sys.executable).with_name("wegwijs")), "doctor"]
    command = [sys.executable, "-c", code] if code else wegwijs
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_each_finding_is_one_line_and_a_fault_is_the_exit_code(
    tmp_path: Path, process_environment: dict[str, str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"bus": "Vervoer\n\nDe gemeente betaalt de bus.\n"})
    (tmp_path / "home" / "models" / "wegwijs-e5-small-1").mkdir(parents=True)  # A model that will not load.

    told = doctor(
        {**process_environment, "WEGWIJS_HOME": str(tmp_path / "home"), "WEGWIJS_CORPUS": str(corpus)}, tmp_path
    )

    lines = told.stdout.splitlines()
    assert told.returncode == 1
    assert len(lines) >= 7
    assert all(line.startswith(("goed    ", "let op  ", "fout    ")) for line in lines)
    faults = [line for line in lines if line.startswith("fout")]
    assert "wegwijs ingest" in faults[0]
    assert "laadt niet" in faults[-1]


def test_a_wrong_setting_is_a_fault_among_what_is_sound(tmp_path: Path, process_environment: dict[str, str]) -> None:
    told = doctor({**process_environment, "WEGWIJS_ANSWERS_AT_ONCE": "x"}, tmp_path)

    assert told.returncode == 1
    assert told.stderr == ""
    assert told.stdout.splitlines()[0].startswith("goed    Python")
    assert told.stdout.splitlines()[-1].startswith("fout    Instelling ")
    assert "answers_at_once" in told.stdout.lower()


@pytest.mark.parametrize("package", ["pydantic", "starlette", "numpy"])
def test_it_runs_while_a_package_is_missing(tmp_path: Path, process_environment: dict[str, str], package: str) -> None:
    root = Path(__file__).parents[2]
    hidden = (
        f"import importlib.metadata as m; all_of = m.distributions; "
        f"m.distributions = lambda: (one for one in all_of() if one.name.lower() != {package!r}); "
    )
    told = doctor({**process_environment, "PYTHONPATH": str(root)}, tmp_path, hidden + _WITHOUT.format(package=package))

    assert told.stderr == ""
    assert told.returncode == 1
    assert f"fout    Deze pakketten ontbreken: {package}." in told.stdout
