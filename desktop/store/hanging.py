"""What hangs on a record: everything that goes with it when it is handed over, whatever became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from desktop.domain.fields import Registry
from desktop.store.held import Place
from desktop.store.sames import Sames
from desktop.store.tables import STATION

_GOES_WITH: Final = {
    "area": (
        "group",
        "household",
        "person",
        "point",
        "equipment",
        "event",
        "dispute",
        "opinion",
        "tip",
        "contribution",
        "review",
        "recognition",
    ),
    "group": ("member", "equipment", "event", "dispute", "contribution", "review", "award"),
    "household": ("visit", "award"),
    "person": ("award",),
}
"""By register, those whose records go with one of it to which their field of its name points; what belongs to a
record goes with it in any case. Who serves in a group stays where the group is."""
_AT_ONCE: Final = 500


class Hanging:
    """Over one connection, of the records of one station."""

    def __init__(self, connection: Any, registry: Registry, station: str) -> None:
        self._connection = connection
        self._registry = registry
        self._station = station
        self._sames = Sames(connection, registry)

    def of(self, first: Place) -> dict[str, list[str]]:
        """By register, the record and all that goes with it."""
        found: dict[Place, None] = {}
        new = [first]
        while new:
            fresh = [each for each in dict.fromkeys(new) if each not in found]
            found.update(dict.fromkeys(fresh))
            new = [
                place for register, records in _by_register(fresh) for place in self._next(register, records)
            ]
            if not new and first[0] == "area":
                new = [each for each in self._people(found, first[1]) if each not in found]
        return {register: sorted(records) for register, records in _by_register(found)}

    def _next(self, register: str, records: Sequence[str]) -> Iterable[Place]:
        declared = self._registry[register]
        # One human being goes over whole, with the word that says so.
        for each in records:
            yield from ((register, member) for member in self._sames.members(register, each))
        for link, found in self._sames.links_of(register, records).items():
            yield from ((link, each) for each in found)
        for name in _GOES_WITH.get(register, ()):
            if name in self._registry:
                yield from self._pointing(name, register, records)
        for child in declared.children:
            parent = self._registry[child].parent
            if parent is not None:
                yield from self._pointing(child, parent.name, records)

    def _pointing(self, register: str, field: str, records: Sequence[str]) -> Iterable[Place]:
        for start in range(0, len(records), _AT_ONCE):
            some = records[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f'SELECT id FROM "{register}" WHERE "{field}" IN ({marks})'
                f' AND ("{STATION}" IS NULL OR "{STATION}" = ?)',
                [*some, self._station],
            )
            yield from [(register, row[0]) for row in rows]

    def _people(self, found: Iterable[Place], area: str) -> list[Place]:
        """Members of the groups that go, unless they live in an area that stays."""
        members = [record for register, record in found if register == "member"]
        people: list[Place] = []
        for start in range(0, len(members), _AT_ONCE):
            some = members[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"SELECT DISTINCT p.id FROM member m JOIN person p ON p.id = m.person WHERE m.id IN ({marks})"
                f' AND (p.area IS NULL OR p.area = ?) AND (p."{STATION}" IS NULL OR p."{STATION}" = ?)',
                [*some, area, self._station],
            )
            people += [("person", row[0]) for row in rows]
        return people


def _by_register(places: Iterable[Place]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for register, record in places:
        found.setdefault(register, []).append(record)
    return list(found.items())
