"""One run of the bench: part by part, kept on the disk row by row, so that what fails loses only itself."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.parts import Part
from tests.bench.row import Row, as_json


class NotHere(Exception):
    """Something to compare with is not on this machine or did not end in time; the sentence says what."""


class Run:
    """What was measured so far.

    Attributes:
        rows: by part, in the order in which they were measured.
        missing: sentences on what could not be measured or compared.
        failed: whether something went wrong that should not.
    """

    def __init__(self, json: Path) -> None:
        self._json = json
        self._json.parent.mkdir(parents=True, exist_ok=True)
        self.rows: dict[Part, list[Row]] = {}
        self.missing: list[str] = []
        self.failed = False

    @property
    def broken(self) -> bool:
        return any(each.broken for rows in self.rows.values() for each in rows)

    def take(self, steps: Iterable[tuple[Part, Iterable[Row]]], what: str) -> None:
        """Measures step by step. A step that fails is told and left; ``what`` is that which prepares them all."""
        with self._told(what):
            for part, rows in steps:
                with self._told(f"{part.title} ({what})"):
                    for each in rows:
                        self._add(part, each)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except NotHere as why:
            self.missing.append(str(why))
            sys.stdout.write(f"NOT COMPARED {why}\n")
        except Exception as error:  # noqa: BLE001 - an hour of figures must not be lost with one of them
            self.failed = True
            self.missing.append(f"{what}: not measured to the end, since the run failed there ({error!r}).")
            sys.stdout.write(f"FAILED {what}: {error!r}\n")
            traceback.print_exc()
        sys.stdout.flush()

    def _add(self, part: Part, each: Row) -> None:
        self.rows.setdefault(part, []).append(each)
        sys.stdout.write(f"{'BROKEN ' if each.broken else ''}{told(each)}\n")
        sys.stdout.flush()
        self._json.write_text(
            as_json(row for part in Part for row in self.rows.get(part, ())), encoding="utf-8"
        )


def told(each: Row) -> str:
    floor = "" if each.floor is None else f", floor {each.floor:g}, ratio {each.ratio:g}"
    bound = "" if each.bound is None else f" ({'≥' if each.higher_is_better else '≤'} {each.bound:.3g})"
    return f"{each.name}: {each.value:g} {each.unit}{floor}{bound}"
