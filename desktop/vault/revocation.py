"""The end of a device: a signed statement from where on its operations are no longer taken, by whom and why.

What the device had signed until then stays. A statement is never taken back: who is needed again takes new keys.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from enum import Enum

from desktop.base.values import dataclass
from desktop.domain.journal import canonical
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.operation import GENESIS, head_message
from desktop.vault.errors import SignatureWrong
from desktop.vault.reading import Fields, Malformed, base64_text, demand
from desktop.vault.signing import SIGNATURE_SIZE, Domain, PublicKey, SigningKey, device_id

_DEVICE = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Reason(Enum):
    """Why a device ends. The words are part of what is signed."""

    LOST = "lost"
    """Stolen, lost or not to be trusted: said by its station or a unit above."""
    RENEWED = "renewed"
    """Its computer goes on under new keys: said by itself, and exact."""
    REPLACED = "replaced"
    """Another computer goes on with a copy of its register: said by the copy, with the device's own key. What the
    device wrote after the copy was made is taken from it still."""


@dataclass(frozen=True)
class Revocation:
    """A device's last word, or another's last word about it. A ValueError if a field has not the form told here.

    Attributes:
        device, issuer: ids of who ends and of who says so; the same but for :attr:`Reason.LOST`.
        on: the day, by the issuer's clock.
        last, end: the last operation that is taken, and the hash of the chain after it; 0 for none.
        head: the device's own signature over that head, so that nobody can name a place that is none; 64 bytes,
            or none where ``last`` is 0.
        successor: id of the device that takes its place, or None.
        signature: the issuer's.
    """

    device: str
    issuer: str
    reason: Reason
    on: date
    last: int
    end: str
    head: bytes
    successor: str | None = None
    signature: bytes = b""

    def __post_init__(self) -> None:
        demand(
            _DEVICE,
            {"device": self.device, "issuer": self.issuer, "successor": self.successor or self.device},
        )
        demand(_HASH, {"end": self.end})
        if not 0 <= self.last <= canonical.MAX_INT:
            raise Malformed("a number has up to 53 bits")
        if (len(self.head) != SIGNATURE_SIZE) if self.last else (self.head or self.end != GENESIS):
            raise Malformed("the head is signed")
        if (self.issuer == self.device) != (self.reason is not Reason.LOST):
            raise Malformed("who says so does not fit why")
        if (self.successor is None) != (self.reason is Reason.LOST) or self.successor == self.device:
            raise Malformed("a device that goes on has one successor")

    @property
    def exact(self) -> bool:
        """Whether nothing past :attr:`last` is taken; else the statement only tells."""
        return self.reason is not Reason.REPLACED

    def canonical(self) -> bytes:
        """The bytes that are signed, in :attr:`Domain.REVOCATION`."""
        return canonical.encode(self._said())

    def signed(self, issuer: SigningKey) -> Revocation:
        """With the signature of the issuer it names (else a ValueError)."""
        if self.issuer != device_id(issuer.public):
            raise ValueError("a revocation is signed by the issuer it names")
        return replace(self, signature=issuer.sign(Domain.REVOCATION, self.canonical()))

    def verify(self, issuer: PublicKey, device: PublicKey) -> None:
        """Raises :class:`SignatureWrong` unless the two keys signed what it says."""
        if (device_id(issuer), device_id(device)) != (self.issuer, self.device):
            raise SignatureWrong
        issuer.verify(Domain.REVOCATION, self.canonical(), self.signature)
        if self.last:
            device.verify(Domain.HEAD, head_message(self.device, self.last, self.end), self.head)

    def to_plain(self) -> Plain:
        return {**self._said(), "signature": base64_text(self.signature)}

    def to_text(self) -> str:
        return canonical.encode(self.to_plain()).decode("utf-8")

    @classmethod
    def parse(cls, value: Plain) -> Revocation:
        """From one object of part 0000. Raises :class:`Malformed` or another ValueError; proves nothing."""
        fields = Fields(value)
        reason = fields.text("reason")
        if reason not in {each.value for each in Reason}:
            raise Malformed("reason is unknown")
        head = fields.bytes64("head")
        made = cls(
            fields.text("device"),
            fields.text("issuer"),
            Reason(reason),
            fields.day("on"),
            fields.whole("last"),
            fields.text("end"),
            head,
            fields.optional_text("successor"),
            fields.bytes64("signature", SIGNATURE_SIZE),
        )
        fields.done()
        return made

    @classmethod
    def from_text(cls, text: str) -> Revocation:
        return cls.parse(canonical.decode(text.encode("utf-8")))

    def _said(self) -> dict[str, Plain]:
        return {
            "device": self.device,
            "end": self.end,
            "head": base64_text(self.head),
            "issuer": self.issuer,
            "last": self.last,
            "on": self.on.isoformat(),
            "reason": self.reason.value,
            "successor": self.successor,
        }
