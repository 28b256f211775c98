"""What people say without asking the documents anything: a greeting, thanks, a worry. Phrases only, Dutch and English.

Such a message gets a fixed reply that says what the assistant can do and whom to ask; a message that also asks
something is a question.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.terms import terms


class Remark(StrEnum):
    """A message that asks the documents nothing."""

    CRISIS = "crisis"  # a life or a child's safety may be at stake
    WORRY = "worry"  # about one's own child, without a question
    COMPLAINT = "complaint"  # about the answers given here
    DOUBT = "doubt"  # whether an answer is right
    REFUSAL = "refusal"  # of an answer or an offer, without saying what is wanted
    IDENTITY = "identity"  # who or what answers
    COMMAND = "command"  # to write something or to have an opinion, which no document does
    THANKS = "thanks"
    GREETING = "greeting"


_ASKS = re.compile(
    r"\?|\b(?:wie|wat|waar\w*|wanneer|hoe|hoeveel|welke?|waarom|mag|moet|kunnen|zoek|"
    r"(?:informatie|info|uitleg|information) (?:over|about)|looking for|who|what|where|when|how|which|why)\b",
    re.IGNORECASE,
)
_LIFE = (
    r"een eind(?:e)? aan (?:\w+ )?(?:maken|leven)|zelfmoord|zelfdoding|su[iï]cid\w*|niet meer (?:verder )?leven|"
    r"leven niet meer (?:\w+ )?zitten|leven niet meer ziet|dood wil|(?:wil|wilde|wou) dood|liever dood|"
    r"mezelf (?:iets aandoen|pijn doen)|zichzelf iets aandoen|"
    r"kill (?:myself|himself|herself)|suicid\w*|end (?:my|his|her) life|self.?harm"
)
_OWN = r"(?:ik|mij|me|mezelf|mijn|m'?n|ons|onze|hij|zij|ze|i|my|our|he|she)"
_HARM = (
    r"(?:word|wordt|werd|is|ben|heeft|being|is|was) (?:\w+ ){0,4}"
    r"(?:mishandeld|misbruikt|geslagen|aangerand|verkracht|abused|beaten)"
)
_WORRIED = (
    r"zorgen (?:om|over)|maak(?:t)? (?:me|mij|ons) (?:\w+ ){0,2}zorgen|ten einde raad|(?:het|'t) (?:even )?niet meer|"
    r"niet goed met (?:mijn|m'?n|onze)|wanhopig|huil(?:t|end)|radeloos|doodongelukkig|"
    r"worried about|desperate|in tears|at my wits"
)
_COMPLAINS = (
    r"(?:klopt|slaat) (?:echt |helemaal )?(?:niet|nergens)|"
    r"(?:dit|dat|je|jullie|uw) (?:antwoord )?(?:is|zijn) (?:fout|onzin|slecht)|"
    r"(?:hier|daar|er) (?:\w+ ){0,3}(?:niks|niets) aan$|(?:dit|dat|je|jij|u|jullie) helpt? (?:me |mij )?(?:\w+ )?niet|"
    r"waardeloos|slecht antwoord|snap(?:t|pen)? (?:er )?niets|"
    r"useless|wrong answer|(?:this|that|you) (?:does not|doesn't|do not|don't) help"
)
_IDENTITY = (
    r"(?:wie|wat) (?:ben|bent) (?:je|jij|u)|"
    r"wat (?:kun|kan|doe|kunt) (?:je|jij|u)(?: (?:allemaal|hier|voor (?:mij|me)))?\W*$|"
    r"(?:ben|bent) (?:je|jij|u) (?:een |echt )*(?:mens|robot|computer|ai|chatbot|bot)|"
    r"who are you|what are you\W*$|what can you do|are you (?:a |an )?(?:human|robot|bot|computer|ai)"
)
_WORK = (
    r"\w*(?:brief|mail|gedicht|verhaal|lied|rap|mop|grap|opstel|essay|toespraak|"
    r"letter|poem|story|song|joke|speech)(?:je)?"
)
_WRITE = r"(?:schrijf|schrijven|maak|maken|bedenk|bedenken|verzin|verzinnen|vertel|vertellen|write|make|compose|tell)"
_COMMANDS = (
    rf"^\W*{_WRITE}\s+(?:\w+\s+){{0,3}}(?:een|a)\s+(?:\w+\s+)?{_WORK}\b|"
    r"(?:kun|kan|kunt|wil|wilt|zou|can|could|would|will) (?:je|jij|u|you)\b.*\b"
    rf"(?:(?:een|a)\s+(?:\w+\s+)?{_WORK}\b.*\b{_WRITE}|{_WRITE}\s+(?:\w+\s+){{0,3}}(?:een|a)\s+(?:\w+\s+)?{_WORK})\b|"
    r"(?:wat (?:vind|denk|vindt|denkt) (?:je|jij|u)|(?:jouw|uw|your) (?:eigen )?(?:mening|opinion)|what do you think)\b"
)
_DOUBTS = (
    r"(?:weet|ben|bent) (?:je|jij|u) (?:dat |het |daar )?(?:wel |heel )?zeker(?: van)?|"
    r"klopt (?:dat|dit|het)(?: wel| echt)*|is (?:dat|dit|het) (?:wel |echt )*(?:zo|waar)|echt(?: waar)?|zeker weten|"
    r"are you (?:really )?sure(?: about (?:that|this))?|is (?:that|this) (?:really )?(?:true|right|correct)|really"
)
_REFUSES = (
    r"nee|neen|no|nope|laat (?:ook )?maar(?: zitten)?|hoeft niet(?: hoor)?|never ?mind|"
    r"(?:nee |no )?(?:dat|dit|zo) (?:bedoel(?:de)?|vroeg|vraag) ik (?:niet|helemaal niet)|"
    r"(?:no )?(?:that is|that's) not what i (?:mean|meant|asked)"
)
_THANKS = "dank\\w* bedankt thank thanks thx top super prima mooi fijn oke oké ok doei"
_GREETINGS = "hallo hoi hey hi hello goedemorgen goedemiddag goedenavond goedendag dag hej moin"


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_EVEN_IN_A_QUESTION = {
    Remark.CRISIS: _pattern(rf"\b(?:{_LIFE})\b.*\b{_OWN}\b|\b{_OWN}\b.*\b(?:{_LIFE})\b|\b{_OWN}\b.*\b{_HARM}\b"),
    Remark.IDENTITY: _pattern(rf"\b(?:{_IDENTITY})"),
    Remark.COMMAND: _pattern(rf"(?<!\w)(?:{_COMMANDS})"),
}
# Nothing else may stand in the message.
_ALONE = {
    Remark.DOUBT: _pattern(rf"\W*(?:(?:en|maar|ja|oh|and|but) )?(?:{_DOUBTS})(?: dan| hoor)?\W*"),
    Remark.REFUSAL: _pattern(
        rf"\W*(?:(?:{_REFUSES})(?: hoor| dank (?:u|je)(?: wel)?| dankjewel| bedankt| thanks?)?\W*)+"
    ),
    Remark.GREETING: _pattern(rf"\W*(?:(?:{'|'.join(_GREETINGS.split())})\b\W*)+"),
}
_WITHOUT_QUESTION = {
    Remark.WORRY: _pattern(rf"\b(?:{_WORRIED})\b"),
    Remark.COMPLAINT: _pattern(rf"\b(?:{_COMPLAINS})\b"),
    Remark.THANKS: _pattern(rf"^\W*(?:{'|'.join(_THANKS.split())})\b"),
    Remark.GREETING: _pattern(rf"^\W*(?:{'|'.join(_GREETINGS.split())})\b"),
}
_POLITE_WORDS = 9  # After so many words a message that begins with a greeting or thanks says something else.
_OF_ONESELF = _pattern(
    r"\b(?:ik|wij|we|i) (?:ben|zijn|weet|weten|snap|begrijp|am|know)\b|\b(?:weet|snap|begrijp|ben) ik\b"
)
_FEWEST_TERMS_OF_MORE = 2
_POLITE = frozenset({Remark.THANKS, Remark.GREETING})


def may_ask_more(message: str) -> bool:
    """Tell whether a message that begins politely goes on about something: "Hallo, protocol dyslexie graag"."""
    remark = remark_in(message)
    if remark not in _POLITE or _OF_ONESELF.search(message):
        return False
    return len(set(terms(_WITHOUT_QUESTION[remark].sub("", message)))) >= _FEWEST_TERMS_OF_MORE


def remark_in(message: str) -> Remark | None:
    """Return what kind of remark a message is, or None for a question to the documents."""
    for remark, pattern in _EVEN_IN_A_QUESTION.items():
        if pattern.search(message):
            return remark
    unbroken = message.replace(",", "")
    for remark, pattern in _ALONE.items():
        if pattern.fullmatch(unbroken):
            return remark
    if _ASKS.search(message):
        return None
    polite_only = len(message.split()) <= _POLITE_WORDS
    found = (remark for remark, pattern in _WITHOUT_QUESTION.items() if pattern.search(message))
    return next((remark for remark in found if polite_only or remark not in _POLITE), None)
