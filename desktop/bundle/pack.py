"""A print pack (``.tqgi``): awards for a ward official, whose computer nobody has enrolled.

It is a canonical ZIP like a bundle: a manifest, its signature, sealed parts. What opens it is a code given by hand: the
manifest holds a lock (``vault/lock``) with the key of the parts and the key that must have signed the manifest, so
that the code stands for the origin too. Part 0000 tells whose it is and gives the new computer its first keys; part
0001 is an ordinary bundle, written for that computer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO, Final

from desktop.base.ids import is_id
from desktop.bundle.canonical_zip import CanonicalZip, read_zip, write_zip
from desktop.bundle.errors import BundleChanged, BundleMalformed
from desktop.bundle.manifest import Part, hash_of, parse_part
from desktop.bundle.pack_errors import NotAPack, PackNewer
from desktop.bundle.parts import open_content, seal_content
from desktop.bundle.zip_layout import HEAD, MANIFEST, SIGNATURE, Limits, part_name
from desktop.domain.journal.canonical import NotCanonical, Plain, decode, encode
from desktop.vault.certificate import DeviceCertificate, KeyFile, verify_certificate
from desktop.vault.errors import CertificateForeign, KeyFileDamaged, SignatureWrong, WrongPackCode
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.lock import Lock, Opened, Place
from desktop.vault.minisign import minisign_signature, verify_minisign
from desktop.vault.randomness import SYSTEM, Randomness
from desktop.vault.reading import Fields, Malformed, base64_text, demand
from desktop.vault.recovery import PackCode
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain, SigningKey, device_id

PACK_SUFFIX: Final = ".tqgi"
OPEN_DAYS: Final = 30
"""A pack that was not opened by then is made anew."""
FORMAT: Final = 1
MOST_FILES: Final = 200
LIMITS: Final = Limits(total=256 << 20, parts=2)

_PURPOSE: Final = "pack"
_LETTER, _BUNDLE = part_name(0), part_name(1)
_MOST_LETTER: Final = 48 << 20
_FILE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.(?:toml|jpg|png)")
_DEVICE: Final = re.compile(r"[0-9a-f]{32}")
_STATION: Final = ("code", "level", "name", "place", "upper_name")


@dataclass(frozen=True)
class PackLetter:
    """What a pack says beside its bundle.

    Attributes:
        pack: the id of the pack and of its bundle, a ULID.
        made_at: the sender's clock, ISO with offset.
        open_until: the last day on which it opens.
        sender: the certificate of the device that made it.
        device: the certificate that the sender gives the computer which is begun from it.
        key: that computer's first signing key; it takes a key of its own at once.
        station: of the unit: ``code``, ``name``, ``upper_name``, ``level``, ``place``.
        sets: what the sets of awards are called; ``awards``: how many there are.
        files: layouts and pictures of the unit, by their names.
    """

    pack: str
    made_at: str
    open_until: date
    sender: KeyFile
    device: KeyFile
    key: SigningKey
    station: Mapping[str, str]
    sets: tuple[str, ...]
    awards: int
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def to_bytes(self) -> bytes:
        return encode(
            {
                "awards": self.awards,
                "device": self.device.to_bytes().decode("utf-8"),
                "files": {name: base64_text(content) for name, content in self.files.items()},
                "format": FORMAT,
                "made_at": self.made_at,
                "open_until": self.open_until.isoformat(),
                "pack": self.pack,
                "sender": self.sender.to_bytes().decode("utf-8"),
                "sets": list(self.sets),
                "signing_seed": base64_text(self.key.seed),
                "station": dict(self.station),
            }
        )


@dataclass(frozen=True)
class SealedPack:
    """A file in the form of a pack; nothing of it is known before its code is."""

    pack: str
    sender: str
    lock: Lock
    parts: tuple[Part, ...]
    raw: bytes
    zip: CanonicalZip

    @property
    def hash(self) -> str:
        """Of the manifest, and so of all of it."""
        return hash_of(self.raw)


@dataclass(frozen=True)
class OpenedPack:
    """A pack that its code opened, and whose every byte the sender signed; only :func:`unlock` makes one.

    Attributes:
        identity: opens the bundle in it.
        bundle: the bytes of that bundle.
    """

    letter: PackLetter
    hash: str
    identity: AgeIdentity
    bundle: bytes = field(repr=False)


def write_pack(  # each part by its own right
    letter: PackLetter,
    bundle: bytes,
    signer: SigningKey,
    identity: AgeIdentity,
    code: PackCode,
    out: BinaryIO,
    *,
    kdf: Kdf = DEFAULT,
    randomness: Randomness = SYSTEM,
) -> None:
    """Writes a pack; ``identity`` is that for which ``bundle`` is sealed. Slow, as the code is locked."""
    sealed = {
        name: seal_content(content, [identity.recipient])
        for name, content in ((_LETTER, letter.to_bytes()), (_BUNDLE, bundle))
    }
    opened = Opened(identity, signer.public)
    lock = Lock.make(_place(letter.pack), code.secret, opened, kdf=kdf, randomness=randomness)
    raw = encode(
        {
            "format": FORMAT,
            "lock": lock.plain(),
            "pack": letter.pack,
            "parts": [[name, len(content), hash_of(content)] for name, content in sealed.items()],
            "sender": device_id(signer.public),
        }
    )
    signature = minisign_signature(signer, raw, letter.pack, domain=Domain.PACK)
    write_zip([(MANIFEST, raw), (SIGNATURE, signature), *sealed.items()], out, LIMITS)


def read_pack(source: BinaryIO) -> SealedPack:
    """The form of a file only. Raises what the container may be refused for, :class:`NotAPack`, :class:`PackNewer`
    and :class:`BundleMalformed`."""
    container = read_zip(source, LIMITS)
    raw = container.read(MANIFEST)
    try:
        plain = decode(raw)
    except NotCanonical as error:
        raise BundleMalformed(name=MANIFEST, detail=str(error)) from error
    if not isinstance(plain, dict) or "pack" not in plain:
        raise NotAPack()
    try:
        found = _manifest(Fields(plain), raw, container)
    except ValueError as error:
        raise BundleMalformed(name=MANIFEST, detail=str(error)) from error
    told = tuple((part.name, part.size) for part in found.parts)
    if told != tuple((name, container.size(name)) for name in container.names[len(HEAD) :]):
        raise BundleMalformed(name=MANIFEST, detail="other parts than are there")
    return found


def unlock(sealed: SealedPack, code: PackCode) -> OpenedPack:
    """Opens a pack with its code, slowly, and proves that its maker knew that code.

    Raises :class:`WrongPackCode`, :class:`SignatureWrong`, :class:`BundleChanged`, :class:`BundleMalformed`.
    """
    try:
        opened = sealed.lock.open(_place(sealed.pack), code.secret)
    except ValueError as error:
        raise BundleMalformed(name=MANIFEST, detail=str(error)) from error
    if opened is None:
        raise WrongPackCode()
    key, signature = opened.keyring_key, sealed.zip.read(SIGNATURE)
    comment = verify_minisign(key, sealed.raw, signature, domain=Domain.PACK)
    first_line = f"untrusted comment: tuquan device {sealed.sender}\n".encode("ascii")
    if comment != sealed.pack or device_id(key) != sealed.sender or not signature.startswith(first_line):
        raise SignatureWrong()
    letter = _letter(_part(sealed, 0, opened.identity, _MOST_LETTER))
    own = (letter.pack, letter.sender.certificate.device)
    if (
        own != (sealed.pack, sealed.sender)
        or letter.device.certificate.recipient != opened.identity.recipient
    ):
        raise BundleMalformed(name=_LETTER, detail="it belongs to another pack")
    return OpenedPack(letter, sealed.hash, opened.identity, _part(sealed, 1, opened.identity))


def openable(first: DeviceCertificate, today: date) -> bool:
    """Whether a computer may still be begun from the pack in which this certificate went."""
    return (today - first.not_before).days <= OPEN_DAYS


def _place(pack: str) -> Place:
    return Place(pack, _PURPOSE)


def _part(sealed: SealedPack, number: int, identity: AgeIdentity, most: int = LIMITS.part) -> bytes:
    part = sealed.parts[number]
    content = sealed.zip.read(part.name)
    if hash_of(content) != part.hash:
        raise BundleChanged(name=part.name)
    return open_content(content, identity, part.name, most)


def _manifest(fields: Fields, raw: bytes, container: CanonicalZip) -> SealedPack:
    if fields.whole("format") > FORMAT:
        raise PackNewer()
    lock_fields = Fields(fields.take("lock"))
    lock = Lock.read(lock_fields)
    lock_fields.done()
    found = SealedPack(
        fields.text("pack"),
        fields.text("sender"),
        lock,
        tuple(parse_part(number, each) for number, each in enumerate(fields.items("parts"))),
        raw,
        container,
    )
    fields.done()
    demand(_DEVICE, {"sender": found.sender})
    if not is_id(found.pack) or len(found.parts) != LIMITS.parts:
        raise Malformed("the pack's id or parts")
    return found


def _letter(raw: bytes) -> PackLetter:
    try:
        fields = Fields(decode(raw))
        if fields.whole("format") > FORMAT:
            raise PackNewer()
        letter = PackLetter(
            fields.text("pack"),
            _moment(fields.text("made_at")),
            fields.day("open_until"),
            KeyFile.parse(fields.text("sender").encode("utf-8")),
            KeyFile.parse(fields.text("device").encode("utf-8")),
            SigningKey(fields.bytes64("signing_seed")),
            _station(fields.take("station")),
            fields.texts("sets"),
            fields.whole("awards"),
            _files(fields.take("files")),
        )
        fields.done()
        _check_device(letter)
    except (ValueError, KeyFileDamaged, CertificateForeign, SignatureWrong) as error:
        raise BundleMalformed(name=_LETTER, detail=str(error)) from error
    return letter


def _check_device(letter: PackLetter) -> None:
    """The first keys are those that the sender certified, for its own station."""
    given, sender = letter.device.certificate, letter.sender.certificate
    verify_certificate(letter.device, sender.signing_key, given.not_before)
    if given.device != device_id(letter.key.public) or given.station != sender.station:
        raise Malformed("the keys of another device")
    if (letter.station["code"], letter.station["level"]) != (sender.station, sender.level):
        raise Malformed("another station")


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _station(value: Plain) -> dict[str, str]:
    fields = Fields(value)
    station = {name: fields.text(name) for name in _STATION}
    fields.done()
    return station


def _files(value: Plain) -> dict[str, bytes]:
    fields = Fields(value)
    names = list(value) if isinstance(value, dict) else []
    if len(names) > MOST_FILES:
        raise Malformed("too many files")
    # A name is a bare one in small letters: nothing is written beside the folder that it is for.
    demand(_FILE, {name: name for name in names})
    return {name: fields.bytes64(name) for name in names}
