"""Which words of a passage are chosen, on an invented page without a question bank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.assistant import Assistant
from assistant.composition import Draft
from assistant.wording import DUTCH
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.indexing import ingest
from tests.ingest.making import write_corpus

CATALOGUE = """
[[document]]
id = "voorzieningen"
title = "Voorzieningen van SWV Waterrijk"
file = "voorzieningen.md"
"""
PAGE = """# Voorzieningen van SWV Waterrijk

## Arrangementen

Een school kan een arrangement aanvragen. Er zijn drie soorten:

| Arrangement | Voor wie | Bedrag per jaar | Duur |
| --- | --- | --- | --- |
| Licht | leerlingen die enkele uren hulp per week nodig hebben | € 2.400 | 20 weken |
| Midden | leerlingen die dagelijks hulp in de klas nodig hebben | € 5.750 | een schooljaar |
| Intensief | leerlingen die zonder hulp naar het vso zouden gaan | € 9.800 | een schooljaar |
| Medisch | leerlingen die onder schooltijd zorg van een verpleegkundige nodig hebben | in overleg | zolang nodig |

## Protocollen

Elke school heeft deze protocollen:

- Protocol pesten, met een vertrouwenspersoon
- Protocol rouw en verlies
- Protocol medisch handelen
- Protocol vervoer bij uitstapjes

(NB: een protocol is een afspraak die op papier staat)

## Kost extra ondersteuning mij geld?

Nee. Alle hulp die de school inzet, betaalt het samenwerkingsverband. Huiswerkbegeleiding elders betaalt u zelf.

## De Overstap

De Overstap is een voorziening voor leerlingen van twaalf jaar en ouder. Een plaatsing duurt dertien weken en kan een
keer worden verlengd. De eigen school betaalt de koffie en de thee in het gebouw. Het gebouw staat aan de Sluisweg in
Waterrijk, naast het oude gemaal en de bakker, en is met de fiets en met de bus goed te bereiken voor alle leerlingen.

## Terugplaatsing

Soms gaat het in de nieuwe groep niet goed met een leerling die is teruggeplaatst. De mentor belt dan dezelfde dag met
de consulent. Binnen een week praten mentor, consulent en ouders met elkaar. Daarna maakt de consulent een plan, dat de
ouders ondertekenen. Lukt het na zes weken nog niet, dan keert de leerling terug naar De Overstap. De consulent regelt
het vervoer en laat de leerplichtambtenaar weten dat de leerling van school verandert.

## Formulier

4. Geef aan hoeveel uren per week de vaste begeleider minimaal aanwezig moet zijn

Daarvoor spreken wij geen norm af, dat bepaalt elke vestiging zelf.

5. Geef aan welke ruimtes elke vestiging heeft:

- Stiltekamer
- Werkplaats
- Kookgelegenheid

6. Geef aan hoeveel uren er per week minimaal zijn voor de volgende rollen:

- Vaste begeleider
  - Iemand die de groep kent
  - Een norm hanteren we niet, dat is aan de vestiging
- Chauffeur
  - Iemand met een rijbewijs voor de bus

## De bijeenkomst

Opmerkingen uit de bijeenkomst met alle begeleiders van 3 april 2024:

- Wie neemt de koffie mee
- Het lokaal was te koud

## Vestigingen

Wij hebben deze vestigingen:

- De Boei in Marssum
- Het Anker bij de haven in Sluisdam
- De Steiger in Sluisdam
- De Vlet in Sluisdam

## Geld voor de begeleider

De school krijgt elk jaar geld voor de ondersteuning van haar leerlingen. Sinds schooljaar 2019-2020 is de verdeling
eenvoudiger. Het geld voor de vaste begeleider zit nu in het budget van de school. De school kiest zelf hoeveel tijd de
begeleider krijgt. Ook mag zij taken bij elkaar leggen.

## Time-out

Een time-out legt de schoolleider op. Alle vestigingen houden zich aan dezelfde werkwijze. Die werkwijze is zo:

