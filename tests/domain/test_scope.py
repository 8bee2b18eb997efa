"""What leaves the machine, register by register and field by field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.operation import Closed, Hidden, Operation, Whole
from desktop.domain.registers import REGISTRY
from desktop.domain.scope import STATION_SCOPE, UPPER_SCOPE, grant, scope_for, upper_scope
from desktop.domain.scope_table import DEFAULTS, NEEDED_ABOVE, READERS, Reach

COMMUNE = ("30337", "commune")
NEIGHBOUR = ("30502", "commune")
UPPER = ("91", "upper")
META = Meta("an", "Nguyễn Văn An", "edit", "2026-11-20T08:00:00+07:00")
SENSITIVE = [
    (register.name, each.name) for register in REGISTRY for each in register.fields if each.sensitive
]


def operation(*intents: Intent) -> Operation:
    return compose(Tip("a" * 32), META, intents, wall_ms=1, salt=lambda: b"s" * 16)


@pytest.mark.parametrize(
    ("register", "field", "way"),
    [
        ("area", "name", "whole"),
        ("group", "kind", "whole"),
        ("member", "role", "whole"),
        ("member", STATE, "whole"),
        ("member", SEEN, "whole"),
        ("award", "achievement", "whole"),
        ("catalogue_entry", "vi", "whole"),
        ("upper_form", "document", "whole"),
        ("form_cell", "indicator", "whole"),
        ("rule", "value", "hidden"),
        ("person", "full_name", "whole"),
        ("person", "sex", "whole"),
        ("person", "born", "whole"),
        ("person", "area", "whole"),
        ("person", "address", "closed"),
        ("person", "occupation", "closed"),
        ("person", "note", "closed"),
        ("person", "citizen_id", "closed"),
        ("person", "phone", "closed"),
        ("visit", "visited_on", "hidden"),
        ("visit", STATE, "hidden"),
        ("household", "head_name", "hidden"),
        ("dispute", "received_on", "hidden"),
        ("party", "age", "hidden"),
        ("session", "held_on", "hidden"),
        ("person", "a_field_of_tomorrow", "hidden"),
        ("a_register_of_tomorrow", "name", "hidden"),
    ],
)
def test_the_upper_level_gets(register: str, field: str, way: str) -> None:
    assert UPPER_SCOPE.show(register, field) == way


@pytest.mark.parametrize(("register", "field"), SENSITIVE)
def test_no_sensitive_field_is_ever_whole_above(register: str, field: str) -> None:
    assert UPPER_SCOPE.show(register, field) != "whole"


@given(st.text(), st.text())
def test_what_is_not_named_stays(register: str, field: str) -> None:
    declared = REGISTRY.get(register)
    expected = declared is not None and (field in declared.by_name or field in (STATE, SEEN))
    assert expected or UPPER_SCOPE.show(register, field) == "hidden"


@given(st.text(), st.text())
def test_inside_a_station_everything_is_whole(register: str, field: str) -> None:
    assert STATION_SCOPE.show(register, field) == "whole"


def test_communes_exchange_nothing() -> None:
    assert scope_for(COMMUNE, NEIGHBOUR) is None
    assert scope_for(UPPER, ("92", "upper")) is None
    assert scope_for(COMMUNE, ("30337", "another")) is STATION_SCOPE


def test_an_operation_of_hidden_registers_is_withheld_whole() -> None:
    visit = operation(Intent("visit", "v1", "content", "bí mật"))
    assert grant(visit, UPPER_SCOPE, lambda register, record: None) is None


def test_a_sensitive_value_is_closed_beside_an_open_one() -> None:
    person = operation(
        Intent("person", "p1", "full_name", "Trần Thị Bình"), Intent("person", "p1", "phone", "0866546792")
    )
    granted = grant(person, UPPER_SCOPE, lambda register, record: None)
    assert granted is not None
    assert granted.hash == person.hash
    assert [type(leaf) for leaf in granted.leaves] == [Whole, Whole, Closed]


def test_the_upper_level_tells_a_commune_only_of_its_own_records() -> None:
    decided = operation(
        Intent("award", "a1", "decision_number", "12/QĐ"),
        Intent("award", "b1", "decision_number", "13/QĐ"),
    )
    scope = scope_for(UPPER, COMMUNE)
    assert scope is not None
    owners = {"a1": "30337", "b1": "30502"}
    granted = grant(decided, scope, lambda register, record: owners.get(record))
    assert granted is not None
    assert [type(leaf) for leaf in granted.leaves[1:]] == [Whole, Hidden]
    assert granted.hash == decided.hash


def test_a_commune_hears_nothing_of_the_upper_levels_other_registers() -> None:
    scope = scope_for(UPPER, COMMUNE)
    assert scope is not None
    note = operation(Intent("person", "p1", "note", "của cấp trên"))
    assert grant(note, scope, lambda register, record: "91") is None
    visit = operation(Intent("visit", "v1", "content", "của cấp trên"))
    assert grant(visit, scope, lambda register, record: "30337") is None


@pytest.mark.parametrize("register", ["rule", "catalogue_entry"])
def test_what_the_upper_level_sets_for_all_goes_down_and_another_communes_does_not(register: str) -> None:
    scope = scope_for(UPPER, COMMUNE)
    assert scope is not None
    owners = {"a1": "91", "b1": "30502"}
    told = operation(
        Intent(register, "a1", "since", "2026-01-01"), Intent(register, "b1", "since", "2026-01-01")
    )
    granted = grant(told, scope, lambda _register, record: owners.get(record))
    assert granted is not None
    assert [type(leaf) for leaf in granted.leaves[1:]] == [Whole, Hidden]


def test_an_award_of_the_upper_levels_own_stays_there() -> None:
    scope = scope_for(UPPER, COMMUNE)
    assert scope is not None
    award = operation(Intent("award", "a1", "decision_number", "12/QĐ"))
    assert grant(award, scope, lambda _register, _record: "91") is None


def test_an_erasure_goes_to_everybody() -> None:
    erasure = operation(Intent("@erase", "e1", "targets", [["a" * 32, 1, 1]]))
    scope = scope_for(UPPER, COMMUNE)
    assert scope is not None
    for each in (UPPER_SCOPE, scope):
        granted = grant(erasure, each, lambda register, record: None)
        assert granted is not None
        assert granted == erasure


# The table

EVERY = [register.name for register in REGISTRY]


@pytest.mark.parametrize("reader", READERS)
def test_the_table_says_of_every_register_what_each_reader_gets(reader: str) -> None:
    assert list(DEFAULTS[reader]) == [name for name in EVERY if name in DEFAULTS[reader]]
    assert set(EVERY) == set(DEFAULTS[reader])


@pytest.mark.parametrize(
    ("reach", "registers"),
    [
        (
            Reach.ROWS,
            {
                "model",
                "point",
                "group",
                "member",
                "event",
                "review",
                "award",
                "report",
                "recognition",
                "target",
            },
        ),
        (Reach.COUNTS, {"visit", "household", "dispute", "party", "session", "tip", "opinion"}),
        (Reach.MASKED, {"person", "contribution"}),
    ],
)
def test_where_nobody_decided_anything_the_level_above_gets(reach: Reach, registers: set[str]) -> None:
    assert {name for name in registers if DEFAULTS["upper"][name] is reach} == registers


@pytest.mark.parametrize("reach", [Reach.COUNTS, Reach.NOTHING])
@pytest.mark.parametrize("register", EVERY)
def test_without_rows_nothing_of_a_register_is_shown(register: str, reach: Reach) -> None:
    scope = upper_scope({register: reach})
    fields = (*(each.name for each in REGISTRY[register].fields), STATE, SEEN)
    shown = {scope.show(register, field) for field in fields}
    assert shown == {"hidden"} or register in NEEDED_ABOVE


@pytest.mark.parametrize("reach", list(Reach))
@pytest.mark.parametrize(("register", "field"), SENSITIVE)
def test_no_decision_ever_opens_what_is_sensitive(register: str, field: str, reach: Reach) -> None:
    assert upper_scope({register: reach}).show(register, field) in ("closed", "hidden")


@pytest.mark.parametrize(
    ("field", "way"),
    [
        ("head_name", "closed"),
        ("address", "closed"),
        ("categories", "closed"),
        ("note", "closed"),
        ("area", "whole"),
        ("people", "whole"),
        (STATE, "whole"),
        (SEEN, "whole"),
    ],
)
def test_a_masked_register_gives_numbers_days_and_choices_but_no_name_and_no_words(
    field: str, way: str
) -> None:
    assert upper_scope({"household": Reach.MASKED}).show("household", field) == way


def test_more_is_told_from_nothing_up_to_rows() -> None:
    assert Reach.ROWS.beyond(Reach.MASKED)
    assert Reach.MASKED.beyond(Reach.COUNTS)
    assert Reach.COUNTS.beyond(Reach.NOTHING)
    assert not Reach.NOTHING.beyond(Reach.NOTHING)


def test_the_report_and_the_table_itself_always_go_up() -> None:
    scope = upper_scope(dict.fromkeys(EVERY, Reach.NOTHING))
    assert {name for name in EVERY if scope.reach(name).shows_rows} == set(NEEDED_ABOVE)
