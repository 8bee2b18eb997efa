"""What the registers say of people and groups who may be proposed for an award."""

from __future__ import annotations

from typing import Any

from desktop.store.tables import CREATED, STANDING, STANDINGS

_REMOVED = STANDINGS.index("removed")


class Merits:
    """Questions over one connection. Days are ISO text, both ends included."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def service(self) -> list[tuple[str, str, str, str, str | None, str | None]]:
        """(person, name, group, role, joined on, left on) of everybody who serves or served in a group."""
        return self._rows(
            "SELECT m.person, p.full_name, m.\"group\", coalesce(m.role, 'member'), m.joined_on, m.left_on"
            " FROM member m JOIN person p ON p.id = m.person"
            f' WHERE m."{STANDING}" < {_REMOVED} AND p."{STANDING}" = 0 AND p.full_name IS NOT NULL'
            ' AND m."group" IS NOT NULL ORDER BY m.id',
            [],
        )

    def said_of_visits(self, first: str, last: str) -> list[tuple[str, int]]:
        """(who paid them, as it was written; how many visits)."""
        return self._said("visit", "visitors", "visited_on", "1", first, last)

    def said_of_disputes(self, first: str, last: str) -> list[tuple[str, int]]:
        """(who mediated, as it was written; how many disputes were settled)."""
        return self._said("dispute", "mediators", "outcome_on", "outcome = 'settled'", first, last)

    def visits_of_groups(self, first: str, last: str) -> dict[str, int]:
        return self._of_groups("visit", "visited_on", "1", first, last)

    def disputes_of_groups(self, first: str, last: str) -> dict[str, int]:
        return self._of_groups("dispute", "outcome_on", "outcome = 'settled'", first, last)

    def effective_groups(self, first: str, last: str) -> dict[str, str]:
        """By group, the last day on which a review found it effective."""
        rows = self._rows(
            'SELECT r."group", max(r.held_on) FROM review r JOIN "group" g ON g.id = r."group"'
            f' WHERE r."{STANDING}" = 0 AND g."{STANDING}" = 0 AND r.rating = \'effective\''
            ' AND r.held_on BETWEEN ? AND ? GROUP BY r."group"',
            [first, last],
        )
        return dict(rows)

    def awards(self) -> list[tuple[Any, ...]]:
        """(id, person, group, household, printed name, achievement, stage, day) of all awards that are there.

        The day is that of the decision, or else the one on which it was proposed.
        """
        return self._rows(
            "SELECT id, person, \"group\", household, printed_name, achievement, coalesce(stage, 'draft'),"
            f' coalesce(decision_on, date("{CREATED}")) FROM award WHERE "{STANDING}" = 0 ORDER BY id',
            [],
        )

    def _said(
        self, register: str, words: str, day: str, more: str, first: str, last: str
    ) -> list[tuple[str, int]]:
        return self._rows(
            f'SELECT "{words}", count(*) FROM "{register}" WHERE "{STANDING}" = 0 AND "{words}" IS NOT NULL'
            f' AND "{day}" BETWEEN ? AND ? AND {more} GROUP BY "{words}"',
            [first, last],
        )

    def _of_groups(self, register: str, day: str, more: str, first: str, last: str) -> dict[str, int]:
        rows = self._rows(
            f'SELECT "group", count(*) FROM "{register}" WHERE "{STANDING}" = 0 AND "group" IS NOT NULL'
            f' AND "{day}" BETWEEN ? AND ? AND {more} GROUP BY "group"',
            [first, last],
        )
        return dict(rows)

    def _rows(self, query: str, arguments: list[Any]) -> list[Any]:
        return list(self._connection.execute(query, arguments).fetchall())
