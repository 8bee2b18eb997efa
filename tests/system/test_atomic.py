from __future__ import annotations

import errno
import mmap
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import Cancelled, UserError
from desktop.system.atomic import CHUNK, copy_atomic, remove_leftovers, write_atomic, write_to_stick
from desktop.system.errors import (
    DiskFull,
    DriveFailed,
    FileTooBigForDrive,
    FolderGone,
    FolderReadOnly,
    StickDamaged,
)
from desktop.system.files import REAL_FILES
from tests.kit.faulty_files import FaultyFiles

OLD, NEW = b"old content", b"new content, longer"
STEPS = ["create", "write", "flush", "close", "replace"]
STICK_STEPS = [*STEPS, "read_device"]
MENDABLE = {
    errno.ENOSPC: DiskFull,
    errno.EACCES: FolderReadOnly,
    errno.EROFS: FolderReadOnly,
    errno.ENOENT: FolderGone,
    errno.EIO: DriveFailed,
    errno.ENXIO: DriveFailed,
    errno.EFBIG: FileTooBigForDrive,
}


def ignore(done: int, total: int) -> None:
    assert 0 <= done <= total


def old_file(folder: Path) -> Path:
    path = folder / "gói dữ liệu tháng 11.tqb"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_written_file_has_the_new_content_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = old_file(tmp_path)
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW
    assert names(tmp_path) == [path.name]


def test_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    write_atomic(tmp_path / "new", b"")
    assert (tmp_path / "new").read_bytes() == b""


def test_content_is_on_the_device_before_the_old_name_points_to_it(tmp_path: Path) -> None:
    ops = FaultyFiles()
    write_atomic(old_file(tmp_path), NEW, ops)
    assert ops.calls == ["create", "write", "flush", "close", "replace", "flush_folder"]


def test_content_on_a_stick_is_proven_before_the_old_one_gives_way(tmp_path: Path) -> None:
    ops = FaultyFiles()
    write_to_stick(old_file(tmp_path), NEW, ignore, ops)
    assert ops.calls == ["create", "write", "flush", "close", "read_device", "replace", "flush_folder"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("number", "failure"), MENDABLE.items())
def test_failure_at_any_step_leaves_the_old_file_alone(
    tmp_path: Path, step: str, number: int, failure: type[UserError]
) -> None:
    path = old_file(tmp_path)
    with pytest.raises(failure):
        write_atomic(path, NEW, FaultyFiles(fails={step: number}))
    assert path.read_bytes() == OLD
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize("step", STICK_STEPS)
def test_stick_pulled_at_any_step_leaves_the_old_file_alone(tmp_path: Path, step: str) -> None:
    path = old_file(tmp_path)
    with pytest.raises(DriveFailed):
        write_to_stick(path, NEW, ignore, FaultyFiles(fails={step: errno.EIO}))
    assert path.read_bytes() == OLD
    assert names(tmp_path) == [path.name]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), most=st.integers(1, 50), number=st.integers(1, 20))
def test_disk_filling_up_after_any_write_leaves_old_or_new_whole(
    tmp_path: Path, data: bytes, most: int, number: int
) -> None:
    path = old_file(tmp_path)
    writes = -(-len(data) // most)
    ops = FaultyFiles(fails={f"write#{number}": errno.ENOSPC}, most=most)
    failed = False
    try:
        write_atomic(path, data, ops)
    except DiskFull:
        failed = True
    assert failed == (number <= writes)
    assert path.read_bytes() == (OLD if failed else data)
    assert names(tmp_path) == [path.name]


def test_stick_gone_for_good_is_told_as_what_failed_first(tmp_path: Path) -> None:
    gone = dict.fromkeys(["flush", "close", "remove"], errno.EIO)
    with pytest.raises(DriveFailed):
        write_atomic(old_file(tmp_path), NEW, FaultyFiles(fails=gone))


def test_failure_that_nobody_can_mend_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=str(errno.EMFILE)):
        write_atomic(tmp_path / "x", NEW, FaultyFiles(fails={"create": errno.EMFILE}))


def test_full_disk_says_what_is_needed_and_what_is_free(tmp_path: Path) -> None:
    ops = FaultyFiles(fails={"write": errno.ENOSPC}, free=3 * 2**20 - 1)
    with pytest.raises(DiskFull) as refused:
        write_atomic(tmp_path / "x", bytes(2**20 + 1), ops)
    assert refused.value.facts == {"folder": str(tmp_path), "needed_mb": 2, "free_mb": 2}


