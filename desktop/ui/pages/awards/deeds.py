"""What a person does to the awards that are ticked: asks what must be asked, acts, says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.domain.awarding import PrintedLine
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.services import award_book, award_proposals, awarding, ceremony, registers
from desktop.services.award_proposals import NewSet, Nominee
from desktop.services.awarding import Decision
from desktop.services.certificates import NoAwardsChosen, last_common_lines, prospect
from desktop.services.views import Changes, Entry, Value
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.toast import Toast
from desktop.ui.shell.page import PageContext

_LINE = ("honorific", "printed_name", "printed_unit", "achievement")
_OF_SET = (
    "name",
    "kind",
    "occasion",
    "receivers",
    "bases",
    "ceremony_on",
    "ceremony_time",
    "ceremony_place",
    "note",
)
_NO_WAY_BACK = "award.number"


class AwardDeeds(QObject):
    """Each deed takes the awards it is about.

    Signals:
        done: something was written.
    """

    done = Signal()

    def __init__(self, context: PageContext, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._words = context.words
        self._toast = toast
        self._undo_of: tuple[str, int] | None = None
        toast.acted.connect(self._undo)

    def by_name(self) -> dict[str, Callable[[list[str]], None]]:
        """Each deed under the name of its button."""
        acts = (
            self.submit,
            self.send_back,
            self.decide,
            self.number,
            self.hand_over,
            self.not_handed,
            self.correct,
            self.revoke,
            self.rewrite,
        )
        return {each.__name__: each for each in acts}

    def propose(self, award_set: NewSet | str, nominees: Sequence[Nominee]) -> Changes | None:
        return self._do(lambda: award_proposals.propose(self._at, award_set, nominees))

    def arrange(self, award_set: str, shown: Sequence[str]) -> None:
        """The order of the ceremony as its lines stand."""
        self._do(lambda: ceremony.arrange(self._at, award_set, shown))

    def edit_set(self, award_set: str) -> None:
        """What the papers of a set say: its occasion, its bases, whom it goes to, the ceremony."""
        form = registers.load_form(self._at, "award_set", award_set)
        declared = self._at.registry["award_set"].by_name
        inputs = tuple(
            Input(
                name,
                f"field.award_set.{name}",
                declared[name].kind,
                required=declared[name].required,
                value=form.cells[name].value,
                catalogue=declared[name].catalogue,
            )
            for name in _OF_SET
        )
        answer = self._context.door.ask(Question("awards.edit_set", inputs=inputs))
        if answer is not None:
            self._do(lambda: registers.save(self._at, form, Entry(answer)))

    def submit(self, awards: Sequence[str]) -> None:
        inputs = (_text("number"), self._day("on"))
        answer = self._ask("submit", awards, inputs)
        if answer is not None:
            self._do(lambda: awarding.submit(self._at, awards, _said(answer, "number"), _on(answer)))

    def send_back(self, awards: Sequence[str]) -> None:
        answer = self._ask("send_back", awards, (_text("reason", required=True), self._day("on")))
        if answer is not None:
            self._do(lambda: awarding.send_back(self._at, awards, _said(answer, "reason"), _on(answer)))

    def decide(self, awards: Sequence[str]) -> None:
        before = last_common_lines(self._at)
        inputs = (
            _text("number", required=True),
            self._day("on"),
            _text("grantor", required=True, value=before.issuer),
            _text("signer_title", value=before.signer_title),
            _text("signer_rank"),
            _text("signer_name", value=before.signer_name),
            _text("place", value=before.place),
        )
        answer = self._ask("decide", awards, inputs)
        if answer is None:
            return
        said = {name: _said(answer, name) for name in answer if name not in ("number", "on")}
        decision = Decision(_said(answer, "number"), _on(answer), **said)
        self._do(lambda: awarding.decide(self._at, awards, decision))

    def number(self, awards: Sequence[str]) -> None:
        """Numbers are given in the order of the list, and never taken back: so it is asked first."""
        if not self._some(awards):
            return
        undecided = len(prospect(self._at, awards).undecided)
        facts = {"count": len(awards), "undecided": undecided}
        key = "awards.number_undecided" if undecided else "awards.number"
        if self._context.door.confirm(Question(key, facts, danger=bool(undecided))):
            self._do(lambda: award_book.number(self._at, awards))

    def hand_over(self, awards: Sequence[str]) -> None:
        answer = self._ask("hand_over", awards, (self._day("on"),))
        if answer is not None:
            self._do(lambda: awarding.hand_over(self._at, awards, _on(answer)))

    def not_handed(self, awards: Sequence[str]) -> None:
        answer = self._ask("not_handed", awards, (_text("reason", required=True),))
        if answer is not None:
            self._do(lambda: awarding.not_handed(self._at, awards, _said(answer, "reason")))

    def correct(self, awards: Sequence[str]) -> None:
        self._by_document("correct", awards, awarding.correct)

    def revoke(self, awards: Sequence[str]) -> None:
        self._by_document("revoke", awards, awarding.revoke)

    def rewrite(self, awards: Sequence[str]) -> None:
        """The printed line of the first of them."""
        if not self._some(awards):
            return
        award = awards[0]
        form = registers.load_form(self._at, "award", award)
        inputs = tuple(
            Input(
                name,
                f"field.award.{name}",
                Kind.LONG_TEXT if name == "achievement" else Kind.TEXT,
                required=name == "printed_name",
                value=form.cells[name].value,
            )
            for name in _LINE
        )
        answer = self._context.door.ask(
            Question("awards.rewrite", inputs=(*inputs, _text("reason", required=True)))
        )
        if answer is not None:
            line = PrintedLine(*(_said(answer, name) for name in _LINE))
            self._do(lambda: awarding.rewrite(self._at, award, line, _said(answer, "reason")))

    def _by_document(
        self,
        deed: str,
        awards: Sequence[str],
        act: Callable[..., Changes],
    ) -> None:
        inputs = (_text("number", required=True), self._day("on"), _text("reason", required=True))
        answer = self._ask(deed, awards, inputs)
        if answer is not None:
            number, reason = _said(answer, "number"), _said(answer, "reason")
            self._do(lambda: act(self._at, awards, number, _on(answer), reason))

    @property
    def _at(self) -> Workspace:
        return self._context.workspace

    def _some(self, awards: Sequence[str]) -> bool:
        if not awards:
            self._context.door.tell(NoAwardsChosen())
        return bool(awards)

    def _ask(self, deed: str, awards: Sequence[str], inputs: tuple[Input, ...]) -> Mapping[str, Value] | None:
        if not self._some(awards):
            return None
        return self._context.door.ask(Question(f"awards.{deed}", {"count": len(awards)}, inputs=inputs))

    def _day(self, name: str) -> Input:
        today = self._context.workspace.today().isoformat()
        return Input(name, f"awards.ask.{name}", Kind.DAY, required=True, value=today)

    def _do(self, act: Callable[[], Changes]) -> Changes | None:
        """What was written; None where it was refused, and the person was told."""
        try:
            changes = meanwhile(act)
        except UserError as error:
            self._context.door.tell(error)
            return None
        self._undo_of = changes.operation if changes.action != _NO_WAY_BACK else None
        text = self._words("awards.done", deed=self._words(f"action.{changes.action}"))
        self._toast.say(text, text, self._words("kit.undo") if self._undo_of is not None else "")
        self.done.emit()
        return changes

    def _undo(self) -> None:
        if self._undo_of is not None:
            operation = self._undo_of
            self._undo_of = None
            try:
                registers.undo(self._at, operation)
            except UserError as error:
                self._context.door.tell(error)
            self.done.emit()


def _text(name: str, *, required: bool = False, value: str = "") -> Input:
    return Input(name, f"awards.ask.{name}", Kind.TEXT, required=required, value=value or None)


def _said(answer: Mapping[str, Value], name: str) -> str:
    return str(answer.get(name) or "")


def _on(answer: Mapping[str, Value]) -> date:
    return date.fromisoformat(str(answer["on"]))
