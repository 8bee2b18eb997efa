"""Sending: what waits, where to, and then one sentence that can be read from two metres."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.errors import UserError
from desktop.services import bundles, devices
from desktop.services.bundles import Exported, ExportPlan
from desktop.services.devices import Recipient
from desktop.services.views import Changes
from desktop.system.drives import volume_kind
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.sync.place_chips import PlaceChips
from desktop.ui.pages.sync.places import FindSticks, Place, stick_places
from desktop.ui.pages.sync.section import Section
from desktop.ui.pages.sync.states import DonePane, States
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import PageContext

_STATES: Final = ("sync.send.state.1", "sync.send.state.2", "sync.send.state.3")
_KB: Final = 1024
_MB: Final = 2**20


class SendSection(Section):
    """Three states: prepare, write, done."""

    def __init__(self, context: PageContext, find_sticks: FindSticks) -> None:
        super().__init__(context, "Send")
        self._find_sticks = find_sticks
        self._recipients: list[Recipient] = []
        self._plan: ExportPlan | None = None
        self._place: Place | None = None
        self._chosen_folder: Place | None = None
        self.states = States(self.words, _STATES)
        self._nobody = Notice("NobodyNotice", Tone.DUE)
        self._nobody.say(self.words("sync.nobody"))
        self._nobody.offer("devices", self.words("sync.tab.devices"))
        self._prepare = named(QFrame(), "SendPrepare")
        self._to = named(QWidget(), "SendTo")
        self._to_row = column(gap=0)
        self._to.setLayout(self._to_row)
        self._chips: ChoiceChips | None = None
        self._waiting = label("SendWaiting", role=Role.STRONG, wrap=True)
        self._records = label("SendRecords", role=Role.MUTED, wrap=True)
        self.places = PlaceChips(self.words)
        self._no_stick = label("NoStick", self.words("sync.no_stick"), Role.MUTED, wrap=True)
        self._folder = Button("SendFolder", self.words("sync.other_folder"))
        self._write = Button("SendWrite", self.words("sync.send.write"), look=Look.PRIMARY, icon_name="usb")
        self.done = DonePane("SendDone")
        self._again = Button("SendAgain", self.words("sync.send.again"))
        self._lay_out()
        self._nobody.acted.connect(self._open_devices)
        self.places.chosen.connect(self._place_chosen)
        self._folder.clicked.connect(self._choose_folder)
        self._write.clicked.connect(self.write)
        self._again.clicked.connect(self.prepare)
        self.setFocusProxy(self._write)

    def arrive(self, intent: Intent) -> None:
        if self.task is None:
            self.prepare()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and self.task is None and self.states.state() == 0:
            self._show_plan()

    def prepare(self) -> None:
        """Look anew at what waits, for whom, and which sticks there are."""
        self.error.clear()
        self.done.hide()
        self.states.set_state(0)
        try:
            self._recipients = devices.recipients(self.context.workspace)
            devices.refuse_practice(self.context.workspace)
        except UserError as error:
            self._recipients = []
            self._prepare.hide()
            self._nobody.hide()
            self.error.tell(error)
            return
        self._nobody.setVisible(not self._recipients)
        self._prepare.setVisible(bool(self._recipients))
        self._show_recipients()
        self._show_places()
        self._show_plan()

    def write(self) -> None:
        """Write the bundle to the chosen place."""
        if self._place is None or self._chips is None:
            self._choose_folder()
            return
        work = partial(self._export, self._chips.value(), self._place.folder)
        self.states.set_state(1)
        self.run(work, self._written, "sync.send.writing")

    def waiting(self) -> str:
        """What is said to wait."""
        return self._waiting.text()

    def stopped(self) -> None:
        self.states.set_state(0)

    def busy(self, *, busy: bool) -> None:
        self._prepare.setEnabled(not busy)

    def _export(self, station: str, folder: Path, progress: object) -> Exported:
        assert callable(progress)
        return bundles.export(self.context.workspace, station, folder, progress)

    def _written(self, exported: object) -> None:
        assert isinstance(exported, Exported)
        self.states.set_state(2)
        self._prepare.hide()
        place = self._place
        key = "sync.send.done.stick" if place is not None and place.stick else "sync.send.done.folder"
        detail = self.words(
            "sync.send.done.detail",
            file=exported.path.name,
            place=place.name if place is not None else "",
            size=self._size(exported.size),
            count=exported.operations,
            to=exported.recipient.name,
        )
        self.done.say(self.words(key), detail)
        self.done.show()
        self._again.setFocus()

    def _size(self, size: int) -> str:
        if size < _MB:
            return self.words("sync.size.kb", count=max(size // _KB, 1))
        return self.words("sync.size.mb", count=size // _MB)

    # What is shown

    def _show_recipients(self) -> None:
        while self._to_row.count():
            old = self._to_row.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        self._chips = None
        if self._recipients:
            options = [(each.station, each.name) for each in self._recipients]
            self._chips = ChoiceChips("SendRecipient", options, options[0][0])
            self._chips.chosen.connect(self._show_plan)
            self._to_row.addWidget(self._chips)

    def _show_plan(self) -> None:
        if self._chips is None:
            return
        plan = bundles.prepare_export(self.context.workspace, self._chips.value())
        self._plan = plan
        key = "sync.send.waiting" if plan.operations else "sync.send.nothing"
        facts = {"count": plan.operations, "to": plan.recipient.name}
        self._waiting.setText(self.words(key, **(facts if plan.operations else {"to": plan.recipient.name})))
        parts = [
            self.words("sync.records", register=self.words.plural(register), count=count)
            for register, count in plan.records.items()
        ]
        self._records.setText(" · ".join(parts))
        self._records.setVisible(bool(parts))

    def _show_places(self) -> None:
        places = stick_places(self._find_sticks)
        self._no_stick.setVisible(not places)
        if self._chosen_folder is not None:
            places.append(self._chosen_folder)
        if self._place not in places:
            self._place = places[0] if places else None
        self.places.show_places(places, self._place)

    def _place_chosen(self, place: Place) -> None:
        self._place = place

    def _choose_folder(self) -> None:
        folder = self.context.door.choose_folder("sync.send.folder")
        if folder is not None:
            free = volume_kind(folder).free_bytes // _MB
            self._chosen_folder = Place(folder, str(folder), free, stick=False)
            self._place = self._chosen_folder
            self._show_places()

    def _open_devices(self, _name: str) -> None:
        self.context.navigation.go(OpenPage("sync", "devices"))

    def _lay_out(self) -> None:
        places = row(self._folder)
        places.addStretch(1)
        buttons = row(self._write)
        buttons.addStretch(1)
        self._prepare.setLayout(
            column(
                label("SendToLabel", self.words("sync.send.to"), Role.LABEL),
                self._to,
                self._waiting,
                self._records,
                label("SendPlaceLabel", self.words("sync.send.where"), Role.LABEL),
                self._no_stick,
                self.places,
                places,
                buttons,
                gap=Space.S,
            )
        )
        again = row(self._again)
        again.addStretch(1)
        self.done.buttons.setLayout(again)
        self.done.hide()
        self.add(self.states, self._nobody, self.error, self._prepare, self.strip, self.done)
