"""One way into the keyring: a key pair of age whose secret half is locked by a password or the recovery code.

The secrets themselves are sealed to the public halves of all locks. So they can be renewed, as after a
departure, while the other people's passwords and the printed code stay as they are.
"""

from __future__ import annotations

from dataclasses import field

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from desktop.base.values import dataclass
from desktop.domain.journal import canonical
from desktop.domain.journal.canonical import Plain
from desktop.vault.kdf import SALT_SIZE, Kdf
from desktop.vault.randomness import Randomness
from desktop.vault.reading import Fields, base64_text
from desktop.vault.sealing import AgeIdentity, AgeRecipient
from desktop.vault.signing import KEY_SIZE, PublicKey

MAX_LOCKED = 512
_NONCE_SIZE = 24


@dataclass(frozen=True)
class Place:
    """Where a lock belongs; it opens nowhere else.

    Attributes:
        keyring: the id of the keyring, or of the print pack.
        purpose: ``password``, ``recovery`` or ``pack``.
        user: the user's id, empty for a code.
    """

    keyring: str
    purpose: str
    user: str = ""


@dataclass(frozen=True)
class Opened:
    """What a lock holds: a secret to unseal with, and the key that must have signed the keyring or the pack."""

    identity: AgeIdentity
    keyring_key: PublicKey


@dataclass(frozen=True)
class Lock:
    """A locked identity: 24 bytes of nonce, then XChaCha20-Poly1305 under the derived key."""

    kdf: Kdf
    salt: bytes = field(repr=False)
    recipient: AgeRecipient
    locked: bytes = field(repr=False)

    @classmethod
    def make(cls, place: Place, secret: bytes, opened: Opened, *, kdf: Kdf, randomness: Randomness) -> Lock:
        """Locks ``opened`` by ``secret``, the bytes of a password or of the recovery code."""
        salt, nonce = randomness(SALT_SIZE), randomness(_NONCE_SIZE)
        recipient = opened.identity.recipient
        key = Aead(kdf.derive(secret, salt))
        plain = canonical.encode(
            {"identity": opened.identity.secret, "keyring_key": base64_text(opened.keyring_key.raw)}
        )
        return cls(kdf, salt, recipient, bytes(key.encrypt(plain, _bound(place, kdf, recipient), nonce)))

    def open(self, place: Place, secret: bytes) -> Opened | None:
        """What is locked, or None if ``secret`` does not open it at this place."""
        key = Aead(self.kdf.derive(secret, self.salt))
        try:
            plain = key.decrypt(self.locked, _bound(place, self.kdf, self.recipient))
        except CryptoError:
            return None
        fields = Fields(canonical.decode(plain))
        opened = Opened(
            AgeIdentity.parse(fields.text("identity")), PublicKey(fields.bytes64("keyring_key", KEY_SIZE))
        )
        fields.done()
        return opened

    def plain(self) -> dict[str, Plain]:
        return {
            "memory": self.kdf.memory,
            "passes": self.kdf.passes,
            "salt": base64_text(self.salt),
            "recipient": self.recipient.text,
            "locked": base64_text(self.locked),
        }

    @classmethod
    def read(cls, fields: Fields) -> Lock:
        """Takes its fields; a ValueError if they are not as they should be, or the costs out of bounds."""
        locked = fields.bytes64("locked")
        if not _NONCE_SIZE + 16 <= len(locked) <= MAX_LOCKED:
            raise ValueError("locked is too short or too long")
        return cls(
            Kdf(fields.whole("memory"), fields.whole("passes")),
            fields.bytes64("salt", SALT_SIZE),
            AgeRecipient.parse(fields.text("recipient")),
            locked,
        )


def _bound(place: Place, kdf: Kdf, recipient: AgeRecipient) -> bytes:
    """What the lock is bound to besides its key, so that no entry can be put in another's place."""
    return b"tuquan/1/lock\0" + canonical.encode(
        {
            "keyring": place.keyring,
            "purpose": place.purpose,
            "user": place.user,
            "memory": kdf.memory,
            "passes": kdf.passes,
            "recipient": recipient.text,
        }
    )
