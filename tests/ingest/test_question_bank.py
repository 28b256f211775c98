from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.errors import QuestionBankError
from ingest.passages import passages_of
from ingest.question_bank import PlaceProblem, QuestionBank, bank_path, load_bank, places
from ingest.reading import read_document
from tests.ingest.making import make_document

CORPUS = Path(__file__).parent.parent.parent / "corpus"
_DOCUMENT = make_document(
    "De afspraken\n\n1. Moet elke school een plan hebben, als afspraak\nbinnen de basisondersteuning?\n\nJa\n\n"
    "2. Moet evaluatie van de plannen jaarlijks\nplaatsvinden?\n\nJa, twee keer\nminimaal\n\n"
    "Vervoer\n\nDe gemeente betaalt de bus. De ouders vragen het aan.\n"
)
_TEXT = _DOCUMENT.text
_MOST_SECONDS = 1  # Of the processor, for what takes a hundredth of one.


def load(folder: Path, toml: str) -> QuestionBank:
    path = folder / "proef.toml"
    path.write_text(toml, encoding="utf-8")
    return load_bank(path, _DOCUMENT, passages_of(_DOCUMENT))


def place(folder: Path, entry: str) -> int:
    bank = load(folder, f'[[entry]]\n{entry}\nquestions = ["Hoe vaak?"]\n')
    assert bank.problems == ()
    (question,) = bank.questions
    passage = next(passage for passage in passages_of(_DOCUMENT) if passage.id == question.passage_id)
    assert passage.span.start <= question.place < passage.span.end
    return question.place


def test_a_label_leads_to_the_first_words_of_its_unit(tmp_path: Path) -> None:
    assert place(tmp_path, 'label = "afspraak 2"') == _TEXT.index("2. Moet evaluatie")


def test_a_label_is_found_in_capitals_too(tmp_path: Path) -> None:
    assert place(tmp_path, 'label = " Afspraak 2"') == _TEXT.index("2. Moet evaluatie")


@pytest.mark.parametrize("begins", ["Ja, twee keer minimaal", "ja, twee  keer", "Ja, twee keer\\nminimaal"])
def test_first_words_are_found_over_a_line_break_and_in_any_case(tmp_path: Path, begins: str) -> None:
    assert place(tmp_path, f'begins = "{begins}"') == _TEXT.index("Ja, twee")


@pytest.mark.parametrize("begins", ["*De gemeente* betaalt", "o De gemeente", "☐ De [gemeente](https://a.nl)"])
def test_first_words_are_found_when_the_document_has_other_signs(tmp_path: Path, begins: str) -> None:
    assert place(tmp_path, f'begins = "{begins}"') == _TEXT.index("De gemeente")


def test_first_words_are_sought_inside_the_labelled_unit(tmp_path: Path) -> None:
    assert place(tmp_path, 'label = "afspraak 2"\nbegins = "Ja"') == _TEXT.index("Ja, twee")
    assert place(tmp_path, 'begins = "Ja"') == _TEXT.index("Ja\n")


def test_what_a_document_does_not_answer_is_kept_apart_with_its_place(tmp_path: Path) -> None:
    bank = load(
        tmp_path,
        '[[entry]]\nbegins = "De gemeente"\nquestions = ["Wie betaalt de bus?"]\n'
        '[[unanswered]]\nbegins = "De ouders"\nquestions = ["Bij wie?"]\n'
        '[[unanswered]]\nbegins = "Het rijk"\nquestions = ["Hoeveel?"]\n',
    )
    assert [question.question for question in bank.questions] == ["Wie betaalt de bus?"]
    assert [(one.question, one.place) for one in bank.unanswered] == [("Bij wie?", _TEXT.index("De ouders"))]
    assert len(bank.problems) == 1


def test_what_a_document_does_not_answer_may_be_about_the_whole_of_it(tmp_path: Path) -> None:
    bank = load(tmp_path, '[[unanswered]]\nquestions = ["Wat kost een advocaat?"]\n')
    (question,) = bank.unanswered
    assert (question.passage_id, question.place, bank.problems) == (passages_of(_DOCUMENT)[0].id, 0, ())


def test_first_words_are_whole_words(tmp_path: Path) -> None:
    assert place(tmp_path, 'label = "afspraak 2"\nbegins = "Ja"') != _TEXT.index("jaarlijks")
    assert len(load(tmp_path, '[[entry]]\nbegins = "De gemeent"\nquestions = ["Wie?"]\n').problems) == 1


