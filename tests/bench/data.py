"""The data sets of the bench on the disk: made once with a fixed seed, and copied for every run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from desktop.services.accounts import open_workspace
from desktop.services.workspace import Workspace
from tests.bench import large, making
from tests.bench.large import LARGE, Size
from tests.kit.workspaces import PASSWORD, environment, make_workspace

SMALL: Final = Size(
    areas=20, groups=20, members=400, households=500, visits=5_000, disputes=1_000, awards=349
)
"""Data set S of the design: a station."""


@dataclass(frozen=True)
class Kept:
    """A data set that lies in a folder; ``user`` is who logs in there."""

    folder: Path
    user: str
    size: Size

    def copied(self, to: Path) -> Kept:
        """A copy that may be changed."""
        shutil.copytree(self.folder, to)
        return Kept(to, self.user, self.size)

    def open(self) -> Workspace:
        return open_workspace(self.folder, self.user, PASSWORD, environment())


def kept(folder: Path, size: Size = LARGE) -> Kept:
    """The data set of a size, made if it does not lie there yet; a file of an older program is brought up to date."""
    place = folder / "so"

    def make() -> Mapping[str, str]:
        made = make_workspace(place)
        large.make_large(made.workspace, size, progress=_tell)
        made.workspace.close()
        return {"user": made.workspace.user.id}

    user = making.kept(folder, asdict(size), large, make)["user"]
    data = Kept(place, user, size)
    data.open().close()
    return data


def _tell(done: int) -> None:
    sys.stderr.write(f"{done:,} operations written\n")
