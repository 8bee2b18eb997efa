"""A register is declared once: one line more, and the field is in table, form, search, workbook, history, journal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.fields import Registry, day, ref, register, text
from desktop.domain.importing.targets import target_of
from desktop.domain.registers import REGISTRY
from desktop.services import registers
from desktop.services.accounts import open_workspace
from desktop.services.history import history_of
from desktop.services.search import find
from desktop.services.views import Entry, Filter, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import PASSWORD, Made, WorkspaceMaker, environment

BEACON = register(
    "beacon",
    text("name", "Tên phương tiện", required=True, search=True, column=True),
    ref("group", "Tổ", to="group", column=True),
    title="name",
    subtitle=("group",),
)
WITHOUT = REGISTRY.with_register(BEACON)
ADDED = text("place_kept", "Nơi để", search=True, column=True)
WITH = WITHOUT.with_register(replace(BEACON, fields=(*BEACON.fields, ADDED)))


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    made = make()
    made.workspace.close()
    return made


def opened(made: Made, registry: Registry) -> Workspace:
    return open_workspace(
        made.folder, made.workspace.user.id, PASSWORD, environment(seed=5), registry=registry
    )


def saved(workspace: Workspace, **values: str) -> str:
    form = registers.load_form(workspace, "beacon", None)
    changes = registers.save(workspace, form, Entry(values))
    return changes.records[0][1]


def test_an_added_field_is_in_the_table_and_filters_and_sorts_it(made: Made) -> None:
    workspace = opened(made, WITH)
    saved(workspace, name="Bình chữa cháy", place_kept="Nhà văn hóa")
    saved(workspace, name="Loa", place_kept="Chốt trực")
    rows = registers.rows(workspace, "beacon", ListQuery(sort="place_kept"), 0, 10)
    assert [row.cells["place_kept"].value for row in rows] == ["Chốt trực", "Nhà văn hóa"]
    only = ListQuery(filters=(Filter("place_kept", ("Chốt trực",)),))
    assert registers.count(workspace, "beacon", only) == 1
    workspace.close()


def test_an_added_field_is_in_the_form_and_is_saved(made: Made) -> None:
    workspace = opened(made, WITH)
    record = saved(workspace, name="Loa", place_kept="Chốt trực")
    form = registers.load_form(workspace, "beacon", record)
    assert form.cells["place_kept"].value == "Chốt trực"
    registers.save(workspace, form, Entry({"place_kept": "Nhà văn hóa"}))
    assert registers.load_form(workspace, "beacon", record).cells["place_kept"].value == "Nhà văn hóa"
    workspace.close()


def test_an_added_field_is_searched(made: Made) -> None:
    workspace = opened(made, WITH)
    record = saved(workspace, name="Loa", place_kept="Chốt trực")
    assert [hit.record for hit in find(workspace, "chot truc")] == [record]
    assert registers.count(workspace, "beacon", ListQuery(text="chốt")) == 1
    workspace.close()


def test_an_added_field_has_its_heads_in_workbooks() -> None:
    words = target_of(WITH, "beacon").vocabulary({"beacon.place_kept": "Chỗ để"})
    assert words["beacon.place_kept"] == ("Nơi để", "Chỗ để")
    assert "beacon.place_kept" not in target_of(WITHOUT, "beacon").vocabulary({})


def test_an_added_field_is_in_history_and_journal(made: Made) -> None:
    workspace = opened(made, WITH)
    record = saved(workspace, name="Loa", place_kept="Chốt trực")
    changes = history_of(workspace, "beacon", record)[0].changes
    assert {change.field: change.after.value for change in changes}["place_kept"] == "Chốt trực"
    with workspace.reading() as reader:
        operation = reader.journal.operation(workspace.device, 1)
    assert operation is not None
    assert "place_kept" in [leaf.field for _, leaf in operation.changes()]
    workspace.close()


def test_what_an_older_version_kept_unseen_appears_after_the_upgrade(made: Made) -> None:
    newer = opened(made, WITH)
    record = saved(newer, name="Loa", place_kept="Chốt trực")
    newer.close()
    older = opened(made, WITHOUT)
    assert "place_kept" not in registers.load_form(older, "beacon", record).cells
    assert find(older, "chot truc") == []
    form = registers.load_form(older, "beacon", record)
    registers.save(older, form, Entry({"name": "Loa tay"}))
    older.close()
    again = opened(made, WITH)
    cells = registers.load_form(again, "beacon", record).cells
    assert (cells["name"].value, cells["place_kept"].value) == ("Loa tay", "Chốt trực")
    assert [hit.title for hit in find(again, "chot truc")] == ["Loa tay"]
    before = again.file.digest()
    again.file.rebuild()
    assert again.file.digest() == before
    again.close()


def test_a_register_that_a_version_lacks_waits_in_the_journal(made: Made) -> None:
    newer = opened(made, WITH)
    record = saved(newer, name="Loa", place_kept="Chốt trực")
    newer.close()
    older = opened(made, REGISTRY)
    with pytest.raises(KeyError):
        registers.rows(older, "beacon", ListQuery(), 0, 1)
    assert registers.last_undoable(older) is not None
    older.close()
    again = opened(made, WITH)
    assert registers.load_form(again, "beacon", record).cells["place_kept"].value == "Chốt trực"
    again.close()


@pytest.mark.parametrize(
    "changed",
    [
        replace(ADDED, search=False),
        replace(ADDED, sensitive=True),
        replace(ADDED, column=False),
        day("place_kept"),
        ref("place_kept", to="group"),
    ],
    ids=["not searched", "sensitive", "not in the table", "a day", "a reference"],
)
def test_a_field_that_means_something_else_is_folded_anew(made: Made, changed: object) -> None:
    before = opened(made, WITH)
    saved(before, name="Loa", place_kept="Chốt trực")
    before.close()
    registry = WITHOUT.with_register(replace(BEACON, fields=(*BEACON.fields, changed)))  # type: ignore[arg-type]
    told: list[tuple[int, int]] = []
    around = environment(seed=5)
    user = made.workspace.user.id
    after = open_workspace(
        made.folder,
        user,
        PASSWORD,
        around,
        registry=registry,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told
    digest = after.file.digest()
    after.file.rebuild()
    assert after.file.digest() == digest
    after.close()


def test_an_unchanged_registry_is_not_folded_anew(made: Made) -> None:
    opened(made, WITH).close()
    told: list[tuple[int, int]] = []
    user = made.workspace.user.id
    again = open_workspace(
        made.folder,
        user,
        PASSWORD,
        environment(seed=5),
        registry=WITH,
        progress=lambda done, total: told.append((done, total)),
    )
    again.close()
    assert told == []
