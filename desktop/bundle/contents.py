"""Part 0000: who sends what, what each device's operations build on, and where its signed chain ends.

Keys that this version does not know are kept and passed over, so that what a later version says finds its place
without a new format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from desktop.base.ids import is_id
from desktop.bundle.endings import parse_revocations
from desktop.bundle.errors import BundleMalformed
from desktop.bundle.manifest import FORMAT, check_format
from desktop.bundle.receipts import Receipt, given_of, mark_in, marks_of, number_of, receipts_of
from desktop.bundle.zip_layout import part_name
from desktop.domain.journal.canonical import MAX_INT, Plain, decode, encode
from desktop.domain.journal.leaf import DEVICE, HASH
from desktop.vault.certificate import KeyFile
from desktop.vault.errors import KeyFileDamaged
from desktop.vault.reading import Fields, Malformed, base64_text, demand
from desktop.vault.revocation import Revocation
from desktop.vault.signing import SIGNATURE_SIZE

MOST_DEVICES: Final = 5_000
MOST_BYTES: Final = 16 << 20
"""Of part 0000 when it is opened: a stranger's is looked into for the word of one whose place it takes."""
NAME: Final = part_name(0)
LATER: Final = ("catalogues", "returned")
"""Places that are empty in this version."""

_KNOWN: Final = frozenset(
    (
        *(
            "bundle",
            "certificates",
            "counts",
            "forks",
            "format",
            "given",
            "held",
            "made_at",
            "marks",
            "number",
        ),
        *("ranges", "receipts", "revocations", "scope", "sender", "to"),
    )
)
_WHEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")
_STATION: Final = re.compile(r"[0-9A-Za-z._-]{1,40}")


@dataclass(frozen=True)
class Range:
    """One device's operations in the bundle, ``first`` to ``last`` without gaps.

    Attributes:
        prior: the hash of the chain before ``first``, which the reader must hold.
        end: the hash after ``last``.
        signature: the device's own, over its head ``(device, last, end)``.
    """

    device: str
    first: int
    last: int
    prior: str
    end: str
    signature: bytes


@dataclass(frozen=True)
class Fork:
    """The sender holds another chain of a device than the one that came from it: one of the two is a copy.

    Attributes:
        seq, hash: the last place at which both are the same.
        last, end: the end of the chain that the sender holds.
        signature: the device's own over that end, so that nobody can make a fork up.
    """

    device: str
    seq: int
    hash: str
    last: int
    end: str
    signature: bytes


@dataclass(frozen=True)
class Counts:
    """How many operations the parts hold: with some content, and wholly withheld."""

    operations: int = 0
    withheld: int = 0


