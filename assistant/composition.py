"""From evidence to the text of an answer: the documents' own words, short first, each fact with its marker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.answer import Citation
from assistant.evidence import Evidence, Form
from assistant.forms import ends_empty, fields_of
from assistant.instructions import is_asking
from assistant.markdown import escaped, marked
from assistant.wording import Wording
from ingest.document import Document
from ingest.passages import sentences
from ingest.span import Span
from ingest.statements import with_run_in_heading

_OF_SEVERAL = frozenset({Form.LIST, Form.SELECTION, Form.STEPS})
_INFO_ICON = re.compile(r"\bi-tje:?\s*", re.IGNORECASE)  # What text that was copied from a page has for its icon.
_NOTE_MARK = re.compile(r"(?<=[.;,:?!])\s*\(\d{1,2}\)$")  # Of a footnote, behind what is said.


class Draft:
    """An answer while it is written: paragraphs of Markdown, and the citations that their markers point at."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._paragraphs: list[str] = []
        self._numbers: dict[tuple[str, Span], int] = {}
        self._shown: list[tuple[Document, Span]] = []
        self.citations: list[Citation] = []
        self.leaves_out_empty = False  # a field of a form that is not filled in

    @property
    def text(self) -> str:
        """The Markdown so far."""
        return "\n\n".join(self._paragraphs)

    def say(self, sentence: str) -> None:
        """Add a paragraph of the assistant's own, which states no fact of the documents."""
        if sentence:
            self._paragraphs.append(sentence)

    def name(self, name: str) -> None:
        """Add a name as a heading over what comes next."""
        self._paragraphs.append(f"**{escaped(name[:1].upper() + name[1:])}**")

    def point_at(self, evidence: Evidence, sentence: str) -> None:
        """Add a sentence of the assistant's own about words that were shown before, with a marker for these."""
        self._paragraphs.append(marked(sentence, self._cite(evidence, evidence.span)))

    def quote(self, evidence: Evidence, *, naming_unit: bool = False) -> None:
        """Add the words of the evidence, each sentence and list with its marker; nothing when they were quoted.

        Args:
            evidence: what answers.
            naming_unit: say first which numbered unit it is from.
        """
        if self.quotes(evidence):
            return
        self._shown += [(evidence.passage.document, part) for part in (*evidence.leaned_on, *evidence.parts)]
        if naming_unit:
            label = evidence.passage.section.label
            self.say(marked(self._wording.unit.format(label=label), self._cite(evidence, evidence.span)))
        if evidence.form is Form.SELECTION:
            self._paragraphs.append(self._selection(evidence))
            self._add_context(evidence)
            return
        number = self._cite(evidence, evidence.span)
        match evidence.form:
            case Form.LIST:
                self._paragraphs.append(self._list(evidence, number))
            case Form.STEPS:
                self._paragraphs.append(self._steps(evidence, number))
            case Form.ROW:
                self._paragraphs.append(_each_marked(_row(evidence), number))
            case Form.DECISION | Form.ITEM | Form.SENTENCES:
                words = [self._words(evidence, part) for part in evidence.parts]
                words[-1] = words[-1].removesuffix(":")  # What it announces is not shown.
                said = " ".join(_each_marked(one, number) for one in words)
                # What is said may start behind its "Ja,".
                self._paragraphs.append(said if evidence.form is Form.ITEM else said[:1].upper() + said[1:])
                if ends_empty(words[-1]):
                    self.say(self._wording.not_filled_in)
                self._add_context(evidence)

    def quote_besides(self, evidence: Evidence) -> None:
        """Add what the evidence says besides what was quoted, there or in the same words elsewhere."""
        said = {document.readable(span) for document, span in self._shown}
        if new := tuple(
            part
            for part in evidence.parts
            if not self._is_shown(evidence, part) and evidence.readable(part) not in said
        ):
            self.quote(replace(evidence, parts=new))

    def enumerate(self, found: Iterable[Evidence]) -> None:
        """Add a list of short pieces from different places, each with its own citation."""
        lines = [f"- {_each_marked(self._words(one, one.parts[0]), self._cite(one, one.span))}" for one in found]
        self._paragraphs.append("\n".join(lines))

    def _words(self, evidence: Evidence, part: Span) -> str:
        """Return the words of a part; of a form what is filled in, or that nothing is."""
        fields = fields_of(evidence, part)
        if not fields:
            return _words(evidence, part)
        told = [field for field in fields if not field.is_empty]
        empty = [field for field in fields if field.is_empty and field.label and not ends_empty(field.label)]
        self.leaves_out_empty |= len(told) < len(fields)
        filled_in = "; ".join(": ".join(filter(None, map(_plain, (field.label, field.value)))) for field in told)
        if filled_in and evidence.form in _OF_SEVERAL:
            return filled_in
        # Beside what is filled in, what stands for a value says that there is none.
        named = [field for field in empty if field.value] if told else empty[:1]
        said = [self._wording.empty_field.format(label=_plain(field.label)) for field in named]
        return " ".join([f"{filled_in}." if said else filled_in, *said] if filled_in else said)

    def _list(self, evidence: Evidence, number: int) -> str:
        lines = [f"- {_each_marked(self._words(evidence, part), number)}" for part in evidence.parts]
        return "\n".join([*self._announcement(evidence, number), *lines])

    def _selection(self, evidence: Evidence) -> str:
        """Return members of a list, each with its own citation: what stands between them was not asked for."""
        members = ((self._words(evidence, part), self._cite(evidence, part)) for part in evidence.parts)
        return "\n".join(f"- {_each_marked(words, number)}" for words, number in members)

    def _steps(self, evidence: Evidence, number: int) -> str:
        """Return each step on a line of its own, in the document's order, under what announces them."""
        first, *others = [_each_marked(self._words(evidence, part), number) for part in evidence.parts]
        lines = [first + "\n"] if first.endswith(":") and others else [f"- {first}"]
        return "\n".join([*lines, *(f"- {one}" for one in others)])

    def _announcement(self, evidence: Evidence, number: int) -> Iterator[str]:
        """Yield what announces a list, where something does."""
        if evidence.lead:
            lead = escaped(evidence.readable(evidence.lead))
            if is_asking(lead):  # Who asks is not to be asked something, or told to fill in a form.
                yield marked(self._wording.under.format(lead=lead.rstrip(" .:")), number) + "\n"
            else:
                yield _each_marked(lead, number) + "\n"

    def quotes(self, evidence: Evidence) -> bool:
        """Tell whether these words are quoted already, all of them."""
        return all(self._is_shown(evidence, part) for part in evidence.parts)

    def _is_shown(self, evidence: Evidence, part: Span) -> bool:
        return any(shown is evidence.passage.document and span.contains(part) for shown, span in self._shown)

    def _add_context(self, evidence: Evidence) -> None:
        """Say what comes before it, what was decided upon, or what the list is about that members are from."""
        if evidence.leaned_on:
            before = " ".join(self._words(evidence, part) for part in evidence.leaned_on)
            self._paragraphs.append(
                marked(self._wording.before.format(words=before), self._cite(evidence, evidence.span))
            )
        if evidence.lead is None:
            return
        lead = escaped(evidence.readable(evidence.lead))
        if evidence.is_from_a_list:
            number = self._cite(evidence, evidence.lead)
            self._paragraphs.append(marked(self._wording.item_of.format(lead=lead.rstrip(" .:")), number))
        else:
            label = evidence.passage.section.label
            about = self._wording.decided_on.format(label=f" {label}" if label else "", lead=lead)
            self._paragraphs.append(marked(about, self._cite(evidence, evidence.span)))

    def _cite(self, evidence: Evidence, span: Span) -> int:
        place = (evidence.passage.document.source.id, span)
        if place not in self._numbers:
            self._numbers[place] = len(self.citations) + 1
            self.citations.append(Citation(self._numbers[place], evidence.passage, span))
        return self._numbers[place]


