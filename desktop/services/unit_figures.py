"""The figures of every unit for a period, from whichever source counts: what totals and comparisons are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.board import Offer, Source, counting
from desktop.domain.frozen_figures import FrozenRow, read_figures
from desktop.domain.indicators.comparing import Number
from desktop.domain.periods import Period
from desktop.services.board import key_of, offers_in
from desktop.services.reporting_units import ReportingUnit, units_of
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader
from desktop.store.reporting import Reporting


@dataclass(frozen=True)
class UnitFigures:
    """One unit in one period.

    Attributes:
        offer: whose figures count; None where there are none.
        values: of the period, by indicator; what is not known is left out.
        rows: the frozen rows of its report, by indicator, where they came in a bundle.
        expected: whether the unit reports in the period.
    """

    unit: ReportingUnit
    offer: Offer | None = None
    values: Mapping[str, Number] = field(default_factory=dict)
    rows: Mapping[str, FrozenRow] = field(default_factory=dict)
    expected: bool = True

    @property
    def source(self) -> Source | None:
        return self.offer.source if self.offer is not None else None


def unit_figures(workspace: Workspace, period: Period) -> list[UnitFigures]:
    """Every unit that reports in a period, or did, in the order of their names."""
    with workspace.reading(register="report") as reader:
        return figures_of(reader, units_of(workspace, reader), period)


def figures_of(reader: Reader, units: list[ReportingUnit], period: Period) -> list[UnitFigures]:
    """The same, over a connection, of these units."""
    offers = offers_in(reader, [period])
    chosen = {unit.code: counting(offers.get((unit.code, key_of(period)), ())) for unit in units}
    asked = Reporting(reader.connection)
    texts = asked.frozen_texts([each.record for each in chosen.values() if each and each.state])
    typed = asked.received_figures([each.record for each in chosen.values() if each and not each.state])
    found = []
    for unit in units:
        offer, expected = chosen[unit.code], unit.reports_in(period)
        if offer is None:
            if expected:
                found.append(UnitFigures(unit))
        elif offer.state is None:
            found.append(UnitFigures(unit, offer, typed[offer.record], expected=expected))
        else:
            rows = frozen_rows(texts.get(offer.record))
            values = {code: row.this.value for code, row in rows.items() if row.this.value is not None}
            found.append(UnitFigures(unit, offer, values, rows, expected))
    return found


def values_of(workspace: Workspace, offer: Offer) -> dict[str, Number]:
    """The figures of the period that one offer has."""
    with workspace.reading(register="report") as reader:
        asked = Reporting(reader.connection)
        if offer.state is None:
            return dict(asked.received_figures([offer.record])[offer.record])
        rows = frozen_rows(asked.frozen_texts([offer.record]).get(offer.record))
    return {code: row.this.value for code, row in rows.items() if row.this.value is not None}


@dataclass(frozen=True)
class Origin:
    """By which operation a record came to be as it is, and in which bundle.

    Attributes:
        device: the last letters of the id of the computer that wrote it.
        received_at: when the bundle came; None for what was written here.
    """

    device: str
    number: int
    bundle: str = ""
    received_at: datetime | None = None


def origin_of(workspace: Workspace, offer: Offer) -> Origin | None:
    """Where the figures of an offer come from."""
    register = "report" if offer.state is not None else "received_report"
    with workspace.reading(register=register) as reader:
        found = Reporting(reader.connection).origin(register, offer.record)
        if found is None:
            return None
        device, number, bundle = found
        summary = reader.bundle_summary(bundle, "in") if bundle else None
    at = datetime.fromisoformat(summary[0]) if summary else None
    return Origin(device[-8:].upper(), number, bundle or "", at)


def frozen_rows(text: str | None) -> dict[str, FrozenRow]:
    """The whole figures of a report by indicator; nothing where they cannot be read."""
    frozen = read_figures(text)
    return {row.code: row for row in frozen.rows if not row.part} if frozen is not None else {}
