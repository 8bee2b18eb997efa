"""The level above attests who is in charge: proven by its key, of this unit alone, and told in both logs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.handover import Handover, HandoverPath
from desktop.domain.journal.short_code import short_code
from desktop.pdf.render import page_count, page_text
from desktop.services import attesting, handover, handover_paper, upper_papers, users
from desktop.services.attesting import (
    AttestationIncomplete,
    AttestationOfAnother,
    AttestationUnproven,
    AttestationUnreadable,
)
from desktop.services.workspace import Workspace
from desktop.vault.attestation import Attestation
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import COMMUNE, acquaint, carry, computer, quiet, value

ON = date(2026, 11, 18)


class Units:
    """An upper level, the computer that a commune had, and the one on which it begins anew."""

    def __init__(self, make: WorkspaceMaker, folder: Path) -> None:
        self.upper = computer(make, AN_GIANG, 1)
        self.former = computer(make, NHON_HUNG, 2)
        self.new = computer(make, NHON_HUNG, 3)
        acquaint(self.upper, self.former)
        put(self.former, "area", name="Ấp Một")
        put(self.former, "area", name="Ấp Hai")
        (folder / "usb").mkdir()
        carry(self.former, self.upper, folder / "usb")
        acquaint(self.upper, self.new)
        self.path = folder / "a.tqxn"

    def attest(self, **given: str) -> Attestation:
        said = {"person": "Phạm Thị Kế", "title": "Trưởng Công an phường", "document": "12/XN-CAT", **given}
        return attesting.attest(self.upper, COMMUNE, on=ON, **said)


@pytest.fixture
def units(make: WorkspaceMaker, tmp_path: Path) -> Units:
    return Units(make, tmp_path)


def log(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.file.reading() as reader:
        return [(line.action, line.subject) for line in reader.log.lines()]


def test_the_new_register_reads_who_is_in_charge_and_what_comes_back(units: Units) -> None:
    attesting.save(units.upper, units.attest(), units.path)
    found = attesting.read(units.new, units.path)
    assert (found.person, found.title) == ("Phạm Thị Kế", "Trưởng Công an phường")
    assert (found.document, found.on, found.by, found.held) == ("12/XN-CAT", ON, AN_GIANG.name, 2)


def test_both_ends_stand_in_the_logs(units: Units) -> None:
    attesting.save(units.upper, units.attest(), units.path)
    attesting.read(units.new, units.path)
    assert ("attest", f"{NHON_HUNG.name}: Phạm Thị Kế 12/XN-CAT") in log(units.upper)
    assert ("attested", f"{AN_GIANG.name}: 12/XN-CAT Phạm Thị Kế") in log(units.new)


def test_a_changed_byte_is_refused_wherever_it_stands(units: Units) -> None:
    raw = units.attest().to_bytes()
    places = range(0, len(raw), 23)
    refused = []
    for at in places:
        units.path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        with pytest.raises((AttestationUnreadable, AttestationUnproven, AttestationOfAnother)) as told:
            attesting.read(units.new, units.path)
        refused.append(told.value)
    assert len(refused) == len(places)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"\xff" * 10, b"[" * 70_000, b'{"format":"tuquan-attestation/1"}']
)
def test_what_is_no_attestation_is_refused(units: Units, raw: bytes) -> None:
    units.path.write_bytes(raw)
    with pytest.raises(AttestationUnreadable):
        attesting.read(units.new, units.path)


def test_one_of_another_unit_is_refused(units: Units, make: WorkspaceMaker) -> None:
    other = computer(make, TINH_BIEN, 4)
    acquaint(units.upper, other)
    attesting.save(units.upper, units.attest(), units.path)
    with pytest.raises(AttestationOfAnother):
        attesting.read(other, units.path)


def test_only_a_level_above_that_is_known_is_believed(units: Units, make: WorkspaceMaker) -> None:
    stranger = computer(make, NHON_HUNG, 5)
    attesting.save(units.upper, units.attest(), units.path)
    with pytest.raises(AttestationUnproven):
        attesting.read(stranger, units.path)
    beside = units.former
    acquaint(beside, stranger)
    made = units.attest()
    forged = Attestation(
        made.station,
        made.unit,
        made.person,
        made.title,
        "",
        made.document,
        made.on,
        beside.device,
        made.by,
    ).signed(beside.secrets.signing_key)
    units.path.write_bytes(forged.to_bytes())
    with pytest.raises(AttestationUnproven):
        attesting.read(stranger, units.path)


@pytest.mark.parametrize("lacking", ["person", "title", "document"])
def test_what_is_lacking_signs_nothing(units: Units, lacking: str) -> None:
    with pytest.raises(AttestationIncomplete):
        units.attest(**{lacking: "  "})
    with pytest.raises(AttestationIncomplete):
        attesting.attest(units.upper, "00000", "A", "B", "1", ON)


def test_the_paper_says_the_same_with_the_code_of_what_is_held(units: Units) -> None:
    made = units.attest(leaving="Lê Văn Trưởng")
    text = " ".join(page_text(upper_papers.draw_pdf(attesting.paper(units.upper, made)), 0).split())
    with units.former.reading() as reader:
        tip = reader.journal.tip(units.former.device)
    assert short_code(tip.device, tip.seq, tip.hash) in text
    assert "Phạm Thị Kế, Trưởng Công an phường" in text
    assert "Lê Văn Trưởng" in text
    assert "không mở được dữ liệu cũ" in text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CHIEF, Role.UPPER])
def test_only_an_administrator_attests_and_reads(make: WorkspaceMaker, role: Role, tmp_path: Path) -> None:
    workspace = make(AN_GIANG, role=role).workspace
    with pytest.raises(NotAllowed):
        attesting.attest(workspace, COMMUNE, "A", "B", "1", ON)
    with pytest.raises(NotAllowed):
        attesting.read(workspace, tmp_path / "a")


def test_a_register_that_was_begun_anew_is_taken_over_with_what_was_attested(units: Units) -> None:
    attesting.save(units.upper, units.attest(leaving="Lê Văn Trưởng"), units.path)
    found = attesting.read(units.new, units.path)
    area = put(units.new, "area", name="Ấp Một", officer="Lê Văn Trưởng")
    successor = next(each.id for each in users.list_users(units.new) if each.name == "Trần Thị Bình")
    said = Handover(
        path=HandoverPath.UPPER,
        leaving_name=found.leaving,
        successor=successor,
        day=ON.isoformat(),
        attested_by=found.by,
        attestation=found.document,
        attested_on=found.on.isoformat(),
        attested_signed=True,
    )
    paper = handover_paper.draw_minutes(units.new, said).pdf
    text = " ".join("".join(page_text(paper, at) for at in range(page_count(paper))).split())
    assert "Lê Văn Trưởng (vắng mặt)" in text
    assert f"chữ ký điện tử của {AN_GIANG.name} đúng" in text
    handover.complete(units.new, said, quiet, paper)
    assert value(units.new, "area", area, "officer") == "Trần Thị Bình"
    assert [each.handover for each in handover.finished(units.new)] == [said]
