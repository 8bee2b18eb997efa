"""What figures need beside the records: the days on which periods begin, and what was counted before the program."""

from desktop.domain.fields import choice, count, day, ref, register, text

# A new day counts from the first period that begins on ``since`` or after; what was reported before keeps its days.
CUT_OFF = register(
    "cut_off",
    choice("period_kind", "Kỳ báo cáo", catalogue="period_kind", required=True, column=True, default="month"),
    day("since", "Áp dụng từ ngày", required=True, column=True, ahead=True),
    count("first_day", "Ngày đầu kỳ", column=True),
    count("first_month", "Tháng đầu kỳ", column=True),
    choice("first_weekday", "Thứ đầu tuần", catalogue="weekday", column=True),
    text("basis", "Văn bản căn cứ", column=True),
    text("note", "Ghi chú", more=True),
    title="period_kind",
    subtitle=("since",),
)

OPENING_FIGURE = register(
    "opening_figure",
    choice("indicator", "Chỉ tiêu thống kê", "Chỉ tiêu", catalogue="indicator", required=True, column=True),
    day("first_on", "Từ ngày", required=True, column=True),
    day("last_on", "Đến ngày", required=True, column=True),
    ref("area", "Địa bàn", to="area", column=True),
    count("value", "Số liệu", "Giá trị", required=True, column=True),
    text("basis", "Nguồn số liệu", "Căn cứ", column=True),
    text("note", "Ghi chú", more=True),
    title="indicator",
    subtitle=("first_on", "last_on", "value"),
    newest_first="last_on",
)
