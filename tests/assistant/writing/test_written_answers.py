"""Answers that a language model writes: what holds is shown with its source, what does not is left out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answer import Answer, NoticeKind, Piece, Status, Turn
from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.writing.language_model import LanguageModel
from assistant.writing.verification import Verifier
from assistant.writing.writer import Writer
from assistant.writing.written_sentences import MOST_SENTENCES
from ingest.embedding import Embedder
from tests.assistant.gemma import gemma
from tests.assistant.model_server import PROMPT_TOKENS, ModelServer, as_json, model_server
from tests.assistant.serving import serving

QUESTION = "Moeten ouders het OPP ondertekenen?"
HOLDS = "Ouders moeten het handelingsgedeelte ondertekenen en geven daarmee toestemming aan de school."
ALSO_HOLDS = "De inzet van deze extra ondersteuning wordt regelmatig geëvalueerd met ouders en de leerkracht."
DOES_NOT_HOLD = [
    "Ouders hoeven het handelingsgedeelte niet te ondertekenen.",
    "Ouders moeten het handelingsgedeelte binnen 6 weken ondertekenen en geven daarmee toestemming aan de school.",
    "De gemeente moet het handelingsgedeelte ondertekenen.",
    "Bel voor hulp 0900-1234567 met het samenwerkingsverband.",
    "Ja.",
    "Parents must sign the action part and thereby give the school permission.",  # Another language than was asked in.
]
_PATIENCE = 120.0  # Seconds: the machine may be busy.
_REAL_SECONDS = 16.0  # Half of it for reading the sources, on a slow machine.


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def writing(assistant: Assistant, embedder: Embedder, server: ModelServer) -> Assistant:
    """The assistant of the session, with a language model on the server."""
    return Assistant(
        assistant.index,
        embedder,
        writer=Writer(LanguageModel(server.address, "klein", None, _PATIENCE), Verifier(embedder)),
    )


class CountingEmbedder(Embedder):
    """Counts the questions of which it is asked the vector."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.llama_index, self.asked = embedder.name, embedder.llama_index, 0

    def question(self, question: str) -> list[float]:
        self.asked += 1
        return super().question(question)


def same_words(answer: Answer) -> Answer:
    return replace(answer, id="", timings_ms={}, tokens=None, notices=())


def kinds(answer: Answer) -> list[NoticeKind]:
    return [notice.kind for notice in answer.notices]


def test_sentence_that_holds_is_shown_with_the_words_that_it_rests_on(writing: Assistant, server: ModelServer) -> None:
    server.pieces = as_json((HOLDS, ["B1"]))

    answer = writing.ask(QUESTION)

    assert answer.text == HOLDS.replace("school.", "school [1].")
    assert (answer.mode, answer.model, answer.status) == ("generative", "klein", Status.ANSWERED)
    (citation,) = answer.citations
    assert citation.quote.split() == citation.span.of(citation.document.text).split()
    assert "handelingsgedeelte ondertekenen" in citation.readable_quote
    assert NoticeKind.FALLBACK not in kinds(answer)


@pytest.mark.parametrize("sentence", DOES_NOT_HOLD)
def test_sentence_that_does_not_hold_is_left_out(writing: Assistant, server: ModelServer, sentence: str) -> None:
    server.pieces = as_json((HOLDS, ["B1"]), (sentence, ["B1", "B2"]))

    assert writing.ask(QUESTION).text == HOLDS.replace("school.", "school [1].")


_AS_AGREEMENT = ", als afspraak binnen de basisondersteuning"


@pytest.mark.parametrize(
    ("question", "copied"),
    [
        (
            "Met welke onderwijssectoren moet elke school samenwerken?",
            "Met organisaties uit welke van de volgende onderwijssectoren moet elke school samenwerken{}?",
        ),
        (
            "Welke protocollen moet elke school actief toepassen?",
            "Geef aan welke van de volgende protocollen door elke school actief toegepast moeten worden{}.",
        ),
        (
            "Hoe wordt de kwaliteit van de bpo'er gewaarborgd?",
            "Om de kwaliteit van bpo te kunnen waarborgen, is het van belang dat:",
        ),
    ],
)
def test_what_states_nothing_is_no_answer_although_a_document_says_it(
    writing: Assistant, server: ModelServer, question: str, copied: str
) -> None:
    server.pieces = as_json((copied.format(_AS_AGREEMENT), ["B1"]))

    assert writing.ask(question).mode == "extractive"


