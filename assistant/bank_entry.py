"""Take over a question that staff add to the question bank, in a file that people go on reading and editing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Array, Table

from assistant.bank_check import same_words
from ingest.catalogue import load_catalogue
from ingest.errors import QuestionBankError
from ingest.passages import Passage, passages_of
from ingest.question_bank import BankQuestion, bank_path, load_bank
from ingest.reading import read_document
from ingest.whole_file import write_whole

_MAX_CHARS = 500  # As long as a question may be that is asked.
_ANSWERED, _UNANSWERED = "entry", "unanswered"  # The two kinds of table of a bank.


def add_question(corpus: Path, name: str, question: str, label: str | None, begins: str | None) -> Passage:
    """Add a question to the bank of a document; return the passage that it leads to.

    Args:
        corpus: the corpus folder.
        name: the id of the document, or the name of its file.
        question: 1 to 500 characters.
        label: the number of the unit that answers, such as "afspraak 22".
        begins: the first words of the sentence or item that answers; with a label, inside that unit.

    Raises:
        CatalogueError: the catalogue is wrong.
        DocumentError: the document cannot be read.
        QuestionBankError: the document, the place or the question will not do, or the file is no valid bank.
    """
    return _add(corpus, name, question, _place(label, begins), _ANSWERED)


def add_unanswered(corpus: Path, name: str, question: str, label: str | None, begins: str | None) -> Passage:
    """Add a question that a document leaves open; return the passage that it is about. The rest as `add_question`."""
    return _add(corpus, name, question, _place(label, begins), _UNANSWERED)


def _add(corpus: Path, name: str, question: str, place: dict[str, str], table: str) -> Passage:
    question = " ".join(question.split())
    if not 0 < len(question) <= _MAX_CHARS:
        raise QuestionBankError(f"De vraag telt {len(question)} tekens: geef een vraag van 1 tot {_MAX_CHARS} tekens.")
    catalogue = load_catalogue(corpus)
    source = catalogue.source(name)
    if source is None:
        ids = ", ".join(source.id for source in catalogue.sources)
        raise QuestionBankError(f"Er is geen document {name!r}: kies uit {ids}.")
    document = read_document(source)
    passages = passages_of(document)
    path = bank_path(corpus, source.id)
    known = load_bank(path, document, passages)
    _refuse_known(question, (*known.questions, *known.unanswered), passages)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / path.name
        draft.write_text(_with_question("", question, place, _ANSWERED), encoding="utf-8")
        found = load_bank(draft, document, passages).questions
        if not found:
            named = ", ".join(f"{part} {words!r}" for part, words in place.items()) or "geen plek"
            raise QuestionBankError(
                f"{named} staat niet in {source.id!r}: noem een nummer (--label) of de eerste woorden van de zin "
                "die antwoord geeft (--begins), precies zoals ze er staan."
            )
    path.parent.mkdir(exist_ok=True)
    write_whole(path, _with_question(text, question, place, table).encode("utf-8"))
    return next(passage for passage in passages if passage.id == found[0].passage_id)


def _place(label: str | None, begins: str | None) -> dict[str, str]:
    named = {"label": label, "begins": begins}
    return {name: value.strip() for name, value in named.items() if value and value.strip()}


def _refuse_known(question: str, known: Sequence[BankQuestion], passages: Sequence[Passage]) -> None:
    for one in known:
        if same_words(one.question) == same_words(question):
            passage = next(passage for passage in passages if passage.id == one.passage_id)
            where = " › ".join(filter(None, [*passage.section.path, passage.section.label]))
            raise QuestionBankError(f"De vraag staat al in de vragenbank, bij {where}: {one.question!r}.")


def _with_question(text: str, question: str, place: dict[str, str], table: str) -> str:
    """Return the text of a bank file with a question more: at the table of this place, or in a new one at the end."""
    file = tomlkit.parse(text)
    entries = file.get(table)
    if isinstance(entries, AoT):
        for entry in entries:
            questions = entry.get("questions")
            if _place_of(entry) == {name: _flat(value) for name, value in place.items()} and isinstance(
                questions, Array
            ):
                questions.add_line(question, indent="  ", newline=True)
                return tomlkit.dumps(file)
    lines = [f"{name} = {tomlkit.string(value).as_string()}" for name, value in place.items()]
    lines += ["questions = [", f"  {tomlkit.string(question).as_string()},", "]"]
    return "\n".join([*([text.rstrip("\n"), ""] if text.strip() else []), f"[[{table}]]", *lines, ""])


def _place_of(entry: Table) -> dict[str, str]:
    return {name: _flat(str(entry[name])) for name in ("label", "begins") if name in entry}


def _flat(text: str) -> str:
    return " ".join(text.lower().split())
