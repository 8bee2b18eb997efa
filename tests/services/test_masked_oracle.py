"""Nobody works out what is masked: two registers that differ only in masked values answer every question alike.

What is the design is left out: whoever may reveal searches sensitive text, over an index of its own, and the statistics
count households by category, in numbers that lead nobody without that right to the rows. Nothing else may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from desktop.domain.access import NotAllowed, Permission, Role, allowed, sees
from desktop.domain.errors import UserError
from desktop.domain.fields import Field, Kind
from desktop.domain.registers import REGISTRY
from desktop.i18n.catalogue import Catalogue
from desktop.services import (
    conflicts,
    due,
    entries,
    exporting,
    history,
    indicators,
    list_paper,
    registers,
    remarks,
    rounds,
    search,
    seen_list,
    today,
)
from desktop.services.seen_list import FoundByMaskedWords
from desktop.services.views import Entry, Filter, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, environment, make_workspace, put

VI = Catalogue("vi")

TWO: dict[Kind, tuple[object, object]] = {
    Kind.TEXT: ("Wqxaa bí mật", "Zpvee điều khác"),
    Kind.LONG_TEXT: ("Wqxaa bí mật", "Zpvee điều khác"),
    Kind.NAME: ("Lê Văn Wqxaa", "Đỗ Thị Zpvee"),
    Kind.PHONE: ("0912345678", "0987654321"),
    Kind.CITIZEN_ID: ("089200001234", "089300005678"),
    Kind.TAGS: (["difficult"], ["drug"]),
}
"""By kind: what a masked field holds in the one register and in the other."""

PROBES = ("Wqxaa", "Zpvee", "0912345678", "089200001234", "difficult")

MASKED = [
    (register.name, field.name) for register in REGISTRY for field in register.fields if field.sensitive
]


def value_of(field: Field, which: int, workspace: Workspace) -> Any:
    if field.kind is Kind.TAGS and field.catalogue is not None:
        return [workspace.catalogues[field.catalogue][which].code]
    return TWO[field.kind][which]


OPEN: dict[str, dict[str, object]] = {
    "person": {"full_name": "Nguyễn Văn Công Khai"},
    "household": {"head_name": "Hộ Công Khai"},
    "visit": {"visited_on": "2026-10-01", "next_visit_on": "2026-11-01"},
    "dispute": {
        "received_on": "2026-10-05",
        "mediated_by": "mediation_group",
        "follow_up_on": "2026-11-01",
        "violence_risk": True,
    },
    "party": {"age": 40},
    "session": {"held_on": "2026-10-08"},
    "opinion": {"content": "Đèn đường", "received_on": "2026-10-01"},
    "tip": {"received_on": "2026-10-02"},
}
"""What stands beside the masked fields, in both registers alike."""


def fill(workspace: Workspace, which: int) -> dict[str, str]:
    """One record of each register with masked fields; gives their ids."""
    made: dict[str, str] = {}
    for name in dict.fromkeys(register for register, _ in MASKED):
        declared = workspace.registry[name]
        values = dict(OPEN[name])
        if declared.parent is not None:
            values[declared.parent.name] = made[str(declared.parent.to)]
        if name == "visit":
            values["household"] = made["household"]
        values |= {each.name: value_of(each, which, workspace) for each in declared.fields if each.sensitive}
        made[name] = put(workspace, name, **values)
    return made


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Workspace, dict[str, str]]]:
    """Two registers that differ in their masked values only: made by the same chance at the same moment."""
    made = [
        make_workspace(
            tmp_path_factory.mktemp("masked") / f"so-{which}", around=environment(seed=4)
        ).workspace
        for which in (0, 1)
    ]
    ids = [fill(workspace, which) for which, workspace in enumerate(made)]
    assert ids[0] == ids[1]
    yield made[0], made[1], ids[0]
    for workspace in made:
        workspace.close()


def all_masked(register: str) -> list[str]:
    return [name for of, name in MASKED if of == register]


def sorted_and_filtered(workspace: Workspace, register: str, record: str) -> object:
    found: list[object] = []
    for name in all_masked(register):
        field = workspace.registry[register].by_name[name]
        for down in (False, True):
            query = ListQuery(sort=name, descending=down)
            found.append(registers.rows(workspace, register, query, 0, 50))
        for which in (0, 1):
            value = value_of(field, which, workspace)
            query = ListQuery(filters=(Filter(name, (str(value),)),))
            found.append(
                (
                    registers.count(workspace, register, query),
                    registers.rows(workspace, register, query, 0, 9),
                )
            )
    return found


def typed_again(workspace: Workspace, register: str, record: str) -> object:
    """A new record with the very value, as somebody types it to learn whether it is there."""
    form = registers.load_form(workspace, register, None)
    found: list[object] = []
    for name in all_masked(register):
        field = workspace.registry[register].by_name[name]
        for which in (0, 1):
            typed: dict[str, Any] = {**OPEN[register], name: value_of(field, which, workspace)}
            entry = Entry(typed)
            found.append(entries.check_entry(workspace, form, entry))
            found.append(remarks.remarks(workspace, form, entry))
            found.append(rounds.has_twin(workspace, register, {name: value_of(field, which, workspace)}))
    return found


def searched(workspace: Workspace, register: str, record: str) -> object:
    """By typed words: the search box, the list, the lists of choices."""
    found: list[object] = []
    for probe in PROBES:
        found.append(registers.choices(workspace, register, probe))
        if not allowed(workspace.role, Permission.REVEAL):
            found.append(search.find(workspace, probe))
            found.append(registers.count(workspace, register, ListQuery(text=probe)))
    return found


def taken_out(workspace: Workspace, register: str, record: str) -> object:
    read = seen_list.read_list(workspace, register, ListQuery(), VI, 100)
    export = exporting.export_list(workspace, register, ListQuery(), VI)
    paper = list_paper.draw_list(workspace, register, ListQuery())
    return read.rows, read.heads, export.count, paper.pages


QUESTIONS: dict[str, Callable[[Workspace, str, str], object]] = {
    "list": lambda w, register, _: registers.rows(w, register, ListQuery(), 0, 50),
    "sort and filter": sorted_and_filtered,
    "search": searched,
    "form": lambda w, register, record: (
        registers.load_form(w, register, record).cells,
        registers.load_form(w, register, record).children,
    ),
    "history": lambda w, register, record: history.history_of(w, register, record),
    "typed again": typed_again,
    "export and print": taken_out,
    "related": lambda w, register, record: registers.related(w, register, record),
    "due": lambda w, _register, _record: due.due(w),
    "conflicts": lambda w, _register, _record: conflicts.find(w),
    "figures": lambda w, _register, _record: [
        row
        for row in indicators.table(w, None, today.figures(w).period)
        if not indicators.is_secret(w, row.code)
    ],
    "undo": lambda w, _register, _record: registers.last_undoable(w),
}


def answer(workspace: Workspace, role: Role, question: str, register: str, record: str) -> object:
    """What a role is told; of a refusal its code and facts."""
    user = workspace.user
    workspace.user = replace(user, role=role)
    try:
        return QUESTIONS[question](workspace, register, record)
    except UserError as error:
        return error.code, dict(error.facts)
    finally:
        workspace.user = user


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("role", Role)
def test_the_answers_do_not_tell_what_is_masked(
    two: tuple[Workspace, Workspace, dict[str, str]], role: Role, question: str
) -> None:
    one, other, ids = two
    told = {register: answer(one, role, question, register, record) for register, record in ids.items()}
    again = {register: answer(other, role, question, register, record) for register, record in ids.items()}
    assert told == again


@pytest.mark.parametrize("role", [role for role in Role if not allowed(role, Permission.REVEAL)])
@pytest.mark.parametrize(("register", "field"), MASKED)
def test_who_may_not_reveal_gets_no_look(
    two: tuple[Workspace, Workspace, dict[str, str]], role: Role, register: str, field: str
) -> None:
    one, _, ids = two
    user = one.user
    one.user = replace(user, role=role)
    try:
        with pytest.raises(NotAllowed):
            registers.reveal(one, register, ids[register], field)
    finally:
        one.user = user


@pytest.mark.parametrize("role", [role for role in Role if not allowed(role, Permission.REVEAL)])
def test_a_number_by_category_leads_nobody_to_the_rows(
    two: tuple[Workspace, Workspace, dict[str, str]], role: Role
) -> None:
    one, _, _ = two
    period = today.figures(one).period
    secret = [row.code for row in indicators.table(one, None, period) if indicators.is_secret(one, row.code)]
    assert secret
    user = one.user
    one.user = replace(user, role=role)
    try:
        for code in secret:
            opened = indicators.drill(one, code, period)
            with pytest.raises(NotAllowed):
                registers.rows(one, opened.register, opened.query, 0, 10)
    finally:
        one.user = user


def test_only_who_may_look_anyway_compares_a_list_with_what_is_there() -> None:
    """The preview of an import says who is known already, by numbers of papers too."""
    importers = [role for role in Role if allowed(role, Permission.IMPORT)]
    assert importers
    assert [role for role in importers if not allowed(role, Permission.REVEAL)] == []


def test_a_list_found_by_masked_words_is_not_taken_out(
    two: tuple[Workspace, Workspace, dict[str, str]],
) -> None:
    one, _, _ = two
    with pytest.raises(FoundByMaskedWords):
        exporting.export_list(one, "person", ListQuery(text="089200001234"), VI)


def test_the_registers_do_differ(two: tuple[Workspace, Workspace, dict[str, str]]) -> None:
    """Else the questions above would prove nothing."""
    one, other, ids = two
    for register, field in MASKED:
        told = [registers.reveal(each, register, ids[register], field).value for each in (one, other)]
        assert told[0] != told[1]
        assert sees(Role.ADMIN, register)


def test_each_look_is_logged_once_with_whose_it_was(make: WorkspaceMaker) -> None:
    workspace = make().workspace
    record = put(workspace, "person", full_name="An", phone="0912345678")
    registers.reveal(workspace, "person", record, "phone")
    with workspace.reading() as reader:
        rows = reader.connection.execute(
            "SELECT actor, subject FROM access_log WHERE action = 'reveal'"
        ).fetchall()
    assert rows == [(workspace.user.id, f"person.phone:{record}")]
