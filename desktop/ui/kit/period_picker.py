"""Choosing the period and the area of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.base.text import fold
from desktop.domain.fields import day
from desktop.domain.periods import Calendar, Period, PeriodKind, campaign
from desktop.ui.kit.choosing import ChoiceEditor, PickEditor
from desktop.ui.kit.editor import Editor
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, label, row
from desktop.ui.kit.words import Words

ALL: Final = "@all"

_KIND: Final = 176
_DAY: Final = 300
_AREA: Final = 200


class AreaPick(PickEditor):
    """All areas, or one of them."""

    def __init__(self, words: Words) -> None:
        super().__init__("FigureArea", words)
        self.line.setAccessibleName(words("figures.area"))
        self._areas: Sequence[tuple[str, str]] = ()

    def show_areas(self, areas: Sequence[tuple[str, str]]) -> None:
        """Offer these; what was chosen stays chosen where it is still there."""
        self._areas = areas
        kept = self.value()
        self.set_value(kept if kept in dict(areas) else ALL)

    def options(self, text: str) -> Sequence[Item]:
        keys = [ALL, *(key for key, _ in self._areas)]
        items = [Item(key, self.title_of(key, None)) for key in keys]
        return [item for item in items if fold(text) in fold(item.title)]

    def title_of(self, key: str, text: str | None) -> str:
        return self.words("figures.all_areas") if key == ALL else dict(self._areas).get(key, "")

    def area(self) -> str | None:
        """The id of the one area that is chosen; None for all."""
        chosen = self.value()
        return chosen if isinstance(chosen, str) and chosen != ALL else None


class PeriodPicker(QWidget):
    """A kind of period, the one before, the one after, and the area.

    Attributes:
        free: where the days of a campaign are typed; it stands in a line of its own.

    Signals:
        changed: another period or area; ask :meth:`period` and :meth:`area`.
    """

    changed = Signal()

    def __init__(self, words: Words, calendar: Calendar, today: date) -> None:
        super().__init__()
        self._calendar = calendar
        self._today = today
        self._period = calendar.due(PeriodKind.MONTH, today)
        self.kind = ChoiceEditor("PeriodKind", words, "period_kind")
        self.kind.line.setAccessibleName(words("figures.kind"))
        self.kind.set_value(PeriodKind.MONTH.value)
        self.kind.setFixedWidth(current_theme().px(_KIND))
        self.free = QWidget()
        self.days = [self._day(name, words) for name in ("first", "last")]
        free = row(gap=Space.S)
        for name, editor in zip(("first", "last"), self.days, strict=True):
            free.addWidget(label(f"PeriodLabel_{name}", words(f"figures.{name}"), Role.LABEL))
            free.addWidget(editor)
        free.addStretch(1)
        self.free.setLayout(free)
        self.free.hide()
        self.back = self._button("PreviousPeriod", "back", words("figures.previous"), "Alt+Left")
        self.next = self._button("NextPeriod", "next", words("figures.next"), "Alt+Right")
        self.areas = AreaPick(words)
        self.areas.setFixedWidth(current_theme().px(_AREA))
        whole = row(self.kind, self.back, self.next, self.areas, gap=Space.S)
        self.setLayout(whole)
        self.setFocusProxy(self.kind)
        self._connect()

    def period(self) -> Period:
        return self._period

    def area(self) -> str | None:
        return self.areas.area()

    def set_calendar(self, calendar: Calendar, today: date) -> None:
        """Other cut-offs, or another day: the same period as it is now."""
        self._calendar, self._today = calendar, today
        kind = self._period.kind
        if kind is not PeriodKind.CAMPAIGN:
            self._period = calendar.period(kind, self._period.year, self._period.number)

    def show_period(self, period: Period) -> None:
        """Show a period that was asked for elsewhere."""
        self._period = period
        self.kind.set_value(period.kind.value)
        self._show_days()

    def go(self, step: int) -> None:
        """The period before, or the one after."""
        self._period = (self._calendar.before if step < 0 else self._calendar.after)(self._period)
        self._show_days()
        self.changed.emit()

    def _day(self, name: str, words: Words) -> Editor:
        title = words(f"figures.{name}")
        editor = make_editor(day(name), f"Period_{name}", title, words, lambda: self._today, no_choices)
        editor.setFixedWidth(current_theme().px(_DAY))
        return editor

    def _button(self, name: str, picture: str, tip: str, keys: str) -> Button:
        return Button(name, look=Look.SECONDARY, icon_name=picture, shortcut=keys, tip=tip)

    def _connect(self) -> None:
        self.kind.edited.connect(self._kind_changed)
        self.areas.edited.connect(self._area_changed)
        for each in self.days:
            each.edited.connect(self._days_changed)
        self.back.clicked.connect(partial(self.go, -1))
        self.next.clicked.connect(partial(self.go, 1))

    def _kind_changed(self) -> None:
        chosen = self.kind.value()
        if not isinstance(chosen, str) or chosen == self._period.kind.value:
            return
        kind = PeriodKind(chosen)
        if kind is PeriodKind.CAMPAIGN:
            self._period = campaign(self._period.first, self._period.last)
        else:
            self._period = self._calendar.due(kind, self._today)
        self._show_days()
        self.changed.emit()

    def _area_changed(self) -> None:
        if self.areas.value() is not None:
            self.changed.emit()

    def _days_changed(self) -> None:
        first, last = (each.value() for each in self.days)
        if isinstance(first, str) and isinstance(last, str) and first <= last:
            self._period = campaign(date.fromisoformat(first), date.fromisoformat(last))
            self.changed.emit()

    def _show_days(self) -> None:
        """The days of a campaign are typed; all other kinds have theirs."""
        free = self._period.kind is PeriodKind.CAMPAIGN
        for each, value in zip(self.days, (self._period.first, self._period.last), strict=True):
            each.set_value(value.isoformat())
        self.free.setVisible(free)
