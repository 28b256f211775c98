"""The catalogue: which documents the corpus holds, and what each says about itself."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import CatalogueError, NoCatalogueError
from ingest.mistakes import what_is_wrong, why_not_opened, why_not_toml

CATALOGUE_FILE = "catalogue.toml"
NO_ORGANISATION = ""
_Words = Annotated[str, Field(min_length=1, max_length=300)]
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+?[0-9(][0-9() -]{5,18}[0-9]")
_WEB_PAGE = re.compile(r"https?://\S+")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_OFTEN_BEFORE_A_NAME = re.compile(r"^(?:(?:de|stichting|swv|samenwerkingsverband|passend onderwijs)\s+)+")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partnership of schools (samenwerkingsverband)."""

    id: str
    name: str
    full_name: str | None
    sector: str | None
    website: str | None
    contact: str | None = None  # an e-mail address, a telephone number or a web page

    @property
    def bare_names(self) -> frozenset[str]:
        """Its short and full names in small letters, with and without what many are called: "SWV", "Stichting"."""
        names = [" ".join(name.lower().split()) for name in (self.name, self.full_name) if name]
        return frozenset([*names, *map(bare_name, names)])

    def is_named_in(self, text: str) -> bool:
        """Tell whether a text holds one of its names."""
        flat = " ".join(text.lower().split())
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flat) for name in self.bare_names)

    @property
    def contact_link(self) -> str | None:
        """What a browser opens to reach whom one can ask: the contact, or else the website."""
        if self.contact is None:
            return self.website
        if _MAIL.fullmatch(self.contact):
            return f"mailto:{self.contact}"
        return f"tel:{re.sub('[() -]', '', self.contact)}" if _TELEPHONE.fullmatch(self.contact) else self.contact


@dataclass(frozen=True, slots=True)
class Source:
    """One document of the catalogue, with only those facts that the document states."""

    id: str
    title: str
    file: Path
    organisation: Organisation | None
    sector: str | None
    published: date | None
    valid_from: date | None
    valid_until: date | None
    url: str | None

    @property
    def organisation_id(self) -> str:
        """The organisation's id; empty when the document names none, since Chroma cannot filter on a missing value."""
        return self.organisation.id if self.organisation else NO_ORGANISATION

    @property
    def owner(self) -> str:
        """The organisation's short and full names; empty when the document names none."""
        return f"{self.organisation.name} {self.organisation.full_name or ''}" if self.organisation else ""


