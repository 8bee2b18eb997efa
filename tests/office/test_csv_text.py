from __future__ import annotations

import codecs
import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.office import errors
from desktop.office.legacy import looks_legacy_encoded
from desktop.office.limits import Limits
from desktop.office.reading import read_workbook

LIST = "STT;Họ và tên;Địa chỉ\r\n1;Nguyễn Thị Ễộặ;ấp Đông Hưng\r\n2;Đặng Văn Ỹ;khóm 3, tổ 5\r\n"
ROWS = (
    ("STT", "Họ và tên", "Địa chỉ"),
    ("1", "Nguyễn Thị Ễộặ", "ấp Đông Hưng"),
    ("2", "Đặng Văn Ỹ", "khóm 3, tổ 5"),
)


def rows(raw: bytes, name: str = "tep.csv") -> tuple[tuple[object, ...], ...]:
    (sheet,) = read_workbook(raw, name).sheets
    return sheet.rows


@pytest.mark.parametrize(
    "raw",
    [
        LIST.encode(),
        codecs.BOM_UTF8 + LIST.encode(),
        codecs.BOM_UTF16_LE + LIST.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"),
        LIST.encode("utf-16-le"),
        LIST.encode("utf-16-be"),
        LIST.replace("\r\n", "\n").encode(),
        LIST.replace("\r\n", "\r").encode(),
        ("sep=;\r\n" + LIST).encode(),
    ],
)
def test_every_encoding_gives_the_same_rows(raw: bytes) -> None:
    assert rows(raw) == ROWS


def in_code_page_1258(text: str) -> bytes:
    """The text with each tone apart from its vowel, as that code page has them."""
    raw = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in "\u0300\u0309\u0303\u0301\u0323")
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        raw += (letter + tones).encode("cp1258")
    return raw


def test_the_code_page_of_vietnamese_windows_is_read() -> None:
    assert rows(in_code_page_1258(LIST)) == ROWS


def test_an_old_font_keeps_its_letters_so_that_it_can_be_recognised() -> None:
    table = rows("Hä vµ tªn;Tæ\nNguyÔn V¨n §øc;Tæ tr\u00adëng\n".encode("cp1252"))
    assert table[0] == ("Hä vµ tªn", "Tæ")
    assert looks_legacy_encoded(str(cell) for fields in table for cell in fields)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(
    table=st.lists(
        st.lists(st.text("abcđ 19,;.\n\"'", min_size=1).filter(str.strip), min_size=3, max_size=3), min_size=2
    )
)
def test_a_written_list_comes_back_with_any_delimiter(delimiter: str, table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["một", "hai", "ba"], *table])
    assert rows(f"sep={delimiter}\r\n{out.getvalue()}".encode())[1:] == tuple(
        tuple(fields) for fields in table
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_regular_lines(delimiter: str) -> None:
    lines = [["DANH SÁCH"], ["STT", "Họ tên", "Tổ"], ["1", "Lê A", "Tổ 5"], ["2", "Lê B", "Tổ 6"]]
    text = "\n".join(delimiter.join(fields) for fields in lines)
    assert rows(text.encode())[1] == ("STT", "Họ tên", "Tổ")


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows() -> None:
    assert rows(b'a;b\n1;"x\n2;y\n3;z\n') == (("a", "b"), ("1", '"x'), ("2", "y"), ("3", "z"))


def test_an_export_with_the_ending_of_a_workbook_is_read_as_the_text_it_is() -> None:
    assert rows(LIST.encode(), "tep.xls") == ROWS


def test_zeros_in_front_stay() -> None:
    assert rows(b"a;b\n0912345678;079083398055\n")[1] == ("0912345678", "079083398055")


def test_a_list_too_long_is_told() -> None:
    with pytest.raises(errors.WorkbookTooLong):
        read_workbook(b"a;b\n" * 101, "tep.csv", Limits(rows=100))


@pytest.mark.parametrize(
    ("texts", "legacy"),
    [
        (["Hä vµ tªn"], True),
        (["Tæ tr\u00adëng", "Nguyễn"], True),
        (["Nguyeãn Vaên Ñöùc", "AÁp Ñoâng Höng"], True),
        (["Nguyễn Văn Đức", "ấp Đông Hưng"], False),
        (["Hoàng Anh", "Cà Mau", "Hà Tiên"], False),
        (["Nguyen Van An"], False),
        (["Müller"] + ["Trần Thị B"] * 9, False),
        (["30 °C", "© 2026", "§ 5"], False),
        ([], False),
    ],
)
def test_texts_for_old_fonts_are_told_from_unicode(texts: list[str], legacy: bool) -> None:
    assert looks_legacy_encoded(texts) is legacy
