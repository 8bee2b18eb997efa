"""Drawing up a proposal: for what, in which set, and who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.access import sees
from desktop.domain.fields import Field, Kind
from desktop.services import registers
from desktop.services.award_merits import Merit
from desktop.services.award_proposals import RECIPIENTS, NewSet, Nominee
from desktop.services.award_sets import SetView
from desktop.services.views import Hit
from desktop.ui.kit.choosing import RefEditor
from desktop.ui.kit.editor import Editor
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.pages.awards.nominee_list import Choice, NomineeList
from desktop.ui.shell.page import PageContext

_FIELDS: Final = {
    "name": ("field.award_set.name", Kind.TEXT, None),
    "kind": ("field.award_set.kind", Kind.CHOICE, "award_kind"),
    "occasion": ("field.award_set.occasion", Kind.TEXT, None),
    "form": ("field.award.form", Kind.CHOICE, "award_form"),
    "achievement": ("field.award.achievement", Kind.LONG_TEXT, None),
}
_OF_A_SET: Final = ("name", "kind", "occasion")
_FEW: Final = 6


class ProposalPane(QWidget):
    """A form; it proposes nothing itself.

    Signals:
        proposed: the set (a :class:`NewSet` or an id) and the nominees.
        left: the person thought better of it.
    """

    proposed = Signal(object, object)
    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("ProposalPane")
        self._context = context
        self._words = words = context.words
        self._set: SetView | None = None
        self._title = ElidedLabel("ProposalTitle", role=Role.SECTION)
        self._editors: dict[str, Editor] = {}
        self._labels: dict[str, QWidget] = {}
        self.problem = label("ProposalProblem", role=Role.PROBLEM, wrap=True)
        self.problem.hide()
        self.pick = RefEditor("NomineePick", words, self._found)
        self.pick.line.setAccessibleName(words("awards.pick"))
        self.nominees = NomineeList(words)
        back = Button("LeaveProposal", words("kit.cancel"), icon_name="back", shortcut="Esc")
        self.save_button = Button(
            "SaveProposal", words("awards.propose"), look=Look.PRIMARY, icon_name="save", shortcut="Ctrl+S"
        )
        head = row(back, self._title, self.save_button)
        head.setStretch(1, 1)
        body = ScrollColumn(Space.XS, (0, 0, Space.S, Space.S))
        for name in _FIELDS:
            self._add(body, name)
        body.body.addWidget(label("NomineePickLabel", words("awards.pick"), Role.LABEL))
        body.body.addWidget(self.pick)
        body.body.addWidget(self.nominees)
        body.body.addWidget(label("DisciplineNote", words("awards.discipline"), Role.CAPTION, wrap=True))
        whole = column(head, self.problem, body, gap=Space.S)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFocusProxy(self._editors["name"])
        if context.enter_moves:
            for one, following in pairwise([*self._editors.values(), self.pick]):
                one.entered.connect(following.setFocus)
        back.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)
        self.pick.edited.connect(self._picked)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)

    def begin(self, award_set: SetView | None, merits: Sequence[Merit], *, ticked: bool) -> None:
        """An empty form for a new set, or for one that is there."""
        self._set = award_set
        self.problem.hide()
        words = self._words
        title = words("awards.new") if award_set is None else words("awards.add_to", name=award_set.name)
        self._title.set_full_text(title)
        values = {"kind": "thematic", "form": "giay_khen"}
        for name, editor in self._editors.items():
            editor.set_value(values.get(name))
            shown = award_set is None or name not in _OF_A_SET
            editor.setVisible(shown)
            self._labels[name].setVisible(shown)
        self.pick.set_value(None)
        self.nominees.begin(merits, ticked=ticked)
        self.setFocusProxy(self._editors["name" if award_set is None else "achievement"])

    def editor(self, name: str) -> Editor:
        return self._editors[name]

    def save(self) -> None:
        """Pass on what is proposed, or say what is missing."""
        problem, where = self._problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if where is not None:
            where.setFocus()
            return
        values = {name: str(editor.value() or "") for name, editor in self._editors.items()}
        award_set: NewSet | str = (
            NewSet(values["name"], values["kind"] or "thematic", values["occasion"])
            if self._set is None
            else self._set.id
        )
        nominees = [
            Nominee(each.register, each.record, values["achievement"], values["form"] or "giay_khen")
            for each in self.nominees.chosen()
        ]
        self.proposed.emit(award_set, nominees)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _problem(self) -> tuple[str, QWidget | None]:
        wanted = ("achievement",) if self._set is not None else ("name", "achievement")
        for name in wanted:
            if not self._editors[name].value():
                title = self._words(_FIELDS[name][0])
                return self._words("awards.missing", field=title), self._editors[name]
        if not self.nominees.chosen():
            return self._words("awards.nobody"), self.pick
        return "", None

    def _add(self, body: ScrollColumn, name: str) -> None:
        key, kind, catalogue = _FIELDS[name]
        title = self._words(key)
        head = self._words("kit.required", label=title) if name in ("name", "achievement") else title
        today: Callable[[], object] = self._context.workspace.today
        declared = Field(name, kind, catalogue=catalogue)
        editor = make_editor(declared, f"Propose_{name}", title, self._words, today, no_choices)  # type: ignore[arg-type]
        self._labels[name] = label(f"Propose_{name}_Label", head, Role.LABEL)
        self._editors[name] = editor
        body.body.addWidget(self._labels[name])
        body.body.addWidget(editor)

    def _found(self, text: str) -> Sequence[Hit]:
        """Groups, people and households that fit, each under a key that says which it is."""
        workspace = self._context.workspace
        found: list[Hit] = []
        for register in RECIPIENTS:
            if text and sees(workspace.role, register):
                hits = registers.choices(workspace, register, text)[:_FEW]
                found += [Hit(register, f"{register}/{hit.record}", hit.title, hit.subtitle) for hit in hits]
        return found

    def _picked(self) -> None:
        key = self.pick.value()
        if isinstance(key, str):
            register, record = key.split("/", 1)
            said = self._words.choice("recipient_kind", RECIPIENTS[register])
            self.nominees.add(Choice(register, record, self.pick.line.text(), said))
            self.pick.set_value(None)
