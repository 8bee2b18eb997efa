"""Everything of one person: found wherever it stands, with nothing of others, and told in the log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.pdf.render import page_count, page_text
from desktop.services import registers
from desktop.services.erasing import ReasonMissing
from desktop.services.person_file import PersonFile, draw_person, save_person
from desktop.services.views import ChildForm, Entry
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put

WHY = "đơn ngày 05/01/2026"


@pytest.fixture
def person(workspace: Workspace) -> str:
    """In two groups, in a case with a neighbour, awarded; and somebody else of the same name."""
    person = put(workspace, "person", full_name="Trần Văn Sang", phone="0866546792", born="1960")
    other = put(workspace, "person", full_name="Lê Thị Hoa", phone="0911222333")
    group = put(workspace, "group", name="Tổ 5")
    put(workspace, "member", person=person, group=group)
    put(workspace, "member", person=other, group=group)
    form = registers.load_form(workspace, "dispute", None)
    children = (
        ChildForm("party", None, {"name": "Trần Văn Sang", "address": "Ấp 1", "person": person}),
        ChildForm("party", None, {"name": "Lê Thị Hoa", "address": "Ấp 2", "person": other}),
    )
    values = {"summary": "Bà Hoa lấn rào", "received_on": "2026-03-05"}
    registers.save(workspace, form, Entry(values, children))
    put(workspace, "award", printed_name="Ông Trần Văn Sang", person=person)
    put(workspace, "opinion", content="Đường hỏng", received_on="2026-02-01", given_by="Trần Văn Sang")
    registers.reveal(workspace, "person", person, "phone")
    return person


def words(made: PersonFile) -> str:
    return " ".join("".join(page_text(made.pdf, at) for at in range(page_count(made.pdf))).split())


def test_every_record_of_the_person_is_in_it(workspace: Workspace, person: str) -> None:
    made = draw_person(workspace, person, WHY)
    assert [each.register for each in made.records] == ["person", "member", "party", "award", "dispute"]
    text = words(made)
    assert all(each in text for each in ("0866546792", "Tổ 5", "Ông Trần Văn Sang", "05/03/2026"))


def test_nothing_of_others_is_in_it(workspace: Workspace, person: str) -> None:
    made = draw_person(workspace, person, WHY)
    for told in (words(made), made.json.decode()):
        assert [each for each in ("Hoa", "0911", "Ấp 2", "lấn rào") if each in told] == []


def test_a_machine_reads_the_same(workspace: Workspace, person: str) -> None:
    plain = json.loads(draw_person(workspace, person, WHY).json)
    assert plain["format"] == "tuquan-person/1"
    first = plain["records"][0]
    assert first["values"]["phone"] == {
        "label": "Điện thoại",
        "text": "0866546792",
        "value": "0866546792",
    }
    assert plain["records"][-1]["left_out"] == ["summary"]


def test_who_is_only_of_the_same_name_is_told_apart(workspace: Workspace, person: str) -> None:
    made = draw_person(workspace, person, WHY)
    assert made.namesakes == ("Ý kiến, kiến nghị 01/02/2026",)
    assert "Đường hỏng" not in words(made)


def test_who_looked_at_what_is_masked_is_told(workspace: Workspace, person: str) -> None:
    assert draw_person(workspace, person, WHY).looks == (
        (workspace.now().isoformat(timespec="seconds"), workspace.user.name),
    )


def test_it_is_logged_with_its_reason_and_each_file_again(
    workspace: Workspace, person: str, tmp_path: Path
) -> None:
    made = draw_person(workspace, person, WHY)
    save_person(workspace, made, tmp_path / "a.pdf")
    save_person(workspace, made, tmp_path / "a.json")
    with workspace.file.reading() as reader:
        last = [(line.action, line.subject) for line in reader.log.lines()][-3:]
    said = f"person:{person}: {WHY}"
    assert last == [("person.export", said), ("export", said), ("export", said)]
    assert (tmp_path / "a.pdf").read_bytes() == made.pdf
    assert json.loads((tmp_path / "a.json").read_bytes())["name"] == "Trần Văn Sang"


def test_without_a_reason_nothing_is_gathered(workspace: Workspace, person: str) -> None:
    with pytest.raises(ReasonMissing):
        draw_person(workspace, person, "  ")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPUTY, Role.JUSTICE, Role.WARD, Role.UPPER])
def test_only_a_chief_or_an_administrator_gathers_it(make: WorkspaceMaker, role: Role) -> None:
    with pytest.raises(NotAllowed):
        draw_person(make(role=role).workspace, "x", WHY)
