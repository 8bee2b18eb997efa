"""What was kept for as long as the unit decided: a person looks through it, and keeps it with a reason or erases it.

Nothing is ever erased by itself. Years that nobody has set make nothing due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.retention import COUNTED, RULE, cut_off
from desktop.services import rules
from desktop.services.describe import describe
from desktop.services.erasing import EraseElsewhere, NothingToErase, ReasonMissing, erase_record
from desktop.services.views import Changes, Hit
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader
from desktop.store.retention import Retention

KEEP: Final = "retention_keep"
AT_ONCE: Final = 200
"""Of one register so many are looked through at a time, the oldest first."""


class KeptTooShort(UserError):
    """What is kept is looked through again on a later day."""

    code = "kept_too_short"


@dataclass(frozen=True)
class Term:
    """One register with its years.

    Attributes:
        years: None while nobody has set them.
        due: how many records are over their term.
    """

    register: str
    years: int | None
    due: int


@dataclass(frozen=True)
class DueRecord:
    """A record that is over its term. ``since`` is the day from which its years counted."""

    hit: Hit
    since: date
    over_on: date


def terms(workspace: Workspace) -> list[Term]:
    """Every register that holds data of people, with what is due in it. Raises :class:`NotAllowed`."""
    today = workspace.today()
    with workspace.reading(Permission.ERASE) as reader:
        return [_term(workspace, reader, register, today) for register in COUNTED]


def due(workspace: Workspace, register: str, language: str = "vi") -> list[DueRecord]:
    """What is due of one register, the oldest first, at most :data:`AT_ONCE`. Raises :class:`NotAllowed`."""
    today = workspace.today()
    with workspace.reading(Permission.ERASE, register) as reader:
        years = rules.rule_or_none(reader, RULE + register, today)
        if not years:
            return []
        rows = Retention(reader.connection).due(
            workspace.registry[register],
            COUNTED[register],
            cut_off(today, years).isoformat(),
            today.isoformat(),
            AT_ONCE,
        )
        days = {record: date.fromisoformat(over) for record, over in rows}
        hits = describe(workspace, reader, [(register, record) for record in days], language)
    return [DueRecord(hit, days[hit.record], cut_off(days[hit.record], -years)) for hit in hits]


def keep(workspace: Workspace, register: str, records: Sequence[str], until: date, reason: str) -> Changes:
    """Keeps records that are due, until another look on a day, with a reason; one operation.

    Raises :class:`NotAllowed`, :class:`ReasonMissing` and :class:`KeptTooShort`; nothing is then changed.
    """
    with workspace.change(f"{KEEP}.keep", Permission.ERASE, register) as change:
        if not reason.strip():
            raise ReasonMissing()
        if until <= workspace.today():
            raise KeptTooShort()
        for record in records:
            change.create(
                KEEP,
                {
                    "of_register": register,
                    "of_record": record,
                    "reviewed_on": workspace.today().isoformat(),
                    "until": until.isoformat(),
                    "reason": reason.strip(),
                },
            )
    return change.result


def erase(workspace: Workspace, register: str, records: Sequence[str], reason: str) -> tuple[int, int]:
    """Erases records for good; each is an operation of its own. Gives how many went, and how many another unit wrote.

    Raises :class:`NotAllowed` and :class:`ReasonMissing`; nothing is then changed.
    """
    erased = elsewhere = 0
    with workspace.reading(Permission.ERASE, register) as reader:
        # What was entered twice goes with the one that stands for it.
        meant = [each for record in records for each in reader.sames.members(register, record)]
    for record in meant:
        try:
            erase_record(workspace, register, record, None, reason)
        except EraseElsewhere:
            elsewhere += 1
        except NothingToErase:
            continue
        else:
            erased += 1
    return erased, elsewhere


def _term(workspace: Workspace, reader: Reader, register: str, today: date) -> Term:
    years = rules.rule_or_none(reader, RULE + register, today)
    if not years:
        return Term(register, None, 0)
    count = Retention(reader.connection).count(
        workspace.registry[register],
        COUNTED[register],
        cut_off(today, years).isoformat(),
        today.isoformat(),
    )
    return Term(register, years, count)
