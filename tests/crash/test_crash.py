"""Some kills of each kind; the long run is ``make crash``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.deeds import HOME
from tests.crash.harness import SPANS, Killed, prepare, trial, wrongs

SOME = 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", SPANS)
def test_what_was_told_as_done_outlives_the_process(kind: str, tmp_path: Path) -> None:
    prepare(kind, tmp_path / "mau")
    for seed in range(SOME):
        _killed, found = trial(kind, tmp_path / "mau", tmp_path / "kill", seed)
        assert found == []


def test_what_was_told_and_is_not_there_is_found(tmp_path: Path) -> None:
    prepare("save", tmp_path / "so")
    lost = Killed("save", tmp_path / "so", ["0" * 26 + " Ấp Không Có"])
    assert wrongs(lost, 1) == ["0" * 26 + " is None, told was 'Ấp Không Có'"]


def test_a_half_written_file_is_gone_after_the_next_start(tmp_path: Path) -> None:
    prepare("save", tmp_path / "so")
    (tmp_path / "so" / HOME / "TQ00AA11.TMP").write_bytes(b"half")
    assert wrongs(Killed("save", tmp_path / "so", []), 1) == []
    assert not (tmp_path / "so" / HOME / "TQ00AA11.TMP").exists()
