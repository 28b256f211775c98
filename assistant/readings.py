"""What a follow-up may mean: the questions that it may be short for, each standing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Turn
from assistant.conversation import (
    WORD,
    about,
    asks_simpler,
    is_about_the_subject,
    leans,
    points_back,
    previous,
    standalone,
    subject_words,
)
from assistant.ordinals import is_only_a_place
from assistant.question import Kind, kind_of
from assistant.shapes import ROLE
from ingest.terms import terms

Meant = Callable[[str, Sequence[Turn]], str]  # a question and what was said before it, to what it meant

_MOST = 11  # Each is looked up.
_MOST_THINGS = 3
_MOST_PLACES = 3
_FEWEST_OF_A_SUBJECT = 2
_MOST_WORDS = 6  # Of something that is only named.
_LINKS = r"(?:bij|voor|van|op|in|over|met|naar|aan|for|at|in|with|about|on|of|to)"
_ARTICLES = r"(?:de|het|een|mijn|the|an?|my)"
_ALSO = (
    r"\b(?:\w+\s+){1,2}(?:dat|dit|die|deze|het|hetzelfde|that|this|it)\s+(?:(?:dan|zo|hetzelfde|the same)\s+)*"
    rf"(?:(?:ook|also)\s+)?(?:(?:zo|apply|hold|go|the same)\s+)?{_LINKS}\b"
)
# "en bij speciale ondersteuning?", "geldt dat ook voor het SBO?", "hoe zit dat bij Koers VO?"
_NAMES_ANOTHER = re.compile(
    rf"^\W*(?:(?:en|maar|and|but|ook)\s+)*(?:(?:{_ALSO}|(?<=\w )(?:{_LINKS}\b)?)\s*)"
    rf"(?:{_ARTICLES}\s+)?(?P<named>\w[^,;?]*?)(?:\s+(?:dan|ook|too|then))*\W*(?:[,;?].*)?$",
    re.IGNORECASE,
)
# "en als het om speciale ondersteuning gaat?"
_IF_ABOUT = re.compile(
    r"^\W*(?:(?:en|maar|and|but)\s+)*(?:(?:als|wanneer)\s+het\s+(?:om|over)\s+(?P<dutch>[^,;?]+?)\s+gaat|"
    r"if\s+it\s+is\s+about\s+(?P<english>[^,;?]+?))\W*$",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(rf"^\W*(?:(?:en|maar|and|but)\s+)*{_ALSO}\b", re.IGNORECASE)
_ASKS_OR_ACTS = re.compile(
    r"\b(?:wie|wat|waar\w*|wanneer|waarom|hoe\w*|welke?|who|what|where|when|how|which|why|is|zijn|was|wordt|worden|moet|moeten|"
    r"mag|mogen|kan|kun|kunnen|heeft|hebben|krijgt|krijgen|geldt|gelden|gaat|doet|doen|zit|zitten|are|does|do|must|may|can|"
    r"should|has|have|dat|dit|die|deze|daar\w*|hier\w*|als|indien|that|this|it|if)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:wie|wat|waar\w*|wanneer|waarom|hoe|who|what|where|when|how|why)\W*$", re.IGNORECASE)
# "en ijkpunt 13?" and "en het volgende?" ask for that one.
_UNIT = re.compile(r"\b\d+$|^(?:volgende?|vorige?|next|previous)\b", re.IGNORECASE)
# In the plural
_WHICH = re.compile(
    r"^\W*(?:(?:en|maar|dus|and|but|so)\s+)*welke\s+(?P<nouns>(?:[\w-]+e\s+)?[^\W\d]{2,}(?:en|s))\s+\w", re.IGNORECASE
)
_BEGINS = re.compile(r"^\W*(?:(?:en|maar|dus|and|but|so)\s+)+", re.IGNORECASE)
_WHO_ASKS = re.compile(rf"\b(?:ik|wij|we|i)\b(?:\s+\w+){{1,4}}?\s+(?P<role>{ROLE})(?!\w)", re.IGNORECASE)
_I = re.compile(r"\b(?:ik|wij|we|mij|ons|onze?|mijn|mn|i|me|my|our)\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\s+(?:(?:en|and|of|or)\s+)?")  # What may stand between the words of one thing.


def named_anew(question: str) -> str | None:
    """Return what a follow-up names, when it does nothing else: "en bij speciale ondersteuning?"; else None."""
    if about_it := _IF_ABOUT.match(question):
        return about_it["dutch"] or about_it["english"]
    found = _NAMES_ANOTHER.match(question)
    named = found["named"] if found else ""
    is_question = _ASKS_OR_ACTS.search(named) or _UNIT.search(named) or len(named.split()) > _MOST_WORDS
    return named if terms(named) and not is_question and not is_only_a_place(question) else None


def readings(question: str, history: Sequence[Turn], meant: Meant) -> tuple[str, ...]:
    """Return what a question may mean after what was said, the likeliest by its form first.

    Which one it is, the documents tell: what is said about something else is no answer to what was named.

    Args:
        question: the latest.
        history: what was said before it.
        meant: tells what an earlier question meant.
    """
    first = standalone(question, history)
    latest = previous(history)
    if latest is None or asks_simpler(question) or is_only_a_place(question):
        return (first,)
    if named := named_anew(question):
        found = _of_another(question, named, *latest, meant)
    elif leans(question):
        found = iter([first, *_with_less(question, meant(*latest))])
    else:
        found = iter([with_who_asks(first, history), first])
    return tuple(dict.fromkeys(found))[:_MOST]


def last_resorts(question: str, subject: Sequence[str]) -> tuple[str, ...]:
    """Return a follow-up with one word of its subject, or none: what is left to ask when nothing holds what it names.

    Args:
        question: it says more than that something is about the subject.
        subject: the words that the questions before it were about.
    """
    asked = _BEGINS.sub("", question)
    of_one = [about(asked, [word]) for word in subject[: -_MOST_THINGS - 1 : -1]] if points_back(question) else []
    bare = which_there_are(question)
    return tuple(dict.fromkeys([*of_one, *([bare] if bare else [])]))


def which_there_are(question: str) -> str | None:
    """Return "Welke scholen zijn er?" of "en welke scholen zijn er als dat niet genoeg is?"; None when it asks else."""
    found = _WHICH.match(question)
    return f"Welke {found['nouns']} zijn er?" if found else None


def with_who_asks(question: str, history: Sequence[Turn]) -> str:
    """Return a question of "ik" with the role that who asks has said to have, "Ik ben nieuw als ib'er"; or as it is."""
    said = (_WHO_ASKS.search(turn.content) for turn in reversed(history) if turn.role == "user")
    who = next(filter(None, said), None) if _I.search(question) else None
    return about(question, [who["role"]]) if who else question


def _of_another(question: str, named: str, latest: str, before: Sequence[Turn], meant: Meant) -> Iterator[str]:
    """Yield what was asked, with what is named in the place of a thing that it is about, or beside all of these.

    It may be asked of what was named before the latest question: "... protocol pesten?", "moet je daar wat mee?".
    """
    whole = meant(latest, before)
    yield from _with_another(question, named, latest, whole)
    goes_on = leans(latest) and not named_anew(latest) and not is_about_the_subject(latest)
    if goes_on and (earlier := previous(before)):
        yield from asked_of_another(named, meant(*earlier))


def _with_another(question: str, named: str, latest: str, whole: str) -> Iterator[str]:
    beside = f"{whole.rstrip(' ?.!')} {_BEGINS.sub('', question)}"
    # What something is, holds for nothing else.
    if kind_of(whole) is Kind.DEFINITION and _ASKS_WHETHER.match(question):
        yield beside
        return
    if is_about_the_subject(latest):  # "en wie betaalt dat?"
        yield about(latest, [named])
    yield from _replaced(named, whole)
    yield beside


def asked_of_another(named: str, whole: str) -> Iterator[str]:
    """Yield a question with what is named in the place of each thing that it is about, the likeliest first."""
    yield from list(_replaced(named, whole))[:_MOST_PLACES]


def _replaced(named: str, whole: str) -> Iterator[str]:
    """Yield a question with what is named in the place of each thing that it is about, or of its last words."""
    alike = set(terms(named))
    things = sorted(_things(whole), key=lambda place: alike.isdisjoint(terms(whole[slice(*place)])))
    for start, end in things[:_MOST_THINGS]:
        first, *others = WORD.finditer(whole, start, end)
        # "protocol rouw verplicht", whether "rouw" was named or "protocol rouw"
        kept = whole[:start] if alike & set(terms(first[0])) else f"{whole[: first.end()]} "
        if others[1:]:
            yield f"{kept}{named}{whole[others[0].end() :]}"
        if others:
            yield f"{kept}{named}{whole[end:]}"
        yield f"{whole[:start]}{named}{whole[end:]}"


def _things(question: str) -> list[tuple[int, int]]:
    """Return the places of the words that a question is about, the last first."""
    places: list[tuple[int, int]] = []
    after = 0
    for word in WORD.finditer(question):
        # What follows an asking word is mostly a verb: "wie betaalt".
        is_verb = _ASKING.search(question[after : word.start()]) is not None
        after = word.start()
        if not terms(word[0]) or _ASKS_OR_ACTS.fullmatch(word[0]) or is_verb:
            continue
        if places and _TOGETHER.fullmatch(question, places[-1][1], word.start()):
            places[-1] = places[-1][0], word.end()
        else:
            places.append(word.span())
    return places[::-1]


def _with_less(question: str, latest: str) -> Iterator[str]:
    """Yield a question that may lean on what was said as one that leans on less of it, or on nothing."""
    asked = _BEGINS.sub("", question)
    if not points_back(question):
        yield asked[:1].upper() + asked[1:]
        return
    subject = subject_words(latest)
    for first in range(min(_FEWEST_OF_A_SUBJECT, len(subject))):  # The first word may be what was asked about it.
        if (leaning := about(asked, subject[first:])) != asked:
            yield leaning
