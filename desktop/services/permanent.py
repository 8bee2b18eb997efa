"""What stands once it was done: given numbers, prints, erasing, the steps of a report. No undo takes them back."""

from __future__ import annotations

from desktop.domain.errors import UserError
from desktop.domain.journal.operation import Leaf, Operation, Whole
from desktop.domain.reporting import ReportState
from desktop.store.register_file import ERASE_REGISTER


class NumberIsGiven(UserError):
    """A number of the award book was given by it: that stands, whatever comes after."""

    code = "number_is_given"


class PrintStays(UserError):
    """Sheets came out of a printer: that was so, whatever comes after."""

    code = "print_stays"


class StepOfReportStays(UserError):
    """A step of a report is followed by another one, never undone: somebody may hold the paper."""

    code = "report_step_stays"


def refuse_permanent(operation: Operation | None) -> None:
    """Raises :class:`NumberIsGiven`, :class:`PrintStays` or :class:`StepOfReportStays` for such an operation."""
    for _, leaf in operation.changes() if operation is not None else ():
        if leaf.field == "book_number" or leaf.register == ERASE_REGISTER:
            raise NumberIsGiven()
        if leaf.field == "print_count":
            raise PrintStays()
        if (leaf.register, leaf.field) == ("report", "state") and _value_of(leaf) != ReportState.DRAFT.value:
            raise StepOfReportStays()


def _value_of(leaf: Leaf) -> object:
    return leaf.value if isinstance(leaf, Whole) else None
