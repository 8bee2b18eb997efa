"""What a person may ask of the log of uses: from when to when, by whom, of what, and which kind of deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Deed(StrEnum):
    """A kind of deed; its words are ``audit.deed.<value>``."""

    CHANGES = "changes"
    ERASURES = "erasures"
    LOOKS = "looks"
    PAPERS = "papers"
    EXCHANGE = "exchange"
    ACCOUNTS = "accounts"
    CARE = "care"
    """Copies, keys, checks, updates: whatever is none of the others."""


ACCESSES: Final[Mapping[str, Deed]] = {
    "erase": Deed.ERASURES,
    "reveal": Deed.LOOKS,
    "figure.rows": Deed.LOOKS,
    "person.export": Deed.PAPERS,
    "print": Deed.PAPERS,
    "export": Deed.PAPERS,
    "save": Deed.PAPERS,
    "make_pack": Deed.EXCHANGE,
    "export_bundle": Deed.EXCHANGE,
    "import_bundle": Deed.EXCHANGE,
    "bundle_set_aside": Deed.EXCHANGE,
    "bundle_take_again": Deed.EXCHANGE,
    "discard_bundle": Deed.EXCHANGE,
    "salvage_bundle": Deed.EXCHANGE,
    "confirm_device": Deed.EXCHANGE,
    "revoke_device": Deed.EXCHANGE,
    "accept_later": Deed.EXCHANGE,
    "heal_fork": Deed.EXCHANGE,
    "answer_copy": Deed.EXCHANGE,
    "keep_copy": Deed.EXCHANGE,
    "give_copy_back": Deed.EXCHANGE,
    "log_in": Deed.ACCOUNTS,
    "password_by_code": Deed.ACCOUNTS,
    "add_user": Deed.ACCOUNTS,
    "change_password": Deed.ACCOUNTS,
    "reset_password": Deed.ACCOUNTS,
    "change_role": Deed.ACCOUNTS,
    "end_rights": Deed.ACCOUNTS,
    "close_account": Deed.ACCOUNTS,
    "delegate": Deed.ACCOUNTS,
    "withdraw_delegation": Deed.ACCOUNTS,
    "handover": Deed.ACCOUNTS,
    "attested": Deed.ACCOUNTS,
    "attest": Deed.ACCOUNTS,
}
"""Of the lines of the access log; others are care."""


@dataclass(frozen=True)
class AuditFilter:
    """What is wanted; None is everything.

    Attributes:
        first, last: days, both included.
        person: id of a user.
        record: of ``register``.
    """

    first: date | None = None
    last: date | None = None
    person: str | None = None
    register: str | None = None
    record: str | None = None
    deed: Deed | None = None
