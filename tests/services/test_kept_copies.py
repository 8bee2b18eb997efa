"""A unit's sealed copy that the level above holds for it, and gives back when its computer has died."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.services import kept_copies, outgoing_copy
from desktop.services.accounts import open_workspace
from desktop.services.backup_away import write_away
from desktop.services.backup_files import ABOUT, copies_in
from desktop.services.copy_seal import SEAL
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME
from desktop.services.kept_copies import Collected
from desktop.services.places import Place
from desktop.services.restoring import open_with_code, prepare, restore
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged
from tests.kit.workspaces import AN_GIANG, PASSWORD, TINH_BIEN, Made, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, computer, quiet
from tests.services.wrecks import rows


@dataclass(frozen=True)
class Two:
    """A commune, the level above it, and the stick between them."""

    commune: Made
    upper: Workspace
    stick: Place

    def bring(self) -> Path:
        """Another sealed copy on the stick."""
        return write_away(self.commune.workspace, self.stick, quiet).folder

    def collect(self) -> Collected:
        return kept_copies.collect(self.upper, self.stick, quiet)

    def units(self) -> list[tuple[str, int]]:
        return [(each.unit, each.copy.operations) for each in kept_copies.kept(self.upper)]


def stick_at(folder: Path) -> Place:
    folder.mkdir()
    return Place(folder, "USB đỏ", 2**30, stick=True)


@pytest.fixture
def two(make: WorkspaceMaker, tmp_path: Path) -> Two:
    commune = make()
    upper = computer(make, AN_GIANG, 7)
    acquaint(commune.workspace, upper)
    put(commune.workspace, "area", name="Ấp Một")
    return Two(commune, upper, stick_at(tmp_path / "usb"))


def test_a_unit_whose_computer_died_comes_back_from_what_the_level_above_held(
    two: Two, tmp_path: Path
) -> None:
    two.bring()
    before = rows(two.commune.workspace)
    (held,) = two.collect().kept
    assert held.unit == two.commune.workspace.station.name
    given = kept_copies.give_back(two.upper, held, stick_at(tmp_path / "usb-moi"), quiet)
    new = environment(seed=9, machine="may-moi")
    prepared = prepare(open_with_code(given, two.commune.code), tmp_path / "moi", new, quiet)
    user = prepared.people[0].id
    restore(prepared, new, user=user, password=PASSWORD)
    with closing(open_workspace(tmp_path / "moi", user, PASSWORD, new)) as workspace:
        assert rows(workspace) == before


def test_only_the_newest_of_a_unit_is_held(two: Two) -> None:
    first = two.bring()
    two.collect()
    old = two.stick.folder.parent / "cu"
    shutil.copytree(first, old / first.name)
    put(two.commune.workspace, "area", name="Ấp Hai")
    two.bring()
    assert len(two.collect().kept) == 1
    ((unit, operations),) = two.units()
    assert len(list((two.upper.folder / kept_copies.FOLDER).glob("*/*"))) == 1
    # One of before, brought again, takes nothing away; nor does the same one.
    assert kept_copies.collect(two.upper, Place(old, "", 2**30, stick=True), quiet).held == (unit,)
    assert two.collect().kept == ()
    assert two.units() == [(unit, operations)]


@pytest.mark.parametrize("name", [DATABASE_NAME, KEYRING_NAME, SEAL])
def test_what_its_computer_did_not_sign_takes_the_place_of_nothing(two: Two, name: str) -> None:
    two.bring()
    two.collect()
    before = two.units()
    put(two.commune.workspace, "area", name="Ấp Hai")
    path = two.bring() / name
    for each in copies_in(two.stick.folder)[1:]:
        shutil.rmtree(each.folder)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = two.collect()
    assert (done.kept, done.refused) == ((), 1)
    assert two.units() == before


def test_what_is_said_beside_a_copy_counts_for_nothing(two: Two) -> None:
    about = two.bring() / ABOUT
    about.write_text(
        about.read_text("utf-8").replace('"number": 1', '"number": 999999').replace("2026", "2099"), "utf-8"
    )
    (held,) = two.collect().kept
    assert (held.copy.number, held.copy.at.year) == (1, 2026)


def test_copies_of_units_that_are_not_known_here_are_refused(
    two: Two, make: WorkspaceMaker, tmp_path: Path
) -> None:
    stranger = computer(make, TINH_BIEN, 11)
    put(stranger, "area", name="Khóm Lạ")
    write_away(stranger, two.stick, quiet)
    assert two.collect() == Collected(refused=1)
    # Nor is one's own copy held for oneself.
    put(two.upper, "area", name="Ấp Trên")
    own = stick_at(tmp_path / "usb-nha")
    write_away(two.upper, own, quiet)
    assert kept_copies.collect(two.upper, own, quiet) == Collected()


def test_one_that_has_suffered_meanwhile_is_not_given_back(two: Two, tmp_path: Path) -> None:
    two.bring()
    (held,) = two.collect().kept
    with held.copy.database.open("r+b") as file:
        file.seek(5000)
        file.write(b"hong")
    target = stick_at(tmp_path / "usb-moi")
    with pytest.raises(CopyDamaged):
        kept_copies.give_back(two.upper, held, target, quiet)
    assert list(target.folder.iterdir()) == []


def test_the_bundles_for_all_take_one_sealed_copy_along_unless_none_is_wanted(
    two: Two, make: WorkspaceMaker
) -> None:
    acquaint(two.upper, computer(make, TINH_BIEN, 12))
    put(two.upper, "area", name="Ấp Trên")
    outgoing_copy.want(two.upper, wanted=False)
    plain = outgoing_copy.send_to_all(two.upper, two.stick, quiet)
    assert (len(plain.answers.written), plain.copy) == (2, None)
    outgoing_copy.want(two.upper, wanted=True)
    done = outgoing_copy.send_to_all(two.upper, two.stick, quiet)
    assert len(done.answers.written) == 2
    assert copies_in(two.stick.folder) == [done.copy]
    small = outgoing_copy.send_to_all(two.upper, two.stick, quiet, limit=1000)
    assert (small.copy, small.error) == (None, None)
