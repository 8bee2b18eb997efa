"""The rows as Parquet, read by DuckDB, which knows nothing of this program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from desktop.domain.errors import Cancelled
from desktop.publish.parquet import columns_taken
from desktop.services.publishing import PublishFolderTaken, publish_parquet
from desktop.services.workspace import Workspace
from desktop.store.tables import STATION
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker
from tests.publish.served import quiet
from tests.services.exchange import after
from tests.store import looking


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    made = make(AN_GIANG).workspace
    with made.change("area.create") as change:
        for number in range(3):
            area = change.create("area", {"name": f"Ấp số {number}", "kind": "ap"})
        change.create("person", {"full_name": "Lê Văn Tám", "phone": "0912345678"})
        for day in ("2025-03-01", "2026-03-01"):
            change.create("event", {"name": "Hội nghị", "held_on": day, "area": area, "attendances": 12})
    return made


def read(folder: Path, register: str) -> dict[str, dict[str, Any]]:
    files = str(folder / register / "**" / "*.parquet")
    found = duckdb.execute(
        f"SELECT * FROM read_parquet('{files}', hive_partitioning = true, hive_types_autocast = 0)"
    )
    names = [each[0] for each in found.description or ()]
    rows = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    return {row["id"]: row for row in rows}


def test_every_row_is_read_back_as_the_file_has_it(upper: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "bang"
    held = looking.tables(upper)
    assert publish_parquet(upper, folder, quiet) == len(held)
    for register in upper.registry:
        names = [name for name in columns_taken(register) if name != STATION]
        expected = {
            record: ({name: row[name] for name in names}, row[STATION])
            for (of, record), row in held.items()
            if of == register.name
        }
        rows = read(folder, register.name) if expected else {}
        served = {each: ({name: row[name] for name in names}, row["station"]) for each, row in rows.items()}
        assert served == expected


def test_rows_lie_by_station_and_year(upper: Workspace, tmp_path: Path) -> None:
    publish_parquet(upper, tmp_path / "bang", quiet)
    kept = sorted((tmp_path / "bang" / "event").rglob("*.parquet"))
    assert [each.parent.name for each in kept] == ["year=2025", "year=2026"]
    assert {each.parent.parent.name for each in kept} == {f"station={AN_GIANG.code}"}
    years = {row["year"]: row["held_on"] for row in read(tmp_path / "bang", "event").values()}
    assert years == {"2025": "2025-03-01", "2026": "2026-03-01"}


def test_no_sensitive_field_goes_into_a_file(upper: Workspace, tmp_path: Path) -> None:
    publish_parquet(upper, tmp_path / "bang", quiet)
    ((_, row),) = read(tmp_path / "bang", "person").items()
    sensitive = {field.name for field in upper.registry["person"].fields if field.sensitive}
    assert sensitive
    assert sensitive.isdisjoint(row)


def test_a_run_that_is_stopped_leaves_the_former_folder(upper: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "bang"
    publish_parquet(upper, folder, quiet)
    before = read(folder, "area")
    with upper.change("area.create") as change:
        change.create("area", {"name": "Ấp mới", "kind": "ap"})

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        publish_parquet(upper, folder, after(5, stop))
    assert read(folder, "area") == before
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    publish_parquet(upper, folder, quiet)
    assert len(read(folder, "area")) == len(before) + 1


def test_a_folder_of_something_else_is_left_alone(upper: Workspace, tmp_path: Path) -> None:
    (tmp_path / "anh").mkdir()
    (tmp_path / "anh" / "a.jpg").write_bytes(b"anh")
    with pytest.raises(PublishFolderTaken):
        publish_parquet(upper, tmp_path / "anh", quiet)
    assert [each.name for each in (tmp_path / "anh").iterdir()] == ["a.jpg"]
