"""``tuquan demo --province``: a register of a whole made-up province, whose figures are counted and compared."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from desktop.app.opening import real_environment
from desktop.app.practice import PASSWORD, QUICK
from desktop.app.sample.figures import PROVINCE, ProvinceFigures
from desktop.app.sample.province import make_province
from desktop.domain.access import Role
from desktop.i18n.catalogue import Catalogue
from desktop.services import indicators
from desktop.services.accounts import FirstRun, first_run
from desktop.services.catalogues import load_catalogues
from desktop.services.environment import StationInfo
from desktop.services.users import NewUser
from desktop.vault.recovery import RecoveryCode

FOLDER: Final = "tinh-mau"
# Not of the level above, which has no rows of visits and tips: here all of them lie in one file.
_PROVINCE: Final = StationInfo(
    "mau", "Công an tỉnh (dữ liệu mẫu)", "Bộ Công an (dữ liệu mẫu)", "commune", "Địa danh mẫu"
)


def run_province(out: Path, words: Catalogue, figures: ProvinceFigures = PROVINCE) -> dict[str, Any]:
    """Makes the register anew in a folder of ``out``, in practice mode, and counts it."""
    folder = out / FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    environment = real_environment()
    user = NewUser(words.text("province.user"), Role.ADMIN, PASSWORD)
    code = RecoveryCode.generate(environment.randomness)
    begun = perf_counter()
    workspace = first_run(FirstRun(folder, _PROVINCE, (user,), practice=True), environment, code, kdf=QUICK)
    try:
        written: list[int] = []
        period = make_province(workspace, figures, progress=written.append)
        seconds = perf_counter() - begun
        table = {row.code: row.this.value for row in indicators.table(workspace, None, period, parts=False)}
    finally:
        workspace.close()
    declared = figures.indicators()
    # Of a year that was over before the first entry nothing is known where nothing is; none was declared either.
    counted = {code: table[code] or 0 for code in declared}
    if counted != declared:
        raise RuntimeError(f"the province shows {counted}, declared was {dict(declared)}")
    labels = load_catalogues()
    lines = [
        words.text("province.made", folder=str(folder), records=written[-1], seconds=round(seconds)),
        words.text("province.password", password=PASSWORD),
        *(
            words.text("province.figure", name=labels.label("indicator", code, words.language), count=number)
            for code, number in counted.items()
        ),
        words.text("province.equal"),
    ]
    return {"lines": lines, "folder": str(folder), "records": written[-1], "figures": counted}
