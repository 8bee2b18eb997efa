"""The form of the level above: kept, pointed at once, filled each period, and nothing else of it changed."""

from __future__ import annotations

import base64
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.access import NotAllowed, Role
from desktop.domain.form_words import FormColumn
from desktop.domain.journal.canonical import Plain
from desktop.domain.periods import Period, PeriodKind
from desktop.office.errors import NotAForm
from desktop.office.forms.form import Spot
from desktop.services import form_filling, form_sending, forms, registers
from desktop.services.form_cells import Pointer, Trouble, moved
from desktop.services.form_files import FOLDER, mark_of
from desktop.services.forms import AnotherForm, FormFileMissing, FormHasNoCells, FormIsThere, OpenedForm
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace
from tests.kit import upper_forms
from tests.kit.fake_clock import FakeClock
from tests.kit.upper_forms import FIRST, ROWS, SHEET
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, carry, computer

THIS, LAST_YEAR, CHANGE = FormColumn.THIS, FormColumn.LAST_YEAR, FormColumn.CHANGE


@pytest.fixture
def station(make: WorkspaceMaker) -> Workspace:
    """A station that began in its month of November 2026; five visits then, two in December."""
    clock = FakeClock(datetime(2026, 10, 16, 1, tzinfo=UTC))
    made = make(around=environment(clock)).workspace
    household = put(made, "household", head_name="Đỗ Văn Nhẫn")
    clock.set(datetime(2026, 12, 10, 1, tzinfo=UTC))
    for day in (
        "2026-10-20",
        "2026-10-21",
        "2026-11-02",
        "2026-11-03",
        "2026-11-14",
        "2026-11-15",
        "2026-12-01",
    ):
        put(made, "visit", household=household, visited_on=day)
    put(made, "opening_figure", indicator="visits", first_on="2025-10-15", last_on="2025-11-14", value=4)
    return made


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    return upper_forms.workbook(tmp_path / "Biểu 02 phong trào.xlsx")


def month(workspace: Workspace, number: int) -> Period:
    return calendar(workspace).period(PeriodKind.MONTH, 2026, number)


def cell(row: str, letter: str) -> Spot:
    return Spot(SHEET, FIRST - 1 + ROWS.index(row), "ABCDEFGH".index(letter))


def added(workspace: Workspace, issued: Path) -> OpenedForm:
    return forms.open_form(workspace, forms.add(workspace, issued))


def mapped(workspace: Workspace, issued: Path) -> OpenedForm:
    """A form of which everything that was proposed was taken."""
    opened = added(workspace, issued)
    forms.point(workspace, opened, forms.proposals(workspace, opened))
    return forms.open_form(workspace, opened.view.id)


def sheet(path: Path) -> Worksheet:
    return load_workbook(path)[SHEET]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_form_is_kept_in_the_data_folder_and_named_like_its_file(station: Workspace, issued: Path) -> None:
    opened = added(station, issued)

    (view,) = forms.forms(station)
    assert (view.name, view.file_name, view.cells) == ("Biểu 02 phong trào", issued.name, 0)
    assert opened.form is not None
    assert [each.name for each in opened.form.sheets] == [SHEET, "Hướng dẫn"]
    kept = station.folder / FOLDER / f"{view.mark}.xlsx"
    assert kept.read_bytes() == issued.read_bytes()


def test_the_same_file_is_not_kept_twice(station: Workspace, issued: Path) -> None:
    added(station, issued)
    with pytest.raises(FormIsThere):
        forms.add(station, issued)
    assert len(forms.forms(station)) == 1


def test_what_is_no_form_is_refused_and_nothing_is_kept(station: Workspace, tmp_path: Path) -> None:
    (tmp_path / "ảnh.xlsx").write_bytes(b"\x89PNG")
    with pytest.raises(NotAForm):
        forms.add(station, tmp_path / "ảnh.xlsx")
    empty = Document()
    empty.add_paragraph("Không có bảng")
    empty.save(str(tmp_path / "thư.docx"))
    with pytest.raises(FormHasNoCells):
        forms.add(station, tmp_path / "thư.docx")
    assert forms.forms(station) == []
    assert not (station.folder / FOLDER).exists()


