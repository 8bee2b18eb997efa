from __future__ import annotations

import pytest

from desktop.domain.fields import STATE
from desktop.domain.journal.compose import Intent
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.merge import Content
from desktop.domain.journal.operation import ChangeId
from tests.domain.journal.making import AN, BINH, CHI
from tests.kit.sites import OperationId, Place, Site, editing
from tests.kit.small_registry import notes_closed, tips_hidden


def last(site: Site) -> OperationId:
    return (site.device, site.tip(site.device).seq)


def two_sites() -> tuple[Site, Site, Place]:
    """Two sites that hold one dispute."""
    an, binh = Site(device=AN), Site(device=BINH)
    place = an.create("dispute", summary="rào", outcome="open", outcome_on=None, referred_to=None)
    an.send(binh)
    return an, binh, place


def exchange(first: Site, second: Site) -> None:
    first.send(second)
    second.send(first)


def test_creation_taken_back_removes_the_record() -> None:
    an, _, place = two_sites()
    an.undo((AN, 1))
    assert an.state(place).standing == "removed"
    assert an.records("dispute") == []


def test_creation_of_a_child_taken_back_removes_it() -> None:
    an = Site(device=AN)
    group = an.create("group", name="Tổ 1")
    member = an.create("member", group=group[1], name="Chi")
    an.undo(last(an))
    assert an.state(member).standing == "removed"
    assert an.state(group).standing == "active"


def test_record_that_somebody_has_changed_since_its_creation_stays() -> None:
    an, binh, place = two_sites()
    binh.edit(place, summary="hàng rào")
    binh.send(an)
    assert an.taking_back((AN, 1)) == []


def test_edit_taken_back_shows_what_was_there_before() -> None:
    an, _, place = two_sites()
    an.undo(an.edit(place, summary="hàng rào"))
    assert an.state(place).value("summary") == "rào"
    assert an.state(place).conflicts() == ()


def test_first_value_of_a_field_taken_back_leaves_it_empty() -> None:
    an = Site(device=AN)
    place = an.create("group", name="Tổ 1")
    an.undo(an.edit(place, area="đình"))
    assert (an.state(place).value("area"), an.state(place).value("name")) == (None, "Tổ 1")


def test_retiring_taken_back_makes_the_record_active() -> None:
    an, _, place = two_sites()
    an.undo(an.retire(place))
    assert an.state(place).standing == "active"


def test_restoring_taken_back_retires_the_record_as_it_was() -> None:
    an, _, place = two_sites()
    an.retire(place)
    before = an.state(place).value(STATE)
    an.undo(an.restore(place))
    assert an.state(place).value(STATE) == before


def test_undo_taken_back_brings_the_edit_again() -> None:
    an, _, place = two_sites()
    edit = an.edit(place, summary="hàng rào")
    an.undo(an.undo(edit))
    assert an.state(place).value("summary") == "hàng rào"


def test_undo_of_a_creation_taken_back_brings_the_record_again() -> None:
    an, _, place = two_sites()
    an.undo(an.undo((AN, 1)))
    assert (an.state(place).standing, an.state(place).value("summary")) == ("active", "rào")


def test_undo_leaves_alone_what_somebody_else_has_written_since() -> None:
    an, binh, place = two_sites()
    edit = an.edit(place, summary="hàng rào", outcome="settled", outcome_on="2026-06-01")
    an.send(binh)
    binh.edit(place, summary="tường")
    binh.send(an)
    an.undo(edit)
    assert an.state(place).value("summary") == "tường"
    assert (an.state(place).value("outcome"), an.state(place).value("outcome_on")) == ("open", None)


def test_undo_of_an_edit_that_was_overwritten_does_nothing() -> None:
    an, _, place = two_sites()
    edit = an.edit(place, summary="hàng rào")
    an.edit(place, summary="tường")
    assert an.taking_back(edit) == []


def test_edit_that_changed_nothing_leaves_nothing_to_take_back() -> None:
    an, _, place = two_sites()
    assert an.taking_back(an.edit(place, summary="rào")) == []


def test_fields_together_stay_when_one_of_them_written_by_others_is_gone() -> None:
    an, _, place = two_sites()
    alone = an.write([Intent(*place, "outcome", "settled", an.state(place).fields["outcome"].ids)], "edit")
    an.write([erase_intent("e1", an.state(place).fields["outcome_on"].ids)], "erase")
    assert an.taking_back(alone) == []


def test_undo_in_a_conflict_keeps_what_the_other_place_wrote() -> None:
    an, binh, place = two_sites()
    binh.edit(place, summary="of Bình")
    edit = an.edit(place, summary="of An")
    binh.send(an)
    an.undo(edit)
    assert an.state(place).value("summary") == "of Bình"
    assert an.state(place).conflicts() == ()


def test_undo_of_the_value_that_does_not_show_ends_the_conflict() -> None:
    an, binh, place = two_sites()
    edit = an.edit(place, summary="of An")
    binh.years = 10
    binh.edit(place, summary="of Bình")
    binh.send(an)
    assert an.state(place).value("summary") == "of Bình"
    an.undo(edit)
    assert (an.state(place).value("summary"), an.state(place).conflicts()) == ("of Bình", ())


