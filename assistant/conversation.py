"""What a question means in its conversation: follow-ups are made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.ordinals import by_place
from ingest.terms import terms

_FOLLOWS = (
    "ook dan nog nou nu weer wel eens precies eigenlijk allemaal voor in bij op van aan met door verplicht geregeld "
    "zijn moet"
)
_PRONOUN = r"(?:dat|dit|die|deze|that|this|these)"
_PARTICIPLE = r"\w*ge\w+(?:d|t|en)\b"  # "geëvalueerd", "bijgewerkt"
_IT = rf"\b(?:het|it)\b(?=\W*$|\s+{_PARTICIPLE})"  # "hoe vaak wordt het bijgewerkt", and not "het plan"
# "die" for what was spoken of, and not "die school" or "een school die".
_FOR_THE_SUBJECT = re.compile(
    rf"\b{_PRONOUN}\b(?=\W*$|,|\s+(?:{'|'.join(_FOLLOWS.split())})\b|\s+{_PARTICIPLE})|{_IT}", re.IGNORECASE
)
_BEGINS_AS_FOLLOW_UP = re.compile(
    r"^\W*(?:en|maar|ook|dus|and|but|(?:what|how) about)\b|"
    rf"^\W*(?:[\w']+\s+){{1,3}}(?:{_PRONOUN}|ze|zij|hij|hen|it|they)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    rf"\b(?:dat|dit|die|deze|daar\w*|hier\w*|er(?:over|van|voor|mee|aan|bij|naar|uit|tegen|door|in|op|om|toe|onder)|hij|hem|zij|ze|hetzelfde|dezelfde|that|this|these|it|they)\b|"
    rf"{_IT}|\ber\b(?=(?:\s+\w+){{0,2}}\s+(?:aan|bij|in|mee|over|uit|van|voor)\W*$)",  # "zit de leraar er wel in?"
    re.IGNORECASE,
)
# What names something: an article or a preposition before a word, an abbreviation or a name. "het" may be a pronoun.
_NAMES = re.compile(
    r"(?<=.)\b[A-Z][\w'’-]*|\b[A-Z]{2,}|^\W*[\w'’-]+, |"
    r"(?i:\b(?:de|een|mijn|mn|m'n|onze?|uw|jouw|jullie|elke?|iedere?|alle|geen|bij|in|op|van|voor|met|tussen|binnen|over|the|an?|"
    r"my|our|your|of|for|with|by|in|about)\s+(?!(?:dat|dit|die|deze|mij|ons|u|jou|wie|wat|welke?|hem|haar|that|this|it|whom|what|which)\b)[\w'’-]+|"
    rf"\bhet\s+(?!{_PARTICIPLE})[\w'’-]+)"
)
_ASKING = re.compile(
    r"^\W*(?:en |maar |and |but )?(?:(?:met|voor|door|van|op|in|bij|aan|uit|tot|with|for|by|from|on|at) )?"
    r"(?:wie|wat|waar\w*|wanneer|hoe\w*|welke?|who|what|which|where|when|how|why|"
    r"mag|mogen|moet|moeten|kan|kunnen|hoeft|must|may|can|should)\b",
    re.IGNORECASE,
)
# Asked of a thing, and no part of it: "hoe vaak".
_HOW_MUCH = re.compile(
    r"\b(?:hoe ?(?:vaak|lang|veel|hoog|groot|oud|ver)|how (?:often|long|much|many))\b", re.IGNORECASE
)
# What a question asks of its subject: "wie betaalt plusondersteuning?", "en hoe vaak moet het?", "geldt dat ook?"
_IT_OR_ME = rf"(?:{_PRONOUN}|het|it|er|je|ik|we|(?:daar|hier|er)\w*)"
_ASKED_OF_IT = re.compile(
    r"^\W*(?:(?:en|maar|dus|and|but|so)\s+)*"
    r"(?:(?:\w+\s+)?(?:wie|wat|waar\w*|wanneer|hoe(?:\s+(?:vaak|lang|veel))?|who|what|where|when|how|why)\s+"
    rf"[\w'’-]+|[\w'’-]+(?=\s+{_IT_OR_ME}\b))",
    re.IGNORECASE,
)
# "en als hij lang ziek is, is daar ook iets voor?": "daar" is the case that is told, and not what was spoken of.
_TELLS_ITS_CASE = re.compile(
    r"^\W*(?:(?:en|maar|and|but)\s+)?(?:als|wanneer|if|when)\s+(?:hij|zij|ze|ie|he|she|(?:mijn|mn|m'n|my)\s+\w+)\s+"
    r"(?P<case>[^,?]+)[,?]\s*(?=.*\b(?:daar|er|there)\b.*\b(?:voor|aan|tegen|over|for)\b)",
    re.IGNORECASE,
)
# What is compared is the subject, and not that it is: "en wie betaalt die?"
_COMPARES = re.compile(
    r"^\W*(?:(?:wat|what)\s+(?:is|zijn|are)\s+)?(?:(?:het|de|the)\s+)?"
    r"(?:verschil(?:len)?|onderscheid|differences?)\s+(?:tussen|between)\b",
    re.IGNORECASE,
)
_IS_IT_SO = re.compile(
    r"\b(?:klopt (?:dat|het)|is (?:dat|het) (?:zo|waar|juist)|is that (?:right|true|so))\b", re.IGNORECASE
)
_ASKS_MEANING = re.compile(r"\b(?:is|zijn|betekent|betekenen|are|does)\b", re.IGNORECASE)
_OFFER_CHARS = 500  # At the end of an answer.
_FEW_TERMS_OF_NO_SUBJECT = 2
# A question with as many terms or more stands by itself.
_FEW_TERMS = 4
_FEW_TERMS_OF_A_FOLLOW_UP = 7
_SIMPLER_WORDS = 9
_POLITE = re.compile(
    r"^\W*(?:(?:dank\w*(?: (?:u|je))?(?: wel)?|bedankt|thank you|thanks|hallo|hoi|hello|hi|"
    r"goede(?:morgen|middag|navond)|ok[eé]?|prima|super|fijn|duidelijk)\b[\s.,!:;-]*)+",
    re.IGNORECASE,
)
_POLITE_END = re.compile(
    # From the first sign on: tried from each of a long row, it would take the square of its length.
    r"(?<![\s.,!?:;-])[\s.,!?:;-]+"
    r"(?:alvast (?:heel erg )?(?:bedankt|dank)|bij voorbaat dank|dank (?:u|je)(?: wel)?|bedankt|"
    r"(?:many )?thanks(?: in advance)?|thank you|aub|a\.u\.b\.?|alsjeblieft|alstublieft|svp|s\.v\.p\.?|please|"
    r"in (?:gewone|eenvoudige|makkelijke|simpele|duidelijke) (?:taal|woorden)|in plain (?:words|english|language))\W*$",
    re.IGNORECASE,
)
# "opp wat is dat nou weer", "de TLV, wie vraagt die aan?": what it is about is said first, and pointed at.
_SAID_FIRST = re.compile(
    r"^\W*\b(?P<topic>(?:[\w'’-]+\s+){0,2}[\w'’-]+?),?\s+"
    r"(?P<asked>(?:wie|wat|hoe\w*|wanneer|waar\w*|welke?)\b.*)$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"(?<![\w'’])(?:ik|u|je|jij|we|wij|ze|zij|hij|er|is|zijn|was|wil|weet|weten|vraag|heb|heeft|hebben|moet|mag|kan|kunt|kun|"
    r"en|maar|of|als|met|voor|van|op|bij|aan|in|door|per|tot|vanaf|dank|hallo|hoi|oke?|prima)\b",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"^\W*(?:(?:nog |nu )?(?:iets|wat) (?:heel |totaal )?anders|(?:een )?ander(?:e)? (?:onderwerp|vraag)|"
    r"new (?:topic|subject)|something else|another (?:topic|question))\b[\s.,!:;-]*",
    re.IGNORECASE,
)
_ACCEPTS = re.compile(
    r"^\W*(?:j+a+|jawel|graag|doe maar|yes|please|sure|ok[eé]?)\b"
    r"(?:\W+(?:graag|hoor|dat|is|zou|lijkt|me|goed|fijn|mooi|handig|prima|zijn|please|doe|maar|that|would|be|great))*\W*$",
    re.IGNORECASE,
)
_SIMPLER = re.compile(
    r"\b(?:makkelijker|eenvoudiger|simpeler|gewone taal|eenvoudig|jip en janneke|anders (?:zeggen|uitleggen)|"
    r"(?:snap|begrijp) (?:ik|het|dat|er)|simpler|simply|easier|plain (?:words|language))\b",
    re.IGNORECASE,
)
_ONLY_WHY = re.compile(
    r"^\W*(?:(?:en|maar|dus|and|but|so)\s+)*(?:waarom|waartoe|hoezo|met welk doel|why|what for|for what purpose)"
    r"(?:\s+(?:eigenlijk|dan|dat|die|er|is|moet|doen|ze|zo|precies|that|then|so))*\W*$",
    re.IGNORECASE,
)
# "en daarna?", "wat gebeurt er dan?", "hoe gaat het verder?"
_ONLY_WHAT_FOLLOWS = re.compile(
    r"^\W*(?:(?:en|maar|ok[eé]?|and|but|so)\s+)*"
    r"(?:(?:(?:wat|what)\s+)?(?:(?:komt|volgt|gebeurt|comes|happens)\s+(?:er\s+)?)?"
    r"(?:daarna|daarop|hierna|vervolgens|dan|then|next|after that)|(?:hoe gaat het )?(?:dan )?(?:verder|door))\W*$",
    re.IGNORECASE,
)
_WHAT_IF = re.compile(r"^\W*(?:(?:en|maar|and|but)\s+)?(?:(?:wat|what)\s+)?(?:als|indien|if)\b", re.IGNORECASE)
# A verb that stands for what was spoken of: "en wie doet dat?", "wie is daarbij?", "hoe lang duurt het?"
_STANDS_FOR_IT = re.compile(
    r"\b(?:do(?:e|et|en)|gebeur(?:t|en)|zorg(?:t|en)?|regel(?:t|en)|zit(?:ten)?|duurt|does|happens?|takes?|"
    r"(?:daar|hier|er)(?:aan|bij|door|in|mee|na|naar|om|op|over|toe|uit|van|voor)?)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?:^|[.!?\n])\W*(?:zal ik|wilt u|wil je|shall i|would you like(?: me to| to)?)\s+"
    r"(?:(?:u|je|you)\s+)?(?:ook\s+)?"
    r"(?:(?:vertellen|uitleggen|laten zien|opzoeken|noemen|weten|tell you|tell|explain|show you|show|know)\s+)?"
    r"([^?]*)\?\W*$",
    re.IGNORECASE,
)
# "en ijkpunt 13?", "en 13?", "doe nummer 1 ook eens", "en het volgende ijkpunt?"
_ANOTHER_UNIT = re.compile(
    r"^\W*(?:(?:en|and|ook|dan|maar|nu|doe|geef|noem|toon|show|now|then|what about)\s+)*"
    r"(?:(?:bij|van|voor|over|in|of|for|met)\s+)?(?:(?:de|het|the)\s+)?"
    r"(?:(?:(?:nummer|nr\.?|number|no\.?)\s+|(?P<noun>[^\W\d]{3,})\s+)?(?P<number>\d+)|"
    r"(?:(?P<after>volgende?|next)|(?P<before>vorige?|previous))\b(?:\s+(?P<stepped>[^\W\d]{3,}))?)"
    r"(?:\s+(?:ook|dan|eens|even|nog|too|then|please))*\W*$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\b(?P<noun>[^\W\d]{3,})\s+(?P<number>\d+)\b")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return a question that can be understood without its history.

    A follow-up ("En wie betaalt dat?") takes its subject from the questions before it, back to the last one that stood
    by itself; "ja graag" becomes what the assistant offered. What is only polite, or announces another subject, goes.
    """
    meant: list[str] = []
    for place, turn in enumerate(history):
        if turn.role == "user":
            meant.append(_meant(turn.content, history[:place], meant))
    return _meant(question, history, meant)


