from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop.pdf.render import page_count, page_text, render_page
from tests.pdf.papers import HOUSEHOLD, MAN, pdf_of

TWO_PAGES = pdf_of(MAN, HOUSEHOLD)


@pytest.mark.parametrize("width", [1, 97, 333, 1000, 1001])
def test_a_page_is_rendered_at_exactly_the_width_asked(width: int) -> None:
    page = render_page(TWO_PAGES, 0, width)
    assert (page.width, page.height) == (width, max(1, round(width * 210 / 297)))
    assert page.stride == 4 * width
    assert len(page.pixels) == page.stride * page.height


def test_paper_is_white_and_the_frame_is_red_in_the_order_of_bytes_that_qt_reads() -> None:
    page = render_page(TWO_PAGES, 0, 2970)
    middle_of_the_line = page.stride * page.height // 2 // page.stride * page.stride + 4 * 75
    assert page.pixels[:4] == b"\xff\xff\xff\xff"
    assert page.pixels[middle_of_the_line : middle_of_the_line + 3] == bytes.fromhex("1B12B5")


def test_each_page_has_its_own_picture_and_text() -> None:
    assert page_count(TWO_PAGES) == 2
    assert render_page(TWO_PAGES, 0, 300) != render_page(TWO_PAGES, 1, 300)
    assert "NHẪN" in page_text(TWO_PAGES, 0)
    assert "NHẪN" not in page_text(TWO_PAGES, 1)


def test_a_page_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        render_page(TWO_PAGES, 2, 300)


def test_threads_that_render_at_once_get_the_right_pictures() -> None:
    alone = [render_page(TWO_PAGES, page, 500) for page in (0, 1)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda number: render_page(TWO_PAGES, number % 2, 500), range(12)))
    assert together == alone * 6
