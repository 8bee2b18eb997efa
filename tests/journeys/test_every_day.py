"""What may happen on any day: the power goes, a colleague needs the PC, somebody tries things out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.app.demo_station import PASSWORD, Station, first_start
from desktop.services import drafts
from desktop.services.devices import PracticeStaysHere, export_key_file
from desktop.ui.shell.navigation import NewRecord, OpenPage
from desktop.ui.shell.printing import Printer
from tests.journeys.conftest import StationMaker

CTRL = Qt.KeyboardModifier.ControlModifier


def begun(station: StationMaker, name: str = "xa", printer: Printer | None = None) -> Station:
    at = station(name, printer)
    first_start(at, "tinh bien", "Nguyễn Văn An")
    at.hand.click("Door_nothing")
    at.hand.wait(lambda: at.hand.sees("NavigationBar") or at.hand.sees("Page"), "the first page")
    return at


def log_in(at: Station, password: str = PASSWORD) -> None:
    at.hand.type_into(at.hand.box_in("LoginPassword"), password)
    at.hand.press(Qt.Key.Key_Return)


def test_what_was_half_typed_is_there_after_the_power_was_cut(station: StationMaker) -> None:
    before = begun(station)
    before.new("household")
    before.fill("household", head_name="Trần Văn Sang")
    before.hand.wait(lambda: bool(drafts.drafts(before.workspace)), "the draft is kept")
    # As after a power cut: nothing is said to the program, the files are what they are.
    before.workspace.file.close()
    before.starter.release()
    after = station("xa")
    log_in(after)
    after.hand.wait(lambda: after.shell.workspace is not None, "logged in")
    after.shell.main_window().go(NewRecord("household"))
    box = after.hand.box_in("Field_household_head_name")
    after.hand.wait(lambda: box.property("text") == "Trần Văn Sang", "the draft is back")


def test_the_screen_is_empty_while_it_is_locked(station: StationMaker) -> None:
    at = begun(station)
    at.new("household")
    at.hand.press(Qt.Key.Key_L, CTRL)
    at.hand.wait(lambda: not at.hand.sees("Form"), "the form is off the screen")
    assert at.shell.workspace is not None


def test_a_wrong_password_says_so_and_opens_nothing(station: StationMaker) -> None:
    begun(station).close()
    at = station("xa")
    log_in(at, "mat-khau-khong-dung")
    at.hand.wait(lambda: any("mật khẩu" in each.text().lower() for each in visible_labels(at)), "it is said")
    at.hand.live(300)
    assert at.shell.workspace is None


def test_practice_is_marked_and_kept_apart(station: StationMaker) -> None:
    at = begun(station)
    own = at.workspace.folder
    at.shell.practise()
    at.hand.wait(lambda: at.shell.workspace is not None and at.shell.workspace.practice, "practice is open")
    assert at.workspace.folder != own
    assert at.count("member") > 0
    assert at.hand.sees("PracticeBar")
    try:
        export_key_file(at.workspace)
    except PracticeStaysHere:
        refused = True
    assert refused


def test_every_entry_of_the_navigation_shows_a_page(station: StationMaker) -> None:
    at = begun(station)
    window = at.shell.main_window()
    for name in ("today", "areas", "people", "visits", "mediation", "awards", "sync", "administration"):
        window.go(OpenPage(name))
        at.hand.live(50)
        assert window.page_name() == name
        assert window.page().isVisible()


def visible_labels(at: Station) -> list[QLabel]:
    children: list[QWidget] = at.shell.findChildren(QWidget)  # type: ignore[assignment]  # the stubs say Never
    return [each for each in children if isinstance(each, QLabel) and each.isVisible()]
