"""A kill, a fault and some power cuts of each kind; the long run is ``make crash``."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from random import Random

import pytest

from tests.crash.harness import (
    FAULTS,
    RECORDED,
    SPANS,
    Killed,
    fail_once,
    fault_trial,
    power_cuts,
    prepare,
    trial,
    wrongs,
)
from tests.crash.recording import HOME, Disk, Record, build_recorder

MOMENTS = 4


@pytest.mark.slow
@pytest.mark.parametrize("kind", SPANS)
def test_what_was_told_as_done_outlives_the_process(kind: str, tmp_path: Path) -> None:
    prepare(kind, tmp_path / "mau")
    _killed, found = trial(kind, tmp_path / "mau", tmp_path / "kill", 1)
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


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_recorder(tmp_path_factory.mktemp("recorder"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", RECORDED)
def test_a_power_cut_at_any_write_or_flush_leaves_what_was_told(
    kind: str, recorder: Path, tmp_path: Path
) -> None:
    cuts = power_cuts(kind, tmp_path, recorder, 1, most=MOMENTS)
    assert cuts.wrong == []
    assert cuts.states > MOMENTS


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "fault"), list(zip(SPANS, cycle(FAULTS), strict=False)))
def test_a_disk_that_fails_or_is_full_costs_nothing_that_was_told_and_is_told_itself(
    kind: str, fault: str, recorder: Path, tmp_path: Path
) -> None:
    prepare(kind, tmp_path / "mau")
    assert fault_trial(kind, fault, tmp_path / "mau", tmp_path / "so", recorder, 1) == []


@pytest.mark.slow
def test_a_disk_that_fails_is_met(recorder: Path, tmp_path: Path) -> None:
    prepare("save", tmp_path / "so")
    killed, found = fail_once("save", "eio", tmp_path / "so", recorder, 1, at=1, patience=60)
    assert found == []
    assert killed.refused == ("database_unreadable",)


@pytest.mark.slow
def test_a_database_that_does_not_wait_for_the_disk_is_found_out(recorder: Path, tmp_path: Path) -> None:
    cuts = power_cuts("save", tmp_path, recorder, 1, most=6, careless=True)
    assert any("told was" in line for line in cuts.wrong)


def test_a_disk_keeps_what_was_flushed_and_any_part_of_the_rest() -> None:
    disk = Disk({"a": b"old"})
    for each in (
        Record("W", "a", 0, b"new"),
        Record("F", "a", 0, b""),
        Record("W", "a", 3, b"!" * 1024),
        Record("C", "b", 0, b""),
    ):
        disk.take(each)
    assert disk.nothing_more() == {"a": b"new"}
    assert disk.everything() == {"a": b"new" + b"!" * 1024, "b": b""}
    sizes = {len(disk.something(Random(seed))["a"]) for seed in range(40)}
    assert sizes == {3, 3 + 512, 3 + 1024}
