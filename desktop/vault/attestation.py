"""The level above attests who is in charge of a unit: a small signed file, for when nobody is left who could say so.

It opens nothing. It says who took over, since when, and up to where the level above holds the unit's work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desktop.domain.journal import canonical
from desktop.domain.journal.canonical import Plain
from desktop.vault.errors import SignatureWrong
from desktop.vault.reading import Fields, Malformed, base64_text, demand, demand_label
from desktop.vault.signing import SIGNATURE_SIZE, Domain, PublicKey, SigningKey, device_id

FORMAT: Final = "tuquan-attestation/1"
MOST_BYTES: Final = 65_536

_DEVICE = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_STATION = re.compile(r"[0-9]{2,8}")
_LABEL = 200
_MOST = 200


@dataclass(frozen=True)
class Held:
    """Up to where a device's chain is held: the number of its last operation, and the hash there."""

    device: str
    last: int
    end: str


@dataclass(frozen=True)
class Attestation:
    """What is attested. A ValueError if a field has not the form told here.

    Attributes:
        station: the code of the unit; ``unit`` is its name.
        person, title: who is in charge now; ``leaving`` is who was, or empty.
        document: number and sign of the paper that says so too.
        on: since which day.
        issuer: id of the device that says so; ``by`` is the name of its unit.
        held: of each of the unit's devices, what the level above has.
        signature: the issuer's.
    """

    station: str
    unit: str
    person: str
    title: str
    leaving: str
    document: str
    on: date
    issuer: str
    by: str
    held: tuple[Held, ...] = ()
    signature: bytes = b""

    def __post_init__(self) -> None:
        demand(_STATION, {"station": self.station})
        demand(_DEVICE, {"issuer": self.issuer})
        named = {"unit": self.unit, "person": self.person, "title": self.title, "by": self.by}
        for name, value in {**named, "document": self.document}.items():
            demand_label(name, value, _LABEL)
        if self.leaving:
            demand_label("leaving", self.leaving, _LABEL)
        if len(self.held) > _MOST:
            raise Malformed("too many devices")
        for each in self.held:
            demand(_DEVICE, {"device": each.device})
            demand(_HASH, {"end": each.end})

    def signed(self, issuer: SigningKey) -> Attestation:
        """With the signature of the issuer it names (else a ValueError)."""
        if self.issuer != device_id(issuer.public):
            raise ValueError("an attestation is signed by the issuer it names")
        return replace(self, signature=issuer.sign(Domain.ATTESTATION, canonical.encode(self._said())))

    def verify(self, issuer: PublicKey) -> None:
        """Raises :class:`SignatureWrong` unless this key, whose id it names, signed what it says."""
        if device_id(issuer) != self.issuer:
            raise SignatureWrong
        issuer.verify(Domain.ATTESTATION, canonical.encode(self._said()), self.signature)

    def to_bytes(self) -> bytes:
        return canonical.encode(
            {"attestation": self._said(), "format": FORMAT, "signature": base64_text(self.signature)}
        )

    @classmethod
    def parse(cls, raw: bytes) -> Attestation:
        """From the bytes of a file. Raises :class:`Malformed` or another ValueError; proves nothing."""
        if len(raw) > MOST_BYTES:
            raise Malformed("too long")
        whole = Fields(canonical.decode(raw))
        if whole.text("format") != FORMAT:
            raise Malformed("of another format")
        fields, signature = Fields(whole.take("attestation")), whole.bytes64("signature", SIGNATURE_SIZE)
        whole.done()
        made = cls(
            fields.text("station"),
            fields.text("unit"),
            fields.text("person"),
            fields.text("title"),
            fields.text("leaving"),
            fields.text("document"),
            fields.day("on"),
            fields.text("issuer"),
            fields.text("by"),
            tuple(_held(each) for each in fields.items("held")),
            signature,
        )
        fields.done()
        return made

    def _said(self) -> dict[str, Plain]:
        return {
            "by": self.by,
            "document": self.document,
            "held": [{"device": each.device, "end": each.end, "last": each.last} for each in self.held],
            "issuer": self.issuer,
            "leaving": self.leaving,
            "on": self.on.isoformat(),
            "person": self.person,
            "station": self.station,
            "title": self.title,
            "unit": self.unit,
        }


def _held(value: Plain) -> Held:
    fields = Fields(value)
    held = Held(fields.text("device"), fields.whole("last"), fields.text("end"))
    fields.done()
    return held
