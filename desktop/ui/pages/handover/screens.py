"""The six screens of the wizard: what is shown on each, and what is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from desktop.base.text import fold
from desktop.domain.fields import Kind
from desktop.domain.handover import CHECKS, STEPS, Handover, HandoverPath
from desktop.services import handover as handing
from desktop.services import users
from desktop.services.handover_paper import WORK
from desktop.services.views import Hit
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Input
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.administration.section import Facts
from desktop.ui.pages.handover.fields import Fields
from desktop.ui.pages.handover.words import book_words

_WIDEST: Final = 640
_DAYS: Final = ("day", "attested_on")


class Screens(QStackedWidget):
    """One screen for each step.

    Attributes:
        fields: the fields of the screens that have some, by step.
        checks: what the successor ticks.
        says: what the chosen path can and cannot do.

    Signals:
        edited: the person changed something.
        minutes_asked, code_asked, attestation_asked: they want to see the paper, to try the code of the envelope,
            or to read what the level above attests.
    """

    edited = Signal()
    minutes_asked = Signal()
    code_asked = Signal()
    attestation_asked = Signal()

    def __init__(self, words: Words, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("HandoverSteps")
        self._words, self._workspace = words, workspace
        self.fields: dict[str, Fields] = {}
        self.checks: dict[str, QCheckBox] = {}
        self._facts = {
            name: Facts(f"Handover_{name}", words(f"handover.step.{name}")) for name in ("work", "books")
        }
        self.says = Notice("PathSays", Tone.INFO)
        for name in STEPS:
            self.addWidget(getattr(self, f"_make_{name}")())

    def show_handover(self, handover: Handover) -> None:
        """Show the screen that it stands at, with what was filled in."""
        self.setCurrentIndex(handover.step)
        for fields in self.fields.values():
            fields.show_values({**vars(handover), "path": handover.path.value})
        for check, box in self.checks.items():
            box.setChecked(check in handover.checks)
        self.show_facts(handover)

    def read(self, handover: Handover) -> Handover:
        """The same with what is typed and ticked now."""
        typed: dict[str, Any] = {}
        for each in self.fields.values():
            typed.update(each.values())
        values: dict[str, Any] = {
            name: value if name in _DAYS else str(value or "") for name, value in typed.items()
        }
        path = values.pop("path")
        ticked = tuple(name for name, box in self.checks.items() if box.isChecked())
        path = HandoverPath(path) if path else handover.path
        # What was proven is what was read: typed over, it is a person's word again.
        signed = handover.attested_signed and all(
            values.get(name) == getattr(handover, name)
            for name in ("attested_by", "attestation", "attested_on")
        )
        return replace(handover, path=path, checks=ticked, attested_signed=signed, **values)

    def show_facts(self, handover: Handover) -> None:
        """What the program says of it on the screen that is shown."""
        words, workspace = self._words, self._workspace
        self.says.say(words(f"handover.path.{handover.path.value}.says"))
        if STEPS[handover.step] == "work":
            found = handing.unfinished(workspace, handover.leaving)
            self._facts["work"].show_facts(
                [(words(f"handover.work.{name}"), str(getattr(found, name))) for name in WORK]
            )
        if STEPS[handover.step] == "books":
            lines = handing.books(workspace)
            self._facts["books"].show_facts(
                [(words.plural(each.register), book_words(words, each)) for each in lines]
            )

    def _screen(self, *parts: QWidget) -> QWidget:
        scroll = ScrollColumn(Space.M, (Space.XL, Space.S, Space.XL, Space.S))
        for part in parts:
            part.setMaximumWidth(current_theme().px(_WIDEST))
            scroll.body.addWidget(part)
        scroll.body.addStretch(1)
        return scroll

    def _fields(self, step: str, *inputs: Input) -> Fields:
        made = Fields(self._words, inputs, self._workspace.today)
        made.edited.connect(self.edited)
        self.fields[step] = made
        return made

    def _make_work(self) -> QWidget:
        path = Input("path", "handover.path", Kind.REF, to="path", choices=self._paths)
        leaving = Input("leaving", "handover.leaving", Kind.REF, to="user", choices=self._users)
        return self._screen(
            self._fields("work", path, leaving, Input("leaving_title", "handover.leaving_title")),
            self.says,
            self._facts["work"],
        )

    def _make_books(self) -> QWidget:
        return self._screen(self._facts["books"])

    def _make_keys(self) -> QWidget:
        names = ("sticks", "envelope", "other_things")
        return self._screen(self._fields("keys", *(Input(name, f"handover.{name}") for name in names)))

    def _make_accounts(self) -> QWidget:
        return self._screen(
            self._fields(
                "accounts",
                Input("successor", "handover.successor", Kind.REF, to="user", choices=self._users),
                Input("successor_title", "handover.successor_title"),
                Input("day", "handover.day", Kind.DAY),
                Input("hour", "handover.hour"),
                Input("witness", "handover.witness"),
            ),
            label("NoSuccessor", self._words("handover.no_successor"), Role.CAPTION, wrap=True),
        )

    def _make_check(self) -> QWidget:
        self.checks = {name: QCheckBox(self._words(f"handover.check.{name}")) for name in CHECKS}
        for name, box in self.checks.items():
            box.setObjectName(f"Check_{name}")
            box.clicked.connect(self.edited)
        code = Button("TryCode", self._words("handover.open_code"), look=Look.LINK)
        code.clicked.connect(self.code_asked)
        attested = ("attested_by", "attestation")
        read = Button("ReadAttestation", self._words("attesting.read"), look=Look.LINK)
        read.clicked.connect(self.attestation_asked)
        return self._screen(
            *self.checks.values(),
            code,
            read,
            self._fields(
                "check",
                Input("found", "handover.found"),
                *(Input(name, f"handover.{name}") for name in attested),
                Input("attested_on", "handover.attested_on", Kind.DAY),
            ),
        )

    def _make_paper(self) -> QWidget:
        show = Button("ShowMinutes", self._words("handover.show"), icon_name="print")
        show.clicked.connect(self.minutes_asked)
        line = QWidget()
        line.setLayout(row(show))
        line.layout().addStretch(1)  # type: ignore[union-attr]  # a row was set
        return self._screen(label("MinutesText", self._words("handover.paper.text"), wrap=True), line)

    def _paths(self, _register: str, text: str) -> Sequence[Hit]:
        named_paths = [(each.value, self._words(f"handover.path.{each.value}")) for each in HandoverPath]
        return [Hit("path", value, title, "") for value, title in named_paths if fold(text) in fold(title)]

    def _users(self, _register: str, text: str) -> Sequence[Hit]:
        known = users.list_users(self._workspace)
        return [
            Hit("user", each.id, each.name, self._words(f"role.{each.role.value}"))
            for each in known
            if fold(text) in fold(each.name)
        ]
