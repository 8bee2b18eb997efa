"""What of the log of uses is wanted: days, a person, a register and a record of it, a kind of deed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.base.text import fold
from desktop.domain.audit import AuditFilter, Deed
from desktop.domain.fields import Field, Kind
from desktop.services import registers
from desktop.services.views import Hit
from desktop.ui.kit.choosing import PickEditor, RefEditor
from desktop.ui.kit.editor import Editor, LineEditor
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.popup import Item
from desktop.ui.kit.readings import DayReader
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label
from desktop.ui.shell.page import PageContext

ALL: Final = "@all"
_WIDTHS: Final = {"first": 132, "last": 132, "person": 168, "register": 168, "record": 220, "deed": 184}


class _Pick(PickEditor):
    """Everything, or one of some."""

    def __init__(self, name: str, context: PageContext, everything: str) -> None:
        super().__init__(name, context.words)
        self._everything = everything
        self._items: Sequence[tuple[str, str]] = ()
        self._load: Callable[[], Sequence[tuple[str, str]]] | None = None
        self.set_value(ALL)

    def offer_when_asked(self, load: Callable[[], Sequence[tuple[str, str]]]) -> None:
        """As :meth:`offer`, but read when the list is first opened: in a long journal that takes a moment."""
        self._load = load

    def offer(self, items: Sequence[tuple[str, str]]) -> None:
        """Key and words of each; what was chosen stays chosen where it is still there."""
        self._items = items
        kept = self.value()
        self.set_value(kept if kept in dict(items) else ALL)

    def options(self, text: str) -> Sequence[Item]:
        if self._load is not None:
            self._items, self._load = self._load(), None
        both = [(ALL, self._everything), *self._items]
        return [Item(key, words) for key, words in both if fold(text) in fold(words)]

    def title_of(self, key: str, text: str | None) -> str:
        return self._everything if key == ALL else dict(self._items).get(key, "")

    def chosen(self) -> str | None:
        value = self.value()
        return value if isinstance(value, str) and value != ALL else None


class AuditFilterStrip(QWidget):
    """The fields beside each other.

    Signals:
        changed: something else is wanted.
    """

    changed = Signal()

    def __init__(self, context: PageContext, today: Callable[[], date]) -> None:
        super().__init__()
        words = context.words
        self._context = context
        day = {name: Field(name, Kind.DAY) for name in ("first", "last")}
        self.days: dict[str, Editor] = {
            # The day as it is typed says enough here: beside it there is no room for the day in words.
            name: LineEditor(f"Audit_{name}", words, DayReader(today, words.language, speaks=False))
            for name, field in day.items()
        }
        self.person = _Pick("Audit_person", context, words("audit.person.all"))
        self.register = _Pick("Audit_register", context, words("audit.register.all"))
        self.record = RefEditor("Audit_record", words, self._records)
        self.deed = _Pick("Audit_deed", context, words("audit.deed.all"))
        self.clear_button = Button("AuditClear", words("audit.clear"), look=Look.LINK, small=True)
        self._boxes: dict[str, QWidget] = {}
        self._lay_out()
        self.register.offer(
            [
                (each.name, words.register(each.name))
                for each in context.workspace.registry
                if each.parent is None
            ]
        )
        self.deed.offer([(each.value, words(f"audit.deed.{each.value}")) for each in Deed])
        self._boxes["record"].hide()
        self.clear_button.hide()
        for editor in self._editors().values():
            editor.edited.connect(self._edited)
        self.clear_button.clicked.connect(self.clear)

    def wanted(self) -> AuditFilter:
        deed = self.deed.chosen()
        register = self.register.chosen()
        record = self.record.value() if register else None
        return AuditFilter(
            self._day("first"),
            self._day("last"),
            self.person.chosen(),
            register,
            record if isinstance(record, str) else None,
            Deed(deed) if deed else None,
        )

    def clear(self) -> None:
        """Everything is wanted again."""
        for editor in (*self.days.values(), self.record):
            editor.set_value(None)
        for pick in (self.person, self.register, self.deed):
            pick.set_value(ALL)
        self._edited()

    def _day(self, name: str) -> date | None:
        value = self.days[name].value()
        return date.fromisoformat(value) if isinstance(value, str) and value else None

    def _editors(self) -> dict[str, Editor]:
        return {
            **self.days,
            "person": self.person,
            "register": self.register,
            "record": self.record,
            "deed": self.deed,
        }

    def _edited(self) -> None:
        register = self.register.chosen()
        self._boxes["record"].setVisible(register is not None)
        if register is None:
            self.record.set_value(None)
        self.clear_button.setVisible(self.wanted() != AuditFilter())
        self.changed.emit()

    def _records(self, text: str) -> Sequence[Hit]:
        register = self.register.chosen()
        return registers.choices(self._context.workspace, register, text) if register else ()

    def _lay_out(self) -> None:
        words, flow = self._context.words, FlowLayout(self, gap=Space.S)
        for name, editor in self._editors().items():
            box = QWidget()
            title = words(f"audit.{name}")
            target = editor.focusProxy()
            assert target is not None
            target.setAccessibleName(title)
            box.setLayout(column(label(f"AuditLabel_{name}", title, Role.LABEL), editor, gap=Space.XS))
            box.setFixedWidth(current_theme().px(_WIDTHS[name]))
            self._boxes[name] = box
            flow.addWidget(box)
        flow.addWidget(self.clear_button)
