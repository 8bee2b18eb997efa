"""A commune that reports and the level above it, in tests."""

from __future__ import annotations

from datetime import date

from desktop.domain.periods import PeriodKind
from desktop.services import reports
from desktop.services.periods import calendar
from desktop.services.reports import Sending, Signing
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put

SIGNED = Signing("5", "BC-CAP", date(2026, 11, 16), "Trưởng Công an phường", "Thượng tá", "Trần Văn Bảy")
EVENTS = "propaganda"
"""An indicator of which one event makes one."""


def hold_events(workspace: Workspace, count: int, on: date = date(2026, 11, 5)) -> None:
    """Meetings in the period that is due."""
    for _ in range(count):
        put(workspace, "event", kind="propaganda", name="Tuyên truyền", held_on=on.isoformat())


def frozen_report(workspace: Workspace) -> str:
    record = reports.new_report(workspace, calendar(workspace).due(PeriodKind.MONTH, workspace.today()))
    reports.freeze_figures(workspace, record)
    return record


def signed_report(workspace: Workspace) -> str:
    record = frozen_report(workspace)
    reports.sign(workspace, record, SIGNED)
    return record


def sent_report(workspace: Workspace) -> str:
    record = signed_report(workspace)
    reports.send(workspace, record, Sending(workspace.today(), "Công an tỉnh An Giang", "USB"))
    return record
