"""A batch on paper: pages, passes, blanks, shifts, emblems, and equal files for equal input."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from desktop.domain.errors import Cancelled
from desktop.pdf.certificate import ALL_ITEMS, SECOND_PASS, CertificateDoesNotFit, Printing, draw_certificates
from desktop.pdf.errors import EmblemNotReadable, NothingToPrint
from desktop.pdf.layout import Anchor, Box, Item
from desktop.pdf.render import page_count, page_text
from desktop.pdf.typesetting import FitProblem, Misfit
from tests.pdf.papers import A4, HOUSEHOLD, MAN, POSTHUMOUS, TYPICAL, ink_box, pdf_of, picture, same_pixels

NO_FRAME = Printing(frame=False)


def png(width: int = 40, height: int = 40) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return out.getvalue()


def test_nothing_is_written_when_one_certificate_does_not_fit() -> None:
    out = BytesIO()
    with pytest.raises(CertificateDoesNotFit) as caught:
        draw_certificates([MAN, replace(MAN, name="Nguyễn " * 40)], A4, out)
    assert caught.value.facts["number"] == 2
    assert caught.value.problems == (FitProblem(Item.NAME, Misfit.TOO_LONG),)
    assert out.getvalue() == b""


def test_a_print_of_nothing_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        pdf_of()


def test_each_certificate_has_a_page_of_its_own_in_their_order() -> None:
    pdf = pdf_of(MAN, HOUSEHOLD, POSTHUMOUS)
    assert page_count(pdf) == 3
    assert [page_text(pdf, page).split("\n")[5] for page in range(3)] == [
        "Ông ĐỖ VĂN NHẪN",
        "Hộ gia đình ông NGUYỄN VĂN SANG",
        "Ông ĐỖ VĂN NHẪN",
    ]


def test_progress_counts_the_pages() -> None:
    steps: list[tuple[int, int]] = []
    draw_certificates([MAN, HOUSEHOLD], A4, BytesIO(), lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]


def test_cancelling_writes_nothing() -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    out = BytesIO()
    with pytest.raises(Cancelled):
        draw_certificates([MAN, HOUSEHOLD], A4, out, cancel)
    assert out.getvalue() == b""


def test_equal_input_gives_an_equal_file() -> None:
    assert pdf_of(*TYPICAL.values()) == pdf_of(*TYPICAL.values())


def test_another_process_gives_the_same_file() -> None:
    script = (
        "from hashlib import sha256; from tests.pdf.papers import TYPICAL, pdf_of;"
        "print(sha256(pdf_of(*TYPICAL.values())).hexdigest())"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == sha256(pdf_of(*TYPICAL.values())).hexdigest()


def test_text_composed_and_decomposed_gives_the_same_file() -> None:
    decomposed = replace(MAN, name=unicodedata.normalize("NFD", MAN.name))
    assert decomposed.name != MAN.name
    assert pdf_of(decomposed) == pdf_of(MAN)


def test_stray_spaces_and_invisible_letters_are_not_printed() -> None:
    assert pdf_of(replace(MAN, name=" Đỗ\u00a0 Văn\u200b  Nhẫn\ufeff\r\n")) == pdf_of(MAN)


def test_the_sample_mark_stands_on_every_page_under_the_text() -> None:
    pdf = pdf_of(MAN, HOUSEHOLD, printing=Printing(sample=True))
    assert [page_text(pdf, page).split("\n")[0] for page in range(2)] == ["DỮ LIỆU MẪU"] * 2
    plain, marked = picture(pdf_of(MAN)), picture(pdf)
    assert not same_pixels(plain, marked)
    assert same_pixels(ImageChops.darker(plain, marked), marked)


def test_the_gap_above_a_line_is_left_out_where_nothing_stands_above() -> None:
    without_issuer = replace(MAN, issuer="")
    wider = replace(
        A4,
        blocks=tuple(
            replace(
                block,
                lines=tuple(
                    replace(line, gap=8, max_gap=8) if line.item is Item.CONFERRAL else line
                    for line in block.lines
                ),
            )
            for block in A4.blocks
        ),
    )
    assert pdf_of(without_issuer, layout=wider) == pdf_of(without_issuer)
    assert pdf_of(MAN, layout=wider) != pdf_of(MAN)


@pytest.mark.parametrize("anchor", Anchor)
def test_numbers_added_in_a_second_pass_fall_into_place(anchor: Anchor) -> None:
    layout = replace(A4, blocks=tuple(replace(block, anchor=anchor) for block in A4.blocks))
    unnumbered = replace(MAN, decision="", register_number="", place_date="")
    first = picture(pdf_of(unnumbered, layout=layout, printing=Printing(items=ALL_ITEMS - SECOND_PASS)))
    second = picture(pdf_of(MAN, layout=layout, printing=Printing(frame=False, items=SECOND_PASS)))
    assert same_pixels(ImageChops.darker(first, second), picture(pdf_of(MAN, layout=layout)))


def test_blanks_get_only_what_they_do_not_carry_yet() -> None:
    text = page_text(pdf_of(MAN, printing=Printing().on_blanks(A4)), 0).split("\n")
    assert text[:2] == ["TẶNG", "Ông ĐỖ VĂN NHẪN"]


def test_blanks_get_no_frame() -> None:
    blank = pdf_of(MAN, printing=Printing().on_blanks(A4))
    ink = ink_box(picture(blank))
    assert ink is not None
    assert ink[0] > A4.room.x * 2


def test_a_shift_moves_the_whole_page_right_and_down() -> None:
    plain = ink_box(picture(pdf_of(MAN, printing=NO_FRAME)))
    shifted = ink_box(picture(pdf_of(MAN, printing=replace(NO_FRAME, shift_x=5, shift_y=-3))))
    assert plain is not None
    assert shifted is not None
    # The picture has two pixels to the millimetre.
    assert (shifted[0] - plain[0], shifted[1] - plain[1]) == (10, -6)


def test_the_units_emblem_stands_in_the_place_the_layout_gives_it() -> None:
    layout = replace(A4, frame=(), emblem=Box(100, 60, 20, 20))
    bare = picture(pdf_of(MAN, layout=layout, printing=Printing(items=frozenset())))
    image = picture(pdf_of(MAN, layout=layout, printing=Printing(items=frozenset(), emblem=png())))
    assert ink_box(bare) is None
    assert ink_box(image) == pytest.approx((200, 120, 240, 160), abs=1)


def test_an_emblem_without_a_place_is_left_out() -> None:
    assert pdf_of(MAN, printing=Printing(emblem=png())) == pdf_of(MAN)


@pytest.mark.parametrize(
    "raw",
    [b"GIF89a" + b"\0" * 40, png()[:60], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"\0" * 40, png(5000, 5000)],
    ids=["other kind", "cut short", "head only", "not a picture", "too many points"],
)
def test_an_unusable_emblem_is_refused(raw: bytes) -> None:
    with pytest.raises(EmblemNotReadable):
        pdf_of(MAN, printing=Printing(emblem=raw))
