"""A file put back, copied or cut off by a power failure never writes a second chain under one name."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.journal.chain import follow
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import GENESIS
from desktop.services.accounts import open_workspace
from desktop.services.anchor import FILE_NAME as ANCHOR_NAME
from desktop.services.anchor import Anchor, move_anchor, put_back, read_anchor, write_anchor
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME, read_keyring
from desktop.services.environment import Environment
from desktop.services.workspace import Workspace
from desktop.vault.certificate import KeyFile, Validity, verify_successor
from tests.kit.workspaces import PASSWORD, Made, WorkspaceMaker, environment, put

ELSEWHERE = environment(seed=9, machine="may-hai")
HERE = environment(seed=8)


def closed(make: WorkspaceMaker, *, operations: int = 1) -> Made:
    """A register in which somebody has worked, with nobody logged in."""
    made = make()
    for number in range(operations):
        put(made.workspace, "area", name=f"Ấp {number}")
    made.workspace.close()
    return made


def opened(made: Made, folder: Path | None = None, around: Environment = HERE) -> Workspace:
    return open_workspace(folder or made.folder, made.workspace.user.id, PASSWORD, around)


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def put_files(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def chain(workspace: Workspace, device: str) -> Tip:
    """The end of a device's chain, every hash of which was worked out again."""
    with workspace.reading() as reader:
        return follow(Tip(device), reader.journal.operations(device))


def certificates(workspace: Workspace) -> dict[str, KeyFile]:
    with workspace.reading() as reader:
        return {device: KeyFile.parse(text.encode()) for device, text, _ in reader.device_rows()}


def assert_followed(workspace: Workspace, old: str, *, ends: int) -> None:
    """The file goes on under a name that the old key vouches for, and the old chain is not continued."""
    before = chain(workspace, old)
    assert (workspace.device != old, before.seq) == (True, ends)
    put(workspace, "area", name="Ấp Mới")
    assert chain(workspace, old) == before
    assert chain(workspace, workspace.device).seq == 1
    known = certificates(workspace)
    assert set(known) == {old, workspace.device}
    heir = verify_successor(known[old].certificate, known[workspace.device], workspace.today())
    assert heir is Validity.VALID


def test_the_same_file_on_the_same_machine_stays_itself(make: WorkspaceMaker) -> None:
    made = closed(make)
    workspace = opened(made)
    assert workspace.device == made.workspace.device
    put(workspace, "area", name="Ấp Mới")
    assert chain(workspace, workspace.device).seq == 2
    workspace.close()


@pytest.mark.parametrize("operations", [0, 1, 3])
def test_a_folder_copied_to_another_machine_takes_a_new_name_there(
    make: WorkspaceMaker, tmp_path: Path, operations: int
) -> None:
    made = closed(make, operations=operations)
    shutil.copytree(made.folder, tmp_path / "copy")
    copy = opened(made, tmp_path / "copy", ELSEWHERE)
    assert_followed(copy, made.workspace.device, ends=operations)
    copy.close()
    original = opened(made)
    assert original.device == made.workspace.device
    original.close()


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_file_put_back_by_hand_takes_a_new_name(make: WorkspaceMaker, before: int) -> None:
    made = closed(make, operations=before)
    old = (made.folder / DATABASE_NAME).read_bytes()
    workspace = opened(made)
    put(workspace, "area", name="Ấp Mất")
    workspace.close()
    (made.folder / DATABASE_NAME).write_bytes(old)
    back = opened(made)
    assert_followed(back, made.workspace.device, ends=before)
    back.close()


def test_another_file_of_the_same_length_is_noticed(make: WorkspaceMaker) -> None:
    made = closed(make, operations=1)
    folder = made.folder
    before = kept(folder)
    lengths = []
    for name in ("Ấp Này", "Ấp Kia"):
        put_files(folder, before)
        workspace = opened(made)
        put(workspace, "area", name=name)
        workspace.close()
        lengths.append(kept(folder))
    put_files(folder, {**lengths[0], ANCHOR_NAME: lengths[1][ANCHOR_NAME]})
    back = opened(made)
    assert_followed(back, made.workspace.device, ends=2)
    back.close()


@pytest.mark.parametrize("content", [None, b"", b"[1]", b"{}" * 512, bytes(1024), b"[" * 100_000])
def test_a_file_without_a_readable_anchor_takes_a_new_name(
    make: WorkspaceMaker, content: bytes | None
) -> None:
    made = closed(make)
    anchor = made.folder / ANCHOR_NAME
    if content is None:
        anchor.unlink()
    else:
        anchor.write_bytes(content)
    back = opened(made)
    assert_followed(back, made.workspace.device, ends=1)
    back.close()


def test_a_chain_longer_than_its_anchor_is_the_trace_of_a_power_cut(make: WorkspaceMaker) -> None:
    made = closed(make, operations=2)
    old = (made.folder / ANCHOR_NAME).read_bytes()
    workspace = opened(made)
    put(workspace, "area", name="Ấp Mới")
    workspace.close()
    (made.folder / ANCHOR_NAME).write_bytes(old)
    again = opened(made)
    assert again.device == made.workspace.device
    assert chain(again, again.device).seq == 3
    again.close()


