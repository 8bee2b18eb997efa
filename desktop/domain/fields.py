"""How a register is declared: its fields, their kinds, and what each means to store, form, search and journal.

A declaration is read by every layer; none of them knows a register by name. Values in a record are plain:
``str``, ``int``, ``bool``, ``list[str]`` or ``None``; days are ISO text (``2026-06-05``, partial days ``2026``
or ``2026-06`` too), money is whole đồng.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import cached_property

from desktop.base.values import dataclass

STATE = "@state"
"""The pseudo-field of every record: absent while active, else what became of it (see ``RecordState``)."""

REASON = "@reason"
"""The pseudo-field of why a record was retired: words of its station, which do not travel with its state."""

SEEN = "@seen"
"""The pseudo-leaf of every edit: which devices' operations on the record its author had seen."""


class Kind(Enum):
    """What a field holds, which decides its column, its editor, its parser and how it reads on paper."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    DAY = "day"
    PARTIAL_DAY = "partial_day"
    CHOICE = "choice"
    TAGS = "tags"
    REF = "ref"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"
    CITIZEN_ID = "citizen_id"
    PHONE = "phone"


TEXTUAL = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.CITIZEN_ID, Kind.PHONE})


@dataclass(frozen=True)
class Field:
    """One field of a register.

    Attributes:
        required: asked for at entry and listed by the Check page; never a database constraint.
        search: found by the search box (in the entitled roles' index when ``sensitive``).
        sensitive: masked on screen until revealed; never sorted, filtered, exported or sent by default.
        column: shown in the register's table.
        more: stands under "Thêm chi tiết" in the form.
        together: fields with the same word here merge as one, such as an outcome and its date.
        to: the register a ``REF`` points to; ``parent`` when the record belongs to that one.
        catalogue: the list of choices of a ``CHOICE`` or ``TAGS``.
        headings: column heads under which the field is found in people's workbooks.
        issued: given by the program (a book number), never typed.
        ahead: an appointment or a term: a day typed in short is the next such day, not the last.
        plain: a number that is a name, such as a year: its thousands are not kept apart.
        when: the flag without which the field has nothing to say: it is not asked for, and holds nothing.
        then_required: asked for at entry while that flag is set.
        opaque: kept by the program for itself: screens say that there is something, never what.
    """

    name: str
    kind: Kind
    required: bool = False
    search: bool = False
    sensitive: bool = False
    column: bool = False
    more: bool = False
    together: str | None = None
    to: str | None = None
    parent: bool = False
    catalogue: str | None = None
    headings: tuple[str, ...] = ()
    issued: bool = False
    ahead: bool = False
    plain: bool = False
    default: str | None = None
    when: str | None = None
    then_required: bool = False
    opaque: bool = False


@dataclass(frozen=True)
class Round:
    """Entering many records in a grid, a row each.

    Attributes:
        columns: the fields, in the order in which a person goes through a row.
        carried: those that a row takes from the row above until something else is typed.
    """

    columns: tuple[str, ...]
    carried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checklist:
    """Rows that are not added but marked: one for each choice of a list; all of them together propose a result.

    Attributes:
        item: the field of what a row is about.
        met: the flag of a row.
        result: the field of the parent that is proposed, never set without a person.
        passed, failed: what is proposed when all are met, and when some are not.
    """

    item: str
    met: str
    result: str
    passed: str
    failed: str

    def proposal(self, marks: Sequence[bool | None]) -> str | None:
        """What the marks propose; nothing while none was set. A mark that was not looked at is None."""
        if all(mark is None for mark in marks):
            return None
        return self.passed if all(marks) else self.failed


@dataclass(frozen=True)
class Register:
    """A register: its fields in form order, and the one or more that name a record in a sentence.

    Attributes:
        title: the field that names a record; a ``REF`` lends the title of what it points to.
        subtitle: fields shown beside the title in search and lists of choices.
        newest_first: the field by which the table is sorted at first, newest on top; else by title.
        children: registers whose records belong to one of this register's, edited in its form.
        twice: two records with equal values in all of these fields are most likely one entered twice: it is
            noticed, never refused.
        round: how many records are entered in one sitting, for a register where that is done.
        checklist: of a child register whose rows are marked one by one.
        same: the register that says of two of its records that they are one and the same, or are not.
    """

    name: str
    fields: tuple[Field, ...]
    title: str
    subtitle: tuple[str, ...] = ()
    newest_first: str | None = None
    children: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    round: Round | None = None
    checklist: Checklist | None = None
    same: str | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def parent(self) -> Field | None:
        """The field that points to the record this one belongs to, in a child register."""
        return next((field for field in self.fields if field.parent), None)

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.column)

    @cached_property
    def day_of(self) -> Field | None:
        """The field of the day on which what a record tells of happened, where there is one."""
        field = self.by_name.get(self.newest_first or "")
        return field if field is not None and field.kind is Kind.DAY else None

    def companions(self, name: str) -> tuple[str, ...]:
        """The fields that merge as one with ``name``, itself included."""
        group = self.by_name[name].together
        if group is None:
            return (name,)
        return tuple(field.name for field in self.fields if field.together == group)


class Registry:
    """All registers this version of the program knows, by name, in navigation order."""

    def __init__(self, registers: tuple[Register, ...]) -> None:
        self._registers = {register.name: register for register in registers}
        if len(self._registers) != len(registers):
            raise ValueError("two registers share a name")
        for register in registers:
            self._check(register)

    def _check(self, register: Register) -> None:
        if register.title not in register.by_name:
            raise ValueError(f"{register.name} has no field {register.title}")
        for field in register.fields:
            if (field.kind is Kind.REF) != (field.to is not None):
                raise ValueError(f"{register.name}.{field.name} needs a register to point to")
            if field.to is not None and field.to not in self._registers:
                raise ValueError(f"{register.name}.{field.name} points to no register")
            if field.kind in (Kind.CHOICE, Kind.TAGS) and field.catalogue is None:
                raise ValueError(f"{register.name}.{field.name} needs a catalogue")
            flag = register.by_name.get(field.when or "")
            if (field.when is not None or field.then_required) and (
                flag is None or flag.kind is not Kind.FLAG
            ):
                raise ValueError(f"{register.name}.{field.name} hangs on no flag")
        in_round = (*register.round.columns, *register.round.carried) if register.round else ()
        for name in (*register.twice, *in_round):
            if name not in register.by_name:
                raise ValueError(f"{register.name} has no field {name}")
        for child in register.children:
            parent = self._registers[child].parent
            if parent is None or parent.to != register.name:
                raise ValueError(f"{child} does not belong to {register.name}")

    @cached_property
    def parents(self) -> Mapping[str, tuple[str, str]]:
        """By register whose records belong to another's: the field that says so, and that other register."""
        fields = ((register.name, register.parent) for register in self)
        return {
            name: (field.name, field.to)
            for name, field in fields
            if field is not None and field.to is not None
        }

    def __getitem__(self, name: str) -> Register:
        return self._registers[name]

    def __contains__(self, name: object) -> bool:
        return name in self._registers

    def __iter__(self) -> Iterator[Register]:
        return iter(self._registers.values())

    def get(self, name: str) -> Register | None:
        return self._registers.get(name)

    def with_register(self, register: Register) -> Registry:
        """A registry with one register more, or with it in place of the one of its name."""
        return Registry((*(each for each in self if each.name != register.name), register))


def register(
    name: str,
    *fields: Field,
    title: str,
    subtitle: tuple[str, ...] = (),
    newest_first: str | None = None,
    children: tuple[str, ...] = (),
    twice: tuple[str, ...] = (),
    round: Round | None = None,  # noqa: A002 - what it is called on the screen and in the glossary
    checklist: Checklist | None = None,
    same: str | None = None,
) -> Register:
    return Register(name, fields, title, subtitle, newest_first, children, twice, round, checklist, same)


def together(group: str, *fields: Field) -> tuple[Field, ...]:
    """Fields that merge as one: whoever changes one of them states all."""
    return tuple(replace(field, together=group) for field in fields)


@dataclass(frozen=True)
class _Maker:
    """Makes fields of one kind: ``text("note", search=True)``."""

    kind: Kind

    def __call__(  # a declaration names what it means
        self,
        name: str,
        *headings: str,
        required: bool = False,
        search: bool = False,
        sensitive: bool = False,
        column: bool = False,
        more: bool = False,
        issued: bool = False,
        ahead: bool = False,
        plain: bool = False,
        default: str | None = None,
        to: str | None = None,
        parent: bool = False,
        catalogue: str | None = None,
        when: str | None = None,
        then_required: bool = False,
    ) -> Field:
        return Field(
            name,
            self.kind,
            required=required,
            search=search,
            sensitive=sensitive,
            column=column,
            more=more,
            issued=issued,
            ahead=ahead,
            plain=plain,
            default=default,
            to=to,
            parent=parent,
            catalogue=catalogue,
            headings=headings,
            when=when,
            then_required=then_required,
        )


text = _Maker(Kind.TEXT)
long_text = _Maker(Kind.LONG_TEXT)
person_name = _Maker(Kind.NAME)
day = _Maker(Kind.DAY)
partial_day = _Maker(Kind.PARTIAL_DAY)
choice = _Maker(Kind.CHOICE)
tags = _Maker(Kind.TAGS)
ref = _Maker(Kind.REF)
count = _Maker(Kind.COUNT)
money = _Maker(Kind.MONEY)
flag = _Maker(Kind.FLAG)
citizen_id = _Maker(Kind.CITIZEN_ID)
phone = _Maker(Kind.PHONE)


def kept(name: str) -> Field:
    """A text that the program keeps for itself, such as figures as they once were."""
    return Field(name, Kind.LONG_TEXT, issued=True, opaque=True)
