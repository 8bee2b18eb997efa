"""The code on the paper is typed back and opens the keyring: the proof that it will on the worst day."""

from __future__ import annotations

from functools import partial

from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.services import recovery, rehearsal, sharing
from desktop.services.backup_files import Copy, copy_at
from desktop.services.rehearsal import Rehearsed
from desktop.services.sharing import NewShares
from desktop.ui.kit.door import Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.recovery.renewal import Renewal
from desktop.ui.pages.recovery.splitting import Splitting
from desktop.ui.shell.code_lines import CodeLines
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.two_shares import TwoShares
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.recovery import RecoveryCode
from desktop.vault.shares import CodeShare, join

_WIDEST = 640
REHEARSAL = "rehearsal"
"""In place of a tab: the code is to open a copy for real."""


class RecoveryPage(Page):
    """Eight groups, one button, and what came of it; or a new code in place of a lost paper.

    Asked for as ``rehearsal`` the code opens a copy for real, on this machine or on a stick.

    Attributes:
        renewal: the new code that is being made, if one is, for one sheet or for several people.
        two: the shares of two people, where the code in force is in shares.
        code: the lines for the groups.
        error: what the program said to the code.
    """

    def __init__(self, context: PageContext, kdf: Kdf = DEFAULT) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._kdf = kdf
        self._task: Task | None = None
        self._copy: Copy | None = None
        self._rehearses = False
        self.renewal: Renewal | Splitting | None = None
        self._shared = False
        self.two = TwoShares(words)
        self.two.setMaximumWidth(current_theme().px(_WIDEST))
        self.code = CodeLines(words)
        self.code.setMaximumWidth(current_theme().px(_WIDEST))
        self._problem = label("RecoveryProblem", role=Role.PROBLEM, wrap=True)
        self.error = ErrorLines(words, "RecoveryError")
        self._done = Notice("RecoveryDone", Tone.DONE)
        self._check = Button("CheckRecovery", words("recovery.check"), look=Look.PRIMARY)
        self._later = Button("RecoveryLater", words("recovery.back"))
        self._renew = Button("RenewRecovery", words("recovery.renew"), look=Look.QUIET)
        self._split = Button("SplitRecovery", words("shares.split"), look=Look.QUIET)
        self._other = Button("RehearseOther", words("rehearsal.other"), look=Look.LINK)
        self._text = label("RecoveryText", words("recovery.text"), Role.MUTED, wrap=True)
        buttons = row(self._check, self._renew, self._split, self._other, self._later)
        buttons.addStretch(1)
        self._parts = column(
            self.error,
            self._done,
            self._text,
            self.code,
            self.two,
            self._problem,
            buttons,
            gap=Space.M,
        )
        self._scroll = ScrollColumn(Space.M, (Space.XL, Space.L, Space.XL, Space.L))
        self._scroll.body.addLayout(self._parts)
        self._scroll.widget().setMaximumWidth(current_theme().px(_WIDEST) + 2 * Space.XL)
        self.setLayout(column(self._scroll))
        self.code.typed.connect(self._problem.hide)
        self.code.entered.connect(self.check)
        self._check.clicked.connect(self.check)
        self._renew.clicked.connect(self.renew)
        self._split.clicked.connect(self.split)
        self.two.entered.connect(self.check)
        self._later.clicked.connect(self._go_back)
        self._other.clicked.connect(self.choose_copy)

    def arrive(self, intent: Intent) -> None:
        self._rehearses = isinstance(intent, OpenPage) and intent.tab == REHEARSAL
        self._copy = None
        self._begin()

    def leave(self) -> None:
        self.code.clear()
        self.two.clear()
        # A code that was not read back to the end was never in force.
        if self._task is None:
            self._drop_renewal()

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def check(self) -> None:
        """Try what is typed, once every group is right in itself."""
        if self._task is not None:
            return
        if self._shared:
            self._rehearse()
            return
        wrong = self.code.wrong()
        if wrong:
            groups = ", ".join(str(place + 1) for place in wrong)
            self._problem.setText(self._words("recovery.wrong", groups=groups))
            self._problem.show()
            return
        self.error.clear()
        self._set_busy(busy=True)
        code = RecoveryCode.parse(self.code.text())
        self._task = start_task(self, partial(self._try, code), done=self._proved, failed=self._failed)

    def _rehearse(self) -> None:
        """Open the keyring with two people's shares."""
        if not self.two.ready():
            return
        self.error.clear()
        self._set_busy(busy=True)
        work = partial(self._try_shares, *self.two.shares())
        self._task = start_task(self, work, done=self._proved, failed=self._failed)

    def choose_copy(self) -> None:
        """Rehearse with a copy elsewhere, such as that on the rescue stick."""
        folder = self._context.door.choose_folder("rehearsal.other")
        if folder is None or self._task is not None:
            return
        try:
            self._copy = copy_at(folder)
        except UserError as error:
            self.error.tell(error)
            return
        at = short_moment(self._copy.at, self._words.language)
        self._text.setText(self._words("rehearsal.chosen", at=at, folder=str(self._copy.folder)))

    def renew(self) -> None:
        """Begin a new code, after asking; the old one is in force until the new paper is proved."""
        if self._task is None and self._context.door.confirm(Question("recovery.renew", danger=True)):
            self._begin()
            self._show_renewal(Renewal(self._context))

    def split(self) -> None:
        """Begin a new code for several people, after asking; it is in force when two of them have opened with it."""
        if self._task is None and self._context.door.confirm(Question("shares.ask", danger=True)):
            self._begin()
            self._show_renewal(Splitting(self._context))

    def _show_renewal(self, renewal: Renewal | Splitting) -> None:
        self.renewal = renewal
        renewal.proved.connect(self._replace)
        renewal.given_up.connect(self._begin)
        self._scroll.body.insertWidget(0, renewal)
        self._show_check(shown=False)

    def _replace(self) -> None:
        renewal = self.renewal
        if renewal is None or self._task is not None:
            return
        if isinstance(renewal, Splitting):
            work = partial(self._put_shares, renewal.new, *renewal.two.shares())
        else:
            work = partial(self._put, renewal.code)
        self.error.clear()
        self._set_busy(busy=True)
        self._task = start_task(self, work, done=self._replaced, failed=self._failed)

    def _put(self, code: RecoveryCode, _progress: Progress, /) -> None:
        recovery.replace_code(self._context.workspace, code, kdf=self._kdf)

    def _put_shares(self, new: NewShares, one: CodeShare, other: CodeShare, _progress: Progress, /) -> None:
        sharing.put_in_force(self._context.workspace, new, one, other, kdf=self._kdf)

    def _try_shares(self, one: CodeShare, other: CodeShare, progress: Progress, /) -> Rehearsed | None:
        sharing.rehearse(self._context.workspace, one, other)
        return self._open_copy(join(one, other), progress) if self._rehearses else None

    def _replaced(self, _nothing: object) -> None:
        self._set_busy(busy=False)
        key = "shares.renewed" if isinstance(self.renewal, Splitting) else "recovery.renewed"
        self._drop_renewal()
        self._finish(key)

    def _try(self, code: RecoveryCode, progress: Progress, /) -> Rehearsed | None:
        if self._rehearses:
            return self._open_copy(code, progress)
        recovery.check_code(self._context.workspace, code)
        return None

    def _open_copy(self, code: RecoveryCode, progress: Progress) -> Rehearsed:
        return rehearsal.rehearse(self._context.workspace, code, progress, self._copy)

    def _proved(self, opened: object) -> None:
        self._set_busy(busy=False)
        if isinstance(opened, Rehearsed):
            at = short_moment(opened.copy.at, self._words.language)
            day = self._context.workspace.today()
            self._finish("rehearsal.done", at=at, count=opened.changes, day=day)
        else:
            self._finish("shares.done" if self._shared else "recovery.done")

    def _finish(self, key: str, **facts: object) -> None:
        self.code.clear()
        self.two.clear()
        self._show_check(shown=False)
        self._done.say(self._words(key, **facts))
        self._done.show()
        self._later.show()
        self.setFocusProxy(self._later)
        self._later.setFocus()

    def _failed(self, error: UserError) -> None:
        self._set_busy(busy=False)
        self.error.tell(error)
        (self.renewal or (self.two if self._shared else self.code)).setFocus()

    def _begin(self) -> None:
        kept = sharing.shared(self._context.workspace)
        self._shared = kept is not None
        text = self._words("rehearsal.text" if self._rehearses else "recovery.text")
        if kept is not None:
            text = self._words("shares.rehearse", people=kept.people, on=kept.rehearsed)
        self._text.setText(text)
        self.code.clear()
        self.two.clear()
        self._problem.hide()
        self.error.clear()
        self._done.hide()
        self._drop_renewal()
        self._name_check()
        self._show_check(shown=True)
        self.setFocusProxy(self.two if self._shared else self.code)

    def _show_check(self, *, shown: bool) -> None:
        for each in (self._text, self._check, self._later):
            each.setVisible(shown)
        self.code.setVisible(shown and not self._shared)
        self.two.setVisible(shown and self._shared)
        # Nobody shall seal a code of sample data in an envelope.
        for each in (self._renew, self._split):
            each.setVisible(shown and not self._context.workspace.practice and not self._rehearses)
        self._other.setVisible(shown and self._rehearses)

    def _drop_renewal(self) -> None:
        renewal, self.renewal = self.renewal, None
        if renewal is not None:
            renewal.hide()
            renewal.deleteLater()

    def _set_busy(self, *, busy: bool) -> None:
        if not busy:
            self._task = None
        renewal = (self.renewal,) if self.renewal else ()
        for each in (self.code, self.two, self._renew, self._split, *renewal):
            each.setEnabled(not busy)
        self._check.setEnabled(not busy)
        self._name_check(busy=busy)

    def _name_check(self, *, busy: bool = False) -> None:
        idle = "rehearsal.open" if self._rehearses else "recovery.check"
        self._check.setText(self._words("recovery.checking" if busy else idle))

    def _go_back(self) -> None:
        self._context.navigation.go(OpenPage("today"))
