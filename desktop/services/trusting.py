"""Whom this computer believes, as its file says: read once, and again when that changes."""

from __future__ import annotations

from functools import lru_cache

from desktop.bundle.contents import MOST_DEVICES
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader
from desktop.vault.certificate import DeviceCertificate, KeyFile
from desktop.vault.revocation import Revocation

_remembered: dict[tuple[str, str], Trusted] = {}
"""By the mark of what the file says of devices, and by our own: the last that was read."""


def trusted(workspace: Workspace, reader: Reader) -> Trusted:
    """Whom this computer believes; the devices whose place it took are as its own."""
    mark = reader.devices_mark()
    if mark is None:
        return trusted_by(workspace.device, reader)
    known = _remembered.get((mark, workspace.device))
    if known is None:
        known = trusted_by(workspace.device, reader)
        _remembered.clear()
        _remembered[mark, workspace.device] = known
    return known


def trusted_by(own: str, reader: Reader) -> Trusted:
    """Whom a device believes, of a register that nobody has open yet; its own certificate must be there."""
    rows = {row[0]: (_key_file(row[1]), row[2]) for row in reader.device_rows()}
    ancestry = _ancestry(own, {device: row[0].certificate for device, row in rows.items()})
    known = {
        device: Known(key_file, Trust.OWN if device in ancestry else Trust(trust or Trust.KNOWN.value))
        for device, (key_file, trust) in rows.items()
    }
    held = (Revocation.from_text(text) for text in reader.revocations())
    return Trusted(known, known[own].certificate.station).ending(held)


# A province knows thousands of devices, and each certificate has a signature to verify: one more device is learned
# without reading all others anew.
@lru_cache(maxsize=MOST_DEVICES)
def _key_file(text: str) -> KeyFile:
    return KeyFile.parse(text.encode("utf-8"))


def _ancestry(device: str | None, certificates: dict[str, DeviceCertificate]) -> set[str]:
    found: set[str] = set()
    while device in certificates and device not in found:
        found.add(device)
        device = certificates[device].successor_of
    return found
