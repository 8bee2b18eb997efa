"""Data set N of the design: a year of many stations, each in one bundle to the same upper level.

The stations are written in memory, as 3,321 registers would fill hours: real keys, chains, seals and signatures, no
file behind them. The set is kept in a folder, since it takes minutes to make; the upper level in it knows every
station and has received nothing yet.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from desktop.base.ids import Ids
from desktop.bundle.contents import Contents, Counts, Range
from desktop.bundle.trust import Known, Trust
from desktop.bundle.writing import Letter, write_bundle
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.chain import as_links
from desktop.domain.journal.compose import Intent, Meta, Tip, compose, seen_intent
from desktop.domain.journal.operation import GENESIS, ChangeId, Operation, head_message
from desktop.domain.levels import COMMUNE
from desktop.domain.scope import UPPER_SCOPE, grant
from desktop.services.accounts import open_workspace
from desktop.services.devices import know
from desktop.services.workspace import Workspace
from desktop.vault.certificate import DeviceCertificate, KeyFile
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain, SigningKey, device_id
from tests.bench import making
from tests.bench.large import FAMILIES, GIVEN, MIDDLE, PLACES
from tests.kit.fake_clock import VIETNAM, FakeClock
from tests.kit.workspaces import AN_GIANG, PASSWORD, environment, make_workspace

STATIONS: Final = 3_321
CHANGES: Final = 500

_START: Final = datetime(2025, 11, 20, tzinfo=VIETNAM)
_SEED: Final = 2_026
_AT: Final = "2026-11-20T08:00:00+07:00"
_UPPER: Final = "upper"
_USER: Final = "user"
_BUNDLES: Final = "bundles"

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Size:
    """How many stations, and how many operations of each."""

    stations: int = STATIONS
    changes: int = CHANGES

    def folder(self, sets: Path) -> Path:
        """Where this set is kept among others."""
        return sets / f"stations-{self.stations}-{self.changes}"


def kept(folder: Path, size: Size, progress: Callable[[int, int], None]) -> Path:
    """The folder with the set, made if it is not there yet in this size."""

    def make() -> Mapping[str, str]:
        (folder / _BUNDLES).mkdir()
        _make(folder, size, progress)
        return {}

    making.kept(folder, asdict(size), sys.modules[__name__], make)
    return folder


def bundles_of(folder: Path) -> list[Path]:
    """The bundles in the order in which they come."""
    return sorted((folder / _BUNDLES).iterdir())


def upper_of(folder: Path, copy: Path) -> Workspace:
    """The upper level, which has received nothing yet; ``copy`` is a folder that is not there."""
    shutil.copytree(folder / _UPPER, copy)
    return opened(folder, copy)


def opened(folder: Path, copy: Path) -> Workspace:
    """The upper level with what the copy has received."""
    user = (folder / _USER).read_text(encoding="ascii")
    return open_workspace(copy, user, PASSWORD, environment(seed=_SEED))


def _make(folder: Path, size: Size, progress: Callable[[int, int], None]) -> None:
    upper = make_workspace(folder / _UPPER, AN_GIANG, around=environment(seed=_SEED)).workspace
    (folder / _USER).write_text(upper.user.id, encoding="ascii")
    stations = []
    for number in range(size.stations):
        station = Station(number)
        station.write(size.changes)
        station.send(upper, folder / _BUNDLES / f"{number:04}.tqb")
        stations.append(station.key_file)
        progress(number + 1, size.stations)
    with upper.file.writing() as writer:
        for key_file in stations:
            know(writer, Known(key_file, Trust.CONFIRMED))
    upper.close()


class Station:
    """One commune's computer in memory: its key, its chain, and what it has recorded so far."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self._chance = chance
        self._number = number
        self._key = SigningKey(chance.randbytes(32))
        self._age = AgeIdentity.generate()
        # All stations write through the same year: their ids lie between each other's.
        self._clock = FakeClock(_START + timedelta(seconds=chance.randrange(86_400)))
        self._ids = Ids(self._clock.now_ms, chance.randbytes)
        self._tip = Tip(self._certificate.device)
        self._meta = Meta("an", "Nguyễn Văn An", "record.save", _AT)
        self._records: dict[str, list[str]] = {}
        self._heads: dict[tuple[str, str], ChangeId] = {}
        self.chain: list[Operation] = []

    @property
    def _certificate(self) -> DeviceCertificate:
        key = self._key.public
        return DeviceCertificate(
            key,
            self._age.recipient,
            f"{10_000 + self._number}",
            f"Công an xã số {self._number}",
            COMMUNE,
            ("all",),
            date(2025, 7, 1),
            date(2035, 7, 1),
            device_id(key),
            1,
        )

    @property
    def key_file(self) -> KeyFile:
        return KeyFile.issue(self._certificate, self._key)

    # A year

    def write(self, changes: int) -> None:
        """So many operations: 80 of 100 with something that the upper level gets, a third of all edits."""
        for number in range(changes):
            # As many seconds as spread them over the year.
            self._clock.advance(timedelta(seconds=365 * 86_400 // changes))
            _KINDS[number % len(_KINDS)](self)

    def area(self) -> None:
        name = f"Ấp {len(self._records.get('area', [])) + 1}"
        self._create(("area", {"name": name, "kind": "ap", "households": 300, "residents": 1_200}))

    def group(self) -> None:
        name = f"Tổ tự quản số {len(self._records.get('group', [])) + 1}"
        self._create(("group", {"name": name, "kind": "self_management", "area": self._any("area")}))

    def member(self) -> None:
        person = self._new("person")
        born = date(1950, 1, 1) + timedelta(days=self._chance.randrange(20_000))
        who = {
            "full_name": self._name(),
            "sex": "male",
            "born": born.isoformat(),
            "phone": f"09{self._chance.randrange(10**8):08d}",
            "area": self._any("area"),
        }
        serves = {"person": person, "group": self._any("group"), "role": "member", "joined_on": "2025-06"}
        self._commit([("person", person, who), ("member", self._new("member"), serves)])

    def event(self) -> None:
        values = {
            "name": f"Tuyên truyền phòng, chống tội phạm {self._chance.choice(PLACES)}",
            "kind": "propaganda",
            "held_on": "2026-03-12",
            "area": self._any("area"),
            "attendances": self._chance.randrange(20, 200),
            "led_by": "Công an xã phối hợp Mặt trận Tổ quốc",
        }
        self._create(("event", values))

    def award(self) -> None:
        values = {
            "printed_name": self._name(),
            "recipient_kind": "individual",
            "form": "giay_khen",
            "achievement": "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc",
            "stage": "proposed",
        }
        self._create(("award", values))

    def visit(self) -> None:
        """The upper level gets its place in the chain and nothing else."""
        household = self._new("household")
        who = {"head_name": self._name(), "area": self._any("area")}
        visit = {"household": household, "visited_on": "2026-03-12", "content": "Thăm hỏi sức khỏe, việc làm"}
        self._commit([("household", household, who), ("visit", self._new("visit"), visit)])

    def edit(self) -> None:
        options: list[tuple[str, str, Plain]] = [
            ("area", "households", self._chance.randrange(100, 500)),
            ("member", "role", self._chance.choice(["leader", "deputy", "member"])),
            ("event", "attendances", self._chance.randrange(20, 200)),
        ]
        register, field, value = self._chance.choice(options)
        record = self._any(register)
        before = self._heads[record, field]
        seen = seen_intent(register, record, {self._tip.device: self._tip.seq})
        self._compose([Intent(register, record, field, value, (before,)), seen])

    def _create(self, what: tuple[str, Values]) -> None:
        register, values = what
        self._commit([(register, self._new(register), values)])

    def _commit(self, records: list[tuple[str, str, Values]]) -> None:
        self._compose(
            [
                Intent(register, record, name, value)
                for register, record, values in records
                for name, value in values.items()
            ]
        )

    def _compose(self, intents: list[Intent]) -> None:
        wall = self._clock.now_ms()
        made = compose(self._tip, self._meta, intents, wall_ms=wall, salt=lambda: self._chance.randbytes(16))
        for index, leaf in made.changes():
            self._heads[leaf.record, leaf.field] = ChangeId(made.device, made.seq, index)
        self._tip = Tip(made.device, made.seq, made.hash, made.hlc)
        self.chain.append(made)

    def _new(self, register: str) -> str:
        record = self._ids()
        self._records.setdefault(register, []).append(record)
        return record

    def _any(self, register: str) -> str:
        return self._chance.choice(self._records[register])

    def _name(self) -> str:
        return " ".join(self._chance.choice(some) for some in (FAMILIES, MIDDLE, GIVEN))

    # The stick

    def send(self, upper: Workspace, path: Path) -> None:
        """All of the chain, as the scope grants it, sealed to the upper level."""
        certificate = upper.key_file().certificate
        bundle, last = self._ids(), self.chain[-1]
        signature = self._key.sign(Domain.HEAD, head_message(last.device, last.seq, last.hash))
        whole = Range(last.device, 1, last.seq, GENESIS, last.hash, signature)
        letter = Letter(bundle, self._key, self._age.recipient, {certificate.device: certificate.recipient})
        parts = [grant(each, UPPER_SCOPE, lambda *_: None) or each.body for each in self.chain]

        def contents(counts: Counts) -> Contents:
            return Contents(bundle, _AT, self.key_file, AN_GIANG.code, (), (whole,), counts, {})

        with tempfile.TemporaryDirectory() as work:
            links = as_links(Tip(last.device), parts)
            shutil.move(write_bundle(Path(work), letter, links, contents).path, path)


_KINDS: Final = (
    (Station.area, Station.group, Station.member, Station.event, Station.award)
    + (Station.member, Station.edit, Station.visit, Station.member, Station.edit) * 2
    + (Station.member, Station.event, Station.edit, Station.visit, Station.edit)
)
"""Twenty operations, over and over; those that need something to point to come after it."""
