"""Terms and amounts: what counts today, what counted and will count, and the unit's own value from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.errors import UserError
from desktop.domain.rules import VISIT_INTERVAL, DatedValue, Origin, Rule, Standing, Unit
from desktop.i18n.dates import short_date
from desktop.i18n.numbers import grouped, money
from desktop.services import rules
from desktop.services.rules import NoSuchValue, RuleView
from desktop.services.views import Entry, Problem
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row
from desktop.ui.pages.administration.entry_form import rule_form
from desktop.ui.pages.administration.lines import Line, LineList
from desktop.ui.pages.administration.two_panes import TwoPanes
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.shortcuts import Shortcut


class RulesPage(TwoPanes):
    """All rules with what counts today; the values of one by their first days.

    Attributes:
        values: the lines of the values, that which counts latest on top.
    """

    keys: Sequence[Shortcut] = (Shortcut("Ctrl+N", "keys.new"), *TwoPanes.keys)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "rules", wide=True)
        words = self.words
        self._views: dict[str, RuleView] = {}
        self._shown = ""
        self._title = label("RuleTitle", role=Role.SECTION, wrap=True)
        self._current = label("RuleValue", role=Role.FIGURE)
        self._since = label("RuleSince", role=Role.CAPTION, wrap=True)
        self._caution = Notice("RuleCaution", Tone.DUE)
        self.values = LineList("RuleValues", words("rule.values"))
        self.set_button = Button(
            "SetRule", words("rule.set"), look=Look.PRIMARY, icon_name="add", shortcut="Ctrl+N"
        )
        self.withdraw_button = Button("WithdrawRule", words("rule.withdraw"), icon_name="undo")
        self.history_button = Button(
            "RuleHistory", words("administration.history"), look=Look.QUIET, icon_name="history"
        )
        head = row(self._title, self.set_button)
        head.setStretch(0, 1)
        deeds = row(self.withdraw_button)
        deeds.addStretch(1)
        deeds.addWidget(self.history_button)
        self.body.addLayout(head)
        for widget in (self._current, self._since, self._caution):
            self.body.addWidget(widget)
        self.body.addWidget(label("RuleValuesTitle", words("rule.values"), Role.LABEL))
        self.body.addWidget(self.values, 1)
        self.body.addLayout(deeds)
        self.set_button.clicked.connect(self.set_value)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.history_button.clicked.connect(self.open_history)
        self.list.opened.connect(self.set_value)
        self.values.changed.connect(self._value_changed)
        for keys in ("Ctrl+N", "F2"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.set_value)

    # Showing

    def reload(self) -> None:
        workspace = self.context.workspace
        found = rules.rules(workspace, workspace.today())
        self._views = {view.rule.key: view for view in found}
        lines = []
        for group, views in groupby(found, lambda view: view.rule.group):
            lines.append(Line("", self.words(f"rule.group.{group}")))
            lines += [self._rule_line(view) for view in views]
        self.list.show_lines(lines)

    def show_line(self, key: str) -> None:
        view = self._views.get(key)
        if view is None:
            return
        current = view.current
        self._title.setText(self._name(view.rule))
        self._current.setText(self._amount(view.rule, current))
        self._since.setText(self._origin(current) if current is not None else "")
        self._since.setVisible(current is not None)
        caution = self._caution_of(current)
        self._caution.say(caution)
        self._caution.setVisible(bool(caution))
        lines = [self._value_line(view, each) for each in reversed(view.values)]
        self.values.show_lines(lines, anew=key != self._shown)
        self._shown = key

    def _rule_line(self, view: RuleView) -> Line:
        name = self._name(view.rule)
        if view.rule.key.startswith(VISIT_INTERVAL):
            # Under its heading the kind of household says enough.
            name = self.words.choice("household_category", view.rule.key.removeprefix(VISIT_INTERVAL))
        if view.current is None or view.current.value is None:
            return Line(view.rule.key, name, figure=self.words("rule.unset"))
        return Line(view.rule.key, name, figure=self._amount(view.rule, view.current))

    def _value_line(self, view: RuleView, value: DatedValue) -> Line:
        today = self.context.workspace.today()
        key = value.record or f"program-{view.values.index(value)}"
        note = " · ".join(each for each in (self._origin(value), value.note) if each)
        if value is view.current:
            chip = Tone.DONE, self.words("rule.in_force")
        elif value.since is not None and value.since > today:
            chip = Tone.INFO, self.words("rule.to_come")
        else:
            chip = Tone.NEUTRAL, self.words("rule.over")
        return Line(key, self._amount(view.rule, value), note, chip)

    def _name(self, rule: Rule) -> str:
        return rule.en if self.words.language == "en" else rule.vi

    def _amount(self, rule: Rule, value: DatedValue | None) -> str:
        if value is None or value.value is None:
            return self.words("rule.nothing")
        language = self.words.language
        if rule.unit is Unit.DONG:
            return money(value.value, language)
        return self.words(f"rule.unit.{rule.unit.value}", amount=grouped(value.value, language))

    def _origin(self, value: DatedValue) -> str:
        words = self.words
        parts = []
        if value.since is not None:
            parts.append(words("rule.since", on=short_date(value.since, words.language)))
        if value.standing is Standing.SUGGESTION:
            parts.append(words("rule.suggestion"))
        elif value.origin is not Origin.PROGRAM:
            parts.append(words(f"rule.origin.{value.origin.name.lower()}"))
        parts.append(value.basis)
        return " · ".join(each for each in parts if each)

    def _caution_of(self, current: DatedValue | None) -> str:
        if current is None or current.value is None:
            return self.words("rule.caution.unset")
        if current.standing in (Standing.REPORTED, Standing.PLANNED):
            return self.words(f"rule.caution.{current.standing.value}")
        return ""

    def _value_changed(self, key: str) -> None:
        self.withdraw_button.setEnabled(self._own(key) is not None)
        view = self._views.get(self.list.key())
        self.history_button.setEnabled(view is not None and any(each.record for each in view.values))

    def _own(self, key: str) -> DatedValue | None:
        view = self._views.get(self.list.key())
        values = view.values if view is not None else ()
        return next((each for each in values if each.record == key and each.origin is Origin.UNIT), None)

    # Doing

    def set_value(self, _key: str = "") -> None:
        """Show the form of a value from a day on."""
        view = self._views.get(self.list.key())
        if view is None:
            return
        unit = self.words(f"rule.in_unit.{view.rule.unit.value}")
        title = self.words("rule.form", name=self._name(view.rule), unit=unit)
        form = rule_form(self.context, view.rule, title)
        form.save_next_button.hide()
        form.saved.connect(self._save)
        self.show_form(form)

    def _save(self, entry: object, _again: bool) -> None:  # noqa: FBT001 - a slot of Qt
        assert isinstance(entry, Entry)
        form, view = self._form, self._views[self.list.key()]
        assert form is not None
        said = {"since": self.context.workspace.today().isoformat(), **entry.values}
        value, since = said.get("value"), said["since"]
        missing = [name for name, each in (("value", value), ("since", since)) if each is None]
        if missing:
            form.show_problems([Problem(name, "required") for name in missing])
            return
        assert isinstance(value, int)
        day = date.fromisoformat(str(since))
        basis, note = str(said.get("basis") or ""), str(said.get("note") or "")
        try:
            changes = rules.set_rule(self.context.workspace, view.rule.key, value, day, basis, note)
        except NoSuchValue:
            form.show_problems([Problem("value", "invalid_number")])
            return
        except UserError as error:
            self.close_form()
            self.tell(error)
            return
        self.close_form()
        self.reload()
        on = short_date(day, self.words.language)
        self.say(changes, self.words("rule.done.set", name=self._name(view.rule), on=on))

    def withdraw(self) -> None:
        """Take the unit's own value that is current in the list back."""
        own, view = self._own(self.values.key()), self._views.get(self.list.key())
        if own is None or view is None:
            return
        try:
            changes = rules.withdraw(self.context.workspace, own.record)
        except UserError as error:
            self.tell(error)
            return
        self.reload()
        self.say(changes, self.words("rule.done.withdrawn", name=self._name(view.rule)))

    def open_history(self) -> None:
        """What was changed of the rule, and by whom."""
        self.show_history(rules.history(self.context.workspace, self.list.key()))
