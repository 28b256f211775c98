from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.catalogue import Source, load_catalogue
from ingest.document import BlockKind, Document
from ingest.passages import passages_of, sentences
from ingest.reading import read_document
from ingest.span import Span
from ingest.statements import statements_of
from tests.ingest.making import make_document, passage_texts

CORPUS = Path(__file__).parent.parent.parent / "corpus"

# --- invariants ------------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    "de school Elke leerling OPP, (zie ondersteuning basis- basisondersteuning. Ja afspraak) 3 2.1 bpo'er vóór, en/of "
    "https://swv.nl/a?b=1 a@b.nl [1] ¹ € 4.500 … « ½ é ﬁ İ ß ١ *nadruk* **vet**".split()
) | st.sampled_from(["", "e\u0301", "👩\u200d🏫", "\u00a0", "\u200b"])
_SENTENCES = st.lists(_WORDS, max_size=18).map(" ".join)
_MARKERS = st.just("") | st.sampled_from(
    "1. 2. 3. 11. 1) (a) a. b. - • o __- 1 2 2.1 2.2. Artikel_1 Artikel_2. Stap_1: Hoofdstuk_2 # ## NB: (I-tje: "
    "¹ 12 |_a_|_b_|".split()
).map(lambda marker: f"{marker} ".replace("_", " "))
_ENDINGS = st.sampled_from(["", ".", "?", ":", ",", " ", "\t Ja", "   4. Geef", " | x |", " ..... 7", "\tb\tc", "-"])
_LINES = st.one_of(
    st.tuples(_MARKERS, _SENTENCES, _ENDINGS).map("".join),
    st.sampled_from(
        ["Inhoud", "KADER", "De afspraken", "Wat is een SOP?", "Ja", "12", "---", "|--|--|", "Item Afspraak"]
    ),
    st.text(max_size=25),
)
_BREAKS = st.sampled_from(["\n", "\n", "\n", "\n\n", " \n \n", "\f", "\n\f", "\r\n", "\x0b", "\x85", "\u2028", " "])
_TEXTS = st.lists(st.tuples(_LINES, _BREAKS).map("".join), max_size=40).map("".join)
_LONG_TEXTS = st.builds(
    lambda before, words, times, after: before + (words + " ") * times + after,
    _TEXTS,
    st.one_of(_SENTENCES, st.text(min_size=1, max_size=8)),
    st.integers(100, 700),
    _TEXTS,
)


def assert_invariants(document: Document) -> None:
    text, passages = document.text, passages_of(document)
    assert "".join(section.span.of(text) for section in document.sections) == text
    for section in document.sections:
        assert section.label is None or section.label == section.label.strip().lower() != ""
        assert all(heading and heading == " ".join(heading.split()) for heading in section.path)
    for section in document.sections:
        assert all(section.span.contains(block.span) for block in section.blocks)
        assert all(block.span.contains(cell) for block in section.blocks for cell in block.cells)
    for passage in passages:
        assert passage.span.of(text) == passage.text == passage.text.strip() != ""
        assert passage.section.span.contains(passage.span)
        assert all(passage.span.contains(block.span) for block in passage.blocks)
    for before, after in pairwise(passages):
        assert before.span.end <= after.span.start
    assert len({passage.id for passage in passages}) == len(passages)
    covered = {place for passage in passages for place in range(passage.span.start, passage.span.end)}
    assert [place for place, char in enumerate(text) if not char.isspace() and place not in covered] == []


@pytest.mark.parametrize("source", load_catalogue(CORPUS).sources, ids=lambda source: source.id)
def test_invariants_hold_for_every_document_of_the_corpus(source: Source) -> None:
    assert_invariants(read_document(source))


@settings(max_examples=150, deadline=None)
@given(_TEXTS, _SENTENCES)
def test_invariants_hold_for_any_text(text: str, title: str) -> None:
    assert_invariants(make_document(text, title))


@settings(max_examples=50, deadline=None)
@given(_LONG_TEXTS)
def test_invariants_hold_for_texts_with_overlong_blocks(text: str) -> None:
    assert_invariants(make_document(text))
    assert all(len(" ".join(passage.split())) <= 4000 for passage in passage_texts(make_document(text)))


# --- how much goes together ------------------------------------------------------------------------------------------

_ALINEA = "De school overlegt met de ouders en legt de afspraken vast in het dossier van de leerling. "


def test_a_long_section_is_cut_between_paragraphs() -> None:
    text = "Overleg\n\n" + "\n\n".join(_ALINEA * 4 for _ in range(6))
    passages = passage_texts(make_document(text))
    assert len(passages) > 1
    assert all(len(passage) <= 1200 for passage in passages)
    assert all(passage.endswith("leerling.") for passage in passages)


def test_an_overlong_paragraph_is_cut_between_sentences() -> None:
    passages = passage_texts(make_document("Overleg\n\n" + _ALINEA * 40))
    assert len(passages) > 2
    assert all(passage.endswith("leerling.") for passage in passages)


