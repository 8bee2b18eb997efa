"""Builds the Debian package from the newest commit, installs it in a copy of this machine and tries it there.

/usr/lib/so-tu-quan   the program, its libraries and resources
/usr/bin              so-tu-quan (its window) and tuquan (its commands)
/usr/share            the entry in the menu, icons, the types of .tqb and .tqgi files, licences
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from installer import source
from installer.commands import ToolFailed, run, say
from installer.contents import unpack_wheels
from installer.icon import png
from installer.source import ROOT, Source, copy_program, date_all, files_of
from installer.wheels import Target, fetch

HERE: Final = Path(__file__).parent
PARTS: Final = HERE / "package"
OUT: Final = ROOT / "out"
WORK: Final = OUT / "installer"

PYTHON: Final = "/usr/bin/python3.11"
"""Debian 12's; some libraries are compiled for one version of Python alone."""

TARGET: Final = Target(
    "3.11",
    (*(f"manylinux_2_{glibc}_x86_64" for glibc in (36, 34, 31, 28, 27, 17)), "manylinux2014_x86_64"),
    "linux",
    "Linux",
)
ICONS: Final = (48, 128, 256)
MIB: Final = 2**20


def build(commit: str) -> Path:
    """The package, in ``out``."""
    work = WORK / "debian"
    shutil.rmtree(work, ignore_errors=True)
    committed = source.unpack(commit, work / "source")
    tree = work / "tree"
    home = tree / "usr" / "lib" / "so-tu-quan"
    home.mkdir(parents=True)
    copy_program(committed, home)
    unpack_wheels(fetch(TARGET, committed.folder, WORK / "cache" / "linux"), home / "lib")
    shutil.copy(PARTS / "start.py", home)
    run(PYTHON, "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash",
        "lib", "desktop", at=home)  # fmt: skip
    _put(PARTS / "tuquan", tree / "usr/bin/tuquan", 0o755)
    _put(PARTS / "so-tu-quan", tree / "usr/bin/so-tu-quan", 0o755)
    _put(PARTS / "so-tu-quan.desktop", tree / "usr/share/applications/so-tu-quan.desktop")
    _put(PARTS / "so-tu-quan.xml", tree / "usr/share/mime/packages/so-tu-quan.xml")
    for name in ("LICENSE", "THIRD-PARTY-LICENSES.md"):
        _put(committed.folder / name, tree / "usr/share/doc/so-tu-quan" / name)
    _put(committed.folder / "LICENSE", tree / "usr/share/doc/so-tu-quan/copyright")
    _paint_icons(committed, tree / "usr/share/icons/hicolor")
    size = sum(path.stat().st_size for path in files_of(tree)) // 1024
    control = (PARTS / "control").read_text(encoding="utf-8").format(version=committed.version, size=size)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    date_all(tree, committed.made)
    package = OUT / f"so-tu-quan_{committed.version}_amd64.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, package,
        also={"SOURCE_DATE_EPOCH": str(committed.made)})  # fmt: skip
    say(
        f"{package.relative_to(ROOT)}  {package.stat().st_size / MIB:.1f} MiB; cài xong: {size / 1024:.1f} MiB"
    )
    return package


def _put(source_file: Path, target: Path, mode: int = 0o644) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source_file, target)
    target.chmod(mode)


def _paint_icons(committed: Source, theme: Path) -> None:
    svg = committed.folder / "resources" / "icons" / "app.svg"
    _put(svg, theme / "scalable/apps/so-tu-quan.svg")
    for size in ICONS:
        path = theme / f"{size}x{size}" / "apps" / "so-tu-quan.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(png(svg, size))


# In a copy of this machine that is gone when the shell ends: what dpkg writes goes into memory. $1 is the package.
_TRIAL: Final = """
set -eu
mount -t tmpfs tmpfs "$2"
mkdir "$2/above" "$2/work" "$2/machine"
mount -t overlay overlay -o "lowerdir=/,upperdir=$2/above,workdir=$2/work" "$2/machine"
mount -t proc proc "$2/machine/proc"
mount --rbind /dev "$2/machine/dev"
cp "$1" "$2/machine/tmp/trial.deb"
exec chroot "$2/machine" sh -eu -c '
    export DEBIAN_FRONTEND=noninteractive HOME=/tmp QT_QPA_PLATFORM=offscreen
    cd /
    dpkg -i /tmp/trial.deb >/dev/null
    tuquan self-test
    tuquan where
    desktop-file-validate /usr/share/applications/so-tu-quan.desktop
    grep -q so-tu-quan.desktop /usr/share/applications/mimeinfo.cache
    grep -q "application/vnd.so-tu-quan.bundle:\\*.tqb" /usr/share/mime/globs
    grep -q "application/vnd.so-tu-quan.print-pack:\\*.tqgi" /usr/share/mime/globs
    tuquan import --dry-run /usr/lib/so-tu-quan/resources/samples/so-hoa-giai.xlsx >/dev/null
    dpkg -r so-tu-quan >/dev/null
    test ! -e /usr/bin/tuquan
    find /usr/lib/so-tu-quan 2>/dev/null | head -5
'
"""


def prove(package: Path) -> None:
    """Installs, tries and removes it. Raises :class:`ToolFailed` when any of that does not go well."""
    with tempfile.TemporaryDirectory(prefix="tuquan-") as folder:
        told = run("unshare", "--mount", "sh", "-c", _TRIAL, "sh", package, folder)
    lines = told.strip().splitlines()
    for line in lines:
        say(f"    {line}")
    if sum(line.startswith("Tốt:") for line in lines) != 6 or any(
        "/usr/lib/so-tu-quan" in line for line in lines
    ):
        raise ToolFailed(told)
