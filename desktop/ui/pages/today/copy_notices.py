"""What the first page says of copies: when the one elsewhere is old, and when those here do not come about."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.access import Permission
from desktop.domain.backups import Age
from desktop.services import backup_away, disk_signs
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Notice
from desktop.ui.shell.missing_words import disk_text
from desktop.ui.shell.page import PageContext


def copy_notices(context: PageContext) -> Iterator[Notice]:
    """The notices for whoever may make a copy; the caller leads to the page of copies."""
    workspace, words = context.workspace, context.words
    if not workspace.may(Permission.SEND):
        return
    away = backup_away.away_standing(workspace)
    if away is None:
        return
    home = backup_away.home_standing(workspace)
    if home.trouble:
        days = home.days if home.days is not None else 0
        yield _notice(context, "HomeCopyNotice", Tone.LATE, words(f"today.copy.{home.trouble}", days=days))
    signs = disk_signs.disk_signs(workspace)
    if signs is not None and signs.told:
        yield _notice(context, "DiskNotice", Tone.LATE, disk_text(words, signs))
    if away.age is not Age.FRESH:
        tone = Tone.LATE if away.age is Age.RED else Tone.DUE
        if away.away is None:
            text = words("today.copy.none")
        else:
            text = words("today.copy.old", days=away.days, place=away.away.place)
        yield _notice(context, "AwayCopyNotice", tone, text)


def _notice(context: PageContext, name: str, tone: Tone, text: str) -> Notice:
    notice = Notice(name, tone)
    notice.say(text)
    notice.offer("backup", context.words("today.copy.open"))
    return notice
