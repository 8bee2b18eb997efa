"""Figures counted by hand, so to speak: from the workbooks that the program wrote, by their Vietnamese heads alone.

Nothing of the program's own counting is used; what no column of a list shows is not counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from itertools import zip_longest
from typing import Any, TypeAlias

import openpyxl

SheetRow: TypeAlias = Mapping[str, Any]

_AT_WORK = ("Ra mắt", "Hoạt động", "Nhân rộng", "Củng cố")
_HOMES = ("Thôn", "Ấp", "Khóm", "Khu phố", "Khối phố", "Tổ dân phố", "Bản", "Làng", "Buôn", "Khu dân cư")
_WORKPLACES = ("Cơ quan", "Doanh nghiệp", "Cơ sở giáo dục")
_STANDS = ("Có quyết định", "Đã in", "Đã trao")
_EVENTS = {
    "listening_conferences": "Hội nghị Công an lắng nghe ý kiến Nhân dân",
    "festivals": "Ngày hội toàn dân bảo vệ an ninh Tổ quốc",
    "propaganda": "Tuyên truyền",
    "patrols": "Tuần tra",
    "trainings": "Tập huấn, bồi dưỡng",
    "drills": "Diễn tập, thực tập phương án",
    "group_meetings": "Sinh hoạt tổ",
    "conferences": "Hội nghị, tổng kết phong trào",
}
_ATTENDED = {
    "listening_attendances": "listening_conferences",
    "festival_attendances": "festivals",
    "propaganda_attendances": "propaganda",
}


def rows_of(workbook: bytes) -> list[SheetRow]:
    """The rows of an exported list by the heads of their columns; days as days."""
    sheet = openpyxl.load_workbook(BytesIO(workbook), read_only=True).worksheets[0]
    lines = iter(sheet.iter_rows(values_only=True))
    heads = next(line for line in lines if line and line[0] == "STT")
    # A row ends with its last cell that is not blank.
    return [dict(zip_longest(map(str, heads), map(_as_day, line))) for line in lines]


def _as_day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


@dataclass(frozen=True)
class Sheets:
    """The lists by register, and the days of the period."""

    rows: Mapping[str, list[SheetRow]]
    first: date
    last: date

    def figures(self, year: int) -> dict[str, int | Decimal | None]:
        """By code of the indicator."""
        return {
            **self._models(),
            **self._points(),
            **self._people(),
            **self._disputes(),
            **self._tips(),
            **self._events(),
            **self._awards(),
            **self._reviews(),
            **self._recognition(year),
        }

    # What is counted again and again

    def _in(self, register: str, head: str) -> Iterator[SheetRow]:
        """Rows whose day under a head is one of the period's."""
        for row in self.rows[register]:
            if row[head] is not None and self.first <= row[head] <= self.last:
                yield row

    def _by(self, register: str, head: str) -> list[SheetRow]:
        """Rows whose day under a head is not after the period."""
        return [row for row in self.rows[register] if row[head] is None or row[head] <= self.last]

    # By theme

    def _models(self) -> dict[str, int]:
        at_work = [row for row in self._by("model", "Ngày ra mắt") if row["Giai đoạn"] in _AT_WORK]
        return {
            "models": len(at_work),
            "models_residential": _count(at_work, "Nơi áp dụng", "Địa bàn dân cư"),
            "models_workplace": _count(at_work, "Nơi áp dụng", "Cơ quan, doanh nghiệp, nhà trường"),
            "models_effective": _count(at_work, "Đánh giá", "Hoạt động hiệu quả"),
            "models_new": len(list(self._in("model", "Ngày ra mắt"))),
            "fields_of_work": len({row["Lĩnh vực"] for row in at_work}),
        }

    def _points(self) -> dict[str, int]:
        kinds = {row["Tên địa bàn"]: row["Loại địa bàn"] for row in self.rows["area"]}
        ratings = {row["Tên mô hình"]: row["Đánh giá"] for row in self.rows["model"]}
        there = self._by("point", "Ngày bắt đầu")
        areas = {row["Địa bàn"] for row in there}
        return {
            "points": len(there),
            "points_new": len(list(self._in("point", "Ngày bắt đầu"))),
            "point_areas": len(areas),
            "point_areas_residential": sum(kinds[area] in _HOMES for area in areas),
            "point_areas_workplace": sum(kinds[area] in _WORKPLACES for area in areas),
            "point_areas_effective": len(
                {row["Địa bàn"] for row in there if ratings[row["Mô hình"]] == "Hoạt động hiệu quả"}
            ),
            "areas": len(kinds),
            "areas_residential": sum(kind in _HOMES for kind in kinds.values()),
            "key_areas": _count(self.rows["area"], "Trọng điểm, phức tạp về ANTT", "Có"),
        }

    def _people(self) -> dict[str, int]:
        groups = {row["Tên tổ"]: row["Loại tổ"] for row in self._by("group", "Ngày thành lập")}
        serving = self._by("member", "Ngày tham gia")
        return {
            "groups": len(groups),
            "groups_core": sum(kind == "Tổ nòng cốt" for kind in groups.values()),
            "members": len(serving),
            "members_core_groups": sum(groups[row["Tổ"]] == "Tổ nòng cốt" for row in serving),
            "visits": len(list(self._in("visit", "Ngày thăm gặp"))),
        }

    def _disputes(self) -> dict[str, int]:
        received = list(self._in("dispute", "Ngày nhận vụ, việc"))
        ended = list(self._in("dispute", "Ngày kết thúc"))
        settled = [row for row in ended if row["Kết quả hòa giải"] == "Hòa giải thành"]
        by = "Do ai hòa giải"
        return {
            "disputes": len(received),
            "disputes_mediation_group": _count(received, by, "Tổ hòa giải"),
            "disputes_self_management": _count(received, by, "Tổ tự quản"),
            "disputes_settled": _count(settled, by, "Tổ hòa giải"),
            "disputes_settled_self_management": _count(settled, by, "Tổ tự quản"),
            "disputes_violence_risk": _count(received, "Có nguy cơ dẫn đến bạo lực", "Có"),
            "disputes_referred": _count(ended, "Kết quả hòa giải", "Chuyển cơ quan có thẩm quyền giải quyết"),
        }

    def _tips(self) -> dict[str, int]:
        told = list(self._in("tip", "Ngày tiếp nhận"))
        came = [
            row
            for row in self.rows["tip"]
            if self.first <= (row["Ngày có kết quả"] or row["Ngày tiếp nhận"]) <= self.last
        ]
        return {
            "tips": len(told),
            "tips_valuable": _count(told, "Tin báo có giá trị", "Có"),
            "cases": _sum(came, "Số vụ"),
            "subjects": _sum(came, "Số đối tượng"),
        }

    def _events(self) -> dict[str, int]:
        held = list(self._in("event", "Ngày tổ chức"))
        given = list(self._in("contribution", "Ngày đóng góp"))
        kinds = {
            code: [row for row in held if row["Loại hoạt động"] == kind] for code, kind in _EVENTS.items()
        }
        return {
            **{code: len(rows) for code, rows in kinds.items()},
            **{code: _sum(kinds[of], "Số lượt người tham dự") for code, of in _ATTENDED.items()},
            "opinions": len(list(self._in("opinion", "Ngày tiếp nhận"))),
            "opinions_answered": len(list(self._in("opinion", "Ngày trả lời"))),
            "contributors": len(given),
            "contributions_money": _sum(given, "Số tiền (đồng)"),
        }

    def _awards(self) -> dict[str, int]:
        stand = [row for row in self._in("award", "Ngày quyết định") if row["Trạng thái"] in _STANDS]
        recipients = {"collective": "Tập thể", "individual": "Cá nhân", "household": "Hộ gia đình"}
        forms = {
            "giay_khen": ("Giấy khen",),
            "bang_khen": ("Bằng khen",),
            "awards": ("Giấy khen", "Bằng khen"),
        }
        return {
            "flags_emulation": _count(stand, "Hình thức khen thưởng", "Cờ thi đua"),
            **{
                f"{code}_{recipient}": sum(
                    row["Đối tượng"] == label and row["Hình thức khen thưởng"] in form for row in stand
                )
                for code, form in forms.items()
                for recipient, label in recipients.items()
            },
        }

    def _reviews(self) -> dict[str, int]:
        held = list(self._in("review", "Ngày thực hiện"))
        interim, final = _count(held, "Loại", "Sơ kết"), _count(held, "Loại", "Tổng kết")
        return {
            "reviews": interim + final,
            "reviews_interim": interim,
            "reviews_final": final,
            "inspections": _count(held, "Loại", "Kiểm tra, hướng dẫn"),
        }

    def _recognition(self, year: int) -> dict[str, int | Decimal | None]:
        rows = [row for row in self.rows["recognition"] if row["Năm công tác"] == year]
        homes = [row for row in rows if row["Loại đơn vị"] == "Khu dân cư"]
        passed = _count(homes, "Kết quả công nhận", "Đạt")
        considered = passed + _count(homes, "Kết quả công nhận", "Chưa đạt")
        rate = Decimal(100 * passed) / considered if considered else None
        return {
            "recognised": _count(rows, "Kết quả công nhận", "Đạt"),
            "recognised_residential": passed,
            "considered_residential": considered,
            "recognised_rate": rate and rate.quantize(Decimal("0.1"), ROUND_HALF_UP),
        }


def _count(rows: Iterable[SheetRow], head: str, value: str) -> int:
    return sum(row[head] == value for row in rows)


def _sum(rows: Iterable[SheetRow], head: str) -> int:
    return sum(row[head] or 0 for row in rows)


Export: TypeAlias = Callable[[str], bytes | None]
"""Gives the workbook of a register's list; None where there is no row to export."""

REGISTERS = (
    "area", "model", "point", "group", "member", "visit", "dispute", "tip", "event", "opinion", "contribution",
    "award", "review", "recognition",
)  # fmt: skip
"""Whose lists are counted."""


def sheets_of(export: Export, first: date, last: date) -> Sheets:
    workbooks = {name: export(name) for name in REGISTERS}
    return Sheets({name: rows_of(book) if book else [] for name, book in workbooks.items()}, first, last)