def _meant(question: str, history: Sequence[Turn], earlier: Sequence[str]) -> str:
    """Return a question made to stand by itself, given what those before it meant, the oldest first."""
    asked = _with_topic_in_place(_without_politeness(question))
    if other := _OTHER_SUBJECT.match(asked):
        return asked[other.end() :] or question
    if not earlier:
        return asked
    if asks_simpler(asked):
        return earlier[-1]
    if _ACCEPTS.match(question) and (offer := _offer(history)):
        return about(offer, subject_of(history)) if leans(offer) else offer
    if another := _another_unit(asked, earlier) or by_place(asked, earlier[-1], _told(history)):
        return another
    return about(asked, subject_of(history, with_what_was_asked=names_nothing(asked))) if leans(asked) else asked


def previous(history: Sequence[Turn]) -> tuple[str, Sequence[Turn]] | None:
    """Return the latest question, with what was said before it; None when nothing was asked."""
    place = max((place for place, turn in enumerate(history) if turn.role == "user"), default=None)
    return None if place is None else (history[place].content, history[:place])


def only_accepts(message: str, history: Sequence[Turn]) -> bool:
    """Tell whether a message says yes to nothing that was offered."""
    return _ACCEPTS.match(message) is not None and _offer(history) is None


def _another_unit(asked: str, earlier: Sequence[str]) -> str | None:
    """Return the latest question about a unit, asked of the one with another number; or None."""
    wanted = _ANOTHER_UNIT.match(asked)
    if not wanted:
        return None
    noun = wanted["noun"] or wanted["stepped"]
    units = ((question, unit) for question in reversed(earlier) for unit in _UNIT.finditer(question))
    of_its_kind = (one for one in units if noun is None or one[1]["noun"].lower() == noun.lower())
    question, unit = next(of_its_kind, (None, None))
    if question is None or unit is None:
        return f"{noun} {wanted['number']}?" if noun and wanted["number"] else None
    number = int(wanted["number"] or unit["number"]) + bool(wanted["after"]) - bool(wanted["before"])
    return f"{question[: unit.start('number')]}{number}{question[unit.end() :]}"


