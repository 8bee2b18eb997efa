"""Full-text search over the registers, with an index of its own for sensitive text.

SQLite never folds đ to d, so each word is kept folded to bare letters and, where that differs, as the accented
word in one spelling (hoà is hòa). The indexes keep which record has which word and nothing more; lists of the
beginnings of words, one to six letters, make the first typed letter as quick as the last. Type-ahead gives the
newest first: ranking by relevance costs a hundred times more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop.base.text import exact, fold, has_marks
from desktop.domain.fields import Field, Kind, Register, Registry
from desktop.store.tables import ALSO

OPEN: Final = "open"
SECRET: Final = "secret"  # noqa: S105  # which of the two indexes
BOTH: Final = (OPEN, SECRET)

_OPTIONS: Final = (
    "words, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2 3 4 5 6'"
)
_BLOCK: Final = 3_900
"""Bytes of an index's block: the usual 4,050 do not fit on an encrypted page, and would take two."""

EVERYWHERE: Final = (0, 2**63 - 1)
MANY_ROWS: Final = 10_000
"""Entered into one index in one transaction, so many are worth putting it in order, if they are half of it."""

_MOST_WORDS: Final = 16
"""Of a pasted paragraph the first words are asked for; the index has a limit to what one query may say."""


@dataclass(frozen=True, slots=True)
class Found:
    register: str
    record: str


def searched(field: Field, *, sensitive: bool) -> bool:
    """Whether a field's own text is searched, in the index of sensitive text or in the other."""
    return field.search and field.sensitive == sensitive and field.kind is not Kind.REF


def own_index(register: Register, which: str) -> str | None:
    """The index of a register's own words, which the search box asks."""
    own = any(searched(field, sensitive=which == SECRET) for field in register.fields)
    return f"{register.name}@{which}" if own else None


def list_index(registry: Registry, register: Register, which: str) -> str | None:
    """The index that a list asks: with the words of what the records point to, if they are searched too."""
    lent = any(own_index(registry[field.to], which) for field in lent_fields(register) if field.to)
    return f"{register.name}@{which}_list" if lent else own_index(register, which)


def lent_fields(register: Register) -> list[Field]:
    """The references by whose words a record is found in its list."""
    return [field for field in register.fields if field.search and field.to is not None]


def indexes(registry: Registry) -> list[str]:
    """The names of all indexes."""
    found = [
        name
        for register in registry
        for which in BOTH
        for name in (own_index(register, which), list_index(registry, register, which))
        if name is not None
    ]
    return list(dict.fromkeys(found))


def create_indexes(connection: Any, registry: Registry) -> None:
    """Makes every index anew, empty."""
    for name in indexes(registry):
        connection.execute(f'CREATE VIRTUAL TABLE "{name}" USING fts5({_OPTIONS})')
        connection.execute(f'INSERT INTO "{name}"("{name}", rank) VALUES (\'pgsz\', ?)', [_BLOCK])


def searched_fields(register: Register, which: str) -> tuple[str, ...]:
    """The fields whose own text is searched."""
    return tuple(field.name for field in register.fields if searched(field, sensitive=which == SECRET))


def words_in(texts: Iterable[object], also: str | None = None, which: str = OPEN) -> str:
    """The words by which a record with these texts is found: folded ones, and accented ones that differ.

    ``also`` is what its row says of the records that it stands for.
    """
    text = " ".join([each for each in texts if isinstance(each, str)])
    if also is not None:
        text = f"{text} {json.loads(also)[which]}"
    if not text:
        return ""
    words = fold(text).split()
    # What is typed without accents has one spelling.
    return " ".join(dict.fromkeys(words if text.isascii() else words + exact(text).split()))


def words_of(register: Register, row: Mapping[str, Any], which: str) -> str:
    """The words by which one record is found."""
    return words_in((row[name] for name in searched_fields(register, which)), row.get(ALSO), which)


