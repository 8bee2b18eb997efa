"""What somebody with the key of the file, and without this program, may do to it: each deed once, at random.

What is written consistently beyond the last point that somebody else vouches for cannot be found by anybody; no deed
here confines itself to that.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from desktop.domain.fields import Registry
from desktop.domain.journal.operation import Operation, Whole, closed
from desktop.store.journal import Journal, entry_rows
from desktop.store.leaves import pack
from desktop.store.register_file import Reader

_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "journal_operation": ("no", "device", "seq", "hlc", "auto", "prev", "hash", "meta", "salt", "aside"),
    "journal_entry": ("operation", "first", "register", "record", "leaves", "secrets"),
    "journal_withheld": ("device", "seq", "body", "hash"),
    "journal_erased": ("device", "seq", "leaf"),
    "journal_aside": ("device", "seq"),
    "journal_head": ("device", "seq", "hash", "signature"),
    "journal_device": ("no", "id", "public_key", "certificate", "station"),
    "access_log": ("no", "at", "actor", "action", "subject", "prev", "hash"),
}
_HELD: Final = ("journal_operation", "journal_entry", "journal_withheld", "journal_erased", "journal_aside")


class NothingDone(Exception):
    """The deed found nothing to do it to, or the file refused it: another is tried."""


@dataclass(frozen=True)
class Hand:
    """Who tampers.

    Attributes:
        connection: inside a transaction that is rolled back.
        device: whose computer it is.
        vouched: up to where the copy holds each chain, and ``access_log`` up to which line an operation vouches.
    """

    connection: Any
    registry: Registry
    device: str
    vouched: Mapping[str, int]
    chance: random.Random

    @property
    def journal(self) -> Journal:
        return Reader(self.connection, self.registry).journal


def edit_a_column(hand: Hand) -> str:
    """One value of one row becomes another."""
    table = hand.chance.choice(list(_TABLES))
    names = [row[1] for row in hand.connection.execute(f'PRAGMA table_info("{table}")')]
    keys = [row[1] for row in hand.connection.execute(f'PRAGMA table_info("{table}")') if row[5]]
    rows = hand.connection.execute(f'SELECT * FROM "{table}"').fetchall()
    if not rows:
        raise NothingDone
    row = dict(zip(names, hand.chance.choice(rows), strict=True))
    column = hand.chance.choice(_TABLES[table])
    value = _another(hand.chance, row[column])
    if value == row[column]:
        raise NothingDone
    where = " AND ".join(f'"{key}" IS ?' for key in keys)
    hand.connection.execute(
        f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', [value, *(row[key] for key in keys)]
    )
    return f"{table}.{column}: {row[column]!r:.40} became {value!r:.40}"


def _another(chance: random.Random, value: Any) -> Any:
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, value + chance.randrange(2, 50), 1 - value])
    if isinstance(value, bytes):
        at = chance.randrange(len(value)) if value else 0
        flipped = (
            value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :] if value else b"x"
        )
        return chance.choice([flipped, value + b"\0", value[:-1], value[::-1] + b"\1"])
    if isinstance(value, str):
        at = chance.randrange(len(value)) if value else 0
        other = value[:at] + chance.choice("abc019 ậ") + value[at + 1 :]
        return chance.choice([other, value + " ", value[1:], ""]) if value else "x"
    return "x"


def edit_the_origin(hand: Hand) -> str:
    """By which bundle something came, of what the copy holds too."""
    rows = [
        (no, bundle, device, seq)
        for no, bundle, device, seq in hand.connection.execute(
            "SELECT o.no, o.bundle, d.id, o.seq FROM journal_operation o JOIN journal_device d ON d.no = o.device"
        ).fetchall()
        if device == hand.device or seq <= hand.vouched[device]
    ]
    no, bundle, device, _ = hand.chance.choice(rows)
    known = [row[0] for row in hand.connection.execute("SELECT id FROM bundle WHERE direction = 'in'")]
    others = ["x", *(each for each in known if each != bundle), *([None] if device != hand.device else [])]
    value = hand.chance.choice([each for each in others if each != bundle])
    hand.connection.execute("UPDATE journal_operation SET bundle = ? WHERE no = ?", [value, no])
    return f"origin of {no}: {bundle} became {value}"


def delete_a_row(hand: Hand) -> str:
    table = hand.chance.choice([*_HELD, "access_log"])
    names = [row[1] for row in hand.connection.execute(f'PRAGMA table_info("{table}")')]
    rows = hand.connection.execute(f'SELECT * FROM "{table}"').fetchall()
    if table == "access_log":
        rows = rows[: hand.vouched["access_log"]]
    if not rows:
        raise NothingDone
    row = hand.chance.choice(rows)
    where = " AND ".join(f'"{name}" IS ?' for name in names)
    hand.connection.execute(f'DELETE FROM "{table}" WHERE {where}', list(row))
    return f"a row of {table} deleted"


def delete_an_operation(hand: Hand) -> str:
    """With all its rows, as if it had never been."""
    no, seq = hand.chance.choice(hand.connection.execute("SELECT no, seq FROM journal_operation").fetchall())
    hand.connection.execute("DELETE FROM journal_entry WHERE operation = ?", [no])
    hand.connection.execute("DELETE FROM journal_operation WHERE no = ?", [no])
    return f"operation {seq} deleted"


def swap_operations(hand: Hand) -> str:
    """Two of one device change places."""
    (device,) = hand.chance.choice(
        hand.connection.execute(
            "SELECT device FROM journal_operation GROUP BY device HAVING count(*) > 1"
        ).fetchall()
    )
    rows = hand.connection.execute(
        "SELECT no, seq FROM journal_operation WHERE device = ?", [device]
    ).fetchall()
    (first, one), (second, other) = hand.chance.sample(rows, 2)
    for no, seq in ((first, -1), (second, one), (first, other)):
        hand.connection.execute("UPDATE journal_operation SET seq = ? WHERE no = ?", [seq, no])
    return f"operations {one} and {other} swapped"


def swap_contents(hand: Hand) -> str:
    """Two operations change what they say."""
    rows = hand.connection.execute("SELECT operation, first, leaves, secrets FROM journal_entry").fetchall()
    one, other = hand.chance.sample(rows, 2)
    if one[2:] == other[2:]:
        raise NothingDone
    for (operation, first, *_), (*_, leaves, secrets) in ((one, other), (other, one)):
        hand.connection.execute(
            "UPDATE journal_entry SET leaves = ?, secrets = ? WHERE operation = ? AND first = ?",
            [leaves, secrets, operation, first],
        )
    return f"contents of {one[0]} and {other[0]} swapped"


def swap_lines(hand: Hand) -> str:
    """Two lines of the access log change places, with or without their hashes."""
    rows = hand.connection.execute("SELECT * FROM access_log").fetchall()
    one, other = hand.chance.sample(rows, 2)
    hand.connection.execute("DELETE FROM access_log WHERE no IN (?, ?)", [one[0], other[0]])
    for no, row in ((one[0], other), (other[0], one)):
        hand.connection.execute("INSERT INTO access_log VALUES (?, ?, ?, ?, ?, ?, ?)", [no, *row[1:]])
    return f"lines {one[0]} and {other[0]} swapped"


def cut_the_end(hand: Hand) -> str:
    """The last operations of a chain vanish, signed heads and all; of this computer also what was after the copy."""
    device = hand.chance.choice([hand.device, *(each for each in hand.vouched if each != "access_log")])
    last = hand.journal.tip(device).seq if device == hand.device else hand.vouched[device]
    seq = hand.chance.randrange(1, last + 1)
    _forget_after(hand, device, seq - 1)
    return f"cut {device[:4]} before {seq} of {last}"


def cut_the_log(hand: Hand) -> str:
    line = hand.chance.randrange(1, hand.vouched["access_log"] + 1)
    hand.connection.execute("DELETE FROM access_log WHERE no >= ?", [line])
    return f"log cut before {line}"


def rewrite_a_chain(hand: Hand) -> str:
    """Something is changed, and every hash after it is worked out anew; the signed heads go, stay or follow."""
    device = hand.chance.choice([each for each in hand.vouched if each != "access_log"])
    operations = list(hand.journal.operations(device))
    at = hand.chance.randrange(len([each for each in operations if each.seq <= hand.vouched[device]]))
    hand.connection.execute(
        "DELETE FROM journal_withheld WHERE seq >= ? AND device = (SELECT no FROM journal_device WHERE id = ?)",
        [operations[at].seq, device],
    )
    changed = _changed(hand, operations[at])
    prev, seq = changed.prev, changed.seq
    for each in [changed, *operations[at + 1 :]]:
        written = Operation(device, seq, each.hlc, each.auto, prev, each.leaves)
        _write(hand, device, each.seq, written)
        prev, seq = written.hash, seq + 1
    how = hand.chance.choice(["go", "stay", "follow"])
    if how == "go":
        hand.connection.execute("DELETE FROM journal_head")
        hand.connection.execute("DELETE FROM receipt")
    elif how == "follow":
        for row in hand.connection.execute("SELECT rowid, seq FROM journal_head").fetchall():
            hand.connection.execute(
                "UPDATE journal_head SET hash = ? WHERE rowid = ?",
                [hand.journal.hash_at(device, row[1]), row[0]],
            )
    return f"{device[:4]} written anew from {changed.seq}, heads {how}"


def _changed(hand: Hand, operation: Operation) -> Operation:
    wholes = [
        at for at, leaf in enumerate(operation.leaves) if isinstance(leaf, Whole) and (at == 0 or leaf.value)
    ]
    at = hand.chance.choice(wholes)
    leaf = operation.leaves[at]
    assert isinstance(leaf, Whole)
    value: Any = (
        {**leaf.value, "actor_name": "Người Khác"} if isinstance(leaf.value, dict) and at == 0 else "Khác"
    )
    other = Whole(leaf.register, leaf.record, leaf.field, leaf.replaced, leaf.salt, value)
    return operation.with_leaves([*operation.leaves[:at], other, *operation.leaves[at + 1 :]])


def rewrite_the_log(hand: Hand) -> str:
    """A line is changed, put in or taken out, and every hash after it is worked out anew."""
    rows = [list(row) for row in hand.connection.execute("SELECT * FROM access_log ORDER BY no")]
    at = hand.chance.randrange(hand.vouched["access_log"])
    how = hand.chance.choice(["change", "put in", "take out"])
    if how == "change":
        rows[at][hand.chance.randrange(1, 5)] += "x"
    elif how == "put in":
        rows.insert(at, [0, rows[at][1], rows[at][2], "print", "area:1", "", ""])
    else:
        del rows[at]
    hand.connection.execute("DELETE FROM access_log")
    log = Reader(hand.connection, hand.registry).log
    for row in rows:
        log.add(*row[1:5])
    return f"log: {how} at {at + 1}, hashes anew"


def hide_an_operation(hand: Hand) -> str:
    """Nothing stays of it but its body, as if it had been withheld."""
    operations = _vouched(hand)
    operation = hand.chance.choice(operations)
    if operation.erasing:
        raise NothingDone
    no, device = hand.connection.execute(
        "SELECT o.no, o.device FROM journal_operation o JOIN journal_device d ON d.no = o.device"
        " WHERE d.id = ? AND o.seq = ?",
        list(operation.id),
    ).fetchone()
    hand.connection.execute("DELETE FROM journal_entry WHERE operation = ?", [no])
    hand.connection.execute("DELETE FROM journal_operation WHERE no = ?", [no])
    hand.connection.execute(
        "INSERT INTO journal_withheld VALUES (?, ?, ?, ?)",
        [device, operation.seq, bytes.fromhex(operation.body), bytes.fromhex(operation.hash)],
    )
    return f"operation {operation.seq} hidden"


def close_a_content(hand: Hand) -> str:
    """A content goes as an erasure would take it, with or without a mark that it was erased."""
    operation = hand.chance.choice(_vouched(hand))
    at = hand.chance.choice([at for at, leaf in enumerate(operation.leaves) if isinstance(leaf, Whole)])
    leaf = operation.leaves[at]
    assert isinstance(leaf, Whole)
    if leaf.register == "@erase":
        raise NothingDone
    _write(
        hand,
        operation.device,
        operation.seq,
        operation.with_leaves([*operation.leaves[:at], closed(leaf), *operation.leaves[at + 1 :]]),
    )
    marked = hand.chance.random() < 0.5
    if marked:
        hand.connection.execute("INSERT INTO journal_erased VALUES (?, ?, ?)", [*operation.id, at])
    return f"leaf {at} of {operation.seq} closed, marked {marked}"


def _vouched(hand: Hand) -> list[Operation]:
    """This computer's operations, and those of others that the copy holds as well."""
    return [
        each
        for device in hand.vouched
        if device != "access_log"
        for each in hand.journal.operations(device)
        if device == hand.device or each.seq <= hand.vouched[device]
    ]


