"""The sheet that shows how a printer feeds, read as a person reads it: by folding."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from desktop.pdf.calibration import FOLD_MM, CalibrationTexts, draw_calibration, draw_dividers
from desktop.pdf.render import page_count, page_text
from tests.pdf.papers import picture

TEXTS = CalibrationTexts("Tờ căn chỉnh", ["Gấp mép trái"], "Ngang", "Dọc", "100 mm")
DOTS = 10
"""Dots of the picture to a millimetre."""


def sheet(width: float = 297, height: float = 210) -> Image.Image:
    out = BytesIO()
    draw_calibration(width, height, TEXTS, out)
    return picture(out.getvalue(), width=round(width * DOTS)).convert("L")


def marks_across(image: Image.Image) -> list[float]:
    """Where each step of the stairs stands, in mm from the left edge."""
    middle = image.height / 2 / DOTS
    rows = image.tobytes()
    found = []
    for half in range(-16, 17):
        row = round((middle + half / 2 * 5.6) * DOTS)
        dark = [x for x in range(240, 600) if rows[row * image.width + x] < 128]
        found.append(dark[0] / DOTS)
    return found


@pytest.mark.parametrize("feed", [-4.0, 0.0, 2.5])
def test_the_mark_that_the_folded_edge_touches_is_how_far_the_print_stands_off(feed: float) -> None:
    fed = ImageChops.offset(sheet(), round(feed * DOTS), 0)
    fold = FOLD_MM + feed
    edge = 2 * fold
    touched = min(range(33), key=lambda step: abs(marks_across(fed)[step] - edge))
    assert (touched - 16) / 2 == feed


def test_it_is_of_the_size_of_the_paper() -> None:
    assert sheet(420, 297).size == (4200, 2970)
    assert sheet(210, 297).size == (2100, 2970)


def test_a_divider_stands_for_each_group() -> None:
    out = BytesIO()
    draw_dividers(297, 210, [("TẬP THỂ", "2 tờ"), ("CÁ NHÂN", "30 tờ")], out)
    assert page_count(out.getvalue()) == 2
    assert page_text(out.getvalue(), 1).split("\n")[:2] == ["CÁ NHÂN", "30 tờ"]
