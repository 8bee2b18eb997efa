"""Models of the movement, the points where they work, what stands there, and what the level above says of them.

The authorities count models, points and groups apart (Hướng dẫn 22/HD-BCA-V05): a model has many points, a point
is the model at one area and may have many groups.
"""

from desktop.domain.fields import (
    choice,
    count,
    day,
    long_text,
    partial_day,
    ref,
    register,
    tags,
    text,
    together,
)

MODEL = register(
    "model",
    text("name", "Tên mô hình", "Mô hình", required=True, search=True, column=True),
    choice("field_of_work", "Lĩnh vực", catalogue="field_of_work", column=True),
    tags("selfs", "Nội dung tự quản", catalogue="four_selfs", column=True),
    choice("setting", "Nơi áp dụng", catalogue="model_setting", column=True, default="residential"),
    *together(
        "stage",
        choice("stage", "Giai đoạn", catalogue="model_stage", column=True, default="active"),
        day("stage_on", "Ngày chuyển giai đoạn"),
    ),
    text("proposer", "Đơn vị đề xuất", "Đơn vị thực hiện", search=True, more=True),
    day("surveyed_on", "Ngày khảo sát", more=True),
    *together(
        "proposal",
        day("proposed_on", "Ngày đề xuất", more=True),
        text("proposal_number", "Số văn bản đề xuất", more=True),
    ),
    *together(
        "launch",
        day("launched_on", "Ngày ra mắt", "Thời gian ra mắt", "Ngày, tháng ra mắt", column=True),
        text("launch_decision", "Quyết định thành lập", "Số quyết định", search=True),
    ),
    *together(
        "replication",
        day("replicated_on", "Ngày nhân rộng", more=True),
        text("replication_decision", "Văn bản nhân rộng", more=True),
    ),
    day("consolidated_on", "Ngày củng cố", more=True),
    choice("rating", "Đánh giá", catalogue="model_rating", column=True),
    long_text("purpose", "Mục đích, nội dung", search=True, more=True),
    text("former_names", "Tên cũ", search=True, more=True),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("field_of_work", "stage"),
    children=("acknowledgement",),
)

ACKNOWLEDGEMENT = register(
    "acknowledgement",
    ref("model", to="model", required=True, parent=True),
    count("year", "Năm", required=True, column=True, plain=True),
    text("acknowledged_by", "Cơ quan ghi nhận", required=True, column=True),
    text("document", "Văn bản", column=True),
    title="acknowledged_by",
    subtitle=("year",),
    newest_first="year",
)

POINT = register(
    "point",
    ref("model", "Mô hình", "Tên mô hình", to="model", required=True, search=True, column=True),
    ref("area", "Địa bàn", to="area", required=True, search=True, column=True),
    day("started_on", "Ngày bắt đầu", "Ngày thành lập", column=True),
    *together(
        "decision",
        text("decision_number", "Số quyết định", more=True),
        day("decision_on", "Ngày quyết định", more=True),
    ),
    count("households", "Số hộ tham gia", column=True),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="model",
    subtitle=("area",),
)

EQUIPMENT = register(
    "equipment",
    text("name", "Tên phương tiện", "Phương tiện", required=True, search=True, column=True),
    choice("kind", "Loại phương tiện", catalogue="equipment_kind", column=True),
    count("quantity", "Số lượng", column=True),
    choice("condition", "Tình trạng", catalogue="equipment_condition", column=True, default="good"),
    ref("group", "Tổ", to="group", column=True),
    ref("area", "Địa bàn", to="area"),
    text("place", "Nơi đặt", "Vị trí", search=True, column=True),
    partial_day("acquired_on", "Ngày trang bị", "Năm trang bị", "Thời gian trang bị", more=True),
    text("source", "Nguồn trang bị", more=True),
    day("checked_on", "Ngày kiểm tra"),
    day("next_check_on", "Kiểm tra lần sau", column=True, ahead=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("kind", "group"),
)
