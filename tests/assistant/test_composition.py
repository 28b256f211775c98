"""The text of an answer."""

from __future__ import annotations

import pytest

from assistant.composition import Draft
from assistant.evidence import Evidence, Form
from assistant.wording import DUTCH
from ingest.span import Span
from ingest.statements import unnumbered
from tests.assistant.making import make_passages, make_table


def quoted(evidence: Evidence, before: int = 0) -> str:
    """Return how evidence is shown, after so many other citations."""
    draft = Draft(DUTCH)
    for number in range(before):
        draft.quote(sentence_evidence(f"Een andere zin, {number:0{number + 5}} tekens lang."))
    draft.quote(evidence)
    return draft.text.split("\n\n", before)[-1]


def sentence_evidence(text: str) -> Evidence:
    (passage,) = make_passages("Kop\n\n" + text)
    span = passage.content[0].span
    return Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)


def test_marker_stands_before_the_full_stop() -> None:
    assert quoted(sentence_evidence("De school maakt een plan."), before=2) == "De school maakt een plan [3]."


def test_marker_stands_behind_a_question_mark() -> None:
    assert quoted(sentence_evidence("Maakt de school altijd een plan?")) == "Maakt de school altijd een plan? [1]"


def test_end_sign_of_an_item_gives_way_to_a_full_stop() -> None:
    assert quoted(sentence_evidence("Een plan van de school;")) == "Een plan van de school [1]."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Zie <script>alert(1)</script> voor de regels.", r"Zie \<script\>alert(1)\</script\> voor de regels [1]."),
        ("Zie noot [2] in het plan van de school.", r"Zie noot \[2\] in het plan van de school [1]."),
    ],
    ids=["html", "marker"],
)
def test_words_of_a_document_are_never_mark_up(words: str, shown: str) -> None:
    assert quoted(sentence_evidence(words)) == shown


def test_decision_comes_first_and_then_what_was_decided_on() -> None:
    (passage,) = make_passages("De afspraken\n\n1. Moet elke school een plan hebben?\n\nJa, altijd\n")
    lead, answer = passage.content
    evidence = Evidence(
        passage, Form.DECISION, passage.span, unnumbered(passage.document.text, lead), (answer.span,), shaped=True
    )
    assert quoted(evidence) == ("Ja, altijd [1].\n\nDit hoort bij afspraak 1: “Moet elke school een plan hebben?” [1].")


def test_list_is_shown_whole_with_its_lead_in() -> None:
    (passage,) = make_passages("Kop\n\nDe school levert:\n\n • het verslag\n • het plan\n")
    lead, *items = passage.content
    parts = tuple(unnumbered(passage.document.text, item) for item in items)
    evidence = Evidence(passage, Form.LIST, passage.span, lead.span, parts, shaped=True)
    assert quoted(evidence) == "De school levert [1]:\n\n- het verslag [1].\n- het plan [1]."


def test_item_of_a_list_is_shown_with_what_the_list_is_about_and_both_are_cited() -> None:
    (passage,) = make_passages("Kop\n\nDe school levert:\n\n • het verslag\n • het plan\n")
    lead, item, _ = passage.content
    part = unnumbered(passage.document.text, item)
    draft = Draft(DUTCH)
    draft.quote(Evidence(passage, Form.ITEM, item.span, lead.span, (part,), shaped=True))
    assert draft.text == "het verslag [1].\n\nDit staat bij: “De school levert” [2]."
    assert [citation.quote for citation in draft.citations] == ["• het verslag", "De school levert:"]


def test_steps_stand_on_lines_of_their_own_in_the_order_of_the_document() -> None:
    (passage,) = make_passages("Aanmelden\n\nDe ouders melden het kind aan.\n\nDe school beslist binnen zes weken.\n")
    first, second = (block.span for block in passage.content)
    evidence = Evidence(passage, Form.STEPS, Span(first.start, second.end), None, (first, second), shaped=True)
    assert quoted(evidence) == "- De ouders melden het kind aan [1].\n- De school beslist binnen zes weken [1]."


def test_steps_stand_under_what_announces_them() -> None:
    (passage,) = make_passages("Aanmelden\n\nHet gaat zo:\n\n- De ouders melden aan.\n- De school beslist. (1)\n")
    spans = tuple(unnumbered(passage.document.text, block) for block in passage.content)
    evidence = Evidence(passage, Form.STEPS, Span(spans[0].start, spans[-1].end), None, spans, shaped=True)
    assert quoted(evidence) == "Het gaat zo [1]:\n\n- De ouders melden aan [1].\n- De school beslist [1]."


def test_each_sentence_of_a_bullet_has_its_marker() -> None:
    (passage,) = make_passages(
        "Kop\n\nDe school levert:\n\n • Het verslag van het hele jaar is er al. Dit is kort.\n • Het plan.\n"
    )
    lead, *items = passage.content
    parts = tuple(unnumbered(passage.document.text, item) for item in items)
    whole = Evidence(passage, Form.LIST, passage.span, lead.span, parts, shaped=True)
    assert (
        quoted(whole)
        == "De school levert [1]:\n\n- Het verslag van het hele jaar is er al [1]. Dit is kort [1].\n- Het plan [1]."
    )
    some = Evidence(passage, Form.SELECTION, passage.span, None, parts, shaped=True)
    assert quoted(some) == "- Het verslag van het hele jaar is er al [1]. Dit is kort [1].\n- Het plan [2]."


