"""Lists taken out as workbooks: as seen, safe to open, and known again when they come back."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from desktop.base.text import fold, tidy
from desktop.domain.access import NotAllowed, Role
from desktop.domain.fields import Field, Kind
from desktop.domain.importing.names import proposed_answers
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.domain.importing.targets import IMPORTED, code_key, target_of
from desktop.i18n.catalogue import Catalogue
from desktop.services import importing, registers
from desktop.services.exporting import ExportedList, export_list, save_export
from desktop.services.importing import OpenedList
from desktop.services.seen_list import FoundByMaskedWords, NothingToTakeOut
from desktop.services.views import Filter, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put

WORDS = Catalogue("vi")
HOSTILE = ("=1+1", "+84 912", "-5", "@SUM(A1)", "0123456789", "12/3", "_x0041_", "1E5", "TRUE", "Tổ\tA")


def taken(workspace: Workspace, register: str, query: ListQuery | None = None) -> ExportedList:
    return export_list(workspace, register, query or ListQuery(), WORDS)


def sheet_of(exported: ExportedList) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(exported.workbook)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def head_row(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == "STT")


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[head_row(sheet)] if cell.value == head)


def brought_back(
    workspace: Workspace, workbook: bytes, folder: Path, words: Catalogue = WORDS
) -> tuple[OpenedList, ImportPreview]:
    """The preview of what importing the workbook would do, with no help from anyone."""
    path = folder / "lai.xlsx"
    path.write_bytes(workbook)
    opened = importing.open_list(path, workspace.registry, words)
    choices = importing.choices_of(workspace.catalogues)
    rows = importing.read_rows(opened, opened.mapping, choices, workspace.today())
    held = importing.holdings(workspace, opened.target, rows)
    answers = proposed_answers(importing.questions(rows, opened.target, held))
    return opened, importing.preview(workspace, opened, rows, answers, held)


def said_of(preview: ImportPreview) -> list[tuple[Fate, dict[str, Any], list[str]]]:
    """What is not simply there already, to be read when a test fails."""
    return [
        (row.fate, dict(row.changes), [note.code for note in row.reasons])
        for row in preview.rows
        if row.fate is not Fate.SAME
    ]


texts = st.one_of(
    st.sampled_from(HOSTILE).map(tidy),
    st.text("aàảãáạđĐêơ ƯỨz019,;:.'\"()-/=+@#&<>%\n", min_size=1, max_size=40).map(tidy),
    # A mark for "as above" says something else in a list than what it is.
).filter(lambda text: any(map(str.isalnum, text)) and fold(text) not in ("nt", "nhu tren", "ntr"))
names = st.one_of(
    st.sampled_from(["Nguyễn Văn An", "Neáng H'Bia", "TRẦN THỊ BÌNH", "Lê Văn C (Ba Tèo)", "Ông Danh Út"]),
    st.text("aàđĐêơ ƯỨz", min_size=1, max_size=20).map(tidy).filter(lambda text: any(map(str.isalpha, text))),
)
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


def value_of(field: Field, workspace: Workspace, pointed: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Anything that the field may hold."""
    match field.kind:
        case Kind.NAME:
            return names
        case Kind.DAY:
            return days.map(datetime.date.isoformat)
        case Kind.PARTIAL_DAY:
            return days.flatmap(
                lambda day: st.sampled_from([4, 7, 10]).map(lambda size: day.isoformat()[:size])
            )
        case Kind.COUNT | Kind.MONEY:
            return st.integers(0, 9_999)
        case Kind.FLAG:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from([choice.code for choice in workspace.catalogues[field.catalogue or ""]])
        case Kind.TAGS:
            codes = [choice.code for choice in workspace.catalogues[field.catalogue or ""]]
            return st.lists(st.sampled_from(codes), min_size=1, unique=True)
        case Kind.REF:
            return st.sampled_from(pointed[field.to or ""])
    return texts


