"""`wegwijs add` and `wegwijs remove`: ask what is missing, change the corpus, ingest, and show what was understood.

Whatever is heavy is imported after the last question, so that nobody waits for the first.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from assistant.installation import open_embedder
from assistant.settings import Settings
from ingest.additions import Change, Fact, add, candidate, catalogue_so_far, free_id, remove
from ingest.catalogue import CATALOGUE_FILE, Catalogue, Organisation, Source, load_catalogue
from ingest.errors import CatalogueError, WegwijsError
from ingest.fetching import fetch
from ingest.mistakes import why_not_opened
from ingest.question_bank import bank_path
from ingest.stated_dates import StatedDate, stated_dates
from ui.asking import DAYS, ask_facts, ask_new_organisation, ask_organisation

_CHANGES = {Change.CREATED: "toegevoegd", Change.UPDATED: "bijgewerkt", Change.UNCHANGED: "ongewijzigd"}


def add_document(  # noqa: PLR0913 - what a person may give
    settings: Settings,
    place: str,
    facts: Mapping[str, Fact],
    document_id: str | None,
    *,
    organisation_name: str | None = None,
    allow_private: bool,
) -> int:
    """Add a file or a page of the web; return the exit code."""
    facts = dict(facts)
    known = catalogue_so_far(settings.corpus)
    organisation = _organisation(settings.corpus, known, facts.pop("organisation", None), organisation_name)
    if organisation:
        facts["organisation"] = organisation.id
    name, content, url = _content(place, allow_private=allow_private)
    if url is not None:
        facts.setdefault("url", url)
    found = candidate(settings.corpus, name, content, facts, document_id=document_id)
    stated = stated_dates(found.document)
    asks = not found.known and sys.stdin.isatty()
    if asks:
        organisation = organisation or ask_organisation(known, known.organisation_of(found.document.text))
        facts = ask_facts(found, facts, stated) | ({"organisation": organisation.id} if organisation else {})
    change = add(settings.corpus, found, facts, organisation)
    source = next(one for one in load_catalogue(settings.corpus).sources if one.id == found.id)
    print(f"{source.id}: {_CHANGES[change]}")
    if organisation and known.organisation(organisation.id) is None:
        print(f"Nieuw samenwerkingsverband: {organisation.id} ({organisation.name})")
    _tell_left_without_documents(settings.corpus, known)
    if change is Change.UNCHANGED:
        _tell_how_to_correct(source)
    if not asks:
        _tell_unconfirmed(source, facts, stated)
    from ui.understood import ingest_changes, show_understood

    embedder = cache(partial(open_embedder, settings))
    report = ingest_changes(settings, embedder)
    if reason := report.failed.get(source.id):
        raise WegwijsError(reason)
    show_understood(settings, source.id, embedder())
    return 1 if source.id in report.unread_banks else 0


def remove_document(settings: Settings, name: str) -> int:
    """Remove a document; return the exit code."""
    before = catalogue_so_far(settings.corpus)
    source = remove(settings.corpus, name)
    print(f"{source.id}: verwijderd ({source.file.name})")
    bank = bank_path(settings.corpus, source.id)
    if bank.is_file():
        print(
            f"De vragen bij dit document staan nog in {bank}. Komt het document niet terug, verwijder dat bestand dan: "
            "`wegwijs questions` keurt vragen zonder document af."
        )
    _tell_left_without_documents(settings.corpus, before)
    from ui.understood import ingest_changes

    ingest_changes(settings, partial(open_embedder, settings))
    return 0


def _organisation(corpus: Path, known: Catalogue, called: Fact | None, name: str | None) -> Organisation | None:
    """Return the organisation that was named, or a new one when it is given a name, here or by who sits there."""
    called = str(called or name or "").strip()
    if not called:
        return None
    if found := known.organisation(called):
        if name and name != found.name:
            raise CatalogueError(f"{found.id} heet al {found.name!r}; verander de naam in {corpus / CATALOGUE_FILE}.")
        return found
    if name:
        return Organisation(free_id(called, {one.id for one in known.organisations}), name, None, None, None)
    if sys.stdin.isatty():
        return ask_new_organisation(known, called) or ask_organisation(known, None)
    ids = ", ".join(one.id for one in known.organisations) or "nog geen"
    raise CatalogueError(
        f"Samenwerkingsverband {called!r} staat niet in de catalogus; daar staan: {ids}. "
        "Is het nieuw, geef dan ook de naam, met --organisation-name."
    )


def _content(place: str, *, allow_private: bool) -> tuple[str, bytes, str | None]:
    """Return the name and bytes of a document, and its address when it comes from the web."""
    file = Path(place)
    if "://" not in place and (file.exists() or not place.startswith("www.")):
        try:
            return file.name, file.read_bytes(), None
        except OSError as exc:
            raise WegwijsError(
                f"{place}: kan niet geopend worden ({why_not_opened(exc)}); kijk of het bestand er staat, "
                "of geef een webadres dat met https:// begint."
            ) from exc
    fetched = fetch(place, allow_private=allow_private)
    return fetched.name, fetched.content, place if "://" in place else fetched.url


def _tell_left_without_documents(corpus: Path, before: Catalogue) -> None:
    """Print the organisations that have lost their last document: visitors may not choose those."""
    had_none = {one.id for one in before.without_documents}
    for one in load_catalogue(corpus).without_documents:
        if one.id not in had_none:
            print(
                f"Geen document is nu nog van {one.id} ({one.name}). Hoort dit samenwerkingsverband er niet meer bij, "
                f"haal de tabel dan weg uit {corpus / CATALOGUE_FILE}."
            )


def _tell_how_to_correct(source: Source) -> None:
    """Print what the catalogue holds of a document, and how to change that."""
    owner = source.organisation and source.organisation.name
    sector = source.sector or (source.organisation and source.organisation.sector)
    held = {"Titel": source.title, "Samenwerkingsverband": owner, "Sector": sector}
    days = {name: getattr(source, field) for field, name in DAYS.items()}
    held |= {name: day and f"{day:%d-%m-%Y}" for name, day in days.items()}
    print("\n".join(f"  {name}: {fact or 'onbekend'}" for name, fact in held.items()))
    print(
        'Klopt daar iets niet? Voeg het document nog eens toe, met wat het moet zijn: --title "Betere titel", '
        "--organisation, --sector, --published, --valid-from of --valid-until. Met `geen` achter een van de laatste "
        "vier haalt u weg wat er staat."
    )


def _tell_unconfirmed(source: Source, facts: Mapping[str, Fact], stated: Mapping[str, StatedDate]) -> None:
    """Print the dates that the document states and the catalogue does not hold: nobody has confirmed them."""
    for field, one in stated.items():
        if field not in facts and getattr(source, field) != one.day:
            option = field.replace("_", "-")
            print(f"Het document zegt: “{one.words}”. Klopt dat, voeg het dan toe met --{option} {one.day:%d-%m-%Y}.")
