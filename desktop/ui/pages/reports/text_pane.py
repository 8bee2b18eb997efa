"""The words of a report: what it is about, and its parts, each with a heading of the unit's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.fields import text
from desktop.services.report_views import Report, Section
from desktop.ui.kit.editor import Editor, LongTextEditor
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words

_LINES = 6
_WIDEST = 860


class SectionBox(QFrame):
    """One part: its heading and its words.

    Signals:
        edited: the person changed something.
        dropped: the person does not want this part.
    """

    edited = Signal()
    dropped = Signal()

    def __init__(self, words: Words, number: int, section: Section) -> None:
        super().__init__()
        self.setObjectName("SectionBox")
        self._id = section.id
        facts = {"number": number}
        self.heading = _editor(words, f"Heading_{number}", words("reports.heading", **facts))
        self.body = LongTextEditor(f"Body_{number}", words, _LINES)
        self.body.text.setAccessibleName(words("reports.body", **facts))
        self.heading.set_value(section.heading)
        self.body.set_value(section.body or None)
        self.drop = Button(
            f"Drop_{number}", look=Look.QUIET, icon_name="close", tip=words("reports.drop", **facts)
        )
        head = row(self.heading, self.drop, gap=Space.XS)
        head.setStretch(0, 1)
        title = label("HeadingLabel", words("reports.heading", **facts), Role.LABEL)
        self.setLayout(column(title, head, self.body, gap=Space.XS))
        for each in (self.heading, self.body):
            each.edited.connect(self.edited)
        self.drop.clicked.connect(self.dropped)

    def section(self) -> Section:
        """The part as it is typed."""
        return Section(str(self.heading.value() or ""), str(self.body.value() or ""), self._id)

    def keep(self, section: Section) -> None:
        """Its words are stored now, as this part."""
        self._id = section.id

    def set_open(self, *, is_open: bool) -> None:
        for each in (self.heading, self.body):
            each.set_read_only(read_only=not is_open)
        self.drop.setVisible(is_open)


class TextPane(QWidget):
    """All of it, with a button that keeps it.

    Signals:
        edited: the person changed something.
        save_asked: the person wants it kept.
    """

    edited = Signal()
    save_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("TextPane")
        self._words = words
        self._boxes: list[SectionBox] = []
        self._open = False
        self._record = ""
        self.changed = False
        self.subject = _editor(words, "ReportSubject", words("field.report.subject"))
        self.save = Button("SaveText", words("reports.save_text"), icon_name="save", shortcut="Ctrl+S")
        self.add = Button("AddSection", words("reports.add_section"), look=Look.QUIET, icon_name="add")
        self._said = label("TextSaid", role=Role.CAPTION, wrap=True)
        self._column = ScrollColumn(Space.L, (Space.XS, Space.S, Space.M, Space.L))
        content = self._column.widget()
        assert content is not None
        content.setMaximumWidth(current_theme().px(_WIDEST))
        subject = label("SubjectLabel", words("field.report.subject"), Role.LABEL)
        self._sections = column(gap=Space.L)
        for layout in (column(subject, self.subject, gap=Space.XS), self._sections):
            self._column.body.addLayout(layout)
        tools = row(self._said, self.add, self.save)
        tools.setStretch(0, 1)
        notice = label("TextNotice", words("kit.classified"), Role.CAPTION, wrap=True)
        whole = column(tools, notice, self._column, gap=Space.S)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.subject)
        self.subject.edited.connect(self._edited)
        self.save.clicked.connect(self.save_asked)
        self.add.clicked.connect(self._add)

    def show_report(self, report: Report, *, is_open: bool) -> None:
        """Show its words; what was typed before is let go, unless it says the very same."""
        self._open = is_open
        self.changed = False
        if self._says(report):
            for box, section in zip(self._boxes, report.sections, strict=True):
                box.keep(section)
        else:
            self._record = report.id
            self.subject.set_value(report.subject)
            self._fill(report.sections)
        for box in self._boxes:
            box.set_open(is_open=is_open)
        self.subject.set_read_only(read_only=not is_open)
        self._said.setText(self._words("reports.text.open" if is_open else "reports.text.closed"))
        self.save.setVisible(is_open)
        self.add.setVisible(is_open)
        self._tell()

    def show_typed(self, subject: str, sections: Sequence[Section]) -> None:
        """Show what was typed and not saved, in place of what is stored."""
        self.subject.set_value(subject)
        self._fill(sections)
        self.changed = True
        self._said.setText(self._words("reports.text.draft"))
        self._tell()

    def words_typed(self) -> tuple[str, tuple[Section, ...]]:
        """Subject and parts as they are typed."""
        return str(self.subject.value() or ""), tuple(box.section() for box in self._boxes)

    def _says(self, report: Report) -> bool:
        """Whether what is typed is what is stored, so that whoever goes on typing is not disturbed."""
        subject, sections = self.words_typed()
        typed = (self._record, subject, [(each.heading, each.body) for each in sections])
        return typed == (report.id, report.subject, [(each.heading, each.body) for each in report.sections])

    def _fill(self, sections: Sequence[Section]) -> None:
        for box in self._boxes:
            self._sections.removeWidget(box)
            box.hide()
            # Out of the tree at once: another one takes its name.
            box.setParent(None)
            box.deleteLater()
        self._boxes = []
        for section in sections:
            self._append(section)

    def _append(self, section: Section) -> SectionBox:
        box = SectionBox(self._words, len(self._boxes) + 1, section)
        box.set_open(is_open=self._open)
        box.edited.connect(self._edited)
        box.dropped.connect(self._dropped)
        self._boxes.append(box)
        self._sections.addWidget(box)
        return box

    def _add(self) -> None:
        box = self._append(Section(""))
        box.heading.setFocus()
        self._edited()

    def _dropped(self) -> None:
        box = self.sender()
        kept = [each.section() for each in self._boxes if each is not box]
        self._fill(kept)
        self._edited()
        self.subject.setFocus()

    def _edited(self) -> None:
        self.changed = True
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        self.save.setEnabled(self.changed)


def _editor(words: Words, name: str, title: str) -> Editor:
    return make_editor(text(name), name, title, words, lambda: date.min, no_choices)
