"""Whatever a unit gives the level above of its registers, the figures there are those that the unit counts itself."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.domain.board import Chip
from desktop.domain.fields import Field, Kind
from desktop.domain.indicators import INDICATORS, counted_of
from desktop.domain.indicators.comparing import Number
from desktop.domain.indicators.definition import Distinct, reads
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.registers import REGISTRY
from desktop.domain.scope_table import DEFAULTS, UP, Reach
from desktop.services import board, indicators, reports, totals
from desktop.services.periods import calendar
from desktop.services.reports import Sending, Signing
from desktop.services.scopes import decide
from desktop.services.unit_figures import unit_figures
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, environment, make_workspace
from tests.services.exchange import acquaint, carry

FILLED = (
    "area", "person", "model", "acknowledgement", "point", "group", "member", "equipment", "household", "visit",
    "dispute", "event", "opinion", "tip", "contribution", "review", "shortcoming", "recognition", "award",
)  # fmt: skip
"""The registers that figures are counted from, what is pointed to first."""

DECIDED = tuple(name for name in FILLED if name not in ("acknowledgement", "shortcoming"))

Table = Mapping[str, Reach]
Figures = dict[str, Number | None]

tables = st.dictionaries(st.sampled_from(DECIDED), st.sampled_from(Reach), max_size=6)
"""Who decides nothing of a register gives what the shipped table says."""


@contextmanager
def exchange() -> Iterator[tuple[Workspace, Workspace, Workspace, Path]]:
    """Two communes and the level above both."""
    folder = Path(tempfile.mkdtemp())
    made = [
        make_workspace(folder / str(seed), station, around=environment(seed=seed)).workspace
        for seed, station in ((1, NHON_HUNG), (2, TINH_BIEN), (3, AN_GIANG))
    ]
    one, other, upper = made
    try:
        for commune in (one, other):
            acquaint(commune, upper)
        yield one, other, upper, folder
    finally:
        for each in made:
            each.close()
        shutil.rmtree(folder)


def fill(workspace: Workspace, random: Random, most: int) -> None:
    """Records of every register with whatever values, some of them ended."""
    held: dict[str, list[str]] = {}
    with workspace.change("area.create") as change:
        for name in FILLED:
            for _ in range(random.randint(0, most)):
                values = {
                    field.name: value
                    for field in REGISTRY[name].fields
                    if (value := _value(workspace, random, held, field)) is not None
                }
                held.setdefault(name, []).append(change.create(name, values))
    with workspace.change("area.retire") as change:
        for name, record in [(name, each) for name, some in held.items() for each in some]:
            if random.random() < 0.15:
                on = workspace.today() - timedelta(days=random.choice((0, 3, 60)))
                change.set_state(name, record, {"is": "retired", "on": on.isoformat()})


def _value(workspace: Workspace, random: Random, held: Mapping[str, list[str]], field: Field) -> Any:
    if random.random() < 0.2 and not field.parent:
        return None
    today = workspace.today()
    match field.kind:
        case Kind.REF:
            return random.choice(held[str(field.to)]) if held.get(str(field.to)) else None
        case Kind.DAY | Kind.PARTIAL_DAY:
            return (today - timedelta(days=random.choice((0, 1, 5, 40, 400)))).isoformat()
        case Kind.COUNT | Kind.MONEY:
            return random.choice((0, 1, 2, 7, today.year))
        case Kind.FLAG:
            return random.random() < 0.7
        case Kind.CHOICE:
            return random.choice(workspace.catalogues[str(field.catalogue)]).code
        case Kind.TAGS:
            return [random.choice(workspace.catalogues[str(field.catalogue)]).code]
        case _:
            return random.choice(("Công an tỉnh", "Nguyễn Văn An", "x"))


def period_of(workspace: Workspace) -> Period:
    return calendar(workspace).period_of(PeriodKind.MONTH, workspace.today())


def report(workspace: Workspace) -> None:
    record = reports.new_report(workspace, period_of(workspace))
    reports.freeze_figures(workspace, record)
    reports.sign(workspace, record, Signing(name="Nguyễn Văn An"))
    reports.send(workspace, record, Sending(workspace.today()))


def figures(workspace: Workspace) -> Figures:
    rows = indicators.table(workspace, None, period_of(workspace), parts=False)
    return {row.code: row.this.value for row in rows}


def given_of(table: Table, code: str) -> Reach:
    """The least that is given of any register that a figure is counted from."""
    names = {name for counted in counted_of(code) for name in reads(REGISTRY, counted)}
    order = list(Reach)
    return max((table.get(name, DEFAULTS[UP][name]) for name in names), key=order.index)


@settings(
    max_examples=6,
    deadline=None,
    # Each example makes three registers: to look for a smaller one would take minutes.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(tables, tables, st.integers(0, 2**32), st.integers(1, 5))
def test_every_figure_above_is_the_units_own(first: Table, second: Table, seed: int, most: int) -> None:
    random = Random(seed)
    with exchange() as (one, other, upper, folder):
        for commune, table in ((one, first), (other, second)):
            for register, reach in table.items():
                decide(commune, register, reach, "Công văn 12")
            fill(commune, random, most)
            report(commune)
            carry(commune, upper, folder)
        own = {NHON_HUNG.code: figures(one), TINH_BIEN.code: figures(other)}
        by_table = {NHON_HUNG.code: first, TINH_BIEN.code: second}
        period = period_of(upper)

        # What the board, the totals and the comparison are made of.
        for unit in unit_figures(upper, period):
            table = by_table[unit.unit.code]
            told = {code for code in INDICATORS if given_of(table, code) is not Reach.NOTHING}
            assert unit.values.keys() <= told
            assert {code: unit.values.get(code) for code in told} == {
                code: own[unit.unit.code][code] for code in told
            }

        by_all = {
            code
            for code in INDICATORS
            if all(given_of(table, code) is not Reach.NOTHING for table in by_table.values())
        }
        wanted = {code: added([each[code] for each in own.values()]) for code in by_all if not is_rate(code)}
        added_up = {row.code: row.this.value for row in totals.totals(upper, period).rows}
        assert {code: added_up[code] for code in wanted} == wanted
        on_screen = figures(upper)
        assert {code: on_screen[code] for code in wanted if not is_of_all(code)} == {
            code: value for code, value in wanted.items() if not is_of_all(code)
        }
        assert board.board(upper, period).counts(period) == {Chip.WAITING: 2}


def is_rate(code: str) -> bool:
    return len(counted_of(code)) > 1


def is_of_all(code: str) -> bool:
    """Whether it is how many different choices there are: what two units have both, they have once together."""
    (counted,) = counted_of(code)
    measure = counted.measure
    return isinstance(measure, Distinct) and REGISTRY[counted.register].by_name[measure.field].to is None


def added(values: list[Number | None]) -> int | None:
    """As people add: what nobody knows is nothing."""
    known = [each for each in values if isinstance(each, int)]
    return sum(known) if known else None