def test_first_words_may_be_a_heading_or_the_middle_of_a_paragraph(tmp_path: Path) -> None:
    assert place(tmp_path, 'begins = "Vervoer"') == _TEXT.index("Vervoer")
    assert place(tmp_path, 'begins = "De ouders vragen"') == _TEXT.index("De ouders")


@pytest.mark.parametrize(
    ("entry", "label", "begins", "says"),
    [
        ('label = "afspraak 3"', "afspraak 3", None, "proef.toml: label 'afspraak 3' staat niet (meer) in "),
        ('begins = "Nee"', None, "Nee", "proef.toml: begins 'Nee' staat niet (meer) in "),
        (
            'label = "afspraak 1"\nbegins = "Ja, twee"',
            "afspraak 1",
            "Ja, twee",
            "proef.toml: label 'afspraak 1', begins 'Ja, twee' staat niet (meer) in ",
        ),
        ("", None, None, "proef.toml: een tabel noemt geen plek in het document; "),
    ],
    ids=["label", "begins", "both", "neither"],
)
def test_a_place_that_is_not_there_is_reported_and_the_rest_goes_on(
    tmp_path: Path, entry: str, label: str | None, begins: str | None, says: str
) -> None:
    bank = load(
        tmp_path,
        f'[[entry]]\n{entry}\nquestions = ["Hoe?"]\n[[entry]]\nbegins = "De gemeente"\nquestions = ["Wie betaalt?"]\n',
    )
    (problem,) = bank.problems
    assert problem == PlaceProblem("proef.toml", label, begins)
    assert str(problem).startswith(says)
    assert "\n" not in str(problem)
    assert [question.question for question in bank.questions] == ["Wie betaalt?"]


def test_questions_are_trimmed_and_empty_ones_left_out(tmp_path: Path) -> None:
    bank = load(tmp_path, '[[entry]]\nlabel = "afspraak 1"\nquestions = ["  Moet\\n dat? ", " "]\n')
    assert [question.question for question in bank.questions] == ["Moet dat?"]


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("[[entry]\n", "is geen geldige TOML"),
        ('[[entry]]\nlabel = "afspraak 1"\n', "'entry', nummer 1, 'questions' ontbreekt; vul het in; verbeter"),
        (
            '[[entry]]\nlabel = "afspraak 1"\nquestions = []\n',
            "'entry', nummer 1, 'questions' is leeg (er staat []); verbeter",
        ),
        (
            '[[entry]]\nlabel = "afspraak 1"\nquestions = ["Hoe?"]\nvraag = "Hoe?"\n',
            "'entry', nummer 1, 'vraag' is onbekend",
        ),
        (
            '[[entry]]\nlabel = 1\nquestions = ["Hoe?"]\n',
            "'entry', nummer 1, 'label' moet tekst tussen aanhalingstekens zijn (er staat 1)",
        ),
        ('vraag = "Hoe?"\n', "'vraag' is onbekend"),
    ],
)
def test_a_file_that_is_no_bank_is_refused_in_one_line(tmp_path: Path, toml: str, expected: str) -> None:
    with pytest.raises(QuestionBankError) as raised:
        load(tmp_path, toml)
    assert expected in str(raised.value)
    assert "proef.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "proef.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuestionBankError, match=r"proef\.toml"):
        load_bank(tmp_path / "proef.toml", _DOCUMENT, passages_of(_DOCUMENT))


def test_a_bank_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "proef.toml").symlink_to("/proc/self/mem")  # There, and yet it cannot be read.
    with pytest.raises(QuestionBankError, match=r"proef\.toml: kan niet geopend worden \("):
        load_bank(tmp_path / "proef.toml", _DOCUMENT, passages_of(_DOCUMENT))


def test_a_document_without_a_bank_works(tmp_path: Path) -> None:
    assert load_bank(bank_path(tmp_path, "proef"), _DOCUMENT, passages_of(_DOCUMENT)) == QuestionBank((), ())


def test_every_entry_of_the_corpus_has_its_place() -> None:
    sources = load_catalogue(CORPUS).sources
    assert len(sources) > 1
    for source in sources:
        document = read_document(source)
        bank = load_bank(bank_path(CORPUS, source.id), document, passages_of(document))
        assert bank.problems == ()
        assert len(bank.questions) > 1


def test_first_words_are_sought_at_once_among_many_signs() -> None:
    document = make_document(f"Vervoer\n\nDe gemeente {'<><_>' * 200} regelt\n")
    start = time.thread_time()

    assert list(places(document, passages_of(document), None, "De gemeente betaalt")) == []
    assert time.thread_time() - start < _MOST_SECONDS
