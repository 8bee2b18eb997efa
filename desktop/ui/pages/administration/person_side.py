"""Everything that is held of one person, for that person: on paper, and as a file that a machine reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from desktop.domain.errors import UserError
from desktop.domain.fields import text
from desktop.domain.paper import A4_MM
from desktop.pdf.render import render_page
from desktop.services import person_file, registers
from desktop.services.person_file import PERSON, PersonFile
from desktop.services.views import Hit
from desktop.ui.kit.choosing import RefEditor
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row
from desktop.ui.pages.administration.section import Section
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.paper_dialog import PaperDialog
from desktop.ui.shell.printing import Paper

_PDF: Final = FileKind("file.pdf", ("*.pdf",))
_DATA: Final = FileKind("person_file.data", ("*.json",))


class PersonSide(Section):
    """A person, a reason, and two ways out.

    Attributes:
        person, reason: what is filled in.
        show_button, data_button: the two ways.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, context.words("oversight.side.person"))
        words = self.words
        self.person = RefEditor("PersonOfFile", words, self._people)
        self.person.line.setAccessibleName(words("person_file.person"))
        editor = make_editor(
            text("reason"),
            "ReasonOfFile",
            words("person_file.reason"),
            words,
            context.workspace.today,
            no_choices,
        )
        assert isinstance(editor, LineEditor)
        self.reason = editor
        self.show_button = Button(
            "ShowPersonFile", words("person_file.show"), look=Look.PRIMARY, icon_name="print"
        )
        self.data_button = Button("SavePersonData", words("person_file.save_data"), icon_name="save")
        self.done = Notice("PersonFileDone", Tone.DONE)
        self.done.hide()
        self.error = ErrorLines(words, "PersonFileError")
        deeds = row(self.show_button, self.data_button)
        deeds.addStretch(1)
        self.add(label("PersonFileText", words("person_file.text"), Role.MUTED, wrap=True))
        self.add(label("PersonFilePerson", words("person_file.person"), Role.LABEL), self.person)
        self.add(label("PersonFileReason", words("person_file.reason"), Role.LABEL), self.reason)
        self.add(deeds, self.error, self.done)
        self.add_room()
        self.setFocusProxy(self.person)
        self.show_button.clicked.connect(self.show_paper)
        self.data_button.clicked.connect(self.save_data)

    def show_paper(self) -> None:
        """The paper in a dialog, with its printer and its file."""
        made = self._made()
        if made is None:
            return
        context = self.context
        paper = Paper(self.words("person_file.title"), made.pages, partial(render_page, made.pdf), *A4_MM)
        dialog = PaperDialog(
            self.window(),
            self.words,
            paper,
            context.printer,
            self.window().size(),
            save=partial(self._save, made, _PDF, ".pdf"),
        )
        if dialog.exec():
            person_file.person_left(context.workspace, made, "print")
        dialog.deleteLater()

    def save_data(self) -> None:
        """What a machine reads, where the person says."""
        made = self._made()
        if made is not None:
            self._save(made, _DATA, ".json")

    def _made(self) -> PersonFile | None:
        self.error.clear()
        self.done.hide()
        person = self.person.value()
        if not isinstance(person, str):
            self.person.setFocus()
            self._say(Tone.DUE, "person_file.choose")
            return None
        try:
            return person_file.draw_person(self.context.workspace, person, str(self.reason.value() or ""))
        except UserError as error:
            self.error.tell(error)
            return None

    def _save(self, made: PersonFile, kind: FileKind, ending: str) -> None:
        context = self.context
        name = f"{self.words('person_file.title')} - {made.name}{ending}"
        path = context.door.save_file("person_file.save", name, [kind])
        if path is None:
            return
        try:
            person_file.save_person(context.workspace, made, path.with_suffix(ending))
        except UserError as error:
            context.door.tell(error)
            return
        self._say(Tone.DONE, "reports.saved")

    def _say(self, tone: Tone, key: str) -> None:
        self.done.set_tone(tone)
        self.done.say(self.words(key))
        self.done.show()

    def _people(self, typed: str) -> Sequence[Hit]:
        return registers.choices(self.context.workspace, PERSON, typed)
