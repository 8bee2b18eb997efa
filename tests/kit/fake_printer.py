"""A printer that keeps what it was given."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.shell.printing import Paper


class FakePrinter:
    """Prints when ``agrees``; a person may also press Cancel in the system's dialog."""

    def __init__(self, *, agrees: bool = True) -> None:
        self.agrees = agrees
        self.papers: list[Paper] = []

    def print_paper(self, parent: QWidget, paper: Paper) -> bool:
        if self.agrees:
            self.papers.append(paper)
        return self.agrees