def put_a_line_in(hand: Hand) -> str:
    line = hand.chance.choice(hand.connection.execute("SELECT * FROM access_log").fetchall())
    last = hand.connection.execute("SELECT max(no) FROM access_log").fetchone()[0]
    text = blake2b(str(line).encode(), digest_size=32).hexdigest()
    hand.connection.execute(
        "INSERT INTO access_log VALUES (?, ?, ?, ?, ?, ?, ?)", [last + 1, *line[1:6], text]
    )
    return "a line put at the end of the log"


def _write(hand: Hand, device: str, seq: int, operation: Operation) -> None:
    """In place of the device's operation of that number."""
    (no,) = hand.connection.execute(
        "SELECT o.no FROM journal_operation o JOIN journal_device d ON d.no = o.device"
        " WHERE d.id = ? AND o.seq = ?",
        [device, seq],
    ).fetchone()
    hand.connection.execute("DELETE FROM journal_entry WHERE operation = ?", [no])
    hand.connection.executemany(
        "INSERT INTO journal_entry VALUES (?, ?, ?, ?, ?, ?)", entry_rows(no, operation)
    )
    hand.connection.execute(
        "UPDATE journal_operation SET prev = ?, hash = ?, meta = ?, salt = ? WHERE no = ?",
        [
            bytes.fromhex(operation.prev),
            bytes.fromhex(operation.hash),
            *pack(operation.leaves[:1]),
            no,
        ],
    )


def _forget_after(hand: Hand, device: str, seq: int) -> None:
    from_no = "SELECT no FROM journal_device WHERE id = ?"
    past = f"SELECT no FROM journal_operation WHERE device = ({from_no}) AND seq > ?"
    hand.connection.execute(f"DELETE FROM journal_entry WHERE operation IN ({past})", [device, seq])
    for table in ("journal_operation", "journal_withheld", "journal_head"):
        hand.connection.execute(f"DELETE FROM {table} WHERE device = ({from_no}) AND seq > ?", [device, seq])
    hand.connection.execute("DELETE FROM receipt")


DEEDS: Final[tuple[Callable[[Hand], str], ...]] = (
    edit_a_column,
    edit_a_column,
    edit_a_column,
    edit_the_origin,
    delete_a_row,
    delete_an_operation,
    swap_operations,
    swap_contents,
    swap_lines,
    cut_the_end,
    cut_the_log,
    rewrite_a_chain,
    rewrite_a_chain,
    rewrite_the_log,
    hide_an_operation,
    close_a_content,
    put_a_line_in,
)
