from __future__ import annotations

import pytest

from ingest.span import Span


def test_a_span_is_a_half_open_range() -> None:
    assert Span(1, 3).of("abcd") == "bc"


@pytest.mark.parametrize(
    ("other", "contained", "overlap"),
    [
        (Span(2, 5), True, 3),
        (Span(3, 3), True, 0),
        (Span(0, 3), False, 1),
        (Span(5, 8), False, 0),
        (Span(0, 9), False, 3),
    ],
)
def test_spans_contain_and_overlap(other: Span, contained: bool, overlap: int) -> None:
    assert Span(2, 5).contains(other) is contained
    assert Span(2, 5).overlap(other) == overlap


@pytest.mark.parametrize(("text", "words"), [("  een zin \n", "een zin"), ("een", "een"), (" \u00a0\t", "")])
def test_trimming_leaves_the_words(text: str, words: str) -> None:
    span = Span(0, len(text)).trimmed(text)
    assert span.of(text) == words
    assert 0 <= span.start <= span.end <= len(text)
