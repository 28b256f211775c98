"""What a language model writes, as sentences with the sources that each rests on, while it is still being written."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

MOST_SENTENCES = 12
_MOST_SOURCES = 3  # Of one sentence; a model that may name more goes on naming.
_SOURCE = r"B\d{1,2}"
_MARKERS = rf"\[\s*{_SOURCE}(?:\s*[,;&+]\s*{_SOURCE})*\s*\]"
# What ends a sentence: "[B1][B2]." It is looked for alone, for looking for the words before it too takes the square of
# their number.
_CITED = re.compile(rf"(?:{_MARKERS}[\s,;]*)+(?:[.!?]+(?=\s|$))?")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)|[{}]', re.DOTALL)  # Of JSON: a string, perhaps unfinished, or a brace.
_MAY_GO_ON = re.compile(r"[ \t]*(?:\[[^\]]*)?")  # Another marker, or the full stop, is on its way.
_JSON_BEGINS = re.compile(r"\s*(?:```\w*\s*)?[{\[]")
_THOUGHTS = re.compile(r"(?<!\s)\s*<think>.*?</think>", re.DOTALL)
_THINKS = re.compile(r"\s*<(?:t(?:h(?:i(?:nk?)?)?)?)?$|\s*<think>")  # has begun to, or may be about to
_LINE_BEGINS = re.compile(r"^[\s.]*(?:[-*•]|\d{1,2}[.)])?\s+")
_LONGEST = 600  # Characters of a sentence; more is no sentence.


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence as the model wrote it."""

    text: str  # on one line, with its full stop
    sources: tuple[str, ...]  # "B1", as the model gives them: they need not exist


def schema(sources: Iterable[str]) -> dict[str, Any]:
    """Return the JSON schema of an answer that may rest on these sources, and on no others."""
    cited = {"type": "array", "items": {"type": "string", "enum": list(sources)}, "maxItems": _MOST_SOURCES}
    return _object(
        zinnen={
            "type": "array",
            "items": _object(zin={"type": "string"}, bronnen=cited),
            "maxItems": MOST_SENTENCES,
        }
    )


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_sentences(pieces: Iterable[str]) -> Iterator[WrittenSentence | None]:
    """Yield each sentence as soon as it is whole, each only once, and None after each piece.

    Read are the form that was asked for, JSON with a list of sentences, and the plain form that models without it
    write: sentences that end with their sources, "Een zin [B1].". Anything else is left out.
    """
    written, seen = "", set()
    for piece in pieces:
        written += piece
        sentences, written = _take(without_thoughts(written))
        for sentence in sentences:
            if sentence.text not in seen:
                seen.add(sentence.text)
                yield sentence
        yield None
    # A plain sentence is whole only when something follows: another word of it may be on its way.
    for sentence in _take(written + "\n", ended=True)[0]:
        if sentence.text not in seen:
            yield sentence


def without_thoughts(written: str) -> str:
    """Return what a model wrote, without what it thought aloud before that."""
    return _THOUGHTS.sub("", written) if "</think>" in written else written


def _take(written: str, *, ended: bool = False) -> tuple[list[WrittenSentence], str]:
    """Return the whole sentences at the beginning of what was written so far, and the rest."""
    if not written.strip() or _THINKS.match(written):
        return [], written
    if _JSON_BEGINS.match(written):
        return _take_objects(written)
    return _take_cited(written, ended=ended)


def _take_objects(written: str) -> tuple[list[WrittenSentence], str]:
    sentences, start, end = [], 0, 0
    for token in _TOKEN.finditer(written):
        if token[0] == "{":
            start = token.start()
        elif token[0] == "}":
            end = token.end()
            if sentence := _from_object(written[start:end]):
                sentences.append(sentence)
    # The rest must still be seen to be JSON.
    return sentences, "[" + written[end:] if end else written


def _from_object(text: str) -> WrittenSentence | None:
    try:
        read = json.loads(text, strict=False)
    except ValueError:
        return None
    said, sources = read.get("zin"), read.get("bronnen")
    if not isinstance(said, str) or not isinstance(sources, list):
        return None
    return _sentence(re.sub(_MARKERS, "", said), [str(source).strip(" []") for source in sources])


def _take_cited(written: str, *, ended: bool) -> tuple[list[WrittenSentence], str]:
    sentences, end = [], 0
    for found in _CITED.finditer(written):
        if not ended and _MAY_GO_ON.fullmatch(written, found.end()):
            break
        said = re.split(r"[\[\]]", written[end : found.start()])[-1].rstrip()
        end = found.end()
        if sentence := _sentence(_LINE_BEGINS.sub("", said), re.findall(_SOURCE, found[0])):
            sentences.append(sentence)
    return sentences, written[end:]


def _sentence(text: str, sources: list[str]) -> WrittenSentence | None:
    # Format characters are invisible, and can hide what people would not accept.
    visible = "".join(
        " " if char.isspace() else char for char in text if unicodedata.category(char)[0] != "C" or char.isspace()
    )
    said = " ".join(visible.split())
    if not said or len(said) > _LONGEST:
        return None
    return WrittenSentence(said if said[-1] in ".!?:" else f"{said}.", tuple(dict.fromkeys(sources)))
