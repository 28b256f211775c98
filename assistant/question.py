"""What a question asks for: its terms, its kind, its language, and the organisation it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import log

from rapidfuzz import fuzz, process

from assistant.language import Language, language_of
from assistant.ordinals import ordered_units
from assistant.redaction import PLACEHOLDER
from assistant.sectors import sectors_asked_about
from ingest.abbreviations import without_ending
from ingest.catalogue import Organisation
from ingest.terms import stem, terms, words


class Kind(StrEnum):
    """The shape that an answer should have."""

    FREQUENCY = "frequency"
    PRICE = "price"
    HOUR = "hour"  # a time of the day
    CONTACT = "contact"  # a telephone number, an address
    QUANTITY = "quantity"
    DURATION = "duration"
    TIME = "time"
    DATE = "date"  # a time by its day, month or year
    PERSON = "person"
    MEMBERS = "members"  # persons of a group
    PLACE = "place"
    LIST = "list"
    DEFINITION = "definition"
    REASON = "reason"
    PROCEDURE = "procedure"
    COMPARISON = "comparison"
    YES_NO = "yes_no"
    OTHER = "other"


# The first kind with a phrase that fits decides; Dutch and English. Phrases are regular expressions between word ends.
_PHRASES = {
    Kind.COMPARISON: ["verschil(?:len|t)?", "differences?", "vergeleken", "versus", "vs"],
    Kind.FREQUENCY: ["hoe ?(?:vaak|dikwijls|regelmatig)", "hoeveel (?:keer|maal)", "how often", "how many times"],
    Kind.PRICE: [
        "(?:hoe ?veel|wat) kost(?:en)?",
        r"kost(?:en)? (?:\w+ ){1,6}(?:iets|geld|wat)",
        "hoe ?veel (?:euro|geld)",
        "hoe duur",
        "welk bedrag",
        "how (?:expensive|much money)",
        r"(?:what|how much) do(?:es)?\b.*\bcost",
    ],
    Kind.HOUR: ["hoe ?laat", "what time"],
    Kind.CONTACT: [
        r"(?:wat is|what is|welke?|geef)\b.*\b(?:telefoon\w*|nummer|e-?mail\w*|\w*adres(?:sen)?|website|phone)"
    ],
    Kind.DURATION: [
        "hoe ?lang",
        "hoe ?veel (?:dagen|weken|maanden|jaar|jaren)(?! (?:oud|per))",
        "termijn",
        "duurt?",
        "how long",
    ],
    Kind.QUANTITY: ["hoe ?veel", "hoe (?:hoog|groot|oud)", "aantal", "percentage", "procent", "how (?:many|much)"],
    Kind.DATE: [
        "welke (?:datum|dag|maand)",
        "welk (?:school)?jaar",
        "deadline",
        "(?:which|what) (?:date|day|month|year)",
    ],
    Kind.TIME: ["wanneer", "datum", "versie", "when"],
    Kind.REASON: ["waarom", "waartoe", "reden", "why"],
    Kind.PROCEDURE: [
        r"hoe \w+ (?:ik|je|wij|we|u|een school|de school|mijn (?:kind|zoon|dochter))",
        r"hoe (?:verloopt|werkt|gaat)",
        r"hoe (?:wordt|kan|kun|moet) .*\b(?:aan(?:ge)?vra\w+|aan(?:ge)?meld\w*|benoem\w*|in(?:ge)?schr\w+)",
        "stap voor stap",
        "stappen\\w*",
        "procedure",
        "in welke volgorde",
        "wat gebeurt er",
        "wat (?:moet(?:en)?|doen?|doet|dien(?:t|en)) .*\\b(?:als|wanneer|nadat|zodra|voordat)",
        "how do (?:i|we|you)",
        "what happens",
        "steps",
    ],
    Kind.MEMBERS: [
        r"wie (?:moet(?:en)?|mag|mogen|kan|kunnen)\b.*\b(?:in|bij)\b.*\b(?:zitten|horen)",
        r"wie (?:zit|zitten|horen?|maakt|maken|nemen|neemt)\b.*\b(?:in|bij|deel)",
        r"uit wie",
        r"(?:wie zijn (?:de )?(?:vaste )?|welke (?:vaste )?)(?:leden|deelnemers|mensen|personen|\w*partners)",
        r"who (?:is|are|sits?|belongs?) (?:in|on|part of|to|members? of)",
    ],
    Kind.PERSON: ["wie", "welke (?:functionaris|medewerker|persoon|instantie)", "verantwoordelijk", "who"],
    Kind.PLACE: [r"waar(?! staat|.*\bvoor sta(?:at|an)|.*\bstaan\b.*\bvoor\b)", "where"],
    Kind.DEFINITION: [
        "wat (?:is|zijn|betekent|betekenen|houdt|houden|wordt bedoeld|bedoelen|bedoelt|verstaan)",
        "definitie",
        "waar staat",
        r"waar\b.*\bstaan\b.*\bvoor",
        "staat voor",
        "(?:waar)?voor sta(?:at|an)",
        "betekenis",
        "afkorting",
        "what (?:is|are|does)",
        "meaning",
        "stands? for",
    ],
    Kind.LIST: ["welke", "wat voor", "noem", "opsomming", "lijst", "overzicht", "which", "what"],
}
_PATTERNS = {kind: re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE) for kind, phrases in _PHRASES.items()}
_FINITE_VERBS = (
    "moet moeten mag mogen kan kun kunnen is zijn heeft hebben krijg krijgt krijgen word wordt worden geldt gelden "
    "hoeft hoeven dient dienen bestaat doet ga gaat gaan wil zit zitten staat "
    "do does is are can may must should has have"
)
_YES_NO = re.compile(rf"^\W*(?:{'|'.join(_FINITE_VERBS.split())})\b", re.IGNORECASE)
# Whom it is asked for, and not what is asked about.
_ONES_CHILD = re.compile(
    r"\b(?:mijn|m'n|mn|me|on(?:s|ze)|uw|jouw|jullie|een|zo'n|elk|ieder|my|our|your|an?)\s+(?:(?:eigen|own|little)\s+)?"
    r"(?:kind|kinderen|kindje|zoon(?:tje)?|zoons|dochter(?:tje)?|dochters|jongen|meisje|child|children|kids?|son|daughter)\b",
    re.IGNORECASE,
)
# Who asks, and not what is asked about: "Ik werk bij de gemeente."
_WHO_ASKS = re.compile(
    r"^\W*(?:(?:hallo|hoi|hi|hello)\W+)?(?:ik (?:ben|werk)|(?:wij|we) (?:zijn|werken)|i(?: am|'m| work)|we are)\b"
    r"[^.!?]*[.!]",
    re.IGNORECASE,
)
# All that is said of something: "Wat staat er over verzuim?"
_ALL_ABOUT = re.compile(
    r"^\W*(?:wat (?:staat|zegt|zeggen|vertelt|schrijft)\b.*?|what (?:does|do)\b.*?\b(?:say|tell us)|"
    r"(?:vertel|tell)\b.*?|(?:(?:meer|more) )?(?:informatie|uitleg|info|information))\s+(?:over|about)\s+(?P<topic>.+)",
    re.IGNORECASE,
)
_SCHOOL = r"(?:(?:de|het|een|elke|the|a)\s+)?(?:[\w-]+\s+)?(?:school|scholen|schools|s?bo|so|juf|leraar|leerkracht)"
_THEY = rf"(?:ze|zij|jullie|they|you|{_SCHOOL})"
_ANYTHING = (
    r"(?:iets|wat|iemand|hulp|extra hulp|ondersteuning|begeleiding|een plek\w*|"
    r"anything|something|some(?:one|body)|help|support)"
)
_CASE = r"(?:hij|zij|ze|ie|die|het|iemand|(?:een|mijn|mn|m'n|me|zo'n|onze?) [\w-]+)"
_HELP = r"(?:help\w*|hulp|steun\w*|terecht|heen)"
_WORDS = r"(?: [\w'’-]+)"
# "Is daar iets voor?", "wat kan de school voor hem doen?", "wie kan helpen?": not what it holds, nor how it goes.
_WHAT_THERE_IS = re.compile(
    rf"\b(?:is|zijn) (?:er|daar|hier)\b{_WORDS}{{0,5}}? (?:{_ANYTHING}|voor)\b|"
    rf"\b(?:heeft|hebben|biedt|bieden|doet|doen) {_THEY}(?: (?:er|daar|hier|dan))?{_WORDS}{{0,3}}? {_ANYTHING}\b|"
    rf"\bwat (?:doet|doen|kan|kunnen|moet|moeten|hebben|heeft|mag|mogen) (?:ik )?(?:van )?{_THEY}\b|"
    rf"\bwat (?:is|zijn) er\b.*\bvoor\b|\b(?:kan|kunnen|krijgt|krijgen) {_CASE}{_WORDS}{{0,4}}? {_HELP}\b|"
    rf"\bwie (?:kan|kunnen|helpt)\b(?=.*\b{_HELP})|\bwaar (?:kan|kunnen){_WORDS}{{1,3}}? {_HELP}\b|"
    rf"\b(?:is|are) there\b{_WORDS}{{0,4}}? {_ANYTHING}\b|\bwhat is there\b|\bwhat (?:kind of )?(?:help|support)\b|"
    rf"\b(?:does|do|will) {_THEY} (?:have|do|offer)\b{_WORDS}{{0,3}}? {_ANYTHING}\b|"
    rf"\bwhat (?:can|does|must|should|do|will) {_THEY}\b|\bwho can help\b",
    re.IGNORECASE,
)
_OF_WHAT_THERE_IS = frozenset({Kind.OTHER, Kind.YES_NO, Kind.LIST, Kind.PERSON, Kind.PLACE, Kind.DEFINITION})
_UNIT = re.compile(r"\b[^\W\d]+\s+\d+(?:\.\d+)?\b")
_FAMILIAR = 0.15  # Part of the passages that a term must be in to belong to the subject.
_SAME_WORD = 86  # Similarity, of 100, from which a word that no passage holds counts as a misspelling of one that does.
_MIN_PART_CHARS = 4  # Of the parts of a compound; "op vang" may be two words.
_MIN_TYPO_CHARS = 5  # Shorter words are as near to other words as to themselves.
_ASKED_WHICH = re.compile(r"\b(?:welke?|which|what)\s+([^\W\d]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what was understood of it."""

    text: str
    terms: tuple[str, ...]  # stems, misspellings put right, no repeats
    kind: Kind
    language: Language
    organisation: str | None  # the id of the only one it names
    familiar: bool  # holds a term that many passages hold, such as "school": it is not about another subject
    abbreviations: tuple[str, ...]  # the short forms that it names, in lower case
    sectors: frozenset[str]  # the kinds of school that it is about, if it tells
    units: tuple[str, ...]  # the numbered units that it names, as "ijkpunt 7"
    topic: frozenset[str]  # the terms of what it asks all about; none when it asks something of it
    shares: Mapping[str, float] = field(compare=False)  # how much each term weighs among them: together 1

    @property
    def asks_what_there_is(self) -> bool:
        """Tell whether it tells of a case and asks what there is for it, and nothing else of that."""
        if self.kind not in _OF_WHAT_THERE_IS:
            return False
        told = self.kind is Kind.OTHER and _ONES_CHILD.search(self.text) is not None and "?" not in self.text
        return told or _WHAT_THERE_IS.search(self.text) is not None

    @property
    def which(self) -> tuple[str, ...]:
        """The nouns of which it asks which one: "schaal" of "In welke schaal ...?"."""
        return tuple(noun for noun in _ASKED_WHICH.findall(self.text) if terms(noun))


