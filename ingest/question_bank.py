"""The question bank: questions that a passage answers, in the words of the people who ask them.

`corpus/questions/<document id>.toml` holds a table per place in the document:

    [[entry]]
    label = "afspraak 22"               # a numbered unit, or
    begins = "Ja, twee keer minimaal"   # the first words of the sentence or item that answers, or both
    questions = ["Hoe vaak moet een OPP geëvalueerd worden?"]

An `[[unanswered]]` table has the same fields: questions that people ask about that place and that its document does
not answer, so that the nearest passage is not taken for an answer. People may edit all of it. A table whose place is
gone from the document is reported and left out; the rest goes on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.document import Document, plain
from ingest.errors import QuestionBankError
from ingest.passages import Passage
from ingest.span import Span


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question and the place that it is about; in `QuestionBank.questions`, the place that answers it."""

    question: str
    passage_id: str
    place: int  # where in the document's text that sentence or item starts


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """The questions of one document, and what is wrong with its file."""

    questions: tuple[BankQuestion, ...] = ()
    unanswered: tuple[BankQuestion, ...] = ()  # what people ask and the document does not tell
    problems: tuple[str, ...] = ()


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: str | None = None
    begins: str | None = None
    questions: list[str] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entry: list[_Entry] = []
    unanswered: list[_Entry] = []


def bank_path(corpus: Path, document_id: str) -> Path:
    """Return where the bank of a document lies; it need not exist."""
    return corpus / "questions" / f"{document_id}.toml"


def load_bank(path: Path, document: Document, passages: Sequence[Passage]) -> QuestionBank:
    """Read the question bank of a document and find each entry's place.

    Raises:
        QuestionBankError: the file is no valid bank; the message names the file and what to mend.
    """
    if not path.is_file():
        return QuestionBank()
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise QuestionBankError(f"{path} is not readable TOML: {exc}.") from exc
    except ValidationError as exc:
        error = exc.errors()[0]
        where = ".".join(str(part) for part in error["loc"])
        raise QuestionBankError(f"{path}: {where}: {error['msg']} (found {error['input']!r}).") from exc
    problems: list[str] = []
    questions = tuple(_questions(file.entry, document, passages, path, problems))
    unanswered = tuple(_questions(file.unanswered, document, passages, path, problems))
    return QuestionBank(questions, unanswered, tuple(problems))


def _questions(
    entries: Sequence[_Entry], document: Document, passages: Sequence[Passage], path: Path, problems: list[str]
) -> Iterator[BankQuestion]:
    for entry in entries:
        place = _place(document, passages, entry)
        if place is None:
            problems.append(f"{path.name}: label {entry.label!r}, begins {entry.begins!r} is not in the document.")
            continue
        passage, start = place
        yield from (BankQuestion(" ".join(q.split()), passage.id, start) for q in entry.questions if q.strip())


def _place(document: Document, passages: Sequence[Passage], entry: _Entry) -> tuple[Passage, int] | None:
    labelled = [p for p in passages if entry.label is None or p.section.label == entry.label.strip().lower()]
    if entry.begins is None:
        first = labelled[0] if entry.label and labelled else None
        return (first, first.content[0].span.start) if first and first.content else None
    for words in (_exactly(entry.begins), _but_for_signs(entry.begins)):
        for passage in labelled:
            # An entry may begin at a heading's words, or go on behind the end of its passage.
            reach = Span(passage.span.start, passage.span.end + len(entry.begins) * 2)
            match = words.search(document.text, reach.start, min(reach.end, len(document.text)))
            if match and match.start() < passage.span.end:
                return passage, match.start()
    return None


def _exactly(begins: str) -> re.Pattern[str]:
    pattern = r"\s+".join(re.escape(word) for word in begins.split())
    return re.compile(rf"(?<!\w){pattern}(?![a-zà-ÿ])", re.IGNORECASE)


def _but_for_signs(begins: str) -> re.Pattern[str]:
    """Return what finds the same words in another format: other bullets, boxes to tick, no Markdown."""
    words = [word for word in re.findall(r"[^\W_]+", plain(begins)) if word != "o"]
    gap = r"(?:[\W_]|<[^<>]*>|\bo\b)+"  # "o" is a bullet too.
    return re.compile(rf"(?<!\w){gap.join(words) or '(?!)'}(?![a-zà-ÿ])", re.IGNORECASE)
