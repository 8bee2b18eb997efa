"""The file of figures for somebody outside (``docs/statistics-file.md``): a canonical ZIP of contents in clear.

Whoever has it reads it with a spreadsheet, and checks with ``minisign`` and ``b2sum`` that it is as it was signed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from desktop.bundle.canonical_zip import Limits, read_zip, write_zip
from desktop.bundle.manifest import hash_of
from desktop.bundle.zip_errors import (
    BundleBadName,
    BundleNotCanonical,
    BundleOversized,
    BundlePartDamaged,
    BundleTooManyParts,
    BundleTruncated,
    NotABundle,
)
from desktop.bundle.zip_layout import HEAD, MANIFEST, SIGNATURE
from desktop.domain.errors import UserError
from desktop.domain.journal.canonical import NotCanonical, Plain, decode, encode
from desktop.domain.periods import Period, PeriodKind
from desktop.vault.minisign import (
    claimed_key_id,
    key_id,
    minisign_public,
    minisign_signature,
    verify_minisign,
)
from desktop.vault.reading import Fields, Malformed, demand
from desktop.vault.signing import Domain, PublicKey, SigningKey, device_id

FILE_SUFFIX: Final = ".zip"
FORMAT: Final = "tuquan-statistics/1"
FIGURES: Final = "figures.csv"
READ_ME: Final = "doc-truoc.txt"
SIGNER: Final = "signer.pub"
CONTENTS: Final = (FIGURES, READ_ME, SIGNER)
LIMITS: Final = Limits(manifest=1 << 16, part=32 << 20, total=64 << 20, parts=len(CONTENTS))

_NAMES: Final = (*HEAD, *CONTENTS)
_FORMAT: Final = re.compile(re.escape(FORMAT))
_CODE: Final = re.compile(r"[0-9]{0,5}")


class NotStatistics(UserError):
    """It is no file of anonymous figures, or not one as its signer made it."""

    code = "statistics_unreadable"


class StatisticsOfAnother(UserError):
    """Another computer signed it than the one of the key file. Fact: ``key``, the first digits of its id."""

    code = "statistics_of_another"


@dataclass(frozen=True)
class StatisticsManifest:
    """What is signed.

    Attributes:
        unit: its code in the table of units that the program ships; empty for one that is not in it.
        period: its kind, year, number, first and last day.
        signer: id of the device that signs.
        figures, left_out: lines of the figures, and those of them that have no value.
        sample: the figures are of the practice register.
    """

    unit: str
    period: Period
    made_on: date
    signer: str
    figures: int
    left_out: int
    sample: bool

    def to_bytes(self, files: Mapping[str, bytes]) -> bytes:
        period = self.period
        return encode(
            {
                "figures": self.figures,
                "files": [[name, len(files[name]), hash_of(files[name])] for name in CONTENTS],
                "format": FORMAT,
                "left_out": self.left_out,
                "made_on": self.made_on.isoformat(),
                "period": {
                    "first": period.first.isoformat(),
                    "kind": period.kind.value,
                    "last": period.last.isoformat(),
                    "number": period.number,
                    "year": period.year,
                },
                "sample": self.sample,
                "signer": self.signer,
                "unit": self.unit,
            }
        )


@dataclass(frozen=True)
class StatisticsFile:
    """A file of which every byte was signed; only :func:`read_statistics` makes one."""

    manifest: StatisticsManifest
    figures: bytes


def write_statistics(
    out: BinaryIO, signer: SigningKey, manifest: StatisticsManifest, figures: bytes, read_me: bytes
) -> None:
    """Signs the figures and what explains them, and writes both."""
    files = {FIGURES: figures, READ_ME: read_me, SIGNER: minisign_public(signer.public).encode("ascii")}
    raw = manifest.to_bytes(files)
    signature = minisign_signature(signer, raw, manifest.made_on.isoformat(), domain=Domain.STATISTICS)
    contents = [(MANIFEST, raw), (SIGNATURE, signature), *files.items()]
    write_zip(contents, out, LIMITS, _NAMES.__getitem__)


def read_statistics(source: BinaryIO, key: PublicKey) -> StatisticsFile:
    """Proves every byte of a file against a key.

    Raises :class:`StatisticsOfAnother` where another key signed it, :class:`SignatureWrong`, :class:`NotStatistics` for
    anything that is not such a file, and :class:`BundleUnreadable`.
    """
    try:
        found = read_zip(source, LIMITS, names=_NAMES.__getitem__)
        if found.names != _NAMES:
            raise NotStatistics()
        contents = {name: found.read(name) for name in _NAMES}
    except _NOT_THE_FORM as error:
        raise NotStatistics() from error
    raw, signature = contents[MANIFEST], contents[SIGNATURE]
    claimed = claimed_key_id(signature)
    if claimed != key_id(key):
        raise StatisticsOfAnother(key=claimed.hex())
    verify_minisign(key, raw, signature, domain=Domain.STATISTICS)
    manifest = _parse(raw)
    if manifest.signer != device_id(key) or manifest.to_bytes(contents) != raw:
        raise NotStatistics()
    return StatisticsFile(manifest, contents[FIGURES])


_NOT_THE_FORM: Final = (
    NotABundle,
    BundleTruncated,
    BundleNotCanonical,
    BundleBadName,
    BundleOversized,
    BundleTooManyParts,
    BundlePartDamaged,
)


def _parse(raw: bytes) -> StatisticsManifest:
    """The manifest, whose files are compared by writing it anew. Raises :class:`NotStatistics`."""
    try:
        fields = Fields(decode(raw))
        demand(_FORMAT, {"format": fields.text("format")})
        fields.items("files")
        manifest = StatisticsManifest(
            fields.text("unit"),
            _period(fields.take("period")),
            fields.day("made_on"),
            fields.text("signer"),
            fields.whole("figures"),
            fields.whole("left_out"),
            fields.take("sample") is True,
        )
        fields.done()
        demand(_CODE, {"unit": manifest.unit})
    except (NotCanonical, Malformed, ValueError) as error:
        raise NotStatistics() from error
    return manifest


def _period(plain: Plain) -> Period:
    fields = Fields(plain)
    period = Period(
        PeriodKind(fields.text("kind")),
        fields.whole("year", 9999),
        fields.whole("number", 53),
        fields.day("first"),
        fields.day("last"),
    )
    fields.done()
    return period
