"""What is wrong with the question bank, and what is missing from it: for the staff who keep it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ingest.catalogue import Source, load_catalogue
from ingest.document import BlockKind
from ingest.errors import DocumentError, QuestionBankError
from ingest.passages import Passage, passages_of
from ingest.question_bank import BankQuestion, bank_path, load_bank
from ingest.reading import read_document
from ingest.terms import words

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]

# Vectors alone do not tell: in the bank of the five documents eleven pairs on two passages have a cosine of at least
# .98, and two of them ask for the same thing. So the words must agree too; what is left is for a person to judge.
_SHARED_WORDS = 0.5  # Part of the words of both questions together.
_SAME_MEANING = 0.97  # Cosine.


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the bank with its passage."""

    question: str
    passage: Passage
    place: int


@dataclass(frozen=True, slots=True)
class Twins:
    """Two questions of the bank that are one."""

    first: Asked
    second: Asked
    cosine: float


@dataclass(slots=True)
class BankReport:
    """What there is to mend, to choose and to add."""

    questions: int = 0
    unanswered: int = 0
    problems: list[str] = field(default_factory=list)  # files and entries that cannot be used
    repeated: list[Twins] = field(default_factory=list)  # on one passage
    contradicting: list[Twins] = field(default_factory=list)  # answered at the first place, unanswered at the second
    alike: list[Twins] = field(default_factory=list)  # on two passages, which may both be right
    unasked: list[Passage] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended: two alike questions and a passage without questions are no mistakes."""
        return not (self.problems or self.repeated or self.contradicting)


def check_bank(corpus: Path, embed: Embed) -> BankReport:
    """Check every file of the question bank against its document.

    Args:
        corpus: the corpus folder.
        embed: the vectors of questions, each of length 1.

    Raises:
        CatalogueError: the catalogue is wrong.
    """
    report = BankReport()
    sources = load_catalogue(corpus).sources
    report.problems.extend(_orphans(corpus, sources))
    read = [_read(corpus, source, report) for source in sources]
    asked = [one for answered, _ in read for one in answered]
    unanswered = [one for _, unanswered in read for one in unanswered]
    report.questions, report.unanswered = len(asked), len(unanswered)
    report.repeated = list(_repeated(asked)) + list(_repeated(unanswered))
    report.contradicting = list(_contradicting(asked, unanswered))
    report.alike = list(_alike(asked, embed)) if asked else []
    return report


def unasked(passages: Iterable[Passage], questions: Iterable[BankQuestion]) -> list[Passage]:
    """Return the passages that say something and that no question of the bank leads to."""
    known = {question.passage_id for question in questions}
    silent = {BlockKind.HEADING, BlockKind.FURNITURE, BlockKind.CONTENTS}
    return [p for p in passages if p.id not in known and any(block.kind not in silent for block in p.blocks)]


def same_words(question: str) -> str:
    """Return a question without capitals, accents and punctuation: what two equal questions have in common."""
    return " ".join(words(question))


def _orphans(corpus: Path, sources: Sequence[Source]) -> Iterable[str]:
    known = {source.id for source in sources}
    for path in sorted((corpus / "questions").glob("*.toml")):
        if path.stem not in known:
            yield f"{path.name}: er is geen document {path.stem!r} in catalogue.toml; hernoem of verwijder het bestand."


def _read(corpus: Path, source: Source, report: BankReport) -> tuple[list[Asked], list[Asked]]:
    """Return the questions that a document answers and those that it does not."""
    try:
        document = read_document(source)
        passages = passages_of(document)
        bank = load_bank(bank_path(corpus, source.id), document, passages)
    except (DocumentError, QuestionBankError) as error:
        report.problems.append(str(error))
        return [], []
    report.problems.extend(map(str, bank.problems))
    report.unasked.extend(unasked(passages, bank.questions))
    by_id = {passage.id: passage for passage in passages}
    return _asked(bank.questions, by_id), _asked(bank.unanswered, by_id)


def _asked(questions: Iterable[BankQuestion], by_id: Mapping[str, Passage]) -> list[Asked]:
    return [Asked(q.question, by_id[q.passage_id], q.place) for q in questions]


def _repeated(asked: Sequence[Asked]) -> Iterable[Twins]:
    first: dict[tuple[str, str], Asked] = {}
    for one in asked:
        before = first.setdefault((one.passage.id, same_words(one.question)), one)
        if before is not one:
            yield Twins(before, one, 1.0)


def _contradicting(answered: Sequence[Asked], unanswered: Sequence[Asked]) -> Iterable[Twins]:
    known = {same_words(one.question): one for one in answered}
    for one in unanswered:
        if found := known.get(same_words(one.question)):
            yield Twins(found, one, 1.0)


def _alike(asked: Sequence[Asked], embed: Embed) -> Iterable[Twins]:
    """Yield questions on two passages that share most of their words and mean the same."""
    pairs = [
        (one, other)
        for one, other in _sharing_words(asked)
        if one.passage.id != other.passage.id and _numbers(one.question) == _numbers(other.question)
    ]
    texts = sorted({one.question for pair in pairs for one in pair})
    vectors = dict(zip(texts, np.asarray(embed(texts), dtype=np.float32), strict=True)) if texts else {}
    for one, other in pairs:
        cosine = float(vectors[one.question] @ vectors[other.question])
        if cosine >= _SAME_MEANING:
            yield Twins(one, other, cosine)


def _numbers(question: str) -> list[str]:
    return re.findall(r"\d+", question)


def _sharing_words(asked: Sequence[Asked]) -> Iterable[tuple[Asked, Asked]]:
    words_of = [frozenset(words(one.question)) for one in asked]
    having: dict[str, list[int]] = defaultdict(list)
    for position, found in enumerate(words_of):
        shared = Counter(earlier for word in found for earlier in having[word])
        for earlier, count in shared.items():
            if count >= _SHARED_WORDS * len(found | words_of[earlier]):
                yield asked[earlier], asked[position]
        for word in found:
            having[word].append(position)