def _without_politeness(question: str) -> str:
    asked = _POLITE.sub("", question)
    while (shorter := _POLITE_END.sub("", asked)) != asked:
        asked = shorter
    return asked or question


def _with_topic_in_place(asked: str) -> str:
    """Return a question that names its topic first with the topic where it points at it."""
    said = _SAID_FIRST.match(asked)
    topic = said["topic"] if said else ""
    if not said or _SPEAKS.search(topic) or not terms(topic):
        return asked
    placed, places = _FOR_THE_SUBJECT.subn(lambda _: topic, said["asked"], count=1)
    return placed if places else asked


def asks_simpler(message: str) -> bool:
    """Tell whether a message asks for the last answer in easier words, and for nothing else."""
    return _SIMPLER.search(message) is not None and len(message.split()) <= _SIMPLER_WORDS


def asks_only_why(message: str) -> bool:
    """Tell whether a message asks why, of what was told before it, and for nothing else."""
    return _ONLY_WHY.match(message) is not None


def asks_what_if(message: str) -> bool:
    """Tell whether a message asks what holds in another case than what was told: "en als dat niet genoeg is?"."""
    return _WHAT_IF.match(message) is not None


def asks_only_what_follows(message: str) -> bool:
    """Tell whether a message asks what comes after what was told, and for nothing else: "en daarna?"."""
    return _ONLY_WHAT_FOLLOWS.match(message) is not None


