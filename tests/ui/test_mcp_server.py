"""The MCP server as an assistant uses it: through the client of the SDK, over stdio and over HTTP."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, ListToolsResult, TextContent

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.service.contract import AnswerObject
from assistant.settings import Settings
from ingest.index import Index
from ingest.indexing import ingest
from ingest.question_bank import QUESTION_CHARS
from tests.assistant.serving import fetch, serving
from tests.ingest.making import LetterEmbedder, write_corpus
from ui.mcp_server import Tools, mcp_server, over_http
from ui.renewal import renewing

ROOT = Path(__file__).parent.parent.parent
QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
DOCUMENT = "basisondersteuning-so-sbo"
HOST = "127.0.0.1"
_SECONDS = 120  # On a busy machine.


class Session:
    """A client that is connected, for tests that wait."""

    def __init__(self, client: Client, call: Callable[..., Any]) -> None:
        self._client, self._call = client, call

    def tools(self) -> ListToolsResult:
        listed: ListToolsResult = self._call(self._client.list_tools)
        return listed

    def use(self, tool: str, **arguments: object) -> CallToolResult:
        result: CallToolResult = self._call(self._client.call_tool, tool, arguments)
        return result

    def structure(self, tool: str, **arguments: object) -> dict[str, Any]:
        result = self.use(tool, **arguments)
        assert not result.is_error
        assert isinstance(result.structured_content, dict)
        return result.structured_content


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@contextmanager
def connected(client: Client) -> Iterator[Session]:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client):
        yield Session(client, portal.call)


@contextmanager
def serving_tools(tools: Tools) -> Iterator[str]:
    with serving(lambda: over_http(mcp_server(tools), HOST)) as client:
        yield f"{str(client.base_url).rstrip('/')}/mcp"


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with serving_tools(Tools(assistant, Settings())) as url:
        yield url


@pytest.fixture(scope="module")
def session(address: str) -> Iterator[Session]:
    with connected(Client(address)) as connection:
        yield connection


# --- a process, started as the documentation says --------------------------------------------------------------------


def test_the_documented_command_answers_over_stdio(process_environment: dict[str, str], tmp_path: Path) -> None:
    page = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
    example = re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[0]
    server = json.loads(example)["mcpServers"]["wegwijs"]
    assert Path(server["command"]).name == "wegwijs"
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "ui.command_line", *server["args"]], env=process_environment, cwd=ROOT
    )

    with (tmp_path / "stderr.txt").open("w") as log, connected(Client(stdio_client(started, log))) as session:
        assert [tool.name for tool in session.tools().tools] == ["ask", "search", "read_document", "list_documents"]
        answer = session.use("ask", question=QUESTION)
        assert session.use("ask", question="a" * 501).is_error

    assert "Twee keer minimaal [1]" in text_of(answer)
    assert AnswerObject.model_validate(answer.structured_content).citations[0].label == "afspraak 22"
    logged = (tmp_path / "stderr.txt").read_text()
    assert len(logged.splitlines()) == 1  # what kind of answer
    assert "OPP" not in logged


# --- what the tools tell of themselves -------------------------------------------------------------------------------


def test_tools_are_described_and_only_read(session: Session) -> None:
    for tool in session.tools().tools:
        assert tool.title
        assert tool.description
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert all("description" in parameter for parameter in tool.input_schema["properties"].values())
        assert tool.output_schema
    question = session.tools().tools[0].input_schema["properties"]["question"]
    assert question["maxLength"] == QUESTION_CHARS


def test_a_client_of_the_older_protocol_is_served_too(address: str) -> None:
    with connected(Client(address, mode="legacy")) as session:
        assert len(session.tools().tools) == 4
        assert not session.use("list_documents").is_error


# --- asking, searching, reading --------------------------------------------------------------------------------------


def test_ask_gives_the_answer_object_and_the_same_to_read(session: Session) -> None:
    result = session.use("ask", question=QUESTION)

    answer = AnswerObject.model_validate(result.structured_content)
    assert (answer.question, answer.status) == (QUESTION, "answered")
    text = text_of(result)
    assert text.startswith(answer.answer)
    assert all(notice.text in text for notice in answer.notices)
    for citation in answer.citations:
        assert f"[{citation.number}] document={DOCUMENT}, start={citation.start}, end={citation.end}" in text


def test_what_the_documents_do_not_tell_is_no_error(session: Session) -> None:
    answer = session.structure("ask", question="Hoe bak ik een appeltaart?")

    assert answer["status"] == "out_of_scope"
    assert answer["citations"] == []


def test_every_quote_is_exactly_what_reading_its_place_gives(session: Session, assistant: Assistant) -> None:
    cited = session.structure("ask", question=QUESTION)["citations"]
    found = session.structure("search", question="Wat is plusondersteuning?")["passages"]

    assert len(found) > 4
    for one in (*cited, *found):
        document = one["document"]["id"]
        part = session.structure("read_document", document=document, start=one["start"], end=one["end"])
        assert part["text"] == one["quote"]
        assert assistant.index.document(document).text[one["start"] : one["end"]] == one["quote"]


def test_search_shows_whole_passages_with_their_places(session: Session) -> None:
    result = session.use("search", question="Wat is plusondersteuning?", organisation="koers-vo")

    assert isinstance(result.structured_content, dict)
    passages = result.structured_content["passages"]
    assert [one["number"] for one in passages] == list(range(1, len(passages) + 1))
    assert {one["document"]["organisation"] for one in passages} <= {"koers-vo", None}
    assert all(one["quote"] in text_of(result) for one in passages)


@pytest.mark.parametrize("name", ["afspraak 22", "AFSPRAAK 22 "])
def test_a_section_is_read_by_its_name(session: Session, name: str) -> None:
    part = session.structure("read_document", document=DOCUMENT, section=name)

    assert part["text"].startswith("22. Moet evaluatie")
    assert part["text"].rstrip().endswith("Ja, twee keer minimaal")
    assert [one["label"] for one in part["sections"]] == ["afspraak 22"]


def test_a_heading_gives_all_that_stands_under_it(session: Session, assistant: Assistant) -> None:
    heading = "Afspraken over planvorming en cyclisch werken"
    under = [one for one in assistant.index.document(DOCUMENT).sections if heading in one.path]

    part = session.structure("read_document", document=DOCUMENT, section=heading)

    assert len(under) > 2
    assert (part["start"], part["end"]) == (under[0].span.start, under[-1].span.end)


def test_a_document_is_read_piece_by_piece(tmp_path: Path) -> None:
    text = "Vervoer\n\n" + "\n\n".join(f"De bus van wijk {n} rijdt elke dag langs de school." for n in range(500))
    write_corpus(tmp_path / "corpus", {"bus": text})
    with (
        _small_assistant(tmp_path) as assistant,
        serving_tools(Tools(assistant, Settings())) as url,
        connected(Client(url)) as session,
    ):
        first = session.structure("read_document", document="bus")
        second = session.structure("read_document", document="bus", start=first["end"])

    assert first["end"] < first["characters"] == second["end"]
    assert first["text"] + second["text"] == text


def test_documents_and_organisations_are_listed(session: Session, assistant: Assistant) -> None:
    result = session.use("list_documents")

    assert isinstance(result.structured_content, dict)
    ids = [one["id"] for one in result.structured_content["documents"]]
    assert ids == list(assistant.index.document_ids)
    assert [one["id"] for one in result.structured_content["organisations"]] == ["bepo", "koers-vo"]
    assert all(f"- {one}: " in text_of(result) for one in (*ids, "bepo", "koers-vo"))


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {"question": "a" * 501}, "De vraag is te lang: gebruik hooguit 500 tekens."),
        ("ask", {"question": "  "}, "De vraag is leeg"),
        ("ask", {"question": QUESTION, "organisation": "swv"}, "'swv' is onbekend. Kies uit: bepo, koers-vo"),
        ("search", {"question": QUESTION, "organisation": "swv"}, "'swv' is onbekend"),
        ("read_document", {"document": "plan"}, "Er is geen document 'plan'. Met list_documents"),
        ("read_document", {"document": DOCUMENT, "section": "planvorming en cyclisch"}, "Afspraken over planvorming"),
        ("read_document", {"document": DOCUMENT, "section": "§§§"}, "Laat section weg"),
        ("read_document", {"document": DOCUMENT, "start": 20, "end": 10}, "Van 20 tot 10 is geen deel"),
        ("read_document", {"document": DOCUMENT, "start": 10**9}, "kies posities van 0"),
        ("read_document", {"document": DOCUMENT, "end": 10**9}, "kies posities van 0"),
        ("ask", {}, "question"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_cannot_be_done_is_an_error_that_says_what_to_do(
    session: Session, tool: str, arguments: dict[str, object], says: str
) -> None:
    result = session.use(tool, **arguments)

    assert result.is_error
    assert result.structured_content is None
    assert says in text_of(result)


def test_a_page_of_another_host_cannot_reach_it_through_the_name_of_this_machine(address: str) -> None:
    response = fetch("POST", address, json={}, headers={"Host": "www.kwaad.example"})

    assert response.status_code == 421


# --- a new index -----------------------------------------------------------------------------------------------------


@contextmanager
def _small_assistant(folder: Path) -> Iterator[Assistant]:
    """Ingest `corpus` of a folder and yield an assistant on it, which finds by letters."""
    ingest(folder / "corpus", folder / "home", LetterEmbedder, "letters", lambda _: None)
    index = Index.open(folder / "home", "letters")
    yield Assistant(index, LetterEmbedder())
    index.close()


def test_a_new_index_is_answered_from_while_a_client_is_connected(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"opp": "Wat is een OPP?\n\nEen plan met doelen voor een leerling.\n"})
    settings = Settings(home=tmp_path / "home", corpus=corpus, embedding_model="letters")
    with _small_assistant(tmp_path) as assistant:
        tools = Tools(assistant, settings)
        with serving_tools(tools) as url, connected(Client(url)) as session, renewing(assistant, settings, tools.use):
            write_corpus(corpus, {"bus": "Leerlingenvervoer\n\nDe gemeente betaalt het busvervoer.\n"})
            ingest(corpus, settings.home, LetterEmbedder, "letters", lambda _: None)
            deadline = time.monotonic() + _SECONDS
            while session.use("read_document", document="bus").is_error and time.monotonic() < deadline:
                time.sleep(0.05)

            (passage,) = session.structure("search", question="Wie betaalt de bus?")["passages"]
            assert passage["document"]["id"] == "bus"


class Waiting:
    """An assistant that answers nothing until it is let go, and then fails."""

    organisations = ()

    def __init__(self) -> None:
        self.asked, self.let_go = Event(), Event()

    def ask(self, question: str, organisation: str | None = None) -> Answer:
        self.asked.set()
        self.let_go.wait(_SECONDS)
        raise RuntimeError(f"{question} {organisation}")


def test_who_asks_while_it_is_busy_or_broken_is_told_so_in_dutch() -> None:
    waiting = Waiting()
    tools = Tools(waiting, Settings(answers_at_once=1, answer_seconds=1))  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(tools.ask, QUESTION)
        assert waiting.asked.wait(_SECONDS)
        second = tools.ask(QUESTION)
        waiting.let_go.set()

    assert second.is_error
    assert text_of(second) == "Het is nu erg druk. Probeer het zo nog eens."
    assert first.result().is_error
    assert text_of(first.result()).startswith("Wegwijs liep hierop vast.")


def test_what_is_switched_off_for_programs_is_so_here_too(assistant: Assistant) -> None:
    tools = Tools(assistant, Settings(api_off="Tot maandag dicht."))

    for told in (tools.ask(QUESTION), tools.search(QUESTION)):
        assert told.is_error
        assert text_of(told) == "Tot maandag dicht."
