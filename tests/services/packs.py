"""Two sides of a print pack in tests: a station with more in it than awards, and the ward official's own file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.bundle.reading import Progress
from desktop.domain.access import Role
from desktop.services import award_packs, bundle_export, pack_opening
from desktop.services.award_packs import MadePack
from desktop.services.awarding import Decision, decide
from desktop.services.bundle_export import Exported
from desktop.services.pack_opening import Pack
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.vault.recovery import PackCode, RecoveryCode
from tests.kit.workspaces import FAST, NHON_HUNG, PASSWORD, WorkspaceMaker, environment, put
from tests.services.exchange import computer, quiet

DAY = date(2026, 11, 20)
NAMES = ("Tổ tự quản số 05", "Đỗ Văn Nhẫn", "Lê Thị Mai")
SECRETS = (
    "Trần Văn Kín",
    "Nguyễn Thị Ẩn",
    "tranh chấp bờ rào",
    "người nghiện",
    "ghi chú nội bộ",
    "Phạm Ngoài Đợt",
)
"""What stands in the station's register and is none of the ward official's business."""


@dataclass
class Packed:
    """A station with a set of three decided awards, and other work."""

    station: Workspace
    award_set: str
    awards: list[str]


def packed(make: WorkspaceMaker, station: Workspace | None = None) -> Packed:
    at = station or computer(make, NHON_HUNG, 1)
    area = put(at, "area", name="Khóm Đông Hưng")
    person = put(at, "person", full_name="Trần Văn Kín", area=area)
    group = put(at, "group", name="Tổ tự quản số 05", area=area)
    put(at, "member", person=person, group=group, role="member")
    household = put(at, "household", head_name="Nguyễn Thị Ẩn")
    put(at, "visit", household=household, visited_on="2026-11-05", content="người nghiện")
    put(at, "dispute", summary="tranh chấp bờ rào", received_on="2026-11-06")
    other = put(at, "award_set", name="Đợt khác")
    put(at, "award", printed_name="Phạm Ngoài Đợt", achievement="X", award_set=other)
    award_set = put(at, "award_set", name="Tổng kết năm 2026", note="ghi chú nội bộ")
    kinds = ("collective", "individual", "individual")
    awards = [
        put(
            at,
            "award",
            printed_name=name,
            recipient_kind=kind,
            achievement="Có thành tích xuất sắc",
            printed_unit="phường Nhơn Hưng",
            award_set=award_set,
            person=person,
            note="ghi chú nội bộ",
        )
        for name, kind in zip(NAMES, kinds, strict=True)
    ]
    decide(at, awards, Decision("15/QĐ-UBND", DAY, "Chủ tịch UBND phường", "CHỦ TỊCH", "Lê Hoàng Sơn"))
    return Packed(at, award_set, awards)


def pack_of(at: Packed, folder: Path) -> MadePack:
    return award_packs.make_pack(at.station, at.award_set, folder, quiet, kdf=FAST)


def looked(made: MadePack, today: date | None = None) -> Pack:
    return pack_opening.look(made.path, made.code, today or made.open_until, quiet)


def ward_file(pack: Pack, folder: Path, seed: int = 7, progress: Progress = quiet) -> Workspace:
    """The ward official's own file, begun from a pack."""
    around = environment(seed=seed, machine=f"may-{seed}")
    code = RecoveryCode.generate(around.randomness)
    user = NewUser("Võ Thị Phường", Role.WARD, PASSWORD)
    return pack_opening.begin(pack, folder, user, around, code, progress, kdf=FAST)


def results(ward: Workspace, folder: Path) -> Exported:
    return bundle_export.export_results(ward, folder, quiet)


def other_code(made: MadePack) -> PackCode:
    """Well formed, and not that of the pack."""
    code = PackCode.generate(lambda size: b"\3" * size)
    assert code != made.code
    return code
