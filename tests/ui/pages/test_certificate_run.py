"""An afternoon at the printer: blanks, a shift, a trial, a lot, a jam, and on by the name of the last good sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from desktop.domain.print_run import Scope
from desktop.pdf.errors import EmblemNotReadable
from desktop.pdf.layout import shipped_layouts
from desktop.pdf.render import page_count, page_text, render_page
from desktop.services import ceremony, layout_files, print_setup
from desktop.services.certificates import candidates
from desktop.services.print_setup import Feed, Source
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.awards.layout_dialog import LayoutDialog
from desktop.ui.pages.awards.page import AwardsPage
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from desktop.ui.shell.printing import Paper, SheetNotTaken
from tests.kit import keys
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import click, find, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker

ACHIEVEMENT = "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026"
WIDTH = 594
WHITE = b"\xff\xff\xff"


class Desk:
    """Someone at a printer."""

    def __init__(self, page: AwardsPage, printer: FakePrinter, qtbot: QtBot) -> None:
        self.page = page
        self.printer = printer
        self._qtbot = qtbot

    def wait(self) -> None:
        page = self.page
        self._qtbot.waitUntil(
            lambda: not page._drawing.busy and not page._again.isActive() and not page._saving.busy,
            timeout=20_000,
        )

    def press(self, name: str) -> None:
        click(find(self.page, Button, name))
        self.wait()

    def type(self, line: str, text: str) -> None:
        box = find(self.page, QLineEdit, f"{line}Line")
        box.clear()
        type_text(box, text)
        self.wait()

    def text(self, name: str) -> str:
        return find(self.page, QLabel, name).text()

    def tick(self, name: str) -> None:
        box = find(self.page, QCheckBox, name)
        click(box, QPoint(10, box.height() // 2))

    def last_good(self, name: str) -> None:
        names = find(self.page, QListWidget, "RunNames")
        row = next(row for row in range(names.count()) if names.item(row).text() == name)
        click(names.viewport(), names.visualItemRect(names.item(row)).center())

    def lot(self) -> list[str]:
        names = find(self.page, QListWidget, "RunNames")
        return [names.item(row).text() for row in range(names.count())]

    def pdf(self) -> bytes:
        assert self.page._batch is not None
        return self.page._batch.pdf


DeskMaker = Callable[[Workspace], Desk]


@pytest.fixture
def desk_of(context_of: ContextMaker, qtbot: QtBot) -> DeskMaker:
    def make(workspace: Workspace) -> Desk:
        printer = FakePrinter()
        page = AwardsPage(context_of(workspace), printer)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("awards", "printing"))
        desk = Desk(page, printer, qtbot)
        desk.wait()
        return desk

    return make


def awards(workspace: Workspace, *names: str, kind: str = "individual") -> None:
    for name in names:
        given = {"printed_name": name, "recipient_kind": kind, "achievement": ACHIEVEMENT}
        put(workspace, "award", stage="decided", **given)


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    awards(workspace, "Tổ tự quản số 05", kind="collective")
    awards(workspace, "Đỗ Văn Nhẫn", "Nguyễn Thị Ước")
    return workspace


@pytest.fixture
def desk(desk_of: DeskMaker, three: Workspace) -> Desk:
    return desk_of(three)


def ink(paper: Paper) -> tuple[int, int]:
    """The left and the top of what is printed, in pixels of half a millimetre."""
    drawn = paper.render(0, WIDTH)
    image = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.pixels, "raw", "BGRX", drawn.stride, 1)
    box = image.convert("L").point([255 if light < 128 else 0 for light in range(256)]).getbbox()
    assert box is not None
    return box[0], box[1]


def test_three_certificates_on_blanks_with_a_jam(desk: Desk, three: Workspace, door: ScriptedDoor) -> None:
    desk.press("Mode_blanks")
    desk.type("ReadAcross", "2")
    desk.type("ReadDown", "-1,5")
    assert desk.text("FeedMoved") == "Chương trình dời chữ in sang trái 2 mm, xuống 1,5 mm."
    desk.press("Feed_trial")
    trial = desk.printer.papers[0]
    assert (trial.pages, trial.exact, trial.printer) == (1, True, "Canon LBP 3300")
    assert {each.number for each in candidates(three)} == {None}

    door.will_answer("printing.confirm", answer=True)
    desk.press("PrintButton")
    assert desk.printer.papers[1].pages == 3

    desk.last_good("Đỗ Văn Nhẫn")
    desk.type("Spoiled", "1")
    desk.press("RunGoOn")
    assert [each.number for each in candidates(three)] == [1, 2, 3]
    assert print_setup.kept_run(three) is not None
    assert len(desk.printer.papers) == 2
    assert desk.text("RunWhat").startswith("Từ Nguyễn Thị Ước đến Nguyễn Thị Ước.")

    desk.press("RunSend")
    assert desk.printer.papers[2].pages == 1
    desk.press("RunGoOn")
    assert not desk.page.run.isVisible()
    assert print_setup.kept_run(three) is None
    assert desk.text("BlankUse").endswith("đã in 3 phôi, hỏng 1.")


def test_what_was_read_moves_the_print_the_other_way(desk: Desk) -> None:
    desk.press("Mode_blanks")
    desk.press("Feed_trial")
    desk.type("ReadAcross", "4")
    desk.type("ReadDown", "3")
    desk.press("Feed_trial")
    (x, y), (moved_x, moved_y) = (ink(paper) for paper in desk.printer.papers)
    assert (moved_x - x, moved_y - y) == (-8, -6)


def test_the_feed_is_known_again_for_each_printer(desk: Desk, desk_of: DeskMaker, three: Workspace) -> None:
    desk.press("Mode_blanks")
    desk.type("ReadAcross", "2,5")
    desk.type("FeedNote", "khay tay")
    desk.press("Printer_HP LaserJet")
    assert find(desk.page, QLineEdit, "ReadAcrossLine").text() == "0"
    assert print_setup.feed_of(three, Source("Canon LBP 3300")) == Feed(-2.5, 0.0, "khay tay")
    again = desk_of(three)
    assert find(again.page, QLineEdit, "ReadAcrossLine").text() == "2,5"


def test_a_reading_beyond_the_scale_prints_nothing(desk: Desk) -> None:
    desk.press("Mode_blanks")
    desk.type("ReadAcross", "12")
    desk.press("Feed_trial")
    assert desk.printer.papers == []


def test_blanks_without_a_trial_are_asked_about(desk: Desk, door: ScriptedDoor) -> None:
    desk.press("Mode_blanks")
    door.will_answer("press.untried", answer=False)
    desk.press("PrintButton")
    assert desk.printer.papers == []


def test_the_calibration_sheet_is_of_the_size_of_the_blank(desk: Desk) -> None:
    desk.press("Mode_blanks")
    desk.press("Feed_calibrate")
    paper = desk.printer.papers[0]
    assert (paper.pages, paper.width_mm, paper.height_mm, paper.exact) == (1, 297, 210, True)


def test_the_second_pass_prints_number_and_day_alone(desk: Desk) -> None:
    desk.press("Mode_second")
    desk.type("Lines_decision_number", "15/QĐ-UBND")
    desk.type("Lines_decision_on", "20/11/2026")
    text = page_text(desk.pdf(), 0)
    assert "15/QĐ-UBND ngày 20 tháng 11 năm 2026" in text
    assert "TỔ TỰ QUẢN" not in text.upper()


def test_a_scan_of_the_blank_lies_under_the_preview_and_never_on_paper(
    desk: Desk, door: ScriptedDoor, tmp_path: Path
) -> None:
    scan = tmp_path / "phoi.png"
    Image.new("RGB", (594, 420), (255, 215, 0)).save(scan)
    desk.press("Mode_blanks")
    door.will_answer("press.picture", scan)
    desk.press("Feed_picture")
    assert render_page(desk.pdf(), 0, 99).pixels[:3] != WHITE
    desk.press("Feed_trial")
    assert desk.printer.papers[0].render(0, 99).pixels[:3] == WHITE


def test_a_long_print_goes_in_lots_of_twenty(
    desk_of: DeskMaker, workspace: Workspace, door: ScriptedDoor
) -> None:
    awards(workspace, *(f"Nguyễn Văn {chr(65 + at)}" for at in range(23)))
    desk = desk_of(workspace)
    door.will_answer("printing.confirm", answer=True)
    desk.press("PrintButton")
    desk.press("RunGoOn")
    assert [paper.pages for paper in desk.printer.papers] == [20, 3]
    assert desk.text("RunTitle") == "Đã in 20 trên 23. Lượt này: 3 tờ."


def test_a_print_that_was_stopped_goes_on_after_a_new_start(
    desk: Desk, desk_of: DeskMaker, three: Workspace, door: ScriptedDoor
) -> None:
    door.will_answer("printing.confirm", answer=True)
    desk.press("PrintButton")
    desk.last_good("Tổ tự quản số 05")
    desk.press("RunGoOn")
    desk.press("RunStop")
    again = desk_of(three)
    notice = find(again.page, Notice, "KeptRunNotice")
    assert notice.text() == "Lần in trước còn 2 tờ, tờ kế tiếp: Đỗ Văn Nhẫn."
    click(find(notice, Button, "resume"))
    again.wait()
    assert [paper.pages for paper in again.printer.papers] == [2]
    again.press("RunGoOn")
    assert print_setup.kept_run(three) is None


def test_a_stopped_print_may_be_forgotten(desk: Desk, door: ScriptedDoor, three: Workspace) -> None:
    door.will_answer("printing.confirm", answer=True)
    desk.press("PrintButton")
    desk.press("RunNothing")
    desk.press("RunStop")
    click(find(find(desk.page, Notice, "KeptRunNotice"), Button, "forget"))
    assert print_setup.kept_run(three) is None


def test_backwards_with_dividers_the_stack_lies_in_the_order_of_the_ceremony(
    desk: Desk, door: ScriptedDoor
) -> None:
    desk.tick("Reverse")
    desk.tick("Dividers")
    door.will_answer("printing.confirm", answer=True)
    desk.press("PrintButton")
    assert desk.printer.papers[0].pages == 5
    assert desk.lot() == ["Nguyễn Thị Ước", "Đỗ Văn Nhẫn", "Tổ tự quản số 05"]


def test_dividers_follow_an_order_that_was_made_by_hand(
    desk_of: DeskMaker, workspace: Workspace, door: ScriptedDoor
) -> None:
    held = put(workspace, "award_set", name="Tổng kết năm 2026")
    given = {"achievement": ACHIEVEMENT, "stage": "decided", "award_set": held}
    team = put(workspace, "award", printed_name="Tổ tự quản số 05", recipient_kind="collective", **given)
    first, last = (
        put(workspace, "award", printed_name=name, recipient_kind="individual", **given)
        for name in ("Đỗ Văn Nhẫn", "Nguyễn Thị Ước")
    )
    ceremony.arrange(workspace, held, [first, team, last])
    desk = desk_of(workspace)
    desk.tick("Dividers")
    door.will_answer("printing.confirm", answer=True)
    desk.press("PrintButton")
    (paper,) = desk.printer.papers
    assert desk.lot() == ["Đỗ Văn Nhẫn", "Tổ tự quản số 05", "Nguyễn Thị Ước"]
    sheets = [paper.render(page, 200).pixels for page in range(paper.pages)]
    # "Cá nhân, 1 tờ" stands before either person, the team's own between them.
    assert (len(sheets), sheets[0] == sheets[4], len(set(sheets))) == (6, True, 5)


def test_a_code_is_ticked_for_plain_certificates_and_never_for_praise_or_blanks(
    desk_of: DeskMaker, workspace: Workspace
) -> None:
    praise = desk_of(workspace)
    assert find(praise.page, QCheckBox, "PrintCode").isHidden()
    put(
        workspace,
        "award",
        printed_name="Đỗ Văn Nhẫn",
        recipient_kind="individual",
        achievement=ACHIEVEMENT,
        stage="decided",
        form="giay_chung_nhan",
    )
    desk = desk_of(workspace)
    box = find(desk.page, QCheckBox, "PrintCode")
    assert (box.isHidden(), box.isChecked()) == (False, True)
    desk.press("Mode_blanks")
    assert (box.isHidden(), box.isChecked()) == (False, False)


def test_a_printer_with_other_paper_is_told_and_nothing_is_lost(desk: Desk, door: ScriptedDoor) -> None:
    desk.printer.refuses = SheetNotTaken(wanted="297 × 210", given="210 × 148")
    door.will_answer("printing.confirm", answer=True)
    door.will_hear("sheet_not_taken")
    desk.press("PrintButton")
    desk.printer.refuses = None
    desk.press("RunSend")
    assert desk.printer.papers[0].pages == 3


def test_only_what_must_be_looked_at_is_listed_on_demand(desk_of: DeskMaker, three: Workspace) -> None:
    awards(three, "Công Tằng Tôn Nữ Nguyễn Trần Thị Huyền Phượng Quỳnh Như Hoàng Thị Kim Ngân")
    desk = desk_of(three)
    assert find(desk.page, Button, "OnlyToSee").text() == "Cần xem: 1"
    desk.press("OnlyToSee")
    rows = find(desk.page, QListWidget, "RecipientList")
    seen = [rows.item(row).text() for row in range(rows.count()) if not rows.item(row).isHidden()]
    assert len(seen) == 1
    assert "tên thu nhỏ hoặc xuống dòng" in seen[0]
    assert len(desk.page.recipients.chosen()) == 4


def test_each_certificate_may_be_a_file_of_its_own(desk: Desk, door: ScriptedDoor, tmp_path: Path) -> None:
    folder = tmp_path / "giay"
    folder.mkdir()
    door.will_answer("press.save_each", folder)
    door.will_answer("printing.confirm", answer=True)
    desk.press("SaveEachButton")
    desk.wait()
    files = sorted(folder.iterdir())
    names = ["001 Tổ tự quản số 05.pdf", "002 Đỗ Văn Nhẫn.pdf", "003 Nguyễn Thị Ước.pdf"]
    assert [path.name for path in files] == names
    one = files[1].read_bytes()
    assert page_count(one) == 1
    assert "ĐỖ VĂN NHẪN" in page_text(one, 0)


def test_a_layout_of_another_unit_is_taken_in_and_chosen(
    desk: Desk, door: ScriptedDoor, tmp_path: Path, three: Workspace
) -> None:
    path = tmp_path / "mau.toml"
    door.will_answer("press.layout.export", path)
    desk.press("Layouts_export")
    text = path.read_text(encoding="utf-8").replace("Giấy khen A4 ngang", "Phôi tỉnh")
    path.write_text(text, encoding="utf-8")
    door.will_answer("press.layout.import", path)
    desk.press("Layouts_import")
    assert desk.page.paper.choice().layout.name == "Phôi tỉnh"
    assert layout_files.layouts(three).choices[-1].own


def test_a_broken_layout_file_is_refused_with_its_line(
    desk: Desk, door: ScriptedDoor, tmp_path: Path
) -> None:
    path = tmp_path / "hong.toml"
    path.write_text('format = 1\nname = "A\n', encoding="utf-8")
    door.will_answer("press.layout.import", path)
    door.will_hear("layout_not_readable")
    desk.press("Layouts_import")
    assert door.told == ["layout_not_readable"]


def test_a_layout_changed_by_hand_becomes_the_units_own_and_is_printed_on(
    desk: Desk, three: Workspace
) -> None:
    def change() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        box = find(dialog, QLineEdit, "Block_yLine")
        box.clear()
        type_text(box, "30")
        click(find(dialog, Button, "LayoutKeep"))

    QTimer.singleShot(0, change)
    desk.press("Layouts_edit")
    choice = desk.page.paper.choice()
    assert (choice.layout.name, choice.own) == ("Giấy khen A4 ngang của đơn vị", True)
    assert choice.layout.blocks[0].box.y == 30
    assert layout_files.layouts(three).choices[-1] == choice


def test_who_prints_on_blanks_sees_the_frame_that_is_changed(desk: Desk) -> None:
    inks: list[int] = []

    def change() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LayoutDialog)
        find(dialog, QListWidget, "LayoutBlocks").setCurrentRow(len(dialog.layout_made().blocks))
        drop = find(dialog, Button, "FrameDrop")
        while drop.isEnabled():
            inks.append(dark(paper_of(dialog)))
            click(drop)
        inks.append(dark(paper_of(dialog)))
        click(find(dialog, Button, "LayoutKeep"))

    desk.press("Mode_blanks")
    QTimer.singleShot(0, change)
    desk.press("Layouts_edit")
    assert inks == sorted(set(inks), reverse=True)
    assert len(inks) == 4
    assert desk.page.paper.choice().layout.frame == ()


def paper_of(dialog: LayoutDialog) -> QImage:
    image = dialog.view.paper._image
    assert image is not None
    return image


def test_what_must_be_looked_at_is_shown_small_and_nothing_else(desk_of: DeskMaker, three: Workspace) -> None:
    awards(three, "Công Tằng Tôn Nữ Nguyễn Trần Thị Huyền Phượng Quỳnh Như Hoàng Thị Kim Ngân")
    put(three, "award", printed_name="Ỷ Văn Dài", achievement=ACHIEVEMENT * 40, stage="decided")
    desk = desk_of(three)
    desk.press("OnlyToSee")
    shown = desk.page.thumbnails
    assert shown.isVisible()
    assert [text.split(" · ")[0] for text in shown.texts()] == [
        "Ỷ Văn Dài",
        "Công Tằng Tôn Nữ Nguyễn Trần Thị Huyền Phượng Quỳnh Như Hoàng Thị Kim Ngân",
    ]
    pictures = [shown.item(at).icon().pixmap(240, 170).toImage() for at in range(2)]
    assert dark(pictures[1]) > dark(pictures[0])


def dark(picture: QImage) -> int:
    """How many points are printed on."""
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(picture.pixelColor(x, y).lightness() < 200 for x, y in points)


def test_a_small_picture_leads_to_its_sheet_or_to_what_must_be_mended(
    desk_of: DeskMaker, three: Workspace, qtbot: QtBot
) -> None:
    awards(three, "Công Tằng Tôn Nữ Nguyễn Trần Thị Huyền Phượng Quỳnh Như Hoàng Thị Kim Ngân")
    long = put(three, "award", printed_name="Ỷ Văn Dài", achievement=ACHIEVEMENT * 40, stage="decided")
    desk = desk_of(three)
    desk.press("OnlyToSee")
    shown = desk.page.thumbnails
    with qtbot.waitSignal(desk.page._context.navigation.asked) as asked:
        keys.press(shown, Qt.Key.Key_Return)
    assert asked.args == [OpenRecord("award", long)]
    click(shown.viewport(), shown.visualItemRect(shown.item(1)).center())
    assert desk.page.view.isVisible()
    assert "CÔNG TẰNG TÔN NỮ" in " ".join(page_text(desk.pdf(), desk.page.view.page).split())


def test_collectives_go_on_a_layout_of_their_own_and_it_is_known_again(
    desk: Desk, desk_of: DeskMaker, three: Workspace, door: ScriptedDoor
) -> None:
    large = next(at for at, path in enumerate(shipped_layouts()) if "a3" in path.stem)
    picker = desk.page.paper.layouts
    chips = [find(picker, Button, f"LayoutFor_{at}").text() for at in range(3)]
    assert chips == ["Tất cả", "Tập thể", "Cá nhân"]
    desk.press("LayoutFor_1")
    desk.press(f"Layout_{large}")
    door.will_answer("printing.confirm", answer=True)
    desk.press("PrintButton")
    assert desk.text("RunWhat").startswith("Tờ cuối ra là của ai?")
    desk.press("RunGoOn")
    assert [(paper.pages, paper.width_mm) for paper in desk.printer.papers] == [(1, 420), (2, 297)]
    again = desk_of(three)
    assert again.page.paper.layouts.choice(Scope("giay_khen", "collective")).layout.width == 420
    assert again.page.paper.layouts.choice(Scope("giay_khen", "individual")).layout.width == 297


def test_another_tray_has_a_shift_of_its_own(desk: Desk, desk_of: DeskMaker, three: Workspace) -> None:
    desk.press("Mode_blanks")
    desk.press("Tray_cassette")
    desk.type("ReadAcross", "3")
    desk.press("Tray_manual")
    assert find(desk.page, QLineEdit, "ReadAcrossLine").text() == "0"
    desk.press("Tray_cassette")
    assert find(desk.page, QLineEdit, "ReadAcrossLine").text() == "3"
    assert desk_of(three).page.paper.feed.source() == Source("Canon LBP 3300", "cassette", "up")


def test_the_units_picture_stands_where_the_layout_has_room_for_it(
    desk: Desk, door: ScriptedDoor, tmp_path: Path
) -> None:
    def give_it_a_place() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        click(find(dialog, QCheckBox, "Has_emblem"), QPoint(8, 8))
        click(find(dialog, Button, "LayoutKeep"))

    assert not find(desk.page, Button, "Layouts_emblem").isVisible()
    QTimer.singleShot(0, give_it_a_place)
    desk.press("Layouts_edit")
    picture = tmp_path / "hinh.png"
    Image.new("RGB", (60, 60), (0, 0, 255)).save(picture)
    door.will_answer("press.emblem", picture)
    desk.press("Layouts_emblem")
    drawn = render_page(desk.pdf(), 0, WIDTH)
    image = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.pixels, "raw", "BGRX", drawn.stride, 1)
    assert (0, 0, 255) in [colour for _, colour in image.getcolors(1_000_000) or []]


def test_a_picture_that_is_none_is_refused(desk: Desk, three: Workspace, tmp_path: Path) -> None:
    broken = tmp_path / "hinh.png"
    broken.write_bytes(b"GIF89a")
    with pytest.raises(EmblemNotReadable):
        layout_files.keep_emblem(three, broken)
    assert layout_files.emblem(three) is None
