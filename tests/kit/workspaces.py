"""Real workspaces for tests: an encrypted file in a temporary folder, opened as a user would."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.domain.access import Role
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.environment import Environment, StationInfo
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.vault.kdf import Kdf
from desktop.vault.recovery import RecoveryCode
from tests.kit.fake_clock import FakeClock

FAST = Kdf(memory=8 * 1024 * 1024, passes=2)
PASSWORD = "mat-khau-dai-2026"

NHON_HUNG = StationInfo("30337", "Công an phường Nhơn Hưng", "Công an tỉnh An Giang", "commune", "Nhơn Hưng")
TINH_BIEN = StationInfo("30502", "Công an phường Tịnh Biên", "Công an tỉnh An Giang", "commune", "Tịnh Biên")
AN_GIANG = StationInfo("91", "Công an tỉnh An Giang", "Bộ Công an", "upper", "An Giang")


def environment(clock: FakeClock | None = None, seed: int = 1, machine: str = "may-mot") -> Environment:
    return Environment(clock or FakeClock(), random.Random(seed).randbytes, machine)


@dataclass
class Made:
    """A workspace and what a person would know of it."""

    workspace: Workspace
    folder: Path
    code: RecoveryCode


def make_workspace(
    folder: Path,
    station: StationInfo = NHON_HUNG,
    *,
    role: Role = Role.ADMIN,
    around: Environment | None = None,
    practice: bool = False,
) -> Made:
    around = around or environment()
    code = RecoveryCode.generate(around.randomness)
    users = (NewUser("Nguyễn Văn An", role, PASSWORD), NewUser("Trần Thị Bình", Role.ADMIN, PASSWORD))
    made = first_run(FirstRun(folder, station, users, practice), around, code, kdf=FAST)
    return Made(made, folder, code)


def reopen(made: Made, *, around: Environment | None = None) -> Workspace:
    user = made.workspace.user.id
    return open_workspace(made.folder, user, PASSWORD, around or made.workspace.environment)


def put(workspace: Workspace, register: str, **values: Any) -> str:
    """One record, saved through the door. Gives its id."""
    with workspace.change(f"{register}.create", register=register) as change:
        return change.create(register, values)


WorkspaceMaker = Callable[..., Made]
