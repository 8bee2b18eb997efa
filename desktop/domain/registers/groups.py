"""Areas, the groups that work in them, and the core members who serve in the groups."""

from desktop.domain.fields import choice, count, day, flag, partial_day, ref, register, text, together

AREA = register(
    "area",
    text("name", "Tên địa bàn", "Địa bàn", required=True, search=True, column=True),
    choice("kind", "Loại địa bàn", catalogue="area_kind", column=True),
    text("officer", "Cán bộ phụ trách", column=True),
    count("households", "Số hộ", column=True),
    count("residents", "Số nhân khẩu", "Nhân khẩu"),
    *together(
        "key_area",
        flag("is_key", "Trọng điểm", column=True),
        text("key_reason", when="is_key", then_required=True),
        day("key_since", when="is_key"),
    ),
    text("former_names", "Tên cũ", search=True, more=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("kind",),
)

GROUP = register(
    "group",
    text("name", "Tên tổ", "Tổ", required=True, search=True, column=True),
    choice("kind", "Loại tổ", catalogue="group_kind", column=True),
    ref("area", "Địa bàn", to="area", column=True),
    ref("point", "Điểm mô hình", to="point"),
    count("households", "Số hộ tham gia", more=True),
    day("established_on", "Ngày thành lập", column=True),
    *together(
        "decision",
        text("decision_number", "Số quyết định", more=True),
        day("decision_on", "Ngày quyết định", more=True),
    ),
    text("former_names", "Tên cũ", search=True, more=True),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("kind", "area"),
)

MEMBER = register(
    "member",
    ref("person", "Họ và tên", "Họ tên", to="person", required=True, search=True, column=True),
    ref("group", "Tên tổ", "Tổ", to="group", required=True, search=True, column=True),
    choice("role", "Chức danh", "Chức vụ", catalogue="member_role", column=True, default="member"),
    partial_day("joined_on", "Ngày tham gia", "Ngày vào tổ", column=True),
    # Members of a group may or may not belong to the force of Law 30/2023/QH15.
    flag("in_security_force", "Thuộc lực lượng ANTT cơ sở", more=True),
    *together(
        "leaving",
        day("left_on", "Ngày thôi tham gia", more=True),
        text("left_reason", "Lý do thôi tham gia", more=True),
    ),
    text("note", "Ghi chú", more=True),
    title="person",
    subtitle=("role", "group"),
)
