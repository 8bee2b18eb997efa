from __future__ import annotations

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.pdf.render import page_count, page_text
from desktop.services import registers, visit_slips
from desktop.services.visit_plan import visit_plan
from desktop.services.visit_slips import DrawnSlip, EmptySlip, SlipUnknown, draw_slip, keep_slip
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put


@pytest.fixture
def area(workspace: Workspace) -> str:
    """An area of twelve households, the first of a sensitive category and with a promised visit."""
    made = put(workspace, "area", name="Khóm Đông Hưng", officer="Đại úy Lê Quốc Dũng")
    for number in range(1, 13):
        household = put(
            workspace,
            "household",
            head_name=f"Trần Văn Hộ{number:02d}",
            address=f"Số {number}, đường Trà Sư",
            area=made,
            categories=["addiction"],
            phone="0866546792",
        )
        put(workspace, "visit", household=household, visited_on="2026-01-05", next_visit_on="2026-02-05")
    return made


def drawn(workspace: Workspace, area: str) -> DrawnSlip:
    return draw_slip(workspace, visit_slips.slip_of_area(workspace, area))


def words(slip: DrawnSlip) -> str:
    text = " ".join(page_text(slip.pdf, page) for page in range(page_count(slip.pdf)))
    return " ".join(text.split())


def test_a_slip_names_unit_area_officer_and_every_household_by_number(
    workspace: Workspace, area: str
) -> None:
    said = words(drawn(workspace, area))
    assert "CÔNG AN PHƯỜNG NHƠN HƯNG" in said
    assert "Địa bàn: Khóm Đông Hưng Cán bộ phụ trách: Đại úy Lê Quốc Dũng" in said
    assert "PHIẾU GHI THĂM GẶP Tuần từ ngày" in said
    rows = [f"{number} Trần Văn Hộ{number:02d} Số {number}, đường Trà Sư" for number in range(1, 13)]
    assert [row for row in rows if row not in said] == []


def test_nothing_sensitive_of_a_household_is_on_paper(workspace: Workspace, area: str) -> None:
    said = words(drawn(workspace, area)).lower()
    assert [word for word in ("nghiện", "0866", "diện hộ", "30 ngày") if word in said] == []


def test_a_slip_of_what_is_due_has_the_order_of_the_list(workspace: Workspace, area: str) -> None:
    plan = visit_plan(workspace)
    draft = visit_slips.slip_of_due(plan, plan.due)
    assert [row.household for row in draft.rows] == [each.household for each in plan.due]
    assert (draft.title, draft.officer) == ("Khóm Đông Hưng", "Đại úy Lê Quốc Dũng")


def test_a_slip_is_found_again_by_its_number_once_it_was_printed(workspace: Workspace, area: str) -> None:
    slip = drawn(workspace, area)
    with pytest.raises(SlipUnknown):
        visit_slips.slip(workspace, slip.slip.number)
    keep_slip(workspace, slip, "print")
    assert visit_slips.slip(workspace, slip.slip.number) == slip.slip
    assert visit_slips.newest_slips(workspace) == [slip.slip]


def test_every_printed_slip_has_a_number_of_its_own(workspace: Workspace, area: str) -> None:
    numbers = []
    for _ in range(3):
        slip = drawn(workspace, area)
        keep_slip(workspace, slip, "print")
        numbers.append(slip.slip.number)
    assert numbers == [1, 2, 3]
    assert [each.number for each in visit_slips.newest_slips(workspace)] == [3, 2, 1]


def test_a_slip_of_nobody_is_refused(workspace: Workspace) -> None:
    empty = put(workspace, "area", name="Khóm Vắng")
    with pytest.raises(EmptySlip):
        drawn(workspace, empty)


def test_a_slip_is_for_roles_that_see_visits(make: WorkspaceMaker) -> None:
    justice = make(role=Role.JUSTICE).workspace
    with pytest.raises(NotAllowed):
        visit_slips.slip_of_area(justice, "any")


def test_practice_marks_the_slip(make: WorkspaceMaker) -> None:
    practice = make(practice=True).workspace
    area = put(practice, "area", name="Khóm Mẫu")
    put(practice, "household", head_name="Trần Văn Sang", area=area)
    assert "DỮ LIỆU MẪU" in words(drawn(practice, area))


def test_households_that_left_have_no_title(workspace: Workspace) -> None:
    stays, goes = (put(workspace, "household", head_name=name) for name in ("Trần Văn Sang", "Lê Thị Mai"))
    registers.retire(workspace, "household", goes, "Chuyển đi", workspace.today())
    assert visit_slips.household_titles(workspace, [stays, goes]) == {stays: "Trần Văn Sang"}
