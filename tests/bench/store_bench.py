"""Measures the store and the one door on data set L, and prints the figures.

    .venv/bin/python -m tests.bench.store_bench                 # data set L, some minutes
    .venv/bin/python -m tests.bench.store_bench --scale 0.05    # a twentieth of it
    .venv/bin/python -m tests.bench.store_bench --json out/bench-store.json

Times are of one run on one machine, in milliseconds unless the name says otherwise; those that have a bound in
the design are the type-ahead, the name searches and the save against a bare commit.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from desktop.domain.periods import PeriodKind
from desktop.services import indicators, registers, search, today
from desktop.services.erasing import erase_record
from desktop.services.history import history_of
from desktop.services.periods import calendar
from desktop.services.views import Entry, Filter, ListQuery
from desktop.services.workspace import Workspace
from tests.bench.large import LARGE, make_large
from tests.kit.workspaces import make_workspace, reopen

TYPED: Final = (
    "n", "t", "h", "đ", "a",
    "ng", "tr", "hu", "hò", "an",
    "ngu", "tra", "đôn", "lan", "hoa",
    "nguyen", "nguyễn", "phuong", "phượng", "khanh", "thuong",
    "nguyen v", "trần t", "hoa thuan", "nguyễn thị hà", "le minh quang", "zz", "to tu quan 12",
)  # fmt: skip
"""What people type: one letter to several words, with accents and without, found often, seldom and never."""

PAGE: Final = 50
SAVES: Final = 200

Figures = dict[str, Any]


@dataclass(frozen=True)
class Times:
    """Milliseconds of many repetitions."""

    middle: float
    p95: float
    worst: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        in_ms = [each * 1000 for each in seconds]
        p95 = quantiles(in_ms, n=20, method="inclusive")[-1] if len(in_ms) > 1 else in_ms[0]
        return cls(median(in_ms), p95, max(in_ms))

    def rounded(self) -> Mapping[str, float]:
        return {name: round(value, 2) for name, value in vars(self).items()}


def timed(work: Callable[[], object], times: int = 1) -> list[float]:
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return spent


def middle_of(work: Callable[[], object], times: int = 5) -> Mapping[str, float]:
    return Times.of(timed(work, times)).rounded()


def typing(ask: Callable[[str], object]) -> Mapping[str, float]:
    """Every query of ``TYPED`` three times, the first of them cold."""
    spent: list[float] = []
    for text in TYPED:
        for _ in range(3):
            start = time.perf_counter()
            ask(text)
            spent.append(time.perf_counter() - start)
    return Times.of(spent).rounded()


def measure_reading(workspace: Workspace, visits: int) -> Figures:
    """Search, lists and counts."""
    figures: Figures = {
        "type-ahead": typing(lambda text: search.find(workspace, text, 20)),
        "choices of person": typing(lambda text: registers.choices(workspace, "person", text)),
        "choices of household": typing(lambda text: registers.choices(workspace, "household", text)),
    }
    for name in ("person", "member", "household", "visit", "dispute", "award"):
        figures |= _searching(workspace, name)
    for register in workspace.registry:
        figures |= _listing(workspace, register.name)
    know = ListQuery(filters=(Filter("purpose", ("know",)),))
    deep = visits * 95 // 100
    person = registers.rows(workspace, "person", ListQuery(), 0, 1)[0].id
    area = registers.rows(workspace, "area", ListQuery(), 0, 1)[0].id
    month = calendar(workspace).period_of(PeriodKind.MONTH, workspace.today())
    drill = indicators.drill(workspace, "visits", calendar(workspace).to_date(month))
    return figures | {
        f"page of visit from row {deep}": middle_of(
            lambda: registers.rows(workspace, "visit", ListQuery(), deep, PAGE)
        ),
        "filtered count of visit": middle_of(lambda: registers.count(workspace, "visit", know)),
        "filtered page of visit": middle_of(lambda: registers.rows(workspace, "visit", know, 0, PAGE)),
        "count of visit by text": typing(
            lambda text: registers.count(workspace, "visit", ListQuery(text=text))
        ),
        "what is due": middle_of(lambda: today.due(workspace)),
        "figures of the year": middle_of(lambda: today.figures(workspace)),
        "every indicator of a month, four columns": middle_of(
            lambda: indicators.table(workspace, None, month)
        ),
        "every indicator of a month in one area": middle_of(
            lambda: indicators.table(workspace, None, month, area)
        ),
        "rows behind a figure of a year": middle_of(
            lambda: registers.rows(workspace, drill.register, drill.query, 0, PAGE)
        ),
        "form of a person": middle_of(lambda: registers.load_form(workspace, "person", person)),
        "history of a person": middle_of(lambda: history_of(workspace, "person", person)),
    }


def _searching(workspace: Workspace, register: str) -> Figures:
    return {
        f"name search in {register}": typing(
            lambda text: registers.rows(workspace, register, ListQuery(text=text), 0, PAGE)
        )
    }


def _listing(workspace: Workspace, register: str) -> Figures:
    return {
        f"first page of {register}": middle_of(
            lambda: registers.rows(workspace, register, ListQuery(), 0, PAGE)
        ),
        f"count of {register}": middle_of(lambda: registers.count(workspace, register, ListQuery())),
    }


def measure_saving(workspace: Workspace) -> Figures:
    """Saves of one visit, each beside a bare durable commit of one row into the same file."""
    household = registers.rows(workspace, "household", ListQuery(), 0, 1)[0].id
    with workspace.file.writing() as writer:
        writer.connection.execute("CREATE TABLE bare(no INTEGER PRIMARY KEY, text TEXT) STRICT")

    def bare() -> None:
        with workspace.file.writing() as writer:
            writer.connection.execute("INSERT INTO bare(text) VALUES (?)", ["x" * 200])

    def save() -> None:
        form = registers.load_form(workspace, "visit", None)
        registers.save(workspace, form, visit_entry(household))

    saved: list[float] = []
    bared: list[float] = []
    for _ in range(SAVES):
        bared += timed(bare)
        saved += timed(save)
    with workspace.file.writing() as writer:
        writer.connection.execute("DROP TABLE bare")
    return {
        "save of a visit": Times.of(saved).rounded(),
        "bare commit of a row": Times.of(bared).rounded(),
        "save against bare commit, ratio": round(median(saved) / median(bared), 2),
    }


def visit_entry(household: str) -> Entry:
    return Entry(
        {
            "household": household,
            "visited_on": "2026-11-20",
            "purpose": "encourage",
            "visitors": "Nguyễn Văn An",
            "content": "Thăm hỏi sức khỏe, việc làm; động viên gia đình chấp hành tốt quy định tại địa phương",
        }
    )


def measure_folding(workspace: Workspace) -> Figures:
    """Erasing one visit, which empties the indexes of old words, and folding everything anew."""
    visit = registers.rows(workspace, "visit", ListQuery(), 0, 1)[0].id
    erased = timed(lambda: erase_record(workspace, "visit", visit, None, "bench"))[0]
    with workspace.file.reading() as reader:
        records = sum(reader.journal.count(each.name) for each in workspace.registry)
    return {
        "erasing of a visit, s": round(erased, 2),
        "records folded anew per second": round(records / timed(workspace.file.rebuild)[0]),
    }


def resident_mb() -> float:
    """Memory in use now, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


