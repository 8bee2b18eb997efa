"""The register is handed over: rights end at an hour, work and reminders move on, and nothing signed is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from desktop.domain.access import Permission, Role
from desktop.domain.handover import Handover, HandoverPath, read_handover, write_handover
from desktop.domain.journal.short_code import short_code
from desktop.office.letters import write_letter
from desktop.services import drafts, due, handover, handover_paper, history, unit_page, users, welcome
from desktop.services.accounts import open_workspace
from desktop.services.data_folder import read_keyring
from desktop.services.handover import BookLine, HandoverIncomplete
from desktop.services.users import NewUser, UserLeft
from desktop.services.workspace import Workspace
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import FAST, PASSWORD, WorkspaceMaker, environment, put
from tests.services.exchange import quiet


class Unit:
    """A chief who leaves, an officer who takes over, and the administrator who sees to it."""

    def __init__(self, make: WorkspaceMaker) -> None:
        self.clock = FakeClock()
        self.made = make(around=environment(self.clock))
        self.admin: Workspace = self.made.workspace
        self.ids = {}
        for name, role in (("Lê Văn Trưởng", Role.CHIEF), ("Phạm Thị Kế", Role.OFFICER)):
            self.ids[name] = users.add_user(self.admin, NewUser(name, role, PASSWORD), kdf=FAST).id
        self.area = put(self.admin, "area", name="Ấp Một", officer="Thiếu tá Lê Văn Trưởng")
        put(self.admin, "area", name="Ấp Hai", officer="Nguyễn Văn An")
        self.household = put(self.admin, "household", head_name="Đỗ Sang", area=self.area)
        put(
            self.admin, "visit", household=self.household, visited_on="2026-10-01", next_visit_on="2026-11-10"
        )
        put(self.admin, "dispute", summary="x", received_on="2026-11-01", violence_risk=True, area=self.area)

    def open(self, name: str) -> Workspace:
        return open_workspace(self.made.folder, self.ids[name], PASSWORD, environment(self.clock, seed=9))

    def said(self, **given: object) -> Handover:
        plain = Handover(
            leaving=self.ids["Lê Văn Trưởng"],
            successor=self.ids["Phạm Thị Kế"],
            leaving_title="Trưởng Công an phường",
            day="2026-11-20",
            hour="7:30",
            sticks="02 USB cứu hộ",
            checks=("figures",),
        )
        return replace(plain, **given)  # type: ignore[arg-type]  # fields by name


@pytest.fixture
def unit(make: WorkspaceMaker) -> Unit:
    return Unit(make)


def test_what_is_unfinished_is_counted(unit: Unit) -> None:
    drafts_of = unit.open("Lê Văn Trưởng")
    drafts.keep_draft(drafts_of, "area", None, {"name": "Ấp Dở"})
    drafts_of.close()
    found = handover.unfinished(unit.admin, unit.ids["Lê Văn Trưởng"])
    assert (found.overdue, found.open_disputes, found.violent_disputes) == (2, 1, 1)
    assert (found.drafts, found.areas, found.open_reports, found.proposals) == (1, 1, 0, 0)


def test_each_book_is_told_with_where_it_ends(unit: Unit) -> None:
    lines = {line.register: line for line in handover.books(unit.admin)}
    assert lines["visit"] == BookLine("visit", 1, "2026-10-01")
    assert lines["area"].count == 2
    assert "tip" not in lines


def test_at_its_end_areas_and_drafts_are_the_successors_and_marked(unit: Unit) -> None:
    leaving = unit.open("Lê Văn Trưởng")
    drafts.keep_draft(leaving, "area", None, {"name": "Ấp Dở"})
    leaving.close()
    assert handover.complete(unit.admin, unit.said(), quiet)
    successor = unit.open("Phạm Thị Kế")
    assert [(each.values, each.taken_from) for each in drafts.drafts(successor)] == [
        ({"name": "Ấp Dở"}, "Lê Văn Trưởng")
    ]
    mine = [each for each in due.due(successor) if each.mine]
    assert mine
    assert all(each.taken_over for each in mine)
    assert successor.user.role is Role.CHIEF
    assert welcome.is_welcomed(successor)
    assert not welcome.is_welcomed(successor)
    successor.close()


def test_the_history_keeps_who_was_in_charge_before(unit: Unit) -> None:
    handover.complete(unit.admin, unit.said(), quiet)
    newest = history.history_of(unit.admin, "area", unit.area)[0]
    officer = next(change for change in newest.changes if change.field == "officer")
    assert (officer.before.value, officer.after.value) == ("Thiếu tá Lê Văn Trưởng", "Phạm Thị Kế")
    assert newest.action == "handover"


def test_what_was_signed_keeps_its_name(unit: Unit) -> None:
    report = put(unit.admin, "report", kind="month", year=2026, number=10, signer_name="Lê Văn Trưởng")
    before = history.history_of(unit.admin, "report", report)
    handover.complete(unit.admin, unit.said(), quiet)
    assert history.history_of(unit.admin, "report", report) == before


def test_rights_that_have_ended_close_the_account_at_once(unit: Unit) -> None:
    before = unit.admin.secrets.database_key
    handover.complete(unit.admin, unit.said(hour="7:30"), quiet)
    gone = next(each for each in users.accounts_of(unit.admin) if each.user.name == "Lê Văn Trưởng")
    assert gone.left_on == "2026-11-20"
    assert unit.admin.secrets.database_key != before


def test_rights_end_at_the_hour_and_the_next_start_closes_the_account(unit: Unit) -> None:
    handover.complete(unit.admin, unit.said(hour="17:00"), quiet)
    still = unit.open("Lê Văn Trưởng")
    unit.clock.advance(timedelta(hours=9, minutes=1))
    assert not still.may(Permission.READ)
    still.close()
    with pytest.raises(UserLeft):
        unit.open("Lê Văn Trưởng")
    unit.admin.close()
    unit.open("Phạm Thị Kế").close()
    assert "Lê Văn Trưởng" not in {user.name for user in read_keyring(unit.made.folder).users()}


def test_it_is_kept_while_it_is_filled_in_and_recorded_at_its_end(unit: Unit) -> None:
    handover.keep(unit.admin, unit.said(step=3))
    unit.admin.close()
    again = open_workspace(unit.made.folder, unit.admin.user.id, PASSWORD, environment(unit.clock, seed=3))
    assert handover.current(again) == unit.said(step=3)
    handover.complete(again, unit.said(), quiet)
    assert handover.current(again) is None
    assert [each.handover for each in handover.finished(again)] == [unit.said()]
    with again.reading() as reader:
        rows = [row[0] for row in reader.connection.execute("SELECT action FROM access_log").fetchall()]
    assert "handover" in rows
    again.close()


@pytest.mark.parametrize("lacking", ["leaving", "successor", "day"])
def test_what_is_lacking_ends_nothing(unit: Unit, lacking: str) -> None:
    with pytest.raises(HandoverIncomplete):
        handover.complete(unit.admin, unit.said(**{lacking: "" if lacking != "day" else None}), quiet)
    assert handover.finished(unit.admin) == []


def test_the_way_over_the_upper_level_needs_its_paper_and_is_logged(unit: Unit) -> None:
    said = unit.said(path=HandoverPath.UPPER)
    assert set(said.lacks()) == {"attested_by", "attestation"}
    handover.complete(unit.admin, replace(said, attested_by="Công an tỉnh", attestation="12/XN-CAT"), quiet)
    with unit.admin.reading() as reader:
        rows = reader.connection.execute(
            "SELECT subject FROM access_log WHERE action = 'attested'"
        ).fetchall()
    assert rows == [("Công an tỉnh: 12/XN-CAT",)]


def test_nobody_hands_over_to_themselves(unit: Unit) -> None:
    assert "successor" in unit.said(successor=unit.ids["Lê Văn Trưởng"]).lacks()


def test_somebody_always_administers_afterwards(unit: Unit) -> None:
    other = next(user for user in users.list_users(unit.admin) if user.name == "Trần Thị Bình")
    users.change_role(unit.admin, other.id, Role.OFFICER, knowing=True)
    said = unit.said(leaving=unit.admin.user.id, hour="23:00")
    # The successor takes the place with what it may do.
    handover.complete(unit.admin, said, quiet)
    roles = {user.name: user.role for user in users.list_users(unit.admin)}
    assert roles["Phạm Thị Kế"] is Role.ADMIN


def texts(unit: Unit, said: Handover) -> str:
    out = BytesIO()
    sheet = handover_paper.draw_minutes(unit.admin, said).sheet
    assert sheet is not None
    write_letter(sheet, out)
    document = Document(BytesIO(out.getvalue()))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_minutes_tell_figures_and_the_short_code(unit: Unit) -> None:
    text = texts(unit, unit.said())
    with unit.admin.reading() as reader:
        tip = reader.journal.tip(unit.admin.device)
    assert short_code(tip.device, tip.seq, tip.hash) in text
    for said in (
        "Lê Văn Trưởng, Trưởng Công an phường",
        "02 USB cứu hộ",
        "Thăm gặp",
        "03 bản",
        "07:30, 20/11/2026",
    ):
        assert said in text
    assert handover_paper.draw_minutes(unit.admin, unit.said()).pdf.startswith(b"%PDF")


@pytest.mark.parametrize("path", HandoverPath)
def test_each_path_says_on_paper_how_it_was(unit: Unit, path: HandoverPath) -> None:
    said = unit.said(path=path, attested_by="Công an tỉnh", attestation="12/XN", attested_on="2026-11-18")
    text = texts(unit, said)
    assert ("(vắng mặt)" in text) is (path is not HandoverPath.PRESENT)
    assert ("12/XN của Công an tỉnh ngày 18 tháng 11 năm 2026" in text) is (path is HandoverPath.UPPER)


@pytest.mark.parametrize("path", HandoverPath)
def test_what_is_kept_is_read_back(unit: Unit, path: HandoverPath) -> None:
    said = unit.said(path=path, checks=("figures", "keys"), step=4)
    assert read_handover({**write_handover(said), "of_another_version": 1}) == said


def test_the_unit_on_one_page_tells_the_first_day(unit: Unit) -> None:
    found = unit_page.unit_page(unit.admin)
    assert [hit.record for hit in found.violent] != []
    assert {each.hit.register for each in found.late} >= {"visit"}
    assert {account.user.name for account in found.accounts} == {
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Lê Văn Trưởng",
        "Phạm Thị Kế",
    }
    assert found.away is not None
    assert found.away.away is None


def test_the_minutes_are_printed_again_as_they_were(unit: Unit) -> None:
    said = unit.said()
    paper = handover_paper.draw_minutes(unit.admin, said)
    handover.complete(unit.admin, said, quiet, paper.pdf)
    put(unit.admin, "area", name="Ấp Ba")
    users.change_role(unit.admin, unit.ids["Phạm Thị Kế"], Role.OFFICER)
    (finished,) = handover.finished(unit.admin)
    again = handover_paper.draw_again(unit.admin, finished)
    assert again is not None
    assert (again.pdf, again.pages) == (paper.pdf, paper.pages)


def test_minutes_of_before_they_were_kept_are_not_made_up(unit: Unit) -> None:
    handover.complete(unit.admin, unit.said(), quiet)
    (finished,) = handover.finished(unit.admin)
    assert handover_paper.draw_again(unit.admin, finished) is None


@pytest.mark.parametrize(("role", "books"), [(Role.JUSTICE, ["area", "dispute"]), (Role.WARD, ["award"])])
def test_who_has_a_part_of_the_books_sees_that_part_first(unit: Unit, role: Role, books: list[str]) -> None:
    put(unit.admin, "award", printed_name="An")
    put(unit.admin, "dispute", summary="y", received_on="2026-11-01", mediated_by="police")
    put(unit.admin, "dispute", summary="z", received_on="2026-11-01", mediated_by="mediation_group")
    user = users.add_user(unit.admin, NewUser("Cán bộ mới", role, PASSWORD), kdf=FAST).id
    opened = open_workspace(unit.made.folder, user, PASSWORD, environment(unit.clock, seed=11))
    found = unit_page.part_page(opened)
    assert [line.register for line in found.books] == books
    # The police's own case is none of the justice official's.
    assert {line.register: line.count for line in found.books}[books[-1]] == 1
