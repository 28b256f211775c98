"""What keeps the API safe and watched: limits, origins, headers, request ids, copies, metrics and feedback."""

from __future__ import annotations

import gc
import logging
import re
import socket
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from assistant.answer import Told, Turn
from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.settings import Settings
from tests.assistant.serving import serving, wait_for

SITE = "https://www.school.nl"
OTHER_SITE = "https://elders.nl"
ANSWER_ID = "3f0c2a52-6a0e-4d6c-9a3e-0f6f2f3f7c11"
_SECONDS = 120  # For what comes at once, but for a busy machine.


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(assistant: Assistant, home: Path) -> Iterator[httpx.Client]:
    settings = Settings(home=home, allowed_origins=(SITE,), questions_per_minute=3)
    with serving(lambda: create_api(assistant, settings)) as client:
        yield client


# --- limits ----------------------------------------------------------------------------------------------------------


def ask_from(client: httpx.Client, address: str, path: str = "/api/v1/ask") -> httpx.Response:
    """Ask as a visitor behind a proxy on this machine."""
    return client.post(path, json={"question": "Hallo"}, headers={"X-Forwarded-For": address})


def test_visitor_who_asks_too_often_is_told_when_to_come_back(client: httpx.Client) -> None:
    allowed = [ask_from(client, "203.0.113.1") for _ in range(3)]
    refused = ask_from(client, "203.0.113.1")

    assert [response.status_code for response in allowed] == [200, 200, 200]
    assert [response.headers["ratelimit"].split(";")[1] for response in allowed] == ["r=2", "r=1", "r=0"]
    assert allowed[0].headers["ratelimit-policy"] == '"visitor";q=3;w=60'
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["retry-after"] in refused.json()["detail"]
    assert ask_from(client, "203.0.113.2").status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/ask/stream", "/api/v1/feedback", "/v1/chat/completions"])
def test_every_way_to_ask_counts(client: httpx.Client, path: str) -> None:
    address = f"198.51.100.{len(path)}"
    bodies = {
        "/api/v1/ask/stream": {"question": "Hallo"},
        "/api/v1/feedback": {"answer_id": ANSWER_ID, "helpful": True},
        "/v1/chat/completions": {
            "model": "wegwijs",
            "messages": [{"role": "user", "content": "Hallo"}],
            "stream": True,
        },
    }

    first = client.post(path, json=bodies[path], headers={"X-Forwarded-For": address})
    again = [ask_from(client, address).status_code for _ in range(3)]

    assert first.is_success
    assert "r=2" in first.headers["ratelimit"]
    assert again == [200, 200, 429]


def test_addresses_of_one_ipv6_network_are_one_visitor(client: httpx.Client) -> None:
    statuses = [ask_from(client, f"2001:db8:1:1::{number}").status_code for number in range(4)]

    assert statuses == [200, 200, 200, 429]
    assert ask_from(client, "2001:db8:1:2::1").status_code == 200


def test_this_machine_itself_is_not_counted(client: httpx.Client) -> None:
    responses = [client.post("/api/v1/ask", json={"question": "Hallo"}) for _ in range(5)]

    assert {response.status_code for response in responses} == {200}
    assert "ratelimit" not in responses[0].headers


class Slow(Assistant):
    """Answers when it may go on."""

    def __init__(self, assistant: Assistant) -> None:
        self.index = assistant.index
        self._assistant = assistant
        self.go_on = threading.Event()
        self.asked = 0

    def tell(
        self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
    ) -> Generator[Told | None]:
        self.asked += 1
        self.go_on.wait(timeout=_SECONDS)
        yield from self._assistant.tell(question, history, organisation)


