from __future__ import annotations

from desktop.domain.registers import VISIT
from desktop.ui.kit.editor import Trouble
from desktop.ui.kit.grid_rows import GridCell, GridDraft, GridRows, Source

assert VISIT.round is not None
COLUMNS = [VISIT.by_name[name] for name in VISIT.round.columns]
DAY = GridCell("2026-11-20")
SANG = GridCell("h1", "Trần Văn Sang")


def made(*given: dict[str, tuple[str, str]]) -> GridRows:
    rows = GridRows(COLUMNS, VISIT.round.carried if VISIT.round else ())
    rows.lay_out(given, 4)
    return rows


def test_a_row_counts_only_when_something_was_typed_into_it() -> None:
    rows = made({"household": ("h1", "Trần Văn Sang")})
    rows.put(1, "visitors", GridCell("Lê Quốc Dũng"))
    assert rows.counting() == [1]


def test_a_carried_value_comes_from_the_nearest_row_above_that_counts() -> None:
    rows = made()
    rows.put(0, "visited_on", DAY)
    rows.put(2, "household", SANG)
    assert rows.cell(2, "visited_on") == GridCell("2026-11-20", None, None, Source.CARRIED)
    assert rows.values(2) == {"visited_on": "2026-11-20", "household": "h1"}


def test_what_is_not_carried_stays_in_its_row() -> None:
    rows = made()
    rows.put(0, "household", SANG)
    assert rows.cell(1, "household").source is Source.NONE


def test_what_is_no_value_is_not_carried_on() -> None:
    rows = made()
    rows.put(0, "visited_on", GridCell(None, "31/2", Trouble("value.impossible_date")))
    assert rows.cell(1, "visited_on").empty
    assert rows.troubles(0).keys() == {"visited_on"}


def test_an_emptied_cell_gives_back_what_a_list_gave() -> None:
    rows = made({"household": ("h1", "Trần Văn Sang")})
    rows.put(0, "household", GridCell("h2", "Lê Thị Mai"))
    assert rows.cell(0, "household").source is Source.TYPED
    rows.put(0, "household", GridCell())
    assert rows.cell(0, "household") == GridCell("h1", "Trần Văn Sang", None, Source.GIVEN)


def test_a_draft_tells_everything_and_nothing_typed_is_no_draft() -> None:
    rows = made({"household": ("h1", "Trần Văn Sang")})
    assert rows.draft() == {}
    rows.put(1, "visited_on", GridCell(None, "31/2", Trouble("value.impossible_date")))
    read = GridDraft.read(rows.draft())
    assert read.typed == ({}, {"visited_on": (None, "31/2")})
    assert read.given == ({"household": ("h1", "Trần Văn Sang")},)


def test_a_draft_of_another_version_is_read_as_far_as_it_goes() -> None:
    kept = {"typed": [{"household": ["h1", "Sang"], "old": "x"}, "?", {"a": [1, 2, 3]}], "given": 7}
    assert GridDraft.read(kept) == GridDraft(({"household": ("h1", "Sang")}, {}, {}), ())
