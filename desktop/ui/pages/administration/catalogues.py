"""The lists of choices and what the unit changes in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.choices import Choice
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.rules import Origin
from desktop.i18n.dates import short_date
from desktop.services import catalogue_entries
from desktop.services.catalogue_entries import ChoiceExists, ChoiceNeedsName, NotInOrder
from desktop.services.views import Changes, Entry, Problem
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Button, Look, Role, label, row
from desktop.ui.pages.administration.entry_form import entered, entry_form
from desktop.ui.pages.administration.lines import Line, LineList
from desktop.ui.pages.administration.two_panes import TwoPanes
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.shortcuts import Shortcut

_ORIGINS = {
    Origin.PROGRAM: (Tone.NEUTRAL, "program"),
    Origin.UNIT: (Tone.INFO, "unit"),
    Origin.UPPER: (Tone.SECRET, "upper"),
    Origin.BELOW: (Tone.NEUTRAL, "below"),
}


class CataloguesPage(TwoPanes):
    """All catalogues; the entries of one, with what may be done to the current one.

    Attributes:
        entries: the lines of the catalogue that is shown.
    """

    keys: Sequence[Shortcut] = (
        Shortcut("Ctrl+N", "keys.new"),
        Shortcut("Ctrl+Up", "catalogue.up"),
        Shortcut("Ctrl+Down", "catalogue.down"),
        *TwoPanes.keys,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "catalogues")
        words = self.words
        self._shown = ""
        self._title = label("CatalogueTitle", role=Role.SECTION, wrap=True)
        self._note = label("CatalogueNote", role=Role.CAPTION, wrap=True)
        self.add_button = Button(
            "AddEntry", words("catalogue.add"), look=Look.PRIMARY, icon_name="add", shortcut="Ctrl+N"
        )
        self.entries = LineList("EntryList", words("catalogue.entries"))
        self.edit_button = Button("EditEntry", words("catalogue.edit"), icon_name="edit", shortcut="F2")
        self.stop_button = Button("StopEntry", words("catalogue.stop"), icon_name="retire")
        self.use_button = Button("UseEntry", words("catalogue.use"), icon_name="restore")
        self.up_button = Button("EntryUp", words("catalogue.up"), look=Look.QUIET, shortcut="Ctrl+Up")
        self.down_button = Button("EntryDown", words("catalogue.down"), look=Look.QUIET, shortcut="Ctrl+Down")
        self.history_button = Button(
            "EntryHistory", words("administration.history"), look=Look.QUIET, icon_name="history"
        )
        head = row(self._title, self.add_button)
        head.setStretch(0, 1)
        deeds = FlowLayout()
        for button in (self.edit_button, self.stop_button, self.use_button, self.up_button, self.down_button):
            deeds.addWidget(button)
        deeds.addWidget(self.history_button)
        self.body.addLayout(head)
        self.body.addWidget(self._note)
        self.body.addWidget(self.entries, 1)
        self.body.addLayout(deeds)
        self._connect()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(self.edit)
        self.stop_button.clicked.connect(self.stop)
        self.use_button.clicked.connect(self.use)
        self.up_button.clicked.connect(self.move_up)
        self.down_button.clicked.connect(self.move_down)
        self.history_button.clicked.connect(self.open_history)
        self.list.opened.connect(self._to_entries)
        self.entries.changed.connect(self._entry_changed)
        self.entries.opened.connect(self.edit)
        for keys, slot in (
            ("Ctrl+N", self.add),
            ("F2", self.edit),
            ("Ctrl+Up", self.move_up),
            ("Ctrl+Down", self.move_down),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # Showing

    def reload(self) -> None:
        words = self.words
        views = catalogue_entries.catalogues(self.context.workspace, words.language)
        lines = [
            Line(
                view.name,
                view.title,
                words(
                    "catalogue.counted_own" if view.own else "catalogue.counted",
                    count=view.count,
                    own=view.own,
                ),
            )
            for view in views
        ]
        self.list.show_lines(lines)

    def show_line(self, key: str) -> None:
        if not key:
            return
        held, language = self.context.workspace.catalogues, self.words.language
        choices = held[key]
        self._title.setText(self.words("catalogue.title", name=held.title(key, language), count=len(choices)))
        fixed = held.catalogue(key).fixed
        self._note.setText(self.words("catalogue.fixed" if fixed else "catalogue.note"))
        self.add_button.setEnabled(not fixed)
        self.entries.show_lines([self._line(each) for each in choices], anew=key != self._shown)
        self._shown = key

    def _line(self, choice: Choice) -> Line:
        words, name = self.words, self.list.key()
        notes = [choice.source or ""]
        target = choice.maps_to or choice.counts_as
        catalogue = self.context.workspace.catalogues.catalogue(name)
        if target is not None:
            group = name if choice.maps_to else catalogue.counted_in or name
            notes.append(words("catalogue.counts_as", name=words.choice(group, target)))
        if choice.applies_to and catalogue.for_kinds_of:
            kinds = ", ".join(words.choice(catalogue.for_kinds_of, each) for each in choice.applies_to)
            notes.append(words("catalogue.applies_to", kinds=kinds))
        if choice.synonyms:
            notes.append(words("catalogue.synonyms", words="; ".join(choice.synonyms)))
        note = " · ".join(each for each in notes if each)
        return Line(choice.code, choice.label(words.language), note, self._chip(choice))

    def _chip(self, choice: Choice) -> tuple[Tone, str]:
        today, language = self.context.workspace.today(), self.words.language
        if choice.until is not None and choice.until < today:
            return Tone.NEUTRAL, self.words("catalogue.stopped", on=_after(choice.until, language))
        if choice.until is not None:
            return Tone.DUE, self.words("catalogue.until", on=short_date(choice.until, language))
        if choice.since is not None and choice.since > today:
            return Tone.INFO, self.words("catalogue.since", on=short_date(choice.since, language))
        if choice.changed and choice.origin is Origin.PROGRAM:
            key = "changed_above" if choice.set_above else "changed"
            return Tone.INFO, self.words(f"catalogue.origin.{key}")
        tone, key = _ORIGINS[choice.origin]
        return tone, self.words(f"catalogue.origin.{key}")

    def _entry_changed(self, _key: str) -> None:
        choice = self._choice()
        own = choice is not None and not choice.set_above and choice.origin is not Origin.BELOW
        fixed = self.list.key() == "" or self.context.workspace.catalogues.catalogue(self.list.key()).fixed
        stopped = choice is not None and choice.until is not None
        self.edit_button.setEnabled(own)
        self.stop_button.setVisible(not stopped)
        self.stop_button.setEnabled(own and not fixed)
        self.use_button.setVisible(stopped)
        self.use_button.setEnabled(own and not fixed)
        for button in (self.up_button, self.down_button, self.history_button):
            button.setEnabled(choice is not None and choice.origin is not Origin.BELOW)

    def _choice(self) -> Choice | None:
        catalogue, code = self.list.key(), self.entries.key()
        return self.context.workspace.catalogues.choice(catalogue, code) if catalogue and code else None

    def _to_entries(self, _key: str) -> None:
        self.entries.setFocus()

    def take_keyboard(self) -> None:
        self.entries.setFocus()

    # Doing

    def add(self) -> None:
        """Show the form of a new entry."""
        if self.add_button.isEnabled():
            self._show_entry(None)

    def edit(self) -> None:
        """Show the form of the current entry."""
        choice = self._choice()
        if choice is not None and self.edit_button.isEnabled():
            self._show_entry(choice)

    def _show_entry(self, choice: Choice | None) -> None:
        catalogue = self.context.workspace.catalogues.catalogue(self.list.key())
        form = entry_form(self.context, catalogue, choice)
        form.saved.connect(self._save)
        self.show_form(form)

    def _save(self, entry: object, again: bool) -> None:  # noqa: FBT001 - a slot of Qt
        assert isinstance(entry, Entry)
        form, workspace, catalogue = self._form, self.context.workspace, self.list.key()
        assert form is not None
        code = form.form.record
        choice = workspace.catalogues.choice(catalogue, code) if code is not None else None
        said = entered(choice, entry.values)
        try:
            if code is None:
                changes = catalogue_entries.add(workspace, catalogue, said)
            else:
                changes = catalogue_entries.change_entry(workspace, catalogue, code, said)
        except ChoiceNeedsName:
            form.show_problems([Problem("vi", "required")])
        except ChoiceExists as error:
            form.show_problems([Problem("vi", "choice_exists", error.facts)])
        except NotInOrder:
            form.show_problems([Problem("until", "order")])
        except UserError as error:
            self.close_form()
            self.tell(error)
        else:
            self._saved(changes, said.vi, "added" if code is None else "edited")
            if again:
                self.add()

    def _saved(self, changes: Changes, name: str, key: str) -> None:
        self.close_form()
        self.reload()
        if key == "added":
            self.entries.go_to(self.context.workspace.catalogues[self.list.key()][-1].code)
        self.say(changes, self.words(f"catalogue.done.{key}", name=name))

    def stop(self) -> None:
        """Ask for the last day of the current entry, and put it out of use after it."""
        choice = self._choice()
        if choice is None:
            return
        today = self.context.workspace.today().isoformat()
        last = Input("last_day", "catalogue.last_day", Kind.DAY, required=True, value=today)
        facts = {"name": choice.label(self.words.language)}
        answer = self.context.door.ask(Question("catalogue.ask_stop", facts, inputs=(last,)))
        if answer is not None:
            day = date.fromisoformat(str(answer["last_day"]))
            self._do("stopped", partial(catalogue_entries.stop_using, *self._at(), choice.code, day))

    def use(self) -> None:
        """Take the current entry into use again."""
        choice = self._choice()
        if choice is not None:
            self._do("used", partial(catalogue_entries.use_again, *self._at(), choice.code))

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        code = self.entries.key()
        if self.up_button.isEnabled() and code:
            self._do("moved", partial(catalogue_entries.move, *self._at(), code, step))

    def _at(self) -> tuple[Workspace, str]:
        """The list that is shown, in the open file."""
        return self.context.workspace, self.list.key()

    def _do(self, key: str, deed: Callable[[], Changes]) -> None:
        choice = self._choice()
        assert choice is not None
        try:
            changes = meanwhile(deed)
        except UserError as error:
            self.tell(error)
            return
        self.reload()
        self.say(changes, self.words(f"catalogue.done.{key}", name=choice.label(self.words.language)))

    def open_history(self) -> None:
        """What was changed of the current entry, and by whom."""
        workspace = self.context.workspace
        entries = catalogue_entries.history(workspace, self.list.key(), self.entries.key())
        self.show_history(entries)


def _after(day: date, language: str) -> str:
    return short_date(day + timedelta(days=1) if day < date.max else day, language)