def test_an_overlong_paragraph_is_not_cut_inside_a_footnote() -> None:
    note = "¹ Zie de website. " + "Daar staat alles. " * 10
    text = f"Overleg\n\n{_ALINEA * 12}De ouders\n\n{note}\n\nen de leraren doen mee. {_ALINEA * 12}"
    passages = passage_texts(make_document(text))
    assert [passage[-17:] for passage in passages] == ["Daar staat alles.", " van de leerling."]


def test_a_list_stays_with_its_lead_in_beyond_the_length_of_a_passage() -> None:
    items = "\n".join(f"• onderdeel {letter}: {'woord ' * 20}" for letter in "abcdefghij")
    passages = passage_texts(make_document(f"Overleg\n\n{_ALINEA * 3}Het gaat om:\n{items}\n\n{_ALINEA * 8}"))
    assert [("Het gaat om:" in passage, passage.count("•")) for passage in passages] == [(True, 10), (False, 0)]


def test_a_heading_is_never_the_end_of_a_passage() -> None:
    document = make_document("\n\n".join(f"Kop {letter}\n\n{_ALINEA * 12}" for letter in "ABC"))
    assert all(passage.blocks[-1].kind is not BlockKind.HEADING for passage in passages_of(document))


def test_a_later_piece_of_a_numbered_unit_is_embedded_with_the_words_that_announce_it() -> None:
    rows = "\n".join(f"{'Onze leraren werken samen met ouders en collega’s. ' * 4}\tJa" for _ in range(14))
    document = make_document(f"De afspraken\n\n1. Geef per stelling aan of deze geldt:\n{rows}")
    first, second = passages_of(document)
    assert first.section == second.section
    assert "Geef per stelling aan" not in second.text
    assert "afspraak 1\n1. Geef per stelling aan of deze geldt:\nOnze leraren" in second.embedding_text


def test_what_is_embedded_names_the_document_its_headings_and_its_label() -> None:
    document = make_document(
        "De afspraken\n\n1. Elke school heeft een intern begeleider met tijd voor overleg.", "Plan"
    )
    (passage,) = passages_of(document)
    assert passage.embedding_text.splitlines()[:3] == ["Plan", "De afspraken", "afspraak 1"]


def test_page_furniture_is_quoted_but_not_embedded() -> None:
    text = (
        "Handleiding\n\nElke school evalueert het plan ten minste één keer per jaar en stelt het zo nodig\n\n"
        "HANDLEIDING 2024\n\nbij in overleg met ouders.\n\nTweede kop\n\nHANDLEIDING 2024\n\nNog een zin."
    )
    first, *_ = passages_of(make_document(text))
    assert "HANDLEIDING 2024" in first.text
    assert "stelt het zo nodig bij in overleg" in first.embedding_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja. Nee! Misschien? Goed", ["Ja.", "Nee!", "Misschien?", "Goed"]),
        ("Dat geldt bijv. Voor ouders. Klaar.", ["Dat geldt bijv. Voor ouders.", "Klaar."]),
        ("Vraag dhr. De Vries. Klaar.", ["Vraag dhr. De Vries.", "Klaar."]),
        ("Bel mw. Bos, ing. Vos of prof. Mol. Klaar.", ["Bel mw. Bos, ing. Vos of prof. Mol.", "Klaar."]),
        ("Zie art. 17 en blz. 4. De MR. De raad.", ["Zie art. 17 en blz. 4.", "De MR.", "De raad."]),
        ("Vraag A. Bos. Klaar.", ["Vraag A. Bos.", "Klaar."]),
        ("Zie art. 5. Klaar.", ["Zie art. 5.", "Klaar."]),
        ("22. Moet dat? Ja.", ["22. Moet dat?", "Ja."]),
        ("Het tarief is 4.500 euro. Klaar.", ["Het tarief is 4.500 euro.", "Klaar."]),
        ("„Ja.” Dat zei hij.", ["„Ja.”", "Dat zei hij."]),
        ("Het is klaar (bijna). 3 scholen doen mee.", ["Het is klaar (bijna).", "3 scholen doen mee."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text, Span(0, len(text)))] == expected


# --- how long it takes -----------------------------------------------------------------------------------------------

_MOST_SECONDS = 10.0  # of the processor; what takes time by the square takes twice as long or more


@pytest.mark.parametrize(
    "text",
    ["1. Een\n" * 20_000, "zin hier\n\f12\n" * 12_000, "A. B. d.d. " * 40_000, "<input " * 40_000],
    ids=["numbers on top of each other", "pages", "sentence that never ends", "fields that never end"],
)
def test_a_broken_text_takes_time_by_its_length(text: str) -> None:
    began = process_time()
    document = make_document(text)
    blocks = [block.span for section in document.sections for block in section.blocks]
    assert all(document.readable(block) for block in blocks)
    assert all(sentences(text, block) for block in blocks)
    assert all(statements_of(passage) for passage in passages_of(document))
    assert process_time() - began < _MOST_SECONDS
