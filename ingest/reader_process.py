"""A process of its own for reading one file: whatever a file does to it, the ingest goes on.

`python -m ingest.reader_process SUFFIX` reads the file's bytes from standard input and writes a manuscript as JSON.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.errors import UnreadableError
from ingest.formats.readers import reader_for
from ingest.manuscript import Manuscript

logger = logging.getLogger(__name__)

_SECONDS = 120  # A PDF takes 0.03 to 0.04 for each page.
_MEMORY_BYTES = 2_500_000_000
_ROOT = Path(__file__).parent.parent


class _Outcome(BaseModel):
    model_config = ConfigDict(extra="forbid")

    manuscript: Manuscript | None = None
    refusal: str = ""


def read_apart(suffix: str, content: bytes, seconds: float = _SECONDS) -> Manuscript:
    """Read a file in a process of its own.

    Raises:
        UnreadableError: the reader refuses the file, or breaks on it, or takes too much time or memory.
    """
    command = [sys.executable, "-m", "ingest.reader_process", suffix]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=content, capture_output=True, timeout=seconds, check=False, cwd=_ROOT
        )
    except subprocess.TimeoutExpired as exc:
        raise UnreadableError(f"kost meer dan {seconds:.0f} seconden om te lezen; splits het document") from exc
    try:
        outcome = _Outcome.model_validate_json(done.stdout)
    except ValidationError as exc:
        said = done.stderr.decode(errors="replace").strip()  # What broke, when it is a mistake of ours.
        logger.warning("The process that reads a %s file ended with code %s. %s", suffix, done.returncode, said)
        raise UnreadableError(
            "kan niet gelezen worden: het is beschadigd of veel te groot; sla het opnieuw op"
        ) from exc
    if outcome.manuscript is None:
        raise UnreadableError(outcome.refusal)
    return outcome.manuscript


def main(suffix: str) -> None:
    """Read standard input, and write what came of it to standard output."""
    _bound_memory()
    try:
        outcome = _Outcome(manuscript=reader_for(suffix)(sys.stdin.buffer.read()))
    except UnreadableError as error:
        outcome = _Outcome(refusal=str(error))
    except (MemoryError, RecursionError):
        outcome = _Outcome(refusal="is te groot of te diep genest om te lezen; splits het document")
    sys.stdout.buffer.write(outcome.model_dump_json().encode("utf-8"))


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    main(sys.argv[1])
