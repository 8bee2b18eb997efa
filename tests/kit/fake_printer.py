"""A printer that keeps what it was given."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.ui.shell.printing import Paper


class FakePrinter:
    """Prints when ``agrees``; a person may also press Cancel in the system's dialog, or it ``refuses`` the paper."""

    def __init__(self, *, agrees: bool = True) -> None:
        self.agrees = agrees
        self.papers: list[Paper] = []
        self.refuses: UserError | None = None
        self.known = ["Canon LBP 3300", "HP LaserJet"]

    def print_paper(self, parent: QWidget, paper: Paper) -> bool:
        if self.refuses is not None:
            raise self.refuses
        if self.agrees:
            self.papers.append(paper)
        return self.agrees

    def names(self) -> list[str]:
        return self.known
