"""What is asked of households and the visits to them, over the derived tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.store.tables import MARKS, STANDING

_AT_ONCE = 400


@dataclass(frozen=True)
class VisitedHousehold:
    """A household with its last visit; days are ISO text.

    Attributes:
        gone: by field, the mark of what is not here.
        promised: the latest day that was named, at its last visit, for the next one.
        officer: who is in charge of its area, if the area has somebody.
    """

    id: str
    head: str | None
    address: str | None
    area: str | None
    area_name: str | None
    officer: str | None
    categories: tuple[str, ...]
    last: str | None
    promised: str | None
    gone: Mapping[str, str] = field(default_factory=dict)


class Visits:
    """Households with their visits, over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def households(self) -> list[VisitedHousehold]:
        """Every household in use, in the order of the names of its heads."""
        rows = self._connection.execute(
            "SELECT h.id, h.head_name, h.address, a.id, a.name, a.officer, h.categories, l.day, l.promised,"
            f' h."{MARKS}"'
            " FROM household h"
            f' LEFT JOIN area a ON a.id = h.area AND a."{STANDING}" = 0'
            " LEFT JOIN ("
            "  SELECT v.household AS household, v.visited_on AS day, max(v.next_visit_on) AS promised"
            "  FROM visit v JOIN ("
            f'   SELECT household, max(visited_on) AS day FROM visit WHERE "{STANDING}" = 0'
            "    AND household IS NOT NULL GROUP BY household"
            "  ) m ON v.household = m.household AND v.visited_on = m.day"
            f'  WHERE v."{STANDING}" = 0 GROUP BY v.household'
            " ) l ON l.household = h.id"
            f' WHERE h."{STANDING}" = 0 ORDER BY h."head_name@order", h.id'
        )
        return [_household(row) for row in rows]


class Twins:
    """Records that say the same in the fields that should tell two apart, over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def among(
        self, register: str, fields: Sequence[str], wanted: Sequence[Sequence[str]], but: str | None = None
    ) -> set[tuple[str, ...]]:
        """Which of the wanted values stand in a record in use, other than ``but``."""
        found: set[tuple[str, ...]] = set()
        names = ", ".join(f'"{name}"' for name in fields)
        marks = f"({', '.join('?' * len(fields))})"
        for start in range(0, len(wanted), _AT_ONCE // len(fields)):
            some = wanted[start : start + _AT_ONCE // len(fields)]
            rows = self._connection.execute(
                f'SELECT {names} FROM "{register}" WHERE ({names}) IN (VALUES {", ".join([marks] * len(some))})'
                f' AND "{STANDING}" = 0 AND id IS NOT ?',
                [*(value for values in some for value in values), but],
            )
            found.update(tuple(row) for row in rows)
        return found


def _household(row: Sequence[Any]) -> VisitedHousehold:
    record, head, address, area, area_name, officer, categories, last, promised, marks = row
    kinds = tuple(json.loads(categories)) if categories else ()
    gone = json.loads(marks) if marks else {}
    return VisitedHousehold(record, head, address, area, area_name, officer, kinds, last, promised, gone)
