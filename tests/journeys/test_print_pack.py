"""A print pack from the station to the ward official's own file and back, through the windows of both computers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget

from desktop.app.arrival import Arrival
from desktop.app.demo_station import PASSWORD, Station
from desktop.domain.access import Role
from desktop.services import awarding, print_setup, registers
from desktop.services.awarding import Decision
from desktop.services.views import ListQuery
from tests.journeys.conftest import StationMaker
from tests.journeys.test_every_day import begun
from tests.kit.fake_printer import FakePrinter
from tests.kit.workspaces import put

CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = ("Tổ tự quản số 05", "Đỗ Văn Nhẫn", "Lê Thị Mai")


def decided_set(at: Station) -> list[str]:
    award_set = put(at.workspace, "award_set", name="Tổng kết năm 2026")
    awards = [
        put(
            at.workspace,
            "award",
            printed_name=name,
            recipient_kind=kind,
            achievement="Có thành tích trong phong trào",
            award_set=award_set,
        )
        for name, kind in zip(NAMES, ("collective", "individual", "individual"), strict=True)
    ]
    today = at.workspace.today()
    awarding.decide(at.workspace, awards, Decision("15/QĐ-UBND", today, "Chủ tịch UBND phường", "CHỦ TỊCH"))
    return awards


def make_pack(at: Station, stick: Path, printer: FakePrinter) -> tuple[Path, list[str]]:
    """The file, and the code as the screen shows it; the slip is printed."""
    at.go("sync", "pack")
    at.hand.wait(lambda: at.hand.sees("MakePack"), "the page of print packs")
    at.door.lay_out(stick)
    at.hand.click("MakePack")
    at.hand.wait(lambda: at.hand.sees("PackSlip"), "the pack is written")
    groups = [at.hand.find(QLabel, f"Code_{place}").text() for place in range(4)]
    at.hand.click("PackSlip")
    assert [paper.title for paper in printer.papers] == ["Phiếu mã mở gói in"]
    return next(stick.glob("*.tqgi")), groups


def begun_with_pack(station: StationMaker, tmp_path: Path) -> tuple[Station, Path, list[str]]:
    """A station that has made a pack of its awards: its file, and the code."""
    printer = FakePrinter()
    at = begun(station, printer=printer)
    decided_set(at)
    stick = tmp_path / "usb"
    stick.mkdir()
    return at, *make_pack(at, stick, printer)


def open_first(ward: Station, pack: Path, groups: list[str]) -> None:
    """From the first page of a program without any data to the ward official's own file."""
    ward.hand.click("WizardPack")
    answer_pack(ward, pack, groups)


def answer_pack(ward: Station, pack: Path, groups: list[str]) -> None:
    """The four steps: file and code, user, folder, recovery code."""
    ward.hand.wait(lambda: ward.hand.sees("ChoosePack"), "the pack is asked for")
    ward.door.lay_out(pack)
    ward.hand.click("ChoosePack")
    answer_chosen(ward, groups)


def answer_chosen(ward: Station, groups: list[str]) -> None:
    """All but the file."""
    hand = ward.hand
    for place, group in enumerate(groups):
        hand.type(f"Group_{place}", group)
    hand.shot("phuong-1-goi-in")
    hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: hand.sees("pack_user_Name"), "it opens")
    hand.type("pack_user_Name", "Võ Thị Phường")
    for box in ("pack_user_Password", "pack_user_Again"):
        hand.type_into(hand.box_in(box), PASSWORD)
    hand.click("WizardNext")
    hand.wait(lambda: hand.sees("FolderLine"), "where it lies")
    hand.click("WizardNext")
    hand.wait(lambda: hand.sees("PrintCode"), "the recovery code")
    hand.click("WizardNext")
    hand.wait(lambda: ward.shell.workspace is not None, "the file is made")


def stages(at: Station) -> set[object]:
    rows = registers.rows(at.workspace, "award", ListQuery(), 0, 10)
    return {row.cells["stage"].value for row in rows}


def print_on_blanks(ward: Station) -> None:
    """All three on the unit's blanks; two sheets were spoiled."""
    hand = ward.hand
    ward.go("press")
    hand.wait(lambda: hand.sees("PrintButton"), "the page that prints")
    hand.click("TickAll")
    hand.click("Mode_blanks")
    hand.live(600)
    hand.press(Qt.Key.Key_P, CTRL)
    hand.wait(lambda: hand.sees("RunGoOn"), "it is asked whose sheet came out last")
    hand.type_into(hand.box_in("Spoiled"), "2")
    hand.click("RunGoOn")
    hand.wait(lambda: stages(ward) == {"printed"}, "the sheets came out")


def hand_over(ward: Station) -> None:
    ward.go("awards", "decisions")
    lines = ward.hand.find(QListWidget, "AwardLines")
    ward.hand.click("TickAllAwards")
    assert lines.count() == 3
    ward.door.lay_out_answer({"on": ward.workspace.today().isoformat()})
    ward.hand.click("Award_hand_over")
    ward.hand.wait(lambda: stages(ward) == {"handed"}, "all are handed over")


