"""Records that go over from one station to another, by order of the level above.

The order says from whom to whom and what; which records those are the giving station lists, since the level above
does not know of all of them. Where a whole station goes over, no list is needed.
"""

from desktop.domain.fields import choice, day, kept, ref, register, text, together

TRANSFER = register(
    "transfer",
    choice("kind", catalogue="transfer_kind", required=True, column=True, issued=True),
    text("from_station", required=True, issued=True),
    text("from_name", column=True, issued=True),
    text("to_station", required=True, issued=True),
    text("to_name", column=True, issued=True),
    ref("area", to="area", issued=True),
    day("effective_on", required=True, column=True),
    *together(
        "decision",
        text("decision_number", search=True, column=True),
        day("decision_on"),
    ),
    text("note", more=True),
    title="from_name",
    subtitle=("to_name", "effective_on"),
    newest_first="effective_on",
    children=("transfer_list",),
)

TRANSFER_LIST = register(
    "transfer_list",
    ref("transfer", to="transfer", required=True, parent=True),
    # A line with the name of a register, and below it a line for each record.
    kept("records"),
    title="transfer",
)
