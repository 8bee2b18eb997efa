"""What a sender kept back or somebody erased is said in its place, wherever it would have stood."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.importing.names import proposed_answers
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.domain.registers import REGISTRY
from desktop.domain.scope_table import Reach
from desktop.domain.values.gone import WORDS, says_it_is_gone
from desktop.i18n.catalogue import Catalogue
from desktop.services import (
    award_book,
    award_papers,
    award_sets,
    certificates,
    history,
    importing,
    list_paper,
    papers,
    registers,
    search,
    visit_plan,
    visit_slips,
)
from desktop.services.erasing import erase_record
from desktop.services.exporting import export_list
from desktop.services.papers import PaperKind
from desktop.services.scopes import decide
from desktop.services.views import Cell, ListQuery, Mark
from desktop.services.workspace import Workspace
from tests.kit.mediated import Mediated, mediated
from tests.kit.report_files import pdf_words, word_text
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, value
from tests.services.test_award_papers import decided

KEPT = "đã giữ lại"
ERASED = "đã xóa"
GROUP, PERSON = "Tổ tự quản số 05", "Đỗ Văn Nhẫn"


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


class Sent:
    """A group whose name stays with the commune, and a member of it: what the level above has of them."""

    def __init__(self, commune: Workspace, upper: Workspace, folder: Path) -> None:
        self.commune, self.upper = commune, upper
        acquaint(commune, upper)
        decide(commune, "group", Reach.MASKED)
        area = put(commune, "area", name="Khóm Đông", kind="khom")
        self.group = put(commune, "group", name=GROUP, kind="self_management", area=area)
        self.person = put(commune, "person", full_name=PERSON, address="Số 7, tổ 3", born="1970")
        self.member = put(commune, "member", person=self.person, group=self.group, role="leader")
        carry(commune, upper, folder)


@pytest.fixture
def sent(make: WorkspaceMaker, commune: Workspace, tmp_path: Path) -> Sent:
    return Sent(commune, computer(make, AN_GIANG, 2), tmp_path)


def cell(workspace: Workspace, register: str, field: str) -> Cell:
    (row,) = registers.rows(workspace, register, ListQuery(), 0, 10)
    return row.cells[field]


# The words


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_words_are_those_of_the_screen(language: str) -> None:
    texts = Catalogue(language)
    assert dict(WORDS[language]) == {mark: texts.text(f"kit.mark.{mark}") for mark in WORDS[language]}


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        (KEPT, True),
        ("Đã giữ lại ", True),
        ("(đã xóa)", True),
        ("đã xoá", True),
        ("withheld", True),
        ("", False),
        (None, False),
        ("da giu lai", False),
        ("Đã giữ lại chìa khóa", False),
        (0, False),
    ],
)
def test_only_the_words_themselves_mean_it(said: Any, gone: bool) -> None:
    assert says_it_is_gone(said) is gone


# The screen


def test_a_list_says_it_of_a_value_and_of_a_name_that_is_pointed_to(sent: Sent) -> None:
    assert cell(sent.upper, "group", "name") == Cell(None, Mark.WITHHELD)
    pointing = cell(sent.upper, "member", "group")
    assert (pointing.value, pointing.text, pointing.unnamed) == (sent.group, None, Mark.WITHHELD)
    assert cell(sent.commune, "member", "group").unnamed is Mark.NONE


def test_a_form_says_it_and_saves_nothing_of_it(sent: Sent) -> None:
    form = registers.load_form(sent.upper, "member", sent.member)
    assert form.cells["group"].unnamed is Mark.WITHHELD
    assert registers.load_form(sent.upper, "person", sent.person).cells["address"].mark is Mark.WITHHELD


def test_a_record_of_which_nothing_came_is_kept_back_as_a_whole(sent: Sent, tmp_path: Path) -> None:
    household = put(sent.commune, "household", head_name="Lê Văn Sang")
    put(sent.commune, "award", recipient_kind="household", household=household, printed_name="Hộ ông Sang")
    carry(sent.commune, sent.upper, tmp_path)
    (row,) = registers.rows(sent.upper, "award", ListQuery(), 0, 10)
    form = registers.load_form(sent.upper, "award", row.id)
    assert form.cells["household"].unnamed is Mark.WITHHELD


def test_history_says_it(sent: Sent) -> None:
    changes = {
        each.field: each.after for each in history.history_of(sent.upper, "member", sent.member)[0].changes
    }
    assert changes["group"].unnamed is Mark.WITHHELD
    told = {each.field: each.after for each in history.history_of(sent.upper, "group", sent.group)[0].changes}
    assert told["name"] == Cell(None, Mark.WITHHELD)


def test_search_and_lists_of_choices_say_it(sent: Sent) -> None:
    (hit,) = search.find(sent.upper, PERSON)
    assert hit.title == PERSON
    assert hit.subtitle == f"1970 · {KEPT}"
    (choice,) = registers.choices(sent.upper, "group", "")
    assert choice.title == KEPT


def test_what_was_erased_is_said_the_same_way(commune: Workspace) -> None:
    group = put(commune, "group", name=GROUP, kind="self_management")
    put(commune, "member", person=put(commune, "person", full_name=PERSON), group=group)
    erase_record(commune, "group", group, ["name"], "Theo yêu cầu")
    assert cell(commune, "group", "name") == Cell(None, Mark.ERASED)
    assert cell(commune, "member", "group").unnamed is Mark.ERASED
    (choice,) = registers.choices(commune, "group", "")
    assert choice.title == ERASED
    person = put(commune, "person", full_name="Lê Thị Hồng Cẩm", address="Hẻm 12")
    erase_record(commune, "person", person, ["full_name"], "Theo yêu cầu")
    assert [hit.title for hit in search.find(commune, "hẻm 12", language="en")] == ["erased"]


# Paper and Word


def test_a_list_on_paper_says_it(sent: Sent) -> None:
    words = " ".join(pdf_words(list_paper.draw_list(sent.upper, "member", ListQuery()).pdf))
    assert PERSON in words
    assert KEPT in words


NAMED_ON = (PaperKind.MEDIATION_BOOK, PaperKind.SETTLEMENT_MINUTES, PaperKind.GROUP_DECISION)


@pytest.mark.parametrize("kind", NAMED_ON)
def test_papers_and_their_word_files_say_it(workspace: Workspace, kind: PaperKind, tmp_path: Path) -> None:
    told = mediated(workspace)
    for register in ("area", "group", "person"):
        for row in registers.rows(workspace, register, ListQuery(), 0, 100):
            erase_record(workspace, register, row.id, [REGISTRY[register].title], "Theo yêu cầu")
    document = papers.draw(workspace, kind, _of(told, kind), _answers(workspace, kind, _of(told, kind)))
    papers.save_word(workspace, document, tmp_path / "a.docx")
    assert f"({ERASED})" in " ".join(pdf_words(document.pdf)).lower()
    data = (tmp_path / "a.docx").read_bytes()
    assert ERASED in _all_words(data).lower()


def _of(told: Mediated, kind: PaperKind) -> str:
    return told.settled if kind is PaperKind.SETTLEMENT_MINUTES else told.group


def _answers(workspace: Workspace, kind: PaperKind, record: str) -> dict[str, Any]:
    proposed = {each.name: each.value for each in papers.questions(workspace, kind, record)}
    return {**proposed, "reason": "Lưu hồ sơ", "signer_name": "Võ Thành Tâm", "number": "8"}


def _all_words(data: bytes) -> str:
    tables = docx.Document(BytesIO(data)).tables
    return word_text(data) + " ".join(each.text for one in tables for row in one.rows for each in row.cells)


# Excel, out and in again


def workbook(workspace: Workspace, register: str, language: str = "vi") -> bytes:
    return export_list(workspace, register, ListQuery(), Catalogue(language)).workbook


def lines(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return [[each.value for each in row] for row in sheet.iter_rows()]


def planned(
    workspace: Workspace, data: bytes, folder: Path, language: str = "vi"
) -> tuple[Any, ImportPreview]:
    path = folder / "danh-sach.xlsx"
    path.write_bytes(data)
    found = importing.open_list(path, workspace.registry, Catalogue(language))
    rows = importing.read_rows(
        found, found.mapping, importing.choices_of(workspace.catalogues), workspace.today()
    )
    held = importing.holdings(workspace, found.target, rows)
    answers = proposed_answers(importing.questions(rows, found.target, held))
    return found, importing.preview(workspace, found, rows, answers, held)


@pytest.mark.parametrize(("language", "word"), [("vi", KEPT), ("en", "withheld")])
def test_a_workbook_says_it_in_the_cell_and_what_that_means(sent: Sent, language: str, word: str) -> None:
    for register in ("group", "member", "person"):
        found = lines(workbook(sent.upper, register, language))
        assert word in found[-1]
        assert Catalogue(language).text("takeout.gone") in [each[0] for each in found]
    found = lines(workbook(sent.commune, "group", language))
    assert not any(word == each for line in found for each in line)
    assert Catalogue(language).text("takeout.gone") not in [each[0] for each in found]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("register", ["group", "member", "person"])
@pytest.mark.parametrize("where", ["commune", "upper"])
def test_a_workbook_with_such_cells_changes_nothing_when_it_comes_back(
    sent: Sent, register: str, where: str, language: str, tmp_path: Path
) -> None:
    """Neither where the values are, which it must not clear, nor where they are not."""
    data = workbook(sent.upper, register, language)
    at: Workspace = getattr(sent, where)
    found, preview = planned(at, data, tmp_path, language)
    assert found.target.register == register
    assert [row.fate for row in preview.rows] == [Fate.SAME]
    assert value(sent.commune, "group", sent.group, "name") == GROUP


def test_what_was_changed_beside_such_cells_is_all_that_changes(sent: Sent, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(sent.upper, "person")))
    assert isinstance(sheet.active, Worksheet)
    for line in sheet.active.iter_rows():
        for each in line:
            each.value = "Nguyễn Văn Nhẫn" if each.value == PERSON else each.value
    out = BytesIO()
    sheet.save(out)
    found, preview = planned(sent.commune, out.getvalue(), tmp_path)
    (row,) = preview.rows
    assert dict(row.changes) == {"person.full_name": (PERSON, "Nguyễn Văn Nhẫn")}
    importing.run_import(sent.commune, found, found.mapping, preview)
    assert value(sent.commune, "person", sent.person, "address") == "Số 7, tổ 3"


def test_a_register_that_knows_nobody_of_the_list_stores_none_of_these_words(
    make: WorkspaceMaker, sent: Sent, tmp_path: Path
) -> None:
    stranger = computer(make, TINH_BIEN, 5)
    found, preview = planned(stranger, workbook(sent.upper, "person"), tmp_path)
    importing.run_import(stranger, found, found.mapping, preview)
    (row,) = registers.rows(stranger, "person", ListQuery(), 0, 10)
    assert row.cells["full_name"].value == PERSON
    assert row.cells["address"] == Cell()
    _, preview = planned(stranger, workbook(sent.upper, "group"), tmp_path)
    assert [each.fate for each in preview.rows] == [Fate.REFUSED]
    assert [note.code for each in preview.rows for note in each.reasons] == ["not_here"]


# Papers of awards and visits


def test_the_papers_and_the_book_of_awards_say_it(workspace: Workspace) -> None:
    awards = decided(workspace)
    award_book.number(workspace, awards)
    for award in awards:
        erase_record(workspace, "award", award, ["printed_name"], "Theo yêu cầu")
    assert [each.name for each in certificates.candidates(workspace)] == [f"({ERASED})"] * 3
    shown = [line.called for line in award_sets.award_lines(workspace, None, ("decided",))]
    assert [called.rpartition(" (")[2] for called in shown] == [f"{ERASED})"] * 3
    sign_off = award_papers.draw_paper(workspace, award_papers.PaperKind.SIGN_OFF, awards)
    for paper in (sign_off, award_papers.draw_book(workspace, 2026)):
        assert " ".join(pdf_words(paper.pdf)).count(f"({ERASED})") == 3


def test_a_slip_of_visits_and_the_list_of_what_is_due_say_it(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Khóm Đông")
    household = put(workspace, "household", head_name="Trần Văn Sang", address="Hẻm 12", area=area)
    put(workspace, "visit", household=household, visited_on="2026-01-05", next_visit_on="2026-02-05")
    erase_record(workspace, "household", household, ["head_name"], "Theo yêu cầu")
    (row,) = visit_slips.slip_of_area(workspace, area).rows
    assert (row.head, row.address) == (f"({ERASED})", "Hẻm 12")
    assert [each.head for each in visit_plan.visit_plan(workspace).due] == [f"({ERASED})"]
