"""Anonymous figures of a period for somebody outside: gathered, and put into a signed file that ordinary tools read.

gather -> save          what would go out, and the file
verify_file             without any register, for whoever has only the file and a key file

Every word in the file is one that the program ships: no label that a person typed goes along, be it of an area, of a
unit or of a choice.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from desktop.base.resources import resource
from desktop.base.text import tidy
from desktop.base.units import load_units
from desktop.bundle.statistics_file import (
    FILE_SUFFIX,
    READ_ME,
    StatisticsFile,
    StatisticsManifest,
    read_statistics,
    write_statistics,
)
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.indicators import INDICATORS, Counted
from desktop.domain.indicators.comparing import Number
from desktop.domain.levels import superior
from desktop.domain.periods import Period
from desktop.domain.statistics import OTHER, By, Place, Shown, Told, anonymous, asks_for_kind
from desktop.domain.totals import added
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import short_date
from desktop.i18n.figures import period_name
from desktop.services import indicators, totals
from desktop.services.bundle_files import source_of
from desktop.services.catalogues import Catalogues, load_catalogues
from desktop.services.figure_columns import Figure
from desktop.services.figure_rows import definition, span_of
from desktop.services.reports import ReasonNeeded
from desktop.services.workspace import Workspace
from desktop.store.figures import Figures, KindsOfArea
from desktop.system.atomic import write_atomic
from desktop.vault.certificate import KeyFile

VI: Final = "vi"
ENGLISH: Final = "en"
HEADS: Final = ("indicator", "name", "name_en", "unit", "by", "code", "label", "label_en", "value", "note")
LEFT_OUT: Final = "x"
"""The note of a figure that is left out: its value is empty."""

SUBJECT: Final = "statistics"
"""What it is called in the log of uses."""

_KINDS: Final = "area_kind"
_EXCEL_SEES_UTF_8: Final = "\ufeff"


class NoStatistics(UserError):
    """There is no figure of the period that could go out."""

    code = "statistics_empty"


@dataclass(frozen=True)
class Statistics:
    """What would go out.

    Attributes:
        lines: the figures in their order; those left out have no value.
        unit: the code of the unit in the table that the program ships; empty where it is not in it.
    """

    period: Period
    made_on: date
    unit: str
    lines: tuple[Shown, ...]
    sample: bool

    @property
    def left_out(self) -> int:
        return sum(1 for each in self.lines if each.value is None)


def gather(workspace: Workspace, period: Period) -> Statistics:
    """The figures of a period, by kind of area, and at a level above others by unit.

    Raises :class:`NotAllowed` for whoever may not send, and :class:`NoStatistics`.
    """
    workspace.require(Permission.SEND)
    station = workspace.station
    codes = [code for code in indicators.visible_codes(workspace) if isinstance(INDICATORS[code], Counted)]
    counted = {code: each for code in codes if isinstance(each := INDICATORS[code], Counted)}
    rows = {row.code: row.this for row in indicators.table(workspace, codes, period, parts=False)}
    by_unit = _by_unit(workspace, period) if superior(station.level) else None
    by_kind = _by_kind(workspace, period, [counted[code] for code in codes if _held_here(rows[code])])
    told = [_told(code, rows[code], by_unit, by_kind) for code in codes]
    lines = anonymous(told, counted)
    if not lines:
        raise NoStatistics()
    unit = station.code if station.code in _unit_names() else ""
    return Statistics(period, workspace.today(), unit, tuple(lines), workspace.practice)


def save(workspace: Workspace, made: Statistics, path: Path, reason: str) -> None:
    """Signs the figures with this computer's key and puts the file where the person said, whole or not at all.

    That it left, for whom and what for, is logged; none of that stands in the file. Raises :class:`NotAllowed`,
    :class:`ReasonNeeded` and what :func:`write_atomic` does.
    """
    workspace.require(Permission.SEND)
    if not tidy(reason):
        raise ReasonNeeded()
    out = BytesIO()
    manifest = StatisticsManifest(
        made.unit, made.period, made.made_on, workspace.device, len(made.lines), made.left_out, made.sample
    )
    words = Catalogue(VI)
    write_statistics(
        out,
        workspace.secrets.signing_key,
        manifest,
        (_EXCEL_SEES_UTF_8 + figures_text(words, made.lines)).encode("utf-8"),
        (_EXCEL_SEES_UTF_8 + _read_me(words, made)).encode("utf-8"),
    )
    write_atomic(path, out.getvalue())
    # One file; what a person wrote stands after the last colon.
    said = f"{period_name(words.text, made.period)} · {tidy(reason).replace(': ', ' – ')}"
    workspace.log_access("export", f"{SUBJECT}:1: {said}")


def verify_file(path: Path, key_file: bytes) -> StatisticsFile:
    """The figures of a file, each byte of which the computer of a key file signed.

    Raises what :func:`read_statistics` does, and the failures of a key file and of drives.
    """
    key = KeyFile.parse(key_file).certificate.signing_key
    with source_of(path) as source:
        return read_statistics(source, key)


def file_name(made: Statistics) -> str:
    """ "Số liệu ẩn danh tháng 11-2026.zip": a name that every file system takes."""
    words = Catalogue(VI)
    name = period_name(words.text, made.period)
    return (
        words.text("statistics.file_name", period=(name[0].lower() + name[1:]).replace("/", "-"))
        + FILE_SUFFIX
    )


# What is known


def _held_here(figure: Figure) -> bool:
    """Whether the figure is counted from records, and so can be told apart."""
    return figure.counted and not figure.typed and not figure.reported


def _told(
    code: str,
    figure: Figure,
    by_unit: Mapping[str, Mapping[str, int]] | None,
    by_kind: Mapping[str, tuple[int, Mapping[str, int]]],
) -> Told:
    counted, kinds = by_kind.get(code, (None, {}))
    if by_unit is None:
        total = figure.value if isinstance(figure.value, int) else None
        return Told(code, total, kinds, counted)
    units: dict[str, int] = {}
    for unit, values in by_unit.items():
        if code in values:
            units[unit] = units.get(unit, 0) + values[code]
    return Told(code, added(units.values()), kinds, counted, units)


def _by_unit(workspace: Workspace, period: Period) -> dict[str, dict[str, int]]:
    """The figures of each unit by its code, as they were frozen, else as they are now."""
    held = totals.frozen(workspace, period)
    if held is not None:
        told: Iterable[tuple[str, Mapping[str, Number]]] = [
            (code, values) for code, (_, values) in held.units.items()
        ]
    else:
        told = [(each.unit.code, each.values) for each in totals.totals(workspace, period).there]
    names = _unit_names()
    found: dict[str, dict[str, int]] = {}
    for code, values in told:
        unit = found.setdefault(code if code in names else OTHER, {})
        for indicator, value in totals.whole(values).items():
            unit[indicator] = unit.get(indicator, 0) + value
    return found


def _by_kind(
    workspace: Workspace, period: Period, wanted: list[Counted]
) -> dict[str, tuple[int, dict[str, int]]]:
    """By indicator, the whole and what it is by kind of area, choices of a unit's own among those they stand for."""
    told_apart = [definition(workspace, each) for each in wanted if asks_for_kind(each) is None]
    catalogues, span = workspace.catalogues, span_of(period)
    with workspace.reading(Permission.SEND) as reader:
        figures = Figures(reader.connection, workspace.registry)
        used = figures.kinds_of_area()
        kinds = {
            choice.code: KindsOfArea(codes)
            for choice in load_catalogues()[_KINDS]
            if used.intersection(codes := catalogues.counted_as(_KINDS, choice.code))
        }
        known = tuple(code for each in kinds.values() for code in each.codes)
        kinds[OTHER] = KindsOfArea(known, others=True)
        whole = figures.values(told_apart, span)
        columns = {kind: figures.values(told_apart, span, each) for kind, each in kinds.items()}
    return {
        each.code: (whole[each.code], {kind: column[each.code] for kind, column in columns.items()})
        for each in told_apart
    }