@dataclass(frozen=True)
class Contents:
    """What part 0000 says.

    Attributes:
        bundle: the id in the manifest, so that no part is taken from another bundle.
        made_at: the sender's clock, ISO with offset.
        sender: the sender's certificate.
        to: code of the station it is written for.
        certificates: of the other devices whose operations it brings, and of the sender's station.
        held: of devices of the station it is for, how far the sender holds their chains: (number, hash).
        later: what this version only keeps.
        forks: of devices of the station it is for.
        receipts: what the devices of the sender's station hold of chains that the recipient knows.
        scope: the mark of the grant by which it was written; empty where an older version wrote it.
        given: by device, up to where all was given that may be; of the others it is all that is brought.
        number: the sender's running number of bundles for this recipient; 0 where an older version wrote it.
        marks: of chains that the sender did not write, the marks by which their parts are passed on: (number, mark).
        revocations: of devices that the recipient may know.
    """

    bundle: str
    made_at: str
    sender: KeyFile
    to: str
    certificates: tuple[KeyFile, ...]
    ranges: tuple[Range, ...]
    counts: Counts
    held: Mapping[str, tuple[int, str]]
    later: Mapping[str, Plain] = field(default_factory=dict)
    forks: tuple[Fork, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    scope: str = ""
    given: Mapping[str, int] = field(default_factory=dict)
    number: int = 0
    revocations: tuple[Revocation, ...] = ()
    marks: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        empty: dict[str, Plain] = {name: [] for name in LATER}
        own: dict[str, Plain] = {
            "bundle": self.bundle,
            "certificates": [_text(each) for each in self.certificates],
            "counts": {"operations": self.counts.operations, "withheld": self.counts.withheld},
            "forks": [_fork_to_plain(each) for each in self.forks],
            "format": FORMAT,
            "given": dict(self.given),
            "held": {device: list(held) for device, held in self.held.items()},
            "made_at": self.made_at,
            "marks": {device: [list(each) for each in some] for device, some in self.marks.items()},
            "number": self.number,
            "ranges": [_range_to_plain(each) for each in self.ranges],
            "receipts": [each.to_plain() for each in self.receipts],
            "scope": self.scope,
            "revocations": [each.to_plain() for each in self.revocations],
            "sender": _text(self.sender),
            "to": self.to,
        }
        return encode({**empty, **self.later, **own})


def _text(key_file: KeyFile) -> str:
    return key_file.to_bytes().decode("utf-8")


def _range_to_plain(each: Range) -> Plain:
    return {
        "device": each.device,
        "end": each.end,
        "first": each.first,
        "last": each.last,
        "prior": each.prior,
        "signature": base64_text(each.signature),
    }


def _fork_to_plain(each: Fork) -> Plain:
    return {
        "device": each.device,
        "end": each.end,
        "hash": each.hash,
        "last": each.last,
        "seq": each.seq,
        "signature": base64_text(each.signature),
    }


def parse_contents(raw: bytes) -> Contents:
    """Raises :class:`BundleMalformed`, :class:`BundleNewer`, :class:`BundleOlder`, :class:`KeyFileTooNew`."""
    try:
        plain = decode(raw)
        fields = Fields(plain)
        told = plain if isinstance(plain, dict) else {}
        check_format(fields.whole("format"))
        contents = Contents(
            fields.text("bundle"),
            fields.text("made_at"),
            _key_file(fields.text("sender")),
            fields.text("to"),
            tuple(_key_file(each) for each in fields.texts("certificates")),
            tuple(_range(each) for each in fields.items("ranges")),
            _counts(fields.take("counts")),
            _held(fields.take("held")),
            _later(plain),
            _forks(plain),
            receipts_of(told),
            mark_in(told),
            given_of(told),
            number_of(told),
            _revocations(plain),
            marks_of(told),
        )
        _check(contents)
    except (ValueError, KeyFileDamaged) as error:
        raise BundleMalformed(name=NAME, detail=str(error)) from error
    return contents


def _later(plain: Plain) -> dict[str, Plain]:
    everything = plain if isinstance(plain, dict) else {}
    return {name: value for name, value in everything.items() if name not in _KNOWN}


def _key_file(text: str) -> KeyFile:
    return KeyFile.parse(text.encode("utf-8"))


def _range(plain: Plain) -> Range:
    fields = Fields(plain)
    each = Range(
        fields.text("device"),
        fields.whole("first"),
        fields.whole("last"),
        fields.text("prior"),
        fields.text("end"),
        fields.bytes64("signature", SIGNATURE_SIZE),
    )
    fields.done()
    demand(DEVICE, {"device": each.device})
    demand(HASH, {"prior": each.prior, "end": each.end})
    if not 1 <= each.first <= each.last:
        raise Malformed("a range ends after it begins")
    return each


def _forks(plain: Plain) -> tuple[Fork, ...]:
    """Bundles of before there was a word for it have none."""
    if not isinstance(plain, dict) or "forks" not in plain:
        return ()
    return tuple(_fork(each) for each in Fields(plain).items("forks"))


def _revocations(plain: Plain) -> tuple[Revocation, ...]:
    if not isinstance(plain, dict) or "revocations" not in plain:
        return ()
    return parse_revocations(Fields(plain).items("revocations"))


def _fork(plain: Plain) -> Fork:
    fields = Fields(plain)
    each = Fork(
        fields.text("device"),
        fields.whole("seq"),
        fields.text("hash"),
        fields.whole("last"),
        fields.text("end"),
        fields.bytes64("signature", SIGNATURE_SIZE),
    )
    fields.done()
    demand(DEVICE, {"device": each.device})
    demand(HASH, {"hash": each.hash, "end": each.end})
    if not 0 <= each.seq < each.last:
        raise Malformed("a fork ends after it begins")
    return each


def _counts(plain: Plain) -> Counts:
    fields = Fields(plain)
    return Counts(fields.whole("operations"), fields.whole("withheld"))


def _held(plain: Plain) -> dict[str, tuple[int, str]]:
    if not isinstance(plain, dict) or len(plain) > MOST_DEVICES:
        raise Malformed("held")
    found = {}
    for device, value in plain.items():
        demand(DEVICE, {"held": device})
        if not isinstance(value, list) or len(value) != 2:
            raise Malformed("held")
        seq, digest = value
        if type(seq) is not int or not 1 <= seq <= MAX_INT or not isinstance(digest, str):
            raise Malformed("held")
        demand(HASH, {"held": digest})
        found[device] = (seq, digest)
    return found


def _check(contents: Contents) -> None:
    if not is_id(contents.bundle):
        raise Malformed("the bundle's id")
    demand(_WHEN, {"made_at": contents.made_at})
    try:
        datetime.fromisoformat(contents.made_at)
    except ValueError as error:
        raise Malformed("made_at") from error
    demand(_STATION, {"to": contents.to})
    if max(map(len, (contents.certificates, contents.ranges, contents.forks))) > MOST_DEVICES:
        raise Malformed("too many devices")
    devices = [each.device for each in contents.ranges]
    if devices != sorted(set(devices)):
        raise Malformed("ranges out of order")
