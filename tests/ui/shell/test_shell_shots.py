"""Pictures of the shell and of its pages, for whoever changes them to look at; and what a machine sees in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.sample import make_sample
from desktop.base.resources import resource
from desktop.base.units import load_units
from desktop.services.data_folder import users
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.focus_ring import FocusRing
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.page import AwardsPage
from desktop.ui.pages.importing.page import ImportingPage
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.first_run.folder_step import Proposal
from desktop.ui.shell.first_run.start_step import DoorsPage
from desktop.ui.shell.first_run.wizard import FirstRunSetting, FirstRunWizard
from desktop.ui.shell.lock import LockPage
from desktop.ui.shell.login import LoginPage
from desktop.ui.shell.page import MakePage, PageContext
from desktop.ui.shell.window import MainWindow
from desktop.vault.errors import WrongPassword
from desktop.vault.recovery import RecoveryCode
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import find
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.shots import LARGE, SHOTS, Shot, take
from tests.kit.workspaces import PASSWORD, WorkspaceMaker, environment
from tests.ui.conftest import ContextMaker
from tests.ui.pages.test_register_shots import clipped

LOOKS = [each for each in SHOTS if each.name in ("100-dark", "150-light")]
CODE = RecoveryCode.generate(environment(seed=3).randomness)


class Album:
    """Takes pictures and notes the words that are cut in them."""

    def __init__(self, app: QApplication, shot: Shot) -> None:
        self._app = app
        self._shot = shot
        self.cut: list[str] = []
        self.grown: list[str] = []
        self._kept: list[object] = []

    def take(self, name: str, make: Callable[[], QWidget]) -> None:
        def page() -> QWidget:
            made = make()
            self._kept.append(FocusRing(made))
            return made

        def look(shown: QWidget) -> None:
            self.cut += [f"{name}: {words}" for words in clipped(shown)]
            if shown.size() != self._shot.size:
                self.grown.append(name)

        take(self._app, name, self._shot, page, look)


@pytest.fixture(params=[*LOOKS, LARGE], ids=lambda shot: shot.name)
def album(qapp: QApplication, request: pytest.FixtureRequest) -> Album:
    return Album(qapp, request.param)


def in_window(context: PageContext, name: str, make: MakePage) -> MainWindow:
    window = MainWindow(context, {name: make})
    window.resize(1366, 768)
    window.show()
    window.show_page(name)
    window.tell_what_waits()
    return window


def test_no_word_is_cut_before_anybody_is_in(
    album: Album, words: Words, make: WorkspaceMaker, qtbot: QtBot
) -> None:
    made = make()

    def login() -> LoginPage:
        page = LoginPage(words, Path("D:/So-Tu-Quan"), users(made.folder), lambda *_: made.workspace)
        find(page, ErrorLines, "LoginError").tell(WrongPassword())
        return page

    album.take("dang-nhap", login)
    album.take("khoa", lambda: LockPage(words, "Nguyễn Trần Thanh Phượng", lambda *_: None))
    album.take("ba-cua", lambda: DoorsPage(words))
    assert (album.cut, album.grown) == ([], [])


STEPS = ("don-vi", "noi-luu", "quan-tri-1", "quan-tri-2", "ma", "doc-lai", "bat-dau")


def test_no_word_is_cut_in_the_first_run(
    album: Album, words: Words, door: ScriptedDoor, workspace: Workspace, tmp_path: Path
) -> None:
    proposal = Proposal(tmp_path / "So-Tu-Quan", "first_run.folder.why.second_disk")
    setting = FirstRunSetting(load_units(), proposal, CODE, lambda *_: workspace, FakePrinter())

    def wizard(at: int) -> FirstRunWizard:
        made = FirstRunWizard(words, door, setting)
        place = made.station.place
        place.pick(place.options("tịnh biên")[0])
        for step, name in ((made.first_user, "Nguyễn Văn An"), (made.second_user, "Trần Thị Bình")):
            new = NewUser(name, step.user().role, PASSWORD)
            for box, text in (
                (step.name, new.name),
                (step.password.line, PASSWORD),
                (step.again.line, PASSWORD),
            ):
                box.setText(text)
        for line, group in zip(made.read_back.lines, CODE.groups, strict=True):
            line.setText(group)
        for _ in range(at):
            made.go_on()
        return made

    for at, name in enumerate(STEPS):
        album.take(f"lan-dau-{at + 1}-{name}", partial(wizard, at))
    assert (album.cut, album.grown) == ([], [])


def test_no_word_is_cut_on_the_first_page(
    album: Album, workspace: Workspace, context_of: ContextMaker, make: WorkspaceMaker
) -> None:
    make_sample(workspace)
    full, empty = context_of(workspace), context_of(make(practice=True).workspace)
    album.take("hom-nay-day", lambda: in_window(full, "today", lambda: TodayPage(full)))
    album.take("hom-nay-trong", lambda: in_window(empty, "today", lambda: TodayPage(empty)))
    assert (album.cut, album.grown) == ([], [])


def test_no_word_is_cut_while_a_list_is_brought_in(
    album: Album, workspace: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    context = context_of(workspace)

    def importing(steps: int) -> MainWindow:
        window = in_window(context, "importing", lambda: ImportingPage(context))
        page = window.page()
        assert isinstance(page, ImportingPage)
        page.open_list(resource("samples", "danh-sach-nong-cot.xlsx"))
        qtbot.waitUntil(lambda: page._task is None, timeout=20_000)
        for _ in range(steps):
            page.go_on()
            qtbot.waitUntil(lambda: page._task is None, timeout=20_000)
        return window

    for steps, name in ((1, "cot"), (3, "xem-truoc")):
        album.take(f"nhap-{steps + 1}-{name}", partial(importing, steps))
    assert (album.cut, album.grown) == ([], [])


def test_no_word_is_cut_where_certificates_are_printed(
    album: Album, workspace: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    make_sample(workspace)
    context = context_of(workspace)

    def printing() -> MainWindow:
        window = in_window(context, "awards", lambda: AwardsPage(context, FakePrinter()))
        page = window.page()
        assert isinstance(page, AwardsPage)
        qtbot.waitUntil(lambda: page._batch is not None, timeout=20_000)
        return window

    album.take("in-giay", printing)
    assert (album.cut, album.grown) == ([], [])
