"""Files that mean harm or are broken: each is refused with a code, and costs neither memory nor the program."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.office import errors
from desktop.office.compound import CompoundDamaged, CompoundFile
from desktop.office.limits import Limits
from desktop.office.reading import read_workbook
from tests.office.files import (
    LEGACY,
    MEMBERS,
    changed_record,
    compound,
    ods,
    ods_cell,
    row,
    text_cell,
    worksheet,
    xlsx,
    xlsx_parts,
    zipped,
)

FEW = Limits(
    file_bytes=100_000, unpacked_bytes=1_000_000, rows=1_000, columns=50, cells=5_000, characters=20_000
)
ENCRYPTED_ODS = (
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
)
DIMENSIONS, SHARED_TEXTS, TEXT_CELL, NUMBER_CELL, FILE_PASS = 0x0200, 0x00FC, 0x00FD, 0x027E, 0x002F


def cells_up_to(last: str) -> str:
    number = int("".join(filter(str.isdigit, last)))
    return row(1, text_cell("A1", "x")) + row(number, f'<c r="{last}"><v>1</v></c>')


@pytest.mark.parametrize("last", ["A1001", "AY1", "K900", "K1048576", "XFD1048576"])
def test_a_stray_cell_far_away_is_named(last: str) -> None:
    with pytest.raises(errors.WorkbookTooLong) as failure:
        read_workbook(xlsx(cells_up_to(last)), "tep.xlsx", FEW)
    assert failure.value.facts == {"name": "tep.xlsx", "sheet": "Trang 1", "last_cell": last}


def test_many_sheets_count_together() -> None:
    table = cells_up_to("J300")
    read_workbook(xlsx(table), "tep.xlsx", FEW)
    with pytest.raises(errors.WorkbookTooLong):
        read_workbook(xlsx(table, table), "tep.xlsx", FEW)


@pytest.mark.parametrize("name", ["xl/anywhere.xml", "xl/media/image1.png", "noending"])
def test_a_sheet_under_any_name_counts_too(name: str) -> None:
    parts = xlsx_parts(row(1, text_cell("A1", "x")))
    with pytest.raises(errors.WorkbookTooLong):
        read_workbook(zipped({**parts, name: worksheet(cells_up_to("K900"))}), "tep.xlsx", FEW)


def test_one_text_shared_by_many_cells_counts_for_each() -> None:
    shared = f"<si><t>{'x' * 1_000}</t></si>"
    rows = "".join(row(number, f'<c r="A{number}" t="s"><v>0</v></c>') for number in range(1, 31))
    with pytest.raises(errors.WorkbookTooLong) as failure:
        read_workbook(xlsx(rows, shared=shared), "tep.xlsx", FEW)
    assert failure.value.facts["last_cell"] == "A21"


@pytest.mark.parametrize("address", ["XFE1", "A1048577", "A0", "1A", "ZZZ1", "A99999999", ""])
def test_an_address_outside_every_sheet_is_damage(address: str) -> None:
    with pytest.raises(errors.WorkbookDamaged):
        read_workbook(xlsx(row(1, f'<c r="{address}"><v>1</v></c>')), "tep.xlsx")


def test_a_zip_that_unpacks_to_too_much_is_refused_by_its_directory() -> None:
    parts = xlsx_parts(row(1, text_cell("A1", "x")))
    with pytest.raises(errors.WorkbookTooBig) as failure:
        read_workbook(zipped({**parts, "xl/media/image1.png": bytes(2_000_000)}), "tep.xlsx", FEW)
    assert failure.value.facts == {"name": "tep.xlsx", "megabytes": 2, "limit": 0}


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    raw = zipped(xlsx_parts(row(1, text_cell("A1", "x" * 5_000))))
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        size = struct.pack("<I", package.getinfo("xl/worksheets/sheet1.xml").file_size)
    assert raw.count(size) >= 2
    with pytest.raises(errors.WorkbookDamaged):
        read_workbook(raw.replace(size, struct.pack("<I", 10)), "tep.xlsx")


def test_a_file_too_large_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(errors.WorkbookTooBig):
        read_workbook(b"PK" + bytes(200_000), "tep.xlsx", FEW)


def test_xml_that_unfolds_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>' + worksheet(
        row(1, text_cell("A1", "&c;"))
    )
    with pytest.raises(errors.WorkbookDamaged):
        read_workbook(zipped({**xlsx_parts(""), "xl/worksheets/sheet1.xml": bomb}), "tep.xlsx")


@pytest.mark.parametrize("repeated", ["table:number-columns-repeated", "table:number-rows-repeated"])
def test_a_cell_repeated_a_million_times_is_refused(repeated: str) -> None:
    in_row = repeated.endswith("rows-repeated")
    cells = ods_cell("x", "" if in_row else f'{repeated}="1000000"')
    table = f'<table:table table:name="DS"><table:table-row {repeated if in_row else "x"}="1000000">{cells}'
    with pytest.raises(errors.WorkbookTooLong) as failure:
        read_workbook(ods(f"{table}</table:table-row></table:table>"), "tep.ods", FEW)
    assert failure.value.facts["sheet"] == "DS"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (ods("", manifest=ENCRYPTED_ODS), errors.WorkbookLocked),
        (compound({"EncryptedPackage": bytes(5_000), "EncryptionInfo": bytes(5_000)}), errors.WorkbookLocked),
        (changed_record(LEGACY.read_bytes(), 0x00E1, bytes, FILE_PASS), errors.WorkbookLocked),
        (zipped({"xl/workbook.bin": b"x"}), errors.WorkbookIsBinary),
        (zipped({"word/document.xml": "<a/>"}), errors.NotAWorkbook),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            errors.NotAWorkbook,
        ),
        (zipped({}), errors.NotAWorkbook),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", errors.NotAWorkbook),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), errors.NotAWorkbook),
        (b"MZ" + bytes(range(256)) * 4, errors.NotAWorkbook),
        (b"{\\rtf1 a\tb\nc\td}", errors.NotAWorkbook),
        ("Kính gửi đồng chí".encode(), errors.NotAWorkbook),
        (b"<html><table><tr><td>x</td></tr></table></html>", errors.WorkbookIsWebPage),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', errors.WorkbookIsWebPage),
        (compound({"WordDocument": bytes(5_000)}), errors.WorkbookDamaged),
        (b"PK\x03\x04 and no more", errors.WorkbookDamaged),
    ],
)
def test_what_is_no_open_workbook_is_told_by_kind(raw: bytes, error: type[UserError]) -> None:
    with pytest.raises(error) as failure:
        read_workbook(raw, "tep.xlsx")
    assert failure.value.facts["name"] == "tep.xlsx"


def test_an_encrypted_zip_is_locked() -> None:
    raw = bytearray(zipped(xlsx_parts("")))
    for at in range(len(raw) - 4):
        if raw[at : at + 4] == b"PK\x01\x02":
            raw[at + 8] |= 1
    with pytest.raises(errors.WorkbookLocked):
        read_workbook(bytes(raw), "tep.xlsx")


@pytest.mark.parametrize("path", [MEMBERS, LEGACY])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_damaged(path: object, part: float) -> None:
    raw = path.read_bytes()  # type: ignore[attr-defined]  # parametrize loses the type of the path
    with pytest.raises(errors.WorkbookDamaged):
        read_workbook(raw[: int(len(raw) * part)], "tep")


def far_cell(data: bytes) -> bytes:
    return struct.pack("<HH", 65_000, 65_000) + data[4:]


@pytest.mark.parametrize(
    ("kind", "change", "error"),
    [
        (DIMENSIONS, lambda data: struct.pack("<IIHH", 0, 2**31, 0, 255) + data[12:], errors.WorkbookTooLong),
        (DIMENSIONS, lambda data: struct.pack("<IIHH", 90, 81, 0, 6) + data[12:], errors.WorkbookDamaged),
        (SHARED_TEXTS, lambda data: struct.pack("<II", 10, 2**31) + data[8:], errors.WorkbookDamaged),
        (SHARED_TEXTS, lambda data: struct.pack("<II", 2**31, 10) + data[8:], errors.WorkbookDamaged),
        (TEXT_CELL, far_cell, errors.WorkbookTooLong),
        (NUMBER_CELL, far_cell, errors.WorkbookTooLong),
    ],
)
def test_an_old_workbook_that_asks_for_endless_room_is_refused(
    kind: int, change: object, error: type[UserError]
) -> None:
    raw = changed_record(LEGACY.read_bytes(), kind, change)  # type: ignore[arg-type]  # parametrize loses the type
    with pytest.raises(error):
        read_workbook(raw, "tep.xls")


def test_shared_texts_of_an_old_workbook_count_for_each_cell() -> None:
    with pytest.raises(errors.WorkbookTooLong):
        read_workbook(LEGACY.read_bytes(), "tep.xls", Limits(characters=4_000))


def test_an_old_workbook_whose_streams_run_in_circles_is_refused() -> None:
    raw = bytearray(compound({"Workbook": bytes(5_000)}))
    fat = struct.unpack_from("<I", raw, 76)[0]
    struct.pack_into("<I", raw, 512 + fat * 512, 0)
    with pytest.raises(CompoundDamaged):
        CompoundFile(bytes(raw)).read("Workbook")


def test_a_compound_file_gives_its_streams() -> None:
    content = bytes(range(256)) * 20
    file = CompoundFile(compound({"Workbook": content, "Other": bytes(4_096)}))
    assert file.read("Book", "workbook") == content
    assert file.read("Missing") is None


def outcome(raw: bytes, name: str) -> str:
    try:
        book = read_workbook(raw, name)
    except UserError as failure:
        return f"refused {failure.facts['name']}"
    return "read" if book.sheets else "empty"


@settings(max_examples=150)
@given(
    st.sampled_from([MEMBERS, LEGACY]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_changed_bytes_are_read_or_refused_and_nothing_else(
    path: object, changes: list[tuple[float, int]]
) -> None:
    raw = bytearray(path.read_bytes())  # type: ignore[attr-defined]  # the strategy loses the type of the path
    for where, byte in changes:
        raw[int(where * len(raw))] = byte
    assert outcome(bytes(raw), "tep") in {"read", "refused tep"}


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_noise_is_refused_or_taken_for_text(noise: bytes, beginning: bytes) -> None:
    assert outcome(beginning + noise, "tep.csv") in {"read", "refused tep.csv"}
