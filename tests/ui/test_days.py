from __future__ import annotations

from datetime import date

import pytest

from ui.command_line import _parser
from ui.days import day_of


@pytest.mark.parametrize("written", ["14-04-2025", "14-4-2025", "2025-04-14"])
def test_a_day_may_be_written_the_dutch_way(written: str) -> None:
    assert day_of(written) == date(2025, 4, 14)
    assert _parser().parse_args(["add", "plan.pdf", "--published", written]).published == date(2025, 4, 14)


@pytest.mark.parametrize("written", ["31-02-2025", "04-14-2025", "14-04-25", "1 mei", ""])
def test_what_is_no_day_is_said_with_an_example(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"is geen datum; schrijf bijvoorbeeld 31-07-2026$"):
        day_of(written)
    with pytest.raises(SystemExit):
        _parser().parse_args(["add", "plan.pdf", "--published", written])
    assert f"--published: {written!r} is geen datum; schrijf bijvoorbeeld 31-07-2026. Zie" in capsys.readouterr().err
