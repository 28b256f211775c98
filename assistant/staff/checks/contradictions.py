"""Statements that say another thing about the same: so far how often something happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.disagreement import conflicting, is_frequency, values_in
from assistant.evidence import Evidence, Form
from assistant.staff.checks.reading import Reading
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.document import BlockKind
from ingest.passages import Passage, sentences
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import terms

_ROOT_CHARS = 6  # "evaluatie" and "evalueren" share these; their stems differ.


def contradictions(corpus: Sequence[Reading]) -> Iterator[tuple[Reading, Concern]]:
    """Yield statements about the same thing with another frequency, each pair once."""
    others = [p for other in corpus for p in other.passages if _frequencies(p.document.readable(p.span))]
    order = {other.document.source.id: position for position, other in enumerate(corpus)}
    for one in corpus:
        yield from ((one, concern) for concern in _contradicted(one, others, order))


def _contradicted(one: Reading, others: Sequence[Passage], order: Mapping[str, int]) -> Iterator[Concern]:
    told: list[Spot] = []
    for evidence in (statement for passage in one.passages for statement in _statements(passage)):
        spot = Spot(one.document, evidence.span)
        other = _contrary(evidence, others) if _frequencies(spot.words) else None
        if other is None or order[other.document.source.id] < order[one.document.source.id]:
            continue  # The other document tells it.
        if not any(other.document is t.document and other.span.overlap(t.span) for t in told):
            yield Concern(ConcernKind.CONTRADICTION, "Is dit hetzelfde? Het aantal keer verschilt.", (spot, other))
        told.append(spot)


def _contrary(evidence: Evidence, others: Iterable[Passage]) -> Spot | None:
    """Return the statement with another frequency that shares most words; what is asked is no statement."""
    found = [against for passage in others if (against := conflicting(evidence, [passage]))]
    spots = [spot for passage, span in found if _frequencies((spot := Spot(passage.document, span)).words)]
    stated = [spot for spot in spots if not spot.words.endswith("?")]
    about = _roots(evidence.readable(evidence.span))
    return max(stated, key=lambda spot: len(about & _roots(spot.words)), default=None)


def _roots(text: str) -> frozenset[str]:
    return frozenset(term[:_ROOT_CHARS] for term in terms(text))


def _frequencies(text: str) -> bool:
    return any(map(is_frequency, values_in(text)))


def _statements(passage: Passage) -> Iterator[Evidence]:
    """Yield what a passage states: a numbered question with its decision as one, and each other sentence."""
    text, content = passage.document.text, passage.content
    if content[0].kind is BlockKind.NUMBERED and content[0].span.of(text).rstrip().endswith("?") and len(content) > 1:
        span = Span(content[0].span.start, content[-1].span.end)
        decided = tuple(block.span for block in content[1:])
        yield Evidence(passage, Form.DECISION, span, content[0].span, decided, shaped=True)
        return
    for block in content:
        for span in sentences(text, unnumbered(text, block)):
            yield Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)
