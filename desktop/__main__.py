"""``python -m desktop`` is the command ``tuquan``."""

import sys

from desktop.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
