"""The check of the data: every table built again from the history of changes, and compared with what was there."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import checking
from desktop.services.workspace import Workspace
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.widgets import Button, Look, Notice, label, row
from desktop.ui.pages.administration.section import Section
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.page import PageContext


@dataclass(frozen=True)
class Compared:
    """What the check found; ``changes`` is how many recorded changes the tables were built from."""

    equal: bool
    changes: int


def rebuild_and_compare(workspace: Workspace, progress: Progress) -> Compared:
    """Reads the file through and builds the tables again, in one transaction that Cancel takes back.

    The new tables stay, whatever was found. Raises :class:`FileDamaged`.
    """
    checking.verify(workspace, progress)
    with workspace.reading(Permission.ADMINISTER) as reader:
        changes = reader.journal.size()
    before = workspace.file.digest()
    workspace.file.rebuild(progress)
    equal = workspace.file.digest() == before
    workspace.log_access("rebuild", "equal" if equal else "different")
    return Compared(equal, changes)


class CheckPage(Section):
    """One button, its progress, and the result in words."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, context.words("oversight.side.check"))
        words = self.words
        self._task: Task | None = None
        self.button = Button("CheckButton", words("administration.check.begin"), look=Look.PRIMARY)
        self.strip = ProgressStrip(words, "CheckStrip")
        self.result = Notice("CheckResult", Tone.DONE)
        self.result.hide()
        self.error = ErrorLines(words, "CheckError")
        beside = row(self.button)
        beside.addStretch(1)
        self.add_title("administration.check.title")
        self.add(label("CheckText", words("administration.check.text"), wrap=True))
        self.add(beside, self.strip, self.result, self.error)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self.check)

    def check(self) -> None:
        """Begin; nothing happens while a check is under way."""
        if self._task is not None:
            return
        self.result.hide()
        self.error.clear()
        self.button.setEnabled(False)
        self._task = start_task(
            self, self._work, done=self._done, failed=self._failed, cancelled=self._cancelled
        )
        self.strip.show_task(self._task, self.words("administration.check.working"))

    def leave(self) -> None:
        # It changes nothing that a person made, so it need not go on unseen.
        if self._task is not None:
            self._task.finish()

    def _work(self, progress: Progress, /) -> Compared:
        return rebuild_and_compare(self.context.workspace, progress)

    def _done(self, found: object) -> None:
        assert isinstance(found, Compared)
        key = "equal" if found.equal else "different"
        self._say(Tone.DONE if found.equal else Tone.DUE, key, count=found.changes)

    def _cancelled(self) -> None:
        self._say(Tone.NEUTRAL, "cancelled")

    def _say(self, tone: Tone, key: str, **facts: object) -> None:
        self._end()
        self.result.set_tone(tone)
        self.result.say(self.words(f"administration.check.{key}", **facts))
        self.result.show()

    def _failed(self, error: UserError) -> None:
        self._end()
        self.error.tell(error)

    def _end(self) -> None:
        self._task = None
        self.button.setEnabled(True)
        self.button.setFocus()
