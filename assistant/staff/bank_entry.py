"""Take over a question that staff add to the question bank, in a file that people go on reading and editing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

import tomlkit
from tomlkit.items import AoT, Array, Table

from assistant.staff.bank_check import same_words
from ingest.catalogue import load_catalogue
from ingest.changing import changing
from ingest.document import Document, plain
from ingest.errors import QuestionBankError
from ingest.passages import Passage, passages_of, sentences
from ingest.question_bank import QUESTION_CHARS, BankQuestion, bank_path, load_bank, places
from ingest.reading import read_document
from ingest.span import Span
from ingest.statements import unnumbered
from ingest.terms import terms, words
from ingest.whole_file import write_whole

_FEWEST_WORDS = 2
_ANSWERED, _UNANSWERED = "entry", "unanswered"  # The two kinds of table of a bank.
_SHOWN_PLACES = 3
_SHOWN_CHARS = 60


def add_question(corpus: Path, name: str, question: str, label: str | None, begins: str | None) -> Passage:
    """Add a question to the bank of a document; return the passage that it leads to.

    Args:
        corpus: the corpus folder.
        name: the id of the document, or the name of its file.
        question: 1 to 500 characters, and two words of which one carries meaning.
        label: the number of the unit that answers, such as "afspraak 22".
        begins: the first words of the sentence or item that answers; with a label, inside that unit.

    Raises:
        CatalogueError: the catalogue is wrong.
        DocumentError: the document cannot be read.
        QuestionBankError: the document, the place or the question will not do, or the file is no valid bank.
    """
    return _add(corpus, name, question, _named(label, begins), _ANSWERED)


def add_unanswered(corpus: Path, name: str, question: str, label: str | None, begins: str | None) -> Passage:
    """Add a question that a document leaves open; return the passage that it is about.

    Without a label or first words it is about the document as a whole. The rest is as with `add_question`.
    """
    return _add(corpus, name, question, _named(label, begins), _UNANSWERED)


def _add(corpus: Path, name: str, question: str, named: dict[str, str], table: str) -> Passage:
    question = " ".join(question.split())
    _refuse_no_question(question)
    catalogue = load_catalogue(corpus)
    source = catalogue.source(name)
    if source is None:
        ids = ", ".join(source.id for source in catalogue.sources)
        raise QuestionBankError(f"Er is geen document {name!r}: kies uit {ids}.")
    document = read_document(source)
    passages = passages_of(document)
    path = bank_path(corpus, source.id)
    with changing(corpus):
        known = load_bank(path, document, passages)
        _refuse_known(question, (*known.questions, *known.unanswered), passages)
        passage = _place(document, passages, named) if named or table == _ANSWERED else passages[0]
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.parent.mkdir(exist_ok=True)
        write_whole(path, _with_question(text, question, named, table).encode("utf-8"))
    return passage


def _named(label: str | None, begins: str | None) -> dict[str, str]:
    named = {"label": label, "begins": begins}
    return {name: value.strip() for name, value in named.items() if value and value.strip()}


def _refuse_no_question(question: str) -> None:
    if not 0 < len(question) <= QUESTION_CHARS:
        raise QuestionBankError(
            f"De vraag telt {len(question)} tekens: geef een vraag van 1 tot {QUESTION_CHARS} tekens."
        )
    if len(words(question)) < _FEWEST_WORDS or not terms(question):
        raise QuestionBankError(
            f"{question!r} zegt te weinig: schrijf een hele vraag, met het woord waar het over gaat, zoals "
            "'Wie betaalt de bus?'."
        )


def _refuse_known(question: str, known: Sequence[BankQuestion], passages: Sequence[Passage]) -> None:
    for one in known:
        if same_words(one.question) == same_words(question):
            passage = next(passage for passage in passages if passage.id == one.passage_id)
            where = " › ".join(filter(None, [*passage.section.path, passage.section.label]))
            raise QuestionBankError(f"De vraag staat al in de vragenbank, bij {where}: {one.question!r}.")


def _place(document: Document, passages: Sequence[Passage], named: dict[str, str]) -> Passage:
    """Return the passage of the place that is named; a sentence that stands there twice is one place, the first."""
    if not named:
        raise QuestionBankError(
            "Noem de plek die antwoord geeft: een nummer (--label) of de eerste woorden van de zin (--begins)."
        )
    begins = named.get("begins")
    found = list(places(document, passages, named.get("label"), begins))
    if not found:
        told = ", ".join(f"{part} {said!r}" for part, said in named.items())
        raise QuestionBankError(
            f"{told} staat niet in {document.source.id!r}: noem een nummer (--label) of de eerste woorden van de zin "
            "die antwoord geeft (--begins), precies zoals ze er staan."
        )
    if begins:
        _refuse_unclear(document, begins, found)
    return found[0][0]


def _refuse_unclear(document: Document, begins: str, found: Sequence[tuple[Passage, int]]) -> None:
    """Refuse words that begin nothing, or that do not tell one place from another."""
    held = [(_holding(passage, place), place) for passage, place in found]
    beginning = [span for span, place in held if not re.search(r"\w", plain(document.text[span.start : place]))]
    if not beginning:
        raise QuestionBankError(
            f"{begins!r} staat in {document.source.id!r} niet aan het begin van een zin. Neem over hoe de zin begint: "
            f"{_quoted(document, [held[0][0]])}."
        )
    if beginning[0] != held[0][0] or len({document.readable(span) for span in beginning}) > 1:
        by_number = " of noem ook het nummer (--label)" if any(passage.section.label for passage, _ in found) else ""
        raise QuestionBankError(
            f"{begins!r} past op {len(held)} plekken in {document.source.id!r}: "
            f"{_quoted(document, [span for span, _ in held])}. Neem meer woorden van de zin over{by_number}."
        )


def _holding(passage: Passage, place: int) -> Span:
    """Return the sentence, item, row or heading in which a place lies: the shortest that begins last."""
    text = passage.document.text
    spans = [span for block in passage.blocks for span in (block.span, *sentences(text, unnumbered(text, block)))]
    return max((span for span in spans if span.start <= place < span.end), key=lambda span: (span.start, -span.end))


def _quoted(document: Document, spans: Sequence[Span]) -> str:
    shown = [shorten(document.readable(span), _SHOWN_CHARS, placeholder=" …") for span in spans[:_SHOWN_PLACES]]
    return "; ".join(f"“{words}”" for words in shown) + (" en meer" if len(spans) > _SHOWN_PLACES else "")


def _with_question(text: str, question: str, named: dict[str, str], table: str) -> str:
    """Return the text of a bank file with a question more: at the table of this place, or in a new one at the end."""
    file = tomlkit.parse(text)
    entries = file.get(table)
    if isinstance(entries, AoT):
        for entry in entries:
            questions = entry.get("questions")
            if _place_of(entry) == {name: _flat(value) for name, value in named.items()} and isinstance(
                questions, Array
            ):
                questions.add_line(question, indent="  ", newline=True)
                return tomlkit.dumps(file)
    lines = [f"{name} = {tomlkit.string(value).as_string()}" for name, value in named.items()]
    lines += ["questions = [", f"  {tomlkit.string(question).as_string()},", "]"]
    return "\n".join([*([text.rstrip("\n"), ""] if text.strip() else []), f"[[{table}]]", *lines, ""])


def _place_of(entry: Table) -> dict[str, str]:
    return {name: _flat(str(entry[name])) for name in ("label", "begins") if name in entry}


def _flat(text: str) -> str:
    return " ".join(text.lower().split())
