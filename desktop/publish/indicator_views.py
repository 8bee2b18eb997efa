"""The indicators as views, from the same definitions and by the same questions as in the window.

A view ``indicator_<code>`` has a row for each period and station, and one without a station for all that the reader may
see. It counts records; what units report without their records stands in their reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from desktop.domain.fields import Registry
from desktop.domain.indicators.definition import Counted, Indicator, Ratio
from desktop.domain.periods import Period
from desktop.publish.server import Server
from desktop.store.figures import Figures, Span
from desktop.store.listing import Sql
from desktop.store.tables import STATION


class _Column(str):
    """Stands in a question for a column of the period that is asked about."""

    __slots__ = ()


class _Year(int):
    """Stands in a question for a year of the period; it is told by which one it is, not by its number."""


_FIRST: Final = _Column("p.first")
_LAST: Final = _Column("p.last")
_YEARS: Final = (_Year(1), _Year(2))
_SPAN: Final = Span(_FIRST, _LAST, _YEARS)
_PERIOD: Final = "p.kind, p.year, p.number, p.first, p.last"


def views(registry: Registry, indicators: Iterable[Indicator]) -> Iterator[str]:
    """The statements that make the views; rates come after what they are made of."""
    yield (
        "CREATE OR REPLACE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS"
        " $$ SELECT strpos($1, $2) $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION total_step(numeric, bigint) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS"
        " $$ SELECT $1 + $2 $$"
    )
    yield "CREATE OR REPLACE AGGREGATE total(bigint) (sfunc = total_step, stype = numeric, initcond = '0')"
    figures = Figures(None, registry)
    wanted = list(indicators)
    for each in wanted:
        yield f'DROP VIEW IF EXISTS "indicator_{each.code}" CASCADE'
    for each in wanted:
        if isinstance(each, Counted):
            count, base = figures.question(each, _SPAN)
            yield (
                f'CREATE VIEW "indicator_{each.code}" AS SELECT {_PERIOD}, f.station, f.value FROM period p'
                f' CROSS JOIN LATERAL (SELECT r."{STATION}" AS station, {_inlined(count)} AS value {_inlined(base)}'
                f' AND sees(r."{STATION}") GROUP BY ROLLUP (r."{STATION}")) f'
            )
    for each in wanted:
        if isinstance(each, Ratio):
            yield (
                f'CREATE VIEW "indicator_{each.code}" AS SELECT kind, year, number, first, last, station,'
                " round(o.value * 100.0 / nullif(u.value, 0), 1) AS value, o.value AS over, u.value AS under"
                f" FROM (SELECT kind, year, number, first, last, coalesce(station, '*') AS station, value"
                f' FROM "indicator_{each.under}") u LEFT JOIN (SELECT kind, year, number,'
                f" coalesce(station, '*') AS station, value FROM \"indicator_{each.over}\") o"
                " USING (kind, year, number, station)"
            )


def _inlined(question: Sql) -> str:
    """A question with its arguments in it: a view takes none."""
    pieces = question.text.split("?")
    arguments = [_literal(each) for each in question.arguments]
    return "".join(piece + argument for piece, argument in zip(pieces, [*arguments, ""], strict=True))


def _literal(value: Any) -> str:
    if isinstance(value, _Column):
        return str(value)
    if isinstance(value, _Year):
        return "p.first_year" if value is _YEARS[0] else "p.year"
    if isinstance(value, int):
        return str(value)
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'"


def keep_periods(server: Server, periods: Sequence[Period]) -> None:
    """The periods that are asked about, as the unit has them."""
    wanted = {
        (each.kind.value, each.year, each.number, each.first.isoformat(), each.last.isoformat(), each.year)
        for each in periods
    }
    held = set(server.execute("SELECT kind, year, number, first, last, first_year FROM period").fetchall())
    if held != wanted:
        server.execute("DELETE FROM period")
        server.cursor().executemany("INSERT INTO period VALUES (%s, %s, %s, %s, %s, %s)", sorted(wanted))
