"""The open file, its user, and the one door for writes.

A use case asks for a change, says what it needs, and states what shall be different; permission, transaction,
journal, tables and search are the door's business.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.base.ids import Ids
from desktop.domain.access import Permission, Role, rows_seen
from desktop.domain.authority import Holder
from desktop.domain.errors import UserError
from desktop.domain.fields import Registry
from desktop.domain.journal.clock import needs_confirmation
from desktop.domain.journal.compose import Meta, Tip, compose
from desktop.domain.journal.operation import Operation
from desktop.services.anchor import Anchor, move_anchor, write_anchor
from desktop.services.catalogues import ENTRIES, Catalogues, entered_choices
from desktop.services.change import Change, refuse_unseen
from desktop.services.environment import Environment, StationInfo, User, read_station
from desktop.services.rights import read_rights
from desktop.services.views import Changes
from desktop.store.register_file import Reader, RegisterFile, Writer
from desktop.vault.certificate import KeyFile
from desktop.vault.device_secrets import Secrets

SALT_SIZE = 16
LAST_WALL = "last_wall"
"""The setting that keeps what the wall clock said at this computer's last operation."""

OWN_END = "own_end"
"""Local: which device of this computer has ended, and on what day, as a bundle from elsewhere told."""


class ComputerEnded(UserError):
    """Another computer took this one's place, or it was revoked: it shows, and writes nothing. Fact: ``on``."""

    code = "computer_ended"


_log = logging.getLogger(__name__)


