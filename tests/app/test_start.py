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
LATER = {
    "PySide6.QtPrintSupport",
    "click",
    "dateutil",
    "html",
    "http",
    "sqlite3",
    "sqlite_utils",
    "xml.sax",
    "desktop.app.practice",
    "desktop.app.sample",
    "desktop.bundle.reading",
    "desktop.domain.paper",
    "desktop.office.pasted",
    "desktop.pdf.certificate",
    "desktop.services.backups",
    "desktop.services.bundles",
    "desktop.services.certificates",
    "desktop.services.checking",
    "desktop.services.exporting",
    "desktop.services.handover",
    "desktop.services.indicators",
    "desktop.services.papers",
    "desktop.services.rescuing",
    "desktop.services.restoring",
    "desktop.services.row_filters",
    "desktop.services.search",
    "desktop.services.updates",
    "desktop.store.migrations",
    "desktop.ui.kit.editors",
    "desktop.ui.kit.form",
    "desktop.ui.shell.first_run.wizard",
    "desktop.ui.shell.handbook",
    "desktop.ui.shell.pack_wizard",
    "desktop.ui.shell.paper_dialog",
    "desktop.ui.shell.restore_page",
}
"""What is read when somebody asks for it, or when the first page stands there: half of a start, each a part of it."""


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
    assert sorted(modules & LATER) == []
    # Nor any page that nobody looks at.
    pages = {name for name in modules if name.startswith("desktop.ui.pages.")}
    assert not any(
        name.split(".")[3] in ("administration", "board", "reports", "sync", "totals") for name in pages
    )
