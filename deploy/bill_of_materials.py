"""What Wegwijs is made of: a CycloneDX bill of materials, or a list of licences.

    python deploy/bill_of_materials.py > wegwijs.cdx.json
    python deploy/bill_of_materials.py --licences

It tells what the installed packages of requirements.lock say of themselves; what is compiled into a package and not
told, is not in it.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import distribution, version
from pathlib import Path

_LOCK = Path(__file__).parent.parent / "requirements.lock"
# Licences that ask no more than to be named. Everything else is pointed out, also what is only written in another way.
_PERMISSIVE = re.compile(
    r"(the )?(0BSD|AFL|Academic Free License.*|Apache.*|BSD.*|[23]-Clause BSD.*|BSL-1\.0|CC0-1\.0|CNRI-Python|ISC.*|"
    r"LLVM-exception|MIT.*|PSF.*|Python Software Foundation.*|Zlib)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Component:
    """A package that is installed with Wegwijs."""

    name: str
    version: str
    licence: str

    @property
    def permissive(self) -> bool:
        """Whether all that it says of its licence is known to be permissive."""
        parts = re.split(r"\s+(?:AND|OR|WITH)\s+|,(?!\s*Version)\s*", self.licence.replace("(", "").replace(")", ""))
        return all(_PERMISSIVE.fullmatch(part) for part in parts)


def components() -> Iterator[Component]:
    """Yield each package of the lock as it is installed."""
    for line in _LOCK.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name = line.partition("==")[0]
            yield Component(name, version(name), _licence(name))


def _licence(name: str) -> str:
    """Return an SPDX expression, or the words of the package itself, or of its classifiers."""
    told = distribution(name).metadata
    own = (told.get_all("License-Expression") or told.get_all("License") or [""])[0].strip()
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License")]
    if "\n" in own and classifiers:  # Some put the whole text here.
        return " AND ".join(classifiers)
    return own.partition("\n")[0] or " AND ".join(classifiers) or "onbekend"


def cyclonedx(parts: list[Component]) -> dict[str, object]:
    """Return a bill of materials as CycloneDX 1.6 has it."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {"type": "application", "name": "wegwijs", "version": version("wegwijs")},
        },
        "components": [
            {
                "type": "library",
                "name": part.name,
                "version": part.version,
                "purl": f"pkg:pypi/{part.name}@{part.version.replace('+', '%2B')}",
                "licenses": [{"license": {"name": part.licence}}],
            }
            for part in parts
        ],
    }


def licence_list(parts: list[Component]) -> str:
    """Return a line for each package, those to look at first."""
    return "\n".join(
        f"{' ' if part.permissive else '!'} {part.name} {part.version}: {part.licence}"
        for part in sorted(parts, key=lambda part: (part.permissive, part.name))
    )


if __name__ == "__main__":
    found = list(components())
    print(licence_list(found) if "--licences" in sys.argv else json.dumps(cyclonedx(found), indent=1))
