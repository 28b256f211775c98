"""Whether Python and the packages are those that Wegwijs was made with; it needs none of them to tell."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions
from pathlib import Path

from assistant.staff.diagnosis import Diagnosis, fault, good, notice

_LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
_PYTHONS = ((3, 11), (3, 12))
_NAMED = 5  # More would not be read.


def check_environment(lock: Path = _LOCK, python: tuple[int, int] = sys.version_info[:2]) -> Iterator[Diagnosis]:
    """Yield what is found of the Python that runs this, and of the packages that a lock file pins."""
    running = ".".join(map(str, python))
    if python in _PYTHONS:
        yield good(f"Python {running} past.")
    else:
        known = " of ".join(".".join(map(str, one)) for one in _PYTHONS)
        yield fault(
            f"Dit is Python {running}, en Wegwijs heeft {known} nodig. Installeer die, verwijder de map .venv en voer "
            "`make run` uit."
        )
    if lock.is_file():
        yield from _packages(_pinned(lock), lock)
    else:
        yield notice(f"{lock} is er niet: of de pakketten de goede versie hebben, is niet bekend.")


def _packages(pinned: Mapping[str, str], lock: Path) -> Iterator[Diagnosis]:
    present = {_normal(one.name): one.version.partition("+")[0] for one in distributions()}
    missing = [name for name in pinned if name not in present]
    other = [
        f"{name} {present[name]} (vastgelegd: {version})"
        for name, version in pinned.items()
        if present.get(name, version) != version
    ]
    cure = f"Voer `{sys.executable} -m pip install -r {lock}` uit."
    if missing:
        yield fault(f"Deze pakketten ontbreken: {_some(missing)}. {cure}")
    if other:
        yield notice(f"Deze pakketten hebben een andere versie dan de bedoeling is: {_some(other)}. {cure}")
    if not missing and not other:
        yield good(f"Alle {len(pinned)} pakketten hebben de vastgelegde versie.")


def _pinned(lock: Path) -> dict[str, str]:
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {_normal(name): version for name, is_pin, version in (line.partition("==") for line in lines) if is_pin}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" en nog {more}" if more > 0 else "")