def run(scale: float, folder: Path) -> Figures:
    """All figures of one run."""
    size = LARGE.scaled(scale)
    made = make_workspace(folder)
    build = timed(lambda: make_large(made.workspace, size))[0]
    with made.workspace.file.reading() as reader:
        operations = reader.journal.size()
    made.workspace.close()
    start = time.perf_counter()
    workspace = reopen(made)
    figures: Figures = {
        "operations": operations,
        "operations written per second": round(operations / build),
        "file, MB": round(workspace.file.path.stat().st_size / 2**20, 1),
        "log-in with a light password function, s": round(time.perf_counter() - start, 2),
    }
    figures |= measure_reading(workspace, size.visits)
    figures |= measure_saving(workspace)
    figures["memory in use after all that, MB"] = resident_mb()
    figures |= measure_folding(workspace)
    workspace.close()
    return figures


def lines_of(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, value in figures.items():
        yield f"{name:45} {json.dumps(value)}"


def main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(description="Measures the store on data set L.")
    parser.add_argument("--scale", type=float, default=1.0, help="a part of data set L")
    parser.add_argument("--json", type=Path, help="where to write the figures too")
    chosen = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory() as folder:
        figures = run(chosen.scale, Path(folder) / "bench")
    sys.stdout.writelines(f"{line}\n" for line in lines_of(figures))
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
