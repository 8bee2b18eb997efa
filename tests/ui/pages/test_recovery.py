"""A recovery code that was not read back at the first run is something to do, until its paper opens the keyring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.access import NotAllowed, Role
from desktop.pdf.render import page_text
from desktop.services import backup_away, rehearsal
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.places import place
from desktop.services.recovery import check_code, needs_check
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.administration.station import StationPage
from desktop.ui.pages.recovery.page import RecoveryPage
from desktop.ui.pages.recovery.renewal import Renewal
from desktop.ui.pages.recovery.splitting import Splitting
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.two_shares import TwoShares
from desktop.vault.errors import WrongRecoveryCode
from desktop.vault.recovery import RecoveryCode
from desktop.vault.shares import CodeShare
from tests.kit.fake_clock import FakeClock
from tests.kit.keys import click, find, find_all, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import FAST, NHON_HUNG, PASSWORD, WorkspaceMaker, environment, put
from tests.ui.conftest import ContextMaker

CODE = RecoveryCode.generate(environment(seed=5).randomness)
OTHER = RecoveryCode.generate(environment(seed=6).randomness)


@pytest.fixture
def unproved(tmp_path: Path) -> Iterator[Workspace]:
    """A register whose code nobody has read back."""
    people = (NewUser("Nguyễn Văn An", Role.ADMIN, PASSWORD), NewUser("Bình", Role.OFFICER, PASSWORD))
    setup = FirstRun(tmp_path / "so", NHON_HUNG, people, code_checked=False)
    workspace = first_run(setup, environment(), CODE, kdf=FAST)
    yield workspace
    workspace.close()


@pytest.fixture
def page(unproved: Workspace, context_of: ContextMaker, qtbot: QtBot) -> RecoveryPage:
    made = RecoveryPage(context_of(unproved), kdf=FAST)
    qtbot.addWidget(made)
    made.resize(1150, 690)
    with qtbot.waitActive(made):
        made.show()
    made.arrive(OpenPage("recovery"))
    made.setFocus()
    return made


def type_code(page: RecoveryPage, code: RecoveryCode, qtbot: QtBot) -> None:
    for line, group in zip(page.code.lines, code.groups, strict=True):
        type_text(line, group)
    button = find(page, Button, "CheckRecovery")
    click(button)
    qtbot.waitUntil(button.isEnabled, timeout=20_000)


def test_the_first_page_reminds_of_a_code_that_was_not_read_back(
    unproved: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    today = TodayPage(context_of(unproved))
    qtbot.addWidget(today)
    today.arrive(OpenPage("today"))
    with qtbot.waitSignal(today._context.navigation.asked) as asked:
        click(find(find(today, Notice, "RecoveryNotice"), Button, "recovery"))
    assert asked.args == [OpenPage("recovery")]


def test_the_right_code_ends_the_reminder(
    page: RecoveryPage, unproved: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    type_code(page, CODE, qtbot)
    assert find(page, Notice, "RecoveryDone").isVisible()
    assert page.code.text().strip() == ""
    today = TodayPage(context_of(unproved))
    qtbot.addWidget(today)
    today.arrive(OpenPage("today"))
    assert find_all(today, Notice, "RecoveryNotice") == []


def test_a_sound_code_of_another_register_is_refused(
    page: RecoveryPage, unproved: Workspace, qtbot: QtBot
) -> None:
    type_code(page, OTHER, qtbot)
    assert page.error.lines()[0].startswith("Mã khôi phục nhập đúng mẫu nhưng không phải")
    assert needs_check(unproved)
    assert not find(page, Notice, "RecoveryDone").isVisible()


def test_each_group_is_ticked_and_what_is_wrong_is_named(page: RecoveryPage) -> None:
    type_text(page.code.lines[0], CODE.groups[0])
    type_text(page.code.lines[1], CODE.groups[0])
    assert page.code.marks()[:2] == ["✓ Đúng", "Chưa đúng"]
    click(find(page, Button, "CheckRecovery"))
    assert "2, 3, 4, 5, 6, 7, 8" in find(page, QLabel, "RecoveryProblem").text()


def test_what_was_typed_does_not_stay_when_the_page_is_left(page: RecoveryPage) -> None:
    type_text(page.code.lines[0], CODE.groups[0])
    page.leave()
    assert page.code.text().strip() == ""


def test_no_part_of_the_code_lies_in_the_folder(unproved: Workspace) -> None:
    check_code(unproved, CODE)
    files = [each.read_bytes() for each in unproved.folder.iterdir() if each.is_file()]
    whole = ("".join(CODE.groups).encode(), " ".join(CODE.groups).encode(), CODE.secret)
    assert files
    assert not any(code in content for content in files for code in whole)


def test_a_wrong_code_raises_and_is_not_remembered(unproved: Workspace) -> None:
    with pytest.raises(WrongRecoveryCode):
        check_code(unproved, OTHER)
    assert needs_check(unproved)


def test_only_an_administrator_is_asked_and_may(unproved: Workspace) -> None:
    officer = next(user for user in _users(unproved) if user != unproved.user.id)
    unproved.close()
    workspace = open_workspace(unproved.folder, officer, PASSWORD, environment())
    assert not needs_check(workspace)
    with pytest.raises(NotAllowed):
        check_code(workspace, CODE)
    workspace.close()


def _users(workspace: Workspace) -> list[str]:
    with workspace.reading() as reader:
        return [row[0] for row in reader.users()]


def test_a_register_whose_code_was_read_back_asks_for_nothing(make: WorkspaceMaker) -> None:
    assert not needs_check(make().workspace)


def begin_new_code(page: RecoveryPage, door: ScriptedDoor) -> RecoveryCode:
    door.will_answer("recovery.renew", True)
    click(find(page, Button, "RenewRecovery"))
    assert isinstance(page.renewal, Renewal)
    click(find(page, Button, "RenewalNext"))
    return page.renewal.code


def test_a_new_code_takes_force_once_it_was_read_back(
    page: RecoveryPage, unproved: Workspace, door: ScriptedDoor, qtbot: QtBot
) -> None:
    code = begin_new_code(page, door)
    assert isinstance(page.renewal, Renewal)
    for line, group in zip(page.renewal.read_back.lines, code.groups, strict=True):
        type_text(line, group)
    click(find(page, Button, "RenewalNext"))
    qtbot.waitUntil(find(page, Notice, "RecoveryDone").isVisible, timeout=20_000)
    check_code(unproved, code)
    with pytest.raises(WrongRecoveryCode):
        check_code(unproved, CODE)
    assert not needs_check(unproved)
    unproved.close()
    open_workspace(unproved.folder, unproved.user.id, PASSWORD, environment()).close()


def test_a_new_code_that_was_not_read_back_leaves_the_old_one_in_force(
    page: RecoveryPage, unproved: Workspace, door: ScriptedDoor
) -> None:
    begin_new_code(page, door)
    click(find(page, Button, "RenewalNext"))
    click(find(page, Button, "RenewalStop"))
    assert page.code.isVisible()
    check_code(unproved, CODE)


def test_a_new_code_is_asked_about_first(page: RecoveryPage, door: ScriptedDoor) -> None:
    door.will_answer("recovery.renew", False)
    click(find(page, Button, "RenewRecovery"))
    assert page.renewal is None


def test_the_envelope_of_the_unit_leads_to_the_check(
    unproved: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    station = StationPage(context_of(unproved))
    qtbot.addWidget(station)
    with qtbot.waitSignal(station.context.navigation.asked) as asked:
        click(find(find(station, Notice, "EnvelopeNotice"), Button, "recovery"))
    assert asked.args == [OpenPage("recovery")]


# In shares


def type_shares(page: TwoShares, *shares: CodeShare) -> None:
    for part, share in zip(page.parts, shares, strict=True):
        click(part.number.chip(str(share.number)))
        for line, group in zip(part.code.lines, share.groups, strict=True):
            type_text(line, group)


@pytest.fixture
def splitting(page: RecoveryPage, door: ScriptedDoor) -> Splitting:
    door.will_answer("shares.ask", answer=True)
    click(find(page, Button, "SplitRecovery"))
    assert isinstance(page.renewal, Splitting)
    return page.renewal


def test_two_people_read_their_sheets_back_and_open_the_data(
    page: RecoveryPage, splitting: Splitting, unproved: Workspace, qtbot: QtBot
) -> None:
    new = splitting.new
    assert [
        each.text() for each in find_all(splitting, QLabel) if each.objectName().startswith("Sheet_")
    ] == [
        "Phiếu khôi phục số 1",
        "Phiếu khôi phục số 2",
        "Phiếu khôi phục số 3",
    ]
    click(find(splitting, Button, "SplittingNext"))
    type_shares(splitting.two, new.shares[2], new.shares[0])
    click(find(splitting, Button, "SplittingNext"))
    qtbot.waitUntil(lambda: page.renewal is None, timeout=20_000)
    assert find(page, Notice, "RecoveryDone").text().startswith("Mã chia cho nhiều người đã có hiệu lực")
    assert not needs_check(unproved)
    # From now on the page rehearses with two sheets.
    page.arrive(OpenPage("recovery"))
    type_shares(page.two, new.shares[1], new.shares[2])
    button = find(page, Button, "CheckRecovery")
    click(button)
    qtbot.waitUntil(button.isEnabled, timeout=20_000)
    assert find(page, Notice, "RecoveryDone").text().startswith("Hai phiếu đúng")
    assert [part.code.text().strip() for part in page.two.parts] == ["", ""]


def test_a_sheet_under_another_number_is_not_right(splitting: Splitting) -> None:
    click(find(splitting, Button, "SplittingNext"))
    share = splitting.new.shares[1]
    part = splitting.two.parts[0]
    type_text(part.code.lines[0], share.groups[0])
    assert part.code.marks()[0] == "Chưa đúng"
    click(part.number.chip("2"))
    assert part.code.marks()[0] == "✓ Đúng"
    assert not splitting.two.ready()
    assert "2, 3, 4, 5, 6, 7, 8" in splitting.two.problem.text()


def test_a_sheet_holds_one_share_and_not_the_code(
    splitting: Splitting, door: ScriptedDoor, tmp_path: Path
) -> None:
    door.will_answer("shares.save", tmp_path / "phieu.pdf")
    click(find(splitting, Button, "SaveShare_2"))
    words = "".join(page_text((tmp_path / "phieu.pdf").read_bytes(), 0).split())
    new = splitting.new
    assert all(group in words for group in new.shares[1].groups)
    others = [*new.shares[0].groups, *new.shares[2].groups, *new.code.groups]
    assert not any(group in words for group in others)


def test_who_thinks_better_of_it_keeps_the_code_of_before(
    page: RecoveryPage, splitting: Splitting, unproved: Workspace
) -> None:
    click(find(splitting, Button, "SplittingStop"))
    assert page.renewal is None
    check_code(unproved, CODE)


def test_a_year_later_the_first_page_asks_for_the_envelope(
    unproved: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    check_code(unproved, CODE)
    clock = unproved.environment.clock
    assert isinstance(clock, FakeClock)
    clock.advance(timedelta(days=366))
    today = TodayPage(context_of(unproved))
    qtbot.addWidget(today)
    today.arrive(OpenPage("today"))
    with qtbot.waitSignal(today._context.navigation.asked) as asked:
        click(find(find(today, Notice, "EnvelopeNotice"), Button, "rehearsal"))
    assert asked.args == [OpenPage("recovery", "rehearsal")]


def test_the_code_opens_a_copy_for_real(page: RecoveryPage, unproved: Workspace, qtbot: QtBot) -> None:
    page.arrive(OpenPage("recovery", "rehearsal"))
    type_code(page, CODE, qtbot)
    assert "đọc hết không lỗi" in find(page, Notice, "RecoveryDone").text()
    due = rehearsal.due_on(unproved)
    assert due is not None
    assert due > unproved.today()


def test_the_rehearsal_takes_the_copy_of_a_stick(
    page: RecoveryPage,
    unproved: Workspace,
    door: ScriptedDoor,
    qtbot: QtBot,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    stick = tmp_path_factory.mktemp("usb")
    put(unproved, "area", name="Ấp Một")
    backup_away.write_away(unproved, place(stick), lambda _done, _total: None)
    page.arrive(OpenPage("recovery", "rehearsal"))
    door.will_answer("rehearsal.other", stick)
    click(find(page, Button, "RehearseOther"))
    assert str(stick) in find(page, QLabel, "RecoveryText").text()
    type_code(page, CODE, qtbot)
    assert "1 lần thay đổi" in find(page, Notice, "RecoveryDone").text()
