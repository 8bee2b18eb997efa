"""What the tests of bundles share: devices that write chains in memory, and letters between them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.bundle.canonical_zip import MANIFEST, SIGNATURE, part_name, read_zip, write_zip
from desktop.bundle.contents import Contents, Counts, Range
from desktop.bundle.reading import Verified, links, open_bundle
from desktop.bundle.receipts import Receipt
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.bundle.writing import Letter, write_bundle
from desktop.domain.journal.chain import Link, Run
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.operation import Operation, head_message
from desktop.vault.certificate import DeviceCertificate, KeyFile
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain, SigningKey, device_id

TODAY = date(2026, 11, 22)
WHEN = "2026-11-22T08:00:00+07:00"
BUNDLE = "01m7v7fam0y2m91tj7s9srw57j"
META = Meta("an", "Nguyễn Văn An", "person.edit", WHEN)


def quiet(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass
class Author:
    """A device with its keys and the chain that it has written."""

    name: str
    station: str = "30337"
    station_name: str = "Công an phường Nhơn Hưng"
    level: str = "commune"
    age: AgeIdentity = field(default_factory=AgeIdentity.generate)
    chain: list[Operation] = field(default_factory=list)

    @property
    def key(self) -> SigningKey:
        return SigningKey(hashlib.blake2b(self.name.encode(), digest_size=32).digest())

    @property
    def device(self) -> str:
        return device_id(self.key.public)

    @property
    def certificate(self) -> DeviceCertificate:
        return DeviceCertificate(
            self.key.public,
            self.age.recipient,
            self.station,
            self.station_name,
            self.level,
            ("all",),
            date(2026, 1, 1),
            date(2030, 1, 1),
            self.device,
            1,
        )

    @property
    def key_file(self) -> KeyFile:
        return KeyFile.issue(self.certificate, self.key)

    def signed_by(self, issuer: Author, **other: Any) -> KeyFile:
        """This device's certificate from another."""
        return KeyFile.issue(replace(self.certificate, issuer=issuer.device, **other), issuer.key)

    def write(self, record: str = "p1", **values: Any) -> Operation:
        """One operation more at the end of the chain: a person's fields."""
        return self.intend(*(Intent("person", record, name, value) for name, value in values.items()))

    def intend(self, *intents: Intent) -> Operation:
        last = self.chain[-1] if self.chain else None
        tip = Tip(self.device, last.seq, last.hash, last.hlc) if last else Tip(self.device)
        salt = hashlib.blake2b(f"{self.name}{tip.seq}".encode(), digest_size=16).digest()
        self.chain.append(compose(tip, META, intents, wall_ms=1, salt=lambda: salt))
        return self.chain[-1]

    def range(self, first: int = 1, last: int | None = None, **other: Any) -> Range:
        """A stretch of the chain under the device's signature."""
        last = len(self.chain) if last is None else last
        prior = self.chain[first - 2].hash if first > 1 else "0" * 64
        end = self.chain[last - 1].hash
        signature = self.key.sign(Domain.HEAD, head_message(self.device, last, end))
        return replace(Range(self.device, first, last, prior, end, signature), **other)


@dataclass
class Sent:
    """What goes into one bundle; a test puts in what it likes."""

    sender: Author
    to: tuple[Author, ...]
    ranges: tuple[Range, ...] = ()
    links: Iterable[Link] = ()
    certificates: tuple[KeyFile, ...] = ()
    counts: Counts | None = None
    key_file: KeyFile | None = None
    contents_bundle: str | None = None
    bundle: str = BUNDLE
    held: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    receipts: tuple[Receipt, ...] = ()

    def write(self, folder: Path, cut: int = 4 << 20) -> Path:
        folder.mkdir()
        letter = Letter(
            self.bundle,
            self.sender.key,
            self.sender.age.recipient,
            {each.device: each.age.recipient for each in self.to},
        )
        return write_bundle(folder, letter, self.links, self._contents, cut=cut).path

    def _contents(self, counts: Counts) -> Contents:
        return Contents(
            self.contents_bundle or self.bundle,
            WHEN,
            self.key_file or self.sender.key_file,
            self.to[0].station,
            self.certificates,
            self.ranges,
            self.counts or counts,
            self.held,
            receipts=self.receipts,
        )


def send(sender: Author, *to: Author, **other: Any) -> Sent:
    """The whole chain of ``sender``."""
    return replace(Sent(sender, to, (sender.range(),), sender.chain), **other)


def believing(reader: Author, *others: Author, trust: Trust = Trust.CONFIRMED) -> Trusted:
    known = {each.device: Known(each.key_file, trust) for each in others}
    own = {reader.device: Known(reader.key_file, Trust.OWN)}
    return Trusted({**known, **own}, reader.station)


@contextmanager
def opened(path: Path, reader: Author, trusted: Trusted) -> Iterator[Verified]:
    with path.open("rb") as source:
        yield open_bundle(source, reader.device, reader.age, trusted, TODAY, quiet)


def read_all(path: Path, reader: Author, trusted: Trusted) -> list[Link]:
    """Every link of a bundle, which is then proven to its end."""
    with opened(path, reader, trusted) as verified:
        return [each.link for each in links(verified, quiet)]


def repacked(path: Path, **contents: bytes) -> Path:
    """The same bundle with other contents under a checksum that fits: ``p1`` is part 0001, ``manifest`` itself."""
    names = {"manifest": MANIFEST, "signature": SIGNATURE}
    given = {names.get(key) or part_name(int(key[1:])): value for key, value in contents.items()}
    with path.open("rb") as source:
        container = read_zip(source)
        entries = [(name, given.get(name, container.read(name))) for name in container.names]
    again = path.with_name("again.tqb")
    with again.open("wb") as out:
        write_zip(entries, out)
    return again


def content_of(path: Path, name: str) -> bytes:
    with path.open("rb") as source:
        return read_zip(source).read(name)


def run_of(operations: list[Operation]) -> Run:
    """The same operations with nothing shown."""
    first, last = operations[0], operations[-1]
    return Run(first.device, first.seq, last.seq, last.hash, tuple(each.body for each in operations))
