"""The API over real HTTP: a server on a free port, and a client."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from datetime import date

import httpx
import pytest
from fastapi import HTTPException

from assistant.answer import Status, Told, Turn
from assistant.assistant import Assistant
from assistant.examples import examples
from assistant.language import Language
from assistant.service.api import create_api
from ingest.embedding import Embedder
from tests.assistant.serving import serving
from ui.app import create_app

QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[httpx.Client]:
    with serving(lambda: create_api(assistant)) as client:
        yield client


@pytest.fixture(scope="module")
def client_without_index() -> Iterator[httpx.Client]:
    with serving(lambda: create_api(None)) as client:
        yield client


def problem(response: httpx.Response, status: int) -> str:
    """Check that a response is a problem; return its detail."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert set(told) == {"type", "title", "status", "detail"}
    assert told["status"] == status
    assert told["title"]
    detail = told["detail"]
    assert isinstance(detail, str)
    return detail


# --- answers ---------------------------------------------------------------------------------------------------------


def test_answer_has_the_fields_of_the_contract(client: httpx.Client) -> None:
    response = client.post("/api/v1/ask", json={"question": f"  {QUESTION} "})

    answer = response.json()
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert list(answer) == [
        "id", "question", "status", "answer", "citations", "notices", "follow_ups", "mode", "model", "timings_ms",
        "explanations", "searched", "languages",
    ]  # fmt: skip
    assert answer["question"] == QUESTION
    assert answer["status"] == "answered"
    assert "Twee keer" in answer["answer"]
    assert answer["mode"] == "extractive"
    assert answer["model"] is None
    assert all(isinstance(follow_up, str) for follow_up in answer["follow_ups"])
    assert all(set(notice) == {"kind", "text"} for notice in answer["notices"])
    assert answer["timings_ms"]["total"] > 0


def test_citation_has_the_fields_of_the_contract(client: httpx.Client) -> None:
    citation = client.post("/api/v1/ask", json={"question": QUESTION}).json()["citations"][0]

    assert list(citation) == [
        "number", "document", "section", "label", "page", "start", "end", "quote", "href", "running_text",
    ]  # fmt: skip
    assert citation["number"] == 1
    assert citation["document"] == {
        "id": "basisondersteuning-so-sbo",
        "title": "Basisondersteuning SO & SBO",
        "organisation": None,
        "sector": "so-sbo",
        "published": "2022-11-01",
        "valid_until": None,
        "url": None,
    }
    assert citation["label"] == "afspraak 22"
    assert citation["section"][0] == "De afspraken basisondersteuning"
    assert citation["page"] is None
    assert citation["href"] == f"/bronnen/basisondersteuning-so-sbo?van={citation['start']}&tot={citation['end']}"


