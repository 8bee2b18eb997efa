"""Which records a list shows, in its order, a page at a time: quick for any number of rows and any text.

A list's own order is one walk along an index that holds all it needs, so that a page deep down costs little; so is
every other order of what may have hundreds of thousands of rows. What selects few rows is gathered and sorted; what
selects many is met soon on the walk, row by row. Of ``rows`` a text selects ``hits``: a page is reached after
``end * rows / hits`` steps of the walk, so that up to ``sqrt(rows * end)`` hits it costs less to gather them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import isqrt
from typing import Any, Final

from desktop.base.values import dataclass
from desktop.domain.fields import Field, Kind, Register, Registry
from desktop.store.search import EVERYWHERE, SearchIndex, matches
from desktop.store.tables import STANDING, STANDINGS, gone_index, list_order, order_index, sort_index, sorting


@dataclass(frozen=True)
class Costs:
    """From where on one way to a page is cheaper than another; measured on data set L.

    Attributes:
        few: rows of a filter up to which it is cheaper to gather and sort than to walk and test.
        many: hits of a text of which no more are gathered, however far the page.
        step: rows that a walk asks about at once.
        near: so many times wider than its rows a step may be to ask for all between its first and its last.
        far: rows from which on it is worth knowing how many there are, to count from the nearer end.
    """

    few: int = 500
    many: int = 10_000
    step: int = 200
    near: int = 10
    far: int = 10_000


COSTS: Final = Costs()

_RETIRED: Final = STANDINGS.index("retired")
_REMOVED: Final = STANDINGS.index("removed")


@dataclass(frozen=True)
class Sql:
    """A piece of a question with its arguments in order."""

    text: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Selection:
    """Which rows of a register, and in which order. ``filters`` are (field, accepted values).

    ``numbers`` is a query for the numbers of the only rows that are wanted, retired ones among them or not.
    """

    filters: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()
    text: str = ""
    sort: str | None = None
    descending: bool = False
    retired: bool = False
    secret: bool = False
    """Whether ``text`` may look into the index of sensitive text."""
    numbers: Sql | None = None

    @property
    def narrowed(self) -> bool:
        """Whether more than the standing and the text decides which rows are wanted."""
        return bool(self.filters) or self.numbers is not None


class Listing:
    """One selection of one register over one connection."""

    def __init__(
        self,
        connection: Any,
        registry: Registry,
        search: SearchIndex,
        register: Register,
        selection: Selection,
        costs: Costs = COSTS,
        *,
        whole: bool = True,
    ) -> None:
        """``whole``: the connection sees the table itself, with its indexes, and not a part of it."""
        self._costs = costs
        self._whole = whole
        self._connection = connection
        self._search = search
        self._register = register
        self._selection = selection
        self._where, self._arguments = _where(register, selection)
        self._match = self._best_match()

    def count(self) -> int:
        if self._match is not None:
            return self._count_matching(self._match)
        if not self._is_narrowed:
            return self._size() - self._gone(_REMOVED if self._selection.retired else _RETIRED)
        return self._number(f'SELECT count(*) FROM "{self._name}" r WHERE {self._where}', self._arguments)

    def page(self, offset: int, limit: int) -> list[str]:
        """The ids of one page."""
        if self._match is not None:
            return self._page_matching(self._match, offset, limit)
        if self._walks() and not self._is_narrowed:
            return self._page_of_walk(offset, limit)
        walk = self._walks() and not self._are_few()
        rows = self._ordered("r.id", self._where, self._arguments, walk=walk, offset=offset, limit=limit)
        return [row[0] for row in rows]

    def _page_of_walk(self, offset: int, limit: int) -> list[str]:
        """A page of all rows, found from whichever end is nearer."""
        total = self.count() if offset > self._costs.far else 0
        if offset <= total // 2 or not total:
            rows = self._ordered("r.id", self._where, self._arguments, walk=True, offset=offset, limit=limit)
            return [row[0] for row in rows]
        end = min(offset + limit, total)
        if offset >= end:
            return []
        back, wanted = total - end, end - offset
        rows = self._ordered(
            "r.id", self._where, self._arguments, walk=True, offset=back, limit=wanted, backwards=True
        )
        return [row[0] for row in rows][::-1]

    @property
    def _is_narrowed(self) -> bool:
        return self._selection.narrowed or not self._whole

    # By text

    def _best_match(self) -> str | None:
        """The query to ask: with accents as they were typed, unless only without them something is found."""
        queries = matches(self._selection.text)
        for query in queries[:-1]:
            if self._numbers(query, 1):
                return query
        return queries[-1] if queries else None

    def _numbers(self, match: str, limit: int = -1, between: tuple[int, int] = EVERYWHERE) -> set[int]:
        secret = self._selection.secret
        return self._search.numbers(self._register, match, secret=secret, limit=limit, between=between)

    def _count_matching(self, match: str) -> int:
        numbers = self._numbers(match)
        if self._is_narrowed:
            rows = self._connection.execute(
                f'SELECT r.rowid FROM "{self._name}" r WHERE {self._where}', self._arguments
            )
            return sum(row[0] in numbers for row in rows)
        if self._selection.retired:
            return len(numbers)
        return len(numbers) - sum(number in numbers for number in self._retired_numbers())

    def _page_matching(self, match: str, offset: int, limit: int) -> list[str]:
        most = self._worth_gathering(offset + limit)
        numbers = self._numbers(match, most + 1)
        if len(numbers) <= most:
            marks = ",".join("?" * len(numbers))
            where, arguments = f"r.rowid IN ({marks}) AND {self._where}", [*numbers, *self._arguments]
            rows = self._ordered("r.id", where, arguments, walk=False, offset=offset, limit=limit)
            return [row[0] for row in rows]
        return list(islice(self._met(match), offset, offset + limit))

    def _worth_gathering(self, end: int) -> int:
        """So many hits at most cost less to gather than a walk to the end of a page."""
        if not self._walks():
            return self._costs.many
        rows = self._number(f'SELECT coalesce(max(rowid), 0) FROM "{self._name}"', [])
        return min(self._costs.many, isqrt(rows * end))

    def _met(self, match: str) -> Iterator[str]:
        """The ids that match, as the walk meets them."""
        known: set[int] | None = None
        walk = self._walk()
        while step := list(islice(walk, self._costs.step)):
            first, last = min(step)[0], max(step)[0]
            if known is None and last - first < self._costs.near * self._costs.step:
                # Rows that were entered one after the other, as those of a day mostly were.
                members = self._numbers(match, between=(first, last))
            else:
                members = known = self._numbers(match) if known is None else known
            yield from (record for number, record in step if number in members)

    # Walking

    def _ordered(
        self,
        columns: str,
        where: str,
        arguments: list[Any],
        *,
        walk: bool,
        offset: int = 0,
        limit: int = -1,
        backwards: bool = False,
    ) -> Any:
        index = f' INDEXED BY "{self._sort_index()}"' if walk else ""
        return self._connection.execute(
            f'SELECT {columns} FROM "{self._name}" r{index} WHERE {where}'
            f" ORDER BY {self._order(backwards=backwards)} LIMIT ? OFFSET ?",
            [*arguments, limit, offset],
        )

    def _walk(self) -> Iterator[tuple[int, str]]:
        rows = self._ordered("r.rowid, r.id", self._where, self._arguments, walk=self._walks())
        try:
            yield from rows
        finally:
            rows.close()

    def _walks(self) -> bool:
        """Whether an index keeps the order asked for, from either end."""
        return self._whole and self._sort_index() is not None

    def _sort_index(self) -> str | None:
        field, _ = self._sort()
        return order_index(self._register) if field is None else sort_index(self._register, field)

    def _sort(self) -> tuple[Field | None, bool]:
        """The field to sort by, if it is not the list's own order, and whether from the greatest down."""
        selection, register = self._selection, self._register
        field = register.by_name[selection.sort] if selection.sort else None
        if field is None or field.sensitive:
            return None, register.newest_first is not None
        return field, selection.descending

    def _order(self, *, backwards: bool) -> str:
        field, descending = self._sort()
        way = " DESC" if descending != backwards else ""
        first = list_order(self._register)
        columns = sorting(self._register, field) if field is not None else [first] if first else []
        return ", ".join(f'r."{column}"{way}' for column in [*columns, "id"])

    def _are_few(self) -> bool:
        query = f'SELECT count(*) FROM (SELECT 1 FROM "{self._name}" r WHERE {self._where} LIMIT {self._costs.few + 1})'
        return self._number(query, self._arguments) <= self._costs.few

    # Numbers

    @property
    def _name(self) -> str:
        return self._register.name

    def _size(self) -> int:
        return self._number(f'SELECT count(*) FROM "{self._name}"', [])

    def _gone(self, least: int) -> int:
        return self._number(
            f'SELECT count(*) FROM "{self._name}" INDEXED BY "{gone_index(self._register)}"'
            f' WHERE "{STANDING}" > 0 AND "{STANDING}" >= ?',
            [least],
        )

    def _retired_numbers(self) -> list[int]:
        rows = self._connection.execute(
            f'SELECT rowid FROM "{self._name}" INDEXED BY "{gone_index(self._register)}"'
            f' WHERE "{STANDING}" > 0 AND "{STANDING}" < ?',
            [_REMOVED],
        )
        return [row[0] for row in rows]

    def _number(self, query: str, arguments: list[Any]) -> int:
        return int(self._connection.execute(query, arguments).fetchone()[0])


def _where(register: Register, selection: Selection) -> tuple[str, list[Any]]:
    """The conditions but for the text. Those of filters never lead a walk: its index serves the order."""
    retired = selection.retired or selection.numbers is not None
    parts = [f'r."{STANDING}" < {_REMOVED if retired else _RETIRED}']
    arguments = list[Any]()
    if selection.numbers is not None:
        parts.append(f"r.rowid IN ({selection.numbers.text})")
        arguments += selection.numbers.arguments
    for name, values in selection.filters:
        field = register.by_name[name]
        parts.append(_accepts(field, len(values), no=False in values))
        arguments += [int(value) if isinstance(value, bool) else value for value in values]
    return " AND ".join(parts), arguments


def _accepts(field: Field, number: int, *, no: bool) -> str:
    marks = ",".join("?" * number)
    if field.kind is Kind.TAGS:
        return f'EXISTS (SELECT 1 FROM json_each(r."{field.name}") WHERE json_each.value IN ({marks}))'
    if field.kind is Kind.FLAG and no:
        # What nobody has ticked is not the case.
        return f'coalesce(r."{field.name}", 0) IN ({marks})'
    return f'r."{field.name}" IN ({marks})'
