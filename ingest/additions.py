"""Documents into the corpus and out of it: the file in `documents/`, and its table in the catalogue, comments kept."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from ingest.catalogue import (
    CATALOGUE_FILE,
    Catalogue,
    Organisation,
    Source,
    bare_name,
    load_catalogue,
    parse_catalogue,
)
from ingest.changing import changing
from ingest.document import Block, BlockKind, Document
from ingest.errors import CatalogueError, DocumentError
from ingest.likeness import shared
from ingest.reading import read_document
from ingest.terms import words
from ingest.whole_file import write_whole

_TITLE_CHARS = 120
_OPENING_BLOCKS = 4
_NO_LEVEL = 10
_ORGANISATION_NAME = re.compile(r"(?:stichting |swv |samenwerkingsverband )(?:[^\s:–]+ ?){1,6}", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")
_OPENING_CHARS = 500  # Title page.
_SHARED = 0.05  # Two policy documents on one subject share less than a hundredth.
_HEADER = re.compile(r"\s*\[\[?\s*[\w-]+\s*\]\]?")
Fact = str | date


class Change(StrEnum):
    """What adding a document did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be added, read already."""

    name: str  # of the file
    content: bytes
    document: Document
    id: str
    title: str
    known: bool  # it is in the catalogue, by its id, file or address


def catalogue_so_far(corpus: Path) -> Catalogue:
    """Return the catalogue; an empty one when the corpus has yet to be made.

    Raises:
        CatalogueError: the catalogue is wrong.
    """
    return load_catalogue(corpus) if (corpus / CATALOGUE_FILE).is_file() else Catalogue((), ())


def candidate(
    corpus: Path,
    name: str,
    content: bytes,
    facts: Mapping[str, Fact] | None = None,
    *,
    document_id: str | None = None,
) -> Candidate:
    """Read a document that may be added, without changing anything.

    A document with the name of a file in the corpus is a new version of it, unless another organisation is named. What
    the corpus holds under another name already is refused, unless it is of another organisation.

    Args:
        corpus: the corpus folder.
        name: of the file.
        content: of the file.
        facts: what is known of it already: its url and organisation tell which document of the corpus it is.
        document_id: the id that it is to have, or has.

    Raises:
        CatalogueError: the catalogue is wrong, a document of that name is about something else, or the file is there.
        DocumentError: the document cannot be read.
    """
    catalogue = catalogue_so_far(corpus)
    sources = catalogue.sources
    document = _read(corpus, name, content)
    url, organisation = ((facts or {}).get(fact) for fact in ("url", "organisation"))
    if document_id is not None:
        known = next((one for one in sources if one.id == document_id), None)
    else:
        known = next((one for one in sources if url is not None and one.url == url), None)
    if known is None:
        _refuse_copy(sources, name, content, organisation)
        known = _named(sources, name, content, document, organisation) if document_id is None else None
    title = known.title if known else _title(document, catalogue.organisations) or Path(name).stem
    called, taken = title if len(title) < 60 else Path(name).stem, {source.id for source in sources}
    own_id = known.id if known else document_id or free_id(called, taken)
    return Candidate(name, content, document, own_id, title, known is not None)


def add(corpus: Path, found: Candidate, facts: Mapping[str, Fact], organisation: Organisation | None = None) -> Change:
    """Put a document in the corpus; the same one again changes nothing, a changed one takes the place of the old.

    Args:
        corpus: the corpus folder; it is made when it is not there.
        found: the document.
        facts: fields of the catalogue: title, organisation, sector, published, valid_from, valid_until, url; an
            empty one is taken out.
        organisation: whose document it is; it gets a table when it has none.

    Raises:
        CatalogueError: the catalogue would not be right with these facts, or another document got this id meanwhile;
            nothing is changed then.
    """
    (corpus / "documents").mkdir(parents=True, exist_ok=True)
    with changing(corpus):
        return _put(corpus, found, facts, organisation)


def _put(corpus: Path, found: Candidate, facts: Mapping[str, Fact], organisation: Organisation | None) -> Change:
    path, folder = corpus / CATALOGUE_FILE, corpus / "documents"
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    catalogue = _with_document(before, folder, found, facts, organisation)
    table = _table_of(catalogue, found.id)
    old_name = str(table["file"])
    if Path(old_name).suffix.lower() != Path(found.name).suffix.lower():
        table["file"] = _free_name(folder, found)
    for field, fact in facts.items():
        if fact == "":
            table.pop(field, None)
        elif table.get(field) != fact:
            table[field] = fact
    file = folder / str(table["file"])
    after = tomlkit.dumps(catalogue)
    if after == before and file.is_file() and file.read_bytes() == found.content:
        return Change.UNCHANGED
    parse_catalogue(after, path)
    _write_both(file, found.content, path, after)
    if old_name != file.name:
        (folder / old_name).unlink(missing_ok=True)
    return Change.UPDATED if found.known else Change.CREATED


def _with_document(
    text: str, folder: Path, found: Candidate, facts: Mapping[str, Fact], organisation: Organisation | None
) -> TOMLDocument:
    """Return a catalogue with a table for the document, and for its organisation, where these are not in it yet."""
    catalogue = tomlkit.parse(text)
    if organisation and not any(one.get("id") == organisation.id for one in _tables(catalogue, "organisation")):
        text = _with_organisation(text, organisation)
        catalogue = tomlkit.parse(text)
    is_there = any(one.get("id") == found.id for one in _tables(catalogue, "document"))
    if is_there and not found.known:
        raise CatalogueError(f"Intussen is er een ander document {found.id!r} bij gekomen; voeg dit nog eens toe.")
    if is_there:
        return catalogue
    held = {field: fact for field, fact in facts.items() if fact != ""}
    entry = {"id": found.id, "title": found.title, "file": _free_name(folder, found), **held}
    return tomlkit.parse(_with_table(text, entry))


def _table_of(catalogue: TOMLDocument, document_id: str) -> Table:
    return next(one for one in _tables(catalogue, "document") if one.get("id") == document_id)


def _write_both(file: Path, content: bytes, path: Path, catalogue: str) -> None:
    """Write a document and the catalogue; when the latter fails, the document is as it was."""
    replaced = file.read_bytes() if file.is_file() else None
    write_whole(file, content)
    try:
        write_whole(path, catalogue.encode("utf-8"))
    except BaseException:
        file.unlink() if replaced is None else write_whole(file, replaced)
        raise


def remove(corpus: Path, name: str) -> Source:
    """Take a document out of the corpus: its table, its file, its question bank stays for when it comes back.

    Args:
        corpus: the corpus folder.
        name: the id of the document, or the name of its file.

    Raises:
        CatalogueError: there is none with this name, or its table cannot be taken out without harm.
    """
    with changing(corpus):
        return _take_out(corpus, name)


def _take_out(corpus: Path, name: str) -> Source:
    path = corpus / CATALOGUE_FILE
    catalogue = load_catalogue(corpus)
    source = catalogue.source(name)
    if source is None:
        ids = ", ".join(one.id for one in catalogue.sources) or "geen"
        raise CatalogueError(f"Er is geen document {name!r}; er zijn: {ids}.")
    before = path.read_text(encoding="utf-8")
    after = _without_table(before, source.id)
    rest = [one for one in tomllib.loads(before)["document"] if one["id"] != source.id]
    if tomllib.loads(after).get("document", []) != rest:
        raise CatalogueError(f"{path}: de tabel van {source.id!r} staat er te ongewoon; haal hem zelf weg.")
    write_whole(path, after.encode("utf-8"))
    source.file.unlink(missing_ok=True)
    return source


def _refuse_copy(sources: Sequence[Source], name: str, content: bytes, organisation: Fact | None) -> None:
    for one in sources:
        same = one.file.name != name and one.file.is_file() and one.file.read_bytes() == content
        if same and not _is_of_another(one, organisation):
            raise CatalogueError(
                f"{name}: dit bestand staat er al, als {one.id!r} ({one.file.name}); er is niets toegevoegd. Klopt er "
                f"iets niet aan de gegevens, voeg het dan nog eens toe met --id {one.id} en wat het moet zijn."
            )


def _is_of_another(known: Source, organisation: Fact | None) -> bool:
    return organisation is not None and known.organisation is not None and organisation != known.organisation_id


def _named(
    sources: Sequence[Source], name: str, content: bytes, document: Document, organisation: Fact | None
) -> Source | None:
    """Return the source of which this document is a new version, by the name of its file."""
    known = next((one for one in sources if one.file.name == name), None)
    if known is None or (known.file.is_file() and known.file.read_bytes() == content):
        return known
    if _is_of_another(known, organisation):
        return None
    if not _is_version(document, known):
        raise CatalogueError(
            f"{name}: er staat al een ander document met deze naam, {known.title!r}. Vervang het met "
            f"--id {known.id}, of zet dit document ernaast met een eigen --id."
        )
    return known


def _is_version(document: Document, known: Source) -> bool:
    """Tell whether a document shares wording with an earlier one; what cannot be read any more may be replaced."""
    try:
        return shared(read_document(known).text, document.text) >= _SHARED
    except DocumentError:
        return True


def _read(corpus: Path, name: str, content: bytes) -> Document:
    """Read content as a file of that name, which is gone again afterwards."""
    corpus.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".adding-", dir=corpus) as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        return read_document(Source("nieuw", Path(name).stem, file, None, None, None, None, None, None))


def _title(document: Document, organisations: Sequence[Organisation]) -> str | None:
    """Return the title in the file's properties when it is no leftover, else the highest heading at the start.

    A leftover is the name of a file, of a template or of an earlier plan: its words do not stand on the title page. An
    abbreviation may be written out there. The name of an organisation alone is no title.
    """
    title = " ".join(document.file_title.split())
    standing = frozenset(words(title)).intersection(words(document.text[:_OPENING_CHARS]))
    stands = standing.issuperset(words(_ABBREVIATION.sub("", title)))
    one_word = len(standing) < 2  # A kind of document: "Protocol".
    if stands and not one_word and len(title) <= _TITLE_CHARS and not _is_name(title, organisations):
        return title
    headings = [block for block in _opening(document, organisations) if block.kind is BlockKind.HEADING]
    first = min(headings, key=lambda block: block.level or _NO_LEVEL, default=None)
    title = document.readable(first.span).lstrip("# ") if first else ""
    return title if 0 < len(title) <= _TITLE_CHARS else None


def _opening(document: Document, organisations: Sequence[Organisation]) -> Iterator[Block]:
    """Yield the headings on top of each other at the start, with no organisation's name among them."""
    blocks = (block for section in document.sections[:2] for block in section.blocks)
    for block in islice((one for one in blocks if one.kind is not BlockKind.FURNITURE), _OPENING_BLOCKS):
        if _is_name(document.readable(block.span).lstrip("# "), organisations):
            continue
        if block.kind is not BlockKind.HEADING:
            return
        yield block


