"""What the law or a unit changes from a day on: the rules that the program reckons with, and lists of choices.

Both are set by whoever administers the register. What the upper level sets goes down and is not changed below.
"""

from desktop.domain.fields import choice, count, day, register, text

RULE = register(
    "rule",
    choice("key", catalogue="rule", required=True, column=True),
    # Without a value a rule is set to nothing: no term, no amount known.
    count("value", column=True),
    day("since", required=True, column=True, ahead=True),
    text("basis", column=True),
    text("note", more=True),
    title="key",
    subtitle=("value", "since"),
)

# One row adds a choice to a catalogue, or changes one that came with the program: what is empty stays as it was.
CATALOGUE_ENTRY = register(
    "catalogue_entry",
    text("catalogue", required=True, column=True, issued=True),
    text("code", required=True, column=True, issued=True),
    text("vi", column=True),
    text("en", column=True),
    text("synonyms"),
    text("counts_as", column=True),
    text("applies_to"),
    day("since", column=True, ahead=True),
    day("until", column=True, ahead=True),
    count("position", issued=True),
    text("source", column=True),
    title="vi",
    subtitle=("catalogue",),
)
