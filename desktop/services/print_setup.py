"""How this computer's printers feed and what is left of a print, kept here and never sent; which blanks were used."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any, Final

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.print_run import PrintRun, Scope
from desktop.pdf.calibration import REACH_MM, CalibrationTexts, draw_calibration, draw_dividers
from desktop.pdf.layout import Layout
from desktop.services.certificates import DEFAULT_LAYOUT
from desktop.services.workspace import Workspace
from desktop.store.records import Selection

__all__ = ["CalibrationTexts"]

_FEEDS: Final = "print_feeds"
_RUN: Final = "print_run"
_LAYOUTS: Final = "layout_choices"
_USUAL: Final = {"giay_chung_nhan": "giay-chung-nhan-a4-ngang"}
BLANKS: Final = "blank_use"
"""The register of used blanks: they are controlled paper, so what a ward official used comes back with the awards."""
_MANY: Final = 100_000


class FeedTooFar(UserError):
    """A reading of the calibration sheet is no number of its scale. Fact: ``reach`` in mm."""

    code = "feed_too_far"


TRAYS: Final = ("manual", "cassette")
SIDES: Final = ("up", "down")


@dataclass(frozen=True)
class Source:
    """Where sheets come from: each way through a printer pulls them by its own.

    Attributes:
        tray: one of :data:`TRAYS`.
        side: which side of the sheet is printed as it lies there, of :data:`SIDES`.
    """

    printer: str
    tray: str = TRAYS[0]
    side: str = SIDES[0]

    @property
    def told(self) -> str:
        return "\n".join((self.printer, self.tray, self.side))


@dataclass(frozen=True)
class Feed:
    """How paper is taken.

    Attributes:
        shift_x, shift_y: what makes up for it: right and down in mm.
        note: the turn of the sheet and the like, in the person's words.
    """

    shift_x: float = 0.0
    shift_y: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class BlankUse:
    """Blanks of one layout on one day: those that are good, and those that were spoiled."""

    day: date
    layout: str
    printed: int
    spoiled: int


@dataclass(frozen=True)
class KeptRun:
    """A print that is not over: its sheets, its layout and how it was printed.

    Attributes:
        run: its ``papers`` are the stems of layouts.
        mode: ``plain``, ``blanks`` or ``second``.
        reason: why some sheets of it are printed again.
        leave_open: what was not known yet is left white for a second pass.
        code: whether the code that proves a sheet is printed.
    """

    run: PrintRun
    mode: str
    reverse: bool
    dividers: bool
    reason: str = ""
    leave_open: bool = False
    code: bool = True


def usual_layout(scope: Scope) -> str:
    """The stem of the layout for some recipients while nobody chose one."""
    return _USUAL.get(scope.form, DEFAULT_LAYOUT)


def layout_choices(workspace: Workspace) -> dict[Scope, str]:
    """The stem of the layout that was chosen for each kind of recipient."""
    return {Scope(form, kind): stem for form, kind, stem in _read(workspace, _LAYOUTS, [])}


def keep_layout_choice(workspace: Workspace, scope: Scope, stem: str) -> None:
    choices = {**layout_choices(workspace), scope: stem}
    _write(workspace, _LAYOUTS, [[each.form, each.kind, choices[each]] for each in sorted(choices)])


def feed_of(workspace: Workspace, source: Source) -> Feed:
    """How sheets come from there, as it was last measured; no shift where it never was."""
    kept = _read(workspace, _FEEDS, {}).get(source.told)
    return Feed(**kept) if kept else Feed()


def keep_feed(workspace: Workspace, source: Source, feed: Feed) -> None:
    """Raises :class:`FeedTooFar`."""
    if max(abs(feed.shift_x), abs(feed.shift_y)) > REACH_MM:
        raise FeedTooFar(reach=REACH_MM)
    feeds = _read(workspace, _FEEDS, {})
    _write(
        workspace, _FEEDS, {**feeds, source.told: asdict(feed), source.printer: [source.tray, source.side]}
    )


def source_of(workspace: Workspace, printer: str) -> Source:
    """The tray and the side that a printer was last used with."""
    kept = _read(workspace, _FEEDS, {}).get(printer)
    return Source(printer, *kept) if isinstance(kept, list) else Source(printer)


def blank_use(workspace: Workspace) -> list[BlankUse]:
    """Blanks used, on whichever computer, the latest day first."""
    with workspace.reading(Permission.PRINT, "award") as reader:
        rows = reader.records.page(BLANKS, Selection(), 0, _MANY)
    found: dict[tuple[str, str], BlankUse] = {}
    for row in rows:
        day, layout = row.values["used_on"], row.values["layout"]
        if not day or not layout:
            continue
        use = found.get((day, layout)) or BlankUse(date.fromisoformat(day), layout, 0, 0)
        printed = use.printed + (row.values["printed"] or 0)
        found[day, layout] = replace(use, printed=printed, spoiled=use.spoiled + (row.values["spoiled"] or 0))
    return sorted(found.values(), key=lambda use: (use.day, use.layout), reverse=True)


def count_blanks(workspace: Workspace, layout: str, printed: int, spoiled: int) -> None:
    """Adds to what this computer used today; nobody else writes in its line, so two places never meet there."""
    with workspace.change("blank_use.count", Permission.PRINT, "award") as change:
        today, device = workspace.today().isoformat(), workspace.device
        rows = change.writer.records.page(BLANKS, Selection(filters=(("used_on", (today,)),)), 0, _MANY)
        counts = {"printed": printed, "spoiled": spoiled}
        held = next(
            (row for row in rows if (row.values["layout"], row.values["device"]) == (layout, device)), None
        )
        if held is None:
            change.create(BLANKS, {"used_on": today, "layout": layout, "device": device, **counts})
        else:
            added = {name: (held.values[name] or 0) + more for name, more in counts.items() if more}
            change.edit(BLANKS, held.id, added)
        change.subject = layout


def kept_run(workspace: Workspace) -> KeptRun | None:
    """A print that was broken off, after a new start of the program too."""
    kept = _read(workspace, _RUN, None)
    if not kept or "papers" not in kept:
        return None
    awards = tuple(kept.pop("awards"))
    run = PrintRun(awards, kept.pop("done"), tuple(kept.pop("papers")))
    return None if run.is_over else KeptRun(run, **kept)


def keep_run(workspace: Workspace, kept: KeptRun | None) -> None:
    """Keeps where a print stands; None when there is nothing left of it."""
    if kept is None or kept.run.is_over:
        _write(workspace, _RUN, None)
        return
    facts: Mapping[str, Any] = {
        "awards": kept.run.awards,
        "done": kept.run.done,
        "papers": kept.run.papers,
        "mode": kept.mode,
        "reverse": kept.reverse,
        "dividers": kept.dividers,
        "reason": kept.reason,
        "leave_open": kept.leave_open,
        "code": kept.code,
    }
    _write(workspace, _RUN, facts)


def calibration_sheet(layout: Layout, texts: CalibrationTexts) -> bytes:
    """The sheet that shows how a printer feeds the paper of a layout."""
    out = BytesIO()
    draw_calibration(layout.width, layout.height, texts, out)
    return out.getvalue()


def dividers(layout: Layout, titles: Sequence[tuple[str, str]]) -> bytes:
    """A coloured sheet of the layout's size for each (title, line under it)."""
    out = BytesIO()
    draw_dividers(layout.width, layout.height, titles, out)
    return out.getvalue()


def _read(workspace: Workspace, name: str, default: Any) -> Any:
    with workspace.reading(Permission.PRINT, "award") as reader:
        text = reader.local(name)
    return json.loads(text) if text else default


def _write(workspace: Workspace, name: str, content: object) -> None:
    with workspace.reading(Permission.PRINT, "award"), workspace.file.writing() as writer:
        writer.set_local(name, json.dumps(content, ensure_ascii=False))
