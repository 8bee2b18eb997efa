"""A Windows of its own, under Wine, for one purpose: made fresh, thrown away after.

Wine is older than the Windows that people have; what is done here about it touches the test machine alone.
"""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from installer.commands import run

HERE: Final = Path(__file__).parent


class Wine:
    """One prefix.

    Attributes:
        drive_c: the folder that its programs see as ``C:\\``.
        home: the profile of its only user.
    """

    def __init__(self, prefix: Path) -> None:
        self._prefix = prefix
        self.drive_c = prefix / "drive_c"
        self.home = self.drive_c / "users" / getpass.getuser()
        if not self.drive_c.exists():
            self._make()

    def run(self, *command: str | Path, at: Path | None = None, expect: tuple[int, ...] = (0,)) -> str:
        """What a Windows program printed; paths of this machine are told in its way."""
        words = [self.windows_path(word) if isinstance(word, Path) else word for word in command]
        return run("wine", *words, at=at, also=self._environment(), expect=expect)

    def windows_path(self, path: Path) -> str:
        """As a program in here names it."""
        whole = path.resolve()
        if whole.is_relative_to(self.drive_c.resolve()):
            return "C:\\" + str(whole.relative_to(self.drive_c.resolve())).replace("/", "\\")
        return "Z:" + str(whole).replace("/", "\\")

    def pose_as(self, version: str) -> None:
        """Pretends to be another Windows: ``win7``, ``win81``, ``win10``."""
        self.run("winecfg", "-v", version)

    def variable(self, name: str, value: str) -> None:
        """Sets a variable for all programs: Wine keeps those that begin with QT_ from coming in."""
        self.run("reg", "add", r"HKCU\Environment", "/v", name, "/d", value, "/f")

    def drive(self, letter: str, folder: Path, kind: str) -> Path:
        """Gives a folder a letter; ``kind`` as Wine calls it: ``hd``, ``floppy`` for a stick, ``network``."""
        folder.mkdir(parents=True, exist_ok=True)
        link = self._prefix / "dosdevices" / f"{letter}:"
        link.unlink(missing_ok=True)
        link.symlink_to(folder.resolve())
        self.run("reg", "add", r"HKLM\Software\Wine\Drives", "/v", f"{letter}:", "/d", kind, "/f")
        self.end()
        return folder

    def start(self, *command: str | Path, also: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """A program that goes on; its input and output are pipes. ``also`` is added to its environment."""
        words = [self.windows_path(word) if isinstance(word, Path) else word for word in command]
        return subprocess.Popen(  # noqa: S603  # the proof names its own programs
            ["wine", *words],  # noqa: S607  # Wine, wherever it is
            env={**os.environ, **self._environment(), **(also or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def end(self) -> None:
        """Ends every program in here and waits for it."""
        run("wineserver", "-k", also=self._environment(), expect=range(256))
        run("wineserver", "-w", also=self._environment(), expect=range(256))

    def _make(self) -> None:
        self._prefix.mkdir(parents=True)
        run("wineboot", "-i", also=self._environment())
        self.end()
        # Rust's random numbers come from a library that Windows 10 has and this Wine has not.
        shim = self.drive_c / "windows" / "system32" / "bcryptprimitives.dll"
        if not shim.exists():
            run("x86_64-w64-mingw32-gcc", "-O2", "-shared", "-o", shim, HERE / "wine_random.c", "-ladvapi32")
        self.pose_as("win10")
        self.variable("QT_QPA_PLATFORM", "offscreen")

    def _environment(self) -> dict[str, str]:
        # Wine must not ask to fetch parts of its own, nor look for a screen, nor put shortcuts into the home folder of
        # whoever builds.
        home = self._prefix / "home"
        home.mkdir(parents=True, exist_ok=True)
        return {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "WINEPREFIX": str(self._prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            "DISPLAY": "",
        }
