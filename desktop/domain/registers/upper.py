"""What the upper level keeps of the units that report to it: who they are, what came otherwise than in a bundle,
what was added up, and whom it reminded.

A unit is named by its code, the one that stands in the certificates of its computers, so that what comes in bundles
and what is typed meet.
"""

from desktop.domain.fields import (
    choice,
    count,
    day,
    ref,
    register,
    text,
    together,
)

REPORTING_UNIT = register(
    "reporting_unit",
    text("name", "Đơn vị", "Tên đơn vị", "Công an xã, phường", required=True, search=True, column=True),
    text("code", "Mã đơn vị", "Mã số", required=True, column=True),
    day("since", "Báo cáo từ ngày", column=True),
    day("until", "Báo cáo đến ngày", column=True),
    text("note", "Ghi chú", more=True),
    title="name",
    subtitle=("code",),
    twice=("code",),
)

# The words of its unit and period are kept with it, as with a report: what is renamed later stays as it was said.
RECEIVED_REPORT = register(
    "received_report",
    text("unit_name", required=True, search=True, column=True, issued=True),
    text("unit", required=True, issued=True),
    choice("period_kind", catalogue="period_kind", required=True, column=True, issued=True),
    count("period_year", issued=True, plain=True),
    count("period_number", issued=True),
    day("first_on", required=True, issued=True),
    day("last_on", required=True, column=True, issued=True),
    choice("source", catalogue="figure_source", required=True, column=True, issued=True),
    *together(
        "document",
        text("document_number", search=True, column=True),
        day("document_on", column=True),
    ),
    text("file_name", issued=True),
    day("received_on", required=True, column=True),
    *together(
        "choosing",
        choice("use", catalogue="figure_use", issued=True, default="rule"),
        text("use_reason", issued=True),
    ),
    text("note", more=True),
    title="unit_name",
    subtitle=("source", "last_on"),
    newest_first="last_on",
    children=("received_figure",),
)

RECEIVED_FIGURE = register(
    "received_figure",
    ref("report", to="received_report", required=True, parent=True),
    choice("indicator", catalogue="indicator", required=True, column=True),
    count("value", required=True, column=True),
    title="indicator",
    subtitle=("value",),
)
