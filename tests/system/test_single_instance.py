from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.system.errors import AlreadyOpen, FolderGone
from desktop.system.single_instance import DataFolderLock

HOLDER = """
import sys
from pathlib import Path
from desktop.system.single_instance import DataFolderLock
held = DataFolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_data_folder_is_opened_once(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path), pytest.raises(AlreadyOpen) as refused:
        DataFolderLock(tmp_path)
    assert refused.value.facts == {"folder": str(tmp_path)}


def test_released_folder_opens_again(tmp_path: Path) -> None:
    first = DataFolderLock(tmp_path)
    first.release()
    first.release()
    DataFolderLock(tmp_path).release()
    assert [path.name for path in tmp_path.iterdir()] == ["open.lck"]


def test_two_folders_open_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "practice").mkdir()
    with DataFolderLock(tmp_path), DataFolderLock(tmp_path / "practice"):
        pass


def test_killed_process_gives_its_folder_back(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyOpen):
            DataFolderLock(tmp_path)
        holder.kill()
        holder.wait()
    DataFolderLock(tmp_path).release()


def test_folder_that_is_not_there_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FolderGone):
        DataFolderLock(tmp_path / "nowhere")
