"""A question that asks two things, or compares two, in the questions that it is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.conversation import about, content_words, points_back, subject_words
from assistant.question import Kind, kind_of
from ingest.terms import terms

_ASKING = "|".join(
    "wie wiens wat waar waaraan waaruit waarop waarvan waarvoor waarom wanneer hoe hoeveel hoelang welke welk "
    "mag mogen moet moeten kan kun kunt kunnen krijgt krijgen heeft hebben is zijn ben bent hoeft geldt dient "
    "dienen "
    "who whose what where when how which why is are can must may do does should".split()
)
_BEFORE = "|".join(
    "aan bij binnen door in langs met na naar naast om onder op over per "
    "sinds tegen tot uit van vanaf via volgens voor "
    "vóór zonder ook by for from on until with within".split()
)
# "... aan, en wie adviseert daarover?": the second question begins with its own asking word.
_SECOND = re.compile(
    rf",?\s+(?:en|maar|and|but)\s+(?=(?:(?:{_BEFORE})\s+)*(?:{_ASKING})\b)|(?<=\?)\s+",
    re.IGNORECASE,
)
_ARTICLE = "(?:de|het|een|the|an?)"
# "... het SOP, en wie voor het OPP?": all but the asking word and what it is asked about is left out.
_LEFT_OUT = re.compile(
    rf"^(?:(?:{_BEFORE})\s+)?(?:{_ASKING})(?:\s+(?:vaak|lang|veel))?\s+"
    rf"(?:(?:{_BEFORE})\s+)?(?P<article>{_ARTICLE})\s+(?P<named>[\w'’-]+(?:\s+[\w'’-]+)?)\W*$",
    re.IGNORECASE,
)
# "... voor A vandaan, en waar dat voor B?": the words behind a preposition of the first question are left out.
_LEFT_OUT_BEHIND = re.compile(
    rf"^(?:{_ASKING})(?:\s+(?:vaak|lang|veel))?\s+(?:(?:dat|die|dit)\s+)?(?P<before>{_BEFORE})\s+"
    rf"(?P<named>(?:{_ARTICLE}\s+)?[\w'’-]+(?:\s+[\w'’-]+)?)\W*$",
    re.IGNORECASE,
)
_THAT_DOCUMENT = re.compile(r"\b(?:dat|dit|deze|die|that|this)\s+(?:document|stuk|notitie|nota|paper)\b", re.IGNORECASE)
_FEWEST_WORDS = 4  # "Op welke datum en door wie ...?" is one question.
_FEWEST_TERMS = 2  # A second question with fewer leans on the first.
# "wie betaalt plusondersteuning", and not "door wie"
_ASKS_OF_SOMETHING = re.compile(r"^(?:wie|who)\s+\w+\s+[\w'’-]{4,}\W*$", re.IGNORECASE)
# "hoe vaak dan", "waar dan voor": all but what is asked is left out.
_ASKS_ONLY = re.compile(
    rf"^(?:wie|wanneer|waar(?:om|voor|toe|door)?|hoe\s+(?:vaak|lang|veel)|hoeveel|who|when|where|why|how\s+\w+)\b"
    rf"(?:\s+(?:dan|dat|die|is|moet|mag|kan|er|wel|precies|then|{_BEFORE}))*\W*$",
    re.IGNORECASE,
)
# "wat is plusondersteuning", and not "wat is het doel"
_WHAT_IT_IS = re.compile(
    r"^(?:wat (?:is|zijn|betekent)|what (?:is|are))\s+(?:(?:een|an?)\s+)?(?!(?:een|het|de|the|an?)\b)[\w'’-]+\W*$",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:welke?|which)\s+(?P<noun>\w+)", re.IGNORECASE)
_THING_ASKED_FOR = re.compile(
    r"\b(?:welke?\s+(?=[^\W\d]{4})|hoeveel\s+(?=[^\W\d]{3,}(?:en|s)\b))(?P<noun>[^\W\d]+)", re.IGNORECASE
)
_WHICH_OF_THEM = re.compile(
    r"^(?:welke?|which)(?=\s+(?:moet|moeten|mag|mogen|kan|kunnen|hoeft|hoeven|is|zijn|worden|wordt|must|may|can|are|is)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
_COMPARED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?:verschil(?:len)?|onderscheid|difference)\b.*?\s+(?P<between>tussen|between)\s+(?P<one>.+?)\s+(?:en|and)\s+"
            r"(?P<other>[^,]+?),?\s+(?:in(?!\s+(?:de|het|een|the)\b)|qua|wat betreft|als het gaat om|in terms of)\s+"
            r"(?P<attribute>[^:?]+)"
        ),
        (
            r"\b(?:verschil(?:len)?|onderscheid|difference)\b(?:\s+(?:in|qua)\s+(?P<attribute>.+?)|.*?)\s+"
            r"(?P<between>tussen|between)\s+(?P<one>.+?)\s+(?:en|and)\s+(?P<other>.+)"
        ),
        r"^\W*(?:verschil|onderscheid|difference)\s+(?P<one>(?!in\b).+?)\s+(?:en|and)\s+(?P<other>.+)",
        r"\bverschil(?:t|len)\s+(?P<one>.+)\s+van\s+(?P<other>(?:die|dat)\s+(?:van|voor|in|op|bij)\s.+)",
        # What stands in brackets ends a side.
        r"\bverschil(?:t|len)\s+(?P<one>[^()]+\([^()]+\))\s+van\s+(?P<other>(?:de|het|een)\s.+)",
        r"\bverschil(?:t|len)\s+(?P<one>.+?)\s+van\s+(?P<other>(?:de|het|een)\s.+)",
        r"^(?P<one>.+?)\s+(?:versus|vs\.?)\s+(?P<other>.+)",
        r"\bhoe\s+verhouden\s+(?P<one>.+?)\s+en\s+(?P<other>.+?)\s+zich\b(?:\s+(?:eigenlijk|precies))*\s+tot\s+elkaar",
        r"\bhoe\s+verhoudt\s+(?P<one>.+?)\s+zich\s+(?:(?:eigenlijk|precies)\s+)?tot\s+(?P<other>.+)",
        r"^\W*(?:is|zijn)\s+(?P<one>(?:(?:de|het|een)\s+)?[\w'’-]+)\s+(?:eigenlijk\s+)?hetzelfde\s+als\s+(?P<other>.+)",
    )
]
# Between two names: "en bij", "of van".
_AND = rf"(?:,|\b(?:en|of|and|or|versus|vs\.?|dan|than)\b)\s*(?:(?:ook|also)\s+)?(?:(?:{_BEFORE}|at|of|in)\s+)?"
_BEFORE_A_NAME = re.compile(rf"\s+(?=(?:{_BEFORE})\s)", re.IGNORECASE)
_STANDS_IN = re.compile(r"^(?:die|dat) (van|voor|in|op|bij)\b", re.IGNORECASE)
# "de bekostiging van" A and B
_ASKED_OF_BOTH = re.compile(
    r"^(?P<asked>(?:(?:de|het|een|the|an?)\s+)?[\w'’-]+(?:\s+[\w'’-]+)?\s+(?P<of>van|voor|bij|of|for))\s+\S",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question is made of."""

    words: str  # as they were asked
    question: str  # made to stand by itself
    compared: bool = False  # one of two sides: an organisation that the other side names is not this one's
    shared: str = ""  # what may be asked of the other side only: "de bekostiging van"

    @property
    def is_side(self) -> bool:
        """Tell whether it is a name that is compared with another: "plusondersteuning"."""
        return self.compared and self.words != self.question

    @property
    def name(self) -> str:
        """Its words without the article before them: "intern begeleider"."""
        return re.sub(rf"^{_ARTICLE}\s+", "", self.words, flags=re.IGNORECASE)

    @property
    def without_shared(self) -> Part:
        """The side as it is named: "speciale ondersteuning" for its "bekostiging", which the other side has."""
        named = self.words.removeprefix(self.shared).lstrip()
        return Part(named, f"Wat is {named}?", compared=True)

    @property
    def leans(self) -> bool:
        """Tell whether it speaks of what the other part names, or says nothing but what it asks: "en hoe vaak?"."""
        return points_back(self.words) or self.only_asks

    @property
    def only_asks(self) -> bool:
        """Tell whether it says nothing but what it asks: "en waar dan voor?"."""
        return _ASKS_ONLY.match(self.words) is not None

    @property
    def thing(self) -> frozenset[str]:
        """The term of what it asks for by its Dutch name: "toets" of "en welke toets hoort daarbij"."""
        asked = _THING_ASKED_FOR.search(self.words)
        return frozenset(terms(asked["noun"])) if asked and kind_of(self.words) is not Kind.PROCEDURE else frozenset()


