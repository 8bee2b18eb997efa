"""The very records behind a figure: a filter of a register's list, and what of it a role may see."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.base.text import fold
from desktop.domain.access import NotAllowed, Permission, sees
from desktop.domain.indicators import INDICATORS, Counted
from desktop.domain.indicators.definition import reads, resolved, tells_secrets, widened
from desktop.domain.periods import Period, PeriodKind
from desktop.i18n.figures import Texts, period_words
from desktop.services.views import FigureFilter
from desktop.services.workspace import Workspace
from desktop.store.figures import Figures, Span
from desktop.store.listing import Sql
from desktop.store.register_file import Reader


def visible(workspace: Workspace, counted: Counted) -> bool:
    """Whether the role sees every register that an indicator reads."""
    return all(sees(workspace.role, name) for name in reads(workspace.registry, counted))


def definition(workspace: Workspace, counted: Counted) -> Counted:
    """The definition with the choices that count under its codes in this file, those of the unit's own too."""

    def codes(catalogue: str, group: str) -> tuple[str, ...]:
        return tuple(each.code for each in workspace.catalogues[catalogue] if each.counts_as == group)

    registry = workspace.registry
    return widened(resolved(counted, registry, codes), registry, workspace.catalogues.counted_as)


def span_of(period: Period) -> Span:
    first = period.first.year if period.kind is PeriodKind.CAMPAIGN else period.year
    return Span(period.first.isoformat(), period.last.isoformat(), (first, period.year))


def numbers_of(workspace: Workspace, reader: Reader, register: str, wanted: FigureFilter) -> Sql:
    """What the list of a register asks the store for.

    Raises :class:`NotAllowed` where the records would tell what is masked and the role may not look at that.
    """
    counted = INDICATORS[wanted.code]
    if not isinstance(counted, Counted) or shown_in(workspace, counted) != register:
        raise ValueError(f"{wanted.code} does not count records of {register}")
    for name in reads(workspace.registry, counted):
        workspace.require(Permission.READ, name)
    if tells_secrets(workspace.registry, counted):
        workspace.require(Permission.REVEAL, register)
    figures = Figures(reader.connection, workspace.registry, wanted.station)
    ask = figures.numbers if counted.register == register else figures.parent_numbers
    return ask(definition(workspace, counted), span_of(wanted.period), wanted.area, wanted.parts)


def shown_in(workspace: Workspace, counted: Counted) -> str:
    """The register whose list shows the records: of those that belong to others, these."""
    parent = workspace.registry[counted.register].parent
    return parent.to if parent is not None and parent.to is not None else counted.register


def figure_words(workspace: Workspace, texts: Texts, language: str, figure: FigureFilter) -> str:
    """The figure whose records are shown: what, of which days, where."""
    facts = {
        "indicator": workspace.catalogues.label("indicator", figure.code, language),
        "period": period_words(texts, figure.period, language),
    }
    said = texts("figures.chip", **facts)
    if figure.parts:
        said = texts("figures.chip.part", part=figure.parts[0], **facts)
    if figure.area is None:
        return said
    with workspace.reading(register="area") as reader:
        area = reader.records.titles("area", [figure.area]).get(figure.area)
    return texts("figures.chip.area", chip=said, area=area or "")


def require_open(workspace: Workspace, figure: FigureFilter) -> None:
    """What a list would tell of masked fields stays on the screen. Raises :class:`NotAllowed`."""
    counted = INDICATORS[figure.code]
    if isinstance(counted, Counted) and tells_secrets(workspace.registry, counted):
        raise NotAllowed(role=workspace.role.value, permission=Permission.PRINT.name.lower())


def spellings(parts: Iterable[str]) -> dict[str, list[str]]:
    """Parts that are written the same but for accents and capitals, by what they are folded to."""
    found: dict[str, list[str]] = {}
    for part in sorted(parts):
        found.setdefault(fold(part), []).append(part)
    return found
