"""The last step: what was answered, then three doors into the program."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from desktop.ui.kit.icons import icon_pixmap
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label
from desktop.ui.kit.words import Words
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.first_run.step import Step


class StartStep(Step):
    """What will be made, said once more before it is."""

    number = 5

    def __init__(self, words: Words) -> None:
        super().__init__(words, "start")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setColumnStretch(1, 1)
        self.error = ErrorLines(words, "StartError")
        self.add(self._grid, self.error)
        self.body.addStretch(1)

    def show_answers(self, answers: Sequence[tuple[str, str]]) -> None:
        """Pairs of the key of a label and what was answered."""
        while self._grid.count():
            old = self._grid.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for at, (key, text) in enumerate(answers):
            self._grid.addWidget(
                label("AnswerLabel", self.words(key), Role.LABEL), at, 0, Qt.AlignmentFlag.AlignTop
            )
            self._grid.addWidget(label("Answer", text, wrap=True), at, 1)


class Start(Enum):
    """What to begin with in an empty register."""

    IMPORT = "import"
    RECEIVE = "receive"
    PRACTICE = "practice"
    NOTHING = "nothing"


class DoorButton(QPushButton):
    """A large door: an icon, a title, and a line of what is behind it."""

    def __init__(self, start: Start, icon_name: str, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName(f"Door_{start.value}")
        self.setProperty("look", "door")
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.start = start
        theme = current_theme()
        picture = label("DoorIcon")
        picture.setPixmap(icon_pixmap(icon_name, theme.colours.accent, 32, self.devicePixelRatioF()))
        head = label("DoorTitle", title, Role.SECTION, wrap=True)
        words = label("DoorText", text, Role.MUTED, wrap=True)
        for each in (picture, head, words):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = column(picture, head, words, gap=Space.XS, margins=(Space.L, Space.L, Space.L, Space.L))
        inner.addStretch(1)
        self.setLayout(inner)
        # The sheet of the window makes buttons one line high.
        self.setStyleSheet(
            f"QPushButton {{ min-height: {theme.px(150)}px; max-height: 400px; text-align: left; padding: 0; }}"
        )

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))


class DoorsPage(QWidget):
    """The register is there and empty: where to begin.

    Signals:
        chosen: a :class:`Start`.
    """

    chosen = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("Ground")
        doors = QGridLayout()
        doors.setSpacing(Space.L)
        for at, (start, icon_name) in enumerate(
            ((Start.IMPORT, "excel"), (Start.RECEIVE, "usb"), (Start.PRACTICE, "review"))
        ):
            door = DoorButton(
                start,
                icon_name,
                words(f"first_run.door.{start.value}"),
                words(f"first_run.door.{start.value}.text"),
            )
            door.clicked.connect(self._clicked)
            doors.addWidget(door, 0, at)
            doors.setColumnStretch(at, 1)
        later = Button("Door_nothing", words("first_run.door.nothing"), look=Look.LINK)
        later.clicked.connect(self._later)
        inner = column(
            label("DoorsTitle", words("first_run.doors.title"), Role.TITLE, wrap=True),
            label("DoorsText", words("first_run.doors.text"), Role.MUTED, wrap=True),
            doors,
            later,
            gap=Space.M,
            margins=(Space.XXL, Space.XL, Space.XXL, Space.XL),
        )
        inner.addStretch(1)
        self.setLayout(inner)

    def _clicked(self) -> None:
        door = self.sender()
        if isinstance(door, DoorButton):
            self.chosen.emit(door.start)

    def _later(self) -> None:
        self.chosen.emit(Start.NOTHING)
