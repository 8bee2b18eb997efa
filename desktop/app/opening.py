"""Opening a register from the command line: which folder, which user, and a password that is never an argument."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.app.places import load_preferences, preferences_file
from desktop.base.text import exact
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.services import unfinished
from desktop.services.accounts import open_workspace
from desktop.services.data_folder import has_register, users
from desktop.services.environment import Environment
from desktop.services.workspace import Workspace
from desktop.system.clock import SystemClock
from desktop.system.drives import propose_data_folder
from desktop.system.machine import machine_fingerprint
from desktop.system.single_instance import DataFolderLock
from desktop.vault.randomness import SYSTEM


class NoSuchUser(UserError):
    """Nobody of that name may log in."""

    code = "no_such_user"


class PasswordFileUnreadable(UserError):
    """The file with the password cannot be read."""

    code = "password_file_unreadable"


def real_environment() -> Environment:
    """Time, chance and machine as they are."""
    return Environment(SystemClock(), SYSTEM, machine_fingerprint())


def data_folder(given: Path | None) -> Path:
    """The folder asked for, else the one opened last, else the one the wizard would propose."""
    if given is not None:
        return given
    kept = load_preferences(preferences_file()).folder
    return Path(kept) if kept and has_register(Path(kept)) else propose_data_folder()


@contextmanager
def opened(options: argparse.Namespace, catalogue: Catalogue) -> Iterator[Workspace]:
    """The register, opened for one command; another program that has it open is a clear error."""
    from desktop.services import backups  # the window comes by here too, and waits for none of it

    folder = data_folder(getattr(options, "folder", None))
    unfinished.finish(folder)
    known = users(folder)
    user = known[0] if options.user is None else None
    for each in known:
        if options.user is not None and exact(each.name) == exact(options.user):
            user = each
    if user is None:
        raise NoSuchUser(name=options.user or "")
    password = ask_secret(options.password_file, catalogue.text("cli.password", name=user.name))
    with DataFolderLock(folder):
        unfinished.tidy(folder)
        environment = real_environment()
        before = backups.before_upgrade(folder, environment)
        workspace = open_workspace(folder, user.id, password, environment, before_upgrade=before)
        try:
            yield workspace
        finally:
            workspace.close()


def ask_secret(file: Path | None, prompt: str) -> str:
    """A password or code: from a file, from what is piped in, or typed without being shown."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise PasswordFileUnreadable(file=str(file)) from error
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(f"{prompt}: ")
