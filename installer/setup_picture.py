"""``python -m installer.setup_picture``: the handbook's picture of the setup program, as it really opens.

The newest setup program in ``out`` is opened under Wine on a screen of its own; without one nothing is done, and the
picture that is there stays.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from installer.commands import ToolFailed, run
from installer.windows.wine import Wine

OUT: Final = Path("out")
PICTURE: Final = Path("docs/huong-dan/anh/cai-dat-bo-cai.png")
_QUESTION: Final = 200
"""Wider than this is the question of the language."""

_PAGE: Final = 500
"""And than this a page of the setup program."""

_PATIENCE_S: Final = 120
_SCREEN: Final = "800x600x24"
_HEAD: Final = struct.Struct(">25I")
"""Of the X Window dump in which Xvfb keeps its screen (``XWDFile.h``): 25 numbers, then the colours of 12 bytes."""


def main() -> int:
    """Takes the picture where there is a setup program and what it needs to be opened."""
    setups = sorted(OUT.glob("So-Tu-Quan-*-setup.exe"), key=lambda path: path.stat().st_mtime)
    if not setups:
        sys.stdout.write("Chưa có bộ cài trong out/: giữ nguyên hình bộ cài (make installer tạo bộ cài).\n")
        return 0
    take(setups[-1], PICTURE)
    return 0


def take(setup: Path, into: Path) -> None:
    """Opens the setup program, goes past the question of the language, and keeps its first page."""
    with TemporaryDirectory(prefix="tuquan-") as name, _screen(Path(name)) as display:
        wine = Wine(Path(name) / "wine")
        # What was started while it was made knows of no screen.
        wine.end()
        at = {"DISPLAY": display, "LANG": "vi_VN.UTF-8"}
        with wine.start(setup.resolve(), also=at):
            try:
                _wait_for(_QUESTION, at)
                run("xdotool", "sleep", "1", "key", "Return", also=at)
                place = _wait_for(_PAGE, at)
                # By then it has painted itself.
                run("xdotool", "mousemove", "799", "599", "sleep", "2", also=at)
                _part(Path(name) / "Xvfb_screen0", place).save(str(into))
            finally:
                wine.end()


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """A screen that nobody sees; gives its name. What it shows stands in a file of the folder."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        _SCREEN,
        "-fbdir",
        str(folder),
        "-nocursor",
    ]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)  # noqa: S603  # as above
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(width: int, at: dict[str, str]) -> QRect:
    """Where a window of at least that width stands, once there is one."""
    until = monotonic() + _PATIENCE_S
    while monotonic() < until:
        seen = run("xdotool", "search", "--onlyvisible", "--name", ".", also=at, expect=(0, 1))
        for window in seen.split():
            told = run("xdotool", "getwindowgeometry", "--shell", window, also=at, expect=(0, 1))
            place = dict(each.split("=") for each in told.split() if "=" in each)
            if int(place.get("WIDTH", 0)) >= width:
                return QRect(*(int(place[each]) for each in ("X", "Y", "WIDTH", "HEIGHT")))
        run("xdotool", "sleep", "0.2", also=at)
    raise ToolFailed("the setup program shows no window")


def _part(screen: Path, place: QRect) -> QImage:
    """What the screen shows where a window is."""
    dump = screen.read_bytes()
    head = _HEAD.unpack_from(dump)
    size, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
    pixels = dump[size + 12 * colours :]
    whole = QImage(pixels, width, height, line, QImage.Format.Format_RGB32)
    return whole.copy(place)


if __name__ == "__main__":
    sys.exit(main())