def asks(words: str) -> bool:
    """Tell whether words ask about something: an asking word is among them, and a word that carries meaning."""
    return _ASKS.search(words) is not None and bool(terms(words))


def parts_of(question: str) -> tuple[Part, ...]:
    """Return the questions that a question is made of; none when it is one question.

    "Wie vraagt een TLV aan en wie adviseert daarover?" is two; "Wat is het verschil tussen A en B?" asks what A is, and
    what B is.
    """
    return _sides(question) or _questions(question)


def of_each_organisation(question: str, name: str) -> tuple[Part, ...]:
    """Return a question about two organisations, "bij BePO en bij Koers VO", asked of each; none when it is not that.

    Args:
        question: what is asked.
        name: a regular expression of their names.
    """
    both = re.search(rf"\b(?P<one>{name})\s*{_AND}\s*(?P<other>{name})\b", question, re.IGNORECASE)
    if not both or both["one"].lower() == both["other"].lower():
        return ()
    of_each = [f"{question[: both.start()]}{both[side]}{question[both.end() :]}" for side in ("one", "other")]
    return tuple(Part(asked, asked, compared=True) for asked in of_each)


def _sides(question: str) -> tuple[Part, ...]:
    compared = next((match for pattern in _COMPARED if (match := pattern.search(question))), None)
    if not compared:
        return ()
    one, other = compared["one"], compared["other"].rstrip(" ?.!")
    if stands_in := _STANDS_IN.match(other):  # "de looptijd van A ... die van B"
        head = one.rpartition(f" {stands_in[1]} ")[0] or one
        other = f"{head} {other[stands_in.start(1) :]}"
    if not terms(one) or not terms(other):
        return ()
    if attribute := compared.groupdict().get("attribute"):  # "het verschil in duur tussen A en B"
        asked = attribute if attribute.lower().startswith("hoe") else f"wat is {attribute}"
        return tuple(Part(side, f"{asked[0].upper()}{asked[1:]} bij {side}?", compared=True) for side in (one, other))
    if len(names := re.split(r",\s+", one)) > 1:  # "A, B en C"
        return tuple(Part(name, f"Wat is {name}?", compared=True) for name in (*names, _name(other)))
    asked_of_one = f"Wat is {one}?"
    if len(set(terms(one))) == 1:  # "absoluut en relatief verzuim op school"
        named, *where = _BEFORE_A_NAME.split(other, maxsplit=1)
        asked_of_one = " ".join([about(asked_of_one, content_words(named)[1:]).rstrip("?"), *where]) + "?"
    shared = _asked_of_both(one, other) if "between" in compared.groupdict() else ""
    other = f"{shared} {other}".lstrip()
    return Part(one, asked_of_one, compared=True), Part(_name(other), f"Wat is {other}?", compared=True, shared=shared)


