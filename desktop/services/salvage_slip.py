"""The paper that goes back with a damaged stick: what is missing of which bundle, and what to type so that it comes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from desktop.domain.access import Permission
from desktop.domain.paper import Align, Column, Face, Head, Line, Part, PlainSheet, Signatures, Table
from desktop.i18n.catalogue import Catalogue
from desktop.pdf.sheet import draw_sheet
from desktop.pdf.wording import place_date_line
from desktop.services.salvaging import Salvaged
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic


def draw_slip(workspace: Workspace, found: Salvaged) -> bytes:
    """The slip as PDF, in Vietnamese whatever the language of the window."""
    workspace.require(Permission.RECEIVE)
    words, station = Catalogue("vi"), workspace.station
    nation = (words.text("takeout.paper.nation").upper(), words.text("takeout.paper.motto"))
    sheet = PlainSheet(
        words.text("salvage.slip.title"),
        _parts(workspace, words, found),
        head=Head(station.upper_name, station.name, nation, national=True),
        author=station.name,
    )
    out = BytesIO()
    draw_sheet(sheet, out, sample=workspace.practice)
    return out.getvalue()


def save_slip(workspace: Workspace, found: Salvaged, path: Path) -> None:
    """Puts the slip where the person said, whole or not at all. Raises what :func:`write_atomic` does."""
    write_atomic(path, draw_slip(workspace, found))
    workspace.log_access("export", f"salvage:{found.bundle}")


def _parts(workspace: Workspace, words: Catalogue, found: Salvaged) -> list[Part]:
    rows = [
        [str(number), each.station, each.computer, str(each.first), str(each.last)]
        for number, each in enumerate(found.missing, start=1)
    ]
    columns = (
        Column(words.text("takeout.number"), mm=13.0, align=Align.CENTER),
        Column(words.text("salvage.slip.station")),
        Column(words.text("salvage.slip.device"), mm=28.0, align=Align.CENTER),
        Column(words.text("salvage.slip.first"), mm=28.0, align=Align.RIGHT),
        Column(words.text("salvage.slip.last"), mm=28.0, align=Align.RIGHT),
    )
    facts = {"number": found.number, "day": found.made_at.date(), "lost": found.lost, "parts": found.parts}
    which = "salvage.slip.bundle" if found.number else "salvage.slip.bundle_without_number"
    return [
        Line(words.text("salvage.slip.to", station=found.station), Face.BOLD, align=Align.CENTER),
        words.text(which, **facts),
        words.text("salvage.slip.kept"),
        Table(columns, rows),
        words.text("salvage.slip.how"),
        Line(words.text("salvage.slip.codes", codes=" ".join(found.codes)), Face.BOLD),
        Signatures(
            (
                (
                    (words.text("takeout.paper.maker"), words.text("takeout.paper.signing")),
                    workspace.user.name,
                ),
            ),
            place_date_line(workspace.station.place, workspace.today()),
        ),
    ]