class QuestionReader:
    """Reads questions against the vocabulary of an index.

    Args:
        passage_frequencies: in how many passages each term stands.
        passages: how many there are.
        organisations: who may be named.
        abbreviations: the long forms of each short form, in lower case.

    Attributes:
        organisation_name: a regular expression of the names of the organisations.
    """

    def __init__(
        self,
        passage_frequencies: Mapping[str, int],
        passages: int,
        organisations: Iterable[Organisation],
        abbreviations: Mapping[str, frozenset[str]],
    ) -> None:
        self._frequencies = passage_frequencies
        self._passages = passages
        self._vocabulary = [term for term in passage_frequencies if len(term) >= _MIN_TYPO_CHARS]
        self._abbreviations = abbreviations
        self._names = {name: o.id for o in organisations for name in _names(o)}
        self.organisation_name = _any_of(self._names) or "(?!)"
        self._of_an_organisation = _of_one_of(self.organisation_name)
        self._corrected = lru_cache(maxsize=10_000)(self._correct)

    def read(self, text: str) -> Question:
        """Return the question with its terms, kind, language and organisation."""
        said = text.replace(PLACEHOLDER, " ")
        plain_words = words(said)
        asked = terms(_ONES_CHILD.sub(" ", _WHO_ASKS.sub(" ", said)))
        found = dict.fromkeys([*(self._corrected(term) for term in asked or terms(said)), *self._joined(plain_words)])
        return Question(
            text=text,
            terms=tuple(found),
            kind=kind_of(text),
            language=language_of(text),
            organisation=self._only_one_named(plain_words),
            abbreviations=tuple({without_ending(word) for word in plain_words} & self._abbreviations.keys()),
            sectors=sectors_asked_about(text),
            units=(*(" ".join(unit.lower().split()) for unit in _UNIT.findall(text)), *ordered_units(text)),
            topic=frozenset(terms(topic_of(text) or "")),
            familiar=any(self._frequencies.get(term, 0) >= _FAMILIAR * self._passages for term in found),
            shares=self._share_of_each(found),
        )

    def without_organisation(self, question: Question) -> Question | None:
        """Return a question without whose documents are to answer, "bij Koers VO"; None when it does not tell."""
        left = self._of_an_organisation.sub("", question.text)
        read = self.read(left) if left != question.text and terms(left) else None
        return read and replace(read, organisation=question.organisation)

    def without_others(self, text: str, organisation: str) -> str:
        """Return a text without the names of all organisations but one."""
        others = [name for name, owner in self._names.items() if owner != organisation]
        return re.sub(rf"\b(?:{_any_of(others)})\b", "", text, flags=re.IGNORECASE) if others else text

    def with_organisation(self, text: str, name: str) -> str | None:
        """Return a text with an organisation's name in the place of each other one; None when it names no other."""
        renamed = re.sub(rf"\b(?:{self.organisation_name})\b", lambda _: name, text, flags=re.IGNORECASE)
        return renamed if renamed != text else None

    def weight(self, term: str) -> float:
        """Return how much a term tells passages apart: its inverse passage frequency (Robertson & Sparck Jones)."""
        frequency = self._frequencies.get(term, 0)
        return log(1 + (self._passages - frequency + 0.5) / (frequency + 0.5))

    def speaks_of(self, question: Question, text: str) -> bool:
        """Tell whether a text holds the abbreviations that a question names, or what they stand for.

        Args:
            question: what is asked.
            text: in lower case.
        """
        return all(
            re.search(rf"\b{re.escape(short)}\b", text) is not None
            or any(all(word in text for word in long.split()) for long in self._abbreviations[short])
            for short in question.abbreviations
        )

    def coverage(self, question: Question, found: frozenset[str]) -> float:
        """Return which part of a question's terms, by weight, is among the terms found: 0 to 1."""
        return sum(share for term, share in question.shares.items() if term in found)

    def _only_one_named(self, plain_words: list[str]) -> str | None:
        named = {owner for name, owner in self._names.items() if _mentions(plain_words, name)}
        return named.pop() if len(named) == 1 else None

    def _joined(self, plain_words: Sequence[str]) -> Iterator[str]:
        """Yield the compounds of the documents that were written apart: "ondersteunings team"."""
        for one, other in pairwise(plain_words):
            if min(len(one), len(other)) >= _MIN_PART_CHARS:
                yield from {stem(f"{one}{glue}{other}") for glue in ("", "s")} & self._frequencies.keys()

    def _share_of_each(self, asked: Iterable[str]) -> Mapping[str, float]:
        weights = {term: self.weight(term) for term in asked}
        total = sum(weights.values())
        return {term: weight / total for term, weight in weights.items()} if total else {}

    def _correct(self, term: str) -> str:
        if len(term) < _MIN_TYPO_CHARS or term in self._frequencies:
            return term
        match = process.extractOne(term, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
        return match[0] if match else term


def kind_of(text: str) -> Kind:
    """Return the kind of answer that a question asks for."""
    if _YES_NO.search(text):
        return Kind.YES_NO
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), Kind.OTHER)


