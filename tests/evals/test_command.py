"""`wegwijs eval` on a small corpus of its own, with the real index, model, assistant and baseline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import AnyHttpUrl

from assistant.settings import Settings
from evals.cases import CaseError, load_cases
from evals.command import evaluate, run
from ingest.errors import IndexUnusableError
from tests.assistant.model_server import PROMPT_TOKENS, as_json, model_server

CATALOGUE = """
[[document]]
id = "zwemles"
title = "Zwemles op de Waterlelie"
file = "zwemles.txt"

[[document]]
id = "moestuin"
title = "De moestuin"
file = "moestuin.txt"
"""
SWIMMING = """Zwemles op de Waterlelie

Wanneer

De kinderen van groep vijf zwemmen elke dinsdag van tien tot elf uur.

Veiligheid

Een kind dat ziek is, gaat niet mee naar het zwembad. De badmeester houdt toezicht.
"""
GARDEN = """De moestuin

Water geven

De conciërge geeft de planten in de zomer elke ochtend water.
"""
BANK = """
[[entry]]
begins = "De kinderen van groep vijf zwemmen"
questions = ["Op welke dag is er zwemles?", "Hoe laat begint het zwemmen?"]
"""
CASES = """
corpus = "corpus"
unseen = {unseen}

[bars]
right_passage_at_3 = 1.0
exact_quotes = 1.0
{bars}

[[case]]
id = "dag"
kind = "fact"
style = "plain"
question = "Op welke dag is de zwemles van groep vijf?"
statuses = ["answered"]
evidence = [{{document = "zwemles", quote = "zwemmen elke dinsdag van tien tot elf uur"}}]
holds = ["{fact}"]

