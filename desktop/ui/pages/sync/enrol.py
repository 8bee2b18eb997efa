"""The computers that exchange bundles: this one's key file, and taking another's after comparing 25 digits."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import devices, enrolment, places, renewing, revoking
from desktop.services.devices import Device, Enrolled
from desktop.ui.kit.door import FileKind, Question
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.sync.computers import ComputerList
from desktop.ui.pages.sync.own_name import OwnName
from desktop.ui.pages.sync.section import Section
from desktop.ui.pages.sync.training import KeyList, sheets_for_printer
from desktop.ui.shell.key_notices import RENEW
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.paper_dialog import PaperDialog

SHEETS: Final = FileKind("file.key_sheet", tuple(f"*{each}" for each in enrolment.PICTURES))
KEY_FILES: Final = FileKind("file.key", (f"*{places.KEY_SUFFIX}", f"*{places.KEY_SUFFIX.upper()}"))
PDF: Final = FileKind("file.pdf", ("*.pdf",))
_GROUPS: Final = 5


class Digits(QWidget):
    """Twenty-five digits in five groups, large enough to be read out without glasses."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._groups: list[QLabel] = []
        flow = FlowLayout(self, gap=Space.XL)
        for at in range(_GROUPS):
            group = label(f"{name}_{at}", role=Role.FIGURE)
            group.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._groups.append(group)
            flow.addWidget(group)

    def show_digits(self, fingerprint: str) -> None:
        for each, group in zip(self._groups, fingerprint.split(), strict=True):
            each.setText(group)

    def text(self) -> str:
        return " ".join(each.text() for each in self._groups)


