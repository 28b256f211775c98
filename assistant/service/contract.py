"""The objects that go in and out: of the API, of `wegwijs ask --json`, and of whatever people build on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError

from assistant.answer import Answer, Citation, Explanation, NoticeKind, Searched, Status, Turn
from assistant.glossary import Entry, Kind
from assistant.language import language_of
from assistant.wording import language_said
from ingest.catalogue import Organisation, Source
from ingest.document import Document, Section
from ingest.errors import WegwijsError
from ingest.question_bank import QUESTION_CHARS

HISTORY_TURNS = 20

_EXAMPLE_QUESTION = "Hoe vaak moet een OPP minimaal geëvalueerd worden?"
_EXAMPLE_QUOTE = (
    "22. Moet evaluatie en actualisatie van de ontwikkelingsperspectiefplannen (OPP's) jaarlijks plaatsvinden, \nals "
    "afspraak binnen de basisondersteuning? \n\nJa, twee keer minimaal"
)
_EXAMPLE_CITATION: dict[str, JsonValue] = {
    "number": 1,
    "document": {
        "id": "basisondersteuning-so-sbo",
        "title": "Basisondersteuning SO & SBO",
        "organisation": None,
        "sector": "so-sbo",
        "published": "2022-11-01",
        "valid_until": None,
        "url": None,
    },
    "section": ["De afspraken basisondersteuning", "Afspraken over planvorming en cyclisch werken"],
    "label": "afspraak 22",
    "page": None,
    "start": 10377,
    "end": 10551,
    "quote": _EXAMPLE_QUOTE,
    "href": "/bronnen/basisondersteuning-so-sbo?van=10377&tot=10551",
    "running_text": _EXAMPLE_QUOTE,
}
_EXAMPLE_ANSWER: dict[str, JsonValue] = {
    "id": "3f0c2a52-6a0e-4d6c-9a3e-0f6f2f3f7c11",
    "question": _EXAMPLE_QUESTION,
    "status": "answered",
    "answer": "Twee keer minimaal [1].",
    "citations": [_EXAMPLE_CITATION],
    "notices": [
        {"kind": "organisation_unknown", "text": "In dit document staat niet van welk samenwerkingsverband het is."}
    ],
    "follow_ups": ["Wie stelt het OPP op?"],
    "mode": "extractive",
    "model": None,
    "timings_ms": {"retrieve": 14.2, "total": 31.0},
    "explanations": [],
    "searched": None,
    "languages": {"question": "nl", "answer": ["nl"], "notices": ["nl"], "follow_ups": ["nl"]},
}


class RequestError(WegwijsError):
    """A question that cannot be asked as it stands."""


class TurnObject(BaseModel):
    """Een eerder bericht uit het gesprek."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(min_length=0)] = Field(  # Constrained: else half a character would pass.
        description=f"Van een vraag tellen de eerste {QUESTION_CHARS} tekens."
    )

    @property
    def turn(self) -> Turn:
        """The same turn, as the assistant takes it: no question is longer than one that may be asked."""
        return Turn(self.role, self.content[:QUESTION_CHARS] if self.role == "user" else self.content)


class AskRequest(BaseModel):
    """Een vraag aan Wegwijs."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": _EXAMPLE_QUESTION, "history": [], "organisation": None}]},
    )

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=QUESTION_CHARS)] = Field(
        description="De vraag. Spaties aan het begin en het eind tellen niet mee.",
        json_schema_extra={"pattern": r"\S"},
    )
    history: list[TurnObject] = Field(
        default=[], max_length=HISTORY_TURNS, description="Eerdere berichten uit het gesprek, het oudste eerst."
    )
    organisation: str | None = Field(
        default=None,
        description="Zoek alleen in de documenten van dit samenwerkingsverband (een id uit /api/v1/organisations).",
    )

    @classmethod
    def of(cls, question: str, organisation: str | None) -> AskRequest:
        """Return a request that did not come over HTTP, or raise `RequestError` when it cannot be asked."""
        try:
            return cls(question=question, organisation=organisation)
        except ValidationError as exc:
            raise RequestError(explain(exc.errors())) from exc

    def require_known_organisation(self, organisations: Iterable[Organisation]) -> None:
        """Raise `RequestError` when the organisation is not one of these."""
        ids = [organisation.id for organisation in organisations]
        if self.organisation is not None and self.organisation not in ids:
            raise RequestError(
                f"Samenwerkingsverband {self.organisation!r} is onbekend. Kies uit: {', '.join(ids)}, "
                "of laat het weg om in alle documenten te zoeken."
            )


class DocumentObject(BaseModel):
    """Wat er over een document bekend is. Wat het document niet noemt, is null."""

    id: str
    title: str
    organisation: str | None = Field(description="Een id uit /api/v1/organisations.")
    sector: str | None
    published: date | None
    valid_until: date | None
    url: str | None = Field(description="Waar de uitgever het document heeft staan.")

    @classmethod
    def of(cls, source: Source) -> DocumentObject:
        """Return what is public of a source."""
        return cls(
            id=source.id,
            title=source.title,
            organisation=source.organisation.id if source.organisation else None,
            sector=source.sector,
            published=source.published,
            valid_until=source.valid_until,
            url=source.url,
        )


class SectionObject(BaseModel):
    """Een deel van een document. Alle delen achter elkaar zijn de hele tekst."""

    path: list[str] = Field(description="De koppen erboven, de buitenste eerst.")
    label: str | None = Field(description="Hoe het deel heet, zoals 'afspraak 22'.")
    start: int
    end: int

    @classmethod
    def of(cls, section: Section) -> SectionObject:
        """Return what is public of a section."""
        return cls(path=list(section.path), label=section.label, start=section.span.start, end=section.span.end)


class FullDocumentObject(DocumentObject):
    """Een document met zijn tekst. Posities tellen tekens (Unicode code points) in `text`, vanaf 0."""

    text: str
    sections: list[SectionObject]

    @classmethod
    def of_document(cls, document: Document) -> FullDocumentObject:
        """Return a document with the text that offsets point into."""
        sections = [SectionObject.of(section) for section in document.sections]
        metadata = DocumentObject.of(document.source).model_dump()
        return cls(**metadata, text=document.text, sections=sections)


class OrganisationObject(BaseModel):
    """Een samenwerkingsverband."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    full_name: str | None
    sector: str | None
    website: str | None
    contact: str | None = Field(
        description="Bij wie men iets kan vragen: een e-mailadres, een telefoonnummer of een webpagina."
    )
    contact_link: str | None = Field(
        description="Hetzelfde als link (mailto:, tel: of https:); zonder contact de website."
    )