def test_the_words_of_rows_and_columns_propose_what_belongs_into_the_cells(
    station: Workspace, issued: Path
) -> None:
    found = {
        each.spot: (each.indicator, each.figure) for each in forms.proposals(station, added(station, issued))
    }

    assert found[cell("Số mô hình", "D")] == ("models", THIS)
    assert found[cell("Số lượt thăm gặp", "E")] == ("visits", LAST_YEAR)
    assert found[cell("Số lượt thăm gặp", "F")] == ("visits", CHANGE)
    assert found[cell("Số lượt thăm gặp", "G")] == ("visits", FormColumn.PERCENT)
    assert found[cell("Tỷ lệ hòa giải thành", "H")] == ("settled_rate", FormColumn.TO_DATE)
    assert len(found) == 6 * 5


def test_nothing_is_proposed_where_somebody_pointed_already(station: Workspace, issued: Path) -> None:
    opened = mapped(station, issued)
    assert forms.proposals(station, opened) == ()
    spot = cell("Số mô hình", "D")
    forms.clear(station, opened, [spot])
    again = forms.proposals(station, forms.open_form(station, opened.view.id))
    assert [each.spot for each in again] == [spot]


def test_a_form_is_filled_each_period_and_all_else_of_it_stays(
    station: Workspace, issued: Path, tmp_path: Path
) -> None:
    opened = mapped(station, issued)
    before = issued.read_bytes()

    november = form_filling.fill(station, opened, month(station, 11), tmp_path / "11.xlsx")
    form_filling.fill(station, opened, month(station, 12), tmp_path / "12.xlsx")

    assert (november.count, november.left) == (30, ())
    row = FIRST + ROWS.index("Số lượt thăm gặp")
    first, second = sheet(tmp_path / "11.xlsx"), sheet(tmp_path / "12.xlsx")
    # Five against four: one more, a quarter; in the year so far what was counted since the program.
    assert [first.cell(row, column).value for column in (4, 5, 6, 7)] == [5, 4, 1, "25,0\u00a0%"]
    assert [second.cell(row, column).value for column in (4, 5, 6, 7)] == [2, "–", "–", "–"]
    rate = FIRST + ROWS.index("Tỷ lệ hòa giải thành")
    assert first.cell(rate, 4).value == "–"
    assert first.cell(FIRST + len(ROWS), 4).value == f"=SUM(D{FIRST}:D{FIRST + len(ROWS) - 1})"
    assert first.cell(FIRST + len(ROWS) - 1, 4).value is None
    assert issued.read_bytes() == before
    old, new = parts(issued), parts(tmp_path / "12.xlsx")
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]


def test_a_filled_copy_that_left_the_program_is_logged(
    station: Workspace, issued: Path, tmp_path: Path
) -> None:
    form_filling.fill(station, mapped(station, issued), month(station, 11), tmp_path / "11.xlsx")
    with station.reading() as reader:
        lines = reader.connection.execute("SELECT action, subject FROM access_log").fetchall()
    assert ("export", "upper_form:30") in [tuple(line) for line in lines]


def test_a_document_is_filled_too(station: Workspace, tmp_path: Path) -> None:
    issued = upper_forms.document(tmp_path / "Mẫu báo cáo.docx")
    opened = mapped(station, issued)
    assert len(opened.cells) == 4

    form_filling.fill(station, opened, month(station, 11), tmp_path / "11.docx")
    form_filling.fill(station, opened, month(station, 12), tmp_path / "12.docx")

    november, december = (Document(str(tmp_path / f"{number}.docx")) for number in (11, 12))
    assert [[each.text for each in row.cells] for row in november.tables[0].rows][2] == [
        "Số lượt thăm gặp",
        "5",
        "–",
    ]
    assert [each.text for each in december.tables[0].rows[2].cells] == ["Số lượt thăm gặp", "2", "5"]
    assert [each.text for each in november.paragraphs] == [
        each.text for each in Document(str(issued)).paragraphs
    ]


