"""The rows of the table of scopes: what this unit decided, what is asked of it, and what those below it give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.rules import Origin, origin_of
from desktop.domain.scope import Scope, upper_scope
from desktop.domain.scope_table import DEFAULTS, UP, Reach
from desktop.services.environment import StationInfo, read_station
from desktop.store.records import Stored
from desktop.store.register_file import Reader

REGISTER: Final = "scope_cell"
ASKED: Final = "asked"
"""In place of a reader: what a level asks of the units below it."""


@dataclass(frozen=True)
class Decided:
    """What a unit decided of one register, or asks for.

    Attributes:
        agreed: one value stands; of several side by side the least is given until a person settles it.
    """

    reach: Reach
    since: date | None = None
    reason: str = ""
    record: str = ""
    agreed: bool = True


def decided_above(reader: Reader) -> dict[str, Reach]:
    """By register, what this unit has decided to give the level above."""
    return {name: each.reach for name, each in words_of(reader, UP, Origin.UNIT).items()}


def held_above(reader: Reader) -> Scope:
    """At a higher level: what it has of every unit below it. Where one gives less, there is less of all."""
    least: dict[str, Reach] = {}
    for row in rows_of(reader, UP, Origin.BELOW):
        if row.standing == "active":
            name = str(row.values["of_register"])
            shipped = DEFAULTS[UP].get(name, Reach.NOTHING)
            least[name] = _least((_decided(reader, row).reach, least.get(name, shipped)))
    return upper_scope(least)


def words_of(reader: Reader, of: str, origin: Origin) -> dict[str, Decided]:
    """By register, what a side says now."""
    words: dict[str, Decided] = {}
    for row in rows_of(reader, of, origin):
        name, one = str(row.values["of_register"]), _decided(reader, row)
        if row.standing == "active" and (name not in words or _counts_over(one, words[name])):
            words[name] = one
    return words


def _counts_over(one: Decided, other: Decided) -> bool:
    """The later word, and of two of one day the one that gives less."""
    first, second = (each.since or date.min for each in (one, other))
    return first > second or (first == second and other.reach.beyond(one.reach))


def rows_of(reader: Reader, of: str, origin: Origin) -> list[Stored]:
    """Every row about a reader that one side wrote, those taken back too."""
    if REGISTER not in reader.registry:
        return []
    own = read_station(reader)
    rows = [each for each in reader.records.whole(REGISTER) if each.values["reader"] == of]
    return [each for each in rows if _origin(reader, each, own) is origin]


def _origin(reader: Reader, row: Stored, own: StationInfo) -> Origin:
    theirs = reader.level_of_station(row.station) if row.station is not None else None
    return origin_of(row.station, own.code, own.level, theirs)


def _decided(reader: Reader, row: Stored) -> Decided:
    values = row.values
    try:
        since = date.fromisoformat(values["since"] or "")
    except ValueError:
        since = None
    said = [values["reach"]]
    if "reach" in row.marks:
        state = reader.state(REGISTER, row.id)
        held = state.fields.get("reach") if state is not None else None
        said = [head.value for head in held.heads] if held is not None else []
    reach = _least(map(_reach, said))
    return Decided(reach, since, values["reason"] or "", row.id, len(said) == 1)


def _reach(value: object) -> Reach:
    """What a newer version said, or what is withheld, gives nothing until it is understood."""
    return Reach(value) if value in {each.value for each in Reach} else Reach.NOTHING


def _least(reaches: Iterable[Reach]) -> Reach:
    order = list(Reach)
    return max(reaches, key=order.index, default=Reach.NOTHING)
