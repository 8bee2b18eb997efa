"""What the first page says of the envelope with the recovery code, and of a key that is still to be changed."""

from __future__ import annotations

from functools import partial

from desktop.services import key_change, rehearsal
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Notice
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.page import PageContext


def envelope_notices(context: PageContext) -> list[Notice]:
    """The yearly opening of the envelope, with a button for it; and a change of the key that something kept."""
    workspace, words = context.workspace, context.words
    found: list[Notice] = []
    due = rehearsal.due_on(workspace)
    if due is not None and due <= workspace.today():
        notice = Notice("EnvelopeNotice", Tone.DUE)
        notice.say(words("today.rehearsal", day=due))
        notice.offer("rehearsal", words("rehearsal.open"))
        notice.acted.connect(partial(_open, context))
        found.append(notice)
    if key_change.is_asked(workspace):
        notice = Notice("KeyNotice", Tone.LATE)
        notice.say(words("today.key_change"))
        found.append(notice)
    return found


def _open(context: PageContext, _name: str) -> None:
    context.navigation.go(OpenPage("recovery", "rehearsal"))
