"""What is told beside the form of a dispute."""

from __future__ import annotations

from desktop.domain.access import Role
from desktop.services import registers
from desktop.services.remarks import remarks
from desktop.services.views import ChildForm, Entry, Remark
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put


def party(name: str) -> ChildForm:
    return ChildForm("party", None, {"name": name})


def told(workspace: Workspace, entry: Entry, record: str | None = None) -> list[Remark]:
    return remarks(workspace, registers.load_form(workspace, "dispute", record), entry)


def earlier_case(workspace: Workspace, *names: str, area: str, kind: str = "land") -> str:
    dispute = put(
        workspace, "dispute", summary="Tranh chấp bờ ranh", received_on="2026-01-05", area=area, kind=kind
    )
    for name in names:
        put(workspace, "party", dispute=dispute, name=name)
    return dispute


def codes(found: list[Remark]) -> list[str]:
    return [remark.code for remark in found]


def test_the_law_that_excludes_a_case_is_named(workspace: Workspace) -> None:
    (remark,) = told(workspace, Entry({"scope": "offence", "received_on": "2026-03-01"}))
    assert remark.code == "dispute_not_mediated"
    assert "Điều 3" in str(remark.facts["subject"])


def test_a_mediator_who_is_a_party_is_named(workspace: Workspace) -> None:
    entry = Entry({"mediators": "Ông Nguyễn Văn Sáu, Lê Thị Bé"}, (party("Nguyễn Văn Sáu"), party("Trần An")))
    (remark,) = told(workspace, entry)
    assert (remark.code, remark.facts["subject"]) == ("dispute_interested", "Nguyễn Văn Sáu")


def test_an_earlier_case_of_the_same_parties_is_brought_to_mind(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng")
    before = earlier_case(workspace, "Nguyễn Văn Sáu", "Lê Thị Bé", area=area)
    entry = Entry({"received_on": "2026-03-01"}, (party("nguyễn văn sáu"), party("Lê Thị Bé")))
    (remark,) = told(workspace, entry)
    assert (remark.code, remark.record) == ("dispute_repeated", ("dispute", before))


def test_earlier_cases_of_the_same_place_and_kind_are_counted(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng")
    for _ in range(3):
        earlier_case(workspace, "Trần An", area=area)
    earlier_case(workspace, "Trần An", area=area, kind="marriage")
    entry = Entry({"received_on": "2026-03-01", "area": area, "kind": "land"}, (party("Lê Bình"),))
    (remark,) = told(workspace, entry)
    assert (remark.code, remark.facts["count"]) == ("dispute_same_place", 3)


def test_a_case_is_no_repetition_of_itself_and_what_is_masked_is_not_told(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng")
    case = earlier_case(workspace, "Nguyễn Văn Sáu", "Lê Thị Bé", area=area)
    assert told(workspace, Entry({"mediators": "Nguyễn Văn Sáu"}), case) == []


def test_a_retired_case_is_not_brought_to_mind(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp Đông Hưng")
    before = earlier_case(workspace, "Nguyễn Văn Sáu", "Lê Thị Bé", area=area)
    registers.retire(workspace, "dispute", before, "nhập nhầm", workspace.today())
    entry = Entry({"received_on": "2026-03-01"}, (party("Nguyễn Văn Sáu"), party("Lê Thị Bé")))
    assert told(workspace, entry) == []


def test_another_register_has_no_remarks(make: WorkspaceMaker) -> None:
    workspace = make(role=Role.OFFICER).workspace
    form = registers.load_form(workspace, "area", None)
    assert remarks(workspace, form, Entry({"name": "Ấp Đông Hưng"})) == []
