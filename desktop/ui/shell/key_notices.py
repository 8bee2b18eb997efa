"""What is said of this computer's own name: it ended, it may be a copy, its keys or others' are over soon.

The first page shows these with a way to the computers; there each comes with what can be done about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop.domain.access import Permission
from desktop.services import renewing
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Notice
from desktop.ui.shell.page import PageContext

RENEW: Final = "renew"
GO_ON: Final = "go_on"
SEND: Final = "send_later_part"
REPLACED: Final = "copy_replaced"
BOTH: Final = "copy_both"
"""Names of the buttons, as ``acted`` reports them."""
OPEN: Final = "open_keys"


def key_notices(context: PageContext, *, deeds: bool) -> Iterator[Notice]:
    """The notices; ``deeds``: with the buttons that act, else with one that leads to them."""
    workspace, words = context.workspace, context.words
    administers = workspace.may(Permission.ADMINISTER)
    end = renewing.own_end(workspace)
    if end is not None:
        key = "keys.replaced" if end.replaced else "keys.revoked"
        offers = [(SEND, "keys.send_later_part")] if end.replaced and workspace.may(Permission.SEND) else []
        offers += [(GO_ON, "keys.go_on")] if administers else []
        text = words(key, on=end.on, count=end.operations)
        yield _notice(context, "OwnEndNotice", Tone.LATE, text, offers, deeds=deeds)
        return
    if renewing.copy_asked(workspace) is not None:
        offers = [(REPLACED, "keys.copy.replaced"), (BOTH, "keys.copy.both")]
        yield _notice(context, "CopyNotice", Tone.DUE, words("keys.copy"), offers, deeds=deeds)
    soon = renewing.expiring(workspace)
    if soon is None:
        return
    if soon.own is not None:
        key = "keys.expired" if soon.own < workspace.today() else "keys.expiring"
        offers = [(RENEW, "keys.renew")] if administers else []
        yield _notice(context, "OwnExpiryNotice", Tone.DUE, words(key, until=soon.own), offers, deeds=deeds)
    if soon.others:
        name, until = soon.others[0]
        text = words("keys.others_expiring", count=len(soon.others), station=name, until=until)
        yield _notice(context, "OtherExpiryNotice", Tone.INFO, text, [], deeds=deeds)


def _notice(  # each part by its own right
    context: PageContext, name: str, tone: Tone, text: str, offers: list[tuple[str, str]], *, deeds: bool
) -> Notice:
    notice = Notice(name, tone)
    notice.say(text)
    if not deeds:
        offers = [(OPEN, "keys.open")]
    for button, key in offers:
        notice.offer(button, context.words(key))
    return notice
