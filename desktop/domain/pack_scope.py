"""What a print pack shows: of the awards of a set what their papers are made of, of all else not even the name."""

from __future__ import annotations

from typing import Final

from desktop.domain.scope import Scope
from desktop.domain.scope_table import AWARDS, DEFAULTS, Reach

_PRINTED: Final = frozenset(
    {
        "printed_name",
        "recipient_kind",
        "form",
        "honorific",
        "printed_unit",
        "achievement",
        "line_reason",
        "award_set",
        "posthumous",
        "stage",
        "submission_number",
        "submission_on",
        "decision_number",
        "decision_on",
        "grantor",
        "signer_title",
        "signer_rank",
        "signer_name",
        "place",
        "money",
        "money_basis",
        "book",
        "book_year",
        "book_number",
        "printed_on",
        "handed_on",
        "not_handed_reason",
        "correction_number",
        "correction_on",
        "correction_reason",
        "revocation_number",
        "revocation_on",
        "revocation_reason",
        "decided_lines",
    }
)
"""Of an award what stands on its papers and what became of it: not whom of the register it is of, nor notes."""

_OF_SET: Final = frozenset(
    {
        "name",
        "kind",
        "occasion",
        "submission_number",
        "submission_on",
        "decision_number",
        "decision_on",
        "grantor",
        "signer_title",
        "signer_rank",
        "signer_name",
        "place",
        "ceremony_on",
        "ceremony_time",
        "ceremony_place",
        "bases",
        "receivers",
    }
)


_OF_BOOK: Final = frozenset({"book", "holder", "last_year", "last_number"})

_WITH_THEM: Final = {"catalogue_entry": Reach.ROWS, "rule": Reach.ROWS}
"""How the unit names the forms of awards, and the rates that the money goes by."""


def pack_scope(records: frozenset[tuple[str, str]]) -> Scope:
    """The scope of a pack that holds these (register, record)."""
    fields = {"award": _PRINTED, "award_set": _OF_SET, "award_book": _OF_BOOK}
    return Scope("pack", {**DEFAULTS[AWARDS], **_WITH_THEM}, records=records, fields=fields)
