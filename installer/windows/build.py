"""Builds the Windows setup program and the plain folder from the newest commit, and prints their figures.

python -m installer.windows.build [--interpreter python-3.13.x-embed-amd64.zip]
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installer import forms, source
from installer.archive import pack_folder
from installer.commands import run, say
from installer.source import ROOT, Source, date_all, files_of
from installer.windows import interpreter, stage
from installer.windows.wine import Wine

HERE: Final = Path(__file__).parent
OUT: Final = ROOT / "out"
WORK: Final = OUT / "installer"
CACHE: Final = WORK / "cache"

MIB: Final = 2**20
MOST_SETUP: Final = 60 * MIB
MOST_INSTALLED: Final = 200 * MIB


class TooBig(RuntimeError):
    """More than an old PC or a stick should be asked to hold."""


@dataclass(frozen=True)
class Built:
    """What a build has made.

    Attributes:
        stage: the folder that is installed.
    """

    source: Source
    stage: Path
    setup: Path
    folder: Path


@dataclass(frozen=True)
class Setup:
    """What goes into a setup program beside the folder.

    Attributes:
        version, numbers: as ``0.1.0`` and ``0.1.0.0``.
    """

    stage: Path
    forms: Path
    icon: Path
    version: str
    numbers: str

    def compile(self, target: Path, compressor: str = "lzma") -> None:
        run("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DSTAGE={self.stage}",
            f"-DTEMPLATES={self.forms}", f"-DICON={self.icon}", f"-DOUT={target}", f"-DVERSION={self.version}",
            f"-DNUMBERS={self.numbers}", f"-DSIZE_KB={size_of(self.stage) // 1024}",
            f"-DCOMPRESSOR={compressor}", HERE / "setup.nsi")  # fmt: skip


def build(wine: Wine, embed: Path | None = None) -> tuple[Built, Setup]:
    """Makes everything anew in ``out``, but for what was fetched by hash."""
    work = WORK / "windows"
    shutil.rmtree(work, ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    committed = source.unpack(work / "source")
    if committed.edited:
        say(f"Bản cài đặt lấy từ lần ghi {committed.commit[:12]}; các tệp đang sửa dở không có trong đó.")
    folder = work / "stage"
    stage.make(committed, embed or interpreter.fetch(CACHE), CACHE, work, folder, wine)
    forms.make(committed.folder / "resources" / "samples", committed.made, work / "forms")
    date_all(work / "forms", committed.made)
    name = f"So-Tu-Quan-{committed.version}"
    numbers = ".".join(str(number) for number in committed.numbers())
    setup = Setup(folder, work / "forms", work / "so-tu-quan.ico", committed.version, numbers)
    built = Built(committed, folder, OUT / f"{name}-setup.exe", OUT / f"{name}-thu-muc.zip")
    setup.compile(built.setup)
    pack_folder(folder, name, committed.made, built.folder)
    return built, setup


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in files_of(folder))


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def tell(built: Built) -> None:
    """Prints the figures. Raises :class:`TooBig` when they are beyond what was set."""
    installed, setup = size_of(built.stage), built.setup.stat().st_size
    for path in (built.setup, built.folder):
        say(f"{path.relative_to(ROOT)}  {path.stat().st_size / MIB:.1f} MiB  SHA-256 {digest_of(path)}")
    files = sum(1 for _ in files_of(built.stage))
    say(f"cài xong: {installed / MIB:.1f} MiB, {files} tệp, không tự giải nén khi mở")
    if setup > MOST_SETUP or installed > MOST_INSTALLED:
        raise TooBig(f"setup {setup / MIB:.1f} of 60 MiB, installed {installed / MIB:.1f} of 200 MiB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--interpreter", type=Path, help="another embeddable zip, signed by its makers")
    options = parser.parse_args()
    wine = Wine(WORK / "wine-build")
    try:
        built, _ = build(wine, options.interpreter)
    finally:
        wine.end()
    tell(built)


if __name__ == "__main__":
    main()
