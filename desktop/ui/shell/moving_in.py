"""What is asked and told once, when somebody has logged in and before they begin to work."""

from __future__ import annotations

from datetime import date

from desktop.domain.fields import Kind
from desktop.domain.versions import RUNNING, Version
from desktop.services import update_note
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Door, Input, Message, Question


def confirm_date(workspace: Workspace, door: Door) -> None:
    """A dead battery sets the clock back: the person says what day it is."""
    if not workspace.date_in_doubt():
        return
    day = Input("today", "shell.date.label", Kind.DAY, required=True, value=workspace.today().isoformat())
    answer = door.ask(Question("shell.date", {"day": workspace.today()}, inputs=(day,)))
    if answer is not None:
        workspace.confirm_today(date.fromisoformat(str(answer["today"])))


def tell_of_update(workspace: Workspace, door: Door, running: Version = RUNNING) -> None:
    """Once after an update: whether this is the newer program now."""
    outcome = update_note.settle(workspace, running)
    if outcome is not None:
        key = "update.done" if outcome.done else "update.failed"
        door.tell(Message(key, {"version": str(outcome.version)}))
