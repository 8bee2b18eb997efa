"""Forms that somebody else issued, and which cell of them takes which figure.

The file itself is no record: it lies in the data folder, named by its hash, and a computer that has only the mapping
asks for it.
"""

from desktop.domain.fields import choice, count, ref, register, text, together

UPPER_FORM = register(
    "upper_form",
    text("name", "Tên biểu mẫu", required=True, column=True),
    text("document", "Số văn bản", column=True),
    choice("period_kind", "Kỳ báo cáo", catalogue="period_kind", required=True, column=True, default="month"),
    *together(
        "file",
        text("file_name", "Tên tệp", column=True, issued=True),
        # Of the file as it was issued: a later version of the form has another.
        text("file_hash", issued=True),
    ),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("document",),
    children=("form_cell",),
)

FORM_CELL = register(
    "form_cell",
    ref("form", to="upper_form", required=True, parent=True),
    # Rows and columns count from 1, as office programs show them.
    text("sheet", "Trang, bảng", required=True, column=True),
    count("row", "Dòng", required=True, column=True),
    count("column", "Cột", required=True, column=True),
    # What stood at the head of the row and of the column: in a later version the cell may have become another.
    text("heads", "Lời của ô", column=True),
    *together(
        "figure",
        choice("indicator", "Chỉ tiêu thống kê", catalogue="indicator", required=True, column=True),
        text("part", "Phần tách riêng"),
        choice("figure", "Cột số liệu", catalogue="form_column", required=True, column=True),
        ref("area", "Địa bàn", to="area"),
    ),
    title="indicator",
    subtitle=("sheet", "row", "column"),
)
