"""The text of a code: read back as it was written, bound to every printed field."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import nfc, tidy
from desktop.domain.paper_code import FIELDS, altered, code_text, parse_code, signed_bytes, text_hash

DEVICE = "0123456789abcdef0123456789abcdef"
SIGNATURE = bytes(range(64))
FIELDS_OF_ONE = {
    "title": "GIẤY CHỨNG NHẬN",
    "honorific": "Ông",
    "name": "Đỗ Văn Nhẫn",
    "position": "Thành viên Tổ tự quản số 05, ấp Đông Hưng",
    "achievement": "Đã có thành tích xuất sắc\ntrong phong trào Toàn dân bảo vệ an ninh Tổ quốc",
    "register_number": "Số vào sổ: 05/2026",
}
texts = st.dictionaries(st.sampled_from(FIELDS), st.text("ăÂđễ ộ\nABC-/,.0159", max_size=60))


@given(texts, st.booleans())
def test_a_code_is_read_back_as_it_was_written(fields: dict[str, str], short: bool) -> None:
    read = parse_code(code_text(fields, DEVICE, SIGNATURE, short=short))
    assert read is not None
    assert (read.device, read.signature, read.is_short) == (DEVICE[:16], SIGNATURE, short)
    assert read.signed == signed_bytes(fields, short=short)
    assert read.fields == {name: tidy(nfc(fields.get(name, "")).replace("\n", " ")) for name in read.fields}
    assert read.text_hash in (None, text_hash(fields))


@given(texts, texts)
def test_other_words_are_other_bytes_to_sign(one: dict[str, str], other: dict[str, str]) -> None:
    same = all(
        tidy(one.get(name, "").replace("\n", " ")) == tidy(other.get(name, "").replace("\n", " "))
        for name in FIELDS
    )
    for short in (False, True):
        assert (signed_bytes(one, short=short) == signed_bytes(other, short=short)) is same


@given(st.text(max_size=400))
def test_any_other_text_is_none_of_ours(text: str) -> None:
    assert parse_code(text) is None


def test_line_ends_and_forms_of_letters_that_a_phone_makes_do_not_matter() -> None:
    text = code_text(FIELDS_OF_ONE, DEVICE, SIGNATURE, short=False)
    import unicodedata

    typed = unicodedata.normalize("NFD", text).replace("\n", "\r\n") + "\r\n"
    assert parse_code(typed) == parse_code(text)


def test_a_page_is_compared_field_by_field_whatever_its_lines_and_capitals() -> None:
    code = parse_code(code_text(FIELDS_OF_ONE, DEVICE, SIGNATURE, short=False))
    assert code is not None
    page = (
        "GIẤY CHỨNG NHẬN\nÔng\nĐỖ VĂN NHẪN\nThành viên Tổ tự quản số 05,\nấp Đông Hưng\nĐã có thành tích xuất sắc"
        " trong phong trào\nToàn dân bảo vệ an ninh Tổ quốc\nSố vào sổ: 05/2026"
    )
    assert altered(code, page) == ()
    assert altered(code, page.replace("NHẪN", "NHẬN")) == ("name",)
