"""Kill an ingest at many moments: `python -m tests.ingest.kill --rounds 200`.

The moments are spread over its whole duration. After each, the index must answer from the old or the new documents,
whole, and the next ingest must put everything right.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.context import ForkServerContext
from pathlib import Path

from tests.ingest.crashing import (
    NEVER,
    NEW,
    OLD,
    assert_repaired_by_the_next_ingest,
    contents,
    forking,
    make_template,
    started,
)

_KILLED = "killed"


def killed(processes: ForkServerContext, folder: Path, moment: float) -> str:
    """Kill an ingest after so many seconds; return which documents the index holds then."""
    process = started(processes, folder, NEVER, signal.SIGKILL)
    process.join(moment)
    process.kill()
    process.join()
    held = contents(folder)
    assert held in (OLD, NEW), held
    assert_repaired_by_the_next_ingest(folder)
    return f"{'old' if held == OLD else 'new'} documents, {_KILLED if process.exitcode else 'done before'}"


def main() -> int:
    """Run the command; an index that is not whole stops it."""
    parser = argparse.ArgumentParser(prog="python -m tests.ingest.kill", description="Kill an ingest at many moments.")
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    processes, outcomes = forking(), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        template = make_template(Path(name) / "template")
        longest = max(_duration(processes, template, Path(name) / f"whole-{n}") for n in range(3))
        kills = 0
        while kills < rounds:
            folder = Path(name) / "killed"
            shutil.copytree(template, folder)
            moment = longest * (kills + random.random()) / rounds  # noqa: S311 - any moment will do
            outcome = killed(processes, folder, moment)
            outcomes[outcome] += 1
            if outcome.endswith(_KILLED):
                kills += 1
            else:  # It goes faster than when it was timed.
                longest = moment
            shutil.rmtree(folder)
    for outcome, times in outcomes.most_common():
        print(f"{times:>5}  {outcome}")  # noqa: T201
    return 0


def _duration(processes: ForkServerContext, template: Path, folder: Path) -> float:
    shutil.copytree(template, folder)
    began = time.monotonic()
    started(processes, folder, NEVER, signal.SIGKILL).join()
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
