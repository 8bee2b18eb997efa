"""The slow step from a password to a key: Argon2id (RFC 9106), its costs kept with each lock."""

from __future__ import annotations

from nacl.pwhash import argon2id

from desktop.base.values import dataclass

SALT_SIZE = 16
_MIB = 2**20
_KEY_SIZE = 32


@dataclass(frozen=True)
class Kdf:
    """The costs of one derivation: ``memory`` in bytes, whole KiB, and ``passes`` over it.

    A ValueError outside the bounds: below them a stolen file is guessed too fast, above them a foreign file
    could bring an old PC to its knees.
    """

    memory: int
    passes: int

    def __post_init__(self) -> None:
        if not 8 * _MIB <= self.memory <= 512 * _MIB or self.memory % 1024 or not 2 <= self.passes <= 10:
            raise ValueError("costs of the password derivation out of bounds")

    def derive(self, secret: bytes, salt: bytes) -> bytes:
        """32 bytes; ``salt`` has 16. One lane, as libsodium has it."""
        return argon2id.kdf(_KEY_SIZE, secret, salt, opslimit=self.passes, memlimit=self.memory)


DEFAULT = Kdf(memory=64 * _MIB, passes=3)
"""RFC 9106's second choice (64 MiB, 3 passes): well under a second on a ten-year-old PC with 4 GB."""
