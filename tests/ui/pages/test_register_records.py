"""A record in its register's page: looked at, edited, saved, retired, taken back, half typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.services import drafts, registers, transfers
from desktop.services.views import Changes, Filter, ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.form_children import ChildList
from desktop.ui.kit.form_field import FormField
from desktop.ui.kit.meanwhile import is_at_work
from desktop.ui.kit.shown import BULLETS
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.shell.navigation import NewRecord, OpenList, OpenPage, OpenRecord, ResumeDraft
from tests.kit.keys import click, find, find_all
from tests.kit.register_pages import Driver, some_groups
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer
from tests.ui.conftest import ContextMaker

Drive = Callable[..., Driver]


@pytest.fixture
def drive(qtbot: QtBot, workspace: Workspace, context_of: ContextMaker) -> Drive:
    def make(register: str, width: int = 1366) -> Driver:
        return Driver(qtbot, context_of(workspace), register, width)

    return make


@pytest.fixture
def people(workspace: Workspace) -> list[str]:
    return [
        put(workspace, "person", full_name=name, citizen_id=number, born="1970")
        for name, number in (("Lê Văn An", "089070000111"), ("Đỗ Thị Bé", "089170000222"))
    ]


def saved_name(workspace: Workspace, record: str) -> object:
    return registers.load_form(workspace, "person", record).cells["full_name"].value


# Looking


def test_a_click_shows_the_record_and_the_arrows_lead_on(
    drive: Drive, people: list[str], qtbot: QtBot
) -> None:
    driver = drive("person")
    driver.click_row(0)
    first = driver.page.panel.title()
    driver.press("Down")
    qtbot.waitUntil(lambda: driver.page.panel.title() != first)
    assert (first, driver.page.panel.title()) == ("Lê Văn An", "Đỗ Thị Bé")


def test_what_is_to_be_mended_opens_in_its_form_at_its_field(drive: Drive, people: list[str]) -> None:
    driver = drive("person")
    driver.page.arrive(OpenRecord("person", people[0], "born"))
    field = find(driver.page, FormField, "Field_person_born")
    assert field.isAncestorOf(driver.page.focusWidget())


def test_what_is_to_be_mended_in_a_row_of_a_record_opens_at_that_row(
    drive: Drive, workspace: Workspace, qtbot: QtBot
) -> None:
    dispute = put(workspace, "dispute", summary="Lối đi", received_on="2026-05-02")
    put(workspace, "session", dispute=dispute, held_on="2026-05-03", place="Nhà văn hóa")
    session = put(workspace, "session", dispute=dispute, place="Trụ sở ấp")
    driver = drive("dispute")
    driver.page.arrive(OpenRecord("dispute", dispute, "held_on", ("session", session)))
    form = driver.page.side.form
    assert form is not None
    second = find(form, ChildList, "Children_session").card(session)
    field = second.fields.field("held_on")
    assert field is not None
    assert field.isAncestorOf(driver.page.focusWidget())
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().height() == field.height())


def test_a_look_at_what_is_masked_is_logged(drive: Drive, people: list[str], workspace: Workspace) -> None:
    driver = drive("person")
    driver.page.arrive(OpenRecord("person", people[0]))
    masked = driver.shown()["citizen_id"]
    click(find(driver.page, Button, "Reveal_citizen_id"))
    assert (masked, driver.shown()["citizen_id"]) == (BULLETS, "089\u00a0070\u00a0000111")
    with workspace.reading() as reader:
        lines = reader.connection.execute("SELECT subject FROM access_log WHERE action = 'reveal'").fetchall()
    assert [subject for (subject,) in lines] == [f"person.citizen_id:{people[0]}"]


def test_what_is_related_opens_as_a_list_elsewhere(
    drive: Drive, people: list[str], workspace: Workspace
) -> None:
    (group,) = some_groups(workspace, "Tổ tự quản số 01")
    put(workspace, "member", person=people[0], group=group)
    driver = drive("person")
    driver.page.arrive(OpenRecord("person", people[0]))
    driver.page.panel.tabs.setCurrentIndex(1)
    click(find(driver.page, Button, "Related_0"))
    assert driver.asked == [OpenList("member", ListQuery(filters=(Filter("person", (people[0],)),)))]


def test_escape_puts_the_record_away_and_goes_back_to_the_list(drive: Drive, people: list[str]) -> None:
    driver = drive("person")
    driver.click_row(1)
    driver.press("Esc")
    assert not driver.page.side.isVisible()
    assert driver.focused() is driver.page.list.table


def test_a_record_that_is_gone_is_told_and_leaves_the_list(drive: Drive, door: ScriptedDoor) -> None:
    driver = drive("person")
    door.will_hear("record_gone")
    driver.page.arrive(OpenRecord("person", "nobody"))
    assert (door.told, driver.page.side.isVisible()) == (["record_gone"], False)


# Writing


def test_a_new_record_by_keys_alone(drive: Drive, workspace: Workspace) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    driver.press("Ctrl+S")
    assert (driver.titles(), driver.head()) == (["Lê Văn An"], "Danh sách người · 1")
    assert driver.page.panel.title() == "Lê Văn An"
    assert driver.page.toast.text() == "Đã lưu Lê Văn An"
    assert driver.focused() is driver.page.list.table


def test_save_and_next_opens_another_empty_form(drive: Drive) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    driver.press("Ctrl+Return")
    line = find(driver.form, QLineEdit, "Edit_person_full_nameLine")
    assert (driver.titles(), line.text(), driver.focused()) == (["Lê Văn An"], "", line)


def test_an_edit_changes_one_field_and_its_history_says_so(
    drive: Drive, people: list[str], workspace: Workspace
) -> None:
    driver = drive("person")
    driver.click_row(0)
    driver.press("F2")
    driver.fill("full_name", "Lê Văn Ẩn")
    driver.press("Ctrl+S")
    driver.page.panel.tabs.setCurrentIndex(2)
    assert driver.page.panel.history.texts()[0][::2] == ["Sửa", "Họ và tên: Lê Văn An → Lê Văn Ẩn"]
    assert driver.titles() == ["Lê Văn Ẩn", "Đỗ Thị Bé"]


def test_saving_what_was_not_changed_writes_nothing(
    drive: Drive, people: list[str], workspace: Workspace
) -> None:
    written: list[Changes] = []
    workspace.listen(written.append)
    driver = drive("person")
    driver.click_row(0)
    driver.press("F2")
    driver.press("Ctrl+S")
    assert (written, driver.page.side.form) == ([], None)


def test_what_is_missing_is_told_under_its_field(drive: Drive) -> None:
    driver = drive("visit")
    driver.press("Ctrl+N")
    driver.press("Ctrl+S")
    assert driver.form.problems() == {
        "Hộ được thăm": "Mục này cần nhập",
        "Ngày thăm gặp": "Mục này cần nhập",
    }
    assert driver.focused().objectName() == "Edit_visit_householdLine"


def test_a_dispute_is_saved_with_its_parties_as_one_operation(drive: Drive, workspace: Workspace) -> None:
    written: list[Changes] = []
    workspace.listen(written.append)
    driver = drive("dispute")
    driver.press("Ctrl+N")
    driver.fill("summary", "Tranh chap loi di")
    driver.fill("received_on", "5/3")
    click(find(driver.form, Button, "AddChild_party"))
    driver.type_text("Lê Văn Sáu")
    driver.press("Ctrl+S")
    assert [changes.registers for changes in written] == [{"dispute", "party"}]
    assert (driver.shown()["name"], driver.shown()["received_on"][:6]) == (BULLETS, "05/03/")


def test_a_masked_field_is_edited_after_a_look(drive: Drive, people: list[str], workspace: Workspace) -> None:
    driver = drive("person")
    driver.click_row(0)
    driver.press("F2")
    click(find(driver.form, Button, "RevealEdit_citizen_id"))
    shown = find(driver.form, QLineEdit, "Edit_person_citizen_idLine").text()
    driver.fill("citizen_id", "089070000999")
    driver.press("Ctrl+S")
    kept = registers.reveal(workspace, "person", people[0], "citizen_id").value
    assert ("".join(shown.split()), kept) == ("089070000111", "089070000999")


# Retiring and taking back


def test_retiring_asks_for_a_reason_and_a_day_and_can_be_taken_back(
    drive: Drive, people: list[str], door: ScriptedDoor
) -> None:
    driver = drive("person")
    driver.click_row(0)
    door.will_answer("list.retire", {"reason": "Chuyển đi", "on": "2026-11-20"})
    click(driver.page.panel.retire_button)
    after = driver.titles()
    driver.press("Ctrl+Z")
    assert (after, driver.titles()) == (["Đỗ Thị Bé"], ["Lê Văn An", "Đỗ Thị Bé"])
    assert driver.page.toast.text() == "Đã hoàn tác: Lê Văn An"


def test_a_retired_record_is_restored_and_not_edited(
    drive: Drive, people: list[str], door: ScriptedDoor
) -> None:
    driver = drive("person")
    driver.click_row(0)
    door.will_answer("list.retire", {"reason": "Chuyển đi", "on": "2026-11-20"})
    click(driver.page.panel.retire_button)
    driver.press("F2")
    untouched = driver.page.side.form is None
    click(driver.page.panel.restore_button)
    assert (untouched, driver.titles()) == (True, ["Lê Văn An", "Đỗ Thị Bé"])
    assert driver.page.panel.edit_button.isVisible()


def test_thinking_better_of_retiring_changes_nothing(
    drive: Drive, people: list[str], door: ScriptedDoor
) -> None:
    driver = drive("person")
    driver.click_row(0)
    door.will_answer("list.retire", None)
    click(driver.page.panel.retire_button)
    assert driver.titles() == ["Lê Văn An", "Đỗ Thị Bé"]


def test_control_z_takes_back_the_last_record_and_names_it(
    drive: Drive, people: list[str], workspace: Workspace
) -> None:
    driver = drive("person")
    driver.click_row(0)
    driver.press("F2")
    driver.fill("full_name", "Lê Văn Ẩn")
    driver.press("Ctrl+S")
    driver.press("Ctrl+Z")
    assert saved_name(workspace, people[0]) == "Lê Văn An"
    assert driver.page.toast.text() == "Đã hoàn tác: Lê Văn Ẩn"


def test_control_z_in_a_field_touches_its_text_only(
    drive: Drive, people: list[str], workspace: Workspace
) -> None:
    driver = drive("person")
    driver.press("Ctrl+F")
    driver.type_text("be")
    driver.press("Ctrl+Z")
    assert driver.page.list.head.line.text() == ""
    driver.press("Ctrl+Z")
    assert len(registers.rows(workspace, "person", ListQuery(), 0, 10)) == 2


def test_control_z_after_a_batch_takes_nothing_back(drive: Drive, workspace: Workspace) -> None:
    with workspace.change("import") as change:
        for number in range(3):
            change.create("person", {"full_name": f"Người {number}"})
    driver = drive("person")
    driver.press("Ctrl+Z")
    assert (len(driver.titles()), driver.page.toast.text()) == (3, "Không có lần lưu nào để hoàn tác")


def test_the_toast_takes_back_what_it_tells_of(drive: Drive) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    driver.press("Ctrl+S")
    click(driver.page.toast.button)
    assert driver.titles() == []
    assert not driver.page.side.isVisible()


def test_one_step_of_the_history_is_taken_back_after_asking(
    drive: Drive, people: list[str], door: ScriptedDoor, workspace: Workspace
) -> None:
    with workspace.change("person.edit", register="person") as change:
        change.edit("person", people[0], {"full_name": "Lê Văn Ẩn"})
    driver = drive("person")
    driver.page.arrive(OpenRecord("person", people[0]))
    driver.page.panel.tabs.setCurrentIndex(2)
    door.will_answer("list.undo", answer=True)
    click(find(driver.page, Button, "Undo_0"))
    assert saved_name(workspace, people[0]) == "Lê Văn An"


def test_an_import_is_taken_back_whole_from_the_history_of_any_of_its_records(
    drive: Drive, people: list[str], door: ScriptedDoor, workspace: Workspace, qtbot: QtBot
) -> None:
    with workspace.change("import") as change:
        came = [change.create("person", {"full_name": f"Người {number}"}) for number in range(3)]
    driver = drive("person")
    driver.page.arrive(OpenRecord("person", came[1]))
    driver.page.panel.tabs.setCurrentIndex(2)
    undo = find(driver.page, Button, "Undo_0")
    assert undo.text() == "Hoàn tác lần nhập"
    door.will_answer("importing.undo", answer=False)
    click(undo)
    assert len(driver.titles()) == 5
    door.will_answer("importing.undo", answer=True)
    click(undo)
    qtbot.waitUntil(lambda: len(driver.titles()) == 2)
    assert {str(saved_name(workspace, record)) for record in people} == {"Lê Văn An", "Đỗ Thị Bé"}
    qtbot.waitUntil(lambda: driver.page.toast.text() == "Đã hoàn tác lần nhập này.")


# Half typed


def test_what_is_half_typed_survives_leaving_and_is_told_at_the_top(
    drive: Drive, workspace: Workspace
) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn")
    driver.page.leave()
    again = drive("person")
    assert again.page.notice.isVisible()
    assert again.page.notice.text().startswith("Còn 1 bản nháp: Người, ")
    click(again.page.notice.resume_button)
    assert find(again.form, QLineEdit, "Edit_person_full_nameLine").text() == "Lê Văn"
    assert not again.page.notice.isVisible()


def test_a_draft_is_resumed_by_an_intent(drive: Drive, people: list[str], workspace: Workspace) -> None:
    drafts.keep_draft(workspace, "person", people[0], {"full_name": "Lê Văn Ẩ"})
    driver = drive("person")
    driver.page.arrive(ResumeDraft("person", people[0]))
    assert find(driver.form, QLineEdit, "Edit_person_full_nameLine").text() == "Lê Văn Ẩ"


def test_turning_to_another_record_keeps_what_is_half_typed(
    drive: Drive, people: list[str], workspace: Workspace
) -> None:
    driver = drive("person")
    driver.click_row(0)
    driver.press("F2")
    driver.fill("full_name", "Lê Văn Ẩ")
    driver.click_row(1)
    kept = drafts.draft(workspace, "person", people[0])
    assert kept is not None
    assert (dict(kept.values), driver.page.panel.title()) == ({"full_name": "Lê Văn Ẩ"}, "Đỗ Thị Bé")


def test_saving_drops_the_draft(drive: Drive, workspace: Workspace) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    driver.page.leave()
    driver.press("Ctrl+S")
    assert drafts.drafts(workspace) == []


@contextmanager
def written_by_another(workspace: Workspace, meanwhile: Callable[[], object]) -> Iterator[Event]:
    """Another thread has the file until the window, which waits for it, has done something; that is set then."""
    writing, lived = Event(), Event()

    def write_at_length() -> None:
        with workspace.file.alone():
            writing.set()
            lived.wait(30)

    def live() -> None:
        if is_at_work() and not lived.is_set():
            meanwhile()
            lived.set()

    clock = QTimer()
    clock.timeout.connect(live)
    clock.start(1)
    thread = Thread(target=write_at_length)
    thread.start()
    try:
        assert writing.wait(30)
        yield lived
    finally:
        thread.join()
        clock.stop()


def test_the_window_lives_while_what_is_typed_waits_for_the_disk(drive: Drive, workspace: Workspace) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    with written_by_another(workspace, lambda: None) as lived:
        driver.press("Ctrl+S")
        assert lived.is_set()
    shown = registers.rows(workspace, "person", ListQuery(), 0, 2)
    assert [each.id for each in shown] == [driver.page.list.table.current_record()]
    assert drafts.drafts(workspace) == []


def test_what_is_asked_to_be_saved_again_meanwhile_is_saved_once(drive: Drive, workspace: Workspace) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    form = driver.form
    with written_by_another(workspace, form.save) as lived:
        driver.press("Ctrl+S")
        assert lived.is_set()
    assert len(registers.rows(workspace, "person", ListQuery(), 0, 5)) == 1
    assert driver.page.side.form is None


def test_a_draft_that_is_kept_while_it_is_saved_does_not_come_back(
    drive: Drive, workspace: Workspace
) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    form = driver.form
    with written_by_another(workspace, lambda: form.edited.emit(form.draft())) as lived:
        driver.press("Ctrl+S")
        assert lived.is_set()
    assert drafts.drafts(workspace) == []


def test_cancelling_asks_before_it_throws_away(
    drive: Drive, workspace: Workspace, door: ScriptedDoor
) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn")
    door.will_answer("list.discard", answer=False)
    driver.press("Esc")
    still_there = driver.form
    door.will_answer("list.discard", answer=True)
    click(still_there.cancel_button)
    assert (driver.page.side.form, drafts.drafts(workspace)) == (None, [])


def test_cancelling_an_untouched_form_asks_nothing(drive: Drive, people: list[str]) -> None:
    driver = drive("person")
    driver.click_row(0)
    driver.press("F2")
    driver.press("Esc")
    assert (driver.page.side.form, driver.page.panel.title()) == (None, "Lê Văn An")


def test_an_unwanted_draft_is_dropped_from_the_bar(
    drive: Drive, workspace: Workspace, door: ScriptedDoor
) -> None:
    drafts.keep_draft(workspace, "person", None, {"full_name": "Lê"})
    driver = drive("person")
    door.will_answer("list.discard", answer=True)
    click(driver.page.notice.drop_button)
    assert (drafts.drafts(workspace), driver.page.notice.isVisible()) == ([], False)


# Hiding, and room


def test_hiding_takes_names_and_revealed_values_away_everywhere(drive: Drive, people: list[str]) -> None:
    driver = drive("person")
    driver.page.arrive(OpenRecord("person", people[0]))
    click(find(driver.page, Button, "Reveal_citizen_id"))
    driver.press("F2")
    driver.fill("full_name", "Lê Văn Ẩn")
    driver.press("Ctrl+S")
    driver.context.privacy.toggle()
    assert driver.page.toast.text() == "Đã lưu"
    assert driver.shown()["citizen_id"] == BULLETS


@pytest.mark.parametrize(("width", "left"), [(1366, 1366 - 360), (1093, 1093), (911, 0)])
def test_the_record_stands_beside_over_or_in_place_of_the_list(
    drive: Drive, people: list[str], width: int, left: int
) -> None:
    driver = drive("person", width)
    driver.page.arrive(OpenRecord("person", people[0]))
    pane = driver.page.list
    assert (pane.width() if pane.isVisible() else 0) == left
    assert driver.page.side.width() == (911 if width == 911 else 360)


def test_on_a_small_screen_the_keyboard_goes_to_the_record_and_back(drive: Drive, people: list[str]) -> None:
    driver = drive("person", 911)
    driver.press("Return")
    there = driver.page.panel.isAncestorOf(driver.focused())
    driver.press("Esc")
    assert (there, driver.focused()) == (True, driver.page.list.table)


def test_whoever_shows_the_page_gives_the_keyboard_to_its_form(drive: Drive) -> None:
    driver = drive("person")
    driver.page.arrive(NewRecord("person"))
    driver.page.setFocus()
    assert driver.focused().objectName() == "Edit_person_full_nameLine"


def test_coming_back_finds_the_form_as_it_was(drive: Drive) -> None:
    driver = drive("person")
    driver.press("Ctrl+N")
    driver.type_text("Lê")
    driver.page.leave()
    driver.page.arrive(OpenPage("people"))
    assert find(driver.form, QLineEdit, "Edit_person_full_nameLine").text() == "Lê"


def test_a_ward_official_fills_an_award_without_the_registers_behind_it(
    qtbot: QtBot, make: WorkspaceMaker, context_of: ContextMaker, door: ScriptedDoor
) -> None:
    ward = make(role=Role.WARD).workspace
    driver = Driver(qtbot, context_of(ward), "award")
    driver.press("Ctrl+N")
    driver.type_text("Lê Văn An")
    fields = {each.field.name for each in find_all(driver.form, FormField)}
    door.will_answer("list.discard", answer=True)
    driver.press("Esc")
    assert fields.isdisjoint({"person", "group", "household"})


# Handed over to another unit


def test_what_went_over_is_told_with_whom_it_is_and_is_only_looked_at(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    giver, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 3)
    taker = computer(make, TINH_BIEN, 2)
    for each in (giver, taker):
        acquaint(each, upper)
        carry(each, upper, tmp_path)
    area = put(giver, "area", name="Khóm Xuân Biên")
    group = put(giver, "group", name="Tổ 1", area=area)
    put(giver, "group", name="Tổ ở lại")
    carry(giver, upper, tmp_path)
    day = date(2026, 11, 20)
    transfers.order(
        upper, transfers.OrderDraft(transfers.TransferKind.AREA, NHON_HUNG.code, TINH_BIEN.code, day, area)
    )
    carry(upper, giver, tmp_path)
    (told,) = transfers.orders(giver)
    transfers.hand_over(giver, told.id)
    driver = Driver(qtbot, context_of(giver), "group", 1366)
    assert driver.titles() == ["Tổ ở lại"]
    driver.page.arrive(OpenRecord("group", group))
    notice = find(driver.page.panel, Notice, "HandedNotice")
    assert notice.isVisible()
    assert TINH_BIEN.name in notice.text()
    assert "20/11/2026" in notice.text()
    buttons = (
        driver.page.panel.edit_button,
        driver.page.panel.retire_button,
        driver.page.panel.restore_button,
    )
    assert not any(each.isVisible() for each in buttons)
