"""An award from the merit to the hand: proposed, submitted on paper, decided, numbered, printed, handed over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from desktop.app.demo_station import Station
from desktop.pdf.render import page_count, page_text
from desktop.services import award_book, registers
from desktop.services.views import ListQuery, Value
from desktop.ui.pages.awards.sets_page import SetsPage
from desktop.ui.shell.tabs import TabbedPage
from tests.journeys.conftest import StationMaker
from tests.journeys.test_every_day import begun
from tests.kit.fake_printer import FakePrinter
from tests.kit.workspaces import put

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MERIT = "Đã có thành tích trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026"
DECIDED: dict[str, Value] = {
    "number": "15/QĐ-UBND",
    "on": "2026-11-20",
    "grantor": "Chủ tịch Ủy ban nhân dân phường Tịnh Biên",
    "signer_title": "CHỦ TỊCH",
    "signer_rank": None,
    "signer_name": "Lê Hoàng Sơn",
    "place": "Tịnh Biên",
}


def with_people(station: StationMaker, printer: FakePrinter) -> Station:
    at = begun(station, printer=printer)
    area = put(at.workspace, "area", name="Khóm Đông Hưng")
    group = put(at.workspace, "group", name="Tổ tự quản số 05", area=area)
    for name, sex in (("Đỗ Văn Nhẫn", "male"), ("Lê Thị Mai", "female")):
        person = put(at.workspace, "person", full_name=name, sex=sex, area=area)
        put(at.workspace, "member", person=person, group=group, role="member")
    return at


def page(at: Station) -> SetsPage:
    shown = at.shell.main_window().page()
    assert isinstance(shown, TabbedPage)
    current = shown.current
    assert isinstance(current, SetsPage)
    return current


def type_into(at: Station, name: str, text: str) -> None:
    box = at.hand.box_in(name)
    box.setFocus()
    at.hand.type_into(box, text)


def propose(at: Station) -> None:
    at.hand.press(Qt.Key.Key_7, ALT)
    at.hand.wait(lambda: at.hand.sees("Award_propose"), "proposals come first")
    at.hand.press(Qt.Key.Key_N, CTRL)
    at.hand.wait(lambda: at.hand.sees("ProposalPane"), "the proposal")
    type_into(at, "Propose_name", "Tổng kết năm 2026")
    type_into(at, "Propose_achievement", MERIT)
    for typed in ("nhan", "mai", "to tu quan"):
        type_into(at, "NomineePick", typed)
        at.hand.live(80)
        at.hand.press(Qt.Key.Key_Return)
    at.hand.press(Qt.Key.Key_S, CTRL)
    at.hand.wait(lambda: at.count("award") == 3, "three are proposed")


def stages(at: Station) -> set[object]:
    rows = registers.rows(at.workspace, "award", ListQuery(), 0, 10)
    return {row.cells["stage"].value for row in rows}


def tick(at: Station) -> None:
    """Every line of the list, by its keys."""
    lines = at.hand.find(QListWidget, "AwardLines")
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Home)
    for _ in range(lines.count()):
        QTest.keyClick(QApplication.focusWidget() or lines, Qt.Key.Key_Space)
        QTest.keyClick(QApplication.focusWidget() or lines, Qt.Key.Key_Down)


def do(at: Station, deed: str, **answer: Value) -> None:
    if answer:
        at.door.lay_out_answer(answer)
    at.hand.click(f"Award_{deed}")


def test_two_people_and_a_group_from_the_proposal_to_the_hand(station: StationMaker, tmp_path: Path) -> None:
    printer = FakePrinter()
    at = with_people(station, printer)
    propose(at)
    assert page(at).list.texts()[0].startswith("Tập thể Tổ tự quản số 05")
    at.hand.press(Qt.Key.Key_P, CTRL)
    at.hand.wait(lambda: at.hand.sees("AwardPaperPane"), "the submission")
    at.door.lay_out(tmp_path / "to-trinh.pdf")
    at.hand.click("SaveAwardPdf")
    said = (tmp_path / "to-trinh.pdf").read_bytes()
    assert page_count(said) == 2
    assert "Bà Lê Thị Mai" in page_text(said, 1)
    at.hand.press(Qt.Key.Key_Escape)
    do(at, "submit", number="08/TTr-CAP", on="2026-11-18")
    at.hand.wait(lambda: stages(at) == {"submitted"}, "it is submitted")
    at.go("awards", "decisions")
    tick(at)
    do(at, "decide", **DECIDED)
    at.hand.wait(lambda: stages(at) == {"decided"}, "it is decided")
    do(at, "number")
    at.hand.wait(lambda: len(award_book.book_lines(at.workspace, 2026)) == 3, "three numbers")
    print_all(at)
    assert [paper.pages for paper in printer.papers] == [3]
    at.go("awards", "decisions")
    do(at, "hand_over", on="2026-11-21")
    at.hand.wait(lambda: stages(at) == {"handed"}, "all are handed over")
    at.go("awards", "award_book")
    at.hand.wait(lambda: at.hand.sees("BookTable"), "the book")


def print_all(at: Station) -> None:
    at.go("awards", "printing")
    at.hand.wait(lambda: at.hand.sees("PrintButton"), "the page that prints")
    at.hand.click("TickAll")
    at.hand.live(600)
    at.hand.press(Qt.Key.Key_P, CTRL)
    at.hand.wait(lambda: at.hand.sees("RunGoOn"), "it is asked whose sheet came out last")
    at.hand.click("RunGoOn")
    at.hand.wait(lambda: stages(at) == {"printed"}, "the sheets came out")
