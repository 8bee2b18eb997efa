"""What a computer signs of a copy that it lets out: whoever holds it for the unit knows whose it is and how new.

The seal lies beside the file and covers every byte of it; its comment says which copy it is and which keyring belongs
to it. ``minisign -V`` checks it too.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, cast

from desktop.services.backup_files import Copy
from desktop.services.data_folder import DATABASE_NAME
from desktop.vault.errors import SignatureWrong
from desktop.vault.minisign import MAX_SIGNATURE_FILE, minisign_signature, verify_minisign
from desktop.vault.signing import Domain, PublicKey, SigningKey

SEAL: Final = f"{DATABASE_NAME}.minisig"

_SAID: Final = re.compile(r"([0-9]{1,9}) ([0-9]{1,12}) (\S{10,40}) ([0-9a-f]{64})")
_MOST_KEYRING: Final = 2**20


@dataclass(frozen=True)
class Said:
    """What a seal says of its copy: its number, how many changes are recorded in it, and when it was made."""

    number: int
    operations: int
    at: datetime


def seal(copy: Copy, keyring: bytes, signer: SigningKey) -> bytes:
    """The seal of the file of a copy, which lies with that keyring where it goes to. Raises OSError."""
    said = f"{copy.number} {copy.operations} {copy.at.isoformat(timespec='seconds')} {_hash(keyring)}"
    with _mapped(copy.database) as content:
        return minisign_signature(signer, content, said, domain=Domain.COPY)


def read(folder: Path) -> bytes:
    """The seal that lies in a folder; empty where there is none. Raises OSError."""
    path = folder / SEAL
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(MAX_SIGNATURE_FILE + 1)


def check(copy: Copy, signer: PublicKey) -> Said:
    """What the seal of a copy says, if this key made it for just these files. Else :class:`SignatureWrong`; OSError."""
    with _mapped(copy.database) as content:
        comment = verify_minisign(signer, content, read(copy.folder), domain=Domain.COPY)
    said = _SAID.fullmatch(comment)
    if (
        said is None
        or copy.keyring.stat().st_size > _MOST_KEYRING
        or _hash(copy.keyring.read_bytes()) != said[4]
    ):
        raise SignatureWrong
    try:
        at = datetime.fromisoformat(said[3])
    except ValueError as error:
        raise SignatureWrong from error
    if at.tzinfo is None:
        raise SignatureWrong
    return Said(int(said[1]), int(said[2]), at)


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=32).hexdigest()


@contextmanager
def _mapped(path: Path) -> Iterator[bytes]:
    """The content of a file, which stands in for its bytes so that it need not be in memory; of this machine's disk."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield cast("bytes", content)
