"""Everybody who is known here: unit, digits, why it is believed, until when, and a way to end that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.bundle.trust import Trust
from desktop.services.devices import Device
from desktop.ui.kit.details import Chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, line, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.section import empty
from desktop.vault.certificate import Validity

TONES: Final = {
    Trust.OWN: Tone.NEUTRAL,
    Trust.CONFIRMED: Tone.DONE,
    Trust.VOUCHED: Tone.DONE,
    Trust.KNOWN: Tone.INFO,
    Trust.REVOKED: Tone.LATE,
}


class ComputerList(QFrame):
    """This computer first, then by unit.

    Signals:
        revoke_asked, later_asked: the :class:`~desktop.services.devices.Device`, to be ended, or of which the part
            past its end shall count.
    """

    revoke_asked = Signal(object)
    later_asked = Signal(object)

    def __init__(self, words: Words, *, may_revoke: bool) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._words = words
        self._may_revoke = may_revoke
        self._devices: Sequence[Device] = ()
        self._rows = column(gap=0, margins=(Space.L, Space.XS, Space.L, Space.XS))
        self.setLayout(self._rows)

    def show_devices(self, devices: Sequence[Device]) -> None:
        empty(self._rows)
        self._devices = tuple(devices)
        for at, device in enumerate(devices):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(device, at))

    def texts(self) -> list[tuple[str, str]]:
        """Unit and standing of each."""
        return [(each.station_name, self._trust(each)) for each in self._devices]

    def _row(self, device: Device, at: int) -> QFrame:
        unit = device.station_name
        if device.of_pack:
            unit = self._words("sync.computer.pack", unit=unit)
        name = label("ComputerUnit", unit, Role.STRONG, wrap=True)
        top = row(name, Chip(TONES[device.trust], self._trust(device)), gap=Space.M)
        top.setStretch(0, 1)
        digits = label("ComputerDigits", self._told(device), Role.CAPTION, wrap=True)
        digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        under = row(digits, gap=Space.M)
        under.setStretch(0, 1)
        if self._may_revoke and device.trust not in (Trust.OWN, Trust.REVOKED):
            text = self._words("sync.revoke.button")
            revoke = Button(f"Revoke_{at}", text, look=Look.QUIET, small=True)
            revoke.clicked.connect(self._clicked)
            under.addWidget(revoke)
        if self._may_revoke and device.beyond:
            text = self._words("sync.later.button", count=device.beyond)
            later = Button(f"Later_{at}", text, look=Look.QUIET, small=True)
            later.clicked.connect(self._later_clicked)
            under.addWidget(later)
        made = QFrame()
        made.setLayout(column(top, under, gap=0, margins=(0, Space.S, 0, Space.S)))
        return made

    def _trust(self, device: Device) -> str:
        ended = device.ending is not None and device.trust is not Trust.REVOKED
        return self._words(
            f"trust.ended.{device.ending.reason.value}"
            if ended and device.ending
            else f"trust.{device.trust.value}"
        )

    def _told(self, device: Device) -> str:
        """Digits and term; of one that has ended since when, and who said so."""
        words, ending = self._words, device.ending
        if ending is None:
            key = "sync.computer.expired" if device.validity is Validity.EXPIRED else "sync.computer"
            return words(key, digits=device.fingerprint, until=device.valid_until)
        by = next((each.station_name for each in self._devices if each.id == ending.issuer), "")
        return words(
            f"sync.computer.{ending.reason.value}", digits=device.fingerprint, on=ending.on, station=by
        )

    def _clicked(self) -> None:
        at = int(self.sender().objectName().removeprefix("Revoke_"))
        self.revoke_asked.emit(self._devices[at])

    def _later_clicked(self) -> None:
        at = int(self.sender().objectName().removeprefix("Later_"))
        self.later_asked.emit(self._devices[at])
