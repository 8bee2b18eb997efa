"""A station's work in parts that two systems do together; run by the interpreter of the installed program.

python station.py make FOLDER         a commune's register, a certificate, its key file
python station.py upper FOLDER        the upper level's register, which trusts the commune, and its key file
python station.py send FOLDER         the commune trusts the upper level and writes its bundle
python station.py take FOLDER         the upper level takes the bundle in, and knows it when it comes again
python station.py check FOLDER        opens the commune's register wherever it is now, folds it, reads its papers
python station.py sign FOLDER         the upper level signs the setup program in it, into usb/
python station.py update FOLDER       the commune takes the newer version from the stick, and starts it
python station.py updated FOLDER      the first start afterwards says that it went well
python station.py hold FOLDER         has it open until standard input ends
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Final

from desktop.app.opening import real_environment
from desktop.app.places import Preferences, preferences_file, save_preferences
from desktop.domain.access import Role
from desktop.domain.versions import RUNNING, Version
from desktop.pdf.render import page_text
from desktop.services import bundles, devices, places, registers, update_note, updates
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.certificates import CommonLines, decide, default_layout, draw
from desktop.services.data_folder import users
from desktop.services.environment import StationInfo
from desktop.services.search import find
from desktop.services.users import NewUser
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.system import setup_program
from desktop.system.single_instance import DataFolderLock
from desktop.vault.kdf import Kdf
from desktop.vault.recovery import RecoveryCode

PASSWORD: Final = "thu-may-2026"  # noqa: S105  # of registers that live for a minute
COMMUNE: Final = "so-xa"
UPPER: Final = "so-cap-tren"
PAPER: Final = "giấy khen.pdf"
BUNDLE: Final = "goi.tqb"
COMMUNE_KEY: Final = "so-xa.tqkey"
UPPER_KEY: Final = "so-cap-tren.tqkey"
STICK: Final = "usb"
OLDER: Final = Version(0, 0, 1)
NAME: Final = "Đỗ Thị Huyền Nhẫn"


def make(folder: Path) -> None:
    commune = _register(folder / COMMUNE, "commune")
    try:
        with commune.change("person.create") as change:
            change.create("person", {"full_name": NAME})
        with commune.change("award.create") as change:
            award = change.create(
                "award",
                {"printed_name": NAME, "achievement": "Thành tích", "recipient_kind": "individual"},
            )
        lines = CommonLines("CHỦ TỊCH", "CHỦ TỊCH", "Lê Văn A", "An Giang", "01/QĐ-UBND", date(2026, 1, 5))
        decide(commune, [award], lines)
        (folder / PAPER).write_bytes(draw(commune, [award], lines, default_layout()).pdf)
        (folder / COMMUNE_KEY).write_bytes(devices.export_key_file(commune))
    finally:
        commune.close()
    (folder / "mat-khau.txt").write_text(PASSWORD, encoding="utf-8")
    save_preferences(preferences_file(), Preferences(folder=str(folder / COMMUNE)))


def upper(folder: Path) -> None:
    made = _register(folder / UPPER, "upper")
    try:
        devices.confirm(made, devices.import_key_file(made, (folder / COMMUNE_KEY).read_bytes()))
        (folder / UPPER_KEY).write_bytes(devices.export_key_file(made))
    finally:
        made.close()


def send(folder: Path) -> None:
    commune = _open(folder / COMMUNE)
    try:
        to = devices.import_key_file(commune, (folder / UPPER_KEY).read_bytes())
        devices.confirm(commune, to)
        known = devices.recipients(commune)
        bundles.export(commune, known[0].station, folder / BUNDLE, _quiet)
    finally:
        commune.close()


def take(folder: Path) -> None:
    at = _open(folder / UPPER)
    try:
        first = bundles.import_bundle(at, folder / BUNDLE, _quiet)
        _demand(first.new > 0, "the bundle brings nothing")
        again = bundles.import_bundle(at, folder / BUNDLE, _quiet)
        _demand(again.new == 0, "the bundle is taken in twice")
    finally:
        at.close()


def check(folder: Path) -> None:
    commune = _open(folder / COMMUNE)
    try:
        before = commune.file.digest()
        commune.file.rebuild()
        _demand(commune.file.digest() == before, "the tables differ from the journal")
        _demand(registers.count(commune, "person", ListQuery()) == 1, "the person is gone")
        _demand(len(find(commune, "nhan")) >= 1, "search does not find the name")
    finally:
        commune.close()
    _demand("ngày 05 tháng 01 năm 2026" in page_text((folder / PAPER).read_bytes(), 0), "the paper is other")


def sign(folder: Path) -> None:
    at = _open(folder / UPPER)
    try:
        (built,) = folder.glob("So-Tu-Quan-*-setup.exe")
        (folder / STICK).mkdir()
        updates.sign(at, updates.look_at(built), folder / STICK, _quiet)
    finally:
        at.close()


def update(folder: Path) -> None:
    commune = _open(folder / COMMUNE)
    try:
        (stick,) = places.sticks()
        (found,) = updates.find(stick.folder, OLDER)
        ready = updates.fetch(commune, found, _quiet, OLDER)
        update_note.started(commune, ready.version, OLDER)
    finally:
        commune.close()
    setup_program.start(ready.path, [setup_program.WAIT, setup_program.REOPEN])


def updated(folder: Path) -> None:
    commune = _open(folder / COMMUNE)
    try:
        _demand(
            update_note.settle(commune) == update_note.Outcome(RUNNING, done=True), "the update is not told"
        )
    finally:
        commune.close()


def hold(folder: Path) -> None:
    with DataFolderLock(folder / COMMUNE):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()


def _register(folder: Path, level: str) -> Workspace:
    around = real_environment()
    station = StationInfo(folder.name, f"Đơn vị {folder.name}", "Cấp trên", level)
    setup = FirstRun(folder, station, (NewUser("Trần Thị Thử", Role.ADMIN, PASSWORD),))
    return first_run(setup, around, RecoveryCode.generate(around.randomness), kdf=Kdf(memory=2**24, passes=2))


def _open(folder: Path) -> Workspace:
    return open_workspace(folder, users(folder)[0].id, PASSWORD, real_environment())


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def _demand(fact: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence
    if not fact:
        raise RuntimeError(otherwise)


if __name__ == "__main__":
    parts = {each.__name__: each for each in (make, upper, send, take, check, sign, update, updated, hold)}
    parts[sys.argv[1]](Path(sys.argv[2]))
