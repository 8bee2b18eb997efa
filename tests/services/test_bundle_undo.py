"""A bundle is set aside here, whole, and taken again: the sender's data stays as it is, and nothing is half."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.bundle.receipts import Receipt
from desktop.domain.receipts import Taken
from desktop.services import bundle_undo, bundles, devices, renewing
from desktop.services.accounts import open_workspace
from desktop.services.backup_files import Copy, Reason, copy_at
from desktop.services.backups import keep_tail, make_copy
from desktop.services.bundle_effect import Counted, Fate
from desktop.services.bundle_undo import NothingToSetAside
from desktop.services.data_folder import DATABASE_NAME
from desktop.services.erasing import erase_record
from desktop.services.history import history_of
from desktop.services.past_bundles import received as received_here
from desktop.services.restoring import open_with_code, prepare, restore
from desktop.services.workspace import Workspace
from desktop.vault.recovery import RecoveryCode
from tests.bundle.kit import Author, Sent
from tests.kit.workspaces import (
    AN_GIANG,
    FAST,
    NHON_HUNG,
    PASSWORD,
    TINH_BIEN,
    WorkspaceMaker,
    environment,
    put,
)
from tests.services.exchange import Sealed, acquaint, carry, computer, edit, everything, quiet, value


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    """Another computer of the commune."""
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


def rebuilt(workspace: Workspace) -> bool:
    """The tables are what folding the journal anew gives."""
    digest = workspace.file.digest()
    workspace.file.rebuild()
    return workspace.file.digest() == digest


def test_what_a_bundle_brought_counts_no_more_and_counts_again(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    before = upper.file.digest()
    edit(commune, "area", area, name="Ấp Một")
    group = put(commune, "group", name="Tổ 1")
    received = carry(commune, upper, tmp_path)
    after = upper.file.digest()
    undone = bundle_undo.set_aside(upper, received.bundle, quiet)
    assert upper.file.digest() == before
    assert (value(upper, "area", area, "name"), value(upper, "group", group, "name")) == ("Ấp 1", None)
    assert (undone.station, undone.operations, undone.later, undone.ours) == (NHON_HUNG.name, 2, 0, 0)
    assert rebuilt(upper)
    bundle_undo.take_again(upper, received.bundle, quiet)
    assert upper.file.digest() == after
    assert rebuilt(upper)
    assert value(commune, "area", area, "name") == "Ấp Một"


def test_a_preview_tells_what_goes_and_keeps_nothing(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    edit(commune, "area", area, name="Ấp Một")
    put(commune, "group", name="Tổ 1")
    received = carry(commune, upper, tmp_path)
    before = everything(upper)
    preview = bundle_undo.preview(upper, received.bundle, quiet)
    assert everything(upper) == before
    assert preview.effect.counts == {"area": Counted(changed=1), "group": Counted(gone=1)}
    assert [(line.fate, line.title) for line in preview.effect.lines] == [
        (Fate.CHANGED, "Ấp 1"),
        (Fate.GONE, "Tổ 1"),
    ]
    assert bundle_undo.set_aside(upper, received.bundle, quiet).effect.counts == preview.effect.counts
    again = bundle_undo.preview_again(upper, received.bundle, quiet)
    assert again.effect.counts == {"area": Counted(changed=1), "group": Counted(new=1)}


def test_what_was_built_on_it_later_goes_and_comes_with_it(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    first = carry(commune, upper, tmp_path)
    edit(commune, "group", group, note="hoạt động tốt")
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    whole = upper.file.digest()
    undone = bundle_undo.set_aside(upper, first.bundle, quiet)
    assert (undone.operations, undone.later) == (1, 1)
    assert value(upper, "group", group, "name") is None
    assert value(upper, "area", area, "name") == "Ấp 1"
    bundle_undo.take_again(upper, first.bundle, quiet)
    assert upper.file.digest() == whole


def test_what_comes_later_and_builds_on_it_is_told_and_set_aside_too(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    first = carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, first.bundle, quiet)
    edit(commune, "group", group, note="hoạt động tốt")
    area = put(commune, "area", name="Ấp 1")
    later = carry(commune, upper, tmp_path)
    assert (later.new, later.aside) == (2, 1)
    assert (value(upper, "group", group, "name"), value(upper, "area", area, "name")) == (None, "Ấp 1")
    assert rebuilt(upper)
    bundle_undo.take_again(upper, first.bundle, quiet)
    assert (value(upper, "group", group, "name"), value(upper, "group", group, "note")) == (
        "Tổ 1",
        "hoạt động tốt",
    )
    assert rebuilt(upper)


def test_what_was_written_here_stays(commune: Workspace, second: Workspace, tmp_path: Path) -> None:
    person = put(commune, "person", full_name="Trần Thị Bình")
    received = carry(commune, second, tmp_path)
    edit(second, "person", person, address="ấp 1")
    undone = bundle_undo.set_aside(second, received.bundle, quiet)
    assert (undone.operations, undone.ours) == (1, 1)
    assert value(second, "person", person, "full_name") is None
    assert value(second, "person", person, "address") == "ấp 1"
    bundle_undo.take_again(second, received.bundle, quiet)
    assert value(second, "person", person, "full_name") == "Trần Thị Bình"
    assert rebuilt(second)


def test_two_bundles_that_one_was_built_on_must_both_come_back(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    first = carry(commune, upper, tmp_path)
    edit(commune, "group", group, name="Tổ Một")
    second = carry(commune, upper, tmp_path)
    edit(commune, "group", group, name="Tổ số 1")
    carry(commune, upper, tmp_path)
    whole = upper.file.digest()
    bundle_undo.set_aside(upper, second.bundle, quiet)
    assert value(upper, "group", group, "name") == "Tổ 1"
    bundle_undo.set_aside(upper, first.bundle, quiet)
    bundle_undo.take_again(upper, second.bundle, quiet)
    assert value(upper, "group", group, "name") is None
    bundle_undo.take_again(upper, first.bundle, quiet)
    assert upper.file.digest() == whole


def test_the_sender_hears_of_it_and_of_its_coming_back(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    received = carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, received.bundle, quiet)
    carry(upper, commune, tmp_path)
    assert [each.aside for each in history_of(commune, "area", area)[0].passages] == [True]
    plan = bundles.prepare_export(commune, AN_GIANG.code)
    assert (plan.operations, plan.aside) == (0, 1)
    bundle_undo.take_again(upper, received.bundle, quiet)
    carry(upper, commune, tmp_path)
    assert [each.aside for each in history_of(commune, "area", area)[0].passages] == [False]
    assert bundles.prepare_export(commune, AN_GIANG.code).aside == 0


def test_the_history_tells_what_does_not_count(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    edit(commune, "area", area, name="Ấp Một")
    received = carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, received.bundle, quiet)
    assert [each.aside for each in history_of(upper, "area", area)] == [True, False]


def test_what_was_erased_stays_erased_and_is_told(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    person = put(commune, "person", full_name="Trần Thị Bình", born="1980")
    carry(commune, upper, tmp_path)
    erase_record(commune, "person", person, ["full_name"], "theo yêu cầu")
    received = carry(commune, upper, tmp_path)
    undone = bundle_undo.set_aside(upper, received.bundle, quiet)
    assert undone.erased == 1
    assert value(upper, "person", person, "full_name") is None


def test_the_same_bundle_brought_again_does_not_count_by_that(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    received = carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, received.bundle, quiet)
    assert bundles.import_bundle(upper, received.path, quiet).received_at is not None
    carry(commune, upper, tmp_path)
    assert value(upper, "area", area, "name") is None


def test_twice_is_told(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    put(commune, "area", name="Ấp 1")
    received = carry(commune, upper, tmp_path)
    for deed in (bundle_undo.take_again, bundle_undo.preview_again):
        with pytest.raises(NothingToSetAside):
            deed(upper, received.bundle, quiet)
    bundle_undo.set_aside(upper, received.bundle, quiet)
    for deed in (bundle_undo.set_aside, bundle_undo.preview):
        with pytest.raises(NothingToSetAside):
            deed(upper, received.bundle, quiet)
    with pytest.raises(NothingToSetAside):
        bundle_undo.set_aside(upper, "x", quiet)


def test_another_computer_of_the_unit_gets_all_of_it_and_decides_for_itself(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    other = computer(make, AN_GIANG, 5)
    acquaint(upper, other)
    area = put(commune, "area", name="Ấp 1")
    received = carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, received.bundle, quiet)
    carry(upper, other, tmp_path)
    assert value(other, "area", area, "name") == "Ấp 1"


# Restored from a copy


def taken_back(workspace: Workspace, copy: Copy, code: RecoveryCode, folder: Path) -> Workspace:
    """The register as a person restores it with the code, in the same folder or on a new computer."""
    workspace.close()
    around = environment(seed=77, machine="may-moi")
    prepared = prepare(open_with_code(copy, code), folder, around, quiet)
    restore(prepared, around, user=workspace.user.id, password=PASSWORD, kdf=FAST)
    return open_workspace(folder, workspace.user.id, PASSWORD, around)


@pytest.mark.parametrize("damaged", [False, True])
def test_what_was_set_aside_after_the_copy_stays_aside_in_what_is_restored(
    commune: Workspace, make: WorkspaceMaker, tmp_path: Path, damaged: bool
) -> None:
    made = make(AN_GIANG, around=environment(seed=2, machine="may-2"))
    upper = made.workspace
    acquaint(commune, upper)
    area = put(commune, "area", name="Ấp 1")
    first = carry(commune, upper, tmp_path)
    copy = make_copy(upper, Reason.ASKED, quiet)
    put(commune, "area", name="Ấp 2")
    second = carry(commune, upper, tmp_path)
    for each in (first, second):
        bundle_undo.set_aside(upper, each.bundle, quiet)
    keep_tail(upper, quiet)
    if damaged:
        (made.folder / DATABASE_NAME).write_bytes(b"x" * 8192)
    back = taken_back(upper, copy, made.code, made.folder)
    assert areas(back) == []
    assert [(each.bundle, each.aside) for each in received_here(back)] == [
        (second.bundle, True),
        (first.bundle, True),
    ]
    bundle_undo.take_again(back, first.bundle, quiet)
    assert value(back, "area", area, "name") == "Ấp 1"
    bundle_undo.take_again(back, second.bundle, quiet)
    assert areas(back) == ["Ấp 1", "Ấp 2"]
    assert rebuilt(back)
    back.close()


def test_what_was_taken_again_after_the_copy_counts_in_what_is_restored(
    commune: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    made = make(AN_GIANG, around=environment(seed=2, machine="may-2"))
    acquaint(commune, made.workspace)
    put(commune, "area", name="Ấp 1")
    received = carry(commune, made.workspace, tmp_path)
    bundle_undo.set_aside(made.workspace, received.bundle, quiet)
    copy = make_copy(made.workspace, Reason.ASKED, quiet)
    bundle_undo.take_again(made.workspace, received.bundle, quiet)
    back = taken_back(made.workspace, copy, made.code, made.folder)
    assert areas(back) == ["Ấp 1"]
    assert rebuilt(back)
    back.close()


def areas(workspace: Workspace) -> list[str]:
    with workspace.reading() as reader:
        return sorted(str(row.values["name"]) for row in reader.records.whole("area"))


def test_the_sender_reminds_a_restored_register_of_what_it_had_set_aside(
    commune: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    made = make(AN_GIANG, around=environment(seed=2, machine="may-2"))
    upper = made.workspace
    acquaint(commune, upper)
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    copy = make_copy(upper, Reason.ASKED, quiet)
    put(commune, "area", name="Ấp 2")
    received = carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, received.bundle, quiet)
    carry(upper, commune, tmp_path)
    shutil.copytree(copy.folder, tmp_path / "ban-sao")
    back = taken_back(upper, copy_at(tmp_path / "ban-sao"), made.code, tmp_path / "moi")
    again = carry(commune, back, tmp_path)
    assert areas(back) == ["Ấp 1"]
    put(commune, "area", name="Ấp 3")
    carry(commune, back, tmp_path)
    assert areas(back) == ["Ấp 1", "Ấp 3"]
    assert rebuilt(back)
    bundle_undo.take_again(back, again.bundle, quiet)
    assert areas(back) == ["Ấp 1", "Ấp 2", "Ấp 3"]
    # The sender still holds the former word; here it was answered.
    carry(commune, back, tmp_path)
    assert areas(back) == ["Ấp 1", "Ấp 2", "Ấp 3"]
    back.close()


def test_renewed_keys_bring_nothing_aside_that_was_taken_again(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    received = carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, received.bundle, quiet)
    carry(upper, commune, tmp_path)
    renewing.renew(upper)
    bundle_undo.take_again(upper, received.bundle, quiet)
    carry(commune, upper, tmp_path)
    assert areas(upper) == ["Ấp 1"]


def test_nobody_has_the_work_of_another_unit_set_aside(
    commune: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    made = make(AN_GIANG, around=environment(seed=2, machine="may-2"))
    acquaint(commune, made.workspace)
    put(commune, "area", name="Ấp 1")
    carry(commune, made.workspace, tmp_path)
    former, copy = made.workspace.device, make_copy(made.workspace, Reason.ASKED, quiet)
    back = taken_back(made.workspace, copy, made.code, made.folder)
    neighbour = Author("tinh-bien", TINH_BIEN.code, TINH_BIEN.name)
    devices.confirm(back, devices.import_key_file(back, neighbour.key_file.to_bytes()))
    with back.reading() as reader:
        digest = reader.journal.hash_at(commune.device, 1) or ""
    claim = Receipt(
        former, commune.device, Taken(((1, "*"),)), digest, "2026-11-22T08:00:00+07:00", ((1, 1),)
    )
    bundles.import_bundle(
        back, Sent(neighbour, (Sealed(back),), receipts=(claim,)).write(tmp_path / "claim"), quiet
    )
    assert areas(back) == ["Ấp 1"]
    back.close()
