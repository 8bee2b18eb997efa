"""Who a device is and what it may send: a statement signed by another device, or by itself at first.

A certificate past its date is still believed, with a warning: a commune whose PC has a dead clock or whose
renewal is late must go on working.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum

from desktop.base.values import dataclass
from desktop.domain.journal import canonical
from desktop.domain.journal.canonical import Plain
from desktop.vault.errors import (
    CertificateForeign,
    KeyFileDamaged,
    KeyFileTooNew,
    SignatureWrong,
    SuccessorRefused,
)
from desktop.vault.reading import Fields, base64_text, demand, demand_label
from desktop.vault.sealing import AgeRecipient
from desktop.vault.signing import KEY_SIZE, SIGNATURE_SIZE, Domain, PublicKey, SigningKey, device_id

KEY_FILE_FORMAT = "tuquan-key/1"
KEY_FILE_SUFFIX = ".tqkey"
MAX_KEY_FILE = 16_384
MAX_ROLES = 50
MAX_TERM = timedelta(days=3_660)
"""Of a certificate that no person confirms: a device that goes on under new keys, or on another computer."""
MAX_NAME = 200

_FORMAT = re.compile(r"tuquan-key/[1-9][0-9]{0,5}")
_DEVICE = re.compile(r"[0-9a-f]{32}")
_CODE = re.compile(r"[0-9A-Za-z._-]{1,40}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Validity(Enum):
    """Where a day stands in a certificate's term. Only :attr:`VALID` passes without a warning."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"


@dataclass(frozen=True)
class DeviceCertificate:
    """What an issuer says of a device. A ValueError if a field has not the form told here.

    Attributes:
        signing_key, recipient: the device's two public keys; its id is made from the first.
        station, station_name: the code (up to 40 of letters, digits, ``.``, ``_``, ``-``) and the name of the
            unit whose records the device may write.
        level: of that unit, one small word such as ``commune`` or ``upper``.
        roles: names of the scopes it may use, small words, sorted, each once.
        not_before, not_after: first and last day of the term.
        issuer: id of the signing device, the device's own for a first certificate.
        serial: counts the certificates of one issuer.
        successor_of: id of the device it takes over from, signed by that one.
    """

    signing_key: PublicKey
    recipient: AgeRecipient
    station: str
    station_name: str
    level: str
    roles: tuple[str, ...]
    not_before: date
    not_after: date
    issuer: str
    serial: int
    successor_of: str | None = None

    def __post_init__(self) -> None:
        demand(_CODE, {"station": self.station})
        demand(_WORD, {"level": self.level} | {f"roles[{n}]": role for n, role in enumerate(self.roles)})
        demand(_DEVICE, {"issuer": self.issuer, "successor_of": self.successor_of or self.issuer})
        demand_label("station_name", self.station_name, MAX_NAME)
        if list(self.roles) != sorted(set(self.roles)) or len(self.roles) > MAX_ROLES:
            raise ValueError("roles are sorted, each once")
        if not 0 <= self.serial <= canonical.MAX_INT:
            raise ValueError("a serial number has up to 53 bits")
        if self.not_after < self.not_before:
            raise ValueError("a term ends after it begins")
        if self.successor_of == self.device:
            raise ValueError("a device does not succeed itself")

    @property
    def device(self) -> str:
        return device_id(self.signing_key)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.signing_key, self.recipient)

    @property
    def self_issued(self) -> bool:
        return self.issuer == self.device

    def validity(self, today: date) -> Validity:
        if today < self.not_before:
            return Validity.NOT_YET
        return Validity.EXPIRED if today > self.not_after else Validity.VALID

    def canonical(self) -> bytes:
        """The bytes that are signed, in :attr:`Domain.CERTIFICATE`."""
        return canonical.encode(self._plain())

    def _plain(self) -> Plain:
        return {
            "device": self.device,
            "signing_key": base64_text(self.signing_key.raw),
            "recipient": self.recipient.text,
            "station": self.station,
            "station_name": self.station_name,
            "level": self.level,
            "roles": list(self.roles),
            "not_before": self.not_before.isoformat(),
            "not_after": self.not_after.isoformat(),
            "issuer": self.issuer,
            "serial": self.serial,
            "successor_of": self.successor_of,
        }


