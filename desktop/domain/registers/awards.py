"""Awards: what is printed stays with the award, and its number belongs to one device's book.

The recipient's lines (``printed_*``) default from the register and never write back to it. Awards that are proposed
and decided together belong to a set; what the set's papers say is kept with each award too.
"""

from desktop.domain.fields import (
    choice,
    count,
    day,
    flag,
    kept,
    long_text,
    money,
    ref,
    register,
    text,
    together,
)

AWARD_SET = register(
    "award_set",
    text("name", "Đợt khen thưởng", required=True, search=True, column=True),
    choice("kind", "Loại khen thưởng", catalogue="award_kind", column=True, default="thematic"),
    text("occasion", "Nội dung, dịp khen thưởng", search=True),
    *together(
        "submission",
        text("submission_number", "Số tờ trình", search=True, column=True),
        day("submission_on", "Ngày tờ trình", column=True),
    ),
    *together(
        "decision",
        text("decision_number", "Số quyết định", search=True, column=True),
        day("decision_on", "Ngày quyết định", column=True),
    ),
    *together(
        "signing",
        text("grantor", "Cấp khen thưởng"),
        text("signer_title", "Chức vụ người ký"),
        text("signer_rank", "Cấp bậc người ký"),
        text("signer_name", "Họ tên người ký"),
        text("place", "Địa danh"),
    ),
    *together(
        "ceremony",
        day("ceremony_on", "Ngày trao thưởng", ahead=True, column=True),
        text("ceremony_time", "Giờ trao thưởng"),
        text("ceremony_place", "Nơi trao thưởng"),
    ),
    # Awards in the order in which they are called up, where a person changed the usual one.
    kept("ceremony_order"),
    long_text("bases", more=True),
    text("receivers", more=True),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("kind", "decision_number"),
)

# Which computer of the station gives numbers; ``last_*`` is what it had given when it passed the book on.
AWARD_BOOK = register(
    "award_book",
    text("book", issued=True, required=True, column=True),
    text("holder", issued=True, required=True, column=True),
    *together(
        "last",
        count("last_year", issued=True, plain=True),
        count("last_number", issued=True, plain=True),
    ),
    text("note", column=True),
    title="book",
)

# Blanks are controlled: of each layout how many sheets of a day came out good, and how many were spoiled.
BLANK_USE = register(
    "blank_use",
    day("used_on", "Ngày in", required=True, column=True),
    text("layout", "Mẫu giấy", required=True, column=True),
    count("printed", "Số phôi đã in", column=True),
    count("spoiled", "Số phôi hỏng", column=True),
    text("device", issued=True),
    title="layout",
    subtitle=("used_on",),
)

_RECIPIENTS = (
    "Tên in trên giấy",
    "Họ và tên, đơn vị",
    "Tên tập thể, cá nhân",
    "Tập thể, cá nhân",
    "Cá nhân, tập thể",
    "Người được khen thưởng",
    "Họ và tên",
)

AWARD = register(
    "award",
    text("printed_name", *_RECIPIENTS, required=True, search=True, column=True),
    choice("recipient_kind", "Đối tượng", catalogue="recipient_kind", column=True, default="individual"),
    choice("form", "Hình thức khen", catalogue="award_form", column=True, default="giay_khen"),
    text("honorific", "Kính ngữ"),
    text("printed_unit", "Chức vụ, đơn vị", "Chức vụ, đơn vị công tác", "Địa chỉ", search=True, column=True),
    long_text(
        "achievement", "Thành tích", "Nội dung khen thưởng", "Lý do khen thưởng", required=True, search=True
    ),
    day("merit_on", "Ngày lập thành tích", more=True),
    text("line_reason", "Lý do sửa dòng in", more=True),
    ref("award_set", "Đợt khen thưởng", to="award_set"),
    ref("person", to="person", more=True),
    ref("group", to="group", more=True),
    ref("household", to="household", more=True),
    flag("posthumous", "Truy tặng", more=True),
    choice("stage", "Trạng thái", catalogue="award_stage", column=True, default="draft"),
    *together(
        "submission",
        text("submission_number", "Số tờ trình", search=True, more=True),
        day("submission_on", "Ngày tờ trình", more=True),
    ),
    *together(
        "returning",
        day("returned_on", "Ngày trả lại", more=True),
        text("return_reason", "Lý do trả lại", more=True),
    ),
    *together(
        "decision",
        text("decision_number", "Số quyết định", search=True, column=True),
        day("decision_on", "Ngày quyết định", column=True),
    ),
    *together(
        "signing",
        text("grantor", "Cấp khen thưởng"),
        text("signer_title", "Chức vụ người ký"),
        text("signer_rank", "Cấp bậc người ký", more=True),
        text("signer_name", "Họ tên người ký"),
        text("place", "Địa danh"),
    ),
    *together(
        "money",
        money("money", "Tiền thưởng", more=True),
        text("money_basis", "Căn cứ tiền thưởng", more=True),
    ),
    # A book belongs to one device and restarts each year; numbers are never used twice.
    *together(
        "number",
        text("book", issued=True, more=True),
        count("book_year", "Năm sổ", issued=True, more=True, plain=True),
        count("book_number", "Số vào sổ khen thưởng", issued=True, column=True, plain=True),
    ),
    # Each time the sheet came out counts; ``left_open`` are the lines that a second pass is to add to it.
    *together(
        "printing",
        day("printed_on", "Ngày in", more=True),
        count("print_count", issued=True, more=True, plain=True),
        text("reprint_reason", issued=True, more=True),
        kept("left_open"),
    ),
    *together(
        "handing",
        day("handed_on", "Ngày trao", more=True),
        text("not_handed_reason", "Lý do không trao", more=True),
    ),
    *together(
        "correction",
        text("correction_number", "Số quyết định đính chính", search=True, more=True),
        day("correction_on", "Ngày quyết định đính chính", more=True),
        text("correction_reason", "Lý do đính chính", more=True),
    ),
    *together(
        "revocation",
        text("revocation_number", "Số quyết định thu hồi", search=True, more=True),
        day("revocation_on", "Ngày quyết định thu hồi", more=True),
        text("revocation_reason", "Lý do thu hồi", more=True),
    ),
    # The lines as they stood in the decision: what differs from them later needs a correction.
    kept("decided_lines"),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="printed_name",
    subtitle=("form", "decision_number"),
    newest_first="decision_on",
)
