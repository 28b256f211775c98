"""Days as people write them."""

from __future__ import annotations

import re
from datetime import date


def day_of(words: str) -> date:
    """Return the day that is written as 31-07-2026, the Dutch way, or as 2026-07-31.

    Raises:
        ValueError: it is none; the message says so in Dutch, without a full stop.
    """
    dutch = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", words)
    try:
        return date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else date.fromisoformat(words)
    except ValueError as exc:
        raise ValueError(f"{words!r} is geen datum; schrijf bijvoorbeeld 31-07-2026") from exc
