"""Totals of all units, frozen ones and their differences, and the letter to those who are late."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from desktop.domain.board import Source
from desktop.domain.form_words import FormColumn
from desktop.domain.totals import TotalChange
from desktop.office.forms.form import Spot, read_form
from desktop.office.reading import read_workbook
from desktop.services import (
    board,
    forms,
    received_reports,
    registers,
    reminders,
    report_answers,
    reporting_units,
    totals,
    totals_paper,
    upper_papers,
)
from desktop.services.form_cells import Pointer
from desktop.services.received_reports import Entered, Letter, NoFiguresRead
from desktop.services.reminders import NobodyIsLate
from desktop.services.report_views import Signing
from desktop.services.reports import ReasonNeeded
from desktop.services.totals import NothingToFreeze, TotalsFrozen
from desktop.services.views import FigureFilter, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.report_files import pdf_words, word_text
from tests.kit.reporting import hold_events, sent_report
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer

TODAY = date(2026, 11, 20)


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    for name, code in (("Tịnh Biên", TINH_BIEN.code), ("Ba Chúc", "30550")):
        put(made, "reporting_unit", name=f"Công an phường {name}", code=code)
    return made


def enter(upper: Workspace, code: str, source: Source = Source.EXCEL, back: int = 0, **values: int) -> None:
    period = board.due_period(upper)
    if back:
        period = board.board(upper, period).periods[-1 - back]
    unit = next(each for each in reporting_units.units(upper) if each.code == code)
    letter = Letter("15/BC-CAP", date(2026, 11, 18)) if source is Source.PAPER else Letter()
    received_reports.enter(upper, unit, period, Entered(source, values, TODAY, letter))


def figure(upper: Workspace, code: str) -> tuple[object, ...]:
    found = totals.totals(upper, board.due_period(upper))
    row = next(each for each in found.rows if each.code == code)
    return tuple(each.value for each in (row.this, row.before, row.last_year, row.to_date))


@pytest.fixture
def reported(commune: Workspace, upper: Workspace, tmp_path: Path) -> Workspace:
    """The upper level, with a bundle, a letter, and one unit that said nothing."""
    hold_events(commune, 3)
    sent_report(commune)
    carry(commune, upper, tmp_path)
    enter(upper, TINH_BIEN.code, Source.PAPER, propaganda=4, visits=10)
    return upper


def test_totals_are_of_whoever_reported_by_whichever_way(reported: Workspace) -> None:
    found = totals.totals(reported, board.due_period(reported))
    assert figure(reported, "propaganda")[0] == 7
    assert (len(found.there), found.expected) == (2, 3)
    assert [each.name for each in found.missing] == ["Công an phường Ba Chúc"]
    lines = totals_paper.whose(reported, found)
    assert lines[0] == "Tổng hợp từ 2/3 đơn vị, 1 đơn vị theo văn bản."
    assert lines[1] == "Theo văn bản: Tịnh Biên (15/BC-CAP ngày 18/11/2026)."
    assert lines[2] == "Chưa có số liệu của 1 đơn vị: Ba Chúc."


def test_a_figure_that_not_every_unit_knows_says_so(reported: Workspace) -> None:
    found = totals.totals(reported, board.due_period(reported))
    row = next(each for each in found.rows if each.code == "patrols")
    assert (row.this.value, row.this.partial, found.known["patrols"]) == (0, True, 1)


def test_earlier_periods_of_a_unit_that_sends_no_bundles_are_what_it_said_then(upper: Workspace) -> None:
    for back in range(6):
        enter(upper, TINH_BIEN.code, back=back, propaganda=10 + back)
    this, before, last_year, to_date = figure(upper, "propaganda")
    assert (this, before, last_year) == (10, 11, None)
    # From January to May nobody entered anything: then nobody knows the sum.
    assert to_date is None


def test_rates_follow_from_the_sums(upper: Workspace) -> None:
    enter(upper, TINH_BIEN.code, disputes_ended=10, disputes_settled=9)
    enter(upper, "30550", disputes_ended=10, disputes_settled=6)
    found = totals.totals(upper, board.due_period(upper))
    rate = next(each.this.value for each in found.rows if each.code == "settled_rate")
    assert str(rate) == "75.0"


# Frozen


def test_frozen_totals_stay_and_what_came_later_is_listed(reported: Workspace) -> None:
    period = board.due_period(reported)
    totals.freeze_totals(reported, period)
    enter(reported, TINH_BIEN.code, Source.PAPER, propaganda=6, visits=10)
    enter(reported, "30550", propaganda=1)
    held = totals.frozen(reported, period)
    assert held is not None
    assert next(each.this.value for each in held.rows if each.code == "propaganda") == 7
    assert held.changes == (
        TotalChange("propaganda", "Công an phường Tịnh Biên", 4, 6),
        TotalChange("propaganda", "Công an phường Ba Chúc", None, 1),
    )
    assert totals_paper.change_lines(reported, held.changes) == [
        "Số buổi tuyên truyền: chênh lệch sau khi chốt +3 cuộc (Tịnh Biên +2, Ba Chúc +1)"
    ]
    with pytest.raises(TotalsFrozen):
        totals.freeze_totals(reported, period)


def test_one_unit_is_named_as_it_is_said(reported: Workspace) -> None:
    period = board.due_period(reported)
    totals.freeze_totals(reported, period)
    enter(reported, TINH_BIEN.code, Source.PAPER, propaganda=6, visits=10)
    held = totals.frozen(reported, period)
    assert held is not None
    (line,) = totals_paper.change_lines(reported, held.changes)
    assert line == "Số buổi tuyên truyền: chênh lệch sau khi chốt +2 cuộc (Tịnh Biên)"


def test_frozen_totals_are_let_go_with_a_reason(reported: Workspace) -> None:
    period = board.due_period(reported)
    totals.freeze_totals(reported, period)
    with pytest.raises(ReasonNeeded):
        totals.unfreeze_totals(reported, period, "")
    totals.unfreeze_totals(reported, period, "Chốt nhầm kỳ")
    assert totals.frozen(reported, period) is None
    totals.freeze_totals(reported, period)
    assert totals.frozen(reported, period) is not None


def test_nothing_is_not_frozen(upper: Workspace) -> None:
    with pytest.raises(NothingToFreeze):
        totals.freeze_totals(upper, board.due_period(upper))


# Papers


def test_paper_and_workbook_say_whose_figures_are_in_them(reported: Workspace) -> None:
    found = totals.totals(reported, board.due_period(reported))
    made = totals_paper.paper(reported, found, None)
    said = "Tổng hợp từ 2/3 đơn vị, 1 đơn vị theo văn bản."
    assert said in " ".join(pdf_words(upper_papers.draw_pdf(made)))
    assert said in word_text(upper_papers.write_word(made))
    sheet = read_workbook(totals_paper.write_excel(reported, found, None), "a.xlsx").sheets[0]
    cells = [str(cell) for line in sheet.rows for cell in line if cell is not None]
    assert said in cells
    line = next(row for row in sheet.rows if "Số buổi tuyên truyền" in [str(each) for each in row])
    assert line[3] in (7, 7.0)


def test_the_comparison_as_a_workbook_has_the_total_on_top(reported: Workspace) -> None:
    found = totals.totals(reported, board.due_period(reported))
    raw = totals_paper.write_matrix(reported, found, ["propaganda", "visits"])
    rows = [list(row) for row in read_workbook(raw, "a.xlsx").sheets[0].rows]
    head = next(at for at, row in enumerate(rows) if row and row[0] == "Đơn vị")
    assert [row[0] for row in rows[head + 1 :] if row and row[0]] == [
        "Tổng cộng",
        "Công an phường Ba Chúc",
        "Công an phường Nhơn Hưng",
        "Công an phường Tịnh Biên",
    ]
    assert [str(each) for each in rows[head + 4][1:4]] == [
        "Theo văn bản số 15/BC-CAP ngày 18/11/2026",
        str(rows[head + 4][2]),
        str(rows[head + 4][3]),
    ]
    assert rows[head + 1][2] in (7, 7.0)


def xlsx(path: Path, rows: list[list[object]]) -> Path:
    """A form as somebody would make it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def form(upper: Workspace, tmp_path: Path) -> tuple[forms.OpenedForm, Path]:
    """A form with two cells that are pointed at."""
    path = xlsx(tmp_path / "bieu.xlsx", [["Nội dung", "Số liệu"], ["Tuyên truyền", None], ["Thăm gặp", None]])
    opened = forms.open_form(upper, forms.add(upper, path, "Biểu tháng"))
    name = opened.form.sheets[0].name if opened.form else ""
    pointers = [
        Pointer(Spot(name, 1, 1), "propaganda", FormColumn.THIS),
        Pointer(Spot(name, 2, 1), "visits", FormColumn.THIS),
    ]
    forms.point(upper, opened, pointers)
    return forms.open_form(upper, opened.view.id), path


