"""What stands behind a gap, written again under the new name of this computer; and what is lacking in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from desktop.base.ids import Ids
from desktop.bundle.trust import Trust
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.operation import ChangeId, Closed, Operation
from desktop.domain.journal.pieces import Piece, Rewritten, write_pieces
from desktop.services.anchor import Anchor
from desktop.services.environment import Environment, read_station
from desktop.services.rescue_report import Cut, RegisterRescued, Rescued
from desktop.services.rescue_rows import fill_from_rows
from desktop.services.trusting import trusted_by
from desktop.services.workspace import SALT_SIZE
from desktop.store.found import Found
from desktop.store.journal import Place
from desktop.store.register_file import Writer

ACTION: Final = "rescue"
"""The action of what a rescue writes itself, and the line in the access log."""


class Again:
    """The last part of a rescue, inside one transaction.

    ``former`` is the device whose file was damaged, ``device`` the name that was taken after it.
    """

    def __init__(
        self, writer: Writer, what: Found, former: str, device: str, environment: Environment
    ) -> None:
        self._writer = writer
        self._what = what
        self._former = former
        self._device = device
        self._environment = environment
        self._own = {former} | {
            each for each, known in trusted_by(device, writer).devices.items() if known.trust is Trust.OWN
        }
        self._own.discard(device)
        self._ends = {each: writer.journal.tip(each).seq for each in writer.journal.devices()}
        """How far each chain is proven."""

    def write(self, anchor: Anchor | None) -> Rescued:
        """Writes again what was found, then what rows tell; says how it came out but for pages and copies."""
        pieces = self._pieces()
        lacking = self._lacking()
        again = self._write_pieces(pieces)
        self._erase_again(pieces, again)
        filled = fill_from_rows(
            self._writer, self._what, read_station(self._writer).code, self._newer(), self._write
        )
        asked, waiting = self._asked()
        cut = self._by_unit(asked)
        known = sum(
            max(self._what.last(each), anchor.seq if anchor and anchor.device == each else 0) - self._ends.get(each, 0)
            for each in self._own
        )  # fmt: skip
        lost = max(known - len(pieces), 0)
        # What its row says is whole: only some of its history is lost.
        whole = {(register, record) for register, record, _ in self._what.rows()} - waiting
        registers = self._by_register((lacking | waiting) - whole, filled)
        return Rescued(
            self._environment.clock.local_now(),
            0,
            0,
            0,
            len(again.operations),
            lost,
            asked.total(),
            registers,
            cut,
        )

    def _pieces(self) -> list[Piece]:
        """A former name's before the later one's; each in the order in which it was written."""
        found = {each: list(self._what.pieces(each, self._ends.get(each, 0))) for each in self._own}
        ordered = sorted(
            (pieces for pieces in found.values() if pieces),
            key=lambda pieces: (pieces[0].device == self._former, pieces[0].hlc),
        )
        return [piece for pieces in ordered for piece in pieces]

    def _write_pieces(self, pieces: list[Piece]) -> Rewritten:
        places = {
            (leaf.register, leaf.record)
            for piece in pieces
            for index, leaf in piece.leaves.items()
            if index and not leaf.register.startswith("@")
        }
        held = self._writer.journal.changes_of_many(places)
        superseded = {each for changes in held.values() for change in changes for each in change.replaced}
        unknown = Meta("", "", ACTION, self._now())
        again = write_pieces(pieces, self._tip(), unknown, superseded, salt=self._salt)
        self._append(again.operations)
        return again

    def _erase_again(self, pieces: Iterable[Piece], again: Rewritten) -> None:
        """What was forgotten stays so: what the file had closed, and what came back from an older copy."""
        forgotten = self._what.erased()
        closed = {
            ChangeId(piece.device, piece.seq, index)
            for piece in pieces
            for index, leaf in piece.leaves.items()
            if isinstance(leaf, Closed)
        }
        said = self._writer.branches.erasing()
        targets = {each for each in forgotten if each not in said}
        targets |= {again.moved[each] for each in closed if each in again.moved}
        if targets:
            self._write([erase_intent(self._new_id(), targets)])

    def _newer(self) -> set[Place]:
        """Records that a copy tells more of than the damaged file, which had been put back or is older."""
        return {
            (register, record)
            for device in self._ends
            for register, records in self._writer.journal.records_after(
                device, self._what.last(device)
            ).items()
            for record in records
            if device != self._device
        }

    # What is lacking

    def _lacking(self) -> set[Place]:
        """Records of which something stood in the damaged file that no chain has, nor any piece."""
        return {
            place
            for place, device, seq in self._what.lacking()
            # Of what has no place any more the record at least must be there.
            if (
                self._writer.state(*place) is None
                if device is None or seq is None
                else seq > self._ends.get(device, 0)
            )
        }

    def _asked(self) -> tuple[Counter[str], set[Place]]:
        """What other computers wrote behind a gap: how many operations of each, and the records."""
        counts, places = Counter[str](), set[Place]()
        for device in self._what.reader.journal.devices():
            if device not in self._own:
                end = self._ends.get(device, 0)
                counts[device] = max(self._what.last(device) - end, 0)
                places |= self._what.touched(device, end)
        return counts, places

    def _by_unit(self, asked: Counter[str]) -> tuple[Cut, ...]:
        """Of whom each operation comes again, the most first."""
        known, own = trusted_by(self._device, self._writer).devices, read_station(self._writer).code
        counts, names = Counter[str](), {"": ""}
        for device, count in asked.items():
            certificate = known[device].certificate if device in known else None
            station = certificate.station if certificate is not None else ""
            counts[station] += count
            names[station] = certificate.station_name if certificate is not None else ""
        return tuple(
            Cut(station, names[station], station == own, count)
            for station, count in counts.most_common()
            if count
        )

    def _by_register(self, lacking: Iterable[Place], filled: set[Place]) -> tuple[RegisterRescued, ...]:
        lost: Counter[str] = Counter()
        incomplete: Counter[str] = Counter()
        for register, record in lacking:
            if register not in self._writer.registry:
                continue
            gone = self._writer.state(register, record) is None
            (lost if gone else incomplete)[register] += 1
        rows = Counter(register for register, _ in filled)
        found = []
        for each in self._writer.registry:
            back = self._writer.records.count_there(each.name)
            if back or lost[each.name]:
                name = each.name
                found.append(RegisterRescued(name, back, rows[name], incomplete[name], lost[name]))
        return tuple(found)

    # Writing

    def _write(self, intents: list[Intent]) -> None:
        meta = Meta("", "", ACTION, self._now())
        wall = self._environment.clock.now_ms()
        # After all that was ever seen, unlike what is written again, which keeps the clock of then.
        tip = replace(self._tip(), last_hlc=self._writer.journal.latest_hlc())
        self._append([compose(tip, meta, intents, wall_ms=wall, salt=self._salt, auto=True)])

    def _append(self, operations: Iterable[Operation]) -> None:
        touched = set[Place]()
        for operation in operations:
            touched.update(self._writer.append(operation, beyond=True))
        self._writer.refold(touched)

    def _tip(self) -> Tip:
        return self._writer.journal.tip(self._device)

    def _now(self) -> str:
        return self._environment.clock.local_now().isoformat(timespec="seconds")

    def _salt(self) -> bytes:
        return self._environment.randomness(SALT_SIZE)

    def _new_id(self) -> str:
        return Ids(self._environment.clock.now_ms, self._environment.randomness)()
