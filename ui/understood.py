"""What Wegwijs makes of the corpus after a change: the new index, and what it understood of a document."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.examples import proposed
from assistant.installation import open_index
from assistant.settings import Settings
from ingest.catalogue import Source
from ingest.document import BlockKind, Document, plain
from ingest.embedding import Embedder
from ingest.indexing import IngestReport, ingest
from ingest.likeness import LookAlike, look_alike
from ingest.numerals import counted
from ingest.passages import passages_of
from ui.progress_line import progress_on

_SHOWN_QUESTIONS = 3
_TRIED_QUESTIONS = 12
_OUTLINE_LINES = 30


def ingest_changes(settings: Settings, embedder: Callable[[], Embedder]) -> IngestReport:
    """Bring the index in line with the corpus; print what is to be mended in question banks and on pages.

    Args:
        settings: of the installation.
        embedder: loads the model, which is only needed when there is something new.
    """
    with progress_on(sys.stdout) as progress:
        report = ingest(
            settings.corpus,
            settings.home,
            embedder,
            settings.embedding_model,
            progress,
            chroma_url=settings.chroma_url,
        )
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return report


def show_understood(settings: Settings, document_id: str, embedder: Embedder) -> None:
    """Print what was understood: the outline, the number of passages, and questions that are answered now."""
    with closing(open_index(settings)) as index:
        document = index.document(document_id)
        pages = f", {counted(len(document.pages), 'bladzijde', 'bladzijden')}" if document.pages else ""
        passages = counted(len(passages_of(document)), "passage", "passages")
        print(f"\n{document.source.title}: {passages}{pages}")
        lines = list(_outline(document))
        print("\n".join(lines[:_OUTLINE_LINES]))
        if len(lines) > _OUTLINE_LINES:
            print(f"  … en nog {len(lines) - _OUTLINE_LINES} koppen")
        assistant = Assistant(index, embedder)
        if answered := list(islice(_answered(assistant, document), _SHOWN_QUESTIONS)):
            print("\nVragen om het mee te proberen:")
            print("\n".join(f"  {question}" for question in answered))
        if found := look_alike(index, document):
            _tell_alike(document.source, found)
        elif not index.bank(document_id):
            print(
                "\nDe vragenbank heeft nog geen vragen over dit document. Bij de meeste antwoorden zegt Wegwijs dan "
                "dat het niet zeker is.\nVoeg vragen toe, elk met het begin van de zin die antwoord geeft:\n"
                f'  wegwijs questions add {document_id} "Uw vraag?" --begins "Eerste woorden van de zin"'
            )


def _tell_alike(source: Source, found: LookAlike) -> None:
    """Print that two documents say nearly the same, and how to keep one of them."""
    other = found.source
    print(
        f"\nLet op: dit lijkt sterk op “{other.title}” ({other.id}).\n"
        f"Van de kortste tekst staat {math.floor(100 * found.shared)} procent ook in de andere. Met allebei erbij "
        "staat alles dubbel in de antwoorden."
    )
    if other.title != source.title:
        print(
            "De titels verschillen. Zijn het documenten van twee scholen, of van twee jaren die allebei gelden? "
            "Laat ze dan allebei staan.\nIs dat niet zo, haal er dan één weg:\n"
            f"  wegwijs remove {source.id}  (dit document)\n"
            f"  wegwijs remove {other.id}  (het andere)"
        )
        return
    print(
        "Houd er liever één:\n"
        f"  wegwijs remove {source.id}  (dit document)\n"
        f"  wegwijs remove {other.id}  (het andere)\n"
        "Is dit een nieuwe versie? Haal dit document dan weg, en voeg het opnieuw toe met:\n"
        f"  --id {other.id}\n"
        "Dan komt het in de plaats van het andere, en blijven de vragen in de vragenbank erbij."
    )


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
    for question in islice(dict.fromkeys(proposed(assistant.index, document)), _TRIED_QUESTIONS):
        answer = assistant.ask(question)
        cites = any(citation.document.source.id == document.source.id for citation in answer.citations)
        if answer.status is Status.ANSWERED and cites:
            yield question
