"""Where the data lives: a proposal with its reason, tried before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop.domain.errors import UserError
from desktop.services.data_folder import FolderInUse, has_register
from desktop.system.atomic import write_atomic
from desktop.system.drives import refuse_unsafe_home, volume_kind
from desktop.system.errors import failure_of
from desktop.ui.kit.door import Door
from desktop.ui.kit.editor import Line
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Button, Notice, Role, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.first_run.step import Step

_GB = 2**30
_PROBE = "thu-ghi.tmp"


@dataclass(frozen=True)
class Proposal:
    """A folder and why it is proposed: the key of one sentence."""

    folder: Path
    why: str


def try_folder(folder: Path) -> int:
    """Make the folder, write into it, and leave no trace but the folder. Gives the bytes that are free.

    Raises:
        UserError: it lies on a stick or a share, cannot be written, or holds a register already.
    """
    refuse_unsafe_home(folder)
    if has_register(folder):
        raise FolderInUse(folder=str(folder))
    probe = folder / _PROBE
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    try:
        write_atomic(probe, b"tuquan")
        return volume_kind(folder).free_bytes
    finally:
        probe.unlink(missing_ok=True)
        # Somebody else may have begun to use what was made here.
        with suppress(OSError):
            for each in made:
                each.rmdir()


class FolderStep(Step):
    """The proposal, another folder if the person wants one, and what the trial said."""

    number = 2

    def __init__(
        self,
        words: Words,
        door: Door,
        proposal: Proposal,
        check: Callable[[Path], int] = try_folder,
    ) -> None:
        super().__init__(words, "folder")
        self._door = door
        self._check = check
        self._proposal = proposal
        self.folder = proposal.folder
        self._line = named(Line(), "FolderLine")
        self._line.setReadOnly(True)
        self._choose = Button("ChooseFolder", words("first_run.folder.choose"))
        self._why = label("FolderWhy", words(proposal.why), Role.CAPTION, wrap=True)
        self._good = Notice("FolderGood", Tone.DONE)
        self._error = ErrorLines(words, "FolderError")
        line = row(self._line, self._choose)
        line.setStretch(0, 1)
        self.add(label("FolderLabel", words("first_run.folder.label"), Role.LABEL), line)
        self.add(self._why, self._good, self._error)
        self.body.addStretch(1)
        self._choose.clicked.connect(self._choose_other)

    def begin(self) -> None:
        self._try()
        self._choose.setFocus()

    def accept(self) -> bool:
        return self._try()

    def _choose_other(self) -> None:
        chosen = self._door.choose_folder("first_run.folder.choose", self.folder.parent)
        if chosen is not None:
            self.folder = chosen
            self._why.setVisible(chosen == self._proposal.folder)
            self._try()

    def _try(self) -> bool:
        self._line.setText(str(self.folder))
        self._error.clear()
        try:
            free = meanwhile(partial(self._check, self.folder))
        except UserError as error:
            self._good.hide()
            self._error.tell(error)
            return False
        self._good.say(self.words("first_run.folder.good", free=free // _GB))
        self._good.show()
        return True
