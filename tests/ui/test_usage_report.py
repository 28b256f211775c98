"""`wegwijs report`: what staff can act on, as a page and as tables."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.staff.asked import Asked, Place, today
from assistant.staff.bank_entry import add_question
from assistant.staff.feedback import Feedback
from assistant.staff.learning_store import LearningStore
from assistant.staff.usage_report import Group, Spot, UsageReport
from ingest.errors import IndexAwayError, WegwijsError
from tests.conftest import CORPUS
from tests.ui.page_text import PageText
from ui.reporting import write_usage_report
from ui.usage_page import usage_page
from ui.usage_tables import ENCODING

HOSTILE = "<script src=//kwaad.nl>'; rm -rf ~ #"
ADDRESS = "https://wegwijs.school.nl"
BUS = ("Wie betaalt het leerlingenvervoer?", "Wie vergoedt de kosten van leerlingenvervoer?")


@pytest.fixture
def home(index_home: Path, tmp_path: Path) -> Path:
    """A home of its own, with the index and the model of the session."""
    for name in ("index", "models"):
        (tmp_path / name).symlink_to(index_home / name, target_is_directory=True)
    return tmp_path


def keep(home: Path, place: Place) -> None:
    """Keep two questions about one thing, another one with a formula in it, and an answer that did not help."""
    store = LearningStore(home)
    for number, question in enumerate((*BUS, "=1+1 Wie ondertekent het OPP?")):
        day = today() - timedelta(days=number)
        store.keep(Asked(f"answer-{number}", day, "bepo", Status.NOT_FOUND, question, (place,)))
    store.count([place])
    store.judge(Feedback(answer_id="answer-0", helpful=False, comment=f"@ {HOSTILE}"), None)
    store.judge(Feedback(answer_id="answer-x", helpful=True), None)


def rows(file: Path) -> list[list[str]]:
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding=ENCODING, newline="") as lines:
        return list(csv.reader(lines, delimiter=";"))


def test_report_groups_what_was_not_answered_and_says_what_to_do(assistant: Assistant, home: Path) -> None:
    passage = assistant.index.passages("bepo-ondersteuningsniveaus")[5]
    keep(home, Place.of(passage))

    write_usage_report(Settings(home=home, keep_questions_days=90), home / "out", None, ADDRESS)

    html = (home / "out" / "verslag.html").read_text(encoding="utf-8")
    page = PageText(html)
    for words in ("2 keer", BUS[0], BUS[1], "2 × niet gevonden", "gekozen: bepo", passage.document.source.title):
        assert words in page.words
    assert set(re.findall(r"""https?://[^\s"'<>/]+""", html)) == {ADDRESS}
    links = {attributes["href"] or "" for tag, attributes in page.tags if tag == "a"}
    assert f"{ADDRESS}{Place.of(passage).href}" in links
    assert all(link.startswith(f"{ADDRESS}/bronnen/") for link in links)
    assert {"script", "img"}.isdisjoint(tag for tag, _ in page.tags)

    heads, *questions = rows(home / "out" / "vragen.csv")
    assert heads == ["groep", "vraag", "dag", "gekozen", "uitkomst", "plek"]
    assert {(row[0], row[1]) for row in questions} == {
        ("1", BUS[0]),
        ("1", BUS[1]),
        ("2", "'=1+1 Wie ondertekent het OPP?"),
    }
    assert rows(home / "out" / "oordelen.csv")[1][1] == f"'@ {HOSTILE}"
    assert rows(home / "out" / "bronnen.csv")[1][0] == "1"


def test_command_in_the_report_adds_the_question_whatever_a_visitor_typed(assistant: Assistant, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    passage = assistant.index.passages("bepo-ondersteuningsniveaus")[5]
    asked = Asked("answer-1", today(), None, Status.RELATED, HOSTILE, (Place.of(passage),))
    group = Group((asked,), (Spot(Place.of(passage), "Titel", passage),))
    page = PageText(usage_page(UsageReport(today(), today(), (group,), 0, (), 0, ()), ADDRESS))

    command = re.search(r"wegwijs questions add .*", page.words)
    assert command is not None
    _, _, _, document, question, _, *begins = shlex.split(command[0])

    assert question == HOSTILE
    added = add_question(corpus, document, question, None, " ".join(begins))
    assert added.id == passage.id


def test_place_that_has_changed_is_said_to_be() -> None:
    place = Place("weg", "Kop", None, 1, 2)
    page = PageText(usage_page(UsageReport(today(), today(), (), 0, (), 0, ((Spot(place, None, None), 3),)), ADDRESS))

    assert "deze plek is intussen veranderd" in page.words


def test_report_forgets_what_is_too_old_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = LearningStore(home)
    store.keep(Asked("answer-1", today() - timedelta(days=8), None, Status.NOT_FOUND, "Mag dat?", ()))

    write_usage_report(Settings(home=home, keep_questions_days=7), home / "out", None, ADDRESS)

    assert "Er is niets bewaard" in capsys.readouterr().out
    assert store.unanswered(today() - timedelta(days=99)) == []
    assert not (home / "out").exists()


def test_report_while_nothing_is_kept_says_so_and_leaves_what_there_is(home: Path) -> None:
    keep(home, Place("document", "Kop", None, 1, 2))

    with pytest.raises(WegwijsError, match=r"staat uit.*keep_questions_days = 90.*feedback\.sqlite3"):
        write_usage_report(Settings(home=home), home / "out", None, ADDRESS)

    assert (home / "feedback.sqlite3").exists()


def test_report_looks_where_the_settings_say_that_the_index_is(home: Path) -> None:
    keep(home, Place("document", "Kop", None, 1, 2))
    elsewhere = Settings(home=home, keep_questions_days=90, chroma_url="http://127.0.0.1:9")

    with pytest.raises(IndexAwayError, match=r"127\.0\.0\.1:9"):
        write_usage_report(elsewhere, home / "out", None, ADDRESS)
