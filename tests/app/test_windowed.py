"""The program as it is started from the desktop."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from desktop.app.arrival import Arrival
from desktop.app.demo_station import PASSWORD, first_start
from desktop.app.windowed import TOLD, run_windowed
from desktop.services import bundles, devices
from desktop.services.workspace import Workspace
from desktop.system.single_instance import DataFolderLock
from tests.journeys.conftest import StationMaker, station
from tests.kit.workspaces import WorkspaceMaker, put

__all__ = ["station"]  # a fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


@pytest.fixture(autouse=True)
def _own_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_what_goes_wrong_before_the_window_is_written_where_the_launcher_says(tmp_path: Path) -> None:
    file = tmp_path / "so-tu-quan-loi.txt"
    command = [sys.executable, "-m", "desktop", "--trouble", str(file), "--windowed", "không-có"]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert "không-có" in file.read_text(encoding="utf-8")


def test_a_register_that_is_open_elsewhere_is_told_in_a_window(
    qapp: QApplication, workspace: Workspace
) -> None:
    workspace.close()
    said: list[str] = []

    def read_and_close() -> None:
        dialog = qapp.activeModalWidget()
        if dialog is not None:
            children: list[QObject] = dialog.findChildren(QObject)  # type: ignore[assignment]  # stubs
            said.extend(each.text() for each in children if isinstance(each, QLabel))
            dialog.close()

    reader = QTimer()
    reader.timeout.connect(read_and_close)
    reader.start(20)
    with DataFolderLock(workspace.folder):
        code = run_windowed(workspace.folder, "vi", None)
    reader.stop()
    assert code == TOLD
    assert any(str(workspace.folder) in line for line in said)


def test_a_bundle_that_was_opened_is_shown_after_log_in_and_not_taken_in(
    station: StationMaker, make: WorkspaceMaker, tmp_path: Path
) -> None:
    at = station()
    first_start(at, "an giang", "Trần Thị Bình", upper=True)
    commune = make().workspace
    for one, other in ((at.workspace, commune), (commune, at.workspace)):
        devices.confirm(one, devices.import_key_file(one, devices.export_key_file(other)))
    put(commune, "household", head_name="Trần Văn Sang")
    sent = bundles.export(commune, at.workspace.station.code, tmp_path, lambda _done, _all: None)
    at.close()

    again = station()
    Arrival(again.shell, sent.path)
    again.hand.type_into(again.hand.box_in("LoginPassword"), PASSWORD)
    again.hand.press(Qt.Key.Key_Return)
    again.hand.wait(lambda: again.hand.sees("ReceiveTake"), "the bundle is looked at")
    assert again.count("household") == 0
