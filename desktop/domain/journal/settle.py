"""What a person chooses between where two places changed one thing, and what settles it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.fields import REASON, STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.merge import Change, Content, FieldState, RecordState, same
from desktop.domain.journal.operation import ChangeId

STANDING: Final = (STATE, REASON)
"""A record's standing and why are settled as one, like fields declared ``together``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One content of a field, or of fields that are settled as one.

    Attributes:
        values, contents: of each field, by name.
        authors: the changes that say so, the latest last; none for a choice that nobody wrote.
        shown: it is what the register shows until somebody chooses.
    """

    values: Mapping[str, Plain]
    contents: Mapping[str, Content]
    authors: tuple[Change, ...]
    shown: bool

    @property
    def known(self) -> bool:
        """Whether it can be chosen: what is withheld or erased cannot be written again."""
        return all(content is Content.HELD for content in self.contents.values())


def choices(names: Sequence[str], state: RecordState, changes: Iterable[Change]) -> tuple[Choice, ...]:
    """What stands beside each other in the fields of one group, what is shown first; equal contents are one.

    ``changes`` are all of the record. A retiring that another place's edits contradict has one choice of its
    own; :func:`kept_in_use` is the other.
    """
    held = [state.fields[name] for name in names if name in state.fields]
    disputed = [field for field in held if field.conflict] or held[:1]
    written = {(change.operation, change.field): change for change in changes}
    by_id = {change.id: change for change in written.values()}
    found: list[Choice] = []
    for head in _latest_first(disputed):
        choice = _choice(head, names, state, written, by_id)
        equal = next((at for at, each in enumerate(found) if _equal(each, choice)), None)
        if equal is None:
            found.append(choice)
        else:
            other = found[equal]
            authors = (*choice.authors, *other.authors)
            found[equal] = Choice(other.values, other.contents, authors, other.shown)
    return tuple(found)


def kept_in_use(edits: Sequence[Change]) -> Choice:
    """The choice that a record stays in use, as those who went on changing it had it."""
    held = dict.fromkeys(STANDING, Content.HELD)
    return Choice(dict.fromkeys(STANDING), held, tuple(edits), shown=False)


def in_use(choice: Choice) -> bool:
    """Whether a choice of :data:`STANDING` leaves the record active; one that is not known does not."""
    state = choice.values[STATE]
    ended = isinstance(state, dict) and state.get("is") in ("retired", "removed")
    return choice.contents[STATE] is Content.HELD and not ended


def _latest_first(fields: Sequence[FieldState]) -> list[Change]:
    """One head of each operation, what is shown first."""
    heads = {head.operation: head for field in fields for head in reversed(field.heads)}
    return sorted(heads.values(), key=lambda head: head.rank, reverse=True)


def _choice(
    head: Change,
    names: Sequence[str],
    state: RecordState,
    written: Mapping[tuple[tuple[str, int], str], Change],
    by_id: Mapping[ChangeId, Change],
) -> Choice:
    """What one operation made of the group; a field that it left alone is as it is."""
    values: dict[str, Plain] = {}
    contents: dict[str, Content] = {}
    for name in names:
        field = state.fields.get(name)
        change = written.get((head.operation, name)) or (field.shown if field else None)
        values[name] = change.value if change else None
        contents[name] = change.content if change else Content.HELD
    shown = state.fields[head.field].shown.operation == head.operation
    return Choice(values, contents, (_origin(head, state.fields[head.field], by_id),), shown)


def _origin(head: Change, field: FieldState, by_id: Mapping[ChangeId, Change]) -> Change:
    """Who wrote the value first: a settlement that was taken back restates, side by side, what others wrote."""
    restated = [each for each in field.heads if each.id.device == head.id.device]
    if len(restated) < 2 or any(each.replaced != head.replaced for each in restated):
        return head
    found = head
    while len(found.replaced) == 1 and (settling := by_id.get(found.replaced[0])) is not None:
        beneath = [by_id[each] for each in settling.replaced if each in by_id]
        before = [
            each
            for each in beneath
            if each.hlc < found.hlc and each.content is Content.HELD and same(each.value, head.value)
        ]
        if not before:
            break
        found = max(before, key=lambda each: each.rank)
    return found


def _equal(first: Choice, second: Choice) -> bool:
    return (
        first.known
        and second.known
        and all(same(value, second.values[name]) for name, value in first.values.items())
    )