@pytest.mark.parametrize("sources", [[], ["B99"], ["koersvo"], ["B2"]])
def test_sentence_must_rest_on_the_source_that_it_names(
    writing: Assistant, server: ModelServer, sources: list[str]
) -> None:
    server.pieces = as_json((HOLDS, sources))

    assert writing.ask(QUESTION).mode == "extractive"


@pytest.mark.parametrize(
    "pieces",
    [[], ["Daar kan ik niet bij helpen."], as_json((DOES_NOT_HOLD[0], ["B1"])), ["Ja, altijd. [B1]"], ["{" * 50]],
    ids=["nothing", "a refusal", "what does not hold", "an instruction that was followed", "no JSON"],
)
def test_documents_own_words_are_shown_when_nothing_holds(
    assistant: Assistant, writing: Assistant, server: ModelServer, pieces: list[str]
) -> None:
    server.pieces = pieces

    answer = writing.ask(QUESTION)

    assert same_words(answer) == same_words(assistant.ask(QUESTION))
    assert kinds(answer)[-1] is NoticeKind.FALLBACK


def test_documents_own_words_are_shown_when_the_server_fails(
    assistant: Assistant, writing: Assistant, server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.status = 503

    answer = writing.ask(QUESTION)

    assert same_words(answer) == same_words(assistant.ask(QUESTION))
    assert NoticeKind.FALLBACK in kinds(answer)
    assert "503" in caplog.text
    assert "ondertekenen" not in caplog.text


def test_what_was_not_finished_says_so(writing: Assistant, server: ModelServer) -> None:
    server.pieces, server.breaks_off = as_json((HOLDS, ["B1"]), (ALSO_HOLDS, ["B1"]))[:-5], True

    answer = writing.ask(QUESTION)

    assert answer.text == HOLDS.replace("school.", "school [1].")
    assert (answer.mode, kinds(answer)) == ("generative", [NoticeKind.FALLBACK])


def test_model_that_goes_on_and_on_is_left_alone(writing: Assistant, server: ModelServer) -> None:
    server.pieces = as_json((HOLDS, ["B1"]), *((f"Zin {number} staat er niet.", ["B1"]) for number in range(10_000)))

    answers = [writing.ask(QUESTION) for _ in range(4)]

    assert [answer.mode for answer in answers] == ["generative"] * 3 + ["extractive"]
    assert all(kinds(answer)[-1] is NoticeKind.FALLBACK for answer in answers)
    assert len(server.requests) == 3
    assert server.left.wait(timeout=_PATIENCE)


def test_as_many_sentences_as_are_asked_for_are_no_failure(writing: Assistant, server: ModelServer) -> None:
    others = ((f"Zin {number} staat er niet.", ["B1"]) for number in range(1, MOST_SENTENCES))
    server.pieces = as_json((HOLDS, ["B1"]), *others)

    assert NoticeKind.FALLBACK not in kinds(writing.ask(QUESTION))


def test_answer_that_misses_what_was_found_ends_with_its_words(writing: Assistant, server: ModelServer) -> None:
    server.pieces = as_json((ALSO_HOLDS, ["B1"]))
    extractive = Assistant(writing.index, writing._embedder).ask(QUESTION)

    answer = writing.ask(QUESTION)

    cited = {citation.span for citation in answer.citations}
    assert any(one.overlap(extractive.citations[0].span) for one in cited)


def test_answer_that_tells_a_small_part_of_what_was_found_ends_with_its_words(
    writing: Assistant, server: ModelServer
) -> None:
    first = "Het kan gebeuren dat de ondersteuning die de reguliere basisschool voor de leerling kan bieden "
    first += "ontoereikend is."
    server.pieces = as_json((first, ["B1"]))

    answer = writing.ask("Wat is plusondersteuning?")

    assert answer.mode == "generative"
    assert answer.text.startswith(first[:-1])
    assert "Dit noemen we plusondersteuning" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Hoe lang is een TLV geldig?",
        "Hoe bak ik een taart?",
        "Hallo",
        "Hoe vaak moet een OPP minimaal geëvalueerd worden?",
    ],
    ids=["not sure", "another subject", "a greeting", "documents disagree"],
)
def test_language_model_is_not_asked_where_it_could_only_guess(
    writing: Assistant, server: ModelServer, question: str
) -> None:
    assert writing.ask(question).mode == "extractive"
    assert server.requests == []


