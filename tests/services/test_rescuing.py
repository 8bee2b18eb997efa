"""A register whose pages are destroyed: what can be read comes back, and what cannot is told."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.domain.errors import Cancelled
from desktop.domain.registers import REGISTRY
from desktop.services import bundles, conflicts, holding, rescue_report
from desktop.services.accounts import open_workspace
from desktop.services.backup_away import write_away
from desktop.services.backup_files import Reason, copies
from desktop.services.backups import file_key, keep_tail, make_copy
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME
from desktop.services.erasing import erase_record
from desktop.services.places import Place
from desktop.services.rescue_report import Rescued
from desktop.services.rescuing import NothingToRescue, damaged_register, keyring_of, rescue
from desktop.services.restoring import ASIDE, STAGE, Prepared, open_with_code, open_with_password, restore
from desktop.services.workspace import Workspace
from desktop.store.backup import verify_copy
from desktop.vault.recovery import RecoveryCode
from tests.kit.workspaces import (
    AN_GIANG,
    NHON_HUNG,
    PASSWORD,
    Made,
    WorkspaceMaker,
    environment,
    put,
)
from tests.services.exchange import acquaint, carry, computer, edit, quiet
from tests.services.wrecks import PAGE, Rows, destroy, rows, share_back, station_of_visits
from tests.store.pages import decrypted_pages

VISITS = 240


@dataclass(frozen=True)
class Template:
    """A closed register to be copied and damaged."""

    folder: Path
    user: str
    code: RecoveryCode


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    made = station_of_visits(tmp_path_factory.mktemp("mau") / "so", VISITS)
    return Template(made.folder, made.workspace.user.id, made.code)


def opened_at(folder: Path, user: str, seed: int = 71) -> Workspace:
    return open_workspace(folder, user, PASSWORD, environment(seed=seed))


def prepared_at(folder: Path, user: str, seed: int = 1, *beside: Path) -> Prepared:
    damaged = damaged_register(folder)
    assert damaged is not None
    opened = open_with_password(damaged, user, PASSWORD)
    return rescue(opened, folder, environment(seed=500 + seed), quiet, beside)


def rescued_at(folder: Path, user: str, seed: int = 1, *beside: Path) -> tuple[Rescued, Workspace]:
    """As a person would, with the password; logged in afterwards."""
    prepared = prepared_at(folder, user, seed, *beside)
    restore(prepared, environment(seed=600 + seed))
    assert prepared.rescued is not None
    return prepared.rescued, opened_at(folder, user)


def good(workspace: Workspace) -> None:
    """Integrity, chains and tables of a register, which is closed by that."""
    digest = workspace.file.digest()
    workspace.file.rebuild()
    assert workspace.file.digest() == digest
    key, path = file_key(workspace), workspace.file.path
    workspace.close()
    verify_copy(path, key, REGISTRY, quiet)


@pytest.mark.parametrize("seed", range(6))
def test_of_a_file_with_one_page_in_a_hundred_destroyed_nearly_all_rows_come_back(
    template: Template, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template.folder, folder)
    with closing(opened_at(folder, template.user)) as workspace:
        before, name = rows(workspace), workspace.device
    bad = destroy(folder / DATABASE_NAME, seed, also=(1,) if seed % 2 else ())
    wreck = (folder / DATABASE_NAME).read_bytes()
    told, workspace = rescued_at(folder, template.user, seed)
    assert told.bad == len(set(bad) - {1})
    assert share_back(before, rows(workspace)) >= 0.95
    assert workspace.device != name
    put(workspace, "area", name="Khóm Mới")
    good(workspace)
    # Nothing of the damaged file was touched.
    (kept,) = (folder / ASIDE).glob(f"*/{DATABASE_NAME}")
    assert kept.read_bytes() == wreck


def test_without_head_and_salt_nothing_is_lost(template: Template, tmp_path: Path) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template.folder, folder)
    with closing(opened_at(folder, template.user)) as workspace:
        before = rows(workspace)
    with (folder / DATABASE_NAME).open("r+b") as file:
        file.write(os.urandom(PAGE))
    told, workspace = rescued_at(folder, template.user)
    assert rows(workspace) == before
    assert (told.again, told.lost, told.missing) == (0, 0, ())
    good(workspace)


def test_a_file_that_was_cut_off_gives_what_is_left_of_it(template: Template, tmp_path: Path) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template.folder, folder)
    with closing(opened_at(folder, template.user)) as workspace:
        before = rows(workspace)
    os.truncate(folder / DATABASE_NAME, (folder / DATABASE_NAME).stat().st_size * 9 // 10 + 100)
    told, workspace = rescued_at(folder, template.user)
    after = rows(workspace)
    assert 0.5 < share_back(before, after) < 1
    assert told.lost or told.missing
    good(workspace)


def test_what_is_missing_is_told_by_register(template: Template, tmp_path: Path) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template.folder, folder)
    with closing(opened_at(folder, template.user)) as workspace:
        before = rows(workspace)
    destroy(folder / DATABASE_NAME, 3, share=0.15)
    told, workspace = rescued_at(folder, template.user)
    after = rows(workspace)
    lost = Counter(register for register, record in before if (register, record) not in after)
    # Known of, because an index stands on other pages than the rows.
    counted = Counter({each.register: each.lost for each in told.missing})
    assert 0 < counted.total() <= lost.total()
    assert counted <= lost
    assert {each.register: each.back for each in told.registers if each.back} == {
        name: sum(register == name for register, _ in after) for name in {name for name, _ in after}
    }
    assert rescue_report.last_rescue(workspace) == told
    rescue_report.put_away(workspace)
    assert rescue_report.last_rescue(workspace) is None
    good(workspace)


def test_gaps_are_filled_from_copies_and_ends_of_journals(template: Template, tmp_path: Path) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template.folder, folder)
    with closing(opened_at(folder, template.user)) as workspace:
        make_copy(workspace, Reason.ASKED, quiet)
        put(workspace, "area", name="Khóm Sau")
        keep_tail(workspace, quiet)
        before = rows(workspace)
        put(workspace, "area", name="Khóm Cuối")
    destroy(folder / DATABASE_NAME, 2, share=0.6, also=(1,))
    told, workspace = rescued_at(folder, template.user)
    after = rows(workspace)
    assert share_back(before, after) == 1
    assert (told.copied, told.missing) == (1, ())
    good(workspace)


def test_a_damaged_copy_does_not_help_and_does_not_harm(template: Template, tmp_path: Path) -> None:
    folder = tmp_path / "so"
    shutil.copytree(template.folder, folder)
    with closing(opened_at(folder, template.user)) as workspace:
        make_copy(workspace, Reason.ASKED, quiet)
        before = rows(workspace)
    destroy(copies(folder)[0].database, 5)
    destroy(folder / DATABASE_NAME, 4)
    _, workspace = rescued_at(folder, template.user)
    assert share_back(before, rows(workspace)) >= 0.95
    good(workspace)


def test_a_bundle_beside_leads_over_a_gap(make: WorkspaceMaker, tmp_path: Path) -> None:
    made = make()
    upper = computer(make, AN_GIANG, 7)
    acquaint(made.workspace, upper)
    for number in range(60):
        put(made.workspace, "area", name=f"Khóm {number}")
    stick = tmp_path / "usb"
    stick.mkdir()
    bundles.export(made.workspace, AN_GIANG.code, stick, quiet)
    put(made.workspace, "area", name="Khóm Cuối")
    before = rows(made.workspace)
    made.workspace.close()
    destroy(made.folder / DATABASE_NAME, 8, share=0.1)
    told, workspace = rescued_at(made.folder, made.workspace.user.id, 1, stick)
    assert share_back(before, rows(workspace)) == 1
    assert told.copied > 0
    good(workspace)


def test_what_was_logged_and_not_yet_in_the_file_is_read_too(made: Made, tmp_path: Path) -> None:
    for number in range(20):
        put(made.workspace, "area", name=f"Khóm {number}")
    before = rows(made.workspace)
    left = tmp_path / "mat-dien"
    left.mkdir()
    # As the power left it: the log beside the file was not moved into it.
    for path in made.folder.iterdir():
        shutil.copy(path, left / path.name)
    assert (left / f"{DATABASE_NAME}-wal").stat().st_size > PAGE
    destroy(left / DATABASE_NAME, 3, share=0.3, also=(1,))
    told, workspace = rescued_at(left, made.workspace.user.id)
    assert share_back(before, rows(workspace)) == 1
    assert told.missing == ()
    good(workspace)


def test_what_others_hold_comes_back_by_the_usual_way_and_nothing_stands_twice(
    make: WorkspaceMaker, tmp_path: Path
) -> None:
    made = make()
    stick = tmp_path / "noi-khac" / "usb"
    stick.mkdir(parents=True)
    other = computer(make, NHON_HUNG, 9)
    acquaint(made.workspace, other)
    records = [put(made.workspace, "area", name=f"Khóm {number}") for number in range(40)]
    carry(made.workspace, other, stick)
    edit(other, "area", records[3], name="Khóm do máy kia sửa")
    carry(other, made.workspace, stick)
    edit(made.workspace, "area", records[4], name="Khóm do máy này sửa")
    carry(made.workspace, other, stick)
    before = rows(made.workspace)
    made.workspace.close()
    destroy(made.folder / DATABASE_NAME, 10, share=0.25)
    told, workspace = rescued_at(made.folder, made.workspace.user.id)
    assert told.again
    carry(workspace, other, stick)
    carry(other, workspace, stick)
    carry(workspace, other, stick)
    assert rows(workspace) == before
    assert rows(other) == before
    assert conflicts.count(workspace) == 0
    good(workspace)


def chain_of_others(make: WorkspaceMaker, stick: Path) -> tuple[Made, Workspace, Rows]:
    """A level above, the commune whose bundles it took from a stick, and what it held of them."""
    upper = make(AN_GIANG)
    commune = computer(make, NHON_HUNG, 9)
    acquaint(upper.workspace, commune)
    stick.mkdir(parents=True)
    for number in range(60):
        put(commune, "area", name=f"Khóm {number}")
    carry(commune, upper.workspace, stick)
    before = rows(upper.workspace)
    upper.workspace.close()
    destroy(upper.folder / DATABASE_NAME, 8, share=0.25)
    return upper, commune, before


def test_what_is_cut_of_others_is_told_by_unit_and_their_next_stick_brings_it(
    make: WorkspaceMaker, tmp_path: Path
) -> None:
    upper, commune, before = chain_of_others(make, tmp_path / "noi-khac" / "usb")
    told, workspace = rescued_at(upper.folder, upper.workspace.user.id)
    (cut,) = told.cut
    assert (cut.station, cut.unit, cut.own) == (NHON_HUNG.code, NHON_HUNG.name, False)
    assert 0 < cut.count == told.asked
    assert rescue_report.last_rescue(workspace) == told
    carry(workspace, commune, tmp_path)
    carry(commune, workspace, tmp_path)
    assert rows(workspace) == before
    good(workspace)


def test_bundles_that_lie_in_folders_of_the_register_fill_the_gaps_of_others(
    make: WorkspaceMaker, tmp_path: Path
) -> None:
    stick = tmp_path / "noi-khac" / "usb"
    upper, _, before = chain_of_others(make, stick)
    (upper.folder / holding.FOLDER).mkdir(exist_ok=True)
    for path in stick.glob("*.tqb"):
        shutil.copy(path, upper.folder / holding.FOLDER)
    told, workspace = rescued_at(upper.folder, upper.workspace.user.id)
    assert (told.asked, told.cut) == (0, ())
    assert rows(workspace) == before
    good(workspace)


def test_what_was_erased_stays_so_though_an_older_copy_still_has_it(made: Made) -> None:
    record = put(made.workspace, "area", name="Wqxjzk")
    make_copy(made.workspace, Reason.ASKED, quiet)
    erase_record(made.workspace, "area", record, None, "theo đơn đề nghị")
    for number in range(30):
        put(made.workspace, "area", name=f"Khóm {number}")
    made.workspace.close()
    destroy(made.folder / DATABASE_NAME, 6, share=0.04)
    _, workspace = rescued_at(made.folder, made.workspace.user.id)
    assert "Wqxjzk" not in str(rows(workspace))
    key, path = file_key(workspace), workspace.file.path
    good(workspace)
    assert b"Wqxjzk" not in b"".join(decrypted_pages(path, key))


def test_a_lost_keyring_is_that_of_the_newest_copy(made: Made) -> None:
    put(made.workspace, "area", name="Khóm Một")
    make_copy(made.workspace, Reason.ASKED, quiet)
    put(made.workspace, "area", name="Khóm Hai")
    made.workspace.close()
    (made.folder / KEYRING_NAME).write_bytes(b"")
    damaged = damaged_register(made.folder)
    assert damaged is not None
    holder = keyring_of(damaged)
    assert holder.folder == copies(made.folder)[0].folder
    opened = open_with_password(holder, made.workspace.user.id, PASSWORD, of=damaged)
    prepared = rescue(opened, made.folder, environment(seed=3), quiet)
    restore(prepared, environment(seed=4))
    with closing(opened_at(made.folder, made.workspace.user.id)) as workspace:
        assert len(rows(workspace)) == 2


def test_with_the_code_somebody_is_given_a_password(made: Made, tmp_path: Path) -> None:
    put(made.workspace, "area", name="Khóm Một")
    copy = write_away(made.workspace, Place(tmp_path, "USB", 0, stick=True), quiet)
    made.workspace.close()
    opened = open_with_code(copy, made.code)
    prepared = rescue(opened, tmp_path / "moi", environment(seed=3), quiet)
    assert prepared.needs_password
    user = prepared.people[0].id
    restore(prepared, environment(seed=4), user=user, password=PASSWORD)
    with closing(opened_at(tmp_path / "moi", user)) as workspace:
        assert len(rows(workspace)) == 1


def test_of_a_file_of_noise_nothing_is_made(made: Made) -> None:
    made.workspace.close()
    destroy(made.folder / DATABASE_NAME, 1, share=1)
    with pytest.raises(NothingToRescue):
        prepared_at(made.folder, made.workspace.user.id)
    assert not (made.folder / STAGE).exists()


def test_a_rescue_that_is_broken_off_leaves_all_as_it_was(made: Made) -> None:
    made.workspace.close()
    damaged = damaged_register(made.folder)
    assert damaged is not None
    before = {path.name: path.read_bytes() for path in made.folder.iterdir()}

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    opened = open_with_password(damaged, made.workspace.user.id, PASSWORD)
    with pytest.raises(Cancelled):
        rescue(opened, made.folder, environment(seed=3), cancel)
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == before


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    return make()
