"""A lost computer: its end travels on sticks, is believed of whoever may say it, and is decided alike everywhere."""

from __future__ import annotations

import contextlib
import zlib
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from desktop.bundle.canonical_zip import read_zip
from desktop.bundle.errors import RevokedKey
from desktop.bundle.trust import Known, Trust
from desktop.domain.journal.operation import GENESIS
from desktop.services import award_packs, bundles, devices, renewing, revoking
from desktop.services.devices import Device
from desktop.services.renewing import OwnEnd
from desktop.services.revoking import ComputerRevoked, NothingBeyond
from desktop.services.workspace import ComputerEnded, Workspace
from desktop.vault.errors import SealedForAnother, SignatureWrong
from desktop.vault.revocation import Reason, Revocation
from desktop.vault.sealing import unseal
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import (
    COMMUNE,
    UPPER,
    acquaint,
    carry,
    computer,
    edit,
    quiet,
    refused,
    sent,
    value,
)


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    """Another computer of the commune: the one that is going to be lost."""
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace, second: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    acquaint(second, made)
    return made


def listed(workspace: Workspace, other: Workspace) -> Device:
    return next(each for each in devices.devices(workspace) if each.id == other.device)


def areas(workspace: Workspace) -> list[str]:
    with workspace.reading() as reader:
        return [row[0] for row in reader.connection.execute("SELECT name FROM area ORDER BY name")]


def revocations(workspace: Workspace) -> list[Revocation]:
    with workspace.reading() as reader:
        return [Revocation.from_text(text) for text in reader.revocations()]


