"""A register with everything in it that a chain can hold, for others to tamper with."""

from __future__ import annotations

from pathlib import Path

from desktop.services import backups, bundle_undo, registers
from desktop.services.backup_files import Reason
from desktop.services.erasing import erase_record
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, environment, make_workspace, put
from tests.services.exchange import acquaint, carry, edit, quiet


def a_busy_register(folder: Path) -> Workspace:
    """An upper level's: own work, two sticks of a commune that withholds and hides, an erasure, a copy, looks."""
    upper = make_workspace(folder / "tinh", AN_GIANG, around=environment(seed=1, machine="a")).workspace
    commune = make_workspace(folder / "xa", NHON_HUNG, around=environment(seed=2, machine="b")).workspace
    acquaint(upper, commune)
    stick = folder / "usb"
    stick.mkdir()
    areas = [put(commune, "area", name=f"Ấp {number}") for number in range(4)]
    for number, area in enumerate(areas):
        person = put(commune, "person", full_name=f"Trần Văn {number}", phone=f"090000000{number}")
        group = put(commune, "group", name=f"Tổ {number}", area=area)
        put(commune, "member", person=person, group=group)
        put(commune, "dispute", summary=f"Chuyện {number}", received_on="2026-01-03")
        put(commune, "tip", content=f"Tin {number}", received_on="2026-01-04")
        put(commune, "event", kind="meeting", held_on="2026-01-04", topic=f"Họp {number}")
    carry(commune, upper, stick)
    for number in range(6):
        own = put(upper, "area", name=f"Huyện {number}")
        edit(upper, "area", own, name=f"Vùng {number}")
        upper.log_access("print", f"area:{number}")
    gone = put(upper, "person", full_name="Người Được Quên", phone="0911111111")
    upper.log_access("reveal", f"person.phone:{gone}")
    erase_record(upper, "person", gone, ["phone"], "theo đơn")
    registers.retire(upper, "person", gone, "chuyển đi", upper.today())
    backups.make_copy(upper, Reason.ASKED, quiet)
    carry(upper, commune, stick)
    edit(commune, "area", areas[0], name="Ấp đổi tên")
    put(commune, "area", name="Ấp mới")
    second = carry(commune, upper, stick)
    bundle_undo.set_aside(upper, second.bundle, quiet)
    for number in range(4):
        put(upper, "area", name=f"Khu {number}")
        upper.log_access("export", f"area:{number}")
    put(upper, "area", name="Khu cuối")
    commune.close()
    return upper
