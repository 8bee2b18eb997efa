"""``make docs``: takes the handbook's pictures anew, from the real window at a made-up station."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desktop.app.demo import run_demo
from desktop.app.demo_station import Station, first_start
from desktop.app.run import go_without_screen
from desktop.app.sample import make_sample
from desktop.app.window import make_application
from desktop.base.resources import handbook
from desktop.i18n.catalogue import Catalogue
from desktop.ui.kit.collector import Collector

FROM_THE_DEMO: Final[Mapping[str, str]] = {
    "cai-dat-mo-lan-dau": "xa-2-nguoi-dung",
    "ngay-dau-ma-khoi-phuc": "xa-3-ma-khoi-phuc",
    "ngay-dau-bat-dau": "xa-4-bat-dau",
    "ngay-dau-nhap": "nhap-danh-sach-nong-cot-xem-truoc",
    "khen-thuong-in-giay": "in-giay",
    "usb-doi-chieu": "xa-doi-chieu",
    "usb-xem-truoc": "nhan-1-xem-truoc",
}
"""Pictures of the handbook, and what the demonstration calls them."""

OF_PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "hang-tuan-viec-hom-nay": ("today", ""),
    "hang-tuan-ghi-ca-dot": ("visits", "round"),
    "bao-cao-lap": ("reports", "report"),
    "khen-thuong-de-nghi": ("awards", "award_set"),
    "su-co-sao-luu": ("administration", "backup"),
    "ban-giao-bat-dau": ("administration", "handover"),
}
"""Pictures of a page, and of one of its tabs, after a year of work."""

OF_THE_SETUP: Final = "cai-dat-bo-cai"
"""Taken by ``installer.setup_picture``, where there is a setup program to open."""

_COLOURS: Final = 256
"""A window shows hardly more, and a picture takes a quarter of the room."""


def names() -> set[str]:
    """Every picture that the handbook has."""
    return {*FROM_THE_DEMO, *OF_PAGES, OF_THE_SETUP}


def make_pictures(out: Path) -> int:
    """Takes the window's pictures and puts them into ``out``, where no other stays; gives their number."""
    make_application()
    with TemporaryDirectory(prefix="tuquan-") as name:
        home = Path(name)
        run_demo(home / "demo", Catalogue("vi"), pages=False)
        found = {
            picture: home / "demo" / "screens" / f"{shot}.png" for picture, shot in FROM_THE_DEMO.items()
        }
        found |= _pages(home)
        out.mkdir(parents=True, exist_ok=True)
        for old in out.iterdir():
            if old.stem not in names():
                old.unlink()
        for picture, path in found.items():
            if not _of_few_colours(QImage(str(path))).save(str(out / f"{picture}.png")):
                raise FileNotFoundError(path)
    return len(found)


def _pages(home: Path) -> dict[str, Path]:
    # Pages that say where the data is say it as from here, not from a folder that is gone tomorrow.
    with contextlib.chdir(home):
        collector = Collector()
        station = Station(Path(), "So-Tu-Quan", home / "pages")
        try:
            first_start(station, "tinh bien", "Nguyễn Văn An")
            station.hand.click("Door_nothing")
            make_sample(station.workspace)
            return {name: _page(station, name, *page) for name, page in OF_PAGES.items()}
        finally:
            station.close()
            collector.stop()


def _of_few_colours(image: QImage) -> QImage:
    """The same picture in the colours that it has most of; each other becomes the one that is nearest."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    flat = Qt.ImageConversionFlag.ThresholdDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, palette, flat)


def _page(at: Station, name: str, page: str, tab: str) -> Path:
    at.go(page, tab or None)
    return at.hand.shot(name)


def main() -> None:
    go_without_screen()
    folder = handbook() / "anh"
    print(Catalogue("vi").text("screens.made", count=make_pictures(folder), folder=str(folder)))  # noqa: T201


if __name__ == "__main__":
    main()
