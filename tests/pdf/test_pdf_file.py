"""The file as other programs see it: its fonts, its metadata, its size."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]  # it ships no types
import pytest

from desktop.base.resources import resource
from desktop.pdf.certificate import Printing
from desktop.pdf.document import Column, Table, draw_log
from tests.pdf.papers import MAN, TYPICAL, pdf_of


def log() -> bytes:
    out = BytesIO()
    draw_log("Danh sách", ["Đoạn văn", Table((Column("Tên"),), [["Ánh"]])], out, author="Phường", sample=True)
    return out.getvalue()


def fonts(pdf: bytes) -> Iterator[tuple[str, bool]]:
    """Each text's font: its name and whether it is in the file."""
    document = pdfium.PdfDocument(pdf)
    for page in document:
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
            font = raw.FPDFTextObj_GetFont(thing)
            name = ctypes.create_string_buffer(100)
            raw.FPDFFont_GetBaseFontName(font, name, 100)
            yield name.value.decode(), bool(raw.FPDFFont_GetIsEmbedded(font))
        page.close()
    document.close()


@pytest.mark.parametrize(
    "pdf", [pdf_of(MAN, printing=Printing(sample=True)), log()], ids=["certificate", "log"]
)
def test_every_font_is_tinos_and_in_the_file(pdf: bytes) -> None:
    used = set(fonts(pdf))
    assert {name.split("-")[0] for name, _ in used} == {"Tinos"}
    assert {embedded for _, embedded in used} == {True}


@pytest.mark.parametrize("pdf", [pdf_of(MAN), log()], ids=["certificate", "log"])
def test_no_font_is_named_without_being_in_the_file(pdf: bytes) -> None:
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /Font /") == pdf.count(b"/Type /FontDescriptor")
    assert b"Helvetica" not in pdf


def test_only_the_letters_used_are_in_the_file() -> None:
    whole = min(path.stat().st_size for path in resource("fonts").glob("Tinos-*.ttf"))
    parts = [int(size) for size in re.findall(rb"/Length1 (\d+)", pdf_of(MAN))]
    assert len(parts) == 3
    assert max(parts) < whole


def test_the_file_names_its_title_and_who_awards() -> None:
    document = pdfium.PdfDocument(pdf_of(*TYPICAL.values()))
    metadata = document.get_metadata_dict()
    document.close()
    assert metadata["Title"] == "GIẤY KHEN"
    assert metadata["Author"] == "Chủ tịch Ủy ban nhân dân phường Nhơn Hưng"
    assert metadata["Creator"] == "Sổ Tự Quản"


def test_the_file_tells_nothing_of_the_machine() -> None:
    assert str(resource()).encode() not in pdf_of(MAN)


def test_the_start_of_the_program_loads_no_pdf_library() -> None:
    script = (
        "import sys, desktop.pdf.certificate, desktop.pdf.document, desktop.pdf.render, desktop.pdf.wording;"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'reportlab', 'pypdfium2', 'PIL'}))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
