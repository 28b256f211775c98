"""What is kept of questions: nothing unless it is switched on, and then no longer and no more than is said."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from assistant.answer import Answer, Citation, Status
from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.settings import Settings
from assistant.staff.asked import Asked, Place, today
from assistant.staff.feedback import Feedback
from assistant.staff.learning import Learning
from assistant.staff.learning_store import LearningStore
from tests.assistant.making import make_passages
from tests.assistant.serving import serving

UNANSWERED = "Wie betaalt het vervoer naar school? Bel mij op 06-12345678."
ANSWERED = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
FOREIGN = "Hoe bak ik een appeltaart?"
PASSAGE = make_passages("Kop\n\nDe school evalueert het plan twee keer per jaar.\n")[0]
EVER = today() - timedelta(days=999)


@contextmanager
def learning(home: Path, days: int = 90) -> Iterator[Learning]:
    """Learn; all is kept when this ends."""
    kept = Learning(home, days)
    with kept.running():
        yield kept


def make_answer(status: Status, question: str = "Wie betaalt?", number: int = 1) -> Answer:
    citations = (Citation(1, PASSAGE, PASSAGE.span),) if status is not Status.NOT_FOUND else ()
    return Answer(f"answer-{number}", question, status, "Tekst [1].", citations, nearest=(PASSAGE,))


def make_asked(days_ago: int, question: str = "Wie betaalt?") -> Asked:
    place = Place("document", "Kop", None, 0, 10)
    return Asked(f"answer-{days_ago}", today() - timedelta(days=days_ago), None, Status.NOT_FOUND, question, (place,))


# --- over HTTP -------------------------------------------------------------------------------------------------------


def use(client: httpx.Client) -> list[int]:
    """Ask some questions and judge the answers; return the statuses of the judgements."""
    asked = [
        client.post("/api/v1/ask", json={"question": question, "organisation": organisation}).json()
        for question, organisation in ((UNANSWERED, "bepo"), (ANSWERED, None), (FOREIGN, None))
    ]
    return [
        client.post("/api/v1/feedback", json={"answer_id": one["id"], "helpful": False, "comment": "Nee"}).status_code
        for one in asked[:2]
    ]


def test_nothing_is_kept_unless_it_is_switched_on(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "feedback.sqlite3").write_bytes(b"of when it was on")

    with serving(lambda: create_api(assistant, Settings(home=tmp_path))) as client:
        assert use(client) == [204, 204]
        assert 'wegwijs_feedback_total{helpful="false"} 2.0' in client.get("/metrics").text

    assert list(tmp_path.iterdir()) == []


def test_what_was_not_answered_or_did_not_help_is_kept_when_switched_on(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, keep_questions_days=90)

    with serving(lambda: create_api(assistant, settings)) as client:
        assert use(client) == [202, 202]

    store = LearningStore(tmp_path)
    (unanswered,) = store.unanswered(EVER)
    assert unanswered.question == "Wie betaalt het vervoer naar school? Bel mij op [weggelaten]."
    assert (unanswered.organisation, unanswered.day) == ("bepo", today())
    assert unanswered.is_unanswered
    assert len(unanswered.places) == 3
    place = unanswered.places[0]
    passage = assistant.index.passage(f"{place.document}:{place.start}")
    assert Place.of(passage) == place
    kept = {(one.asked.question, one.comment) for one in store.unhelpful(EVER) if one.asked}
    assert kept == {(unanswered.question, "Nee"), (ANSWERED, "Nee")}
    assert store.cited(EVER)
    contents = store.file.read_bytes()
    assert not [word for word in (b"appeltaart", b"12345678", b"127.0.0.1") if word in contents]


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_follow_up_is_kept_as_it_stands_by_itself_on_one_line(tmp_path: Path) -> None:
    answer = replace(make_answer(Status.NOT_FOUND, "En wie betaalt dat?"), understood="En wie betaalt\nhet \x1b[1mOPP?")
    with learning(tmp_path) as kept:
        kept.answered(answer, None)

    assert [asked.question for asked in LearningStore(tmp_path).unanswered(EVER)] == ["En wie betaalt het [1mOPP?"]


@pytest.mark.parametrize("status", Status)
def test_only_questions_without_a_good_answer_are_kept(tmp_path: Path, status: Status) -> None:
    with learning(tmp_path) as kept:
        kept.answered(make_answer(status), None)

    asked = LearningStore(tmp_path).unanswered(EVER)
    assert [one.status for one in asked] == ([status] if status in {"not_found", "related", "partial"} else [])


def test_question_of_an_answer_that_helps_after_all_is_let_go(tmp_path: Path) -> None:
    with learning(tmp_path) as kept:
        kept.answered(make_answer(Status.ANSWERED, "Hoe vaak evalueren wij?"), None)
        kept.judged(Feedback(answer_id="answer-1", helpful=False))
        kept.judged(Feedback(answer_id="answer-1", helpful=True))

    store = LearningStore(tmp_path)
    assert (store.unhelpful(EVER), store.helped(EVER)) == ([], 1)
    assert b"evalueren wij" not in store.file.read_bytes()


def test_citations_are_counted_by_passage(tmp_path: Path) -> None:
    with learning(tmp_path) as kept:
        for number in range(3):
            kept.answered(make_answer(Status.ANSWERED, number=number), None)

    assert LearningStore(tmp_path).cited(EVER) == [(Place.of(PASSAGE), 3)]


def test_what_is_too_old_is_overwritten_when_the_server_starts(tmp_path: Path) -> None:
    store = LearningStore(tmp_path)
    store.keep(make_asked(30, "Wat is een zebravinkje?"))
    store.keep(make_asked(29, "Wat is een koolmees?"))

    with learning(tmp_path, days=30):
        pass

    assert [asked.question for asked in store.unanswered(EVER)] == ["Wat is een koolmees?"]
    assert b"zebravinkje" not in store.file.read_bytes()


def test_file_is_for_its_owner_only(tmp_path: Path) -> None:
    LearningStore(tmp_path).keep(make_asked(1))

    assert (tmp_path / "feedback.sqlite3").stat().st_mode & 0o077 == 0


def test_several_processes_may_write_at_once(tmp_path: Path) -> None:
    def write(number: int) -> None:
        LearningStore(tmp_path).count([Place("document", "Kop", None, number % 3, 10)])

    with ThreadPoolExecutor(8) as processes:  # To SQLite each opening of the file is another process.
        list(processes.map(write, range(40)))

    assert sum(times for _, times in LearningStore(tmp_path).cited(EVER)) == 40


def test_file_that_cannot_be_written_is_one_line_in_the_log_and_asking_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "feedback.sqlite3").mkdir()

    with learning(tmp_path) as kept:
        for number in range(5):
            kept.answered(make_answer(Status.NOT_FOUND, number=number), None)

    (line,) = caplog.messages
    assert "is not kept" in line
    assert "Wie betaalt" not in line


def test_nobody_waits_for_a_file_that_another_process_holds(tmp_path: Path) -> None:
    store = LearningStore(tmp_path)
    store.keep(make_asked(1))
    with learning(tmp_path) as kept:
        lock = sqlite3.connect(store.file)
        lock.execute("BEGIN EXCLUSIVE")
        done = threading.Thread(target=kept.answered, args=(make_answer(Status.NOT_FOUND, number=2), None))
        done.start()
        done.join(timeout=8)  # Who waits for the file does so for longer.
        waited = done.is_alive()
        lock.rollback()
        lock.close()

    assert not waited
    assert len(store.unanswered(EVER)) == 2


def test_what_goes_wrong_unexpectedly_costs_only_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with learning(tmp_path) as kept:
        kept.answered(replace(make_answer(Status.NOT_FOUND), id="\ud800"), None)  # It has no bytes to be written as.
        kept.answered(make_answer(Status.NOT_FOUND, "Wie helpt?", number=2), None)

    assert [one.question for one in LearningStore(tmp_path).unanswered(EVER)] == ["Wie helpt?"]
    assert "is not kept (UnicodeEncodeError)" in caplog.text


def test_what_a_crash_left_beside_the_file_is_deleted_with_it(tmp_path: Path) -> None:
    names = ("feedback.sqlite3", "feedback.sqlite3-journal", "feedback.sqlite3-wal", "feedback.sqlite3-shm")
    for name in names:
        (tmp_path / name).write_text(UNANSWERED)

    with learning(tmp_path, days=0):
        assert not any((tmp_path / name).exists() for name in names)