def test_a_cell_takes_one_area_or_one_part_of_a_figure(station: Workspace, issued: Path) -> None:
    area = put(station, "area", name="Ấp Tây Hưng")
    model = put(station, "model", name="Camera an ninh", launched_on="2026-10-20")
    put(station, "acknowledgement", model=model, year=2026, acknowledged_by="UBND tỉnh An Giang")
    put(station, "point", model=model, area=area, started_on="2026-10-20")
    spots = [Spot(SHEET, 8, column) for column in range(4)]
    pointers = [
        Pointer(spots[0], "points", THIS, area=area),
        Pointer(spots[1], "models_acknowledged", THIS, part="UBND tinh An Giang"),
        Pointer(spots[2], "models_acknowledged", THIS, part="Bộ Công an"),
        Pointer(spots[3], "an_indicator_of_tomorrow", THIS),
    ]
    assert form_filling.values(station, pointers, month(station, 11)) == {
        spots[0]: 1,
        spots[1]: 1,
        spots[2]: 0,
    }


def test_a_cell_is_pointed_elsewhere_and_cleared(station: Workspace, issued: Path) -> None:
    opened = added(station, issued)
    spot = cell("Số cây xanh được trồng", "D")
    forms.point(station, opened, [Pointer(spot, "visits", THIS)])
    forms.point(station, opened, [Pointer(spot, "points", LAST_YEAR)])
    (held,) = forms.open_form(station, opened.view.id).cells
    assert held.pointer == Pointer(spot, "points", LAST_YEAR)
    assert held.heads == "Số cây xanh được trồng | Kỳ này"

    forms.clear(station, opened, [spot])
    assert forms.open_form(station, opened.view.id).cells == ()


def test_everything_that_was_taken_at_once_is_taken_back_at_once(station: Workspace, issued: Path) -> None:
    opened = added(station, issued)
    done = forms.point(station, opened, forms.proposals(station, opened))
    assert done.operation is not None
    registers.undo(station, done.operation)
    assert forms.open_form(station, opened.view.id).cells == ()


def test_a_cell_that_the_form_computes_is_told_and_left_alone(
    station: Workspace, issued: Path, tmp_path: Path
) -> None:
    opened = added(station, issued)
    total = Spot(SHEET, FIRST - 1 + len(ROWS), 3)
    forms.point(
        station, opened, [Pointer(total, "visits", THIS), Pointer(cell("Số mô hình", "D"), "models", THIS)]
    )
    opened = forms.open_form(station, opened.view.id)
    assert [(each.pointer.spot, each.trouble) for each in opened.troubles] == [(total, Trouble.LOCKED)]
    done = form_filling.fill(station, opened, month(station, 11), tmp_path / "11.xlsx")
    assert (done.count, done.left) == (1, opened.troubles)


def test_a_new_years_version_keeps_what_fits_and_says_what_does_not(
    station: Workspace, issued: Path, tmp_path: Path
) -> None:
    opened = mapped(station, issued)
    newer = upper_forms.workbook(
        tmp_path / "Biểu 02 năm 2027.xlsx", (*ROWS[:3], "Số camera an ninh", "Số vụ, việc hòa giải thành")
    )

    brought = forms.bring(station, opened.view.id, newer)

    assert (brought.view.name, brought.view.file_name) == ("Biểu 02 phong trào", newer.name)
    troubles = {each.pointer.spot: each.trouble for each in brought.troubles}
    assert len(brought.cells) == 30
    assert {spot for spot in troubles if spot.row < FIRST - 1 + 3} == set()
    assert troubles[cell("Số lượt thăm gặp", "D")] is Trouble.OTHER
    # What is the total now was a row of its own, and below it there is nothing any more.
    assert troubles[cell("Tỷ lệ hòa giải thành", "D")] is Trouble.LOCKED
    assert cell("Số vụ, việc hòa giải thành", "D") not in troubles


def test_a_cell_of_other_words_is_filled_once_a_person_says_that_it_is_right(
    station: Workspace, issued: Path, tmp_path: Path
) -> None:
    opened = mapped(station, issued)
    rows = tuple("Số lượt thăm hộ" if each == "Số lượt thăm gặp" else each for each in ROWS)
    brought = forms.bring(station, opened.view.id, upper_forms.workbook(tmp_path / "mới.xlsx", rows))
    assert len(brought.troubles) == 5
    left = form_filling.fill(station, brought, month(station, 11), tmp_path / "11.xlsx").left
    assert left == brought.troubles

    forms.point(station, brought, [each.pointer for each in brought.troubles])

    assert forms.open_form(station, opened.view.id).troubles == ()