def test_the_provinces_own_form_is_filled_with_the_totals(
    reported: Workspace, form: tuple[forms.OpenedForm, Path], tmp_path: Path
) -> None:
    opened, _ = form
    found = totals.totals(reported, board.due_period(reported))
    filled = totals_paper.fill_totals(reported, opened, found, None, tmp_path / "da-dien.xlsx")
    assert filled.count == 2
    rows = read_form((tmp_path / "da-dien.xlsx").read_bytes(), "da-dien.xlsx").sheets[0].rows
    assert (rows[1][1], rows[2][1]) == ("7", "10")


def test_figures_are_read_from_a_form_that_a_unit_filled(
    upper: Workspace, form: tuple[forms.OpenedForm, Path], tmp_path: Path
) -> None:
    opened, _ = form
    filled = xlsx(
        tmp_path / "tinh-bien.xlsx", [["Nội dung", "Số liệu"], ["Tuyên truyền", 12], ["Thăm gặp", "chưa rõ"]]
    )
    read = received_reports.read_filled(upper, opened, filled)
    assert (read.values, read.left) == ({"propaganda": 12}, ("visits",))
    other = xlsx(tmp_path / "khac.xlsx", [["Nội dung", "Số liệu"], ["Mô hình", 12], ["Tổ", 3]])
    with pytest.raises(NoFiguresRead):
        received_reports.read_filled(upper, opened, other)


