"""Money that goes with an award, by the rates in force on the day of the decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.i18n.numbers import money as money_text
from desktop.i18n.numbers import money_in_words
from desktop.services.rules import commendation, rule_or_none
from desktop.services.workspace import Workspace
from desktop.store.records import Stored
from desktop.store.register_file import Reader

PAID_FORM: Final = "giay_khen"
"""The rates are those of the commune's certificate of merit; of other forms the program knows none."""


@dataclass(frozen=True)
class Money:
    """What some awards come to.

    Attributes:
        total: in đồng, of those whose amount is known.
        unknown: how many have no amount.
    """

    total: int
    unknown: int

    @property
    def figures(self) -> str:
        return money_text(self.total)

    @property
    def words(self) -> str:
        return money_in_words(self.total)


def award_money(
    source: Workspace | Reader, form: str | None, recipient_kind: str | None, on: date
) -> int | None:
    """In đồng; None for a form without rates, and where a rate is not set (a collective's, at first)."""
    if (form or PAID_FORM) != PAID_FORM:
        return None
    return commendation(source, recipient_kind or "individual", on)


def money_values(reader: Reader, row: Stored, on: date) -> dict[str, Any]:
    """The amount and what it was reckoned from, for an award that has none yet."""
    if row.values["money"] is not None:
        return {}
    amount = award_money(reader, row.values["form"], row.values["recipient_kind"], on)
    salary = rule_or_none(reader, "base_salary", on)
    if amount is None or salary is None:
        return {}
    return {"money": amount, "money_basis": f"Mức lương cơ sở {money_text(salary)}"}


def total(amounts: Iterable[int | None]) -> Money:
    """The sum, and how many are not known."""
    given = list(amounts)
    return Money(sum(each for each in given if each is not None), sum(each is None for each in given))