def topic_of(text: str) -> str | None:
    """Return of what a question asks all: "Wat staat er over verzuim?", or "verzuim" alone; None when it asks else."""
    if asked := _ALL_ABOUT.match(text):
        return asked["topic"]
    return text if kind_of(text) is Kind.OTHER and not text.rstrip().endswith("?") else None


def _names(organisation: Organisation) -> Iterable[tuple[str, ...]]:
    for name in (organisation.name, organisation.full_name):
        if name:
            yield tuple(words(name))


def _of_one_of(name: str) -> re.Pattern[str]:
    """Return what finds an organisation behind a word that tells whose it is, "bij Koers VO", or at the very end."""
    whose = r"bij|van|volgens|binnen|voor|in|at|of|within|according to|for"
    return re.compile(rf"\s*\b(?:{whose})\s+(?:{name})\b|\s+(?:{name})(?=\W*$)", re.IGNORECASE)


def _any_of(names: Iterable[tuple[str, ...]]) -> str:
    """Return the regular expression of any of these names, the longest first."""
    return "|".join(r"\W+".join(map(re.escape, name)) for name in sorted(names, key=len, reverse=True))


def _mentions(plain_words: list[str], name: tuple[str, ...]) -> bool:
    size = len(name)
    return any(tuple(plain_words[i : i + size]) == name for i in range(len(plain_words) - size + 1))
