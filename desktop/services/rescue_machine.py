"""What no journal has, put into a register that is made anew: the unit, who may log in, what was sent to whom."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from desktop.domain.access import Role
from desktop.services.backup_files import NoCopy
from desktop.services.environment import StationInfo
from desktop.services.restore_sources import OpenedCopy
from desktop.store.found import Found
from desktop.store.reader import DEVICES_MARK
from desktop.store.register_file import Writer
from desktop.store.tail import Intake
from desktop.vault.certificate import KeyFile

_OF_THE_TABLES: Final = ("shape", "derived", DEVICES_MARK)
"""Local: what the new file knows better."""


def give_machine(writer: Writer, what: Found, opened: OpenedCopy) -> None:
    """From what was found; what is lost of it, from the certificate of this computer and from the keyring.

    Raises :class:`NoCopy` where nothing tells whose register it was.
    """
    intake = Intake(writer, None)
    for row in what.devices():
        intake.know(row)
    what.give_machine(writer.connection)
    for name, value in what.settings().items():
        if name not in _OF_THE_TABLES and value is not None:
            writer.set_local(name, value)
    if writer.local("station") is None:
        _give_station(writer, opened)
    if writer.local("practice") is None:
        writer.set_local("practice", "no")
    _give_people(writer, opened)


def _give_station(writer: Writer, opened: OpenedCopy) -> None:
    text = writer.certificate(opened.secrets.device)
    if text is None:
        raise NoCopy(folder=str(opened.copy.folder))
    own = KeyFile.parse(text.encode("utf-8")).certificate
    # The name of the level above is lost; a person sets it again.
    station = StationInfo(own.station, own.station_name, "", own.level)
    writer.set_local("station", json.dumps(asdict(station), ensure_ascii=False))


def _give_people(writer: Writer, opened: OpenedCopy) -> None:
    """Who has a password and no account any more gets one; somebody must administer."""
    held = {user for user, _, _ in writer.users()}
    for user in opened.keyring.users():
        if user.id not in held and writer.people.user(user.id) is None:
            writer.add_user(user.id, user.name, Role.OFFICER.value)
    rows = writer.users()
    if rows and Role.ADMIN.value not in {role for _, _, role in rows}:
        writer.people.set_role(rows[0][0], Role.ADMIN.value)
