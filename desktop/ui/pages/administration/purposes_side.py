"""The register of purposes: looked at, made the unit's own, printed."""

from __future__ import annotations

from datetime import date

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.i18n.catalogue import Catalogue
from desktop.services import data_purposes
from desktop.services.data_purposes import Purpose, basis_words, collected_words, years_words
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.administration.lines import Line, LineList
from desktop.ui.pages.administration.section import Facts
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.paper_taking import PaperTaking

_LIST = 250
_NAMES = ("purpose", "basis", "collected", "readers", "years")


class PurposesSide(Page):
    """Registers on the left, what is said of one of them on the right.

    Attributes:
        list: the registers of people's data.
        facts: what is said of the current one.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._found: dict[str, Purpose] = {}
        self._taking = PaperTaking(context, self)
        self.list = LineList("PurposeList", words("oversight.side.purposes"))
        self.list.setFixedWidth(current_theme().px(_LIST))
        self.facts = Facts("PurposeFacts", words("purposes.title"))
        self.done = Notice("PurposeDone", Tone.DONE)
        self.done.hide()
        self.error = ErrorLines(words, "PurposeError")
        self.print_button = Button(
            "PrintPurposes", words("purposes.print"), look=Look.PRIMARY, icon_name="print"
        )
        self.edit_button = Button("EditPurpose", words("purposes.edit"), icon_name="edit")
        if not context.workspace.may(Permission.ADMINISTER):
            self.edit_button.hide()
        deeds = row(self.print_button, self.edit_button)
        deeds.addStretch(1)
        scroll = ScrollColumn(Space.S, (0, 0, Space.S, 0))
        scroll.body.addWidget(label("PurposesText", words("purposes.text"), Role.MUTED, wrap=True))
        scroll.body.addWidget(self.facts)
        right = column(self.done, self.error, scroll, deeds, gap=Space.S)
        right.setStretch(2, 1)
        both = row(self.list, right, gap=Space.L)
        both.setStretch(1, 1)
        both.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        self.setLayout(both)
        self.setFocusProxy(self.list)
        self.list.changed.connect(self._show)
        self.print_button.clicked.connect(self.print_paper)
        self.edit_button.clicked.connect(self.edit)

    def arrive(self, intent: Intent) -> None:
        self.done.hide()
        self.error.clear()
        self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        words = self._words
        found = data_purposes.purposes(self._context.workspace)
        self._found = {each.register: each for each in found}
        kept = self.list.key() or found[0].register
        self.list.show_lines([Line(each.register, words.plural(each.register)) for each in found])
        self.list.go_to(kept)
        self._show(kept)

    def print_paper(self) -> None:
        """All of them on paper."""
        self._taking.show_paper(data_purposes.draw_purposes(self._context.workspace))

    def edit(self) -> None:
        """The unit's own words from a day on."""
        purpose = self._found.get(self.list.key() or "")
        if purpose is None or self.edit_button.isHidden():
            return
        workspace = self._context.workspace
        inputs = (
            Input("purpose", "purposes.head.purpose", Kind.LONG_TEXT, required=True, value=purpose.purpose),
            Input("basis", "purposes.head.basis", Kind.LONG_TEXT, value=purpose.basis),
            Input("since", "purposes.since", Kind.DAY, required=True, value=workspace.today().isoformat()),
        )
        title = self._words.plural(purpose.register)
        answers = self._context.door.ask(Question("purposes.edit", {"title": title}, inputs=inputs))
        if answers is None:
            return
        since = answers["since"]
        try:
            data_purposes.set_purpose(
                workspace,
                purpose.register,
                str(answers["purpose"] or ""),
                str(answers["basis"] or ""),
                date.fromisoformat(since) if isinstance(since, str) else None,
            )
        except UserError as error:
            self.error.tell(error)
            return
        self.reload()
        self.done.say(self._words("purposes.saved"))
        self.done.show()

    def _show(self, register: str) -> None:
        purpose = self._found.get(register)
        if purpose is None:
            return
        words, say = self._words, Catalogue(self._words.language)
        told = {
            "purpose": purpose.purpose,
            "basis": basis_words(say, purpose),
            "collected": collected_words(say, purpose),
            "readers": ", ".join(words(f"role.{each.value}") for each in purpose.readers),
            "years": years_words(say, purpose),
        }
        self.facts.show_facts([(words(f"purposes.head.{name}"), told[name]) for name in _NAMES])
