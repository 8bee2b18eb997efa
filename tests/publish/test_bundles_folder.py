"""Bundles that go straight from a folder to the server: proven as in the file, in any order, by several at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.domain.errors import Cancelled
from desktop.services import bundles, publishing, registers
from desktop.services.accounts import open_workspace
from desktop.services.erasing import erase_record
from desktop.services.publishing import PublishFromAbove, publish_bundles
from desktop.services.publishing_bundles import PublishLeft
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, TINH_BIEN, environment, make_workspace
from tests.publish.served import asked, assert_equal, expected_tables, publish, quiet, tables
from tests.services.exchange import UPPER, acquaint, after, edit, sent


@dataclass
class Province:
    """An upper level and two communes whose sticks lie in one folder.

    Attributes:
        upper: has taken in all of them.
        before: its data before it did.
    """

    upper: Workspace
    before: Path
    folder: Path
    commune: Workspace

    def publisher(self, folder: Path) -> Workspace:
        """The upper level as it was before it took anything in."""
        shutil.copytree(self.before, folder)
        return open_workspace(folder, self.upper.user.id, PASSWORD, environment(seed=1, machine="may-1"))


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    base = tmp_path_factory.mktemp("tinh")
    sticks = base / "goi"
    sticks.mkdir()
    upper, *communes = (
        make_workspace(
            base / station.code, station, around=environment(seed=seed, machine=f"may-{seed}")
        ).workspace
        for seed, station in enumerate((AN_GIANG, NHON_HUNG, TINH_BIEN), start=1)
    )
    for commune in communes:
        acquaint(upper, commune)
        area, group = write(commune, "Ấp Một")
        sent(commune, UPPER, sticks)
        edit(commune, "area", area, name="Ấp Hai")
        erase_record(commune, "group", group, ["name"], "theo đơn đề nghị")
        registers.retire(commune, "area", area, "sáp nhập", commune.today())
        write(commune, "Ấp Ba")
        sent(commune, UPPER, sticks)
    shutil.copytree(upper.file.path.parent, base / "truoc")
    for path in sorted(sticks.glob("*.tqb")):
        bundles.import_bundle(upper, path, quiet)
    yield Province(upper, base / "truoc", sticks, communes[0])
    for each in (upper, *communes):
        each.close()


def write(commune: Workspace, name: str) -> tuple[str, str]:
    with commune.change("area.create") as change:
        area = change.create("area", {"name": name, "kind": "ap"})
        person = change.create("person", {"full_name": "Lê Văn Tám", "phone": "0912345678"})
        group = change.create("group", {"name": f"Tổ {name}", "area": area})
        change.create("member", {"person": person, "group": group, "role": "member"})
    with commune.change("visit.create") as change:
        change.create("visit", {"content": "Thăm hỏi", "visited_on": "2026-05-05"})
    return area, group


@pytest.fixture
def publisher(province: Province, tmp_path: Path) -> Iterator[Workspace]:
    opened = province.publisher(tmp_path / "ban")
    yield opened
    opened.close()


def test_a_folder_of_bundles_gives_the_rows_of_the_file_that_takes_them_in(
    province: Province, publisher: Workspace, address: str
) -> None:
    done = publish_bundles(publisher, address, province.folder, quiet)
    assert done.new > 0
    publish(province.upper, address)
    assert_equal(province.upper, address)
    rows = expected_tables(province.upper)
    assert any('"erased"' in (row["@marks"] or "") for row in rows.values())
    assert any('"withheld"' in (row["@marks"] or "") for row in rows.values())


def test_neither_the_order_of_the_files_nor_how_many_bring_them_matters(
    province: Province, publisher: Workspace, address: str, tmp_path: Path
) -> None:
    turned = tmp_path / "nguoc"
    turned.mkdir()
    for number, path in enumerate(sorted(province.folder.iterdir(), reverse=True)):
        shutil.copy(path, turned / f"{number}.tqb")
    publish_bundles(publisher, address, turned, quiet, importers=2)
    again = publish_bundles(publisher, address, province.folder, quiet)
    assert again.new == 0
    held = expected_tables(province.upper)
    served = tables(address, province.upper.registry)
    # What the upper level wrote itself comes from its file.
    assert served == {place: row for place, row in held.items() if row["@station"] != UPPER}


def test_nothing_of_a_changed_bundle_is_written_and_all_others_are(
    province: Province, publisher: Workspace, address: str, tmp_path: Path
) -> None:
    sticks = tmp_path / "hong"
    shutil.copytree(province.folder, sticks)
    first, *others = sorted(sticks.iterdir())
    raw = bytearray(first.read_bytes())
    raw[len(raw) // 2] ^= 1
    first.write_bytes(raw)
    with pytest.raises(PublishLeft) as left:
        publish_bundles(publisher, address, sticks, quiet)
    assert left.value.facts["count"] == 1
    assert str(left.value.facts["files"]).startswith(f"{first.name} (")
    assert asked(address, "SELECT count(*) FROM bundle") == [(len(others),)]


def test_what_was_stopped_is_gone_on_with(province: Province, publisher: Workspace, address: str) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        publish_bundles(publisher, address, province.folder, after(3, stop))
    assert asked(address, "SELECT count(*) FROM bundle") == [(2,)]
    publish_bundles(publisher, address, province.folder, quiet)
    publish(province.upper, address)
    assert_equal(province.upper, address)


def test_several_importers_at_once_lose_and_double_nothing(
    province: Province, address: str, tmp_path: Path
) -> None:
    copies = [province.publisher(tmp_path / f"ban-{number}") for number in range(3)]
    with ThreadPoolExecutor(len(copies) + 1) as pool:
        whole = pool.submit(publish, province.upper, address)
        list(pool.map(lambda each: publish_bundles(each, address, province.folder, quiet), copies))
        whole.result()
    for each in copies:
        each.close()
    publish(province.upper, address)
    assert_equal(province.upper, address)


def test_a_commune_does_not_publish(province: Province) -> None:
    with pytest.raises(PublishFromAbove):
        publishing.publish(province.commune, "postgresql://127.0.0.1:1/x", quiet)
