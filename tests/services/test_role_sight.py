"""What a role may not know of is told nowhere; the justice official knows of mediation groups' cases and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.i18n.catalogue import Catalogue
from desktop.services import (
    conflicts,
    drafts,
    due,
    exporting,
    history,
    indicators,
    registers,
    search,
    today,
    users,
)
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.registers import RecordGone
from desktop.services.users import NewUser
from desktop.services.views import Entry, ListQuery
from desktop.services.workspace import Workspace
from desktop.vault.recovery import RecoveryCode
from tests.kit.workspaces import FAST, NHON_HUNG, PASSWORD, environment, put

VI = Catalogue("vi")


@pytest.fixture
def everybody(tmp_path: Path) -> Iterator[dict[Role, Workspace]]:
    """One register of its own, open for a user of each role."""
    around = environment()
    new = tuple(NewUser(f"Người {role.value}", role, PASSWORD) for role in Role)
    code = RecoveryCode.generate(around.randomness)
    made = first_run(FirstRun(tmp_path / "so", NHON_HUNG, new), around, code, kdf=FAST)
    opened = {made.user.role: made}
    for user in users.list_users(made):
        if user.role not in opened:
            opened[user.role] = open_workspace(made.folder, user.id, PASSWORD, around)
    yield opened
    for workspace in opened.values():
        workspace.close()


def test_what_a_role_may_not_know_of_is_not_found_counted_or_due(everybody: dict[Role, Workspace]) -> None:
    admin = everybody[Role.ADMIN]
    household = put(admin, "household", head_name="Lê Văn Wqx")
    put(admin, "visit", household=household, visited_on="2026-01-05", next_visit_on="2026-02-05")
    put(admin, "award", printed_name="Trần Wqx")
    everything = {"award", "household"}
    found = {
        role: {hit.register for hit in search.find(workspace, "wqx")} for role, workspace in everybody.items()
    }
    assert found == {
        **dict.fromkeys((Role.OFFICER, Role.CHIEF, Role.DEPUTY, Role.ADMIN, Role.UPPER), everything),
        Role.WARD: {"award"},
        Role.JUSTICE: set(),
    }
    figures = {
        role: {row.code.split("_")[0] for row in today.figures(workspace).rows}
        for role, workspace in everybody.items()
    }
    assert (figures[Role.WARD], figures[Role.JUSTICE]) == ({"awards"}, {"disputes", "settled"})
    told = {role: {each.hit.register for each in due.due(workspace)} for role, workspace in everybody.items()}
    assert told == {role: set() if role in (Role.WARD, Role.JUSTICE) else {"visit"} for role in Role}
    assert registers.related(everybody[Role.JUSTICE], "area", "x") == []


def of_groups_and_police(workspace: Workspace) -> dict[str, str]:
    """A case of the mediation group, one of the police, and one of which nobody said whose it is."""
    return {
        whose: put(
            workspace,
            "dispute",
            summary=f"Tranh chấp {word}",
            mediators=f"Người {word}",
            received_on="2026-10-05",
            follow_up_on="2026-11-01",
            violence_risk=True,
            **({"mediated_by": whose} if whose else {}),
        )
        for whose, word in (("mediation_group", "wqxa"), ("police", "wqxb"), ("", "wqxc"))
    }


@pytest.fixture
def cases(everybody: dict[Role, Workspace]) -> dict[str, str]:
    return of_groups_and_police(everybody[Role.ADMIN])


def test_the_justice_official_is_told_of_mediation_groups_cases_only(
    everybody: dict[Role, Workspace], cases: dict[str, str]
) -> None:
    justice, own = everybody[Role.JUSTICE], cases["mediation_group"]
    listed = registers.rows(justice, "dispute", ListQuery(), 0, 10)
    assert [row.id for row in listed] == [own]
    assert registers.count(justice, "dispute", ListQuery(text="wqx")) == 1
    assert registers.count(justice, "dispute", ListQuery(sort="outcome_on", retired=True)) == 1
    assert {hit.record for hit in search.find(justice, "wqx")} == {own}
    assert {hit.record for hit in registers.choices(justice, "dispute", "wqx")} == {own}
    assert {each.hit.record for each in due.due(justice)} == {own}
    period = today.figures(justice).period
    assert [row.this.value for row in indicators.table(justice, ("disputes_open",), period)] == [1]
    assert exporting.export_list(justice, "dispute", ListQuery(), VI).count == 1


OTHERS = ("police", "")

LOOKS: dict[str, Callable[[Workspace, str], object]] = {
    "form": lambda w, record: registers.load_form(w, "dispute", record),
    "reveal": lambda w, record: registers.reveal(w, "dispute", record, "summary"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("whose", OTHERS)
def test_a_case_of_others_is_not_there_for_the_justice_official(
    everybody: dict[Role, Workspace],
    cases: dict[str, str],
    whose: str,
    look: Callable[[Workspace, str], object],
) -> None:
    look(everybody[Role.OFFICER], cases[whose])
    with pytest.raises(RecordGone):
        look(everybody[Role.JUSTICE], cases[whose])


def test_the_history_and_the_conflicts_of_others_cases_are_not_told(
    everybody: dict[Role, Workspace], cases: dict[str, str]
) -> None:
    justice = everybody[Role.JUSTICE]
    assert history.history_of(justice, "dispute", cases["police"]) == []
    assert len(history.history_of(justice, "dispute", cases["mediation_group"])) == 1
    assert conflicts.find(justice).conflicts == ()


def test_the_parties_of_others_cases_are_not_found(
    everybody: dict[Role, Workspace], cases: dict[str, str]
) -> None:
    for whose, record in cases.items():
        put(everybody[Role.ADMIN], "party", dispute=record, name=f"Đỗ Zzp{whose[:2]}")
    assert {hit.record for hit in search.find(everybody[Role.JUSTICE], "zzp")} == {cases["mediation_group"]}
    assert len(search.find(everybody[Role.OFFICER], "zzp")) == 3


def test_the_justice_official_writes_into_no_case_of_others_and_makes_none(
    everybody: dict[Role, Workspace], cases: dict[str, str]
) -> None:
    justice = everybody[Role.JUSTICE]
    with pytest.raises(NotAllowed):
        registers.retire(justice, "dispute", cases["police"], "x", justice.today())
    with pytest.raises(NotAllowed):
        put(justice, "party", dispute=cases["police"], name="Đỗ Văn An")
    with pytest.raises(NotAllowed):
        put(justice, "dispute", summary="x", received_on="2026-10-05", mediated_by="police")
    with pytest.raises(NotAllowed):
        put(justice, "dispute", summary="x", received_on="2026-10-05")
    form = registers.load_form(justice, "dispute", cases["mediation_group"])
    with pytest.raises(NotAllowed):
        registers.save(justice, form, Entry({"mediated_by": "police"}))
    registers.save(justice, form, Entry({"mediators": "Bà Lan"}))
    put(justice, "party", dispute=cases["mediation_group"], name="Đỗ Văn An")


def test_a_draft_is_its_owners_whoever_else_looks(everybody: dict[Role, Workspace]) -> None:
    drafts.keep_draft(everybody[Role.OFFICER], "dispute", None, {"summary": "x"})
    told = {role: len(drafts.drafts(workspace)) for role, workspace in everybody.items()}
    assert told == {**dict.fromkeys(Role, 0), Role.OFFICER: 1}
