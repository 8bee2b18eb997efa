"""Disputes and their mediation: the book of Luật Hòa giải ở cơ sở 35/2013/QH13, with parties and sessions.

The parties' private information is confidential (Điều 4 and Điều 10), so what they said and who they are is
sensitive. ``mediated_by`` keeps the mediation group's cases (statistics of Thông tư 10/2017/TT-BTP) apart from
the self-management groups' help.
"""

from desktop.domain.fields import (
    choice,
    count,
    day,
    flag,
    long_text,
    person_name,
    ref,
    register,
    text,
    together,
)

DISPUTE = register(
    "dispute",
    text("summary", "Nội dung chủ yếu", "Nội dung", required=True, search=True, sensitive=True, column=True),
    day("received_on", "Ngày nhận vụ, việc", "Ngày, tháng, năm nhận vụ, việc", required=True, column=True),
    choice("kind", "Loại việc", catalogue="dispute_kind", column=True),
    choice("mediated_by", "Do ai hòa giải", catalogue="mediated_by", column=True, default="mediation_group"),
    ref("area", "Địa bàn", to="area", column=True),
    ref("group", "Tổ hòa giải", to="group"),
    text("mediators", "Hòa giải viên", "Hòa giải viên, người được mời", search=True, column=True),
    choice("scope", "Phạm vi hòa giải", catalogue="mediation_scope", default="within"),
    flag("violence_risk", "Có nguy cơ bạo lực", column=True),
    choice("violation_signs", "Dấu hiệu vi phạm", catalogue="violation_signs", more=True),
    *together(
        "escalation",
        day("escalated_on", "Ngày báo cáo", more=True),
        text("escalated_to", "Đã báo cáo", more=True),
    ),
    *together(
        "outcome",
        choice("outcome", "Kết quả", catalogue="dispute_outcome", column=True, default="open"),
        day("outcome_on", "Ngày kết thúc", column=True),
        text("referred_to", "Cơ quan tiếp nhận"),
    ),
    long_text("agreement", "Thỏa thuận hoặc yêu cầu của mỗi bên", "Thỏa thuận", sensitive=True, search=True),
    long_text("pledge", "Cam kết", sensitive=True, more=True),
    day("pledged_on", "Ngày cam kết", more=True),
    day("follow_up_on", "Theo dõi sau hòa giải", more=True, ahead=True),
    *together(
        "follow_up",
        day("followed_on", "Ngày đã theo dõi", more=True),
        text("follow_up_result", "Kết quả theo dõi", more=True),
    ),
    text("paper_location", "Nơi lưu bản giấy", more=True),
    text("note", "Ghi chú", more=True),
    title="summary",
    subtitle=("received_on", "outcome"),
    newest_first="received_on",
    children=("party", "session"),
)

PARTY = register(
    "party",
    ref("dispute", to="dispute", required=True, parent=True),
    person_name("name", "Họ tên", required=True, search=True, sensitive=True, column=True),
    count("age", "Tuổi", column=True),
    text("address", "Địa chỉ", sensitive=True, column=True),
    choice("side", "Tư cách", catalogue="party_side", column=True),
    ref("person", to="person"),
    title="name",
    subtitle=("address",),
)

SESSION = register(
    "session",
    ref("dispute", to="dispute", required=True, parent=True),
    day("held_on", "Ngày hòa giải", required=True, column=True),
    text("place", "Địa điểm", column=True),
    text("mediators", "Hòa giải viên", column=True),
    long_text("content", "Diễn biến", sensitive=True, search=True),
    title="held_on",
    subtitle=("place",),
    newest_first="held_on",
)
