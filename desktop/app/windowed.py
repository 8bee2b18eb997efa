"""The program as it is started from the desktop: nobody sees a console, so a failure is told in a window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from desktop.app.opening import real_environment
from desktop.app.places import preferences_file
from desktop.app.window import Starter, make_application, run_window
from desktop.domain.errors import UserError
from desktop.ui.kit.dialogs import ErrorDialog
from desktop.ui.shell.appearance import dress

TOLD: Final = 2
"""Exit code of a failure that the person has read; the launcher then says no more."""


def run_windowed(folder: Path | None, language: str | None, file: Path | None, *, small: bool = False) -> int:
    """Opens the window as :func:`run_window` does, with a ``file`` that was clicked on its way to its page."""
    try:
        if file is None:
            return run_window(folder, language, small=small)
        from desktop.app.arrival import Arrival

        return run_window(folder, language, small=small, watch=partial(Arrival, file=file))
    except UserError as error:
        tell(error, language)
        return TOLD


def tell(error: UserError, language: str | None) -> None:
    """Shows a failure and returns when it has been read."""
    app = make_application()
    starter = Starter(Path(), real_environment(), preferences_file())
    dress(app, starter.appearance())
    ErrorDialog(None, starter.words(language or starter.appearance().language), error).exec()
