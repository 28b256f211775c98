from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Explanation, Notice, NoticeKind, Searched, Status
from assistant.language import Language
from assistant.wording import WORDINGS
from ingest.catalogue import Organisation, Source
from ingest.span import Span
from tests.ui.page_text import PageText
from tests.ui.samples import SOURCE, make_answer, make_citation, make_document
from ui import rendering
from ui.rendering import render_examples, render_failure, render_start

TODAY = date(2026, 12, 1)
BEPO = Organisation("bepo", "BePO", None, "po", None)
HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
TEXT = "De afspraken\n\n1. De school schrijft het plan op en bespreekt het.\n2. De ouders tekenen het plan.\n"


def render_answer(answer: Answer) -> str:
    return rendering.render_answer(answer, TODAY)


def test_citation_tells_where_its_words_stand() -> None:
    source = replace(SOURCE, organisation=BEPO, valid_from=date(2021, 8, 1), valid_until=date(2022, 7, 31))
    document = make_document(TEXT, source, pages=(Span(0, len(TEXT)),))
    citation = make_citation(document, "De ouders tekenen het plan.")

    page = PageText(render_answer(make_answer(citations=[citation])))

    for words in (
        "De regeling",
        "BePO",
        "Gold van 1 augustus 2021 tot en met 31 juli 2022 (verlopen)",
        "De afspraken › afspraak 2, pagina 1",
        "De ouders tekenen het plan.",
    ):
        assert words in " ".join(page.words.split())


def test_items_of_a_quoted_list_stand_on_lines_of_their_own() -> None:
    document = make_document("Scholen\n\nEr zijn twee scholen:\n• De Eik in\n  Tiel\n• De Es\n")
    citation = make_citation(document, "Er zijn twee scholen:\n• De Eik in\n  Tiel\n• De Es")
    page = PageText(render_answer(make_answer(citations=[citation])))
    assert "Er zijn twee scholen:\n• De Eik in Tiel\n• De Es" in page.words


def test_citation_opens_its_passage_in_a_new_tab() -> None:
    citation = make_citation(make_document(TEXT), "De ouders tekenen het plan.")
    page = PageText(render_answer(make_answer(citations=[citation])))
    links = [attributes for tag, attributes in page.tags if tag == "a" and attributes["class"] == "bekijk"]
    assert [(link["href"], link["target"], link["rel"]) for link in links] == [
        (f"{citation.href}#citaat", "_blank", "opener")
    ]


def test_marker_leads_to_a_citation_on_the_page() -> None:
    document = make_document(TEXT)
    citations = [make_citation(document, "De ouders", 1), make_citation(document, "De school", 2)]
    page = PageText(render_answer(make_answer("Ja [1]. Nee [2].", citations=citations)))
    targets = [attributes["href"] for tag, attributes in page.tags if attributes.get("class") == "verwijzing"]
    assert targets == ["#bron-a1-1", "#bron-a1-2"]
    assert {"bron-a1-1", "bron-a1-2"} <= set(page.ids())


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (replace(SOURCE, published=date(2022, 11, 1)), "Versie van 1 november 2022"),
        (replace(SOURCE, valid_from=date(2022, 1, 1)), "Geldig vanaf 1 januari 2022"),
        (replace(SOURCE, valid_until=date(2022, 12, 31)), "Gold tot en met 31 december 2022 (verlopen)"),
        (SOURCE, "Zonder datum"),
    ],
    ids=["published", "from", "until", "nothing"],
)
def test_citation_gives_only_the_dates_that_the_document_gives(source: Source, words: str) -> None:
    citation = make_citation(make_document(TEXT, source), "De ouders")
    page = render_answer(make_answer(citations=[citation]))
    assert words in page
    assert "Samenwerkingsverband niet genoemd" in page


def test_nothing_from_outside_becomes_html() -> None:
    text = f"Kop {HOSTILE}\n\nEen zin met {HOSTILE} erin.\n"
    document = make_document(text, replace(SOURCE, title=HOSTILE, organisation=replace(BEPO, name=HOSTILE)))
    answer = replace(
        make_answer(HOSTILE, citations=[make_citation(document, f"Een zin met {HOSTILE}")]),
        question=HOSTILE,
        notices=(Notice(NoticeKind.CONFLICT, HOSTILE),),
        follow_ups=(HOSTILE,),
    )
    for html in (render_answer(answer), render_failure(HOSTILE, HOSTILE)):
        page = PageText(html)
        assert {"script", "img"}.isdisjoint(tag for tag, _ in page.tags)
        assert HOSTILE in page.words


def test_follow_up_is_a_button_with_the_whole_question() -> None:
    answer = replace(make_answer(), follow_ups=('Wat is "extra" & nodig?',))
    page = PageText(render_answer(answer))
    assert [a["data-vraag"] for _, a in page.tags if "data-vraag" in a] == ['Wat is "extra" & nodig?']


