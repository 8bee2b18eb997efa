"""What is loaded when the first register stands on the screen, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.large import LARGE, make_large
from tests.kit.workspaces import PASSWORD, make_workspace

HEAVY = {
    "PIL",
    "docx",
    "docxtpl",
    "jinja2",
    "lxml",
    "numpy",
    "openpyxl",
    "psycopg",
    "pypdfium2",
    "python_calamine",
    "reportlab",
    "zxingcpp",
}
"""What draws, reads and writes papers and workbooks, and what the program must never need."""


def test_nothing_for_papers_or_workbooks_is_loaded_when_the_first_register_is_painted(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "so")
    make_large(made.workspace, LARGE.scaled(0.001))
    made.workspace.close()
    command = ["-m", "tests.bench.starting", str(tmp_path / "so"), made.workspace.user.id, PASSWORD]
    started = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=True, timeout=120
    )
    modules = set(json.loads(started.stdout.splitlines()[-1])["modules"])
    assert "desktop.ui.pages.register.page" in modules
    assert not {name.partition(".")[0] for name in modules} & HEAVY
    # Nor any page that nobody looks at.
    pages = {name for name in modules if name.startswith("desktop.ui.pages.")}
    assert not any(
        name.split(".")[3] in ("administration", "board", "reports", "sync", "totals") for name in pages
    )
