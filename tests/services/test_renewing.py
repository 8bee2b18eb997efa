"""New keys in time, a computer that another has replaced, and one that was revoked and found again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.bundle.errors import BundleForOthers, RevokedKey, UnknownSender
from desktop.bundle.trust import Trust
from desktop.services import bundles, devices, forks, renewing, revoking
from desktop.services.accounts import open_workspace
from desktop.services.environment import Environment
from desktop.services.renewing import NotEnded, OwnEnd
from desktop.services.workspace import ComputerEnded, Workspace
from desktop.vault.errors import SealedForAnother
from desktop.vault.revocation import Reason
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, WorkspaceMaker, environment, put
from tests.services.exchange import COMMUNE, UPPER, acquaint, carry, computer, edit, quiet, sent, value


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def names(workspace: Workspace) -> list[str]:
    with workspace.reading() as reader:
        return [row[0] for row in reader.connection.execute("SELECT name FROM area ORDER BY name")]


def compare(reader: Workspace, other: Workspace) -> None:
    """A person compares the other computer's digits."""
    devices.confirm(reader, devices.import_key_file(reader, devices.export_key_file(other)))


# New keys


def test_new_keys_are_taken_without_a_phone_call(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    old = commune.device
    until = renewing.renew(commune)
    assert (commune.device != old, until) == (True, commune.today() + timedelta(days=5 * 365))
    edit(commune, "area", area, name="Ấp Một")
    received = carry(commune, upper, tmp_path)
    assert (received.sender, value(upper, "area", area, "name")) == (commune.device, "Ấp Một")
    assert devices.recipient(upper, COMMUNE).devices == (commune.device,)


def test_what_the_old_key_signs_afterwards_is_not_taken(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    # Somebody has a copy of the whole computer, keys and all.
    twin = twin_of(commune, tmp_path / "twin")
    renewing.renew(commune)
    carry(commune, upper, tmp_path)
    put(twin, "area", name="Ấp Giả")
    with pytest.raises(RevokedKey):
        carry(twin, upper, tmp_path)
    assert names(upper) == ["Ấp 1"]
    twin.close()


def test_a_bundle_of_before_that_comes_late_is_taken(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    before = sent(commune, UPPER, tmp_path).path
    renewing.renew(commune)
    put(commune, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    assert bundles.import_bundle(upper, before, quiet).new == 0
    assert names(upper) == ["Ấp 1", "Ấp 2"]


def test_what_was_sealed_to_the_old_keys_still_opens(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    award = put(commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    carry(commune, upper, tmp_path)
    edit(upper, "award", award, decision_number="12/QĐ")
    under_way = sent(upper, COMMUNE, tmp_path).path
    renewing.renew(commune)
    bundles.import_bundle(commune, under_way, quiet)
    assert value(commune, "award", award, "decision_number") == "12/QĐ"


def test_keys_are_renewed_again_and_again(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    for number in range(3):
        put(commune, "area", name=f"Ấp {number}")
        renewing.renew(commune)
    # The upper level hears of all three at once.
    carry(commune, upper, tmp_path)
    assert names(upper) == ["Ấp 0", "Ấp 1", "Ấp 2"]
    endings = [each.ending.reason for each in devices.devices(upper) if each.ending is not None]
    assert endings == [Reason.RENEWED] * 3


def test_an_expired_certificate_is_renewed_with_a_new_term(make: WorkspaceMaker, tmp_path: Path) -> None:
    clock = FakeClock()
    commune = make(NHON_HUNG, around=environment(clock, seed=1, machine="may-1")).workspace
    upper = make(AN_GIANG, around=environment(clock, seed=2, machine="may-2")).workspace
    acquaint(commune, upper)
    clock.advance(timedelta(days=6 * 365))
    renewing.renew(commune)
    put(commune, "area", name="Ấp 1")
    assert not carry(commune, upper, tmp_path).expired


# Another computer took its place


def moved(made: Workspace, folder: Path, seed: int = 5) -> Workspace:
    """The folder copied to a new machine and opened there."""
    shutil.copytree(made.folder, folder)
    return open_workspace(folder, made.user.id, PASSWORD, environment(seed=seed, machine=f"máy {seed}"))


def twin_of(made: Workspace, folder: Path) -> Workspace:
    """A copy on a machine that says it is the same one."""
    shutil.copytree(made.folder, folder)
    around = Environment(FakeClock(), environment(seed=12).randomness, made.environment.machine)
    return open_workspace(folder, made.user.id, PASSWORD, around)


@pytest.fixture
def heir(commune: Workspace, upper: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    made = moved(commune, tmp_path / "moi")
    yield made
    made.close()


def test_of_a_copy_a_person_says_whether_the_original_goes_on(
    commune: Workspace, upper: Workspace, heir: Workspace, tmp_path: Path
) -> None:
    asked = renewing.copy_asked(heir)
    assert asked is not None
    assert (asked.on, renewing.copy_asked(commune)) == (heir.today(), None)
    renewing.answer_copy(heir, replaced=False)
    assert renewing.copy_asked(heir) is None
    carry(heir, upper, tmp_path)
    put(commune, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    carry(upper, commune, tmp_path)
    assert renewing.own_end(commune) is None
    assert devices.recipient(upper, COMMUNE).devices == tuple(sorted((commune.device, heir.device)))


def test_an_old_computer_that_comes_back_only_shows_and_sends_what_it_holds(
    commune: Workspace, upper: Workspace, heir: Workspace, tmp_path: Path
) -> None:
    renewing.answer_copy(heir, replaced=True)
    put(heir, "area", name="Ấp 2")
    carry(heir, upper, tmp_path)
    # Meanwhile somebody has gone on with the old one.
    put(commune, "area", name="Ấp 3")
    assert devices.recipient(upper, COMMUNE).devices == (heir.device,)
    answer = sent(upper, COMMUNE, tmp_path).path
    with pytest.raises(ComputerEnded) as refusal:
        bundles.import_bundle(commune, answer, quiet)
    assert refusal.value.facts == {"on": date(2026, 11, 20)}
    assert renewing.own_end(commune) == OwnEnd(True, date(2026, 11, 20), 0)
    assert names(commune) == ["Ấp 1", "Ấp 3"]
    with pytest.raises(ComputerEnded):
        put(commune, "area", name="Ấp 4")
    carry(commune, upper, tmp_path)
    assert names(upper) == ["Ấp 1", "Ấp 2", "Ấp 3"]
    bundles.import_bundle(heir, answer, quiet)


def test_a_replaced_computer_gets_no_content(
    commune: Workspace, upper: Workspace, heir: Workspace, tmp_path: Path
) -> None:
    renewing.answer_copy(heir, replaced=True)
    award = put(heir, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    carry(heir, upper, tmp_path)
    edit(upper, "award", award, decision_number="12/QĐ")
    path = sent(upper, COMMUNE, tmp_path).path
    with path.open("rb") as file:
        from desktop.bundle.canonical_zip import read_zip
        from desktop.vault.sealing import unseal

        container = read_zip(file)
        assert b"revocations" not in container.read("parts/0000.age")
        with pytest.raises(SealedForAnother):
            unseal(container.read("parts/0001.age"), commune.secrets.age)


def test_who_goes_on_with_the_old_computer_takes_a_name_that_a_person_compares(
    commune: Workspace, upper: Workspace, heir: Workspace, tmp_path: Path
) -> None:
    renewing.answer_copy(heir, replaced=True)
    carry(heir, upper, tmp_path)
    put(commune, "area", name="Ấp 2")
    with pytest.raises(ComputerEnded):
        bundles.import_bundle(commune, sent(upper, COMMUNE, tmp_path).path, quiet)
    renewing.go_on(commune)
    assert renewing.own_end(commune) is None
    put(commune, "area", name="Ấp 3")
    with pytest.raises(UnknownSender):
        carry(commune, upper, tmp_path)
    compare(upper, commune)
    carry(commune, upper, tmp_path)
    assert names(upper) == ["Ấp 1", "Ấp 2", "Ấp 3"]


def test_what_only_tells_the_former_name_of_its_end_is_no_bundle_for_another_copy(
    commune: Workspace, upper: Workspace, heir: Workspace, tmp_path: Path
) -> None:
    renewing.answer_copy(heir, replaced=True)
    carry(heir, upper, tmp_path)
    other = moved(commune, tmp_path / "khac", seed=6)
    with pytest.raises(BundleForOthers):
        bundles.import_bundle(other, sent(upper, COMMUNE, tmp_path).path, quiet)
    other.close()


def test_a_computer_that_goes_on_needs_no_other_name(commune: Workspace) -> None:
    with pytest.raises(NotEnded):
        renewing.go_on(commune)


# Revoked, and found again


def test_what_a_found_computer_wrote_past_its_end_is_written_again_under_its_next_name(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 3)
    acquaint(commune, second)
    acquaint(second, upper)
    put(second, "area", name="Ấp 1")
    carry(second, commune, tmp_path)
    # A bundle to it that brings word of its end, written before anybody stopped sealing to it.
    put(second, "area", name="Ấp 2")
    revoking.revoke(commune, second.device)
    with second.file.writing() as writer, commune.reading() as reader:
        for text in reader.revocations():
            writer.keep_revocation(second.device, text)
        writer.set_local("own_end", f'{{"device":"{second.device}","on":"2026-11-20"}}')
    assert renewing.own_end(second) == OwnEnd(False, date(2026, 11, 20), 1)
    renewing.go_on(second)
    assert names(second) == ["Ấp 1", "Ấp 2"]
    carry(commune, upper, tmp_path)
    for each in (commune, upper):
        compare(each, second)
        carry(second, each, tmp_path)
        assert names(each) == ["Ấp 1", "Ấp 2"]
    assert forks.find(upper) == []
    assert {each.trust for each in devices.devices(upper)} >= {Trust.REVOKED, Trust.CONFIRMED}
