"""The import in the making: what each step has found, without any widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.domain.access import sees
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.names import NameQuestion, name_key, proposed_answers
from desktop.domain.importing.planning import ImportPreview
from desktop.domain.importing.rows import RowReading
from desktop.domain.importing.targets import IMPORTED, OF_LEVELS_ABOVE
from desktop.domain.levels import superior
from desktop.domain.values.cells import cell_text
from desktop.i18n.catalogue import Catalogue
from desktop.services import backups, importing, registers
from desktop.services.importing import Imported, OpenedList, Source
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.tasks import Progress


class ImportWork:
    """One list on its way into the registers. The slow methods take ``progress`` and run in a thread.

    Attributes:
        registers: what a list may be for this role.
        source: where the list comes from.
        opened: the list that was found, with the mapping as it is now chosen in ``mapping``.
        letters_read: whether the person has read what letters of an old font become, and says that they are right.
        rows: every row as read by that mapping; ``questions`` the names in them to resolve.
        answers: to those names, as far as they are known.
    """

    def __init__(self, workspace: Workspace, catalogue: Catalogue) -> None:
        self._workspace = workspace
        self.catalogue = catalogue
        self.registers = tuple(
            name
            for name in IMPORTED
            if sees(workspace.role, name)
            and (name not in OF_LEVELS_ABOVE or superior(workspace.station.level))
        )
        self.source: Source | None = None
        self.opened: OpenedList | None = None
        self.letters_read = False
        self.mapping: dict[int, str] = {}
        self.rows: tuple[RowReading, ...] = ()
        self.questions: tuple[NameQuestion, ...] = ()
        self.answers: dict[tuple[str, str], str] = {}
        self.preview: ImportPreview | None = None
        self.imported: Imported | None = None
        self._held = Holdings()

    def open(
        self,
        source: Source,
        register: str | None,
        likely: str | None,
        sheet: str | None,
        progress: Progress,
        /,
    ) -> None:
        """Find the list of a file or of the clipboard, as the given register or as the one it fits best."""
        opened = importing.open_list(
            source, self._workspace.registry, self.catalogue, register, likely, self.registers, sheet
        )
        # Reading a file is one step; whoever thought better of it meanwhile keeps what was there before.
        progress(1, 1)
        opened = importing.remembered_mapping(self._workspace, opened, chosen=register is not None)
        # The same list taken for another register has the same letters.
        same = self.source is source and self.opened is not None and self.opened.sheet == opened.sheet
        self.letters_read = self.letters_read and same
        self.source, self.opened = source, opened
        self.mapping = dict(opened.mapping)
        self.preview, self.imported = None, None

    def read(self, progress: Progress, /) -> None:
        """Read every row by the mapping, and gather the names in them."""
        opened = self._list()
        choices = importing.choices_of(self._workspace.catalogues)
        today = self._workspace.today()
        self.rows = importing.read_rows(opened, self.mapping, choices, today, progress)
        self._held = importing.holdings(self._workspace, opened.target, self.rows)
        self.questions = importing.questions(self.rows, opened.target, self._held)
        self.answers = proposed_answers(self.questions)

    def look(self, _progress: Progress, /) -> None:
        """Decide what would become of each row."""
        self.preview = importing.preview(self._workspace, self._list(), self.rows, self.answers, self._held)

    def store(self, progress: Progress, /) -> None:
        """Store the good rows as one operation, after a copy if it is the first import of the sitting."""
        assert self.preview is not None
        backups.before_import(self._workspace, progress)
        self.imported = importing.run_import(
            self._workspace, self._list(), self.mapping, self.preview, progress
        )

    def take_back(self, _progress: Progress, /) -> Changes:
        """Take the whole import back, where its values still stand."""
        assert self.imported is not None
        assert self.imported.changes.operation is not None
        return registers.undo(self._workspace, self.imported.changes.operation)

    def rejects(self) -> bytes:
        """The workbook of the refused rows."""
        assert self.preview is not None
        return importing.rejects_workbook(self._list(), self.mapping, self.preview, self.catalogue)

    def column_titles(self) -> Mapping[str, str]:
        """Every column that the list may have: its key and what it is called."""
        target = self._list().target
        titles = importing.column_labels(target, self.catalogue)
        return titles | {key: heads[0] for key, heads in target.special.items()}

    def missing(self) -> list[str]:
        """What the list must have and the mapping does not give."""
        target = self._list().target
        titles = self.column_titles()
        return [titles[key] for key in target.missing(self.mapping.values())]

    def doubled(self) -> list[str]:
        """What two columns are said to be."""
        titles = self.column_titles()
        chosen = list(self.mapping.values())
        return [titles[key] for key in dict.fromkeys(chosen) if chosen.count(key) > 1]

    def samples(self, column: int, count: int = 3) -> Sequence[str]:
        """The first different texts of a column, to know it by."""
        found: dict[str, None] = {}
        for row in self._list().table.rows:
            cell = row.cells[column] if column < len(row.cells) else None
            if cell not in (None, ""):
                found[cell_text(cell)] = None
            if len(found) == count:
                break
        return tuple(found)

    def unanswered(self) -> list[NameQuestion]:
        """The names that a person must still decide."""
        return [each for each in self.questions if answer_key(each) not in self.answers]

    def _list(self) -> OpenedList:
        assert self.opened is not None
        return self.opened


def answer_key(question: NameQuestion) -> tuple[str, str]:
    """Under what the answer to a name is kept."""
    return question.register, name_key(question.register, question.text)
