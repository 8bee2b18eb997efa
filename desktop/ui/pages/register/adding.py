"""A record that a form points to and that is not there yet: made on the spot, with what its register requires."""

from __future__ import annotations

from functools import partial

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Field, Kind, Register
from desktop.services import registers
from desktop.services.entries import InvalidEntry
from desktop.services.views import Entry, Hit
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.pages.register.work import RegisterWork
from desktop.ui.shell.page import PageContext


class NewRecordRefused(UserError):
    """What was typed for it cannot be stored. Fact: ``problems``, in words."""

    code = "new_record_refused"


class NewRecords:
    """Offers to make records of the registers of lasting things (areas, groups, people), never of events."""

    def __init__(self, context: PageContext, work: RegisterWork) -> None:
        self._context = context
        self._work = work

    def offers(self, register: str) -> bool:
        """Whether the user may make a record of a register by its title and few words more."""
        declared = self._context.workspace.registry[register]
        return (
            self._work.sees(register)
            and self._context.workspace.may(Permission.EDIT)
            and declared.newest_first is None
            and declared.by_name[declared.title].kind in (Kind.TEXT, Kind.NAME)
            and all(field.kind is not Kind.REF for field in _asked(declared))
        )

    def add(self, register: str, text: str) -> Hit | None:
        """Ask for what the register requires, its title filled in; None when the person thought better of it."""
        context = self._context
        declared = context.workspace.registry[register]
        inputs = tuple(_input(declared, field, text) for field in _asked(declared))
        words = context.words
        facts = {"deed": words.first(f"list.add.{register}", "list.add")}
        answer = context.door.ask(Question("list.add_here", facts, inputs=inputs))
        if answer is None:
            return None
        form = registers.load_form(context.workspace, register, None)
        try:
            changes = meanwhile(partial(registers.save, context.workspace, form, Entry(answer)))
        except InvalidEntry as error:
            problems = [
                words(
                    "list.add_here.problem",
                    field=words.field(register, each.field),
                    problem=words(f"problem.{each.code}", **each.facts),
                )
                for each in error.problems
            ]
            context.door.tell(NewRecordRefused(problems="; ".join(problems)))
            return None
        except UserError as error:
            context.door.tell(error)
            return None
        record = next(made for name, made in changes.records if name == register)
        return Hit(register, record, str(answer[declared.title]), "")


def _asked(register: Register) -> list[Field]:
    """What is required, or names the record."""
    return [field for field in register.fields if field.required or field.name == register.title]


def _input(register: Register, field: Field, text: str) -> Input:
    title = field.name == register.title
    return Input(
        field.name,
        f"field.{register.name}.{field.name}",
        field.kind,
        required=True,
        value=text if title else field.default,
        catalogue=field.catalogue,
    )