1. De leraar meldt het voorval. Dat gebeurt dezelfde dag nog, mondeling of in een bericht aan de schoolleider van de
   vestiging, zodat de ouders op tijd weten wat er in de klas of op het plein is gebeurd en wat de school ermee doet.
2. De schoolleider hoort de leerling. Daarbij is een tweede medewerker aanwezig.
3. De leerling werkt onder toezicht aan zijn taken.

In het leerlingdossier komt een aantekening over de time-out.

## Sleutels

Voor het lenen van een sleutel gelden deze regels:

Regel 1 De conciërge noteert de naam en de datum.

Regel 2 De sleutel komt terug voor het weekend.

Regel 3 Wie een sleutel kwijt is, betaalt het nieuwe slot.

Een reservesleutel ligt in de kluis.

## Mag mijn kind eerst een dag meelopen?

Ja. De meeste vestigingen hebben een ochtend daarvoor. U spreekt die af met de mentor. Na afloop drinkt u samen thee.

## Een plek aanvragen in vier stappen

Stap 1 De school praat met de ouders over een plek op een vestiging.

Stap 2 De school vult het formulier in.

Stap 3 De ouders ondertekenen het formulier.

Stap 4 De consulent beslist binnen drie weken.

## Waar het staat

De eisen aan het gebouw staan in het huisvestingsplan. Wat een vestiging kost, leest u in hoofdstuk 6 van dat plan.

## Toezicht op het plein

Pauze. Twee leraren lopen rond op het plein. (2) Zij dragen een geel hesje.

## Eisen aan een begeleider