def test_folder_that_is_not_there_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FolderGone):
        write_atomic(tmp_path / "nowhere" / "x", NEW)
    with pytest.raises(FolderGone):
        write_to_stick(tmp_path / "nowhere" / "x", NEW, ignore)


def test_folder_in_the_place_of_the_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError):
        write_atomic(tmp_path / "x", NEW)
    assert names(tmp_path) == ["x"]


def test_rename_that_a_virus_scanner_refuses_is_tried_again(tmp_path: Path) -> None:
    path = old_file(tmp_path)
    ops = FaultyFiles(fails={"replace#1": errno.EACCES, "replace#2": errno.EACCES}, replace_attempts=3)
    write_atomic(path, NEW, ops)
    assert path.read_bytes() == NEW
    assert ops.calls.count("wait") == 2


def test_temporary_names_fit_the_oldest_file_systems(tmp_path: Path) -> None:
    seen: list[str] = []
    write_to_stick(tmp_path / "x", NEW, lambda done, total: seen.extend(names(tmp_path)))
    assert len(seen[0]) == 12
    assert seen[0].startswith("TQ")
    assert seen[0].endswith(".TMP")


# Sticks.


def test_stick_gets_the_file(tmp_path: Path) -> None:
    path = old_file(tmp_path)
    write_to_stick(path, NEW, ignore)
    assert path.read_bytes() == NEW
    assert names(tmp_path) == [path.name]


def test_progress_counts_writing_and_reading_back(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    data = bytes(2 * CHUNK + 5)
    write_to_stick(tmp_path / "x", data, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (2 * len(data), 2 * len(data))
    assert len(seen) == 6


@pytest.mark.parametrize("given_back", [b"", NEW[:-1], NEW + b"x", b"X" + NEW[1:], bytes(len(NEW))])
def test_stick_that_gives_back_something_else_is_damaged(tmp_path: Path, given_back: bytes) -> None:
    path = old_file(tmp_path)
    with pytest.raises(StickDamaged):
        write_to_stick(path, NEW, ignore, FaultyFiles(given_back=given_back))
    assert path.read_bytes() == OLD
    assert names(tmp_path) == [path.name]


def test_stick_without_room_is_not_touched(tmp_path: Path) -> None:
    ops = FaultyFiles(free=len(NEW))
    with pytest.raises(DiskFull) as refused:
        write_to_stick(tmp_path / "x", NEW, ignore, ops)
    assert refused.value.facts == {"folder": str(tmp_path), "needed_mb": 2, "free_mb": 0}
    assert ops.calls == []


@pytest.mark.parametrize("step", [1, 2])
def test_cancelling_while_writing_or_checking_changes_nothing(tmp_path: Path, step: int) -> None:
    path = old_file(tmp_path)
    steps = iter(range(1, 3))

    def cancel(done: int, total: int) -> None:
        if next(steps) == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_to_stick(path, NEW, cancel)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == [path.name]


def test_device_gives_back_what_was_written(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    write_atomic(tmp_path / "x", data)
    assert b"".join(REAL_FILES.read_device(tmp_path / "x")) == data


def test_leftovers_of_a_power_cut_are_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in ("TQ12AB9F.TMP", "tq00ff00.tmp", "TQ12AB9F.TXT", "TQ12AB9.TMP", "data.tqdb"):
        (tmp_path / name).write_bytes(b"x")
    assert remove_leftovers(tmp_path) == 2
    assert names(tmp_path) == ["TQ12AB9.TMP", "TQ12AB9F.TXT", "data.tqdb"]


def test_a_copy_is_on_the_device_before_it_has_its_name(tmp_path: Path) -> None:
    ops, whole, path = FaultyFiles(), b"x" * CHUNK + b"y", old_file(tmp_path)
    copy_atomic(BytesIO(whole), path, ops=ops)
    assert ops.calls == ["create", "write", "write", "flush", "close", "replace", "flush_folder"]
    assert path.read_bytes() == whole


@pytest.mark.parametrize("step", ["write#1", "write#2", "flush", "close", "read_device", "replace"])
def test_mapped_file_can_be_closed_while_its_failure_is_being_told(tmp_path: Path, step: str) -> None:
    # Windows does not remove a file that is still mapped.
    source = tmp_path / "source"
    source.write_bytes(b"x" * (CHUNK + 10))
    with source.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with pytest.raises(DriveFailed) as told:
        write_to_stick(tmp_path / "y", cast("bytes", content), ignore, FaultyFiles(fails={step: errno.EIO}))
    content.close()
    assert content.closed
    assert told.value.__traceback__ is not None
