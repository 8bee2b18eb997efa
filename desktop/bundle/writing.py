"""Writing a bundle: links to sealed parts in a folder of this machine, then one file in the canonical form.

The parts are sealed before they touch the disk, and one at a time is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.bundle.canonical_zip import Content, write_zip
from desktop.bundle.contents import Contents, Counts
from desktop.bundle.manifest import Manifest, Part, hash_of
from desktop.bundle.parts import CUT, line_of, seal_content, seal_lines
from desktop.bundle.zip_layout import MANIFEST, SIGNATURE, part_name
from desktop.domain.journal.chain import Link, Run
from desktop.vault.minisign import minisign_signature
from desktop.vault.sealing import AgeRecipient
from desktop.vault.signing import Domain, SigningKey, device_id

FILE_SUFFIX: Final = ".tqb"


@dataclass(frozen=True)
class Letter:
    """Who writes to whom.

    Attributes:
        recipients: by device id; the sender's own key is added to them.
        told: by device id, who opens the first part only: computers that are replaced learn of it.
    """

    bundle: str
    signer: SigningKey
    own: AgeRecipient
    recipients: Mapping[str, AgeRecipient]
    told: Mapping[str, AgeRecipient] = field(default_factory=dict)

    @property
    def keys(self) -> list[AgeRecipient]:
        return [self.own, *self.recipients.values()]


@dataclass(frozen=True)
class Written:
    """A bundle on this machine. ``hash`` is that of its manifest, and so stands for all of it."""

    path: Path
    hash: str
    counts: Counts


class _Tally:
    """Counts the links that go by."""

    def __init__(self) -> None:
        self.counts = Counts()

    def lines(self, links: Iterable[Link]) -> Iterator[bytes]:
        for link in links:
            held, withheld = self.counts.operations, self.counts.withheld
            if isinstance(link, Run):
                self.counts = Counts(held, withheld + link.last - link.first + 1)
            else:
                self.counts = Counts(held + 1, withheld)
            yield line_of(link)


def write_bundle(
    folder: Path,
    letter: Letter,
    links: Iterable[Link],
    contents: Callable[[Counts], Contents],
    *,
    cut: int = CUT,
) -> Written:
    """Writes a bundle into an empty folder of this machine and gives its file; the folder is the caller's to clear.

    ``contents`` is asked at the end, when it is known what was sent. ``links`` may raise ``Cancelled``. Raises
    :class:`BundleOversized`, :class:`BundleTooManyParts`, :class:`BundleOverfull`, and OSError from the disk.
    """
    tally = _Tally()
    parts: list[Part] = []
    entries: list[tuple[str, Content]] = []
    for number, sealed in enumerate(seal_lines(tally.lines(links), letter.keys, cut), start=1):
        path = folder / f"{number:04}.age"
        path.write_bytes(sealed)
        parts.append(Part(part_name(number), len(sealed), hash_of(sealed)))
        entries.append((part_name(number), path))
    first = seal_content(contents(tally.counts).to_bytes(), [*letter.keys, *letter.told.values()])
    manifest = Manifest(
        letter.bundle,
        device_id(letter.signer.public),
        tuple(sorted({*letter.recipients, *letter.told})),
        (Part(part_name(0), len(first), hash_of(first)), *parts),
    )
    raw = manifest.to_bytes()
    signature = minisign_signature(letter.signer, raw, letter.bundle, domain=Domain.BUNDLE)
    result = folder / f"bundle{FILE_SUFFIX}"
    with result.open("xb") as out:
        write_zip([(MANIFEST, raw), (SIGNATURE, signature), (part_name(0), first), *entries], out)
    return Written(result, hash_of(raw), tally.counts)