def test_figures_follow_their_rows_into_a_version_with_a_row_more(
    station: Workspace, issued: Path, tmp_path: Path
) -> None:
    opened = mapped(station, issued)
    rows = ("Số địa bàn trọng điểm", *ROWS[:2], ROWS[3], *ROWS[3:])
    brought = forms.bring(
        station, opened.view.id, upper_forms.workbook(tmp_path / "mới.xlsx", rows, "Biểu số 03")
    )
    assert brought.form is not None
    assert {each.trouble for each in brought.cells} == {Trouble.GONE}
    places = moved(brought.form, brought.cells)
    # "Số tổ tự quản" is gone, and "Số lượt thăm gặp" stands there twice.
    assert len(places) == 4 * 5
    assert places[cell("Số mô hình", "D")] == Spot("Biểu số 03", FIRST, 3)

    done = forms.move(station, brought, places)

    after = forms.open_form(station, opened.view.id)
    assert len(after.cells) == 30
    assert {each.pointer.spot.row for each in after.troubles} == {
        FIRST - 1 + ROWS.index("Số tổ tự quản"),
        FIRST - 1 + ROWS.index("Số lượt thăm gặp"),
    }
    held = {each.pointer.spot: each.pointer.indicator for each in after.cells if each.filled}
    assert held[Spot("Biểu số 03", FIRST + 1, 7)] == "points"
    assert done.operation is not None
    registers.undo(station, done.operation)
    assert forms.open_form(station, opened.view.id).cells == brought.cells


def test_a_file_without_any_of_the_cells_is_another_form(
    station: Workspace, issued: Path, tmp_path: Path
) -> None:
    opened = mapped(station, issued)
    rows = ("Số máy bơm", "Số vòi chữa cháy")
    other = upper_forms.workbook(tmp_path / "khác.xlsx", rows, sheet="Phụ lục")
    for strange in (other, upper_forms.document(tmp_path / "khác.docx", rows)):
        with pytest.raises(AnotherForm):
            forms.bring(station, opened.view.id, strange)
    assert forms.open_form(station, opened.view.id) == opened


def test_what_points_where_travels_with_its_file_and_a_file_that_is_gone_is_asked_for(
    make: WorkspaceMaker, issued: Path, tmp_path: Path
) -> None:
    one, other = computer(make, NHON_HUNG, 1), computer(make, NHON_HUNG, 2)
    acquaint(one, other)
    opened = mapped(one, issued)
    (tmp_path / "stick").mkdir()
    carry(one, other, tmp_path / "stick")

    assert forms.open_form(other, opened.view.id).form is not None
    shutil.rmtree(other.folder / FOLDER)
    there = forms.open_form(other, opened.view.id)
    assert there.form is None
    assert there.view.file_name == issued.name
    assert [each.pointer for each in there.cells] == [each.pointer for each in opened.cells]
    with pytest.raises(FormFileMissing):
        form_filling.fill(other, there, month(other, 11), tmp_path / "11.xlsx")

    brought = forms.bring(other, opened.view.id, issued)
    assert brought == opened
    done = form_filling.fill(other, brought, month(other, 11), tmp_path / "11.xlsx")
    assert (done.count, done.left) == (30, ())


def test_of_what_two_computers_chose_for_one_cell_one_counts(
    make: WorkspaceMaker, issued: Path, tmp_path: Path
) -> None:
    one, other = computer(make, NHON_HUNG, 1), computer(make, NHON_HUNG, 2)
    acquaint(one, other)
    record = added(one, issued).view.id
    spot = cell("Số mô hình", "D")
    (tmp_path / "stick").mkdir()
    carry(one, other, tmp_path / "stick")
    forms.point(one, forms.open_form(one, record), [Pointer(spot, "models", THIS)])
    forms.point(other, forms.bring(other, record, issued), [Pointer(spot, "points", THIS)])
    carry(one, other, tmp_path / "stick")
    carry(other, one, tmp_path / "stick")

    (here,), (there,) = (forms.open_form(each, record).cells for each in (one, other))
    assert here == there

    forms.point(one, forms.open_form(one, record), [Pointer(spot, "models", THIS)])
    carry(one, other, tmp_path / "stick")
    assert [each.pointer for each in forms.open_form(other, record).cells] == [Pointer(spot, "models", THIS)]
    with other.reading() as reader:
        rows = reader.records.children("form_cell", record)
    assert [row.standing for row in rows].count("active") == 1


