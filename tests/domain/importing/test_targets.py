"""What a list may be brought in as: every register, or a reason why nobody has a list of it."""

from __future__ import annotations

import pytest

from desktop.domain.importing.identity import IDENTITY
from desktop.domain.importing.targets import IMPORTED, NO_LISTS, NoList, target_of
from desktop.domain.registers import REGISTRY

_OF_PEOPLE = {"person", "member"}
"""They are known again by a rule of their own."""


@pytest.mark.parametrize("register", [each.name for each in REGISTRY])
def test_a_list_comes_into_every_register_or_it_is_said_why_not(register: str) -> None:
    assert (register in IMPORTED) is not (register in NO_LISTS)


def test_nothing_is_said_of_registers_that_are_not_there() -> None:
    assert {*IMPORTED, *NO_LISTS} == {each.name for each in REGISTRY}


@pytest.mark.parametrize("register", [each.name for each in REGISTRY])
def test_what_is_called_a_part_belongs_to_another_record(register: str) -> None:
    assert (NO_LISTS.get(register) is NoList.PART) is (REGISTRY[register].parent is not None)


@pytest.mark.parametrize("register", IMPORTED)
def test_what_is_imported_is_found_by_heads_and_known_again(register: str) -> None:
    target = target_of(REGISTRY, register)
    assert all(target.fields[key].headings for key in target.required)
    assert register in _OF_PEOPLE or register in IDENTITY
