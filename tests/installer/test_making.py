"""Small things that a build makes: archives, icons, forms, and what it asks of tools."""

from __future__ import annotations

import struct
import sys
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.registers import REGISTRY
from desktop.i18n.catalogue import Catalogue
from desktop.services import importing
from desktop.services.catalogues import load_catalogues
from installer import forms
from installer.archive import pack, pack_folder
from installer.commands import ToolFailed, run
from installer.icon import ICO_SIZES, PANEL, ico, panel
from installer.source import ROOT

MOMENT = 1_767_225_600


def test_an_archive_is_the_same_bytes_whenever_it_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "chương trình"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "x.txt").write_text("x")
    (folder / "a.txt").write_text("a")
    pack_folder(folder, "So-Tu-Quan", MOMENT, tmp_path / "one.zip")
    (folder / "a.txt").touch()
    pack_folder(folder, "So-Tu-Quan", MOMENT, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as opened:
        assert opened.namelist() == ["So-Tu-Quan/a.txt", "So-Tu-Quan/b/x.txt"]


def test_entries_of_an_archive_keep_their_order(tmp_path: Path) -> None:
    pack([("z", b"1"), ("a", b"2")], MOMENT, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as opened:
        assert opened.namelist() == ["z", "a"]


@pytest.mark.usefixtures("qapp")
def test_the_windows_icon_holds_a_picture_of_every_size() -> None:
    raw = ico(ROOT / "resources" / "icons" / "app.svg")
    assert struct.unpack_from("<HHH", raw) == (0, 1, len(ICO_SIZES))
    sizes = []
    for number in range(len(ICO_SIZES)):
        width, _, _, _, _, _, length, at = struct.unpack_from("<BBBBHHII", raw, 6 + 16 * number)
        picture = raw[at : at + length]
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack_from(">II", picture, 16) == (width or 256, width or 256)
        sizes.append(width or 256)
    assert tuple(sizes) == ICO_SIZES


@pytest.mark.usefixtures("qapp")
def test_the_panel_of_the_setup_program_is_a_plain_bitmap_of_24_bits() -> None:
    raw = panel(ROOT / "resources" / "icons" / "app.svg")
    width, height, _, bits = struct.unpack_from("<iiHH", raw, 18)
    assert (raw[:2], width, height, bits) == (b"BM", *PANEL[:2], 24)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mau")
    forms.make(ROOT / "resources" / "samples", MOMENT, folder)
    return folder


@pytest.mark.parametrize(
    ("form", "register"), [("mau-danh-sach-nong-cot", "member"), ("mau-so-hoa-giai", "dispute")]
)
def test_a_form_that_is_filled_in_can_be_imported(
    made: Path, tmp_path: Path, form: str, register: str
) -> None:
    words = Catalogue("vi")
    sample, first = next((name, row) for name, (of, row) in forms.FORMS.items() if of == f"{form}.xlsx")
    book = openpyxl.load_workbook(made / f"{form}.xlsx")
    assert book.active is not None
    assert book.active.max_row < first
    source = openpyxl.load_workbook(ROOT / "resources" / "samples" / sample).active
    assert source is not None
    for row in source.iter_rows(min_row=first, max_row=first + 3, values_only=True):
        book.active.append(row)
    book.save(tmp_path / "filled.xlsx")
    found = importing.open_list(tmp_path / "filled.xlsx", REGISTRY, words, None)
    assert found.target.register == register
    choices = importing.choices_of(load_catalogues())
    assert len(importing.read_rows(found, found.mapping, choices, date(2026, 11, 20))) == 4


def test_forms_are_the_same_bytes_whenever_they_are_made(made: Path, tmp_path: Path) -> None:
    forms.make(ROOT / "resources" / "samples", MOMENT, tmp_path)
    for form in made.iterdir():
        assert form.read_bytes() == (tmp_path / form.name).read_bytes()


def test_a_tool_that_fails_says_what_it_said() -> None:
    with pytest.raises(ToolFailed, match="why it failed"):
        run(sys.executable, "-c", "import sys; print('why it failed'); sys.exit(3)")
    assert run(sys.executable, "-c", "import sys; print('x'); sys.exit(3)", expect=(3,)) == "x\n"


def test_a_tool_has_ended_even_while_what_it_started_goes_on() -> None:
    # Waits for input that never comes to an end: it holds the pipe until it is killed.
    child = "import subprocess, sys; p = subprocess.Popen(['sleep', '600']); print(p.pid)"
    told = run(sys.executable, "-c", child)
    run("kill", told.strip())