def names_nothing(question: str) -> bool:
    """Tell whether a question names nothing itself: "en wie doet dat dan?" asks who does what was spoken of."""
    return not terms(_STANDS_FOR_IT.sub("", _HOW_MUCH.sub("", question)))


def about(question: str, subject: Sequence[str]) -> str:
    """Return a question that leans on a subject as one that names it: in the place of "dat", or else at its end."""
    known = set(terms(question))
    new = " ".join(dict.fromkeys(word for word in subject if not known.issuperset(terms(word))))
    if not new:
        return question
    if _FOR_THE_SUBJECT.search(question):
        return _FOR_THE_SUBJECT.sub(lambda _: new, question, count=1)
    return f"{question.rstrip(' ?.!')} {new}?"


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry meaning, as they are written."""
    return [word for word in WORD.findall(text) if terms(word)]


def subject_words(question: str) -> list[str]:
    """Return the content words of a question that say what it is about: "vaak" of "hoe vaak" does not."""
    return content_words(_HOW_MUCH.sub("", question))


def points_back(question: str) -> bool:
    """Tell whether a question speaks of something that was named before it: "die", "daar", "ze"."""
    return _POINTS_BACK.search(question) is not None


def is_about_the_subject(question: str) -> bool:
    """Tell whether a pronoun of a question stands for its subject: "en wie betaalt dat?"."""
    return _FOR_THE_SUBJECT.search(question) is not None


def lacks_subject(question: str) -> bool:
    """Tell whether a question by itself cannot be answered by anyone: "Hoe vaak wordt dat geëvalueerd?"."""
    asked = set(terms(question))
    if not WORD.search(question) or (asked and all(term.isdigit() for term in asked)):  # "Wat is 2+2?"
        return True
    return len(asked) <= _FEW_TERMS_OF_NO_SUBJECT and points_back(question) and not _NAMES.search(question)


def leans(question: str) -> bool:
    """Tell whether a question may need what was said before it."""
    if (told := _TELLS_ITS_CASE.match(question)) and terms(told["case"]):
        return False
    said = set(terms(_IS_IT_SO.sub("", question)))
    bare = len(said) < _FEW_TERMS_OF_NO_SUBJECT and _ASKING.match(question)
    if bare and not _ASKS_MEANING.search(question) and not _NAMES.search(question):
        return True
    few = _FEW_TERMS_OF_A_FOLLOW_UP if _BEGINS_AS_FOLLOW_UP.search(question) else _FEW_TERMS
    points = _BEGINS_AS_FOLLOW_UP.search(question) or _POINTS_BACK.search(question)
    return points is not None and len(said) < few


def subject_of(history: Sequence[Turn], *, with_what_was_asked: bool = False) -> list[str]:
    """Return the content words of the latest questions, back to one that stood by itself.

    What was asked of the subject is no part of it, "en wie betaalt dat?".

    Args:
        history: what was said.
        with_what_was_asked: but for the latest question, of which "wie doet dat?" speaks.
    """
    asked = [turn.content for turn in reversed(history) if turn.role == "user" and not _only_goes_on(turn.content)]
    subject: list[str] = []
    for place, question in enumerate(asked):
        asking = _COMPARES.match(question) or _ASKED_OF_IT.match(question)
        is_done = with_what_was_asked and place == 0 and not (asking and _ASKS_MEANING.search(asking[0]))
        named = subject_words(question if is_done or not asking else question[asking.end() :])
        subject.extend(word for word in named if not points_back(word))
        if not leans(question):
            break
    return subject


def _only_goes_on(message: str) -> bool:
    """Tell whether a message names nothing new: it asks for easier words, for the reason, or for what follows."""
    return asks_simpler(message) or asks_only_why(message) or asks_only_what_follows(message)


def _told(history: Sequence[Turn]) -> str:
    """Return the latest answer."""
    return next((turn.content for turn in reversed(history) if turn.role == "assistant"), "")


def _offer(history: Sequence[Turn]) -> str | None:
    offered = _OFFER.search(_told(history)[-_OFFER_CHARS:])
    return f"{offered[1].strip()}?" if offered else None