def test_undo_against_a_change_not_yet_seen_is_a_conflict() -> None:
    an, binh, place = two_sites()
    edit = an.edit(place, summary="of An")
    binh.edit(place, summary="of Bình")
    an.undo(edit)
    binh.send(an)
    assert {head.value for head in an.state(place).fields["summary"].heads} == {"rào", "of Bình"}


def test_undo_writes_all_fields_declared_together() -> None:
    an, binh, place = two_sites()
    an.undo(an.edit(place, outcome_on="2026-06-01"))
    binh.edit(place, outcome="settled")
    exchange(an, binh)
    state = an.state(place)
    together = [state.fields[name].shown.operation for name in ("outcome", "outcome_on", "referred_to")]
    assert len(set(together)) == 1


def test_undo_of_a_settlement_shows_again_what_showed_before() -> None:
    an, binh, place = two_sites()
    an.edit(place, summary="of An")
    binh.edit(place, summary="of Bình")
    exchange(an, binh)
    shown = an.state(place).value("summary")
    an.undo(an.settle(place, "summary", 0))
    assert an.state(place).value("summary") == shown


def test_import_of_several_records_is_taken_back_where_its_values_still_stand() -> None:
    an, binh, place = two_sites()
    records = [an.new_id() for _ in range(3)]
    creating = [
        intent for record in records for intent in an.creating("group", record, {"name": f"Tổ {record}"})
    ]
    imported = an.write([*creating, *editing(an.load(place), {"summary": "from the list"})], "import")
    an.send(binh)
    binh.edit(("group", records[0]), name="Tổ của Bình")
    binh.send(an)
    an.undo(imported)
    assert an.records("group") == [("group", records[0])]
    assert an.state(("group", records[0])).value("name") == "Tổ của Bình"
    assert an.state(place).value("summary") == "rào"


def test_erasing_cannot_be_taken_back() -> None:
    an, _, place = two_sites()
    assert an.taking_back(an.erase(place, "summary")) == []


def test_former_content_that_was_erased_is_not_put_back() -> None:
    an, _, place = two_sites()
    edit = an.edit(place, summary="hàng rào")
    an.write([erase_intent("e1", an.load(place).state.fields["summary"].heads[0].replaced)], "erase")
    assert an.taking_back(edit) == []


def test_content_that_was_erased_since_is_replaced_by_what_was_before() -> None:
    an, _, place = two_sites()
    edit = an.edit(place, summary="hàng rào")
    an.write([erase_intent("e1", an.state(place).fields["summary"].ids)], "erase")
    assert an.state(place).fields["summary"].content is Content.ERASED
    an.undo(edit)
    assert an.state(place).value("summary") == "rào"


def test_fields_together_stay_when_the_former_content_of_one_is_gone() -> None:
    an, _, place = two_sites()
    first = an.edit(place, outcome="referred", referred_to="toà án")
    second = an.edit(place, outcome="settled", referred_to=None)
    referred = [
        each.id for each in an.view().changes[place] if each.operation == first and each.value == "toà án"
    ]
    an.write([erase_intent("e1", referred)], "erase")
    assert an.taking_back(second) == []


def test_withheld_content_is_never_overwritten_by_an_undo() -> None:
    an = Site(device=AN)
    upper = Site(device=BINH, scope=notes_closed)
    member = an.create("member", name="Chi", note="kín")
    an.send(upper)
    edit = upper.edit(member, name="Chi C")
    an.edit(member, note="rất kín")
    an.send(upper)
    upper.undo(edit)
    upper.send(an)
    assert (an.state(member).value("name"), an.state(member).value("note")) == ("Chi", "rất kín")


def test_former_content_that_never_arrived_here_is_not_guessed() -> None:
    an = Site(device=AN)
    change = an.write([Intent("dispute", "d1", "summary", "x", (ChangeId(BINH, 7, 1),))], "edit")
    assert an.taking_back(change) == []


def test_undo_knows_the_family_and_does_not_conflict_with_a_retiring_it_has_seen() -> None:
    an, binh = Site(device=AN), Site(device=BINH)
    group = an.create("group", name="Tổ 1")
    member = an.create("member", group=group[1], name="Chi")
    an.send(binh)
    edit = binh.edit(member, name="Chi C")
    binh.send(an)
    an.retire(group)
    an.send(binh)
    binh.undo(edit)
    assert binh.view().against_retiring(group) == ()


def test_undo_of_an_operation_that_touched_nothing_known_does_nothing() -> None:
    an, _, _ = two_sites()
    assert an.taking_back((CHI, 1)) == []


def test_undo_where_clocks_stand_at_their_end_still_knows_a_creation() -> None:
    an, binh, place = two_sites()
    binh.last_hlc = 4_102_444_800_000
    binh.edit(place, summary="tường")
    binh.send(an)
    made = an.create("group", name="Tổ 1")
    an.edit(made, name="Tổ 2")
    edit = last(an)
    an.undo(edit)
    assert an.state(made).value("name") == "Tổ 1"
    assert an.taking_back((AN, 2)) == []


@pytest.mark.parametrize("scope", [notes_closed, tips_hidden])
def test_undo_travels_to_every_reader(scope: object) -> None:
    an = Site(device=AN)
    reader = Site(device=BINH, scope=scope)  # type: ignore[arg-type]  # one of the two scopes
    group = an.create("group", name="Tổ 1")
    an.undo(an.edit(group, name="Tổ 2"))
    an.send(reader)
    assert reader.state(group) == an.state(group)
