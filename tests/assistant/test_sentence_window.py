"""Which sentences are shown around the one that answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.language import Language
from assistant.question import Question, kind_of
from assistant.sentence_window import Sentence, window
from ingest.document import Block, BlockKind
from ingest.span import Span
from ingest.terms import terms


def shown(
    asked: str, *paragraphs: list[str], best: int = 0, nearness: float = 0.5, beside: float | None = None
) -> list[str]:
    question = Question(
        asked,
        tuple(terms(asked)),
        kind_of(asked),
        Language.DUTCH,
        None,
        familiar=True,
        abbreviations=(),
        sectors=frozenset(),
        units=(),
        topic=frozenset(),
        shares={},
    )
    sentences = []
    for number, paragraph in enumerate(paragraphs):
        block = Block(BlockKind.PARAGRAPH, Span(number * 1000, number * 1000 + 999))
        sentences += [Sentence(block, text, nearness) for text in paragraph]
    if beside is not None:
        sentences = [replace(one, nearness=nearness if n == best else beside) for n, one in enumerate(sentences)]
    return [sentences[place].text for place in window(question, sentences, best)]


CASE = "De school betrekt het team in een vroeg stadium."


@pytest.mark.parametrize(
    ("follows", "joined"),
    [
        ("Het uitgangspunt is dat deze afspraak elk jaar opnieuw wordt gemaakt.", True),
        ("Voorwaarde hierbij is dat de ouders het weten.", True),
        ("De gemeente heeft een eigen loket.", False),
    ],
)
def test_next_paragraph_is_shown_when_it_points_back(follows: str, *, joined: bool) -> None:
    assert shown("Mag de school het team betrekken?", [CASE], [follows]) == [CASE, follows][: 1 + joined]


@pytest.mark.parametrize(
    ("asked", "follows", "goes_on"),
    [
        ("Moeten ouders het plan ondertekenen?", "Besturen ontvangen een budget.", False),
        ("Moeten ouders het plan ondertekenen?", "Dit gebeurt op school.", True),
        ("Moeten ouders tekenen voor de hulp begint?", "De hulp begint een week later.", True),
        ("Wat gebeurt er als ouders het plan ondertekenen?", "Besturen ontvangen een budget.", True),
        ("Hoe verloopt het ondertekenen stap voor stap?", "Besturen ontvangen een budget.", True),
    ],
)
def test_answer_goes_on_while_the_text_still_answers(asked: str, follows: str, *, goes_on: bool) -> None:
    answer = "Ouders ondertekenen het plan."
    assert shown(asked, [answer, follows], beside=0.2) == [answer, follows][: 1 + goes_on]


def test_what_leads_up_to_an_answer_is_left_out() -> None:
    before, answer = "Veel ouders willen weten hoe dat gaat.", "Ouders ondertekenen het plan."
    assert shown("Moeten ouders tekenen?", [before, answer], best=1) == [answer]


def test_what_an_answer_leans_on_is_shown_before_it() -> None:
    before, answer = "Soms is de hulp op school niet genoeg.", "In dat geval vraagt het bestuur een verklaring aan."
    assert shown("Moet het bestuur iets aanvragen?", [before, answer], best=1) == [before, answer]


def test_fact_is_shown_with_what_takes_it_back() -> None:
    fact, back = "In 2020 begint een netwerkcafé.", "Door corona heeft dit geen voortgang gevonden."
    others = "Er is ook een website."
    assert shown("Wanneer begint het netwerkcafé?", [fact, back, others], nearness=0.0)[:2] == [fact, back]
