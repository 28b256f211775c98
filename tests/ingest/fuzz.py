"""Break real files at random and read them: `python -m tests.ingest.fuzz pdf --minutes 10`.

Each broken file goes through the real reading process. A finding is a reader that breaks instead of refusing, one that
takes too long or too much memory, and a document whose parts do not lie where they say. The file of each is kept.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from ingest.document import BlockKind, Document, Section
from ingest.errors import DocumentError
from ingest.formats.readers import SUFFIXES
from ingest.passages import passages_of
from ingest.reading import read_document
from ingest.statements import statements_of
from tests.ingest.formats.making import workbook
from tests.ingest.making import make_source

ROOT = Path(__file__).parent.parent.parent
_CPU_SECONDS = 20.0  # for files of at most some hundreds of kilobytes
_MEMORY_KILOBYTES = 2_500_000
_PACKAGES = frozenset({".docx", ".odt", ".xlsx"})
_TOKENS = (
    *(b"\0", b"\xff\xfe", b"\f", b"\r", b"\t" * 50, b"\n" * 50, b" " * 5000, b"a" * 20_000, b"1. " * 3000, b"." * 9000),
    *("\u202e", "\u00ad", "\u2028", "\ud7ff", "\U0001f600", "e" + "\u0301" * 500, "² "),
    *(b"-1", b"0", b"999999999999", b"1e999", b"NaN", b"%%EOF", b"endobj", b"<<", b">>", b"/Kids[1 0 R]", b"stream\n"),
    *(
        b"<table>" * 60,
        b"<ul><li>" * 60,
        b"<b>" * 300,
        b"</p>",
        b"<!--",
        b"]]>",
        b"&#0;",
        b"&#x110000;",
        b'colspan="9999"',
    ),
    *(b"<text:list>" * 50, b"<w:tbl><w:tr><w:tc>" * 50, b'w:val="99999"', b'table:number-columns-repeated="99999"'),
    *(b"# ", b"| a | b |\n|---|---|\n", b"* " * 200, b"\n1) a\n  - b\n    - c\n", b"[a](" * 300, b'"' * 99, b";" * 999),
)


_MARKDOWN = b"""# Plan

Wij **doen** dit [hier](plan.html):

1. Elke school heeft een plan.
   - met *tijd*
     - en geld

| Stap | Termijn |
|------|---------|
| Intake | 2 weken |

Kop
---
> - [ ] nog niet
<div>En <b>dit</b>.</div>

