"""Operations of a bundle on their way into a journal: each compared with what is held and with what its device may do.

The journal may be that of the file or that of a server: what is asked of it is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.bundle.contents import Range
from desktop.bundle.errors import BundleGap
from desktop.bundle.reading import Proven, Verified, refuse_ended
from desktop.domain.journal.chain import BrokenChain, ForkedChain, Run
from desktop.domain.journal.clock import after
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import BadOperation, Operation
from desktop.domain.rejecting import rejected
from desktop.services.bundle_authority import BundleAuthority
from desktop.services.bundle_effect import Period
from desktop.services.taking import Taking
from desktop.store.journal import Place

_AT_ONCE: Final = (
    200  # operations that go into the journal together: one by one each would ask its own questions
)
_LEAVES: Final = 20_000  # of operations that wait to go in: some are a whole Excel file


@dataclass
class Counts:
    """How many operations came: new ones, such as were held, and of the new the wholly withheld."""

    new: int = 0
    already: int = 0
    withheld: int = 0

    @property
    def all(self) -> int:
        return self.new + self.already


class Intake:
    """One bundle on its way.

    Attributes:
        authority: says what may be written; to be settled when all is folded.
        before: by device, how far its chain was held.
        touched: records to fold again.
        seen_before: records of operations that were held already, by register.
        period: first and last day that the new operations tell of.
    """

    def __init__(self, writer: Taking, verified: Verified, counts: Counts) -> None:
        self._writer = writer
        self._verified = verified
        self._counts = counts
        self._tips = {each.device: writer.journal.tip(each.device) for each in verified.contents.ranges}
        self.authority = BundleAuthority(writer, verified)
        self.before = {device: tip.seq for device, tip in self._tips.items()}
        self.touched: set[Place] = set()
        self.seen_before: set[Place] = set()
        self.period = Period()
        self._waiting: list[Operation] = []
        self._leaves = 0
        for each in verified.contents.ranges:
            self._check_prerequisite(each)

    def _check_prerequisite(self, each: Range) -> None:
        held = self._tips[each.device]
        if each.first > held.seq + 1:
            name = self._verified.trusted.devices[each.device].certificate.station_name
            raise BundleGap(station=name, first=held.seq + 1, last=each.first - 1)
        if each.last > held.seq:
            refuse_ended(self._verified, each)
        if self._writer.journal.hash_at(each.device, each.first - 1) != each.prior:
            raise ForkedChain(device=each.device, seq=each.first - 1)

    def add(self, proven: Proven) -> None:
        """The next link; new operations go in some at a time, and all of them with :meth:`flush`."""
        held = self._tips[proven.range.device]
        self._check_fork(held, proven)
        if isinstance(proven.link, Run):
            self._add_run(held, proven.link, proven.ends)
            return
        operation = proven.link
        if operation.seq == held.seq + 1 and not after(operation.hlc, held.last_hlc):
            raise BrokenChain(device=operation.device, seq=operation.seq)
        if operation.seq > held.seq:
            self._add_new(operation)
        else:
            self.flush()
            self.authority.check([operation])
            self._counts.already += 1
            self.seen_before.update(operation.places)
            self.touched.update(self._append(operation))

    def _add_new(self, operation: Operation) -> None:
        if rejected(operation) is not None:
            # What it may put back is asked of the journal.
            self.flush()
        self._counts.new += 1
        self._waiting.append(operation)
        self._leaves += len(operation.leaves)
        if self._leaves >= _LEAVES or len(self._waiting) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Puts in what waits."""
        if self._waiting:
            self.authority.check(self._waiting)
            self.period = self.period.with_operations(self._waiting)
            self.touched.update(self._writer.append_all(self._waiting, self._verified.manifest.bundle))
            self._waiting, self._leaves = [], 0

    def _append(self, operation: Operation) -> list[Place]:
        try:
            return self._writer.append(operation, self._verified.manifest.bundle)
        except BadOperation as error:
            # Two disclosures of one operation that do not fit together: its author is not to be believed.
            raise BrokenChain(device=operation.device, seq=operation.seq) from error

    def _check_fork(self, held: Tip, proven: Proven) -> None:
        """Where what is held ends within the link, both chains must be the same."""
        meeting = min(held.seq, proven.range.last)
        for end in proven.ends:
            if end.seq == meeting and self._writer.journal.hash_at(end.device, end.seq) != end.hash:
                raise ForkedChain(device=end.device, seq=end.seq)

    def _add_run(self, held: Tip, run: Run, ends: tuple[Tip, ...]) -> None:
        new = [(end, body) for end, body in zip(ends, run.bodies, strict=True) if end.seq > held.seq]
        self._writer.journal.add_withheld(new)
        self._counts.new += len(new)
        self._counts.withheld += len(new)
        self._counts.already += len(ends) - len(new)
