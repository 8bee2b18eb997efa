"""The keyring: a small file beside the database that gives its secrets to whoever knows a password.

Names and ids of users stand in the clear, so that a person can choose a name at log-in; what they may do is
not in here. Every change gives a new keyring, signed by a key that only the opened secrets contain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.base.values import dataclass
from desktop.vault.device_secrets import Secrets
from desktop.vault.errors import (
    KeyringDamaged,
    LastUser,
    PasswordRefused,
    SealDamaged,
    SealedForAnother,
    SignatureWrong,
    UserKnown,
    WrongPassword,
    WrongRecoveryCode,
)
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring_body import (
    Body,
    Entry,
    KeyringUser,
    read_keyring,
    read_secrets,
    secrets_text,
    write_keyring,
)
from desktop.vault.lock import Lock, Opened, Place
from desktop.vault.passwords import check_new_password, password_bytes
from desktop.vault.randomness import SYSTEM, Randomness
from desktop.vault.sealing import AgeIdentity, seal, unseal
from desktop.vault.signing import Domain

if TYPE_CHECKING:
    from desktop.vault.recovery import RecoveryCode

__all__ = ["Keyring", "KeyringUser"]


@dataclass(frozen=True)
class Keyring:
    """One keyring; a value. Whoever changes it writes the new one down, atomically.

    Methods that change it take the opened ``secrets``; a ValueError if they are of another keyring.
    """

    body: Body
    signature: bytes

    @classmethod
    def create(
        cls,
        secrets: Secrets,
        code: RecoveryCode,
        user: KeyringUser,
        password: str,
        *,
        kdf: Kdf = DEFAULT,
        randomness: Randomness = SYSTEM,
    ) -> Keyring:
        """A keyring of one user. Raises :class:`PasswordRefused`."""
        keyring = randomness(16).hex()
        recovery = _lock(Place(keyring, "recovery"), code.secret, secrets, kdf, randomness)
        return _sealed(Body(keyring, recovery, (), b""), secrets).add_user(
            secrets, user, password, kdf=kdf, randomness=randomness
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Keyring:
        """Raises :class:`KeyringDamaged` or :class:`KeyringTooNew`.

        Its form is checked and nothing else: whether it is genuine shows when it is opened.
        """
        try:
            keyring = cls(*read_keyring(raw))
        except ValueError as error:
            raise KeyringDamaged(detail=str(error)) from error
        if keyring.to_bytes() != raw:
            raise KeyringDamaged(detail="not the usual spelling")
        return keyring

    def to_bytes(self) -> bytes:
        return write_keyring(self.body, self.signature)

    def users(self) -> tuple[KeyringUser, ...]:
        """Who may log in, by id; nobody in a copy that only the recovery code opens."""
        return tuple(entry.user for entry in self.body.entries)

    def open_with_password(self, user: str, password: str) -> Secrets:
        """Raises :class:`WrongPassword`, also for an unknown user, or :class:`KeyringDamaged`."""
        entry = self.body.entry(user)
        place = self.body.user_place(user)
        opened = None if entry is None else _open(entry.lock, place, password_bytes(password))
        if opened is None:
            raise WrongPassword
        return self._secrets(opened)

    def open_with_recovery(self, code: RecoveryCode) -> Secrets:
        """Raises :class:`WrongRecoveryCode` or :class:`KeyringDamaged`."""
        opened = _open(self.body.recovery, self.body.recovery_place, code.secret)
        if opened is None:
            raise WrongRecoveryCode
        return self._secrets(opened)

    def add_user(
        self,
        secrets: Secrets,
        user: KeyringUser,
        password: str,
        *,
        kdf: Kdf = DEFAULT,
        randomness: Randomness = SYSTEM,
    ) -> Keyring:
        """Raises :class:`UserKnown` or :class:`PasswordRefused`."""
        if self.body.entry(user.id):
            raise UserKnown(name=user.name)
        return self._with_entry(secrets, user, password, kdf, randomness)

    def set_password(
        self,
        secrets: Secrets,
        user: str,
        password: str,
        *,
        kdf: Kdf = DEFAULT,
        randomness: Randomness = SYSTEM,
    ) -> Keyring:
        """An administrator's reset of a password somebody forgot. Raises :class:`PasswordRefused`; a KeyError.

        The old password still opens old copies: follow it with a new database key and :meth:`reseal`.
        """
        return self._with_entry(secrets, self._known(user).user, password, kdf, randomness)

    def change_password(
        self, user: str, old: str, new: str, *, kdf: Kdf = DEFAULT, randomness: Randomness = SYSTEM
    ) -> Keyring:
        """The user's own change. Raises :class:`WrongPassword` or :class:`PasswordRefused`."""
        return self.set_password(
            self.open_with_password(user, old), user, new, kdf=kdf, randomness=randomness
        )

    def rename_user(self, secrets: Secrets, user: KeyringUser) -> Keyring:
        """Gives the user of this id the name; a KeyError for an unknown one."""
        renamed = Entry(user, self._known(user.id).lock)
        return self._with_entries(secrets, (*self._others(user.id), renamed))

    def remove_user(self, secrets: Secrets, user: str) -> Keyring:
        """Raises :class:`LastUser`; a KeyError for an unknown one.

        Who leaves may have kept a copy: follow it with a new database key and :meth:`reseal`.
        """
        leaving = self._known(user).user
        if len(self.body.entries) == 1:
            raise LastUser(name=leaving.name)
        return self._with_entries(secrets, self._others(user))

    def replace_recovery(
        self, secrets: Secrets, code: RecoveryCode, *, kdf: Kdf = DEFAULT, randomness: Randomness = SYSTEM
    ) -> Keyring:
        """A new recovery code; the old one opens this keyring no more."""
        self._demand_own(secrets)
        lock = _lock(self.body.recovery_place, code.secret, secrets, kdf, randomness)
        return _sealed(replace(self.body, recovery=lock), secrets)

    def reseal(self, secrets: Secrets) -> Keyring:
        """Keeps other secrets from now on (a new database key, a new device) for the same people and code."""
        self._demand_own(secrets)
        return _sealed(self.body, secrets)

    def recovery_only(self, secrets: Secrets) -> Keyring:
        """For a copy that leaves the PC: no password opens it, the recovery code does."""
        return self._with_entries(secrets, ())

    def _with_entry(
        self, secrets: Secrets, user: KeyringUser, password: str, kdf: Kdf, randomness: Randomness
    ) -> Keyring:
        # A new key pair each time: the old password and an old copy then do not open the new keyring.
        if problems := check_new_password(password):
            raise PasswordRefused(problems=", ".join(problem.value for problem in problems))
        lock = _lock(self.body.user_place(user.id), password_bytes(password), secrets, kdf, randomness)
        return self._with_entries(secrets, (*self._others(user.id), Entry(user, lock)))

    def _with_entries(self, secrets: Secrets, entries: Iterable[Entry]) -> Keyring:
        self._demand_own(secrets)
        ordered = tuple(sorted(entries, key=lambda entry: entry.user.id))
        return _sealed(replace(self.body, entries=ordered), secrets)

    def _others(self, user: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.body.entries if entry.user.id != user)

    def _known(self, user: str) -> Entry:
        entry = self.body.entry(user)
        if entry is None:
            raise KeyError(user)
        return entry

    def _demand_own(self, secrets: Secrets) -> None:
        try:
            secrets.keyring_key.public.verify(Domain.KEYRING, self.body.canonical(), self.signature)
        except SignatureWrong as error:
            raise ValueError("the secrets of another keyring") from error

    def _secrets(self, opened: Opened) -> Secrets:
        # Age does not say who sealed: without the signature anybody could put other secrets in.
        try:
            opened.keyring_key.verify(Domain.KEYRING, self.body.canonical(), self.signature)
            return read_secrets(self.body.id, unseal(self.body.sealed, opened.identity))
        except (SignatureWrong, SealDamaged, SealedForAnother, ValueError) as error:
            raise KeyringDamaged(detail=str(error)) from error


def _lock(place: Place, secret: bytes, secrets: Secrets, kdf: Kdf, randomness: Randomness) -> Lock:
    opened = Opened(AgeIdentity.generate(), secrets.keyring_key.public)
    return Lock.make(place, secret, opened, kdf=kdf, randomness=randomness)


def _open(lock: Lock, place: Place, secret: bytes) -> Opened | None:
    try:
        return lock.open(place, secret)
    except ValueError as error:
        raise KeyringDamaged(detail=str(error)) from error


def _sealed(body: Body, secrets: Secrets) -> Keyring:
    recipients = [body.recovery.recipient, *(entry.lock.recipient for entry in body.entries)]
    whole = replace(body, sealed=seal(secrets_text(body.id, secrets), recipients))
    return Keyring(whole, secrets.keyring_key.sign(Domain.KEYRING, whole.canonical()))
