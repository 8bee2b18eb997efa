"""What a person could not read or reach on a page: looked for in the widgets that are shown and in their picture.

Nothing here knows a page by name, so that a new page is looked at like the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from desktop.ui.kit.details import Chip
from desktop.ui.kit.table import Header
from desktop.ui.kit.theme import Type, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel
from desktop.ui.shell.layouts import Layout
from desktop.ui.shell.navigation_bar import WIDTH, NavigationButton
from tests.kit.ink import strength
from tests.kit.keys import find_all

TEXT_RATIO: Final = 4.5
CONTROL_RATIO: Final = 3.0
"""WCAG 2.1, 1.4.3 and 1.4.11."""

ELLIPSIS: Final = "…"
_OVERLAYS: Final = ("FocusRing", "Toast", "Side", "NavigationBar", "Overlay", "ChoicesPopup", "ScrollBody")
_COVERS: Final = ("Side", "Toast", "Overlay", "ChoicesPopup")
_EDGE: Final = 2
_SHORT: Final = 4
_BESIDE: Final = 44
"""The icon of an entry and the gaps around it."""


@dataclass(frozen=True)
class Written:
    """Words on the screen. ``rect`` is what is in sight of them, in the window's coordinates."""

    text: str
    rect: QRect
    owner: QWidget

    def __str__(self) -> str:
        return f"{type(self.owner).__name__} {self.owner.objectName()}: {self.text}"


def place(window: QWidget, thing: QWidget, rect: QRect | None = None) -> QRect:
    """A part of a thing, the whole one if none is given, in the window's coordinates."""
    part = rect if rect is not None else thing.rect()
    return QRect(thing.mapTo(window, part.topLeft()), part.size())


def shown(window: QWidget) -> Iterator[QWidget]:
    """Every widget of which something is in sight."""
    for each in window.children():
        if isinstance(each, QWidget) and each.isVisible() and not each.isWindow():
            if not each.visibleRegion().isEmpty():
                yield each
            yield from shown(each)


def uncovered(window: QWidget) -> Iterator[QWidget]:
    """What is in sight and has no panel lying over a part of it."""
    covers = [(each, place(window, each)) for each in shown(window) if each.objectName() in _COVERS]
    for each in shown(window):
        rect = place(window, each)
        apart = (on for over, on in covers if not (over is each or _in(over, each) or _in(each, over)))
        if not any(on.intersects(rect) for on in apart):
            yield each


def _in(outer: QWidget, inner: QWidget) -> bool:
    return outer.isAncestorOf(inner)


def written(window: QWidget) -> Iterator[Written]:
    """All words that are in sight."""
    for each in uncovered(window):
        for text, rect in _texts(each):
            seen = rect & each.visibleRegion().boundingRect()
            if text.strip() and not seen.isEmpty():
                yield Written(text, place(window, each, seen), each)


def _texts(each: QWidget) -> Iterator[tuple[str, QRect]]:
    match each:
        case QLabel():
            yield each.text(), _label_text(each)
        case NavigationButton() | QCheckBox() | QRadioButton():
            yield each.text(), each.rect()
        case QAbstractButton():
            yield each.text(), _button_text(each)
        case QLineEdit():
            yield each.text() or each.placeholderText(), _line_text(each)
        case QPlainTextEdit():
            yield each.toPlainText() or each.placeholderText(), each.rect().adjusted(6, 3, -6, -3)
        case QTabBar():
            yield from ((each.tabText(at), each.tabRect(at).adjusted(0, 0, 0, -4)) for at in _tabs(each))
        case Chip():
            yield each.text, each.rect().adjusted(6, 4, -6, -4)
        case QHeaderView() if each.orientation() is Qt.Orientation.Horizontal:
            yield from _heads(each)
        case QAbstractItemView() if not isinstance(each, QHeaderView):
            for index, rect in cells(each):
                yield str(each.model().data(index) or ""), rect
        case _:
            return


def _label_text(each: QLabel) -> QRect:
    return each.contentsRect()


