from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from ingest.document import Document
from ingest.formats.spreadsheet import read_csv
from ingest.outline import outline
from ingest.span import Span
from tests.ingest.making import make_source
from tests.ui.samples import make_document
from ui.source_page import Part, Run, SourcePage, source_page

_LINES = st.sampled_from(
    "Kop|Een gewone zin die ergens over gaat.|• punt een|• punt twee|a. letter|1. eerst|2. daarna|1) haakje|"
    "Rij\tmet\tcellen|(I-tje: een kanttekening)|*schuin* en **vet**|| 12 |# Titel|een zin zonder einde|5 * 3|é€𝄞".split(
        "|"
    )
)

_MOST_SECONDS = 5  # Of the processor, for what takes a fifth of one; by looking through all rows for each it takes 20.


def runs(parts: Iterable[Part]) -> Iterator[Run]:
    for part in parts:
        yield from part.marker
        yield from part.runs
        yield from (run for row in part.rows for cell in row for run in cell)
        yield from runs(part.parts)


def page_runs(page: SourcePage) -> list[Run]:
    return [run for parts in page.sections for run in runs(parts)]


def marked(page: SourcePage) -> list[str]:
    return [run.text for run in page_runs(page) if run.marked]


def characters(text: str) -> Counter[str]:
    """Count what a reader sees: no white space, no mark-up."""
    text = re.sub(r"<input[^>]*>", lambda box: "☒" if "checked=" in box[0] else "☐", text)
    return Counter(re.sub(r"[\s*#]", "", text))


def assert_whole(document: Document) -> None:
    shown = "".join(run.text for run in page_runs(source_page(document, None)))
    assert characters(shown) == characters(document.text)


def test_page_of_every_document_holds_all_its_words(assistant: Assistant) -> None:
    assert len(assistant.index.document_ids) > 1
    for document in assistant.index.documents():
        assert_whole(document)


@settings(deadline=None)
@given(st.lists(_LINES, min_size=1, max_size=25).map("\n".join))
def test_page_of_any_text_holds_all_its_words(text: str) -> None:
    assert_whole(make_document(text))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_span_is_marked_wholly_and_begins_once(assistant: Assistant, data: st.DataObject) -> None:
    document = assistant.index.document(data.draw(st.sampled_from(assistant.index.document_ids)))
    first = document.text.rfind("<input") + 1  # A box is one character on the page: it is marked wholly or not.
    first = document.text.find("\n", first) if first else 0
    start = data.draw(st.integers(first, len(document.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, min(start + 900, len(document.text)))))

    page = source_page(document, span)

    assert characters("".join(marked(page))) == characters(span.of(document.text))
    assert sum(run.first for run in page_runs(page)) == bool(characters(span.of(document.text)))


def test_mark_crosses_list_items_and_paragraphs() -> None:
    document = make_document("Er geldt het volgende:\n• eerst dit\n• dan dat\n\nDaarna is het klaar.\n")
    start = document.text.index("volgende")
    page = source_page(document, Span(start, document.text.index(" is het klaar")))
    assert marked(page) == ["volgende:", "•", "eerst dit", "•", "dan dat", "Daarna"]


def test_mark_crosses_emphasis() -> None:
    document = make_document("De school **moet** dit *altijd* doen.\n")
    page = source_page(document, Span(3, document.text.index("doen")))
    words = [(run.text, run.strength) for run in page_runs(page) if run.marked]
    assert words == [("school ", 0), ("moet", 2), (" dit ", 0), ("altijd", 1)]


def test_nested_emphasis_is_both() -> None:
    page = source_page(make_document("*De **school** doet dit.*\n"), None)
    assert [(run.text, run.strength) for run in page_runs(page)] == [("De ", 1), ("school", 3), (" doet dit.", 1)]


@pytest.mark.parametrize("text", ["Dat is 5 * 3 = 15.", "Zie *) onderaan.", "Een *half begin."])
def test_asterisks_without_a_partner_stay(text: str) -> None:
    assert "".join(run.text for run in page_runs(source_page(make_document(text), None))) == text


def test_lists_are_nested_by_depth() -> None:
    document = make_document("Het gaat om:\n• eerst\na. hiervan\nb. en hiervan\n• dan\n")
    outer = next(part for parts in source_page(document, None).sections for part in parts if part.kind == "list")
    assert [[run.text for run in item.runs] for item in outer.parts] == [["eerst"], ["dan"]]
    inner = outer.parts[0].parts[0]
    assert [[run.text for run in item.marker] for item in inner.parts] == [["a."], ["b."]]


def test_rows_are_one_table_of_cells() -> None:
    document = make_document("Overzicht\n\nTaak\tWie\tWanneer\nPlan\tSchool\tMei\n")
    tables = [part for parts in source_page(document, None).sections for part in parts if part.kind == "table"]
    cells = [[["".join(run.text for run in cell) for cell in row] for row in table.rows] for table in tables]
    assert cells == [[["Taak", "Wie", "Wanneer"], ["Plan", "School", "Mei"]]]


def test_headings_never_skip_a_level(assistant: Assistant) -> None:
    assert len(assistant.index.document_ids) > 1
    for document in assistant.index.documents():
        levels = [1, *(heading.level for heading in source_page(document, None).outline)]
        assert all(below <= above + 1 for above, below in pairwise(levels))
        assert len(levels) > 3


def test_the_number_of_a_page_stands_where_the_page_begins() -> None:
    text = "Kop een\n\nEen zin.\n\nNog een zin.\n\nDerde zin."
    pages = (Span(0, 19), Span(19, 19), Span(19, len(text)))
    document = Document(make_source(), text, outline(text, "Proef"), pages)
    parts = [part for section in source_page(document, None).sections for part in section]
    assert [(part.kind, part.page) for part in parts] == [
        ("page", 1),
        ("heading", 0),
        ("paragraph", 0),
        ("page", 3),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_the_headings_of_columns_are_told_from_the_other_rows() -> None:
    manuscript = read_csv(b"Stap;Wie\nIntake;Leraar\n")
    document = Document(make_source(), manuscript.text, outline(manuscript.text, "Proef", manuscript.hints))
    (table,) = [part for section in source_page(document, None).sections for part in section]
    assert (table.headed, len(table.rows)) == (True, 2)


def test_long_table_is_drawn_in_a_time_that_grows_with_its_rows() -> None:
    rows = "".join(f"School {n};Straat {n};Plaats {n};Telefoon {n};Soort {n}\n" for n in range(5000))
    manuscript = read_csv(f"Naam;Straat;Plaats;Telefoon;Soort\n{rows}".encode())
    pages = tuple(Span(start, start + 100) for start in range(0, len(manuscript.text), 100))
    sections = outline(manuscript.text, "Scholen", manuscript.hints)
    document = Document(make_source(), manuscript.text, sections, pages)

    start = time.thread_time()
    page = source_page(document, None)
    assert time.thread_time() - start < _MOST_SECONDS
    assert sum(len(part.rows) for parts in page.sections for part in parts) == 5001
