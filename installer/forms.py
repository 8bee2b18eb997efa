"""Empty Excel forms for a PC whose Windows is too old: a station fills them, and another PC imports them.

They are the headings of the sample lists, which the program knows how to read, without the samples.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Final

import openpyxl

from installer.archive import pack

FORMS: Final = {
    "danh-sach-nong-cot.xlsx": ("mau-danh-sach-nong-cot.xlsx", 8),
    "so-hoa-giai.xlsx": ("mau-so-hoa-giai.xlsx", 5),
}
"""Of each sample: the form's name, and the row (from 1) where its data begins."""

_SAMPLE: Final = " (dữ liệu mẫu)"
_WHEN: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def make(samples: Path, moment: int, target: Path) -> None:
    """Writes the forms into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    for sample, (form, first) in FORMS.items():
        book = openpyxl.load_workbook(samples / sample)
        for sheet in book.worksheets:
            for merged in [each for each in sheet.merged_cells.ranges if each.min_row >= first]:
                sheet.unmerge_cells(str(merged))
            sheet.delete_rows(first, sheet.max_row)
            for row in sheet.iter_rows(max_row=first - 1):
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace(_SAMPLE, "")
        made = io.BytesIO()
        book.save(made)
        with zipfile.ZipFile(made) as packed:
            # openpyxl writes the time of saving.
            entries = [
                (name, _WHEN.sub(rb"\g<1>2026-01-01T00:00:00Z", packed.read(name)))
                for name in packed.namelist()
            ]
        pack(entries, moment, target / form)