@pytest.mark.parametrize("register", IMPORTED)
def test_a_list_that_was_exported_comes_back_as_the_very_same_records(
    register: str, workspace: Workspace, tmp_path: Path
) -> None:
    pointed = {
        "area": [put(workspace, "area", name=name) for name in ("Ấp Đông Hưng", "Khóm 3", "khóm số 03")],
        "person": [put(workspace, "person", full_name="Lê Thị A") for _ in range(2)],
        "household": [put(workspace, "household", head_name="Lê Thị A") for _ in range(2)],
    }
    pointed["group"] = [
        put(workspace, "group", name="Tổ tự quản số 1 ấp Đông Hưng", area=pointed["area"][0])
        for _ in range(2)
    ]
    pointed["model"] = [put(workspace, "model", name=name) for name in ("Camera an ninh", "Liên gia PCCC")]
    gone = put(workspace, "area", name="Ấp đã nhập vào nơi khác")
    pointed["area"].append(gone)
    registers.retire(workspace, "area", gone, "Sáp nhập", workspace.today())
    fields = [each for each in workspace.registry[register].columns if not each.sensitive]
    kinds = {field.name: value_of(field, workspace, pointed) for field in fields}
    required = {field.name: kinds[field.name] for field in fields if field.required}
    optional = {name: kind for name, kind in kinds.items() if name not in required}

    # What an example writes stays for the next one, so a smaller example would tell no more.
    @settings(max_examples=8, phases=[Phase.generate], deadline=None)
    @given(
        st.lists(st.fixed_dictionaries(required, optional=optional), min_size=1, max_size=4), st.booleans()
    )
    def holds(records: list[dict[str, Any]], retire: bool) -> None:
        made = [put(workspace, register, **values) for values in records]
        if retire:
            registers.retire(workspace, register, made[0], "Chuyển đi", workspace.today())
        exported = taken(workspace, register, ListQuery(retired=True))
        opened, preview = brought_back(workspace, exported.workbook, tmp_path)
        assert opened.target.register == register
        assert opened.target.missing(opened.mapping.values()) == ()
        assert said_of(preview) == []
        assert len(preview.rows) == exported.count

    holds()


def test_a_list_exported_in_english_comes_back_in_english(workspace: Workspace, tmp_path: Path) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng", kind="ap")
    group = put(workspace, "group", name="Tổ 1", kind="self_management", area=area)
    person = put(workspace, "person", full_name="Lê Văn A")
    put(workspace, "member", person=person, group=group, role="leader")
    english = Catalogue("en")
    for register in ("area", "group", "person", "member"):
        exported = export_list(workspace, register, ListQuery(), english)
        opened, preview = brought_back(workspace, exported.workbook, tmp_path, english)
        assert (opened.target.register, said_of(preview)) == (register, [])


def test_a_cell_changed_in_excel_changes_that_record_alone(workspace: Workspace, tmp_path: Path) -> None:
    # Two people whom nothing but their code tells apart.
    ids = [put(workspace, "person", full_name="Lê Văn A") for _ in range(2)]
    exported = taken(workspace, "person")
    sheet = sheet_of(exported)
    row = head_row(sheet) + 2
    code = sheet.cell(row, column(sheet, "Mã đối chiếu")).value
    sheet.cell(row, column(sheet, "Nơi ở")).value = "Ấp Tây Hưng"
    out = BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(out)
    opened, preview = brought_back(workspace, out.getvalue(), tmp_path)
    importing.run_import(workspace, opened, opened.mapping, preview)
    homes = {each: registers.load_form(workspace, "person", each).cells["address"].value for each in ids}
    assert homes == {each: "Ấp Tây Hưng" if each == code else None for each in ids}


def test_a_row_copied_with_its_code_is_refused_not_mixed_up(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, "area", name="Ấp Đông Hưng")
    sheet = sheet_of(taken(workspace, "area"))
    first = head_row(sheet) + 1
    for at, cell in enumerate(sheet[first], start=1):
        sheet.cell(first + 1, at).value = cell.value
    sheet.cell(first + 1, column(sheet, "Tên địa bàn")).value = "Ấp Tây Hưng"
    out = BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(out)
    _, preview = brought_back(workspace, out.getvalue(), tmp_path)
    assert [row.fate for row in preview.rows] == [Fate.SAME, Fate.REFUSED]
    assert [note.code for note in preview.rows[1].reasons] == ["code_twice"]


def test_what_is_masked_is_in_no_cell_of_the_workbook(workspace: Workspace) -> None:
    put(workspace, "dispute", summary="Tranh chấp bí mật", received_on="2026-05-05", mediators="Lê Văn A")
    put(workspace, "person", full_name="Lê Văn A", citizen_id="089203001234", phone="0912345678")
    put(workspace, "household", head_name="Lê Văn A", categories=["addiction"])
    for register in ("dispute", "person", "household"):
        words = [str(cell.value) for row in sheet_of(taken(workspace, register)).iter_rows() for cell in row]
        for secret in ("bí mật", "089203001234", "0912345678", "nghiện"):
            assert not any(secret in word for word in words)