def test_more_questions_than_can_wait_are_a_503_and_the_others_are_answered(assistant: Assistant, home: Path) -> None:
    slow = Slow(assistant)
    settings = Settings(home=home, answers_at_once=1, answers_waiting=2, answer_seconds=_SECONDS)
    with serving(lambda: create_api(slow, settings)) as client, ThreadPoolExecutor(5) as visitors:
        asking = [visitors.submit(client.post, "/api/v1/ask", json={"question": "Hallo"}) for _ in range(5)]
        # All five have come: one is being answered, two wait, and two have been refused.
        assert wait_for(lambda: slow.asked == 1 and "wegwijs_waiting 2.0" in client.get("/metrics").text)
        assert wait_for(lambda: sum(asked.done() for asked in asking) == 2)
        refused = [asked for asked in asking if asked.done() and asked.result().status_code == 503]
        assert client.get("/healthz", timeout=30).status_code == 200
        slow.go_on.set()
        statuses = [asked.result().status_code for asked in asking]
        metrics = client.get("/metrics").text

    assert len(refused) == 2
    assert sorted(statuses) == [200, 200, 200, 503, 503]
    assert int(refused[0].result().headers["retry-after"]) > 0
    assert "druk" in refused[0].result().json()["detail"]
    assert 'wegwijs_turned_away_total{status="503"} 2.0' in metrics


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
def test_question_of_a_client_that_left_the_queue_is_not_answered_nor_turned_away(
    assistant: Assistant, home: Path, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.INFO, "assistant")
    slow = Slow(assistant)
    settings = Settings(home=home, answers_at_once=1, answer_seconds=_SECONDS)
    body = b'{"question": "Hallo"}'
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with serving(lambda: create_api(slow, settings)) as client, ThreadPoolExecutor(1) as visitors:
        first = visitors.submit(client.post, "/api/v1/ask", json={"question": "Hallo"})
        assert wait_for(lambda: slow.asked == 1)
        address = (client.base_url.host, client.base_url.port or 80)
        with socket.create_connection(address, timeout=30) as connection:
            connection.sendall(head.encode() + body)
            assert wait_for(lambda: "wegwijs_waiting 1.0" in client.get("/metrics").text)
        slow.go_on.set()
        assert first.result().status_code == 200
        assert client.post("/api/v1/ask", json={"question": "Hallo"}).status_code == 200
        assert wait_for(lambda: "POST 499" in caplog.text)
        metrics = client.get("/metrics").text

    assert slow.asked == 2
    assert "wegwijs_turned_away_total{" not in metrics


# --- origins and headers ---------------------------------------------------------------------------------------------


