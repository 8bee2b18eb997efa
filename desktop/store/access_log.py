"""The access log: who looked at what, logged in, printed or exported; a chain of its own that never leaves the file.

Each line holds the hash of the one before. Where the log ended when an operation was written stands in that
operation as a *seal*: made with a secret of this file, so that nobody who gets the operation learns or guesses
anything of the log, and whoever has the file can prove that no line was changed since. What proves the journal up to
a place thereby proves the log up to there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any, Final

from desktop.base.values import dataclass
from desktop.domain.journal.canonical import NotCanonical, Plain, encode
from desktop.domain.journal.operation import GENESIS

_SEALING: Final = "log_seal"
"""The setting of the file with which seals are made, in hexadecimal digits."""

_LINE: Final = b"tuquan/1/access\0"
_SEAL: Final = b"tuquan/1/access-seal\0"
_SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class LogLine:
    """One line; ``no`` counts from 1 without gaps."""

    no: int
    at: str
    actor: str
    action: str
    subject: str
    prev: str
    hash: str

    @property
    def sound(self) -> bool:
        """Whether its hash is that of what it says."""
        try:
            return self.hash == _hash(self.at, self.actor, self.action, self.subject, self.prev)
        except NotCanonical:
            return False


class AccessLog:
    """The table over one connection, inside the caller's transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def add(self, at: str, actor: str, action: str, subject: str) -> None:
        prev = self.end()
        self._connection.execute(
            "INSERT INTO access_log(at, actor, action, subject, prev, hash) VALUES (?, ?, ?, ?, ?, ?)",
            [at, actor, action, subject, prev, _hash(at, actor, action, subject, prev)],
        )

    def end(self) -> str:
        """The hash of the last line."""
        row = self._connection.execute("SELECT hash FROM access_log ORDER BY no DESC LIMIT 1").fetchone()
        return row[0] if row else GENESIS

    def size(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM access_log").fetchone()[0])

    def lines(self) -> Iterator[LogLine]:
        """Every line, the oldest first."""
        rows = self._connection.execute(
            "SELECT no, at, actor, action, subject, prev, hash FROM access_log ORDER BY no"
        )
        return (LogLine(*row) for row in rows)

    def secret(self) -> bytes:
        """With which seals are made; nothing where none was made yet."""
        row = self._connection.execute("SELECT value FROM local WHERE name = ?", [_SEALING]).fetchone()
        try:
            return bytes.fromhex(row[0]) if row else b""
        except ValueError:
            return b""

    def seal(self, at: str, randomness: Callable[[int], bytes]) -> str:
        """What an operation of this moment keeps of where the log ends; the secret is made at the first one."""
        secret = self.secret()
        if not secret:
            secret = randomness(_SECRET_BYTES)
            self._connection.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", [_SEALING, secret.hex()])
        return sealed(secret, self.end(), at)


def sealed(secret: bytes, end: str, at: str) -> str:
    """The seal over a log that ended with ``end``, in an operation of ``at``: 32 hexadecimal digits."""
    return blake2b(_SEAL + f"{end}\0{at}".encode(), digest_size=16, key=secret).hexdigest()


class Seals:
    """The seals that this computer's operations keep, in order, met one after the other by the lines of the log.

    Attributes:
        last: the last line that was met, and by which operation.
        waiting: the operation whose seal is yet to be met; None when all are.
    """

    def __init__(self, connection: Any, device: str, secret: bytes) -> None:
        self._secret = secret
        self._rows = connection.execute(
            "SELECT o.seq, json_extract(o.meta, '$[0][2].log'), json_extract(o.meta, '$[0][2].at')"
            " FROM journal_operation o JOIN journal_device d ON d.no = o.device"
            " WHERE d.id = ? AND json_valid(o.meta) AND json_extract(o.meta, '$[0][2].log') IS NOT NULL"
            " ORDER BY o.seq",
            [device],
        )
        self.last = (0, 0)
        self._seal = self._at = ""
        self.waiting: int | None = None
        self._next()

    def take(self, no: int, end: str) -> None:
        """The log ends so after the line ``no``: what operations were written then?"""
        while self.waiting is not None and self._seal == sealed(self._secret, end, self._at):
            self.last = (no, self.waiting)
            self._next()

    def _next(self) -> None:
        row = next(self._rows, None)
        self.waiting, self._seal, self._at = (row[0], str(row[1]), str(row[2])) if row else (None, "", "")


def _hash(at: str, actor: str, action: str, subject: str, prev: str) -> str:
    line: list[Plain] = [at, actor, action, subject, prev]
    return blake2b(_LINE + encode(line), digest_size=32).hexdigest()
