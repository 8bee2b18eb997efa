from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.base.resources import resource

SIDE = 20
NAMES = sorted(file.stem for file in resource("icons").glob("*.svg") if file.stem != "app")
PAGES = {
    "today",
    "areas",
    "people",
    "visit",
    "mediation",
    "activity",
    "award",
    "review",
    "report",
    "sync",
    "admin",
}
BAR = {"search", "hide", "show", "user", "lock", "help"}
ACTIONS = {
    "add",
    "edit",
    "undo",
    "print",
    "save",
    "usb",
    "excel",
    "close",
    "back",
    "next",
    "filter",
    "history",
    "more",
}
OTHERS = {"calendar", "chevron-down", "retire", "restore", "conflict", "warning"}
CHIPS = {"draft", "half", "check", "due", "late", "secret"}


def drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def picture(svg: str, side: int = SIDE) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    return image


def ink(image: QImage) -> list[tuple[int, int]]:
    across = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return [(x, y) for x, y in across if image.pixelColor(x, y).alpha() > 100]


def test_every_icon_is_there() -> None:
    assert set(NAMES) == PAGES | BAR | ACTIONS | OTHERS | CHIPS


@pytest.mark.parametrize("name", NAMES)
def test_icon_has_the_one_grid_and_stroke(name: str) -> None:
    svg = drawing(name)
    assert 'viewBox="0 0 20 20"' in svg
    assert set(re.findall(r'stroke-width="([^"]*)"', svg)) == {"1.5"}


@pytest.mark.parametrize("name", NAMES)
def test_icon_has_one_colour_to_be_replaced(name: str) -> None:
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing(name))) <= {"#000", "none"}


@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_within_its_grid_and_fills_it(qapp: QGuiApplication, name: str) -> None:
    pixels = ink(picture(drawing(name)))
    xs, ys = {x for x, _ in pixels}, {y for _, y in pixels}
    assert min(xs | ys) >= 1
    assert max(xs | ys) <= SIDE - 2
    assert max(max(xs) - min(xs), max(ys) - min(ys)) >= SIDE // 2


@pytest.mark.parametrize("name", NAMES)
def test_icon_takes_the_colour_of_the_theme(qapp: QGuiApplication, name: str) -> None:
    image = picture(drawing(name).replace('"#000"', '"#00FF00"'), side=80)
    solid = [image.pixelColor(x, y) for x, y in ink(image)]
    assert {(colour.red(), colour.blue()) for colour in solid} == {(0, 0)}
    assert min(colour.green() for colour in solid) > 250


def test_no_two_icons_look_alike(qapp: QGuiApplication) -> None:
    looks = [frozenset(ink(picture(drawing(name)))) for name in NAMES]
    alike = [
        (one, other)
        for one, a in zip(NAMES, looks, strict=True)
        for other, b in zip(NAMES, looks, strict=True)
        if one < other and len(a ^ b) < len(a | b) // 6
    ]
    assert alike == []


@pytest.mark.parametrize("side", [16, 32, 256])
def test_program_icon_is_pine_with_a_white_tick(qapp: QGuiApplication, side: int) -> None:
    image = picture(drawing("app"), side)
    assert image.pixelColor(round(side * 0.8), side // 8).name() == "#14584b"
    assert image.pixelColor(round(side * 0.53), round(side * 0.53)).lightness() > 200
