"""Measures how quickly an upper level's operations come to stand on a PostgreSQL server, beside a bare COPY.

    .venv/bin/python -m tests.bench.publish_bench                    # 300 stations with 500 changes each
    .venv/bin/python -m tests.bench.publish_bench --stations 3321    # data set N: filling the file takes long

The server is Debian's, started here and durable. The bare COPY brings the very rows that publishing left, journal and
registers, in the server's own text form from files, into tables of the same shape. The register is published as the
command does it where nobody says by how many processes. The importers bring bundles straight from a folder: one process
first, then four at once. How much more four processes do than one on the machine itself is told by bundles that are
only proven, with no server.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path
from typing import Final

from psycopg import sql

from desktop.base.collecting import uncollected
from desktop.bundle.reading import links
from desktop.domain.versions import RUNNING
from desktop.publish import publishing
from desktop.publish.importers import another
from desktop.publish.lanes import Bring, Lanes
from desktop.publish.schema import JOURNAL, MANY
from desktop.publish.server import Server, connected
from desktop.services import bundles
from desktop.services.bundle_files import source_of
from desktop.services.bundle_opening import Recipient, recipient
from desktop.services.publishing import prepare_figures, publish, publish_bundles
from desktop.services.workspace import Workspace
from tests.bench.stations import Size, bundles_of, kept, upper_of
from tests.bench.store_bench import Figures, lines_of, resident_mb
from tests.kit.postgres import TestServer, running_server

STATIONS: Final = 300
IMPORTERS: Final = 4
_DURABLE: Final = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "autovacuum": "on",
}
_MADE: Final = "made"
"""A database with the tables and nothing in them, which the others are copies of."""
_PROVEN: Final = 1_000
"""Bundles that are only proven, at most."""
_BLOCK: Final = 1 << 16


def filled(folder: Path, work: Path, size: Size) -> Workspace:
    """The upper level with every bundle of the set taken in; ``work`` is not there yet."""
    kept(folder, size, _silent)
    upper = upper_of(folder, work / "upper")
    for path in bundles_of(folder):
        bundles.import_bundle(upper, path, _silent)
    return upper


def run(
    folder: Path, work: Path, upper: Workspace, size: Size, parts: int = MANY, importers: int = IMPORTERS
) -> Figures:
    """All figures of one run.

    Args:
        folder: keeps the data set.
        upper: the upper level with all of it; closed at the end.
    """
    operations = size.stations * size.changes
    figures: Figures = {"stations": size.stations, "operations": operations}
    with running_server(**_DURABLE) as server:
        with connected(server.make_database(_MADE)) as made:
            publishing.prepare(made, upper.registry, str(RUNNING), parts)
            prepare_figures(upper, made)
        published = server.make_database("published", _MADE)
        memory: list[float] = []
        wall = _publish(upper, published, memory)
        upper.close()
        bare = _bare_copy(upper, server, published, work)
        figures |= {
            "published, operations per second": round(operations / wall),
            "bare COPY, operations per second": round(operations / bare),
            "published against bare COPY, ratio": round(bare / wall, 2),
            "memory after a tenth, MB": memory[len(memory) // 10],
            "memory at most, MB": max(memory),
        }
        one, many = (_import(folder, server, work, at_once) for at_once in (1, importers))
        figures |= {
            "bundles by one importer, operations per second": round(operations / one),
            f"bundles by {importers} importers, operations per second": round(operations / many),
            f"{importers} importers against one, ratio": round(one / many, 2),
        }
    one, many = (_only_proven(folder, work, at_once) for at_once in (1, importers))
    proven = min(_PROVEN, size.stations) * size.changes
    figures |= {
        "bundles only proven by one process, operations per second": round(proven / one),
        f"bundles only proven by {importers} processes, operations per second": round(proven / many),
    }
    return figures


def _publish(upper: Workspace, address: str, memory: list[float]) -> float:
    """Seconds on the clock."""
    start = time.perf_counter()
    publish(upper, address, lambda done, _total: memory.append(_memory()) if done else None)
    return time.perf_counter() - start


def _memory() -> float:
    """Of this process and those that bring beside it, in MB; what they have in common counts in each."""
    return round(resident_mb() + sum(_resident_mb(each.pid) for each in active_children()), 1)


def _resident_mb(process: int | None) -> float:
    """Nothing for one that is about to end."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return 0
    return sum(int(each.split()[1]) for each in lines if each.startswith("VmRSS")) / 1024


