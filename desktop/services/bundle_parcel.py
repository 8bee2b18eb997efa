"""What is put together for somebody: which operations of whom, how much of each is shown, who vouches for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from desktop.bundle.contents import Contents, Counts, Fork, Range
from desktop.bundle.reading import Progress
from desktop.bundle.receipts import Receipt
from desktop.bundle.trust import Trust, Trusted
from desktop.bundle.writing import Letter, Written, write_bundle
from desktop.domain.authority import is_whole, within
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.chain import Link, as_links
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import Operation, head_message
from desktop.domain.receipts import grants_of, mark_of
from desktop.domain.scope import STATION_SCOPE, Scope, grant
from desktop.services.bundle_whom import whose
from desktop.services.revoking import sendable_head
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader, RegisterFile
from desktop.vault.certificate import KeyFile
from desktop.vault.device_secrets import Secrets
from desktop.vault.revocation import Revocation
from desktop.vault.sealing import AgeRecipient
from desktop.vault.signing import Domain

OVERLAP: Final = 50
"""Operations that are sent again although they were acknowledged: a reader compares them with what it holds."""

_STRETCH: Final = 500  # operations read at once, so that other threads may read in between


@dataclass(frozen=True)
class Stretch:
    """One device's operations to be sent: ``first`` to its signed head (number, hash, signature)."""

    device: str
    first: int
    head: tuple[int, str, str]
    prior: str

    @property
    def length(self) -> int:
        return self.head[0] - self.first + 1

    @property
    def range(self) -> Range:
        last, end, signature = self.head
        return Range(self.device, self.first, last, self.prior, end, bytes.fromhex(signature))


def stretch(
    reader: Reader, known: Trusted, device: str, acknowledged: int, again: int | None = None
) -> Stretch | None:
    """A device's operations from a careful overlap before what is acknowledged; None without a signed head.

    ``again`` says from which operation on, whatever was acknowledged.
    """
    head = sendable_head(reader, known, device, reader.journal.last_head(device))
    if head is None:
        return None
    first = max(1, min(acknowledged, head[0]) - OVERLAP + 1)
    if again is not None:
        first = min(again, head[0])
    prior = reader.journal.hash_at(device, first - 1)
    assert prior is not None  # what is held has no gaps
    return Stretch(device, first, head, prior)


def sign_head(file: RegisterFile, secrets: Secrets) -> None:
    """This device's word for its chain as it is now; nothing beyond a signed head is taken by anybody."""
    with file.writing() as writer:
        tip = writer.journal.tip(secrets.device)
        held = writer.journal.last_head(tip.device)
        if tip.seq and (held is None or held[0] < tip.seq):
            message = head_message(tip.device, tip.seq, tip.hash)
            signature = secrets.signing_key.sign(Domain.HEAD, message)
            writer.journal.add_head(tip.device, tip.seq, tip.hash, signature.hex())


@dataclass(frozen=True)
class Parcel:
    """A bundle in the making.

    Attributes:
        to: code of the station it is for.
        keys: whom it is sealed to, by device.
        known: everybody who is known to the sender.
        held, forks, receipts, given, number, revocations: as :class:`~desktop.bundle.contents.Contents` tells them.
        words: what other computers of the unit signed for the sender.
        told: who opens the first part only, by device.
        marks: of the chains that others wrote, by which marks they are passed on.
        later: what stands beside all this in part 0000.
        introduces: whether the station's other computers learn of everybody, not only of whom they hear from.
    """

    bundle: str
    to: str
    keys: Mapping[str, AgeRecipient]
    scope: Scope
    known: Trusted
    stretches: tuple[Stretch, ...]
    held: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    forks: tuple[Fork, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    given: Mapping[str, int] = field(default_factory=dict)
    number: int = 0
    words: tuple[KeyFile, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    told: Mapping[str, AgeRecipient] = field(default_factory=dict)
    later: Mapping[str, Plain] = field(default_factory=dict)
    introduces: bool = True
    marks: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def write(self, workspace: Workspace, folder: Path, progress: Progress) -> Written:
        """Writes it into an empty folder of this machine."""
        secrets = workspace.secrets
        draft = Contents(
            self.bundle,
            workspace.now().isoformat(timespec="seconds"),
            workspace.key_file(),
            self.to,
            (*self.words, *self._certificates(secrets)),
            tuple(each.range for each in self.stretches),
            Counts(),
            self.held,
            self.later,
            forks=self.forks,
            receipts=self.receipts,
            scope=mark_of(grants_of(self.scope)),
            given=self.given,
            number=self.number,
            revocations=self.revocations,
            marks=self.marks,
        )
        letter = Letter(self.bundle, secrets.signing_key, secrets.recipient, self.keys, self.told)
        links = self._links(workspace.file, progress)
        return write_bundle(folder, letter, links, lambda counts: replace(draft, counts=counts))

    def _certificates(self, secrets: Secrets) -> Iterator[KeyFile]:
        """With this one's word for our station's computers, for whom our own shall believe and for whom we stand
        between; of others as they are held.

        A computer that has awards only comes along where its operations do: the one whose place it took, that of its
        print pack, never wrote anything.
        """
        mine = self.known.devices[secrets.device].certificate
        sent = {each.device for each in self.stretches}
        for device, each in sorted(self.known.devices.items()):
            certificate = each.certificate
            ours = certificate.station == mine.station
            if certificate.station == self.to != mine.station:
                # Of its own only those whose lost work goes back to it, which it may never have heard of.
                if device in sent:
                    yield each.key_file
                continue
            if device == mine.device:
                continue
            if each.trust is Trust.OWN and certificate.successor_of is not None:
                # The word of the one before it: who knows that one only follows name by name.
                yield each.key_file
            alike = certificate.level == mine.level and within(certificate.roles, mine.roles)
            peer = is_whole(certificate.roles) and (ours or (self.to == mine.station and self.introduces))
            speaks = is_whole(mine.roles) and each.sends and (alike or not ours)
            if speaks and (peer or device in sent):
                yield KeyFile.issue(replace(certificate, issuer=mine.device), secrets.signing_key)
            elif device in sent:
                yield each.key_file

    def _links(self, file: RegisterFile, progress: Progress) -> Iterator[Link]:
        total, done = sum(each.length for each in self.stretches), 0
        for each in self.stretches:
            tip = Tip(each.device, each.first - 1, each.prior)
            while tip.seq < each.head[0]:
                last = min(tip.seq + _STRETCH, each.head[0])
                with file.reading() as reader:
                    owner = whose(reader, self.known, self.scope)
                    parts = [
                        self._granted(owner, part)
                        for part in reader.journal.parts(each.device, tip.seq + 1, last)
                    ]
                    end = reader.journal.hash_at(each.device, last)
                yield from as_links(tip, parts)
                assert end is not None
                done += last - tip.seq
                progress(done, total)
                tip = Tip(each.device, last, end)

    def _granted(self, owner: Callable[[str, str], str | None], part: Operation | str) -> Operation | str:
        if isinstance(part, str) or self.scope is STATION_SCOPE:
            return part
        if self.known.devices[part.device].certificate.station == self.to != self.known.station:
            # It wrote that itself, and lost it.
            return part
        return grant(part, self.scope, owner) or part.body
