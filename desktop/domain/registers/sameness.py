"""What is known of two records of people, or of two households: that they are one and the same, or that they are not.

A record of such a register has an id that its two records give it, so that whoever says the same of the same two
writes the same record, and two words against each other are a conflict like any other.
"""

from desktop.domain.fields import Register, choice, ref, register


def _sameness(of: str) -> Register:
    return register(
        f"same_{of}",
        ref("first", to=of, required=True),
        ref("second", to=of, required=True),
        choice("verdict", catalogue="same_verdict", required=True, column=True),
        title="first",
        subtitle=("second", "verdict"),
    )


SAME_PERSON = _sameness("person")
SAME_HOUSEHOLD = _sameness("household")
