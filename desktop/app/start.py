"""The first thing of a start of the window, before anything of it is read."""

from __future__ import annotations

import gc


def begin() -> None:
    """Collects no garbage until the window's own collector does: what a start makes stays.

    Python would look through it again and again while it is made, which is a tenth of a start.
    """
    gc.disable()