def _is_name(title: str, organisations: Sequence[Organisation]) -> bool:
    """Tell whether a title is no more than the name of an organisation, known or not."""
    known = any(bare_name(title) in one.bare_names for one in organisations)
    return known or bool(_ORGANISATION_NAME.fullmatch(title))


def free_id(words: str, taken: Collection[str]) -> str:
    """Return an id made of words that is not taken yet."""
    flat = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode("ascii")
    base = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:60].strip("-") or "document"
    return next(
        one for number in range(1, len(taken) + 2) if (one := base if number == 1 else f"{base}-{number}") not in taken
    )


def _free_name(folder: Path, found: Candidate) -> str:
    name = f"{found.id}{Path(found.name).suffix.lower()}" if (folder / found.name).exists() else found.name
    return name if not (folder / name).exists() or found.known else f"{found.id}-nieuw{Path(found.name).suffix.lower()}"


def _tables(catalogue: TOMLDocument, kind: str) -> Sequence[Table]:
    tables = catalogue.get(kind)
    return list(tables) if isinstance(tables, AoT) else []


def _with_organisation(text: str, organisation: Organisation) -> str:
    """Return a catalogue with one organisation more, below the others; comments above the next table stay there."""
    entry = {field: value for field, value in asdict(organisation).items() if value is not None}
    lines = text.splitlines(keepends=True)
    place = len(lines)
    for start, end in _ranges(lines):
        if lines[start].strip().startswith("[[organisation]]"):
            place = end - len(_comments_below(lines[start:end]))
    above, below = "".join(lines[:place]).rstrip(), "".join(lines[place:]).lstrip()
    return f"{above}\n\n{tomlkit.dumps({'organisation': [entry]})}\n{below}".strip() + "\n"


