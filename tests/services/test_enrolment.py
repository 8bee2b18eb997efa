"""A training day: a folder of key files, a sheet for each unit, and a key that comes as a picture of its sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from desktop.bundle.trust import Trust
from desktop.pdf.render import page_count, page_text, render_page
from desktop.services import devices, enrolment
from desktop.services.devices import NoExchange, OwnKeyFile, PracticeStaysHere
from desktop.services.enrolment import SheetFor
from desktop.services.environment import StationInfo
from desktop.services.workspace import Workspace
from desktop.vault.errors import KeyFileDamaged
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker
from tests.services.exchange import computer

CAN_THO = StationInfo("92", "Công an thành phố Cần Thơ", "Bộ Công an", "upper", "Cần Thơ")


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    return computer(make, AN_GIANG, 1)


@pytest.fixture
def communes(make: WorkspaceMaker) -> list[Workspace]:
    return [computer(make, NHON_HUNG, 2), computer(make, TINH_BIEN, 3)]


def folder_of(tmp_path: Path, *workspaces: Workspace) -> Path:
    folder = tmp_path / "khoa"
    folder.mkdir(exist_ok=True)
    for number, each in enumerate(workspaces):
        (folder / f"{number}.tqkey").write_bytes(devices.export_key_file(each))
    return folder


def test_all_key_files_of_a_folder_are_listed_and_none_is_believed(
    upper: Workspace, communes: list[Workspace], tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, *communes, communes[0])
    (folder / "ghi-chu.txt").write_text("không phải khóa")
    read = enrolment.read_folder(upper, folder)
    assert [(each.station_name, each.fingerprint) for each in read.found] == [
        (NHON_HUNG.name, devices.own_fingerprint(communes[0])),
        (TINH_BIEN.name, devices.own_fingerprint(communes[1])),
    ]
    assert read.refused == ()
    assert len(devices.devices(upper)) == 1


def test_those_that_were_compared_are_enrolled_and_the_others_wait(
    upper: Workspace, communes: list[Workspace], tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, *communes)
    devices.confirm(upper, enrolment.read_folder(upper, folder).found[1])
    assert [each.known for each in enrolment.read_folder(upper, folder).found] == [False, True]
    assert [each.trust for each in devices.devices(upper)] == [Trust.OWN, Trust.CONFIRMED]


def test_files_that_will_not_do_are_named_with_their_reason(
    upper: Workspace, communes: list[Workspace], make: WorkspaceMaker, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, communes[0], upper, computer(make, CAN_THO, 4))
    (folder / "9.TQKEY").write_bytes(b"\x00" * 20_000)
    read = enrolment.read_folder(upper, folder)
    assert [each.station_name for each in read.found] == [NHON_HUNG.name]
    assert [(each.name, type(each.error)) for each in read.refused] == [
        ("1.tqkey", OwnKeyFile),
        ("2.tqkey", NoExchange),
        ("9.TQKEY", KeyFileDamaged),
    ]


def test_each_unit_has_its_sheet_with_both_digits(
    upper: Workspace, communes: list[Workspace], tmp_path: Path
) -> None:
    read = enrolment.read_folder(upper, folder_of(tmp_path, communes[0]))
    wanted = [*enrolment.units(upper, read.found), SheetFor("Công an xã Vĩnh Tế")]
    assert wanted[0] == SheetFor(NHON_HUNG.name, devices.own_fingerprint(communes[0]))
    pdf = enrolment.draw_sheets(upper, wanted)
    assert page_count(pdf) == len(wanted)
    first, last = page_text(pdf, 0), page_text(pdf, len(wanted) - 1)
    for group in (*devices.own_fingerprint(upper).split(), *wanted[0].fingerprint.split()):
        assert group in first
    assert "PHIẾU ĐĂNG KÝ MÁY" in first
    assert "Giao cho: Công an xã Vĩnh Tế" in last
    assert wanted[0].fingerprint.split()[0] not in last


def test_a_station_prints_its_own_sheet(communes: list[Workspace]) -> None:
    wanted = enrolment.units(communes[0])
    assert wanted == [SheetFor("")]
    assert devices.own_fingerprint(communes[0]).split()[0] in page_text(
        enrolment.draw_sheets(communes[0], wanted), 0
    )


@pytest.mark.parametrize("suffix", [".pdf", ".png", ".jpg"])
def test_a_key_is_taken_from_a_scan_of_its_sheet(
    upper: Workspace, communes: list[Workspace], tmp_path: Path, suffix: str
) -> None:
    pdf = enrolment.draw_sheets(upper, [SheetFor(NHON_HUNG.name)])
    path = tmp_path / f"phieu{suffix}"
    if suffix == ".pdf":
        path.write_bytes(pdf)
    else:
        page = render_page(pdf, 0, 1_650)
        Image.frombuffer("RGB", (page.width, page.height), page.pixels, "raw", "BGRX", page.stride, 1).save(
            path, quality=80
        )
    enrolled = devices.import_key_file(communes[0], enrolment.read_key(path))
    assert enrolled.fingerprint == devices.own_fingerprint(upper)


def test_a_picture_without_a_code_is_no_key(tmp_path: Path) -> None:
    Image.new("RGB", (300, 300), "white").save(tmp_path / "trang.png")
    with pytest.raises(KeyFileDamaged):
        enrolment.read_key(tmp_path / "trang.png")


def test_sample_data_has_no_sheet(make: WorkspaceMaker) -> None:
    with pytest.raises(PracticeStaysHere):
        enrolment.draw_sheets(computer(make, AN_GIANG, 5, practice=True), [SheetFor("x")])


def test_a_name_longer_than_its_line_still_fits(upper: Workspace) -> None:
    name = "Công an " + "phường " * 25 + "Tịnh Biên"
    assert page_count(enrolment.draw_sheets(upper, [SheetFor(name)])) == 1
