"""What a list may be imported as, and the column heads under which its fields are found.

A target is a register with the fields of the register whose records its rows make too: a list of members makes
people and memberships. Everything comes from the declarations; only the book of disputes has columns of its own
(the form of the Minister of Justice of 21 April 2014: two parties in one cell, crosses for the outcome).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from functools import cached_property

from desktop.base.values import dataclass
from desktop.domain.fields import Field, Kind, Register, Registry

PARTIES = "dispute@parties"
SETTLED = "dispute@settled"
NOT_SETTLED = "dispute@not_settled"
BORN_MALE = "person@born_male"
BORN_FEMALE = "person@born_female"
MALE = "person@male"
FEMALE = "person@female"

_SPECIAL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "dispute": {
        PARTIES: ("Họ tên, tuổi, địa chỉ các bên", "Các bên", "Họ tên các bên", "Các bên tranh chấp"),
        SETTLED: ("Thành", "Hòa giải thành"),
        NOT_SETTLED: ("Không thành", "Hòa giải không thành"),
    },
    "person": {
        BORN_MALE: ("Ngày sinh (Nam)", "Năm sinh (Nam)"),
        BORN_FEMALE: ("Ngày sinh (Nữ)", "Năm sinh (Nữ)"),
        MALE: ("Giới tính (Nam)",),
        FEMALE: ("Giới tính (Nữ)",),
    },
}

_CODE_HEADS = ("Mã đối chiếu", "Reference code")

IMPORTED = (
    *("member", "dispute", "person", "household", "visit", "group", "area"),
    *("model", "point", "equipment", "event", "opinion", "tip", "contribution"),
    *("review", "recognition", "award", "target", "opening_figure", "blank_use", "reporting_unit"),
)
"""The registers that a list can be imported into, the likelier first where two fit alike."""


class NoList(Enum):
    """Why a register is not one that anybody brings a list of."""

    PART = "its rows belong to a record of another register, and come in that one's form or in its row"
    CARRIED_OUT = "to enter one carries something out in other records, which a person has to see one by one"
    GOES_BY = "the program goes by it from a day on; there are a few in ten years, each with the text that orders it"
    SAID_OF_OTHERS = "it says something of records that are here, by their ids"
    MADE_HERE = "the program makes it, by a deed that asks for more than values"
    TAKEN_IN = "it comes out of a report or a form of the level above, and is taken in on the page of these"


NO_LISTS: Mapping[str, NoList] = {
    **dict.fromkeys(("acknowledgement", "party", "session", "shortcoming", "criterion_mark"), NoList.PART),
    **dict.fromkeys(("report_section", "form_cell", "received_figure", "frozen_unit"), NoList.PART),
    **dict.fromkeys(("relocation", "transfer_list"), NoList.PART),
    # A renamed area has its new name everywhere; of merged groups what goes on living goes over.
    **dict.fromkeys(("succession", "transfer"), NoList.CARRIED_OUT),
    **dict.fromkeys(("rule", "cut_off", "catalogue_entry", "scope_cell", "data_purpose"), NoList.GOES_BY),
    **dict.fromkeys(("same_person", "same_household", "retention_keep"), NoList.SAID_OF_OTHERS),
    **dict.fromkeys(("award_set", "award_book", "report", "frozen_total", "reminder"), NoList.MADE_HERE),
    **dict.fromkeys(("upper_form", "received_report"), NoList.TAKEN_IN),
}
"""Every other register, with the reason why no list is imported into it."""

OF_LEVELS_ABOVE = frozenset(("reporting_unit",))
"""Those that only a unit with others below it keeps."""


@dataclass(frozen=True)
class Target:
    """One thing that a list may be.

    Attributes:
        register: whose records the rows become.
        base: the register of what each row is about, when that is another: the person of a member.
        fields: every column it may have, by key ``register.field``; in form order.
        special: columns that are more than one field, by key, with their heads.
        makeable: the registers of which a name in a list makes a record: those that ask for no more than a name.
    """

    register: str
    base: str | None
    fields: Mapping[str, Field]
    special: Mapping[str, tuple[str, ...]]
    makeable: frozenset[str] = frozenset()

    def vocabulary(self, labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """Heads by key: those of the declarations, and the labels on the screen."""
        heads = {
            key: tuple(dict.fromkeys((*field.headings, *((labels[key],) if key in labels else ()))))
            for key, field in self.fields.items()
        }
        return {**heads, **self.special}

    def missing(self, given: Collection[str]) -> tuple[str, ...]:
        """The columns that must be there and are not: none where the rows say by a code which records they are."""
        return (
            ()
            if code_key(self.register) in given
            else tuple(key for key in self.required if key not in given)
        )

    @cached_property
    def references(self) -> Mapping[str, str]:
        """The columns that name a record, and of which register it is."""
        return {key: field.to for key, field in self.fields.items() if field.to is not None}

    @cached_property
    def compared(self) -> frozenset[str]:
        """The columns that are read after the others, with which their digits are compared."""
        return frozenset(key for key, field in self.fields.items() if field.kind is Kind.CITIZEN_ID)

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(key for key, field in self.fields.items() if field.required)


def code_key(register: str) -> str:
    """The key of the column that holds the code of a record, as lists that the program wrote have it."""
    return f"{register}@code"


def target_of(registry: Registry, register: str) -> Target:
    """The target of a register of the registry."""
    declared = registry[register]
    base = "person" if register == "member" and "person" in registry else None
    # The register's own fields first: a remark beside a member is about the membership.
    fields = {
        f"{register}.{field.name}": field
        for field in declared.fields
        if _imported(field) and (base is None or field.to != base)
    }
    special = dict(_SPECIAL.get(register, {}))
    if base is not None:
        fields |= {f"{base}.{field.name}": field for field in registry[base].fields if _imported(field)}
        special |= _SPECIAL.get(base, {})
    special[code_key(register)] = _CODE_HEADS
    pointed = {field.to for field in fields.values() if field.to is not None}
    # The name of a group has that of its area at the end.
    pointed |= {"area"} & {each.name for each in registry} if "group" in pointed else set()
    makeable = frozenset(name for name in pointed if _needs_only_a_name(registry[name]))
    return Target(register, base, fields, special, makeable)


def _needs_only_a_name(declared: Register) -> bool:
    if declared.by_name[declared.title].kind not in (Kind.TEXT, Kind.NAME):
        return False
    return all(field.name == declared.title for field in declared.fields if field.required)


def _imported(field: Field) -> bool:
    return not field.issued and not field.parent and (bool(field.headings) or field.kind is not Kind.REF)
