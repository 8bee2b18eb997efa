"""Our own dialogs: a title, what is said, and the buttons pinned under it, never taller than a small screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import UserError
from desktop.domain.fields import Field, Kind
from desktop.services.views import Value
from desktop.ui.kit.door import FileKind, Input, Message, Question
from desktop.ui.kit.focus_ring import FocusRing
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, label, row
from desktop.ui.kit.words import Words

if TYPE_CHECKING:
    from desktop.ui.kit.editor import Editor

WIDTH: Final = 480
TALLEST: Final = 440
"""Logical pixels: a 1366×768 screen at 150 % is 512 high, and has a taskbar."""


class Dialog(QDialog):
    """A question with a body that scrolls and buttons that stay.

    Attributes:
        body: the layout to put the body's widgets in.
    """

    def __init__(self, parent: QWidget | None, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setModal(True)
        content = named(QWidget(), "ScrollBody")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        self.body.setSpacing(Space.S)
        self.body.addWidget(label("DialogTitle", title, Role.SECTION, wrap=True))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        self._buttons = row(margins=(Space.XL, Space.S, Space.XL, Space.L))
        self._buttons.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(self._buttons)

    def add_button(self, button: Button) -> Button:
        """Pin a button under the body, to the right of those before."""
        button.setAutoDefault(False)
        self._buttons.addWidget(button)
        return button

    def fit(self) -> None:
        """Take the size that shows the whole body, up to the tallest a dialog may be."""
        height = self.body.heightForWidth(WIDTH)
        height = self.body.sizeHint().height() if height < 0 else height
        self.resize(WIDTH, min(TALLEST, height + self._buttons.sizeHint().height()))


class ErrorDialog(Dialog):
    """What happened, whether the data is safe, what to do next, and a small number to read on the phone."""

    def __init__(self, parent: QWidget | None, words: Words, error: UserError) -> None:
        text = words.error(error)
        super().__init__(parent, "ErrorDialog", text.what)
        self.body.addWidget(label("ErrorSafe", text.safe, wrap=True))
        self.body.addWidget(label("ErrorNext", text.next, wrap=True))
        self.body.addStretch(1)
        self.body.addWidget(label("ErrorNumber", words("kit.error_number", number=text.number), Role.CAPTION))
        close = self.add_button(Button("ErrorClose", words("kit.close"), look=Look.PRIMARY))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        self.fit()


class MessageDialog(Dialog):
    """Something to know, with one button."""

    def __init__(self, parent: QWidget | None, words: Words, message: Message) -> None:
        super().__init__(parent, "MessageDialog", words(f"{message.key}.title", **message.facts))
        self.body.addWidget(label("MessageText", words(f"{message.key}.text", **message.facts), wrap=True))
        self.body.addStretch(1)
        close = self.add_button(Button("MessageClose", words("kit.close"), look=Look.PRIMARY))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        self.fit()


def _has_room_for_words(question: Question) -> bool:
    return any(each.kind is Kind.LONG_TEXT for each in question.inputs)


class AskDialog(Dialog):
    """A question with the word of the deed on its button, and perhaps something to type."""

    def __init__(
        self, parent: QWidget | None, words: Words, question: Question, today: Callable[[], date]
    ) -> None:
        super().__init__(parent, "AskDialog", words(f"{question.key}.title", **question.facts))
        self._words = words
        self._question = question
        self.body.addWidget(label("AskText", words(f"{question.key}.text", **question.facts), wrap=True))
        self._editors: dict[str, Editor] = {}
        self._problems: dict[str, QLabel] = {}
        for each in question.inputs:
            self._add_input(each, today)
        notice = question.notice or ("kit.classified" if _has_room_for_words(question) else "")
        if notice:
            self.body.addWidget(label("AskNotice", words(notice), Role.CAPTION, wrap=True))
        self.body.addStretch(1)
        no = self.add_button(Button("AskNo", words("kit.cancel")))
        no.clicked.connect(self.reject)
        look = Look.DANGER if question.danger else Look.PRIMARY
        yes = self.add_button(Button("AskYes", words(f"{question.key}.yes", **question.facts), look=look))
        yes.clicked.connect(self._agreed)
        (no if question.danger else yes).setDefault(True)
        if self._editors:
            next(iter(self._editors.values())).setFocus()
        else:
            (no if question.danger else yes).setFocus()
        self.fit()

    def values(self) -> dict[str, Value]:
        return {name: editor.value() for name, editor in self._editors.items()}

    def _add_input(self, asked: Input, today: Callable[[], date]) -> None:
        from desktop.ui.kit.editors import make_editor, no_choices

        declared = Field(
            asked.name, asked.kind, required=asked.required, catalogue=asked.catalogue, to=asked.to
        )
        title = self._words(asked.label)
        choices = asked.choices or no_choices
        editor = make_editor(declared, f"Ask_{asked.name}", title, self._words, today, choices)
        editor.set_value(asked.value)
        editor.entered.connect(self._agreed)
        problem = label(f"AskProblem_{asked.name}", role=Role.PROBLEM, wrap=True)
        problem.hide()
        head = self._words("kit.required", label=title) if asked.required else title
        if asked.kind is not Kind.FLAG:
            self.body.addWidget(label(f"AskLabel_{asked.name}", head, Role.LABEL))
        self.body.addWidget(editor)
        self.body.addWidget(problem)
        self._editors[asked.name] = editor
        self._problems[asked.name] = problem

    def _agreed(self) -> None:
        from desktop.ui.kit.editor import Trouble

        first: Editor | None = None
        for asked in self._question.inputs:
            editor = self._editors[asked.name]
            trouble = editor.trouble()
            if trouble is None and asked.required and editor.value() is None:
                trouble = Trouble("problem.required")
            problem = self._problems[asked.name]
            problem.setVisible(trouble is not None)
            if trouble is not None:
                problem.setText(self._words(trouble.key, **trouble.facts))
                first = first or editor
        if first is None:
            self.accept()
        else:
            first.setFocus()


class WindowDoor:
    """The real door: dialogs over a window."""

    def __init__(self, window: QWidget, words: Words, today: Callable[[], date]) -> None:
        self._window = window
        self._words = words
        self._today = today

    def tell(self, message: Message | UserError) -> None:
        if isinstance(message, UserError):
            self._run(ErrorDialog(self._window, self._words, message))
        else:
            self._run(MessageDialog(self._window, self._words, message))

    def confirm(self, question: Question) -> bool:
        return self._run(AskDialog(self._window, self._words, question, self._today))

    def ask(self, question: Question) -> Mapping[str, Value] | None:
        dialog = AskDialog(self._window, self._words, question, self._today)
        return dialog.values() if self._run(dialog) else None

    def choose_file(self, title: str, kinds: Sequence[FileKind]) -> Path | None:
        path, _ = QFileDialog.getOpenFileName(self._window, self._words(title), "", self._filter(kinds))
        return Path(path) if path else None

    def choose_folder(self, title: str, start: Path | None = None) -> Path | None:
        path = QFileDialog.getExistingDirectory(self._window, self._words(title), str(start or ""))
        return Path(path) if path else None

    def save_file(self, title: str, name: str, kinds: Sequence[FileKind]) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self._window, self._words(title), name, self._filter(kinds))
        return Path(path) if path else None

    def _filter(self, kinds: Sequence[FileKind]) -> str:
        return ";;".join(f"{self._words(kind.label)} ({' '.join(kind.patterns)})" for kind in kinds)

    def _run(self, dialog: Dialog) -> bool:
        ring = FocusRing(dialog)
        agreed = dialog.exec() == QDialog.DialogCode.Accepted
        ring.hide()
        dialog.deleteLater()
        return agreed
