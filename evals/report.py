"""The report of an evaluation: JSON for programs, one HTML page for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import JsonValue, TypeAdapter

from evals.bars import Bar
from evals.cases import CaseFile
from evals.comparison import Compared
from evals.faults import faults
from evals.metrics import Measure, measures, observations
from evals.paired import Change, Verdicts, changes, fingerprint, improved, verdicts
from evals.places import Place
from evals.run import Result
from ingest.index import Manifest

_json = TypeAdapter(dict[str, JsonValue])


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One case file, evaluated."""

    case_file: CaseFile
    made: datetime
    manifest: Manifest  # of the index that was asked
    bars: tuple[Bar, ...]
    results: tuple[Result, ...]
    texts: Mapping[str, str]  # by document id
    comparison: tuple[Compared, ...]
    before: Verdicts | None = None  # of an earlier run, to compare with

    @property
    def measures(self) -> list[Measure]:
        """All metrics."""
        return measures(self.results, self.texts)

    @property
    def changes(self) -> list[Change]:
        """What changed since the earlier run."""
        return changes(self.before, verdicts(self.results, self.texts)) if self.before else []


def summary(evaluation: Evaluation) -> dict[str, JsonValue]:
    """Return the numbers, without anything of single cases."""
    results, manifest = evaluation.results, evaluation.manifest
    by_name = {measure.name: measure for measure in evaluation.measures}
    return _json.validate_python(
        {
            "cases": evaluation.case_file.path.as_posix(),
            "unseen": evaluation.case_file.unseen,
            "made": evaluation.made.isoformat(timespec="seconds"),
            "index": {
                "documents": len(manifest.documents),
                "passages": manifest.passages,
                "questions": manifest.questions,
                "embedding_model": manifest.embedding_model,
            },
            "count": len(results),
            "measures": [asdict(measure) for measure in by_name.values()],
            "bars": [{**asdict(bar), "met": bar.met_by(by_name[bar.metric])} for bar in evaluation.bars],
            "comparison": [
                {"name": c.name, "measures": [asdict(m) for m in c.measures], "passage_chars": c.passage_chars}
                for c in evaluation.comparison
            ],
            "verdicts": verdicts(results, evaluation.texts),
            "changes": [{**asdict(change), "difference": change.difference} for change in evaluation.changes]
            if evaluation.before is not None
            else None,
            "by_kind": _grouped(evaluation, lambda result: result.case.kind),
            "by_style": _grouped(evaluation, lambda result: result.case.style),
        }
    )


def write_report(evaluation: Evaluation, folder: Path, with_details: bool) -> Path:
    """Write the report as JSON and as HTML; return the path of the HTML.

    Args:
        evaluation: what is reported.
        folder: where to; it is made when it is not there.
        with_details: whether single cases are shown.
    """
    report = summary(evaluation)
    report["results"] = [_detail(result, evaluation) for result in evaluation.results] if with_details else None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{evaluation.case_file.path.stem}-{evaluation.made:%Y%m%dT%H%M%S}.html"
    path.with_suffix(".json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    path.write_text(
        _templates.get_template("report.html").render(report=report, made=evaluation.made), encoding="utf-8"
    )
    return path


def _grouped(evaluation: Evaluation, group: Callable[[Result], str]) -> list[JsonValue]:
    names = dict.fromkeys(sorted(group(result) for result in evaluation.results))
    return [_row(name, [r for r in evaluation.results if group(r) == name], evaluation.texts) for name in names]


def _row(name: str, results: Sequence[Result], texts: Mapping[str, str]) -> JsonValue:
    shown = {m.name: asdict(m) for m in measures(results, texts) if m.name in _GROUP_COLUMNS}
    return _json.validate_python({"name": str(name), "count": len(results), "measures": shown})


_GROUP_COLUMNS = ("right_passage_at_1", "right_passage_at_3", "facts_right", "answered", "status_right")


def _detail(result: Result, evaluation: Evaluation) -> JsonValue:
    answer, texts = result.answer, evaluation.texts
    steps = _steps(result, evaluation)
    return _json.validate_python(
        {
            "case": result.case.model_dump(mode="json"),
            "expected": [_shown(place, texts) for place in result.expected],
            "found": [_shown(place, texts) for place in result.found],
            "understood": answer.understood,
            "status": answer.status,
            "answer": answer.text,
            "citations": [_shown(Place(c.document.source.id, c.span), texts) for c in answer.citations],
            "notices": [{"kind": notice.kind, "text": notice.text} for notice in answer.notices],
            "ms": round(result.ms, 1),
            "faults": faults(result, texts),
            "better": [metric for metric, step in steps.items() if step > 0],
            "worse": [metric for metric, step in steps.items() if step < 0],
        }
    )


def _steps(result: Result, evaluation: Evaluation) -> dict[str, int]:
    before = (evaluation.before or {}).get(fingerprint(result.case), {})
    now = observations(result, evaluation.texts)
    return {metric: improved(metric, before[metric], value) for metric, value in now.items() if metric in before}


def _shown(place: Place, texts: Mapping[str, str]) -> JsonValue:
    words = place.span.of(texts[place.document])
    return {"document": place.document, "start": place.span.start, "end": place.span.end, "text": words}


# --- the page --------------------------------------------------------------------------------------------------------

