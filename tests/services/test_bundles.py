"""Bundles between a commune, its other computer and the upper level, as people carry them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.journal.compose import Intent
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.operation import ChangeId
from desktop.domain.registers import REGISTRY
from desktop.services import bundles, devices, registers
from desktop.services.bundle_files import unit_name
from desktop.services.bundles import Counted, Fate
from desktop.services.environment import StationInfo
from desktop.services.views import Changes, ListQuery, Mark
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import (
    COMMUNE,
    UPPER,
    acquaint,
    carry,
    computer,
    edit,
    everything,
    marks,
    opened_by_age,
    quiet,
    sent,
    value,
    write,
)


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    """Another computer of the same commune."""
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


# To the upper level


def test_what_a_commune_wrote_stands_in_the_upper_levels_registers(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    person = put(commune, "person", full_name="Trần Thị Bình", sex="female", phone="0866546792")
    member = put(commune, "member", person=person, group=group, role="leader")
    household = put(commune, "household", head_name="Lê Văn Sang")
    put(commune, "visit", household=household, visited_on="2026-11-02", content="nội dung kín")
    received = carry(commune, upper, tmp_path)
    row = registers.rows(upper, "member", ListQuery(), 0, 10)[0]
    assert (row.id, row.cells["person"].text, row.cells["group"].text) == (member, "Trần Thị Bình", "Tổ 1")
    assert (received.new, received.withheld) == (5, 2)
    assert (
        registers.count(upper, "visit", ListQuery()) == registers.count(upper, "household", ListQuery()) == 0
    )


def test_a_record_from_below_belongs_to_its_station(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp Đông Hưng")
    carry(commune, upper, tmp_path)
    with upper.reading() as reader:
        row = reader.records.get("area", area)
    assert row is not None
    assert row.station == COMMUNE


def test_sensitive_fields_show_as_withheld(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    person = put(
        commune,
        "person",
        full_name="Trần Thị Bình",
        phone="0866546792",
        citizen_id="089153984769",
        address="ấp 1",
    )
    carry(commune, upper, tmp_path)
    assert marks(upper, "person", person) == dict.fromkeys(("address", "citizen_id", "phone"), "withheld")
    assert registers.reveal(upper, "person", person, "phone").mark is Mark.WITHHELD


def test_nothing_withheld_is_anywhere_in_what_the_upper_level_can_open(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(
        commune,
        "person",
        full_name="Trần Thị Bình",
        phone="0866546792",
        citizen_id="089153984769",
        note="KIN-1",
    )
    household = put(commune, "household", head_name="KIN-2", categories=["addict_family"], note="KIN-3")
    put(commune, "visit", household=household, visited_on="2026-11-02", content="KIN-4")
    dispute = put(commune, "dispute", summary="KIN-5", received_on="2026-11-01", agreement="KIN-6")
    put(commune, "party", dispute=dispute, name="KIN-7", address="KIN-8")
    put(commune, "session", dispute=dispute, held_on="2026-11-03", content="KIN-9")
    opened = opened_by_age(sent(commune, UPPER, tmp_path).path, upper, tmp_path)
    assert "Trần Thị Bình".encode() in opened
    for secret in (b"KIN", b"0866546792", b"089153984769", b"addict", b"visit", b"dispute", b"household"):
        assert secret not in opened


def test_tables_folded_anew_are_the_same(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    group = put(commune, "group", name="Tổ 1")
    person = put(commune, "person", full_name="Trần Thị Bình", phone="0866546792")
    put(commune, "member", person=person, group=group)
    carry(commune, upper, tmp_path)
    edit(commune, "group", group, name="Tổ 01")
    carry(commune, upper, tmp_path)
    digest = upper.file.digest()
    upper.file.rebuild()
    assert upper.file.digest() == digest


def test_screens_hear_which_records_came(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    heard: list[Changes] = []
    upper.listen(heard.append)
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    assert [(each.action, each.subject, each.records) for each in heard] == [
        ("bundle.import", NHON_HUNG.name, (("area", area),))
    ]


# Preview


def test_a_preview_tells_what_the_import_then_does_and_keeps_nothing(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "person", full_name="Trần Thị Bình", phone="0866546792")
    path = sent(commune, UPPER, tmp_path).path
    before = everything(upper)
    preview = bundles.preview(upper, path, quiet)
    assert everything(upper) == before
    imported = bundles.import_bundle(upper, preview, quiet)
    assert imported.effect.counts == preview.effect.counts == {"person": Counted(new=1)}


def test_a_preview_says_who_sends_for_which_days(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    preview = bundles.preview(upper, sent(commune, UPPER, tmp_path).path, quiet)
    period = preview.effect.period
    assert (preview.station, preview.sender, preview.expired) == (NHON_HUNG.name, commune.device, False)
    assert period.first == period.last == commune.today()


def test_a_preview_shows_each_field_before_and_after_and_masks_what_is_sensitive(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, tmp_path)
    edit(commune, "person", person, full_name="Trần Thị Bình An", phone="0866546792", area=area)
    preview = bundles.preview(second, sent(commune, COMMUNE, tmp_path).path, quiet)
    line = preview.effect.lines[0]
    shown = {
        each.field: (each.before.value, each.after.text or each.after.value, each.after.mark)
        for each in line.fields
    }
    assert (line.fate, line.title) == (Fate.CHANGED, "Trần Thị Bình An")
    assert shown == {
        "full_name": ("Trần Thị Bình", "Trần Thị Bình An", Mark.NONE),
        "phone": (None, None, Mark.MASKED),
        "area": (None, "Ấp 1", Mark.NONE),
    }


def test_a_record_that_was_retired_says_so(commune: Workspace, second: Workspace, tmp_path: Path) -> None:
    group = put(commune, "group", name="Tổ 1")
    carry(commune, second, tmp_path)
    registers.retire(commune, "group", group, "giải thể", commune.today())
    preview = bundles.preview(second, sent(commune, COMMUNE, tmp_path).path, quiet)
    change = preview.effect.lines[0].fields[0]
    assert (change.field, change.before.value, change.after.value) == ("@state", "active", "retired")


# Again, in part, out of order


def test_the_same_bundle_again_changes_nothing_and_says_when_it_came(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    path = sent(commune, UPPER, tmp_path).path
    bundles.import_bundle(upper, path, quiet)
    before = everything(upper)
    again = bundles.import_bundle(upper, path, quiet)
    assert (again.received_at, again.new, again.already) == (upper.now(), 0, 1)
    assert bundles.preview(upper, path, quiet).received_at == upper.now()
    assert everything(upper) == before


def test_until_it_is_acknowledged_everything_is_sent_again(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    put(commune, "area", name="Ấp 2")
    received = carry(commune, upper, tmp_path)
    assert (received.new, received.already) == (1, 1)
    assert received.effect.counts == {"area": Counted(new=1, already_here=1)}


def test_what_came_back_spares_sending_it_again_but_for_an_overlap(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    for number in range(60):
        put(commune, "area", name=f"Ấp {number}")
    carry(commune, upper, tmp_path)
    assert bundles.prepare_export(commune, UPPER).operations == 60
    carry(upper, commune, tmp_path)
    plan = bundles.prepare_export(commune, UPPER)
    assert (plan.operations, dict(plan.since)) == (0, {commune.device: 60})
    put(commune, "area", name="Ấp mới")
    assert bundles.prepare_export(commune, UPPER).records == {"area": 1}
    received = carry(commune, upper, tmp_path)
    assert (received.new, received.already) == (1, 50)


def test_a_new_computer_of_the_recipient_is_sent_everything(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    carry(upper, commune, tmp_path)
    other = computer(make, AN_GIANG, 5)
    acquaint(commune, other)
    assert bundles.prepare_export(commune, UPPER).operations == 1
    assert carry(commune, other, tmp_path).new == 1


def test_older_bundles_after_newer_ones_change_nothing(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    older = sent(commune, UPPER, tmp_path).path
    edit(commune, "area", area, name="Ấp Đông Hưng")
    newer = sent(commune, UPPER, tmp_path).path
    bundles.import_bundle(upper, newer, quiet)
    digest = upper.file.digest()
    late = bundles.import_bundle(upper, older, quiet)
    assert (late.new, late.received_at, upper.file.digest()) == (0, None, digest)


def test_an_erased_content_is_gone_above_and_does_not_come_back(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="XOA-MAI")
    older = sent(commune, UPPER, tmp_path).path
    bundles.import_bundle(upper, older, quiet)
    write(commune, erase_intent(commune.new_id(), [ChangeId(commune.device, 1, 1)]))
    carry(commune, upper, tmp_path)
    assert (value(upper, "area", area, "name"), marks(upper, "area", area)) == (None, {"name": "erased"})
    with upper.file.writing() as writer:
        writer.connection.execute("DELETE FROM bundle")
    bundles.import_bundle(upper, older, quiet)
    assert marks(upper, "area", area) == {"name": "erased"}
    with upper.reading() as reader:
        held = reader.journal.operation(commune.device, 1)
    assert held is not None
    assert "XOA-MAI" not in str(held.line())


def test_registers_of_a_newer_version_are_kept_for_later(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    write(commune, Intent("drone", "d1", "name", "Bay 1"))
    received = carry(commune, second, tmp_path)
    assert (received.new, received.effect.counts) == (1, {})
    with second.reading() as reader:
        assert reader.state("drone", "d1") is not None
    assert "drone" not in REGISTRY


# The file


def test_a_bundle_is_named_by_unit_day_and_number(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    assert upper.device
    names = [sent(commune, UPPER, tmp_path).path.name for _ in range(2)]
    assert names == ["nhon-hung-20261120-0001.tqb", "nhon-hung-20261120-0002.tqb"]


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        ("Công an phường Nhơn Hưng", "", "nhon-hung"),
        ("Công an xã Xuân Hòa", "", "xuan-hoa"),
        ("Công an tỉnh An Giang", "", "an-giang"),
        ("Công an đặc khu Phú Quốc", "Phú Quốc", "phu-quoc"),
        ("Xanh Hòa", "", "xanh-hoa"),
        ("…", "", "9x"),
    ],
)
def test_a_unit_is_named_in_letters_that_every_drive_keeps(name: str, place: str, expected: str) -> None:
    assert unit_name(StationInfo("9X", name, "", place=place)) == expected


def test_no_name_is_used_twice_in_a_folder(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    assert upper.device
    (tmp_path / "nhon-hung-20261120-0001.tqb").write_bytes(b"another's")
    assert sent(commune, UPPER, tmp_path).path.name == "nhon-hung-20261120-0002.tqb"
    assert (tmp_path / "nhon-hung-20261120-0001.tqb").read_bytes() == b"another's"


def test_a_file_may_be_named_by_the_person(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    exported = sent(commune, UPPER, tmp_path / "goi.tqb")
    assert (exported.path, exported.size) == (tmp_path / "goi.tqb", (tmp_path / "goi.tqb").stat().st_size)
    assert upper.device


def test_a_file_is_verified_with_a_key_file_alone(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    path = sent(commune, UPPER, tmp_path).path
    key_file = devices.export_key_file(commune)
    assert bundles.verify_file(path, key_file, quiet).station == NHON_HUNG.name
    (tmp_path / "hong.tqkey").write_bytes(b"nothing")
    (tmp_path / "nhon-hung.tqkey").write_bytes(key_file)
    found = bundles.verify_file(path, None, quiet)
    assert (found.station, found.sender, found.recipients) == (
        NHON_HUNG.name,
        commune.device,
        (upper.device,),
    )
    assert bundles.inspect(path, quiet).station is None


def test_what_goes_and_comes_stands_in_the_log(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    bundle = carry(commune, upper, tmp_path).bundle
    for side, action in ((commune, "export_bundle"), (upper, "import_bundle")):
        with side.reading() as reader:
            row = reader.connection.execute(
                "SELECT action, subject FROM access_log ORDER BY no DESC"
            ).fetchone()
        assert row == (action, bundle)
