"""Who is one with whom, said on two computers in any order: both end alike, as the whole journal folded anew does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.fields import STATE
from desktop.domain.journal.operation import Operation
from desktop.domain.registers import REGISTRY
from desktop.domain.sameness import DIFFERENT, SAME, link_id
from desktop.store.register_file import RegisterFile
from tests.store.scribe import KEY, Scribe

PEOPLE = tuple(f"01jx0000000000000000000{n:03d}" for n in range(5))
MEMBERS = tuple(f"01jx0000000000000000001{n:03d}" for n in range(4))
GROUP = "01jx0000000000000000002000"

people, sides = st.integers(0, len(PEOPLE) - 1), st.integers(0, 1)
steps = st.one_of(
    st.tuples(st.just("person"), people, st.sampled_from(("Lê Văn Tám", "Le Van Tam", "Trần Thị Sáu"))),
    st.tuples(st.just("member"), st.integers(0, len(MEMBERS) - 1), people),
    st.tuples(st.just("link"), people, people, st.sampled_from((SAME, SAME, DIFFERENT))),
    st.tuples(st.just("stand"), people, st.sampled_from(("retired", "removed", None))),
    st.tuples(st.just("unsay"), people, people),
)


class Sites:
    """Two computers of one station, of which none knows yet what the other wrote."""

    def __init__(self, folder: Path) -> None:
        self.scribes = [
            Scribe(RegisterFile.create(folder / f"{each}.db", KEY, REGISTRY), each * 32) for each in "ab"
        ]
        self.written: list[list[Operation]] = [[], []]

    def do(self, side: int, step: tuple[Any, ...]) -> None:
        scribe, kind = self.scribes[side], step[0]
        if kind == "person":
            register, record, values = "person", PEOPLE[step[1]], {"full_name": step[2]}
        elif kind == "member":
            register, record = "member", MEMBERS[step[1]]
            values = {"person": PEOPLE[step[2]], "group": GROUP}
        elif kind == "stand":
            register, record = "person", PEOPLE[step[1]]
            values = {STATE: {"is": step[2]} if step[2] else None}
        else:
            first, second = sorted((PEOPLE[step[1]], PEOPLE[step[2]]))
            register, record = "same_person", link_id("same_person", "", (first, second))
            said = {"first": first, "second": second, "verdict": step[-1]}
            values = said if kind == "link" else {STATE: {"is": "removed"}}
        self.written[side].append(scribe.edit(register, record, **values))

    def give(self, giver: int, at_once: int) -> None:
        """What one wrote reaches the other, so many operations in a transaction."""
        known = self.scribes[giver].device
        with self.scribes[1 - giver].file.reading() as reader:
            held = reader.journal.tip(known).seq
        new = [each for each in self.written[giver] if each.seq > held]
        for start in range(0, len(new), at_once):
            self.scribes[1 - giver].keep(*new[start : start + at_once])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(sides, steps, st.booleans()), max_size=24), st.integers(1, 8))
def test_two_computers_end_with_the_same_people_whatever_was_said_where(
    script: list[tuple[int, tuple[Any, ...], bool]], at_once: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sites = Sites(Path(folder))
        for side, step, goes in script:
            sites.do(side, step)
            if goes:
                sites.give(side, at_once)
        sites.give(0, at_once)
        sites.give(1, at_once)
        first, second = (scribe.file for scribe in sites.scribes)
        digest = first.digest()
        assert second.digest() == digest
        first.rebuild()
        assert first.digest() == digest
        first.close()
        second.close()


def test_a_set_is_named_after_its_smallest_and_members_point_there(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    for number in range(3):
        sites.do(0, ("person", number, "Lê Văn Tám"))
    sites.do(0, ("member", 0, 2))
    sites.give(0, 8)
    sites.do(0, ("link", 1, 2, SAME))
    sites.do(1, ("link", 0, 2, SAME))
    sites.give(0, 8)
    sites.give(1, 8)
    for scribe in sites.scribes:
        with scribe.file.reading() as reader:
            assert reader.sames.members("person", PEOPLE[2]) == list(PEOPLE[:3])
            member = reader.records.get("member", MEMBERS[0])
            assert member is not None
            assert member.values["person"] == PEOPLE[0]
        scribe.file.close()
