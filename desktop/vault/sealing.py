"""Encryption to devices in the format of age, so that Debian's ``age -d`` opens what we seal.

Age says nothing about who sealed: whoever needs to know signs as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

import pyrage
from pyrage import x25519

from desktop.base.values import dataclass
from desktop.vault.errors import SealDamaged, SealedForAnother

MOST_RECIPIENTS: Final = 250
"""Of one seal; a keyring has at most 201."""

_NO_KEY: Final = "No matching keys found"
_FIRST_LINE: Final = b"age-encryption.org/v1\n"
_LAST_LINE: Final = b"\n--- "
_MOST_HEADER: Final = 32 << 10
_MOST_STANZAS: Final = MOST_RECIPIENTS + 6
"""age puts a stanza or two of its own among them, so that readers pass over what they do not know."""


@dataclass(frozen=True)
class AgeRecipient:
    """The public half: ``age1…``, as :meth:`parse` and :attr:`AgeIdentity.recipient` give it."""

    text: str

    @classmethod
    def parse(cls, text: str) -> AgeRecipient:
        """A ValueError unless ``text`` is a recipient of age in its one spelling."""
        try:
            known = str(x25519.Recipient.from_str(text))
        except pyrage.RecipientError as error:
            raise ValueError("not a recipient of age") from error
        if known != text:
            raise ValueError("not the usual spelling of a recipient of age")
        return cls(text)


@dataclass(frozen=True)
class AgeIdentity:
    """The secret half: ``AGE-SECRET-KEY-1…``, shown to nobody."""

    secret: str = field(repr=False)
    recipient: AgeRecipient

    @classmethod
    def generate(cls) -> AgeIdentity:
        return cls.parse(str(x25519.Identity.generate()))

    @classmethod
    def parse(cls, secret: str) -> AgeIdentity:
        """A ValueError unless ``secret`` is an X25519 identity of age."""
        try:
            identity = x25519.Identity.from_str(secret)
        except pyrage.IdentityError as error:
            raise ValueError("not an identity of age") from error
        return cls(str(identity), AgeRecipient(str(identity.to_public())))


def seal(data: bytes, recipients: Sequence[AgeRecipient]) -> bytes:
    """``data`` encrypted to each of the recipients, of whom there are 1 to 250 (else a ValueError)."""
    unique = dict.fromkeys(recipient.text for recipient in recipients)
    if not 1 <= len(unique) <= MOST_RECIPIENTS:
        raise ValueError("sealed to nobody, or to too many")
    sealed: bytes = pyrage.encrypt(data, [x25519.Recipient.from_str(text) for text in unique])
    return sealed


def unseal(data: bytes, identity: AgeIdentity) -> bytes:
    """What was sealed. Raises :class:`SealedForAnother` or :class:`SealDamaged`.

    A destroyed byte in the list of recipients looks like another's letter; age cannot tell them apart.
    """
    _check_header(data)
    try:
        opened: bytes = pyrage.decrypt(data, [x25519.Identity.from_str(identity.secret)])
    except pyrage.DecryptError as error:
        raise (SealedForAnother if str(error) == _NO_KEY else SealDamaged)() from error
    return opened


def _check_header(data: bytes) -> None:
    """Refuses what nobody writes before it is parsed.

    The parser's time grows with the square of the header: one of 600 KB, which a stranger may put on a stick,
    would keep it busy for minutes.
    """
    end = data.find(_LAST_LINE, 0, _MOST_HEADER)
    stanzas = data.count(b"\n-> ", 0, max(end, 0) + 1)
    if not data.startswith(_FIRST_LINE) or end < 0 or stanzas > _MOST_STANZAS:
        raise SealDamaged()
