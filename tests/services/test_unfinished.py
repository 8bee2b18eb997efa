"""What a power cut left half made in a data folder goes, and what is whole stays."""

from __future__ import annotations

from pathlib import Path

from desktop.services import backups, unfinished
from desktop.services.backup_files import COPIES, Reason, copies
from desktop.services.restoring import READY, STAGE
from tests.kit.workspaces import WorkspaceMaker, put
from tests.services.exchange import quiet


def test_what_is_half_made_goes_and_every_copy_stays(make: WorkspaceMaker) -> None:
    made = make()
    put(made.workspace, "area", name="Ấp Một")
    copy = backups.make_copy(made.workspace, Reason.ASKED, quiet)
    before = sorted(each.name for each in made.folder.rglob("*"))
    for name in (STAGE, "dang-ghi-1-00ff", f"{COPIES}/TQ00AA11.TMP"):
        (made.folder / name).mkdir()
        (made.folder / name / "so.db").write_bytes(b"half")
    (copy.folder / "TQ00AA12.TMP").write_bytes(b"half")
    unfinished.tidy(made.folder)
    assert sorted(each.name for each in made.folder.rglob("*")) == before
    assert copies(made.folder) == [copy]


def test_a_restore_that_is_ready_is_not_taken_away(tmp_path: Path) -> None:
    (tmp_path / STAGE).mkdir()
    (tmp_path / STAGE / READY).write_bytes(b"{}")
    unfinished.tidy(tmp_path)
    assert (tmp_path / STAGE / READY).exists()
