"""What made-up records say: models, quarrels, opinions, tips, as stations write them."""

from __future__ import annotations

from collections.abc import Mapping

MODELS: Mapping[str, tuple[str, ...]] = {
    "crime": ("Camera an ninh", "Tiếng kẻng an ninh", "Tổ xung kích phòng, chống tội phạm"),
    "drugs": ("Khu dân cư không có ma túy", "Gia đình giúp nhau cai nghiện", "Tổ tư vấn phòng, chống ma túy"),
    "fire": (
        "Tổ liên gia an toàn phòng cháy, chữa cháy",
        "Điểm chữa cháy công cộng",
        "Xe ba gác chữa cháy lưu động",
    ),
    "traffic": ("Đoạn đường tự quản", "Cổng trường an toàn giao thông", "Bến đò ngang an toàn"),
    "public_order": ("Tổ tự quản về an ninh, trật tự", "Nhà trọ tự quản", "Dòng họ tự quản"),
    "reintegration": (
        "Giúp người lầm lỗi hoàn lương",
        "Vòng tay tái hòa nhập cộng đồng",
        "Quỹ vốn cho người hoàn lương",
    ),
    "mediation": ("Tổ hòa giải, tự quản", "Ba cùng trong hòa giải", "Sân nhà hòa giải"),
    "ethnic_religion": (
        "Cơ sở thờ tự tự quản về an ninh, trật tự",
        "Phum sóc bình yên",
        "Người có uy tín nêu gương",
    ),
    "border": ("Tự quản đường biên, cột mốc", "Bến bãi an toàn", "Chốt tự quản biên giới"),
    "environment": (
        "Công nhân vệ sinh môi trường tham gia giữ gìn an ninh, trật tự",
        "Tuyến kênh tự quản",
        "Xóm xanh",
    ),
}
"""By field of work; names without the place."""

WORKPLACES = (
    ("school", "Trường tiểu học"),
    ("school", "Trường trung học cơ sở"),
    ("school", "Trường trung học phổ thông"),
    ("enterprise", "Công ty may mặc"),
    ("enterprise", "Công ty chế biến thủy sản"),
    ("enterprise", "Hợp tác xã vận tải"),
    ("agency", "Bệnh viện"),
    ("agency", "Bến xe"),
    ("agency", "Trung tâm hành chính"),
)
PLACES = (
    "Đông Hưng", "Tây Hưng", "Hòa Thuận", "Trung Bắc", "Vĩnh Mỹ", "Long Bình", "Phú Quới", "An Phước", "Tân Lập",
    "Mỹ Đức", "Bình Hòa", "Thới Sơn",
)  # fmt: skip
VISIT_TALK = (
    "Thăm hỏi sức khỏe, việc làm; động viên gia đình chấp hành tốt quy định tại địa phương",
    "Động viên người cai nghiện đi học nghề; gia đình đề nghị hỗ trợ vay vốn",
    "Tuyên truyền tác hại của ma túy, nhắc uống thuốc điều trị đúng giờ",
)
QUARRELS = (
    ("shared_path", "Tranh chấp lối đi chung"),
    ("sanitation", "Nước thải chảy sang nhà liền kề"),
    ("quiet_hours", "Mâu thuẫn về giờ giấc, hát karaoke gây ồn"),
    ("land", "Tranh chấp ranh giới thửa đất"),
    ("inheritance", "Thừa kế ngôi nhà của cha mẹ để lại"),
    ("marriage", "Vợ chồng mâu thuẫn do nợ nần"),
)
TIPS = (
    ("drugs", "Nhiều thanh niên lạ ra vào nhà trọ ban đêm, nghi sử dụng ma túy"),
    ("theft", "Phát hiện nhóm người dò xét nhà vắng chủ trước khi xảy ra trộm cắp"),
    ("gambling", "Tụ tập đánh bạc bằng hình thức đá gà ở bãi đất trống cuối ấp"),
    ("fraud", "Có người đến mời vay tiền không thế chấp, lãi suất cao, dán tờ rơi ở chợ"),
    ("smuggling", "Xe máy chở thuốc lá ngoại qua đường mòn lúc gần sáng"),
    ("violence", "Hai nhóm thanh niên hẹn nhau đánh nhau sau trận bóng"),
    ("residence", "Nhà trọ cho người nước ngoài ở mà chưa khai báo tạm trú"),
)
OPINIONS = (
    ("order", "Đề nghị tăng cường tuần tra ban đêm ở khu vực chợ"),
    ("traffic", "Đề nghị nhắc nhở xe tải đậu lấn lòng đường trước trường học"),
    ("fire", "Đề nghị hướng dẫn sử dụng bình chữa cháy cho các hộ kinh doanh"),
    ("procedures", "Đề nghị bố trí ngày làm căn cước vào thứ bảy cho công nhân"),
    ("conduct", "Cán bộ tiếp dân nhiệt tình, đề nghị niêm yết số điện thoại cán bộ phụ trách địa bàn"),
    ("drugs", "Đề nghị quan tâm hơn người sau cai nghiện chưa có việc làm"),
)
ANSWERS = (
    "Đã đưa vào kế hoạch tuần tra hằng tuần và thông báo cho Nhân dân",
    "Đã phối hợp Ủy ban nhân dân xử lý, kết quả đã niêm yết",
    "Đã hướng dẫn tại buổi sinh hoạt tổ và phát tài liệu đến từng hộ",
)
SHORTCOMINGS = (
    "Sổ ghi sinh hoạt tổ chưa đầy đủ",
    "Bình chữa cháy hết hạn chưa nạp lại",
    "Một số tổ chưa duy trì sinh hoạt hằng tháng",
    "Chưa cập nhật thành viên thôi tham gia",
)
ACHIEVEMENTS = (
    "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026",
    "Đã có thành tích trong công tác hòa giải ở cơ sở, góp phần giữ gìn an ninh, trật tự tại địa phương năm 2026",
    "Đã tích cực cung cấp tin báo có giá trị, giúp lực lượng Công an đấu tranh phòng, chống tội phạm",
)
EVENT_NAMES: Mapping[str, str] = {
    "listening": "Hội nghị Công an lắng nghe ý kiến Nhân dân",
    "festival": "Ngày hội toàn dân bảo vệ an ninh Tổ quốc",
    "propaganda": "Tuyên truyền pháp luật",
    "patrol": "Tuần tra đêm",
    "training": "Tập huấn nghiệp vụ cho tổ nòng cốt",
    "group_meeting": "Sinh hoạt tổ",
    "drill": "Thực tập phương án chữa cháy",
    "conference": "Tổng kết phong trào",
}
