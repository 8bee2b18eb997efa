"""Lists of exactly the records that something speaks of: a figure, what a report lacks, what changed since."""

from __future__ import annotations

from desktop.domain.access import NotAllowed, Permission
from desktop.domain.indicators import INDICATORS, counted_of
from desktop.domain.indicators.definition import reads, tells_secrets
from desktop.i18n.figures import Texts, period_words
from desktop.services.figure_rows import figure_words, numbers_of, require_open, shown_in
from desktop.services.rules import rule
from desktop.services.views import ChangedFilter, FigureFilter, MissingFilter, RowFilter
from desktop.services.workspace import Workspace
from desktop.store.listing import Sql
from desktop.store.missing import Days, missing_numbers, picked_numbers, register_of
from desktop.store.register_file import Reader


def row_numbers(workspace: Workspace, reader: Reader, register: str, wanted: RowFilter) -> Sql:
    """What the list of a register asks the store for. Raises what :func:`numbers_of` does."""
    match wanted:
        case FigureFilter():
            return numbers_of(workspace, reader, register, wanted)
        case MissingFilter():
            if register_of(wanted.code) != register:
                raise ValueError(f"{wanted.code} is no record of {register}")
            return missing_numbers(wanted.code, days_of(reader, wanted))
        case ChangedFilter():
            _check_changed(workspace, register, wanted)
            return picked_numbers(register, wanted.records)


def days_of(reader: Reader, wanted: MissingFilter) -> Days:
    """The days by which what is missing is looked for."""
    period, on = wanted.period, wanted.on
    answer = rule(reader, "opinion_answer_days", on)
    return Days(period.first.isoformat(), period.last.isoformat(), on.isoformat(), answer)


def _check_changed(workspace: Workspace, register: str, wanted: ChangedFilter) -> None:
    """What a figure's records would tell is not told by how they changed either."""
    counted = counted_of(wanted.code)[-1] if wanted.code in INDICATORS else None
    if counted is None or shown_in(workspace, counted) != register:
        raise ValueError(f"{wanted.code} does not count records of {register}")
    for name in reads(workspace.registry, counted):
        workspace.require(Permission.READ, name)
    if tells_secrets(workspace.registry, counted):
        workspace.require(Permission.REVEAL, register)


def row_words(workspace: Workspace, texts: Texts, language: str, wanted: RowFilter) -> str:
    """What the chip over a list says that shows only these records."""
    match wanted:
        case FigureFilter():
            return figure_words(workspace, texts, language, wanted)
        case MissingFilter():
            what = texts(f"missing.{wanted.code}")
            return texts("missing.chip", what=what, period=period_words(texts, wanted.period, language))
        case ChangedFilter():
            label = workspace.catalogues.label("indicator", wanted.code, language)
            return texts("report.changed.chip", indicator=label)


def require_taking_out(workspace: Workspace, wanted: RowFilter) -> None:
    """What a list would tell of masked fields stays on the screen. Raises :class:`NotAllowed`."""
    match wanted:
        case FigureFilter():
            require_open(workspace, wanted)
        case ChangedFilter():
            counted = counted_of(wanted.code)[-1]
            if tells_secrets(workspace.registry, counted):
                raise NotAllowed(role=workspace.role.value, permission=Permission.PRINT.name.lower())
        case MissingFilter():
            return
