from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import NoticeKind, Status, Turn
from evals.cases import CaseError, Kind, Style, load_cases

CASE = """
[[case]]
id = "opp"
kind = "fact"
style = "plain"
question = "Hoe vaak?"
statuses = ["answered"]
evidence = [{document = "plan", quote = "twee keer"}]
holds = ["twee keer|2 keer"]
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "cases.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_field_of_a_case_file_is_read(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        'corpus = "../school"\nunseen = true\n[bars]\nfacts_right = 0.9\nmax_false_answers = 0.05\n'
        + CASE.replace('"fact"', '"dialogue"')
        + 'organisation = "bepo"\nhistory = [{role = "user", content = "Hoi"}]\n'
        + 'notices = ["outdated"]\nnote = "Waarom"\n',
    )

    file = load_cases(path)

    assert file.corpus == tmp_path.parent / "school"
    assert file.unseen
    assert file.bars == {"facts_right": 0.9, "max_false_answers": 0.05}
    case = file.cases[0]
    assert (case.kind, case.style, case.organisation) == (Kind.DIALOGUE, Style.PLAIN, "bepo")
    assert case.history == (Turn("user", "Hoi"),)
    assert case.notices == (NoticeKind.OUTDATED,)
    assert case.evidence[0].quote == "twee keer"


def test_without_header_the_corpus_is_the_installations_and_the_cases_are_seen(tmp_path: Path) -> None:
    file = load_cases(_write(tmp_path, CASE))

    assert file.corpus is None
    assert not file.unseen
    assert file.bars == {}


@pytest.mark.parametrize(
    ("statuses", "answerable"),
    [('["answered"]', True), ('["partial", "answered"]', False), ('["not_found", "related"]', False)],
)
def test_a_case_is_answerable_when_only_an_answer_will_do(tmp_path: Path, statuses: str, answerable: bool) -> None:
    file = load_cases(_write(tmp_path, CASE.replace('["answered"]', statuses)))

    assert file.cases[0].answerable is answerable
    assert Status.CLARIFY not in file.cases[0].statuses


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            CASE.replace('"fact"', '"feit"'),
            r"case 'opp': 'kind' moet 'fact', .* of 'dialogue' zijn \(er staat 'feit'\)\.$",
        ),
        (CASE + 'extra = "x"', "case 'opp': 'extra' is onbekend; .*'x'"),
        (CASE.replace("quote =", "citaat ="), "case 'opp': 'evidence', nummer 1, 'quote' ontbreekt; vul"),
        (CASE.replace('id = "opp"\n', ""), r"case 'nummer 1': 'id' ontbreekt; vul het in\.$"),
        (
            CASE.replace('holds = ["twee keer|2 keer"]', ""),
            "case 'opp': klopt niet: met alleen de status 'answered' zijn evidence en holds nodig",
        ),
        (CASE.replace("twee keer|2 keer", "twee keer|"), "case 'opp': klopt niet: in holds is een alternatief leeg"),
        (CASE + CASE, "case 'opp' staat er twee keer; geef"),
        ("", "'case' ontbreekt"),
        ('case = ["x"]', "case 'nummer 1': moet een tabel zijn .*'x'"),
        ("[bars]\nfacts_right = 'veel'\n" + CASE, "'bars', 'facts_right' moet een getal zijn .*'veel'"),
        ("[[case", "is geen geldige TOML; kijk"),
    ],
)
def test_a_mistake_is_one_line_that_says_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CaseError, match=message) as error:
        load_cases(_write(tmp_path, text))

    assert "\n" not in str(error.value)
    assert "cases.toml" in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"geen\.toml: kan niet geopend worden \(het staat er niet\); noem met --cases"):
        load_cases(tmp_path / "geen.toml")
