"""Rescue: what can still be read of a damaged register, put together anew with what copies and bundles have.

    every page that can be read -> the newest good copy under it, or an empty file -> each chain as far as it is proven,
    gaps filled from copies, ends of journals and bundles -> a new name -> what stands behind a gap written again under
    it -> rows of registers where the journal has lost what they say

The journal is the truth; a row counts only where the journal is lost. What other computers wrote behind a gap is asked
for again by the next bundles, since only they can prove it. Nothing of the damaged file is changed.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop.bundle.reading import links, open_bundle, stage
from desktop.domain.backups import Proof
from desktop.domain.errors import UserError
from desktop.domain.journal.chain import BrokenChain, Link
from desktop.domain.registers import REGISTRY
from desktop.services import places, rescue_report
from desktop.services.anchor import Anchor, read_anchor, write_anchor
from desktop.services.backup_files import Copy, Reason, copies, copies_in
from desktop.services.backups import forget_copies
from desktop.services.data_folder import DATABASE_NAME, STAGE
from desktop.services.environment import Environment, read_station
from desktop.services.identity import End, take_new_identity
from desktop.services.rescue_machine import give_machine
from desktop.services.rescue_writing import ACTION, Again
from desktop.services.restore_sources import (
    OpenedCopy,
    Source,
    copy_register,
    key_in,
    key_of_copy,
    of_tail,
    over,
    users_of,
)
from desktop.services.restoring import Prepared, discard, moment, people_of
from desktop.services.trusting import trusted_by
from desktop.store import passed
from desktop.store.backup import Progress, verify_copy
from desktop.store.database import salt_of
from desktop.store.failures import DatabaseUnreadable, MissingDatabase, NotADatabase
from desktop.store.found import Found, looking
from desktop.store.people import take_over_people
from desktop.store.register_file import RegisterFile, Writer
from desktop.store.tail import Intake
from desktop.store.wreckage import gather
from desktop.system.drives import refuse_unsafe_home
from desktop.system.errors import failure_of

_WRECK: Final = "hong"
_ROUNDS: Final = 4
"""How often every source is asked: each may lead over a gap at which another stopped."""
_COPIES: Final = 6
"""Of the good copies the newest that are asked."""

_log = logging.getLogger(__name__)


class NothingToRescue(UserError):
    """Not one page of the file can be read with this key, and no copy lies beside it."""

    code = "nothing_to_rescue"


def damaged_register(folder: Path) -> Copy | None:
    """The register of a data folder as something to be rescued; None where there is none, nor any copy."""
    if not (folder / DATABASE_NAME).exists() and not copies(folder):
        return None
    return Copy(folder, 0, datetime.now(UTC).astimezone(), Reason.UNKNOWN, 0, 0)


def is_damage(error: UserError) -> bool:
    """Whether a failure of opening a register says that its file is damaged."""
    return isinstance(error, (NotADatabase, DatabaseUnreadable, MissingDatabase, BrokenChain))


def keyring_of(damaged: Copy) -> Copy:
    """Whose keyring opens a damaged register: its own, or that of its newest copy where its own is lost."""
    for each in [damaged, *copies(damaged.folder)]:
        with suppress(UserError):
            users_of(each)
            return each
    return damaged


def rescue(
    opened: OpenedCopy,
    folder: Path,
    environment: Environment,
    progress: Progress,
    beside: Sequence[Path] = (),
) -> Prepared:
    """Puts a register together from a damaged one, beside where it will lie; ``restore`` puts it in its place.

    ``opened.copy`` is the damaged register; ``beside`` are folders in which copies and bundles may lie, besides its own
    and ``folder``. Raises :class:`NothingToRescue`, :class:`UnsafeHome`, the failures of disks, and ``Cancelled``;
    nothing is then left behind.
    """
    refuse_unsafe_home(folder)
    try:
        return _Rescue(opened, folder, environment, beside).run(progress)
    except OSError as error:
        discard(folder)
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    except BaseException:
        discard(folder)
        raise


class _Rescue:
    """One rescue on its way, in the stage of a data folder."""

    def __init__(
        self, opened: OpenedCopy, folder: Path, environment: Environment, beside: Sequence[Path]
    ) -> None:
        self._opened = opened
        self._folder = folder
        self._environment = environment
        self._stage = folder / STAGE
        own = opened.copy.folder
        self._beside = list(dict.fromkeys([own, own.parent, folder, *beside]))
        self._copies = _copies_near(opened.copy, [own, folder], self._beside)

    def run(self, progress: Progress) -> Prepared:
        shutil.rmtree(self._stage, ignore_errors=True)
        wreck = self._stage / _WRECK
        wreck.mkdir(parents=True)
        key = key_in(self._opened.secrets)
        found, pages, bad = gather(
            self._opened.copy.database,
            key,
            wreck,
            REGISTRY,
            self._opened.secrets.device,
            stage(progress, 0, 3),
        )
        fresh = not self._begin(stage(progress, 1, 3))
        if fresh and bad >= pages - 1:
            raise NothingToRescue()
        with (
            looking(found, key, REGISTRY) as what,
            closing(RegisterFile.open(self._stage / DATABASE_NAME, key, REGISTRY)) as file,
        ):
            made = self._complete(file, what, stage(progress, 2, 3), pages, bad, fresh=fresh)
        shutil.rmtree(wreck, ignore_errors=True)
        return made

    def _begin(self, progress: Progress) -> bool:
        """Lays the newest good copy under the new register, or an empty file; gives whether there was a copy."""
        key, database = key_in(self._opened.secrets), self._stage / DATABASE_NAME
        for copy in self._copies:
            if copy.proof is Proof.BAD or salt_of(copy.database) != key.salt:
                continue
            try:
                copy_register(copy.database, self._stage)
                verify_copy(database, key, REGISTRY, progress)
            except UserError as error:
                _log.warning("a copy is not good: %s", error)
                for file in self._stage.glob(f"{DATABASE_NAME}*"):
                    file.unlink()
            else:
                return True
        RegisterFile.create(database, key, REGISTRY).close()
        return False

    def _complete(  # each part by its own right
        self, file: RegisterFile, what: Found, progress: Progress, pages: int, bad: int, *, fresh: bool
    ) -> Prepared:
        secrets = self._opened.secrets
        with file.reading() as reader:
            held = reader.journal.size()
        with file.writing() as writer:
            if fresh:
                give_machine(writer, what, self._opened)
            else:
                take_over_people(writer.connection, what.reader.connection)
            forget_copies(writer)
        copied = self._take_all(file, what, progress)
        with file.reading() as reader:
            station = read_station(reader)
            tip = reader.journal.tip(secrets.device)
        keyring = self._opened.keyring
        successor = take_new_identity(
            file, secrets, keyring, self._stage, self._environment, station, tip, End.SAID
        )
        with file.writing() as writer:
            again = Again(writer, what, secrets.device, successor.device, self._environment)
            told = again.write(read_anchor(self._opened.copy.folder))
            rescued = replace(told, pages=pages, bad=bad, copied=copied)
            rescue_report.keep(writer, rescued)
            writer.log_access(rescued.at.isoformat(timespec="seconds"), "", ACTION, f"{bad}/{pages}")
            last = writer.journal.tip(successor.device)
            rows, latest, size = writer.users(), writer.journal.latest_hlc(), writer.journal.size()
        write_anchor(self._stage, Anchor(last.device, last.seq, last.hash, self._environment.machine))
        progress(1, 1)
        zone = rescued.at.tzinfo
        opened = replace(self._opened, secrets=successor, keyring=keyring.reseal(successor))
        return Prepared(
            opened,
            self._folder,
            station,
            held,
            None,
            size - held,
            moment(latest, zone),
            people_of(rows),
            not keyring.users(),
            (self._folder / DATABASE_NAME).exists(),
            rescued,
        )

    # What is proven

    def _take_all(self, file: RegisterFile, what: Found, progress: Progress) -> int:
        """Takes over what every source has until none leads further; gives how many came from others than the file."""
        sources: list[tuple[bool, Source]] = [(True, each) for each in self._sources()]
        sources.append((False, lambda writer: _take_found(writer, what)))
        copied = 0
        for number in range(_ROUNDS):
            taken = 0
            for done, (other, source) in enumerate(sources):
                progress(number * len(sources) + done, _ROUNDS * len(sources))
                try:
                    with file.writing() as writer:
                        count = source(writer)
                except (UserError, OSError) as error:
                    _log.warning("nothing was taken over: %s", error)
                    continue
                taken += count
                copied += count if other else 0
            if not taken:
                break
        return copied

    def _sources(self) -> Iterator[Source]:
        """Copies, ends of journals and bundles that lie near."""
        good = [each for each in self._copies if each.proof is not Proof.BAD][:_COPIES]
        # From the oldest to the newest: of what no journal tells the last word counts.
        for copy in reversed(self._copies):
            if copy in good:
                yield over(copy.database, key_of_copy(self._opened, copy))
            if copy.tail.is_file():
                yield of_tail(copy.tail, key_of_copy(self._opened, copy))
        for folder in self._beside:
            # Those that wait in folders of the register too, and those on a stick in a folder of their own.
            with suppress(UserError, OSError):
                for each in sorted(places.bundle_files(folder), key=lambda each: each.path):
                    yield self._of_bundle(each.path)

    def _of_bundle(self, path: Path) -> Source:
        """A bundle that this computer can open, its own too: what it brings, each chain as it is proven."""

        def take(writer: Writer) -> int:
            secrets, today = self._opened.secrets, self._environment.clock.today()
            try:
                known = trusted_by(secrets.device, writer)
            except KeyError:
                return 0
            intake = Intake(writer, None)
            with path.open("rb") as source:
                verified = open_bundle(source, secrets.device, secrets.age, known, today, _unwatched)
                chains: dict[str, list[Link]] = {}
                for each in links(verified, _unwatched):
                    chains.setdefault(each.range.device, []).append(each.link)
                for device, some in chains.items():
                    intake.take(device, some)
            return intake.finish()

        return take


def _take_found(writer: Writer, what: Found) -> int:
    """What the damaged file itself proves, of every device that anything is known of."""
    intake = Intake(writer, None)
    for row in what.devices():
        intake.know(row)
    for device in what.reader.journal.devices():
        intake.take(device, what.links(writer.journal.tip(device)))
    for device, seq, digest, signature in what.heads():
        if writer.journal.hash_at(device, seq) == digest:
            writer.journal.add_head(device, seq, digest, signature)
    count = intake.finish()
    passed.keep(writer, passed.passed_of(what.reader, {}))
    # Only added to: the list of what is set aside may have gaps like any other.
    writer.aside.put(what.reader.aside.all())
    return count


def _copies_near(damaged: Copy, homes: Sequence[Path], beside: Sequence[Path]) -> list[Copy]:
    """The copies of this register that lie near, the newest first."""
    found = [each for home in homes for each in copies(home)]
    found += [each for folder in beside for each in copies_in(folder)]
    own = damaged.folder.resolve()
    near = {
        each.folder.resolve(): each
        for each in found
        if each.folder.resolve() != own and each.number and damaged.station in (each.station, "")
    }
    return sorted(near.values(), key=lambda each: (each.number, each.at), reverse=True)


def _unwatched(_done: int, _total: int) -> None:
    """One bundle among many: the person is told of the whole."""
