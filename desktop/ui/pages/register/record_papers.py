"""Papers made of the record in the panel, or over a list: asked for, looked at, then printed or kept as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.services.paper_kinds import OFFERS, PaperKind
from desktop.services.views import Hit, Value
from desktop.ui.kit.door import FileKind, Input, Message, Question
from desktop.ui.kit.panel import RecordPanel
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Task, start_task
from desktop.ui.kit.toast import Toast
from desktop.ui.pages.register.list_pane import ListPane
from desktop.ui.shell.page import PageContext

if TYPE_CHECKING:
    from desktop.services.member_pictures import Pictures
    from desktop.services.papers import Asked, Document

# What draws papers is read when one is asked for.

_PDF: Final = FileKind("file.pdf", ("*.pdf",))
_WORD: Final = FileKind("papers.word_file", ("*.docx",))
_MOST_NAMED: Final = 10


class RecordPapers(QObject):
    """Asks what a paper needs, shows it, and says what became of it; one paper at a time."""

    def __init__(
        self, context: PageContext, page: QWidget, panel: RecordPanel, shown: ListPane, toast: Toast
    ) -> None:
        super().__init__(page)
        self._context = context
        self._words = context.words
        self._page = page
        self._panel = panel
        self._list = shown
        self._toast = toast
        self._task: Task | None = None
        self.strip = ProgressStrip(context.words, "PapersStrip")
        shown.notices.addWidget(self.strip)
        panel.paper_asked.connect(self._of_record)
        shown.head.paper_asked.connect(self._over_list)

    def make(self, kind: PaperKind, record: str) -> None:
        """Ask, draw and show a paper; ``record`` is empty for one that is offered over a list."""
        from desktop.services import papers

        if self._task is not None:
            return
        workspace = self._context.workspace
        try:
            answers = self._with_folder(self._ask(kind, papers.questions(workspace, kind, record)))
        except UserError as error:
            self._context.door.tell(error)
            return
        if answers is None:
            return
        given = answers
        # A book of some hundred cases takes longer than a window may stand still.
        self._task = start_task(
            self,
            lambda progress: papers.draw(workspace, kind, record, given, progress),
            done=self._drawn,
            failed=self._failed,
            cancelled=self._ended,
        )
        self.strip.show_task(self._task, self._words("papers.drawing"))

    def finish(self) -> None:
        """Stop and wait: for the closing of the register."""
        if self._task is not None:
            self._task.finish()

    def _ended(self) -> None:
        self._task = None

    def _failed(self, error: UserError) -> None:
        self._ended()
        self._context.door.tell(error)

    def _drawn(self, document: object) -> None:
        from desktop.services.papers import Document

        self._ended()
        assert isinstance(document, Document)
        # The person may have gone elsewhere meanwhile.
        if not self._page.isVisible():
            return
        if document.pictures is not None:
            self._tell_pictures(document.pictures)
        self._show(document)

    def _of_record(self, code: str) -> None:
        record = self._panel.record()
        if record is not None:
            self.make(PaperKind(code), record)

    def _over_list(self, code: str) -> None:
        kind = PaperKind(code)
        self.make(kind, self._narrowed_to(kind))

    def _narrowed_to(self, kind: PaperKind) -> str:
        """The one record to which the list is narrowed, if it has the paper: then nobody needs to name it again."""
        from desktop.services import papers

        register = OFFERS[kind].register
        chosen = [each.values for each in self._list.query().filters if each.field == register]
        if len(chosen) != 1 or len(chosen[0]) != 1:
            return ""
        record = str(chosen[0][0])
        return record if kind in papers.offered(self._context.workspace, register, record) else ""

    def _ask(self, kind: PaperKind, asks: tuple[Asked, ...]) -> Mapping[str, Value] | None:
        inputs = tuple(
            Input(
                each.name,
                f"papers.ask.{each.name}",
                each.kind,
                required=each.required,
                value=each.value,
                to=each.to,
                choices=self._groups if each.to else None,
            )
            for each in asks
        )
        brings_files = any(each.name == "pictures" for each in asks)
        notice = "kit.classified.file" if brings_files else ""
        question = Question("papers.ask", {"paper": self._name(kind)}, inputs=inputs, notice=notice)
        return self._context.door.ask(question)

    def _with_folder(self, answers: Mapping[str, Value] | None) -> Mapping[str, object] | None:
        """The answers with the folder of pictures, where some are wanted; None when the person thought better of it."""
        if answers is None or not answers.get("pictures"):
            return answers
        folder = self._context.door.choose_folder("papers.pictures.folder")
        return {**answers, "pictures": folder} if folder is not None else None

    def _tell_pictures(self, pictures: Pictures) -> None:
        """Which cards have their picture and which files were no use, before anything is printed."""
        words = self._words
        lists = {"lacking": pictures.lacking, "broken": pictures.broken, "unclear": pictures.unclear}
        named = [
            words(
                f"papers.pictures.{key}",
                names=", ".join(names[:_MOST_NAMED]) + ("…" if names[_MOST_NAMED:] else ""),
            )
            for key, names in lists.items()
            if names
        ]
        counts = {key: len(names) for key, names in lists.items()}
        facts = {"found": len(pictures.found), **counts, "named": "".join(f"\n{line}" for line in named)}
        self._context.door.tell(Message("papers.pictures", facts))

    def _groups(self, _register: str, text: str) -> Sequence[Hit]:
        from desktop.services.mediation_book import mediation_groups

        return mediation_groups(self._context.workspace, text)

    def _show(self, document: Document) -> None:
        from desktop.services import papers
        from desktop.ui.shell.paper_dialog import PaperDialog
        from desktop.ui.shell.printing import Paper

        window, name = self._page.window(), self._name(document.kind)
        paper = Paper(
            self._words("papers.preview", paper=name),
            document.pages,
            partial(papers.render_page, document.pdf),
            document.width_mm,
            document.height_mm,
        )
        dialog = PaperDialog(
            window,
            self._words,
            paper,
            self._context.printer,
            window.size(),
            save=partial(self._save, document, "takeout.save_pdf", ".pdf", _PDF, papers.save_pdf),
            save_word=partial(self._save, document, "papers.save_word", ".docx", _WORD, papers.save_word)
            if document.letter is not None
            else None,
        )
        printed = dialog.exec() == PaperDialog.DialogCode.Accepted
        dialog.deleteLater()
        if printed:
            papers.paper_left(self._context.workspace, document, "print")
            self._say("papers.printed", document.kind)

    def _save(
        self,
        document: Document,
        title: str,
        suffix: str,
        kind: FileKind,
        write: Callable[..., None],
    ) -> None:
        day = self._context.workspace.today().strftime("%d-%m-%Y")
        name = self._words("papers.file", paper=self._name(document.kind), day=day) + suffix
        path: Path | None = self._context.door.save_file(title, name, (kind,))
        if path is None:
            return
        try:
            write(self._context.workspace, document, path)
        except UserError as error:
            self._context.door.tell(error)
        else:
            self._say("papers.saved", document.kind)

    def _name(self, kind: PaperKind) -> str:
        return self._words(f"papers.{kind.value}")

    def _say(self, key: str, kind: PaperKind) -> None:
        text = self._words(key, paper=self._name(kind))
        self._toast.say(text, text)
