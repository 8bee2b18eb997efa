"""What is decided of people's data: what is kept beyond its term and why, and what each register is for."""

from desktop.domain.fields import day, long_text, register, text

# One row for each record that somebody looked through and kept.
RETENTION_KEEP = register(
    "retention_keep",
    text("of_register", required=True, column=True, issued=True),
    text("of_record", required=True, issued=True),
    day("reviewed_on", required=True, column=True),
    day("until", required=True, column=True, ahead=True),
    text("reason", required=True, column=True),
    title="of_register",
    subtitle=("until",),
)

# One row says from a day on what a register is kept for; it comes over what came with the program.
DATA_PURPOSE = register(
    "data_purpose",
    text("of_register", required=True, column=True, issued=True),
    long_text("purpose", required=True, column=True),
    long_text("basis", column=True),
    day("since", required=True, column=True, ahead=True),
    text("note", more=True),
    title="of_register",
    subtitle=("since",),
)