class CitationObject(BaseModel):
    """De woorden van een document waar het antwoord op rust: `text[start:end] == quote`."""

    number: int = Field(description="Het nummer achter de zin in het antwoord: [1].")
    document: DocumentObject
    section: list[str] = Field(description="De koppen boven de passage, de buitenste eerst.")
    label: str | None
    page: int | None
    start: int = Field(description="Positie in de tekst van het document, in tekens vanaf 0.")
    end: int
    quote: str = Field(description="De letterlijke woorden van het document.")
    href: str = Field(description="De bronpagina, met deze woorden gemarkeerd.")
    running_text: str = Field(description="Het citaat zonder de voetnoten, kopregels en paginanummers erin.")

    @classmethod
    def of(cls, citation: Citation) -> CitationObject:
        """Return a citation as other programs see it."""
        return cls(
            number=citation.number,
            document=DocumentObject.of(citation.document.source),
            section=list(citation.passage.section.path),
            label=citation.passage.section.label,
            page=citation.page,
            start=citation.span.start,
            end=citation.span.end,
            quote=citation.quote,
            href=citation.href,
            running_text=citation.running_text,
        )


class GlossaryEntryObject(BaseModel):
    """Een afkorting of begrip, zoals een document het zelf uitlegt. Een woord staat er per document één keer in."""

    term: str
    kind: Kind = Field(description="abbreviation: een afkorting, voluit geschreven. term: een begrip, uitgelegd.")
    meaning: str
    citation: CitationObject

    @classmethod
    def of(cls, entry: Entry) -> GlossaryEntryObject:
        """Return an entry as other programs see it."""
        return cls(term=entry.term, kind=entry.kind, meaning=entry.meaning, citation=CitationObject.of(entry.citation))


class ExplanationObject(BaseModel):
    """Een woord in het antwoord dat een document uitlegt."""

    words: str = Field(description="Het woord zoals het in het antwoord staat; bedoeld is de eerste keer.")
    meaning: str
    document: DocumentObject
    href: str = Field(description="De bronpagina, met de uitleg gemarkeerd.")

    @classmethod
    def of(cls, explanation: Explanation) -> ExplanationObject:
        """Return an explanation as other programs see it."""
        citation = explanation.citation
        document = DocumentObject.of(citation.document.source)
        return cls(words=explanation.words, meaning=explanation.meaning, document=document, href=citation.href)


class SearchedObject(BaseModel):
    """Waar gezocht is naar een antwoord dat er niet is."""

    documents: int = Field(description="Hoeveel documenten er doorzocht zijn.")
    organisations: list[OrganisationObject] = Field(description="Van wie er documenten bij waren.")
    nearest: list[DocumentObject] = Field(description="De documenten die er het dichtst bij kwamen.")

    @classmethod
    def of(cls, searched: Searched) -> SearchedObject:
        """Return what was searched as other programs see it."""
        return cls(
            documents=searched.documents,
            organisations=[OrganisationObject.model_validate(one) for one in searched.organisations],
            nearest=[DocumentObject.of(source) for source in searched.nearest],
        )


class NoticeObject(BaseModel):
    """Wat de lezer naast het antwoord moet weten."""

    model_config = ConfigDict(from_attributes=True)

    kind: NoticeKind = Field(
        description="conflict: documenten spreken elkaar tegen. outdated: het document is verlopen. "
        "other_organisation, organisation_unknown: het document is van een ander samenwerkingsverband, of noemt er "
        "geen. redacted: persoonsgegevens zijn weggelaten. fallback: het antwoord van het taalmodel klopte niet."
    )
    text: str


