"""One computer of a demonstration: its window, a hand at it, and the first start in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from desktop.app.demo_door import DemoDoor
from desktop.app.hand import Hand
from desktop.app.opening import real_environment
from desktop.app.window import Starter
from desktop.services import registers
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.shell.navigation import NewRecord, OpenPage
from desktop.ui.shell.printing import Printer
from desktop.ui.shell.shell import Shell

PASSWORD = "trinh-dien-2026"  # noqa: S105  # of registers that live as long as the demonstration
SIZE = (1366, 768)


class Station:
    """One computer in the demonstration: its window, and a hand at it."""

    def __init__(self, home: Path, name: str, pictures: Path, printer: Printer | None = None) -> None:
        self.door = DemoDoor()
        self.starter = Starter(
            home / name, real_environment(), home / f"{name}.json", door=self.door, printer=printer
        )
        self.shell = Shell(self.starter.program(), self.starter.appearance())
        self.shell.resize(*SIZE)
        self.hand = Hand(self.shell, pictures)
        self.name = name
        self.shell.begin()
        self.come_forward()

    def come_forward(self) -> None:
        """Puts this computer's window before the others, with the keyboard in it."""
        self.shell.show()
        self.shell.activateWindow()
        self.hand.wait(self.shell.isActiveWindow, "the window has the keyboard")

    @property
    def workspace(self) -> Workspace:
        workspace = self.shell.workspace
        assert workspace is not None
        return workspace

    def go(self, page: str, tab: str | None = None) -> None:
        self.shell.main_window().go(OpenPage(page, tab))

    def new(self, register: str) -> None:
        """An empty form of a register."""
        self.shell.main_window().go(NewRecord(register))
        self.hand.find(QWidget, "Form")

    def fill(self, register: str, **texts: str) -> None:
        """Types into the fields of the form that is open."""
        for name, text in texts.items():
            self.type_in(f"Field_{register}_{name}", text)

    def type_in(self, name: str, text: str) -> None:
        """Types into the editor inside a widget."""
        self.hand.type_into(self.hand.box_in(name), text)
        self.hand.live(60)

    def pick(self, register: str, name: str, text: str) -> None:
        """Types into a list of choices and takes the first that is offered."""
        self.type_in(f"Field_{register}_{name}", text)
        self.hand.live(120)
        self.hand.press(Qt.Key.Key_Return)

    def save(self) -> None:
        """Saves the form; returns when the operation is written."""
        before = self._operations()
        self.hand.click("Save")
        self.hand.wait(lambda: self._operations() > before, "the form is saved")

    def _operations(self) -> int:
        with self.workspace.reading() as reader:
            return reader.journal.size()

    def count(self, register: str) -> int:
        return registers.count(self.workspace, register, ListQuery())

    def close(self) -> None:
        """Ends the program of this computer; twice is as good as once."""
        if isValid(self.shell):
            self.shell.close()
            self.shell.deleteLater()
        self.starter.release()


def first_start(at: Station, typed: str, administrator: str, *, upper: bool = False) -> None:
    """The wizard from the unit to the three doors."""
    hand = at.hand
    if upper:
        hand.click("Level_upper")
    hand.type("PlaceEditorLine", typed)
    hand.press(Qt.Key.Key_Return)
    hand.shot(f"{at.name}-1-don-vi")
    while not hand.sees("first_user_Name"):
        hand.click("WizardNext")
        hand.live(150)
    hand.type("first_user_Name", administrator)
    for box in ("first_user_Password", "first_user_Again"):
        hand.type_into(hand.box_in(box), PASSWORD)
    hand.shot(f"{at.name}-2-nguoi-dung")
    hand.click("WizardNext")
    hand.click("WizardSkip")
    groups = [hand.find(QLabel, f"Code_{place}").text() for place in range(8)]
    hand.shot(f"{at.name}-3-ma-khoi-phuc")
    hand.click("WizardNext")
    for place, group in enumerate(groups):
        hand.type(f"Group_{place}", group)
    hand.click("WizardNext")
    hand.click("WizardNext")
    hand.wait(lambda: at.shell.workspace is not None, "the register is made")
    hand.find(QWidget, "Door_nothing")
    hand.shot(f"{at.name}-4-bat-dau")
