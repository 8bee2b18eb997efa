"""The page that brings a list in: file, columns, names, preview; then what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget

from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.office.pasted import PastedTable
from desktop.services.importing import Source
from desktop.services.views import ListQuery
from desktop.system.atomic import write_atomic
from desktop.ui.kit.clipboard import copied_table
from desktop.ui.kit.door import FileKind, Question
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row, set_property
from desktop.ui.pages.importing.column_step import ColumnStep
from desktop.ui.pages.importing.file_step import FileStep
from desktop.ui.pages.importing.name_step import NameStep
from desktop.ui.pages.importing.preview_step import PreviewStep
from desktop.ui.pages.importing.result import ResultPane
from desktop.ui.pages.importing.step import Step
from desktop.ui.pages.importing.work import ImportWork
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import ImportTable, Intent, OpenList
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import PASTE_TABLE, Shortcut

WORKBOOKS: Final = FileKind("file.workbook", ("*.xlsx", "*.xlsm", "*.xls", "*.ods", "*.csv"))
_XLSX: Final = FileKind("file.xlsx", ("*.xlsx",))
_STEPS: Final = ("file", "columns", "names", "preview")


class ImportingPage(Page):
    """Nothing is stored before the last button; what is stored can be taken back by one more."""

    keys: Sequence[Shortcut] = (PASTE_TABLE,)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = context.words
        self._task: Task | None = None
        self.work = ImportWork(context.workspace, Catalogue(context.words.language))
        self.file = FileStep(self._words, self.work)
        self.columns = ColumnStep(self._words, self.work)
        self.names = NameStep(self._words, self.work)
        self.preview = PreviewStep(self._words, self.work, context.privacy)
        self._steps: tuple[Step, ...] = (self.file, self.columns, self.names, self.preview)
        self.result = ResultPane(self._words)
        self.strip = ProgressStrip(self._words, "ImportProgress")
        self.error = ErrorLines(self._words, "ImportError")
        self._problem = Notice("ImportProblem", Tone.DUE)
        self._heads: list[QLabel] = []
        self._stack = QStackedWidget()
        self._back = Button("ImportBack", self._words("importing.back"))
        self._next = Button("ImportNext", self._words("importing.next"), look=Look.PRIMARY)
        self._buttons = named(QFrame(), "ImportButtons")
        self._lay_out()
        self._connect()
        self._show(0)

    def arrive(self, intent: Intent) -> None:
        if self._stack.currentWidget() is self.result and self._task is None:
            self.begin_again()
        if isinstance(intent, ImportTable):
            self.open_list(intent.table, likely=intent.register)

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def leave(self) -> None:
        # A long read may go on; storing always does, and says so when the page is shown again.
        self._problem.hide()

    def step(self) -> Step | None:
        """The step that is shown; None once the rows are stored."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Step) else None

    def choose_file(self) -> None:
        path = self._context.door.choose_file("importing.file.choose", (WORKBOOKS,))
        if path is not None:
            self.open_list(path)

    def paste(self) -> None:
        """Take the table on the clipboard for the file; an import that has begun is not thrown away for it."""
        if self._task is not None or self.step() not in (self.file, None):
            return
        table = copied_table()
        if self.step() is None:
            self.begin_again()
        if table is None:
            self._problem.say(self._words("importing.nothing_copied"))
            self._problem.show()
        else:
            self.open_list(table)

    def open_list(
        self,
        source: Source,
        register: str | None = None,
        likely: str | None = None,
        sheet: str | None = None,
    ) -> None:
        """Find the list of a file or of the clipboard."""
        key = "importing.reading_table" if isinstance(source, PastedTable) else "importing.reading"
        self._run(partial(self.work.open, source, register, likely, sheet), self._opened, key)

    def go_on(self) -> None:
        """To the next step, if this one is answered; from the last, store."""
        step = self.step()
        if step is None or self._task is not None:
            return
        problem = step.problem()
        if problem:
            self._problem.say(problem)
            self._problem.show()
            return
        if step is self.file:
            self._show(1)
        elif step is self.columns:
            self._run(self.work.read, self._read, "importing.reading")
        elif step is self.names:
            self._run(self.work.look, self._looked, "importing.reading")
        else:
            self._run(self.work.store, self._stored, "importing.storing")

    def go_back(self) -> None:
        step = self.step()
        if step is None:
            return
        at = self._steps.index(step) - 1
        if self._steps[at] is self.names and not self.work.questions:
            at -= 1
        self._show(max(at, 0))

    def begin_again(self) -> None:
        """Start over with another file."""
        self.work.opened = None
        self._show(0)

    # The slow steps

    def _run(self, work: Callable[[Progress], object], done: Callable[[object], None], key: str) -> None:
        if self._task is not None:
            return
        self.error.clear()
        self._problem.hide()
        self._buttons.setEnabled(False)
        self._stack.setEnabled(False)
        self._task = start_task(self, work, done=done, failed=self._failed, cancelled=self._free)
        self.strip.show_task(self._task, self._words(key))

    def _opened(self, _nothing: object) -> None:
        self._free()
        self._show(0)
        self._next.setFocus()

    def _read(self, _nothing: object) -> None:
        self._free()
        if self.work.questions:
            self._show(2)
        else:
            self._run(self.work.look, self._looked, "importing.reading")

    def _looked(self, _nothing: object) -> None:
        self._free()
        self._show(3)

    def _stored(self, _nothing: object) -> None:
        self._free()
        self.result.show_result(self.work)
        self._stack.setCurrentWidget(self.result)
        self.setFocusProxy(self.result)
        self._buttons.hide()
        self.result.setFocus()

    def _taken_back(self, _changes: object) -> None:
        self._free()
        self.result.show_taken_back()

    def _failed(self, error: UserError) -> None:
        self._free()
        self.error.tell(error)

    def _free(self) -> None:
        self._task = None
        self._buttons.setEnabled(True)
        self._stack.setEnabled(True)

    # After it was stored

    def _undo(self) -> None:
        assert self.work.imported is not None
        count = sum(self.work.imported.made.values()) + self.work.imported.changed
        if self._context.door.confirm(Question("importing.undo", {"count": count}, danger=True)):
            self._run(self.work.take_back, self._taken_back, "importing.undoing")

    def _save_rejects(self) -> None:
        name = self._words("importing.rejects.file")
        path = self._context.door.save_file("importing.rejects", name, (_XLSX,))
        if path is None:
            return
        try:
            write_atomic(path, self.work.rejects())
        except UserError as error:
            self.error.tell(error)

    def _open_list(self) -> None:
        assert self.work.opened is not None
        register = self.work.opened.target.register
        self._context.navigation.go(OpenList(register, ListQuery()))

    def _change_register(self, register: str) -> None:
        if self.work.source is not None and self.work.opened is not None:
            self.open_list(self.work.source, register, sheet=self.work.opened.sheet)

    def _change_sheet(self, sheet: str) -> None:
        if self.work.source is not None:
            self.open_list(self.work.source, sheet=sheet)

    # What is shown

    def _show(self, at: int) -> None:
        self.error.clear()
        self._problem.hide()
        self._stack.setCurrentWidget(self._steps[at])
        self._buttons.show()
        self._back.setVisible(at > 0)
        last = at == len(self._steps) - 1
        storable = len(self.work.preview.storable) if last and self.work.preview else 0
        self._next.setText(
            self._words("importing.store", count=storable) if last else self._words("importing.next")
        )
        # The first step's own button is the primary one until a file is there.
        self._next.setVisible(at > 0 or self.work.opened is not None)
        for number, head in enumerate(self._heads):
            set_property(head, "role", (Role.STRONG if number == at else Role.MUTED).value)
        self._steps[at].begin()
        self.setFocusProxy(self._steps[at])
        self._steps[at].setFocus()

    def _connect(self) -> None:
        for step in self._steps:
            step.changed.connect(self._problem.hide)
        self.file.file_asked.connect(self.choose_file)
        self.file.register_chosen.connect(self._change_register)
        self.file.sheet_chosen.connect(self._change_sheet)
        QShortcut(QKeySequence(PASTE_TABLE.keys), self).activated.connect(self.paste)
        self._back.clicked.connect(self.go_back)
        self._next.clicked.connect(self.go_on)
        self.result.undo_asked.connect(self._undo)
        self.result.rejects_asked.connect(self._save_rejects)
        self.result.again_asked.connect(self.begin_again)
        self.result.list_asked.connect(self._open_list)

    def _lay_out(self) -> None:
        heads = row(gap=Space.L)
        for at, key in enumerate(_STEPS, start=1):
            text = self._words("first_run.head", number=at, title=self._words(f"importing.step.{key}"))
            head = label(f"ImportHead_{at}", text)
            self._heads.append(head)
            heads.addWidget(head)
        heads.addStretch(1)
        for step in self._steps:
            self._stack.addWidget(step)
        self._stack.addWidget(self.result)
        self._problem.hide()
        buttons = row(self._back)
        buttons.addStretch(1)
        buttons.addWidget(self._next)
        self._buttons.setLayout(buttons)
        whole = column(heads, self.strip, self.error, gap=Space.M)
        whole.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._problem)
        whole.addWidget(self._buttons)
        self.setLayout(whole)
