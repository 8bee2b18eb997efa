"""A made-up form of the level above, most of whose cells were chosen already."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from desktop.domain.form_words import FormColumn
from desktop.office.writing import write_list
from desktop.services import forms
from desktop.services.workspace import Workspace

_TITLE: Final = "KẾT QUẢ PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC"
_HEADS: Final = (
    "STT",
    "Nội dung",
    "Kỳ này",
    "Cùng kỳ năm trước",
    "Tăng, giảm so với cùng kỳ",
    "Lũy kế từ đầu năm",
)
_ROWS: Final = (
    "Số mô hình",
    "Số điểm mô hình",
    "Số tổ tự quản",
    "Số tổ bảo vệ an ninh, trật tự",
    "Số thành viên",
    "Số lượt thăm gặp",
    "Số vụ, việc tiếp nhận",
    "Số vụ, việc hòa giải thành",
    "Tỷ lệ hòa giải thành",
    "Số tin báo có giá trị",
    "Số buổi tuyên truyền",
    "Số cuộc vận động khác",
)


def add_form(workspace: Workspace) -> None:
    """Keep the form; the year to date is left to be taken as proposed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Biểu mẫu thống kê.xlsx"
        rows = [(number, text) for number, text in enumerate(_ROWS, start=1)]
        write_list(path, _TITLE, _HEADS, rows)
        record = forms.add(workspace, path, "Biểu mẫu thống kê hằng tháng")
    opened = forms.open_form(workspace, record)
    proposed = forms.proposals(workspace, opened)
    forms.point(workspace, opened, [each for each in proposed if each.figure is not FormColumn.TO_DATE])
