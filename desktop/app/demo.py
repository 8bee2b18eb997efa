"""The main job of a station from first start to the upper level, done through the window's own widgets.

    unit and users -> Excel lists -> a visit, a dispute -> certificates -> a bundle -> received above

It leaves what a person would have in hand at the end: the certificates, the bundle, pictures of the pages, and a
page that says what was done.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.app.demo_station import Station, first_start
from desktop.app.hand import Hand
from desktop.app.opening import real_environment
from desktop.app.screens import FEW, shoot_pages
from desktop.app.window import Starter, make_application
from desktop.base.resources import resource
from desktop.i18n.catalogue import Catalogue
from desktop.pdf.document import draw_log
from desktop.services import devices
from desktop.system.atomic import write_atomic
from desktop.ui.kit.collector import Collector
from desktop.ui.shell.appearance import dress


@dataclass(frozen=True)
class Papers:
    """Where everything is left."""

    out: Path

    @property
    def screens(self) -> Path:
        return self.out / "screens"

    @property
    def certificates(self) -> Path:
        return self.out / "giay-khen.pdf"

    @property
    def bundles(self) -> Path:
        return self.out / "goi-du-lieu"

    @property
    def log(self) -> Path:
        return self.out / "viec-da-lam.pdf"


def import_list(at: Station, file: str) -> None:
    """The four steps of an import, and its result."""
    hand = at.hand
    if at.shell.main_window().page_name() != "importing":
        at.go("importing")
    at.door.lay_out(resource("samples", file))
    hand.click("ChooseFile")
    name = Path(file).stem
    for step in ("tep", "cot", "ten", "xem-truoc"):
        hand.wait(_ready(hand), f"step {step}")
        hand.shot(f"nhap-{name}-{step}")
        if _stored(hand):
            break
        hand.click("ImportNext")
        hand.live(200)
    hand.wait(lambda: _stored(hand), "the rows are stored")
    hand.shot(f"nhap-{name}-xong")
    hand.click("ImportAgain")


def _ready(hand: Hand) -> Callable[[], bool]:
    return lambda: _stored(hand) or hand.find(QWidget, "ImportButtons").isEnabled()


def _stored(hand: Hand) -> bool:
    return hand.sees("ImportResult")


def write_down(at: Station) -> None:
    """A household, a visit to it, and a dispute with its two parties."""
    at.new("household")
    at.fill("household", head_name="Trần Văn Sang", address="Số 12, ấp Tây Hưng")
    at.save()
    at.new("visit")
    at.pick("visit", "household", "sang")
    at.fill("visit", visited_on="hn", visitors="Lê Quốc Dũng", content="Thăm hỏi, động viên gia đình")
    at.hand.shot("tham-gap")
    at.save()
    at.new("dispute")
    at.fill("dispute", summary="Tranh chấp lối đi chung", received_on="hq")
    at.hand.shot("vu-viec")
    at.save()


def search(at: Station, typed: str) -> None:
    """Ctrl+K, without accents, and the first that is found."""
    hand = at.hand
    hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    hand.type("SearchLine", typed)
    hand.wait(lambda: hand.sees("SearchList"), "something is found")
    hand.live(150)
    hand.shot("tim")
    hand.press(Qt.Key.Key_Return)
    hand.find(QWidget, "Panel")
    hand.shot("tim-thay")


AWARDED = (
    ("Ông", "Lê Quốc Dũng", "Tổ trưởng Tổ tự quản số 01 ấp Tây Hưng, phường Tịnh Biên"),
    ("Bà", "Nguyễn Trần Thanh Phượng", "Hòa giải viên, Tổ hòa giải khóm Hòa Thuận, phường Tịnh Biên"),
    ("Ông", "Đỗ Văn Nhẫn", "Thành viên Tổ tự quản số 02 khu phố 3, phường Tịnh Biên"),
)


def print_certificates(at: Station, path: Path) -> None:
    """Three awards, their common lines, and the paper."""
    hand = at.hand
    for honorific, name, unit in AWARDED:
        at.new("award")
        at.fill(
            "award",
            printed_name=name,
            honorific=honorific,
            printed_unit=unit,
            achievement="Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026",
        )
        at.save()
    at.go("awards", "printing")
    hand.click("TickAll")
    for name, text in (
        ("issuer", "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TỊNH BIÊN"),
        ("signer_title", "CHỦ TỊCH"),
        ("signer_name", "Lê Hoàng Sơn"),
        ("decision_number", "15/QĐ-UBND"),
        ("decision_on", "20/11"),
    ):
        at.type_in(f"Lines_{name}", text)
    hand.live(900)
    hand.shot("in-giay")
    at.door.lay_out(path)
    hand.click("SavePdfButton")
    hand.wait(path.exists, "the certificates are written")
    hand.live(500)
    hand.shot("in-giay-xong")


def exchange_keys(one: Station, other: Station, folder: Path) -> None:
    """Each computer reads the other's key file, and a person compares the 25 digits."""
    for at in (one, other):
        at.come_forward()
        at.go("sync", "devices")
        path = folder / f"{at.name}{devices.KEY_FILE_SUFFIX}"
        at.door.lay_out(path)
        at.hand.click("SaveKey")
        at.hand.wait(path.exists, "the key file is written")
    for at, from_ in ((one, other), (other, one)):
        at.come_forward()
        at.door.lay_out(folder / f"{from_.name}{devices.KEY_FILE_SUFFIX}")
        at.hand.click("ReadKey")
        at.hand.find(QWidget, "CompareYes")
        at.hand.shot(f"{at.name}-doi-chieu")
        at.hand.click("CompareYes")
        at.hand.live(300)


