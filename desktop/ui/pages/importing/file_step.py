"""Step 1: the file, and what its list is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row, set_property
from desktop.ui.kit.words import Words
from desktop.ui.pages.importing.letters_view import LettersView
from desktop.ui.pages.importing.pick_one import PickOne
from desktop.ui.pages.importing.step import Step
from desktop.ui.pages.importing.work import ImportWork


class FileStep(Step):
    """Choose a file; if the program took the list for another than it is, say so.

    Signals:
        file_asked: the person wants to choose a file.
        register_chosen: the list is of this register.
        sheet_chosen: the list is on this sheet of the file.
    """

    file_asked = Signal()
    register_chosen = Signal(str)
    sheet_chosen = Signal(str)

    def __init__(self, words: Words, work: ImportWork) -> None:
        super().__init__(words, work, "file")
        self.choose = Button(
            "ChooseFile", words("importing.file.choose"), look=Look.PRIMARY, icon_name="excel"
        )
        self._found = Notice("FileFound", Tone.DONE)
        self._remembered = label("FileRemembered", role=Role.CAPTION, wrap=True)
        self._registers = work.registers
        self._chips = QWidget()
        self._group = QButtonGroup(self)
        flow = FlowLayout(self._chips, gap=Space.S)
        for at, name in enumerate(self._registers):
            chip = Button(f"Register_{name}", words(f"importing.register.{name}"), look=Look.CHIP, small=True)
            chip.setCheckable(True)
            self._group.addButton(chip, at)
            flow.addWidget(chip)
        self._chips_label = label("RegisterLabel", words("importing.file.register"), Role.LABEL)
        self._sheets = PickOne("Sheet")
        self._sheets_label = label("SheetLabel", words("importing.file.sheet"), Role.LABEL)
        buttons = row(self.choose)
        buttons.addStretch(1)
        self.letters = LettersView(words)
        self._notice = label("FileNotice", words("kit.classified.file"), Role.CAPTION, wrap=True)
        self.add(buttons, self._notice, self._found, self._sheets_label, self._sheets)
        self.add(self._chips_label, self._chips, self._remembered)
        self.add(self.letters, stretch=1)
        self.body.addStretch(0)
        self._rest = self.body.count() - 1
        self.choose.clicked.connect(self.file_asked)
        self._group.idClicked.connect(self._clicked)
        self._sheets.picked.connect(self.sheet_chosen)
        self.letters.answered.connect(self._read)
        self.setFocusProxy(self.choose)

    def begin(self) -> None:
        opened = self.work.opened
        for each in (self._found, self._chips_label, self._chips):
            each.setVisible(opened is not None)
        self._remembered.setVisible(opened is not None and opened.remembered)
        several = opened is not None and len(opened.sheets) > 1
        for each in (self._sheets_label, self._sheets):
            each.setVisible(several)
        old = opened is not None and bool(opened.converted)
        self.letters.setVisible(old)
        self.body.setStretch(self._rest, 0 if old else 1)
        self.choose.setText(self.words("importing.file.other" if opened else "importing.file.choose"))
        # Once a file is there, the way on is the one primary button.
        self.choose.set_look(Look.SECONDARY if opened else Look.PRIMARY)
        if opened is None:
            return
        self._sheets.show_names(opened.sheets if several else (), opened.sheet)
        if opened.converted:
            self.letters.show_list(opened, accepted=self.work.letters_read)
        kind = "pasted" if opened.pasted else "file"
        self._remembered.setText(self.words(f"importing.{kind}.remembered"))
        self._found.say(
            self.words(
                f"importing.{kind}.found",
                file=opened.name,
                sheet=opened.sheet,
                rows=len(opened.table.rows),
                skipped=len(opened.table.skipped),
            )
        )
        own = f"form.notice.{opened.target.register}"
        said = [self.words("kit.classified.file"), *([self.words(own)] if self.words.has(own) else [])]
        self._notice.setText(" ".join(said))
        self._group.button(self._registers.index(opened.target.register)).setChecked(True)
        for button in self._group.buttons():
            set_property(button, "active", "true" if button.isChecked() else "false")

    def problem(self) -> str:
        if self.work.opened is None:
            return self.words("importing.file.needed")
        read = self.work.letters_read or not self.work.opened.converted
        return "" if read else self.words("importing.letters.needed")

    def found(self) -> str:
        """What is said of the file; nothing before one is chosen."""
        return "" if self._found.isHidden() else self._found.text()

    def _read(self, accepted: bool) -> None:  # noqa: FBT001 - what the signal brings
        self.work.letters_read = accepted
        self.changed.emit()

    def _clicked(self, at: int) -> None:
        self.register_chosen.emit(self._registers[at])
