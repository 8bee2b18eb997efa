"""What is read of a damaged file, sorted: rows tell by their form which table they are of, for the way there is lost.

All of it goes into a file of its own under the same key, whose journal then has gaps; nothing in it is proven yet.
"""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from desktop.domain.fields import Register, Registry
from desktop.store.backup import Progress
from desktop.store.database import Connections, FileKey, create_database
from desktop.store.journal import Journal
from desktop.store.tables import CONFLICTS, STANDING, column_types
from desktop.store.wreck import Row, Way, Wreck

Form: TypeAlias = tuple[str, ...]
"""Of each column what it looks like, in order; there are no more columns."""

_NOISE: Final = re.compile(r"[\0-\x08\x0e-\x1f]")
"""In no text of ours: it stands where a long text goes on in a page whose seal is wrong, which is not always told."""
_HEX: Final = r"[0-9a-f]{64}"


def _like(pattern: str) -> Callable[[Any], bool]:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


_LOOKS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "none": lambda value: value is None,
    "number": lambda value: type(value) is int,
    "bit": lambda value: value in (0, 1),
    "text": lambda value: isinstance(value, str),
    "text?": lambda value: value is None or isinstance(value, str),
    "hash": lambda value: isinstance(value, bytes) and len(value) == 32,
    "bytes": lambda value: isinstance(value, bytes),
    "list": lambda value: isinstance(value, str) and value.startswith("["),
    "object": lambda value: isinstance(value, str) and value.startswith("{"),
    "object?": lambda value: value is None or (isinstance(value, str) and value.startswith("{")),
    "device": _like(r"[0-9a-f]{32}"),
    "hex": _like(_HEX),
    "hex?": lambda value: value is None or _like(_HEX)(value),
    "signature": _like(r"[0-9a-f]{128}"),
    "id": _like(r"[0-9a-z]{26}"),
    "name": _like(r"(?![0-9a-f]{32,}$)[a-z][a-z0-9_.@:/-]*"),
    "role": _like(r"officer|chief|deputy|justice|ward|admin|upper"),
    "way": _like(r"in|out|acknowledged"),
    "day": _like(r"\d{4}-\d\d-\d\d.*"),
}

# A column that stands for the row's number is empty in the row itself. A column that was added later is missing in
# rows of before, which is as if it were empty.
_TABLES: Final[Mapping[str, Form]] = {
    "journal_operation": (
        "none", "number", "number", "number", "bit", "hash", "hash", "list", "bytes", "text?", "number",
    ),
    "journal_device": ("none", "device", "hex?", "object?", "text?", "text?"),
    "journal_withheld": ("number", "number", "hash", "hash"),
    "journal_head": ("number", "number", "hex", "signature"),
    "journal_erased": ("device", "number", "number"),
    "journal_aside": ("device", "number", "id"),
    "user": ("id", "text", "role", "text?", "text?"),
    "delegation": ("id", "id", "id", "day", "day", "bit"),
    "handover": ("id", "day", "name", "object"),
    "draft": ("id", "name", "text", "day", "text", "text?"),
    "access_log": ("none", "day", "text", "name", "text", "hex", "hex"),
    "bundle": ("id", "way", "day", "text", "object", "hex"),
    "receipt": ("text", "device", "text", "text", "day", "text"),
    "passage": ("text", "device", "way", "number", "day"),
    "revocation": ("object", "device"),
    "local": ("name", "text?"),
}  # fmt: skip
_ENTRY: Final[Form] = ("number", "number", "text?", "text?", "list", "bytes")
_NAMED: Final[Form] = ("name", "text", "number", "number", "none")
"""The index by which a record's rows are found: it tells of rows that are lost what they were about."""
_PLACED: Final[Form] = ("number", "number", "number", "none")
"""The index of operations by device and number; that of withheld ones looks like it."""

_ASKED: Final = 8
"""Rows of a page whose register is looked up."""
_ALL_READ: Final = 1_000
"""With fewer rows all that stand below a page were met."""
_TRIED: Final = 200
_SEEKS: Final = 50_000

