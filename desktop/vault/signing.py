"""Ed25519 signatures of a device, each made for one purpose only.

What is signed is ``"tuquan/1/<domain>" + NUL + message``, so that no signature can ever be passed off as one of
another purpose. A device's id is made from its public key: whoever has the key can check the id.
"""

from __future__ import annotations

import hashlib
from enum import Enum

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey as _Secret
from nacl.signing import VerifyKey as _Public

from desktop.base.values import dataclass
from desktop.vault.errors import SignatureWrong
from desktop.vault.randomness import SYSTEM, Randomness

KEY_SIZE = 32
SIGNATURE_SIZE = 64


class Domain(Enum):
    """The purposes of signatures. The words are part of what is signed and never change."""

    HEAD = "head"
    BUNDLE = "bundle"
    CERTIFICATE = "certificate"
    UPDATE = "update"
    KEYRING = "keyring"
    PAPER = "paper"
    REVOCATION = "revocation"
    PACK = "pack"
    STATISTICS = "statistics"
    ATTESTATION = "attestation"
    COPY = "copy"

    @property
    def prefix(self) -> bytes:
        return b"tuquan/1/" + self.value.encode("ascii") + b"\0"


@dataclass(frozen=True)
class PublicKey:
    """An Ed25519 public key: 32 bytes; a ValueError for any other length."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_SIZE:
            raise ValueError("an Ed25519 public key has 32 bytes")

    def verify(self, domain: Domain, message: bytes, signature: bytes) -> None:
        """Raises :class:`SignatureWrong` unless this key signed ``message`` for ``domain``."""
        self.verify_bare(domain.prefix + message, signature)

    def verify_bare(self, message: bytes, signature: bytes) -> None:
        """As :meth:`verify` without a domain: only for formats of others that bring their own."""
        if len(signature) != SIGNATURE_SIZE:
            raise SignatureWrong
        try:
            _Public(self.raw).verify(message, signature)
        except BadSignatureError as error:
            raise SignatureWrong from error


class SigningKey:
    """An Ed25519 secret key, which never shows itself."""

    __slots__ = ("_secret",)

    def __init__(self, seed: bytes) -> None:
        """From the 32 bytes of its seed; a ValueError for any other length."""
        if len(seed) != KEY_SIZE:
            raise ValueError("the seed of an Ed25519 key has 32 bytes")
        self._secret = _Secret(seed)

    @classmethod
    def generate(cls, randomness: Randomness = SYSTEM) -> SigningKey:
        return cls(randomness(KEY_SIZE))

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, to be wrapped by the keyring and shown to nobody."""
        return bytes(self._secret)

    @property
    def public(self) -> PublicKey:
        return PublicKey(bytes(self._secret.verify_key))

    def sign(self, domain: Domain, message: bytes) -> bytes:
        """The 64 bytes of the signature over ``message`` for ``domain``; the same ones each time."""
        return self.sign_bare(domain.prefix + message)

    def sign_bare(self, message: bytes) -> bytes:
        """As :meth:`sign` without a domain: only for formats of others that bring their own."""
        return self._secret.sign(message).signature

    def __repr__(self) -> str:
        return f"SigningKey(device={device_id(self.public)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SigningKey) and self._secret == other._secret

    def __hash__(self) -> int:
        return hash(self.public)


def device_hash(key: PublicKey) -> bytes:
    """BLAKE2b-256 over the domain of devices and the public key; the ids of a device are its first bytes."""
    return hashlib.blake2b(b"tuquan/1/device\0" + key.raw, digest_size=32).digest()


def device_id(key: PublicKey) -> str:
    """The id of the device with this key: 32 hexadecimal digits, small letters."""
    return device_hash(key)[:16].hex()
