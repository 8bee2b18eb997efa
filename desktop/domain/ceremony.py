"""In which order recipients are called up, and so printed, numbered and listed.

By itself it is collectives, people, households, each by unit; whoever leads the ceremony may move them about. What
was moved is kept as the ids of a set's awards; one that comes later takes its usual place among them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from desktop.base.collation import collation_key, name_key
from desktop.domain.awarding import without_title

CEREMONY_ORDER: Final = ("collective", "individual", "household")

FOREMOST: Final = ("leader", "deputy", "secretary", "mediator", "member")
"""The roles in a group, the foremost first."""

UsualPlace = tuple[int, str, int, str, str]


def usual_place(award: str, values: Mapping[str, Any], titles: Sequence[str]) -> UsualPlace:
    """What an award is sorted by where nobody moved it.

    Args:
        titles: what may stand before a person's unit, the foremost first: "Tổ trưởng", "Thành viên".
    """
    kind, name = values["recipient_kind"] or "individual", values["printed_name"] or ""
    said = values["printed_unit"] or ""
    unit = without_title(said, *titles)
    rank = next(
        (at for at, title in enumerate(titles) if said != unit and said.startswith(title)), len(titles)
    )
    key = collation_key(name) if kind == "collective" else name_key(name)
    place = CEREMONY_ORDER.index(kind) if kind in CEREMONY_ORDER else len(CEREMONY_ORDER)
    return place, collation_key(unit), rank, key, award


def in_order(usual: Sequence[str], kept: Sequence[str]) -> list[str]:
    """Awards as they were put by hand; those nobody has put stand after the one they usually follow."""
    there = set(usual)
    order = [award for award in dict.fromkeys(kept) if award in there]
    put = set(order)
    before: str | None = None
    for award in usual:
        if award not in put:
            order.insert(order.index(before) + 1 if before is not None else 0, award)
        before = award
    return order


def rearranged(whole: Sequence[str], shown: Sequence[str]) -> list[str]:
    """The whole order after those that were shown changed places among each other."""
    moved: Collection[str] = set(shown)
    following = iter(shown)
    return [next(following) if award in moved else award for award in whole]
