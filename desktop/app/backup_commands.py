"""Copies from the command line: one to a stick or folder, and a register back from one."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.app.opening import ask_secret, data_folder, opened, real_environment
from desktop.i18n.catalogue import Catalogue
from desktop.services import backup_files, places, restoring, unfinished
from desktop.services.backup_away import write_away
from desktop.system.single_instance import DataFolderLock
from desktop.vault.recovery import RecoveryCode

Printed = dict[str, Any]


def backup(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Writes a copy that opens with the recovery code only, and reads it back."""
    with opened(options, words) as workspace:
        made = write_away(workspace, places.place(options.to), _quiet)
    return {
        "lines": [words.text("cli.backup.done", folder=str(made.folder), count=made.operations)],
        "copy": str(made.folder),
        "number": made.number,
        "operations": made.operations,
        "size": made.size,
    }


def restore(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Restores a copy with the recovery code; gives the first administrator a password where nobody has one."""
    copy = backup_files.copy_at(options.file)
    environment = real_environment()
    code = ask_secret(options.code_file, words.text("cli.restore.code"))
    opened_copy = restoring.open_with_code(copy, RecoveryCode.parse(code))
    folder = data_folder(getattr(options, "folder", None))
    folder.mkdir(parents=True, exist_ok=True)
    with DataFolderLock(folder):
        unfinished.tidy(folder)
        prepared = restoring.prepare(opened_copy, folder, environment, _quiet)
        try:
            user, password = None, ""
            if prepared.needs_password and prepared.people:
                user = prepared.people[0].id
                prompt = words.text("cli.restore.password", name=prepared.people[0].name)
                password = ask_secret(options.password_file, prompt)
            aside = restoring.restore(prepared, environment, user=user, password=password)
        finally:
            restoring.discard(folder)
    lines = [
        words.text("cli.restore.done", folder=str(folder), count=prepared.operations, found=prepared.found)
    ]
    if aside is not None:
        lines.append(words.text("cli.restore.aside", folder=str(aside)))
    return {
        "lines": lines,
        "folder": str(folder),
        "operations": prepared.operations,
        "found": prepared.found,
        "until": prepared.until.isoformat(timespec="seconds") if prepared.until else None,
        "aside": str(aside) if aside else None,
        "user": prepared.people[0].name if user else None,
    }


def _quiet(_done: int, _total: int) -> None:
    pass
