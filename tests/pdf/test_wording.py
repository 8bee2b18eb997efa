from __future__ import annotations

from datetime import date

import pytest

from desktop.pdf.wording import decision_line, place_date_line, register_line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (place_date_line("An Giang", date(2026, 1, 5)), "An Giang, ngày 05 tháng 01 năm 2026"),
        (place_date_line("An Giang", date(2019, 6, 29)), "An Giang, ngày 29 tháng 6 năm 2019"),
        (place_date_line("An Giang", None), "An Giang, ngày …… tháng …… năm …………"),
        (place_date_line("", None), "…………, ngày …… tháng …… năm …………"),
        (
            decision_line("Số quyết định", "15/QĐ-UBND", date(2026, 1, 5)),
            "Số quyết định: 15/QĐ-UBND ngày 05 tháng 01 năm 2026",
        ),
        (
            decision_line("Số quyết định", "15/QĐ-UBND", None),
            "Số quyết định: 15/QĐ-UBND ngày …… tháng …… năm …………",
        ),
        (decision_line("Số", "", date(2026, 11, 15)), "Số: ………… ngày 15 tháng 11 năm 2026"),
        (register_line("Số sổ vàng", "12", 2026), "Số sổ vàng: 12/2026"),
        (register_line("Số sổ vàng", "", 2026), "Số sổ vàng: …………/2026"),
    ],
)
def test_set_phrases_are_filled_in_or_left_open(line: str, said: str) -> None:
    assert line == said