- Geduldig: een begeleider laat een leerling uitspreken
- Vakkundig: een begeleider weet wat werkt
- Eerlijk: een begeleider zegt wat niet lukt
- Bereikbaar: een begeleider belt dezelfde dag terug
- Zorgvuldig: een begeleider schrijft op wat is afgesproken
- Vindingrijk: een begeleider zoekt verder waar anderen ophouden
- Rustig: een begeleider blijft kalm, ook als een leerling dat niet is
- Leergierig: een begeleider volgt elk jaar een cursus en vertelt anderen in het team wat daar te leren was
"""

Shown = Callable[[str], str]


def index_of(folder: Path, page: str, embedder: Embedder) -> Index:
    """Return the index of one Markdown page."""
    documents = folder / "corpus" / "documents"
    documents.mkdir(parents=True)
    (documents / "voorzieningen.md").write_text(page, encoding="utf-8")
    (folder / "corpus" / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    assert not ingest(folder / "corpus", folder, lambda: embedder, embedder.name, lambda _: None).failed
    return Index.open(folder, embedder.name)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Shown]:
    """Return what shows the words that are found for a question, sure or not."""
    folder = tmp_path_factory.mktemp("voorzieningen")
    index = index_of(folder, PAGE, embedder)
    assistant = Assistant(index, embedder)

    def words(question: str) -> str:
        evidence = assistant.find(question).evidence
        assert evidence
        draft = Draft(DUTCH)
        draft.quote(evidence)
        return draft.text

    yield words
    index.close()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat is het bedrag per jaar van een intensief arrangement?", "Intensief – Bedrag per jaar: € 9.800 [1]."),
        ("Wat is de duur van het arrangement licht?", "Licht – Duur: 20 weken [1]."),
        (
            "Voor wie is het arrangement licht?",
            "Licht – Voor wie: leerlingen die enkele uren hulp per week nodig hebben [1].",
        ),
    ],
)
def test_of_a_table_the_row_and_the_column_that_are_asked_for(shown: Shown, question: str, expected: str) -> None:
    assert shown(question) == expected


def test_headings_of_columns_are_no_answer(shown: Shown) -> None:
    words = shown("Welke arrangementen zijn er en voor wie?")
    assert "\n- Licht – Voor wie: leerlingen die enkele uren" in words
    assert "- Arrangement" not in words


def test_of_a_list_the_members_that_are_asked_for(shown: Shown) -> None:
    assert shown("Welke protocollen zijn er over pesten?") == (
        "- Protocol pesten, met een vertrouwenspersoon [1].\n\nDit staat bij: “Elke school heeft deze protocollen” [2]."
    )
    assert shown("Welke protocollen heeft elke school?").count("\n- ") == 5  # with the remark


def test_who_asks_for_the_others_too_gets_the_whole_list(shown: Shown) -> None:
    assert shown("Welke protocollen heeft elke school, ook voor pesten?").count("\n- ") == 5


def test_members_of_a_group_are_told_by_the_sentence_that_sums_them_up(assistant: Assistant) -> None:
    answer = assistant.ask("Wie zit er allemaal in het SOT bij Koers VO?")
    assert answer.status is Status.ANSWERED
    assert "leerplichtambtenaar" in answer.text.partition("[1]")[0]


def test_row_that_is_to_be_decided_upon_is_found_by_its_name(assistant: Assistant) -> None:
    answer = assistant.ask("Moet het protocol medisch handelen actief toegepast worden?")
    assert re.findall("^- (.*?):", answer.text, re.MULTILINE) == ["Protocol medisch handelen"]


def test_which_of_two_is_answered_with_the_whole_list(shown: Shown) -> None:
    assert shown("Is er een begeleider nodig voor de groep, of de chauffeur of de begeleider?").count("\n- ") >= 2


def test_row_of_a_table_behind_a_list_is_no_member_of_that_list(tmp_path: Path, embedder: Embedder) -> None:
    steps = "1. De directeur hoort de leerling.\n2. De directeur belt de ouders.\n"
    rows = "| Schorsing | een week | de directeur |\n| Verwijdering | blijvend | het bestuur |\n"
    table = f"| Maatregel | Duur | Wie beslist |\n| --- | --- | --- |\n{rows}"
    corpus = write_corpus(tmp_path / "corpus", {"gids": ""})
    (corpus / "documents/gids.md").write_text(f"# Schorsing en verwijdering\n\n{steps}\n{table}")
    catalogue = corpus / "catalogue.toml"
    catalogue.write_text(catalogue.read_text().replace("gids.txt", "gids.md"))
    ingest(corpus, tmp_path, lambda: embedder, embedder.name, lambda _: None)
    index = Index.open(tmp_path, embedder.name)
    found = Assistant(index, embedder).find("Wie beslist over verwijdering?").evidence
    index.close()

    assert found
    told = [found.readable(part) for part in found.parts]
    assert told[-1].endswith("het bestuur")
    assert not any("De directeur" in one for one in told)


def test_no_answers_only_the_question_that_it_stands_under(shown: Shown) -> None:
    assert shown("Kost extra ondersteuning geld?").startswith("Nee [1]. Alle hulp")
    assert shown("Is de hulp die de school inzet gratis?").startswith("Alle hulp die de school inzet")


def test_question_that_is_a_heading_gets_all_that_stands_under_it(shown: Shown) -> None:
    words = shown("mag mijn kind eerst een dag meelopen")
    assert words.startswith("Ja [1]. De meeste vestigingen")
    assert words.endswith("Na afloop drinkt u samen thee [1].")


@pytest.mark.parametrize("question", ["Wat staat er over verzuim?", "verzuim"])
def test_topic_that_is_a_heading_is_answered_by_what_stands_under_it(
    tmp_path: Path, embedder: Embedder, question: str
) -> None:
    told = "De school belt op de eerste dag. De gids legt de rest uit."
    text = f"Plan van de school\n\nVerzuim\n\n{told}\n\nSport\n\nSport is fijn.\n"
    corpus = write_corpus(tmp_path / "corpus", {"plan": text})
    ingest(corpus, tmp_path, lambda: embedder, embedder.name, lambda _: None)
    index = Index.open(tmp_path, embedder.name)
    answer = Assistant(index, embedder).ask(question)
    index.close()

    assert answer.status is Status.ANSWERED
    assert answer.text == "De school belt op de eerste dag [1]. De gids legt de rest uit [1]."


def test_steps_that_are_sections_of_their_own_are_told_together(shown: Shown) -> None:
    lines = shown("Hoe vraagt een school een plek op een vestiging aan?").splitlines()
    assert [line.split()[-2] for line in lines] == ["vestiging", "in", "formulier", "weken"]
    assert all(line.endswith("[1].") for line in lines)


def test_steps_are_cited_from_the_first_of_them_on(tmp_path: Path, embedder: Embedder) -> None:
    more = "Daarbij legt zij alle stukken klaar die de ouders eerder hebben gekregen, zodat iedereen hetzelfde leest. "
    steps = "\n\n".join(
        f"Stap {n} De school zet {name} op een rij met de ouders. {more * 2}" for n, name in enumerate("abc", 1)
    )
    corpus = write_corpus(tmp_path / "corpus", {"stappen": f"Een plek aanvragen in drie stappen\n\n{steps}\n"})
    ingest(corpus, tmp_path, lambda: embedder, embedder.name, lambda _: None)
    index = Index.open(tmp_path, embedder.name)
    evidence = Assistant(index, embedder).find("Hoe vraagt een school een plek aan, en wat is c?").evidence
    index.close()

    assert evidence
    assert evidence.passage.section.label == "stap 1"
    assert evidence.span.of(evidence.passage.document.text).count("De school zet") == 3


def test_sentence_that_numbers_what_is_asked_is_the_one_that_is_shown(shown: Shown) -> None:
    words = shown("In welk hoofdstuk van het huisvestingsplan staan de eisen aan het gebouw en wat het kost?")
    assert "hoofdstuk 6" in words


def test_sentences_that_tell_something_else_are_left_out(shown: Shown) -> None:
    assert shown("Hoe lang duurt een plaatsing op De Overstap?") == (
        "Een plaatsing duurt dertien weken en kan een keer worden verlengd [1]."
    )


def test_what_holds_in_a_case_is_told_after_the_sentence_that_names_the_case(shown: Shown) -> None:
    words = shown("Een teruggeplaatste leerling heeft het niet goed in de nieuwe groep, en nu?")
    assert "niet goed met een leerling" in words
    assert "belt dan dezelfde dag" in words


def test_procedure_in_one_paragraph_is_told_to_its_end(shown: Shown) -> None:
    words = shown("Wat moeten we doen als het na terugplaatsing niet goed gaat in de nieuwe groep?")
    assert words.index("belt dan") < words.index("maakt de consulent een plan") < words.index("leerplichtambtenaar")


def test_instruction_of_a_form_is_a_question_and_no_answer(shown: Shown) -> None:
    words = shown("Hoeveel uren per week is de vaste begeleider er minimaal?")
    assert words.startswith("Daarvoor spreken wij geen norm af")


def test_list_under_an_instruction_is_shown_as_what_stands_under_it(shown: Shown) -> None:
    words = shown("Welke ruimtes heeft een vestiging?")
    assert words.startswith("Onder “Geef aan welke ruimtes elke vestiging heeft” staat [1]:\n\n- Stiltekamer")


def test_question_that_is_about_all_members_gets_the_whole_list(shown: Shown) -> None:
    assert shown("Wat zijn de eisen aan een begeleider?").count("- ") == 8
    assert shown("Hoe snel belt een begeleider terug?").count("- ") <= 1


def test_member_of_a_list_is_shown_with_what_stands_under_it(shown: Shown) -> None:
    words = shown("Hoeveel uren zijn er minimaal voor de rol van vaste begeleider?")
    assert "Vaste begeleider" in words
    assert "Een norm hanteren we niet" in words
    assert "rijbewijs" not in words


def test_date_in_what_announces_a_list_is_told_without_the_list(shown: Shown) -> None:
    words = shown("Wanneer was de bijeenkomst met alle begeleiders?")
    assert "3 april 2024" in words
    assert "koffie" not in words


def test_year_that_is_asked_for_is_fetched_from_the_sentence_before(shown: Shown) -> None:
    words = shown("Sinds welk schooljaar zit het geld voor de vaste begeleider in het budget van de school?")
    assert words.startswith("Sinds schooljaar 2019-2020")


def test_fact_is_told_before_what_stands_around_it(shown: Shown) -> None:
    assert shown("Wie betaalt de koffie in het gebouw van De Overstap?").startswith("De eigen school betaalt")


def test_remark_behind_a_list_is_shown_with_the_list(shown: Shown) -> None:
    words = shown("Wat voor afspraken op papier, dus protocollen, zijn er?")
    assert words.count("\n- ") == 5
    assert words.endswith("- (NB: een protocol is een afspraak die op papier staat) [1].")


def test_members_with_the_name_that_is_asked_for_are_shown_however_many_there_are(shown: Shown) -> None:
    words = shown("Welke vestigingen zijn er in Sluisdam?")
    assert [line[:5] for line in words.splitlines()] == ["- Het", "- De ", "- De ", "", "Dit s"]
    assert "Marssum" not in words
    assert shown("Welke vestigingen zijn er?").count("\n- ") == 4


@pytest.mark.parametrize("question", ["Welke werkwijze geldt voor een time-out?", "Hoe verloopt een time-out?"])
def test_numbered_list_is_shown_whole_and_in_order_under_what_announces_it(shown: Shown, question: str) -> None:
    words = shown(question)
    assert (
        words.index("werkwijze is zo [1]:") < words.index("- De leraar meldt") < words.index("- De schoolleider hoort")
    )
    assert words.index("- De schoolleider hoort") < words.index("- De leerling werkt onder toezicht")


def test_sentence_before_what_announces_a_list_is_told_without_the_list(shown: Shown) -> None:
    assert shown("Wie legt een time-out op?").startswith("Een time-out legt de schoolleider op [1].")


def test_numbered_units_are_shown_with_the_words_that_announce_them(shown: Shown) -> None:
    assert shown("Welke regels gelden er voor het lenen van een sleutel?") == (
        "Voor het lenen van een sleutel gelden deze regels [1]:\n\n"
        "- De conciërge noteert de naam en de datum [1].\n"
        "- De sleutel komt terug voor het weekend [1].\n"
        "- Wie een sleutel kwijt is, betaalt het nieuwe slot [1]."
    )


def test_heading_on_the_line_of_its_text_is_not_shown_alone(shown: Shown) -> None:
    words = shown("Hoeveel leraren lopen er rond in de pauze?")
    assert words.startswith("Pauze. Twee leraren lopen rond op het plein [1].")
    assert "(2)" not in words


def test_item_that_is_longer_than_a_passage_is_not_answered_with_another_list(
    tmp_path: Path, embedder: Embedder
) -> None:
    cases = " ".join(f"De school meldt geval {number} bij de dienst leerlingzaken." for number in range(60))
    page = (
        "# Regels\n\nDe mentor let op het volgende:\n\n- appels\n- peren\n- bananen\n\nOver verzuim geldt:\n\n"
        f"- {cases} De leerplichtambtenaar bepaalt de boete bij verzuim.\n- Kort punt.\n"
    )
    index = index_of(tmp_path, page, embedder)
    evidence = Assistant(index, embedder).find("Wie bepaalt de boete bij verzuim?").evidence
    index.close()
    assert evidence
    assert "De leerplichtambtenaar bepaalt de boete" in " ".join(map(evidence.readable, evidence.parts))
    assert all(evidence.passage.section.span.contains(part) for part in evidence.parts)


def test_heading_without_text_is_no_answer(tmp_path: Path, embedder: Embedder) -> None:
    page = "# Regels\n\n## Verlof\n\nDe teamleider beslist over verlof.\n\n## Hoe vraag ik verlof aan?\n"
    index = index_of(tmp_path, page, embedder)
    assert Assistant(index, embedder).find("Hoe vraag ik verlof aan?").evidence
    index.close()
