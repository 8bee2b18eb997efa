"""Enrolment by key files, and who is whose recipient."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from desktop.bundle.trust import Trust
from desktop.domain.access import NotAllowed, Role
from desktop.domain.errors import UserError
from desktop.services import devices, revoking
from desktop.services.devices import (
    DeviceRevoked,
    KeyFileUnproven,
    Kind,
    NoExchange,
    NoRecipient,
    OwnKeyFile,
    PracticeStaysHere,
)
from desktop.services.revoking import OwnDevice
from desktop.services.workspace import Workspace
from desktop.vault.certificate import KeyFile
from desktop.vault.errors import KeyFileDamaged
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker
from tests.services.exchange import acquaint, computer


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    return computer(make, AN_GIANG, 2)


def test_both_sides_read_out_the_same_digits(commune: Workspace, upper: Workspace) -> None:
    enrolled = devices.import_key_file(upper, devices.export_key_file(commune))
    assert enrolled.fingerprint == devices.own_fingerprint(commune)
    assert [len(five) for five in enrolled.fingerprint.split()] == [5] * 5
    assert (enrolled.station, enrolled.station_name, enrolled.known) == ("30337", NHON_HUNG.name, False)


def test_a_key_file_that_was_read_is_not_yet_believed(commune: Workspace, upper: Workspace) -> None:
    devices.import_key_file(upper, devices.export_key_file(commune))
    assert [each.id for each in devices.devices(upper)] == [upper.device]
    assert devices.recipients(upper) == []


def test_a_confirmed_device_is_listed_and_a_recipient(commune: Workspace, upper: Workspace) -> None:
    acquaint(commune, upper)
    own, other = devices.devices(upper)
    assert (own.id, own.trust) == (upper.device, Trust.OWN)
    assert (other.station_name, other.trust, other.valid_until.year) == (
        NHON_HUNG.name,
        Trust.CONFIRMED,
        2031,
    )
    assert [(each.station, each.kind) for each in devices.recipients(upper)] == [("30337", Kind.BELOW)]
    assert devices.import_key_file(upper, devices.export_key_file(commune)).known


def test_what_was_rolled_back_is_believed_of_nobody(commune: Workspace, upper: Workspace) -> None:
    acquaint(commune, upper)
    with suppress(ZeroDivisionError), upper.file.writing() as writer:
        writer.set_trust(commune.device, Trust.KNOWN.value)
        assert devices.trusted(upper, writer).devices[commune.device].trust is Trust.KNOWN
        raise ZeroDivisionError
    with upper.file.reading() as reader:
        assert devices.trusted(upper, reader).devices[commune.device].trust is Trust.CONFIRMED
    with upper.file.writing() as writer:
        writer.set_trust(commune.device, Trust.VOUCHED.value)
    with upper.file.reading() as reader:
        assert devices.trusted(upper, reader).devices[commune.device].trust is Trust.VOUCHED


def test_the_upper_level_comes_first_then_the_stations_own(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker
) -> None:
    second = computer(make, NHON_HUNG, 3)
    acquaint(commune, second)
    acquaint(commune, upper)
    found = devices.recipients(commune)
    assert [(each.kind, each.devices) for each in found] == [
        (Kind.UPPER, (upper.device,)),
        (Kind.OWN, (second.device,)),
    ]


def test_two_communes_are_not_enrolled_with_each_other(commune: Workspace, make: WorkspaceMaker) -> None:
    neighbour = computer(make, TINH_BIEN, 3)
    with pytest.raises(NoExchange):
        devices.import_key_file(commune, devices.export_key_file(neighbour))


def test_nobody_enrols_themselves(commune: Workspace) -> None:
    with pytest.raises(OwnKeyFile):
        devices.import_key_file(commune, devices.export_key_file(commune))


def test_a_key_file_that_another_signed_proves_nothing(commune: Workspace, upper: Workspace) -> None:
    own = KeyFile.parse(devices.export_key_file(commune)).certificate
    foreign = KeyFile.issue(replace(own, issuer=upper.device), upper.secrets.signing_key)
    with pytest.raises(KeyFileUnproven):
        devices.import_key_file(upper, foreign.to_bytes())


def test_a_foreign_station_code_shows_before_anybody_is_believed(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker
) -> None:
    acquaint(commune, upper)
    pretender = computer(make, replace(TINH_BIEN, code=NHON_HUNG.code), 6)
    assert devices.import_key_file(upper, devices.export_key_file(pretender)).known_as == NHON_HUNG.name
    assert devices.import_key_file(upper, devices.export_key_file(commune)).known_as is None


def test_a_changed_station_in_a_key_file_is_noticed(commune: Workspace, upper: Workspace) -> None:
    raw = devices.export_key_file(commune).replace(b'"level":"commune"', b'"level":"upper"')
    with pytest.raises(KeyFileDamaged):
        devices.import_key_file(upper, raw)


def test_a_revoked_device_is_no_recipient_and_not_enrolled_again(
    commune: Workspace, upper: Workspace
) -> None:
    acquaint(commune, upper)
    revoking.revoke(upper, commune.device)
    assert devices.recipients(upper) == []
    assert [each.trust for each in devices.devices(upper)] == [Trust.OWN, Trust.REVOKED]
    with pytest.raises(DeviceRevoked):
        devices.import_key_file(upper, devices.export_key_file(commune))


def test_a_computer_does_not_revoke_itself(commune: Workspace) -> None:
    with pytest.raises(OwnDevice):
        revoking.revoke(commune, commune.device)


def test_a_unit_without_devices_is_no_recipient(commune: Workspace) -> None:
    with pytest.raises(NoRecipient):
        devices.recipient(commune, "91")


def test_only_an_administrator_enrols(make: WorkspaceMaker, commune: Workspace) -> None:
    officer = computer(make, AN_GIANG, 4, role=Role.UPPER)
    enrolled = devices.import_key_file(officer, devices.export_key_file(commune))
    with pytest.raises(NotAllowed):
        devices.confirm(officer, enrolled)
    assert len(devices.devices(officer)) == 1


def test_sample_data_has_no_key_file(make: WorkspaceMaker, commune: Workspace) -> None:
    practice = computer(make, AN_GIANG, 5, practice=True)
    with pytest.raises(PracticeStaysHere):
        devices.export_key_file(practice)
    with pytest.raises(PracticeStaysHere):
        devices.import_key_file(practice, devices.export_key_file(commune))


@pytest.mark.parametrize("raw", [b"", b"{}\n", b"\x00" * 100, b"[" * 20_000])
def test_what_is_no_key_file_is_refused(commune: Workspace, raw: bytes) -> None:
    with pytest.raises(UserError):
        devices.import_key_file(commune, raw)


def test_enrolling_and_revoking_stand_in_the_log(commune: Workspace, upper: Workspace) -> None:
    acquaint(commune, upper)
    revoking.revoke(upper, commune.device)
    with upper.reading() as reader:
        rows = reader.connection.execute("SELECT action, subject FROM access_log ORDER BY no").fetchall()
    assert rows == [("confirm_device", commune.device), ("revoke_device", commune.device)]
