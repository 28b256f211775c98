"""Words of a text as terms: lower case, without accents and stop words, stemmed as Dutch."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_DUTCH

_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?", re.UNICODE)
_PREPOSITIONS = "aan achter bij door in langs mee na naar naast om onder op over toe tussen uit van voor".split()
# What stands for "van wat", "van dat", "van dit" and "van het": they ask, or point, and name nothing.
_PRONOMINAL = frozenset(f"{first}{last}" for first in ("waar", "daar", "hier", "er") for last in _PREPOSITIONS)
# "geen", "niet", "meer" and "onder" are among them too, though a question can be about one of these.
STOP_WORDS = (
    frozenset(STOPWORDS_DUTCH)
    | _PRONOMINAL
    | frozenset(
        "onze elk elke welk welke waar wanneer waarom hoeveel hoelang hoezo wiens mag mogen moeten gaat gaan via per "
        "jullie we wij "
        "krijgt krijgen krijg komt komen wordt iedereen the a an of to in is are what who how which when where does do "
        "for and my it at be can i we s has have they them whose why must may should would could there their your "
        # What people say without asking anything by it.
        "eigenlijk precies nou nu even eens allemaal gewoon zomaar echt toch hoor ergens iets iemand heel erg wil "
        "willen graag zegt zeggen weten bedoel bedoelen actually really exactly just".split()
    )
)
_stemmer = Stemmer.Stemmer("dutch")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case and without accents."""
    flat = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(char for char in flat if not unicodedata.combining(char)))


def terms(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order, repeats included."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Dutch stem of one lower-case word; of "opp's" that is "opp"."""
    return str(_stemmer.stemWord(re.sub(r"['’](?:s|er|ers|en|n)$", "", word)))
