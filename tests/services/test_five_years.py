"""Five years of sticks between five computers: clocks off by years, restores, clones, old disks, a lost computer,
erasures. Everybody ends alike, and what was erased is nowhere.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.bundle.errors import UnknownSender
from desktop.domain.errors import UserError
from desktop.services import bundles, devices, erasing, forks, renewing, revoking
from desktop.services.accounts import open_workspace
from desktop.services.devices import NoRecipient
from desktop.services.environment import StationInfo
from desktop.services.workspace import ComputerEnded, Workspace
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, edit, quiet

YEAR = timedelta(days=365)
MONTHS = 60
"""Five years."""
SECRET = "bi-mat-can-xoa"
REFUSALS = {
    "bundle_for_others",
    "bundle_unknown_device",
    "bundle_gap",
    "bundle_forked",
    "bundle_revoked_key",
}
OFF = {"xa-1": -19, "xa-2": 0, "xa-3": 36, "tinh-1": 0, "tinh-2": 2}
"""How many years each wall clock is off: a dead battery says 2007, a mistyped year 2062."""


@dataclass
class Country:
    """Computers by name, the stick's folder, and chance.

    Attributes:
        disks: folders that were copied at some time and lie about.
        erased: records whose content was erased, with who holds them.
    """

    folder: Path
    chance: random.Random
    at: dict[str, Workspace] = field(default_factory=dict)
    clocks: dict[str, FakeClock] = field(default_factory=dict)
    disks: list[tuple[str, Path]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    opened: int = 0

    def pick(self, kind: str) -> str:
        return self.chance.choice(sorted(name for name in self.at if name.startswith(kind)))

    def carry(self, one: str, other: str) -> None:
        """A stick; what must be refused is refused whole, and told."""
        sender, receiver = self.at[one], self.at[other]
        try:
            path = bundles.export(sender, receiver.station.code, self.folder, quiet).path
            bundles.import_bundle(receiver, path, quiet)
        except ComputerEnded:
            renewing.go_on(receiver)
            self.introduce(other)
        except (NoRecipient, UnknownSender):
            # A second computer in one place, or an old disk that knows former names only: somebody is called.
            self.introduce(one)
        except UserError as error:
            if error.code not in REFUSALS:
                raise

    def introduce(self, name: str) -> None:
        """A phone call to everybody who exchanges with it."""
        new = self.at[name]
        for other, workspace in self.at.items():
            if other == name:
                continue
            for reader, known in ((workspace, new), (new, workspace)):
                devices.confirm(reader, devices.import_key_file(reader, devices.export_key_file(known)))

    def month(self) -> None:
        for clock in self.clocks.values():
            clock.advance(timedelta(days=30))

    def heal(self) -> None:
        for workspace in self.at.values():
            for waiting in forks.find(workspace):
                if waiting.own:
                    forks.heal(workspace, waiting.fork)


@pytest.fixture
def country(make: WorkspaceMaker, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Country]:
    made = Country(tmp_path / "usb", random.Random(request.param))
    made.folder.mkdir()
    for seed, (name, years) in enumerate(OFF.items(), start=1):
        station: StationInfo = NHON_HUNG if name.startswith("xa") else AN_GIANG
        clock = made.clocks[name] = FakeClock()
        clock.advance(years * YEAR)
        around = environment(clock, seed=seed, machine=name)
        made.at[name] = make(station, around=around).workspace
    acquaint(*made.at.values())
    yield made
    for workspace in made.at.values():
        workspace.close()


def people(workspace: Workspace) -> list[str]:
    with workspace.reading() as reader:
        rows = reader.connection.execute('SELECT id FROM person WHERE "@standing" = 0 ORDER BY id')
        return [row[0] for row in rows]


def names(workspace: Workspace) -> dict[str, object]:
    """What both levels may know of everybody."""
    with workspace.reading() as reader:
        rows = reader.records.get_many("person", people(workspace))
        return {person: row.values["full_name"] for person, row in rows.items()}


def write_something(country: Country, name: str) -> None:
    workspace = country.at[name]
    known = people(workspace)
    if known and country.chance.random() < 0.5:
        person = country.chance.choice(known)
        if person not in country.erased:
            edit(workspace, "person", person, address=f"ấp {country.chance.randrange(100)}")
    else:
        put(workspace, "person", full_name=f"Người {country.chance.randrange(10**6)}", note=SECRET)


def erase_something(country: Country, name: str) -> None:
    workspace = country.at[name]
    known = [each for each in people(workspace) if each not in country.erased]
    if known:
        person = country.chance.choice(known)
        erasing.erase_record(workspace, "person", person, {"note"}, "hết thời hạn lưu")
        country.erased.append(person)
        # The word of it has left the computer; of what never did, nobody else could know.
        for other in sorted(country.at):
            if other != name and other.startswith("xa"):
                country.carry(name, other)


def copy_disk(country: Country, name: str) -> None:
    """A backup by hand, or the disk that a technician keeps."""
    country.opened += 1
    target = country.folder.parent / f"dia-{country.opened}"
    shutil.copytree(country.at[name].folder, target)
    country.disks.append((name, target))


def disk_comes_back(country: Country, name: str, *, elsewhere: bool) -> None:
    """An old disk is put into the same computer, or into another one."""
    own = [each for each in country.disks if each[0] == name]
    if not own:
        return
    folder = own[-1][1]
    country.disks.remove(own[-1])
    old = country.at[name]
    user = old.user.id
    old.close()
    country.opened += 1
    machine = f"{name}-{country.opened}" if elsewhere else old.environment.machine
    around = environment(country.clocks[name], seed=900 + country.opened, machine=machine)
    before = old.folder / "so-tu-quan.moc"
    if not elsewhere:
        # The anchor of that computer lies where it always did.
        shutil.copyfile(before, folder / before.name)
    country.at[name] = open_workspace(folder, user, PASSWORD, around)
    if elsewhere:
        renewing.answer_copy(country.at[name], replaced=True)


def everybody_meets(country: Country) -> None:
    """At the end the sticks go round until nobody has anything new."""
    names = sorted(country.at)
    for _ in range(3):
        for one in names:
            for other in names:
                if one != other:
                    country.carry(one, other)
            country.heal()


@pytest.mark.parametrize("country", [1, 2], indirect=True)
def test_after_five_years_of_sticks_everybody_is_alike_and_nothing_erased_is_back(country: Country) -> None:
    chance = country.chance
    for month in range(MONTHS):
        country.month()
        for name in sorted(country.at):
            if name.startswith("xa"):
                write_something(country, name)
        one = country.pick("xa")
        country.carry(one, country.pick("tinh"))
        country.carry(country.pick("tinh"), country.pick("xa"))
        two = country.pick("xa")
        if two != one:
            country.carry(one, two)
            country.carry(two, one)
        desks = ("tinh-1", "tinh-2") if month % 2 else ("tinh-2", "tinh-1")
        country.carry(*desks)
        match month % 10:
            case 3:
                copy_disk(country, one)
            case 5:
                erase_something(country, country.pick("xa"))
            case 7:
                disk_comes_back(country, chance.choice(["xa-1", "xa-2"]), elsewhere=chance.random() < 0.5)
            case 9:
                renewing.renew(country.at[country.pick("xa")])
        if month == 40:
            country.introduce("xa-3")
            revoking.revoke(country.at["tinh-1"], country.at["xa-3"].device)
            country.at.pop("xa-3").close()
        country.heal()
    everybody_meets(country)
    communes = [country.at[name] for name in sorted(country.at) if name.startswith("xa")]
    uppers = [country.at[name] for name in sorted(country.at) if name.startswith("tinh")]
    for some in (communes, uppers):
        assert len({each.file.digest() for each in some}) == 1
    # What only a disk held that was thrown away came back from the upper level.
    assert names(communes[0]) == names(uppers[0])
    assert country.erased
    for each in communes:
        with each.reading() as reader:
            rows = {person: reader.records.get("person", person) for person in country.erased}
        shown = {person: row.values["note"] for person, row in rows.items() if row is not None}
        assert set(shown.values()) <= {None}
        assert len(shown) > 0