def _asked_of_both(one: str, other: str) -> str:
    """Return what is asked of both sides and said of the first only: "de bekostiging van" A and B; empty when not."""
    asked = _ASKED_OF_BOTH.match(one)
    if not asked or re.search(rf"\b{asked['of']}\b", other, re.IGNORECASE):
        return ""
    return asked["asked"] if terms(asked["asked"]) else ""


def _name(other: str) -> str:
    """Return the second name of two, without what is said behind it: "B, ik snap er niks meer van"."""
    return re.split(r"[,;]\s", other)[0]


def _questions(question: str) -> tuple[Part, ...]:
    cut = _SECOND.search(question)
    if not cut:
        return ()
    first, second = question[: cut.start()].rstrip(" ?,") + "?", question[cut.end() :]
    whole = len(first.split()) >= _FEWEST_WORDS or _WHAT_IT_IS.match(first) or _ASKS_OF_SOMETHING.match(first)
    asks_too = asks(second) or _ASKS_ONLY.match(second) or (_ASKS.search(second) and points_back(second))
    if not whole or not asks(first) or not asks_too:
        return ()
    second = _with_its_noun(first, second)
    if _THAT_DOCUMENT.search(first) and not points_back(second):  # What it was called stands in the second half.
        return Part(first, about(first, _subject(second))), Part(second, second)
    if alike := _with_what_is_left_out(first, second):
        return Part(first, first), Part(second, alike)
    names_it = _WHAT_IT_IS.match(second) is not None
    leans = points_back(second) or (len(set(terms(second))) < _FEWEST_TERMS and not names_it)
    return Part(first, first), Part(second, about(second, _subject(first)) if leans else second)


def _with_its_noun(first: str, second: str) -> str:
    """Return a second question that asks which of the same: "welke protocollen moeten ..., en welke mogen ...?"."""
    asked = _WHICH.search(first)
    return _WHICH_OF_THEM.sub(lambda which: f"{which[0]} {asked['noun']}", second) if asked else second


def _with_what_is_left_out(first: str, second: str) -> str | None:
    """Return a second question that leaves out what it shares with the first, in the words of the first; or None."""
    left_out = _LEFT_OUT.match(second)
    if not left_out:
        return _with_what_is_left_out_behind(first, second)
    places = _nouns(first, left_out["article"]) or _nouns(first, _ARTICLE)
    return f"{first[: places[-1].start(1)]}{left_out['named']}{first[places[-1].end(1) :]}" if places else None


def _with_what_is_left_out_behind(first: str, second: str) -> str | None:
    """Return "Waar komt het geld voor B vandaan?" of "Waar komt het geld voor A vandaan" and "waar dat voor B"."""
    left_out = _LEFT_OUT_BEHIND.match(second)
    if not left_out:
        return None
    noun = rf"\b{left_out['before']}\s+((?:{_ARTICLE}\s+)?(?:(?:[\w'’-]+e|extra)\s+)?[\w'’-]+)"
    places = list(re.finditer(noun, first, re.IGNORECASE))
    return f"{first[: places[-1].start(1)]}{left_out['named']}{first[places[-1].end(1) :]}" if places else None


def _nouns(question: str, article: str) -> list[re.Match[str]]:
    """Return the words behind an article."""
    return list(re.finditer(rf"\b{article}\s+([\w'’-]+)", question, re.IGNORECASE))


def _subject(question: str) -> list[str]:
    return [word for word in subject_words(question) if not _ASKS.fullmatch(word)]
