"""Counting and listing by days, over the derived tables."""

from __future__ import annotations

from typing import Any

from desktop.store.tables import CREATED, STANDING

_ACTIVITY = (("visit", "visited_on"), ("event", "held_on"), ("dispute", "received_on"), ("review", "held_on"))
"""What shows that a group is at work: registers that name it, and the day of what was done."""


class Dates:
    """Questions by day, over one connection. Days are ISO text, both ends included."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def active(self, register: str) -> int:
        return self._one(f'SELECT count(*) FROM "{register}" WHERE "{STANDING}" = 0', [])

    def between(self, register: str, field: str, first: str, last: str) -> int:
        return self._one(
            f'SELECT count(*) FROM "{register}" WHERE "{STANDING}" = 0 AND "{field}" BETWEEN ? AND ?',
            [first, last],
        )

    def until(self, register: str, field: str, last: str, limit: int) -> list[tuple[str, str]]:
        """(record, day) of what falls on or before ``last``, earliest first."""
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            f'SELECT id, "{field}" FROM "{register}" WHERE "{STANDING}" = 0'
            f' AND "{field}" <= ? ORDER BY "{field}" LIMIT ?',
            [last, limit],
        ).fetchall()

    def open_until(
        self, register: str, field: str, done: str, last: str, limit: int
    ) -> list[tuple[str, str]]:
        """(record, day) of what falls on or before ``last`` while ``done`` says nothing, earliest first."""
        return self._pairs(
            f'SELECT id, "{field}" FROM "{register}" WHERE "{STANDING}" = 0'
            f' AND "{field}" <= ? AND "{done}" IS NULL ORDER BY "{field}" LIMIT ?',
            [last, limit],
        )

    def opinions(self, days: int, last: str, limit: int) -> list[tuple[str, str]]:
        """(opinion, day) of those without an answer: the term that was named, else so many days after they came."""
        return self._pairs(
            "SELECT id, on_day FROM ("
            " SELECT id, coalesce(due_on, date(received_on, ?)) AS on_day FROM opinion"
            f' WHERE "{STANDING}" = 0 AND answered_on IS NULL'
            ") WHERE on_day <= ? ORDER BY on_day LIMIT ?",
            [_after(days), last, limit],
        )

    def settled(self, days: int, since: str, last: str, limit: int) -> list[tuple[str, str]]:
        """(dispute, day) of those settled since a day without a follow-up named or done, so many days after.

        What was entered long after its end, such as an old book, asks for nothing any more.
        """
        return self._pairs(
            "SELECT id, date(outcome_on, ?) AS on_day FROM dispute"
            f" WHERE \"{STANDING}\" = 0 AND outcome = 'settled' AND outcome_on >= ? AND follow_up_on IS NULL"
            f' AND outcome_on >= date("{CREATED}", ?)'
            " AND followed_on IS NULL AND on_day <= ? ORDER BY on_day LIMIT ?",
            [_after(days), since, f"-{days} days", last, limit],
        )

    def models_to_review(
        self, kinds: tuple[str, ...], days: int, last: str, limit: int
    ) -> list[tuple[str, str]]:
        """(model, day) of active models of which no review of these kinds was held for so many days.

        What was before a model was entered here is not known, so nothing counts from before that day.
        """
        marks = ",".join("?" * len(kinds))
        return self._pairs(
            "SELECT m.id, date(max(coalesce((SELECT max(held_on) FROM review r WHERE r.model = m.id"
            f' AND r."{STANDING}" = 0 AND r.kind IN ({marks})), m.launched_on, \'\'), date(m."{CREATED}")), ?)'
            " AS on_day"
            f' FROM model m WHERE m."{STANDING}" = 0'
            " AND coalesce(m.stage, 'active') IN ('active', 'replicated', 'consolidating', 'launched')"
            " AND on_day <= ? ORDER BY on_day LIMIT ?",
            [*kinds, _after(days), last, limit],
        )

    def silent_groups(self, days: int, today: str, limit: int) -> list[tuple[str, str]]:
        """(group, day) of groups of which nothing was recorded for so many days, the day on which that was full.

        What was before a group was entered here is not known, so nothing counts from before that day.
        """
        since = self._one_text("SELECT date(?, ?)", [today, f"-{days} days"])
        # A look into each group's own rows: most groups are met at once, and few are silent.
        quiet = " AND ".join(
            f'NOT EXISTS (SELECT 1 FROM "{register}" WHERE "group" = g.id AND "{STANDING}" = 0'
            f' AND "{field}" >= :since)'
            for register, field in _ACTIVITY
        )
        born = f"max(coalesce(g.established_on, ''), date(g.\"{CREATED}\"))"
        last = ", ".join(
            f'coalesce((SELECT max("{field}") FROM "{register}" WHERE "group" = g.id AND "{STANDING}" = 0), \'\')'
            for register, field in _ACTIVITY
        )
        return self._pairs(
            f"SELECT id, date(latest, :after) AS on_day FROM (SELECT g.id AS id, max({born}, {last}) AS latest"
            f' FROM "group" g WHERE g."{STANDING}" = 0 AND {born} < :since AND {quiet})'
            " ORDER BY on_day LIMIT :limit",
            {"since": since, "after": _after(days), "limit": limit},
        )

    def awards_to_hand_over(self, days: int, last: str, limit: int) -> list[tuple[str, str]]:
        """(award, day) of those decided and not handed over, so many days after the decision."""
        return self._pairs(
            "SELECT id, date(decision_on, ?) AS on_day FROM award"
            f' WHERE "{STANDING}" = 0 AND decision_on IS NOT NULL AND handed_on IS NULL'
            " AND coalesce(stage, 'decided') NOT IN ('handed', 'not_handed', 'revoked', 'returned')"
            " AND on_day <= ? ORDER BY on_day LIMIT ?",
            [_after(days), last, limit],
        )

    def merits(self, days: int, last: str, limit: int) -> list[tuple[str, str]]:
        """(review, day) of reviews that found a group effective, for which it was not proposed for an award since."""
        return self._pairs(
            'SELECT r.id, date(r.held_on, ?) AS on_day FROM review r JOIN "group" g ON g.id = r."group"'
            f" WHERE r.\"{STANDING}\" = 0 AND r.rating = 'effective' AND r.held_on IS NOT NULL"
            f' AND g."{STANDING}" = 0 AND on_day <= ?'
            ' AND NOT EXISTS (SELECT 1 FROM award a WHERE a."group" = g.id'
            f' AND a."{STANDING}" = 0 AND coalesce(a.decision_on, date(a."{CREATED}")) >= r.held_on)'
            " ORDER BY on_day LIMIT ?",
            [_after(days), last, limit],
        )

    def visits_due(self, last: str, limit: int) -> list[tuple[str, str]]:
        """(visit, day) of promised visits that no later visit to the household has kept."""
        # What was done last for each household is read from one index; only what is shown is read whole.
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            "SELECT v.id, v.next_visit_on FROM visit v JOIN ("
            "  SELECT p.rowid AS number FROM ("
            f'   SELECT household, max(visited_on) AS visited_on FROM visit WHERE "{STANDING}" = 0'
            "    AND household IS NOT NULL GROUP BY household"
            "  ) l JOIN visit p ON p.household = l.household AND p.visited_on = l.visited_on"
            f'  WHERE p."{STANDING}" = 0 AND p.next_visit_on <= ? ORDER BY p.next_visit_on LIMIT ?'
            " ) d ON v.rowid = d.number ORDER BY v.next_visit_on, v.id",
            [last, limit],
        ).fetchall()

    def open_with_risk(self, limit: int) -> list[tuple[str, str]]:
        """(dispute, day received) of disputes that are not ended and may turn violent."""
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            f'SELECT id, received_on FROM dispute WHERE "{STANDING}" = 0 AND violence_risk = 1'
            " AND coalesce(outcome, 'open') = 'open' ORDER BY received_on LIMIT ?",
            [limit],
        ).fetchall()

    def _pairs(self, query: str, arguments: Any) -> list[tuple[str, str]]:
        return self._connection.execute(query, arguments).fetchall()  # type: ignore[no-any-return]  # two texts

    def _one_text(self, query: str, arguments: list[Any]) -> str:
        return str(self._connection.execute(query, arguments).fetchone()[0])

    def _one(self, query: str, arguments: list[Any]) -> int:
        return int(self._connection.execute(query, arguments).fetchone()[0])


def _after(days: int) -> str:
    return f"+{days} days"
