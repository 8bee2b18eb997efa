"""Every indicator, by the store's question and by counting in plain Python, over any records and any days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.fields import STATE, Field, Kind
from desktop.domain.indicators import INDICATORS, Counted
from desktop.domain.indicators.definition import AREAS, THROUGH_POINTS, Stock, resolved
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.operation import Operation, Whole, closed
from desktop.domain.registers import REGISTRY
from desktop.services.catalogues import load_catalogues
from desktop.store.figures import Figures, KindsOfArea, Span
from desktop.store.records import Records, Selection
from desktop.store.register_file import RegisterFile, Writer
from tests.store.counting import Asked, Shown, Teller
from tests.store.scribe import KEY

CATALOGUES = load_catalogues()
META = Meta("u1", "Nguyễn Văn An", "test", "2026-11-05T08:30:00+07:00")
SPANS = (
    ("2026-10-15", "2026-11-14"),
    ("2025-12-15", "2026-11-14"),
    ("2024-02-29", "2024-02-29"),
    ("2026-01-01", "2026-12-31"),
)
KINDS = ("open", "ap", "school")
PARTS = ("Cục V05", "Giám đốc Công an tỉnh")
IDS = 4
"""Records of each register that may be there; references go to these, and to one that never came."""


def record_of(name: str, at: int) -> str:
    return blake2b(f"{name}-{at}".encode(), digest_size=16).hexdigest()


def codes(catalogue: str, group: str) -> tuple[str, ...]:
    return tuple(each.code for each in CATALOGUES[catalogue] if each.counts_as == group)


COUNTED = {
    each.code: resolved(each, REGISTRY, codes) for each in INDICATORS.values() if isinstance(each, Counted)
}


def _used() -> dict[str, list[Field]]:
    """By register, the fields that any indicator or area reads."""
    found: dict[str, dict[str, Field]] = {}
    paths = [(each.register, path) for each in COUNTED.values() for path in each.fields]
    paths += [(name, path) for name, some in AREAS.items() for path in some if path != "id"]
    paths += [("point", "model"), ("acknowledgement", "model"), ("shortcoming", "review")]
    for name, path in paths:
        first, _, second = path.partition(".")
        own = REGISTRY[name].by_name[first]
        found.setdefault(name, {})[first] = own
        if second and own.to is not None:
            found.setdefault(own.to, {})[second] = REGISTRY[own.to].by_name[second]
        elif own.to is not None:
            found.setdefault(own.to, {})
    return {name: list(fields.values()) for name, fields in found.items()}


USED = _used()


@dataclass(frozen=True)
class Pools:
    """From what the values of a world are drawn: days about the edges of a span, codes that one indicator asks for.

    Attributes:
        favoured: by register and field, values that its condition accepts.
    """

    days: tuple[str, ...]
    year: int
    favoured: dict[tuple[str, str], tuple[Any, ...]]

    @classmethod
    def of(cls, wanted: Counted, asked: Asked) -> Pools:
        first, last = date.fromisoformat(asked.first), date.fromisoformat(asked.last)
        edges = (first - timedelta(1), first, last, last + timedelta(1))
        favoured = {}
        conditions = [*wanted.where, *([wanted.when.open] if isinstance(wanted.when, Stock) else [])]
        for each in conditions:
            if each is not None and each.values:
                name, _, beyond = each.field.partition(".")
                target = REGISTRY[wanted.register].by_name[name].to
                place = (target, beyond) if beyond and target else (wanted.register, name)
                favoured[place] = each.values
        return cls(tuple(dict.fromkeys(day.isoformat() for day in edges)), asked.years[1], favoured)

    def values(self, name: str, wanted: Field) -> st.SearchStrategy[Any]:
        codes = (*self.favoured.get((name, wanted.name), ()), "open", "settled")
        match wanted.kind:
            case Kind.DAY:
                return st.sampled_from(self.days)
            case Kind.PARTIAL_DAY:
                return st.sampled_from((*self.days, *(day[:7] for day in self.days), self.days[0][:4]))
            case Kind.FLAG:
                return st.booleans()
            case Kind.COUNT | Kind.MONEY:
                return st.sampled_from((0, 3, self.year, self.year - 1))
            case Kind.CHOICE:
                return st.sampled_from(codes)
            case Kind.TAGS:
                return st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True)
            case Kind.REF:
                # The first ones most, so that things meet.
                ids = [record_of(str(wanted.to), at) for at in (0, 0, 0, 1, 1, IDS)]
                return st.sampled_from(ids)
            case _:
                return st.sampled_from(PARTS)


@dataclass(frozen=True)
class Written:
    """What is written of a record, and by that what shows of it.

    Attributes:
        withheld: fields whose content does not come along.
        other: what a second computer wrote at the same time, later by its clock.
    """

    register: str
    id: str
    created: str
    values: dict[str, Any]
    withheld: frozenset[str] = frozenset()
    other: dict[str, Any] = field(default_factory=dict)
    state: dict[str, Any] | None = None

    @property
    def shown(self) -> Shown:
        values = {name: each for name, each in self.values.items() if name not in self.withheld} | self.other
        standing = self.state["is"] if self.state else "active"
        return Shown(self.id, self.created, values, standing, self.state.get("on") if self.state else None)


@st.composite
def records(draw: st.DrawFn, pools: Pools, name: str, at: int) -> Written:
    fields = USED[name]
    values = {each.name: draw(pools.values(name, each)) for each in fields if draw(st.integers(0, 5))}
    withheld, other = frozenset[str](), dict[str, Any]()
    if values and draw(st.integers(0, 5)) == 5:
        withheld = frozenset({draw(st.sampled_from(sorted(values)))})
    if fields and draw(st.integers(0, 5)) == 5:
        contested = draw(st.sampled_from(fields))
        other = {contested.name: draw(pools.values(name, contested))}
    state = None
    if draw(st.integers(0, 3)) == 3:
        ended = [{"is": "retired", "on": day} for day in pools.days]
        state = draw(
            st.sampled_from([*ended, {"is": "retired"}, {"is": "retired", "on": "x"}, {"is": "removed"}])
        )
    return Written(
        name, record_of(name, at), draw(st.sampled_from(pools.days)), values, withheld, other, state
    )


@dataclass(frozen=True)
class World:
    asked: Asked
    days: tuple[str, ...]
    records: list[Written]


@st.composite
def worlds(draw: st.DrawFn, register: str) -> World:
    """Some records of a register as one of its indicators counts them, and of all that these are about."""
    wanted = draw(st.sampled_from([each for each in COUNTED.values() if each.register == register]))
    first, last = draw(st.sampled_from(SPANS))
    area = draw(st.sampled_from((None, None, record_of("area", 0))))
    asked = Asked(first, last, (int(last[:4]),) * 2, area)
    pools = Pools.of(wanted, asked)
    about = {field.to for field in USED[wanted.register] if field.to is not None}
    around = sorted({*about, *(("point",) if wanted.register in THROUGH_POINTS else ())} - {wanted.register})
    places = [(wanted.register, at) for at in range(IDS)] + [(name, at) for name in around for at in range(2)]
    left_out = draw(st.sets(st.sampled_from(places), max_size=3))
    found = [draw(records(pools, name, at)) for name, at in places if (name, at) not in left_out]
    return World(asked, pools.days, found)


class Undone(Exception):
    """Takes back what an example wrote."""


@dataclass
class Pen:
    """Two computers that write into one transaction."""

    writer: Writer
    made: int = 0
    tips: dict[str, Tip] = field(default_factory=dict)

    def write(
        self, device: str, intents: list[Intent], day: str, held_back: frozenset[tuple[str, str]]
    ) -> None:
        """One operation on a day, the content of some (record, field) closed."""
        if not intents:
            return
        tip = self.tips.get(device, Tip(device, 0, "0" * 64, 0))
        noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=5)
        made = compose(
            tip, META, intents, wall_ms=int(noon.timestamp() * 1000) + self.made * 1000, salt=self._salt
        )
        self.tips[device] = Tip(device, made.seq, made.hash, made.hlc)
        self.writer.refold(self.writer.append(_closed(made, held_back)))

    def _salt(self) -> bytes:
        self.made += 1
        return blake2b(str(self.made).encode(), digest_size=16).digest()


def _closed(operation: Operation, held_back: frozenset[tuple[str, str]]) -> Operation:
    return operation.with_leaves(
        [
            closed(leaf) if isinstance(leaf, Whole) and (leaf.record, leaf.field) in held_back else leaf
            for leaf in operation.leaves
        ]
    )


def write_all(writer: Writer, world: World) -> None:
    pen = Pen(writer)
    for day in world.days:
        born = [each for each in world.records if each.created == day]
        first = [
            Intent(each.register, each.id, name, value)
            for each in born
            for name, value in (each.values or {"note": "x"}).items()
        ]
        pen.write("a" * 32, first, day, frozenset((each.id, name) for each in born for name in each.withheld))
        others = [
            Intent(each.register, each.id, name, value) for each in born for name, value in each.other.items()
        ]
        pen.write("b" * 32, others, day, frozenset())
    ends = [
        Intent(each.register, each.id, STATE, each.state) for each in world.records if each.state is not None
    ]
    pen.write("a" * 32, ends, world.days[-1], frozenset())


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RegisterFile]:
    made = RegisterFile.create(Path(tmp_path_factory.mktemp("figures")) / "so.db", KEY, REGISTRY)
    yield made
    made.close()


def teller_of(world: World) -> Teller:
    by_register: dict[str, dict[str, Shown]] = {}
    for each in world.records:
        shown = each.shown
        if shown.ended == "x":
            shown = replace(shown, ended=None)
        by_register.setdefault(each.register, {})[each.id] = shown
    return Teller(REGISTRY, by_register)


@pytest.mark.parametrize("register", sorted({each.register for each in COUNTED.values()}))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_every_indicator_counts_what_plain_python_counts(
    file: RegisterFile, register: str, data: st.DataObject
) -> None:
    world = data.draw(worlds(register))
    teller, asked = teller_of(world), world.asked
    wanted = {code: each for code, each in COUNTED.items() if each.register == register}
    span = Span(asked.first, asked.last, asked.years)
    with suppress(Undone), file.writing() as writer:
        write_all(writer, world)
        figures = Figures(writer.connection, REGISTRY)

        counted = figures.values(wanted.values(), span, asked.area)
        told_apart = {
            code: figures.parts(each, span, asked.area) for code, each in wanted.items() if each.split
        }
        listed = {code: _listed(writer, figures, each, span, asked) for code, each in wanted.items()}
        inside, outside = (
            figures.values(wanted.values(), span, KindsOfArea(KINDS, others)) for others in (False, True)
        )

        assert counted == {code: teller.figure(each, asked) for code, each in wanted.items()}
        assert told_apart == {code: _parts(teller, wanted[code], asked) for code in told_apart}
        assert listed == {code: teller.records(each, asked) for code, each in wanted.items()}
        some = replace(asked, area=None, kinds=KINDS)
        assert inside == {code: teller.figure(each, some) for code, each in wanted.items()}
        rest = replace(some, others=True)
        assert outside == {code: teller.figure(each, rest) for code, each in wanted.items()}
        raise Undone


def _parts(teller: Teller, wanted: Counted, asked: Asked) -> dict[str, int]:
    found = {part: teller.figure(wanted, asked, part) for part in PARTS}
    return {part: number for part, number in found.items() if number}


def _listed(writer: Writer, figures: Figures, wanted: Counted, span: Span, asked: Asked) -> set[str]:
    """The very rows, as a list shows them."""
    rows = Records(writer.connection, REGISTRY, writer.search)
    selection = Selection(numbers=figures.numbers(wanted, span, asked.area))
    found = rows.page(wanted.register, selection, 0, 100)
    assert rows.count(wanted.register, selection) == len(found)
    return {each.id for each in found}
