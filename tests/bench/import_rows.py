"""How much memory it takes to bring in 200,000 records from Excel, in lists as long as the program takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.bench.list_rows import write_list
from tests.bench.row import Row, row
from tests.kit.workspaces import PASSWORD, make_workspace

IMPORTED: Final = 200_000
_LIST: Final = 10_000


def import_rows(work: Path, number: int = IMPORTED) -> Iterator[Row]:
    """Lists of new members one after the other into one register, in a process of their own."""
    work.mkdir()
    made = make_workspace(work / "so")
    made.workspace.close()
    lists = []
    for at in range(0, number, _LIST):
        lists.append(work / f"{at}.xlsx")
        write_list(lists[-1], min(_LIST, number - at), seed=at)
    told = _brought_in([str(made.folder), made.workspace.user.id, PASSWORD, *map(str, lists)])
    yield row(f"{number:,} rows in {len(lists)} lists, the most memory", "MB", [told["most"]], bound=300)
    yield row(f"{number:,} rows in {len(lists)} lists", "rows/s", [told["stored"] / told["seconds"]])


def _brought_in(arguments: list[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.importing", *arguments]
    done = subprocess.run(command, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told
