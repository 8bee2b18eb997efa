"""Bad workbooks on their way into a register: a sentence, the good rows whole, and never half an import."""

from __future__ import annotations

import datetime
import io
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from desktop.base.resources import resource
from desktop.domain.errors import UserError
from desktop.domain.importing.names import proposed_answers
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.i18n.catalogue import Catalogue
from desktop.office import errors
from desktop.services import importing, registers
from desktop.services.importing import OpenedList
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from tests.office.files import xlsx, xlsx_parts, zipped

WORDS = Catalogue("vi")
LINES = (
    ("STT", "Họ và tên", "Năm sinh", "Tên tổ"),
    ("1", "Nguyễn Thị Ễnh", "1980", "Tổ 1, ấp Đông Hưng"),
    ("2", "Đặng Văn Ỹ", "1975", "Tổ 2"),
)


def planned(workspace: Workspace, file: Path) -> tuple[OpenedList, ImportPreview]:
    opened = importing.open_list(file, workspace.registry, WORDS)
    rows = importing.read_rows(
        opened, opened.mapping, importing.choices_of(workspace.catalogues), workspace.today()
    )
    held = importing.holdings(workspace, opened.target, rows)
    answers = proposed_answers(importing.questions(rows, opened.target, held))
    return opened, importing.preview(workspace, opened, rows, answers, held)


def in_code_page(text: str) -> bytes:
    """In code page 1258, which has the tones apart from their vowels."""
    raw = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in "\u0300\u0309\u0303\u0301\u0323")
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        raw += (letter + tones).encode("cp1258")
    return raw


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258"])
def test_text_in_any_encoding_with_any_separator_is_the_same_list(
    encoding: str, separator: str, workspace: Workspace, tmp_path: Path
) -> None:
    text = "\r\n".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in line) for line in LINES
    )
    raw = in_code_page(text) if encoding == "cp1258" else text.encode(encoding)
    file = tmp_path / "ds.csv"
    file.write_bytes(raw)
    opened, preview = planned(workspace, file)
    assert opened.target.register == "member"
    assert [row.reading.cells for row in preview.rows] == [LINES[1], LINES[2]]
    assert preview.count(Fate.NEW) == 2


def test_rows_with_errors_of_a_formula_are_refused_and_the_others_stored(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "ds.xlsx"
    good = '<c r="A2" t="inlineStr"><is><t>Lê A</t></is></c><c r="B2" t="inlineStr"><is><t>Hẻm 1</t></is></c>'
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Chủ hộ</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Địa chỉ</t></is></c></row>'
        f'<row r="2">{good}</row>'
        '<row r="3"><c r="A3" t="e"><v>#REF!</v></c><c r="B3" t="inlineStr"><is><t>Hẻm 2</t></is></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>Lê C</t></is></c><c r="B4" t="e"><v>#N/A</v></c></row>'
        '<row r="5"><c r="A5" t="inlineStr"><is><t>Lê D</t></is></c><c r="B5"><f>A1&amp;A2</f></c></row>'
    )
    file.write_bytes(xlsx(rows))
    opened, preview = planned(workspace, file)
    assert [row.fate for row in preview.rows] == [Fate.NEW, Fate.REFUSED, Fate.REFUSED, Fate.REFUSED]
    assert {note.code for row in preview.refused for note in row.reasons} == {
        "cell_error",
        "formula_without_value",
    }
    importing.run_import(workspace, opened, opened.mapping, preview)
    assert registers.count(workspace, "household", ListQuery()) == 1


def test_days_counted_from_1904_are_imported_as_the_days_they_show(
    workspace: Workspace, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(["Họ và tên", "Ngày sinh", "Nơi ở"])
    book.active.append(["Lê Văn A", datetime.date(1969, 11, 18), "Hẻm 12"])
    file = tmp_path / "ds.xlsx"
    book.save(file)
    _, preview = planned(workspace, file)
    assert preview.rows[0].reading.values["person.born"] == "1969-11-18"


def test_a_million_lines_of_separators_are_blank_lines(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "ds.csv"
    text = "\n".join(";".join(line) for line in LINES) + "\n" + ";;;\n" * 1_000_000
    file.write_text(text, encoding="utf-8")
    assert len(planned(workspace, file)[1].rows) == 2


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (zipped({**xlsx_parts(""), "xl/media/anh.png": b"\x89PNG" + bytes(9_000)}), errors.WorkbookEmpty),
        (resource("samples", "danh-sach-nong-cot.xlsx").read_bytes()[:9_000], errors.WorkbookDamaged),
        (resource("samples", "danh-sach-cu-tcvn3.xls").read_bytes()[:9_000], errors.WorkbookDamaged),
        (b"", errors.WorkbookEmpty),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence_and_touches_nothing(
    raw: bytes, error: type[UserError], workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "ds.xlsx"
    file.write_bytes(raw)
    before = workspace.file.digest()
    with pytest.raises(error) as refused:
        planned(workspace, file)
    for part in ("what", "safe", "next"):
        assert WORDS.text(f"error.{refused.value.code}.{part}", **refused.value.facts)
    assert workspace.file.digest() == before


def test_an_import_that_breaks_off_in_the_middle_stores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "ds.csv"
    lines = [f"{at};Lê Văn A;1980;Tổ {at}" for at in range(300)]
    file.write_text("\n".join((";".join(LINES[0]), *lines)), encoding="utf-8")
    opened, preview = planned(workspace, file)
    before = workspace.file.digest()

    def fails(done: int, _total: int) -> None:
        if done >= 200:
            raise io.UnsupportedOperation

    with pytest.raises(io.UnsupportedOperation):
        importing.run_import(workspace, opened, opened.mapping, preview, fails)
    assert workspace.file.digest() == before
