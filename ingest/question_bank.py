"""The question bank: questions that a passage answers, in the words of the people who ask them.

`corpus/questions/<document id>.toml` holds a table per place in the document:

    [[entry]]
    label = "afspraak 22"               # a numbered unit, or
    begins = "Ja, twee keer minimaal"   # the first words of the sentence or item that answers, or both
    questions = ["Hoe vaak moet een OPP geëvalueerd worden?"]

An `[[unanswered]]` table has the same fields: questions that people ask about that place and that its document does
not answer, so that the nearest passage is not taken for an answer. Without a place they are about the document as a
whole. People may edit all of it. A table whose place is gone from the document is reported and left out; the rest goes
on.
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
from ingest.mistakes import what_is_wrong, why_not_opened, why_not_toml
from ingest.passages import Passage
from ingest.span import Span

QUESTION_CHARS = 500  # The longest question, in a bank or asked.
_CURE = "verbeter het bestand: tot dan telt geen vraag eruit mee."


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question and the place that it is about; in `QuestionBank.questions`, the place that answers it."""

    question: str
    passage_id: str
    place: int  # where in the document's text that sentence or item starts


@dataclass(frozen=True, slots=True)
class PlaceProblem:
    """A table of a bank whose place is not in its document; as a string it tells staff what to mend."""

    file: str
    label: str | None
    begins: str | None

    def __str__(self) -> str:
        named = [f"{name} {words!r}" for name, words in (("label", self.label), ("begins", self.begins)) if words]
        if not named:
            return f"{self.file}: een tabel noemt geen plek in het document; wijs de plek aan met label of begins."
        return f"{self.file}: {', '.join(named)} staat niet (meer) in het document; wijs de plek opnieuw aan."


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """The questions of one document, and what is wrong with its file."""

    questions: tuple[BankQuestion, ...] = ()
    unanswered: tuple[BankQuestion, ...] = ()  # what people ask and the document does not tell
    problems: tuple[PlaceProblem, ...] = ()


_Place = tuple[Passage, int]  # With where in the text.


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
        raise QuestionBankError(f"{path}: {why_not_toml(exc)}; {_CURE}") from exc
    except OSError as exc:
        raise QuestionBankError(f"{path}: kan niet geopend worden ({why_not_opened(exc)}); {_CURE}") from exc
    except ValidationError as exc:
        raise QuestionBankError(f"{path}: {what_is_wrong(exc)}; {_CURE}") from exc
    problems: list[PlaceProblem] = []
    whole = next(((passage, passage.span.start) for passage in passages), None)

    def placed(entry: _Entry) -> _Place | None:
        return next(places(document, passages, entry.label, entry.begins), None)

    answered = [(one, placed(one)) for one in file.entry]
    left_open = [(one, placed(one) if one.label or one.begins else whole) for one in file.unanswered]
    questions = tuple(_questions(answered, path.name, problems))
    unanswered = tuple(_questions(left_open, path.name, problems))
    return QuestionBank(questions, unanswered, tuple(problems))


def _questions(
    entries: Sequence[tuple[_Entry, _Place | None]], file: str, problems: list[PlaceProblem]
) -> Iterator[BankQuestion]:
    for entry, place in entries:
        if place is None:
            problems.append(PlaceProblem(file, entry.label, entry.begins))
            continue
        passage, start = place
        yield from (BankQuestion(" ".join(q.split()), passage.id, start) for q in entry.questions if q.strip())


def places(document: Document, passages: Sequence[Passage], label: str | None, begins: str | None) -> Iterator[_Place]:
    """Yield the places that a number or first words point at, in order: a table of the bank is about the first.

    Args:
        document: in which to look.
        passages: of the document.
        label: the number of the unit; it leads to where the unit begins.
        begins: the first words; with a label, inside that unit.
    """
    labelled = [p for p in passages if label is None or p.section.label == label.strip().lower()]
    if begins is None:
        if label and labelled and labelled[0].content:
            yield labelled[0], labelled[0].content[0].span.start
        return
    for words in (_exactly(begins), _but_for_signs(begins)):
        found = False
        for passage in labelled:
            # An entry may begin at a heading's words, or go on behind the end of its passage.
            reach = Span(passage.span.start, passage.span.end + len(begins) * 2)
            for match in words.finditer(document.text, reach.start, min(reach.end, len(document.text))):
                if match.start() < passage.span.end:
                    found = True
                    yield passage, match.start()
        if found:
            return


def _exactly(begins: str) -> re.Pattern[str]:
    pattern = r"\s+".join(re.escape(word) for word in begins.split())
    return re.compile(rf"(?<!\w){pattern}(?![a-zà-ÿ])", re.IGNORECASE)


def _but_for_signs(begins: str) -> re.Pattern[str]:
    """Return what finds the same words in another format: other bullets, boxes to tick, no Markdown."""
    words = [word for word in re.findall(r"[^\W_]+", plain(begins)) if word != "o"]
    # "o" is a bullet too. A "<" is either a sign or the beginning of a tag: with both, time doubles for each tag.
    gap = r"(?:[^\w<]|_|<[^<>]*>|<(?![^<>]*>)|\bo\b)+"
    return re.compile(rf"(?<!\w){gap.join(words) or '(?!)'}(?![a-zà-ÿ])", re.IGNORECASE)
