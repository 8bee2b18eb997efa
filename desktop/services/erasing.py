"""Erasing for good: what the law or a court's decision says must be forgotten is forgotten here and everywhere.

The content and its salts leave the journal, the tables, the search and the pages of the file; that something
stood there stays, as "đã xóa", and the chain still verifies. What an award has printed on it is the award's
own: it is erased there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.merge import Change as Written
from desktop.domain.journal.merge import Content
from desktop.domain.journal.operation import ChangeId
from desktop.services.change import Change
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.drafts import Drafts
from desktop.store.journal import Place

__all__ = ["EraseElsewhere", "NothingToErase", "ReasonMissing", "erase_record"]


class ReasonMissing(UserError):
    """Nothing is erased without saying why."""

    code = "reason_missing"


class NothingToErase(UserError):
    """None of these fields holds anything here, or all of it was erased before."""

    code = "nothing_to_erase"


class EraseElsewhere(UserError):
    """Another unit wrote it, and only that unit may erase it."""

    code = "erase_elsewhere"


def erase_record(
    workspace: Workspace, register: str, record: str, fields: Collection[str] | None, reason: str
) -> Changes:
    """Erases all that some fields of a record ever held, or all of the record and its children.

    It cannot be taken back. Numbers that the program gave, what a child belongs to, and that the record was
    there stay. The reason goes to the access log, which never leaves this computer, and must not repeat what
    is erased. Raises :class:`NotAllowed`, :class:`ReasonMissing`, :class:`NothingToErase` and
    :class:`EraseElsewhere`; nothing is then changed.
    """
    with workspace.change(f"{register}.erase", Permission.ERASE, register) as change:
        if not reason.strip():
            raise ReasonMissing()
        places = _family(workspace, change, register, record) if fields is None else [(register, record)]
        written = change.writer.journal.changes_of_many(places, aside=True)
        targets = [
            each.id
            for changes in written.values()
            for each in changes
            if each.content is Content.HELD and _is_meant(workspace, each, fields)
        ]
        _refuse_foreign(workspace, change, targets)
        change.intend(erase_intent(change.new_id(), targets))
        drafts = Drafts(change.writer.connection)
        for place in places:
            drafts.drop_of_all(*place)
        at = workspace.now().isoformat(timespec="seconds")
        subject = f"{register}:{record} {' '.join(fields or ['*'])}: {reason.strip()}"
        change.writer.log_access(at, workspace.user.id, "erase", subject)
    return change.result


def _family(workspace: Workspace, change: Change, register: str, record: str) -> list[Place]:
    children = [
        (child, row.id)
        for child in workspace.registry[register].children
        for row in change.writer.records.children(child, record)
    ]
    return [(register, record), *children]


def _is_meant(workspace: Workspace, change: Written, fields: Collection[str] | None) -> bool:
    if fields is not None:
        return change.field in fields
    if change.field == STATE:
        # That it is in use or not is no content, and without it a record would count as retired.
        return isinstance(change.value, dict) and not change.value.keys() <= {"is", "on"}
    declared = workspace.registry[change.register].by_name.get(change.field)
    return change.field != SEEN and (declared is None or not (declared.parent or declared.issued))


def _refuse_foreign(workspace: Workspace, change: Change, targets: Iterable[ChangeId]) -> None:
    devices = {target.device for target in targets}
    if not devices:
        raise NothingToErase()
    own = workspace.station.code
    stations = {change.writer.station_of_device(device) for device in devices - {workspace.device}}
    if stations - {own}:
        raise EraseElsewhere()
