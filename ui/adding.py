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
from ingest.index import Index
from ingest.indexing import ingest
from ingest.passages import passages_of
from ingest.stated_dates import StatedDate, stated_dates
from ui.progress_line import progress_on

_SHOWN_QUESTIONS = 3
_TRIED_QUESTIONS = 12
_OUTLINE_LINES = 30
_DAYS = {"published": "Vastgesteld op", "valid_from": "Geldig vanaf", "valid_until": "Geldig tot en met"}
_CHANGES = {Change.CREATED: "toegevoegd", Change.UPDATED: "vervangen", Change.UNCHANGED: "ongewijzigd"}


def add_document(
    settings: Settings, place: str, facts: Mapping[str, Fact], document_id: str | None, *, allow_private: bool
) -> int:
    """Add a file or a page of the web; return the exit code."""
    facts = dict(facts)
    name, content, url = _content(place, allow_private=allow_private)
    if url is not None:
        facts.setdefault("url", url)
    found = candidate(settings.corpus, name, content, facts, document_id=document_id)
    stated = stated_dates(found.document)
    asks = not found.known and sys.stdin.isatty()
    if asks:
        facts = _asked(settings.corpus, found, facts, stated)
    change = add(settings.corpus, found, facts)
    print(f"{found.id}: {_CHANGES[change]}")
    if not asks:
        _tell_unconfirmed(settings.corpus, found, facts, stated)
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


def _asked(
    corpus: Path, found: Candidate, facts: Mapping[str, Fact], stated: Mapping[str, StatedDate]
) -> dict[str, Fact]:
    """Ask for the facts that were not given; an empty answer takes what is proposed, or leaves a fact out."""
    asked = dict(facts)
    if "title" not in asked:
        asked["title"] = input(f"Titel [{found.title}]: ").strip() or found.title
    organisations = load_catalogue(corpus).organisations if (corpus / CATALOGUE_FILE).is_file() else ()
    if "organisation" not in asked and organisations:
        known = ", ".join(organisation.id for organisation in organisations)
        if organisation := input(f"Samenwerkingsverband ({known}; leeg is geen): ").strip():
            asked["organisation"] = organisation
    for field, name in _DAYS.items():
        if field not in asked and (field in stated or field == "valid_until"):
            day = _asked_day(name, stated.get(field))
            asked.update({field: day} if day else {})
    return asked


def _asked_day(name: str, stated: StatedDate | None) -> date | None:
    """Ask for a date; what the document states is proposed with its words, so that a person can judge it."""
    if stated:
        said = f"Het document zegt: “{stated.words}”.\n{name} [{stated.day}; een streepje is onbekend]: "
        day = input(said).strip() or str(stated.day)
    else:
        day = input(f"{name} (jjjj-mm-dd; leeg is onbekend): ").strip()
    try:
        return date.fromisoformat(day) if day.strip("-") else None
    except ValueError as exc:
        raise CatalogueError(f"{day!r} is geen datum; schrijf bijvoorbeeld 2026-07-31.") from exc


def _tell_unconfirmed(
    corpus: Path, found: Candidate, facts: Mapping[str, Fact], stated: Mapping[str, StatedDate]
) -> None:
    """Print the dates that the document states and the catalogue does not hold: nobody has confirmed them."""
    source = next(one for one in load_catalogue(corpus).sources if one.id == found.id)
    for field, one in stated.items():
        if field not in facts and getattr(source, field) != one.day:
            option = field.replace("_", "-")
            print(f"Het document zegt: “{one.words}”. Klopt dat, voeg het dan toe met --{option} {one.day}.")


def _ingest(settings: Settings) -> dict[str, str]:
    """Bring the index in line with the corpus; return the documents that failed, with the reason."""
    with progress_on(sys.stdout) as progress:
        report = ingest(
            settings.corpus,
            settings.home,
            lambda: Embedder(settings.embedding_model, settings.home / "models"),
            settings.embedding_model,
            progress,
            chroma_url=settings.chroma_url,
        )
    return report.failed


def _show(settings: Settings, document_id: str) -> None:
    """Print what was understood: the outline, the number of passages, and questions that are answered now."""
    index = Index.open(settings.home, settings.embedding_model, settings.chroma_url)
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
        else:
            print(
                "\nWegwijs maakte vragen uit de koppen, maar op geen daarvan geeft dit document zeker antwoord. "
                f"Met vragen in questions/{document_id}.toml wordt dat beter."
            )
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
    meanings = [f"Wat betekent {found.short}?" for found in abbreviations(document)]
    yield from meanings[:1]  # One is enough, as long as there is something else to ask.
    topics = [heading for heading in headings if heading[:1].isalpha() and not heading.endswith("?")]
    yield from (f"Wat staat er over {_in_a_sentence(topic)}?" for topic in topics)
    yield from meanings[1:]


def _in_a_sentence(heading: str) -> str:
    """Return a heading without the capital that it begins with; the capitals of a name or an abbreviation stay."""
    first = heading.split(maxsplit=1)[0]
    return heading[:1].lower() + heading[1:] if first[1:].islower() else heading