@pytest.mark.parametrize(
    "question", [QUESTION, "Wat doet een bpo'er?", "Welke niveaus van ondersteuning kent BePO?", "Wat is een SOP?"]
)
def test_quote_is_the_documents_text_at_its_offsets(client: httpx.Client, question: str) -> None:
    answer = client.post("/api/v1/ask", json={"question": question}).json()

    assert answer["citations"]
    for citation in answer["citations"]:
        text = client.get(f"/api/v1/documents/{citation['document']['id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    markers = {int(number) for number in re.findall(r"\[(\d+)\]", answer["answer"])}
    assert markers == {citation["number"] for citation in answer["citations"]}


def test_question_about_something_else_is_an_answer_without_citations(client: httpx.Client) -> None:
    response = client.post("/api/v1/ask", json={"question": "Hoe bak ik een appeltaart?"})

    assert response.status_code == 200
    assert response.json()["status"] in {"not_found", "out_of_scope"}
    assert response.json()["citations"] == []


def test_answer_stays_within_the_organisation(client: httpx.Client) -> None:
    fields = {"question": "Wat staat er in een schoolondersteuningsprofiel?", "organisation": "bepo"}

    answer = client.post("/api/v1/ask", json=fields).json()

    assert {citation["document"]["organisation"] for citation in answer["citations"]} <= {"bepo", None}
    assert answer["citations"]


def test_history_and_organisation_reach_the_assistant(assistant: Assistant, embedder: Embedder) -> None:
    class Listening(Assistant):
        heard: tuple[str, list[Turn], str | None] | None = None

        def tell(
            self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
        ) -> Generator[Told | None]:
            self.heard = (question, list(history), organisation)
            yield from super().tell(question, history, organisation)

    listening = Listening(assistant.index, embedder, date(2026, 1, 1))
    history = [{"role": "user", "content": "Wat is een OPP?"}, {"role": "assistant", "content": "Een plan [1]."}]
    with serving(lambda: create_api(listening)) as client:
        fields = {"question": "En hoe vaak?", "history": history, "organisation": "bepo"}
        assert client.post("/api/v1/ask", json=fields).status_code == 200

    turns = [Turn("user", "Wat is een OPP?"), Turn("assistant", "Een plan [1].")]
    assert listening.heard == ("En hoe vaak?", turns, "bepo")


def test_server_goes_on_while_an_answer_is_made(assistant: Assistant, embedder: Embedder) -> None:
    asked, go_on = threading.Event(), threading.Event()

    class Slow(Assistant):
        def tell(
            self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
        ) -> Generator[Told | None]:
            asked.set()
            go_on.wait(timeout=30)
            yield from super().tell(question, history, organisation)

    with serving(lambda: create_api(Slow(assistant.index, embedder))) as client:
        asking = threading.Thread(target=client.post, args=["/api/v1/ask"], kwargs={"json": {"question": QUESTION}})
        asking.start()
        assert asked.wait(timeout=30)
        try:
            assert client.get("/healthz", timeout=10).status_code == 200
        finally:
            go_on.set()
            asking.join()


# --- documents -------------------------------------------------------------------------------------------------------


def test_documents_are_listed_with_their_metadata(client: httpx.Client) -> None:
    documents = {document["id"]: document for document in client.get("/api/v1/documents").json()}

    assert set(documents) == {
        "basisondersteuning-13-ijkpunten",
        "basisondersteuning-so-sbo",
        "bepo-ondersteuningsniveaus",
        "bepo-schoolondersteuningsprofiel",
        "koersvo-werkwijze-bpo-2021-2022",
    }
    assert documents["koersvo-werkwijze-bpo-2021-2022"] == {
        "id": "koersvo-werkwijze-bpo-2021-2022",
        "title": "Werkwijze Begeleiding Passend Onderwijs 2021-2022",
        "organisation": "koers-vo",
        "sector": "vo",
        "published": "2021-08-01",
        "valid_until": "2022-07-31",
        "url": None,
    }


def test_document_comes_with_its_text_and_sections_that_tile_it(client: httpx.Client) -> None:
    listed = client.get("/api/v1/documents").json()

    for metadata in listed:
        document = client.get(f"/api/v1/documents/{metadata['id']}").json()
        text, sections = document.pop("text"), document.pop("sections")
        assert document == metadata
        assert all(set(section) == {"path", "label", "start", "end"} for section in sections)
        assert "".join(text[section["start"] : section["end"]] for section in sections) == text


def test_organisations_are_listed(client: httpx.Client) -> None:
    organisations = client.get("/api/v1/organisations").json()

    assert [(one["id"], one["name"], one["sector"]) for one in organisations] == [
        ("bepo", "BePO", "po"),
        ("koers-vo", "Koers VO", "vo"),
    ]


def test_questions_to_begin_with_are_for_an_organisation_and_in_a_language(
    client: httpx.Client, assistant: Assistant
) -> None:
    asked = client.get("/api/v1/examples", params={"organisation": "koers-vo", "language": "en"})

    assert asked.json() == list(examples(assistant, "koers-vo", Language.ENGLISH))
    assert "'swv-x'" in problem(client.get("/api/v1/examples", params={"organisation": "swv-x"}), 404)


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "De inhoud ontbreekt"),
        (b"{", "geen geldige JSON"),
        (b"[]", "De inhoud moet een JSON-object zijn"),
        (b'"Wat?"', "De inhoud moet een JSON-object zijn"),
        (b'{"question": "\xff"}', "niet te lezen"),
        (b"[" * 60_000, "niet te lezen"),
        (b"{}", "De vraag ontbreekt"),
        (b'{"question": "  "}', "De vraag is leeg"),
        (b'{"question": "\\ud800"}', "ongeldige tekens"),
        (
            b'{"question": "a", "history": [{"role": "user", "content": "\\ud800"}]}',
            "'history.0.content' bevat ongeldige tekens",
        ),
        (b'{"question": "%s"}' % (b"a" * 501), "hooguit 500 tekens"),
        (b'{"question": "a", "top_k": 3}', "'top_k' is onbekend"),
        (b'{"question": "a", "organisation": "swv-x"}', "'swv-x' is onbekend. Kies uit: bepo, koers-vo"),
    ],
    ids=lambda value: str(value[:30]),
)
def test_malformed_question_is_a_422_that_says_what_to_do(client: httpx.Client, body: bytes, says: str) -> None:
    response = client.post("/api/v1/ask", content=body, headers=JSON)

    assert says in problem(response, 422)


@pytest.mark.parametrize("size", [65_537, 3_000_000])
def test_body_over_64_kb_is_a_413(client: httpx.Client, size: int) -> None:
    response = client.post("/api/v1/ask", content=b"a" * size, headers=JSON)

    assert "64 kB" in problem(response, 413)


def test_body_over_64_kb_without_a_length_is_a_413(client: httpx.Client) -> None:
    response = client.post("/api/v1/ask", content=(b"a" * 1000 for _ in range(100)), headers=JSON)

    assert "64 kB" in problem(response, 413)


def test_body_of_64_kb_is_read(client: httpx.Client) -> None:
    body = b'{"question": "Wat is een OPP?"}'.ljust(65_536)

    assert client.post("/api/v1/ask", content=body, headers=JSON).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_body_that_is_not_called_json_is_a_415(client: httpx.Client, content_type: str) -> None:
    response = client.post("/api/v1/ask", content=b'{"question": "a"}', headers={"Content-Type": content_type})

    assert "application/json" in problem(response, 415)


