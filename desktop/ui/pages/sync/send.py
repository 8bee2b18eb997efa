"""Sending: what waits, where to, and then one sentence that can be read from two metres."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QCheckBox, QFrame

from desktop.domain.errors import UserError
from desktop.services import bundles, devices, outgoing_copy, places, salvaging
from desktop.services.bundles import Exported, ExportPlan
from desktop.services.devices import Kind
from desktop.services.outgoing_copy import Sent, SentToAll
from desktop.services.places import Place
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.sync.place_chips import FindSticks, PlaceChips, size_words
from desktop.ui.pages.sync.recipients import RecipientPicker
from desktop.ui.pages.sync.section import Section
from desktop.ui.pages.sync.states import DonePane, States
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import PageContext

CHOOSING, WRITING, DONE = range(3)
_STATES: Final = ("sync.send.state.1", "sync.send.state.2", "sync.send.state.3")


class SendSection(Section):
    """Three states: choose, write, done. What waits is counted in a thread, since it may be years of work."""

    def __init__(self, context: PageContext, find_sticks: FindSticks) -> None:
        super().__init__(context, "Send")
        words = self.words
        self._find_sticks = find_sticks
        self._place: Place | None = None
        self._folder: Place | None = None
        self._counting: Task | None = None
        self._stale = False
        self._units = 0
        self.states = States(words, _STATES)
        self.nobody = Notice("NobodyNotice", Tone.DUE)
        self.nobody.say(words("sync.nobody"))
        self.nobody.offer("devices", words("sync.tab.devices"))
        self.said = Notice("SendSaid", Tone.NEUTRAL)
        self.recipient = RecipientPicker(words)
        self._to = label("SendTo", role=Role.STRONG, wrap=True)
        self._waiting = label("SendWaiting", wrap=True)
        self._records = label("SendRecords", role=Role.MUTED, wrap=True)
        self.places = PlaceChips(words)
        self._no_stick = label("NoStick", words("sync.no_stick"), Role.MUTED, wrap=True)
        self.again_button = Button("FindSticks", words("sync.find_sticks"), look=Look.LINK, small=True)
        self.folder_button = Button("SendFolder", words("sync.other_folder"), look=Look.LINK, small=True)
        self.slip_button = Button("SendBySlip", words("sync.send.again"), look=Look.LINK, small=True)
        self._writing = label("SendWriting", role=Role.STRONG, wrap=True)
        self.done = DonePane("SendDone")
        self.write_button = Button("SendWrite", words("sync.send.write"), look=Look.PRIMARY, icon_name="usb")
        self.all_button = Button("SendAll")
        self.end_button = Button("SendAgain", words("sync.send.end"), look=Look.PRIMARY)
        self.copy_box = named(QCheckBox(), "SendCopy")
        self.copy_box.setToolTip(words("sync.send.copy.what"))
        self._prepare = self._make_prepare()
        self.add(self.states, self.nobody, self.error, self.said, self._prepare)
        self.add(self._writing, self.strip, self.done)
        self.pin(self.write_button, self.all_button, self.end_button)
        self._connect()

    def arrive(self, intent: Intent) -> None:
        if self.task is None and self.states.state() != DONE:
            self.prepare()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and self.task is None and self.states.state() == CHOOSING:
            self._count()

    def leave(self) -> None:
        """A writing goes on unseen; the word that it was done is put away once it was seen."""
        self._stale = False
        if self._counting is not None:
            self._counting.finish()
        if self.states.state() == DONE:
            self.states.set_state(CHOOSING)

    def finish(self) -> None:
        super().finish()
        if self._counting is not None:
            self._counting.finish()

    def prepare(self) -> None:
        """Look anew for whom a bundle can be, which sticks there are, and what waits."""
        self.error.clear()
        self.said.hide()
        self._show(CHOOSING)
        recipients = devices.recipients(self.context.workspace)
        self.recipient.show_recipients(recipients)
        self.recipient.setVisible(len(recipients) > 1)
        self._to.setText(recipients[0].name if len(recipients) == 1 else "")
        self._to.setVisible(len(recipients) == 1)
        for each in (self._prepare, self.write_button):
            each.setVisible(bool(recipients))
        self._units = sum(each.kind is not Kind.OWN for each in recipients)
        self.all_button.setText(self.words("sync.send.all", count=self._units))
        self.all_button.setVisible(self._units > 1)
        self.nobody.setVisible(not recipients)
        self.show_places()
        self._show_copy()
        self._count()
        self.setFocusProxy(self.write_button if recipients else self.nobody)

    def _show_copy(self) -> None:
        """Whether a sealed copy goes along; how large it is stands beside."""
        offered = outgoing_copy.offer(self.context.workspace)
        self.copy_box.setVisible(offered is not None)
        if offered is not None:
            size = size_words(self.words, places.size_of(offered.size))
            limit = size_words(self.words, places.size_of(offered.limit))
            key = "sync.send.copy.too_big" if offered.too_big else "sync.send.copy"
            self.copy_box.setText(self.words(key, size=size, limit=limit))
            self.copy_box.setEnabled(not offered.too_big)
            self.copy_box.setChecked(offered.goes)

    def show_places(self) -> None:
        """Look for sticks; the first is marked unless another place was chosen."""
        found = list(self._find_sticks())
        self._no_stick.setVisible(not found)
        if self._folder is not None:
            found.append(self._folder)
        if self._place not in found:
            self._place = found[0] if found else None
        self.places.show_places(found, self._place)

    def write(self) -> None:
        """Write what waits to the chosen place; without one the person is asked for it first."""
        self._write("")

    def write_by_slip(self) -> None:
        """Write just what a slip asks for again, by the code on it."""
        code = Input("code", "sync.send.again.code", required=True)
        answer = self.context.door.ask(Question("sync.send.again.ask", inputs=(code,)))
        if answer is not None:
            self._write(str(answer["code"]))

    def _write(self, codes: str) -> None:
        if self._place is None:
            self.choose_folder()
        recipient = self.recipient.chosen()
        if recipient is None:
            self.recipient.open()
        elif self._place is not None:
            self._leave_counting()
            self.said.hide()
            self._writing.setText(self.words("sync.send.writing", to=recipient.name))
            self._show(WRITING)
            work = partial(_export, self.context.workspace, recipient.station, self._place, codes)
            self.run(work, self._written, "sync.send.stay" if self._place.stick else "sync.send.checking")

    def write_all(self) -> None:
        """Write a bundle for every unit to the chosen place; without one the person is asked for it first."""
        if self._place is None:
            self.choose_folder()
        if self._place is not None:
            self._leave_counting()
            self.said.hide()
            self._writing.setText(self.words("sync.send.all.writing"))
            self._show(WRITING)
            work = partial(_export_all, self.context.workspace, self._place)
            self.run(work, self._all_written, "sync.send.stay" if self._place.stick else "sync.send.checking")

    def choose_folder(self) -> None:
        """Any folder will do: a disc is burnt from it, or it is sent on by an inner network."""
        folder = self.context.door.choose_folder("sync.send.folder")
        if folder is not None:
            self._folder = self._place = places.place(folder)
            self.show_places()

    def waiting(self) -> list[str]:
        """What is said to wait, and of which registers."""
        return [self._waiting.text(), self._records.text()]

    def stopped(self, *, cancelled: bool) -> None:
        self._show(CHOOSING)
        if cancelled:
            self.said.say(self.words("sync.send.stopped"))
            self.said.show()
        self._count()
        self.write_button.setFocus()

    def _written(self, exported: object) -> None:
        assert isinstance(exported, Sent)
        self._tell_written(exported.exported, exported)
        if exported.error is not None:
            self.error.tell(exported.error)
        self.end_button.setFocus()

    def _tell_written(self, exported: Exported, sent: Sent) -> None:
        assert self._place is not None
        self._show(DONE)
        words = self.words
        told = words(
            "sync.send.done.detail",
            number=exported.number,
            to=exported.recipient.name,
            size=size_words(words, places.size_of(exported.size)),
        )
        self.done.say(
            words("sync.send.done.stick" if self._place.stick else "sync.send.done.folder"),
            (exported.path.name, Role.TITLE),
            (words("sync.send.done.where", folder=str(exported.path.parent)), Role.BODY),
            (told, Role.BODY),
            (self._of_copy(sent), Role.BODY),
            (words("sync.send.done.who"), Role.MUTED),
        )

    def _of_copy(self, sent: Sent | SentToAll) -> str:
        if sent.error is not None:
            return self.words("sync.send.copy.failed")
        return "" if sent.copy is None else self.words("sync.send.copy.done", count=sent.copy.operations)

    def _all_written(self, done: object) -> None:
        assert isinstance(done, SentToAll)
        assert self._place is not None
        told = done.answers
        words, count = self.words, len(told.written)
        if told.error is not None:
            self.stopped(cancelled=False)
            self.error.tell(told.error)
            self.said.say(
                words("sync.send.all.part", count=count, units=", ".join(each.name for each in told.left))
            )
            self.said.show()
            return
        self._show(DONE)
        key = "sync.send.all.done" if self._place.stick else "sync.send.all.done.folder"
        self.done.say(
            words(key, count=count),
            (words("sync.send.done.where", folder=str(self._place.folder)), Role.BODY),
            (words("sync.send.all.detail"), Role.BODY),
            (self._of_copy(done), Role.BODY),
            (words("sync.send.done.who"), Role.MUTED),
        )
        if done.error is not None:
            self.error.tell(done.error)
        self.end_button.setFocus()

    # What waits

    def _count(self) -> None:
        recipient = self.recipient.chosen()
        if recipient is None:
            self._waiting.setText("")
            self._records.hide()
            return
        if self._counting is not None:
            self._stale = True
            return
        self._waiting.setText(self.words("sync.send.counting"))
        work = partial(_prepare, self.context.workspace, recipient.station)
        self._counting = start_task(self, work, done=self._counted, failed=self._not_counted)

    def _counted(self, plan: object) -> None:
        assert isinstance(plan, ExportPlan)
        self._counting = None
        if self._stale:
            self._stale = False
            self._count()
            return
        new = plan.operations - plan.unconfirmed
        said = [self.words("sync.send.waiting" if new else "sync.send.nothing", count=new)]
        if plan.unconfirmed:
            facts = {"to": plan.recipient.name, "count": plan.unconfirmed}
            said.append(self.words("sync.send.unconfirmed", **facts))
        if plan.aside:
            said.append(self.words("sync.send.aside", to=plan.recipient.name, count=plan.aside))
        self._waiting.setText("\n".join(said))
        parts = [
            self.words("sync.records", register=self.words.register(register), count=count)
            for register, count in plan.records.items()
        ]
        self._records.setText(" · ".join(parts))
        self._records.setVisible(bool(parts))

    def _not_counted(self, error: UserError) -> None:
        self._counting = None
        self._waiting.setText("")
        self._records.hide()
        self.error.tell(error)

    def _leave_counting(self) -> None:
        self._stale = False
        if self._counting is not None:
            self._counting.finish()

    # What is shown

    def _show(self, state: int) -> None:
        self.states.set_state(state)
        self._prepare.setVisible(state == CHOOSING)
        self.write_button.setVisible(state == CHOOSING)
        self.all_button.setVisible(state == CHOOSING and self._units > 1)
        self._writing.setVisible(state == WRITING)
        self.done.setVisible(state == DONE)
        self.end_button.setVisible(state == DONE)

    def want_copy(self) -> None:
        """What the box says holds from now on, for every stick."""
        outgoing_copy.want(self.context.workspace, wanted=self.copy_box.isChecked())

    def _place_chosen(self, place: Place) -> None:
        self._place = place

    def _open_devices(self, _name: str) -> None:
        self.context.navigation.go(OpenPage("sync", "devices"))

    def _make_prepare(self) -> QFrame:
        words = self.words
        links = row(self.again_button, self.folder_button, self.slip_button, gap=Space.L)
        links.addStretch(1)
        made = named(QFrame(), "Card")
        made.setLayout(
            column(
                label("SendToLabel", words("sync.send.to"), Role.LABEL),
                self._to,
                self.recipient,
                self._waiting,
                self._records,
                label("SendPlaceLabel", words("sync.send.where"), Role.LABEL),
                self._no_stick,
                self.places,
                self.copy_box,
                links,
                gap=Space.XS,
                margins=(Space.L, Space.S, Space.L, Space.M),
            )
        )
        return made

    def _connect(self) -> None:
        self.nobody.acted.connect(self._open_devices)
        self.recipient.edited.connect(self._count)
        self.places.chosen.connect(self._place_chosen)
        self.copy_box.clicked.connect(self.want_copy)
        self.again_button.clicked.connect(self.show_places)
        self.folder_button.clicked.connect(self.choose_folder)
        self.slip_button.clicked.connect(self.write_by_slip)
        self.write_button.clicked.connect(self.write)
        self.all_button.clicked.connect(self.write_all)
        self.end_button.clicked.connect(self.prepare)


def _prepare(workspace: Workspace, station: str, _progress: Progress, /) -> ExportPlan:
    return bundles.prepare_export(workspace, station)


def _export_all(workspace: Workspace, place: Place, progress: Progress, /) -> SentToAll:
    places.refuse_gone(place.folder)
    return outgoing_copy.send_to_all(workspace, place, progress)


def _export(workspace: Workspace, station: str, place: Place, codes: str, progress: Progress, /) -> Sent:
    # A folder that is gone would be taken for the name of a file.
    places.refuse_gone(place.folder)
    again = salvaging.asked_again(workspace, station, codes) if codes else None
    return outgoing_copy.send(workspace, station, place, progress, again=again)