class Workspace:
    """The open file of one user on one device.

    Attributes:
        registry, catalogues: what there is to record; the catalogues follow what is entered over them.
        user: who is logged in, as they were made; what they may do now is ``role`` and the door's to say.
        rights: what the file says of that.
        practice: sample data: marked on screen and paper, no sticks.
        folder: where the file, its keyring and its anchor lie.
        sitting: what is done once from log-in to log-out, and was.
    """

    def __init__(  # each part by its own right
        self,
        file: RegisterFile,
        secrets: Secrets,
        user: User,
        catalogues: Catalogues,
        environment: Environment,
        folder: Path,
    ) -> None:
        self.file = file
        self.secrets = secrets
        self.user = user
        self.catalogues = catalogues
        self.environment = environment
        self.folder = folder
        self.sitting: set[str] = set()
        self._ids = Ids(environment.clock.now_ms, environment.randomness)
        self._days_off = timedelta(0)
        self._listeners: list[Callable[[Changes], None]] = []
        self._anchoring = threading.Lock()
        self._anchor: Anchor | None = None
        with file.reading() as reader:
            self.rights = read_rights(reader, user)
            self._written = _moment(reader.local(LAST_WALL), environment)
        if seen := rows_seen(user.role):
            file.narrow(seen)
        self._follow_catalogues()

    @property
    def registry(self) -> Registry:
        return self.file.registry

    @property
    def device(self) -> str:
        return self.secrets.device

    @property
    def station(self) -> StationInfo:
        with self.file.reading() as reader:
            return read_station(reader)

    @property
    def practice(self) -> bool:
        with self.file.reading() as reader:
            return reader.local("practice") == "yes"

    def key_file(self) -> KeyFile:
        """This device's certificate, as it is handed to others."""
        with self.file.reading() as reader:
            text = reader.certificate(self.device)
        if text is None:
            raise ValueError("this device has no certificate")
        return KeyFile.parse(text.encode("utf-8"))

    def holder(self, reader: Reader) -> Holder:
        """This device as others see it: of which unit, and what it writes."""
        text = reader.certificate(self.device)
        if text is None:
            raise ValueError("this device has no certificate")
        certificate = KeyFile.parse(text.encode("utf-8")).certificate
        return Holder(certificate.device, certificate.station, certificate.level, certificate.roles)

    def new_id(self) -> str:
        return self._ids()

    # Time

    def today(self) -> date:
        """Today as the person has confirmed it, or as the clock says."""
        return self.environment.clock.today() + self._days_off

    def date_in_doubt(self) -> bool:
        """Whether the wall clock stands before this computer's last operation: a person must confirm the date.

        What others' clocks said does not count: one set to 2062 would make all others ask for years.
        """
        with self.file.reading() as reader:
            last = reader.local(LAST_WALL)
        return needs_confirmation(self.environment.clock.now_ms(), int(last) if last else 0)

    def confirm_today(self, today: date) -> None:
        """The person's word on today's date, until the program ends."""
        self._days_off = today - self.environment.clock.today()

    def now(self) -> datetime:
        return self.environment.clock.local_now() + self._days_off

    # Who may what

    @property
    def role(self) -> Role:
        """What the user is today: a deputy to whom the chief's powers were handed is as the chief."""
        return self.rights.role(self.user, self._moment())

    def require(self, permission: Permission, register: str | None = None) -> None:
        """Raises :class:`NotAllowed` unless the user may do this now, to this register if one is named."""
        self.rights.require(self.user, permission, register, self._moment())

    def may(self, permission: Permission) -> bool:
        return self.rights.may(self.user, permission, self._moment())

    def follow_people(self) -> None:
        """Takes up what was changed of users and their powers."""
        with self.file.reading() as reader:
            self.rights = read_rights(reader, self.user)

    def _moment(self) -> datetime:
        """Now, but never before what was last written here: a clock put back makes no right last longer."""
        return max(self.now(), self._written)

    # Reading

    @contextmanager
    def reading(self, needs: Permission = Permission.READ, register: str | None = None) -> Iterator[Reader]:
        self.require(needs, register)
        with self.file.reading() as reader:
            yield reader

    # Writing

    @contextmanager
    def change(
        self, action: str, needs: Permission = Permission.EDIT, register: str | None = None
    ) -> Iterator[Change]:
        """One operation: all that is intended inside happens whole at the end, or nothing does.

        Raises :class:`NotAllowed`, and what the file or its disk refuses; nothing is then changed.
        """
        self.require(needs, register)
        if self.file.writes:
            # It would be told of, and its anchor kept, before it is certain.
            raise RuntimeError("a change inside another")
        with self.file.writing() as writer:
            refuse_ended(writer, self.device)
            change = Change(self, writer, action, needs)
            yield change
            intents = change.intents()
            refuse_unseen(change, rows_seen(self.user.role))
            if intents:
                wall = self.environment.clock.now_ms()
                operation = compose(
                    self._tip(writer),
                    self._meta(writer, change),
                    intents,
                    wall_ms=wall,
                    salt=lambda: self.environment.randomness(SALT_SIZE),
                    auto=change.auto,
                )
                touched = writer.append(operation, beyond=True)
                touched += writer.refold(touched)
                writer.set_local(LAST_WALL, str(wall))
                change.result = Changes(operation.id, tuple(touched), change.action, change.subject)
        if change.result.operation is not None:
            self._written = self.environment.clock.local_now()
            self.keep_anchor(operation)
            self.announce(change.result)

    def _tip(self, writer: Writer) -> Tip:
        tip = writer.journal.tip(self.device)
        return Tip(tip.device, tip.seq, tip.hash, writer.journal.latest_hlc())

    def _meta(self, writer: Writer, change: Change) -> Meta:
        at = self.now().isoformat(timespec="seconds")
        seal = writer.log.seal(at, self.environment.randomness)
        return Meta(self.user.id, self.user.name, change.action, at, change.undoes, change.reason, seal)

    def keep_anchor(self, last: Operation) -> None:
        """Keeps where the chain ends outside the file too, so that a file put back by hand is noticed."""
        anchor = Anchor(last.device, last.seq, last.hash, self.environment.machine)
        with self._anchoring:
            if self._anchor is not None and self._anchor.seq >= anchor.seq:
                return
            self._anchor = anchor
            try:
                move_anchor(self.folder, anchor)
            except (OSError, UserError) as error:
                # What was saved is saved: a chain longer than its anchor is no more than after a power cut.
                _log.warning("the anchor was not moved on: %s", error)

    def go_on_as(self, secrets: Secrets) -> None:
        """Writes under another identity from now on, whose certificate is kept and whose anchor is begun."""
        with self._anchoring:
            self.secrets = secrets
            self._anchor = None

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Calls ``listener`` after each operation and import; it must be quick and may be in another thread."""
        self._listeners.append(listener)

    def _follow_catalogues(self) -> None:
        with self.file.reading() as reader:
            own = read_station(reader)
            self.catalogues.follow(entered_choices(reader, own.code, own.level))

    def announce(self, changes: Changes) -> None:
        if ENTRIES in changes.registers:
            self._follow_catalogues()
        for listener in self._listeners:
            listener(changes)

    def log_access(self, action: str, subject: str) -> None:
        """A line of the second chain, which never leaves this machine: looks, log-ins, prints, exports."""
        with self.file.writing() as writer:
            writer.log_access(self.now().isoformat(timespec="seconds"), self.user.id, action, subject)

    def close(self) -> None:
        """Ends the sitting; what was written since is on the disk, its anchor too."""
        self.file.close()
        with self._anchoring:
            if self._anchor is None:
                return
            try:
                write_anchor(self.folder, self._anchor)
            except (OSError, UserError) as error:
                _log.warning("the anchor was not kept: %s", error)
            self._anchor = None


def refuse_ended(reader: Reader, device: str) -> None:
    """Raises :class:`ComputerEnded` where others take nothing more under this computer's name."""
    ended = reader.local(OWN_END)
    if ended is not None and json.loads(ended)["device"] == device:
        raise ComputerEnded(on=date.fromisoformat(json.loads(ended)["on"]))


def _moment(wall: str | None, environment: Environment) -> datetime:
    """When the last operation of this computer was written, by the clock of then."""
    return datetime.fromtimestamp(int(wall or 0) / 1000, UTC).astimezone(environment.clock.local_now().tzinfo)
