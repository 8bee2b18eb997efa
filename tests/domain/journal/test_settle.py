"""What stands beside each other, as a person is given it to choose from."""

from __future__ import annotations

from desktop.domain.fields import REASON, STATE
from desktop.domain.journal.merge import Content
from desktop.domain.journal.settle import STANDING, Choice, choices, in_use, kept_in_use
from tests.kit.sites import Place, Site
from tests.kit.small_registry import notes_closed

AN, BINH, CHI = "a" * 32, "b" * 32, "c" * 32
TOGETHER = ("outcome", "outcome_on", "referred_to")


def beside(site: Site, place: Place, *names: str) -> tuple[Choice, ...]:
    view = site.view()
    return choices(names, view.states[place], view.changes[place])


def two() -> tuple[Site, Site]:
    return Site(device=AN), Site(device=BINH)


def meet(one: Site, other: Site) -> None:
    one.send(other)
    other.send(one)


def test_what_is_shown_stands_first_and_each_names_its_author() -> None:
    an, binh = two()
    place = an.create("group", name="Tổ 1")
    an.send(binh)
    an.edit(place, name="a")
    binh.edit(place, name="b")
    meet(an, binh)
    first, second = beside(an, place, "name")
    assert (first.values["name"], first.shown, second.shown) == (
        an.state(place).fields["name"].value,
        True,
        False,
    )
    assert {each.authors[0].id.device for each in (first, second)} == {AN, BINH}


def test_equal_contents_are_one_choice_of_several_authors() -> None:
    an, binh = two()
    chi = Site(device=CHI)
    place = an.create("group", name="Tổ 1")
    for other in (binh, chi):
        an.send(other)
    an.edit(place, name="a")
    for other in (binh, chi):
        other.edit(place, name="b")
        other.send(an)
    found = {str(each.values["name"]): len(each.authors) for each in beside(an, place, "name")}
    assert found == {"a": 1, "b": 2}


def test_fields_that_merge_as_one_are_chosen_as_their_author_had_them() -> None:
    an, binh = two()
    place = an.create("dispute", summary="x")
    an.send(binh)
    an.edit(place, outcome="thành", outcome_on="2026-06-05")
    binh.edit(place, outcome="không thành")
    meet(an, binh)
    found = [tuple(each.values[name] for name in TOGETHER) for each in beside(an, place, *TOGETHER)]
    assert sorted(found, key=str) == [("không thành", None, None), ("thành", "2026-06-05", None)]


def test_what_is_withheld_stands_there_and_cannot_be_chosen() -> None:
    an, binh = two()
    upper = Site(device=CHI, scope=notes_closed)
    place = an.create("member", name="Chi", note="x")
    an.send(binh)
    an.edit(place, note="a")
    binh.edit(place, note="b")
    meet(an, binh)
    an.send(upper)
    found = beside(upper, place, "note")
    assert [(each.known, each.contents["note"]) for each in found] == [(False, Content.WITHHELD)] * 2


def test_an_ended_record_is_not_in_use_and_the_other_choice_is() -> None:
    an, _ = two()
    place = an.create("group", name="Tổ 1")
    an.retire(place)
    (ended,) = beside(an, place, *STANDING)
    kept = kept_in_use(())
    assert (in_use(ended), in_use(kept), ended.shown, kept.known) == (False, True, True, True)
    assert kept.values == {STATE: None, REASON: None}


def test_a_standing_that_is_withheld_is_not_in_use() -> None:
    closed = Choice({STATE: None}, {STATE: Content.WITHHELD}, (), shown=True)
    assert not in_use(closed)
