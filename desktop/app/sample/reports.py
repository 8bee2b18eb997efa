"""A report of the month before the one that is due, signed and received, so that the next one begins with its words."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from desktop.domain.frozen_figures import write_figures
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import period_words
from desktop.services import indicators, reports
from desktop.services.periods import calendar
from desktop.services.report_figures import freeze, moment
from desktop.services.workspace import Workspace

_SUBJECT: Final = "Kết quả xây dựng phong trào Toàn dân bảo vệ an ninh Tổ quốc"
_SECTIONS: Final = (
    (
        "Tình hình",
        (
            "Tình hình an ninh, trật tự trên địa bàn ổn định, không xảy ra vụ việc phức tạp.\n"
            "Các tổ tự quản duy trì sinh hoạt đều, nắm chắc tình hình địa bàn phụ trách."
        ),
    ),
    (
        "Kết quả thực hiện",
        (
            "Công an phường phối hợp với Mặt trận Tổ quốc và các đoàn thể thăm gặp các hộ theo kế hoạch, tuyên truyền "
            "tại khu dân cư và hòa giải kịp thời các mâu thuẫn trong Nhân dân. Số liệu ở phụ lục kèm theo."
        ),
    ),
    (
        "Tồn tại, hạn chế và nguyên nhân",
        "Một số tổ ghi chép chưa thường xuyên do tổ trưởng mới nhận nhiệm vụ.",
    ),
    (
        "Phương hướng, nhiệm vụ thời gian tới",
        "Tiếp tục thăm gặp các hộ đã hẹn; củng cố các tổ ít hoạt động; tổ chức sinh hoạt tổ theo quý.",
    ),
    ("Đề xuất, kiến nghị", "Đề nghị cấp trên hỗ trợ tập huấn cho các tổ trưởng mới."),
)
_STEPS_DAYS: Final = {"frozen_on": 1, "signed_on": 2, "sent_on": 2, "received_on": 4}


def add_report(workspace: Workspace) -> None:
    """Writes it down; a role without reports has none."""
    due = reports.due(workspace)
    if due is None:
        return
    period = calendar(workspace).before(due.period)
    at = moment(workspace)
    figures = write_figures(freeze(period, indicators.table(workspace, None, period), at))
    days = {name: (period.last + timedelta(days=after)).isoformat() for name, after in _STEPS_DAYS.items()}
    with workspace.change("sample") as change:
        record = change.create(
            "report",
            {
                "name": period_words(Catalogue("vi").text, period, "vi"),
                "subject": _SUBJECT,
                "period_kind": period.kind.value,
                "period_year": period.year,
                "period_number": period.number,
                "first_on": period.first.isoformat(),
                "last_on": period.last.isoformat(),
                "state": "received",
                "frozen_by": workspace.user.name,
                "figures": figures,
                "number": str(period.number + 10),
                "symbol": "BC-CAP",
                "signer_title": "Trưởng Công an phường",
                "signer_rank": "Thượng tá",
                "signer_name": "Trần Quốc Bảo",
                "sent_to": workspace.station.upper_name,
                "sent_by": "USB",
                "paper_location": "Cặp báo cáo năm",
                **days,
            },
        )
        for position, (heading, body) in enumerate(_SECTIONS, start=1):
            values = {"report": record, "heading": heading, "body": body, "position": position}
            change.create("report_section", values)
