"""Areas that somebody took over from another, and with them what is due there; told apart for a while."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from desktop.store.register_file import Reader, Writer

TOLD_FOR: Final = timedelta(days=30)

_AREAS: Final = "areas_taken_over"


def keep(writer: Writer, areas: Iterable[str], name: str, on: date) -> None:
    """Notes from whom they were taken over."""
    held = json.loads(writer.local(_AREAS) or "{}")
    held.update({area: [name, on.isoformat()] for area in areas})
    writer.set_local(_AREAS, json.dumps(held, ensure_ascii=False, sort_keys=True))


def areas(reader: Reader, today: date) -> dict[str, str]:
    """Those taken over lately, and from whom."""
    held = json.loads(reader.local(_AREAS) or "{}")
    return {area: name for area, (name, on) in held.items() if date.fromisoformat(on) >= today - TOLD_FOR}
