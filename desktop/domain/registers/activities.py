"""What is done with the people: events, their opinions, what they tell, and what they give.

A tip never says who gave it, and is no part of the statutory book of denunciations and crime reports.
"""

from desktop.domain.fields import (
    choice,
    count,
    day,
    flag,
    long_text,
    money,
    ref,
    register,
    text,
    together,
)

EVENT = register(
    "event",
    text("name", "Tên hoạt động", "Nội dung hoạt động", "Hoạt động", required=True, search=True, column=True),
    choice("kind", "Loại hoạt động", catalogue="event_kind", column=True),
    day(
        "held_on",
        "Ngày tổ chức",
        "Ngày",
        "Thời gian",
        "Thời gian tổ chức",
        "Ngày, tháng",
        required=True,
        column=True,
    ),
    ref("area", "Địa bàn", to="area", column=True),
    text("place", "Địa điểm"),
    # Attendances (lượt người), not people: who comes twice counts twice.
    count("attendances", "Số lượt người tham dự", "Lượt người", "Số người tham dự", column=True),
    ref("group", "Tổ", to="group"),
    ref("model", "Mô hình", to="model", more=True),
    text("led_by", "Đơn vị, người chủ trì", search=True),
    long_text("content", "Nội dung", search=True, more=True),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("kind", "held_on"),
    newest_first="held_on",
)

OPINION = register(
    "opinion",
    text("content", "Nội dung ý kiến", "Ý kiến, kiến nghị", required=True, search=True, column=True),
    day("received_on", "Ngày tiếp nhận", "Ngày", "Ngày, tháng", required=True, column=True),
    choice("topic", "Lĩnh vực", catalogue="opinion_topic", column=True),
    ref("event", "Hội nghị", to="event"),
    ref("area", "Địa bàn", to="area", column=True),
    text(
        "given_by",
        "Người nêu ý kiến",
        "Người có ý kiến",
        "Người kiến nghị",
        sensitive=True,
        search=True,
        more=True,
    ),
    text("answered_by", "Đơn vị trả lời", "Trách nhiệm trả lời"),
    day("due_on", "Hạn trả lời", column=True, ahead=True),
    *together(
        "answer",
        day("answered_on", "Ngày trả lời", column=True),
        long_text("answer", "Nội dung trả lời", search=True),
    ),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="content",
    subtitle=("received_on",),
    newest_first="received_on",
)

TIP = register(
    "tip",
    text(
        "summary", "Nội dung", "Nội dung nguồn tin", required=True, search=True, sensitive=True, column=True
    ),
    day("received_on", "Ngày tiếp nhận", "Ngày", required=True, column=True),
    choice("topic", "Loại thông tin", catalogue="tip_topic", column=True),
    ref("area", "Địa bàn", to="area", column=True),
    ref("model", "Qua mô hình", to="model", more=True),
    flag("valuable", "Có giá trị", column=True),
    *together(
        "result",
        day("result_on", "Ngày có kết quả", column=True),
        # Cases and subjects are reported as a pair (vụ/đối tượng).
        count("cases", "Số vụ", column=True),
        count("subjects", "Số đối tượng", column=True),
        count("wanted", "Đối tượng truy nã"),
        count("files", "Hồ sơ giáo dục tại xã"),
    ),
    long_text("note", "Ghi chú", sensitive=True, more=True),
    title="summary",
    subtitle=("received_on", "topic"),
    newest_first="received_on",
)

_GIVERS = (
    "Đơn vị, cá nhân đóng góp",
    "Người đóng góp",
    "Đơn vị, cá nhân ủng hộ",
    "Người ủng hộ",
    "Nhà hảo tâm",
    "Nhà tài trợ",
)

CONTRIBUTION = register(
    "contribution",
    text("giver", *_GIVERS, required=True, search=True, column=True),
    day("given_on", "Ngày đóng góp", "Ngày", "Ngày ủng hộ", "Thời gian", required=True, column=True),
    choice("kind", "Hình thức", catalogue="contribution_kind", column=True, default="money"),
    money("amount", "Số tiền", "Giá trị", column=True),
    text("goods", "Hiện vật", column=True),
    count("workdays", "Ngày công"),
    text("purpose", "Mục đích", "Nội dung đóng góp", search=True),
    ref("model", "Mô hình", to="model"),
    ref("group", "Tổ", to="group", more=True),
    ref("area", "Địa bàn", to="area"),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="giver",
    subtitle=("kind", "given_on"),
    newest_first="given_on",
)
