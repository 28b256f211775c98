"""Plain text: the words are all there is, so the parser judges each line by its form."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from ingest.manuscript import Manuscript, clean
from ingest.span import Span

_SAMPLE_BYTES = 4000


def read_plain_text(content: bytes) -> Manuscript:
    """Return the decoded text; form feeds in it part pages, as pdftotext writes them."""
    text = clean(decoded(content))
    return Manuscript(text, pages=_pages(text))


def decoded(content: bytes) -> str:
    """Decode UTF-8, UTF-16 and UTF-32, and else Windows-1252, which has a meaning for nearly every byte."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return content.decode("utf-32", errors="replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if unmarked := _utf16_without_mark(content[:_SAMPLE_BYTES]):
        return content.decode(unmarked, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _utf16_without_mark(sample: bytes) -> str | None:
    """Tell which UTF-16 a text is: of Latin letters, one of the two bytes is nearly always zero."""
    zeros = [sample[place::2].count(0) for place in (0, 1)]
    most = max(zeros)
    if 3 * most < len(sample) or 10 * min(zeros) > most:
        return None
    return "utf-16-be" if zeros[0] == most else "utf-16-le"


def _pages(text: str) -> tuple[Span, ...]:
    if "\f" not in text:
        return ()
    ends = [page_break.end() for page_break in re.finditer("\f", text)]
    if text[ends[-1] :].strip():
        ends.append(len(text))
    return tuple(Span(start, end) for start, end in pairwise([0, *ends[:-1], len(text)]))
