"""The assistant's own sentences, Dutch at B1 level and English. Nothing here states a fact of the documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The frame around the documents' words, in one language."""

    related: str
    not_found: str
    out_of_scope: str
    greeting: str
    thanks: str
    dutch_quote: str
    decided_on: str
    ask: str
    conflict: str
    promise: str
    outdated: str
    other_organisation: str
    named_organisation: str
    organisation_unknown: str


DUTCH = Wording(
    related="Ik weet niet zeker of de documenten uw vraag beantwoorden. Dit staat er het dichtst bij:",
    not_found="De documenten die ik heb, geven geen antwoord op deze vraag.",
    out_of_scope=(
        "Deze vraag gaat over iets anders. Ik beantwoord alleen vragen over passend onderwijs: "
        "ondersteuning van leerlingen op school."
    ),
    greeting=(
        "Hallo! Ik zoek antwoorden op vragen over passend onderwijs in de documenten van samenwerkingsverbanden, "
        "en laat zien waar het staat. Wat wilt u weten?"
    ),
    thanks="Graag gedaan. Wilt u nog iets weten over passend onderwijs?",
    dutch_quote="",
    decided_on="Dit hoort bij {label}: “{lead}”",
    ask="Vraag het aan de school, of aan het samenwerkingsverband{contact}.",
    conflict="De documenten zeggen hier niet overal hetzelfde over. Beide plaatsen staan hieronder.",
    promise="Het document noemt hier zelf {promised}, maar somt er {listed} op.",
    outdated="“{title}” gold tot en met {until}. Vraag na of dit nog klopt.",
    other_organisation="Dit komt uit een document van {found}, niet van {chosen}.",
    named_organisation="Uw vraag noemt {found}; daarom is daar gezocht, en niet bij {chosen}.",
    organisation_unknown="In “{title}” staat niet van welk samenwerkingsverband het is.",
)

ENGLISH = Wording(
    related="I am not sure that the documents answer your question. This comes nearest (the documents are in Dutch):",
    not_found="The documents that I have do not answer this question.",
    out_of_scope=(
        "This question is about something else. I only answer questions about passend onderwijs: "
        "support for pupils at Dutch schools."
    ),
    greeting=(
        "Hello! I look for answers about passend onderwijs (support for pupils at Dutch schools) in the documents of "
        "school partnerships, and show where it says so. What would you like to know?"
    ),
    thanks="You are welcome. Is there anything else you would like to know?",
    dutch_quote="These are the exact words of the document, in Dutch:",
    decided_on="This belongs to {label}: “{lead}”",
    ask="Ask the school, or the school partnership{contact}.",
    conflict="The documents do not say the same about this everywhere. Both places are shown below.",
    promise="The document itself speaks of {promised} here, but lists {listed}.",
    outdated="“{title}” was valid until {until}. Check whether it still holds.",
    other_organisation="This comes from a document of {found}, not of {chosen}.",
    named_organisation="Your question names {found}; that is where I looked, and not at {chosen}.",
    organisation_unknown="“{title}” does not say which school partnership it is from.",
)