# Down to the records


def test_the_records_of_one_unit_are_found_behind_its_figure(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 3)
    acquaint(upper, neighbour)
    for workspace, count in ((commune, 3), (neighbour, 2)):
        hold_events(workspace, count)
        carry(workspace, upper, tmp_path)
    period = board.due_period(upper)
    for code, count in ((None, 5), (NHON_HUNG.code, 3), (TINH_BIEN.code, 2)):
        query = ListQuery(figure=FigureFilter("propaganda", period, station=code))
        assert registers.count(upper, "event", query) == count


# Who is late


def test_a_reminder_names_just_the_late(reported: Workspace, commune: Workspace) -> None:
    period = board.due_period(reported)
    signing = Signing("7", "CV-PV05", date(2026, 11, 20), "Trưởng phòng", "Đại tá", "Lê Văn Năm")
    record = reminders.remind(reported, period, signing, date(2026, 11, 25))
    (held,) = reminders.reminders(reported)
    assert (held.id, held.units) == (record, ("Công an phường Ba Chúc",))
    made = reminders.letter(reported, record)
    said = " ".join(pdf_words(upper_papers.draw_pdf(made)))
    for part in ("07/CV-PV05", "Công an phường Ba Chúc", "trước ngày 25 tháng 11 năm 2026", "Lê Văn Năm"):
        assert part in said
    assert "Công an phường Tịnh Biên" not in said
    document = docx.Document(BytesIO(upper_papers.write_word(made)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Công an phường Ba Chúc" in cells
    assert reminders.signing_to_propose(reported).name == "Lê Văn Năm"


def test_a_returned_report_is_reminded_of_too(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    report_answers.return_report(upper, record, TODAY, "Sai")
    assert NHON_HUNG.name in [each.name for each in reminders.to_remind(upper, board.due_period(upper))]


def test_where_nobody_is_late_there_is_no_letter(make: WorkspaceMaker) -> None:
    alone = computer(make, AN_GIANG, 6)
    with pytest.raises(NobodyIsLate):
        reminders.remind(alone, board.due_period(alone), Signing(), None)
