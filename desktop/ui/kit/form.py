"""The form of a record, made from its register's declaration. It holds no service: it emits what a person entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.fields import Kind
from desktop.services.views import Cell, Entry, Form, Problem, Remark
from desktop.ui.kit.checklist import MARK_ALL
from desktop.ui.kit.form_body import FormBody, FormTools
from desktop.ui.kit.form_field import FormField
from desktop.ui.kit.remark_list import RemarkList
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, line, row

DRAFT_EVERY_MS: Final = 1500
"""At most this much typing is lost when the power fails."""

WEIGH_AFTER_MS: Final = 400
"""What is typed is weighed when the hands rest this long."""


class RecordForm(QFrame):
    """One sitting over one form; make another for another record.

    Attributes:
        form: what was loaded.
        remarks: what is told above the fields.
        save_button, save_next_button, cancel_button: pinned under the fields.

    Signals:
        saved: an :class:`~desktop.services.views.Entry` with the changes only, and whether another new record
            shall follow.
        cancelled: the person wants out.
        edited: what is typed so far, as a draft, soon after typing.
        reveal_asked: register, record and field of something masked.
        weighing: what is typed has changed, so remarks on it may have come or gone.
        remark_opened: register and record of another record that a remark speaks of.
    """

    saved = Signal(object, bool)
    cancelled = Signal()
    edited = Signal(object)
    reveal_asked = Signal(str, str, str)
    weighing = Signal()
    remark_opened = Signal(str, str)

    def __init__(self, form: Form, title: str, tools: FormTools) -> None:
        super().__init__()
        self.setObjectName("Form")
        self.form = form
        self._words = tools.words
        head = label("FormTitle", title, Role.SECTION, wrap=True)
        head.setContentsMargins(Space.L, Space.M, Space.L, Space.XS)
        self._body = FormBody(form, tools)
        self._told = label("FormProblems", role=Role.PROBLEM, wrap=True)
        self._told.hide()
        self.remarks = RemarkList(tools.words)
        self.remarks.opened.connect(self.remark_opened)
        notice = label("FormNotice", notice_of(tools, form.register), Role.CAPTION, wrap=True)
        notice.setContentsMargins(Space.L, 0, Space.L, Space.XS)
        if not notice.text():
            notice.hide()
        whole = column(head, notice, self.remarks, self._body, line(), self._make_footer(), gap=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_EVERY_MS)
        self._timer.timeout.connect(self._tell_draft)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(WEIGH_AFTER_MS)
        self._resting.timeout.connect(self.weighing)
        self._body.edited.connect(self._typed)
        if tools.enter_moves:
            self._body.entered.connect(self._next)
        self._body.arranged.connect(self._order_tabs)
        self._body.reveal_asked.connect(self.reveal_asked)
        self._bind_keys()
        self._order_tabs()

    def load_draft(self, draft: Mapping[str, Any]) -> None:
        """Show what was typed in an earlier sitting."""
        self._body.load_draft(draft)
        self._order_tabs()

    def draft(self) -> dict[str, Any]:
        """What is typed so far; empty when nothing is."""
        return self._body.draft()

    def entry(self) -> Entry:
        """The changes a person made."""
        return self._body.entry()

    def is_changed(self) -> bool:
        entry = self.entry()
        return bool(entry.values or entry.children)

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        fields = self._body.in_order()
        self.setFocusProxy(fields[0] if fields else self.save_button)
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self, name: str, child: tuple[str, str] | None = None) -> None:
        """Put the keyboard into one field, of a child into the first where it has none of that name.

        ``child`` is the register and the record of a row that belongs to this one. Nothing moves where the form has
        no such place.
        """
        field = self._body.field_of(name) if child is None else self._body.child_field(*child, name)
        if field is not None:
            self._body.go_to(field)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Tell each problem under its field, and go to the first."""
        for problem in problems:
            field = self._body.field_of(problem.field)
            if field is not None:
                field.tell(self._words(f"problem.{problem.code}", **problem.facts))
        self._sum_up()
        self._first_problem()

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Tell what is worth knowing of what is typed."""
        self.remarks.show_remarks(remarks)

    def problems(self) -> dict[str, str]:
        """What is told now, by the title of the field."""
        return {each.title: each.problem() for each in self._body.fields() if each.problem()}

    def next_problem(self) -> None:
        """Go to the next field with a problem, after the last to the first."""
        order = self._body.fields()
        here = next((i for i, each in enumerate(order) if each.isAncestorOf(self.focusWidget() or self)), -1)
        wrong = next((each for each in order[here + 1 :] if each.problem()), None)
        if wrong is None:
            self._first_problem()
        else:
            self._body.go_to(wrong)

    def mark_all(self) -> None:
        """Say of all rows that are marked one by one that they are met."""
        self._body.mark_all()

    def show_cell(self, register: str, record: str, field: str, cell: Cell) -> None:
        """Open a masked field with what a look revealed."""
        self._body.show_cell(register, record, field, cell)

    def save(self) -> None:
        """Emit the entry if all that is typed has a meaning."""
        self._try_to_save(again=False)

    def save_and_next(self) -> None:
        """The same, and ask for another new record where this is one."""
        self._try_to_save(again=self.form.record is None)

    def _make_footer(self) -> QWidget:
        words = self._words
        self.save_button = Button("Save", words("kit.save"), look=Look.PRIMARY, shortcut="Ctrl+S")
        self.save_next_button = Button("SaveNext", words("kit.save_next"), shortcut="Ctrl+Return")
        self.cancel_button = Button("Cancel", words("kit.cancel"), look=Look.QUIET)
        if self.form.record is not None:
            self.save_next_button.hide()
        self.save_button.clicked.connect(self.save)
        self.save_next_button.clicked.connect(self.save_and_next)
        self.cancel_button.clicked.connect(self.cancelled)
        buttons = row(self.save_button, self.save_next_button, self.cancel_button)
        buttons.addStretch(1)
        footer = QWidget()
        margins = (Space.L, Space.S, Space.L, Space.M)
        footer.setLayout(column(self._told, buttons, gap=Space.XS, margins=margins))
        return footer

    def _bind_keys(self) -> None:
        for keys, slot in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save_and_next),
            ("Ctrl+Enter", self.save_and_next),
            ("F8", self.next_problem),
            (MARK_ALL, self.mark_all),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _try_to_save(self, *, again: bool) -> None:
        self.save_button.setFocus()  # what is typed is tidied when it is left
        wrong = self._body.tell_troubles()
        self._sum_up()
        if wrong:
            self._first_problem()
        else:
            self.saved.emit(self.entry(), again)

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self._resting.start()
        self._sum_up()

    def _tell_draft(self) -> None:
        self.edited.emit(self.draft())

    def _next(self, field: FormField) -> None:
        order = self._body.in_order()
        at = order.index(field) + 1
        target = order[at] if at < len(order) else self.save_button
        # As with Tab, what stands in the next field is marked.
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _first_problem(self) -> None:
        wrong = next((each for each in self._body.fields() if each.problem()), None)
        if wrong is not None:
            self._body.go_to(wrong)

    def _sum_up(self) -> None:
        count = len([each for each in self._body.fields() if each.problem()])
        self._told.setText(self._words("kit.problems", count=count) if count else "")
        self._told.setVisible(bool(count))

    def _order_tabs(self) -> None:
        stops = [*self._body.stops(), self.save_button, self.save_next_button, self.cancel_button]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)


def notice_of(tools: FormTools, register: str) -> str:
    """What must not be typed into a form; nothing for one without room for free words."""
    words, own = tools.words, f"form.notice.{register}"
    registers = [
        tools.registry[register],
        *(tools.registry[each] for each in tools.registry[register].children),
    ]
    free = any(field.kind is Kind.LONG_TEXT or field.sensitive for each in registers for field in each.fields)
    said = [words(own)] if words.has(own) else []
    return " ".join([*said, words("kit.classified")] if free else said)
