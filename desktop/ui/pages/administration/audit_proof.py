"""Proving the log: one button, how far it is, and in words what is sure, up to where, and what lies beyond."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.services.audit_proof import Proven, prove_register
from desktop.services.audit_words import finding_words, point_words
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row
from desktop.ui.pages.administration.section import Section
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.page import PageContext

_OTHERS = 8
"""Chains of other computers that are told one by one; of a province there are hundreds."""


class ProofView(Section):
    """One side of the page of the log.

    Attributes:
        code: of a paper, if somebody has one to compare.
        result: what was found, in a sentence.
        told: every line of what was found.
        proven: the last result of this sitting.

    Signals:
        left: the person wants the log again.
        print_asked: the log is to be printed, with the result.
    """

    left = Signal()
    print_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, context.words("audit.proof.title"))
        words = self.words
        self._task: Task | None = None
        self.proven: Proven | None = None
        self.back_button = Button("ProofBack", words("audit.back"), look=Look.QUIET, icon_name="back")
        self.begin_button = Button("ProofBegin", words("audit.proof.begin"), look=Look.PRIMARY)
        self.print_button = Button("ProofPrint", words("audit.proof.print"), icon_name="print")
        self.code = named(QLineEdit(), "ProofCode")
        self.code.setAccessibleName(words("audit.proof.ask"))
        self.strip = ProgressStrip(words, "ProofStrip")
        self.result = Notice("ProofResult", Tone.DONE)
        self.told = label("ProofTold", wrap=True)
        self.error = ErrorLines(words, "ProofError")
        back = row(self.back_button)
        back.addStretch(1)
        deeds = row(self.begin_button, self.print_button)
        deeds.addStretch(1)
        self.add(back)
        self.add_title("audit.proof.title")
        self.add(label("ProofText", words("audit.proof.text"), Role.MUTED, wrap=True))
        self.add(label("ProofAsk", words("audit.proof.ask"), Role.LABEL), self.code)
        self.add(deeds, self.strip, self.error, self.result, self.told)
        self.add_room()
        for hidden in (self.result, self.told, self.print_button):
            hidden.hide()
        self.setFocusProxy(self.begin_button)
        self.back_button.clicked.connect(self.left)
        self.begin_button.clicked.connect(self.begin)
        self.print_button.clicked.connect(self.print_asked)
        self.code.returnPressed.connect(self.begin)

    def begin(self) -> None:
        """Begin; nothing happens while a proof is under way."""
        if self._task is not None:
            return
        self.error.clear()
        self.result.hide()
        self.told.hide()
        self.begin_button.setEnabled(False)
        self._task = start_task(
            self, self._work, done=self._done, failed=self._failed, cancelled=self._cancelled
        )
        self.strip.show_task(self._task, self.words("audit.proof.working"))

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def _work(self, progress: Progress, /) -> Proven:
        return prove_register(self.context.workspace, progress, self.code.text())

    def _done(self, found: object) -> None:
        assert isinstance(found, Proven)
        self._end()
        self.proven = found
        words = self.words
        key = "audit.proof.sound" if found.sound else "audit.proof.broken"
        said = [words(key, count=len(found.findings))]
        if not found.sound:
            said.append(words("audit.proof.safe"))
        self.result.set_tone(Tone.DONE if found.sound else Tone.LATE)
        self.result.say(" ".join(said))
        self.result.show()
        self.told.setText("\n".join(self._lines(found)))
        self.told.show()
        self.print_button.show()

    def _lines(self, found: Proven) -> Iterator[str]:
        words = self.words
        for finding in found.findings:
            yield "– " + finding_words(words, finding, found.units)
        if found.code and found.coded_on:
            at = short_moment(datetime.fromisoformat(found.coded_on), words.language)
            yield words("audit.proof.coded", code=found.code, at=at)
        elif found.code:
            yield words("audit.proof.uncoded", code=found.code)
        yield words("audit.proof.counted", operations=found.operations, lines=found.lines)
        for chain in found.chains[: _OTHERS + 1]:
            yield point_words(words, chain)
        own = next((chain for chain in found.chains if chain.own), None)
        if own is not None:
            yield words("audit.proof.code", code=own.code)
        beyond = found.lines - found.sealed
        yield words("audit.proof.log_beyond", count=beyond) if beyond else words("audit.proof.log_all")

    def _cancelled(self) -> None:
        self._end()
        self.result.set_tone(Tone.NEUTRAL)
        self.result.say(self.words("audit.proof.cancelled"))
        self.result.show()

    def _failed(self, error: UserError) -> None:
        self._end()
        self.error.tell(error)

    def _end(self) -> None:
        self._task = None
        self.begin_button.setEnabled(True)
        self.begin_button.setFocus()
