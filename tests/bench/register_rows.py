"""Searching, leafing, sorting, saving and reporting in a large register, beside what the bare file takes for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from time import perf_counter

from desktop.base.text import fold
from desktop.domain.periods import PeriodKind
from desktop.services import indicators, registers, search
from desktop.services.periods import calendar
from desktop.services.views import Filter, ListQuery
from desktop.services.workspace import Workspace
from desktop.store.search import list_index, own_index
from tests.bench.collecting import as_in_the_window
from tests.bench.row import Row, milliseconds, row, seconds
from tests.bench.store_bench import PAGE, SAVES, TYPED, visit_entry

_PAGES = 25
"""How often a page is asked for."""
_IN_ORDER = 8
"""How often in each order and place."""
SORTED = ("visit", "dispute")
"""What has most rows."""
SEARCHED = ("person", "member", "household", "visit", "dispute", "award")


def searching(workspace: Workspace) -> Iterator[Row]:
    found = _typing(lambda text: search.find(workspace, text, 20))
    yield row("type-ahead over everything, p95", "ms", found, bound=10, worst=True)
    for name in SEARCHED:
        listed = _typing(_in(workspace, name))
        yield row(f"search in the list of {name}, p95", "ms", listed, bound=20, worst=True)
        raw = _typing(partial(_raw, workspace, name))
        yield row(f"search in the list of {name}, against the bare query", "ms", listed, floor=raw)


def _in(workspace: Workspace, register: str) -> Callable[[str], object]:
    return lambda text: registers.rows(workspace, register, ListQuery(text=text), 0, PAGE)


def _typing(ask: Callable[[str], object]) -> list[float]:
    """Every query that people type three times, the first of them cold."""
    return [each for text in TYPED for each in milliseconds(partial(ask, text), 3)]


def _raw(workspace: Workspace, register: str, text: str) -> None:
    """The newest rows of the same words by one query on the same index."""
    declared = workspace.registry[register]
    index = list_index(workspace.registry, declared, "open") or own_index(declared, "open")
    match = " AND ".join(f'"{word}" *' for word in fold(text).split())
    with workspace.file.reading() as reader:
        reader.connection.execute(
            f'SELECT r.* FROM "{index}" f JOIN "{register}" r ON r.rowid = f.rowid WHERE "{index}" MATCH ?'
            " ORDER BY f.rowid DESC LIMIT ?",
            [match, PAGE],
        ).fetchall()


def leafing(workspace: Workspace) -> Iterator[Row]:
    visits = registers.count(workspace, "visit", ListQuery())
    deep = visits * 95 // 100

    def page(register: str, query: ListQuery, offset: int = 0) -> list[float]:
        return milliseconds(lambda: registers.rows(workspace, register, query, offset, PAGE), _PAGES)

    yield row(
        "a page of visits near the end, p95", "ms", page("visit", ListQuery(), deep), bound=50, worst=True
    )
    by_name = ListQuery(sort="person")
    yield row("members by given name, p95", "ms", page("member", by_name), bound=50, worst=True)
    for name in SORTED:
        yield _any_order(workspace, name)
    narrowed = ListQuery(filters=(Filter("purpose", ("know",)),))
    yield row("visits of one purpose, p95", "ms", page("visit", narrowed), bound=50, worst=True)


def _any_order(workspace: Workspace, name: str) -> Row:
    """A list sorted by each of its columns, up and down: its first page, one in the middle, one near the end."""
    declared = workspace.registry[name]
    count = registers.count(workspace, name, ListQuery())
    measured: list[list[float]] = []
    for field in declared.fields:
        if field.column and not field.sensitive:
            for query in (ListQuery(sort=field.name), ListQuery(sort=field.name, descending=True)):
                for at in (0, count // 2, count * 95 // 100):
                    ask = partial(registers.rows, workspace, name, query, at, PAGE)
                    measured.append(milliseconds(ask, _IN_ORDER))
    worst = max(measured, key=median)
    return row(f"a page of {name} in its slowest order and place, p95", "ms", worst, bound=50, worst=True)


def saving(workspace: Workspace, times: int = SAVES) -> Iterator[Row]:
    """Saves of one visit, each beside a bare durable commit of one row into the same file."""
    household = registers.rows(workspace, "household", ListQuery(), 0, 1)[0].id
    with workspace.file.writing() as writer:
        writer.connection.execute("CREATE TABLE bare(no INTEGER PRIMARY KEY, text TEXT) STRICT")

    def bare() -> None:
        with workspace.file.writing() as writer:
            writer.connection.execute("INSERT INTO bare(text) VALUES (?)", ["x" * 200])

    saved, bared = [], []
    with as_in_the_window() as turn:
        for _ in range(times):
            bared += milliseconds(bare)
            form = registers.load_form(workspace, "visit", None)
            start = perf_counter()
            registers.save(workspace, form, visit_entry(household))
            turn()
            saved.append((perf_counter() - start) * 1000)
    with workspace.file.writing() as writer:
        writer.connection.execute("DROP TABLE bare")
    yield row("save of a visit, against a bare durable commit", "ms", saved, floor=bared, bound=8)


def reporting(workspace: Workspace) -> Iterator[Row]:
    month = calendar(workspace).period_of(PeriodKind.MONTH, workspace.today())
    took = seconds(lambda: indicators.table(workspace, None, month), 5)
    yield row("a month's report with its four comparisons", "s", took, bound=1)