def test_a_list_found_by_masked_words_is_not_taken_out(workspace: Workspace) -> None:
    put(workspace, "dispute", summary="Tranh chấp lối đi", received_on="2026-05-05", mediators="Lê Văn A")
    with pytest.raises(FoundByMaskedWords):
        taken(workspace, "dispute", ListQuery(text="lối đi"))
    assert taken(workspace, "dispute", ListQuery(text="lê văn a")).count == 1


def test_a_masked_column_is_named_among_the_notes(workspace: Workspace) -> None:
    put(workspace, "person", full_name="Lê Văn A")
    notes = [str(row[0].value) for row in sheet_of(taken(workspace, "person")).iter_rows(max_row=8)]
    assert any("thông tin được che: Số CCCD, Điện thoại" in note for note in notes)


def test_the_workbook_has_the_filters_the_order_and_only_what_they_leave(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng")
    for number in (3, 1, 2):
        put(workspace, "group", name=f"Tổ {number}", kind="self_management", area=area)
    put(workspace, "group", name="Tổ hòa giải", kind="mediation")
    query = ListQuery(
        (Filter("kind", ("self_management",)), Filter("area", (area,))), sort="name", descending=True
    )
    exported = taken(workspace, "group", query)
    sheet = sheet_of(exported)
    notes = [str(sheet.cell(row, 1).value) for row in range(1, head_row(sheet))]
    assert "Bộ lọc: Loại tổ: Tổ tự quản về ANTT; Địa bàn: Ấp Đông Hưng" in notes
    assert "Thứ tự: Tên tổ, giảm dần" in notes
    name = column(sheet, "Tên tổ")
    assert [sheet.cell(head_row(sheet) + at, name).value for at in (1, 2, 3)] == ["Tổ 3", "Tổ 2", "Tổ 1"]
    assert exported.count == sheet.max_row - head_row(sheet) == 3


def test_days_are_days_numbers_are_numbers_and_text_is_never_a_formula(workspace: Workspace) -> None:
    put(workspace, "area", name="=HYPERLINK(1)", households=1250)
    put(workspace, "group", name="Tổ 1", established_on="2019-05-15")
    sheet = sheet_of(taken(workspace, "area"))
    row = head_row(sheet) + 1
    name = sheet.cell(row, column(sheet, "Tên địa bàn"))
    assert (name.value, name.data_type) == ("=HYPERLINK(1)", "s")
    assert sheet.cell(row, column(sheet, "Số hộ")).value == 1250
    assert sheet.freeze_panes == f"A{row}"
    group = sheet_of(taken(workspace, "group"))
    day = group.cell(head_row(group) + 1, column(group, "Ngày thành lập"))
    assert (day.value, day.number_format) == (datetime.datetime(2019, 5, 15), "dd/mm/yyyy")  # noqa: DTZ001 - a cell has no time zone


def test_money_keeps_its_thousands_apart_and_stays_a_number(workspace: Workspace) -> None:
    put(workspace, "contribution", giver="Bà Sáu", given_on="2026-05-05", kind="money", amount=1_500_000)
    sheet = sheet_of(taken(workspace, "contribution"))
    cell = sheet.cell(head_row(sheet) + 1, column(sheet, "Số tiền (đồng)"))
    assert (cell.value, cell.number_format) == (1_500_000, "#,##0")


def test_an_export_is_logged_once_it_is_on_the_disk(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, "area", name="Ấp Đông Hưng")
    path = tmp_path / "dia-ban.xlsx"
    save_export(workspace, taken(workspace, "area"), path)
    assert path.read_bytes()[:2] == b"PK"
    with workspace.file.reading() as reader:
        line = reader.connection.execute("SELECT * FROM access_log ORDER BY rowid DESC LIMIT 1").fetchone()
    assert {"export", "area:1"} <= set(map(str, line))


def test_practice_data_says_so_at_the_top(make: WorkspaceMaker) -> None:
    workspace = make(practice=True).workspace
    put(workspace, "area", name="Ấp Đông Hưng")
    sheet = sheet_of(taken(workspace, "area"))
    assert "DỮ LIỆU MẪU" in str(sheet.cell(2, 1).value)


def test_an_empty_list_is_not_exported(workspace: Workspace) -> None:
    with pytest.raises(NothingToTakeOut):
        taken(workspace, "area")


def test_a_role_exports_only_what_it_may_know_of(make: WorkspaceMaker) -> None:
    workspace = make(role=Role.JUSTICE).workspace
    with pytest.raises(NotAllowed):
        taken(workspace, "person")


def test_the_code_stands_in_every_list_that_can_come_back(workspace: Workspace) -> None:
    for register in IMPORTED:
        assert code_key(register) in target_of(workspace.registry, register).special