[[case]]
id = "planten"
kind = "role"
style = "casual"
question = "Wie geeft de planten water?"
statuses = ["answered"]
evidence = [{{document = "moestuin", quote = "De conciërge geeft de planten in de zomer elke ochtend water."}}]
holds = ["conciërge"]
"""


@pytest.fixture
def settings(tmp_path: Path, models_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation without index, in an empty working directory."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(models_home, target_is_directory=True)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return Settings(home=home)


def _write(folder: Path, *, unseen: bool = False, bars: str = "", fact: str = "dinsdag") -> Path:
    for name, text in (("zwemles.txt", SWIMMING), ("moestuin.txt", GARDEN)):
        (folder / "corpus" / "documents").mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / "documents" / name).write_text(text, encoding="utf-8")
    (folder / "corpus" / "questions").mkdir()
    (folder / "corpus" / "questions" / "zwemles.toml").write_text(BANK, encoding="utf-8")
    (folder / "corpus" / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    path = folder / "school.toml"
    path.write_text(CASES.format(unseen=str(unseen).lower(), bars=bars, fact=fact), encoding="utf-8")
    return path


def test_a_case_file_with_its_own_corpus_is_evaluated_and_compared(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, _write(tmp_path), as_json=False) == 0

    printed = capsys.readouterr().out
    assert "school.toml: 2 cases; 2 documents" in printed
    assert "right_passage_at_3" in printed
    assert ">= 100.0 % met" in printed
    for search in ("wegwijs without its question bank", "llama-index quickstart"):
        assert search in printed
    assert not (settings.home / "index").exists()
    (report,) = Path("reports").glob("school-*.json")
    results = json.loads(report.read_text(encoding="utf-8"))["results"]
    assert [r["case"]["id"] for r in results] == ["dag", "planten"]


@pytest.mark.parametrize("counts", [True, False])
def test_what_a_language_model_took_is_told_in_tokens(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str], counts: bool
) -> None:
    with model_server() as server:
        server.pieces, server.counts_tokens = (
            as_json(("De kinderen zwemmen elke dinsdag van tien tot elf uur.", ["B1"])),
            counts,
        )
        asking = settings.model_copy(update={"llm_base_url": AnyHttpUrl(server.address), "llm_model": "klein"})
        assert run(asking, _write(tmp_path), as_json=True, generative=True) == 0

    (summary,) = json.loads(capsys.readouterr().out)
    measures = {measure["name"]: measure for measure in summary["measures"]}
    assert (measures["tokens_told"]["value"], measures["tokens_told"]["n"]) == (float(counts), len(server.requests))
    assert measures["prompt_tokens"]["value"] == (PROMPT_TOKENS if counts else None)
    (page,) = Path("reports").glob("school-*.html")
    assert "Tokens geteld" in page.read_text(encoding="utf-8")


FOLLOW_UP = """
[[case]]
id = "vervolg"
kind = "dialogue"
style = "casual"
question = "En wie doet dat bij de planten?"
history = [{role = "user", content = "Wie houdt er toezicht?"}, {role = "assistant", content = "De badmeester."}]
statuses = ["answered"]
evidence = [{document = "moestuin", quote = "De conciërge geeft de planten in de zomer elke ochtend water."}]
holds = ["conciërge"]
"""


def test_follow_ups_are_searched_for_with_and_without_the_language_model(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + FOLLOW_UP, encoding="utf-8")
    with model_server() as server:
        server.pieces = ['{"vraag": "Wie geeft de planten water?"}']
        asking = settings.model_copy(update={"llm_base_url": AnyHttpUrl(server.address), "llm_model": "klein"})
        run(asking, path, as_json=True, generative=True)

    (summary,) = json.loads(capsys.readouterr().out)
    assert {m["name"]: (m["value"], m["n"]) for m in summary["measures"]}["rewritten"] == (1.0, 1)
    compared = {one["name"]: one["measures"][0]["n"] for one in summary["comparison"]}
    assert (compared["follow-ups, with language model"], compared["follow-ups, without it"]) == (1, 1)
    (report,) = Path("reports").glob("school-*.json")
    assert json.loads(report.read_text(encoding="utf-8"))["results"][-1]["understood"] == "Wie geeft de planten water?"


def test_a_missed_bar_is_exit_1_and_no_case_is_printed(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _write(tmp_path, unseen=True, bars="facts_right = 1.0", fact="woensdag")

    assert run(settings, path, as_json=True) == 1

    printed = capsys.readouterr().out
    (summary,) = json.loads(printed)
    assert [bar["metric"] for bar in summary["bars"] if not bar["met"]] == ["facts_right"]
    assert "zwemles" not in printed
    (page,) = Path("reports").glob("school-*.html")
    assert "Op welke dag is de zwemles" in page.read_text(encoding="utf-8")


def test_unseen_cases_stay_out_of_the_report_unless_their_file_is_named(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = load_cases(_write(tmp_path, unseen=True, fact="woensdag"))

    assert evaluate(settings, [file], as_json=False, unseen_shown=False) == 0

    written = [path.read_text(encoding="utf-8") for path in Path("reports").iterdir()]
    assert len(written) == 2
    assert all("zwemles" not in text for text in [*written, capsys.readouterr().out])


def test_a_wrong_bar_is_told_before_any_work(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(CaseError, match="de maat 'feiten' bestaat niet"):
        run(settings, _write(tmp_path, bars="feiten = 1"), as_json=False)

    assert not Path("reports").exists()


def test_without_a_file_cases_about_documents_of_others_are_refused_with_what_to_do(
    tmp_path: Path, settings: Settings
) -> None:
    _write(tmp_path)

    with pytest.raises(CaseError, match=r"^De vragen van Wegwijs zelf gaan over documenten .* `wegwijs eval --cases "):
        run(settings.model_copy(update={"corpus": tmp_path / "corpus"}), None, as_json=False)


def test_without_an_index_the_command_to_make_one_is_told(tmp_path: Path, settings: Settings) -> None:
    path = _write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('corpus = "corpus"', ""), encoding="utf-8")

    with pytest.raises(IndexUnusableError, match="wegwijs ingest"):
        run(settings, path, as_json=False)
