"""What ships for Windows, where `make installer` left it: how large it is, packed and installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from installer.windows.build import MIB, MOST_INSTALLED, MOST_SETUP
from tests.bench.row import Row, row
from tests.bench.run import NotHere


def installed_rows(folder: Path) -> Iterator[Row]:
    """A copy of the setup program is installed along, for USB sticks."""
    setups = sorted(folder.glob("*-setup.exe"))
    if not setups:
        raise NotHere(
            "The size of what is installed was not measured: make installer has left no setup program."
        )
    size = setups[-1].stat().st_size
    yield row("the setup program", "MB", [size / MIB], bound=MOST_SETUP / MIB)
    for packed in sorted(folder.glob("*-thu-muc.zip"))[-1:]:
        with ZipFile(packed) as files:
            unpacked = sum(each.file_size for each in files.infolist())
        yield row("installed", "MB", [(unpacked + size) / MIB], bound=MOST_INSTALLED / MIB)