class EnrolSection(Section):
    """Nobody is believed before a person has found the digits equal on both sides.

    Attributes:
        own, theirs: the digits of this computer, and those to compare.
        computers: everybody who is known here.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Enrol")
        words, workspace = self.words, context.workspace
        self._enrolled: Enrolled | None = None
        self._may = workspace.may(Permission.ADMINISTER)
        self.lead = Notice("EnrolLead", Tone.INFO)
        self.lead.say(words("sync.lead" if self._may else "sync.lead.ask"))
        self.said = Notice("EnrolSaid", Tone.DONE)
        self.own = Digits("OwnDigits")
        self.theirs = Digits("TheirDigits")
        self._who = label("CompareWho", role=Role.SECTION, wrap=True)
        self._known = label("CompareKnown", words("sync.key.known"), Role.HINT, wrap=True)
        self.computers = ComputerList(words, may_revoke=self._may)
        self.read_button = Button("ReadKey", words("sync.key.read"), look=Look.PRIMARY, icon_name="add")
        # Whoever may not enrol computers can still hand over this one's key.
        look = Look.SECONDARY if self._may else Look.PRIMARY
        self.save_button = Button("SaveKey", words("sync.key.save"), look=look, icon_name="save")
        self.equal_button = Button(
            "CompareYes", words("sync.key.equal"), look=Look.PRIMARY, icon_name="check"
        )
        self.different_button = Button("CompareNo", words("sync.key.different"))
        self._own_card, self._compare_card = self._make_cards()
        self._title = label("ComputersTitle", words("sync.computers"), Role.SECTION)
        self.own_name = OwnName(context)
        self.renew_button = Button("RenewKeys", words("keys.renew"))
        self.add(self.error, self.said, self._compare_card, self.own_name, self.lead, self._own_card)
        self.folder = KeyList(words)
        self.folder_button = Button("ReadFolder", words("training.read"))
        self.sheets_button = Button("PrintSheets", words("training.print"), icon_name="print")
        days = row(self.folder_button, self.sheets_button, gap=Space.S)
        days.addStretch(1)
        self._day_card = named(QFrame(), "Card")
        day_text = label("DayText", words("training.text"), Role.MUTED, wrap=True)
        self._day_card.setLayout(
            column(
                label("DayTitle", words("training.title"), Role.SECTION),
                day_text,
                days,
                margins=(Space.L, Space.S, Space.L, Space.M),
            )
        )
        self.add(self._day_card, self.folder, self._title, self.computers)
        self.pin(self.read_button, self.save_button, self.renew_button)
        self.pin(self.equal_button, self.different_button)
        self.read_button.clicked.connect(self.read_key)
        self.save_button.clicked.connect(self.save_key)
        self.folder_button.clicked.connect(self.read_folder)
        self.sheets_button.clicked.connect(self.print_sheets)
        self.folder.compared.connect(self.tick)
        self.equal_button.clicked.connect(self.confirm)
        self.different_button.clicked.connect(self.refuse)
        self.computers.revoke_asked.connect(self.revoke)
        self.computers.later_asked.connect(self.accept_later)
        self.own_name.done.connect(self.told)
        self.own_name.failed.connect(self._tell)
        self.renew_button.clicked.connect(self._renew)

    def arrive(self, intent: Intent) -> None:
        if self._enrolled is None:
            self.error.clear()
            self.said.hide()
            self.reload()

    def leave(self) -> None:
        self._enrolled = None
        self.folder.clear()

    def reload(self) -> None:
        """Show everybody who is known, and the comparison if there is one."""
        workspace, enrolled = self.context.workspace, self._enrolled
        self.own.show_digits(devices.own_fingerprint(workspace))
        known = devices.devices(workspace)
        self.computers.show_devices(known)
        resting = enrolled is None
        alone = not any(each.trust in (Trust.CONFIRMED, Trust.VOUCHED) for each in known)
        self.lead.setVisible(resting and alone)
        self._compare_card.setVisible(not resting)
        for each in (self._title, self.computers):
            each.setVisible(resting)
        self._day_card.setVisible(resting and workspace.may(Permission.SEND))
        self.folder_button.setVisible(self._may)
        self.folder.setVisible(resting and bool(self.folder.found))
        self.own_name.reload()
        self.own_name.setVisible(resting and self.own_name.isVisibleTo(self))
        ended = renewing.own_end(workspace) is not None
        self.renew_button.setVisible(resting and self._may and not ended)
        self.read_button.setVisible(resting and self._may)
        self.save_button.setVisible(resting and workspace.may(Permission.SEND))
        self.equal_button.setVisible(not resting)
        self.different_button.setVisible(not resting)
        self.setFocusProxy(self.read_button if self._may else self.save_button)

    def save_key(self) -> None:
        """Write this computer's key file where the person wants it."""
        name = places.key_file_name(self.context.workspace)
        path = self.context.door.save_file("sync.key.save", name, (KEY_FILES,))
        if path is None:
            return
        try:
            meanwhile(partial(places.save_key_file, self.context.workspace, path))
        except UserError as error:
            self._tell(error)
            return
        self._say(self.words("sync.key.saved", path=str(path)))

    def read_key(self) -> None:
        """Read a key file; its digits are compared next."""
        path = self.context.door.choose_file("sync.key.read", (KEY_FILES, SHEETS))
        if path is None:
            return
        try:
            enrolled = devices.import_key_file(self.context.workspace, enrolment.read_key(path))
        except UserError as error:
            self._tell(error)
            return
        self.compare(enrolled)

    def compare(self, enrolled: Enrolled) -> None:
        """Show the digits of another computer above one's own."""
        self._enrolled = enrolled
        self.error.clear()
        self.said.hide()
        self._who.setText(self.words("sync.key.who", station=enrolled.station_name))
        self._known.setVisible(enrolled.known)
        self.theirs.show_digits(enrolled.fingerprint)
        self.reload()
        # Whoever presses Enter too soon has compared nothing.
        self.different_button.setFocus()

    def confirm(self) -> None:
        """The digits were found equal on both sides."""
        assert self._enrolled is not None
        try:
            device = meanwhile(partial(devices.confirm, self.context.workspace, self._enrolled))
        except UserError as error:
            self._tell(error)
            return
        self._enrolled = None
        self.reload()
        self._say(self.words("sync.key.confirmed", station=device.station_name))
        self.read_button.setFocus()

    def read_folder(self) -> None:
        """List all key files of a folder; each is taken when its digits were compared."""
        folder = self.context.door.choose_folder("training.read")
        if folder is None:
            return
        try:
            read = enrolment.read_folder(self.context.workspace, folder)
        except UserError as error:
            self._tell(error)
            return
        self.error.clear()
        self.said.hide()
        self.folder.show_folder(read)

    def tick(self, enrolled: Enrolled) -> None:
        """The digits of one of the folder's computers were found equal."""
        try:
            devices.confirm(self.context.workspace, enrolled)
        except UserError as error:
            self._tell(error)
            return
        self.folder.tick(enrolled.device)
        self.reload()

    def print_sheets(self) -> None:
        """A sheet for each unit: those of the folder with their digits, the others below with boxes."""
        context = self.context
        wanted = enrolment.units(context.workspace, self.folder.found)
        try:
            pdf = enrolment.draw_sheets(context.workspace, wanted)
        except UserError as error:
            self._tell(error)
            return
        paper = sheets_for_printer(pdf, self.words("training.print"))
        save = partial(self._save_sheets, pdf)
        dialog = PaperDialog(self, self.words, paper, context.printer, self.window().size(), save=save)
        if dialog.exec():
            enrolment.sheets_printed(context.workspace, pdf)
        dialog.deleteLater()

    def _save_sheets(self, pdf: bytes) -> None:
        path = self.context.door.save_file("training.save", self.words("training.file"), (PDF,))
        if path is None:
            return
        try:
            enrolment.save_sheets(self.context.workspace, pdf, path)
        except UserError as error:
            self.context.door.tell(error)

    def refuse(self) -> None:
        """The digits differ, or nobody could be asked: nothing is kept."""
        self._enrolled = None
        self.error.clear()
        self.reload()
        self.read_button.setFocus()

    def revoke(self, device: Device) -> None:
        """Take nothing more from a device, after the person has thought twice."""
        facts = {"station": device.station_name, "digits": device.fingerprint}
        if not self.context.door.confirm(Question("sync.revoke", facts, danger=True)):
            return
        try:
            revoking.revoke(self.context.workspace, device.id)
        except UserError as error:
            self._tell(error)
            return
        self.reload()
        self._say(self.words("sync.revoked", station=device.station_name))

    def accept_later(self, device: Device) -> None:
        """Let count what is kept past a computer's end, after the person has thought twice."""
        facts = {"station": device.station_name, "count": device.beyond}
        if not self.context.door.confirm(Question("sync.later", facts, danger=True)):
            return
        try:
            revoking.accept_later(self.context.workspace, device.id)
        except UserError as error:
            self._tell(error)
            return
        self.told(self.words("sync.later.done", count=device.beyond))

    def _renew(self) -> None:
        self.own_name.act(RENEW)

    def told(self, text: str) -> None:
        """Show what is so now, and say what was done."""
        self.reload()
        self._say(text)

    def back(self) -> None:
        if self.is_comparing():
            self.refuse()

    def is_comparing(self) -> bool:
        return self._enrolled is not None

    def _tell(self, error: UserError) -> None:
        self.said.hide()
        self.error.tell(error)

    def _say(self, text: str) -> None:
        self.error.clear()
        self.said.say(text)
        self.said.show()

    def _make_cards(self) -> tuple[QFrame, QFrame]:
        words = self.words
        margins = (Space.L, Space.S, Space.L, Space.M)
        own, compare = named(QFrame(), "Card"), named(QFrame(), "Card")
        text = label("OwnText", words("sync.key.text"), Role.MUTED, wrap=True)
        own.setLayout(
            column(label("OwnTitle", words("sync.key.own"), Role.SECTION), self.own, text, margins=margins)
        )
        asked = label("CompareText", words("sync.key.compare"), wrap=True)
        compare.setLayout(column(self._who, asked, self.theirs, self._known, margins=margins))
        return own, compare
