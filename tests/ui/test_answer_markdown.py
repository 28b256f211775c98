from __future__ import annotations

import pytest

from ui.answer_markdown import answer_html


def html(text: str) -> str:
    return str(answer_html(text, {1, 2}, "bron-a1")).strip()


def test_marker_is_a_link_to_its_citation() -> None:
    link = '<a class="verwijzing" href="#bron-a1-2" aria-label="Bron 2">2</a>'
    assert html("Ja [2] zeker") == f'<p>Ja <span class="bijeen">{link}</span> zeker</p>'


def test_marker_keeps_the_punctuation_behind_it_on_its_line() -> None:
    assert html("Ja [2].").endswith("</a>.</span></p>")


@pytest.mark.parametrize("text", ["Ja [7].", "Ja [0].", "Ja [a].", "Ja [1234].", "Ja [1"])
def test_brackets_without_a_citation_stay_words(text: str) -> None:
    assert html(text) == f"<p>{text}</p>"


def test_brackets_of_the_document_itself_are_no_marker() -> None:
    assert html(r"Zie \[1\] [1].").startswith('<p>Zie [1] <span class="bijeen"><a ')


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