def _with_table(text: str, entry: Mapping[str, Fact]) -> str:
    """Return a catalogue with one table more, a blank line before it and after it."""
    catalogue = tomlkit.parse(f"{text.rstrip()}\n\n".lstrip())
    table = tomlkit.table()
    table.update(entry)
    table.add(tomlkit.nl())
    tables = catalogue.setdefault("document", tomlkit.aot())
    tables.append(table)
    return tomlkit.dumps(catalogue).rstrip() + "\n"


def _without_table(text: str, document_id: str) -> str:
    """Return a catalogue without one table; comments above the next table belong to that."""
    lines = text.splitlines(keepends=True)
    for start, end in _ranges(lines):
        own = re.search(r"^\s*id\s*=\s*[\"'](.*?)[\"']", "".join(lines[start:end]), re.MULTILINE)
        if not lines[start].strip().startswith("[[document]]") or own is None or own[1] != document_id:
            continue
        above, below = "".join(lines[:start]).rstrip(), "".join([*_comments_below(lines[start:end]), *lines[end:]])
        return f"{above}\n\n{below.strip()}".strip() + "\n"
    return text


def _ranges(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each table starts and ends."""
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    return list(pairwise([*headers, len(lines)]))


def _comments_below(lines: Sequence[str]) -> Sequence[str]:
    """Return the last lines of a table that are comments or blank: they belong to the table after it."""
    last = max(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    return lines[last + 1 :]
