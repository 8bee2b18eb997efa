"""Measures the import of a list of 10,000 members from a workbook, checked and stored, and prints the figures.

    .venv/bin/python -m tests.bench.list_bench
    .venv/bin/python -m tests.bench.list_bench --rows 2000 --json out/bench-list.json

The bound of the design is on ``checked_and_stored``: reading the workbook, every value and every name, the preview,
and the one durable commit. ``again`` is the same list a second time, when all of it is known; ``peak`` in MB.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from desktop.domain.importing.names import proposed_answers
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.i18n.catalogue import Catalogue
from desktop.office.writing import write_list
from desktop.services import importing
from desktop.services.importing import OpenedList
from desktop.services.workspace import Workspace
from tests.kit.workspaces import make_workspace

GROUPS: Final = 500
_FAMILIES: Final = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Danh",
    "Neáng",
    "Thạch",
    "Châu",
)
_MIDDLES: Final = ("Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thanh", "Hữu", "Công", "Kim", "Hồng", "Đức", "Xuân")
_GIVEN: Final = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Đào",
    "Hà",
    "Hải",
    "Hương",
    "Lan",
    "Mai",
    "Nga",
    "Sơn",
    "Yến",
)
_HEADS: Final = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Điện thoại", "Địa chỉ", "Tên tổ", "Chức danh")


def make_list(path: Path, rows: int) -> None:
    """A list as stations keep it: half of the numbers without their zeros, short forms, names in capitals."""
    dice = random.Random(2026)
    write_list(path, "DANH SÁCH THÀNH VIÊN TỔ NÒNG CỐT", _HEADS, [_row(dice, at) for at in range(rows)])


def _row(dice: random.Random, at: int) -> Sequence[Any]:
    name = " ".join((dice.choice(_FAMILIES), dice.choice(_MIDDLES), dice.choice(_GIVEN)))
    year = dice.randint(1950, 2005)
    number = f"089{0 if year < 2000 else 2}{year % 100:02d}{at:06d}"
    group = at % GROUPS + 1
    return (
        at + 1,
        name.upper() if at % 10 == 0 else name,
        f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/{year}" if at % 3 else year,
        int(number) if at % 2 else number,
        f"09{dice.randint(0, 99_999_999):08d}",
        f"ấp Đông Hưng {group % 40 + 1}",
        f"Tổ tự quản số {group} ấp Đông Hưng {group % 40 + 1}",
        dice.choice(("Thành viên", "TV", "Tổ viên", "tổ phó")),
    )


def measure(folder: Path, rows: int) -> Mapping[str, float]:
    file = folder / "danh-sach.xlsx"
    make_list(file, rows)
    workspace = make_workspace(folder / "so").workspace
    began = time.perf_counter()
    opened, plan = checked(workspace, file)
    looked = time.perf_counter()
    importing.run_import(workspace, opened, opened.mapping, plan)
    stored = time.perf_counter()
    _, again = checked(workspace, file)
    known = time.perf_counter()
    if plan.count(Fate.NEW) + plan.count(Fate.SECOND) != rows or again.count(Fate.SAME) != rows:
        raise SystemExit("the list was not imported whole")
    workspace.close()
    return {
        "rows": rows,
        "checked": looked - began,
        "stored": stored - looked,
        "checked_and_stored": stored - began,
        "again": known - stored,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def checked(workspace: Workspace, file: Path) -> tuple[OpenedList, ImportPreview]:
    """Everything up to the preview."""
    opened = importing.open_list(file, workspace.registry, Catalogue("vi"))
    choices = importing.choices_of(workspace.catalogues)
    read = importing.read_rows(opened, opened.mapping, choices, workspace.today())
    held = importing.holdings(workspace, opened.target)
    answers = proposed_answers(importing.questions(read, opened.target, held))
    return opened, importing.preview(opened, read, answers, held)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), chosen.rows)
    for name, figure in figures.items():
        sys.stdout.write(f"{name:>20}  {figure:,.2f}\n")
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
