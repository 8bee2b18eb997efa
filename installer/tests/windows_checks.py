"""What the program asks of Windows alone, asked for real; run by the interpreter of the installed program.

python windows_checks.py D:\\ E:\\ N:\\      a second fixed disk, a stick, a network drive
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop.app.places import preferences_file
from desktop.domain.errors import UserError
from desktop.services.places import bundle_files
from desktop.system import drives, machine
from desktop.system.atomic import CHUNK, remove_leftovers, write_atomic, write_to_stick
from desktop.system.errors import AlreadyOpen, FolderGone, FolderReadOnly, StickDamaged, UnsafeHome
from desktop.system.files import REAL_FILES
from desktop.system.single_instance import DataFolderLock
from desktop.system.volumes import VolumeKind

# Around the sizes of a sector, a page, a block of reading, and none.
SIZES: Final = (0, 1, 511, 512, 4095, 4096, 4097, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7)
NAME: Final = "gói dữ liệu tháng 11 – Tịnh Biên.tqb"
HOLD: Final = """
import sys
from pathlib import Path
from desktop.system.single_instance import DataFolderLock
with DataFolderLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


class Checks:
    """Each method is one fact.

    Attributes:
        home: a folder on drive C.
    """

    def __init__(self, home: Path, second: Path, stick: Path, network: Path) -> None:
        self.home = home
        self.second = second
        self.stick = stick
        self.network = network

    def drives_are_known_by_kind(self) -> None:
        kinds = [
            drives.volume_kind(place).kind for place in (self.home, self.second, self.stick, self.network)
        ]
        wanted = [VolumeKind.FIXED, VolumeKind.FIXED, VolumeKind.REMOVABLE, VolumeKind.NETWORK]
        _demand(kinds == wanted, kinds)

    def a_folder_that_is_not_there_yet_lies_on_its_drive(self) -> None:
        _demand(drives.volume_kind(self.stick / "chưa" / "có").kind is VolumeKind.REMOVABLE, "unknown")
        _demand(
            drives.volume_kind(Path(r"Q:\chua-co")).kind is VolumeKind.UNKNOWN, "a drive that is not there"
        )
        _demand(drives.volume_kind(Path(r"\\may-chu\chung\so")).kind is VolumeKind.NETWORK, "a shared folder")

    def a_volume_says_its_room(self) -> None:
        volume = drives.volume_kind(self.home)
        _demand(0 < volume.free_bytes <= volume.total_bytes, (volume.free_bytes, volume.total_bytes))
        _demand(str(volume.root) == "C:\\", volume.root)

    def the_stick_is_listed_and_no_disk(self) -> None:
        _demand([str(each.root) for each in drives.sticks()] == [str(self.stick)], drives.sticks())

    def data_is_proposed_on_the_second_disk_outside_the_profile(self) -> None:
        _demand(drives.propose_data_folder() == self.second / "So-Tu-Quan", drives.propose_data_folder())

    def a_register_lives_on_no_stick_and_no_network_drive(self) -> None:
        _refused(UnsafeHome, lambda: drives.refuse_unsafe_home(self.stick / "so"))
        _refused(UnsafeHome, lambda: drives.refuse_unsafe_home(self.network / "so"))
        drives.refuse_unsafe_home(self.second / "so")

    def the_machine_is_told_by_its_guid(self) -> None:
        key = r"HKLM\SOFTWARE\Microsoft\Cryptography"
        told = subprocess.check_output(["reg", "query", key, "/v", "MachineGuid"], text=True)  # noqa: S603, S607
        guid = told.split()[-1]
        _demand(machine.machine_fingerprint() == machine.fingerprint_of(guid), "not from the registry")
        _demand(guid not in machine.machine_fingerprint(), "told in the clear")

    def preferences_lie_in_the_persons_own_folder(self) -> None:
        _demand(preferences_file().is_relative_to(os.environ["APPDATA"]), preferences_file())

    def a_data_folder_is_opened_once(self) -> None:
        with DataFolderLock(self.home):
            _refused(AlreadyOpen, lambda: DataFolderLock(self.home))
        DataFolderLock(self.home).release()

    def another_process_holds_it_until_it_is_killed(self) -> None:
        arguments = [sys.executable, "-c", HOLD, str(self.home)]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603  # us
            assert other.stdout is not None
            _demand(other.stdout.readline().strip() == b"held", "it does not start")
            _refused(AlreadyOpen, lambda: DataFolderLock(self.home))
            other.kill()
            other.wait()
            DataFolderLock(self.home).release()

    def what_was_written_is_read_past_the_cache(self) -> None:
        for size in SIZES:
            path, data = self.home / f"{size}.bin", os.urandom(size)
            write_atomic(path, data)
            _demand(b"".join(REAL_FILES.read_device(path)) == data, size)

    def a_bundle_is_written_over_an_older_one_on_the_stick(self) -> None:
        for size in (10, CHUNK + 3, 5):
            data = os.urandom(size)
            write_to_stick(self.stick / NAME, data, lambda _done, _all: None)
            _demand((self.stick / NAME).read_bytes() == data, size)
        _demand([path.name for path in self.stick.iterdir() if path.suffix == ".TMP"] == [], "left beside")

    def a_bundle_that_a_virus_hid_is_found_and_written_over(self) -> None:
        # Wine keeps no marks of its own: to it what begins with a dot is hidden.
        inner = self.stick / ".ẩn" / f".{NAME}"
        inner.parent.mkdir()
        write_to_stick(inner, b"hidden", lambda _done, _all: None)
        for path in (inner, inner.parent):
            subprocess.check_call(["attrib", "+h", "+s", str(path)])  # noqa: S603, S607
            marks = path.stat().st_file_attributes  # type: ignore[attr-defined]  # of Windows alone
            _demand(marks & stat.FILE_ATTRIBUTE_HIDDEN, f"not hidden: {path}")
        _demand(inner in [each.path for each in bundle_files(self.stick)], "not found")
        write_to_stick(inner, b"again", lambda _done, _all: None)
        _demand(inner.read_bytes() == b"again", "not written over")

    def a_stick_that_lies_loses_nothing(self) -> None:
        class Lying(type(REAL_FILES)):  # type: ignore[misc]  # the class of the one there is
            def flush(self, handle: int) -> None:
                super().flush(handle)
                os.lseek(handle, 0, os.SEEK_SET)
                os.write(handle, b"!")

        old = (self.stick / NAME).read_bytes()
        _refused(
            StickDamaged,
            lambda: write_to_stick(self.stick / NAME, b"?" * CHUNK * 2, lambda _d, _a: None, Lying()),
        )
        _demand((self.stick / NAME).read_bytes() == old, "the older one is gone")
        _demand([path.name for path in self.stick.iterdir() if path.suffix == ".TMP"] == [], "left beside")

    def a_file_in_use_is_not_replaced(self) -> None:
        path = self.home / "dang mo.bin"
        path.write_bytes(b"old")
        with path.open("rb"):
            _refused(FolderReadOnly, lambda: write_atomic(path, b"new"))
        _demand(path.read_bytes() == b"old", "changed")
        _demand(remove_leftovers(self.home) == 0, "left beside")

    def a_folder_that_is_gone_is_told(self) -> None:
        _refused(FolderGone, lambda: write_atomic(self.home / "không có" / "x", b""))
        _refused(FolderGone, lambda: write_atomic(Path(r"Q:\x"), b""))

    def long_vietnamese_names_are_kept(self) -> None:
        deep = self.home / ("Công an phường Tịnh Biên " * 3).strip() / ("Tổ tự quản số 01 " * 3).strip()
        deep.mkdir(parents=True)
        write_atomic(deep / NAME, b"x")
        _demand([path.name for path in deep.iterdir()] == [NAME], list(deep.iterdir()))


def _refused(kind: type[UserError], work: Callable[[], object]) -> None:
    try:
        work()
    except kind:
        return
    raise RuntimeError(f"not refused by {kind.__name__}")


def _demand(fact: bool, otherwise: object) -> None:  # noqa: FBT001  # reads as a sentence
    if not fact:
        raise RuntimeError(str(otherwise))


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="tuquan-"))
    checks = Checks(home, *(Path(argument) for argument in sys.argv[1:4]))
    failed = 0
    for name in [name for name in vars(Checks) if not name.startswith("_")]:
        try:
            getattr(checks, name)()
        except Exception as error:  # noqa: BLE001  # each fact is told by itself
            failed += 1
            sys.stdout.write(f"FAILED {name.replace('_', ' ')}: {type(error).__name__}: {error}\n")
        else:
            sys.stdout.write(f"ok {name.replace('_', ' ')}\n")
    shutil.rmtree(home, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