def _bare_copy(upper: Workspace, server: TestServer, published: str, work: Path) -> float:
    tables = [*JOURNAL, *(register.name for register in upper.registry), "conflict"]
    with connected(published) as source:
        for name in tables:
            with (
                (work / f"{name}.copy").open("wb") as file,
                source.cursor().copy(_copy(name, "TO STDOUT")) as rows,
            ):
                for block in rows:
                    file.write(block)
    with connected(server.make_database("bare", _MADE)) as target:
        start = time.perf_counter()
        _fill(target, tables, work)
        return time.perf_counter() - start


def _fill(target: Server, tables: Sequence[str], work: Path) -> None:
    with target.transaction():
        for name in tables:
            with (
                (work / f"{name}.copy").open("rb") as file,
                target.cursor().copy(_copy(name, "FROM STDIN")) as rows,
            ):
                while block := file.read(_BLOCK):
                    rows.write(block)


def _copy(name: str, way: str) -> sql.Composed:
    # A table in parts is copied out by a question.
    what = sql.SQL("(SELECT * FROM {})" if way == "TO STDOUT" else "{}").format(sql.Identifier(name))
    return sql.SQL("COPY {} {}").format(what, sql.SQL(way))


# Importers


def _import(folder: Path, server: TestServer, work: Path, importers: int) -> float:
    """Seconds until so many importers, each a process of its own, have brought all bundles.

    The register of the upper level is opened before; what the other processes take to begin counts.
    """
    address = server.make_database(f"importers_{importers}", _MADE)
    upper = upper_of(folder, work / f"upper-{importers}")
    try:
        start = time.perf_counter()
        publish_bundles(upper, address, bundles_of(folder)[0].parent, _silent, importers=importers)
        return time.perf_counter() - start
    finally:
        upper.close()


@dataclass(frozen=True)
class _OnlyProving:
    """Work of an importer that opens bundles and proves what they bring, and brings it nowhere."""

    recipient: Recipient

    @contextmanager
    def ready(self) -> Iterator[Bring[Path, int]]:
        with uncollected():
            yield self._prove

    def _prove(self, path: Path) -> int:
        with source_of(path) as source:
            return sum(1 for _ in links(self.recipient.open(source, _silent), _silent))


def _only_proven(folder: Path, work: Path, importers: int) -> float:
    """Seconds until so many processes have proven some of the bundles, with no server: what a machine gives at most."""
    upper = upper_of(folder, work / f"proving-{importers}")
    proving = _OnlyProving(recipient(upper))
    upper.close()
    lanes: Lanes[Path, int] = Lanes(([path] for path in bundles_of(folder)[:_PROVEN]), lambda _: None)
    start = time.perf_counter()
    lanes.run(proving.ready(), [another(proving) for _ in range(importers - 1)])
    return time.perf_counter() - start


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def main(arguments: Iterable[str]) -> None:
    parser = argparse.ArgumentParser(description="Measures publishing beside a bare COPY.")
    parser.add_argument("--stations", type=int, default=STATIONS)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"), help="where the bundles are kept")
    parser.add_argument("--json", type=Path, help="where to write the figures too")
    chosen = parser.parse_args(list(arguments))
    size = Size(chosen.stations)
    folder = size.folder(chosen.folder)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        figures = run(folder, work, filled(folder, work, size), size)
    sys.stdout.writelines(f"{line}\n" for line in lines_of(figures))
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
