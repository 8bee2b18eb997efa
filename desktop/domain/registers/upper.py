"""What the upper level keeps of the units that report to it: who they are, what came otherwise than in a bundle,
what was added up, and whom it reminded.

A unit is named by its code, the one that stands in the certificates of its computers, so that what comes in bundles
and what is typed meet.
"""

from desktop.domain.fields import (
    choice,
    count,
    day,
    kept,
    long_text,
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

FROZEN_TOTAL = register(
    "frozen_total",
    text("name", required=True, search=True, column=True, issued=True),
    choice("period_kind", catalogue="period_kind", required=True, column=True, issued=True),
    count("period_year", issued=True, plain=True),
    count("period_number", issued=True),
    day("first_on", required=True, issued=True),
    day("last_on", required=True, column=True, issued=True),
    day("frozen_on", required=True, column=True, issued=True),
    text("frozen_by", issued=True),
    count("expected", issued=True),
    text("unfreeze_reason", issued=True),
    kept("figures"),
    text("note"),
    title="name",
    subtitle=("frozen_on",),
    newest_first="last_on",
    children=("frozen_unit",),
)

FROZEN_UNIT = register(
    "frozen_unit",
    ref("total", to="frozen_total", required=True, parent=True),
    text("unit_name", required=True, column=True, issued=True),
    text("unit", required=True, issued=True),
    choice("source", catalogue="figure_source", column=True, issued=True),
    text("document", issued=True),
    kept("figures"),
    title="unit_name",
    subtitle=("source",),
)

REMINDER = register(
    "reminder",
    text("name", required=True, search=True, column=True, issued=True),
    choice("period_kind", catalogue="period_kind", required=True, column=True, issued=True),
    count("period_year", issued=True, plain=True),
    count("period_number", issued=True),
    day("first_on", required=True, issued=True),
    day("last_on", required=True, column=True, issued=True),
    long_text("units", issued=True),
    count("unit_count", column=True, issued=True),
    day("send_before", column=True, ahead=True),
    *together(
        "signing",
        text("number", search=True, column=True),
        text("symbol", search=True),
        day("signed_on", column=True),
        text("signer_title"),
        text("signer_rank"),
        text("signer_name"),
    ),
    text("note", more=True),
    title="name",
    subtitle=("number", "signed_on"),
    newest_first="last_on",
)
