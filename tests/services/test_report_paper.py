"""A report on paper: the same numbers on the screen, in the PDF, in Word and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.app.sample import make_sample
from desktop.domain.indicators.comparing import Number
from desktop.domain.journal.short_code import short_code
from desktop.domain.periods import Period, PeriodKind
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import figure_text, period_words
from desktop.office.reading import read_workbook
from desktop.services import report_paper, reports
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.report_paper import ReportPaper
from desktop.services.report_workbook import write_excel
from desktop.services.reports import Section, Signing
from desktop.services.workspace import Workspace
from tests.kit.report_files import excel_figures, pdf_words, stands_in, word_figures, word_text
from tests.kit.workspaces import make_workspace, put

SIGNED = Signing("5", "BC-CAP", date(2026, 1, 5), "Trưởng Công an phường", "Thượng tá", "Trần Văn Bảy")


@dataclass(frozen=True)
class Files:
    """A signed report with money, percentages, targets and parts, and its three files."""

    workspace: Workspace
    made: ReportPaper
    pdf: bytes
    word: bytes
    excel: bytes


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    workspace = make_workspace(tmp_path_factory.mktemp("bao-cao") / "xa", practice=True).workspace
    make_sample(workspace)
    record = _report_of(workspace, _year(workspace))
    reports.sign(workspace, record, SIGNED)
    made = report_paper.paper(workspace, record)
    yield Files(
        workspace,
        made,
        report_paper.draw_pdf(made),
        report_paper.write_word(made),
        write_excel(workspace, made),
    )
    workspace.close()


def _year(workspace: Workspace) -> Period:
    return calendar(workspace).period_of(PeriodKind.YEAR, workspace.today())


def _report_of(workspace: Workspace, period: Period) -> str:
    record = reports.new_report(workspace, period)
    held = reports.report(workspace, record)
    first = Section("Tình hình", "An ninh, trật tự ổn định.", held.sections[0].id)
    reports.save_text(workspace, record, held.subject, [first, *held.sections[1:]])
    reports.freeze_figures(workspace, record)
    return record


def columns(row: FigureRow) -> list[Number | None]:
    return [each.value for each in (row.this, row.before, row.last_year, row.to_date)]


def test_the_sample_has_all_kinds_of_figures(files: Files) -> None:
    values = [value for row in files.made.rows for value in columns(row)]
    assert any(isinstance(value, Decimal) for value in values)
    assert any(value is None for value in values)
    assert any(isinstance(value, int) and value > 999 for value in values)
    assert any(row.part is not None for row in files.made.rows)
    assert any(row.target is not None for row in files.made.rows)


def test_word_has_the_numbers_of_the_screen(files: Files) -> None:
    written = word_figures(files.word)
    assert len(written) == len(files.made.rows)
    for cells, row in zip(written, files.made.rows, strict=True):
        shown = [figure_text(value, "vi").replace("\u00a0", " ") for value in columns(row)]
        assert [cells[at].rstrip("*") for at in (1, 2, 3, 5)] == shown


def test_the_workbook_has_the_numbers_of_the_screen_as_numbers(files: Files) -> None:
    written = excel_figures(files.excel)
    assert len(written) == len(files.made.rows)
    for cells, row in zip(written, files.made.rows, strict=True):
        shown = ["–" if value is None else float(value) for value in columns(row)]
        assert [cells[at] for at in (3, 4, 5, 8)] == shown


def test_the_pdf_has_every_row_of_the_word_document(files: Files) -> None:
    words = pdf_words(files.pdf)
    assert [row for row in word_figures(files.word) if not stands_in(words, row)] == []


def test_a_base_that_nobody_knows_is_a_dash_and_never_a_percentage(files: Files) -> None:
    unknown = [
        cells
        for cells, row in zip(word_figures(files.word), files.made.rows, strict=True)
        if row.last_year.value is None
    ]
    assert unknown
    assert {(cells[3], cells[4]) for cells in unknown} == {("–", "–")}


def test_head_and_foot_are_those_of_the_decree(files: Files) -> None:
    text = " ".join(pdf_words(files.pdf))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in text
    assert "Số: 05/BC-CAP" in text
    assert "Nhơn Hưng, ngày 05 tháng 01 năm 2026" in text
    assert "Nơi nhận: - Công an tỉnh An Giang;" in text
    assert "TRƯỞNG CÔNG AN PHƯỜNG Thượng tá Trần Văn Bảy" in text
    assert "I. TÌNH HÌNH An ninh, trật tự ổn định." in text


def test_the_days_of_the_period_stand_beside_its_name(files: Files) -> None:
    period = period_words(Catalogue("vi").text, files.made.report.period, "vi").removeprefix("N")
    assert period in " ".join(pdf_words(files.pdf))
    assert period in word_text(files.word)


def test_the_code_of_the_register_is_printed_and_is_that_of_the_chain(files: Files) -> None:
    frozen = files.made.report.frozen
    assert frozen is not None
    assert frozen.anchor is not None
    end = frozen.anchor
    with files.workspace.reading() as reader:
        digest = reader.journal.hash_at(end.device, end.seq)
    assert digest == end.hash
    code = short_code(end.device, end.seq, digest)
    assert code in " ".join(pdf_words(files.pdf))
    assert code in word_text(files.word)


def test_sample_data_is_marked_in_all_three(files: Files) -> None:
    # The mark of the PDF is drawn under the text of every page.
    assert pdf_words(files.pdf).count("MẪU") >= report_paper.page_count(files.pdf)
    assert "DỮ LIỆU MẪU" in word_text(files.word)
    first = read_workbook(files.excel, "so-lieu.xlsx").sheets[0].rows[1]
    assert first == ("DỮ LIỆU MẪU, không dùng làm tài liệu",)


def test_equal_reports_give_equal_files(files: Files) -> None:
    again = report_paper.paper(files.workspace, files.made.report.id)
    assert report_paper.draw_pdf(again) == files.pdf
    assert write_excel(files.workspace, again) == files.excel


def test_a_draft_says_so_and_leaves_room_for_what_is_not_known(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "xa").workspace
    record = reports.new_report(workspace, _year(workspace))
    text = " ".join(pdf_words(report_paper.draw_pdf(report_paper.paper(workspace, record))))
    assert "Bản dự thảo" in text
    assert "Số: ……/BC-……" in text
    assert "Mã đối chiếu" not in text
    assert "MẪU" not in text


def test_a_supplement_names_the_report_and_what_changed(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "xa").workspace
    year = _year(workspace)
    record = _report_of(workspace, year)
    reports.sign(workspace, record, SIGNED)
    household = put(workspace, "household", head_name="Trần Văn Sang")
    put(workspace, "visit", household=household, visited_on=workspace.today().isoformat())
    second = reports.supplement(workspace, record)
    words = pdf_words(report_paper.draw_pdf(report_paper.paper(workspace, second)))
    text = " ".join(words)
    assert "BÁO CÁO BỔ SUNG" in text
    assert "bổ sung báo cáo số 05/BC-CAP ngày 05 tháng 01 năm 2026" in text
    assert stands_in(words, ["Số lượt thăm gặp (lượt)", "0", "1"])


def test_the_name_of_the_file_tells_the_period(files: Files, tmp_path: Path) -> None:
    assert report_paper.file_name(files.made.report) == f"Báo cáo năm {files.made.report.period.year}"
    target = tmp_path / "b.pdf"
    report_paper.save(files.workspace, files.made, files.pdf, target)
    assert target.read_bytes() == files.pdf
