"""Python and the packages, against what is pinned."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

from assistant.staff.diagnosis import Severity
from assistant.staff.environment_check import check_environment

ROOT = Path(__file__).parents[3]
PYTHON = (3, 12)


def lock_of(folder: Path, *lines: str) -> Path:
    lock = folder / "requirements.lock"
    lock.write_text("\n".join(["# What Wegwijs runs with.", *lines]), encoding="utf-8")
    return lock


def test_the_versions_of_the_lock_are_sound(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, f"numpy=={version('numpy')}", f"pydantic-core=={version('pydantic_core')}")

    found = list(check_environment(lock, PYTHON))

    assert [one.severity for one in found] == [Severity.GOOD, Severity.GOOD]
    assert "Alle 2 pakketten" in found[1].text


def test_another_python_is_a_fault_that_names_those_that_will_do() -> None:
    (found, *_) = check_environment(ROOT / "requirements.lock", (3, 14))

    assert found.severity is Severity.FAULT
    assert "3.14" in found.text
    assert "3.11 of 3.12" in found.text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.13"


def test_a_package_that_is_missing_is_a_fault_and_another_version_a_notice(tmp_path: Path) -> None:
    found = list(check_environment(lock_of(tmp_path, "numpy==0.1", "geen-pakket==1.0"), PYTHON))

    assert [one.severity for one in found] == [Severity.GOOD, Severity.FAULT, Severity.NOTICE]
    assert "ontbreken: geen-pakket." in found[1].text
    assert f"numpy {version('numpy')} (vastgelegd: 0.1)" in found[2].text
    assert all("pip install -r" in one.text for one in found[1:])


def test_many_packages_are_one_line(tmp_path: Path) -> None:
    found = list(check_environment(lock_of(tmp_path, *(f"geen-pakket-{n}==1" for n in range(20))), PYTHON))

    assert "geen-pakket-4 en nog 15." in found[1].text


def test_without_a_lock_the_versions_are_not_known(tmp_path: Path) -> None:
    assert [one.severity for one in check_environment(tmp_path / "lock", PYTHON)] == [Severity.GOOD, Severity.NOTICE]


def test_it_needs_no_package_to_tell() -> None:
    code = "import sys, assistant.staff.environment_check; print(*{name.partition('.')[0] for name in sys.modules})"
    process = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)

    assert not {"pydantic", "numpy", "chromadb"} & set(re.findall(r"\w+", process.stdout))
