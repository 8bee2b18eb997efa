"""A layout that was changed in the window is a file that anybody can read again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.pdf.errors import LayoutOffPage, ScanNotReadable
from desktop.pdf.layout import Border, Box, Stroke, load_layout, read_layout, shipped_layouts
from desktop.pdf.layout_file import layout_bytes
from desktop.pdf.picture import small_jpeg
from tests.pdf.papers import A4


@pytest.mark.parametrize("path", shipped_layouts(), ids=lambda path: str(path.stem))
def test_what_is_written_reads_as_it_was(path: Path) -> None:
    layout = load_layout(path)
    assert read_layout(layout_bytes(layout), "x") == layout


def test_words_with_quotes_and_breaks_read_as_they_were() -> None:
    layout = replace(A4, name='Mẫu "A" \\ 1', note="Một\nhai\x7f", emblem=Box(1.5, 2, 20.25, 20))
    assert read_layout(layout_bytes(layout), "x") == layout


def test_a_block_off_the_paper_is_not_written() -> None:
    off = replace(A4.blocks[0], box=replace(A4.blocks[0].box, x=290))
    with pytest.raises(LayoutOffPage):
        layout_bytes(replace(A4, blocks=(off, *A4.blocks[1:])))


@given(
    st.builds(
        Border,
        st.sampled_from(Stroke),
        *[st.floats(-1e6, 1e6)] * 3,
        st.just("#B5121B"),
    ),
    st.floats(50, 1200),
)
def test_a_border_made_to_fit_a_sheet_is_always_one_that_may_be_read(border: Border, side: float) -> None:
    blocks = tuple(replace(block, box=Box(0, 0, 50, 50)) for block in A4.blocks)
    sheet = replace(A4, width=1200, height=side, frame=(border.fitted(side),), blocks=blocks, code=None)
    assert read_layout(layout_bytes(sheet), "x").frame == sheet.frame


def test_a_scan_is_made_small_enough_to_draw_again_and_again() -> None:
    out = BytesIO()
    Image.new("RGBA", (3000, 2000), "navy").save(out, "PNG")
    with Image.open(BytesIO(small_jpeg(out.getvalue()))) as small:
        assert (small.format, small.size) == ("JPEG", (1600, 1067))


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xffbroken"])
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(ScanNotReadable):
        small_jpeg(raw)
