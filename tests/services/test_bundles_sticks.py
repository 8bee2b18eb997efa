"""Sticks that are not what they seem, and what is left of a bundle whatever they do while it is written."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.base.resources import resource
from desktop.domain.errors import UserError
from desktop.services import bundles
from desktop.services.workspace import Workspace
from desktop.system.atomic import temporary_name
from desktop.system.errors import DriveFailed, StickDamaged
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, environment, make_workspace, put
from tests.services.exchange import UPPER, acquaint, quiet, sent

REPOSITORY = resource().parent
PIECE = 1_000
"""Bytes that a stick of these tests takes at a time."""


@dataclass
class Desk:
    """A commune that sends, its key file, and an older bundle of it."""

    commune: Workspace
    key: bytes
    older: bytes

    def is_whole(self, path: Path) -> bool:
        return bundles.verify_file(path, self.key, quiet).station == NHON_HUNG.name

    def left(self) -> list[Path]:
        return list(self.commune.folder.glob("dang-ghi*"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    commune = make_workspace(folder / "commune", NHON_HUNG, around=environment(seed=1)).workspace
    upper = make_workspace(folder / "upper", AN_GIANG, around=environment(seed=2)).workspace
    acquaint(commune, upper)
    for number in range(6):
        put(commune, "area", name=f"Ấp {number}")
    yield Desk(commune, commune.key_file().to_bytes(), sent(commune, UPPER, folder).path.read_bytes())
    commune.close()
    upper.close()


def calls_of(desk: Desk, folder: Path) -> list[str]:
    """Every call that writing a bundle makes of a stick, in order, numbered."""
    files = FaultyFiles(most=PIECE)
    folder.mkdir()
    bundles.export(desk.commune, UPPER, folder / "goi.tqb", quiet, files=files)
    return [f"{name}#{files.calls[: at + 1].count(name)}" for at, name in enumerate(files.calls)]


def test_a_stick_pulled_out_at_any_call_leaves_the_older_bundle_whole(desk: Desk, tmp_path: Path) -> None:
    calls = calls_of(desk, tmp_path / "thu")
    assert {call.split("#")[0] for call in calls} > {"create", "write", "flush", "read_device", "replace"}
    before_it_has_its_name = calls[: calls.index("replace#1") + 1]
    for call in before_it_has_its_name:
        target = tmp_path / "goi.tqb"
        target.write_bytes(desk.older)
        with pytest.raises(DriveFailed):
            files = FaultyFiles(fails={call: errno.EIO}, most=PIECE)
            bundles.export(desk.commune, UPPER, target, quiet, files=files)
        assert target.read_bytes() == desk.older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["goi.tqb", "thu"]
    assert desk.left() == []


KILLED = """
import os, sys
from dataclasses import dataclass
from pathlib import Path
from desktop.services.bundle_files import copy_to_stick
from tests.kit.faulty_files import FaultyFiles

whole, stick, piece = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])


@dataclass
class Dying(FaultyFiles):
    at: int = 0

    def _called(self, name):
        super()._called(name)
        if len(self.calls) == self.at:
            os._exit(9)


at, code = 0, 9
while code == 9:
    at += 1
    folder = stick / f"{at:03}"
    folder.mkdir()
    (folder / "goi.tqb").write_bytes(Path(sys.argv[4]).read_bytes())
    process = os.fork()
    if not process:
        copy_to_stick(whole, folder / "goi.tqb", lambda done, total: None, Dying(most=piece, at=at))
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
print(at - 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is copied by a call that Windows has not")
def test_a_process_killed_at_any_call_leaves_the_older_or_the_newer_bundle_whole(
    desk: Desk, tmp_path: Path
) -> None:
    put(desk.commune, "area", name="Ấp mới")
    newer = sent(desk.commune, UPPER, tmp_path).path
    (tmp_path / "cu").write_bytes(desk.older)
    (tmp_path / "usb").mkdir()
    arguments = [str(newer), str(tmp_path / "usb"), str(PIECE), str(tmp_path / "cu")]
    command = [sys.executable, "-c", KILLED, *arguments]
    kills = int(subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True).stdout)
    found = [path.read_bytes() for path in sorted((tmp_path / "usb").glob("*/goi.tqb"))]
    assert (len(found), kills > 8) == (kills + 1, True)
    assert set(found) == {desk.older, newer.read_bytes()}
    assert all(desk.is_whole(path) for path in (tmp_path / "usb").glob("*/goi.tqb"))


# Not what it seems


@dataclass
class FakeCapacity(FaultyFiles):
    """A stick that says it is large, takes everything, and keeps no more than ``capacity`` bytes of it."""

    capacity: int = PIECE

    def read_device(self, path: Path) -> Generator[bytes]:
        content = b"".join(super().read_device(path))
        yield content[: self.capacity] + bytes(max(0, len(content) - self.capacity))


@pytest.mark.parametrize("capacity", [0, 1, PIECE, 3 * PIECE])
def test_a_stick_of_false_capacity_is_found_out(desk: Desk, tmp_path: Path, capacity: int) -> None:
    files = FakeCapacity(capacity=capacity, free=512 << 30)
    (tmp_path / "goi.tqb").write_bytes(desk.older)
    with pytest.raises(StickDamaged):
        bundles.export(desk.commune, UPPER, tmp_path / "goi.tqb", quiet, files=files)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [desk.older]


@pytest.mark.parametrize(
    "number", [errno.EROFS, errno.EACCES, errno.ENODEV, errno.ENXIO, errno.EFBIG, errno.EDQUOT]
)
def test_every_refusal_of_a_stick_is_told_by_its_name(desk: Desk, tmp_path: Path, number: int) -> None:
    with pytest.raises(UserError):
        bundles.export(desk.commune, UPPER, tmp_path, quiet, files=FaultyFiles(fails={"create": number}))
    assert list(tmp_path.iterdir()) == []


def test_two_sticks_are_written_at_once(desk: Desk, tmp_path: Path) -> None:
    sticks = [tmp_path / f"usb-{number}" for number in range(4)]
    for stick in sticks:
        stick.mkdir()
    with ThreadPoolExecutor(len(sticks)) as pool:
        done = list(pool.map(lambda stick: bundles.export(desk.commune, UPPER, stick, quiet), sticks))
    assert len({each.bundle for each in done}) == len(sticks)
    assert all(desk.is_whole(each.path) for each in done)
    assert desk.left() == []


def another_computers() -> str:
    """What another computer began to write: a drive that is shared may have it still at work."""
    own = temporary_name()
    return f"TQ{0xFF ^ int(own[2:4], 16):02X}{own[4:]}"


def test_what_was_left_half_written_goes_with_the_next_writing(desk: Desk, tmp_path: Path) -> None:
    half = tmp_path / temporary_name()
    half.write_bytes(b"half")
    sent(desk.commune, UPPER, tmp_path)
    assert not half.exists()


def test_what_another_program_wrote_on_the_stick_stays(desk: Desk, tmp_path: Path) -> None:
    others = {"autorun.inf": b"[autorun]", another_computers(): b"half", "ảnh.jpg": b"\xff\xd8"}
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)
    done = sent(desk.commune, UPPER, tmp_path)
    done.path.unlink()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == others
