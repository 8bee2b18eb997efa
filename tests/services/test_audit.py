"""The log of uses: changes and accesses in one list, narrowed, page by page, and no more open than the rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.audit import AuditFilter, Deed
from desktop.pdf.render import page_count, page_text
from desktop.services import audit, audit_paper, registers, upper_papers
from desktop.services.audit_proof import prove_register
from desktop.services.audit_words import about_words, deed_words
from desktop.services.erasing import erase_record
from desktop.services.seen_list import ListTooLongToTakeOut, NothingToTakeOut
from desktop.services.views import Mark
from desktop.services.workspace import Workspace
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import WorkspaceMaker, environment, put
from tests.services.exchange import edit, quiet

EVERYTHING = AuditFilter()
SAYS = audit_paper.PaperWords()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def workspace(make: WorkspaceMaker, clock: FakeClock) -> Workspace:
    return make(around=environment(clock)).workspace


def shown(workspace: Workspace, wanted: AuditFilter = EVERYTHING) -> list[tuple[str, str]]:
    """Deed and what it was about, the newest first."""
    return [
        (deed_words(SAYS, line), about_words(SAYS, line)) for line in audit.lines(workspace, wanted).lines
    ]


def days_later(clock: FakeClock, days: int) -> None:
    clock.advance(timedelta(days=days))


def test_changes_and_accesses_stand_in_one_list_the_newest_first(
    workspace: Workspace, clock: FakeClock
) -> None:
    put(workspace, "area", name="Ấp 1")
    days_later(clock, 1)
    workspace.log_access("print", "area:7")
    days_later(clock, 1)
    put(workspace, "person", full_name="Trần Văn Sang")
    assert shown(workspace) == [
        ("Thêm mới", "Người · Trần Văn Sang"),
        ("In", "Địa bàn · 7 mục"),
        ("Thêm mới", "Địa bàn · Ấp 1"),
    ]


def test_it_is_narrowed_by_days_person_register_record_and_kind(
    workspace: Workspace, clock: FakeClock
) -> None:
    area = put(workspace, "area", name="Ấp 1")
    first = workspace.today()
    days_later(clock, 3)
    other = put(workspace, "area", name="Ấp 2")
    edit(workspace, "area", other, name="Ấp hai")
    workspace.log_access("reveal", f"area.name:{other}")
    put(workspace, "person", full_name="An")
    user = workspace.user.id
    counts = {
        "all": EVERYTHING,
        "first day": AuditFilter(last=first),
        "later": AuditFilter(first=first + timedelta(days=1)),
        "person": AuditFilter(person=user),
        "stranger": AuditFilter(person="x"),
        "register": AuditFilter(register="area"),
        "record": AuditFilter(register="area", record=other),
        "first record": AuditFilter(register="area", record=area),
        "looks": AuditFilter(deed=Deed.LOOKS),
        "changes": AuditFilter(deed=Deed.CHANGES),
    }
    assert {name: audit.count(workspace, wanted) for name, wanted in counts.items()} == {
        "all": 5,
        "first day": 1,
        "later": 4,
        "person": 5,
        "stranger": 0,
        "register": 4,
        "record": 3,
        "first record": 1,
        "looks": 1,
        "changes": 4,
    }
    assert [len(audit.lines(workspace, wanted).lines) for wanted in counts.values()] == [
        audit.count(workspace, wanted) for wanted in counts.values()
    ]


def test_pages_follow_each_other_without_a_line_lost_or_twice(workspace: Workspace, clock: FakeClock) -> None:
    for number in range(23):
        put(workspace, "area", name=f"Ấp {number}")
        workspace.log_access("print", f"area:{number}")
        clock.advance(timedelta(minutes=1))
    place, found, sizes = audit.Place(), list[audit.AuditLine](), list[int]()
    more = True
    while more:
        page = audit.lines(workspace, EVERYTHING, place, 10)
        found += page.lines
        sizes.append(len(page.lines))
        place, more = page.end, page.more
    assert sizes == [10, 10, 10, 10, 6]
    assert found == list(audit.lines(workspace, EVERYTHING, limit=1_000).lines)


def test_what_is_sensitive_stays_masked(workspace: Workspace) -> None:
    tip = put(workspace, "tip", summary="Chuyện kín", received_on="2026-01-05")
    edit(workspace, "tip", tip, summary="Chuyện kín hơn")
    registers.reveal(workspace, "tip", tip, "summary")
    pdf = upper_papers.draw_pdf(audit_paper.draw_log(workspace, EVERYTHING, None, quiet))
    said = str(shown(workspace)) + "".join(page_text(pdf, at) for at in range(page_count(pdf)))
    assert "Chuyện" not in said
    line = audit.lines(workspace, AuditFilter(deed=Deed.CHANGES)).lines[-1]
    assert line.operation is not None
    entry = audit.changes_of(workspace, line.operation)
    assert entry is not None
    assert {each.after.mark for each in entry.changes if each.field == "summary"} == {Mark.MASKED}
    assert "Chuyện" not in str(entry)


def test_an_erasure_tells_who_why_and_of_what_but_not_what_stood_there(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Trần Văn Sang", phone="0866546792")
    erase_record(workspace, "person", person, ["phone"], "theo đơn ngày 05/01/2026")
    lines = shown(workspace, AuditFilter(deed=Deed.ERASURES))
    told = str(lines)
    assert {deed for deed, _ in lines} == {"Xóa vĩnh viễn"}
    assert "theo đơn ngày 05/01/2026" in told
    assert "Trần Văn Sang" in told
    assert "0866546792" not in told


def test_every_access_that_the_program_logs_has_words() -> None:
    known = {"log_in", "print", "export", "reveal", "erase", "audit.prove", "heal_fork", "new_identity"}
    assert {name for name in known if not SAYS.has(f"access.{name}")} == set()


def test_the_paper_has_every_line_in_the_order_of_a_log_and_the_result(
    workspace: Workspace, clock: FakeClock
) -> None:
    put(workspace, "area", name="Ấp Đông Hưng")
    days_later(clock, 1)
    workspace.log_access("print", "area:7")
    proven = prove_register(workspace, quiet)
    wanted = AuditFilter(first=date(2026, 1, 1))
    pdf = upper_papers.draw_pdf(audit_paper.draw_log(workspace, wanted, proven, quiet))
    text = " ".join("".join(page_text(pdf, at) for at in range(page_count(pdf))).split())
    assert "Không phát hiện sửa, xóa hoặc đảo thứ tự nào" in text
    assert proven.chains[0].code in text
    assert text.index("Ấp Đông Hưng") < text.index("Kiểm tra nhật ký", text.index("STT"))
    assert "Thời gian: từ 01/01/2026" in text


def test_that_the_log_was_printed_stands_in_the_log(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    audit_paper.log_left(workspace, 12, "print")
    assert ("In", "Nhật ký sử dụng · 12 mục") in shown(workspace)


def test_nothing_and_too_much_are_not_printed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NothingToTakeOut):
        audit_paper.draw_log(workspace, AuditFilter(person="x"), None, quiet)
    put(workspace, "area", name="Ấp 1")
    monkeypatch.setattr(audit_paper, "MOST", 0)
    with pytest.raises(ListTooLongToTakeOut):
        audit_paper.draw_log(workspace, EVERYTHING, None, quiet)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPUTY, Role.JUSTICE, Role.WARD, Role.UPPER])
def test_it_is_for_chiefs_and_administrators(make: WorkspaceMaker, role: Role) -> None:
    with pytest.raises(NotAllowed):
        audit.lines(make(role=role).workspace, EVERYTHING)
