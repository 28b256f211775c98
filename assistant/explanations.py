"""Which words of an answer a document explains, so that a reader need not look them up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Explanation
from assistant.glossary import Entry, Kind
from ingest.abbreviations import without_ending

_ENDING = "(?:['’](?:s|er|ers))?"


class Explanations:
    """Finds the words of a glossary in answers."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries: dict[str, list[Entry]] = {}
        for entry in entries:
            for form in _forms(entry):
                self._entries.setdefault(form, []).append(entry)
        longest_first = sorted(self._entries, key=len, reverse=True)
        forms = "|".join(map(re.escape, longest_first))
        self._words = re.compile(rf"(?<!\w)(?:{forms}){_ENDING}(?!\w)") if forms else None

    def of(self, answer: Answer) -> tuple[Explanation, ...]:
        """Return the words that are explained, each where it stands first, but for those the answer itself explains."""
        if self._words is None or not answer.citations:
            return ()
        found: dict[str, Explanation] = {}
        for match in self._words.finditer(answer.text):
            entry = self._entry(match[0], answer)
            if entry and entry.term.lower() not in found and not _says(answer, entry):
                found[entry.term.lower()] = Explanation(match[0], entry.meaning, entry.citation)
        return tuple(found.values())

    def _entry(self, words: str, answer: Answer) -> Entry | None:
        """Return what a document that the answer cites says of a word, or else another document that may.

        Letters stand for the same in any document; what a term means is for each organisation to say.
        """
        entries = self._entries.get(words) or self._entries[without_ending(words)]
        cited = {citation.document.source for citation in answer.citations}
        owners = {source.organisation for source in cited if source.organisation}
        sources = [(entry, entry.citation.document.source) for entry in entries]
        own = (entry for entry, source in sources if source in cited)
        others = (e for e, source in sources if e.kind is Kind.ABBREVIATION or source.organisation in owners)
        return next(own, next(others, None))


def _forms(entry: Entry) -> set[str]:
    """Return how a word is written: an abbreviation also in capitals, another also at the start of a sentence."""
    if entry.kind is Kind.ABBREVIATION:
        return {entry.term, entry.term.upper()}
    return {first + entry.term[1:] for first in (entry.term[:1].upper(), entry.term[:1].lower())}


def _says(answer: Answer, entry: Entry) -> bool:
    """Tell whether an answer holds an explanation already, in its own words or by quoting the place."""
    place, source = entry.citation.span, entry.citation.document.source
    quoted = (one.span for one in answer.citations if one.document.source.id == source.id)
    return entry.meaning.lower() in answer.text.lower() or any(span.contains(place) for span in quoted)
