"""Sentences with their sources out of what a model writes, whole or in pieces, in either form."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from assistant.writing.written_sentences import WrittenSentence, read_sentences

JSON = (
    '{"zinnen": [{"zin": "Een OPP is een plan {hier}.", "bronnen": ["B1"]}, '
    '{"zin": "Het duurt 1 jaar", "bronnen": ["B2", "[B3]"]}]}'
)
PLAIN = "Een OPP is een plan {hier} [B1].\nHet duurt 1 jaar [B2][B3]"
EXPECTED = [
    WrittenSentence("Een OPP is een plan {hier}.", ("B1",)),
    WrittenSentence("Het duurt 1 jaar.", ("B2", "B3")),
]

_MOST_SECONDS = 2  # Of the processor, for what takes a tenth of one; what grows with the cube takes minutes.


def sentences(pieces: Iterable[str]) -> list[WrittenSentence]:
    return [sentence for sentence in read_sentences(pieces) if sentence]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("written", [JSON, PLAIN, f"```json\n{JSON}\n```", f"<think>Hm. [B9]</think>\n{PLAIN}"])
def test_sentences_are_the_same_however_they_come(written: str, size: int) -> None:
    assert sentences(written[i : i + size] for i in range(0, len(written), size)) == EXPECTED


def test_sentence_is_there_as_soon_as_it_is_whole() -> None:
    first, *_ = (s for s in read_sentences(iter([JSON[:60], JSON[60:]])) if s)
    pieces = iter([JSON[:70], "never read"])

    assert next(sentence for sentence in read_sentences(pieces) if sentence) == first
    assert next(pieces) == "never read"


def test_repetition_is_said_once() -> None:
    assert len(sentences(["Een OPP is een plan [B1]. "] * 50)) == 1


@pytest.mark.parametrize(
    "written",
    ["", "   ", "Ik kan daar niet bij helpen.", '{"zinnen": []}', '{"zinnen": [{"zin": 7, "bronnen": []}]}', "[[[[",
     "{", '{"answer": "Ja"}', "<think>Ik denk na [B1]", '{"zinnen": [{"zin": "Half'],
)  # fmt: skip
def test_what_is_no_cited_sentence_is_left_out(written: str) -> None:
    assert sentences([written]) == []


def test_list_marks_and_invisible_characters_are_taken_off() -> None:
    assert sentences(["1. De school\u200b vraagt\U000e0041 aan [B1]\n- De ouders tekenen. [B2]\n"]) == [
        WrittenSentence("De school vraagt aan.", ("B1",)),
        WrittenSentence("De ouders tekenen.", ("B2",)),
    ]


def test_sentence_without_an_end_is_no_sentence() -> None:
    assert sentences([f"{'woord ' * 300}[B1]"]) == []


@pytest.mark.parametrize("line", ["De school vraagt hulp aan voor het kind. ", " \n", "<think> ", "[ B"])
def test_what_is_written_without_sources_is_read_at_once(line: str) -> None:
    written = (line * 4000)[:4000]
    start = time.thread_time()

    assert sentences(written[i : i + 4] for i in range(0, len(written), 4)) == []
    assert time.thread_time() - start < _MOST_SECONDS
