"""Reports of a period: their state, their figures as they were frozen, their words, and the papers they became."""

from desktop.domain.fields import (
    choice,
    count,
    day,
    flag,
    kept,
    long_text,
    ref,
    register,
    tags,
    text,
    together,
)

# The words of its period are kept with it: a cut-off that changes later does not rename what was reported.
REPORT = register(
    "report",
    text("name", required=True, search=True, column=True, issued=True),
    text("subject", required=True, search=True, column=True),
    choice("period_kind", catalogue="period_kind", required=True, column=True, issued=True),
    count("period_year", issued=True),
    count("period_number", issued=True),
    day("first_on", required=True, issued=True),
    day("last_on", required=True, column=True, issued=True),
    ref("supplements", to="report", issued=True),
    choice("state", catalogue="report_state", column=True, issued=True, default="draft"),
    tags("left_out", catalogue="indicator", issued=True),
    *together(
        "freezing",
        day("frozen_on", column=True, issued=True),
        text("frozen_by", issued=True),
        kept("figures"),
        # The same without what the level above is to get nothing of; there where something is left out.
        kept("figures_above"),
    ),
    *together(
        "unfreezing",
        day("unfrozen_on", issued=True),
        text("unfreeze_reason", issued=True),
    ),
    *together(
        "signing",
        text("number", search=True, column=True),
        text("symbol", search=True),
        day("signed_on", column=True),
        text("signer_title"),
        text("signer_rank"),
        text("signer_name"),
    ),
    *together(
        "sending",
        day("sent_on", column=True),
        text("sent_to"),
        text("sent_by"),
    ),
    *together(
        "answer",
        day("received_on"),
        day("returned_on"),
        long_text("return_reason"),
    ),
    flag("signed_outside", more=True),
    text("paper_location", more=True),
    text("note", more=True),
    title="name",
    subtitle=("subject", "state"),
    newest_first="last_on",
    children=("report_section",),
)

REPORT_SECTION = register(
    "report_section",
    ref("report", to="report", required=True, parent=True),
    text("heading", required=True, column=True),
    long_text("body", search=True),
    count("position", issued=True),
    title="heading",
)