def test_a_kept_file_that_was_changed_is_asked_for_again(station: Workspace, issued: Path) -> None:
    opened = mapped(station, issued)
    kept = station.folder / FOLDER / f"{opened.view.mark}.xlsx"
    kept.write_bytes(kept.read_bytes()[:-1])
    assert forms.open_form(station, opened.view.id).form is None
    assert forms.bring(station, opened.view.id, issued) == opened


def test_what_came_as_a_mark_of_a_file_is_no_path(station: Workspace, issued: Path) -> None:
    outside = station.folder.parent / "ngoài.xlsx"
    outside.write_bytes(issued.read_bytes())
    values = {"name": "Biểu mẫu", "period_kind": "month", "file_name": "a.xlsx", "file_hash": "../../ngoài"}
    record = put(station, "upper_form", **values)
    assert forms.open_form(station, record).form is None


def test_a_form_that_is_put_away_is_not_listed(station: Workspace, issued: Path) -> None:
    opened = mapped(station, issued)
    forms.stop(station, opened.view.id)
    assert forms.forms(station) == []
    with pytest.raises(registers.RecordGone):
        forms.open_form(station, opened.view.id)


def test_forms_of_other_stations_are_not_listed(make: WorkspaceMaker, issued: Path, tmp_path: Path) -> None:
    station, upper = computer(make, TINH_BIEN, 1), computer(make, AN_GIANG, 2)
    acquaint(station, upper)
    mapped(station, issued)
    (tmp_path / "stick").mkdir()
    carry(station, upper, tmp_path / "stick")
    assert forms.forms(upper) == []
    with upper.reading() as reader:
        assert len(reader.records.whole("form_cell")) == 30


@pytest.mark.parametrize("role", [Role.JUSTICE, Role.WARD])
def test_who_does_not_report_has_no_forms(make: WorkspaceMaker, issued: Path, role: Role) -> None:
    own = make(role=role).workspace
    with pytest.raises(NotAllowed):
        forms.forms(own)
    with pytest.raises(NotAllowed):
        forms.add(own, issued)


# From the level above


def test_a_form_of_the_level_above_comes_down_with_its_file_and_its_cells(
    make: WorkspaceMaker, issued: Path, tmp_path: Path
) -> None:
    commune, upper = computer(make, NHON_HUNG, 21), computer(make, AN_GIANG, 22)
    acquaint(commune, upper)
    record = forms.add(upper, issued)
    forms.point(upper, forms.open_form(upper, record), [Pointer(Spot(SHEET, FIRST, 3), "visits", THIS)])
    carry(upper, commune, tmp_path)
    (view,) = forms.forms(commune)
    opened = forms.open_form(commune, view.id)
    assert opened.form is not None
    assert [cell.pointer.indicator for cell in opened.cells] == ["visits"]
    assert forms.forms(upper)[0].id == view.id


def test_what_is_no_form_or_not_asked_for_is_not_kept(
    make: WorkspaceMaker, issued: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, upper = computer(make, NHON_HUNG, 21), computer(make, AN_GIANG, 22)
    acquaint(commune, upper)
    forms.add(upper, issued)
    raw = base64.b64encode(b"MZ something else").decode()
    brought: list[Plain] = [
        {"hash": mark_of(issued.read_bytes()), "content": raw},
        {"hash": mark_of(b"MZ something else"), "content": raw},
        {"hash": "../../x", "content": raw},
        {"hash": 1},
        7,
    ]
    monkeypatch.setattr(form_sending, "files_for", lambda *_: brought)
    carry(upper, commune, tmp_path)
    assert forms.open_form(commune, forms.forms(commune)[0].id).form is None
    assert not (commune.folder / FOLDER).exists()
