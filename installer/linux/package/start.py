"""Starts the installed program: it and its libraries lie beside this file, and nothing else is looked at."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "lib")]

from desktop.app.cli import main  # noqa: E402  # found only after the line above

sys.exit(main())
