"""Work on bundles that ends in the middle: full disks, pulled sticks, Cancel, a killed program."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.base.resources import resource
from desktop.domain.errors import Cancelled, UserError
from desktop.services import bundles
from desktop.services.accounts import open_workspace
from desktop.services.workspace import Workspace
from desktop.system.errors import DiskFull, DriveFailed, FolderReadOnly, StickDamaged
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, environment, make_workspace, put
from tests.services.exchange import UPPER, acquaint, after, everything, quiet, sent, value

REPOSITORY = resource().parent


@dataclass
class Way:
    """A commune that has written something, the upper level, and the bundle between them."""

    commune: Workspace
    upper: Workspace
    bundle: Path
    area: str


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    """For tests after which nothing is different."""
    folder = tmp_path_factory.mktemp("way")
    commune = make_workspace(folder / "commune", NHON_HUNG, around=environment(seed=1)).workspace
    upper = make_workspace(
        folder / "upper", AN_GIANG, around=environment(seed=2, machine="máy hai")
    ).workspace
    acquaint(commune, upper)
    area = put(commune, "area", name="Ấp 1")
    for number in range(5):
        put(commune, "person", full_name=f"Trần Thị {number}")
    yield Way(commune, upper, sent(commune, UPPER, folder).path, area)
    commune.close()
    upper.close()


def stop() -> None:
    raise Cancelled


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Sending


@pytest.mark.parametrize(
    ("step", "number", "kind"),
    [
        ("create", errno.ENOSPC, DiskFull),
        ("create", errno.EROFS, FolderReadOnly),
        ("write#1", errno.ENOSPC, DiskFull),
        ("write#2", errno.ENOSPC, DiskFull),
        ("write#4", errno.ENOSPC, DiskFull),
        ("write#3", errno.EIO, DriveFailed),
        ("flush", errno.ENOSPC, DiskFull),
        ("flush", errno.EIO, DriveFailed),
        ("close", errno.EIO, DriveFailed),
        ("read_device", errno.EIO, DriveFailed),
        ("replace", errno.EIO, DriveFailed),
    ],
)
def test_the_older_bundle_stays_whole_whatever_the_stick_does(
    way: Way, tmp_path: Path, step: str, number: int, kind: type[UserError]
) -> None:
    target = tmp_path / "goi.tqb"
    target.write_bytes(way.bundle.read_bytes())
    with pytest.raises(kind):
        bundles.export(way.commune, UPPER, target, quiet, files=FaultyFiles(fails={step: number}, most=1000))
    assert target.read_bytes() == way.bundle.read_bytes()
    assert left_in(tmp_path) == ["goi.tqb"]
    assert not list(way.commune.folder.glob("dang-ghi*"))


def test_a_stick_that_gives_back_something_else_is_found_out(way: Way, tmp_path: Path) -> None:
    with pytest.raises(StickDamaged):
        bundles.export(way.commune, UPPER, tmp_path, quiet, files=FaultyFiles(given_back=b"other"))
    assert left_in(tmp_path) == []


def test_a_stick_without_room_is_told_before_anything_is_written(way: Way, tmp_path: Path) -> None:
    files = FaultyFiles(free=1000)
    with pytest.raises(DiskFull):
        bundles.export(way.commune, UPPER, tmp_path, quiet, files=files)
    assert "create" not in files.calls


def test_an_export_that_failed_is_not_noted_as_sent(way: Way, tmp_path: Path) -> None:
    def sendings() -> int:
        with way.commune.reading() as reader:
            return len(reader.bundle_rows("out"))

    before = sendings()
    with pytest.raises(DriveFailed):
        bundles.export(way.commune, UPPER, tmp_path, quiet, files=FaultyFiles(fails={"flush": errno.EIO}))
    assert sendings() == before


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_cancelled_export_leaves_nothing(way: Way, tmp_path: Path, steps: int) -> None:
    with pytest.raises(Cancelled):
        bundles.export(way.commune, UPPER, tmp_path, after(steps, stop))
    assert left_in(tmp_path) == []
    assert not list(way.commune.folder.glob("dang-ghi*"))


def test_what_a_power_cut_left_of_an_export_goes_with_the_next(way: Way, tmp_path: Path) -> None:
    leftover = way.commune.folder / "dang-ghi-0-1a2b3c4d"
    leftover.mkdir()
    (leftover / "0001.age").write_bytes(b"half")
    assert sent(way.commune, UPPER, tmp_path).size > 1000
    assert not leftover.exists()


# Receiving


def steps_of(way: Way) -> int:
    """How many steps the whole work has, counted on a preview, which is the same work."""
    told = []
    bundles.preview(way.upper, way.bundle, lambda done, total: told.append(done))
    return len(told)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.8, 1.0])
def test_a_cancelled_import_leaves_everything_as_it_was(way: Way, part: float) -> None:
    steps = steps_of(way)
    before = everything(way.upper)
    with pytest.raises(Cancelled):
        bundles.import_bundle(way.upper, way.bundle, after(max(1, int(part * steps)), stop))
    assert everything(way.upper) == before


KILLED = """
import os, sys
from pathlib import Path
from desktop.services import bundles
from desktop.services.accounts import open_workspace
from tests.kit.workspaces import PASSWORD, environment
from tests.services.exchange import after

folder, user, bundle, steps = sys.argv[1:]
workspace = open_workspace(Path(folder), user, PASSWORD, environment(seed=2, machine="máy hai"))
bundles.import_bundle(workspace, Path(bundle), after(int(steps), lambda: os._exit(9)))
"""


def test_a_program_killed_in_the_middle_of_an_import_has_written_nothing(way: Way, tmp_path: Path) -> None:
    folder, user = tmp_path / "upper", way.upper.user.id
    shutil.copytree(way.upper.folder, folder)
    arguments = [str(folder), user, str(way.bundle), str(steps_of(way))]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=REPOSITORY, check=False)
    reopened = open_workspace(folder, user, PASSWORD, way.upper.environment)
    assert killed.returncode == 9
    assert everything(reopened) == everything(way.upper)
    bundles.import_bundle(reopened, way.bundle, quiet)
    assert value(reopened, "area", way.area, "name") == "Ấp 1"
    reopened.close()
