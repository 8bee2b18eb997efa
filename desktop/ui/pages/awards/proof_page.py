"""Checking a certificate by its code: a PDF, a picture, or what a phone shows and a person typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from desktop.domain.errors import UserError
from desktop.domain.paper_code import Verdict
from desktop.services.paper_codes import Checked, check_paper, known_keys
from desktop.ui.kit.details import Chip
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut

_KINDS: Final = (FileKind("proof.file", ("*.pdf", "*.png", "*.jpg", "*.jpeg")),)
_TONES: Final = {
    Verdict.VALID: Tone.DONE,
    Verdict.ALTERED: Tone.LATE,
    Verdict.REVOKED: Tone.LATE,
    Verdict.UNKNOWN_KEY: Tone.DUE,
    Verdict.NOT_OURS: Tone.NEUTRAL,
}


class ProofPage(Page):
    """What was found stands under what was asked; nothing is kept.

    Attributes:
        text: what a person types off a phone.
    """

    keys: Sequence[Shortcut] = (Shortcut("Ctrl+O", "proof.choose"),)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        words = context.words
        self.choose_button = Button(
            "ChoosePaper", words("proof.choose"), look=Look.PRIMARY, icon_name="search", shortcut="Ctrl+O"
        )
        self.text = named(QPlainTextEdit(), "PaperText")
        self.text.setPlaceholderText(words("proof.type"))
        self.text.setAccessibleName(words("proof.type"))
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(120)
        self.check_button = Button("CheckText", words("proof.check"))
        head = row(label("ProofTitle", words("proof.about"), Role.BODY, wrap=True), self.choose_button)
        head.setStretch(0, 1)
        typed = row(self.text, self.check_button)
        typed.setStretch(0, 1)
        self._found = ScrollColumn(Space.M, (0, Space.S, 0, Space.S))
        whole = column(head, typed, self._found, gap=Space.M, margins=(Space.L, Space.M, Space.L, Space.M))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.choose_button)
        self.choose_button.clicked.connect(self.choose)
        self.check_button.clicked.connect(self.check_text)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self.choose)

    def arrive(self, intent: Intent) -> None:
        self.choose_button.setFocus()

    def choose(self) -> None:
        """Check a file that the person chooses."""
        path = self._context.door.choose_file("proof.choose", _KINDS)
        if path is not None:
            self._check(path)

    def check_text(self) -> None:
        """Check what is typed."""
        text = self.text.toPlainText()
        if text.strip():
            self._check(text)

    def _check(self, source: Path | str) -> None:
        workspace = self._context.workspace
        try:
            found = check_paper(source, known_keys(workspace), workspace)
        except UserError as error:
            self._context.door.tell(error)
            return
        self._found.clear()
        for each in found:
            self._found.body.addWidget(self._card(each))
        self._found.body.addStretch(1)

    def _card(self, checked: Checked) -> QFrame:
        words = self._context.words
        inside = QVBoxLayout()
        inside.setSpacing(Space.XS)
        inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        verdict = words(f"paper_code.{checked.verdict.value}")
        inside.addWidget(Chip(_TONES[checked.verdict], words(f"proof.{checked.verdict.value}")))
        inside.addWidget(label("ProofVerdict", verdict, Role.STRONG, wrap=True))
        if checked.station:
            station = words("paper_code.station", station=checked.station)
            inside.addWidget(label("ProofStation", station, Role.MUTED, wrap=True))
        for name, value in (checked.fields or {}).items():
            if value:
                changed = name in checked.changed
                key = "proof.field.altered" if changed else "proof.field"
                said = words(key, field=words(f"paper.line.{name}"), value=value)
                role = Role.PROBLEM if changed else Role.BODY
                inside.addWidget(label(f"Proof_{name}", said, role, wrap=True))
        if checked.fields and checked.by_eye and checked.verdict is Verdict.VALID:
            inside.addWidget(label("ProofByEye", words("paper_code.by_eye"), Role.HINT, wrap=True))
        card = named(QFrame(), "Card")
        card.setLayout(inside)
        return card