def test_search_for_the_model_is_the_one_for_the_answer(
    writing: Assistant, embedder: Embedder, server: ModelServer
) -> None:
    alone, beside_model = CountingEmbedder(embedder), CountingEmbedder(embedder)

    Assistant(writing.index, alone).ask(QUESTION)
    Assistant(writing.index, beside_model, writer=writing._writer).ask(QUESTION)

    assert len(server.requests) == 1
    assert beside_model.asked == alone.asked


def test_model_sees_neither_addresses_nor_personal_data(writing: Assistant, server: ModelServer) -> None:
    writing.ask("Moeten ouders het OPP ondertekenen? Mail mij op jan.jansen@voorbeeld.nl")

    sent = json.dumps(server.requests)
    assert "jan.jansen" not in sent
    assert "/bronnen" not in sent
    assert "[B1]" in sent


def test_who_found_it_too_hard_gets_simpler_words(writing: Assistant, server: ModelServer) -> None:
    writing.ask("Leg dat eens makkelijker uit", [Turn("user", QUESTION), Turn("assistant", HOLDS)])

    assert "nog eenvoudiger" in server.requests[0]["messages"][0]["content"]


def test_pieces_are_told_before_the_model_is_ready(writing: Assistant, server: ModelServer) -> None:
    server.pieces, server.pause = [*as_json((HOLDS, ["B1"])), *["x"] * 10_000], 0.001
    telling = writing.tell(QUESTION)

    told = [next(telling), next(one for one in telling if isinstance(one, Piece))]
    telling.close()

    assert told[0] is Status.ANSWERED
    assert server.left.wait(timeout=_PATIENCE)


def test_stream_gives_the_verified_sentences_and_then_the_answer(writing: Assistant, server: ModelServer) -> None:
    server.pieces = as_json((HOLDS, ["B1"]), (DOES_NOT_HOLD[0], ["B1"]), (ALSO_HOLDS, ["B1"]))

    with serving(lambda: create_api(writing)) as client:
        response = client.post("/api/v1/ask/stream", json={"question": QUESTION})
        chat = {"model": "wegwijs", "messages": [{"role": "user", "content": QUESTION}], "stream": True}
        chunks = client.post("/v1/chat/completions", json=chat).text

    events = [json.loads(line[6:]) for line in response.text.splitlines() if line.startswith("data: ")]
    assert "".join(event["text"] for event in events[1:-1]) == events[-1]["answer"]
    assert events[-1]["mode"] == "generative"
    said = [json.loads(line[6:]) for line in chunks.splitlines() if line.startswith("data: {")]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in said)
    assert text == events[-1]["answer"]
    assert said[-1]["wegwijs"]["model"] == "klein"


def test_chat_programs_are_told_what_the_model_read_and_wrote(writing: Assistant, server: ModelServer) -> None:
    server.pieces = as_json((HOLDS, ["B1"]))
    chat = {"model": "wegwijs", "messages": [{"role": "user", "content": QUESTION}]}
    streamed = {**chat, "stream": True, "stream_options": {"include_usage": True}}

    with serving(lambda: create_api(writing)) as client:
        whole = client.post("/v1/chat/completions", json=chat).json()
        written, server.sent = server.sent, 0
        chunks = client.post("/v1/chat/completions", json=streamed).text

    usage = {
        "prompt_tokens": PROMPT_TOKENS,
        "completion_tokens": written,
        "total_tokens": PROMPT_TOKENS + written,
    }
    assert whole["usage"] == usage
    last = [line for line in chunks.splitlines() if line.startswith("data: {")][-1]
    assert json.loads(last[6:])["usage"] == usage


def test_nonsense_of_a_real_model_is_not_shown(
    assistant: Assistant, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with gemma(tmp_path_factory.mktemp("gemma")) as address:
        model = LanguageModel(address, "gemma", None, _REAL_SECONDS)
        start = time.monotonic()
        answer = Assistant(assistant.index, embedder, writer=Writer(model, Verifier(embedder))).ask(QUESTION)
        seconds = time.monotonic() - start

    assert same_words(answer) == same_words(assistant.ask(QUESTION))
    assert NoticeKind.FALLBACK in kinds(answer)
    assert seconds < _REAL_SECONDS
