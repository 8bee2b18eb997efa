"""The keyring as it is written down: everything but the signature, checked field by field when read."""

from __future__ import annotations

import re
from dataclasses import field

from desktop.base.values import dataclass
from desktop.domain.journal import canonical
from desktop.domain.journal.canonical import Plain
from desktop.vault.device_secrets import DATABASE_KEY_SIZE, DATABASE_SALT_SIZE, Secrets
from desktop.vault.errors import KeyringTooNew
from desktop.vault.lock import Lock, Place
from desktop.vault.reading import Fields, base64_text, demand, demand_label
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import KEY_SIZE, SIGNATURE_SIZE, SigningKey

KEYRING_FORMAT = "tuquan-keyring/1"
MAX_KEYRING = 524_288
MAX_USERS = 200

_FORMAT = re.compile(r"tuquan-keyring/[1-9][0-9]{0,5}")
_ID = re.compile(r"[0-9a-f]{32}")
_USER_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MAX_NAME = 100


@dataclass(frozen=True)
class KeyringUser:
    """Who may log in. A ValueError for an id or a name of another form.

    Attributes:
        id: up to 64 of letters, digits, ``_`` and ``-``.
        name: one line of up to 100 letters, in NFC.
    """

    id: str
    name: str

    def __post_init__(self) -> None:
        demand(_USER_ID, {"id": self.id})
        demand_label("name", self.name, _MAX_NAME)


@dataclass(frozen=True)
class Entry:
    """A user and the lock that the user's password opens."""

    user: KeyringUser
    lock: Lock


@dataclass(frozen=True)
class Body:
    """What is signed.

    Attributes:
        id: of the keyring, 32 hexadecimal digits; every lock is bound to it.
        recovery: the lock that the recovery code opens.
        entries: by user id; none in a copy that only the recovery code is to open.
        sealed: the secrets, in age, to every lock's recipient.
    """

    id: str
    recovery: Lock
    entries: tuple[Entry, ...]
    sealed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        demand(_ID, {"id": self.id})
        ids = [entry.user.id for entry in self.entries]
        if ids != sorted(set(ids)) or len(ids) > MAX_USERS:
            raise ValueError("users are sorted, each once")

    @property
    def recovery_place(self) -> Place:
        return Place(self.id, "recovery")

    def user_place(self, user: str) -> Place:
        return Place(self.id, "password", user)

    def entry(self, user: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.user.id == user), None)

    def canonical(self) -> bytes:
        """The bytes that are signed."""
        return canonical.encode(self.plain())

    def plain(self) -> dict[str, Plain]:
        users: list[Plain] = [
            {"id": entry.user.id, "name": entry.user.name, **entry.lock.plain()} for entry in self.entries
        ]
        return {
            "format": KEYRING_FORMAT,
            "id": self.id,
            "recovery": self.recovery.plain(),
            "users": users,
            "sealed": base64_text(self.sealed),
        }


def write_keyring(body: Body, signature: bytes) -> bytes:
    return canonical.encode({**body.plain(), "signature": base64_text(signature)}) + b"\n"


def read_keyring(raw: bytes) -> tuple[Body, bytes]:
    """The body and its signature, which is not checked here. A ValueError or :class:`KeyringTooNew`."""
    if len(raw) > MAX_KEYRING or not raw.endswith(b"\n"):
        raise ValueError("too long or cut off")
    fields = Fields(canonical.decode(raw[:-1]))
    given = fields.text("format")
    if given != KEYRING_FORMAT:
        raise KeyringTooNew if _FORMAT.fullmatch(given) else ValueError("another format")
    body = Body(
        id=fields.text("id"),
        recovery=_read_recovery(fields.take("recovery")),
        entries=tuple(_read_entry(item) for item in fields.items("users")),
        sealed=fields.bytes64("sealed"),
    )
    signature = fields.bytes64("signature", SIGNATURE_SIZE)
    fields.done()
    return body, signature


def secrets_text(keyring: str, secrets: Secrets) -> bytes:
    """What is sealed: the secrets and the id of their keyring."""
    return canonical.encode(
        {
            "keyring": keyring,
            "database_key": base64_text(secrets.database_key),
            "database_salt": base64_text(secrets.database_salt),
            "signing_seed": base64_text(secrets.signing_key.seed),
            "age_identity": secrets.age.secret,
            "keyring_seed": base64_text(secrets.keyring_key.seed),
        }
    )


def read_secrets(keyring: str, text: bytes) -> Secrets:
    """The secrets of this keyring; a ValueError if the text is another's or malformed."""
    fields = Fields(canonical.decode(text))
    if fields.text("keyring") != keyring:
        raise ValueError("the secrets of another keyring")
    secrets = Secrets(
        database_key=fields.bytes64("database_key", DATABASE_KEY_SIZE),
        database_salt=fields.bytes64("database_salt", DATABASE_SALT_SIZE),
        signing_key=SigningKey(fields.bytes64("signing_seed", KEY_SIZE)),
        age=AgeIdentity.parse(fields.text("age_identity")),
        keyring_key=SigningKey(fields.bytes64("keyring_seed", KEY_SIZE)),
    )
    fields.done()
    return secrets


def _read_recovery(value: Plain) -> Lock:
    fields = Fields(value)
    lock = Lock.read(fields)
    fields.done()
    return lock


def _read_entry(value: Plain) -> Entry:
    fields = Fields(value)
    entry = Entry(KeyringUser(fields.text("id"), fields.text("name")), Lock.read(fields))
    fields.done()
    return entry
