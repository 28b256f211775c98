"""The corpus doctor: what staff should look at in their documents.

The checks go by form and know no cases, except for the abbreviations that everyone says by their letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.staff.bank_check import unasked
from assistant.staff.checks.abbreviations import unexplained_abbreviations
from assistant.staff.checks.broken_text import broken_text
from assistant.staff.checks.contradictions import contradictions
from assistant.staff.checks.counts import counts
from assistant.staff.checks.duplicates import repeated, twice
from assistant.staff.checks.headings import empty_headings, long_sections
from assistant.staff.checks.numbering import numbering
from assistant.staff.checks.reading import Reading
from assistant.staff.checks.references import missing_documents, references
from assistant.staff.checks.spellings import spellings
from assistant.staff.concern import Concern, ConcernKind, CorpusReport, Spot
from ingest.catalogue import Source, load_catalogue
from ingest.errors import DocumentError, QuestionBankError
from ingest.passages import passages_of
from ingest.question_bank import bank_path, load_bank
from ingest.reading import read_document

_IN_ONE_DOCUMENT = (counts, numbering, repeated, references, broken_text, empty_headings, long_sections)
_IN_THE_CORPUS = (contradictions, unexplained_abbreviations, missing_documents, twice, spellings)


def check_corpus(corpus: Path, today: date | None = None) -> CorpusReport:
    """Look at every document of a corpus.

    Args:
        corpus: the corpus folder.
        today: the day on which documents may have expired; None: today.

    Raises:
        CatalogueError: the catalogue is wrong.
    """
    unreadable: list[str] = []
    catalogue = load_catalogue(corpus)
    read = [one for source in catalogue.sources if (one := _read(corpus, source, unreadable))]
    concerns: dict[Source, list[Concern]] = {one.document.source: [] for one in read}
    for one, concern in _concerns(read, today or datetime.now(UTC).date()):
        concerns[one.document.source].append(concern)
    for found in concerns.values():
        found.sort(key=lambda concern: concern.kind)
    return CorpusReport(concerns, unreadable, catalogue.without_documents)


def _read(corpus: Path, source: Source, unreadable: list[str]) -> Reading | None:
    try:
        document = read_document(source)
    except DocumentError as error:
        unreadable.append(str(error))
        return None
    try:
        bank = load_bank(bank_path(corpus, source.id), document, passages_of(document)).questions
    except QuestionBankError as error:
        unreadable.append(str(error))
        bank = ()
    return Reading(document, bank)


def _concerns(corpus: Sequence[Reading], today: date) -> Iterator[tuple[Reading, Concern]]:
    for one in corpus:
        own = (concern for check in _IN_ONE_DOCUMENT for concern in check(one))
        yield from ((one, concern) for concern in (*_expired(one, today), *_facts_missing(one), *own, *_unasked(one)))
    for check in _IN_THE_CORPUS:
        yield from check(corpus)


def _expired(one: Reading, today: date) -> Iterator[Concern]:
    until = one.document.source.valid_until
    if until and until < today:
        yield Concern(ConcernKind.EXPIRED, f"Gold tot en met {until:%d-%m-%Y}. Is er een nieuwe versie?")


def _facts_missing(one: Reading) -> Iterator[Concern]:
    source = one.document.source
    if source.organisation is None:
        yield Concern(
            ConcernKind.ORGANISATION, "In de catalogus staat niet van welk samenwerkingsverband dit document is."
        )
    if not (source.published or source.valid_from or source.valid_until):
        yield Concern(
            ConcernKind.DATE, "In de catalogus staat bij dit document geen datum. Lezers weten niet of het nog geldt."
        )


def _unasked(one: Reading) -> Iterator[Concern]:
    without = unasked(one.passages, one.bank)
    if without:
        text = f"{len(without)} van de {len(one.passages)} passages hebben geen vraag in de vragenbank."
        yield Concern(ConcernKind.UNASKED, text, (Spot(one.document, without[0].content[0].span),))