@dataclass(frozen=True)
class KeyFile:
    """A certificate with its issuer's signature: what the devices exchange, as a ``.tqkey`` file."""

    certificate: DeviceCertificate
    signature: bytes

    @classmethod
    def issue(cls, certificate: DeviceCertificate, issuer: SigningKey) -> KeyFile:
        """Signs a certificate that names ``issuer`` as its issuer (else a ValueError)."""
        if certificate.issuer != device_id(issuer.public):
            raise ValueError("a certificate is signed by the issuer it names")
        return cls(certificate, issuer.sign(Domain.CERTIFICATE, certificate.canonical()))

    @classmethod
    def parse(cls, raw: bytes) -> KeyFile:
        """From the bytes of a file. Raises :class:`KeyFileDamaged` or :class:`KeyFileTooNew`.

        A self-issued one has proved that it holds its own key; of any other only the form is checked, and
        :func:`verify_certificate` is still to be asked.
        """
        if len(raw) > MAX_KEY_FILE:
            raise KeyFileDamaged(detail="too long")
        try:
            file = _read(raw)
            if file.certificate.self_issued:
                verify_certificate(file, file.certificate.signing_key, file.certificate.not_before)
        except (ValueError, SignatureWrong) as error:
            raise KeyFileDamaged(detail=str(error)) from error
        return file

    def to_bytes(self) -> bytes:
        return canonical.encode(_file(self)) + b"\n"

    def countersign(self, issuer: SigningKey, *, serial: int, not_before: date, not_after: date) -> KeyFile:
        """The certificate that ``issuer`` gives the device which issued this one for itself.

        Raises :class:`CertificateForeign` if this one is not the device's own.
        """
        own = self.certificate
        verify_certificate(self, own.signing_key, own.not_before)
        term = replace(own, serial=serial, not_before=not_before, not_after=not_after)
        return KeyFile.issue(replace(term, issuer=device_id(issuer.public)), issuer)


def verify_certificate(file: KeyFile, issuer: PublicKey, today: date) -> Validity:
    """Whether ``issuer`` signed this, and where its term stands today.

    Raises :class:`CertificateForeign` if it names another issuer, :class:`SignatureWrong` if it was changed.
    A term that is over only shows in the answer.
    """
    if file.certificate.issuer != device_id(issuer):
        raise CertificateForeign(device=file.certificate.device, issuer=file.certificate.issuer)
    issuer.verify(Domain.CERTIFICATE, file.certificate.canonical(), file.signature)
    return file.certificate.validity(today)


def certify_successor(old: SigningKey, certificate: DeviceCertificate) -> KeyFile:
    """The old key's word for the device that takes its place; a ValueError unless ``certificate`` says so."""
    if certificate.successor_of != device_id(old.public):
        raise ValueError("the certificate does not name the old device")
    return KeyFile.issue(certificate, old)


def verify_successor(old: DeviceCertificate, new: KeyFile, today: date) -> Validity:
    """Whether ``new`` takes over from ``old`` with its signature and no right that it had not.

    Raises :class:`SuccessorRefused`. That a device has one such successor and no second is for the caller.
    """
    heir = new.certificate
    same = (heir.station, heir.station_name, heir.level) == (old.station, old.station_name, old.level)
    within = set(heir.roles) <= set(old.roles) and heir.not_after - heir.not_before <= MAX_TERM
    if heir.successor_of != old.device or not same or not within:
        raise SuccessorRefused(device=heir.device)
    try:
        return verify_certificate(new, old.signing_key, today)
    except (CertificateForeign, SignatureWrong) as error:
        raise SuccessorRefused(device=heir.device) from error


def fingerprint(signing_key: PublicKey, recipient: AgeRecipient) -> str:
    """Both public keys of a device as 25 digits in fives (83 bits), to be read out on the telephone."""
    tagged = b"tuquan/1/fingerprint\0" + signing_key.raw + recipient.text.encode("ascii")
    number = int.from_bytes(hashlib.blake2b(tagged, digest_size=32).digest(), "big") % 10**25
    digits = f"{number:025d}"
    return " ".join(digits[start : start + 5] for start in range(0, 25, 5))


def _file(file: KeyFile) -> Plain:
    return {
        "format": KEY_FILE_FORMAT,
        "certificate": file.certificate._plain(),  # noqa: SLF001  # the two are one module's
        "signature": base64_text(file.signature),
    }


def _read(raw: bytes) -> KeyFile:
    if not raw.endswith(b"\n"):
        raise ValueError("cut off")
    fields = Fields(canonical.decode(raw[:-1]))
    given = fields.text("format")
    if given != KEY_FILE_FORMAT:
        raise KeyFileTooNew if _FORMAT.fullmatch(given) else ValueError("another format")
    file = KeyFile(_read_certificate(fields.take("certificate")), fields.bytes64("signature", SIGNATURE_SIZE))
    fields.done()
    # One statement, one spelling: nobody slips a second meaning past a signature.
    if file.to_bytes() != raw:
        raise ValueError("not the usual spelling")
    return file


def _read_certificate(value: Plain) -> DeviceCertificate:
    fields = Fields(value)
    device = fields.text("device")
    certificate = DeviceCertificate(
        signing_key=PublicKey(fields.bytes64("signing_key", KEY_SIZE)),
        recipient=AgeRecipient.parse(fields.text("recipient")),
        station=fields.text("station"),
        station_name=fields.text("station_name"),
        level=fields.text("level"),
        roles=fields.texts("roles"),
        not_before=fields.day("not_before"),
        not_after=fields.day("not_after"),
        issuer=fields.text("issuer"),
        serial=fields.whole("serial"),
        successor_of=fields.optional_text("successor_of"),
    )
    fields.done()
    if device != certificate.device:
        raise ValueError("the id does not belong to the key")
    return certificate