def test_json_may_name_its_charset(client: httpx.Client) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}

    assert client.post("/api/v1/ask", content=b'{"question": "Hallo"}', headers=headers).status_code == 200


def test_unknown_document_is_a_404(client: httpx.Client) -> None:
    assert "'geen'" in problem(client.get("/api/v1/documents/geen"), 404)


@pytest.fixture(scope="module", params=["api", "whole application"])
def any_client(request: pytest.FixtureRequest, assistant: Assistant) -> Iterator[httpx.Client]:
    create = create_api if request.param == "api" else create_app
    with serving(lambda: create(assistant)) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_path_of_the_api_is_a_404(any_client: httpx.Client, method: str) -> None:
    assert "/docs" in problem(any_client.request(method, "/api/v1/vraag"), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/api/v1/ask", "POST"), ("POST", "/api/v1/documents", "GET"), ("DELETE", "/healthz", "GET")],
)
def test_other_method_is_a_405(any_client: httpx.Client, method: str, path: str, allowed: str) -> None:
    response = any_client.request(method, path)

    assert problem(response, 405)
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/docs", "/api/v1/documents"])
def test_head_is_answered_as_get_without_a_body(any_client: httpx.Client, path: str) -> None:
    head = any_client.head(path)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == any_client.get(path).headers["content-type"]


@pytest.mark.parametrize("path", ["/api/v1/documents", "/api/v1/documents/x", "/api/v1/organisations", "/readyz"])
def test_without_an_index_everything_is_a_503_that_says_when_to_retry(
    client_without_index: httpx.Client, path: str
) -> None:
    response = client_without_index.get(path)

    assert "wegwijs ingest" in problem(response, 503)
    assert int(response.headers["retry-after"]) > 0


def test_question_without_an_index_is_a_503(client_without_index: httpx.Client) -> None:
    response = client_without_index.post("/api/v1/ask", json={"question": QUESTION})

    assert "wegwijs ingest" in problem(response, 503)
    assert int(response.headers["retry-after"]) > 0


def test_problem_that_says_nothing_of_its_own_has_its_title(assistant: Assistant) -> None:
    app = create_api(assistant)

    @app.get("/kluis")
    def vault() -> None:
        raise HTTPException(401)

    with serving(lambda: app) as client:
        assert problem(client.get("/kluis"), 401) == "Geen geldige sleutel."


def test_failure_inside_is_a_500_that_tells_nothing_of_it(assistant: Assistant, embedder: Embedder) -> None:
    class Broken(Assistant):
        def tell(
            self, question: str, history: Sequence[Turn] = (), organisation: str | None = None
        ) -> Generator[Told | None]:
            raise ZeroDivisionError(question, history, organisation)

    with serving(lambda: create_api(Broken(assistant.index, embedder))) as client:
        response = client.post("/api/v1/ask", json={"question": "geheim"})

    assert problem(response, 500)
    assert response.headers["connection"] == "close"
    assert "geheim" not in response.text


# --- the API's own pages ---------------------------------------------------------------------------------------------


def test_server_lives_with_and_without_an_index(client: httpx.Client, client_without_index: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client_without_index.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_docs_load_nothing_from_elsewhere_and_explain_every_field(client: httpx.Client) -> None:
    page = client.get("/docs")

    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|<script|<link|@import|url\(""", page.text)
    openapi = client.get("/openapi.json").json()
    for path in openapi["paths"]:
        assert path in page.text
    for name, schema in openapi["components"]["schemas"].items():
        assert f'id="{name}"' in page.text
        assert all(f"<code>{field}</code>" in page.text for field in schema.get("properties", ()))
    assert "`" not in page.text
    assert 'href="/"' in page.text
    assert set(re.findall(r'href="#(\w+)"', page.text)) <= set(re.findall(r'id="(\w+)"', page.text))


def test_openapi_describes_answers_and_problems(client: httpx.Client) -> None:
    openapi = client.get("/openapi.json").json()

    operation = openapi["paths"]["/api/v1/ask"]["post"]
    assert set(operation["responses"]) == {"200", "401", "403", "408", "413", "415", "422", "429", "503", "504"}
    assert set(operation["responses"]["422"]["content"]) == {"application/problem+json"}
    schemas = openapi["components"]["schemas"]
    assert schemas["AskRequest"]["additionalProperties"] is False
    assert schemas["AskRequest"]["properties"]["question"]["maxLength"] == 500
    assert schemas["AskRequest"]["examples"]
    assert schemas["AnswerObject"]["examples"]


def test_no_question_is_logged(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "assistant")

    client.post("/api/v1/ask", json={"question": "Mag zebravinkje123 mee naar school?"})
    client.post("/api/v1/ask", json={"question": "zebravinkje123 " * 50})

    assert any(status in caplog.text for status in Status)
    assert "zebravinkje123" not in caplog.text