class SearchIndex:
    """All indexes over one connection."""

    def __init__(self, connection: Any, registry: Registry) -> None:
        self._connection = connection
        self._registry = registry
        self._added: dict[str, int] = {}

    # Writing

    def keep(self, index: str, number: int, words: str) -> None:
        """Brings one row's words up to date; none are found no more."""
        self._connection.execute(f'DELETE FROM "{index}" WHERE rowid = ?', [number])
        if words:
            self.add(index, [(number, words)])

    def add(self, index: str, rows: Sequence[tuple[int, str]]) -> None:
        """The words of rows that have none there yet."""
        self._added[index] = self._added.get(index, 0) + len(rows)
        self._connection.executemany(f'INSERT INTO "{index}"(rowid, words) VALUES (?, ?)', rows)

    def tidy(self) -> None:
        """Rewrites each index in one piece: it is quicker to ask, and words of former contents are gone from it.

        Until then they stand in it, unreachable.
        """
        for name in indexes(self._registry):
            self._rewrite(name)
        self.forget()

    def tidy_grown(self) -> None:
        """The same of those indexes only that have grown to twice what they were since the last time.

        To rewrite one takes as long as all that it holds: a list that is brought in must not wait for the 200,000
        visits beside it, nor the twentieth list for the nineteen before.
        """
        for name, added in self._added.items():
            if added >= MANY_ROWS and added >= self._length(name) // 2:
                self._rewrite(name)
        self.forget()

    def forget(self) -> None:
        """At the end of a transaction."""
        self._added.clear()

    def _rewrite(self, index: str) -> None:
        self._connection.execute(f'INSERT INTO "{index}"("{index}") VALUES (\'optimize\')')

    def _length(self, index: str) -> int:
        """How many rows an index has, or a few more: they are numbered from 1 on."""
        (last,) = self._connection.execute(f'SELECT max(id) FROM "{index}_docsize"').fetchone()
        return int(last or 0)

    # Finding

    def find(
        self, text: str, *, secret: bool, limit: int, registers: Sequence[str] | None = None
    ) -> list[Found]:
        """Records whose text has every word of ``text`` or one that begins so, newest first.

        With accents typed, what has just those accents comes before what merely sounds alike.
        """
        wanted = [each for each in self._registry if registers is None or each.name in registers]
        found: dict[Found, None] = {}
        for match in matches(text):
            for which in BOTH if secret else (OPEN,):
                hits = [hit for each in wanted for hit in self._newest(each, which, match, limit)]
                hits.sort(key=lambda hit: hit.record, reverse=True)
                found.update(dict.fromkeys(hits))
            if len(found) >= limit:
                break
        return list(found)[:limit]

    def _newest(self, register: Register, which: str, match: str, limit: int) -> list[Found]:
        index = own_index(register, which)
        if index is None:
            return []
        rows = self._connection.execute(
            f'SELECT r.id FROM "{index}" f JOIN "{register.name}" r ON r.rowid = f.rowid'
            f' WHERE "{index}" MATCH ? ORDER BY f.rowid DESC LIMIT ?',
            [match, limit],
        )
        return [Found(register.name, row[0]) for row in rows]

    def numbers(
        self,
        register: Register,
        match: str,
        *,
        secret: bool,
        limit: int = -1,
        between: tuple[int, int] = EVERYWHERE,
    ) -> set[int]:
        """The rows of a register's table that a list shows for a query; ``limit`` of each index."""
        found: set[int] = set()
        for which in BOTH if secret else (OPEN,):
            index = list_index(self._registry, register, which)
            if index is not None:
                rows = self._connection.execute(
                    f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?',
                    [match, *between, limit],
                )
                found.update(row[0] for row in rows)
        return found


def matches(text: str) -> list[str]:
    """The queries to ask in turn: with the accents that were typed, if there are any, then without."""
    queries = []
    if has_marks(text):
        queries.append(_match(exact(text)))
    queries.append(_match(fold(text)))
    return [query for query in dict.fromkeys(queries) if query]


def _match(words: str) -> str:
    return " AND ".join(f'"{word}" *' for word in words.split()[:_MOST_WORDS])
