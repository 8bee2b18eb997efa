"""What is erased is nowhere any more: not in the journal, a table, the search, a free page, or the log beside."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.journal.chain import follow
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import Closed, Operation
from desktop.services import registers
from desktop.services.drafts import drafts, keep_draft
from desktop.services.erasing import EraseElsewhere, NothingToErase, ReasonMissing, erase_record
from desktop.services.history import history_of
from desktop.services.search import find
from desktop.services.views import ChildForm, Entry, ListQuery, Mark
from desktop.services.workspace import Workspace
from desktop.store.database import FileKey
from tests.kit.workspaces import TINH_BIEN, WorkspaceMaker, environment, put
from tests.store.looking import everything_kept
from tests.store.pages import decrypted_pages

WHY = "theo đơn đề nghị ngày 05/01/2026"


def pages(workspace: Workspace) -> bytes:
    key = FileKey(workspace.secrets.database_key, workspace.secrets.database_salt)
    return b"".join(decrypted_pages(workspace.file.path, key))


def tables(workspace: Workspace) -> bytes:
    with workspace.file.reading() as reader:
        return everything_kept(reader.connection)


def log_size(workspace: Workspace) -> int:
    log = workspace.file.path.with_name(workspace.file.path.name + "-wal")
    return log.stat().st_size


def save(workspace: Workspace, register: str, record: str, **values: str) -> None:
    registers.save(workspace, registers.load_form(workspace, register, record), Entry(values))


def own_chain(workspace: Workspace) -> list[Operation]:
    with workspace.file.reading() as reader:
        return list(reader.journal.operations(workspace.device))


def a_dispute(workspace: Workspace) -> str:
    """Two parties and a session, written, changed and retired; every text has a word of its own."""
    form = registers.load_form(workspace, "dispute", None)
    children = (
        ChildForm("party", None, {"name": "Wqxjparty Một", "address": "Zkfvaddress"}),
        ChildForm("session", None, {"held_on": "2026-03-06", "content": "Qhwzcontent"}),
    )
    values = {"summary": "Jxqwsummary", "received_on": "2026-03-05", "mediators": "Vjkzmediator"}
    changes = registers.save(workspace, form, Entry(values, children))
    dispute = next(record for register, record in changes.records if register == "dispute")
    save(workspace, "dispute", dispute, summary="Fzqjlater", agreement="Xwvkagreed")
    registers.retire(workspace, "dispute", dispute, "Kqzxreason", date(2026, 3, 9))
    return dispute


WORDS = (
    "xqwsummary",
    "zqjlater",
    "wvkagreed",
    "jkzmediator",
    "qxjparty",
    "kfvaddress",
    "hwzcontent",
    "qzxreason",
)
"""Without their first letters: an index keeps the common beginnings of neighbouring words once."""


def test_a_record_and_its_children_are_gone_from_every_page_of_the_file(workspace: Workspace) -> None:
    dispute = a_dispute(workspace)
    put(workspace, "area", name="Ấp Đông Hưng")
    before = tables(workspace)
    assert [word for word in WORDS if word.encode() in before] == list(WORDS)
    erase_record(workspace, "dispute", dispute, None, WHY)
    assert log_size(workspace) == 0
    kept, raw = tables(workspace), pages(workspace)
    assert "Ấp Đông Hưng".encode() in raw
    assert [word for word in WORDS if word.encode() in kept or word.encode() in raw] == []


def test_what_is_erased_still_occupies_its_field(workspace: Workspace) -> None:
    dispute = a_dispute(workspace)
    erase_record(workspace, "dispute", dispute, None, WHY)
    row = registers.rows(workspace, "dispute", ListQuery(retired=True), 0, 10)[0]
    assert row.cells["summary"].mark is Mark.ERASED
    form = registers.load_form(workspace, "dispute", dispute)
    assert {cell.mark for cell in form.cells.values() if cell.mark is not Mark.NONE} == {Mark.ERASED}
    assert form.children["party"][0][1]["name"].mark is Mark.ERASED
    past = [change for entry in history_of(workspace, "dispute", dispute) for change in entry.changes]
    marks = {(change.field, change.after.mark) for change in past if change.field in ("summary", "name")}
    assert marks == {("summary", Mark.ERASED), ("name", Mark.ERASED)}
    assert find(workspace, "wqxjparty") == []


def test_one_field_is_erased_with_all_that_it_ever_held_and_the_others_stay(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An", phone="0866546792", address="Ấp 1")
    save(workspace, "person", person, phone="0911223344")
    erase_record(workspace, "person", person, ["phone"], WHY)
    kept = tables(workspace)
    assert b"0866546792" not in kept
    assert b"0911223344" not in kept
    assert [hit.title for hit in find(workspace, "an")] == ["Nguyễn Văn An"]
    assert find(workspace, "0866") == []
    assert registers.load_form(workspace, "person", person).cells["address"].value == "Ấp 1"


def test_a_name_that_is_erased_is_lent_to_no_list_any_more(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Jxqwname")
    put(workspace, "member", person=person, group=put(workspace, "group", name="Tổ 1"))
    assert registers.count(workspace, "member", ListQuery(text="jxqw")) == 1
    erase_record(workspace, "person", person, ["full_name"], WHY)
    assert registers.count(workspace, "member", ListQuery(text="jxqw")) == 0
    assert b"xqwname" not in pages(workspace)
    before = workspace.file.digest()
    workspace.file.rebuild()
    assert workspace.file.digest() == before


def test_the_chain_still_verifies_and_nobody_can_tell_what_stood_there(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An")
    before = own_chain(workspace)
    erase_record(workspace, "person", person, None, WHY)
    after = own_chain(workspace)
    assert [each.hash for each in after[: len(before)]] == [each.hash for each in before]
    assert isinstance(after[0].leaves[1], Closed)
    follow(Tip(workspace.device), after)


def test_what_arrives_again_after_it_was_erased_stays_erased(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Jxqwname")
    known = own_chain(workspace)
    erase_record(workspace, "person", person, None, WHY)
    with workspace.file.writing() as writer:
        writer.refold([place for each in known for place in writer.append(each)])
    assert b"Jxqwname" not in tables(workspace)


def test_the_reason_and_who_it_was_stand_in_the_access_log_alone(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="An")
    erase_record(workspace, "person", person, ["full_name"], f"  {WHY} ")
    with workspace.file.reading() as reader:
        lines = reader.connection.execute(
            "SELECT actor, subject FROM access_log WHERE action = 'erase'"
        ).fetchall()
    assert lines == [(workspace.user.id, f"person:{person} full_name: {WHY}")]
    assert WHY not in str(own_chain(workspace))


def test_what_is_half_typed_over_it_goes_too(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="An")
    keep_draft(workspace, "person", person, {"full_name": "Jxqwname"})
    erase_record(workspace, "person", person, ["full_name"], WHY)
    assert drafts(workspace) == []
    assert b"Jxqwname" not in tables(workspace)


def test_a_number_of_the_award_book_and_the_standing_stay(workspace: Workspace) -> None:
    award = put(workspace, "award", printed_name="An", book="b", book_year=2026, book_number=7)
    registers.retire(workspace, "award", award, "cấp nhầm", date(2026, 3, 9))
    registers.restore(workspace, "award", award)
    erase_record(workspace, "award", award, None, WHY)
    with workspace.reading() as reader:
        row = reader.records.get("award", award)
    assert row is not None
    assert (row.values["book_number"], row.values["printed_name"], row.standing) == (7, None, "active")


def test_erasing_cannot_be_taken_back(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Jxqwname")
    created = own_chain(workspace)[-1].id
    save(workspace, "person", person, full_name="Wvkzname")
    edited = own_chain(workspace)[-1].id
    erasure = erase_record(workspace, "person", person, None, WHY).operation
    assert erasure is not None
    assert registers.last_undoable(workspace) is None
    with pytest.raises(registers.NumberIsGiven):
        registers.undo(workspace, erasure)
    for operation in (edited, created):
        with pytest.raises(registers.NothingToUndo):
            registers.undo(workspace, operation)


@pytest.mark.parametrize("fields", [["note"], ["nothing_like_it"], []])
def test_where_nothing_stands_nothing_is_erased(workspace: Workspace, fields: list[str]) -> None:
    person = put(workspace, "person", full_name="An")
    with pytest.raises(NothingToErase):
        erase_record(workspace, "person", person, fields, WHY)
    assert len(own_chain(workspace)) == 1


def test_twice_is_not_more_than_once(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="An")
    erase_record(workspace, "person", person, None, WHY)
    with pytest.raises(NothingToErase):
        erase_record(workspace, "person", person, None, WHY)


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_erased_without_a_reason(workspace: Workspace, reason: str) -> None:
    person = put(workspace, "person", full_name="An")
    with pytest.raises(ReasonMissing):
        erase_record(workspace, "person", person, None, reason)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.JUSTICE, Role.WARD, Role.UPPER])
def test_only_a_chief_or_an_administrator_erases(make: WorkspaceMaker, role: Role) -> None:
    workspace = make(role=role).workspace
    award = put(workspace, "award", printed_name="An") if role is not Role.JUSTICE else "a1"
    with pytest.raises(NotAllowed):
        erase_record(workspace, "award", award, None, WHY)


def test_what_another_unit_wrote_is_not_ours_to_erase(make: WorkspaceMaker) -> None:
    ours = make().workspace
    theirs = make(TINH_BIEN, around=environment(seed=2)).workspace
    person = put(theirs, "person", full_name="An")
    certificate = theirs.key_file().certificate
    with ours.file.writing() as writer:
        raw, text = certificate.signing_key.raw, theirs.key_file().to_bytes().decode()
        writer.know_device(certificate.device, raw, text, certificate.station)
        writer.refold([place for each in own_chain(theirs) for place in writer.append(each)])
    with pytest.raises(EraseElsewhere):
        erase_record(ours, "person", person, None, WHY)
    with ours.reading() as reader:
        assert reader.records.titles("person", [person]) == {person: "An"}