"""


def seeds(suffix: str) -> list[bytes]:
    """Return real files of a format to break."""
    if suffix == ".md":
        return [_MARKDOWN * 20]
    if suffix == ".txt":
        return [file.read_bytes() for file in sorted((ROOT / "corpus" / "documents").glob("*.txt"))]
    if suffix == ".csv":
        return [b"Naam;Plaats;Aantal\nDe Eik;Tiel;3\nDe Es;Buren;4\n" * 20, b'a,"b\nc",d\n1,2,3\n' * 40]
    if suffix == ".xlsx":
        rows: list[list[str | float]] = [["Naam", "Aantal"], ["De Eik", 3.0], ["", 4.5], ["Tiel", "ja"]]
        return [workbook({"Scholen": rows * 20, "Plan": rows})]
    return [file.read_bytes() for file in sorted((ROOT / "tests" / "data" / "formats").glob(f"*{suffix}"))]


def broken(content: bytes, others: list[bytes], suffix: str, chance: random.Random) -> bytes:
    """Return a file with a few changes; of a package mostly inside one of its parts, so that it still opens."""
    if suffix in _PACKAGES and chance.random() < 0.85:
        return _broken_package(content, chance)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        content = _changed(content, others, chance)
    return content


def _broken_package(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    written = io.BytesIO()
    texts = [name for name in parts if name.endswith(".xml") and len(parts[name]) > 200]
    name = chance.choice(texts)
    for _ in range(chance.choice((1, 1, 2, 4))):
        parts[name] = _changed_xml(parts[name], chance) if chance.random() < 0.7 else _changed(parts[name], [], chance)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return written.getvalue()


def _changed_xml(part: bytes, chance: random.Random) -> bytes:
    """Return XML that is well formed mostly: an attribute or a text changed, an element doubled, nested or dropped."""
    elements = part.split(b">")
    if len(elements) < 20:
        return part
    place = chance.randrange(2, len(elements) - 2)
    match chance.randrange(5):
        case 0:
            values = elements[place].split(b'"')
            if len(values) > 2:
                values[1] = chance.choice((b"-1", b"", b"0", b"99999999", b"x", values[1] * 2))
            elements[place] = b'"'.join(values)
        case 1:
            words, sign, rest = elements[place].partition(b"<")
            elements[place] = words + words[::-1] + sign + rest
        case 2:
            name = elements[place].rpartition(b"<")[2].split(b" ")[0].strip(b"/")
            if name and elements[place].rpartition(b"<")[2][:1] not in b"/?!":
                depth = chance.choice((1, 30, 400))
                elements[place] = elements[place].rpartition(b"<")[0] + (b"<" + name + b">") * depth + b"<x"
                elements[place] += b"/>" + (b"</" + name + b">") * (depth) + b"<" + name + b"/"
        case 3:
            length = chance.choice((1, 2, 5, 50))
            elements[place:place] = elements[place : place + length] * chance.choice((1, 3, 100))
        case _:
            del elements[place : place + chance.choice((1, 2, 6))]
    return b">".join(elements)


def _changed(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice((1, 4, 40, 400, 4000)))
    piece = content[start:end]
    other = chance.choice([content, *others])
    place = chance.randrange(len(other) + 1)
    token = chance.choice(_TOKENS)
    instead = chance.choice(
        (
            bytes(byte ^ (1 << chance.randrange(8)) for byte in piece[:8]) + piece[8:],
            b"",
            piece * chance.choice((2, 9, 200)),
            (token if isinstance(token, bytes) else token.encode()) + piece,
            other[place : place + len(piece)],
            chance.randbytes(len(piece)),
        )
    )
    rest = b"" if chance.random() < 0.04 else content[end:]  # Some files end too early.
    return content[:start] + instead + rest


def inconsistencies(document: Document) -> Iterator[str]:
    """Yield what does not lie where it should in a document."""
    text = document.text
    if "".join(section.span.of(text) for section in document.sections) != text:
        yield "the sections do not tile the text"
    if document.pages and "".join(page.of(text) for page in document.pages) != text:
        yield "the pages do not tile the text"
    for section in document.sections:
        yield from _misplaced_blocks(section)
    for passage in passages_of(document):
        if passage.text != passage.span.of(text) or not passage.text.strip():
            yield f"a passage is not the text at its place: {passage.span}"
        for statement in statements_of(passage):
            if not statement.embedding_text.strip():
                yield f"a statement is empty: {statement.id}"


def _misplaced_blocks(section: Section) -> Iterator[str]:
    if any(not section.span.contains(block.span) or block.span.start >= block.span.end for block in section.blocks):
        yield f"a block lies outside its section, or is empty: {section.span}"
    running = [block.span for block in section.blocks if block.kind is not BlockKind.FURNITURE]
    if any(before.end > after.start for before, after in pairwise(running)):
        yield f"the blocks of a section overlap: {section.span}"
    for block in section.blocks:
        if any(not block.span.contains(cell) for cell in block.cells):
            yield f"a cell lies outside its row: {block.span}"
        if block.head and block.head.end > block.span.start:
            yield f"the head of a row comes after it: {block.span}"


def finding(file: Path) -> str | None:
    """Read a file; return what is wrong with how that goes."""
    before, began = _used(), time.monotonic()
    try:
        problem = next(inconsistencies(read_document(make_source(file))), None)
    except DocumentError as error:
        cause = error.__cause__
        broke = cause is not None and isinstance(cause.__cause__, ValidationError)
        problem = f"the reader broke: {error}" if broke else None
        if "\n" in str(error):
            problem = f"the message has more than one line: {error}"
    except Exception:  # noqa: BLE001 - what it is, is the question
        problem = traceback.format_exc()
    if (used := _used() - before) > _CPU_SECONDS:
        problem = problem or f"took {used:.0f} s of the processor, {time.monotonic() - began:.0f} s in all"
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _MEMORY_KILOBYTES:
        problem = problem or "took too much memory"
    return problem


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def fuzz(suffix: str, seconds: float, kept: Path, seed: int, say: Callable[[str], None]) -> int:
    """Break and read files for so long; return the number of findings."""
    chance, files = random.Random(seed), seeds(suffix)  # noqa: S311 - no secret
    outcomes: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < began + seconds:
            file = Path(folder) / f"stuk{suffix}"
            file.write_bytes(broken(chance.choice(files), files, suffix, chance))
            problem = finding(file)
            outcomes["finding" if problem else "well"] += 1
            if problem:
                kept.mkdir(parents=True, exist_ok=True)
                copy = kept / f"{outcomes.total()}-{seed}{suffix}"
                copy.write_bytes(file.read_bytes())
                say(f"{copy}: {problem}")
    say(f"{suffix}: {outcomes.total()} files, {outcomes['finding']} findings (seed {seed})")
    return outcomes["finding"]


def main() -> int:
    """Run the command; return 1 when there is a finding."""
    parser = argparse.ArgumentParser(prog="python -m tests.ingest.fuzz", description="Break files and read them.")
    parser.add_argument("format", choices=[suffix[1:] for suffix in SUFFIXES], help="which reader")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6), help="for the same files again"
    )
    parser.add_argument("--keep", type=Path, default=Path("findings"), help="where the files of findings go")
    chosen = parser.parse_args()
    seconds = 60 * chosen.minutes
    found = fuzz(f".{chosen.format}", seconds, chosen.keep, chosen.seed, lambda line: print(line, flush=True))  # noqa: T201
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
