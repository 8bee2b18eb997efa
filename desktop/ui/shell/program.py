"""What the window is given by whoever starts the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.base.values import dataclass
from desktop.services.environment import Environment
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Door
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.words import Words
from desktop.ui.shell.appearance import Appearance
from desktop.ui.shell.page import PageContext, PageMakers
from desktop.ui.shell.printing import Printer, SystemPrinter
from desktop.vault.kdf import DEFAULT, Kdf

if TYPE_CHECKING:
    from desktop.ui.shell.first_run.wizard import FirstRunSetting
    from desktop.ui.shell.shell import Shell


class MakePages(Protocol):
    """Says how each page is made for a logged-in user."""

    def __call__(self, context: PageContext, shell: Shell, /) -> PageMakers: ...


@dataclass(frozen=True)
class Program:
    """What the shell is given by whoever starts it.

    Attributes:
        folder: where the register is, or will be.
        words: the words of a language.
        create: makes a register at the first run; slow.
        make_practice: opens a register of its own with sample data; slow.
        first_run: what the wizard builds on, made when it is needed.
        last_user: whose name the log-in marks.
        keep_appearance, keep_folder, keep_user: remembered for the next start.
        door: in place of dialogs over the window, for tests.
        printer: where paper goes.
        kdf: how slow a new password is made to guess.
    """

    folder: Path
    environment: Environment
    words: Callable[[str], Words]
    make_pages: MakePages
    first_run: Callable[[Words], FirstRunSetting]
    make_practice: Callable[[Progress], Workspace]
    last_user: str | None = None
    keep_appearance: Callable[[Appearance], None] = lambda _appearance: None
    keep_folder: Callable[[Path], None] = lambda _folder: None
    keep_user: Callable[[str], None] = lambda _user: None
    door: Door | None = None
    printer: Printer = field(default_factory=SystemPrinter)
    kdf: Kdf = DEFAULT
