"""The journal and the access log as one list, the newest first, read some lines at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any, Final

from desktop.domain.audit import ACCESSES, AuditFilter, Deed

_META: Final = "json_extract(o.meta, '$[0][2].{}')"
_CHANGING: Final = (None, Deed.CHANGES, Deed.ERASURES)


@dataclass(frozen=True)
class Place:
    """Up to where the two lists were read: what comes next is older. The beginning is before everything."""

    journal: tuple[int, int] | None = None
    access: int | None = None


@dataclass(frozen=True)
class AuditRow:
    """One line of either list.

    Attributes:
        at: local time in ISO form; empty where who acted was erased or withheld.
        operation: of the journal; None for a line of the access log.
        subject: of the access log.
    """

    at: str
    actor: str
    actor_name: str
    action: str
    subject: str
    operation: tuple[str, int] | None
    order: tuple[int, int]

    def after(self, place: Place) -> Place:
        if self.operation is None:
            return Place(place.journal, self.order[1])
        return Place(self.order, place.access)


class AuditRows:
    """Both lists over one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def older(self, wanted: AuditFilter, place: Place, limit: int) -> list[AuditRow]:
        """The next lines after ``place``, the newest first."""
        both = merge(
            self._changes(wanted, place),
            self._accesses(wanted, place),
            key=lambda row: row.order[0],
            reverse=True,
        )
        return list(islice(both, limit))

    def count(self, wanted: AuditFilter) -> int:
        total = 0
        for where, facts in (self._journal_where(wanted, Place()), self._access_where(wanted, Place())):
            if where is not None:
                total += self._connection.execute(f"SELECT count(*) {where}", facts).fetchone()[0]
        return int(total)

    def actors(self) -> list[tuple[str, str]]:
        """Id and name of everybody who wrote an operation that is held, by name."""
        return self._connection.execute(  # type: ignore[no-any-return]  # rows of two texts
            f"SELECT {_META.format('actor')} a, max({_META.format('actor_name')}) FROM journal_operation o"
            " WHERE a IS NOT NULL GROUP BY a ORDER BY 2"
        ).fetchall()

    def _changes(self, wanted: AuditFilter, place: Place) -> Iterator[AuditRow]:
        where, facts = self._journal_where(wanted, place)
        if where is None:
            return
        names = ("at", "actor", "actor_name", "action")
        columns = ", ".join(f"coalesce({_META.format(name)}, '')" for name in names)
        rows = self._connection.execute(
            f"SELECT {columns}, d.id, o.seq, o.hlc, o.no {where} ORDER BY o.hlc DESC, o.no DESC", facts
        )
        for at, actor, name, action, device, seq, hlc, no in rows:
            yield AuditRow(at, actor, name, action, "", (device, seq), (hlc, no))

    def _accesses(self, wanted: AuditFilter, place: Place) -> Iterator[AuditRow]:
        where, facts = self._access_where(wanted, place)
        if where is None:
            return
        rows = self._connection.execute(
            f"SELECT a.at, a.actor, a.action, a.subject, coalesce(unixepoch(a.at), 0) * 1000, a.no {where}"
            " ORDER BY a.no DESC",
            facts,
        )
        for at, actor, action, subject, order, no in rows:
            yield AuditRow(at, actor, "", action, subject, None, (order, no))

    @staticmethod
    def _journal_where(wanted: AuditFilter, place: Place) -> tuple[str | None, list[Any]]:
        if wanted.deed not in _CHANGING:
            return None, []
        terms, facts = ["1"], list[Any]()
        if place.journal is not None:
            terms.append("(o.hlc, o.no) < (?, ?)")
            facts += place.journal
        for day, sign in ((wanted.first, ">="), (wanted.last, "<=")):
            if day is not None:
                terms.append(f"substr({_META.format('at')}, 1, 10) {sign} ?")
                facts.append(day.isoformat())
        if wanted.person is not None:
            terms.append(f"{_META.format('actor')} = ?")
            facts.append(wanted.person)
        if wanted.deed is Deed.ERASURES:
            terms.append(f"{_META.format('action')} LIKE '%.erase'")
        if wanted.record is not None:
            # By record there are few, so these are sought first.
            terms.append("o.no IN (SELECT operation FROM journal_entry WHERE register = ? AND record = ?)")
            facts += [wanted.register, wanted.record]
        elif wanted.register is not None:
            terms.append("EXISTS (SELECT 1 FROM journal_entry e WHERE e.operation = o.no AND e.register = ?)")
            facts.append(wanted.register)
        where = " AND ".join(terms)
        return f"FROM journal_operation o JOIN journal_device d ON d.no = o.device WHERE {where}", facts

    @staticmethod
    def _access_where(wanted: AuditFilter, place: Place) -> tuple[str | None, list[Any]]:
        if wanted.deed is Deed.CHANGES:
            return None, []
        terms, facts = ["1"], list[Any]()
        if place.access is not None:
            terms.append("a.no < ?")
            facts.append(place.access)
        for day, sign in ((wanted.first, ">="), (wanted.last, "<=")):
            if day is not None:
                terms.append(f"substr(a.at, 1, 10) {sign} ?")
                facts.append(day.isoformat())
        if wanted.person is not None:
            terms.append("a.actor = ?")
            facts.append(wanted.person)
        if wanted.register is not None:
            terms.append("(a.subject = ? OR a.subject LIKE ? OR a.subject LIKE ?)")
            facts += [wanted.register, f"{wanted.register}:%", f"{wanted.register}.%"]
        if wanted.record is not None:
            terms.append("instr(a.subject, ?)")
            facts.append(wanted.record)
        if wanted.deed is Deed.CARE:
            terms.append(f"a.action NOT IN ({', '.join('?' * len(ACCESSES))})")
            facts += ACCESSES
        elif wanted.deed is not None:
            actions = [action for action, deed in ACCESSES.items() if deed is wanted.deed]
            terms.append(f"a.action IN ({', '.join('?' * len(actions))})")
            facts += actions
        return f"FROM access_log a WHERE {' AND '.join(terms)}", facts
