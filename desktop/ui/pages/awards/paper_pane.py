"""A paper of awards before it leaves: its very pages, and where it may go."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Field, Kind
from desktop.services import award_papers
from desktop.services.award_papers import WORD, AwardPaper
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Notice, Role, column, label, row
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.printing import Paper, Printer

_PDF: Final = FileKind("file.pdf", ("*.pdf",))
_WORD: Final = FileKind("awards.word_file", ("*.docx",))


class PaperPane(QWidget):
    """Shows a drawn paper, prints it, keeps it as a file.

    Attributes:
        paper: what is shown.

    Signals:
        left: the person goes back.
        corrects: the award on whose line of a proof a mistake was found.
    """

    left = Signal()
    corrects = Signal(str)

    def __init__(self, context: PageContext, printer: Printer) -> None:
        super().__init__()
        self.setObjectName("AwardPaperPane")
        self._context = context
        self._words = words = context.words
        self._printer = printer
        self.paper: AwardPaper | None = None
        self._title = ElidedLabel("AwardPaperTitle", role=Role.SECTION)
        self.view = PdfView(words, "AwardPaperView")
        self.kept = Notice("AwardPaperKept", Tone.DONE)
        self.kept.hide()
        back = Button("LeaveAwardPaper", words("visits.slip.back"), icon_name="back", shortcut="Esc")
        self.word_button = Button("SaveAwardWord", words("awards.save_word"), icon_name="save")
        pdf = Button("SaveAwardPdf", words("printing.save"), icon_name="save")
        self.print_button = Button(
            "PrintAwardPaper", words("awards.print"), look=Look.PRIMARY, icon_name="print", shortcut="Ctrl+P"
        )
        head = row(back, self._title, self.word_button, pdf, self.print_button)
        head.setStretch(1, 1)
        note = label("AwardPaperNote", words("awards.paper.note"), Role.CAPTION, wrap=True)
        asked = words("awards.proof.line")
        declared, today = Field("line", Kind.COUNT), context.workspace.today
        self.line = make_editor(declared, "ProofLine", asked, words, today, no_choices)
        self.correct_button = Button("CorrectLine", words("awards.proof.correct"), icon_name="edit")
        self._wrong = label("ProofLineWrong", role=Role.PROBLEM)
        self._correcting = QWidget()
        line = row(label("ProofLineLabel", asked, Role.LABEL), self.line, self.correct_button, self._wrong)
        line.addStretch(1)
        self._correcting.setLayout(line)
        whole = column(head, note, self._correcting, self.kept, self.view, gap=Space.S)
        whole.setStretch(4, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.print_button)
        back.clicked.connect(self.left)
        pdf.clicked.connect(self.save_pdf)
        self.word_button.clicked.connect(self.save_word)
        self.print_button.clicked.connect(self.print_paper)
        self.correct_button.clicked.connect(self.correct_line)
        self.line.entered.connect(self.correct_line)

    def show_paper(self, paper: AwardPaper) -> None:
        """Show it; the same paper drawn anew stays on its page."""
        page = self.view.page if self.paper is not None and self.paper.kind is paper.kind else 0
        self.paper = paper
        self.kept.hide()
        self._title.set_full_text(self._words(f"awards.paper.{paper.kind.value}"))
        self.word_button.setVisible(paper.kind in WORD)
        may = self._context.workspace.may(Permission.EDIT)
        self._correcting.setVisible(bool(paper.lines) and may)
        self.line.set_value(None)
        self._wrong.setText("")
        self.view.show_document(paper.pages, partial(award_papers.render_page, paper.pdf), page)

    def print_paper(self) -> None:
        assert self.paper is not None
        drawn = self.paper
        render = partial(award_papers.render_page, drawn.pdf)
        sheet = Paper(self._title.full_text(), drawn.pages, render, drawn.width_mm, drawn.height_mm)
        if self._printer.print_paper(self.window(), sheet):
            award_papers.paper_left(self._context.workspace, drawn, "print")
            self._say("awards.printed")

    def correct_line(self) -> None:
        """Change what is printed on the line whose number was typed."""
        assert self.paper is not None
        number = self.line.value()
        lines = self.paper.lines
        if isinstance(number, int) and 1 <= number <= len(lines):
            self._wrong.setText("")
            self.corrects.emit(lines[number - 1])
        else:
            self._wrong.setText(self._words("awards.proof.wrong", last=len(lines)))
            self.line.setFocus()

    def save_pdf(self) -> None:
        """Keep it as a file that is printed elsewhere."""
        self._save("printing.save", "pdf", _PDF)

    def save_word(self) -> None:
        """Keep it as a document in which a word may be changed before it is signed."""
        self._save("awards.save_word", "docx", _WORD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _save(self, title: str, ending: str, kind: FileKind) -> None:
        assert self.paper is not None
        name = self._words(f"awards.file.{self.paper.kind.value}")
        path = self._context.door.save_file(title, f"{name}.{ending}", (kind,))
        if path is None:
            return
        write = award_papers.save_word if ending == "docx" else award_papers.save_pdf
        try:
            write(self._context.workspace, self.paper, path)
        except UserError as error:
            self._context.door.tell(error)
        else:
            self._say("awards.saved", path=str(path))

    def _say(self, key: str, **facts: object) -> None:
        self.kept.say(self._words(key, **facts))
        self.kept.show()