def give_back(ward: Station, stick: Path) -> Path:
    ward.go("packs", "results")
    ward.hand.wait(lambda: ward.hand.sees("ResultsWrite"), "the page of results")
    ward.door.lay_out(stick)
    ward.hand.click("ResultsWrite")
    ward.hand.wait(lambda: ward.hand.sees("ResultsAgain"), "the results are written")
    return next(stick.glob("*.tqb"))


def receive(at: Station, results: Path) -> None:
    at.go("sync", "receive")
    at.door.lay_out(results)
    at.hand.click("ReceiveFile")
    at.hand.wait(lambda: at.hand.sees("ReceiveTake"), "what would change is shown")
    at.hand.shot("xa-ket-qua-in")
    at.hand.click("ReceiveTake")
    at.hand.wait(lambda: stages(at) == {"handed"}, "the results are taken in")


def test_awards_are_printed_elsewhere_and_come_back_as_handed_over(
    station: StationMaker, tmp_path: Path
) -> None:
    printer = FakePrinter()
    at = begun(station, printer=printer)
    decided_set(at)
    put(at.workspace, "person", full_name="Trần Văn Kín")
    stick = tmp_path / "usb"
    stick.mkdir()
    pack, groups = make_pack(at, stick, printer)
    at.go("today")
    assert [at.hand.sees(f"Code_{place}") for place in range(4)] == [False] * 4
    desk = FakePrinter()
    ward = station("phuong", desk)
    open_first(ward, pack, groups)
    assert ward.workspace.user.role is Role.WARD
    bar = ward.shell.main_window().navigation_bar.words_shown()
    assert bar == ["Việc hôm nay", "Khen thưởng", "In giấy", "Nhận dữ liệu"]
    assert ward.count("award") == 3
    with ward.workspace.reading() as reader:
        assert reader.records.whole("person") == []
    print_on_blanks(ward)
    assert [paper.pages for paper in desk.papers] == [3]
    hand_over(ward)
    ward.go("today")
    ward.hand.wait(lambda: ward.hand.sees("ResultsNotice"), "it is told that results wait")
    results = give_back(ward, stick)
    at.come_forward()
    receive(at, results)
    (use,) = print_setup.blank_use(at.workspace)
    assert (use.printed, use.spoiled) == (3, 2)


def test_a_pack_that_was_clicked_is_chosen_before_there_is_a_file_and_in_it(
    station: StationMaker, tmp_path: Path
) -> None:
    _, pack, groups = begun_with_pack(station, tmp_path)
    ward = station("phuong", FakePrinter())
    Arrival(ward.shell, pack)
    ward.shell.begin()
    ward.hand.wait(lambda: ward.hand.sees("ChoosePack"), "the pack is asked for")
    assert ward.hand.find(QLineEdit, "PackLine").text() == str(pack)
    answer_chosen(ward, groups)
    assert ward.count("award") == 3
    assert not ward.hand.sees("PackLine")
    ward.close()

    again = station("phuong", FakePrinter())
    Arrival(again.shell, pack)
    again.shell.begin()
    again.hand.type_into(again.hand.box_in("LoginPassword"), PASSWORD)
    again.hand.press(Qt.Key.Key_Return)
    again.hand.wait(lambda: again.hand.sees("PackLine"), "the next pack is asked for")
    assert again.hand.find(QLineEdit, "PackLine").text() == str(pack)


def test_a_pack_that_was_clicked_is_chosen_beside_the_units_register(
    station: StationMaker, tmp_path: Path
) -> None:
    at, pack, _ = begun_with_pack(station, tmp_path)
    at.close()
    again = station()
    Arrival(again.shell, pack)
    again.shell.begin()
    assert not again.hand.sees("PackLine")
    again.hand.click("PackLink")
    assert again.hand.find(QLineEdit, "PackLine").text() == str(pack)


def test_on_the_units_own_computer_the_file_lies_beside_the_units(
    station: StationMaker, tmp_path: Path
) -> None:
    at, pack, groups = begun_with_pack(station, tmp_path)
    home = at.workspace.folder
    at.shell.change_user()
    at.hand.click("PackLink")
    answer_pack(at, pack, groups)
    assert at.workspace.folder == home.with_name(f"{home.name}-khen-thuong")
    assert at.workspace.user.name == "Võ Thị Phường"
    at.shell.change_user()
    at.door.lay_out(home)
    at.hand.click("OtherFolderLink")
    at.hand.wait(lambda: shown_users(at) == ["Nguyễn Văn An"], "the unit's own log-in")


def shown_users(at: Station) -> list[str]:
    names = at.hand.find(QListWidget, "UserList")
    return [names.item(row).text() for row in range(names.count())]
