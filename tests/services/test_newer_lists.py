"""A newer list of the same, in every register: what is there, what changed, what is new; and nothing doubled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.importing.names import proposed_answers
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.domain.importing.targets import IMPORTED
from desktop.i18n.catalogue import Catalogue
from desktop.services import importing, registers, sameness
from desktop.services.importing import OpenedList
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put

LISTS: Mapping[str, tuple[str, str, str, str, str]] = {
    "area": (
        "Tên địa bàn;Loại địa bàn;Số hộ",
        "Ấp Đông Hưng;Ấp;120",
        "Khóm 3;Khóm;80",
        "khóm số 03;Khóm;85",
        "Ấp Tây Hưng;Ấp;90",
    ),
    "model": (
        "Tên mô hình;Lĩnh vực;Ngày ra mắt;Đơn vị đề xuất",
        "Camera an ninh;;05/03/2024;Công an",
        "Liên gia;;01/02/2023;",
        "LIÊN GIA;;01/02/2023;Mặt trận",
        "Xe ba gác chữa cháy;;06/06/2025;",
    ),
    "point": (
        "Tên mô hình;Địa bàn;Số hộ tham gia",
        "Camera an ninh;Ấp Đông Hưng;10",
        "Camera an ninh;Khóm 3;12",
        "Camera an ninh;khóm số 03;15",
        "Liên gia;Khóm 3;5",
    ),
    "group": (
        "Tên tổ;Loại tổ;Địa bàn;Ngày thành lập",
        "Tổ 1;Tổ hòa giải;Khóm 3;05/03/2019",
        "Tổ 1;Tổ hòa giải;Khóm 4;",
        "tổ số 01;Tổ hòa giải;Khóm 4;07/07/2020",
        "Tổ 2;Tổ hòa giải;Khóm 4;",
    ),
    "equipment": (
        "Tên phương tiện;Số lượng;Nơi đặt",
        "Bình chữa cháy;5;Hẻm 12",
        "Bình chữa cháy;3;Chợ",
        "Bình chữa cháy;4;Chợ",
        "Kẻng;1;Hẻm 12",
    ),
    "person": (
        "Họ và tên;Ngày sinh;Số CCCD;Nghề nghiệp",
        "Lê Văn A;05/03/1980;089080000011;",
        "Trần Thị B;1990;;Thợ may",
        "TRẦN THỊ B;1990;;Giáo viên",
        "Lê Văn A;05/03/1980;089080000099;",
    ),
    "member": (
        "Họ và tên;Năm sinh;Tên tổ;Chức danh",
        "Lê Văn A;1980;Tổ 1;Tổ trưởng",
        "Trần Thị B;1990;Tổ 1;Thành viên",
        "Trần Thị B;1990;tổ số 01;Tổ phó",
        "Phạm C;1970;Tổ 1;Thành viên",
    ),
    "household": (
        "Chủ hộ;Địa chỉ;Số nhân khẩu",
        "Lê Văn A;Hẻm 12;4",
        "Lê Văn A;Hẻm 15;5",
        "Lê Văn A;hẻm 15;6",
        "Lê Văn A;Hẻm 19;2",
    ),
    "visit": (
        "Chủ hộ;Ngày thăm gặp;Người thăm",
        "Lê Văn A;05/03/2026;Tổ trưởng",
        "Lê Văn A;06/03/2026;",
        "Lê Văn A;06/03/2026;Công an",
        "Lê Văn A;07/03/2026;",
    ),
    "dispute": (
        "Ngày nhận vụ việc;Nội dung chủ yếu;Họ tên, tuổi, địa chỉ các bên;Cơ quan tiếp nhận",
        '05/03/2026;Lối đi chung;"1) Lê A, 40 tuổi; 2) Lê B, 50 tuổi";',
        '05/03/2026;Lối đi chung;"1) Trần C, 40 tuổi; 2) Trần D, 50 tuổi";',
        '05/03/2026;Lối đi chung;"1) Trần C, 40 tuổi; 2) Trần D, 50 tuổi";UBND phường',
        '05/03/2026;Lối đi chung;"1) Phạm E, 40 tuổi; 2) Phạm F, 50 tuổi";',
    ),
    "event": (
        "Tên hoạt động;Ngày tổ chức;Lượt người;Địa điểm",
        "Họp dân;05/03/2026;50;Chợ",
        "Họp dân;05/03/2026;30;Đình",
        "Họp dân;05/03/2026;35;Đình",
        "Họp dân;06/03/2026;40;Đình",
    ),
    "opinion": (
        "Nội dung ý kiến;Ngày tiếp nhận;Đơn vị trả lời",
        "Đèn hỏng;05/03/2026;",
        "Rác nhiều;05/03/2026;",
        "rác nhiều;05/03/2026;UBND phường",
        "Đèn hỏng;06/03/2026;",
    ),
    "tip": (
        "Nội dung nguồn tin;Ngày tiếp nhận;Số vụ;Số đối tượng",
        "Đánh bạc;05/03/2026;;",
        "Trộm cắp;05/03/2026;;",
        "Trộm cắp;05/03/2026;1;2",
        "Trộm cắp;09/03/2026;;",
    ),
    "contribution": (
        "Người đóng góp;Ngày đóng góp;Số tiền;Hiện vật",
        "Bà Sáu;05/03/2026;500000;",
        "Ông Bảy;05/03/2026;;Bình chữa cháy",
        "Ông Bảy;05/03/2026;200000;Bình chữa cháy",
        "Bà Sáu;06/03/2026;500000;",
    ),
    "review": (
        "Nội dung kiểm tra, sơ kết;Loại;Ngày thực hiện;Người chủ trì",
        "Sơ kết quý I;Sơ kết;05/04/2026;",
        "Kiểm tra;Kiểm tra;05/05/2026;",
        "Kiểm tra;Kiểm tra;05/05/2026;Trưởng Công an",
        "Kiểm tra;Kiểm tra;05/06/2026;",
    ),
    "recognition": (
        "Đơn vị, khu dân cư;Năm công tác;Kết quả công nhận;Số quyết định",
        "Khóm 3;2025;Đạt;12/QĐ",
        "Khóm 4;2025;Đạt;",
        "Khóm 4;2025;Đạt;15/QĐ",
        "Khóm 4;2026;Đạt;",
    ),
    "award": (
        "Tên in trên giấy;Thành tích;Số quyết định;Ngày quyết định",
        "Ông Lê A;Bắt cướp;1/QĐ;05/03/2024",
        "Bà Lê B;Hòa giải;1/QĐ;05/03/2024",
        "Bà Lê B;Hòa giải giỏi;1/QĐ;05/03/2024",
        "Ông Lê A;Bắt cướp;9/QĐ;05/03/2025",
    ),
    "target": (
        "Chỉ tiêu;Năm;Chỉ tiêu giao;Văn bản giao",
        "{0};2026;10;",
        "{1};2026;20;",
        "{1};2026;25;",
        "{1};2027;30;",
    ),
    "opening_figure": (
        "Chỉ tiêu thống kê;Từ ngày;Đến ngày;Số liệu",
        "{0};01/01/2025;31/12/2025;10",
        "{1};01/01/2025;31/12/2025;20",
        "{1};01/01/2025;31/12/2025;25",
        "{1};01/01/2024;31/12/2024;30",
    ),
    "blank_use": (
        "Ngày in;Mẫu giấy;Số phôi đã in;Số phôi hỏng",
        "05/03/2026;Giấy khen A4;10;0",
        "06/03/2026;Giấy khen A4;10;1",
        "06/03/2026;Giấy khen A4;10;2",
        "07/03/2026;Giấy khen A4;5;0",
    ),
    "reporting_unit": (
        "Tên đơn vị;Mã đơn vị;Báo cáo từ ngày",
        "Công an xã A;30001;",
        "Công an xã B;30002;",
        "Công an phường B;30002;",
        "Công an xã C;30003;",
    ),
}
"""By register: the heads, two rows, what the second one says in a newer list, and a row that is new there."""


def planned(
    workspace: Workspace, file: Path, content: str, register: str | None = None
) -> tuple[OpenedList, ImportPreview]:
    file.write_text(content, encoding="utf-8")
    opened = importing.open_list(file, workspace.registry, Catalogue("vi"), register)
    rows = importing.read_rows(
        opened, opened.mapping, importing.choices_of(workspace.catalogues), workspace.today()
    )
    held = importing.holdings(workspace, opened.target, rows)
    answers = proposed_answers(importing.questions(rows, opened.target, held))
    return opened, importing.preview(workspace, opened, rows, answers, held)


def stored(workspace: Workspace, file: Path, content: str) -> OpenedList:
    opened, preview = planned(workspace, file, content)
    importing.run_import(workspace, opened, opened.mapping, preview)
    return opened


def fates(preview: ImportPreview) -> list[Any]:
    return [(row.fate, [note.code for note in row.reasons]) for row in preview.rows]


def lines(workspace: Workspace, *some: str) -> str:
    """A list as text; ``{0}`` and ``{1}`` are two of the figures of the catalogue."""
    figures = [choice.vi for choice in list(workspace.catalogues["indicator"])[:2]]
    return "\n".join(some).format(*figures) + "\n"


@pytest.mark.parametrize("register", IMPORTED)
def test_a_newer_list_changes_what_changed_and_doubles_nothing(
    register: str, workspace: Workspace, tmp_path: Path
) -> None:
    heads, first, second, changed, new = LISTS[register]
    file = tmp_path / "danh-sach.csv"
    opened = stored(workspace, file, lines(workspace, heads, first, second))
    assert opened.target.register == register
    before = registers.count(workspace, register, ListQuery())
    assert before == 2
    newer, preview = planned(workspace, file, lines(workspace, heads, first, changed, new))
    known = (Fate.REFUSED, ["change_on_its_page"]) if register == "award" else (Fate.CHANGED, [])
    assert fates(preview) == [(Fate.SAME, []), known, (Fate.NEW, [])]
    done = importing.run_import(workspace, newer, newer.mapping, preview)
    assert registers.count(workspace, register, ListQuery()) == 3
    assert done.changes.operation is not None
    registers.undo(workspace, done.changes.operation)
    _, undone = planned(workspace, file, lines(workspace, heads, first, second))
    assert (registers.count(workspace, register, ListQuery()), undone.count(Fate.SAME)) == (2, 2)
    newer, preview = planned(workspace, file, lines(workspace, heads, first, changed, new))
    importing.run_import(workspace, newer, newer.mapping, preview)
    _, again = planned(workspace, file, lines(workspace, heads, new, changed, first))
    assert again.count(Fate.NEW) + again.count(Fate.CHANGED) == 0


def test_who_is_known_by_a_name_alone_is_not_doubled_in_the_group(
    workspace: Workspace, tmp_path: Path
) -> None:
    content = "Họ và tên;Tên tổ\nLê Văn A;Tổ 1\nLê Văn A;Tổ 2\n"
    file = tmp_path / "ds.csv"
    stored(workspace, file, content)
    _, again = planned(workspace, file, content)
    assert again.count(Fate.SAME) == 2


def test_a_row_that_may_be_two_people_is_refused_and_not_guessed(
    workspace: Workspace, tmp_path: Path
) -> None:
    for _ in range(2):
        put(workspace, "person", full_name="Lê Văn A", born="1980")
    _, preview = planned(workspace, tmp_path / "ds.csv", "Họ và tên;Năm sinh;Nơi ở\nLê Văn A;1980;Hẻm 12\n")
    assert fates(preview) == [(Fate.REFUSED, ["several_alike"])]


def test_the_number_of_before_and_the_one_of_now_are_one_person(workspace: Workspace, tmp_path: Path) -> None:
    person = put(workspace, "person", full_name="Lê Văn A", born="1980-03-05", citizen_id="351234567")
    _, preview = planned(
        workspace, tmp_path / "ds.csv", "Họ và tên;Ngày sinh;Số CCCD\nLê Văn A;05/03/1980;089080000011\n"
    )
    (row,) = preview.rows
    assert (row.fate, row.record) == (Fate.CHANGED, person)


def test_what_left_the_list_is_not_made_again(workspace: Workspace, tmp_path: Path) -> None:
    heads, first, second, changed, _ = LISTS["household"]
    file = tmp_path / "ds.csv"
    stored(workspace, file, "\n".join((heads, first, second)) + "\n")
    for row in registers.rows(workspace, "household", ListQuery(), 0, 9):
        registers.retire(workspace, "household", row.id, "Chuyển đi", workspace.today())
    _, preview = planned(workspace, file, "\n".join((heads, first, changed)) + "\n")
    assert fates(preview) == [(Fate.SAME, []), (Fate.REFUSED, ["code_of_retired"])]


def test_two_gifts_of_one_day_that_differ_are_two(workspace: Workspace, tmp_path: Path) -> None:
    content = "Người đóng góp;Ngày đóng góp;Số tiền\nBà Sáu;05/03/2026;500000\nBà Sáu;05/03/2026;300000\n"
    stored(workspace, tmp_path / "ds.csv", content)
    assert registers.count(workspace, "contribution", ListQuery()) == 2
    assert planned(workspace, tmp_path / "ds.csv", content)[1].count(Fate.SAME) == 2


def test_two_rows_of_one_area_that_differ_are_not_made_two_areas(
    workspace: Workspace, tmp_path: Path
) -> None:
    content = "Tên địa bàn;Loại địa bàn;Số hộ\nKhóm 3;Khóm;80\nkhóm số 03;Khóm;90\n"
    _, preview = planned(workspace, tmp_path / "ds.csv", content)
    assert fates(preview) == [(Fate.NEW, []), (Fate.REFUSED, ["twice_in_list"])]


def test_groups_of_one_name_are_asked_for_by_their_area(workspace: Workspace, tmp_path: Path) -> None:
    for area in ("Khóm 3", "Khóm 4"):
        put(workspace, "group", name="Tổ 1", area=put(workspace, "area", name=area))
    file = tmp_path / "ds.csv"
    file.write_text("Họ và tên;Năm sinh;Tên tổ\nLê Văn A;1980;Tổ 1\n", encoding="utf-8")
    opened = importing.open_list(file, workspace.registry, Catalogue("vi"))
    rows = importing.read_rows(
        opened, opened.mapping, importing.choices_of(workspace.catalogues), workspace.today()
    )
    (asked,) = importing.questions(rows, opened.target, importing.holdings(workspace, opened.target, rows))
    assert asked.answer is None
    assert sorted(match.title for match in asked.matches) == ["Tổ 1 (Khóm 3)", "Tổ 1 (Khóm 4)"]


def test_an_old_code_of_a_person_who_was_merged_is_who_stands_for_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    one, other = (put(workspace, "person", full_name="Lê Văn A", born="1980") for _ in range(2))
    sameness.merge(workspace, "person", one, other)
    first, gone = sorted((one, other))
    _, preview = planned(
        workspace, tmp_path / "ds.csv", f"Họ và tên;Năm sinh;Mã đối chiếu\nLê Văn A;1980;{gone}\n", "person"
    )
    assert [(row.fate, row.record) for row in preview.rows] == [(Fate.SAME, first)]


@pytest.mark.parametrize("row", ["Lê Văn A;1980;351234567", "Lê Văn Anh;05/03/1980;089080000011"])
@pytest.mark.parametrize("register", ["person", "member"])
def test_a_person_who_was_joined_is_known_by_what_each_record_of_them_says(
    workspace: Workspace, tmp_path: Path, register: str, row: str
) -> None:
    one = put(workspace, "person", full_name="Lê Văn A", born="1980", citizen_id="351234567")
    other = put(workspace, "person", full_name="Lê Văn Anh", born="1980-03-05", citizen_id="089080000011")
    group = put(workspace, "group", name="Tổ 1")
    put(workspace, "member", person=one, group=group)
    sameness.merge(workspace, "person", one, other)
    content = f"Họ và tên;Ngày sinh;Số CCCD;Tên tổ\n{row};Tổ 1\n"
    _, preview = planned(workspace, tmp_path / "ds.csv", content, register)
    assert fates(preview) == [(Fate.SAME, [])]


def test_a_person_who_was_joined_gets_what_no_record_of_them_says(
    workspace: Workspace, tmp_path: Path
) -> None:
    one = put(workspace, "person", full_name="Lê Văn A", born="1980", phone="0912345678")
    other = put(workspace, "person", full_name="Lê Văn Anh", born="1980")
    sameness.merge(workspace, "person", one, other)
    content = "Họ và tên;Năm sinh;Điện thoại\nLê Văn Anh;1980;0987654321\n"
    _, preview = planned(workspace, tmp_path / "ds.csv", content, "person")
    (row,) = preview.rows
    assert (row.record, dict(row.changes)) == (
        min(one, other),
        {"person.phone": ("0912345678", "0987654321")},
    )


@pytest.mark.parametrize("head", ["Trần Thị Sáu", "Trần Văn Bảy"])
def test_a_household_that_was_joined_is_known_by_each_of_its_heads(
    workspace: Workspace, tmp_path: Path, head: str
) -> None:
    one = put(workspace, "household", head_name="Trần Thị Sáu", address="Hẻm 12")
    other = put(workspace, "household", head_name="Trần Văn Bảy", address="Hẻm 12")
    sameness.merge(workspace, "household", one, other)
    _, own = planned(workspace, tmp_path / "ho.csv", f"Chủ hộ;Địa chỉ\n{head};Hẻm 12\n", "household")
    _, visits = planned(
        workspace, tmp_path / "tham.csv", f"Chủ hộ;Ngày thăm;Nội dung\n{head};05/03/2026;Thăm hỏi\n", "visit"
    )
    assert fates(own) == [(Fate.SAME, [])]
    assert set(visits.answers.values()) == {min(one, other)}
