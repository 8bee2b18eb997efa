"""The measurement works, on a thousandth of its data; what it measures is judged by nobody here."""

from __future__ import annotations

from pathlib import Path

from desktop.services import registers
from desktop.services.views import ListQuery
from tests.bench.large import LARGE, make_large
from tests.bench.store_bench import lines_of, run
from tests.kit.workspaces import WorkspaceMaker

SMALL = 0.001


def test_every_figure_of_the_store_is_measured(tmp_path: Path) -> None:
    figures = run(SMALL, tmp_path / "bench")
    assert figures["operations"] > 200
    assert figures["save against bare commit, ratio"] > 0
    assert {"type-ahead", "name search in member", "count of visit by text"} <= figures.keys()
    assert len(list(lines_of(figures))) == len(figures)


def test_the_data_set_has_the_size_it_says_and_folds_to_itself(make: WorkspaceMaker) -> None:
    workspace = make().workspace
    size = LARGE.scaled(SMALL)
    make_large(workspace, size)
    counted = {
        name: registers.count(workspace, name, ListQuery()) for name in ("area", "member", "visit", "dispute")
    }
    assert counted == {
        "area": size.areas,
        "member": size.members,
        "visit": size.visits,
        "dispute": size.disputes,
    }
    before = workspace.file.digest()
    workspace.file.rebuild()
    assert workspace.file.digest() == before
