"""Where a person wants to go: pages meet through these values, and never import each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop.base.values import dataclass
from desktop.services.views import ListQuery

if TYPE_CHECKING:
    from desktop.office.pasted import PastedTable


@dataclass(frozen=True)
class OpenPage:
    """Show a page, and one of its tabs if one is named (by the register it shows, or its own name)."""

    page: str
    tab: str | None = None


@dataclass(frozen=True)
class OpenRecord:
    """Show one record where its register is shown; with a field or a child, begin to edit it there.

    Attributes:
        child: register and record of a row that belongs to the record, such as a party of a dispute; the field is
            then one of it, and without one it is opened at its first.
    """

    register: str
    record: str
    field: str = ""
    child: tuple[str, str] | None = None


@dataclass(frozen=True)
class OpenPerson:
    """Show everything that is recorded of one person."""

    person: str


@dataclass(frozen=True)
class OpenList:
    """Show the records that a query finds."""

    register: str
    query: ListQuery


Pointing: TypeAlias = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class NewRecord:
    """Begin a new record of a register.

    Attributes:
        pointing: what it is already known to point to, as (field, record, its title); a record of this register that
            was begun before goes on as it was.
    """

    register: str
    pointing: Pointing = ()


@dataclass(frozen=True)
class ResumeDraft:
    """Go on with a half-typed form; ``record`` is None when it is of a new record."""

    register: str
    record: str | None


@dataclass(frozen=True)
class ImportTable:
    """Bring in a table of the clipboard, pasted where a register is shown."""

    table: PastedTable
    register: str


Intent: TypeAlias = OpenPage | OpenRecord | OpenPerson | OpenList | NewRecord | ResumeDraft | ImportTable


class Navigation(QObject):
    """Passes on where pages want to go; the window listens.

    Signals:
        asked: an :data:`Intent`.
    """

    asked = Signal(object)

    def go(self, intent: Intent) -> None:
        self.asked.emit(intent)
