"""Remake ``resources/fonts`` from the two packages that carry the fonts.

Plex is only taken out of its web wrapping, table by table as it is: its name is reserved, so a font that is cut or
thinned out may not bear it. Tinos has no reserved name, and is thinned out to what is written here, without the
instructions for coarse screens, which no printer reads.

Run it where ``fontTools`` is installed and ``dpkg-deb`` is at hand::

    python resources/tools/make_fonts.py ibm-plex-sans-1.1.0.tgz fonts-croscore_20201225-1_all.deb
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "fonts"

PLEX_WEIGHTS = ("Regular", "Medium", "SemiBold")
PLEX_FONT = "package/fonts/complete/woff/IBMPlexSans-{}.woff"
PLEX_LICENCE = "package/LICENSE.txt"

TINOS_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
TINOS_FONT = "./usr/share/fonts/truetype/croscore/Tinos-{}.ttf"

TINOS_NOTICE = "Copyright 2010, 2012-2020 Google LLC"

# Latin with all Vietnamese letters composed, the marks to compose the rest, punctuation, and the few signs of paper.
TINOS_RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x01A0, 0x01A1),
    (0x01AF, 0x01B0),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2027),
    (0x202F, 0x203A),
    (0x2190, 0x2195),
)
TINOS_SIGNS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323" + "²³½€₫№™≈≠≤≥−√■□▪▲►▼◄○●"


def main(plex_package: Path, croscore_package: Path) -> None:
    """Write the seven fonts and a licence for each family."""
    FONTS.mkdir(exist_ok=True)
    with tarfile.open(plex_package) as package:
        for weight in PLEX_WEIGHTS:
            unwrap(_member(package, PLEX_FONT.format(weight)), FONTS / f"IBMPlexSans-{weight}.ttf")
        licence = _member(package, PLEX_LICENCE).decode("utf-8").replace("\r\n", "\n")
    (FONTS / "IBMPlexSans-OFL.txt").write_text(licence, encoding="utf-8")
    with tarfile.open(fileobj=io.BytesIO(_contents(croscore_package))) as package:
        for style in TINOS_STYLES:
            thin_out(_member(package, TINOS_FONT.format(style)), FONTS / f"Tinos-{style}.ttf")
    # The same licence, which Tinos names in its own tables and the package in its copyright file.
    (FONTS / "Tinos-OFL.txt").write_text(TINOS_NOTICE + licence[licence.index("\n") :], encoding="utf-8")


def unwrap(woff: bytes, target: Path) -> None:
    """Write the TrueType font that a WOFF file holds."""
    font = TTFont(io.BytesIO(woff), recalcBBoxes=False, recalcTimestamp=False)
    font.flavor = None
    font.save(target)


def thin_out(ttf: bytes, target: Path) -> None:
    """Write the font with the letters and signs above only."""
    font = TTFont(io.BytesIO(ttf), recalcTimestamp=False)
    options = Options(
        hinting=False, notdef_outline=True, name_IDs=["*"], layout_features=["ccmp", "locl", "kern", "mark"]
    )
    subsetter = Subsetter(options)
    wanted = {code for first, last in TINOS_RANGES for code in range(first, last + 1)}
    subsetter.populate(unicodes=wanted | set(map(ord, TINOS_SIGNS)))
    subsetter.subset(font)
    font.save(target)


def _member(package: tarfile.TarFile, name: str) -> bytes:
    found = package.extractfile(name)
    assert found is not None, name
    return found.read()


def _contents(deb: Path) -> bytes:
    unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], check=True, capture_output=True)  # noqa: S603, S607  # a tool of whoever remakes the fonts, on their own file
    return unpacked.stdout


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
