from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from assistant.staff.bank_check import check_bank
from assistant.staff.bank_entry import add_question, add_unanswered
from ingest.errors import QuestionBankError
from tests.ingest.making import write_corpus

TEXT = "Vervoer\n\nDe gemeente betaalt de bus naar school.\n\nOpvang\n\nDe school regelt de opvang na school.\n"
BANK = """# Geschreven door de ouderraad.

[[entry]]
begins = "De gemeente betaalt"  # de bus
questions = [
  "Wie betaalt de bus?",
]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_corpus(tmp_path, {"vervoer": TEXT})
    (tmp_path / "questions" / "vervoer.toml").write_text(BANK, encoding="utf-8")
    return tmp_path


def _file(corpus: Path) -> str:
    return (corpus / "questions" / "vervoer.toml").read_text(encoding="utf-8")


def test_a_question_joins_the_entry_of_its_place_and_the_rest_of_the_file_stays(corpus: Path) -> None:
    passage = add_question(corpus, "vervoer", ' Betaalt  de gemeente "de bus"? ', None, "de gemeente  betaalt")

    assert passage.section.path[-1] == "Vervoer"
    assert _file(corpus) == BANK.replace(
        '  "Wie betaalt de bus?",\n', '  "Wie betaalt de bus?",\n  "Betaalt de gemeente \\"de bus\\"?",\n'
    )


def test_a_question_at_a_new_place_gets_an_entry_at_the_end(corpus: Path) -> None:
    add_question(corpus, "vervoer", "Wie regelt de opvang?", None, "De school regelt")

    assert (
        _file(corpus)
        == BANK + '\n[[entry]]\nbegins = "De school regelt"\nquestions = [\n  "Wie regelt de opvang?",\n]\n'
    )


def test_a_question_that_the_document_leaves_open_gets_a_table_of_its_own(corpus: Path) -> None:
    add_unanswered(corpus, "vervoer", "Hoeveel betaalt de gemeente?", None, "De gemeente betaalt")

    table = '[[unanswered]]\nbegins = "De gemeente betaalt"\nquestions = [\n  "Hoeveel betaalt de gemeente?",\n]\n'
    assert _file(corpus) == f"{BANK}\n{table}"
    with pytest.raises(QuestionBankError, match="staat al in de vragenbank"):
        add_question(corpus, "vervoer", "hoeveel betaalt de gemeente", None, "De gemeente betaalt")


def test_a_question_that_the_whole_document_leaves_open_needs_no_place(corpus: Path) -> None:
    add_unanswered(corpus, "vervoer", "Hoeveel is het griffierecht?", None, None)
    add_unanswered(corpus, "vervoer", "Wat kost een advocaat?", None, None)

    questions = '  "Hoeveel is het griffierecht?",\n  "Wat kost een advocaat?",\n'
    assert _file(corpus) == f"{BANK}\n[[unanswered]]\nquestions = [\n{questions}]\n"
    assert check_bank(corpus, lambda _: []).sound


_RULES = (
    "Taken\n\nDe commissie beslist. Ouders horen van de commissie wat zij vindt.\n\nLeden\n\nDe commissie telt drie "
    "leden. Elk lid heeft een stem.\n\na. De voorzitter leidt. Elk lid heeft een stem.\nb. De griffier schrijft.\n\n"
    "Stap 1. De school vraagt de commissie om raad.\n\nStap 2. De school schrijft een plan.\n"
)


@pytest.mark.parametrize(
    ("begins", "holds"),
    [
        ("De commissie telt", "De commissie telt drie leden."),
        ("Stap 2. De school", "De school schrijft een plan."),
        ("De school vraagt", "De school vraagt de commissie om raad."),
        ("De voorzitter", "De voorzitter leidt."),
        ("Elk lid heeft", "Elk lid heeft een stem."),
        ("Leden", "De commissie telt drie leden."),
    ],
)
def test_first_words_begin_one_sentence_item_or_heading_or_one_that_is_repeated(
    corpus: Path, begins: str, holds: str
) -> None:
    write_corpus(corpus, {"regels": _RULES})

    passage = add_question(corpus, "regels", "Wie beslist er?", None, begins)

    assert holds in passage.text
    bank = (corpus / "questions" / "regels.toml").read_text(encoding="utf-8")
    assert bank == f'[[entry]]\nbegins = "{begins}"\nquestions = [\n  "Wie beslist er?",\n]\n'


@pytest.mark.parametrize(
    ("begins", "says"),
    [
        ("de commissie wat", "niet aan het begin van een zin. Neem over hoe de zin begint: “Ouders horen van de "),
        ("De commissie", "past op 4 plekken in 'regels': “De commissie beslist.”; “Ouders horen van de commissie wat"),
        ("De commissie", "telt drie leden.” en meer. Neem meer woorden van de zin over of noem ook het nummer"),
    ],
    ids=["middle of a sentence", "several", "how to be exact"],
)
def test_first_words_that_begin_no_sentence_or_several_are_refused_with_what_to_write(
    corpus: Path, begins: str, says: str
) -> None:
    write_corpus(corpus, {"regels": _RULES})
    with pytest.raises(QuestionBankError) as raised:
        add_question(corpus, "regels", "Wie beslist er?", None, begins)
    assert says in str(raised.value)
    assert not (corpus / "questions" / "regels.toml").exists()


def test_the_first_question_makes_the_file(corpus: Path) -> None:
    (corpus / "questions" / "vervoer.toml").unlink()

    add_question(corpus, "vervoer", "Wie regelt de opvang?", None, "De school regelt")

    assert _file(corpus).startswith('[[entry]]\nbegins = "De school regelt"\n')


def test_a_document_may_be_named_by_its_file(corpus: Path) -> None:
    add_question(corpus, "vervoer.txt", "Wie regelt de opvang?", None, "De school regelt")

    assert "Wie regelt de opvang?" in _file(corpus)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("bus", "Wie betaalt?", None, "De gemeente"), "'bus': kies uit vervoer"),
        (("vervoer", "Wie betaalt?", None, "De provincie"), "begins 'De provincie' staat niet in 'vervoer'"),
        (("vervoer", "Wie betaalt?", "afspraak 3", None), "label 'afspraak 3' staat niet"),
        (("vervoer", "Wie betaalt?", None, " "), "Noem de plek die antwoord geeft: een nummer (--label) of "),
        (("vervoer", "Wat?", None, "De gemeente"), "'Wat?' zegt te weinig: schrijf een hele vraag"),
        (("vervoer", "En wat dan?", None, "De gemeente"), "'En wat dan?' zegt te weinig"),
        (("vervoer", "Bus?", None, "De gemeente"), "'Bus?' zegt te weinig"),
        (("vervoer", "wie betaalt de bus", None, "De school regelt"), "staat al in de vragenbank, bij Vervoer"),
        (("vervoer", " ", None, "De school regelt"), "0 tekens"),
        (("vervoer", "a" * 501, None, "De school regelt"), "501 tekens"),
    ],
)
def test_what_will_not_do_is_refused_in_one_line_and_changes_nothing(
    corpus: Path, arguments: tuple[str, str, str | None, str | None], says: str
) -> None:
    with pytest.raises(QuestionBankError) as raised:
        add_question(corpus, *arguments)

    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert _file(corpus) == BANK


def test_questions_that_are_added_at_once_are_all_in(corpus: Path) -> None:
    together = Barrier(3)

    def add_five(who: str) -> None:
        together.wait()
        for number in range(5):
            add_question(corpus, "vervoer", f"Betaalt {who} de bus van lijn {number}?", None, "De gemeente betaalt")

    with ThreadPoolExecutor() as pool:
        running = [pool.submit(add_five, who) for who in ("vader", "moeder", "oma")]
    assert [one.exception() for one in running] == [None] * 3
    assert _file(corpus).count("de bus van lijn") == 15