@pytest.mark.parametrize("place", [0, 1])
def test_an_anchor_torn_in_one_of_its_places_is_the_older_one(make: WorkspaceMaker, place: int) -> None:
    made = make()
    for number in range(4):
        put(made.workspace, "area", name=f"Ấp {number}")
    anchor = made.folder / ANCHOR_NAME
    torn = bytearray(anchor.read_bytes())
    torn[place * 512 + 40 : place * 512 + 60] = bytes(20)
    made.workspace.close()
    anchor.write_bytes(torn)
    known = read_anchor(made.folder)
    assert known is not None
    assert known.seq in (3, 4)
    again = opened(made)
    assert again.device == made.workspace.device
    again.close()


def test_a_second_opening_of_a_copy_keeps_the_new_name(make: WorkspaceMaker) -> None:
    made = closed(make)
    first = opened(made, around=ELSEWHERE)
    first.close()
    second = opened(made, around=ELSEWHERE)
    assert second.device == first.device
    second.close()


def test_all_users_and_the_recovery_code_open_the_new_name(make: WorkspaceMaker) -> None:
    made = closed(make)
    first = opened(made, around=ELSEWHERE)
    first.close()
    keyring = read_keyring(made.folder)
    for user in keyring.users():
        again = open_workspace(made.folder, user.id, PASSWORD, ELSEWHERE)
        assert again.device == first.device
        again.close()
    assert keyring.open_with_recovery(made.code).device == first.device


STEPS = {
    "nothing but the file": (DATABASE_NAME,),
    "the file and the anchor": (DATABASE_NAME, ANCHOR_NAME),
    "all three": (DATABASE_NAME, ANCHOR_NAME, KEYRING_NAME),
}


@pytest.mark.parametrize("operations", [0, 2])
@pytest.mark.parametrize("done", STEPS.values(), ids=STEPS)
def test_a_power_cut_while_a_new_name_is_taken_leaves_a_file_that_opens(
    make: WorkspaceMaker, done: tuple[str, ...], operations: int
) -> None:
    made = closed(make, operations=operations)
    before = kept(made.folder)
    opened(made, around=ELSEWHERE).close()
    after = kept(made.folder)
    put_files(made.folder, {**before, **{name: after[name] for name in done}})
    again = opened(made, around=ELSEWHERE)
    assert_followed(again, made.workspace.device, ends=operations)
    again.close()


def test_the_power_may_fail_again_and_again(make: WorkspaceMaker) -> None:
    made = closed(make)
    before = kept(made.folder)
    for seed in range(3):
        opened(made, around=environment(seed=seed + 20, machine="may-hai")).close()
        put_files(made.folder, {name: before[name] for name in (ANCHOR_NAME, KEYRING_NAME)})
    again = opened(made, around=ELSEWHERE)
    assert_followed(again, made.workspace.device, ends=1)
    again.close()


def test_the_award_book_goes_on_under_the_new_name(make: WorkspaceMaker) -> None:
    made = closed(make)
    copy = opened(made, around=ELSEWHERE)
    with copy.reading() as reader:
        assert reader.local("award_book") == made.workspace.device
    copy.close()


def test_a_register_begins_with_an_anchor_before_its_first_word(make: WorkspaceMaker) -> None:
    made = make()
    assert read_anchor(made.folder) == Anchor(made.workspace.device, 0, GENESIS, "may-mot")


devices = st.text("0123456789abcdef", min_size=32, max_size=32)
anchors = st.builds(
    Anchor, devices, st.integers(0, 2**53), st.text("0123456789abcdef", min_size=64, max_size=64), devices
)


@given(anchors, st.integers(1, 5))
def test_an_anchor_is_read_as_it_was_moved(
    tmp_path_factory: pytest.TempPathFactory, anchor: Anchor, moves: int
) -> None:
    folder = tmp_path_factory.mktemp("anchor", numbered=True)
    write_anchor(folder, anchor)
    for move in range(1, moves + 1):
        move_anchor(folder, replace(anchor, seq=anchor.seq + move))
    assert read_anchor(folder) == replace(anchor, seq=anchor.seq + moves)


TIP = Tip("a" * 32, 5, "f" * 64)


@pytest.mark.parametrize(
    ("anchor", "hash_there", "expected"),
    [
        (Anchor("a" * 32, 5, "f" * 64, "m"), "f" * 64, False),
        (Anchor("a" * 32, 4, "e" * 64, "m"), "e" * 64, False),
        (Anchor("a" * 32, 0, GENESIS, "m"), GENESIS, False),
        (Anchor("a" * 32, 6, "f" * 64, "m"), None, True),
        (Anchor("a" * 32, 5, "e" * 64, "m"), "f" * 64, True),
        (Anchor("b" * 32, 5, "f" * 64, "m"), "f" * 64, True),
        (Anchor("a" * 32, 5, "f" * 64, "other"), "f" * 64, True),
        (None, None, True),
    ],
)
def test_what_counts_as_put_back(anchor: Anchor | None, hash_there: str | None, expected: bool) -> None:
    assert put_back(anchor, TIP, "m", hash_there) is expected
