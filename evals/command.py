"""`wegwijs eval`: evaluate case files, print the numbers, write the reports."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from assistant.installation import open_embedder
from assistant.settings import Settings
from assistant.writing.rewriting import Rewriter
from assistant.writing.writer import Writer
from evals.bars import bars_of, missed
from evals.cases import CaseError, CaseFile, load_cases
from evals.comparison import compare, compare_follow_ups
from evals.metrics import Measure
from evals.paired import Verdicts, load_verdicts
from evals.report import Evaluation, summary, write_report
from evals.run import run_cases, search_of
from evals.subject import Subject, open_subject
from evals.sureness import sureness_of
from ingest.catalogue import load_catalogue
from ingest.embedding import Embedder

_CASES = Path(__file__).parent / "cases"
_DEFAULT_FILES = ("work.toml", "report.toml", "unseen.toml")
_REPORTS = Path("reports")  # in the working directory


def run(
    settings: Settings, cases: Path | None, as_json: bool, against: Path | None = None, *, generative: bool = False
) -> int:
    """Evaluate case files; return 1 when a bar is missed, else 0.

    Args:
        settings: of the installation.
        cases: one case file, whose details may be shown; None: those that come with Wegwijs.
        as_json: whether JSON is printed instead of tables.
        against: what an earlier run printed as JSON, to compare with.
        generative: whether the language model that the settings name writes the answers.

    Raises:
        WegwijsError: a case file, a corpus, the index, the earlier run or the language model's settings are wrong.
    """
    before = load_verdicts(against) if against else None
    files = _case_files(cases)
    if cases is None:
        _refuse_other_documents(settings.corpus, files)
    return evaluate(
        settings,
        files,
        as_json,
        unseen_shown=cases is not None,
        before=before,
        generative=generative,
    )


def evaluate(  # noqa: PLR0913 - each is a choice of its own
    settings: Settings,
    files: Sequence[CaseFile],
    as_json: bool,
    *,
    unseen_shown: bool,
    before: Verdicts | None = None,
    generative: bool = False,
) -> int:
    """Evaluate loaded case files as `run` does.

    Args:
        settings: of the installation.
        files: the case files.
        as_json: whether JSON is printed instead of tables.
        unseen_shown: whether reports show the single cases of unseen files too; they are never printed.
        before: an earlier run to compare with.
        generative: whether a language model writes the answers.
    """
    evaluations = []
    for evaluation in (replace(one, before=before) for one in _evaluations(settings, files, generative)):
        evaluations.append(evaluation)
        path = write_report(evaluation, _REPORTS, with_details=unseen_shown or not evaluation.case_file.unseen)
        if not as_json:
            sys.stdout.write(f"{table(evaluation)}\nreport: {path}\n\n")
    if as_json:
        sys.stdout.write(json.dumps([summary(one) for one in evaluations], ensure_ascii=False, indent=1) + "\n")
    return int(any(missed(one.bars, one.measures) for one in evaluations))


def _case_files(cases: Path | None) -> list[CaseFile]:
    paths = [cases] if cases else [path for name in _DEFAULT_FILES if (path := _CASES / name).is_file()]
    if not paths:
        raise CaseError(f"In {_CASES} staan geen vragen; noem met --cases een bestand met vragen.")
    files = [load_cases(path) for path in paths]
    for file in files:
        bars_of(file)  # A wrong bar is told before the work, not after it.
    return files


def _refuse_other_documents(corpus: Path, files: Sequence[CaseFile]) -> None:
    """Refuse cases about documents that a corpus does not hold before the work, not in the midst of it."""
    asked = {quote.document for file in files if file.corpus is None for case in file.cases for quote in case.evidence}
    if missing := sorted(asked - {source.id for source in load_catalogue(corpus).sources}):
        raise CaseError(
            f"De vragen van Wegwijs zelf gaan over documenten die niet in {corpus} staan, zoals {missing[0]!r}; meet "
            "met eigen vragen: `wegwijs eval --cases vragen.toml` (docs/voor-medewerkers.md zegt hoe u die maakt)."
        )


def _evaluations(settings: Settings, files: Sequence[CaseFile], generative: bool) -> Iterator[Evaluation]:
    embedder = open_embedder(settings)
    writer, rewriter = _by_language_model(settings, embedder) if generative else (None, None)
    for corpus, group in groupby(files, key=lambda file: file.corpus):
        with open_subject(settings, corpus, embedder, writer, rewriter) as subject:
            for file in group:
                sys.stderr.write(f"{file.path.name}: {len(file.cases)} cases\n")
                yield _evaluate(file, subject)


def _by_language_model(settings: Settings, embedder: Embedder) -> tuple[Writer, Rewriter]:
    from assistant.writing.language_model import configured_rewriter, configured_writer  # noqa: PLC0415 - only when there is one

    return configured_writer(settings, embedder), configured_rewriter(settings)


def _evaluate(file: CaseFile, subject: Subject) -> Evaluation:
    results = run_cases(file.cases, subject.assistant, subject.texts, sureness_of(subject.assistant))
    return Evaluation(
        case_file=file,
        made=datetime.now().astimezone(),
        manifest=subject.assistant.index.manifest,
        bars=bars_of(file),
        results=tuple(results),
        texts=subject.texts,
        comparison=(
            *compare(results, subject.rivals),
            *compare_follow_ups(results, search_of(subject.assistant)),
        ),
    )


def table(evaluation: Evaluation) -> str:
    """Return the measures and the comparison as plain text."""
    bars = {bar.metric: bar for bar in evaluation.bars}
    manifest = evaluation.manifest
    size = f"{len(manifest.documents)} documents, {manifest.passages} passages, {manifest.questions} bank questions"
    lines = [
        f"{evaluation.case_file.path.name}: {len(evaluation.results)} cases; {size}, {manifest.embedding_model}",
        f"{'metric':<34}{'value':>9}{'n':>6}  {'95 % interval':<18}bar",
    ]
    for measure in (m for m in evaluation.measures if m.n or m.name in bars):
        bound = ""
        if bar := bars.get(measure.name):
            verdict = "met" if bar.met_by(measure) else "MISSED"
            bound = f"{'<=' if bar.at_most else '>='} {_number(bar.bound, measure.name)} {verdict}"
        value = _number(measure.value, measure.name)
        lines.append(f"{measure.name:<34}{value:>9}{measure.n:>6}  {_interval(measure):<18}{bound}".rstrip())
    lines.append(f"\n{'search':<36}{'at 1':>9}  {'':<18}{'at 3':>9}  {'':<18}characters")
    for compared in evaluation.comparison:
        cells = "".join(f"{_number(m.value, m.name):>9}  {_interval(m):<18}" for m in compared.measures)
        lines.append(f"{compared.name:<36}{cells}{compared.passage_chars or 0:.0f}")
    if evaluation.before is not None:
        lines += ["", *_changed(evaluation)]
    return "\n".join(lines)


def _changed(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'since the earlier run':<34}{'before':>9}{'now':>9}{'n':>6}  {'95 % of the difference':<24}better worse  p"
    for change in evaluation.changes:
        values = "".join(f"{_number(value, change.metric):>9}" for value in (change.before, change.after))
        interval = f"{100 * change.low:+.1f} - {100 * change.high:+.1f} points"
        cases = f"{change.better:>6}{change.worse:>6}  {'' if change.p is None else f'{change.p:.3f}'}"
        yield f"{change.metric:<34}{values}{change.n:>6}  {interval:<24}{cases}".rstrip()


def _interval(measure: Measure) -> str:
    if measure.low is None:
        return ""
    return f"{_number(measure.low, measure.name)} - {_number(measure.high, measure.name)}"


def _number(value: float | None, metric: str) -> str:
    if value is None:
        return "-"
    if metric.endswith("_tokens"):
        return f"{value:.0f}"
    return f"{value:.0f} ms" if metric.endswith("_ms") else f"{100 * value:.1f} %"
