"""`wegwijs report`: write what use taught as a page and as tables."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from assistant.installation import open_embedder, open_index
from assistant.settings import Settings
from assistant.staff.asked import today
from assistant.staff.learning_store import LearningStore
from assistant.staff.usage_report import UsageReport, usage_report
from ingest.errors import WegwijsError
from ui.usage_page import usage_page
from ui.usage_tables import ENCODING, usage_tables


class NothingKeptError(WegwijsError):
    """There is nothing to report on, for nothing is kept."""


def write_usage_report(settings: Settings, folder: Path, days: int | None, address: str) -> int:
    """Write the report and say where it is; return 0.

    Args:
        settings: of the installation.
        folder: where to; it is made when it is not there.
        days: only the last ones; None: all that was kept.
        address: where this Wegwijs can be reached, for the links.

    Raises:
        WegwijsError: nothing is kept, or the store or the index cannot be used.
    """
    report = _report(settings, days)
    if report.is_empty:
        print("Er is niets bewaard in deze periode. Er is geen verslag gemaakt.")
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "verslag.html"
    page.write_text(usage_page(report, address), encoding="utf-8")
    for name, table in usage_tables(report).items():
        (folder / name).write_text(table, encoding=ENCODING, newline="")
    print(f"{report.unanswered} vragen zonder goed antwoord, in {len(report.groups)} groepen. Het verslag: {page}")
    return 0


def _report(settings: Settings, days: int | None) -> UsageReport:
    store = LearningStore(settings.home)
    kept_days = settings.keep_questions_days
    if not kept_days:
        left = f" Wat nog in {store.file} staat, wist `wegwijs serve` als het start." if store.file.exists() else ""
        raise NothingKeptError(
            "Het bewaren van vragen staat uit: er is niets om een verslag van te maken. Zet het aan met bijvoorbeeld "
            f"keep_questions_days = 90 in wegwijs.toml.{left}"
        )
    store.forget(today() - timedelta(days=kept_days))
    since = today() - timedelta(days=min(days or kept_days, kept_days) - 1)
    with closing(open_index(settings)) as index:
        return usage_report(store, index, lambda questions: open_embedder(settings).questions(questions), since)
