"""How easy Dutch is to read: the Flesch score with Douma's weights for Dutch (Douma, 1960)."""

from __future__ import annotations

import re

PLAIN = 60.0  # From this score on, text is of ordinary difficulty or easier; B1 is about there.
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SYLLABLE = re.compile(r"[ëïöü]|[aeiouyáàâäéèêíìîóòôúùû]+", re.IGNORECASE)  # A diaeresis begins a syllable.


def reading_ease(text: str) -> float | None:
    """Return the score of a text, about 0 (hard) to 100 (easy), or None when it holds no words.

    206.84 - 0.93 times the words in a sentence - 77 times the syllables in a word; a line of a list is a sentence, and
    each group of vowels a syllable.
    """
    sentences = [found for part in _SENTENCE_END.split(text) if (found := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return None
    syllables = sum(max(1, len(_SYLLABLE.findall(word))) for word in words)
    return 206.84 - 0.93 * len(words) / len(sentences) - 77 * syllables / len(words)
