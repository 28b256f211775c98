from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.staff.bank_check import BankReport, check_bank
from tests.ingest.making import write_corpus

TEXT = (
    "Vervoer\n\nDe gemeente betaalt de bus naar school.\n\nOpvang\n\nDe school regelt de opvang na school.\n\n"
    "Eten\n\nKinderen eten samen in de klas.\n"
)
BANK = """
[[entry]]
begins = "De gemeente betaalt"
questions = ["Wie betaalt de bus naar school?"]

[[entry]]
begins = "De school regelt"
questions = [{opvang}]
"""


def _same(questions: Sequence[str]) -> list[list[float]]:
    return [[1.0, 0.0] for _ in questions]


def _different(questions: Sequence[str]) -> list[list[float]]:
    return [[1.0, 0.0] if number % 2 else [0.0, 1.0] for number, _ in enumerate(questions)]


def _check(folder: Path, opvang: str, *, meaning_the_same: bool = True, name: str = "vervoer") -> BankReport:
    write_corpus(folder, {"vervoer": TEXT})
    (folder / "questions" / f"{name}.toml").write_text(BANK.format(opvang=opvang), encoding="utf-8")
    return check_bank(folder, _same if meaning_the_same else _different)


def test_a_bank_that_fits_its_document_is_sound_and_passages_without_questions_are_told(tmp_path: Path) -> None:
    report = _check(tmp_path, '"Wie regelt de opvang?"')

    assert (report.sound, report.questions, report.alike) == (True, 2, [])
    assert [passage.section.path[-1] for passage in report.unasked] == ["Eten"]


def test_an_entry_whose_place_is_gone_has_to_be_mended(tmp_path: Path) -> None:
    report = _check(tmp_path, '"Wie?"')
    write_corpus(tmp_path, {"vervoer": TEXT.replace("De gemeente betaalt", "Het rijk betaalt")})

    changed = check_bank(tmp_path, _same)

    assert report.sound
    assert not changed.sound
    assert changed.problems == [
        "vervoer.toml: begins 'De gemeente betaalt' staat niet (meer) in het document; wijs de plek opnieuw aan."
    ]


def test_a_question_twice_on_one_passage_has_to_be_mended(tmp_path: Path) -> None:
    report = _check(tmp_path, '"Wie regelt de opvang?", "wie regelt de  opvang"')

    (twins,) = report.repeated
    assert (twins.first.question, twins.second.question) == ("Wie regelt de opvang?", "wie regelt de opvang")
    assert not report.sound


def test_a_question_with_and_without_answer_has_to_be_mended(tmp_path: Path) -> None:
    unanswered = '\n\n[[unanswered]]\nbegins = "Kinderen eten"\nquestions = ["{}"]\n'
    report = _check(tmp_path, '"Wie regelt de opvang?"')
    bank = tmp_path / "questions" / "vervoer.toml"
    text = bank.read_text(encoding="utf-8")
    bank.write_text(text + unanswered.format("Wat kost de opvang?"), encoding="utf-8")
    sound = check_bank(tmp_path, _same)
    bank.write_text(text + unanswered.format("wie regelt de opvang"), encoding="utf-8")
    contradicting = check_bank(tmp_path, _same)

    assert (report.unanswered, sound.unanswered, sound.sound) == (0, 1, True)
    (twins,) = contradicting.contradicting
    assert (twins.first.question, twins.second.question) == ("Wie regelt de opvang?", "wie regelt de opvang")
    assert not contradicting.sound


@pytest.mark.parametrize(
    ("question", "meaning_the_same", "alike"),
    [
        ("Wie betaalt de bus naar school?", True, True),
        ("Wie betaalt een bus naar school?", True, True),
        ("Wie betaalt een bus naar school?", False, False),
        ("Waar eten de kinderen?", True, False),
        ("Wie betaalt de bus naar school in 2021?", True, False),
    ],
    ids=["equal", "nearly equal", "other meaning", "other words", "other number"],
)
def test_questions_on_two_passages_are_alike_in_words_and_meaning(
    tmp_path: Path, question: str, meaning_the_same: bool, alike: bool
) -> None:
    report = _check(tmp_path, f'"{question}"', meaning_the_same=meaning_the_same)

    assert bool(report.alike) is alike
    assert report.sound


def test_a_bank_without_its_document_and_a_broken_bank_are_told_and_the_others_checked(tmp_path: Path) -> None:
    _check(tmp_path, '"Wie?"', name="verdwenen")
    (tmp_path / "questions" / "vervoer.toml").write_text("[[entry", encoding="utf-8")

    report = check_bank(tmp_path, _same)

    assert len(report.problems) == 2
    assert "'verdwenen'" in report.problems[0]
    assert "vervoer.toml" in report.problems[1]
