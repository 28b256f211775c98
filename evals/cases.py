"""The evaluation cases: a question, where the documents answer it, and what a right answer holds.

corpus = "../corpora/school"      # beside the case file; without it, the corpus of the installation
unseen = true                     # nobody may tune to these: their details stay out of ordinary reports
[bars]
facts_right = 0.95                # at least
max_false_answers = 0.05          # at most
[[case]]
id = "opp-evaluatie"
kind = "fact"
style = "plain"
question = "Hoe vaak kijken ze per jaar naar het plan van mijn kind?"
statuses = ["answered"]
evidence = [{document = "basisondersteuning-so-sbo", quote = "Ja, twee keer minimaal"}]
holds = ["twee keer|2 keer"]
"""

from __future__ import annotations

import reprlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assistant.answer import NoticeKind, Status, Turn
from ingest.errors import WegwijsError
from ingest.question_bank import QUESTION_CHARS


class CaseError(WegwijsError):
    """A case file is wrong."""


class Kind(StrEnum):
    """What a case is about."""

    FACT = "fact"
    DEFINITION = "definition"
    LIST = "list"
    PROCEDURE = "procedure"
    YES_NO = "yesno"
    REASON = "reason"
    CONDITION = "condition"
    ROLE = "role"
    COMPARISON = "comparison"
    ABBREVIATION = "abbreviation"
    DOCUMENT_FACT = "document_fact"  # its version, date, author, period or status
    CONFLICT = "conflict"  # two places disagree
    PARTIAL = "partial"  # one half is in the documents
    UNANSWERABLE = "unanswerable"  # in the field, but the documents do not say
    WRONG_ORGANISATION = "wrong_organisation"
    OUT_OF_SCOPE = "out_of_scope"
    HOSTILE = "hostile"
    SMALL_TALK = "smalltalk"
    DIALOGUE = "dialogue"


class Style(StrEnum):
    """How the question is put."""

    FORMAL = "formal"
    PLAIN = "plain"
    KEYWORD = "keyword"
    CASUAL = "casual"
    TYPO = "typo"
    ENGLISH = "english"
    OTHER_LANGUAGE = "other_language"


_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quote(_Strict):
    """Exact words of a document, but for white space."""

    document: _Words
    quote: _Words


class Case(_Strict):
    """A question and what must come of it."""

    id: _Words
    kind: Kind
    style: Style
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=QUESTION_CHARS)]
    organisation: str | None = None
    history: tuple[Turn, ...] = ()
    statuses: tuple[Status, ...] = Field(min_length=1)
    evidence: tuple[Quote, ...] = ()  # every place that answers
    holds: tuple[_Words, ...] = ()  # each must be in the answer; "twee keer|2 keer" are alternatives
    notices: tuple[NoticeKind, ...] = ()
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the documents answer the question, and nothing else will do."""
        return self.statuses == (Status.ANSWERED,)

    @model_validator(mode="after")
    def _can_be_judged(self) -> Case:
        if self.answerable and not (self.evidence and self.holds):
            raise ValueError("an answerable case needs evidence and holds")
        if any(not alternative.strip() for hold in self.holds for alternative in hold.split("|")):
            raise ValueError("an alternative in holds is empty")
        return self


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file, and the bars that they must reach."""

    path: Path
    corpus: Path | None  # None: the corpus of the installation
    unseen: bool
    bars: Mapping[str, float]
    cases: tuple[Case, ...]


class _File(_Strict):
    corpus: str | None = None
    unseen: bool = False
    bars: dict[str, float] = {}
    case: tuple[Case, ...] = Field(min_length=1)


def load_cases(path: Path) -> CaseFile:
    """Read a case file.

    Raises:
        CaseError: one line that names the case, the field and the value.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise CaseError(f"{path} cannot be read ({exc.strerror}); name a case file with --cases.") from exc
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise CaseError(f"{path} is not readable TOML: {exc}.") from exc
    try:
        file = _File.model_validate(table)
    except ValidationError as exc:
        raise CaseError(f"{path}: {_first_mistake(exc, table)}") from exc
    _refuse_repeats(path, file.case)
    corpus = (path.parent / file.corpus).resolve() if file.corpus else None
    return CaseFile(path, corpus, file.unseen, file.bars, file.case)


def _first_mistake(error: ValidationError, table: Mapping[str, object]) -> str:
    mistake = error.errors()[0]
    place, message = mistake["loc"], mistake["msg"].removeprefix("Value error, ")
    match place:
        case ("case", int(position), *field):
            tables = table["case"]
            entry = tables[position] if isinstance(tables, list) else {}
            name = entry.get("id", f"number {position + 1}") if isinstance(entry, dict) else f"number {position + 1}"
            where = f"case {name!r}" + (f", field {'.'.join(map(str, field))!r}" if field else "")
        case _:
            where = f"field {'.'.join(map(str, place))!r}"
    found = "" if isinstance(mistake["input"], dict) else f" (found {reprlib.repr(mistake['input'])})"
    return f"{where}: {message}{found}."


def _refuse_repeats(path: Path, cases: Sequence[Case]) -> None:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise CaseError(f"{path}: case {case.id!r} stands there twice; give one another id.")
        seen.add(case.id)
