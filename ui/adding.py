"""`wegwijs add` and `wegwijs remove`: ask what is missing, change the corpus, ingest, and show what was understood."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.abbreviations import abbreviations
from ingest.additions import Candidate, Change, Fact, add, candidate, remove
from ingest.catalogue import CATALOGUE_FILE, load_catalogue
from ingest.document import BlockKind, Document, plain
from ingest.embedding import Embedder
from ingest.errors import CatalogueError, WegwijsError
from ingest.fetching import fetch
from ingest.index import Index, ingest
from ingest.passages import passages_of

_SHOWN_QUESTIONS = 3
_TRIED_QUESTIONS = 12
_OUTLINE_LINES = 30
_CHANGES = {Change.CREATED: "toegevoegd", Change.UPDATED: "vervangen", Change.UNCHANGED: "ongewijzigd"}


def add_document(
    settings: Settings, place: str, facts: Mapping[str, Fact], document_id: str | None, *, allow_private: bool
) -> int:
    """Add a file or a page of the web; return the exit code."""
    facts = dict(facts)
    name, content, url = _content(place, allow_private=allow_private)
    if url is not None:
        facts.setdefault("url", url)
    found = candidate(settings.corpus, name, content, document_id=document_id, url=url)
    if not found.known and sys.stdin.isatty():
        facts = _asked(settings.corpus, found, facts)
    change = add(settings.corpus, found, facts)
    print(f"{found.id}: {_CHANGES[change]}")
    report = _ingest(settings)
    if reason := report.get(found.id):
        raise WegwijsError(reason)
    _show(settings, found.id)
    return 0


def remove_document(settings: Settings, document_id: str) -> int:
    """Remove a document; return the exit code."""
    source = remove(settings.corpus, document_id)
    print(f"{source.id}: verwijderd ({source.file.name})")
    _ingest(settings)
    return 0


def _content(place: str, *, allow_private: bool) -> tuple[str, bytes, str | None]:
    """Return the name and bytes of a document, and its address when it comes from the web."""
    file = Path(place)
    if "://" not in place and (file.exists() or not place.startswith("www.")):
        try:
            return file.name, file.read_bytes(), None
        except OSError as exc:
            raise WegwijsError(
                f"{place}: kan niet geopend worden ({exc.strerror}); kijk of het bestand er staat, "
                "of geef een webadres dat met https:// begint."
            ) from exc
    fetched = fetch(place, allow_private=allow_private)
    return fetched.name, fetched.content, place if "://" in place else fetched.url


def _asked(corpus: Path, found: Candidate, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Ask for the facts that were not given; an empty answer leaves one out."""
    asked = dict(facts)
    if "title" not in asked:
        asked["title"] = input(f"Titel [{found.title}]: ").strip() or found.title
    organisations = load_catalogue(corpus).organisations if (corpus / CATALOGUE_FILE).is_file() else ()
    if "organisation" not in asked and organisations:
        known = ", ".join(organisation.id for organisation in organisations)
        if organisation := input(f"Samenwerkingsverband ({known}; leeg is geen): ").strip():
            asked["organisation"] = organisation
    if "valid_until" not in asked and (day := input("Geldig tot en met (jjjj-mm-dd; leeg is onbekend): ").strip()):
        try:
            asked["valid_until"] = date.fromisoformat(day)
        except ValueError as exc:
            raise CatalogueError(f"{day!r} is geen datum; schrijf bijvoorbeeld 2026-07-31.") from exc
    return asked


def _ingest(settings: Settings) -> dict[str, str]:
    """Bring the index in line with the corpus; return the documents that failed, with the reason."""
    report = ingest(
        settings.corpus,
        settings.home,
        lambda: Embedder(settings.embedding_model, settings.home / "models"),
        settings.embedding_model,
        lambda step: print(f"  {step}", flush=True),
    )
    return report.failed


def _show(settings: Settings, document_id: str) -> None:
    """Print what was understood: the outline, the number of passages, and questions that are answered now."""
    index = Index.open(settings.home, settings.embedding_model)
    try:
        document = index.document(document_id)
        pages = f", {len(document.pages)} bladzijden" if document.pages else ""
        print(f"\n{document.source.title}: {len(passages_of(document))} passages{pages}")
        lines = list(_outline(document))
        print("\n".join(lines[:_OUTLINE_LINES]))
        if len(lines) > _OUTLINE_LINES:
            print(f"  … en nog {len(lines) - _OUTLINE_LINES} koppen")
        assistant = Assistant(index, Embedder(settings.embedding_model, settings.home / "models"))
        answered = list(islice(_answered(assistant, document), _SHOWN_QUESTIONS))
        if answered:
            print("\nDeze vragen kan Wegwijs nu beantwoorden uit dit document:")
            print("\n".join(f"  {question}" for question in answered))
    finally:
        index.close()


def _outline(document: Document) -> Iterator[str]:
    for section in document.sections:
        for block in section.blocks:
            if block.kind is BlockKind.HEADING:
                words = plain(block.span.of(document.text)).lstrip("# ")
                depth = section.path.index(words) if words in section.path else 0
                page = document.page_at(block.span.start)
                yield f"  {'  ' * depth}{words}" + (f"  (blz. {page})" if page else "")


def _answered(assistant: Assistant, document: Document) -> Iterator[str]:
    """Yield questions that are answered with words of this document."""
    for question in islice(dict.fromkeys(_questions(assistant, document)), _TRIED_QUESTIONS):
        answer = assistant.ask(question)
        cites = any(citation.document.source.id == document.source.id for citation in answer.citations)
        if answer.status is Status.ANSWERED and cites:
            yield question


def _questions(assistant: Assistant, document: Document) -> Iterator[str]:
    """Yield questions that the document may answer: from its bank, its headings and its abbreviations."""
    yield from (entry.question for entry in islice(assistant.index.bank(document.source.id), _SHOWN_QUESTIONS))
    headings = [section.path[-1].lstrip("0123456789. ") for section in document.sections if section.path]
    yield from (heading for heading in headings if heading.endswith("?"))
    yield from (f"Wat betekent {found.short}?" for found in islice(abbreviations(document), _SHOWN_QUESTIONS))
    yield from (
        f"Wat staat er over {heading[:1].lower()}{heading[1:]}?"
        for heading in headings
        if heading[:1].isalpha() and not heading.endswith("?")
    )
