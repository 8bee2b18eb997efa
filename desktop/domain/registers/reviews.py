"""Reviews and inspections with what they found wanting, recognition of "An toàn về an ninh, trật tự", and targets.

Recognition follows Thông tư 124/2021/TT-BCA: reviewed once a work year, passed or not passed; provinces grade
besides, which is another field.
"""

from desktop.domain.fields import (
    Checklist,
    choice,
    count,
    day,
    flag,
    long_text,
    ref,
    register,
    text,
    together,
)

REVIEW = register(
    "review",
    text("name", "Nội dung", "Nội dung kiểm tra, sơ kết", required=True, search=True, column=True),
    choice("kind", "Loại", catalogue="review_kind", column=True, required=True),
    ref("model", "Mô hình", to="model", column=True),
    ref("group", "Tổ", to="group", column=True),
    ref("area", "Địa bàn", to="area"),
    day("planned_on", "Ngày dự kiến", column=True, ahead=True),
    day("held_on", "Ngày thực hiện", "Ngày", column=True),
    text("led_by", "Người chủ trì", "Đoàn kiểm tra", search=True),
    choice("rating", "Đánh giá", catalogue="model_rating", column=True),
    long_text("results", "Kết quả", "Ưu điểm", search=True),
    long_text("conclusion", "Kết luận", "Kiến nghị", search=True, more=True),
    day("next_on", "Lần sau", more=True, ahead=True),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("kind", "held_on"),
    newest_first="held_on",
    children=("shortcoming",),
)

SHORTCOMING = register(
    "shortcoming",
    ref("review", to="review", required=True, parent=True),
    text("content", "Tồn tại, hạn chế", required=True, search=True, column=True),
    text("responsible", "Trách nhiệm khắc phục", column=True),
    day("due_on", "Hạn khắc phục", column=True, ahead=True),
    *together(
        "mending",
        day("mended_on", "Ngày khắc phục xong", column=True),
        text("mending", "Kết quả khắc phục"),
    ),
    title="content",
    subtitle=("due_on",),
)

RECOGNITION = register(
    "recognition",
    ref("area", "Đơn vị, khu dân cư", "Địa bàn", to="area", required=True, search=True, column=True),
    count("work_year", "Năm công tác", "Năm", required=True, column=True, plain=True),
    choice(
        "subject_kind", "Loại đơn vị", catalogue="recognition_subject", column=True, default="residential"
    ),
    day("registered_on", "Ngày đăng ký"),
    *together(
        "result",
        choice("result", "Kết quả", catalogue="recognition_result", column=True, default="pending"),
        # Graded by the province's own scale, apart from passing.
        choice("grade", "Xếp loại phong trào", "Xếp loại", catalogue="recognition_grade", column=True),
        day("decided_on", "Ngày quyết định", column=True),
        text("decision_number", "Số quyết định", "Số giấy công nhận", search=True, column=True),
    ),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="area",
    subtitle=("work_year", "result"),
    newest_first="work_year",
    children=("criterion_mark",),
)

CRITERION_MARK = register(
    "criterion_mark",
    ref("recognition", to="recognition", required=True, parent=True),
    choice("criterion", "Tiêu chí", catalogue="recognition_criterion", required=True, column=True),
    flag("met", "Đạt", column=True),
    text("note", "Căn cứ, lý do", column=True),
    title="criterion",
    subtitle=("note",),
    checklist=Checklist("criterion", "met", "result", passed="passed", failed="not_passed"),
)

TARGET = register(
    "target",
    choice("indicator", "Chỉ tiêu", catalogue="indicator", required=True, column=True),
    count("year", "Năm", required=True, column=True, plain=True),
    choice("period_kind", "Kỳ", catalogue="period_kind", column=True, default="year"),
    count("period_number", "Thứ tự kỳ", plain=True),
    count("value", "Số giao", "Chỉ tiêu giao", required=True, column=True),
    # By its name or its code; what a unit set itself names none.
    text("unit", "Đơn vị được giao", more=True),
    text("assigned_by", "Cấp giao", column=True),
    text("document", "Văn bản giao", search=True),
    text("note", "Ghi chú", more=True),
    title="indicator",
    subtitle=("year", "value"),
    newest_first="year",
)
