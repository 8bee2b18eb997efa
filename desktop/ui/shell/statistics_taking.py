"""Anonymous figures of a period on their way out: told how much is left out, asked for whom, and put into a file."""

from __future__ import annotations

from functools import partial
from typing import Final

from desktop.domain.errors import UserError
from desktop.domain.periods import Period
from desktop.i18n.figures import period_words
from desktop.services import statistics
from desktop.ui.kit.door import FileKind, Input, Question
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.shell.page import PageContext

_FILE: Final = FileKind("statistics.file", ("*.zip",))


def take_statistics(context: PageContext, period: Period) -> bool:
    """Whether a file was written; what goes wrong is told."""
    workspace, door, words = context.workspace, context.door, context.words
    try:
        made = meanwhile(partial(statistics.gather, workspace, period))
        facts = {
            "period": period_words(words, period, words.language),
            "figures": len(made.lines),
            "left_out": made.left_out,
        }
        reason = Input("reason", "statistics.reason", required=True)
        answer = door.ask(Question("statistics.ask", facts, inputs=(reason,)))
        if answer is None:
            return False
        path = door.save_file("statistics.save", statistics.file_name(made), (_FILE,))
        if path is None:
            return False
        statistics.save(workspace, made, path, str(answer["reason"] or ""))
    except UserError as error:
        door.tell(error)
        return False
    return True
