"""From first start to the bundle that the upper level has taken in, all through the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app.demo import AWARDED, run_demo
from desktop.i18n.catalogue import Catalogue
from desktop.pdf.render import page_count, page_text


def test_a_station_does_its_main_job_and_the_upper_level_receives_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    done = run_demo(tmp_path / "out", Catalogue("vi"), pages=False)
    certificates = Path(done["certificates"]).read_bytes()
    assert page_count(certificates) == len(AWARDED)
    said = "".join(page_text(certificates, page) for page in range(len(AWARDED)))
    assert all(name.lower() in said.lower() for _, name, _ in AWARDED)
    assert [f"{number}/" in said for number in (1, 2, 3)] == [True] * 3
    assert "121 thành viên, 16 tổ" in done["done"][-1]
    assert page_count(Path(done["log"]).read_bytes()) == 1
