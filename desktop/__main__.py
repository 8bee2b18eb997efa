"""``python -m desktop`` is the command ``tuquan``."""

import sys
from contextlib import suppress
from pathlib import Path

TROUBLE = "--trouble"


def keep_what_is_said(arguments: list[str]) -> None:
    """Started without a console, what Python says of a bug at the start goes into the file after ``--trouble``."""
    if arguments[1:2] == [TROUBLE] and len(arguments) > 2:
        # A folder that takes no file is no reason not to start.
        with suppress(OSError):
            # Left open: it is written until the process ends.
            sys.stderr = Path(arguments[2]).open("w", encoding="utf-8", buffering=1)  # noqa: SIM115


if __name__ == "__main__":
    keep_what_is_said(sys.argv)
    from desktop.app.cli import main

    sys.exit(main())