def _button_text(each: QAbstractButton) -> QRect:
    """Without the icon and the border."""
    inside = each.rect().adjusted(3, 3, -3, -3)
    if each.icon().isNull() or each.property("look") == "link":
        return inside
    width = each.fontMetrics().horizontalAdvance(each.text())
    if each.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        return inside.adjusted(0, 0, -each.iconSize().width() - 4, 0)
    left = (each.width() + each.iconSize().width() + 4 - width) // 2
    return QRect(max(left, 3), inside.top(), min(width, inside.width()), inside.height())


def _line_text(each: QLineEdit) -> QRect:
    """Between the pictures that stand in a line."""
    inside = each.rect().adjusted(8, 4, -8, -4)
    for picture in find_all(each, QToolButton):
        if picture.isVisible() and picture.x() < each.width() // 2:
            inside.setLeft(picture.geometry().right() + 2)
        elif picture.isVisible():
            inside.setRight(picture.geometry().left() - 2)
    return inside


def _heads(header: QHeaderView) -> Iterator[tuple[str, QRect]]:
    model = header.model()
    for at in range(header.count()):
        left = header.sectionViewportPosition(at)
        rect = QRect(left, 0, header.sectionSize(at), header.height()).adjusted(4, 2, -4, -3)
        if rect & header.rect() == rect:
            yield str(model.headerData(at, Qt.Orientation.Horizontal) or ""), rect


def cells(view: QAbstractItemView) -> Iterator[tuple[QModelIndex, QRect]]:
    """The cells that are wholly in sight, in the coordinates of the view."""
    model = view.model()
    room = view.viewport().rect()
    top = view.indexAt(QPoint(5, 5)).row()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(max(top, 0), model.rowCount()):
        first = view.visualRect(model.index(row, 0))
        if first.top() >= room.bottom():
            return
        for at in range(columns):
            index = model.index(row, at)
            rect = view.visualRect(index)
            if not rect.isEmpty() and room.contains(rect):
                yield index, rect.translated(view.viewport().pos()).adjusted(4, 2, -4, -3)


# What is cut


def cut(window: QWidget) -> list[str]:
    """Words that have less room than they need, and things that stand over the edge of what they are in."""
    found = []
    for each in uncovered(window):
        if _is_tight(each) or _is_over_an_edge(window, each):
            texts = [text for text, _ in _texts(each) if text]
            found.append(f"{type(each).__name__} {each.objectName()}: {texts}")
    return found


def _is_tight(each: QWidget) -> bool:
    match each:
        case ElidedLabel():
            return False
        case QLabel() if each.text():
            needed = each.heightForWidth(each.width()) if each.wordWrap() else each.sizeHint().height()
            one_line = max(each.fontMetrics().horizontalAdvance(line) for line in each.text().split("\n"))
            return each.height() < needed or (not each.wordWrap() and each.width() < one_line)
        case QPushButton() | QCheckBox() | QRadioButton() if each.text():
            return each.width() < each.minimumSizeHint().width()
        case QTabBar():
            tight = any(each.tabRect(at).width() < each.tabSizeHint(at).width() for at in _tabs(each))
            return tight or any(not each.rect().contains(each.tabRect(at)) for at in _tabs(each))
        case QLineEdit() if not each.text():
            hint = each.fontMetrics().horizontalAdvance(each.placeholderText())
            return bool(hint) and each.width() < hint + 20
        case NavigationButton():
            rail = each.width() <= current_theme().px(WIDTH[Layout.RAIL])
            size = Type.CAPTION if rail else Type.BODY
            metrics = QFontMetrics(current_theme().font(size, QFont.Weight.DemiBold))
            parts = each.text().split() if rail else [each.text()]
            return max(map(metrics.horizontalAdvance, parts)) > each.width() - (0 if rail else _BESIDE)
        case _:
            return False


def _is_over_an_edge(window: QWidget, each: QWidget) -> bool:
    """Whether something is out of sight that cannot be scrolled into sight."""
    if not any(text for text, _ in _texts(each)) or isinstance(each, QHeaderView):
        return False
    if each.visibleRegion().boundingRect() == each.rect():
        return False
    return not _scrolls(window, each)