def test_page_of_a_listed_site_may_ask(client: httpx.Client) -> None:
    preflight = client.options(
        "/api/v1/ask",
        headers={
            "Origin": SITE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    asked = client.post("/api/v1/ask", json={"question": "Hallo"}, headers={"Origin": SITE})

    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == SITE
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == SITE
    assert "X-Request-ID" in asked.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", [OTHER_SITE, "null", "http://www.school.nl", SITE + ".elders.nl"])
@pytest.mark.parametrize("path", ["/api/v1/ask", "/v1/chat/completions"])
def test_page_of_another_site_is_refused(client: httpx.Client, path: str, origin: str) -> None:
    preflight = client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    asked = client.post(path, json={"question": "Hallo"}, headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"})

    for response in (preflight, asked):
        assert response.status_code == 403
        assert response.headers["content-type"] == "application/problem+json"
        assert "access-control-allow-origin" not in response.headers


def test_own_pages_may_ask_also_behind_a_proxy_that_hides_the_host(client: httpx.Client) -> None:
    own = f"http://{client.base_url.netloc.decode()}"

    for headers in ({"Origin": own}, {"Origin": "https://wegwijs.school.nl", "Sec-Fetch-Site": "same-origin"}):
        assert client.post("/api/v1/ask", json={"question": "Hallo"}, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/documents", "/docs", "/healthz", "/api/v1/nergens"])
def test_every_response_has_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"


# --- request ids -----------------------------------------------------------------------------------------------------


def test_request_keeps_its_id_or_gets_one_and_the_log_has_it(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    kept = client.get("/api/v1/documents", headers={"X-Request-ID": "proxy-1.a_B"})
    made = [
        client.get("/api/v1/x", headers={b"X-Request-ID": given}).headers["x-request-id"]
        for given in (b"", b"a b", b"\xe9")
    ]

    assert kept.headers["x-request-id"] == "proxy-1.a_B"
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in made)
    assert len(set(made)) == 3
    assert "GET 200" in caplog.text
    assert "request proxy-1.a_B" in caplog.text


# --- copies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/documents",
        "/api/v1/documents/bepo-ondersteuningsniveaus",
        "/api/v1/examples",
        "/api/v1/organisations",
        "/api/v1/glossary",
    ],
)
def test_client_that_has_this_version_gets_no_second_copy(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    again = client.get(path, headers={"If-None-Match": f'"x", W/{etag}'})
    other = client.get(path, headers={"If-None-Match": '"x"'})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert other.status_code == 200


# --- glossary, feedback, metrics -------------------------------------------------------------------------------------


def test_glossary_cites_the_place_that_defines_each_word(client: httpx.Client) -> None:
    entries = client.get("/api/v1/glossary").json()

    assert {"OPP", "TLV", "bpo", "plusondersteuning"} <= {entry["term"] for entry in entries}
    for entry in entries:
        assert list(entry) == ["term", "kind", "meaning", "citation"]
        citation = entry["citation"]
        text = client.get(f"/api/v1/documents/{citation['document']['id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"helpful": True}, "'answer_id' ontbreekt"),
        ({"answer_id": ANSWER_ID}, "'helpful' ontbreekt"),
        ({"answer_id": ANSWER_ID, "helpful": "ja"}, "true of false"),
        ({"answer_id": "x; DROP TABLE", "helpful": True}, "niet de goede vorm"),
        ({"answer_id": ANSWER_ID, "helpful": True, "comment": "a" * 501}, "hooguit 500"),
        ({"answer_id": ANSWER_ID, "helpful": True, "vraag": "Wat?"}, "'vraag' is onbekend"),
    ],
)
def test_feedback_that_is_none_is_a_422(client: httpx.Client, body: dict[str, object], says: str) -> None:
    response = client.post("/api/v1/feedback", json=body)

    assert response.status_code == 422
    assert says in response.json()["detail"]


def test_metrics_count_answers_by_status_and_their_stages_without_questions(client: httpx.Client) -> None:
    client.post("/api/v1/ask", json={"question": "Hoe vaak moet een OPP minimaal geëvalueerd worden?"})

    response = client.get("/metrics")

    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    figures = dict(line.rsplit(" ", 1) for line in response.text.splitlines() if not line.startswith("#"))
    assert float(figures['wegwijs_answers_total{status="answered"}']) >= 1
    assert float(figures['wegwijs_stage_seconds_count{stage="retrieve"}']) >= 1
    assert float(figures["wegwijs_index_age_seconds"]) > 0
    assert "OPP" not in response.text


def test_metrics_and_models_without_an_index(home: Path) -> None:
    with serving(lambda: create_api(None, Settings(home=home))) as client:
        assert "wegwijs_index_age_seconds NaN" in client.get("/metrics").text
        response = client.get("/v1/models")

    assert response.status_code == 503
    assert response.json()["error"]["type"] == "server_error"


def words_in(held: object) -> str:
    """Return a text, or texts that stand together, in lower case; nothing of anything else."""
    if type(held) is tuple and all(type(one) is str for one in held):
        return " ".join(held).lower()
    return held.lower() if type(held) is str else ""


def test_question_is_gone_when_it_is_answered(assistant: Assistant) -> None:
    assistant.ask(" ".join(("Wat is plusondersteuning voor", "Zwaluwina", "uit de", "Kwikstaartlaan?")))

    gc.collect()
    held = (words_in(one) for holder in gc.get_objects() for one in gc.get_referents(holder))
    assert [words for words in held if "zwaluwin" in words and "kwikstaartl" in words] == []
