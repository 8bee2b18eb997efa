"""What is done on the slow machine: a station's first day, and the days of a register of a whole province."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableView

from desktop.app import demo
from desktop.app.demo_station import Station, first_start
from desktop.app.opening import real_environment
from desktop.app.practice import PASSWORD
from desktop.app.window import Starter, make_application
from desktop.ui.kit.collector import Collector
from desktop.ui.shell.appearance import dress
from desktop.ui.shell.entries import entries_of
from desktop.ui.shell.tabs import TabbedPage
from tests.slow.watchdog import Freeze, Watchdog, as_a_click

Done = TypeVar("Done")
_TYPED: Final = "nguyen"
_SETTLED_MS: Final = 300
_ROWS_DOWN: Final = 40


def watched(home: Path, province: Path | None) -> list[Freeze]:
    """Everything that is done, on files below ``home``; gives what held the window.

    ``province`` is the folder of a filled register in practice mode; without it the first day only is lived.
    """
    app = make_application()
    dress(app, Starter(home / "mau", real_environment(), home / "mau.json").appearance())
    collector = Collector()
    dog = Watchdog()
    dog.begin()
    try:
        _first_day(dog, home)
        if province is not None:
            _province(dog, home, province)
    finally:
        dog.end()
        collector.stop()
    return dog.freezes


def _first_day(dog: Watchdog, home: Path) -> None:
    bundles = home / "usb"
    bundles.mkdir()
    commune = _step(dog, "the first window", lambda: Station(home, "xa", home / "pictures"))
    try:
        steps: list[tuple[str, Callable[[], object]]] = [
            ("first start", lambda: first_start(commune, "tinh bien", "Nguyễn Văn An")),
            ("importing members", lambda: _import(commune)),
            ("importing disputes", lambda: demo.import_list(commune, "so-hoa-giai.xlsx")),
            ("writing a visit and a dispute", lambda: demo.write_down(commune)),
            ("searching", lambda: demo.search(commune, "le quoc dung")),
            ("printing certificates", lambda: demo.print_certificates(commune, home / "giay-khen.pdf")),
        ]
        for name, deed in steps:
            _step(dog, name, deed)
        upper = Station(home, "cap-tren", home / "pictures")
        try:
            upper.come_forward()
            _step(
                dog, "first start above", lambda: first_start(upper, "an giang", "Trần Thị Bình", upper=True)
            )
            upper.hand.click("Door_nothing")
            _step(dog, "exchanging keys", lambda: demo.exchange_keys(commune, upper, bundles))
            bundle = _step(dog, "sending", lambda: demo.send(commune, bundles))
            _step(dog, "receiving", lambda: demo.receive(upper, bundle))
        finally:
            _step(dog, "closing above", upper.close)
    finally:
        _step(dog, "closing", commune.close)


def _import(commune: Station) -> None:
    commune.hand.click("Door_import")
    demo.import_list(commune, "danh-sach-nong-cot.xlsx")


def _province(dog: Watchdog, home: Path, province: Path) -> None:
    at = _step(dog, "province: opening", lambda: Station(province.parent, province.name, home / "pictures"))
    try:
        _step(dog, "province: logging in", lambda: _log_in(at))
        for entry in entries_of(at.workspace):
            _step(dog, f"province: {entry.id}", partial(_open, at, entry.id))
            page = at.shell.main_window().page()
            for tab in page.names[1:] if isinstance(page, TabbedPage) else ():
                _step(dog, f"province: {entry.id}, {tab}", partial(_open, at, entry.id, tab))
        for entry_id, tabs in (("people", "member"), ("visits", "visit"), ("mediation", "")):
            _open(at, entry_id, tabs or None)
            _step(dog, f"province: {entry_id}, to the end and sorted", partial(_leaf_through, at))
            _step(dog, f"province: {entry_id}, narrowed", partial(_narrow, at))
        _step(dog, "province: searching", partial(_search, at))
        _step(dog, "province: a visit", partial(_visit, at))
    finally:
        _step(dog, "province: closing", at.close)


def _log_in(at: Station) -> None:
    at.hand.type_into(at.hand.box_in("LoginPassword"), PASSWORD)
    at.hand.click("LoginButton")
    at.hand.wait(lambda: at.shell.workspace is not None, "the register is open")
    at.hand.live(_SETTLED_MS)


def _open(at: Station, page: str, tab: str | None = None) -> None:
    # By the navigation's own way, as a click on it goes.
    as_a_click(lambda: at.go(page, tab))
    at.hand.live(_SETTLED_MS)


def _table(at: Station) -> QTableView:
    return at.hand.find(QTableView, "RowTable")


def _leaf_through(at: Station) -> None:
    table = _table(at)
    table.setFocus()
    for _ in range(_ROWS_DOWN):
        at.hand.press(Qt.Key.Key_PageDown)
        at.hand.live()
    at.hand.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    at.hand.live(_SETTLED_MS)
    header = table.horizontalHeader()
    for column in range(min(3, table.model().columnCount())):
        as_a_click(partial(header.sectionClicked.emit, column))
        at.hand.live(_SETTLED_MS)


def _narrow(at: Station) -> None:
    line = at.hand.find(QLineEdit, "FilterLine")
    at.hand.type_into(line, _TYPED)
    at.hand.live(2 * _SETTLED_MS)
    at.hand.press(Qt.Key.Key_Escape)
    at.hand.live(2 * _SETTLED_MS)


def _search(at: Station) -> None:
    at.hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    at.hand.type("SearchLine", _TYPED)
    at.hand.wait(lambda: at.hand.sees("SearchList"), "something is found")
    at.hand.live(_SETTLED_MS)
    at.hand.press(Qt.Key.Key_Return)
    at.hand.live(_SETTLED_MS)


def _visit(at: Station) -> None:
    as_a_click(lambda: at.new("visit"))
    at.fill("visit", visited_on="hn", visitors="Lê Quốc Dũng", content="Thăm hỏi, động viên gia đình")
    at.pick("visit", "household", _TYPED)
    at.save()


def _step(dog: Watchdog, name: str, deed: Callable[[], Done]) -> Done:
    dog.during = name
    return deed()
