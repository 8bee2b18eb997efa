"""Installs what was built under Wine and proves that it works, upgrades, refuses and goes as it should.

Everything runs on the installed files; what the program makes there is opened here and the other way round.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pypdfium2  # type: ignore[import-untyped]

from desktop.system.setup_program import GO_BACK, KEPT, KEPT_BEFORE, VERSION_BEFORE
from installer.commands import ToolFailed, run, say
from installer.source import files_of
from installer.windows.build import OUT, WORK, Built
from installer.windows.wine import Wine

HERE: Final = Path(__file__).parent
SCREENS: Final = OUT / "man-hinh-windows"
KEY: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\So-Tu-Quan"
CLASSES: Final = r"HKCU\Software\Classes"
KINDS: Final = {".tqb": "SoTuQuan.GoiDuLieu", ".tqgi": "SoTuQuan.GoiIn"}
"""What a double click opens the program with: bundles and print packs."""
OLDER: Final = "0.0.1"

# As station.py names them.
COMMUNE: Final = "so-xa"
BUNDLE: Final = "goi.tqb"

TOO_OLD, NEWER_THERE, OPEN, NOT_COPIED = 3, 4, 5, 6
_PATIENCE_S: Final = 120


class NotProved(AssertionError):
    """A fact that people rely on does not hold."""


class Proof:
    """One Windows, from nothing to installed and back."""

    def __init__(self, built: Built) -> None:
        folder = WORK / "proof"
        shutil.rmtree(folder, ignore_errors=True)
        self._built = built
        self._wine = Wine(folder / "wine")
        self._disk = self._wine.drive("d", folder / "disk-d", "hd")
        self._stick = self._wine.drive("e", folder / "stick-e", "floppy")
        self._wine.drive("n", folder / "network-n", "network")
        self._programs = self._wine.home / "AppData" / "Local" / "Programs"
        self._installed = self._programs / "So-Tu-Quan"
        self._console = self._installed / "tuquan.exe"
        self._python = self._installed / "python" / "python.exe"
        self._older = folder / "older-setup.exe"
        replace(built.recipe, version=OLDER, numbers=f"{OLDER}.0").compile(self._older, "zlib")

    def run(self) -> None:
        try:
            for fact in (
                self.an_old_windows_is_refused_before_anything_is_written,
                self.a_silent_installation_works,
                self.what_is_asked_of_windows_alone_is_answered,
                self.the_main_job_is_done_and_its_papers_open_here,
                self.a_commune_here_sends_to_an_upper_level_there,
                self.a_commune_there_sends_to_an_upper_level_here,
                self.two_systems_draw_one_paper,
                self.a_newer_version_comes_on_a_stick,
                self.the_version_before_comes_back,
                self.nothing_is_replaced_while_the_data_is_open,
                self.nothing_is_replaced_while_the_window_is_open,
                self.an_upgrade_keeps_the_data_and_a_copy,
                self.a_downgrade_is_refused,
                self.a_bundle_opens_the_program,
                self.a_start_unpacks_nothing,
                self.the_plain_folder_works_from_a_stick,
                self.the_data_outlives_the_program,
            ):
                began = time.monotonic()
                fact()
                say(f"  đạt: {fact.__name__.replace('_', ' ')} ({time.monotonic() - began:.0f} s)")
        finally:
            self._wine.end()

    # Before anything is there

    def an_old_windows_is_refused_before_anything_is_written(self) -> None:
        before = self._profile()
        self._wine.pose_as("win7")
        self._wine.run(self._built.setup, "/S", expect=(TOO_OLD,))
        _demand(not self._installed.exists(), "something was installed")
        _demand(self._profile() == before, "something was written")
        forms = self._disk / "mau"
        self._wine.run(self._built.setup, "/S", r"/MAU=D:\mau", expect=(TOO_OLD,))
        for form in sorted(forms.iterdir()):
            told = self._here("-m", "desktop", "--language", "vi", "import", form, "--dry-run")
            _demand("0 dòng" in told, told)
        _demand(len(list(forms.iterdir())) == 2, "not all forms")
        self._wine.pose_as("win10")

    # Installed

    def a_silent_installation_works(self) -> None:
        self._wine.run(self._older, "/S")
        _demand(self._version() == OLDER, self._version())
        shipped = {path.relative_to(self._built.recipe.stage) for path in files_of(self._built.recipe.stage)}
        there = {path.relative_to(self._installed) for path in files_of(self._installed)}
        _demand(there - shipped == {Path("go-cai-dat.exe"), Path(KEPT)}, there - shipped)
        _demand((self._installed / KEPT).read_bytes() == self._older.read_bytes(), "another setup was kept")
        _demand(shipped <= there, shipped - there)
        for link in self._links():
            _demand(link.exists(), link)
        told = self._wine.run(self._console, "self-test")
        _demand(told.count("Tốt:") == 6, told)

    def what_is_asked_of_windows_alone_is_answered(self) -> None:
        told = self._wine.run(self._python, "-X", "utf8", HERE / "windows_checks.py", "D:\\", "E:\\", "N:\\")
        for line in told.splitlines():
            if line.startswith("ok "):
                say(f"    {line}")

    def the_main_job_is_done_and_its_papers_open_here(self) -> None:
        out = self._disk / "ket-qua"
        self._wine.run(self._console, "demo", "--out", r"D:\ket-qua")
        shutil.rmtree(SCREENS, ignore_errors=True)
        shutil.copytree(out / "screens", SCREENS)
        pages = len(list(SCREENS.glob("*.png")))
        _demand(pages > 20, f"{pages} pictures")
        say(f"    {pages} ảnh màn hình trong {SCREENS.relative_to(OUT.parent)}")
        bundle = next((out / "goi-du-lieu").glob("*.tqb"))
        told = self._here(
            "-m", "desktop", "bundle", "verify", bundle, "--key", out / "goi-du-lieu" / "xa.tqkey"
        )
        say(f"    {told.strip()}")
        with zipfile.ZipFile(bundle) as opened:
            _demand(opened.testzip() is None, "unzip finds a fault")
        _demand((out / "giay-khen.pdf").read_bytes().startswith(b"%PDF-"), "no paper")

    def a_commune_here_sends_to_an_upper_level_there(self) -> None:
        made = self._disk / "linux"
        made.mkdir()
        self._station_here("make", made)
        self._station_there("upper", r"D:\linux")
        self._station_here("send", made)
        self._wine.run(
            self._console, "bundle", "verify", r"D:\linux\goi.tqb", "--key", r"D:\linux\so-xa.tqkey"
        )
        self._station_there("take", r"D:\linux")
        self._station_there("check", r"D:\linux")

    def a_commune_there_sends_to_an_upper_level_here(self) -> None:
        made = self._disk / "so-lieu"
        made.mkdir()
        self._station_there("make", r"D:\so-lieu")
        self._station_here("upper", made)
        self._station_there("send", r"D:\so-lieu")
        self._here("-m", "desktop", "bundle", "verify", made / BUNDLE, "--key", made / "so-xa.tqkey")
        self._station_here("take", made)
        copy = self._disk / "mang-ve"
        shutil.copytree(made, copy)
        self._station_here("check", copy)
        told = self._wine.run(self._console, "where")
        _demand(r"D:\so-lieu\so-xa" in told, told)

    def two_systems_draw_one_paper(self) -> None:
        papers = [(self._disk / folder / "giấy khen.pdf").read_bytes() for folder in ("linux", "so-lieu")]
        _demand(_page_text(papers[0]) == _page_text(papers[1]), "the papers differ")

    # Upgraded

    def a_newer_version_comes_on_a_stick(self) -> None:
        made = self._disk / "so-lieu"
        shutil.copy(self._built.setup, made)
        self._station_here("sign", made)
        for file in (made / "usb").iterdir():
            shutil.move(file, self._stick)
        window = self._wine.start(self._installed / "So-Tu-Quan.exe")
        _await(self._is_open, "the window opens")
        self._station_there("update", r"D:\so-lieu")
        _demand(self._version() == OLDER, "an open program was replaced")
        _end(window)
        _await(lambda: self._version() == self._built.source.version, "the newer version is put in place")
        _await(self._is_open, "the newer version opens by itself")
        self._close_all()
        self._station_there("updated", r"D:\so-lieu")
        _demand((self._installed / KEPT).read_bytes() == self._built.setup.read_bytes(), "it was not kept")
        self._forget_copies()

    def the_version_before_comes_back(self) -> None:
        told = (self._installed / VERSION_BEFORE).read_text(encoding="utf-8")
        _demand(told.startswith("Sổ Tự Quản "), told)
        self._wine.run(self._installed / KEPT_BEFORE, "/S", GO_BACK)
        _demand(self._version() == OLDER, self._version())
        self._wine.run(self._console, "self-test")
        self._forget_copies()

    def nothing_is_replaced_while_the_data_is_open(self) -> None:
        other = self._wine.start(self._python, "-X", "utf8", HERE / "station.py", "hold", r"D:\so-lieu")
        try:
            assert other.stdout is not None
            _await(lambda: b"held" in (other.stdout.readline() if other.stdout else b""), "it holds the data")
            self._wine.run(self._built.setup, "/S", expect=(NOT_COPIED,))
        finally:
            other.communicate()
        _demand(self._version() == OLDER, "the version changed")
        _demand(not (self._installed / "moi").exists(), "new files were left")
        self._wine.run(self._console, "where")

    def nothing_is_replaced_while_the_window_is_open(self) -> None:
        with self._window():
            self._wine.run(self._built.setup, "/S", expect=(OPEN,))
        _demand(self._version() == OLDER, "the version changed")

    def an_upgrade_keeps_the_data_and_a_copy(self) -> None:
        data = self._disk / "so-lieu" / COMMUNE
        before = _contents(data)
        self._wine.run(self._built.setup, "/S")
        _demand(self._version() == self._built.source.version, self._version())
        copies = list((data / "sao-luu").iterdir())
        _demand(len(copies) == 1, copies)
        _demand(_contents(copies[0]) == before, "the copy differs from the data")
        _demand(_contents(data) == before, "the data was changed")
        told = self._wine.run(
            self._console, "rebuild", "--check", "--password-file", r"D:\so-lieu\mat-khau.txt"
        )
        _demand("khớp" in told, told)

    def a_downgrade_is_refused(self) -> None:
        self._wine.run(self._older, "/S", expect=(NEWER_THERE,))
        _demand(self._version() == self._built.source.version, self._version())

    def a_bundle_opens_the_program(self) -> None:
        for ending, kind in KINDS.items():
            told = self._wine.run("reg", "query", rf"{CLASSES}\{ending}")
            _demand(kind in told, told)
            command = self._wine.run("reg", "query", rf"{CLASSES}\{kind}\shell\open\command")
            _demand(r'So-Tu-Quan.exe" --bundle "%1"' in command, command)
        with self._window("--bundle", r"D:\so-lieu\goi.tqb"):
            pass

    def a_start_unpacks_nothing(self) -> None:
        temporary = self._wine.home / "Temp"
        before, began = set(temporary.rglob("*")), time.monotonic()
        self._wine.run(self._console, "where")
        say(f"    mở và trả lời một lệnh dưới Wine: {time.monotonic() - began:.1f} s")
        _demand(set(temporary.rglob("*")) == before, "a start leaves files")

    def the_plain_folder_works_from_a_stick(self) -> None:
        with zipfile.ZipFile(self._built.folder) as packed:
            packed.extractall(self._stick)
        name = self._built.folder.name.removesuffix("-thu-muc.zip")
        told = self._wine.run(self._stick / name / "tuquan.exe", "self-test")
        _demand(told.count("Tốt:") == 6, told)

    # Removed

    def the_data_outlives_the_program(self) -> None:
        data = self._disk / "so-lieu" / COMMUNE
        before = _contents(data)
        self._wine.run(self._installed / "go-cai-dat.exe", "/S")
        _await(lambda: not self._installed.exists(), "the program goes")
        _demand(_contents(data) == before, "the data was touched")
        _demand(not any(link.exists() for link in self._links()), "shortcuts are left")
        kinds = (rf"{CLASSES}\{name}" for each in KINDS.items() for name in each)
        for key in (KEY, *kinds):
            self._wine.run("reg", "query", key, expect=(1,))

    # What the facts are made of

    def _window(self, *more: str) -> _Window:
        program = self._wine.start(self._installed / "So-Tu-Quan.exe", *more)
        return _Window(program, self._is_open, self._forget_copies)

    def _is_open(self) -> bool:
        # The lock on the data shows it: the console's copy is refused then.
        return "tuquan:" in self._wine.run(self._console, "keep-copy", expect=(0, 1))

    def _close_all(self) -> None:
        """A window that the setup program opened, which is no child of ours."""
        self._wine.run("taskkill", "/F", "/IM", "So-Tu-Quan.exe")
        _await(lambda: not self._is_open(), "the window is gone")

    def _forget_copies(self) -> None:
        shutil.rmtree(self._disk / "so-lieu" / COMMUNE / "sao-luu", ignore_errors=True)

    def _version(self) -> str:
        try:
            told = self._wine.run("reg", "query", KEY, "/v", "DisplayVersion")
        except ToolFailed:
            return ""
        return told.split()[-1]

    def _links(self) -> list[Path]:
        menu = self._wine.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        return [folder / "Sổ Tự Quản.lnk" for folder in (menu, self._wine.home / "Desktop")]

    def _profile(self) -> set[Path]:
        temporary = self._wine.home / "Temp"
        return {path for path in self._wine.home.rglob("*") if not path.is_relative_to(temporary)}

    def _station_here(self, part: str, folder: Path) -> None:
        self._here(HERE / "station.py", part, folder)

    def _station_there(self, part: str, folder: str) -> None:
        self._wine.run(self._python, "-X", "utf8", HERE / "station.py", part, folder)

    def _here(self, *arguments: str | Path) -> str:
        """The same commit's program on this machine."""
        around = {
            "PYTHONPATH": str(self._built.source.folder),
            "XDG_CONFIG_HOME": str(WORK / "proof" / "config"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        return run(sys.executable, *arguments, at=self._built.source.folder, also=around)


class _Window:
    """The program with its window open, for as long as a block lasts."""

    def __init__(
        self, process: subprocess.Popen[bytes], is_open: Callable[[], bool], after: Callable[[], None]
    ) -> None:
        self._process = process
        self._is_open = is_open
        self._after = after

    def __enter__(self) -> None:
        _await(self._is_open, "the window opens")

    def __exit__(self, *_: object) -> None:
        _end(self._process)
        _await(lambda: not self._is_open(), "the window is gone")
        self._after()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program, and waits for it and not for its pipes: programs of Wine's own may hold them open."""
    process.terminate()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _page_text(paper: bytes) -> str:
    """Of its first page."""
    opened = pypdfium2.PdfDocument(paper)
    try:
        return str(opened[0].get_textpage().get_text_range())
    finally:
        opened.close()


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".lck"
    }


def _await(condition: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > until:
            raise NotProved(what)
        time.sleep(0.2)


def _demand(fact: bool, otherwise: object) -> None:  # noqa: FBT001  # reads as a sentence
    if not fact:
        raise NotProved(str(otherwise))
