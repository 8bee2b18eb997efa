"""Everything that is secret on one device, in the clear in memory only."""

from __future__ import annotations

from dataclasses import field, replace

from desktop.base.values import dataclass
from desktop.vault.randomness import SYSTEM, Randomness
from desktop.vault.sealing import AgeIdentity, AgeRecipient
from desktop.vault.signing import SigningKey, device_id

DATABASE_KEY_SIZE = 32
DATABASE_SALT_SIZE = 16


@dataclass(frozen=True)
class Secrets:
    """What the keyring keeps.

    Attributes:
        database_key, database_salt: the raw key (32 bytes) and the salt (16 bytes) of the SQLCipher file; the
            salt stands at the start of that file too, where a dying disk may lose it.
        signing_key, age: the device's own keys.
        keyring_key: signs the keyring, for as long as there is one, whatever else is renewed.
    """

    database_key: bytes = field(repr=False)
    database_salt: bytes = field(repr=False)
    signing_key: SigningKey
    age: AgeIdentity = field(repr=False)
    keyring_key: SigningKey = field(repr=False)

    def __post_init__(self) -> None:
        if (len(self.database_key), len(self.database_salt)) != (DATABASE_KEY_SIZE, DATABASE_SALT_SIZE):
            raise ValueError("a database key has 32 bytes and its salt 16")

    @classmethod
    def generate(cls, randomness: Randomness = SYSTEM) -> Secrets:
        return cls(
            database_key=randomness(DATABASE_KEY_SIZE),
            database_salt=randomness(DATABASE_SALT_SIZE),
            signing_key=SigningKey.generate(randomness),
            age=AgeIdentity.generate(),
            keyring_key=SigningKey.generate(randomness),
        )

    @property
    def device(self) -> str:
        return device_id(self.signing_key.public)

    @property
    def recipient(self) -> AgeRecipient:
        return self.age.recipient

    def with_new_database(self, randomness: Randomness = SYSTEM) -> Secrets:
        """For the database re-encrypted after a departure or a reset."""
        return replace(
            self,
            database_key=randomness(DATABASE_KEY_SIZE),
            database_salt=randomness(DATABASE_SALT_SIZE),
        )

    def with_new_device(self, randomness: Randomness = SYSTEM) -> Secrets:
        """For a restored or copied database, which takes a new identity before its first write."""
        return replace(self, signing_key=SigningKey.generate(randomness), age=AgeIdentity.generate())
