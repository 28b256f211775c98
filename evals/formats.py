"""Whether the documents answer the same in other formats: `python -m evals.formats`.

The documents of the corpus stand in `tests/data/formats` as PDF, Word, OpenDocument and web page
(`python -m tests.data.make_formats` made them there). Each format is indexed in place of the text, with the same
question bank, and is asked the answerable questions that one works with, as is the index of the installation, which
holds the texts. An answer is the same when its status
is, and when each citation has the same label and the same words, line breaks and signs left out.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from assistant.answer import Answer, Citation
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.cases import Case, load_cases
from evals.metrics import Measure, share
from ingest.catalogue import CATALOGUE_FILE, load_catalogue
from ingest.embedding import Embedder
from ingest.errors import IndexUnusableError
from ingest.ids import question_id
from ingest.index import Index
from ingest.indexing import ingest
from ingest.passages import Passage, passages_of
from ingest.question_bank import bank_path, load_bank
from ingest.statements import Statement, statements_of

FORMATS = (".pdf", ".docx", ".odt", ".html")
LEAST = 0.95  # of the answers, in each format
_CASES = Path(__file__).parent / "cases" / "work.toml"
_FILES = Path(__file__).parent.parent / "tests" / "data" / "formats"


@dataclass(frozen=True, slots=True)
class Pair:
    """The answers to one case, from the texts and from the documents in another format."""

    case: Case
    text: Answer
    other: Answer

    @property
    def same(self) -> bool:
        """Whether both say the same, from the same places."""
        return self.text.status is self.other.status and _cited(self.text) == _cited(self.other)


def main() -> int:
    """Print the share of the answers that stay the same in each format; return 1 when one is too low."""
    parser = argparse.ArgumentParser(prog="python -m evals.formats", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("formats", nargs="*", default=FORMATS, help="such as .pdf (default: all)")
    parser.add_argument("--show", action="store_true", help="print the answers that differ")
    chosen = parser.parse_args()
    settings = Settings()
    embedder = _Remembering(settings.embedding_model, settings.home / "models")
    cases = [case for case in load_cases(_CASES).cases if case.answerable]
    with closing(Index.open(settings.home, embedder.name)) as index:
        embedder.learn(index, settings.corpus)
        expected = _asked(Assistant(index, embedder), cases)
    met = True
    for suffix in chosen.formats:
        with answering(settings.corpus, suffix, embedder) as assistant:
            pairs = [Pair(*three) for three in zip(cases, expected, _asked(assistant, cases), strict=True)]
        measured = measures(pairs)
        met = met and (measured[0].value or 0) >= LEAST
        sys.stdout.write("".join(f"{suffix:<7}{_line(measure)}\n" for measure in measured))
        if chosen.show:
            sys.stdout.write("".join(f"{difference(pair)}\n" for pair in pairs if not pair.same))
        sys.stdout.flush()
    return int(not met)


def measures(pairs: Sequence[Pair]) -> list[Measure]:
    """Return the shares of what is the same, and of the pages that are right."""
    cited = [citation for pair in pairs for citation in pair.other.citations if citation.page]
    return [
        share("same answer", (pair.same for pair in pairs)),
        share("same status", (pair.text.status is pair.other.status for pair in pairs)),
        share("same labels", (_labels(pair.text) == _labels(pair.other) for pair in pairs)),
        share("same first quote", (_cited(pair.text)[:1] == _cited(pair.other)[:1] for pair in pairs)),
        share("right page", map(on_its_page, cited)),
    ]


def difference(pair: Pair) -> str:
    """Return in a few lines how two answers differ."""
    lines = [f"--- {pair.case.id}: {pair.case.question}"]
    for answer in (pair.text, pair.other):
        lines.append(f"  {answer.status}")
        lines += [f"    [{one.passage.section.label}] {one.readable_quote}" for one in answer.citations]
    return "\n".join(lines)


def on_its_page(citation: Citation) -> bool:
    """Tell whether the first words of a citation stand on the page that it names, as PDFium reads that page."""
    file = _FILES / f"{citation.document.source.id}.pdf"
    pdf = pdfium.PdfDocument(file)
    try:
        text = pdf[(citation.page or 1) - 1].get_textpage().get_text_range()
    finally:
        pdf.close()
    return _bare(citation.readable_quote)[:40] in _bare(text)


@contextmanager
def answering(corpus: Path, suffix: str, embedder: Embedder) -> Iterator[Assistant]:
    """Open an assistant on the documents of a corpus in one format.

    Raises:
        IndexUnusableError: a document cannot be read in this format.
    """
    with tempfile.TemporaryDirectory(prefix="wegwijs-formats-", ignore_cleanup_errors=True) as name:
        copy, home = Path(name) / "corpus", Path(name)
        in_format(corpus, suffix, copy)
        report = ingest(copy, home, lambda: embedder, embedder.name, lambda _: None)
        if report.failed:
            raise IndexUnusableError(f"Not all is read as {suffix}: {next(iter(report.failed.values()))}")
        for problem in report.problems:
            sys.stderr.write(f"{problem}\n")
        with closing(Index.open(home, embedder.name)) as index:
            yield Assistant(index, embedder)


def in_format(corpus: Path, suffix: str, copy: Path) -> None:
    """Copy a corpus, its documents in another format."""
    shutil.copytree(corpus / "questions", copy / "questions")
    (copy / "documents").mkdir()
    catalogue = (corpus / CATALOGUE_FILE).read_text(encoding="utf-8")
    for source in load_catalogue(corpus).sources:
        file = source.file if suffix == source.file.suffix else _FILES / f"{source.id}{suffix}"
        shutil.copy(file, copy / "documents" / file.name)
        catalogue = catalogue.replace(f'"{source.file.name}"', f'"{file.name}"')
    (copy / CATALOGUE_FILE).write_text(catalogue, encoding="utf-8")


class _Remembering(Embedder):
    """Embeds a text once, and not at all when an index holds its vector: most are the same in each format."""

    def __init__(self, model: str, models_home: Path) -> None:
        super().__init__(model, models_home)
        self._passages: dict[str, list[float]] = {}
        self._questions: dict[str, list[float]] = {}

    def learn(self, index: Index, corpus: Path) -> None:
        """Take over the vectors of an index of this corpus."""
        for document in index.documents():
            passages = passages_of(document)
            statements = [statement for passage in passages for statement in statements_of(passage)]
            self._take(index.vectors("passages", [one.id for one in passages]), passages)
            self._take(index.vectors("statements", [one.id for one in statements]), statements)
            bank = load_bank(bank_path(corpus, document.source.id), document, passages)
            for name, asked in (("questions", bank.questions), ("unanswered", bank.unanswered)):
                questions = {question_id(document.source.id, n): one.question for n, one in enumerate(asked)}
                for own_id, vector in index.bank_vectors(name, list(questions)).items():
                    self._questions[questions[own_id]] = vector

    def _take(self, vectors: Mapping[str, list[float]], ones: Sequence[Passage] | Sequence[Statement]) -> None:
        self._passages.update({one.embedding_text: vectors[one.id] for one in ones})

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        new = [text for text in dict.fromkeys(texts) if text not in self._passages]
        self._passages.update(zip(new, super().passages(new), strict=True))
        return [self._passages[text] for text in texts]

    def questions(self, questions: Sequence[str]) -> list[list[float]]:
        new = [question for question in dict.fromkeys(questions) if question not in self._questions]
        self._questions.update(zip(new, super().questions(new), strict=True))
        return [self._questions[question] for question in questions]


def _asked(assistant: Assistant, cases: Sequence[Case]) -> list[Answer]:
    return [assistant.ask(case.question, case.history, case.organisation) for case in cases]


def _cited(answer: Answer) -> list[tuple[str, str | None, str]]:
    return [(c.document.source.id, c.passage.section.label, _bare(c.readable_quote)) for c in answer.citations]


def _labels(answer: Answer) -> list[str | None]:
    return [citation.passage.section.label for citation in answer.citations]


def _bare(words: str) -> str:
    """Return letters and digits only: where lines break, and which bullets stand there, is a matter of the format."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words)).casefold()


def _line(measure: Measure) -> str:
    low, high = 100 * (measure.low or 0), 100 * (measure.high or 0)
    value = "-" if measure.value is None else f"{100 * measure.value:.1f} % ({low:.0f}–{high:.0f}, n {measure.n})"
    return f"{measure.name:<18}{value}"


if __name__ == "__main__":
    sys.exit(main())
