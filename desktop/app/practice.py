"""Practice mode: a register of its own with sample data, made anew whenever somebody wants to begin again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.app.sample import make_sample
from desktop.domain.access import Role
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.data_folder import has_register, users
from desktop.services.environment import Environment, StationInfo
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.vault.kdf import Kdf
from desktop.vault.recovery import RecoveryCode

# Made-up people need no secret; the file is encrypted all the same, since it is the same program.
PASSWORD = "dung-thu-2026"  # noqa: S105  # of a register that holds nobody's data
QUICK = Kdf(memory=8 * 1024 * 1024, passes=2)
STATION = StationInfo(
    "mau", "Công an phường (dữ liệu mẫu)", "Công an tỉnh (dữ liệu mẫu)", "commune", "Địa danh mẫu"
)


@dataclass(frozen=True)
class Practice:
    """Where the sample register lies, and who works in it."""

    folder: Path
    environment: Environment
    user_name: str = "Người dùng thử"

    def open(self, progress: Callable[[int, int], None]) -> Workspace:
        """The sample register as it was left, or a new one."""
        if has_register(self.folder):
            known = users(self.folder)
            return open_workspace(self.folder, known[0].id, PASSWORD, self.environment)
        return self.begin_again(progress)

    def begin_again(self, progress: Callable[[int, int], None]) -> Workspace:
        """A new sample register in place of the old one."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        setup = FirstRun(
            self.folder, STATION, (NewUser(self.user_name, Role.ADMIN, PASSWORD),), practice=True
        )
        code = RecoveryCode.generate(self.environment.randomness)
        workspace = first_run(setup, self.environment, code, kdf=QUICK)
        make_sample(workspace, progress=progress)
        return workspace
