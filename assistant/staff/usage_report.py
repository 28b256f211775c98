"""What staff can act on: what their documents do not answer, what did not help, and which sources are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Status
from assistant.staff.asked import Asked, Place, today
from assistant.staff.learning_store import LearningStore, Unhelpful
from assistant.staff.question_groups import Embed, grouped
from ingest.index import Index
from ingest.passages import Passage

_SPOTS = 3
_SOURCES = 20
_BEGIN_WORDS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, with what stands there now."""

    place: Place
    title: str | None  # of the document, when it is still there
    passage: Passage | None  # None: the document has changed there

    @property
    def begins(self) -> str | None:
        """The first words, as the question bank takes them."""
        if self.passage is None:
            return None
        return " ".join(self.passage.content[0].span.of(self.passage.document.text).split()[:_BEGIN_WORDS])


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask for the same, and that the documents did not answer."""

    asked: tuple[Asked, ...]  # the most typical first
    spots: tuple[Spot, ...]  # the nearest first

    @property
    def statuses(self) -> Counter[Status]:
        """How often there was nothing, something or a part."""
        return Counter(asked.status for asked in self.asked)

    @property
    def organisations(self) -> tuple[str, ...]:
        """Whose documents were chosen to search in."""
        return tuple(sorted({asked.organisation for asked in self.asked if asked.organisation}))

    @property
    def first(self) -> date:
        """The first day that it was asked."""
        return min(asked.day for asked in self.asked)

    @property
    def last(self) -> date:
        """The last day that it was asked."""
        return max(asked.day for asked in self.asked)


@dataclass(frozen=True, slots=True)
class UsageReport:
    """What use taught in a period."""

    since: date
    until: date
    groups: tuple[Group, ...]  # the largest first
    left_out: int  # questions, the oldest, that were too many to compare
    unhelpful: tuple[Unhelpful, ...]
    helped: int
    sources: tuple[tuple[Spot, int], ...]  # with how often they were cited, the most cited first

    @property
    def is_empty(self) -> bool:
        """Whether nothing was kept."""
        return not (self.groups or self.unhelpful or self.helped or self.sources)

    @property
    def unanswered(self) -> int:
        """How many questions were not answered."""
        return sum(len(group.asked) for group in self.groups) + self.left_out


def usage_report(store: LearningStore, index: Index, embed: Embed, since: date) -> UsageReport:
    """Return what was kept from a day on.

    Args:
        store: what was kept.
        index: the documents as they are now.
        embed: questions to vectors.
        since: the first day.
    """
    asked = store.unanswered(since)
    positions = grouped([one.question for one in asked], embed)
    groups = tuple(_group([asked[i] for i in group], index) for group in positions)
    return UsageReport(
        since=since,
        until=today(),
        groups=groups,
        left_out=len(asked) - sum(len(group.asked) for group in groups),
        unhelpful=tuple(store.unhelpful(since)),
        helped=store.helped(since),
        sources=tuple((_spot(place, index), times) for place, times in store.cited(since)[:_SOURCES]),
    )


def _group(asked: Sequence[Asked], index: Index) -> Group:
    votes: Counter[Place] = Counter()
    for one in asked:
        for rank, place in enumerate(one.places):
            votes[place] += _SPOTS - rank
    return Group(tuple(asked), tuple(_spot(place, index) for place, _ in votes.most_common(_SPOTS)))


def _spot(place: Place, index: Index) -> Spot:
    if place.document not in index.document_ids:
        return Spot(place, None, None)
    title = index.document(place.document).source.title
    unchanged = (passage for passage in index.passages(place.document) if Place.of(passage) == place)
    return Spot(place, title, next(unchanged, None))
