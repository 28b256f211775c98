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

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assistant.answer import NoticeKind, Status, Turn
from ingest.errors import WegwijsError
from ingest.mistakes import what_is_wrong, why_not_opened, why_not_toml
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
            raise ValueError("met alleen de status 'answered' zijn evidence en holds nodig; vul ze in")
        if any(not alternative.strip() for hold in self.holds for alternative in hold.split("|")):
            raise ValueError("in holds is een alternatief leeg; haal een | weg of vul het in")
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
        raise CaseError(
            f"{path}: kan niet geopend worden ({why_not_opened(exc)}); noem met --cases een bestand met vragen."
        ) from exc
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise CaseError(f"{path}: {why_not_toml(exc)}.") from exc
    try:
        file = _File.model_validate(table)
    except ValidationError as exc:
        raise CaseError(f"{path}: {_first_mistake(exc, table)}") from exc
    _refuse_repeats(path, file.case)
    corpus = (path.parent / file.corpus).resolve() if file.corpus else None
    return CaseFile(path, corpus, file.unseen, file.bars, file.case)


def _first_mistake(error: ValidationError, table: Mapping[str, object]) -> str:
    match error.errors()[0]["loc"]:
        case ("case", int(position), *_):
            tables = table["case"]
            entry = tables[position] if isinstance(tables, list) else {}
            name = entry.get("id", f"nummer {position + 1}") if isinstance(entry, dict) else f"nummer {position + 1}"
            return f"case {name!r}: {what_is_wrong(error, named=2)}."
        case _:
            return f"{what_is_wrong(error)}."


def _refuse_repeats(path: Path, cases: Sequence[Case]) -> None:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise CaseError(f"{path}: case {case.id!r} staat er twee keer; geef een van beide een andere id.")
        seen.add(case.id)
