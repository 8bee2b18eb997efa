"""A frozen value made cheaply is what Python makes of it too, but that nobody guards it while the program runs."""

from __future__ import annotations

import dataclasses
from dataclasses import field, fields, replace
from functools import cached_property

import pytest

from desktop.base.values import dataclass


@dataclass(frozen=True)
class Place:
    """For the test."""

    name: str
    codes: tuple[int, ...] = ()

    @cached_property
    def length(self) -> int:
        return len(self.name)


@dataclass(frozen=True)
class Street(Place):
    """A value made of another."""

    houses: int = 0


@dataclass(frozen=True)
class Named:
    """Says itself how it is shown and compared."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name.lower() == other.name.lower()

    def __repr__(self) -> str:
        return "somebody"


@dataclass(frozen=True)
class Kept:
    """One field is neither compared nor shown."""

    name: str
    secret: str = field(compare=False, repr=False)


@dataclasses.dataclass
class Plain:
    """What Python's own decorator makes of the same fields."""

    name: str
    codes: tuple[int, ...] = ()


def test_values_of_one_content_are_equal_and_found_again() -> None:
    one, other = Place("Ấp Bắc", (1, 2)), Place("Ấp Bắc", (1, 2))
    assert (one == other, hash(one) == hash(other), {one, other}) == (True, True, {one})
    assert one != Place("Ấp Bắc", (2, 1))
    plain: object = Plain("Ấp Bắc", (1, 2))
    assert one != plain


def test_a_value_of_another_kind_is_another() -> None:
    assert Street("Ấp Bắc") != Place("Ấp Bắc")
    assert Street("Ấp Bắc", (), 3) != Street("Ấp Bắc", (), 4)
    assert [each.name for each in fields(Street)] == ["name", "codes", "houses"]


def test_it_is_shown_replaced_and_taken_apart_as_ever() -> None:
    one = Place("Ấp Bắc", (1,))
    assert repr(one).endswith("Place(name='Ấp Bắc', codes=(1,))")
    assert replace(one, codes=()) == Place("Ấp Bắc")
    match one:
        case Place(name, codes):
            assert (name, codes, one.length) == ("Ấp Bắc", (1,), 6)


def test_what_a_value_says_itself_stays() -> None:
    assert (Named("An") == Named("AN"), repr(Named("An"))) == (True, "somebody")
    assert hash(Named("An")) == hash(Named("An"))


def test_what_asks_for_more_is_made_by_python_itself() -> None:
    assert (Kept("a", "x") == Kept("a", "y"), repr(Kept("a", "x"))) == (True, "Kept(name='a')")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Kept("a", "x").name = "b"  # type: ignore[misc]
