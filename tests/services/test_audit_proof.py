"""The register is proven: a sound one is found sound, and whatever was done to it behind the program is found."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.errors import Cancelled
from desktop.domain.journal.proof import Fault, Witness
from desktop.services import backups, handover
from desktop.services.audit_proof import CodeWanted, Proven, prove_register
from desktop.services.backup_files import Reason
from desktop.services.workspace import Workspace
from desktop.store.database import FileKey, connect
from tests.kit.workspaces import WorkspaceMaker, put
from tests.services.exchange import edit, quiet
from tests.tamper.register import a_busy_register
from tests.tamper.trials import trials

TRIALS = 150
"""Of the thousand of ``python -m tests.tamper``."""


def behind(workspace: Workspace, *statements: str) -> None:
    """Somebody who has the key and another program."""
    key = FileKey(workspace.secrets.database_key, workspace.secrets.database_salt)
    connection = connect(str(workspace.file.path), key)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def faults(proven: Proven) -> set[Fault]:
    return {each.fault for each in proven.findings}


def test_a_register_with_everything_in_it_is_sound(tmp_path: Path) -> None:
    workspace = a_busy_register(tmp_path)
    proven = prove_register(workspace, quiet)
    assert proven.sound
    assert [each.own for each in proven.chains] == [True, False]
    assert proven.lines == proven.sealed
    workspace.close()


def test_whatever_is_tampered_with_is_found(tmp_path: Path) -> None:
    found = list(trials(tmp_path, TRIALS, 100))
    assert [each.said for each in found if not each.faults] == []
    assert len(found) == TRIALS


def test_it_says_up_to_which_copy_it_is_sure_and_how_much_lies_beyond(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    assert [each.point for each in prove_register(workspace, quiet).chains] == [None]
    backups.make_copy(workspace, Reason.ASKED, quiet)
    put(workspace, "area", name="Ấp 2")
    put(workspace, "area", name="Ấp 3")
    (chain,) = prove_register(workspace, quiet).chains
    assert chain.point is not None
    assert (chain.point.witness, chain.point.seq, chain.beyond) == (Witness.COPY, 1, 2)


def test_the_code_of_a_paper_is_found_again_with_its_day(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    code = handover.chain_code(workspace)
    put(workspace, "area", name="Ấp 2")
    proven = prove_register(workspace, quiet, f" {code.replace(' ', '-')} ")
    assert proven.coded_on == workspace.now().isoformat(timespec="seconds")
    other = prove_register(workspace, quiet, "0000 0000 0000 0000")
    assert (other.coded_on, other.sound) == (None, True)


@pytest.mark.parametrize("code", ["123", "mười sáu chữ số", "1" * 17])
def test_a_code_has_sixteen_digits(workspace: Workspace, code: str) -> None:
    with pytest.raises(CodeWanted):
        prove_register(workspace, quiet, code)


def test_a_chain_written_anew_no_longer_has_the_code_of_the_paper(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp 1")
    code = handover.chain_code(workspace)
    behind(workspace, "UPDATE journal_entry SET leaves = replace(leaves, 'Ấp 1', 'Ấp 9')")
    proven = prove_register(workspace, quiet)
    assert Fault.CHAIN in faults(proven)
    edit(workspace, "area", area, name="Ấp 2")
    # Its stored hash is the old one, so the paper's code is still met: the operation itself is what is wrong.
    assert prove_register(workspace, quiet, code).coded_on is not None


def test_the_access_log_is_vouched_for_by_the_operations(workspace: Workspace) -> None:
    workspace.log_access("print", "area:1")
    put(workspace, "area", name="Ấp 1")
    sealed = prove_register(workspace, quiet).sealed
    workspace.log_access("print", "area:2")
    behind(workspace, "DELETE FROM access_log WHERE action = 'print'")
    proven = prove_register(workspace, quiet)
    assert sealed > 0
    assert faults(proven) >= {Fault.LOG, Fault.LOG_CUT}


def test_the_seal_of_the_log_tells_nothing_to_others(workspace: Workspace) -> None:
    workspace.log_access("print", "area:1")
    put(workspace, "area", name="Ấp 1")
    put(workspace, "area", name="Ấp 2")
    with workspace.file.reading() as reader:
        metas = [each.meta() or {} for each in reader.journal.operations(workspace.device)]
        end, secret = reader.log.end(), reader.log.secret()
    assert len(secret) == 32
    assert end not in str(metas)
    assert {len(str(each["log"])) for each in metas} == {32}


def test_proving_is_logged_and_changes_nothing(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    before = workspace.file.digest()
    prove_register(workspace, quiet)
    assert workspace.file.digest() == before
    with workspace.file.reading() as reader:
        last = list(reader.log.lines())[-1]
    assert (last.action, last.actor) == ("audit.prove", workspace.user.id)


def test_others_save_while_it_goes_on_and_it_sees_one_moment(workspace: Workspace) -> None:
    for number in range(250):
        put(workspace, "area", name=f"Ấp {number}")
    saved: list[str] = []

    def meanwhile(_done: int, _total: int) -> None:
        if not saved:
            saved.append(put(workspace, "area", name="Trong lúc ấy"))

    proven = prove_register(workspace, meanwhile)
    assert saved
    assert proven.sound
    assert proven.operations == 250


def test_it_can_be_broken_off(workspace: Workspace) -> None:
    for number in range(250):
        put(workspace, "area", name=f"Ấp {number}")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        prove_register(workspace, stop)
    assert prove_register(workspace, quiet).sound


def test_a_copy_that_was_changed_too_still_shows_that_they_differ(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    copy = backups.make_copy(workspace, Reason.ASKED, quiet)
    key = FileKey(workspace.secrets.database_key, workspace.secrets.database_salt)
    connection = connect(str(copy.database), key)
    connection.execute("UPDATE journal_operation SET hash = zeroblob(32)")
    connection.close()
    assert Fault.POINT in faults(prove_register(workspace, quiet))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPUTY, Role.JUSTICE, Role.WARD, Role.UPPER])
def test_only_a_chief_or_an_administrator_proves(make: WorkspaceMaker, role: Role) -> None:
    with pytest.raises(NotAllowed):
        prove_register(make(role=role).workspace, quiet)


def test_no_other_program_opens_the_file_without_its_key(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp 1")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(str(workspace.file.path)).execute("SELECT * FROM access_log")
