"""The assistant on the real documents: what was promised, and invariants over many questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, NoticeKind, Status, Turn
from assistant.assistant import Assistant
from assistant.language import Language, language_of
from assistant.wording import DUTCH
from ingest.bundled_model import BUNDLED_MODEL
from ingest.catalogue import load_catalogue
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from ingest.question_bank import bank_path, load_bank
from tests.assistant.conversing import answers
from tests.conftest import CORPUS
from tests.ingest.making import write_corpus

QUESTIONS = (
    "Hoe vaak moet een OPP minimaal geëvalueerd worden?",
    "Wat betekent plusondersteuning?",
    "Welke specialisten moeten drempelloos beschikbaar zijn?",
    "Wie vraagt een TLV aan en wie adviseert daarover?",
    "In welke salarisschaal zit een bpo'er minimaal?",
    "Hoe lang is een TLV geldig?",
    "Welke protocollen moeten actief toegepast worden?",
    "what is basic support?",
    "Wat is het recept voor appeltaart?",
    "asdfghjkl",
    "<b>[1]</b> ' OR 1=1 --",
)
SPECIALISTS = (
    "Autisme",
    "Dyscalculie",
    "Dyslexie",
    "Faalangst",
    "Fysiek",
    "Gedrag",
    "Jonge kind",
    "hoogbegaafdheid",
    "laagbegaafdheid",
    "Logopedist",
    "NT2",
    "Orthopedagoog",
    "Psycholoog",
    "Rekenen",
    "Taal",
)


def kinds(answer: Answer) -> set[NoticeKind]:
    return {notice.kind for notice in answer.notices}


def test_opp_is_evaluated_twice_a_year_with_the_other_statement_beside_it(assistant: Assistant) -> None:
    answer = assistant.ask("Hoe vaak moet een OPP minimaal geëvalueerd worden?")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("Twee keer minimaal [1]")
    assert answer.citations[0].passage.section.label == "afspraak 22"
    assert "minimaal jaarlijks" in answer.citations[1].quote
    assert NoticeKind.CONFLICT in kinds(answer)


def test_plusondersteuning_is_defined_in_the_words_of_bepo(assistant: Assistant) -> None:
    answer = assistant.ask("Wat betekent plusondersteuning?")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].passage.section.path == ("Plusondersteuning", "Wat is plusondersteuning?")
    assert "aanvullende middelen" in answer.text


@pytest.mark.parametrize(
    ("question", "full_form"),
    [
        ("Wat is een TLV?", "Toelaatbaarheidsverklaring (TLV)"),
        ("wat is een opp", "Ontwikkeling Perspectief Plan (OPP)"),
        ("What is a TLV?", "Toelaatbaarheidsverklaring (TLV)"),
    ],
)
def test_what_an_abbreviation_is_begins_with_what_its_letters_stand_for(
    assistant: Assistant, question: str, full_form: str
) -> None:
    answer = assistant.ask(question)

    assert answer.citations[0].readable_quote == full_form
    assert f"{full_form} [1].\n\n" in answer.text
    assert len(answer.citations) == 2


def test_list_of_specialists_is_whole(assistant: Assistant) -> None:
    answer = assistant.ask("Welke specialisten moeten drempelloos beschikbaar zijn?")
    assert answer.status is Status.ANSWERED
    assert [word for word in SPECIALISTS if word not in answer.text] == []
    assert answer.text.count("\n- ") == len(SPECIALISTS)


def test_tlv_is_asked_for_by_the_board_after_advice_of_two_experts(assistant: Assistant) -> None:
    answer = assistant.ask("Wie vraagt een TLV aan en wie adviseert daarover?")
    assert answer.status is Status.ANSWERED
    assert "schoolbestuur" in answer.text
    assert "twee onafhankelijke deskundigen" in answer.text


def test_bpo_is_at_least_scale_ten_and_the_document_has_expired(assistant: Assistant) -> None:
    answer = assistant.ask("In welke salarisschaal zit een bpo'er minimaal?")
    assert answer.status is Status.ANSWERED
    assert "schaal 10" in answer.text
    assert NoticeKind.OUTDATED in kinds(answer)


def test_how_long_a_tlv_holds_is_not_answered(assistant: Assistant) -> None:
    assert assistant.ask("Hoe lang is een TLV geldig?").status in {Status.NOT_FOUND, Status.RELATED}


def test_part_that_the_documents_do_not_answer_is_said_beside_the_part_that_they_do(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is een TLV en hoe lang is die geldig?")
    assert answer.status is Status.PARTIAL
    assert "“hoe lang is die geldig”" in answer.text
    assert any("Toelaatbaarheidsverklaring" in citation.quote for citation in answer.citations)


def test_thing_that_a_second_part_asks_for_must_be_named_by_what_answers_it(assistant: Assistant) -> None:
    answer = assistant.ask("Moet een school het protocol rouw actief toepassen, en welke cursus hoort daarbij?")
    assert answer.status is Status.PARTIAL
    assert "“welke cursus hoort daarbij”" in answer.text


def test_both_parts_of_a_question_are_answered_each_from_its_own_place(assistant: Assistant) -> None:
    answer = assistant.ask("Wie is de auteur van de Werkwijze BPO en wat is plusondersteuning?")
    assert answer.status is Status.ANSWERED
    assert "C. Leeuwis" in answer.citations[0].quote
    assert "plusondersteuning" in answer.citations[1].quote


def test_two_parts_that_one_passage_answers_are_one_quote(assistant: Assistant) -> None:
    answer = assistant.ask("Wie evalueert de bpo'er en hoe vaak?")
    assert answer.status is Status.ANSWERED
    assert len(answer.citations) == 1
    assert "De school evalueert ten minste één keer per jaar" in answer.text


def test_what_the_bank_knows_to_be_unanswered_is_not_answered(assistant: Assistant) -> None:
    known = [
        question.question
        for source in load_catalogue(CORPUS).sources
        for question in load_bank(
            bank_path(CORPUS, source.id),
            assistant.index.document(source.id),
            assistant.index.passages(source.id),
        ).unanswered
    ]
    asked = known[::40]
    answered = [question for question in asked if assistant.ask(question).status is Status.ANSWERED]
    assert len(asked) > 40
    # Each document speaks for itself alone: another may come nearer.
    assert len(answered) <= 0.05 * len(asked)


def test_bare_yes_stands_behind_what_was_decided_unless_that_is_asked(assistant: Assistant) -> None:
    asked = assistant.ask("Moet elke school samenwerken met ouders?")
    other = assistant.ask("Wat gebeurt er als de school niet aan de behoefte van een leerling kan voldoen?")
    assert asked.text.startswith("Ja [1].")
    assert "Ja [1]" in other.text
    assert not other.text.startswith("Ja")


def test_remark_in_a_list_is_shown_with_what_the_list_is_about(assistant: Assistant) -> None:
    answer = assistant.ask("Zijn ouders lid van het ondersteuningsteam?")
    first, about = answer.text.split("\n\n")[:2]
    assert "ouders zijn geen lid van het ondersteuningsteam, wel participant" in first
    assert "Uit wie moet het ondersteuningsteam in ieder geval bestaan" in about


def test_no_answer_about_school_is_called_another_subject_and_offers_what_is_answered(assistant: Assistant) -> None:
    assert assistant.ask("Hoe laat begint de gymles op school?").status is Status.NOT_FOUND
    answer = assistant.ask("Hoe lang is een TLV geldig?")
    assert answer.status is Status.NOT_FOUND
    assert answer.follow_ups
    assert all(assistant.ask(question).status is Status.ANSWERED for question in answer.follow_ups)


def test_what_is_not_found_says_where_was_looked_and_whom_one_can_ask(assistant: Assistant) -> None:
    everywhere = assistant.ask("Hoe laat begint de gymles op school?").searched
    assert everywhere
    assert (everywhere.documents, [one.id for one in everywhere.organisations]) == (5, ["bepo", "koers-vo"])
    assert 1 <= len(everywhere.nearest) <= 3

    asked = assistant.ask("Hoe laat begint de gymles op school?", organisation="bepo")
    assert asked.searched
    assert (asked.searched.documents, [one.id for one in asked.searched.organisations]) == (4, ["bepo"])
    assert "samenwerkingsverband BePO: https://swvbepo.nl." in asked.text


def test_when_nothing_is_found_people_are_sent_to_whose_documents_came_nearest(assistant: Assistant) -> None:
    of_one = assistant.ask("Hoeveel vakantiedagen heeft een bpo'er?")
    of_several = assistant.ask("Hoe laat begint de gymles op school?")

    assert [answer.status for answer in (of_one, of_several)] == [Status.NOT_FOUND] * 2
    assert of_one.text.endswith("samenwerkingsverband Koers VO: https://www.koersvo.nl.")
    assert of_several.text.endswith("samenwerkingsverband.")


def test_when_nothing_is_found_people_are_sent_to_the_only_organisation(tmp_path: Path, embedder: Embedder) -> None:
    only = '[[organisation]]\nid = "bepo"\nname = "BePO"\ncontact = "loket@bepo.nl"\n'
    texts = {
        "bus": "Vervoer naar school\n\nDe gemeente betaalt de bus naar school.\n",
        "loket": "Aanmelden\n\nDe school meldt een leerling aan bij het loket, samen met de ouders.\n",
    }
    corpus = write_corpus(tmp_path / "corpus", texts, only)
    ingest(corpus, tmp_path, lambda: embedder, BUNDLED_MODEL, lambda _: None)
    index = Index.open(tmp_path, BUNDLED_MODEL)
    try:
        answer = Assistant(index, embedder).ask("Hoeveel vakantiedagen heeft de conciërge van school?")
    finally:
        index.close()

    assert answer.status is Status.NOT_FOUND
    assert answer.text.endswith("samenwerkingsverband BePO: loket@bepo.nl.")


def test_another_subject_is_refused_without_citations(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is het recept voor appeltaart?")
    assert answer.status in {Status.OUT_OF_SCOPE, Status.NOT_FOUND}
    assert answer.citations == ()


def test_subject_that_only_another_organisation_speaks_of_is_no_other_subject(assistant: Assistant) -> None:
    question = "Wie zorgt voor de kennismaking met de koersconsulent?"
    assert assistant.ask(question, organisation="bepo").status is Status.NOT_FOUND
    assert assistant.ask("Hoe bak ik pannenkoeken?", organisation="bepo").status is Status.OUT_OF_SCOPE


class CountedSearches(Index):
    """An index that counts how often it is searched."""

    searches = 0

    def nearest_passages(
        self, vector: Sequence[float], limit: int, organisations: Sequence[str] = ()
    ) -> dict[str, float]:
        self.searches += 1
        return super().nearest_passages(vector, limit, organisations)


def test_documents_of_all_are_searched_once_for_what_those_of_one_do_not_tell(
    index_home: Path, embedder: Embedder
) -> None:
    index = CountedSearches.open(index_home, BUNDLED_MODEL)
    assert isinstance(index, CountedSearches)
    counted = Assistant(index, embedder)

    assert counted.ask("Hoe bak ik pannenkoeken?", organisation="bepo").status is Status.OUT_OF_SCOPE
    assert index.searches == 2
    index.close()


def test_period_that_has_not_ended_brings_no_notice(assistant: Assistant, embedder: Embedder) -> None:
    then = Assistant(assistant.index, embedder, today=date(2022, 1, 1))
    answer = then.ask("In welke salarisschaal zit een bpo'er minimaal?")
    assert NoticeKind.OUTDATED not in kinds(answer)


def test_document_without_organisation_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("Welke specialisten moeten drempelloos beschikbaar zijn?")
    assert NoticeKind.ORGANISATION_UNKNOWN in kinds(answer)


def test_document_without_organisation_is_not_said_to_be_of_the_one_that_was_asked_about(assistant: Assistant) -> None:
    answer = assistant.ask("Welke specialisten moeten er bij BePO drempelloos beschikbaar zijn?")
    unknown = next(notice.text for notice in answer.notices if notice.kind is NoticeKind.ORGANISATION_UNKNOWN)
    assert unknown.endswith("dus ook niet dat het voor BePO geldt.")


def test_rule_of_another_organisation_is_never_given_as_an_answer(assistant: Assistant) -> None:
    answer = assistant.ask("In welke salarisschaal zit een bpo'er minimaal?", organisation="bepo")
    assert answer.status is not Status.ANSWERED
    cited = {c.document.source.organisation.id for c in answer.citations if c.document.source.organisation}
    assert "koers-vo" not in cited or NoticeKind.OTHER_ORGANISATION in kinds(answer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_quotes_are_exact_and_markers_have_their_citations(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    for citation in answer.citations:
        text = citation.document.text
        assert text[citation.span.start : citation.span.end] == citation.quote != ""
        assert citation.passage.document is citation.document
    markers = {int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)}
    assert markers == {citation.number for citation in answer.citations}
    refused = answer.status in {Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.CLARIFY}
    assert refused == (answer.citations == ())


def test_follow_ups_are_about_what_was_asked_and_not_about_what_is_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is het doel van plusondersteuning?")
    assert len(answer.follow_ups) >= 2
    assert all("plusondersteuning" in question for question in answer.follow_ups)
    places = {(one.document.source.id, one.span) for one in answer.citations}
    for question in answer.follow_ups:
        assert {(one.document.source.id, one.span) for one in assistant.ask(question).citations} != places


def test_what_the_bank_says_was_asked_is_not_offered_again(assistant: Assistant) -> None:
    levels = assistant.ask("Wat zijn de drie niveaus van ondersteuning bij BePO?")
    assert "Welke ondersteuningsniveaus kent BePO?" not in levels.follow_ups

    units = assistant.ask("Welke stellingen staan onder planmatig werken?")
    assert units.follow_ups
    assert "Welke stellingen vallen onder planmatig werken?" not in units.follow_ups


def test_what_was_asked_or_told_in_the_conversation_is_not_offered(assistant: Assistant) -> None:
    said: list[Turn] = []
    for question in ("Wie vraagt een TLV aan?", "Wie zitten er in het ondersteuningsteam?", "Wat is een TLV?"):
        answer = assistant.ask(question, said)
        assert not {turn.content for turn in said if turn.role == "user"}.intersection(answer.follow_ups)
        assert "Uit wie moet het ondersteuningsteam in ieder geval bestaan?" not in answer.follow_ups
        said += [Turn("user", question), Turn("assistant", answer.text)]


def test_what_is_quoted_from_another_place_in_the_same_words_is_not_offered(assistant: Assistant) -> None:
    answer = assistant.ask("Moeten scholen het OPP elk jaar bijwerken volgens stelling 21?")
    assert answer.follow_ups
    assert not any("planmatig werken" in question for question in answer.follow_ups)


def test_what_has_only_its_form_in_common_is_not_offered(assistant: Assistant) -> None:
    answer = assistant.ask("Op welke leeftijd gaat een kind naar het sbo?")
    assert "Moet het SOP jaarlijks worden geëvalueerd en geactualiseerd?" not in answer.follow_ups


@pytest.mark.parametrize("question", ["Wat betekent BePO?", "BePO, wat is dat?", "Waarvoor staat BePO?"])
def test_organisation_that_is_asked_for_itself_is_told_by_its_full_name(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.text == "Samenwerkingsverband Betuws Primair Passend Onderwijs [1]."


def test_title_of_a_document_tells_nothing_beside_a_full_form(assistant: Assistant) -> None:
    assert "Titel" not in assistant.ask("Wat is BPO?").text


def test_follow_ups_are_in_the_language_of_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("Which special schools are there in Tiel?")
    assert answer.follow_ups
    assert all(language_of(question) is Language.ENGLISH for question in answer.follow_ups)


def test_yes_to_nothing_is_asked_what_it_is_about(assistant: Assistant) -> None:
    asked = Turn("user", "Wat is een OPP?"), Turn("assistant", "Een plan [1].")
    assert assistant.ask("ja graag", asked).text == DUTCH.more


def test_organisation_in_the_question_does_not_hide_what_its_documents_say(assistant: Assistant) -> None:
    answer = assistant.ask("Wie betaalt de basisondersteuning bij BePO?")
    assert answer.status is Status.ANSWERED
    assert "lumpsum" in answer.text


def test_second_passage_does_not_repeat_what_the_first_says(assistant: Assistant) -> None:
    answer = assistant.ask("Wie kan subsidie voor een pilot aanvragen?")
    assert answer.text.count("Schoolbesturen kunnen subsidie aanvragen aan de hand van een gedegen pilotplan") == 1


def test_disagreement_is_shown_in_an_answer_in_parts_too(assistant: Assistant) -> None:
    answer = assistant.ask("Hoe vaak moet een OPP in het sbo worden geëvalueerd, en wie vraagt een TLV aan?")
    assert "wee keer minimaal" in answer.text
    assert "minimaal jaarlijks" in answer.text
    assert NoticeKind.CONFLICT in {notice.kind for notice in answer.notices}


def test_what_answers_both_halves_of_a_question_is_said_once(assistant: Assistant) -> None:
    answer = assistant.ask("Waar staat De Wissel en wat voor school is dat?")
    assert answer.text.count("De Wissel in Tiel") == 1


def test_follow_ups_are_questions_that_the_documents_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Wat betekent plusondersteuning?")
    assert len(answer.follow_ups) >= 2
    assert all(assistant.ask(question).status is Status.ANSWERED for question in answer.follow_ups)


@pytest.mark.parametrize(
    ("question", "long"),
    [
        ("Waar staat TLV voor?", "Toelaatbaarheidsverklaring"),
        ("wat betekent de afkorting sot", "schoolondersteuningsteam"),
        ("What does HGW stand for?", "handelingsgericht werken"),
    ],
)
def test_meaning_of_an_abbreviation_is_its_full_form(assistant: Assistant, question: str, long: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert long.lower() in answer.text.lower()
    assert long.lower() in answer.citations[0].quote.lower()


def test_half_that_another_half_s_words_cannot_answer_is_said_to_be_unanswered(assistant: Assistant) -> None:
    answer = assistant.ask("Is een rustige werkplek verplicht op een SBO-school, en hoeveel vierkante meter is die?")
    assert answer.status is Status.PARTIAL
    assert "Prikkelarme werkplek" in answer.text
    assert "“hoeveel vierkante meter is die”" in answer.text


def test_why_of_a_follow_up_is_looked_for_where_the_thing_was_told(assistant: Assistant) -> None:
    told, why = answers(assistant, "Wat moeten ouders ondertekenen?", "Waarom is dat?")
    assert why.citations[0].passage.section == told.citations[0].passage.section


def test_how_often_is_not_told_again_to_who_asks_something_else_about_it(assistant: Assistant) -> None:
    asked = "Hoe vaak wordt een ontwikkelingsperspectief minimaal geëvalueerd?"
    told, answer = answers(assistant, asked, "en word ik daar ook bij betrokken?")
    assert told.status is Status.ANSWERED
    assert answer.status is Status.RELATED


@pytest.mark.parametrize("follow_up", ["mag ik daar zelf bij zijn?", "moet dat?"])
def test_how_often_is_not_told_twice(assistant: Assistant, follow_up: str) -> None:
    _, again = answers(assistant, "Hoeveel keer per jaar moet het OPP worden bijgewerkt?", follow_up)
    assert again.status is not Status.ANSWERED or "twee keer" not in again.text.lower()


def test_pronoun_whose_preposition_stands_at_the_end_points_back(assistant: Assistant) -> None:
    asked = "Wie zitten er in het ondersteuningsteam?"
    answer = assistant.ask(
        "Hoort de orthopedagoog er ook bij?", [Turn("user", asked), Turn("assistant", "Leraar [1].")]
    )
    assert "ondersteuningsteam" in answer.understood


def test_question_of_who_told_his_role_is_answered_for_that_role(assistant: Assistant) -> None:
    said = [Turn("user", "Ik begin als ib'er op een sbo-school. Wat is een OPP?"), Turn("assistant", "Een plan [1].")]
    answer = assistant.ask("Voor welk overleg moet ik beschikbaar zijn?", said)
    assert answer.status is Status.ANSWERED
    assert "netwerkoverleg" in answer.text


def test_number_of_a_pay_scale_tells_no_number_of_hours(assistant: Assistant) -> None:
    assert assistant.ask("Hoeveel taakuren krijgt een bpo'er?").status is not Status.ANSWERED


def test_what_a_word_means_is_no_part_of_what_is_asked_about_it(assistant: Assistant) -> None:
    asked = "Wat betekent TLV?"
    answer = assistant.ask("Wie vraagt die aan?", [Turn("user", asked), Turn("assistant", "Toelaatbaarheid [1].")])
    assert "betekent" not in answer.understood
    assert answer.text.startswith("In dat geval vraagt het schoolbestuur")


def test_nothing_more_is_said_only_of_what_was_told(assistant: Assistant) -> None:
    refused, answer = answers(assistant, "Hoe lang duurt een netwerkoverleg?", "En waar is dat?")
    assert refused.status is Status.NOT_FOUND
    assert answer.status is Status.NOT_FOUND


def test_word_of_the_passage_just_told_is_shown_there_again_when_nothing_answers(assistant: Assistant) -> None:
    _, answer = answers(assistant, "Welke opleiding moet ik hebben om bpo'er te worden?", "Telt een master SEN?")
    assert answer.status is Status.RELATED
    assert "Master SEN" in answer.text


def test_sentence_with_the_fact_comes_before_what_it_leans_on(assistant: Assistant) -> None:
    answer = assistant.ask("Welke partij vraagt een toelaatbaarheidsverklaring aan, wie doet dat?")
    assert answer.text.startswith("In dat geval vraagt het schoolbestuur")
    assert "Daarvoor staat: “In sommige gevallen" in answer.text
    assert "In sommige gevallen" in answer.citations[0].quote


def test_who_does_it_is_not_answered_by_how_often(assistant: Assistant) -> None:
    asked = ["Wat is een OPP?", "Hoe vaak moet dat geëvalueerd worden?"]
    history = [turn for question in asked for turn in (Turn("user", question), Turn("assistant", "Twee keer."))]
    answer = assistant.ask("en wie doet dat?", history)
    assert "twee keer" not in answer.text.lower()
    assert "Intern begeleider" in answer.text


def test_why_of_what_was_not_found_is_not_answered_with_anything_else(assistant: Assistant) -> None:
    history = [Turn("user", "Waar moet een bpo'er op school kunnen zitten?"), Turn("assistant", "Ik weet het niet.")]
    assert assistant.ask("waarom?", history, "koers-vo").status is Status.RELATED


@pytest.mark.parametrize(
    ("question", "number"),
    [("Hoeveel ijkpunten zijn er?", 13), ("Hoeveel ondersteuningsniveaus kent BePO?", 3)],
)
def test_list_of_what_is_counted_is_told_with_its_number(assistant: Assistant, question: str, number: int) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith(f"Dit zijn er {number}:\n\n- ")
    assert answer.text.count("\n- ") == number


@pytest.mark.parametrize(
    "question",
    [
        "Wat staat er in het protocol medisch handelen?",
        "Wat staat er precies in het protocol dyscalculie?",
        "Welke stappen heeft de meldcode huiselijk geweld?",
        "Wie heeft het protocol medisch handelen geschreven?",
        "wat is een swv",
    ],
)
def test_name_on_a_list_does_not_tell_what_it_holds(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status is Status.RELATED


def test_number_in_what_announces_a_list_is_none_of_its_members(assistant: Assistant) -> None:
    answer = assistant.ask("Hoeveel leerlingen heeft De Wissel in Tiel?", organisation="bepo")
    assert answer.status not in {Status.ANSWERED, Status.PARTIAL}


@pytest.mark.parametrize(
    "question",
    [
        "Welke scholen voor speciaal onderwijs staan in Tiel?",
        "Which special schools are there in Tiel?",
        "Welche Förderschulen gibt es in Tiel?",
    ],
)
def test_members_with_the_name_that_is_asked_for_are_told_in_any_language(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, organisation="bepo")
    assert answer.status is Status.ANSWERED
    assert answer.text.count("in Tiel") == 3
    assert "Culemborg" not in answer.text


def test_members_of_a_list_are_counted_only_when_they_are_what_is_asked_how_many_of(assistant: Assistant) -> None:
    answer = assistant.ask("Hoeveel uur per jaar moet een intern begeleider minimaal krijgen?")
    assert "Dit zijn er" not in answer.text


def test_date_of_a_document_does_not_answer_what_the_bank_knows_to_be_told_elsewhere(assistant: Assistant) -> None:
    answer = assistant.ask("Wanneer moet de bpo'er op school zijn?")
    assert answer.citations[0].passage.section.label == "kwaliteitsaspect 4"


def test_personal_data_that_is_left_out_does_not_make_it_another_subject(assistant: Assistant) -> None:
    answer = assistant.ask("mijn zoon (jan@jansen.example, 06-12345678) zit thuis, wie helpt?")
    assert answer.status is Status.RELATED


def test_what_is_asked_under_another_wording_of_the_bank_is_not_offered(assistant: Assistant) -> None:
    answer = assistant.ask("Wat is plusondersteuning?")
    assert answer.follow_ups
    for offered in answer.follow_ups:
        assert assistant.ask(offered).citations != answer.citations


def test_what_is_asked_of_two_organisations_is_told_under_the_name_of_each(assistant: Assistant) -> None:
    answer = assistant.ask("Hoe worden scholen betaald bij BePO of bij Koers VO?")
    assert answer.text.index("**BePO**") < answer.text.index("[1]") < answer.text.index("**Koers VO**")


def test_organisation_whose_passage_does_not_name_it_does_not_tell_what_something_is(assistant: Assistant) -> None:
    assert assistant.ask("Wat is basisondersteuning bij Koers VO?").status is Status.RELATED


def test_which_there_are_is_answered_by_the_list_of_them(assistant: Assistant) -> None:
    for question in ("Welke specialisten zijn er?", "Welke specialisten moeten er zijn?"):
        assert "\n- Orthopedagoog [1]." in assistant.ask(question).text


def test_organisation_that_was_spoken_of_last_is_the_one_that_is_meant(assistant: Assistant) -> None:
    history = [
        Turn("user", "Welke niveaus van ondersteuning heeft BePO?"),
        Turn("assistant", "Drie."),
        Turn("user", "En wat is een bpo'er bij Koers VO?"),
        Turn("assistant", "Een begeleider."),
    ]
    answer = assistant.ask("In welke schaal zit die minimaal?", history)
    assert answer.status is Status.ANSWERED
    assert "schaal 10" in answer.text


def test_who_goes_on_about_a_subject_of_the_documents_is_not_told_that_it_is_another_one(assistant: Assistant) -> None:
    history = [Turn("user", "Wat moeten ouders ondertekenen?"), Turn("assistant", "Het handelingsgedeelte [1].")]
    assert assistant.ask("en als mijn ex niet wil tekenen?", history).status is not Status.OUT_OF_SCOPE
    elsewhere = [Turn("user", "Wat is de hoofdstad van Frankrijk?"), Turn("assistant", "Dat is een andere vraag.")]
    assert assistant.ask("en die van Spanje?", elsewhere).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize("question", ["Uit wie bestaat het ondersteuningsteam?", "Welke mensen zitten in het SOT?"])
def test_who_is_in_a_team_is_not_told_by_what_the_team_is_for(assistant: Assistant, question: str) -> None:
    assert re.search(r"Leraar|leerplichtambtenaar", assistant.ask(question).text)


def test_what_the_documents_speak_of_is_shown_when_they_may_not_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Welke taken heeft de ondersteuningscoördinator?")
    assert answer.status is Status.RELATED
    assert "ondersteuningscoördinator" in answer.text
