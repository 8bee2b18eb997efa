"""The page on a start: real starts are told step by step, and nothing of this machine's folders stands on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.start_profile import main


@pytest.mark.slow
def test_a_start_is_told_step_by_step_beside_that_of_a_bare_window(tmp_path: Path) -> None:
    page = tmp_path / "start.md"
    main(["--folder", str(tmp_path / "data"), "--scale", "0.001", "--times", "1", "--page", str(page)])
    told = page.read_text("utf-8")
    for line in (
        "| the program is read |",
        "| its rows are read and painted |",
        "| ratio |",
        "| desktop/ui |",
    ):
        assert line in told
    assert str(tmp_path) not in told
    assert str(Path.cwd()) not in told
