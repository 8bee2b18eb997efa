"""Changes of names and bounds: an area or a group, or the unit itself, is renamed, merged or split from a day on.

What was recorded before keeps the name it was recorded under; what goes on living goes over to the new one.
"""

from desktop.domain.fields import choice, day, flag, ref, register, text, together

SUCCESSION = register(
    "succession",
    choice(
        "kind", "Loại thay đổi", catalogue="succession_kind", required=True, column=True, default="rename"
    ),
    ref("area", "Địa bàn", to="area"),
    ref("group", "Tổ", to="group"),
    text("old_name", "Tên cũ", search=True, column=True),
    text("new_name", "Tên mới", search=True, column=True),
    ref("area_to", "Địa bàn mới", to="area"),
    ref("group_to", "Tổ mới", to="group"),
    day("changed_on", "Từ ngày", required=True, column=True),
    flag("dissolved", "Thôi theo dõi", more=True),
    *together(
        "decision",
        text("decision_number", "Số quyết định", search=True, column=True),
        day("decision_on", "Ngày quyết định"),
    ),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="old_name",
    subtitle=("kind", "changed_on"),
    newest_first="changed_on",
    children=("relocation",),
)

RELOCATION = register(
    "relocation",
    ref("succession", to="succession", required=True, parent=True),
    ref("group", "Tổ", to="group", column=True),
    ref("point", "Điểm mô hình", to="point", column=True),
    ref("household", "Hộ", to="household", column=True),
    title="group",
    subtitle=("point", "household"),
)
