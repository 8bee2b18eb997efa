"""What the page of forms knows of the form in view: its cells, what is proposed, and the figures of the period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.domain.form_words import FormColumn, Place, Sheet, column_meant
from desktop.domain.periods import Period
from desktop.i18n.numbers import grouped
from desktop.office.forms.form import Filling, FormSheet, Spot
from desktop.services import form_filling, forms, indicators
from desktop.services.form_cells import MappedCell, Pointer, Trouble, has_cell, moved, sheet_of
from desktop.services.forms import FormView, OpenedForm
from desktop.services.workspace import Workspace
from desktop.ui.kit.words import Words
from desktop.ui.pages.reports.cell_panel import Shown
from desktop.ui.pages.reports.sheet_model import Mark, State, column_letters


class FormWork:
    """One form at a time.

    Attributes:
        views: all forms, in the order of the list.
        opened: the one in view.
        proposed: what its words ask for and nobody took or dropped.
        moves: cells whose words went elsewhere in this version, and where to.
    """

    def __init__(self, workspace: Workspace, words: Words) -> None:
        self._workspace = workspace
        self._words = words
        self.views: list[FormView] = []
        self.opened: OpenedForm | None = None
        self.proposed: dict[Spot, Pointer] = {}
        self.moves: dict[Spot, Spot] = {}
        self._cells: dict[Spot, MappedCell] = {}
        self._values: dict[Spot, Filling] = {}
        self._sheets: dict[str, Sheet] = {}
        self._areas: Sequence[tuple[str, str]] = ()
        self._dropped: dict[str, set[Spot]] = {}

    # Reading

    def read(self, record: str | None) -> None:
        """Read the list, and a form: the one asked for, or the first where that is gone."""
        self.views = forms.forms(self._workspace)
        known = {view.id for view in self.views}
        wanted = record if record in known else next(iter(known & {self.record()}), None)
        wanted = wanted or (self.views[0].id if self.views else None)
        self.opened = forms.open_form(self._workspace, wanted) if wanted is not None else None
        opened = self.opened
        self._cells = {each.pointer.spot: each for each in opened.cells} if opened is not None else {}
        form = opened.form if opened is not None else None
        self._sheets = {each.name: sheet_of(each, form.kind) for each in form.sheets} if form else {}
        found = forms.proposals(self._workspace, opened) if opened is not None else ()
        self.moves = moved(form, opened.cells) if opened is not None and form is not None else {}
        dropped = self._dropped.get(self.record() or "", set())
        self.proposed = {each.spot: each for each in found if each.spot not in dropped}
        self._areas = indicators.areas(self._workspace)

    def count(self, period: Period) -> None:
        """Count the figures of a period, of what is proposed too."""
        pointers = [*(each.pointer for each in self._cells.values()), *self.proposed.values()]
        self._values = form_filling.values(self._workspace, pointers, period)

    def drop(self, spots: Iterable[Spot]) -> None:
        """Propose no more for these cells, until the program is started anew."""
        for spot in list(spots):
            self._dropped.setdefault(self.record() or "", set()).add(spot)
            self.proposed.pop(spot, None)

    def record(self) -> str | None:
        return self.opened.view.id if self.opened is not None else None

    def sheets(self) -> tuple[FormSheet, ...]:
        """The sheets or tables of the form in view."""
        form = self.opened.form if self.opened is not None else None
        return form.sheets if form is not None else ()

    def sheet(self, name: str) -> Sheet:
        return self._sheets[name]

    @property
    def is_workbook(self) -> bool:
        return self.opened is not None and self.opened.form is not None and self.opened.form.kind == "xlsx"

    def of_trouble(self, *troubles: Trouble) -> list[MappedCell]:
        """The cells to be looked at, in order; only those of some troubles if any are named."""
        found = [each for each in self._cells.values() if each.trouble is not None]
        return [each for each in found if not troubles or each.trouble in troubles]

    def cell(self, spot: Spot) -> MappedCell | None:
        return self._cells.get(spot)

    def fills(self) -> bool:
        """Whether there is anything to fill."""
        return bool(self.sheets()) and any(each.filled for each in self._cells.values())

    def is_there(self, spot: Spot) -> bool:
        """Whether the form has a cell, so that one can go to it."""
        return spot.sheet in self._sheets and has_cell(
            self._sheets[spot.sheet], "xlsx" if self.is_workbook else "docx", spot
        )

    # What is shown

    def marks(self, sheet: FormSheet) -> dict[Place, Mark]:
        """What is known of the cells of a sheet."""
        words = self._words
        found = {place: Mark(State.LOCKED, words("forms.locked")) for place in sheet.locked}
        for spot, pointer in self.proposed.items():
            if spot.sheet == sheet.name:
                tip = words("forms.proposed", figure=self.figure_words(pointer))
                found[spot.row, spot.column] = Mark(State.PROPOSED, tip, self._value(spot))
        for spot, cell in self._cells.items():
            if spot.sheet == sheet.name:
                found[spot.row, spot.column] = self._mark(spot, cell)
        return found

    def shown(self, spot: Spot) -> Shown:
        """What the panel says of a cell."""
        cell, proposed = self._cells.get(spot), self.proposed.get(spot)
        pointer = cell.pointer if cell is not None else proposed
        sheet = self._sheets.get(spot.sheet)
        there = sheet is not None and self.is_there(spot)
        heads = sheet.heads(spot.row, spot.column) if sheet is not None and there else ""
        locked = (spot.row, spot.column) in self._locked(spot.sheet)
        why = self._trouble(cell) if cell is not None else self._words("forms.locked") if locked else ""
        value = self._value(spot)
        return Shown(
            spot,
            self._title(spot),
            " · ".join(filter(None, heads.split(" | "))),
            pointer if pointer is None or pointer.indicator else None,
            self._guess(spot, heads),
            proposed=cell is None and proposed is not None,
            value=self._words("forms.value", value=value) if value and not why else "",
            why=why,
            open=there and not locked,
            stale=cell is not None and cell.trouble is Trouble.OTHER,
            held=cell is not None,
        )

    def parts(self, pointer: Pointer | None, period: Period) -> tuple[str, ...]:
        """The parts by which a figure can be told apart."""
        return form_filling.parts(self._workspace, pointer, period) if pointer is not None else ()

    def areas(self) -> Sequence[tuple[str, str]]:
        return self._areas

    def figure_words(self, pointer: Pointer) -> str:
        """What a cell takes: "Số mô hình · Kỳ này · Ấp Tây Hưng"."""
        parts = [
            self._words.choice("indicator", pointer.indicator),
            pointer.part,
            self._words.choice("form_column", pointer.figure.value),
            dict(self._areas).get(pointer.area) if pointer.area else None,
        ]
        return " · ".join(part for part in parts if part)

    def _mark(self, spot: Spot, cell: MappedCell) -> Mark:
        if cell.trouble is not None:
            text = None if cell.trouble is Trouble.LOCKED else self._value(spot)
            return Mark(State.TROUBLE, self._trouble(cell), text)
        return Mark(State.POINTED, self.figure_words(cell.pointer), self._value(spot))

    def _trouble(self, cell: MappedCell) -> str:
        if cell.trouble is None:
            return ""
        before = " · ".join(filter(None, cell.heads.split(" | ")))
        return self._words(f"forms.trouble.{cell.trouble.value}", before=before)

    def _value(self, spot: Spot) -> str:
        value = self._values.get(spot, "")
        return grouped(value, self._words.language) if isinstance(value, int) else value

    def _locked(self, sheet: str) -> frozenset[tuple[int, int]]:
        return next((each.locked for each in self.sheets() if each.name == sheet), frozenset())

    def _title(self, spot: Spot) -> str:
        if self.is_workbook:
            cell = f"{column_letters(spot.column)}{spot.row + 1}"
            if [each.name for each in self.sheets()] == [spot.sheet]:
                return self._words("forms.place.cell", cell=cell)
            return self._words("forms.place.xlsx", cell=cell, sheet=spot.sheet)
        return self._words("forms.place.docx", table=spot.sheet, row=spot.row + 1, column=spot.column + 1)

    def _guess(self, spot: Spot, heads: str) -> FormColumn | None:
        """The column by its head, else that of the nearest cell above which takes a figure."""
        meant = column_meant(heads.partition(" | ")[2])
        if meant is not None:
            return meant
        above = [
            each
            for each in self._cells
            if each.sheet == spot.sheet and each.column == spot.column and each.row < spot.row
        ]
        return self._cells[max(above)].pointer.figure if above else None