_OWN: Final = (
    (
        "CREATE TABLE named(operation INTEGER, first INTEGER, register TEXT, record TEXT,"
        " PRIMARY KEY (operation, first)) STRICT, WITHOUT ROWID"
    ),
    "CREATE TABLE placed(no INTEGER PRIMARY KEY, device INTEGER, seq INTEGER) STRICT",
    (
        "CREATE TABLE stood(register TEXT, record TEXT, content TEXT, PRIMARY KEY (register, record))"
        " STRICT, WITHOUT ROWID"
    ),
)


def gather(
    source: Path, key: FileKey, folder: Path, registry: Registry, device: str, progress: Progress
) -> tuple[Path, int, int]:
    """Reads a damaged file of a device; gives what was found as a file, how many pages there are, and how many are bad.

    It lies in ``folder``, which the caller takes away. Besides the tables of the journal and of this machine it has
    ``named`` and ``placed`` (what indexes tell of rows that are lost) and ``stood`` (rows of registers, as JSON).
    """
    found = folder / "tim-thay.db"
    wreck = Wreck(source, key, folder)
    with closing(wreck), closing(create_database(found, key)) as connections:
        _Gathering(wreck, connections, registry).run(progress)
        with connections.writing() as into:
            _name_device(into, device)
            _place(into)
    return found, wreck.pages, len(wreck.bad)


class _Gathering:
    def __init__(self, wreck: Wreck, connections: Connections, registry: Registry) -> None:
        self._wreck = wreck
        self._connections = connections
        self._registry = registry
        self._upper: list[int] = []
        """Pages with journal rows that have more below them than was read."""
        self._registers: list[int] = []

    def run(self, progress: Progress) -> None:
        pages = range(2, self._wreck.pages + 1)
        total = len(pages) + 2
        with self._connections.writing() as into:
            for statement in _OWN:
                into.execute(statement)
            for done, page in enumerate(pages):
                if done % 50 == 0:
                    progress(done, total)
                found = self._wreck.read(page)
                if found is not None:
                    self._keep(into, page, *found)
            self._fetch_missing(into)
            into.execute("CREATE INDEX entry_of ON journal_entry(record)")
            into.execute("CREATE INDEX named_of ON named(record)")
            for page in self._registers:
                self._keep_register(into, page)
        progress(total, total)

    def _keep(self, into: Any, page: int, way: Way, rows: list[Row]) -> None:
        if way is Way.KEY:
            self._keep_keys(into, page, rows)
            return
        for name, form in _TABLES.items():
            fitting = [row for row in rows if _fits(row[1:], form)]
            if len(fitting) * 2 > len(rows):
                # The row's own number stands in the place of the empty column.
                own = form[0] == "none"
                values = [[row[0] if own else row[1], *row[2 : len(form) + 1]] for row in fitting]
                marks = ", ".join("?" * len(form))
                into.executemany(
                    f"INSERT OR IGNORE INTO {name}({self._columns(into, name, len(form))}) VALUES ({marks})",
                    values,
                )
                return
        if rows and _LOOKS["id"](str(rows[0][1])):
            self._registers.append(page)

    @staticmethod
    def _columns(into: Any, table: str, count: int) -> str:
        found = into.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", [table]).fetchall()
        return ", ".join(f'"{name}"' for (name,) in found[:count])

    def _keep_keys(self, into: Any, page: int, rows: list[Row]) -> None:
        entries = [row for row in rows if _fits(row, _ENTRY)]
        if entries:
            into.executemany("INSERT OR IGNORE INTO journal_entry VALUES (?, ?, ?, ?, ?, ?)", entries)
            if len(entries) >= _ALL_READ:
                self._upper.append(page)
            return
        named = [(row[2], row[3], row[0], row[1]) for row in rows if _fits(row, _NAMED)]
        into.executemany("INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?)", named)
        placed = [(row[2], row[0], row[1]) for row in rows if _fits(row, _PLACED)]
        if placed and self._are_operations(into, placed):
            into.executemany("INSERT OR IGNORE INTO placed VALUES (?, ?, ?)", placed)

    @staticmethod
    def _are_operations(into: Any, placed: Iterable[tuple[int, int, int]]) -> bool:
        """Whether rows of three numbers are those of operations: none that is known says otherwise."""
        known = 0
        for number, device, seq in placed:
            held = into.execute(
                "SELECT device = ? AND seq = ? FROM journal_operation WHERE no = ?", [device, seq, number]
            ).fetchone()
            if held is not None and not held[0]:
                return False
            known += held is not None
        return known > 0

    # Rows that stand between two pages

    def _fetch_missing(self, into: Any) -> None:
        """Rows of the journal that stand on pages high above, each by its key."""
        left = _SEEKS
        lacking = into.execute(
            "SELECT operation, first FROM named EXCEPT SELECT operation, first FROM journal_entry"
        ).fetchall()
        for operation, first in lacking:
            for page in self._upper:
                if not left:
                    return
                left -= 1
                row = self._wreck.find(page, (operation, first))
                if row is not None and _fits(row, _ENTRY):
                    into.execute("INSERT OR IGNORE INTO journal_entry VALUES (?, ?, ?, ?, ?, ?)", row)
                    break

    # Rows of registers

    def _keep_register(self, into: Any, page: int) -> None:
        found = self._wreck.read(page)
        if found is None:
            return
        rows = [row[1:] for row in found[1]]
        register = self._register_of(into, rows)
        if register is None:
            return
        names = list(column_types(register))
        for row in rows:
            told = dict(zip(names, row, strict=False))
            if any(_is_noise(value) for name, value in told.items() if not name.endswith("@order")):
                continue
            if type(told[STANDING]) is int and type(told[CONFLICTS]) is int and not any(row[len(names) :]):
                text = json.dumps(told, ensure_ascii=False)
                into.execute("INSERT OR REPLACE INTO stood VALUES (?, ?, ?)", [register.name, row[0], text])

    def _register_of(self, into: Any, rows: list[Row]) -> Register | None:
        """Whose rows they are: the journal names most of their records."""
        votes: Counter[str] = Counter()
        for row in rows[:_ASKED]:
            for table in ("journal_entry", "named"):
                said = into.execute(
                    f"SELECT register FROM {table} WHERE record = ? AND register IS NOT NULL LIMIT 1",
                    [row[0]],
                ).fetchone()
                if said is not None:
                    votes[said[0]] += 1
                    break
        best = votes.most_common(1)
        return self._registry[best[0][0]] if best and best[0][0] in self._registry else None


