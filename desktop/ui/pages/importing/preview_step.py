"""Step 4: what would become of every row, and how it all adds up."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.domain.importing.planning import Fate
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, label, set_property
from desktop.ui.kit.words import Words
from desktop.ui.pages.importing.preview_rows import NOTE_ICONS, Show, shown_rows
from desktop.ui.pages.importing.preview_table import PreviewTable
from desktop.ui.pages.importing.step import Step
from desktop.ui.pages.importing.work import ImportWork

_FATES: Final = (Fate.NEW, Fate.SECOND, Fate.CHANGED, Fate.SAME, Fate.REFUSED)


class PreviewStep(Step):
    """The sum in one sentence, chips to look at one kind of rows, and the rows."""

    def __init__(self, words: Words, work: ImportWork, privacy: Privacy) -> None:
        super().__init__(words, work, "preview")
        self._privacy = privacy
        self._sum = label("PreviewSum", role=Role.STRONG, wrap=True)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=Space.S)
        self._group = QButtonGroup(self)
        self.table = PreviewTable(words)
        self._told = label("PreviewTold", role=Role.BODY, wrap=True)
        self.add(self._sum, self._chips)
        self.add(self.table, stretch=1)
        self.add(self._told)
        self.table.moved.connect(self._tell)
        self._group.idClicked.connect(self._show)
        privacy.changed.connect(self._load)
        self.setFocusProxy(self.table)

    def begin(self) -> None:
        preview = self.work.preview
        assert preview is not None
        self._load()
        counts = {fate.value: preview.count(fate) for fate in _FATES}
        total = len(preview.rows) + preview.skipped
        self._sum.setText(self.words("importing.preview.sum", total=total, skipped=preview.skipped, **counts))
        self._make_chips()
        self._show(0)

    def problem(self) -> str:
        preview = self.work.preview
        storable = preview is not None and bool(preview.storable)
        return "" if storable else self.words("importing.preview.nothing")

    def summary(self) -> str:
        return self._sum.text()

    def _make_chips(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for at, show in enumerate(Show):
            count = self.table.rows.count(show)
            if show is not Show.ALL and not count:
                continue
            text = self.words(f"importing.show.{show.value}", count=count)
            icon = NOTE_ICONS.get(show)
            chip = Button(f"Show_{show.value}", text, look=Look.CHIP, small=True, icon_name=icon)
            chip.setCheckable(True)
            self._group.addButton(chip, at)
            self._flow.addWidget(chip)

    def _load(self) -> None:
        if self.work.preview is not None:
            rows = shown_rows(
                self.work.preview, self.words, self.work.catalogue, private=self._privacy.hidden
            )
            at = self.table.currentIndex().row()
            self.table.rows.load(rows)
            self.table.go_to(max(at, 0))

    def _show(self, at: int) -> None:
        self._group.button(at).setChecked(True)
        for button in self._group.buttons():
            set_property(button, "active", "true" if button.isChecked() else "false")
        self.table.rows.show(list(Show)[at])
        self.table.go_to(0)

    def _tell(self, told: str) -> None:
        """What the table has no room for stands whole below it."""
        self._told.setText(told)
        self._told.setVisible(bool(told))
