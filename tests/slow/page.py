"""The page ``docs/slow.md``: what still holds the window on a slow machine, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from tests.bench.page import machine
from tests.slow.disk import Slowness

_REASONS: Final = (
    (
        ("flush", "writing", "atomic", "move_anchor"),
        "What is written is on the disk before the window says so: that is what saving means here.",
    ),
    (
        ("get_many", "store/listing", "store/search", "store/records", "store/reader", "vault/"),
        "A short question is asked in the window's own thread; lists and records are read in another.",
    ),
    (
        ("<module>", "tabs.py:_show", "show_page"),
        "A page is read from the disk and made when somebody first turns to it, not at every start.",
    ),
    (
        ("meanwhile",),
        "What is read and written is so in another thread; the rest is the making and painting of the page.",
    ),
    (("pdf/",), "The page of a paper is drawn when it comes into sight."),
)
"""By words in the names of the places that were seen most; the first that fits."""
_MADE: Final = (
    "Qt makes, dresses, measures and paints the parts of a page in one piece, in the window's own thread."
)


def as_markdown(found: Mapping[str, Any], slowness: Slowness, memory: int, on: date) -> str:
    """The longest stretch of each step of the journeys, the longest first."""
    return "\n".join(_lines(found, slowness, memory, on)) + "\n"


def _lines(found: Mapping[str, Any], slowness: Slowness, memory: int, on: date) -> Iterator[str]:
    yield "# What holds the window on a slow machine"
    yield ""
    yield (
        f"Written by `python -m tests.slow --page docs/slow.md` on {on.isoformat()}: {machine()}. Each read of the"
        f" register takes {slowness.read} µs longer, each write {slowness.write} µs, each flush"
        f" {slowness.flush / 1000:g} ms; the program may hold {memory} MB and held at most {found['peak_mb']} MB. What"
        " else works on the machine meanwhile makes the stretches longer."
    )
    yield ""
    yield "A stretch is a time in which the window neither painted nor listened for more than 100 ms."
    yield ""
    yield "| while | stretches | the longest, ms | seen most | why it stays |"
    yield "|---|---|---|---|---|"
    steps: dict[str, list[tuple[float, list[list[Any]]]]] = {}
    for seconds, during, where in found["freezes"]:
        steps.setdefault(during, []).append((seconds, where))
    for during, some in sorted(steps.items(), key=lambda each: -max(one[0] for one in each[1])):
        longest, where = max(some, key=lambda one: one[0])
        most = where[0][0] if where else "Qt"
        yield f"| {during} | {len(some)} | {longest * 1000:.0f} | `{most}` | {reason(where)} |"


def reason(where: list[list[Any]]) -> str:
    """Why the places that were seen hold the window."""
    seen = " ".join(str(place) for place, _ in where[:1])
    return next((why for words, why in _REASONS if any(word in seen for word in words)), _MADE)
