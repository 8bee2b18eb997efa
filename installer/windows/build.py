"""Builds the Windows setup program and the plain folder from the newest commit, and prints their figures.

python -m installer.windows.build [--interpreter python-3.13.x-embed-amd64.zip]
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installer import forms, source
from installer.archive import pack_folder
from installer.commands import run, say
from installer.icon import panel
from installer.source import ROOT, Source, date_all, files_of
from installer.windows import interpreter, stage
from installer.windows.wine import Wine

HERE: Final = Path(__file__).parent
OUT: Final = ROOT / "out"
WORK: Final = OUT / "installer"
CACHE: Final = WORK / "cache"
PANEL: Final = "panel.bmp"

MIB: Final = 2**20
MOST_SETUP: Final = 60 * MIB
MOST_INSTALLED: Final = 200 * MIB


class TooBig(RuntimeError):
    """More than an old PC or a stick should be asked to hold."""


@dataclass(frozen=True)
class Recipe:
    """What goes into a setup program.

    Attributes:
        stage: the folder that is installed.
        version, numbers: as ``0.1.0`` and ``0.1.0.0``.
    """

    stage: Path
    forms: Path
    icon: Path
    version: str
    numbers: str

    def compile(self, target: Path, compressor: str = "lzma") -> None:
        run("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DSTAGE={self.stage}",
            f"-DTEMPLATES={self.forms}", f"-DICON={self.icon}",
            f"-DPANEL={self.icon.with_name(PANEL)}", f"-DOUT={target}", f"-DVERSION={self.version}",
            f"-DNUMBERS={self.numbers}", f"-DSIZE_KB={size_of(self.stage) // 1024}",
            f"-DCOMPRESSOR={compressor}", HERE / "setup.nsi")  # fmt: skip


@dataclass(frozen=True)
class Built:
    """What a build has made: the setup program and the plain folder as a ZIP."""

    source: Source
    recipe: Recipe
    setup: Path
    folder: Path


def build(
    commit: str, wine: Wine, embed: Path | None = None, *, out: Path = OUT, work: Path = WORK / "windows"
) -> Built:
    """Makes everything anew, but for what was fetched by hash. ``embed`` is an interpreter from elsewhere."""
    shutil.rmtree(work, ignore_errors=True)
    for folder in (CACHE, out):
        folder.mkdir(parents=True, exist_ok=True)
    committed = source.unpack(commit, work / "source")
    folder = work / "stage"
    stage.make(committed, embed or interpreter.fetch(CACHE), CACHE, work, folder, wine)
    (work / PANEL).write_bytes(panel(committed.folder / "resources" / "icons" / "app.svg"))
    # The setup program keeps the date of each file in it, of this one too.
    os.utime(work / PANEL, (committed.made, committed.made))
    forms.make(committed.folder / "resources" / "samples", committed.made, work / "forms")
    date_all(work / "forms", committed.made)
    name = f"So-Tu-Quan-{committed.version}"
    numbers = ".".join(str(number) for number in committed.numbers())
    recipe = Recipe(folder, work / "forms", work / "so-tu-quan.ico", committed.version, numbers)
    built = Built(committed, recipe, out / f"{name}-setup.exe", out / f"{name}-thu-muc.zip")
    recipe.compile(built.setup)
    pack_folder(folder, name, committed.made, built.folder)
    return built


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in files_of(folder))


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def tell(built: Built) -> None:
    """Prints the figures. Raises :class:`TooBig` when they are beyond what was set."""
    setup = built.setup.stat().st_size
    # An installation keeps the setup program that it came from.
    installed = size_of(built.recipe.stage) + setup
    for path in (built.setup, built.folder):
        say(f"{path.relative_to(ROOT)}  {path.stat().st_size / MIB:.1f} MiB  SHA-256 {digest_of(path)}")
    files = sum(1 for _ in files_of(built.recipe.stage))
    say(f"cài xong: {installed / MIB:.1f} MiB, {files} tệp, không tự giải nén khi mở")
    if setup > MOST_SETUP or installed > MOST_INSTALLED:
        raise TooBig(f"setup {setup / MIB:.1f} of 60 MiB, installed {installed / MIB:.1f} of 200 MiB")
