"""Follow-ups that a language model makes to stand alone: what is safe is searched with, what is not is left."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from assistant.answer import Tokens, Turn
from assistant.assistant import Assistant
from assistant.writing.claims import claims_of, claims_of_all
from assistant.writing.language_model import LanguageModel
from assistant.writing.rewriting import Rewriter, is_safe
from ingest.embedding import Embedder
from tests.assistant.model_server import PROMPT_TOKENS, ModelServer, model_server

HISTORY = (
    Turn("user", "Hoe vaak moet een OPP worden geëvalueerd?"),
    Turn("assistant", "Minimaal twee keer per jaar, bij BePO binnen 6 weken."),
)
QUESTION = "En wie ondertekent dat dan?"
STANDS_ALONE = "Wie ondertekent een OPP?"
LIMIT = 4.0  # seconds, where the limit is the point
_PATIENCE = 120.0  # Seconds elsewhere: the machine may be busy.


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def rewriting(assistant: Assistant, embedder: Embedder, server: ModelServer) -> Assistant:
    return rewriting_within(_PATIENCE, assistant, embedder, server)


def rewriting_within(seconds: float, assistant: Assistant, embedder: Embedder, server: ModelServer) -> Assistant:
    model = LanguageModel(server.address, "klein", None, seconds)
    return Assistant(assistant.index, embedder, rewriter=Rewriter(model))


@pytest.mark.parametrize(
    "written",
    [json.dumps({"vraag": STANDS_ALONE}), STANDS_ALONE, f"<think>dat is het OPP</think>\n{STANDS_ALONE}\n",
     f'```json\n{{"vraag": "{STANDS_ALONE}"}}\n```'],
    ids=["json", "plain", "with thoughts", "in a fence"],
)  # fmt: skip
def test_question_of_the_model_is_what_is_searched_for(
    assistant: Assistant, rewriting: Assistant, server: ModelServer, written: str
) -> None:
    server.pieces = [written[:9], written[9:]]

    answer = rewriting.ask(QUESTION, HISTORY)

    assert (answer.question, answer.understood) == (QUESTION, STANDS_ALONE)
    assert answer.nearest == assistant.ask(STANDS_ALONE).nearest
    assert answer.tokens == Tokens(PROMPT_TOKENS, 2)
    assert "rewrite" in answer.timings_ms


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (STANDS_ALONE, True),
        ("Binnen hoeveel weken moet BePO het OPP evalueren?", True),
        ("Moeten ouders het OPP ondertekenen?", True),
        ("", False),
        ("De ouders ondertekenen het OPP.", False),
        ("Wie ondertekent het OPP? En wanneer?", False),
        ("Wie ondertekent het OPP?\nDe ouders.", False),
        ("Wie ondertekent het OPP bij Koers VO?", False),
        ("TLV: wie ondertekent een OPP?", False),
        ("Wie ondertekent het OPP binnen 8 weken?", False),
        ("Wie ondertekent het OPP binnen acht weken?", False),
        ("Wie bakt een appeltaart met slagroom?", False),
        (f"Wie ondertekent het OPP{' en het OPP' * 30}?", False),
    ],
)
def test_only_one_short_question_that_names_nothing_new_is_safe(written: str, expected: bool) -> None:
    said = "\n".join([*(turn.content for turn in HISTORY), QUESTION])

    assert is_safe(written, said) is expected


def test_nothing_of_a_conversation_is_kept() -> None:
    kept = claims_of.cache_info().currsize, claims_of_all.cache_info().currsize

    assert is_safe("Wie ondertekent het OPP binnen 6 weken?", "Het OPP is er binnen 6 weken. Wie ondertekent dat?")

    assert (claims_of.cache_info().currsize, claims_of_all.cache_info().currsize) == kept


@pytest.mark.parametrize(
    "pieces", [["Dat doet de directeur."], ['{"vraag": "\\ud8"}'], ['{"vraag": "Wie betaalt Koers VO?"}'], []]
)
def test_follow_up_is_completed_without_the_model_when_that_gives_nothing_safe(
    assistant: Assistant, rewriting: Assistant, server: ModelServer, pieces: list[str]
) -> None:
    server.pieces = pieces

    assert rewriting.ask(QUESTION, HISTORY).understood == assistant.ask(QUESTION, HISTORY).understood


def test_model_that_is_slow_keeps_nobody_waiting_and_is_left_alone(
    assistant: Assistant, embedder: Embedder, server: ModelServer
) -> None:
    rewriting = rewriting_within(LIMIT, assistant, embedder, server)
    server.pieces, server.pause = ["woord "] * 1000, 0.05  # 50 seconds of them
    expected = assistant.ask(QUESTION, HISTORY).understood

    for _ in range(4):
        start = time.monotonic()
        assert rewriting.ask(QUESTION, HISTORY).understood == expected
        assert time.monotonic() - start < 25

    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("question", "history"),
    [("Wie ondertekent een OPP?", ()), ("Dank je wel!", HISTORY), ("Kan dat makkelijker?", HISTORY)],
    ids=["no history", "no question", "the same in easier words"],
)
def test_model_is_not_asked_where_there_is_nothing_to_rewrite(
    rewriting: Assistant, server: ModelServer, question: str, history: tuple[Turn, ...]
) -> None:
    assert "rewrite" not in rewriting.ask(question, history).timings_ms
    assert server.requests == []


def test_model_reads_the_conversation_without_personal_data(rewriting: Assistant, server: ModelServer) -> None:
    rewriting.ask("Mail mij op jan.jansen@voorbeeld.nl. Wie ondertekent dat?", HISTORY)

    (request,) = server.requests
    read = request["messages"][1]["content"]
    assert "jan.jansen" not in read
    assert read.startswith("Vrager: Hoe vaak moet een OPP")
    assert "\nLaatste vraag: Mail mij op [weggelaten]" in read