def test_each_sentence_of_a_step_or_of_a_numbered_unit_has_its_marker() -> None:
    (passage,) = make_passages("Aanmelden\n\n1. De ouders melden aan, bijv. per brief. Dit kan altijd.\n\nTot slot.\n")
    parts = tuple(unnumbered(passage.document.text, block) for block in passage.content)
    shown = "De ouders melden aan, bijv. per brief [1]. Dit kan altijd [1]."
    steps = Evidence(passage, Form.STEPS, passage.span, None, parts, shaped=True)
    assert quoted(steps) == f"- {shown}\n- Tot slot [1]."
    unit = Evidence(passage, Form.SENTENCES, passage.span, None, parts, shaped=True)
    assert quoted(unit) == f"{shown} Tot slot [1]."


def test_heading_before_what_it_is_of_states_nothing_itself() -> None:
    (passage,) = make_passages("Kop\n\n1. Toezicht. Twee leraren lopen rond. Dat is elke dag zo.\n")
    part = unnumbered(passage.document.text, passage.content[0])
    unit = Evidence(passage, Form.SENTENCES, passage.span, None, (part,), shaped=True)
    assert quoted(unit) == "Toezicht. Twee leraren lopen rond [1]. Dat is elke dag zo [1]."


def test_each_sentence_in_a_cell_has_its_marker() -> None:
    passage = make_table(["Naam", "Duur", "Bedrag"], ["Lelie", "Kort. Soms lang.", "€ 900"])
    row = passage.content[-1]
    shown = quoted(Evidence(passage, Form.ROW, row.span, None, row.cells[:2], shaped=True))
    assert shown == "Lelie – Duur: Kort [1]. Soms lang [1]."


def test_words_that_were_quoted_are_not_quoted_again() -> None:
    evidence = sentence_evidence("De school maakt een plan.")
    draft = Draft(DUTCH)
    draft.quote(evidence)
    draft.quote(evidence)
    assert (draft.text, len(draft.citations)) == ("De school maakt een plan [1].", 1)


def test_another_cell_of_a_row_that_was_quoted_is_told_too() -> None:
    passage = make_table(["Naam", "Duur", "Bedrag"], ["Lelie", "20 weken", "€ 900"])
    row = passage.content[-1]
    draft = Draft(DUTCH)
    for cell in row.cells[1:]:
        draft.quote(Evidence(passage, Form.ROW, row.span, None, (row.cells[0], cell), shaped=True))
    assert draft.text == "Lelie – Duur: 20 weken [1].\n\nLelie – Bedrag: € 900 [1]."


def test_empty_cell_of_a_form_leaves_its_label_without_a_value() -> None:
    rows = "Naam\tPlan\t\t\nNummer\t\tVersie\t\nDatum\t1 mei\tTeam\tRood\n"
    (passage,) = make_passages(f"Kop\n\n{rows}")
    spans = [block.span for block in passage.content]
    shown = [quoted(Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)) for span in spans]
    empty = "In het document is “Nummer” niet ingevuld [1]."
    assert shown == ["Naam: Plan [1].", empty, "Datum: 1 mei; Team: Rood [1]."]


def test_of_boxes_to_tick_only_the_ticked_ones_are_shown() -> None:
    box = '<input type="checkbox"/>'
    ticked = '<input checked="" type="checkbox"/>'
    (passage,) = make_passages(f"Kop\n\nNaam\tPlan\t\nStatus\t{box} concept\t{ticked} definitief\n")
    span = passage.content[-1].span
    shown = quoted(Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True))
    assert shown == "Status: ☒ definitief [1]."


def test_box_that_is_not_ticked_is_left_out_behind_what_is_filled_in() -> None:
    box = '<input type="checkbox"/>'
    (passage,) = make_passages(f"Kop\n\nNaam\tPlan\t\nIngangsdatum\t01-08-2021\t{box} nvt\n")
    span = passage.content[-1].span
    shown = quoted(Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True))
    assert shown == "Ingangsdatum: 01-08-2021 [1]."


def test_line_with_a_ticked_box_is_filled_in() -> None:
    ticked = '<input checked="" type="checkbox"/>'
    (passage,) = make_passages(f"Kop\n\nNaam\tPlan\t\nRaad\t{ticked} nvt\txx-xx-xxxx\n")
    span = passage.content[-1].span
    shown = quoted(Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True))
    assert shown == "Raad: ☒ nvt [1]."


def test_name_of_an_icon_is_left_out() -> None:
    assert quoted(sentence_evidence("Ouders tekenen (I-tje: een van beide is genoeg).")) == (
        "Ouders tekenen (een van beide is genoeg) [1]."
    )


def test_what_a_form_leaves_open_is_shown_and_said() -> None:
    assert quoted(sentence_evidence("Evaluatiedatum xx-xx-xxxx")).endswith(
        "xx-xx-xxxx [1].\n\nDat is in het document niet ingevuld."
    )
