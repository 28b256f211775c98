from __future__ import annotations

import pytest
from markupsafe import Markup

from ui.answer_markdown import answer_html


def html(text: str, explained: dict[str, Markup] | None = None) -> str:
    return str(answer_html(text, {1, 2}, "bron-a1", explained or {})).strip()


def test_marker_is_a_link_to_its_citation() -> None:
    link = '<a class="verwijzing" href="#bron-a1-2" aria-label="Bron 2">[2]</a>'
    assert html("Ja [2] zeker") == f'<p>Ja<span class="bijeen">\N{NO-BREAK SPACE}{link}</span> zeker</p>'


def test_marker_of_the_same_citation_is_no_second_tab_stop() -> None:
    assert html("Ja [1] en [2] en [1]").count('tabindex="-1"') == 1


def test_marker_keeps_the_punctuation_behind_it_on_its_line() -> None:
    assert html("Ja [2].").endswith("</a>.</span></p>")


@pytest.mark.parametrize("text", ["Ja [7].", "Ja [0].", "Ja [a].", "Ja [1234].", "Ja [1"])
def test_brackets_without_a_citation_stay_words(text: str) -> None:
    assert html(text) == f"<p>{text}</p>"


def test_brackets_of_the_document_itself_are_no_marker() -> None:
    assert html(r"Zie \[1\] [1].").startswith('<p>Zie [1]<span class="bijeen">\N{NO-BREAK SPACE}<a ')


def test_markers_side_by_side_are_both_links() -> None:
    assert html("Ja [1][2].").count("<a ") == 2


def test_lists_keep_their_items_and_markers() -> None:
    assert html("- een\n- twee [1]").count("<li>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "![beeld](https://elders.example/x.png)",
        "<https://elders.example>",
        "&lt;b&gt;",
    ],
)
def test_html_and_links_in_the_text_are_shown_as_written(text: str) -> None:
    shown = html(text)
    assert "<" not in shown.removeprefix("<p>").removesuffix("</p>")
    assert "&amp;lt;" in shown or "&lt;" in shown or "(" in shown


def test_explained_word_is_replaced_the_first_time_that_it_stands_by_itself() -> None:
    shown = Markup("<button>OPP</button>")
    text = "De OPPs en **het OPP** [1] van\n\n- het OPP <b>"
    assert html(text, {"OPP": shown}).count("<button>") == 1
    assert html(text, {"OPP": shown}).startswith("<p>De OPPs en <strong>het <button>OPP</button></strong>")
    assert html("Ja [1].", {"1": shown}) == html("Ja [1].")
