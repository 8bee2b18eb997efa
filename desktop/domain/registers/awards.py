"""Awards: what is printed stays with the award, and its number belongs to one device's book.

The recipient's lines (``printed_*``) default from the register and never write back to it.
"""

from desktop.domain.fields import choice, count, day, flag, long_text, ref, register, text, together

AWARD = register(
    "award",
    text("printed_name", "Tên in trên giấy", required=True, search=True, column=True),
    choice("recipient_kind", "Đối tượng", catalogue="recipient_kind", column=True, default="individual"),
    choice("form", "Hình thức khen", catalogue="award_form", column=True, default="giay_khen"),
    text("honorific", "Kính ngữ"),
    text("printed_unit", "Chức vụ, đơn vị", search=True, column=True),
    long_text("achievement", "Thành tích", required=True, search=True),
    ref("person", to="person", more=True),
    ref("group", to="group", more=True),
    ref("household", to="household", more=True),
    flag("posthumous", "Truy tặng", more=True),
    choice("stage", "Trạng thái", catalogue="award_stage", column=True, default="draft"),
    *together(
        "decision",
        text("decision_number", "Số quyết định", search=True, column=True),
        day("decision_on", "Ngày quyết định", column=True),
    ),
    *together(
        "signing",
        text("grantor", "Cấp khen thưởng"),
        text("signer_title", "Chức vụ người ký"),
        text("signer_name", "Họ tên người ký"),
        text("place", "Địa danh"),
    ),
    # A book belongs to one device and restarts each year; numbers are never used twice.
    *together(
        "number",
        text("book", issued=True, more=True),
        count("book_year", "Năm sổ", issued=True, more=True, plain=True),
        count("book_number", "Số vào sổ khen thưởng", issued=True, column=True, plain=True),
    ),
    day("handed_on", "Ngày trao", more=True),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="printed_name",
    subtitle=("form", "decision_number"),
    newest_first="decision_on",
)
