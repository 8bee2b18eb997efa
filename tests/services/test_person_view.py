"""One person as a whole: what is recorded in many registers, in one view and on one page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.pdf.render import page_count
from desktop.services import person_view, sameness, upper_papers
from desktop.services.person_view import PersonView
from desktop.services.registers import RecordGone
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, make_workspace, put


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "so").workspace


@pytest.fixture
def person(workspace: Workspace) -> str:
    made = put(workspace, "person", full_name="Lê Quốc Dũng", born="1961", address="ấp Tây Hưng")
    group = put(workspace, "group", name="Tổ 5")
    put(workspace, "member", person=made, group=group, role="leader", joined_on="2022-03")
    return made


def lines(view: PersonView) -> dict[str, list[tuple[str, str, str]]]:
    return {name: [(each.day, each.what, each.how) for each in some] for name, some in view.sections}


def visit(workspace: Workspace, visitors: str, on: str = "2026-05-20", **values: Any) -> str:
    household = put(workspace, "household", head_name="Trần Thị Sáu")
    return put(workspace, "visit", household=household, visited_on=on, visitors=visitors, **values)


def test_groups_with_their_roles(workspace: Workspace, person: str) -> None:
    view = person_view.person_view(workspace, person)
    assert (view.name, view.about) == ("Lê Quốc Dũng", "1961 · ấp Tây Hưng")
    assert lines(view)["groups"] == [("03/2022", "Tổ 5", "Tổ trưởng · đang tham gia")]


def test_visits_and_disputes_that_name_the_person(workspace: Workspace, person: str) -> None:
    visit(workspace, "ông Lê Quốc Dũng, Nguyễn Văn An")
    visit(workspace, "Le Quoc Dung", on="2026-06-01")
    visit(workspace, "Lê Quốc Dùng")
    values = {"received_on": "2026-05-02", "outcome": "settled", "outcome_on": "2026-05-09"}
    put(workspace, "dispute", summary="Bí mật", mediators="HGV: Lê Quốc Dũng", kind="civil", **values)
    found = lines(person_view.person_view(workspace, person))
    assert [day for day, _, _ in found["visits"]] == ["01/06/2026", "20/05/2026"]
    assert len(found["disputes"]) == 1
    assert "Bí mật" not in str(found)


def test_awards_and_training_while_serving(workspace: Workspace, person: str) -> None:
    put(
        workspace,
        "award",
        person=person,
        printed_name="Ông Lê Quốc Dũng",
        achievement="Xuất sắc",
        form="giay_khen",
    )
    with workspace.reading() as reader:
        group = reader.connection.execute('SELECT id FROM "group"').fetchone()[0]
    for day in ("2021-01-05", "2026-04-01"):
        put(workspace, "event", name="Tập huấn hòa giải", kind="training", held_on=day, group=group)
    put(workspace, "event", name="Họp tổ", kind="group_meeting", held_on="2026-04-01", group=group)
    found = lines(person_view.person_view(workspace, person))
    assert [what for _, what, _ in found["awards"]] == ["Giấy khen · Xuất sắc"]
    assert found["training"] == [("01/04/2026", "Tập huấn hòa giải", "Tổ 5")]


def test_joined_records_are_one_person(workspace: Workspace, person: str) -> None:
    other = put(workspace, "person", full_name="Le Quoc Dung")
    put(
        workspace,
        "award",
        person=other,
        printed_name="Ông Lê Quốc Dũng",
        achievement="Xuất sắc",
        form="giay_khen",
    )
    assert person_view.person_view(workspace, person).namesakes == 1
    sameness.merge(workspace, "person", person, other, {"full_name": person})
    view = person_view.person_view(workspace, other)
    assert (view.person, view.joined, view.namesakes) == (person, 2, 0)
    assert len(lines(view)["awards"]) == 1


def test_however_much_there_is_it_prints_on_one_page(workspace: Workspace, person: str) -> None:
    for day in range(1, 29):
        visit(workspace, "Lê Quốc Dũng", on=f"2026-04-{day:02d}")
        put(
            workspace,
            "award",
            person=person,
            printed_name="Ông Lê Quốc Dũng",
            achievement="Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026, "
            * 3,
        )
    paper = person_view.person_paper(workspace, person)
    assert page_count(upper_papers.draw_pdf(paper)) == 1
    assert BytesIO(upper_papers.write_word(paper)).read(2) == b"PK"


def test_who_does_not_know_of_people_sees_none(make: WorkspaceMaker) -> None:
    workspace = make(role=Role.JUSTICE).workspace
    with pytest.raises(NotAllowed):
        person_view.person_view(workspace, "x")


def test_a_person_that_is_not_there(workspace: Workspace) -> None:
    with pytest.raises(RecordGone):
        person_view.person_view(workspace, "x")