def test_every_status_looks_different() -> None:
    pages = {status: render_answer(make_answer("Tekst.", status)) for status in Status}
    labels = {page.split('<p class="status">')[1].split("</p>")[0] for page in pages.values()}
    assert len(labels) == len(Status)
    assert all(f"antwoord-{status}" in page for status, page in pages.items())


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_notice_has_a_heading_of_its_own(kind: NoticeKind) -> None:
    answer = replace(make_answer(), notices=(Notice(kind, "Let hierop."),))
    page = render_answer(answer)
    assert f'class="melding melding-{kind}"' in page
    assert "</strong> Let hierop." in page


def test_refusal_has_no_sources() -> None:
    assert "Waar staat dit?" not in render_answer(make_answer("Nee.", Status.NOT_FOUND))


def test_answer_that_is_not_found_says_where_was_looked_and_whom_one_can_ask_and_has_nothing_to_copy() -> None:
    mail, site = replace(BEPO, contact="loket@bepo.nl"), replace(BEPO, name="Koers", website="https://koers.nl")
    answer = make_answer("Nee.", Status.NOT_FOUND)
    page = PageText(render_answer(replace(answer, searched=Searched(7, (mail, site, BEPO), (SOURCE,)))))
    assert "Vraag het met andere woorden" in page.words
    assert "In 7 documenten, ook die van BePO, Koers en BePO." in page.words
    links = [a["href"] for tag, a in page.tags if tag == "a"]
    assert links == ["mailto:loket@bepo.nl", "https://koers.nl", "/bronnen/regeling", "/bronnen"]
    assert [a.get("target") for tag, a in page.tags if tag == "a"] == [None, "_blank", "_blank", "_blank"]
    assert "Kopieer" not in page.words


def test_what_one_can_do_comes_before_what_else_one_can_ask_when_nothing_is_found() -> None:
    answer = replace(make_answer("Nee.", Status.NOT_FOUND), searched=Searched(7, (BEPO,), (SOURCE,)))
    words = PageText(render_answer(replace(answer, follow_ups=("Wat is een OPP?",)))).words
    assert words.index("Wat kunt u doen?") < words.index("Wat is een OPP?")


def test_explained_word_is_a_button_that_its_explanation_describes() -> None:
    citation = make_citation(make_document(TEXT), "De ouders")
    explanation = Explanation("ouders", HOSTILE, citation)
    answer = replace(make_answer("De ouders [1].", citations=[citation]), explanations=(explanation,))
    page = PageText(render_answer(answer))
    assert [a["aria-describedby"] for tag, a in page.tags if tag == "button" and "aria-describedby" in a] == [
        "uitleg-a1-0"
    ]
    assert "uitleg-a1-0" in page.ids()
    assert HOSTILE in page.words


def test_start_says_who_it_is_for_that_it_can_err_and_what_to_leave_out() -> None:
    words = PageText(render_start()).words
    for part in ("ouders", "intern begeleiders", "schoolbesturen", "fouten", "geen namen"):
        assert part in words


def test_examples_are_questions_to_press_and_without_them_there_is_no_heading() -> None:
    page = PageText(render_examples(["Wie betaalt de <bus>?"]))
    assert [a["data-vraag"] for tag, a in page.tags if tag == "button"] == ["Wie betaalt de <bus>?"]
    assert render_examples([]).strip() == ""


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.ARABIC])
def test_sentence_of_ours_in_another_language_is_marked_and_the_documents_words_are_dutch(language: Language) -> None:
    answer = make_answer(f"{WORDINGS[language].dutch_quote}\n\nDe ouders tekenen het plan.")
    page = PageText(render_answer(replace(answer, question="Must parents sign?")))
    assert [attributes for tag, attributes in page.tags if tag == "p"][2:] == [{"lang": language, "dir": "auto"}, {}]
    assert [attributes["lang"] for tag, attributes in page.tags if tag == "h2"] == ["en"]


def test_answer_that_a_language_model_wrote_is_in_the_language_of_the_question() -> None:
    answer = replace(make_answer("Parents sign the plan."), question="Must parents sign?", mode="generative")
    (text,) = [a for tag, a in PageText(render_answer(answer)).tags if a.get("class") == "tekst"]
    assert (text["lang"], text["dir"]) == ("en", "auto")


def test_question_in_return_and_a_pleasantry_ask_for_no_verdict() -> None:
    assert "Hebt u hier iets aan?" not in render_answer(make_answer("Graag gedaan.", Status.CLARIFY))
    assert "Hebt u hier iets aan?" in render_answer(make_answer("Nee.", Status.NOT_FOUND))
