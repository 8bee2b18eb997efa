"""Figures of a unit that came otherwise than in a bundle: in the form in Excel, or in a letter on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from desktop.base.text import tidy
from desktop.domain.board import Offer, Source, Use, counting
from desktop.domain.errors import UserError
from desktop.domain.form_words import FormColumn
from desktop.domain.indicators import INDICATORS, Counted
from desktop.domain.levels import superior
from desktop.domain.periods import Period
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import period_words
from desktop.office.forms.form import read_form
from desktop.services import indicators
from desktop.services.board import key_of, offers_in
from desktop.services.change import Change
from desktop.services.environment import read_station
from desktop.services.form_cells import checked
from desktop.services.form_files import read_file
from desktop.services.forms import OpenedForm
from desktop.services.reporting_units import ReportingUnit
from desktop.services.reports import ReasonNeeded
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.reporting import Reporting

REGISTER: Final = "received_report"
FIGURE: Final = "received_figure"
_WHOLE: Final = re.compile(r"[0-9]{1,16}|[0-9]{1,3}(?:[.\u0020\u00a0\u202f][0-9]{3}){1,4}")
_MOST: Final = 2**53 - 1


class NotTheUpperLevel(UserError):
    """Only a unit that others report to receives figures."""

    code = "not_upper_level"


class NoFiguresRead(UserError):
    """No cell that points at a figure of the period holds a number. Facts: ``name`` of the file."""

    code = "no_figures_read"


class LetterNeeded(UserError):
    """Figures from a letter name its number and its day."""

    code = "letter_needed"


@dataclass(frozen=True)
class Letter:
    """Number and day of a letter; both are known where figures were typed from one."""

    number: str = ""
    on: date | None = None


@dataclass(frozen=True)
class ReadForm:
    """What a filled form says.

    Attributes:
        values: by indicator.
        left: indicators whose cells hold no number.
    """

    file_name: str
    values: Mapping[str, int]
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entered:
    """Figures as they were entered.

    Attributes:
        values: by indicator; what is not known is left out.
        received_on: the day they came.
    """

    source: Source
    values: Mapping[str, int]
    received_on: date
    letter: Letter = field(default_factory=Letter)
    file_name: str = ""


def enterable() -> tuple[str, ...]:
    """The indicators that are entered; rates are worked out of them."""
    return tuple(code for code, each in INDICATORS.items() if isinstance(each, Counted))


def entered(workspace: Workspace, unit: str, period: Period, source: Source) -> tuple[str | None, Entered]:
    """What was entered for a unit and a period from a source, with its record; empty before the first time."""
    with workspace.reading(register=REGISTER) as reader:
        offers = offers_in(reader, [period]).get((unit, key_of(period)), ())
        held = next((each for each in offers if each.source is source), None)
        if held is None:
            return None, Entered(source, {}, workspace.today())
        row = reader.records.get(REGISTER, held.record)
        values = Reporting(reader.connection).received_figures([held.record])[held.record]
    said = row.values if row is not None else {}
    on = said.get("document_on")
    letter = Letter(str(said.get("document_number") or ""), date.fromisoformat(on) if on else None)
    received = held.on or workspace.today()
    return held.record, Entered(source, values, received, letter, str(said.get("file_name") or ""))


def enter(workspace: Workspace, unit: ReportingUnit, period: Period, given: Entered) -> Changes:
    """Keeps the figures of a unit for a period as they are entered now: what stood before stays in the history.

    Raises :class:`LetterNeeded` and :class:`NotTheUpperLevel`.
    """
    if given.source is Source.PAPER and not (tidy(given.letter.number) and given.letter.on):
        raise LetterNeeded()
    with workspace.change(f"{REGISTER}.enter", register=REGISTER) as change:
        _require_upper(change)
        change.subject = f"{unit.name}, {period_words(Catalogue('vi').text, period, 'vi')}"
        offers = offers_in(change.writer, [period]).get((unit.code, key_of(period)), ())
        held = next((each.record for each in offers if each.source is given.source), None)
        about = _about(given)
        if held is None:
            held = change.create(REGISTER, {**_places(unit, period), **about})
            before: dict[str, int] = {}
        else:
            row = change.writer.records.get(REGISTER, held)
            changed = {
                name: value for name, value in about.items() if row is None or row.values[name] != value
            }
            if changed:
                change.edit(REGISTER, held, changed)
            before = Reporting(change.writer.connection).received_figures([held])[held]
        _write(change, held, before, given.values)
    return change.result


def choose(workspace: Workspace, unit: ReportingUnit, period: Period, source: Source, reason: str) -> Changes:
    """A person's word on whose figures count where two sources have some; the others stay as they are.

    Raises :class:`ReasonNeeded` and :class:`NotTheUpperLevel`.
    """
    if not tidy(reason):
        raise ReasonNeeded()
    with workspace.change(f"{REGISTER}.choose", register=REGISTER) as change:
        _require_upper(change)
        change.subject = f"{unit.name}, {period_words(Catalogue('vi').text, period, 'vi')}"
        offers = offers_in(change.writer, [period]).get((unit.code, key_of(period)), ())
        for each in offers:
            if each.source is not Source.BUNDLE:
                use = Use.YES if each.source is source else Use.NO
                change.edit(REGISTER, each.record, {"use": use.value, "use_reason": tidy(reason)})
    return change.result


def strike(workspace: Workspace, record: str) -> Changes:
    """Takes out what was entered by mistake; it stays in the journal."""
    with workspace.change(f"{REGISTER}.strike", register=REGISTER) as change:
        row = change.writer.records.get(REGISTER, record)
        change.subject = str(row.values["unit_name"] or "") if row is not None else ""
        change.set_state(REGISTER, record, {"is": "removed"})
    return change.result


def read_filled(workspace: Workspace, opened: OpenedForm, path: Path) -> ReadForm:
    """The figures of the period in a form that a unit filled in, by the cells that were pointed at.

    A cell of other words than were pointed at is not read. Raises :class:`NoFiguresRead`, and what
    :func:`read_form` refuses.
    """
    form = read_form(read_file(path), path.name)
    sheets = {each.name: each for each in form.sheets}
    values: dict[str, int] = {}
    left = []
    may = set(indicators.visible_codes(workspace)) & set(enterable())
    for each in checked(form, opened.cells, may):
        pointer = each.pointer
        whole = pointer.figure is FormColumn.THIS and not pointer.part and not pointer.area
        if not whole or (each.trouble is not None and each.trouble.value != "locked"):
            continue
        value = number_in(sheets[pointer.spot.sheet].rows[pointer.spot.row], pointer.spot.column)
        if value is None:
            left.append(pointer.indicator)
        else:
            values[pointer.indicator] = value
    if not values:
        raise NoFiguresRead(name=path.name)
    return ReadForm(path.name, values, tuple(left))


def number_in(row: Sequence[str], column: int) -> int | None:
    """The whole number in a cell as people write it: "1.126", "1 126"; None where there is none."""
    text = row[column].strip() if column < len(row) else ""
    if _WHOLE.fullmatch(text) is None:
        return None
    value = int("".join(each for each in text if each.isdigit()))
    return value if value <= _MOST else None


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """The indicators of which two sources know different figures."""
    return [code for code in one if code in other and one[code] != other[code]]


def chosen(offers: Sequence[Offer]) -> Source | None:
    """Whose figures count."""
    found = counting(offers)
    return found.source if found is not None else None


def _write(change: Change, record: str, before: Mapping[str, int], values: Mapping[str, int]) -> None:
    rows = {}
    if before:
        for row in change.writer.records.children(FIGURE, record):
            if row.standing == "active":
                rows[row.values["indicator"]] = row.id
    for code, value in values.items():
        if code not in before:
            change.create(FIGURE, {"report": record, "indicator": code, "value": value})
        elif before[code] != value:
            change.edit(FIGURE, rows[code], {"value": value})
    for code in before:
        if code not in values:
            change.set_state(FIGURE, rows[code], {"is": "removed"})


def _about(given: Entered) -> dict[str, str | None]:
    return {
        "source": given.source.value,
        "document_number": tidy(given.letter.number) or None,
        "document_on": given.letter.on.isoformat() if given.letter.on else None,
        "file_name": given.file_name or None,
        "received_on": given.received_on.isoformat(),
    }


def _places(unit: ReportingUnit, period: Period) -> dict[str, str | int]:
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "period_kind": period.kind.value,
        "period_year": period.year,
        "period_number": period.number,
        "first_on": period.first.isoformat(),
        "last_on": period.last.isoformat(),
    }


def _require_upper(change: Change) -> None:
    if not superior(read_station(change.writer).level):
        raise NotTheUpperLevel()
