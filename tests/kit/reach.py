"""What a person can do on a page at once, and where the keyboard goes on it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractSlider, QWidget

from desktop.ui.kit.focus_ring import WIDTH, FocusRing
from desktop.ui.kit.theme import current_theme
from desktop.ui.kit.widgets import Button
from tests.kit.ink import colours, ratio
from tests.kit.keys import find_all
from tests.kit.legibility import CONTROL_RATIO, named_in_words, place, uncovered

_MOST = 0.6
"""Round corners, and what a scrolling column hides of a ring, left out."""


def primary(window: QWidget) -> list[Button]:
    """The filled buttons in sight, those scrolled away included."""
    buttons = find_all(window, Button)
    return [each for each in buttons if each.isVisible() and each.property("look") == "primary"]


def out_of_sight(window: QWidget, each: QWidget) -> bool:
    """Whether a thing is not there as a whole."""
    return each.visibleRegion().boundingRect() != each.rect() or not window.rect().contains(
        place(window, each)
    )


def stops(page: QWidget) -> list[QWidget]:
    """Where Tab stops within a page, in its order, of what is in sight."""
    found: list[QWidget] = []
    reachable = [each for each in uncovered(page) if _takes_tab(each)]
    each = page.nextInFocusChain()
    while each is not None and each is not page:
        if page.isAncestorOf(each) and each in reachable:
            found.append(each)
        each = each.nextInFocusChain()
    return found


def without_ring(window: QWidget, page: QWidget) -> list[str]:
    """Stops whose ring is not to be seen around the most of them, or that look the same without the keyboard."""
    (ring,) = find_all(window, FocusRing)
    looks = current_theme().colours
    blue, gap = (int(colour[1:], 16) for colour in (looks.focus, looks.surface))
    found = []
    for each in stops(page):
        each.setFocus(Qt.FocusReason.TabFocusReason)
        around = ring.ring()
        with_keyboard = window.grab(around).toImage()
        band = 2 * WIDTH * (around.width() + around.height())
        each.clearFocus()
        without = window.grab(around).toImage()
        blues = colours(with_keyboard)[blue] - colours(without)[blue]
        if blues < _MOST * band or ratio(blue, gap) < CONTROL_RATIO:
            found.append(f"{named_in_words(each)}: {blues} of {band} pixels")
    return found


def _takes_tab(each: QWidget) -> bool:
    stops_here = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) and each.focusProxy() is None
    return stops_here and each.isEnabled() and not isinstance(each, QAbstractSlider)


def out_of_order(page: QWidget) -> list[str]:
    """Where Tab goes back against the order of reading: up, or left within a line."""
    found = []
    in_order = stops(page)
    for one, other in pairwise(in_order):
        if _goes_back(place(page, one), place(page, other)):
            found.append(f"{named_in_words(one)} -> {named_in_words(other)}")
    return found


def _goes_back(here: QRect, there: QRect) -> bool:
    above = there.bottom() < here.top() and there.left() < here.right()
    common = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
    same_line = 2 * common > min(here.height(), there.height())
    return above or (same_line and there.right() <= here.left())
