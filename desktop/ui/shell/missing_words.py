"""What a rescue did not bring back, in words: a line for each register; and what tells of a dying disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.i18n.dates import short_date, short_moment
from desktop.services.disk_signs import DiskSigns
from desktop.services.erased_copies import CopyOut
from desktop.services.reentering import Reenter
from desktop.services.rescue_report import Rescued
from desktop.ui.kit.words import Words

_SHOWN: Final = 8


def missing_text(words: Words, rescued: Rescued) -> str:
    """Several lines; the first says how much is back."""
    back = sum(each.back for each in rescued.registers)
    lines = [words("rescue.back", count=back)]
    if not rescued.missing:
        lines.append(words("rescue.whole"))
    for each in rescued.missing[:_SHOWN]:
        key = "both" if each.lost and each.incomplete else "lost" if each.lost else "incomplete"
        facts = {"register": words.plural(each.register), "lost": each.lost, "incomplete": each.incomplete}
        lines.append(words(f"rescue.missing.{key}", **facts))
    more = rescued.missing[_SHOWN:]
    if more:
        count = sum(each.lost + each.incomplete for each in more)
        lines.append(words("rescue.missing.more", registers=len(more), count=count))
    lines += _asked_of(words, rescued)
    if rescued.missing:
        lines.append(words("rescue.next"))
    return "\n".join(lines)


def _asked_of(words: Words, rescued: Rescued) -> list[str]:
    """Of each unit how much is cut off, and what brings it again; the rest is said in one line."""
    named = [each for each in rescued.cut if each.unit][:_SHOWN]
    lines = [
        words("rescue.asked.own" if each.own else "rescue.asked.unit", unit=each.unit, count=each.count)
        for each in named
    ]
    rest = rescued.asked - sum(each.count for each in named)
    return [*lines, words("rescue.asked", count=rest)] if rest else lines


def disk_text(words: Words, signs: DiskSigns) -> str:
    """What was noticed of the disk, and what to do."""
    on = short_date(signs.last, words.language)
    lines = [words("disk.signs", on=on)]
    for name, count in (("unreadable", signs.unreadable), ("slow", signs.slow), ("copies", signs.copies)):
        if count:
            lines.append(words(f"disk.{name}", count=count))
    return "\n".join([*lines, words("disk.next")])


def erased_text(words: Words, out: Sequence[CopyOut]) -> str:
    """Which copies elsewhere may still hold what was erased since."""
    lines = [words("erased.out", count=len(out))]
    for each in out[:_SHOWN]:
        lines.append(words("erased.copy", at=short_moment(each.at, words.language), place=each.place))
    return "\n".join([*lines, words("erased.next")])


def reenter_text(words: Words, found: Reenter) -> str:
    """The days since the copy with what is held of each, those of which nothing is, and how much is still out."""
    language = words.language
    lines = [words("reenter.days", until=short_moment(found.until, language))]
    for each in found.days[-_SHOWN:]:
        parts = [
            words("reenter.register", register=words.plural(name), count=count)
            for name, count in sorted(each.registers.items())
        ]
        key = "reenter.day" if parts else "reenter.day.empty"
        lines.append(words(key, day=short_date(each.day, language), what=", ".join(parts)))
    if found.lacking:
        lines.append(words("reenter.lacking", count=found.lacking))
    return "\n".join([*lines, words("reenter.next")])
