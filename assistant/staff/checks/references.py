"""Parts of the document, and other documents, that are named and are not there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from assistant.staff.checks.reading import Reading
from assistant.staff.concern import Concern, ConcernKind, Spot
from ingest.document import BlockKind, Document
from ingest.terms import terms

_DOCUMENT_NOUN = (
    "plan|handreiking|protocol|reglement|statuut|convenant|nota|notitie|handboek|leidraad|gids|profiel|wijzer|kader|"
    "visiedocument|beleidsstuk|regeling|verordening|jaarverslag"
)
_YEARS = r"\d{4}(?:\s?[-–/]\s?(?:\d{4}|\d{2}))?"
_NAMED = re.compile(
    rf"\b(?:[A-Z][\w’'-]+ ){{0,3}}(?:[A-Z][\w’'-]*?(?i:{_DOCUMENT_NOUN})|(?i:{_DOCUMENT_NOUN})) {_YEARS}(?!\d)"
)
_REFERENCE = re.compile(
    r"\b(bijlage|hoofdstuk|paragraaf|artikel|stap|fase|figuur|tabel|criterium|afspraak|stelling)"
    r"\s+(\d++(?:\.\d++)*+|[A-Z])\b(?!:\d)",
    re.IGNORECASE,
)
_A_DOCUMENT = rf"\w*(?:wet|wetboek|besluit|verdrag|richtlijn|statuten|contract|overeenkomst|akte|{_DOCUMENT_NOUN})"
# "Artikel 7, tweede lid, onder b, van de Wet ...", "artikel 18 WPO" and "bijlage 2 bij dat convenant".
_PART = (
    r"\w+(?:de|ste)|lid|leden|volzin|zin(?:snede)?|alinea|onder(?:de(?:el|len))?|aanhef|sub|en|of|tot|met|jo|juncto|"
    r"onderscheidenlijk|respectievelijk|dan|wel|artikel(?:en)?|boek|hoofdstuk|titel|afdeling(?:en)?|paragra(?:af|fen)|"
    r"\d[\w.:]*|[a-z]|[IVX]+"
)
_OF_ANOTHER = re.compile(
    rf"(?:[,;]?\s+(?i:{_PART})\b\.?)*,?\s+(?:(?:van|uit|in|bij)\s+(?!(?:dit|deze|onze?)\s)(?:[a-z]\w*\s+){{0,2}}"
    rf"(?:[A-ZÀ-Þ]|{_A_DOCUMENT}\b)|[A-ZÀ-Þ]\w*[A-ZÀ-Þ]|(?=[A-ZÀ-Þ])(?i:{_A_DOCUMENT})\b)"
)
_NAMES_ANOTHER = re.compile(
    rf"(?<!\b[Dd]it )(?<!\b[Dd]eze )(?<!\b[Oo]ns )(?<!\b[Oo]nze )\b(?=[A-ZÀ-Þ])(?i:{_A_DOCUMENT})\b"
)
_ITS_TITLE = re.compile(r":|\s+[A-ZÀ-Þ][a-zà-ÿ]")
_FAR = 2  # times as high as the highest of its own
_BY_NUMBER_ALONE = frozenset({"hoofdstuk", "paragraaf"})  # "Hoofdstuk 2" is the heading "2. Visie".
ARTICLE = "artikel"


def references(one: Reading) -> Iterator[Concern]:
    """Yield references to a part of the document that is not there."""
    targets = targets_in(one.document)
    highest = max((int(number) for name, number in targets if name == ARTICLE and number.isdigit()), default=0)
    ways = {(name, _way(number)) for name, number in targets}
    in_articles = any(name == ARTICLE for name, _ in targets)
    legal = {ARTICLE, *(_BY_NUMBER_ALONE if in_articles else ())}
    missing: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for spot in one.running_text:
        for match in _REFERENCE.finditer(spot.words):
            name, number = match[1].lower(), match[2].lower()
            # Who has no articles numbered so ("3", "3.2", "E") or so high, or no chapters, means those of a law.
            too_high = name == ARTICLE and number.isdigit() and int(number) > _FAR * highest
            of_laws = name in legal and (too_high or (name, _way(number)) not in ways)
            if not (_is_there(name, number, targets) or of_laws or _is_itself(match) or _is_elsewhere(match)):
                missing[name, number].append(spot)
    for (name, number), spots in missing.items():
        yield Concern(ConcernKind.REFERENCE, f"“{name} {number}” staat niet in dit document.", tuple(spots))


def _way(number: str) -> str:
    return re.sub(r"[a-z]", "a", re.sub(r"\d+", "1", number))


def _is_there(name: str, number: str, targets: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a part is there; a chapter also when its number opens those of articles: "artikel 1.4"."""
    if name not in _BY_NUMBER_ALONE:
        return (name, number) in targets
    return any(found == number or found.startswith(f"{number}.") for _, found in targets)


def _is_itself(match: re.Match[str]) -> bool:
    """Tell whether a part is named where it begins: at the start of its line, or with its title behind it."""
    starts = not re.search(r"[^\W\d_]", match.string[: match.start()])
    return starts or (match[0][0].isupper() and bool(_ITS_TITLE.match(match.string, match.end())))


def _is_elsewhere(match: re.Match[str]) -> bool:
    """Tell whether a part is one of another document, named behind it or before it in the same clause."""
    said, clause = match.string, match.string.rfind(";", 0, match.start()) + 1
    return bool(_OF_ANOTHER.match(said, match.end()) or _NAMES_ANOTHER.search(said, clause, match.start()))


def targets_in(document: Document) -> frozenset[tuple[str, str]]:
    """Return what can be referred to, as name and number: headings, labels and captions."""
    named = re.compile(r"^\W*(?:([a-zà-ÿ]+)\s+)?(\d++(?:\.\d++)*+|[a-z])\b", re.IGNORECASE)
    starts = [s.label for s in document.sections if s.label]
    starts += [document.readable(b.span) for s in document.sections for b in s.blocks if b.kind is not BlockKind.ITEM]
    return frozenset((m[1] or "", m[2]) for start in starts if (m := named.match(start.lower())))


def missing_documents(corpus: Sequence[Reading]) -> Iterator[tuple[Reading, Concern]]:
    """Yield the documents that one names with their years, and that are not in the corpus."""
    titles = [frozenset(terms(other.document.source.title)) for other in corpus]
    for one in corpus:
        yield from ((one, concern) for concern in _missing_documents(one, titles))


def _missing_documents(one: Reading, titles: Sequence[frozenset[str]]) -> Iterator[Concern]:
    headings = {heading for section in one.document.sections for heading in section.path}  # its own name, its parts
    there = [*titles, *(frozenset(terms(heading)) for heading in headings)]
    times: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for spot in one.running_text:
        for match in _NAMED.finditer(spot.words):
            name = " ".join(dropwhile(lambda word: not terms(word), match[0].split()))  # "Dit plan" is "plan".
            if any(frozenset(terms(name)) <= title for title in there):
                continue
            times[name] += 1
            first.setdefault(name, spot)
    if times:
        names = ", ".join(name for name, _ in times.most_common())
        text = f"Dit document noemt documenten die er niet bij staan: {names}."
        yield Concern(ConcernKind.DOCUMENT, text, (first[times.most_common(1)[0][0]],))