def bare_name(name: str) -> str:
    """Return the name of an organisation in small letters, without what many are called: "SWV", "Stichting"."""
    flat = " ".join(name.lower().split())
    return _OFTEN_BEFORE_A_NAME.sub("", flat) or flat


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All organisations and documents of a corpus."""

    organisations: tuple[Organisation, ...]
    sources: tuple[Source, ...]

    @property
    def without_documents(self) -> tuple[Organisation, ...]:
        """The organisations that no document is of."""
        owners = {one.organisation_id for one in self.sources}
        return tuple(one for one in self.organisations if one.id not in owners)

    def source(self, name: str) -> Source | None:
        """Return the document with this id, or else the only one with this file name, its ending left out or not."""
        with_id = [one for one in self.sources if one.id == name]
        found = with_id or [one for one in self.sources if name in {one.file.name, one.file.stem}]
        return found[0] if len(found) == 1 else None

    def organisation(self, name: str) -> Organisation | None:
        """Return the organisation with this id, name or full name; capitals and "SWV" before it may be left out."""
        for one in self.organisations:
            if bare_name(name) in {one.id.lower(), *one.bare_names}:
                return one
        return None

    def organisation_of(self, text: str) -> Organisation | None:
        """Return the only organisation, or the only one that a text names."""
        named = [one for one in self.organisations if one.is_named_in(text)]
        possible = named or list(self.organisations)
        return possible[0] if len(possible) == 1 else None


def is_contact(words: str) -> bool:
    """Tell whether words are an e-mail address, a telephone number or a web page."""
    return any(form.fullmatch(words) for form in (_MAIL, _TELEPHONE, _WEB_PAGE))


def checked_id(words: str) -> str:
    """Return words that are an id, or raise `ValueError` with what an id may be."""
    if not _ID.fullmatch(words):
        raise ValueError(
            f"{words!r} is geen goede naam: gebruik alleen kleine letters, cijfers en streepjes, zoals plan-2026"
        )
    return words


def _reachable(contact: str) -> str:
    if not is_contact(contact):
        raise ValueError(
            f"{contact!r} is geen e-mailadres, telefoonnummer of webpagina die met https:// begint; schrijf een daarvan"
        )
    return contact


def _web_page(address: str) -> str:
    if not _WEB_PAGE.match(address):
        raise ValueError(f"{address!r} is geen webadres; begin met https://")
    return address


_Id = Annotated[str, AfterValidator(checked_id)]
_Address = Annotated[str, AfterValidator(_web_page)]


class _OrganisationEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: _Id
    name: _Words
    full_name: _Words | None = None
    sector: _Words | None = None
    website: _Address | None = None
    contact: Annotated[_Words, AfterValidator(_reachable)] | None = None


class _DocumentEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: _Id
    title: _Words
    file: _Words
    organisation: _Id | None = None
    sector: _Words | None = None
    published: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    url: _Address | None = None


_Entry = TypeVar("_Entry", _OrganisationEntry, _DocumentEntry)


def load_catalogue(corpus: Path) -> Catalogue:
    """Read `catalogue.toml` of a corpus folder.

    Raises:
        CatalogueError: one line that names the entry, the value and the cure.
    """
    path = corpus / CATALOGUE_FILE
    return parse_catalogue(_text(path), path)


def parse_catalogue(text: str, path: Path) -> Catalogue:
    """Return the catalogue that the file at this path would be with this text.

    Raises:
        CatalogueError: one line that names the entry, the value and the cure.
    """
    tables = _tables(text, path)
    if unknown := sorted(set(tables) - {"organisation", "document"}):
        raise CatalogueError(f"{path}: {unknown[0]!r} is onbekend; gebruik [[organisation]] en [[document]].")
    organisations = {
        entry.id: Organisation(entry.id, entry.name, entry.full_name, entry.sector, entry.website, entry.contact)
        for entry in _entries(path, "organisation", tables.get("organisation", []), _OrganisationEntry)
    }
    sources = [
        _source(path, entry, organisations)
        for entry in _entries(path, "document", tables.get("document", []), _DocumentEntry)
    ]
    _refuse_shared_files(path, sources)
    return Catalogue(tuple(organisations.values()), tuple(sources))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        raise NoCatalogueError(
            f"Er is nog geen catalogus: {path} bestaat niet. Voeg een document toe met `wegwijs add`: dat maakt hem. "
            "Of kies met WEGWIJS_CORPUS een andere map."
        ) from exc
    except OSError as exc:
        raise CatalogueError(f"{path}: kan niet geopend worden ({why_not_opened(exc)}); herstel dat.") from exc
    except UnicodeDecodeError as exc:
        raise CatalogueError(f"{path}: {why_not_toml(exc)}.") from exc


def _tables(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise CatalogueError(f"{path}: {why_not_toml(exc)}{_entry_at_fault(text, str(exc))}.") from exc


def _entry_at_fault(text: str, message: str) -> str:
    """Name the entry in which TOML itself stumbled, as over a date that is none: the parser knows only the line."""
    line = re.search(r"at line (\d+)", message)
    above = text.splitlines()[: int(line[1])] if line else []
    ids = re.findall(r"^id\s*=\s*[\"'](.*)[\"']", "\n".join(above), re.MULTILINE)
    return f" (bij {ids[-1]!r})" if ids else ""


def _entries(path: Path, kind: str, tables: object, model: type[_Entry]) -> list[_Entry]:
    if not isinstance(tables, list):
        raise CatalogueError(f"{path}: schrijf [[{kind}]], met twee haken, boven elke tabel.")
    entries: dict[str, _Entry] = {}
    for position, table in enumerate(tables, start=1):
        name = table.get("id", f"nummer {position}") if isinstance(table, dict) else f"nummer {position}"
        try:
            entry = model.model_validate(table)
        except ValidationError as exc:
            raise CatalogueError(f"{path}: {kind} {name!r}: {what_is_wrong(exc)}.") from exc
        if entry.id in entries:
            raise CatalogueError(f"{path}: {kind} {entry.id!r} staat er twee keer; geef een van beide een andere id.")
        entries[entry.id] = entry
    return list(entries.values())


def _source(path: Path, entry: _DocumentEntry, organisations: dict[str, Organisation]) -> Source:
    organisation = organisations.get(entry.organisation) if entry.organisation else None
    if entry.organisation and organisation is None:
        raise CatalogueError(
            f"{path}: document {entry.id!r}: bij geen [[organisation]] staat id = {entry.organisation!r}; voeg die "
            "toe, of verbeter 'organisation'."
        )
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        raise CatalogueError(
            f"{path}: document {entry.id!r}: valid_until ({entry.valid_until:%d-%m-%Y}) ligt voor valid_from "
            f"({entry.valid_from:%d-%m-%Y}); verbeter een van beide."
        )
    folder = (path.parent / "documents").resolve()
    # Whether the file is there, and is no link to elsewhere, is for reading: it concerns one document only.
    file = Path(os.path.normpath(folder / entry.file))
    if not (file.is_relative_to(folder) and file.parent.resolve().is_relative_to(folder)):
        raise CatalogueError(
            f"{path}: document {entry.id!r}: 'file' wijst buiten de map documents ({entry.file!r}); zet het bestand in "
            "die map, en schrijf alleen de naam."
        )
    return Source(
        id=entry.id,
        title=entry.title,
        file=file,
        organisation=organisation,
        sector=entry.sector,
        published=entry.published,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        url=entry.url,
    )


def _refuse_shared_files(path: Path, sources: Iterable[Source]) -> None:
    owners: dict[Path, str] = {}
    for source in sources:
        if source.file in owners:
            raise CatalogueError(
                f"{path}: documenten {owners[source.file]!r} en {source.id!r} noemen hetzelfde bestand "
                f"{source.file.name!r}; haal een van beide weg."
            )
        owners[source.file] = source.id