# In words


def figures_text(words: Catalogue, lines: Iterable[Shown]) -> str:
    """The figures as comma separated values (RFC 4180), a head first."""
    english, shipped, units = Catalogue(ENGLISH), load_catalogues(), _unit_names()
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for each in lines:
        code = each.place.code
        writer.writerow(
            (
                code,
                shipped.label("indicator", code, VI),
                shipped.label("indicator", code, ENGLISH),
                words.text(f"unit.{INDICATORS[code].unit}"),
                each.place.by,
                each.place.of,
                _label(words, shipped, units, each.place),
                _label(english, shipped, units, each.place),
                "" if each.value is None else each.value,
                LEFT_OUT if each.value is None else "",
            )
        )
    return out.getvalue()


def _label(words: Catalogue, shipped: Catalogues, units: Mapping[str, str], place: Place) -> str:
    if not place.of:
        return words.text(f"statistics.whole.{place.by}")
    if place.of == OTHER:
        return words.text(f"statistics.other.{place.by}")
    if place.by == By.UNIT.value:
        return units[place.of]
    return shipped.label(_KINDS, place.of, words.language)


def _read_me(words: Catalogue, made: Statistics) -> str:
    """What explains the file, in both languages, with the line ends that every editor knows."""
    period = made.period
    text = resource("statistics", READ_ME).read_text("utf-8")
    said = text.format(
        sample=words.text("takeout.practice") if made.sample else "",
        unit=_unit_names().get(made.unit, words.text("statistics.unit.unknown")),
        period=period_name(words.text, period),
        first=short_date(period.first),
        last=short_date(period.last),
        made_on=short_date(made.made_on),
        figures=len(made.lines),
        left_out=made.left_out,
    )
    return said.replace("\n", "\r\n")


def _unit_names() -> dict[str, str]:
    """The names of the table of units by code, communes and provinces."""
    units = load_units()
    names = {unit.province.code: unit.province.full_name for unit in units}
    return names | {unit.code: unit.full_name for unit in units}
