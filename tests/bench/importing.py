"""Lists brought in one after the other in a process of its own, so that its memory is its own.

    python -m tests.bench.importing FOLDER USER PASSWORD LIST...

Says on its output one line of JSON: how many rows were stored, how long it took, and the most memory it held.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from desktop.services.accounts import open_workspace
from tests.bench.list_rows import bring_in
from tests.kit.workspaces import environment


def main(folder: str, user: str, password: str, *lists: str) -> None:
    workspace = open_workspace(Path(folder), user, password, environment())
    start = perf_counter()
    stored = sum(bring_in(workspace, Path(each)) for each in lists)
    took = perf_counter() - start
    workspace.close()
    told = {"stored": stored, "seconds": took, "most": most_mb()}
    sys.stdout.write(json.dumps(told) + "\n")


def most_mb() -> float:
    """The most megabytes that this process has held at once."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(each for each in lines if each.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
