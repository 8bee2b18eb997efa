"""Where the way back begins, and where it ends: at the log-in of the register that came back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.window import Starter
from desktop.services.backup_files import Copy, Reason
from desktop.services.backups import make_copy
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.widgets import Button
from desktop.ui.shell.appearance import Appearance
from desktop.ui.shell.first_run.wizard import FirstRunWizard
from desktop.ui.shell.login import LoginPage
from desktop.ui.shell.restore_page import OPEN, PREVIEW, RestorePage
from desktop.ui.shell.shell import Shell
from desktop.ui.shell.window import MainWindow
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import click, find, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import FAST, PASSWORD, Made, WorkspaceMaker, put
from tests.services.test_backups import silent
from tests.services.wrecks import destroy


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    found = make()
    put(found.workspace, "area", name="Ấp Đông Hưng")
    return found


@pytest.fixture
def copy(made: Made) -> Copy:
    return make_copy(made.workspace, Reason.ASKED, silent)


OpenShell = Callable[[Path], Shell]


@pytest.fixture
def open_shell(made: Made, door: ScriptedDoor, tmp_path: Path, qtbot: QtBot) -> OpenShell:
    def opened(folder: Path) -> Shell:
        around = made.workspace.environment
        starter = Starter(folder, around, tmp_path / "kept.json", door=door, printer=FakePrinter(), kdf=FAST)
        shell = Shell(starter.program(), Appearance())
        qtbot.addWidget(shell, before_close_func=lambda _shell: starter.release())
        shell.resize(1366, 768)
        shell.begin()
        shell.show()
        shell.activateWindow()
        qtbot.waitUntil(shell.isActiveWindow)
        return shell

    return opened


def shown(shell: Shell) -> object:
    return shell.centralWidget().currentWidget()  # type: ignore[attr-defined]  # the stack of the shell


def restore(shell: Shell, made: Made, qtbot: QtBot) -> LoginPage:
    page = shown(shell)
    assert isinstance(page, RestorePage)
    click(page.next_button)
    assert page.step() == OPEN
    for line, group in zip(page.open.code.lines, made.code.groups, strict=True):
        type_text(line, group)
    click(page.next_button)
    qtbot.waitUntil(lambda: page.step() == PREVIEW, timeout=20_000)
    click(page.next_button)
    qtbot.waitUntil(lambda: isinstance(shown(shell), LoginPage), timeout=20_000)
    login = shown(shell)
    assert isinstance(login, LoginPage)
    return login


def log_in(shell: Shell, login: LoginPage, qtbot: QtBot) -> None:
    type_text(find(login, PasswordBox, "LoginPassword").line, PASSWORD)
    click(find(login, Button, "LoginButton"))
    qtbot.waitUntil(lambda: isinstance(shown(shell), MainWindow), timeout=20_000)


def test_from_an_open_register_to_the_same_with_another_name(
    made: Made, copy: Copy, open_shell: OpenShell, door: ScriptedDoor, qtbot: QtBot
) -> None:
    made.workspace.close()
    shell = open_shell(made.folder)
    log_in(shell, shown(shell), qtbot)  # type: ignore[arg-type]  # it begins with the log-in
    door.will_answer("restore.leave", False)
    shell.restore_here()
    assert isinstance(shown(shell), MainWindow)
    door.will_answer("restore.leave", True)
    shell.restore_here()
    assert isinstance(shown(shell), RestorePage)
    log_in(shell, restore(shell, made, qtbot), qtbot)
    assert shell.workspace is not None
    assert shell.workspace.device != made.workspace.device


def test_from_the_first_start(
    made: Made, copy: Copy, open_shell: OpenShell, tmp_path: Path, qtbot: QtBot, door: ScriptedDoor
) -> None:
    shell = open_shell(tmp_path / "moi")
    wizard = shown(shell)
    assert isinstance(wizard, FirstRunWizard)
    click(find(wizard, Button, "WizardRestore"))
    page = shown(shell)
    assert isinstance(page, RestorePage)
    click(page.back_button)
    wizard = shown(shell)
    assert isinstance(wizard, FirstRunWizard)
    click(find(wizard, Button, "WizardRestore"))
    page = shown(shell)
    assert isinstance(page, RestorePage)
    door.will_answer("restore.folder.title", copy.folder)
    page.choose.folder_asked.emit()
    for line, group in zip(page.open.code.lines, made.code.groups, strict=True):
        type_text(line, group)
    click(page.next_button)
    qtbot.waitUntil(lambda: page.step() == PREVIEW, timeout=20_000)
    click(page.next_button)
    qtbot.waitUntil(lambda: isinstance(shown(shell), LoginPage), timeout=20_000)
    login = shown(shell)
    assert isinstance(login, LoginPage)
    log_in(shell, login, qtbot)


def test_from_the_log_in(made: Made, copy: Copy, open_shell: OpenShell, qtbot: QtBot) -> None:
    made.workspace.close()
    shell = open_shell(made.folder)
    login = shown(shell)
    assert isinstance(login, LoginPage)
    click(find(login, Button, "RestoreLink"))
    restore(shell, made, qtbot)


def test_where_the_file_does_not_open_the_log_in_offers_what_can_be_read_of_it(
    made: Made, open_shell: OpenShell, qtbot: QtBot
) -> None:
    made.workspace.close()
    destroy(made.folder / DATABASE_NAME, 1, also=(1,))
    shell = open_shell(made.folder)
    login = shown(shell)
    assert isinstance(login, LoginPage)
    button = find(login, Button, "RescueLink")
    assert not button.isVisible()
    type_text(find(login, PasswordBox, "LoginPassword").line, PASSWORD)
    click(find(login, Button, "LoginButton"))
    qtbot.waitUntil(button.isVisible, timeout=20_000)
    click(button)
    page = shown(shell)
    assert isinstance(page, RestorePage)
    assert page.step() == OPEN
    for line, group in zip(page.open.code.lines, made.code.groups, strict=True):
        type_text(line, group)
    click(page.next_button)
    qtbot.waitUntil(lambda: page.step() == PREVIEW, timeout=20_000)
    click(page.next_button)
    qtbot.waitUntil(lambda: isinstance(shown(shell), LoginPage), timeout=20_000)
    again = shown(shell)
    assert isinstance(again, LoginPage)
    log_in(shell, again, qtbot)


@pytest.mark.parametrize("content", [None, b"hong"])
def test_a_keyring_that_is_gone_or_damaged_leads_to_the_copies(
    made: Made, copy: Copy, open_shell: OpenShell, qtbot: QtBot, content: bytes | None
) -> None:
    made.workspace.close()
    if content is None:
        (made.folder / KEYRING_NAME).unlink()
    else:
        (made.folder / KEYRING_NAME).write_bytes(content)
    shell = open_shell(made.folder)
    page = shown(shell)
    assert isinstance(page, RestorePage)
    assert page.error.isVisible()
    log_in(shell, restore(shell, made, qtbot), qtbot)


def test_the_window_may_be_closed_on_the_way(made: Made, copy: Copy, open_shell: OpenShell) -> None:
    made.workspace.close()
    shell = open_shell(made.folder)
    shell.show_restore()
    assert shell.close()
