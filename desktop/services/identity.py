"""Which device this file writes as: its own, or a successor where the file was put back or copied."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import GENESIS, head_message
from desktop.services.anchor import Anchor, put_back, read_anchor, write_anchor
from desktop.services.data_folder import KEYRING_NAME
from desktop.services.environment import Environment, StationInfo, read_station
from desktop.store.register_file import RegisterFile, Writer
from desktop.system.atomic import write_atomic
from desktop.vault.certificate import DeviceCertificate, KeyFile, certify_successor
from desktop.vault.device_secrets import Secrets
from desktop.vault.keyring import Keyring
from desktop.vault.signing import Domain

CERTIFICATE_YEARS = 5

_SUCCESSOR = "successor"
"""Local: the device that this file's present one certified last."""


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
    return take_new_identity(file, secrets, keyring, folder, environment, station, tip)


def take_new_identity(
    file: RegisterFile,
    secrets: Secrets,
    keyring: Keyring,
    folder: Path,
    environment: Environment,
    station: StationInfo,
    tip: Tip,
) -> Secrets:
    """A new device for this file, certified by the old key, which is then gone from the keyring.

    The old chain ends where the file has it; what the lost part held comes back by bundles, under its own
    numbers, and cannot clash with what is written from now on.
    """
    successor = secrets.with_new_device(environment.randomness)
    certificate = certificate_for(successor, station, environment.clock.today(), successor_of=secrets.device)
    old = _held_certificate(file, secrets.device)
    if old is not None:
        certificate = _within(certificate, old)
    with file.writing() as writer:
        if tip.seq:
            # The last word of the old key on its chain: what it never sent can then be passed on by the new one.
            message = head_message(tip.device, tip.seq, tip.hash)
            signature = secrets.signing_key.sign(Domain.HEAD, message)
            writer.journal.add_head(tip.device, tip.seq, tip.hash, signature.hex())
        _forget_unborn(writer, secrets.device)
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


def _forget_unborn(writer: Writer, device: str) -> None:
    """The power failed while a successor was made: its key is lost, and nobody shall hear of it."""
    unborn = writer.local(_SUCCESSOR)
    if unborn not in (None, device) and not writer.journal.tip(unborn).seq:
        writer.forget_device(unborn)


def _within(certificate: DeviceCertificate, old: DeviceCertificate) -> DeviceCertificate:
    """A successor's rights and term never go past those of the device it follows."""
    return DeviceCertificate(
        certificate.signing_key,
        certificate.recipient,
        old.station,
        old.station_name,
        old.level,
        old.roles,
        min(certificate.not_before, old.not_after),
        min(certificate.not_after, old.not_after),
        certificate.issuer,
        certificate.serial,
        certificate.successor_of,
    )


def _held_certificate(file: RegisterFile, device: str) -> DeviceCertificate | None:
    with file.reading() as reader:
        text = reader.certificate(device)
    return KeyFile.parse(text.encode("utf-8")).certificate if text else None