def _each_marked(words: str, number: int) -> str:
    """Return words with a marker at the end of each of their sentences: a bullet may hold several."""
    cut = [said.of(words) for said in with_run_in_heading(words, sentences(words, Span(0, len(words))))]
    return " ".join(marked(one, number) for one in cut or [words])


def _row(evidence: Evidence) -> str:
    """Return the first cell of a row, and the others behind the headings of their columns."""
    section = evidence.passage.section
    row = next(block for block in section.blocks if block.span == evidence.span)
    headings = dict(zip(row.cells, section.column_headings(row), strict=True))
    first, *others = evidence.parts
    told: dict[Span, list[str]] = {}  # A cell that goes on on the next line may stand behind the others.
    for cell in others:
        if words := _cell(evidence, cell):
            told.setdefault(headings[cell], []).append(words)
    columns = "; ".join(f"{_cell(evidence, heading)}: {' '.join(words)}" for heading, words in told.items())
    return " – ".join(filter(None, [_cell(evidence, first), columns]))


def _words(evidence: Evidence, part: Span) -> str:
    """Return the words of a part; those of a table row behind the headings of its columns."""
    row = next((b for b in evidence.passage.section.blocks if b.span == part and b.cells), None)
    if row:
        return _row(replace(evidence, span=part, parts=row.cells))
    return escaped(_INFO_ICON.sub("", _NOTE_MARK.sub("", evidence.readable(part))))


def _cell(evidence: Evidence, cell: Span) -> str:
    return _plain(evidence.readable(cell))


def _plain(words: str) -> str:
    return escaped(words).rstrip(".:")
