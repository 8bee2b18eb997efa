"""The computers that exchange bundles: this one's key file, and taking another's after comparing 25 digits."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.i18n.dates import short_date
from desktop.services import devices
from desktop.services.devices import Device, Enrolled
from desktop.system.atomic import write_atomic
from desktop.ui.kit.door import FileKind, Question
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, line, row
from desktop.ui.pages.sync.section import Section
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext
from desktop.vault.certificate import MAX_KEY_FILE, Validity

KEY_FILES: Final = FileKind("file.key", (f"*{devices.KEY_FILE_SUFFIX}",))


class EnrolSection(Section):
    """Nobody is believed before a person has found the digits equal on both sides."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Enrol")
        words = self.words
        self._enrolled: Enrolled | None = None
        self._own = label("OwnDigits", role=Role.FIGURE)
        self._save = Button("SaveKey", words("sync.key.save"), icon_name="save")
        self._read = Button("ReadKey", words("sync.key.read"), look=Look.PRIMARY, icon_name="add")
        self._compare = named(QFrame(), "Card")
        self._who = label("CompareWho", role=Role.SECTION, wrap=True)
        self._digits = label("CompareDigits", role=Role.FIGURE)
        self._yes = Button("CompareYes", words("sync.key.equal"), look=Look.PRIMARY)
        self._no = Button("CompareNo", words("sync.key.different"))
        self._said = Notice("EnrolSaid", Tone.DONE)
        self._list = named(QFrame(), "Card")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._rows.setSpacing(0)
        self._shown: list[str] = []
        self._lay_out()
        self._save.clicked.connect(self._save_key)
        self._read.clicked.connect(self._read_key)
        self._yes.clicked.connect(self._confirm)
        self._no.clicked.connect(self._refuse)
        self.setFocusProxy(self._save)

    def arrive(self, intent: Intent) -> None:
        self.error.clear()
        self._said.hide()
        self._compare.setVisible(self._enrolled is not None)
        practice = self.context.workspace.practice
        for each in (self._save, self._read, self._own):
            each.setVisible(not practice)
        if practice:
            self.error.tell(devices.PracticeStaysHere())
            return
        self._own.setText(devices.own_fingerprint(self.context.workspace))
        self._read.setVisible(self.context.workspace.may(Permission.ADMINISTER))
        self._show_devices()

    def digits(self) -> str:
        """The digits to compare; nothing while there is no other computer's file."""
        return self._digits.text() if self._enrolled is not None else ""

    def computers(self) -> list[str]:
        """Every computer as it is listed."""
        return list(self._shown)

    def said(self) -> str:
        return "" if self._said.isHidden() else self._said.text()

    def _save_key(self) -> None:
        name = self.words("sync.key.file")
        path = self.context.door.save_file("sync.key.save", name, (KEY_FILES,))
        if path is None:
            return
        try:
            write_atomic(path, devices.export_key_file(self.context.workspace))
        except UserError as error:
            self.error.tell(error)
            return
        self._say(self.words("sync.key.saved", path=str(path)))

    def _read_key(self) -> None:
        path = self.context.door.choose_file("sync.key.read", (KEY_FILES,))
        if path is None:
            return
        self.error.clear()
        self._said.hide()
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_KEY_FILE + 1)
            self._enrolled = devices.import_key_file(self.context.workspace, raw)
        except UserError as error:
            self._enrolled = None
            self.error.tell(error)
        self._show_comparison()

    def _show_comparison(self) -> None:
        enrolled = self._enrolled
        self._compare.setVisible(enrolled is not None)
        if enrolled is not None:
            self._who.setText(self.words("sync.key.who", station=enrolled.station_name))
            self._digits.setText(enrolled.fingerprint)
            self._yes.setFocus()

    def _confirm(self) -> None:
        enrolled = self._enrolled
        assert enrolled is not None
        facts = {"station": enrolled.station_name, "digits": enrolled.fingerprint}
        if not self.context.door.confirm(Question("sync.key.confirm", facts)):
            return
        try:
            device = devices.confirm(self.context.workspace, enrolled)
        except UserError as error:
            self.error.tell(error)
            return
        self._enrolled = None
        self._show_comparison()
        self._say(self.words("sync.key.confirmed", station=device.station_name))
        self._show_devices()

    def _refuse(self) -> None:
        self._enrolled = None
        self._show_comparison()

    def _say(self, text: str) -> None:
        self.error.clear()
        self._said.say(text)
        self._said.show()

    def _show_devices(self) -> None:
        while self._rows.count():
            old = self._rows.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        self._shown = [self._device(each) for each in devices.devices(self.context.workspace)]
        for at, text in enumerate(self._shown):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(label("Computer", text, wrap=True))

    def _device(self, each: Device) -> str:
        until = short_date(each.valid_until, self.words.language)
        key = "sync.computer.expired" if each.validity is Validity.EXPIRED else "sync.computer"
        facts = {
            "station": each.station_name,
            "trust": self.words(f"trust.{each.trust.value}"),
            "until": until,
        }
        return self.words(key, **facts)

    def _lay_out(self) -> None:
        words = self.words
        self.add_title("sync.key.own")
        buttons = row(self._save, self._read)
        buttons.addStretch(1)
        self.add(label("OwnText", words("sync.key.text"), Role.MUTED, wrap=True), self._own, buttons)
        deeds = row(self._yes, self._no)
        deeds.addStretch(1)
        text = label("CompareText", words("sync.key.compare"), wrap=True)
        margins = (Space.L, Space.M, Space.L, Space.M)
        self._compare.setLayout(column(self._who, text, self._digits, deeds, margins=margins))
        self.add(self.error, self._said, self._compare)
        self.add_title("sync.computers")
        self.add(self._list)
