"""The handbook in a window of its own: F1 opens the page, and the place on it, that fits what one is doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QDialog, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.handbook_page import CONTENTS, blocks, contents, on_screen, set_page
from desktop.ui.shell.quiet_list import quiet_list
from desktop.ui.shell.shortcuts import HELP

_SIZE: Final = (940, 640)
_LEFT: Final = 236


@dataclass(frozen=True)
class Place:
    """A page of the handbook and a heading on it; an empty heading is the top of the page."""

    file: str
    heading: str = ""


PLACES: Final[Mapping[str, Place]] = {
    "today": Place("hang-tuan.md", "Việc hôm nay"),
    "areas": Place("ngay-dau.md"),
    "people": Place("nhap-danh-sach.md"),
    "person": Place("du-lieu-sach.md", "Một người trên một trang"),
    "people.findings": Place("du-lieu-sach.md", "Hồ sơ cần xem lại"),
    "people.doubles": Place("du-lieu-sach.md", "Hồ sơ trùng"),
    "importing": Place("nhap-danh-sach.md"),
    "visits": Place("hang-tuan.md", "Thăm gặp"),
    "mediation": Place("hang-tuan.md", "Vụ, việc hòa giải"),
    "activities": Place("hang-tuan.md", "Ý kiến và hoạt động"),
    "awards": Place("khen-thuong.md"),
    "awards.printing": Place("in-giay.md"),
    "press": Place("in-giay.md"),
    "packs": Place("goi-in.md"),
    "awards.proof": Place("mau-giay.md", "Kiểm tra một tờ giấy"),
    "reviews": Place("hang-tuan.md", "Việc hôm nay"),
    "reports": Place("bao-cao.md"),
    "reports.upper_form": Place("bao-cao.md", "Biểu mẫu của cấp trên"),
    "sync": Place("usb.md"),
    "sync.reception": Place("cap-tren.md", "Chế độ tiếp nhận"),
    "board": Place("cap-tren.md", "Theo dõi báo cáo"),
    "board.reminder": Place("cap-tren.md", "Đôn đốc"),
    "board.today": Place("hang-tuan.md", "Việc hôm nay"),
    "reports.frozen_total": Place("cap-tren.md", "Tổng hợp và so sánh"),
    "reports.comparison": Place("cap-tren.md", "Tổng hợp và so sánh"),
    "targets": Place("hang-tuan.md", "Việc hôm nay"),
    "units": Place("cap-tren.md", "Danh sách đơn vị"),
    "units.devices": Place("dang-ky-may.md"),
    "sync.devices": Place("dang-ky-may.md"),
    "sync.scopes": Place("chia-se.md"),
    "sync.transfers": Place("chia-se.md", "Sáp nhập, chuyển địa bàn, hộ chuyển nơi ở"),
    "sync.attention": Place("usb.md", "Cần xử lý"),
    "sync.received": Place("usb.md", "Hoàn tác một gói đã nhận"),
    "sync.receive": Place("usb.md", "Nhận"),
    "sync.pack": Place("goi-in.md"),
    "administration": Place("ngay-dau.md", "Thêm tài khoản"),
    "administration.update": Place("cai-dat.md", "Cài bản mới"),
    "administration.handover": Place("ban-giao.md"),
    "administration.backup": Place("may-hong.md"),
    "administration.audit": Place("nhat-ky.md", "Nhật ký sử dụng"),
}
"""By entry of the navigation, or by entry and tab: what is read beside it."""


def place_for(page: str, tab: str | None = None) -> Place:
    """What fits a page and the tab that is open on it; the contents where nothing else does."""
    return PLACES.get(f"{page}.{tab}") or PLACES.get(page) or Place(CONTENTS)


class HandbookText(QTextBrowser):
    """One page as it is read; its pictures are never wider than the window.

    Signals:
        followed: the file of another page that was clicked on.
    """

    followed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("HandbookText")
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self._place = Place(CONTENTS)
        self._shown: QTextDocument | None = None

    def show_place(self, place: Place) -> None:
        self._place = place
        self._show()
        block = self._heading(place.heading)
        self.setTextCursor(QTextCursor(block))
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top) if place.heading else 0)

    def headings(self) -> list[str]:
        """Those of the page that is shown, as they are read."""
        return [block.text() for block in blocks(self.document()) if block.blockFormat().headingLevel()]

    def widest_picture(self) -> int:
        """In pixels; 0 on a page without pictures."""
        formats = self.document().allFormats()
        return max(
            (round(each.toImageFormat().width()) for each in formats if each.isImageFormat()), default=0
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.show_place(self._place)

    def _show(self) -> None:
        document = set_page(self._place.file, on_screen(self.viewport().width() - 3 * Space.L), self)
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document

    def _heading(self, text: str) -> QTextBlock:
        wanted = (block for block in blocks(self.document()) if text and block.text() == text)
        return next(wanted, self.document().begin())

    def _follow(self, link: QUrl) -> None:
        file = link.path().rpartition("/")[2]
        if not link.scheme() and file in {name for _, name in contents()} | {CONTENTS}:
            self.followed.emit(file)


class Handbook(QDialog):
    """Pages at the left, the one that is read at the right; it stays open beside the work.

    Signals:
        keys_asked: the keys of the page that is open in the window are wanted.
        print_asked: title and file of the page that is wanted on paper.
    """

    keys_asked = Signal()
    print_asked = Signal(str, str)

    def __init__(self, parent: QWidget, words: Words) -> None:
        super().__init__(parent)
        self.setObjectName("Handbook")
        self.setWindowTitle(words("handbook.title"))
        theme = current_theme()
        self.pages = quiet_list("HandbookPages")
        self.pages.setAccessibleName(words("handbook.pages"))
        self.pages.setFixedWidth(theme.px(_LEFT))
        for title, file in contents():
            item = QListWidgetItem(title)
            item.setToolTip(title)
            item.setSizeHint(QSize(0, theme.control_height))
            item.setData(Qt.ItemDataRole.UserRole, file)
            self.pages.addItem(item)
        self.text = named(HandbookText(), "HandbookText")
        self.text.setAccessibleName(words("handbook.title"))
        keys = Button("HandbookKeys", words("handbook.keys"), shortcut=HELP.keys)
        keys.setAutoDefault(False)
        self.print_button = Button(
            "HandbookPrint", words("handbook.print"), icon_name="print", shortcut="Ctrl+P"
        )
        self.print_button.setAutoDefault(False)
        close = Button("HandbookClose", words("kit.close"), look=Look.PRIMARY)
        close.setAutoDefault(False)
        both = row(self.pages, margins=(Space.L, Space.L, Space.L, 0), gap=Space.M)
        both.addWidget(self.text, 1)
        buttons = row(margins=(Space.L, Space.S, Space.L, Space.L))
        buttons.addWidget(keys)
        buttons.addWidget(self.print_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(both, 1)
        outer.addLayout(buttons)
        self.resize(
            min(theme.px(_SIZE[0]), parent.width() - 2 * Space.L),
            min(theme.px(_SIZE[1]), parent.height() - 2 * Space.L),
        )
        self.pages.currentItemChanged.connect(self._turn)
        self.text.followed.connect(self._follow)
        keys.clicked.connect(self.keys_asked)
        QShortcut(QKeySequence(HELP.keys), self).activated.connect(self.keys_asked)
        self.print_button.clicked.connect(self._ask_for_paper)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._ask_for_paper)
        close.clicked.connect(self.close)

    def open_at(self, place: Place) -> None:
        """Show a page; the window comes forward if it was open already."""
        self._mark(place.file)
        self.text.show_place(place)
        self.show()
        self.activateWindow()
        self.text.setFocus()

    def file(self) -> str:
        """The page that is marked; empty for the contents."""
        item = self.pages.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _ask_for_paper(self) -> None:
        file = self.file() or CONTENTS
        titles = {each: title for title, each in contents()}
        self.print_asked.emit(titles.get(file, self.windowTitle()), file)

    def _mark(self, file: str) -> None:
        """Mark a page without turning to it."""
        self.pages.blockSignals(True)
        names = [file for _, file in contents()]
        self.pages.setCurrentRow(names.index(file) if file in names else -1)
        self.pages.blockSignals(False)

    def _turn(self) -> None:
        self.text.show_place(Place(self.file() or CONTENTS))

    def _follow(self, file: str) -> None:
        self._mark(file)
        self.text.show_place(Place(file))
