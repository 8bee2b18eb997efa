"""The lists that stations keep, brought into a real register."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.resources import resource
from desktop.domain.access import NotAllowed, Role
from desktop.domain.errors import Cancelled
from desktop.domain.importing.names import NEW, name_key, proposed_answers
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.i18n.catalogue import Catalogue
from desktop.office.reading import read_workbook
from desktop.services import importing, registers
from desktop.services.importing import Imported, OpenedList
from desktop.services.search import find
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put

WORDS = Catalogue("vi")
MEMBERS = "danh-sach-nong-cot.xlsx"
DISPUTES = "so-hoa-giai.xlsx"
LEGACY = "danh-sach-cu-tcvn3.xls"


def planned(workspace: Workspace, file: str | Path) -> tuple[OpenedList, ImportPreview]:
    path = file if isinstance(file, Path) else resource("samples", file)
    opened = importing.open_list(path, workspace.registry, WORDS)
    opened = importing.remembered_mapping(workspace, opened)
    choices = importing.choices_of(workspace.catalogues)
    rows = importing.read_rows(opened, opened.mapping, choices, workspace.today())
    held = importing.holdings(workspace, opened.target, rows)
    answers = proposed_answers(importing.questions(rows, opened.target, held))
    return opened, importing.preview(workspace, opened, rows, answers, held)


def imported(workspace: Workspace, file: str) -> Imported:
    opened, preview = planned(workspace, file)
    return importing.run_import(workspace, opened, opened.mapping, preview)


def count(workspace: Workspace, register: str) -> int:
    return registers.count(workspace, register, ListQuery())


def test_the_list_of_members_is_recognised_and_its_rows_add_up(workspace: Workspace) -> None:
    opened, preview = planned(workspace, MEMBERS)
    assert opened.target.register == "member"
    assert {fate: preview.count(fate) for fate in Fate} == {
        Fate.NEW: 120,
        Fate.SECOND: 1,
        Fate.CHANGED: 0,
        Fate.SAME: 0,
        Fate.REFUSED: 2,
    }


def test_members_come_with_their_people_groups_and_areas(workspace: Workspace) -> None:
    done = imported(workspace, MEMBERS)
    assert done.made == {"area": 5, "group": 16, "person": 120, "member": 121}
    assert {name: count(workspace, name) for name in done.made} == done.made


def test_an_import_is_one_operation_and_is_undone_whole(workspace: Workspace) -> None:
    before = {name: count(workspace, name) for name in ("area", "group", "person", "member")}
    done = imported(workspace, MEMBERS)
    assert done.changes.operation is not None
    registers.undo(workspace, done.changes.operation)
    assert {name: count(workspace, name) for name in before} == before
    assert find(workspace, "Lê Quốc Dũng") == []


def test_ctrl_z_does_not_take_back_an_import(workspace: Workspace) -> None:
    imported(workspace, MEMBERS)
    assert registers.last_undoable(workspace) is None


def test_undoing_an_import_leaves_what_a_person_changed_since(workspace: Workspace) -> None:
    done = imported(workspace, MEMBERS)
    person = find(workspace, "Lê Quốc Dũng")[0].record
    with workspace.change("person.edit") as change:
        change.edit("person", person, {"occupation": "Thợ mộc"})
    assert done.changes.operation is not None
    registers.undo(workspace, done.changes.operation)
    assert [hit.record for hit in find(workspace, "Lê Quốc Dũng")] == [person]
    assert count(workspace, "person") == 1


def test_the_same_list_again_doubles_nobody(workspace: Workspace) -> None:
    imported(workspace, MEMBERS)
    _, again = planned(workspace, MEMBERS)
    assert again.count(Fate.SAME) == 121
    assert again.storable == ()


def test_the_book_of_disputes_comes_with_parties_and_outcomes(workspace: Workspace) -> None:
    done = imported(workspace, DISPUTES)
    assert done.made == {"dispute": 60, "party": 120}
    with workspace.file.reading() as reader:
        outcomes = dict(
            reader.connection.execute("SELECT outcome, count(*) FROM dispute GROUP BY outcome").fetchall()
        )
    assert outcomes == {"settled": 48, "not_settled": 9, "open": 2, "referred": 1}


def test_the_same_book_again_doubles_no_dispute(workspace: Workspace) -> None:
    imported(workspace, DISPUTES)
    _, again = planned(workspace, DISPUTES)
    assert again.count(Fate.SAME) == 60


def test_refused_rows_go_into_a_workbook_that_imports_once_corrected(
    workspace: Workspace, tmp_path: Path
) -> None:
    opened, preview = planned(workspace, MEMBERS)
    path = tmp_path / "loi.xlsx"
    path.write_bytes(importing.rejects_workbook(opened, opened.mapping, preview, WORDS))
    rows = read_workbook(path).sheets[0].rows
    assert rows[0][-1] == "Lý do"
    assert "31/02/1980" in str(rows[1][-1])
    again, second = planned(workspace, path)
    assert again.target.register == "member"
    assert second.count(Fate.REFUSED) == 2


def test_a_mapping_is_remembered_for_the_next_file_of_its_kind(workspace: Workspace) -> None:
    opened, preview = planned(workspace, MEMBERS)
    without_notes = {column: key for column, key in opened.mapping.items() if key != "member.note"}
    importing.run_import(workspace, opened, without_notes, preview)
    again, _ = planned(workspace, MEMBERS)
    assert again.remembered
    assert again.mapping == without_notes


def test_a_name_is_joined_to_the_record_that_the_person_chose(workspace: Workspace) -> None:
    group = put(workspace, "group", name="Tổ của bà Sáu")
    opened = importing.open_list(resource("samples", MEMBERS), workspace.registry, WORDS)
    rows = importing.read_rows(
        opened, opened.mapping, importing.choices_of(workspace.catalogues), workspace.today()
    )
    held = importing.holdings(workspace, opened.target, rows)
    answers = proposed_answers(importing.questions(rows, opened.target, held))
    answers["group", name_key("group", "Tổ tự quản số 01 ấp Tây Hưng")] = group
    preview = importing.preview(workspace, opened, rows, answers, held)
    importing.run_import(workspace, opened, opened.mapping, preview)
    assert registers.related(workspace, "group", group)[0][:2] == ("member", 8)
    assert count(workspace, "group") == 16
    assert NEW in answers.values()


def test_cancelling_stores_nothing(workspace: Workspace) -> None:
    opened, preview = planned(workspace, MEMBERS)
    before = workspace.file.digest()

    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        importing.run_import(workspace, opened, opened.mapping, preview, stop)
    assert workspace.file.digest() == before


def test_a_workbook_without_a_list_is_said(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "khac.csv"
    path.write_text("Mã hàng;Đơn giá\nA1;12000\n", encoding="utf-8")
    with pytest.raises(importing.NoTableFound):
        importing.open_list(path, workspace.registry, WORDS)


def test_a_role_without_the_right_imports_nothing(make: WorkspaceMaker) -> None:
    ward = make(role=Role.WARD).workspace
    with pytest.raises(NotAllowed):
        planned(ward, MEMBERS)


def test_a_list_in_an_old_font_is_imported_whole(workspace: Workspace) -> None:
    opened, preview = planned(workspace, LEGACY)
    assert {each.font for each in opened.converted} == {"TCVN3 (ABC)"}
    assert ("Ne¸ng §øc M¹nh", "Neáng Đức Mạnh") in opened.converted[0].samples
    assert preview.count(Fate.NEW) == 80
    done = importing.run_import(workspace, opened, opened.mapping, preview)
    assert done.made == {"group": 14, "person": 80, "member": 80}
    assert [hit.title for hit in find(workspace, "phạm công ước")] == ["Phạm Công Ước"]


def test_an_old_list_again_doubles_nobody(workspace: Workspace) -> None:
    imported(workspace, LEGACY)
    assert planned(workspace, LEGACY)[1].count(Fate.SAME) == 80


def test_columns_of_which_nobody_can_tell_refuse_the_list(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "lan.csv"
    lines = ["Hä vµ tªn;Tæ;Ghi chó", *["NguyÔn V¨n §øc;Tæ sè 1;Straße Größe Äpfel"] * 5]
    path.write_bytes("\n".join(lines).encode("cp1252"))
    with pytest.raises(importing.LegacyFont) as refused:
        importing.open_list(path, workspace.registry, WORDS)
    assert refused.value.facts["columns"] == "C"


def test_a_new_group_or_area_is_of_the_kind_that_its_name_says(workspace: Workspace) -> None:
    imported(workspace, MEMBERS)
    with workspace.file.reading() as reader:
        groups = {row[0] for row in reader.connection.execute('SELECT DISTINCT kind FROM "group"')}
        areas = {row[0] for row in reader.connection.execute("SELECT DISTINCT kind FROM area")}
    assert groups == {"self_management"}
    assert areas == {"ap", "khom", "khu_pho"}


def read_text(workspace: Workspace, folder: Path, *lines: str) -> tuple[OpenedList, ImportPreview]:
    path = folder / "ds.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return planned(workspace, path)


@pytest.mark.parametrize(
    ("heads", "first", "second"),
    [
        ("STT;Họ và tên;Giới tính;;Năm sinh;Tên tổ\n;;Nam;Nữ;;", "x;;1980", ";x;1985"),
        ("STT;Họ và tên;Nam;Nữ;Năm sinh;Tên tổ", "X;;1980", ";X;1985"),
        ("STT;Họ và tên;Nam;Nữ;Ghi chú;Tên tổ", "1980;;", ";1985;"),
        ("STT;Họ và tên;Năm sinh;;Ghi chú;Tên tổ\n;;Nam;Nữ;;", "1980;;", ";1985;"),
    ],
)
def test_columns_of_men_and_women_tell_the_sex(
    heads: str, first: str, second: str, workspace: Workspace, tmp_path: Path
) -> None:
    _, preview = read_text(
        workspace, tmp_path, heads, f"1;Lê Văn A;{first};Tổ 1", f"2;Lê Thị B;{second};Tổ 1"
    )
    values = [row.reading.values for row in preview.rows]
    assert [each["person.sex"] for each in values] == ["male", "female"]
    assert [each["person.born"] for each in values] == ["1980", "1985"]


def test_headings_over_the_rows_are_the_groups_of_their_members(workspace: Workspace, tmp_path: Path) -> None:
    opened, preview = read_text(
        workspace,
        tmp_path,
        "STT;Họ và tên;Năm sinh;Địa chỉ;Chức danh",
        "I. Tổ tự quản số 1 ấp Đông Hưng (2 người);;;;",
        "1;Lê Văn A;1980;Hẻm 1;Tổ trưởng",
        "2;Lê Thị B;1985;Hẻm 2;Thành viên",
        "II. Tổ tự quản số 2 ấp Đông Hưng;;;;",
        "3;Lê Văn C;1990;Hẻm 3;Tổ trưởng",
        "4;Lê Văn D;31/02/1990;Hẻm 4;Thành viên",
    )
    assert opened.target.register == "member"
    assert [row.reading.values["member.group"] for row in preview.rows] == [
        *["Tổ tự quản số 1 ấp Đông Hưng"] * 2,
        *["Tổ tự quản số 2 ấp Đông Hưng"] * 2,
    ]
    refused = tmp_path / "chua-nhap.xlsx"
    refused.write_bytes(importing.rejects_workbook(opened, opened.mapping, preview, WORDS))
    _, again = planned(workspace, refused)
    assert again.rows[0].reading.values["member.group"] == "Tổ tự quản số 2 ấp Đông Hưng"
    done = importing.run_import(workspace, opened, opened.mapping, preview)
    assert done.made == {"area": 1, "group": 2, "person": 3, "member": 3}


def test_headings_over_households_are_their_areas(workspace: Workspace, tmp_path: Path) -> None:
    opened, preview = read_text(
        workspace,
        tmp_path,
        "STT;Chủ hộ;Địa chỉ;Số nhân khẩu",
        "Khóm 3;;;",
        "1;Lê Văn A;Hẻm 1;4",
        "Ấp Đông Hưng;;;",
        "2;Lê Thị B;Hẻm 2;5",
    )
    assert opened.target.register == "household"
    assert [row.reading.values["household.area"] for row in preview.rows] == ["Khóm 3", "Ấp Đông Hưng"]


@pytest.mark.parametrize(
    ("register", "heads"),
    [
        ("model", "STT;Tên mô hình;Lĩnh vực;Ngày, tháng ra mắt;Số quyết định;Ghi chú"),
        ("event", "STT;Nội dung hoạt động;Thời gian;Địa điểm;Số người tham dự"),
        ("household", "STT;Họ tên chủ hộ;Địa chỉ;Diện hộ;Số nhân khẩu"),
        ("equipment", "TT;Tên phương tiện;Số lượng;Nơi đặt;Tình trạng"),
        ("award", "STT;Họ và tên, đơn vị;Hình thức khen thưởng;Thành tích;Số quyết định;Tiền thưởng"),
        ("contribution", "STT;Đơn vị, cá nhân ủng hộ;Ngày;Số tiền;Hiện vật"),
        ("opinion", "STT;Ngày tháng;Nội dung ý kiến, kiến nghị;Người có ý kiến;Đơn vị trả lời"),
        ("recognition", "STT;Khu dân cư;Năm;Kết quả;Xếp loại"),
        ("person", "STT;Họ và tên;Năm sinh;Địa chỉ;Nghề nghiệp"),
        ("member", "STT;Họ tên;Sinh năm;Số CCCD;Tổ;Chức vụ"),
    ],
)
def test_a_list_is_taken_for_what_its_heads_say(
    register: str, heads: str, workspace: Workspace, tmp_path: Path
) -> None:
    blank = ";".join("a" for _ in heads.split(";")[1:])
    opened, _ = read_text(
        workspace, tmp_path, "DANH SÁCH NĂM 2025", "", heads, f"1;{blank}", "NGƯỜI LẬP BIỂU"
    )
    assert opened.target.register == register
    assert opened.target.missing(opened.mapping.values()) == ()
