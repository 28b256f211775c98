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
# Small words without their accents, as `words` gives them, that are no Dutch words too: "is" and "school" are.
_SMALL_WORDS = {
    Language.ENGLISH: (
        "the what who how which when where does do are can must should for my child and often many much long an it "
        "be have has there with by from support teacher parents this that they school's pupils at"
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
_SHARE = 4  # One word in so many tells the language.
_FEWEST = 2  # Of the languages that share words with Dutch or with names.


def language_of(text: str) -> Language:
    """Return the language of a question; Dutch when nothing tells."""
    letters = [name(char, "") for char in text if char.isalpha()]
    for script, language in _SCRIPTS.items():
        if 2 * sum(letter.startswith(script) for letter in letters) > len(letters):
            return language
    plain = words(text)
    by_letter = next((one for one, own in _LETTERS.items() if not set(own).isdisjoint(text.lower())), None)
    if by_letter:
        return by_letter
    counts = {one: sum(1 + (len(word) >= _LONG) for word in plain if word in own) for one, own in _WORD_SETS.items()}
    language = max(counts, key=lambda one: counts[one])
    fewest = 1 if language is Language.ENGLISH else _FEWEST
    enough = counts[language] >= fewest and counts[language] * _SHARE >= max(_SHARE, len(plain))
    return language if enough else Language.DUTCH
