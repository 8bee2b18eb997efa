"""The rows as Parquet, for DuckDB, Spark and their like: one folder for each register, cut by station and year.

A file has no roles, so no sensitive field goes into it. The whole folder is written anew beside the former one and then
takes its place.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pyarrow as arrow
from pyarrow.parquet import ParquetWriter

from desktop.domain.fields import Register, Registry
from desktop.publish.publishing import Progress
from desktop.publish.schema import columns_of
from desktop.store.outgoing import Outgoing
from desktop.store.tables import STATION
from desktop.system.atomic import new_folder

SCHEME: Final = "parquet:"
MARK: Final = "tuquan.json"
"""By this file in it a folder is known to be one of ours, which may be replaced."""

_AT_ONCE: Final = 20_000  # rows
_NOWHERE: Final = "__HIVE_DEFAULT_PARTITION__"

Cut = tuple[str | None, int | None]
"""Station and year."""


def columns_taken(register: Register) -> dict[str, type]:
    """The columns that go into the files: those of the server, without what is sensitive."""
    sensitive = {field.name for field in register.fields if field.sensitive}
    return {name: kind for name, kind in columns_of(register).items() if name not in sensitive}


def write_parquet(outgoing: Outgoing, registry: Registry, folder: Path, progress: Progress) -> int:
    """Writes every row of every register; gives how many. Whatever ends in the middle leaves the former folder.

    Raises :class:`FileExistsError` for a folder that is not one of ours, and what a drive may be refused for.
    """
    if folder.exists() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise FileExistsError(folder)
    registers, rows = list(registry), 0
    beside = folder.with_name(f".{folder.name}.moi")
    shutil.rmtree(beside, ignore_errors=True)
    with new_folder(beside, 0) as work:
        for number, register in enumerate(registers):
            progress(number, len(registers))
            rows += _write(outgoing, register, work / register.name)
        (work / MARK).write_text(json.dumps({"rows": rows}), encoding="ascii")
    _swap(beside, folder)
    progress(len(registers), len(registers))
    return rows


def _write(outgoing: Outgoing, register: Register, folder: Path) -> int:
    columns = columns_taken(register)
    fields = [(name, arrow.int64() if kind is int else arrow.string()) for name, kind in columns.items()]
    # Where it lies tells the station.
    schema = arrow.schema([each for each in fields if each[0] != STATION])
    names = [name for name in columns if name != STATION]
    day = register.day_of.name if register.day_of is not None else None
    total = 0
    rows = outgoing.rows(register.name, names, day)
    for cut, some in groupby(rows, key=lambda row: (row[0], row[1])):
        path = folder / f"station={_part(cut[0])}" / f"year={_part(cut[1])}" / "rows.parquet"
        path.parent.mkdir(parents=True)
        with ParquetWriter(path, schema, compression="zstd") as writer:
            for portion in _portions(some):
                data = zip(*(row[2:] for row in portion), strict=True)
                arrays = [arrow.array(each, kind) for each, kind in zip(data, schema.types, strict=True)]
                writer.write_batch(arrow.record_batch(arrays, schema=schema))
                total += len(portion)
    return total


def _portions(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    iterator = iter(rows)
    while portion := list(islice(iterator, _AT_ONCE)):
        yield portion


def _part(value: str | int | None) -> str:
    return _NOWHERE if value is None else quote(str(value), safe="")


def _swap(beside: Path, folder: Path) -> None:
    """The new folder takes the place of the former one; at every moment one of them is whole."""
    former = folder.with_name(f".{folder.name}.cu")
    shutil.rmtree(former, ignore_errors=True)
    if folder.exists():
        folder.rename(former)
    beside.rename(folder)
    shutil.rmtree(former, ignore_errors=True)
