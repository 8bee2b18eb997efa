"""Proving the file: every operation, every content and every line of the access log, against what they hash to.

What a chain says of itself is proven from its first operation on. That nobody wrote it anew from some place on is
proven by *points*: hashes of it that somebody else holds, or that were signed. Beyond the last point of a chain only
the chain itself speaks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.domain.journal.clock import after
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.erase import erasable, targets_of
from desktop.domain.journal.operation import (
    GENESIS,
    META_REGISTER,
    BadOperation,
    ChangeId,
    Leaf,
    Operation,
    Whole,
    chained,
)
from desktop.domain.journal.proof import Fault, Finding, Point
from desktop.domain.journal.short_code import short_code
from desktop.store.access_log import Seals
from desktop.store.backup import Progress
from desktop.store.held import BEYOND
from desktop.store.held_rows import Row, Withheld, in_order
from desktop.store.journal import entry_rows
from desktop.store.leaves import pack, unpack
from desktop.store.reader import Reader

_EVERY: Final = 200
"""Operations between two words on progress."""
_MOST: Final = 50
"""Findings that are told one by one; whoever changed more is found out by these."""

_UNREADABLE: Final = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
"""What a row that this program did not write may raise when it is read."""


@dataclass(frozen=True)
class Expected:
    """What the file must agree with, from outside of its journal.

    Attributes:
        device: this computer, under its present name.
        points: of each chain, the hashes that somebody else holds.
        ends: of each device that has ended, up to where it is taken.
        bundles: those that came, by id.
        code: a short code that somebody read from a paper; sixteen digits in fours, or nothing.
    """

    device: str
    points: Mapping[str, Sequence[Point]]
    ends: Mapping[str, int]
    bundles: Collection[str]
    code: str = ""


@dataclass
class Proof:
    """What came of it.

    Attributes:
        tips: where the chains end.
        held: of each chain the last point that agrees.
        operations, lines: how many of the journal and of the access log were proven.
        sealed: the last line of the access log that an operation vouches for, and the number of that operation.
        findings: what is not as this program left it; at most fifty.
        coded: the operation (device, seq) after which the paper with the code was made.
    """

    tips: dict[str, Tip] = field(default_factory=dict)
    held: dict[str, Point] = field(default_factory=dict)
    operations: int = 0
    lines: int = 0
    sealed: tuple[int, int] = (0, 0)
    findings: list[Finding] = field(default_factory=list)
    coded: tuple[str, int] | None = None

    def tell(self, fault: Fault, device: str = "", seq: int = 0) -> None:
        if len(self.findings) < _MOST:
            self.findings.append(Finding(fault, device, seq))


def prove(reader: Reader, expected: Expected, copy: Reader | None, progress: Progress) -> Proof:
    """Proves the journal and the access log of ``reader``, which sees one state until the end.

    ``copy`` is an older copy of the same file, which tells whether contents were there once. Raises ``Cancelled``.
    """
    return _Proving(reader, expected, copy, progress).proof()


class _Proving:
    def __init__(self, reader: Reader, expected: Expected, copy: Reader | None, progress: Progress) -> None:
        self._reader = reader
        self._connection = reader.connection
        self._expected = expected
        self._copy = copy
        self._progress = progress
        self._proof = Proof()
        self._aside = reader.aside.all()
        self._erased = {
            ChangeId(*row) for row in self._connection.execute("SELECT device, seq, leaf FROM journal_erased")
        }
        self._targets: set[ChangeId] = set()
        self._done = 0
        self._total = max(reader.journal.size() + reader.log.size(), 1)

    def proof(self) -> Proof:
        self._prove_owners()
        for device in self._reader.journal.devices():
            self._prove_chain(device)
        self._prove_erasures()
        self._prove_aside()
        self._prove_log()
        self._progress(self._total, self._total)
        return self._proof

    # Chains

    def _prove_owners(self) -> None:
        """Rows that hang on no device or no operation would be passed over."""
        orphans = self._connection.execute(
            "SELECT count(*) FROM journal_operation WHERE device NOT IN (SELECT no FROM journal_device)"
            " OR device IS NULL UNION ALL SELECT count(*) FROM journal_withheld"
            " WHERE device NOT IN (SELECT no FROM journal_device) OR device IS NULL"
            " UNION ALL SELECT count(*) FROM journal_entry"
            " WHERE operation NOT IN (SELECT no FROM journal_operation)"
        ).fetchall()
        if any(count for (count,) in orphans):
            self._proof.tell(Fault.STRAY)

    def _prove_chain(self, device: str) -> None:
        proof = self._proof
        waiting: dict[int, list[Point]] = {}
        for point in self._expected.points.get(device, ()):
            waiting.setdefault(point.seq, []).append(point)
        tip = Tip(device)
        for part in in_order(self._connection, device):
            # What follows a broken place is measured from there on, so that only the places themselves are told.
            sound, tip = self._follow(device, tip, part)
            if not sound:
                proof.tell(Fault.CHAIN, device, part.seq)
            self._meet(device, tip, waiting.pop(tip.seq, ()))
            if self._expected.code and short_code(device, tip.seq, tip.hash) == self._expected.code:
                proof.coded = (device, tip.seq)
            proof.operations += 1
            self._step()
        for points_beyond in waiting.values():
            for point in points_beyond:
                if point.seq > tip.seq:
                    proof.tell(Fault.CUT, device, point.seq)
        proof.tips[device] = tip

    def _follow(self, device: str, tip: Tip, part: Row | Withheld) -> tuple[bool, Tip]:
        """Whether a part follows the chain's end, and where the chain ends after it."""
        if isinstance(part, Withheld):
            return self._follow_withheld(device, tip, part)
        held_hash = part.hash.hex()
        operation = self._read(device, part)
        after_it = Tip(device, part.seq, held_hash, part.hlc)
        if operation is None:
            return False, after_it
        sound = (
            (part.seq, operation.prev) == (tip.seq + 1, tip.hash)
            and after(part.hlc, tip.last_hlc)
            and operation.hash == held_hash
        )
        self._prove_contents(operation)
        self._prove_standing(device, part)
        return sound, after_it

    def _follow_withheld(self, device: str, tip: Tip, part: Withheld) -> tuple[bool, Tip]:
        held_hash = part.hash.hex()
        if device == self._expected.device or self._was_held(device, part):
            self._proof.tell(Fault.GONE, device, part.seq)
        sound = part.seq == tip.seq + 1 and chained(tip.hash, part.body.hex()) == held_hash
        return sound, Tip(device, part.seq, held_hash, tip.last_hlc)

    def _read(self, device: str, row: Row) -> Operation | None:
        """The operation of a row, if its rows are such as this program writes; None for others."""
        entries = self._connection.execute(
            "SELECT first, register, record, leaves, secrets FROM journal_entry WHERE operation = ?"
            " ORDER BY first",
            [row.no],
        ).fetchall()
        try:
            leaves: list[Leaf] = list(unpack(META_REGISTER, "", row.meta, row.salt))
            for _, register, record, text, secrets in entries:
                leaves += unpack(register, record, text, secrets)
            operation = Operation(device, row.seq, row.hlc, bool(row.auto), row.prev.hex(), tuple(leaves))
            written = [tuple(each) for each in entry_rows(row.no, operation)]
            same = pack(operation.leaves[:1]) == (row.meta, row.salt) and written == [
                (row.no, *each) for each in entries
            ]
            _ = operation.hash
        except (*_UNREADABLE, BadOperation):
            return None
        return operation if same and row.auto in (0, 1) else None

    def _prove_contents(self, operation: Operation) -> None:
        """Contents are there unless an erasure names them, or they never came."""
        self._targets.update(self._named(operation))
        closed: list[int] = []
        for index, leaf in enumerate(operation.leaves):
            place = ChangeId(operation.device, operation.seq, index)
            if isinstance(leaf, Whole):
                if place in self._erased and erasable(leaf):
                    self._proof.tell(Fault.ERASURE, *operation.id)
            elif place not in self._erased:
                closed.append(index)
        if not closed:
            return
        if operation.device == self._expected.device:
            self._proof.tell(Fault.GONE, *operation.id)
        elif self._copy is not None:
            before = self._copy.journal.operation(*operation.id)
            if (
                before is not None
                and before.hash == operation.hash
                and any(
                    isinstance(before.leaves[index], Whole) for index in closed if index < len(before.leaves)
                )
            ):
                self._proof.tell(Fault.GONE, *operation.id)

    @staticmethod
    def _named(operation: Operation) -> tuple[ChangeId, ...]:
        try:
            return targets_of(operation)
        except BadOperation:
            return ()

    def _was_held(self, device: str, part: Withheld) -> bool:
        """Whether the copy shows this very operation: after a branch was taken out another stands at its number."""
        held = self._copy.journal.operation(device, part.seq) if self._copy is not None else None
        return held is not None and held.hash == part.hash.hex()

    def _prove_standing(self, device: str, row: Row) -> None:
        """Whether it counts, and by which bundle it came: neither is hashed, both follow from what else is held."""
        last = self._expected.ends.get(device)
        past = BEYOND if last is not None and row.seq > last else 0
        wanted = (1, BEYOND) if (device, row.seq) in self._aside else (past,)
        if row.aside not in wanted:
            self._proof.tell(Fault.ASIDE, device, row.seq)
        if row.bundle is not None and (
            device == self._expected.device or row.bundle not in self._expected.bundles
        ):
            self._proof.tell(Fault.ORIGIN, device, row.seq)
        elif self._copy is not None and device != self._expected.device:
            held = self._copy.connection.execute(
                "SELECT o.bundle FROM journal_operation o JOIN journal_device d ON d.no = o.device"
                " WHERE d.id = ? AND o.seq = ? AND o.hash = ?",
                [device, row.seq, row.hash],
            ).fetchone()
            if held is not None and held[0] != row.bundle:
                self._proof.tell(Fault.ORIGIN, device, row.seq)

    def _meet(self, device: str, tip: Tip, points: Sequence[Point]) -> None:
        for point in points:
            if point.hash != tip.hash:
                self._proof.tell(Fault.POINT, device, point.seq)
            elif point.strong:
                self._proof.held[device] = point

    # What the journal says of itself

    def _prove_erasures(self) -> None:
        """What is marked as erased is what the erasures name, no more and no less of what is held."""
        for place in sorted(self._erased - self._targets):
            self._proof.tell(Fault.ERASURE, place.device, place.seq)
        for place in sorted(self._targets - self._erased):
            held = self._reader.journal.operation(place.device, place.seq)
            leaf = held.leaves[place.leaf] if held is not None and place.leaf < len(held.leaves) else None
            if isinstance(leaf, Whole) and erasable(leaf):
                self._proof.tell(Fault.ERASURE, place.device, place.seq)

    def _prove_aside(self) -> None:
        """All that a bundle brought is set aside with it, and nothing is that is not there."""
        for device, seq in sorted(self._aside):
            if self._reader.journal.hash_at(device, seq) is None:
                self._proof.tell(Fault.ASIDE, device, seq)
        for bundle in sorted(set(self._aside.values())):
            for place in self._reader.aside.brought(bundle):
                if place not in self._aside:
                    self._proof.tell(Fault.ASIDE, *place)

    # The access log

    def _prove_log(self) -> None:
        proof, end = self._proof, GENESIS
        seals = Seals(self._connection, self._expected.device, self._reader.log.secret())
        seals.take(0, end)
        for count, line in enumerate(self._reader.log.lines(), start=1):
            if line.no != count or line.prev != end or not line.sound:
                proof.tell(Fault.LOG, seq=line.no)
            end = line.hash
            seals.take(line.no, end)
            proof.lines += 1
            self._step()
        proof.sealed = seals.last
        if seals.waiting is not None:
            proof.tell(Fault.LOG_CUT, self._expected.device, seals.waiting)

    def _step(self) -> None:
        self._done += 1
        if self._done % _EVERY == 0:
            self._progress(min(self._done, self._total), self._total)