_METRICS = {
    "right_passage_at_1": ("Juiste passage bovenaan", "De passage die antwoord geeft, staat op de eerste plaats."),
    "right_passage_at_3": ("Juiste passage bij de eerste drie", "De passage staat op plaats één, twee of drie."),
    "passage_recall_at_3": (
        "Gevonden plaatsen",
        "Van alle plaatsen die antwoord geven: het deel dat in de eerste drie passages staat.",
    ),
    "passage_f2_at_3": (
        "F2 van de eerste drie passages",
        "Weegt gevonden plaatsen zwaarder dan overbodige passages. Is er één juiste passage, dan is 71 % het hoogste.",
    ),
    "facts_right": ("Feiten kloppen", "Alles wat in het antwoord moet staan, staat erin."),
    "answered": ("Beantwoord", "Van de vragen waarop de documenten antwoord geven."),
    "related": ("Alleen verwant", "Wegwijs twijfelde, maar de documenten geven wel antwoord. Minder is beter."),
    "false_refusals": (
        "Onterecht geweigerd",
        "De documenten geven antwoord, maar Wegwijs zei van niet. Minder is beter.",
    ),
    "false_answers": (
        "Onterecht beantwoord",
        "De documenten geven geen antwoord, of gaan over een ander samenwerkingsverband. Minder is beter.",
    ),
    "false_answers_unanswerable": (
        "Onterecht beantwoord: staat er niet in",
        "Alleen de vragen waarop de documenten geen antwoord geven. Minder is beter.",
    ),
    "citation_precision": ("Bronnen kloppen", "Van alle bronnen: de bron is een plaats die antwoord geeft."),
    "first_citation_right": ("Eerste bron klopt", "De eerste bron is een plaats die antwoord geeft."),
    "evidence_overlap": (
        "Woorden van het citaat",
        "Hoe ver de woorden van het eerste citaat gelijk zijn aan die van de plaats die antwoord geeft (F1).",
    ),
    "answerability_auc": (
        "Weten wat er staat (AUC)",
        "De kans dat Wegwijs zekerder is van een vraag met antwoord dan van een vraag zonder. 50 % is gokken.",
    ),
    "answered_at_6_false": (
        "Te beantwoorden bij 6 % fout",
        "Het deel van de vragen met antwoord waarvan Wegwijs zekerder is dan van alle vragen zonder, op 6 % na.",
    ),
    "exact_quotes": ("Citaten exact", "Elk citaat staat er letterlijk, en elk nummer heeft zijn bron."),
    "notice_recall": ("Meldingen gegeven", "Van de meldingen die erbij horen, zoals een verlopen document."),
    "plain_language": (
        "Gewone taal",
        "Van de antwoorden: de leesbaarheid (Flesch, met de gewichten van Douma) is 60 of meer.",
    ),
    "median_ms": ("Tijd van een antwoord", "De helft van de antwoorden was sneller."),
    "written": ("Geschreven door het taalmodel", "Van de keren dat het taalmodel is gevraagd: er kwam een zin door."),
    "first_sentence_ms": ("Eerste zin van het taalmodel", "De helft was sneller."),
    "tokens_told": (
        "Tokens geteld",
        "Van de keren dat het taalmodel is gevraagd: de server zei hoeveel tokens het waren.",
    ),
    "prompt_tokens": ("Tokens gelezen", "Gemiddeld voor een antwoord, waar de server ze telde."),
    "completion_tokens": ("Tokens geschreven", "Gemiddeld voor een antwoord, waar de server ze telde."),
    "rewritten": (
        "Vervolgvragen herschreven",
        "Van de keren dat het taalmodel is gevraagd: gezocht is met zijn vraag, en die is anders dan zonder taalmodel.",
    ),
    "status_right": ("Status klopt", "Beantwoord, verwant of geweigerd, zoals het hoort: van alle vragen."),
}
_NAMES = {
    "fact": "Feit",
    "definition": "Begrip",
    "list": "Opsomming",
    "procedure": "Stappen",
    "yesno": "Ja of nee",
    "reason": "Reden",
    "condition": "Voorwaarde",
    "role": "Wie doet wat",
    "comparison": "Vergelijking",
    "abbreviation": "Afkorting",
    "document_fact": "Over het document",
    "conflict": "Tegenspraak",
    "partial": "Deels te beantwoorden",
    "unanswerable": "Staat er niet in",
    "wrong_organisation": "Ander samenwerkingsverband",
    "out_of_scope": "Ander onderwerp",
    "hostile": "Kwaadwillig",
    "smalltalk": "Praatje",
    "dialogue": "Gesprek",
    "formal": "Formeel",
    "plain": "Gewoon",
    "keyword": "Trefwoorden",
    "casual": "Los",
    "typo": "Met typfouten",
    "english": "Engels",
    "other_language": "Andere taal",
    "wegwijs": "Wegwijs",
    "wegwijs without its question bank": "Wegwijs zonder vragenbank",
    "follow-ups, with language model": "Vervolgvragen, met taalmodel",
    "follow-ups, without it": "Vervolgvragen, zonder taalmodel",
    "llama-index quickstart": "llama-index, zoals de quickstart het toont",
    "answered": "beantwoord",
    "related": "verwant",
    "not_found": "niet gevonden",
    "clarify": "wedervraag",
}


def _name(key: str) -> str:
    return _NAMES.get(key, key)


def _number(value: float | None, metric: str) -> str:
    """Return a number as a Dutch reader writes it, with its unit."""
    if value is None:
        return "–"
    if metric.endswith("_ms"):
        return f"{value:.0f} ms"
    if metric.endswith("_tokens"):
        return f"{value:.0f}"
    return f"{100 * value:.1f}".removesuffix(".0").replace(".", ",") + " %"


def _points(difference: float) -> str:
    """Return a difference of two shares in percentage points, with its sign."""
    return f"{100 * difference:+.1f}".replace(".", ",").replace("-", "−")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(number=_number, name=_name, one_line=_one_line, points=_points)
_templates.globals.update(metric_words=_METRICS, group_columns=_GROUP_COLUMNS)