def test_the_end_of_a_lost_computer_comes_down_from_the_upper_level(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(second, "area", name="Ấp 1")
    carry(second, upper, tmp_path)
    carry(second, commune, tmp_path)
    revoking.revoke(upper, second.device)
    carry(upper, commune, tmp_path)
    told = listed(commune, second)
    assert (told.trust, told.ending is not None and told.ending.reason) == (Trust.REVOKED, Reason.LOST)
    assert told.ending is not None
    assert (told.ending.issuer, told.ending.on, told.ending.last) == (upper.device, upper.today(), 1)
    put(second, "area", name="Ấp Giả")
    refused(commune, sent(second, COMMUNE, tmp_path).path, RevokedKey)
    assert areas(commune) == ["Ấp 1"]


def test_the_end_goes_up_from_the_station(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(second, "area", name="Ấp 1")
    carry(second, commune, tmp_path)
    revoking.revoke(commune, second.device)
    carry(commune, upper, tmp_path)
    assert areas(upper) == ["Ấp 1"]
    assert listed(upper, second).trust is Trust.REVOKED
    error = refused(upper, sent(second, UPPER, tmp_path).path, RevokedKey)
    assert error.facts["station"] == NHON_HUNG.name


def test_a_lost_computer_opens_nothing_more(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    revoking.revoke(commune, second.device)
    carry(commune, upper, tmp_path)
    assert devices.recipient(upper, COMMUNE).devices == (commune.device,)
    assert [each.kind.value for each in devices.recipients(commune)] == ["upper"]


def test_a_revoked_computer_that_a_stick_reaches_says_so_and_writes_for_nobody(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(second, "area", name="Ấp 1")
    put(second, "area", name="Ấp 2")
    revoking.revoke(commune, second.device)
    carry(commune, upper, tmp_path)
    award = put(commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    carry(commune, upper, tmp_path)
    edit(upper, "award", award, decision_number="12/QĐ")
    path = sent(upper, COMMUNE, tmp_path).path
    with pytest.raises(ComputerEnded) as told:
        bundles.import_bundle(second, path, quiet)
    assert told.value.facts == {"on": second.today()}
    assert renewing.own_end(second) == OwnEnd(False, second.today(), 2)
    stick = tmp_path / "usb"
    stick.mkdir()
    for deed in (
        partial(bundles.prepare_export, second, UPPER),
        partial(sent, second, UPPER, stick),
        partial(award_packs.make_pack, second, award, stick, quiet),
    ):
        with pytest.raises(ComputerRevoked):
            deed()
    assert list(stick.iterdir()) == []
    with pytest.raises(ComputerEnded):
        put(second, "area", name="Ấp 3")
    assert (value(second, "area", area, "name"), value(second, "award", award, "printed_name")) == (
        "Ấp 1",
        None,
    )
    assert b"12/Q" not in opened_parts(path, second)
    # Those for whom it is take the very same stick.
    bundles.import_bundle(commune, path, quiet)
    assert value(commune, "award", award, "decision_number") == "12/QĐ"


def opened_parts(path: Path, reader: Workspace) -> bytes:
    """All that a computer can open of a bundle."""
    found = b""
    with path.open("rb") as file:
        container = read_zip(file)
        for name in container.names[2:]:
            with contextlib.suppress(SealedForAnother):
                found += zlib.decompress(unseal(container.read(name), reader.secrets.age))
    return found


def test_what_another_holds_past_the_end_does_not_count_until_somebody_answers_for_it(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(second, "area", name="Ấp 1")
    carry(second, upper, tmp_path)
    later = put(second, "area", name="Ấp 2")
    carry(second, commune, tmp_path)
    revoking.revoke(upper, second.device)
    # The upper level had it up to the first; the station saw the second one too.
    carry(upper, commune, tmp_path)
    assert (areas(commune), listed(commune, second).beyond) == (["Ấp 1"], 1)
    carry(commune, upper, tmp_path)
    assert areas(upper) == ["Ấp 1"]
    changes = revoking.accept_later(commune, second.device)
    assert changes.records == (("area", later),)
    assert (areas(commune), listed(commune, second).beyond) == (["Ấp 1", "Ấp 2"], 0)
    carry(commune, upper, tmp_path)
    assert areas(upper) == ["Ấp 1", "Ấp 2"]
    assert commune.file.digest() == rebuilt(commune)


def rebuilt(workspace: Workspace) -> str:
    workspace.file.rebuild()
    return workspace.file.digest()


def test_nothing_is_accepted_where_nothing_waits(commune: Workspace, second: Workspace) -> None:
    revoking.revoke(commune, second.device)
    with pytest.raises(NothingBeyond):
        revoking.accept_later(commune, second.device)


def test_a_unit_above_is_revoked_here_only(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    revoking.revoke(commune, upper.device)
    assert listed(commune, upper).trust is Trust.REVOKED
    assert revocations(commune) == []
    carry(commune, second, tmp_path)
    assert listed(second, upper).trust is Trust.CONFIRMED


def test_statements_travel_to_every_tier_and_are_held_alike(
    commune: Workspace, second: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    desk = computer(make, AN_GIANG, 5)
    acquaint(upper, desk)
    put(second, "area", name="Ấp 1")
    carry(second, upper, tmp_path)
    revoking.revoke(upper, second.device)
    carry(upper, desk, tmp_path)
    carry(desk, commune, tmp_path)
    assert revocations(commune) == revocations(desk) == revocations(upper)
    assert listed(commune, second).trust is Trust.REVOKED


def statement(issuer: Workspace, device: Workspace, **other: object) -> Revocation:
    said = Revocation(device.device, issuer.device, Reason.LOST, date(2026, 11, 20), 0, GENESIS, b"")
    return replace(said, **other).signed(issuer.secrets.signing_key)  # type: ignore[arg-type]  # its own fields


def planted(workspace: Workspace, said: Revocation) -> None:
    """As a changed program could: it is in the list that the next bundle brings."""
    with workspace.file.writing() as writer:
        writer.keep_revocation(said.device, said.to_text())


def test_a_foreign_station_revokes_nobody(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 6)
    acquaint(neighbour, upper)
    # The neighbour has the key file of the other commune from somewhere.
    with neighbour.file.writing() as writer:
        devices.know(writer, Known(commune.key_file(), Trust.KNOWN))
    planted(neighbour, statement(neighbour, commune))
    carry(neighbour, upper, tmp_path)
    assert listed(upper, commune).trust is Trust.CONFIRMED
    assert revocations(upper) == []


def test_a_station_does_not_end_the_computers_of_the_unit_above(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    planted(commune, statement(commune, upper))
    carry(commune, second, tmp_path)
    assert listed(second, upper).trust is Trust.CONFIRMED


@pytest.mark.parametrize("forgery", ["issuer", "head"])
def test_a_forged_statement_refuses_the_bundle(
    commune: Workspace, second: Workspace, upper: Workspace, tmp_path: Path, forgery: str
) -> None:
    put(commune, "area", name="Ấp 1")
    said = statement(upper, second)
    if forgery == "issuer":
        said = replace(said, on=date(2020, 1, 1))
    else:
        # An end that the device never signed.
        said = statement(upper, second, last=7, end="a" * 64, head=bytes(64))
    planted(commune, said)
    with commune.reading() as reader:
        assert reader.revocations()
    path = sent(commune, UPPER, tmp_path).path
    refused(upper, path, SignatureWrong)