class LanguagesObject(BaseModel):
    """In welke taal elk stuk tekst is: een code zoals nl of en."""

    question: str
    answer: list[str] = Field(description="Van elke alinea van `answer`; tussen twee alinea's staat een lege regel.")
    notices: list[str]
    follow_ups: list[str]

    @classmethod
    def of(cls, answer: Answer) -> LanguagesObject:
        """Return the languages of an answer."""
        question = language_of(answer.question)
        paragraphs = re.split(r"\n\s*\n", answer.text.strip())
        written = answer.mode == "generative"
        return cls(
            question=question,
            answer=[question if written else language_said(paragraph) for paragraph in paragraphs],
            notices=[language_said(notice.text) for notice in answer.notices],
            follow_ups=[language_of(follow_up) for follow_up in answer.follow_ups],
        )


class AnswerObject(BaseModel):
    """Een antwoord met zijn bronnen. 'Niet gevonden' is ook een antwoord, te zien aan `status`."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_ANSWER]})

    id: str
    question: str
    status: Status = Field(
        description="answered: beantwoord. partial: een deel staat in de documenten. related: de documenten gaan "
        "erover, maar het is niet zeker dat ze antwoord geven. not_found: de documenten zeggen het niet. out_of_scope: "
        "een ander onderwerp. clarify: Wegwijs vraagt eerst iets terug."
    )
    answer: str = Field(description="Markdown. Achter elke zin met een feit staat het nummer van zijn bron.")
    citations: list[CitationObject]
    notices: list[NoticeObject]
    follow_ups: list[str] = Field(
        description="Vragen die hierop kunnen volgen; is er niets gevonden: vragen die wel een antwoord hebben."
    )
    mode: Literal["extractive", "generative"]
    model: str | None = Field(description="Het taalmodel dat het antwoord schreef, als er een is.")
    timings_ms: dict[str, float]
    explanations: list[ExplanationObject] = Field(description="Woorden in het antwoord die een document uitlegt.")
    searched: SearchedObject | None = Field(description="Alleen bij not_found: waar gezocht is.")
    languages: LanguagesObject

    @classmethod
    def of(cls, answer: Answer) -> AnswerObject:
        """Return an answer as other programs see it."""
        return cls(
            id=answer.id,
            question=answer.question,
            status=answer.status,
            answer=answer.text,
            citations=[CitationObject.of(citation) for citation in answer.citations],
            notices=[NoticeObject.model_validate(notice) for notice in answer.notices],
            follow_ups=list(answer.follow_ups),
            mode=answer.mode,
            model=answer.model,
            timings_ms=dict(answer.timings_ms),
            explanations=[ExplanationObject.of(explanation) for explanation in answer.explanations],
            searched=SearchedObject.of(answer.searched) if answer.searched else None,
            languages=LanguagesObject.of(answer),
        )


_NAMES = {"": "De inhoud", "question": "De vraag"}
_SAYINGS = {
    "extra_forbidden": "{it} is onbekend: laat het weg.",
    "json_invalid": "De inhoud is geen geldige JSON: controleer haakjes, aanhalingstekens en komma's.",
    "list_type": "{it} moet een lijst zijn.",
    "literal_error": "{it} heeft een onbekende waarde: gebruik {expected}.",
    "missing": "{it} ontbreekt: vul in.",
    "model_attributes_type": "{it} moet een JSON-object zijn.",
    "model_type": "{it} moet een JSON-object zijn.",
    "bool_type": "{it} moet true of false zijn.",
    "string_pattern_mismatch": "{it} heeft niet de goede vorm: kijk op /docs hoe het eruitziet.",
    "string_too_long": "{it} is te lang: gebruik hooguit {max_length} tekens.",
    "string_too_short": "{it} is leeg: vul minstens {min_length} teken in.",
    "string_type": "{it} moet tekst zijn.",
    "string_unicode": "{it} bevat ongeldige tekens: gebruik gewone tekst.",
    "too_short": "{it} is leeg: stuur minstens {min_length} onderdeel.",
    "too_long": "{it} is te lang: stuur hooguit {max_length} onderdelen.",
}
_SAYING_OTHERWISE = "{it} klopt niet: kijk op /docs wat erin hoort."
_EXPLAINED = 5  # More would not be read.


def explain(errors: Sequence[Mapping[str, Any]]) -> str:
    """Say in Dutch what pydantic found wrong with a request, and what to do about it."""
    return " ".join(dict.fromkeys(_saying(error) for error in errors[:_EXPLAINED]))


def _saying(error: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in error["loc"] if part != "body")[:80]
    it = _NAMES.get(field, f"Het veld '{field}'")
    return _SAYINGS.get(error["type"], _SAYING_OTHERWISE).format(it=it, **error.get("ctx", {})).replace(" or ", " of ")
