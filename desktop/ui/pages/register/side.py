"""Where a record or a form stands: beside the list, over its right part, or in its place, by the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from desktop.ui.kit.panel import WIDTH, RecordPanel
from desktop.ui.kit.theme import current_theme
from desktop.ui.kit.widgets import column, set_property
from desktop.ui.shell.layouts import Layout

if TYPE_CHECKING:
    from desktop.ui.kit.form import RecordForm


class Side(QFrame):
    """Holds the panel and, over it, the form of one sitting."""

    def __init__(self, page: QWidget, panel: RecordPanel) -> None:
        super().__init__(page)
        self.setObjectName("Side")
        self.panel = panel
        self._form: RecordForm | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(panel)
        self.setLayout(column(self._stack, gap=0))
        self.hide()

    @property
    def form(self) -> RecordForm | None:
        """The form that is open."""
        return self._form

    @property
    def shows_panel(self) -> bool:
        """Whether a record is in sight."""
        return not self.isHidden() and self._form is None

    def show_panel(self) -> None:
        """Show the record; an open form goes."""
        self.drop_form()
        self.show()
        self.raise_()

    def show_form(self, form: RecordForm) -> None:
        """Show a form in place of whatever stood here."""
        self.drop_form()
        self._form = form
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self.show()
        self.raise_()
        form.begin()

    def drop_form(self) -> None:
        """Let the form go, if one is open."""
        if self._form is not None:
            self._stack.setCurrentWidget(self.panel)
            self._stack.removeWidget(self._form)
            # Its last word on a draft must not be taken for that of the form that follows.
            self._form.blockSignals(True)
            self._form.deleteLater()
            self._form = None

    def close_all(self) -> None:
        self.drop_form()
        self.hide()

    def room(self, layout: Layout) -> int:
        """What the list gives up, in pixels."""
        return 0 if self.isHidden() or layout is not Layout.WIDE else current_theme().px(WIDTH)

    def place(self, layout: Layout, page: QRect) -> None:
        """Stand where the layout has it."""
        self.panel.set_alone(alone=layout is Layout.NARROW)
        over = {Layout.WIDE: "none", Layout.RAIL: "part", Layout.NARROW: "all"}
        set_property(self, "over", over[layout])
        width = page.width() if layout is Layout.NARROW else min(current_theme().px(WIDTH), page.width())
        self.setGeometry(QRect(page.right() + 1 - width, page.top(), width, page.height()))