def _name_device(into: Any, device: str) -> None:
    """Where the list of devices is lost, the chain that is the device's own: its name is in every hash."""
    numbers = into.execute(
        "SELECT DISTINCT device FROM journal_operation WHERE device NOT IN (SELECT no FROM journal_device)"
    ).fetchall()
    known = into.execute("SELECT 1 FROM journal_device WHERE id = ?", [device]).fetchone()
    for (number,) in numbers if known is None else ():
        into.execute("INSERT INTO journal_device(no, id) VALUES (?, ?)", [number, device])
        journal = Journal(into)
        some = islice(journal.operations(device), _TRIED)
        if any(journal.hash_at(device, each.seq) == each.hash for each in some):
            return
        into.execute("DELETE FROM journal_device WHERE no = ?", [number])


def _place(into: Any) -> None:
    """Operations of which rows are left and no place is: between two of one device without a gap there is no choice."""
    known = dict[int, tuple[int, int]](
        (number, (device, seq))
        for number, device, seq in into.execute(
            "SELECT no, device, seq FROM placed UNION SELECT no, device, seq FROM journal_operation ORDER BY no"
        )
    )
    numbers = sorted(known)
    rows = into.execute("SELECT operation FROM journal_entry UNION SELECT operation FROM named").fetchall()
    found = []
    for (number,) in rows:
        at = bisect(numbers, number)
        if number in known:
            continue
        near = {
            (known[each][0], known[each][1] - each)
            for each in (*numbers[max(at - 1, 0) : at], *numbers[at : at + 1])
        }
        if len(near) == 1:
            ((device, distance),) = near
            found.append((number, device, number + distance))
    into.executemany("INSERT OR IGNORE INTO placed VALUES (?, ?, ?)", [each for each in found if each[2] > 0])


def _fits(row: Row, form: Form) -> bool:
    """Whether a row has these columns and no more."""
    return not any(each is not None for each in row[len(form) :]) and all(
        _LOOKS[look](value) and not _is_noise(value) for look, value in zip(form, row, strict=False)
    )


def _is_noise(value: Any) -> bool:
    return isinstance(value, str) and _NOISE.search(value) is not None
