"""What ships of the libraries, and what the setup program does with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from installer.contents import QT_MODULES, ships
from installer.source import PROGRAM, ROOT
from installer.windows import launchers
from installer.windows.stage import LICENCES, VERSION_FILE

SETUP = ROOT / "installer" / "windows"


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/__init__.py",
        "PySide6/QtWidgets.pyd",
        "PySide6/Qt6Widgets.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/QtCore.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "shiboken6/Shiboken.pyd",
        "PIL/_imaging.cp313-win_amd64.pyd",
        "pypdfium2_raw/pdfium.dll",
        "reportlab/__init__.py",
        "reportlab-5.1.0.dist-info/METADATA",
        "pynacl-1.6.2.dist-info/licenses/LICENSE",
    ],
)
def test_what_the_program_uses_ships(name: str) -> None:
    assert ships(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/opengl32sw.dll",
        "PySide6/Qt6Quick.dll",
        "PySide6/QtQml.pyd",
        "PySide6/designer.exe",
        "PySide6/translations/qtbase_de.qm",
        "PySide6/QtWidgets.pyi",
        "PySide6/resources/icudtl.dat",
        "PySide6/plugins/sqldrivers/qsqlite.dll",
        "shiboken6/shiboken6.abi3.lib",
        "PIL/_avif.cp313-win_amd64.pyd",
        "click/py.typed",
        "reportlab-5.1.0.dist-info/RECORD",
    ],
)
def test_what_nothing_needs_stays_away(name: str) -> None:
    assert not ships(name)


def test_every_part_of_qt_that_the_program_imports_ships() -> None:
    used = {
        found
        for path in (ROOT / "desktop").rglob("*.py")
        for found in re.findall(
            r"^\s*from PySide6\.Qt(\w+) import", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert used == set(QT_MODULES)


def test_the_setup_program_removes_and_puts_in_place_all_that_is_staged() -> None:
    program = {name.partition("/")[0] for name in PROGRAM}
    staged = {"python", "lib", *program, LICENCES, VERSION_FILE, launchers.WINDOWED, launchers.CONSOLE}
    script = (SETUP / "setup.nsi").read_text(encoding="utf-8").replace("${PROGRAM}", launchers.WINDOWED)
    removal = script[script.index("!macro REMOVE_PROGRAM") :].split("!macroend")[0]
    removed = set(re.findall(r'"\$INSTDIR\\([^"]+)"', removal))
    moved = set(re.findall(r'!insertmacro MOVE "([^"]+)"', script))
    assert (removed, moved) == (staged, staged)


def test_the_setup_program_says_everything_in_both_languages() -> None:
    words = (SETUP / "setup-words.nsh").read_text(encoding="utf-8")
    said = {
        language: set(re.findall(rf"LangString (\w+) \${{LANG_{language}}}", words))
        for language in ("VIETNAMESE", "ENGLISH")
    }
    asked = set(re.findall(r"\$\((\w+)\)", (SETUP / "setup.nsi").read_text(encoding="utf-8")))
    assert said["VIETNAMESE"] == said["ENGLISH"] == asked


def test_the_entry_in_the_menu_and_the_type_of_a_bundle_agree() -> None:
    parts: Path = ROOT / "installer" / "linux" / "package"
    kind = re.search(r'mime-type type="([^"]+)"', (parts / "so-tu-quan.xml").read_text(encoding="utf-8"))
    assert kind is not None
    assert f"MimeType={kind[1]};" in (parts / "so-tu-quan.desktop").read_text(encoding="utf-8")
