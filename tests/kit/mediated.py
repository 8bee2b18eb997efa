"""A mediation group with members and cases, as papers need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.services.workspace import Workspace
from tests.kit.workspaces import put


@dataclass(frozen=True)
class Mediated:
    """Ids of what was put into the register: the group, its two members, and a case that was settled."""

    group: str
    leader: str
    mediator: str
    settled: str


def member(workspace: Workspace, group: str, name: str, role: str, **person: Any) -> str:
    return put(
        workspace, "member", person=put(workspace, "person", full_name=name, **person), group=group, role=role
    )


def case(workspace: Workspace, group: str | None, received_on: str, **values: Any) -> str:
    """A case with two parties."""
    given = {"mediated_by": "mediation_group", "kind": "way_of_life", "outcome": "open"} | values
    dispute = put(
        workspace, "dispute", **({"summary": "Lối đi chung", "group": group} | given), received_on=received_on
    )
    put(workspace, "party", dispute=dispute, name="Trần Văn Sang", age=45, address="Tổ 5", side="party_a")
    put(workspace, "party", dispute=dispute, name="Lê Thị Hạnh", side="party_b")
    return dispute


def mediated(workspace: Workspace) -> Mediated:
    area = put(workspace, "area", name="Khóm Đông Hưng", kind="khom")
    group = put(workspace, "group", name="Tổ hòa giải số 01", kind="mediation", area=area)
    mediator = member(workspace, group, "Trần Văn Bình", "mediator", born="1961-03-05", address="Tổ 2")
    leader = member(workspace, group, "Thạch Thị Oanh", "leader", born="1960")
    settled = case(
        workspace,
        group,
        "2026-01-05",
        outcome="settled",
        outcome_on="2026-02-03",
        mediators="Thạch Thị Oanh, Trần Văn Bình",
        agreement="Ông Sang dời chậu cây vào trong sân",
    )
    put(
        workspace,
        "session",
        dispute=settled,
        held_on="2026-02-03",
        place="Nhà văn hóa",
        content="Đã nghe hai bên",
    )
    return Mediated(group, leader, mediator, settled)
