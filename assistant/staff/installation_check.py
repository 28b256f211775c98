"""The doctor of an installation: settings, folders, documents, index and model, each in a line of plain Dutch.

What is in the documents themselves is for `corpus_check`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from math import sqrt
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from assistant.installation import open_index
from assistant.settings import Settings
from assistant.staff.diagnosis import Diagnosis, fault, good, notice
from ingest.bundled_model import is_bundled
from ingest.embedding import Embedder
from ingest.errors import CatalogueError, IndexAwayError, IndexUnusableError, NoCatalogueError
from ingest.index import Index
from ingest.indexing import changes_since
from ingest.store import current_version

_ENOUGH_BYTES = 1_000_000_000  # The bundled model takes half of it; a new index is made beside the old one.
_QUESTION = "Wat is een ontwikkelingsperspectief?"
_SAME = 0.99  # Cosine: what else stands in a batch moves a vector far less.
_UNIT = 0.01  # So far from 1 a vector's length may be.
_LOCAL = {"localhost", "127.0.0.1", "::1"}


def check_installation(settings: Settings, embedder: Callable[[], Embedder]) -> Iterator[Diagnosis]:
    """Yield what is found, from the settings to the vectors.

    Args:
        settings: of the installation.
        embedder: loads the model; it is called once.
    """
    yield from _settings(settings)
    yield from _home(settings.home)
    index = None
    try:
        index = open_index(settings)
    except IndexAwayError as error:
        yield fault(f"De Chroma-server antwoordt niet. Start die, of pas WEGWIJS_CHROMA_URL aan. Melding: {error}")
    except IndexUnusableError as error:
        yield _unusable(settings.home, error)
    except OSError as error:
        yield fault(f"De index in {settings.home} is niet te lezen ({error.strerror}). Geef Wegwijs er rechten op.")
    try:
        yield from _corpus(settings.corpus, index)
        yield from _model(settings, embedder, index)
    finally:
        if index:
            index.close()


def _settings(settings: Settings) -> Iterator[Diagnosis]:
    unknown = Settings.unknown_variables()
    for name in unknown:
        yield notice(f"{name} is geen instelling. Met `wegwijs config` ziet u welke er zijn; verbeter de naam.")
    open_origins = [origin for origin in settings.allowed_origins if _is_readable(origin)]
    for origin in open_origins:
        yield notice(f"{origin} gebruikt Wegwijs zonder versleuteling: vragen zijn onderweg te lezen. Gebruik https.")
    if not unknown and not open_origins:
        yield good("De instellingen kloppen.")


def _is_readable(origin: str) -> bool:
    address = urlsplit(origin)
    return address.scheme == "http" and address.hostname not in _LOCAL


def _home(home: Path) -> Iterator[Diagnosis]:
    folder = next(one for one in (home, *home.parents) if one.exists())  # `wegwijs ingest` makes what is missing.
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"Wegwijs")
    except OSError as error:
        yield fault(
            f"In {folder} kan Wegwijs niet schrijven ({error.strerror}). Geef er rechten op, of kies met WEGWIJS_HOME "
            "een andere map."
        )
        return
    yield good(f"In {home} kan Wegwijs schrijven.")
    yield _room(shutil.disk_usage(folder).free)


def _room(free: int) -> Diagnosis:
    gigabytes = f"{free / 1_000_000_000:.1f}".replace(".", ",")
    if free < _ENOUGH_BYTES:
        return notice(f"Er is nog {gigabytes} GB vrij. Maak ruimte: model en index hebben samen ongeveer 1 GB nodig.")
    return good(f"Er is {gigabytes} GB vrij.")


def _unusable(home: Path, error: IndexUnusableError) -> Diagnosis:
    if current_version(home) is None:
        return fault(f"Er is nog geen index in {home}. Voer `wegwijs ingest` uit.")
    return fault(f"De index is niet te gebruiken. Voer `wegwijs ingest` uit: die maakt een nieuwe. Melding: {error}")


def _corpus(corpus: Path, index: Index | None) -> Iterator[Diagnosis]:
    try:
        report = changes_since(index, corpus)
    except NoCatalogueError as error:
        yield fault(str(error))
        return
    except CatalogueError as error:
        yield fault(f"De catalogus is niet te lezen. Verbeter het bestand. Melding: {error}")
        return
    for reason in report.failed.values():
        yield fault(f"Niet te lezen: {reason}")
    readable = len(report.created) + len(report.updated) + len(report.unchanged)
    yield (
        good(f"{readable} documenten in {corpus} zijn te lezen.")
        if readable
        else fault(f"In {corpus} staat geen document dat te lezen is. Voeg er een toe met `wegwijs add`.")
    )
    if report.problems:
        first, count = report.problems[0], len(report.problems)
        yield notice(f"Te herstellen ({count}): {first} Met `wegwijs questions` en `wegwijs ingest` ziet u alles.")
    if index:
        changed = {"nieuw": report.created, "gewijzigd": report.updated, "verwijderd": report.removed}
        behind = "; ".join(f"{word}: {', '.join(documents)}" for word, documents in changed.items() if documents)
        yield (
            fault(f"De index loopt achter ({behind}). Voer `wegwijs ingest` uit.")
            if behind
            else good(
                f"De index is bij, en gemaakt op {index.manifest.built:%d-%m-%Y} met {index.manifest.embedding_model}."
            )
        )


def _model(settings: Settings, embedder: Callable[[], Embedder], index: Index | None) -> Iterator[Diagnosis]:
    name = settings.embedding_model
    try:
        model = embedder()
        vector = model.question(_QUESTION)
    except Exception as exc:  # noqa: BLE001 - Each library that reads a model has errors of its own.
        yield fault(f"Het model {name} laadt niet. {_cure(settings)} Melding: {' '.join(str(exc).split())[:200]}")
        return
    if not abs(sqrt(sum(number * number for number in vector)) - 1) < _UNIT:
        yield fault(f"Het model {name} geeft vectoren die geen lengte 1 hebben. {_cure(settings)}")
    elif index and not _made_with(index, model):
        yield fault(
            f"Het model {name} geeft andere vectoren dan die in de index staan. {_cure(settings)} Helpt dat niet, "
            f"verwijder dan {settings.home / 'index'} en voer `wegwijs ingest` uit."
        )
    else:
        yield good(f"Het model {name} laadt en geeft vectoren van {len(vector)} getallen.")


def _made_with(index: Index, model: Embedder) -> bool:
    """Tell whether a passage gets the vector that is stored for it."""
    passage = next((one for document_id in index.document_ids for one in index.passages(document_id)), None)
    if passage is None:
        return True
    stored = index.vectors("passages", [passage.id])[passage.id]
    (made,) = model.passages([passage.embedding_text])
    return len(made) == len(stored) and sum(a * b for a, b in zip(made, stored, strict=True)) >= _SAME


def _cure(settings: Settings) -> str:
    if is_bundled(settings.embedding_model):
        return f"Verwijder de map {settings.home / 'models'}: Wegwijs pakt het model dan opnieuw uit."
    return "Controleer de instelling WEGWIJS_EMBEDDING_MODEL."
