"""Two computers that join people crosswise end with one person, and "not the same" travels as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.sameness import SAME, link_id
from desktop.services import conflicts, doubles, registers, sameness
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def people(workspace: Workspace) -> list[str]:
    return [row.id for row in registers.rows(workspace, "person", ListQuery(), 0, 50)]


def meet(one: Workspace, other: Workspace, folder: Path) -> None:
    for name, giver, taker in (("a", one, other), ("b", other, one), ("c", one, other)):
        (folder / name).mkdir()
        carry(giver, taker, folder / name)


def test_joined_crosswise_they_are_one_person_everywhere(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    made = [put(commune, "person", full_name="Lê Văn Tám") for _ in range(3)]
    carry(commune, second, tmp_path)
    sameness.merge(commune, "person", made[0], made[2])
    sameness.merge(second, "person", made[1], made[2])
    meet(commune, second, tmp_path)
    for workspace in (commune, second):
        assert people(workspace) == [made[0]]
        assert sameness.sets(workspace, "person") == [made]
    assert commune.file.digest() == second.file.digest()


def test_the_same_word_said_twice_is_one_word(commune: Workspace, second: Workspace, tmp_path: Path) -> None:
    made = [put(commune, "person", full_name="Lê Văn Tám") for _ in range(2)]
    carry(commune, second, tmp_path)
    for workspace in (commune, second):
        sameness.merge(workspace, "person", made[1], made[0])
    meet(commune, second, tmp_path)
    assert people(second) == people(commune) == [made[0]]
    assert conflicts.count(commune) == 0


def test_two_words_against_each_other_wait_for_a_person(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    made = [put(commune, "person", full_name="Lê Văn Tám") for _ in range(2)]
    carry(commune, second, tmp_path)
    sameness.merge(commune, "person", made[0], made[1])
    sameness.apart(second, "person", made[0], made[1])
    meet(commune, second, tmp_path)
    assert conflicts.count(commune) == conflicts.count(second) == 1
    assert commune.file.digest() == second.file.digest()


def test_not_the_same_is_remembered_on_the_other_computer(
    commune: Workspace, second: Workspace, tmp_path: Path
) -> None:
    made = [put(commune, "person", full_name="Lê Văn Tám", born="1953") for _ in range(2)]
    carry(commune, second, tmp_path)
    assert len(doubles.find_doubles(second, "person")) == 1
    sameness.apart(commune, "person", made[0], made[1])
    meet(commune, second, tmp_path)
    for workspace in (commune, second):
        assert doubles.find_doubles(workspace, "person") == []
        assert len(people(workspace)) == 2


def test_the_level_above_sees_the_one_person_too(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    made = [put(commune, "person", full_name="Lê Văn Tám", born="1953") for _ in range(2)]
    group = put(commune, "group", name="Tổ 5")
    put(commune, "member", person=made[1], group=group)
    sameness.merge(commune, "person", made[0], made[1])
    carry(commune, upper, tmp_path)
    assert people(upper) == [made[0]]
    members = registers.rows(upper, "member", ListQuery(), 0, 9)
    assert [row.cells["person"].value for row in members] == [made[0]]


def test_a_unit_cannot_say_of_others_people_that_they_are_one(
    make: WorkspaceMaker, commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    made = [put(commune, "person", full_name=name) for name in ("Lê Văn Tám", "Trần Thị Sáu")]
    carry(commune, upper, tmp_path)
    stranger = computer(make, TINH_BIEN, 5)
    acquaint(stranger, upper)
    with stranger.change("same_person.merge", register="same_person") as change:
        link = link_id("same_person", "30502", made)
        for name, value in (("first", made[0]), ("second", made[1]), ("verdict", SAME)):
            change.fill("same_person", link, name, value)
    (tmp_path / "stranger").mkdir()
    carry(stranger, upper, tmp_path / "stranger")
    assert len(people(upper)) == 2
