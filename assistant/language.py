"""The language of a question: told by its script, its letters, or its small words."""

from __future__ import annotations

from enum import StrEnum
from unicodedata import name

from ingest.terms import words


class Language(StrEnum):
    """A language that the assistant can frame an answer in."""

    DUTCH = "nl"
    ENGLISH = "en"
    GERMAN = "de"
    TURKISH = "tr"
    POLISH = "pl"
    UKRAINIAN = "uk"
    ARABIC = "ar"


_SCRIPTS = {"ARABIC": Language.ARABIC, "CYRILLIC": Language.UKRAINIAN}
# Small words without their accents, as `words` gives them, that are no Dutch words too ("is", "in" and "of" are); of
# the Dutch ones none is German or English.
_SMALL_WORDS = {
    Language.DUTCH: (
        "de het een en wat waar hoe welke welk wanneer waarom waarmee waarvoor op voor met van aan bij naar uit "
        "om te tot door tussen onder niet geen als dan dat dit deze er ik je jij u hij zij ze wij mijn ons onze "
        "uw hun zijn heeft hebben word wordt worden moet moeten mag mogen kan kunnen kun krijg krijgt krijgen "
        "gaat ook nog al maar hoeveel vaak lang"
    ),
    Language.ENGLISH: (
        "the what who whom whose how which when where why does do did are can could must may should would will for my "
        "our your his her its their and or if not but no than often many much long an it be been being has have "
        "having there these those that this they them he she you with without by from to on at about between into "
        "during before under as because any some every each other more most support parents school's schools pupil "
        "pupils child children"
    ),
    Language.GERMAN: (
        "ist der das und fur mein meine meines wird werden wer wenn nicht ein eine einer eines einem im am zum zur "
        "auf bei von muss kann darf ich wir den dem oder schule welche gibt es wie oft bekommt bedeutet warum wann "
        "bezahlt unterstutzung eltern lehrer"
    ),
    Language.TURKISH: (
        "ne nasıl nasil kim nedir icin bir bu ve mi mı mu cocugum cocuk cocugumun okul okulda hangi var midir kac "
        "nerede olur ile daha benim oglum destek kadar gerekir"
    ),
    Language.POLISH: (
        "co jak czy kto jest sie dla moje moj dziecko dziecka szkola szkole szkoły gdzie kiedy ile jakie nie przez "
        "ktory musi moze oznacza"
    ),
}
# Letters that Dutch has in no word, and of these languages only one.
_LETTERS = {Language.GERMAN: "ß", Language.TURKISH: "ğış", Language.POLISH: "ąćęłńśźż"}
_WORD_SETS = {language: frozenset(found.split()) for language, found in _SMALL_WORDS.items()}
_LONG = 6  # Letters from which a word cannot be a Dutch one by chance, and counts double.
_SHARE = 10  # One word in so many tells the language.
_FEWEST = 2  # Of the languages that share words with Dutch or with names.


def language_of(text: str) -> Language:
    """Return the language of a question; Dutch when nothing tells."""
    letters = [name(char, "") for char in text if char.isalpha()]
    for script, language in _SCRIPTS.items():
        if 2 * sum(letter.startswith(script) for letter in letters) > len(letters):
            return language
    plain = set(words(text))
    by_letter = next((one for one, own in _LETTERS.items() if not set(own).isdisjoint(text.lower())), None)
    if by_letter:
        return by_letter
    counts = {one: sum(1 + (len(word) >= _LONG) for word in plain if word in own) for one, own in _WORD_SETS.items()}
    language = max(counts, key=lambda one: counts[one])
    fewest = 1 if language is Language.ENGLISH else _FEWEST
    enough = counts[language] >= fewest and counts[language] * _SHARE >= max(_SHARE, len(plain))
    return language if enough else Language.DUTCH
