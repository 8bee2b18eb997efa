"""Starting the program when its user logs on to the computer: asked for by the person, kept by the system itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from desktop.system.atomic import write_atomic

_NAME: Final = "So-Tu-Quan"
_FILE: Final = "so-tu-quan.desktop"
_RUN: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"


def own_command(arguments: Sequence[str], executable: str = sys.executable) -> list[str]:
    """What starts this program again: its own starter where it was installed, else the interpreter."""
    if Path(executable).name.lower() == f"{_NAME.lower()}.exe":
        return [executable, *arguments]
    return [executable, "-m", "desktop", *arguments]


def start_at_logon(
    command: Sequence[str] | None, environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> None:
    """Asks the system to run a command whenever this user logs on; None takes that back.

    Raises OSError where the system does not allow it.
    """
    if platform == "win32":
        _write_run_key(command)
        return
    file = autostart_file(environment)
    if command is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    line = " ".join(map(_quoted, command))
    text = f"[Desktop Entry]\nType=Application\nName=Sổ Tự Quản\nExec={line}\nTerminal=false\n"
    write_atomic(file, text.encode("utf-8"))


def _quoted(argument: str) -> str:
    """An argument in the Exec line of a desktop entry (freedesktop.org, Desktop Entry Specification 1.5).

    A backslash is escaped once for the quotes and once for the file; % would mean a place for files.
    """
    kept = "".join(f"\\\\{char}" if char in '"`$\\' else char for char in argument)
    return f'"{kept.replace("%", "%%")}"'


def autostart_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where Linux desktops look for what to start."""
    base = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "autostart" / _FILE


def _write_run_key(command: Sequence[str] | None) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            if command is not None:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(command))
                return
            try:
                winreg.DeleteValue(key, _NAME)
            except FileNotFoundError:
                return
