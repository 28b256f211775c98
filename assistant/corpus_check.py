"""The corpus doctor: what staff should look at in their documents, told by form, never by listing known cases."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

from assistant.bank_check import unasked
from assistant.concern import Concern, ConcernKind, CorpusReport, Reading, Spot
from assistant.disagreement import broken_promise, conflicting, is_frequency, values_in
from assistant.evidence import Evidence, Form
from assistant.loose_ends import DOCUMENT_NOUN, missing_documents, spellings, twice
from assistant.numerals import NUMERAL, value_of
from ingest.abbreviations import abbreviations, without_ending
from ingest.catalogue import Source, load_catalogue
from ingest.document import Block, BlockKind, Document, Section
from ingest.errors import DocumentError, QuestionBankError
from ingest.passages import Passage, is_lead_in, passages_of, sentences
from ingest.question_bank import bank_path, load_bank
from ingest.reading import read_document
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import terms, words


def check_corpus(corpus: Path, today: date | None = None) -> CorpusReport:
    """Look at every document of a corpus.

    Args:
        corpus: the corpus folder.
        today: the day on which documents may have expired; None: today.

    Raises:
        CatalogueError: the catalogue is wrong.
    """
    unreadable: list[str] = []
    catalogue = load_catalogue(corpus)
    read = [one for source in catalogue.sources if (one := _read(corpus, source, unreadable))]
    concerns = {one.document.source: _concerns(one, read, today or datetime.now(UTC).date()) for one in read}
    return CorpusReport(concerns, unreadable, catalogue.without_documents)


def _read(corpus: Path, source: Source, unreadable: list[str]) -> Reading | None:
    try:
        document = read_document(source)
    except DocumentError as error:
        unreadable.append(str(error))
        return None
    try:
        bank = load_bank(bank_path(corpus, source.id), document, passages_of(document)).questions
    except QuestionBankError as error:
        unreadable.append(str(error))
        bank = ()
    return Reading(document, bank)


def _concerns(one: Reading, corpus: Sequence[Reading], today: date) -> list[Concern]:
    own: list[Callable[[Reading], Iterable[Concern]]] = [
        _counts,
        _numbering,
        _repeated,
        _facts_missing,
        _references,
        _empty_headings,
        _long_sections,
        _unasked,
    ]
    found = [concern for check in own for concern in check(one)]
    found += [*_expired(one, today), *_contradictions(one, corpus), *_abbreviations(one, corpus)]
    found += [*missing_documents(one, corpus), *twice(one, corpus), *spellings(one, corpus)]
    return sorted(found, key=lambda concern: concern.kind)


# --- the catalogue ---------------------------------------------------------------------------------------------------


def _expired(one: Reading, today: date) -> Iterator[Concern]:
    until = one.document.source.valid_until
    if until and until < today:
        yield Concern(ConcernKind.EXPIRED, f"Gold tot en met {until:%d-%m-%Y}. Is er een nieuwe versie?")


def _facts_missing(one: Reading) -> Iterator[Concern]:
    source = one.document.source
    if source.organisation is None:
        yield Concern(
            ConcernKind.ORGANISATION, "In de catalogus staat niet van welk samenwerkingsverband dit document is."
        )
    if not (source.published or source.valid_from or source.valid_until):
        yield Concern(
            ConcernKind.DATE, "In de catalogus staat bij dit document geen datum. Lezers weten niet of het nog geldt."
        )


# --- what does not add up --------------------------------------------------------------------------------------------


def _contradictions(one: Reading, corpus: Sequence[Reading]) -> Iterator[Concern]:
    """Yield statements about the same thing with another frequency, each pair once."""
    others = [p for other in corpus for p in other.passages if _frequencies(p.document.readable(p.span))]
    order = {other.document.source.id: position for position, other in enumerate(corpus)}
    told: list[Spot] = []
    for evidence in (statement for passage in one.passages for statement in _statements(passage)):
        spot = Spot(one.document, evidence.span)
        other = _contrary(evidence, others) if _frequencies(spot.words) else None
        if other is None or order[other.document.source.id] < order[one.document.source.id]:
            continue  # The other document tells it.
        if not any(other.document is t.document and other.span.overlap(t.span) for t in told):
            yield Concern(ConcernKind.CONTRADICTION, "Is dit hetzelfde? Het aantal keer verschilt.", (spot, other))
        told.append(spot)


def _contrary(evidence: Evidence, others: Iterable[Passage]) -> Spot | None:
    """Return the statement with another frequency that shares most words; what is asked is no statement."""
    found = [against for passage in others if (against := conflicting(evidence, [passage]))]
    spots = [spot for passage, span in found if _frequencies((spot := Spot(passage.document, span)).words)]
    stated = [spot for spot in spots if not spot.words.endswith("?")]
    about = _roots(evidence.readable(evidence.span))
    return max(stated, key=lambda spot: len(about & _roots(spot.words)), default=None)


def _roots(text: str) -> frozenset[str]:
    return frozenset(term[:_ROOT_CHARS] for term in terms(text))


_ROOT_CHARS = 6  # "evaluatie" and "evalueren" share these; their stems differ.


def _frequencies(text: str) -> bool:
    return any(map(is_frequency, values_in(text)))


def _statements(passage: Passage) -> Iterator[Evidence]:
    """Yield what a passage states: a numbered question with its decision as one, and each other sentence."""
    text, content = passage.document.text, passage.content
    if content[0].kind is BlockKind.NUMBERED and content[0].span.of(text).rstrip().endswith("?") and len(content) > 1:
        span = Span(content[0].span.start, content[-1].span.end)
        decided = tuple(block.span for block in content[1:])
        yield Evidence(passage, Form.DECISION, span, content[0].span, decided, shaped=True)
        return
    for block in content:
        for span in sentences(text, unnumbered(text, block)):
            yield Evidence(passage, Form.SENTENCES, span, None, (span,), shaped=True)


_LISTED = frozenset({BlockKind.ITEM, BlockKind.ROW})
_COUNTED_ABOUT = re.compile(
    rf"\b({NUMERAL})\s+([a-zë-]+(?:en|s))\s+(?:over|van|voor|bij)\s+([a-zà-ÿ-]+)", re.IGNORECASE
)


def _counts(one: Reading) -> Iterator[Concern]:
    """Yield announcements of a number that the list does not hold: right above it, or elsewhere in the document."""
    lists = [found for section in one.document.sections for found in _lists(one, section)]
    for evidence in lists:
        if evidence.lead and (broken := broken_promise(evidence)):
            promised, listed = broken
            text = f"Hier worden er {promised} aangekondigd, maar er staan er {listed}."
            yield Concern(ConcernKind.COUNT, text, (Spot(one.document, evidence.lead),))
    for spot in one.running_text():  # A number that differs very much counts other things.
        for numeral, noun, topic in _COUNTED_ABOUT.findall(spot.words):
            about = _lists_about(lists, noun, topic)
            own = any(found.lead and found.lead.overlap(spot.span) for found in about)
            number, size = value_of(numeral), len(_outer(about[0])) if about else 0
            if len(about) == 1 and not own and number != size and 1 < number <= 2 * size <= 4 * number:
                text = f"Hier gaat het over {numeral} {noun}, maar op de andere plaats staan er {size}."
                yield Concern(ConcernKind.COUNT, text, (spot, Spot(one.document, about[0].lead or about[0].span)))


def _lists_about(lists: Sequence[Evidence], noun: str, topic: str) -> list[Evidence]:
    """Return the lists that are announced with a topic; of what people state, else those whose sentences hold it."""
    announced = [found for found in lists if set(terms(topic)) & set(terms(_announcement(found)))]
    if announced or not noun.lower().endswith(_STATED):
        return announced
    return [found for found in lists if _are_statements(found) and _holds_end_of(topic, found)]


_STATED = ("stellingen", "uitspraken", "beweringen")
_SENTENCE_WORDS = 6
_TAIL_CHARS = 8  # Shorter ends of a compound, such as "plan", say too little of what it is about.


def _are_statements(found: Evidence) -> bool:
    """Tell whether the members of a list are sentences that begin alike, as statements to agree with do."""
    said = [words(found.readable(part)) for part in found.parts]
    first = Counter(sentence[0] for sentence in said if sentence)
    return median(map(len, said)) >= _SENTENCE_WORDS and 2 * max(first.values(), default=0) > len(said)


def _holds_end_of(topic: str, found: Evidence) -> bool:
    """Tell whether a list has the last part of a compound: "vaardigheden" of "leerkrachtvaardigheden"."""
    said = {word for part in found.parts for word in words(found.readable(part)) if len(word) >= _TAIL_CHARS}
    return any(topic.lower().endswith(word) for word in said)


def _lists(one: Reading, section: Section) -> Iterator[Evidence]:
    """Yield the lists of a section with what announces them."""
    text = one.document.text
    passage = next((p for p in one.passages if p.section is section), None)
    blocks = [block for block in section.content if block.kind is not BlockKind.REMARK]
    position = 0
    for listed, group in groupby(blocks, key=lambda block: block.kind in _LISTED):
        members = list(group)
        lead = blocks[position - 1] if position else None
        position += len(members)
        if listed and passage and lead and is_lead_in(text, lead):
            span = Span(lead.span.start, members[-1].span.end)
            parts = tuple(block.span for block in members)
            yield Evidence(passage, Form.LIST, span, unnumbered(text, lead), parts, shaped=True)


def _announcement(found: Evidence) -> str:
    return found.readable(found.lead) if found.lead else ""


def _outer(found: Evidence) -> list[Block]:
    return [b for b in found.passage.section.content if b.kind in _LISTED and b.depth == 0 and b.span in found.parts]


def _numbering(one: Reading) -> Iterator[Concern]:
    """Yield numbers that are skipped or come back, within the numbered units that have the same name."""
    labelled = [section for section in one.document.sections if section.label and section.content]
    amended = {match[1] for section in labelled if (match := _INSERTED.fullmatch(section.label or ""))}
    targets = _targets(one.document)
    for name, group in _by_name(labelled):
        if group[0][0] > 1 or name in amended:
            continue  # It does not count from one, so it is no enumeration; in an amended one numbers lapse.
        for (before, _), (number, section) in pairwise(group):
            spot = Spot(one.document, section.content[0].span)
            if number == before:
                yield Concern(ConcernKind.NUMBERING, f"Nummer {number} ({name}) staat er twee keer.", (spot,))
            elif any(not {(name, str(n)), ("", str(n))} & targets for n in range(before + 1, number)):
                missing = str(before + 1) if number == before + 2 else f"{before + 1} tot en met {number - 1}"
                yield Concern(ConcernKind.NUMBERING, f"Na {name} {before} komt {number}: {missing} ontbreekt.", (spot,))


_STATEMENT_WORDS = 4  # Fewer are a title, which may come back.


def _repeated(one: Reading) -> Iterator[Concern]:
    """Yield numbered units that state what an earlier one of the same enumeration states."""
    first: dict[tuple[str, ...], Spot] = {}
    for section in one.document.sections:
        for block in section.content:
            if block.kind is BlockKind.NUMBERED:
                spot = Spot(one.document, unnumbered(one.document.text, block))
                enumeration = re.sub(r"\d+$", "", section.label or "")  # "artikel 3 lid": another article may say it.
                before = first.setdefault((enumeration, *words(spot.words)), spot)
                is_statement = len(words(spot.words)) >= _STATEMENT_WORDS and not spot.words.endswith(":")
                if before is not spot and is_statement:
                    yield Concern(ConcernKind.REPEATED, "Dit staat er twee keer, onder twee nummers.", (before, spot))


# --- what a reader cannot follow -------------------------------------------------------------------------------------

_REFERENCE = re.compile(
    r"\b(bijlage|hoofdstuk|paragraaf|artikel|stap|fase|figuur|tabel|criterium|afspraak|stelling)"
    r"\s+(\d++(?:\.\d++)*+|[A-Z])\b(?!:\d)",
    re.IGNORECASE,
)
_A_DOCUMENT = rf"\w*(?:wet|wetboek|besluit|verdrag|richtlijn|statuten|contract|overeenkomst|akte|{DOCUMENT_NOUN})"
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
_ARTICLE = "artikel"


def _references(one: Reading) -> Iterator[Concern]:
    """Yield references to a part of the document that is not there."""
    targets = _targets(one.document)
    highest = max((int(number) for name, number in targets if name == _ARTICLE and number.isdigit()), default=0)
    ways = {(name, _way(number)) for name, number in targets}
    in_articles = any(name == _ARTICLE for name, _ in targets)
    legal = {_ARTICLE, *(_BY_NUMBER_ALONE if in_articles else ())}
    missing: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for spot in one.running_text():
        for match in _REFERENCE.finditer(spot.words):
            name, number = match[1].lower(), match[2].lower()
            # Who has no articles numbered so ("3", "3.2", "E") or so high, or no chapters, means those of a law.
            too_high = name == _ARTICLE and number.isdigit() and int(number) > _FAR * highest
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


def _targets(document: Document) -> frozenset[tuple[str, str]]:
    """Return what can be referred to, as name and number: headings, labels and captions."""
    named = re.compile(r"^\W*(?:([a-zà-ÿ]+)\s+)?(\d++(?:\.\d++)*+|[a-z])\b", re.IGNORECASE)
    starts = [s.label for s in document.sections if s.label]
    starts += [document.readable(b.span) for s in document.sections for b in s.blocks if b.kind is not BlockKind.ITEM]
    return frozenset((m[1] or "", m[2]) for start in starts if (m := named.match(start.lower())))


def _empty_headings(one: Reading) -> Iterator[Concern]:
    """Yield headings that the next heading of the same level follows at once."""
    text = one.document.text
    blocks = [b for s in one.document.sections for b in s.blocks if b.kind is not BlockKind.FURNITURE]
    for block, following in pairwise(blocks):
        level = _level(block.span.of(text))
        if {block.kind, following.kind} == {BlockKind.HEADING} and level and level == _level(following.span.of(text)):
            yield Concern(
                ConcernKind.EMPTY_HEADING, "Onder dit kopje staat geen tekst.", (Spot(one.document, block.span),)
            )


def _level(heading: str) -> str:
    """Return how deep a heading says that it is: "##", or the full stops in "2.1 "; nothing when it does not say."""
    match = re.match(r"(#+)|(\d+(?:\.\d+)*)\.?\s", heading)
    return (match[1] or "." * (match[2].count(".") + 1)) if match else ""


# "DigiD" is a name; "2700 ML", "DGB 2014/31", "2000/84/EG", "(EEG) nr. 2454/93" and "Wet IB 2001" are codes.
_SHORT_FORM = re.compile(
    r"(?<![\w-])(?<!\d/)(?<!\d{4} )(?=\w{2,6}(?!\w))(?:[A-Z][a-z]?){2,}"
    r"(?![\w-]|/\d|\)?\s+(?:nr\.?\s+\d|\w*\d+/\d|\d{4}))"
)
_ROMAN = re.compile(r"[IVXLC]+[a-z]?")
# What everyone says by its letters, and what nobody writes out.
_EVERYDAY = frozenset(
    "adhd aed aids aow apk btw bv cao cd cv dna dvd ehbo eu gps havo hbo hiv ict id iq it mavo mbo nb nv pc pdf pin ps "
    "sms tv usb vmbo vn vs vwo wc wo".split()
)


def _abbreviations(one: Reading, corpus: Sequence[Reading]) -> Iterator[Concern]:
    """Yield the abbreviations of a document that it does not write out, the most used first."""
    known_here = {a.short.lower() for a in abbreviations(one.document)}
    known = {a.short.lower() for other in corpus for a in abbreviations(other.document)}
    ordinary = {word for other in corpus for word in re.findall(r"(?<!\w)[a-zà-ÿ]+(?!\w)", other.document.text)}
    organisations = {other.document.source.organisation for other in corpus}
    names = {word for o in organisations if o for word in words(f"{o.name} {o.full_name or ''}")}
    left_out = known_here | ordinary | names | _EVERYDAY
    used: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for spot in one.running_text():
        for match in _SHORT_FORM.finditer(spot.words):
            short = without_ending(match[0])
            alone = words(spot.words) == [short.lower()] and spot.words.endswith((".", "!"))  # "WAAR." is stress.
            if short.lower() not in left_out and not alone and not _ROMAN.fullmatch(short):
                used[short] += 1
                first.setdefault(short, spot)
    nowhere = [short for short, _ in used.most_common() if short.lower() not in known]
    elsewhere = [short for short, _ in used.most_common() if short.lower() in known]
    if nowhere:
        text = f"Afkortingen die nergens uitgelegd worden: {', '.join(nowhere)}."
        yield Concern(ConcernKind.ABBREVIATION, text, (first[nowhere[0]],))
    if elsewhere:
        text = f"Afkortingen die alleen een ander document uitlegt: {', '.join(elsewhere)}."
        yield Concern(ConcernKind.ABBREVIATION, text, (first[elsewhere[0]],))


_LONG_CHARS = 5000  # About two pages without a heading.


def _long_sections(one: Reading) -> Iterator[Concern]:
    for section in one.document.sections:
        said = (block for block in section.content if block.kind is not BlockKind.ROW)  # A table needs no headings.
        size = sum(block.span.end - block.span.start for block in said)
        is_article = (section.label or section.heading).lower().startswith(_ARTICLE)  # It has no headings in it.
        if size > _LONG_CHARS and not is_article:
            text = f"Dit stuk telt {size} tekens zonder tussenkopje. Met kopjes vinden lezers sneller wat ze zoeken."
            yield Concern(ConcernKind.LONG_SECTION, text, (Spot(one.document, section.content[0].span),))


def _unasked(one: Reading) -> Iterator[Concern]:
    without = unasked(one.passages, one.bank)
    if without:
        text = f"{len(without)} van de {len(one.passages)} passages hebben geen vraag in de vragenbank."
        yield Concern(ConcernKind.UNASKED, text, (Spot(one.document, without[0].content[0].span),))


def _by_name(sections: Sequence[Section]) -> Iterator[tuple[str, list[tuple[int, Section]]]]:
    """Yield runs of labelled sections with one name, such as "afspraak", each with its whole number."""
    numbered = [(match[1], int(match[2]), s) for s in sections if (match := _LABEL.fullmatch(s.label or ""))]
    for name, group in groupby(numbered, key=lambda entry: entry[0]):
        run: list[tuple[int, Section]] = []
        for _, number, section in group:
            if run and (number < run[-1][0] or number == 1):  # It starts again, under another heading.
                yield name, run
                run = []
            run.append((number, section))
        yield name, run


_LABEL = re.compile(r"(\D+?)\s*(\d+)")
_INSERTED = re.compile(r"(\D+?)\s*\d+[a-z]")  # "artikel 17a" came later.
