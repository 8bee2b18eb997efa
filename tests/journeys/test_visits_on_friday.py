"""Friday: visits from a notebook are typed in one round, looked at, and taken back; a slip is printed and typed in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from desktop.app.demo_station import Station
from desktop.services import registers
from desktop.services.views import ListQuery
from tests.journeys.conftest import StationMaker
from tests.journeys.test_every_day import begun
from tests.kit.workspaces import put

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MOST_KEYS = 12
FAMILIES = ("Trần Văn Sang", "Lê Thị Mai", "Đỗ Văn Nhẫn", "Sầm Thị Ỹ")
HOLDS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt)


class Strokes(QObject):
    """Counts the keys that the window's own widgets are pressed with, those held down apart."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            # A key that a widget leaves alone is offered to those around it: it is still one stroke.
            self.count += watched is QApplication.focusWidget() and event.key() not in HOLDS
        return False


def with_families(station: StationMaker) -> Station:
    at = begun(station)
    area = put(at.workspace, "area", name="Khóm Đông Hưng", officer="Đại úy Lê Quốc Dũng")
    for number, name in enumerate(FAMILIES, start=1):
        put(at.workspace, "household", head_name=name, address=f"Số {number}", area=area)
    return at


def type_letters(at: Station, text: str) -> None:
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget() or at.shell, letter)


def enter(at: Station, times: int = 1) -> None:
    for _ in range(times):
        at.hand.press(Qt.Key.Key_Return)


def type_row(at: Station, household: str, result: str) -> None:
    """Household by its first letters, the result by a digit, Enter to the next row."""
    type_letters(at, household)
    enter(at)
    type_letters(at, result)
    enter(at, 4)


def open_round(at: Station) -> None:
    at.hand.press(Qt.Key.Key_4, ALT)
    at.hand.wait(lambda: at.hand.sees("RecordRound"), "what is due comes first")
    at.hand.press(Qt.Key.Key_G, CTRL)
    at.hand.wait(lambda: at.hand.sees("EntryGrid"), "the grid")


def type_first_row(at: Station) -> None:
    type_letters(at, "hn")
    enter(at)
    type_letters(at, "sang")
    enter(at)
    type_letters(at, "1")
    enter(at, 2)
    type_letters(at, "Dung")
    enter(at, 3)


def in_the_list(at: Station) -> list[str]:
    table = at.hand.find(QTableView, "RowTable")
    model = table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_three_visits_are_typed_saved_seen_and_taken_back(station: StationMaker) -> None:
    at = with_families(station)
    open_round(at)
    type_first_row(at)
    strokes = Strokes()
    QApplication.instance().installEventFilter(strokes)  # type: ignore[union-attr]  # there is one
    counted = []
    for household, result in (("mai", "2"), ("nhan", "6")):
        before = strokes.count
        type_row(at, household, result)
        counted.append(strokes.count - before)
    QApplication.instance().removeEventFilter(strokes)  # type: ignore[union-attr]  # as above
    assert counted == [9, 10]
    assert max(counted) <= MOST_KEYS
    at.hand.press(Qt.Key.Key_S, CTRL)
    at.hand.wait(lambda: at.count("visit") == 3, "three visits are stored")
    at.hand.click("ShowRoundList")
    at.hand.wait(lambda: at.hand.sees("RowTable"), "the register")
    assert sorted(in_the_list(at)) == sorted(FAMILIES[:3])
    at.hand.press(Qt.Key.Key_Z, CTRL)
    assert at.count("visit") == 3
    at.hand.press(Qt.Key.Key_G, CTRL)
    at.hand.click("TakeBackRound")
    at.hand.wait(lambda: at.count("visit") == 0, "the round is taken back")
    assert at.door.told[-1] == "round.undo"


def test_a_visit_entered_twice_is_noticed_in_the_form_and_stored_all_the_same(station: StationMaker) -> None:
    at = with_families(station)
    for expected in (1, 2):
        at.new("visit")
        at.pick("visit", "household", "sang")
        at.fill("visit", visited_on="hn")
        if expected > 1:
            at.hand.wait(lambda: any("đã có một lượt" in each for each in said(at)), "it is noticed")
        at.save()
        assert at.count("visit") == expected


def said(at: Station) -> list[str]:
    found: list[QObject] = at.shell.findChildren(QObject)  # type: ignore[assignment]  # the stubs say Never
    return [each.text() for each in found if isinstance(each, QLabel) and each.isVisible()]


def test_a_household_that_is_due_opens_its_form_with_its_name(station: StationMaker) -> None:
    at = with_families(station)
    household = registers.rows(at.workspace, "household", ListQuery(text="mai"), 0, 1)[0].id
    put(at.workspace, "visit", household=household, visited_on="2026-01-05", next_visit_on="2026-02-05")
    at.hand.press(Qt.Key.Key_4, ALT)
    at.hand.wait(lambda: at.hand.sees("DueVisits"), "what is due")
    enter(at)
    box = at.hand.box_in("Field_visit_household")
    assert box.property("text") == "Lê Thị Mai"
