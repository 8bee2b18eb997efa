"""Which device this file writes as: its own, or a successor where the file was put back or copied."""

from __future__ import annotations

import json
from datetime import date, timedelta
from enum import Enum
from pathlib import Path

from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import GENESIS, head_message
from desktop.services.anchor import Anchor, put_back, read_anchor, write_anchor
from desktop.services.data_folder import KEYRING_NAME
from desktop.services.environment import Environment, StationInfo, read_station
from desktop.store.register_file import Reader, RegisterFile, Writer
from desktop.system.atomic import write_atomic
from desktop.vault.certificate import DeviceCertificate, KeyFile, certify_successor
from desktop.vault.device_secrets import Secrets
from desktop.vault.keyring import Keyring
from desktop.vault.revocation import Reason, Revocation
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain

CERTIFICATE_YEARS = 5

ASKED = "copy_asked"
"""Local: the old key's word that its computer is replaced, while nobody has said whether it is; empty for answered."""

_SUCCESSOR = "successor"
"""Local: the device that this file's present one certified last."""
_FORMER_AGES = "former_ages"
"""Local: by device, the secret keys that bundles were sealed to before."""


class End(Enum):
    """What is said of the old name when a new one is taken."""

    NONE = "none"
    """Nothing: another copy goes on under it."""
    ASKED = "asked"
    """A person will say whether the computer it came from goes on."""
    SAID = "said"
    """Its computer is replaced by this one."""
    RENEWED = "renewed"
    """This computer goes on, and nothing more is written under it."""


def certificate_for(
    secrets: Secrets, station: StationInfo, today: date, successor_of: str | None = None
) -> DeviceCertificate:
    return DeviceCertificate(
        secrets.signing_key.public,
        secrets.recipient,
        station.code,
        station.name,
        station.level,
        ("all",),
        today,
        today + timedelta(days=365 * CERTIFICATE_YEARS),
        successor_of or secrets.device,
        1,
        successor_of,
    )


def know(writer: Writer, key_file: KeyFile) -> None:
    certificate = key_file.certificate
    writer.know_device(
        certificate.device,
        certificate.signing_key.raw,
        key_file.to_bytes().decode("utf-8"),
        certificate.station,
    )


def own_identity(
    file: RegisterFile, secrets: Secrets, keyring: Keyring, folder: Path, environment: Environment
) -> Secrets:
    """The secrets to go on with: this device's own, or a successor's where the file was put back or copied."""
    anchor = read_anchor(folder)
    with file.reading() as reader:
        tip = reader.journal.tip(secrets.device)
        at_anchor = (
            reader.journal.hash_at(secrets.device, anchor.seq)
            if anchor is not None and anchor.device == secrets.device
            else None
        )
        station = read_station(reader)
    if not put_back(anchor, tip, environment.machine, at_anchor):
        return secrets
    # On the same machine nobody else has the old name; of a copy a person knows whether the original goes on.
    here = anchor is not None and anchor.machine == environment.machine
    end = End.SAID if here else End.ASKED
    return take_new_identity(file, secrets, keyring, folder, environment, station, tip, end)


def take_new_identity(
    file: RegisterFile,
    secrets: Secrets,
    keyring: Keyring,
    folder: Path,
    environment: Environment,
    station: StationInfo,
    tip: Tip,
    end: End = End.NONE,
    today: date | None = None,
) -> Secrets:
    """A new device for this file, certified by the old key, which is then gone from the keyring.

    The old chain ends where the file has it; what the lost part held comes back by bundles, under its own
    numbers, and cannot clash with what is written from now on. What was sealed to the old keys still opens.
    """
    successor = secrets.with_new_device(environment.randomness)
    today = today or environment.clock.today()
    certificate = certificate_for(successor, station, today, successor_of=secrets.device)
    old = _held_certificate(file, secrets.device)
    if old is not None:
        certificate = _within(certificate, old)
    # The last word of the old key on its chain: what it never sent can then be passed on by the new one.
    message = head_message(tip.device, tip.seq, tip.hash)
    signature = secrets.signing_key.sign(Domain.HEAD, message) if tip.seq else b""
    with file.writing() as writer:
        if tip.seq:
            writer.journal.add_head(tip.device, tip.seq, tip.hash, signature.hex())
        _forget_unborn(writer, secrets.device)
        _tell_end(writer, secrets, tip, signature, successor.device, today, end)
        _keep_former_age(writer, secrets)
        know(writer, certify_successor(secrets.signing_key, certificate))
        writer.set_local(_SUCCESSOR, successor.device)
        # The award book goes on under the new name, so that no number is given twice.
        writer.set_local("award_book", writer.local("award_book") or secrets.device)
        writer.log_access(
            environment.clock.local_now().isoformat(timespec="seconds"),
            "",
            "new_identity",
            f"after {tip.seq}",
        )
    # The keyring last: until it has the new key, each opening finds the anchor of another device and begins again.
    write_anchor(folder, Anchor(successor.device, 0, GENESIS, environment.machine))
    write_atomic(folder / KEYRING_NAME, keyring.reseal(successor).to_bytes())
    return successor


def _tell_end(  # each part by its own right
    writer: Writer, secrets: Secrets, tip: Tip, head: bytes, heir: str, today: date, end: End
) -> None:
    """The old key's word on its own end: for everybody, or kept until a person has said whether it is one."""
    if end is End.NONE:
        return
    reason = Reason.RENEWED if end is End.RENEWED else Reason.REPLACED
    said = Revocation(tip.device, tip.device, reason, today, tip.seq, tip.hash, head, heir)
    said = said.signed(secrets.signing_key)
    if end is End.ASKED:
        writer.set_local(ASKED, said.to_text())
    else:
        writer.keep_revocation(said.device, said.to_text())


def _keep_former_age(writer: Writer, secrets: Secrets) -> None:
    """In the encrypted file, so that bundles which are under way to the old keys can be opened."""
    kept = json.loads(writer.local(_FORMER_AGES) or "{}")
    writer.set_local(_FORMER_AGES, json.dumps({**kept, secrets.device: secrets.age.secret}, sort_keys=True))


def former_ages(reader: Reader) -> dict[str, AgeIdentity]:
    """By device, the keys that this computer had before, to open what was sealed to them."""
    kept: dict[str, str] = json.loads(reader.local(_FORMER_AGES) or "{}")
    return {device: AgeIdentity.parse(secret) for device, secret in kept.items()}


def _forget_unborn(writer: Writer, device: str) -> None:
    """The power failed while a successor was made: its key is lost, and nobody shall hear of it."""
    unborn = writer.local(_SUCCESSOR)
    if unborn not in (None, device) and not writer.journal.tip(unborn).seq:
        writer.forget_device(unborn)
        writer.forget_successor(unborn)


def _within(certificate: DeviceCertificate, old: DeviceCertificate) -> DeviceCertificate:
    """A successor's rights never go past those of the device it follows; its term is its own."""
    return DeviceCertificate(
        certificate.signing_key,
        certificate.recipient,
        old.station,
        old.station_name,
        old.level,
        old.roles,
        certificate.not_before,
        certificate.not_after,
        certificate.issuer,
        certificate.serial,
        certificate.successor_of,
    )


def _held_certificate(file: RegisterFile, device: str) -> DeviceCertificate | None:
    with file.reading() as reader:
        text = reader.certificate(device)
    return KeyFile.parse(text.encode("utf-8")).certificate if text else None
