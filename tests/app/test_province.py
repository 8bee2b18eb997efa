"""A province shows exactly the figures that were declared for it, and no other count of its lists differs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop.app.practice import PASSWORD
from desktop.app.province_demo import FOLDER, run_province
from desktop.app.sample.figures import (
    BINH_DUONG_2023,
    BINH_DUONG_SAFE_AREAS,
    BINH_THUAN_2023,
    FRONT,
    POLICE,
    PROVINCE,
    TINH_BIEN_2023,
    ProvinceFigures,
)
from desktop.app.sample.province import make_province
from desktop.domain.periods import Period
from desktop.i18n.catalogue import Catalogue
from desktop.services import indicators
from desktop.services.accounts import open_workspace
from desktop.services.data_folder import users
from desktop.services.exporting import export_list
from desktop.services.periods import calendar
from desktop.services.seen_list import NothingToTakeOut
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from tests.kit.sheets import rows_of, sheets_of
from tests.kit.workspaces import WorkspaceMaker, environment


def workbook_of(workspace: Workspace, register: str) -> bytes | None:
    try:
        return export_list(workspace, register, ListQuery(), Catalogue("vi")).workbook
    except NothingToTakeOut:
        return None


def shown(workspace: Workspace, period: Period) -> dict[str, object]:
    """The table of figures, by code."""
    return {row.code: row.this.value for row in indicators.table(workspace, None, period, parts=False)}


@pytest.mark.parametrize(
    ("figures", "seed"),
    [
        (PROVINCE.scaled(0.03), 11),
        (TINH_BIEN_2023, 12),
        (BINH_DUONG_2023, 13),
        (BINH_DUONG_SAFE_AREAS, 14),
        (BINH_THUAN_2023.scaled(0.05), 15),
    ],
)
def test_the_table_of_figures_shows_what_was_declared(
    figures: ProvinceFigures, seed: int, workspace: Workspace
) -> None:
    period = make_province(workspace, figures, seed=seed)
    table = shown(workspace, period)
    declared = figures.indicators()
    assert {code: table[code] for code in declared} == declared
    before = shown(workspace, calendar(workspace).year_before(period))
    if figures.acknowledged_before:
        assert before["models_acknowledged"] == figures.acknowledged_before


def test_awards_are_told_apart_by_who_gave_them(workspace: Workspace) -> None:
    period = make_province(workspace, replace(BINH_THUAN_2023, residential_areas=27))
    rows = indicators.table(workspace, ["awards_collective", "awards_individual"], period)
    told = {(row.code, row.part): row.this.value for row in rows}
    assert told == {
        ("awards_collective", None): 30,
        ("awards_collective", POLICE): 25,
        ("awards_collective", FRONT): 5,
        ("awards_individual", None): 30,
        ("awards_individual", POLICE): 25,
        ("awards_individual", FRONT): 5,
    }


@pytest.mark.parametrize(("seed", "size"), [(1, 0.01), (2, 0.02), (3, 0.03)])
def test_the_figures_equal_a_count_of_the_exported_lists(
    seed: int, size: float, workspace: Workspace
) -> None:
    period = make_province(workspace, PROVINCE.scaled(size), seed=seed)
    sheets = sheets_of(partial(workbook_of, workspace), period.first, period.last)
    counted = sheets.figures(period.year)
    table = shown(workspace, period)
    assert {code: table[code] for code in counted} == counted


def test_the_same_seed_makes_the_same_province(make: WorkspaceMaker) -> None:
    figures = PROVINCE.scaled(0.01)
    texts = []
    for seed in (4, 4, 5):
        workspace = make().workspace
        make_province(workspace, figures, seed=seed)
        rows = rows_of(workbook_of(workspace, "member") or b"")
        texts.append([(row["Họ và tên"], row["Tổ"], row["Ngày tham gia"]) for row in rows])
    assert texts[0] == texts[1] != texts[2]


def test_the_demonstration_leaves_a_practice_register_and_tells_its_figures(tmp_path: Path) -> None:
    told = run_province(tmp_path, Catalogue("vi"), PROVINCE.scaled(0.01))
    assert "Số lượt thăm gặp gia đình người nghiện ma túy: 86" in told["lines"]
    known = users(tmp_path / FOLDER)
    opened = open_workspace(tmp_path / FOLDER, known[0].id, PASSWORD, environment())
    assert opened.practice
    opened.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"subjects": 1_000},
        {"effective_areas": 742 + 38},
        {"core_members": 740},
        {"opinions": 5, "listening_conferences": 0, "listening_attendances": 0},
    ],
)
def test_figures_that_cannot_be_together_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="cannot be together"):
        replace(PROVINCE, **wrong)
