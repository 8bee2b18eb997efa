"""People, households, and the visits paid to them.

A person is a human being once; member, mediator and recipient are roles of a person over time.
"""

from desktop.domain.fields import (
    Round,
    choice,
    citizen_id,
    count,
    day,
    long_text,
    partial_day,
    person_name,
    phone,
    ref,
    register,
    tags,
    text,
)

PERSON = register(
    "person",
    person_name("full_name", "Họ và tên", "Họ tên", required=True, search=True, column=True),
    choice("sex", "Giới tính", catalogue="sex", column=True),
    partial_day("born", "Ngày sinh", "Năm sinh", column=True),
    citizen_id(
        "citizen_id", "Số CCCD", "Số định danh", "CCCD", "Số CMND", search=True, sensitive=True, column=True
    ),
    phone("phone", "Điện thoại", "Số điện thoại", "SĐT", search=True, sensitive=True, column=True),
    text("address", "Địa chỉ", "Nơi ở", "Chỗ ở", search=True, column=True),
    ref("area", "Địa bàn", to="area"),
    text("occupation", "Nghề nghiệp", more=True),
    text("note", "Ghi chú", more=True),
    title="full_name",
    subtitle=("born", "address"),
    same="same_person",
)

HOUSEHOLD = register(
    "household",
    person_name(
        "head_name", "Chủ hộ", "Họ tên chủ hộ", "Họ và tên chủ hộ", required=True, search=True, column=True
    ),
    ref("area", "Địa bàn", to="area", column=True),
    text("address", "Địa chỉ", search=True, column=True),
    # Why a household is visited tells of addiction, sentences and quarrels in a family (Decree 356/2025/NĐ-CP).
    tags("categories", "Diện hộ", catalogue="household_category", sensitive=True, column=True),
    count("people", "Số nhân khẩu"),
    phone("phone", "Điện thoại", sensitive=True, more=True),
    long_text("note", "Ghi chú", sensitive=True, more=True),
    title="head_name",
    subtitle=("address",),
    same="same_household",
)

VISIT = register(
    "visit",
    ref("household", "Hộ", "Chủ hộ", to="household", required=True, search=True, column=True),
    day("visited_on", "Ngày thăm", "Ngày thăm gặp", "Thời gian thăm gặp", required=True, column=True),
    choice("purpose", "Mục đích", catalogue="visit_purpose", column=True),
    text("visitors", "Người thăm", search=True, column=True),
    choice("result", "Kết quả", catalogue="visit_result", column=True),
    long_text("content", "Nội dung", sensitive=True, search=True),
    day("next_visit_on", "Hẹn lần sau", column=True, ahead=True),
    ref("group", "Tổ", to="group", more=True),
    title="household",
    subtitle=("visited_on", "purpose"),
    newest_first="visited_on",
    twice=("household", "visited_on"),
    round=Round(
        ("visited_on", "household", "result", "purpose", "visitors", "next_visit_on", "content"),
        carried=("visited_on", "visitors"),
    ),
)