def _scrolls(window: QWidget, each: QWidget) -> bool:
    parent = each.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def elided(window: QWidget) -> list[str]:
    """Words of labels, buttons and heads of columns that end in a mark of elision."""
    found = []
    for each in uncovered(window):
        if isinstance(each, ElidedLabel) and each.text() != each.full_text():
            found.append(f"{each.objectName()}: {each.full_text()}")
        elif isinstance(each, QLabel | QAbstractButton) and each.text().endswith((ELLIPSIS, "...")):
            found.append(each.text())
        elif isinstance(each, Header):
            found += each.elided()
    return found


# What lies over what


def overlapping(window: QWidget) -> list[str]:
    """Neighbours that stand on each other, apart from what is made to lie over a page."""
    found = []
    for parent in chain((window,), shown(window)):
        if isinstance(parent, QAbstractScrollArea | QLineEdit | QTabBar | QScrollBar):
            continue
        children = [each for each in parent.children() if isinstance(each, QWidget) and _lies_flat(each)]
        for one, other in combinations(children, 2):
            common = one.geometry() & other.geometry()
            if min(common.width(), common.height()) > _EDGE:
                found.append(f"{named_in_words(one)} and {named_in_words(other)} in {named_in_words(parent)}")
    return found


def _tabs(bar: QTabBar) -> list[int]:
    """The tabs that there are to be seen."""
    return [at for at in range(bar.count()) if bar.isTabVisible(at)]


def _lies_flat(each: QWidget) -> bool:
    seen = each.isVisible() and not each.visibleRegion().isEmpty()
    return seen and not each.isWindow() and each.objectName() not in _OVERLAYS


def named_in_words(each: QWidget) -> str:
    texts = [text for text, _ in _texts(each) if text][:1]
    return f"{type(each).__name__} {each.objectName()} {texts}"


# What can hardly be seen


def faint(window: QWidget, picture: QImage) -> list[str]:
    """Words under 4.5 : 1; those of a thing that cannot be used now are let pass."""
    return [
        f"{each} is {ratio:.1f}"
        for each in written(window)
        if each.owner.isEnabled()
        and (ratio := strength(picture, each.rect, 3 if len(each.text) > _SHORT else 1)) < _wanted(each.text)
        and not _hardly_in_sight(each)
    ]


def _wanted(text: str) -> float:
    """An arrow or a dot is a picture."""
    return TEXT_RATIO if any(letter.isalnum() for letter in text) else CONTROL_RATIO


def _hardly_in_sight(each: Written) -> bool:
    """A line that scrolls out at an edge shows the tips of its letters only."""
    return each.rect.height() < each.owner.fontMetrics().ascent()


def faint_controls(window: QWidget, picture: QImage) -> list[str]:
    """Lines around fields and buttons, and icons, under 3 : 1."""
    found = []
    for each in uncovered(window):
        rect = _whole(window, each)
        if rect is None or not each.isEnabled():
            continue
        if _has_line(each):
            ratio = _edge(picture, rect)
        elif isinstance(each, QPushButton | QToolButton) and not each.text() and not each.icon().isNull():
            ratio = strength(picture, rect.adjusted(4, 4, -4, -4))
        elif isinstance(each, NavigationButton):
            ratio = strength(picture, rect.adjusted(8, 8, -max(rect.width() - 36, 8), -8))
        else:
            continue
        if ratio < CONTROL_RATIO:
            found.append(f"{named_in_words(each)} is {ratio:.1f}")
    return found


def _has_line(each: QWidget) -> bool:
    if isinstance(each, QLineEdit):
        return not each.isReadOnly() and each.property("inside") != "true"
    return isinstance(each, Button) and each.property("look") in ("primary", "secondary", "chip", "danger")


def _whole(window: QWidget, each: QWidget) -> QRect | None:
    return place(window, each) if each.visibleRegion().boundingRect() == each.rect() else None


def _edge(picture: QImage, rect: QRect) -> float:
    """The line at the left of a control, from what is outside to what is inside."""
    middle = rect.center().y()
    return strength(picture, QRect(rect.left() - 4, middle - 3, 8, 7) & picture.rect())