def send(at: Station, folder: Path) -> Path:
    """Writes the bundle; gives its file."""
    at.come_forward()
    at.go("sync", "send")
    at.door.lay_out(folder)
    at.hand.click("SendFolder")
    at.hand.live(300)
    at.hand.shot("gui-1")
    at.hand.click("SendWrite")
    at.hand.find(QWidget, "SendAgain")
    at.hand.shot("gui-2-xong")
    return next(folder.glob("*.tqb"))


def receive(at: Station, bundle: Path) -> None:
    """Looks at the bundle, then takes it in."""
    at.come_forward()
    at.go("sync", "receive")
    at.door.lay_out(bundle)
    at.hand.click("ReceiveFile")
    at.hand.find(QWidget, "ReceiveTake")
    at.hand.shot("nhan-1-xem-truoc")
    at.hand.click("ReceiveTake")
    at.hand.find(QWidget, "ReceiveAgain")
    at.hand.shot("nhan-2-xong")


def run_demo(out: Path, words: Catalogue, *, pages: bool = True) -> dict[str, Any]:
    """Does the main job and leaves the papers in ``out``. Raises if any part of it does not come about.

    With ``pages`` it also takes a picture of every page in every look, which takes most of the time.
    """
    papers = Papers(out.resolve())
    for old in (papers.screens, papers.bundles):
        shutil.rmtree(old, ignore_errors=True)
    for file in (papers.certificates, papers.log):
        file.unlink(missing_ok=True)
    papers.bundles.mkdir(parents=True)
    make_application()
    with TemporaryDirectory(prefix="tuquan-") as name:
        done = _Demo(Path(name), papers, words, pages=pages).run()
    lines = [*done, words.text("demo.left", folder=str(papers.out))]
    return {
        "lines": lines,
        "done": done,
        "certificates": str(papers.certificates),
        "bundle": str(next(papers.bundles.glob("*.tqb"))),
        "log": str(papers.log),
        "screens": sorted(path.name for path in papers.screens.glob("*.png")),
    }


class _Demo:
    """Two computers, one after the other and then together."""

    def __init__(self, home: Path, papers: Papers, words: Catalogue, *, pages: bool) -> None:
        self._home = home
        self._pages = pages
        self._papers = papers
        self._words = words
        self._done: list[str] = []

    def run(self) -> list[str]:
        app = make_application()
        looks = Starter(self._home / "mau", real_environment(), self._home / "mau.json").appearance()
        dress(app, looks)
        collector = Collector()
        commune = Station(self._home, "xa", self._papers.screens)
        try:
            self._work_at(commune)
            upper = Station(self._home, "cap-tren", self._papers.screens)
            try:
                self._hand_over(commune, upper)
                if self._pages:
                    commune.come_forward()
                    self._say("demo.pictures", count=shoot_pages(commune, FEW))
            finally:
                upper.close()
        finally:
            commune.close()
            collector.stop()
        self._write_log()
        return self._done

    def _work_at(self, commune: Station) -> None:
        first_start(commune, "tinh bien", "Nguyễn Văn An")
        self._say("demo.started", station=commune.workspace.station.name)
        commune.hand.click("Door_import")
        import_list(commune, "danh-sach-nong-cot.xlsx")
        import_list(commune, "so-hoa-giai.xlsx")
        self._say(
            "demo.imported",
            members=commune.count("member"),
            groups=commune.count("group"),
            disputes=commune.count("dispute"),
        )
        write_down(commune)
        self._say("demo.written")
        search(commune, "le quoc dung")
        self._say("demo.searched")
        print_certificates(commune, self._papers.certificates)
        self._say("demo.printed", count=len(AWARDED), file=self._papers.certificates.name)

    def _hand_over(self, commune: Station, upper: Station) -> None:
        upper.come_forward()
        first_start(upper, "an giang", "Trần Thị Bình", upper=True)
        upper.hand.click("Door_nothing")
        exchange_keys(commune, upper, self._papers.bundles)
        self._say("demo.enrolled", station=upper.workspace.station.name)
        bundle = send(commune, self._papers.bundles)
        self._say("demo.sent", file=bundle.name)
        receive(upper, bundle)
        self._say("demo.received", members=upper.count("member"), groups=upper.count("group"))

    def _say(self, key: str, **facts: object) -> None:
        self._done.append(self._words.text(key, **facts))

    def _write_log(self) -> None:
        with TemporaryDirectory() as name:
            path = Path(name) / "log.pdf"
            with path.open("wb") as out:
                draw_log(
                    self._words.text("demo.title"),
                    [f"{number}. {line}" for number, line in enumerate(self._done, start=1)],
                    out,
                )
            write_atomic(self._papers.log, path.read_bytes())
