"""The page of a register: a list, the record beside it, a form in its place; one page for all registers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut

from desktop.domain.errors import UserError
from desktop.services.views import Changes, ListQuery
from desktop.ui.kit.clipboard import copied_table
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.panel import RecordPanel
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import column
from desktop.ui.pages.register.deeds import Deeds
from desktop.ui.pages.register.draft_notice import DraftNotice
from desktop.ui.pages.register.list_pane import ListPane
from desktop.ui.pages.register.record_papers import RecordPapers
from desktop.ui.pages.register.side import Side
from desktop.ui.pages.register.sitting import Sitting
from desktop.ui.pages.register.takeout import TakeOut
from desktop.ui.pages.register.work import RegisterWork
from desktop.ui.shell.entries import ENTRIES, ROUND, entry_of
from desktop.ui.shell.layouts import Layout, layout_for
from desktop.ui.shell.navigation import (
    ImportTable,
    Intent,
    NewRecord,
    OpenList,
    OpenPage,
    OpenRecord,
    Pointing,
    ResumeDraft,
)
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import (
    ENTER_ROUND,
    EXPORT_LIST,
    IN_FORM,
    IN_REGISTER,
    NEXT_FIELD,
    PASTE_TABLE,
    PRINT_LIST,
)

FOLLOW_MS: Final = 80
"""The panel follows the arrow keys after this pause, so that a held key does not read every record."""


class RegisterPage(Page):
    """Shows one register and acts on what a person asks of its parts.

    Attributes:
        list, side, panel, toast, notice: its parts.
    """

    def __init__(self, context: PageContext, register: str) -> None:
        super().__init__()
        self.setObjectName("Page")
        words, privacy = context.words, context.privacy
        self._context = context
        self._work = RegisterWork(context.workspace, register)
        self._layout = Layout.WIDE
        self._stale = True
        self.list = ListPane(self._work, words, privacy)
        self.notice = DraftNotice(self._work, words, context.door)
        self.list.notices.addWidget(self.notice)
        self.setLayout(column(self.list))
        self.panel = RecordPanel(context.workspace.registry, register, words, privacy)
        self.side = Side(self, self.panel)
        self.toast = Toast(self, privacy)
        self._sitting = Sitting(context, self._work, self.side)
        self._deeds = Deeds(context, self._work, self.panel, self.toast)
        self._takeout = TakeOut(context, self, self.list, self.toast)
        self._papers = RecordPapers(context, self, self.panel, self.list, self.toast)
        self.list.head.offer_papers(self._work.papers_over_list())
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(FOLLOW_MS)
        paste = (PASTE_TABLE,) if self._work.may_import else ()
        form = (each for each in IN_FORM if each is not NEXT_FIELD or context.enter_moves)
        rounds = (ENTER_ROUND,) if self._work.register.round is not None else ()
        self.keys = (*IN_REGISTER, *rounds, *paste, *form)
        self._connect()
        self._bind_keys()

    # What the window tells

    def arrive(self, intent: Intent) -> None:
        if self._stale:
            self.reload()
        match intent:
            case OpenRecord(_, record, field, child):
                self.open_record(record)
                if field or child:
                    self._edit_at(field, child)
            case OpenList(_, query):
                self._show_list(query)
            case NewRecord(_, pointing):
                self.new_record(pointing)
            case ResumeDraft(_, record):
                self._edit(record)
            case _ if self._sitting.form is None:
                self.list.focus_list()

    def follow(self, changes: Changes) -> None:
        if changes.registers.intersection(self._watched()):
            self._stale = True
            if self.isVisible():
                self.reload()

    def leave(self) -> None:
        self._sitting.keep()

    def finish(self) -> None:
        self._deeds.finish()
        self._takeout.finish()
        self._papers.finish()

    def reload(self) -> None:
        """Read everything that is shown anew."""
        self._stale = False
        self.list.reload()
        self._arrange()
        self.notice.refresh(self._sitting.form)
        self._read_again()

    # Records

    def open_record(self, record: str) -> None:
        """Show a record in the panel."""
        self._sitting.leave()
        if self._read(record):
            self.list.table.show_current(record, self.list.table.currentIndex().row())
            self.side.show_panel()
        self._arrange()
        if self._layout is not Layout.WIDE:
            # It lies over the list, so the keyboard goes to what is in sight.
            self.panel.setFocus()

    def new_record(self, pointing: Pointing = ()) -> None:
        """Begin a new record, or go on with the one that was begun."""
        if self._work.may_edit and (self._sitting.form is None or self._sitting.form.form.record is not None):
            self._edit(None, pointing)

    def enter_round(self) -> None:
        """Go where many records are typed at once, for a register where that is done."""
        entry = entry_of(self._work.register.name, ENTRIES)
        if entry is not None and self._work.may_edit:
            self._context.navigation.go(OpenPage(entry.id, ROUND))

    def edit_record(self) -> None:
        """Edit the record in the panel, or the current one of the list."""
        if self._sitting.form is not None or not self._work.may_edit:
            return
        record = self.panel.record() if self.side.shows_panel else self.list.table.current_record()
        if record is not None and self._read(record) and not self.panel.edit_button.isHidden():
            self._edit(record)

    def _edit_at(self, field: str, child: tuple[str, str] | None) -> None:
        """Edit the record in the panel, beginning at a field of it or of a row that belongs to it."""
        self.edit_record()
        if self._sitting.form is not None:
            self._sitting.form.go_to(field, child)

    def paste_table(self) -> None:
        """Bring in the table on the clipboard; ordinary text is left where it is."""
        if self._sitting.form is not None or not self._work.may_import:
            return
        table = copied_table()
        if table is not None:
            self._context.navigation.go(ImportTable(table, self._work.register.name))

    def _edit(self, record: str | None, pointing: Pointing = ()) -> None:
        self._sitting.leave()
        title = self.list.head.add_text()
        if record is not None:
            if self.panel.record() != record and not self._read(record):
                return
            title = self._context.words("list.editing", title=self.panel.title())
        if self._sitting.begin(record, title, pointing):
            self._arrange()

    def _read(self, record: str) -> bool:
        """Read a record into the panel; False, and the person was told, when it is gone."""
        try:
            self.panel.show_record(meanwhile(partial(self._work.view, record)))
        except UserError as error:
            self._close_side()
            self._context.door.tell(error)
            return False
        return True

    def _follow_table(self) -> None:
        record = self.list.table.current_record()
        wanted = record is not None and record != self.panel.record()
        if wanted and self.side.shows_panel and self._layout is Layout.WIDE:
            assert record is not None
            self._read(record)

    def _show_list(self, query: ListQuery) -> None:
        self._sitting.leave()
        self._close_side()
        self.list.show_query(query)
        self.list.focus_list()

    # After something was done

    def _saved(self, changes: Changes, again: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self._deeds.say("list.saved", changes)
        if again:
            self._edit(None)
            return
        name = self._work.register.name
        self._back_to(next((record for register, record in changes.records if register == name), None))

    def _back_to(self, record: str | None) -> None:
        """Go back to the list, with the record shown beside it where there is room."""
        if record is None or self._layout is not Layout.WIDE:
            self._close_side()
            self.list.table.show_current(record, self.list.table.currentIndex().row())
        else:
            self.open_record(record)
        self.list.focus_list()

    def _read_again(self) -> None:
        """Show the record of the panel as it is now; one that was taken back is gone."""
        record = self.panel.record()
        if record is None or not self.side.shows_panel:
            return
        there = meanwhile(partial(self._work.exists, record))
        if record != self.panel.record():
            return  # the arrow keys have gone on to another
        if there:
            self._read(record)
        else:
            self._close_side()
            self.list.focus_list()

    def _undo_last(self) -> None:
        if self._sitting.form is None:
            self._deeds.undo_last()

    def _export(self) -> None:
        if self.list.head.out_button.isEnabled():
            self._takeout.export()

    def _print(self) -> None:
        if self.list.head.out_button.isEnabled():
            self._takeout.show_paper()

    def _form_moved(self) -> None:
        self.list.head.set_quiet(quiet=self._sitting.form is not None)
        self.notice.refresh(self._sitting.form)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or self.side.isHidden():
            super().keyPressEvent(event)
        elif self._sitting.form is not None:
            self._sitting.cancel()
        else:
            self._close_side()
            self.list.focus_list()

    def _close_side(self) -> None:
        self.side.close_all()
        self._arrange()

    def _arrange(self) -> None:
        self._layout = layout_for(self.window().width())
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, self.side.room(self._layout), 0)
        layout.activate()
        self.side.place(self._layout, self.rect())
        over = self._layout is not Layout.WIDE and not self.side.isHidden()
        self.list.setVisible(not over or self._layout is Layout.RAIL)
        # Whoever shows the page gives it the keyboard.
        self.setFocusProxy(self._sitting.form or (self.panel if over else self.list.focus_target()))

    # Wiring

    def _new_asked(self) -> None:
        self.new_record()

    def _connect(self) -> None:
        self.list.new_asked.connect(self._new_asked)
        self.list.head.round_button.clicked.connect(self.enter_round)
        self.list.table.opened.connect(self.open_record)
        self.list.table.chosen.connect(self._following.start)
        self._following.timeout.connect(self._follow_table)
        self.panel.edit_asked.connect(self.edit_record)
        self.panel.closed.connect(self._close_side)
        self._sitting.saved.connect(self._saved)
        self._sitting.ended.connect(self._back_to)
        self._sitting.moved.connect(self._form_moved)
        self._deeds.done.connect(self._read_again)
        self.notice.resumed.connect(self._edit)

    def _bind_keys(self) -> None:
        for keys, slot in (
            ("Ctrl+N", self._new_asked),
            ("F2", self.edit_record),
            ("Ctrl+F", self.list.head.line.setFocus),
            ("Ctrl+Z", self._undo_last),
            (PASTE_TABLE.keys, self.paste_table),
            (EXPORT_LIST.keys, self._export),
            (PRINT_LIST.keys, self._print),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        if self._work.register.round is not None:
            QShortcut(QKeySequence(ENTER_ROUND.keys), self).activated.connect(self.enter_round)

    def _watched(self) -> Iterator[str]:
        """The registers whose changes are seen here: this one, its children, and what it points to."""
        registry = self._context.workspace.registry
        for name in (self._work.register.name, *self._work.register.children):
            yield name
            yield from (field.to for field in registry[name].fields if field.to is not None)
