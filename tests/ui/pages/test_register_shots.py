"""Pictures of registers in the window, for whoever changes them to look at; and what a machine can see in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desktop.app.sample import make_sample
from desktop.services import registers
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.focus_ring import FocusRing
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.widgets import Button, ElidedLabel
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.shell.entries import entries_for, entry_of
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.window import MainWindow
from tests.kit.keys import find, find_all
from tests.kit.shots import LARGE, SHOTS, Shot, take
from tests.ui.conftest import ContextMaker

Show = Callable[[MainWindow, RegisterPage, str], None]


def show_list(window: MainWindow, page: RegisterPage, record: str) -> None:
    window.go(OpenPage(window.page_name()))


def show_record(window: MainWindow, page: RegisterPage, record: str) -> None:
    page.open_record(record)


def show_hidden(window: MainWindow, page: RegisterPage, record: str) -> None:
    show_record(window, page, record)
    window.context.privacy.toggle()


def show_form(window: MainWindow, page: RegisterPage, record: str) -> None:
    page.new_record()
    form = page.side.form
    assert form is not None
    form.save()


STATES: tuple[tuple[str, str, Show], ...] = (
    ("list", "visit", show_list),
    ("record", "dispute", show_record),
    ("hidden", "household", show_hidden),
    ("form", "visit", show_form),
)


class Camera:
    """Puts a register into the window of a user and shows it in a state."""

    def __init__(self, workspace: Workspace, context: PageContext) -> None:
        self._workspace = workspace
        self._context = context
        self._kept: list[object] = []

    def window(self, register: str, shot: Shot, show: Show) -> MainWindow:
        context = PageContext(
            self._context.workspace,
            self._context.words,
            self._context.door,
            self._context.navigation,
            Privacy(),
            self._context.feed,
        )
        page = RegisterPage(context, register)
        entries = entries_for(self._workspace.user.role)
        entry = entry_of(register, entries)
        assert entry is not None
        window = MainWindow(context, {entry.id: lambda: page})
        self._kept += [context, FocusRing(window)]
        window.resize(shot.size)
        window.show()
        window.show_page(entry.id)
        window.tell_what_waits()
        first = registers.rows(self._workspace, register, ListQuery(), 2, 1)[:1]
        show(window, page, first[0].id if first else "")
        return window


@pytest.fixture
def camera(workspace: Workspace, context_of: ContextMaker) -> Camera:
    return Camera(workspace, context_of(workspace))


def clipped(page: QWidget) -> list[str]:
    """The words of labels and buttons that have no room for them."""
    found = []
    for each in find_all(page, QWidget):
        if not each.isVisible() or each.visibleRegion().isEmpty():
            continue
        if isinstance(each, QPushButton) and each.text():
            tight = each.width() < each.minimumSizeHint().width()
        elif isinstance(each, QLabel) and each.text() and not isinstance(each, ElidedLabel):
            needed = each.heightForWidth(each.width()) if each.wordWrap() else each.sizeHint().height()
            one_line = each.fontMetrics().horizontalAdvance(each.text())
            tight = each.height() < needed or (not each.wordWrap() and each.width() < one_line)
        else:
            continue
        if tight:
            found.append(f"{each.objectName()}: {each.text()}")
    return found


def inside(window: QWidget, thing: QWidget) -> bool:
    return window.rect().contains(QRect(thing.mapTo(window, QPoint(0, 0)), thing.size()))


@pytest.mark.parametrize("shot", [*SHOTS, LARGE], ids=lambda shot: shot.name)
def test_no_word_is_cut_in_any_size_and_light(
    qapp: QApplication, camera: Camera, workspace: Workspace, shot: Shot
) -> None:
    make_sample(workspace)
    cut: list[str] = []
    for state, register, show in STATES:

        def make(register: str = register, show: Show = show) -> MainWindow:
            return camera.window(register, shot, show)

        def look(window: QWidget, state: str = state, register: str = register) -> None:
            (page,) = find_all(window, RegisterPage)
            cut.extend(f"{state} {register} {words}" for words in clipped(page))

        take(qapp, f"{register}-{state}", shot, make, look)
    assert cut == [], "\n".join(cut)


@pytest.mark.parametrize("shot", [*SHOTS, LARGE], ids=lambda shot: shot.name)
def test_an_empty_register_and_an_open_form_have_their_buttons_in_sight(
    qapp: QApplication, camera: Camera, shot: Shot
) -> None:
    seen: list[tuple[str, bool]] = []

    def see(window: QWidget) -> None:
        wanted = [
            each
            for each in find_all(window, Button)
            if each.objectName() in ("EmptyButton", "Save", "Cancel")
        ]
        seen.extend((each.objectName(), inside(window, each)) for each in wanted if each.isVisible())

    take(qapp, "visit-empty", shot, lambda: camera.window("visit", shot, show_list), see)
    take(qapp, "visit-empty-form", shot, lambda: camera.window("visit", shot, show_form), see)
    assert {name for name, _ in seen} == {"EmptyButton", "Save", "Cancel"}
    assert all(whole for _, whole in seen)


def test_fourteen_rows_stand_on_a_common_screen(
    qapp: QApplication, camera: Camera, workspace: Workspace
) -> None:
    make_sample(workspace)
    shot = SHOTS[0]
    window = camera.window("visit", shot, show_list)
    table = find(window, QWidget, "RowTable")
    seen = table.visibleRegion().boundingRect().height() - shot.theme.px(36)
    window.close()
    window.deleteLater()
    assert seen // shot.theme.row_height >= 14
