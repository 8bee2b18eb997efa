"""Writes a sample of this version's bundle beside the older ones: ``python -m tests.samples.make_bundle FOLDER``.

Two computers of a commune write a little and exchange it, and one of them sends it all to the upper level. The
recipient's key lies beside it, since everything here is made up.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from desktop.services import devices, registers
from desktop.services.environment import StationInfo
from desktop.services.erasing import erase_record
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, environment, make_workspace, put
from tests.services.exchange import acquaint, carry, edit, sent


def make(folder: Path, work: Path) -> None:
    """Fills ``folder``; ``work`` is for the computers' own."""
    first, second, upper = (
        _computer(work, seed, station) for seed, station in ((31, NHON_HUNG), (32, NHON_HUNG), (33, AN_GIANG))
    )
    acquaint(first, second)
    acquaint(first, upper)
    _write_a_little(first, second, work)
    (folder / "bundle.tqb").write_bytes(sent(first, AN_GIANG.code, work).path.read_bytes())
    (folder / "sender.tqkey").write_bytes(devices.export_key_file(first))
    (folder / "recipient.age").write_text(upper.secrets.age.secret + "\n", encoding="ascii")
    for workspace in (first, second, upper):
        workspace.close()


def _computer(work: Path, seed: int, station: StationInfo) -> Workspace:
    around = environment(seed=seed, machine=f"may-{seed}")
    return make_workspace(work / f"may-{seed}", station, around=around).workspace


def _write_a_little(first: Workspace, second: Workspace, work: Path) -> None:
    """Something of all that a line can show: whole, closed, hidden, erased, withheld, relayed."""
    area = put(first, "area", name="Ấp Tây Hưng", kind="ap", households=312)
    person = put(first, "person", full_name="Trần Thị Bình", phone="0912345678", area=area)
    household = put(first, "household", head_name="Lê Văn Sang", area=area)
    put(first, "visit", household=household, visited_on="2026-01-04", content="Thăm hỏi sức khỏe gia đình")
    put(first, "visit", household=household, visited_on="2026-01-05", content="Nhắc đăng ký tạm trú")
    carry(first, second, work)
    group = put(second, "group", name="Tổ tự quản số 1", kind="self_management", area=area)
    put(second, "member", person=person, group=group, role="leader", joined_on="2025-06-01")
    carry(second, first, work)
    edit(first, "area", area, name='Ấp "Tây Hưng" \\ 1', note="Gồm tổ 1\nvà tổ 2")
    other = put(first, "person", full_name="Nguyễn Văn Nhầm", area=area)
    erase_record(first, "person", other, None, "theo đơn đề nghị ngày 05/01/2026")
    registers.retire(first, "group", group, "sáp nhập tổ", first.today())


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0])
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        make(folder, Path(work))


if __name__ == "__main__":
    main(sys.argv[1:])
