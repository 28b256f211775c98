"""`python -m tests.soak --minutes 10`: a server at full load, and whether it stays well.

Visitors ask all the time, and come back when a 503 tells them to; a process apart asks `/healthz` ten times a second.
It needs an index (`wegwijs ingest`). The exit code is 1 when something else than an answer or a 503 with `Retry-After`
came, when memory grew by a tenth after the first quarter, or when `/healthz` took more than 100 ms for the slowest
hundredth.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

from evals.cases import load_cases

_CASES = Path(__file__).parent.parent / "evals" / "cases" / "work.toml"
_START_SECONDS = 600
_PROBES_PER_SECOND = 10
_MOST_GROWTH = 1.1
_SLOWEST_HEALTH = 0.1  # seconds, for all but the slowest hundredth


def main() -> int:
    """Run the command and print what came of it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Put a server under full load.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    questions = [case.question for case in load_cases(_CASES).cases]
    with _server(asked.workers) as (url, process):
        until = time.monotonic() + 60 * asked.minutes
        ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
        prober = multiprocessing.get_context("spawn").Process(target=_probe, args=(url, until, theirs))
        prober.start()
        outcomes, seconds, memory = asyncio.run(_visits(url, questions, asked.visitors, until, process.pid))
        health: list[float] = ours.recv()
        prober.join()
    answered = outcomes["200"]
    print(f"{answered} answers, {answered / 60 / asked.minutes:.1f} a second; {dict(outcomes)}")  # noqa: T201
    print(_times("answer", seconds), _times("/healthz", health), sep="\n")  # noqa: T201
    first, last = memory[len(memory) // 4], memory[-1]
    print(f"memory {memory[0]} MB at the start, {first} after a quarter, {last} at the end")  # noqa: T201
    good = set(outcomes) <= {"200", "503"} and last <= first * _MOST_GROWTH
    return 0 if good and _quantile(health, 99) <= _SLOWEST_HEALTH else 1


@contextmanager
def _server(workers: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = "import sys; from ui.command_line import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", str(port), "--workers", str(workers)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url)
        yield url, process
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(url: str) -> None:
    for _ in range(_START_SECONDS):
        try:
            if httpx.get(f"{url}/readyz", timeout=10).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise TimeoutError(f"{url} is not ready after {_START_SECONDS} s.")


async def _visits(
    url: str, questions: Sequence[str], visitors: int, until: float, pid: int
) -> tuple[Counter[str], list[float], list[int]]:
    """Return how often each status came, the seconds that each answer took, and the memory in MB every few seconds."""
    outcomes, seconds, memory = Counter[str](), list[float](), [_memory(pid)]

    async def visit(number: int) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            while time.monotonic() < until:
                number += visitors
                began = time.monotonic()
                try:
                    response = await client.post("/api/v1/ask", json={"question": questions[number % len(questions)]})
                except httpx.TransportError as error:
                    outcomes[type(error).__name__] += 1
                    continue
                asked_to_wait = response.headers.get("retry-after")
                outcomes[str(response.status_code) if response.is_success or asked_to_wait else "bare error"] += 1
                if response.is_success:
                    seconds.append(time.monotonic() - began)
                else:
                    await asyncio.sleep(float(asked_to_wait or 1))

    async def weigh() -> None:
        while time.monotonic() < until:
            await asyncio.sleep(5)
            memory.append(_memory(pid))

    await asyncio.gather(weigh(), *map(visit, range(visitors)))
    return outcomes, seconds, memory


def _probe(url: str, until: float, results: Connection) -> None:
    """Send how many seconds each look at `/healthz` took; one that failed took forever."""
    seconds = []
    with httpx.Client(base_url=url, timeout=30) as client:
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                well = client.get("/healthz").is_success
            except httpx.TransportError:
                well = False
            seconds.append(time.monotonic() - began if well else float("inf"))
            time.sleep(1 / _PROBES_PER_SECOND)
    results.send(seconds)


def _memory(pid: int) -> int:
    """Return the memory in MB of a process and of those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000 + sum(_memory(int(child)) for child in children)


def _times(name: str, seconds: Sequence[float]) -> str:
    middle, late, most = statistics.median(seconds), _quantile(seconds, 99), max(seconds)
    return f"{name}: median {1000 * middle:.0f} ms, slowest hundredth from {1000 * late:.0f}, most {1000 * most:.0f}"


def _quantile(seconds: Sequence[float], percent: int) -> float:
    return sorted(seconds)[len(seconds) * percent // 100 - 1]


if __name__ == "__main__":
    sys.exit(main())
