"""Lists on paper: by the rules of papers, as seen, and never what is masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.fields import Kind
from desktop.pdf.render import page_text
from desktop.services import registers
from desktop.services.list_paper import draw_list, paper_left, save_paper
from desktop.services.views import Filter, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put


def words_of(pdf: bytes, page: int = 0) -> str:
    return " ".join(page_text(pdf, page).split())


def many_groups(workspace: Workspace, count: int) -> None:
    with workspace.change("group.create") as change:
        for number in range(1, count + 1):
            change.create("group", {"name": f"Tổ tự quản số {number:03d}", "kind": "self_management"})


def test_the_paper_begins_with_its_units_and_says_what_it_is_of(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng")
    put(workspace, "group", name="Tổ tự quản số 01", kind="self_management", area=area)
    put(workspace, "group", name="Tổ hòa giải", kind="mediation")
    words = words_of(draw_list(workspace, "group", ListQuery((Filter("area", (area,)),))).pdf)
    for said in (
        "CÔNG AN TỈNH AN GIANG",
        "CÔNG AN PHƯỜNG NHƠN HƯNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "DANH SÁCH CÁC TỔ",
        "Bộ lọc: Địa bàn: Ấp Đông Hưng",
        "Số lượng: 1",
        "Tổ tự quản số 01",
        "Nhơn Hưng, ngày 20 tháng 11 năm 2026",
        "NGƯỜI LẬP",
        "Nguyễn Văn An",
    ):
        assert said in words
    assert "Tổ hòa giải" not in words


def test_long_lists_go_on_over_numbered_pages_under_the_same_head(workspace: Workspace) -> None:
    many_groups(workspace, 60)
    paper = draw_list(workspace, "group", ListQuery())
    assert paper.pages > 1
    second = words_of(paper.pdf, 1)
    assert second.startswith("2 ")
    assert "STT Tên tổ" in second
    everything = " ".join(words_of(paper.pdf, page) for page in range(paper.pages))
    assert all(f"{number:03d}" in everything for number in range(1, 61))


@pytest.mark.parametrize(("register", "landscape"), [("area", False), ("award", True)])
def test_the_sheet_lies_down_when_its_columns_need_it(
    register: str, landscape: bool, workspace: Workspace
) -> None:
    put(workspace, "area", name="Ấp Đông Hưng")
    put(workspace, "award", printed_name="Lê Văn A")
    paper = draw_list(workspace, register, ListQuery())
    assert (paper.width_mm > paper.height_mm) is landscape


def test_every_register_has_a_paper(workspace: Workspace) -> None:
    barest = {Kind.COUNT: 1, Kind.DAY: "2026-05-05", Kind.REF: "khong-co"}
    for register in workspace.registry:
        if register.parent is None:
            # A reference to nothing is what a record has whose family has not come yet.
            title = register.by_name[register.title]
            put(workspace, register.name, **{title.name: barest.get(title.kind, "Lê Văn A")})
            assert draw_list(workspace, register.name, ListQuery()).pages == 1


def test_a_year_is_a_name_and_a_count_has_its_thousands_apart(workspace: Workspace) -> None:
    put(workspace, "target", indicator="visits", year=2026, value=1260)
    words = words_of(draw_list(workspace, "target", ListQuery()).pdf)
    assert "2026" in words
    assert "1.260" in words
    assert "2.026" not in words


def test_masked_columns_are_not_on_the_paper_and_are_named(workspace: Workspace) -> None:
    put(workspace, "dispute", summary="Tranh chấp bí mật", received_on="2026-05-05")
    words = words_of(draw_list(workspace, "dispute", ListQuery()).pdf)
    assert "bí mật" not in words
    assert "thông tin được che: Nội dung chủ yếu" in words


def test_retired_rows_say_what_became_of_them(workspace: Workspace) -> None:
    group = put(workspace, "group", name="Tổ 1")
    registers.retire(workspace, "group", group, "Sáp nhập", workspace.today())
    words = words_of(draw_list(workspace, "group", ListQuery(retired=True)).pdf)
    assert "Đã giải thể" in words


def test_sample_data_is_marked_across_each_page(make: WorkspaceMaker) -> None:
    workspace = make(practice=True).workspace
    many_groups(workspace, 60)
    paper = draw_list(workspace, "group", ListQuery())
    assert all("DỮ LIỆU MẪU" in words_of(paper.pdf, page) for page in range(paper.pages))


def test_what_was_printed_and_what_was_saved_is_logged(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, "area", name="Ấp Đông Hưng")
    paper = draw_list(workspace, "area", ListQuery())
    paper_left(workspace, paper, "print")
    save_paper(workspace, paper, tmp_path / "a.pdf")
    with workspace.file.reading() as reader:
        lines = reader.connection.execute("SELECT action, subject FROM access_log ORDER BY no DESC LIMIT 2")
        assert lines.fetchall() == [("export", "area:1"), ("print", "area:1")]
    assert (tmp_path / "a.pdf").read_bytes() == paper.pdf
