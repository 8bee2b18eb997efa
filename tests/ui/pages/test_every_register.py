"""What holds for the page of every register, also of those that are yet to come: the registers are the registry's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role, sees
from desktop.domain.fields import TEXTUAL, Field, Kind, Register
from desktop.domain.registers import REGISTRY
from desktop.services import registers
from desktop.services.data_folder import DATABASE_NAME
from desktop.services.search import find
from desktop.services.views import Cell, ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.empty import Cause
from desktop.ui.kit.theme import Density, current_theme
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.shell.entries import ENTRIES
from desktop.ui.shell.navigation import OpenList, OpenPage
from desktop.ui.shell.page import PageContext
from tests.kit.workspaces import make_workspace, put, reopen
from tests.ui.conftest import ContextMaker

LISTED = sorted(name for entry in ENTRIES for name in entry.registers)
GUARDED = [
    name
    for name in LISTED
    if any(field.sensitive and field.kind in TEXTUAL for field in REGISTRY[name].fields)
]
CAUSES = {Cause.LOADING, Cause.EMPTY, Cause.FILTERED, Cause.ERROR, Cause.NO_PERMISSION}
SECRETS = {Kind.CITIZEN_ID: "089065004711", Kind.PHONE: "0987650123"}
SECRET = "Zvkbq riêng"


def secret(field: Field) -> str:
    return SECRETS.get(field.kind, SECRET)


def filled(workspace: Workspace, register: Register) -> str:
    """A record with something in every sensitive text, and whatever it is named by."""
    values: dict[str, Any] = {
        field.name: secret(field) for field in register.fields if field.sensitive and field.kind in TEXTUAL
    }
    title = register.by_name[register.title]
    if title.to is not None:
        values[title.name] = put(workspace, title.to, **{REGISTRY[title.to].title: "Trần Văn Sang"})
    elif not title.sensitive:
        values[title.name] = "2026-11-20" if title.kind is Kind.DAY else "Trần Văn Sang"
    return put(workspace, register.name, **values)


def told(text: str) -> bool:
    """Whether a text gives away any of the secrets, however it is written."""
    close = text.replace("\u00a0", "").replace(" ", "").casefold()
    return any(each.replace(" ", "").casefold() in close for each in (SECRET, *SECRETS.values()))


@pytest.fixture
def page(qtbot: QtBot) -> Callable[[PageContext, str], RegisterPage]:
    def make(context: PageContext, register: str) -> RegisterPage:
        made = RegisterPage(context, register)
        qtbot.addWidget(made)
        made.resize(1150, 692)
        made.show()
        return made

    return make


MakePage = Callable[[PageContext, str], RegisterPage]


@pytest.mark.parametrize("register", GUARDED)
def test_what_is_sensitive_is_masked_in_table_panel_search_and_toast(
    page: MakePage, workspace: Workspace, context_of: ContextMaker, register: str
) -> None:
    record = filled(workspace, REGISTRY[register])
    context = context_of(workspace)
    shown = page(context, register)
    shown.arrive(OpenPage("page"))
    shown.open_record(record)
    rows = shown.list.table.rows
    in_table = [rows.text(rows.index(0, at)) for at in range(rows.columnCount())]
    in_panel = [shown.panel.title(), *shown.panel.details.texts().values()]
    hits = find(workspace, "zvkbq", 40, "vi") + find(workspace, "tran van sang", 40, "vi")
    in_search = [f"{hit.title} {hit.subtitle}" for hit in hits]
    changes = registers.retire(workspace, register, record, "Thôi", date(2026, 11, 20))
    said = [text for text in (*in_table, *in_panel, *in_search, changes.subject or "") if told(text)]
    assert said == []


@pytest.mark.parametrize("register", GUARDED)
def test_f9_hides_what_was_looked_at(
    page: MakePage, workspace: Workspace, context_of: ContextMaker, register: str
) -> None:
    record = filled(workspace, REGISTRY[register])
    context = context_of(workspace)
    shown = page(context, register)
    shown.arrive(OpenPage("page"))
    shown.open_record(record)
    field = next(each for each in REGISTRY[register].fields if each.sensitive and each.kind in TEXTUAL)
    shown.panel.show_cell(register, record, field.name, Cell(secret(field)))
    looked_at = [text for text in shown.panel.details.texts().values() if told(text)]
    context.privacy.toggle()
    hidden = [text for text in shown.panel.details.texts().values() if told(text)]
    assert (len(looked_at), hidden) == (1, [])


@pytest.mark.parametrize("register", LISTED)
def test_a_list_says_how_many_there_are_and_by_what_it_is_narrowed(
    page: MakePage, workspace: Workspace, context_of: ContextMaker, register: str
) -> None:
    filled(workspace, REGISTRY[register])
    shown = page(context_of(workspace), register)
    shown.arrive(OpenPage("page"))
    whole = shown.list.head.title()
    shown.arrive(OpenList(register, ListQuery(text="khongco")))
    assert whole.endswith("· 1")
    assert shown.list.head.title().endswith("· 1, đang lọc 0")
    assert "khongco" in shown.list.empty.texts()[1]


@dataclass
class Files:
    """Registers that are opened once for all tests here: with nothing in them, damaged, and of other roles."""

    empty: Workspace
    damaged: Workspace
    ward: Workspace
    justice: Workspace


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    home = tmp_path_factory.mktemp("so")
    broken = make_workspace(home / "hong")
    broken.workspace.close()
    damaged = reopen(broken)
    # All but the first pages, which were read when it was opened: as a dying disk gives them back.
    with (broken.folder / DATABASE_NAME).open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(8 * 4096)
        file.write(b"\xa5" * (size - 8 * 4096))
    opened = Files(
        make_workspace(home / "trong").workspace,
        damaged,
        make_workspace(home / "phuong", role=Role.WARD).workspace,
        make_workspace(home / "tu-phap", role=Role.JUSTICE).workspace,
    )
    yield opened
    for each in (opened.empty, opened.damaged, opened.ward, opened.justice):
        each.close()


@pytest.mark.parametrize("register", LISTED)
def test_five_causes_of_an_empty_list_are_five_pictures(
    page: MakePage, files: Files, context_of: ContextMaker, register: str
) -> None:
    pictures: dict[Cause, QImage] = {}

    def look(at: RegisterPage) -> None:
        pictures[at.list.empty.cause] = at.list.grab().toImage()

    shown = page(context_of(files.empty), register)
    look(shown)
    for intent in (OpenPage("page"), OpenList(register, ListQuery(text="khongco"))):
        shown.arrive(intent)
        look(shown)
    for barred in (files.damaged, files.justice if sees(Role.WARD, register) else files.ward):
        shown = page(context_of(barred), register)
        shown.arrive(OpenPage("page"))
        look(shown)
    assert set(pictures) == CAUSES
    assert all(one != other for one, other in combinations(pictures.values(), 2))


@pytest.mark.parametrize("register", LISTED)
def test_fourteen_rows_stand_beside_the_navigation_of_a_common_screen(
    page: MakePage, workspace: Workspace, context_of: ContextMaker, register: str
) -> None:
    filled(workspace, REGISTRY[register])
    shown = page(context_of(workspace), register)
    entry = next(each for each in ENTRIES if register in each.registers)
    tabs = 40 if len(entry.tabs) > 1 else 0
    # 768 less the bar on top and the status line.
    shown.resize(1150, 768 - 48 - 28 - tabs)
    shown.arrive(OpenPage("page"))
    assert current_theme().density is Density.MEDIUM
    assert shown.list.table.viewport().height() // current_theme().row_height >= 14


@pytest.mark.parametrize("width", [1150, 984, 911])
@pytest.mark.parametrize(
    "register", [n for n in LISTED if REGISTRY[n].by_name[REGISTRY[n].title].kind is Kind.NAME]
)
def test_a_full_name_is_whole_in_every_room(
    page: MakePage, workspace: Workspace, context_of: ContextMaker, register: str, width: int
) -> None:
    name = "Nguyễn Trần Thanh Phượng"
    put(workspace, register, **{REGISTRY[register].title: name, "address": "Số 12, ấp Đông Hưng " * 8})
    shown = page(context_of(workspace), register)
    shown.resize(width, 500)
    shown.arrive(OpenPage("page"))
    table = shown.list.table
    at = [column.name for column in table.rows.columns].index(True)
    assert table.columnWidth(at) - 16 >= table.fontMetrics().horizontalAdvance(name)
