"""What a unit decides over the table of scopes: how much of a register goes to whom, since when and why.

The giving unit's own row counts. A row of the upper level is what it asks the units below for; it changes nothing
until they agree by a row of their own.
"""

from desktop.domain.fields import choice, day, register, text

SCOPE_CELL = register(
    "scope_cell",
    text("of_register", required=True, column=True, issued=True),
    text("reader", required=True, issued=True),
    choice("reach", catalogue="reach", required=True, column=True),
    day("since", required=True, column=True),
    text("reason", column=True),
    title="of_register",
    subtitle=("reach", "since"),
)
