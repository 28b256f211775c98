"""Who is counted, where the count is kept, whose word about an address is taken, and how long anything may take."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import httpx
import pytest

from assistant.answer import Told, Turn
from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.service.counts import Counts
from assistant.service.keys import KeyFile
from assistant.settings import Settings
from tests.assistant.serving import serving, wait_for

SITE = "https://www.school.nl"
ROOT = Path(__file__).parents[3]
HALLO = {"question": "Hallo"}


def statuses(client: httpx.Client, times: int, headers: dict[str, str]) -> list[int]:
    return [client.post("/api/v1/ask", json=HALLO, headers=headers).status_code for _ in range(times)]


# --- who is counted --------------------------------------------------------------------------------------------------


def test_key_counts_by_itself_wherever_it_is_used(assistant: Assistant, tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    narrow, wide = keys.add("krap", per_minute=2), keys.add("ruim")
    with serving(lambda: create_api(assistant, Settings(home=tmp_path, questions_per_minute=3))) as client:
        from_two_places = [
            client.post(
                "/api/v1/ask",
                json=HALLO,
                headers={"Authorization": f"Bearer {narrow}", "X-Forwarded-For": f"203.0.113.{place}"},
            )
            for place in (1, 2, 3)
        ]
        others = statuses(client, 4, {"Authorization": f"Bearer {wide}"})
        visitor = statuses(client, 1, {"X-Forwarded-For": "203.0.113.1"})

    assert [response.status_code for response in from_two_places] == [200, 200, 429]
    assert from_two_places[0].headers["ratelimit-policy"] == '"key";q=2;w=60'
    assert from_two_places[0].headers["ratelimit"].startswith('"key";r=1;t=')
    assert "Met deze sleutel" in from_two_places[2].json()["detail"]
    assert others == [200, 200, 200, 429]
    assert visitor == [200]


def test_visitors_of_one_website_are_counted_together_too(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, allowed_origins=(SITE,), site_questions_per_minute=2)
    with serving(lambda: create_api(assistant, settings)) as client:
        asked = [
            client.post("/api/v1/ask", json=HALLO, headers={"Origin": SITE, "X-Forwarded-For": f"203.0.113.{visitor}"})
            for visitor in (1, 2, 3)
        ]
        elsewhere = statuses(client, 1, {"X-Forwarded-For": "203.0.113.3"})

    assert [response.status_code for response in asked] == [200, 200, 429]
    assert asked[0].headers["ratelimit-policy"] == '"visitor";q=60;w=60, "site";q=2;w=60'
    assert asked[0].headers["ratelimit"].startswith('"visitor";r=59;t=60, "site";r=1;t=')
    assert "Vanaf deze website" in asked[2].json()["detail"]
    assert elsewhere == [200]


# --- proxies ---------------------------------------------------------------------------------------------------------


def counted(address: str, proxies: tuple[str, ...], assistant: Assistant, home: Path) -> bool:
    """Tell whether a request from a machine is taken for one of the visitor that it says it speaks for."""
    settings = Settings(home=home, trusted_proxies=proxies)
    with serving(lambda: create_api(assistant, settings)) as client:
        from_there = httpx.HTTPTransport(local_address=address)
        with httpx.Client(base_url=client.base_url, transport=from_there, timeout=60) as proxy:
            headers = {"X-Forwarded-For": "198.51.100.7, 203.0.113.1"}
            return "ratelimit" in proxy.post("/api/v1/ask", json=HALLO, headers=headers).headers


def test_proxy_is_believed_only_when_the_operator_trusts_it(assistant: Assistant, tmp_path: Path) -> None:
    assert counted("127.0.0.2", ("127.0.0.2",), assistant, tmp_path)
    assert counted("127.0.0.2", ("127.0.0.0/30",), assistant, tmp_path)
    assert not counted("127.0.0.2", ("127.0.0.1", "10.0.0.0/8"), assistant, tmp_path)


def test_visitor_cannot_hide_behind_an_address_of_its_own_making(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, questions_per_minute=1)
    with serving(lambda: create_api(assistant, settings)) as client:
        asked = [
            statuses(client, 1, {"X-Forwarded-For": f"{invented}, 203.0.113.1"}) for invented in ("1.1.1.1", "2.2.2.2")
        ]

    assert asked == [[200], [429]]


# --- where the count is kept -----------------------------------------------------------------------------------------


COUNT = """
import sys; from pathlib import Path; from assistant.service.counts import Counts
counts = Counts(Path(sys.argv[1]))
print(sum(counts.add("visitor 203.0.113.1", 50).allowed for _ in range(40)))
"""


def test_processes_that_count_in_one_file_allow_no_more_together(tmp_path: Path) -> None:
    command = [sys.executable, "-c", COUNT, str(tmp_path / "limits.sqlite3")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(3)]

    allowed = [int(process.communicate(timeout=60)[0]) for process in processes]

    assert sum(allowed) == 50


def test_two_servers_of_one_home_share_their_limits(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, questions_per_minute=3)
    visitor = {"X-Forwarded-For": "203.0.113.1"}
    with (
        serving(lambda: create_api(assistant, settings, workers=2)) as one,
        serving(lambda: create_api(assistant, settings, workers=2)) as other,
    ):
        assert statuses(one, 2, visitor) + statuses(other, 2, visitor) == [200, 200, 200, 429]


def test_file_that_cannot_be_used_leaves_each_process_its_own_count(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "limits.sqlite3"
    file.write_text("no database at all, but long enough to be taken for a damaged one" * 10)
    counts = Counts(file)

    assert [counts.add("a", 2).allowed for _ in range(3)] == [True, True, False]
    assert "counted per process" in caplog.text


# --- how long it may take --------------------------------------------------------------------------------------------


class Stuck(Assistant):
    """Takes its time over an answer, until it is freed."""

    def __init__(self, assistant: Assistant) -> None:
        self.index = assistant.index
        self._assistant = assistant
        self.freed = threading.Event()

    def tell(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
    ) -> Generator[Told | None]:
        self.freed.wait(timeout=120)
        yield from self._assistant.tell(question, history, organisation)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
def test_answer_and_turn_that_do_not_come_end_and_the_place_is_kept_until_the_work_is_done(
    assistant: Assistant, tmp_path: Path, path: str
) -> None:
    stuck = Stuck(assistant)
    settings = Settings(home=tmp_path, answers_at_once=1, answer_seconds=3)
    with serving(lambda: create_api(stuck, settings)) as client, ThreadPoolExecutor(1) as visitor:
        first = client.post(path, json=HALLO)
        second = client.post(path, json=HALLO)
        third = visitor.submit(client.post, path, json=HALLO)
        stuck.freed.set()
        statuses = first.status_code, second.status_code, third.result().status_code

    assert statuses == (504, 503, 200)
    assert "langer dan 3 seconden" in first.json()["detail"]
    assert "druk" in second.json()["detail"]
    assert second.headers["retry-after"] == "5"


def test_health_answers_at_once_while_as_many_ask_as_may(assistant: Assistant, tmp_path: Path) -> None:
    stuck = Stuck(assistant)
    settings = Settings(home=tmp_path, answers_at_once=4, answers_waiting=32)
    with serving(lambda: create_api(stuck, settings)) as client, ThreadPoolExecutor(36) as visitors:
        alone = [client.get("/healthz").elapsed.total_seconds() for _ in range(21)]
        asking = [visitors.submit(client.post, "/api/v1/ask", json=HALLO) for _ in range(36)]
        while "wegwijs_waiting 32.0" not in client.get("/metrics").text:
            assert not any(asked.done() for asked in asking)
            stuck.freed.wait(0.05)
        seconds = [client.get("/healthz").elapsed.total_seconds() for _ in range(21)]
        stuck.freed.set()
        answered = {asked.result().status_code for asked in asking}

    assert median(seconds) < max(0.1, 10 * median(alone))  # The machine itself may be busy.
    assert answered == {200}


@pytest.mark.parametrize(
    "body",
    [b"Content-Length: 500\r\n\r\n{", b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nx\r\n"],
    ids=["half", "bad chunk"],
)
def test_client_that_leaves_while_it_sends_is_one_line_in_the_log(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    caplog.set_level(logging.INFO, "assistant")
    with serving(lambda: create_api(assistant, Settings(home=tmp_path))) as client:
        address = (client.base_url.host, client.base_url.port or 80)
        with socket.create_connection(address, timeout=30) as connection:
            connection.sendall(b"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + body)
        assert wait_for(lambda: "POST 499" in caplog.text)

    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_body_that_trickles_in_is_a_408(assistant: Assistant, tmp_path: Path) -> None:
    begun = b"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{"
    with serving(lambda: create_api(assistant, Settings(home=tmp_path))) as client:
        connection = socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=30)
        with connection, connection.makefile("rb") as received:
            connection.sendall(begun)
            response = received.read()  # Up to the end: the server closes.

    head, _, body = response.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in head
    assert "nog niet binnen" in body.decode()
