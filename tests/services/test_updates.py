"""A newer program on a stick: who may sign it, what is refused, and what is kept before it is started."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.bundle.errors import RevokedKey
from desktop.domain.backups import Proof
from desktop.domain.versions import Version
from desktop.services import revoking, update_note, updates
from desktop.services.backup_files import Reason, copies
from desktop.services.updates import (
    Found,
    NotAnUpperLevel,
    NotASetup,
    UpdateChanged,
    UpdateNotNewer,
    UpdateUnknownSigner,
)
from desktop.services.workspace import Workspace
from desktop.system.errors import FolderGone, StickDamaged
from desktop.vault.minisign import minisign_public, minisign_signature
from desktop.vault.signing import Domain
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker
from tests.services.exchange import acquaint, computer, quiet

OURS, THEIRS = Version(1, 0, 0), Version(1, 2, 0)
PROGRAM = b"MZ" + bytes(range(256)) * 40


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    return computer(make, AN_GIANG, 2)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    path = tmp_path / f"So-Tu-Quan-{THEIRS}-setup.exe"
    path.write_bytes(PROGRAM)
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def signed(upper: Workspace, built: Path, stick: Path) -> Found:
    """On the stick, by the upper level."""
    updates.sign(upper, updates.look_at(built), stick, quiet)
    (found,) = updates.find(stick, OURS)
    return found


def resign(
    found: Found, by: Workspace, *, data: bytes = PROGRAM, note: str = str(THEIRS), domain: Domain
) -> None:
    found.signature.write_bytes(minisign_signature(by.secrets.signing_key, data, note, domain=domain))


def kept(workspace: Workspace) -> list[Path]:
    return list((workspace.folder / "cap-nhat").glob("*"))


# Signing


def test_what_is_signed_is_told_by_its_digest_and_logged(upper: Workspace, built: Path, stick: Path) -> None:
    setup = updates.look_at(built)
    assert (setup.version, setup.size, len(setup.sha256)) == (THEIRS, len(PROGRAM), 64)
    assert updates.sign(upper, setup, stick, quiet).read_bytes() == PROGRAM


def test_minisign_itself_checks_the_two_files(upper: Workspace, signed: Found, tmp_path: Path) -> None:
    key = tmp_path / "upper.pub"
    key.write_text(minisign_public(upper.secrets.signing_key.public))
    done = subprocess.run(
        ["minisign", "-V", "-p", key, "-m", signed.path], capture_output=True, text=True, check=True
    )
    assert "tuquan/1/update 1.2.0" in done.stdout


def test_a_commune_signs_no_update(commune: Workspace, built: Path, stick: Path) -> None:
    with pytest.raises(NotAnUpperLevel):
        updates.sign(commune, updates.look_at(built), stick, quiet)
    assert not list(stick.iterdir())


@pytest.mark.parametrize("name", ["khac.exe", "So-Tu-Quan-1.2-setup.exe", "So-Tu-Quan-1.2.0-thu-muc.zip"])
def test_another_file_is_not_signed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PROGRAM)
    with pytest.raises(NotASetup):
        updates.look_at(path)


def test_what_windows_could_not_start_is_not_signed(built: Path) -> None:
    built.write_bytes(b"PK" + PROGRAM)
    with pytest.raises(NotASetup):
        updates.look_at(built)


def test_a_file_that_changed_since_it_was_looked_at_is_not_signed(
    upper: Workspace, built: Path, stick: Path
) -> None:
    setup = updates.look_at(built)
    built.write_bytes(PROGRAM + b"!")
    with pytest.raises(UpdateChanged):
        updates.sign(upper, setup, stick, quiet)
    assert not list(stick.iterdir())


def test_a_stick_that_gives_back_something_else_leaves_nothing_to_be_found(
    upper: Workspace, built: Path, stick: Path
) -> None:
    with pytest.raises(StickDamaged):
        updates.sign(upper, updates.look_at(built), stick, quiet, files=FaultyFiles(given_back=b"x"))
    assert updates.find(stick, OURS) == []


# Finding


def test_only_newer_ones_with_a_signature_are_found_the_newest_first(stick: Path) -> None:
    for version in ("0.9.0", "1.0.0", "1.2.0", "1.10.0", "2.0.0"):
        path = stick / f"so-tu-quan-{version}-SETUP.EXE"
        path.write_bytes(PROGRAM)
        if version != "2.0.0":
            path.with_name(path.name + ".minisig").write_bytes(b"x")
    assert [str(each.version) for each in updates.find(stick, OURS)] == ["1.10.0", "1.2.0"]


def test_a_stick_that_was_pulled_out_is_told(stick: Path) -> None:
    stick.rmdir()
    with pytest.raises(FolderGone):
        updates.find(stick, OURS)


# Fetching


def test_an_update_of_the_upper_level_is_kept_here_and_the_register_copied_first(
    commune: Workspace, upper: Workspace, signed: Found
) -> None:
    acquaint(commune, upper)
    ready = updates.fetch(commune, signed, quiet, OURS)
    assert (ready.version, ready.signer, ready.path.read_bytes()) == (THEIRS, AN_GIANG.name, PROGRAM)
    (copy,) = copies(commune.folder)
    assert (copy.reason, copy.proof) == (Reason.UPDATE, Proof.GOOD)


def unknown(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    return UpdateUnknownSigner


def of_a_bundle(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    acquaint(commune, upper)
    resign(found, upper, domain=Domain.BUNDLE)
    return UpdateChanged


def altered(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    acquaint(commune, upper)
    found.path.write_bytes(PROGRAM[:-1] + b"!")
    return UpdateChanged


def cut(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    acquaint(commune, upper)
    found.path.write_bytes(PROGRAM[:100])
    return UpdateChanged


def renamed_newer(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    """The name says 1.2.0; what was signed is older."""
    acquaint(commune, upper)
    resign(found, upper, note="0.9.0", domain=Domain.UPDATE)
    return UpdateNotNewer


def without_a_version(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    acquaint(commune, upper)
    resign(found, upper, note="mới nhất", domain=Domain.UPDATE)
    return UpdateChanged


def noise(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    acquaint(commune, upper)
    found.signature.write_bytes(b"\0" * 300)
    return UpdateChanged


def of_its_own_station(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    resign(found, commune, domain=Domain.UPDATE)
    return UpdateUnknownSigner


def revoked(commune: Workspace, upper: Workspace, found: Found) -> type[Exception]:
    acquaint(commune, upper)
    revoking.revoke(commune, upper.device)
    return RevokedKey


@pytest.mark.parametrize(
    "case",
    [
        unknown,
        of_a_bundle,
        altered,
        cut,
        renamed_newer,
        without_a_version,
        noise,
        of_its_own_station,
        revoked,
    ],
)
def test_what_is_refused_leaves_nothing_on_this_machine(
    commune: Workspace,
    upper: Workspace,
    signed: Found,
    case: Callable[[Workspace, Workspace, Found], type[Exception]],
) -> None:
    with pytest.raises(case(commune, upper, signed)):
        updates.fetch(commune, signed, quiet, OURS)
    assert kept(commune) == []
    assert copies(commune.folder) == []


def test_a_neighbour_or_a_commune_below_updates_nobody(
    upper: Workspace, signed: Found, make: WorkspaceMaker
) -> None:
    below = computer(make, TINH_BIEN, 3)
    acquaint(upper, below)
    resign(signed, below, domain=Domain.UPDATE)
    with pytest.raises(UpdateUnknownSigner):
        updates.fetch(upper, signed, quiet, OURS)


def test_what_is_too_large_to_be_a_setup_program_is_not_read(
    commune: Workspace, upper: Workspace, signed: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquaint(commune, upper)
    monkeypatch.setattr(updates, "LARGEST", 1_000)
    with pytest.raises(NotASetup):
        updates.fetch(commune, signed, quiet, OURS)


# Afterwards


def test_the_next_start_says_once_how_it_went(commune: Workspace, upper: Workspace, signed: Found) -> None:
    acquaint(commune, upper)
    ready = updates.fetch(commune, signed, quiet, OURS)
    update_note.started(commune, ready.version, OURS)
    assert update_note.settle(commune, THEIRS) == update_note.Outcome(THEIRS, done=True)
    assert update_note.settle(commune, THEIRS) is None
    assert kept(commune) == []


def test_an_update_that_did_not_come_about_is_told_too(commune: Workspace) -> None:
    update_note.started(commune, THEIRS, OURS)
    assert update_note.settle(commune, OURS) == update_note.Outcome(THEIRS, done=False)


@pytest.mark.parametrize("note", [b"", b"{", b"[]", json.dumps({"to": 7}).encode(), b"\xff"])
def test_a_note_that_is_damaged_says_nothing_and_goes(commune: Workspace, note: bytes) -> None:
    (commune.folder / "ban-cap-nhat.json").write_bytes(note)
    assert update_note.settle(commune, OURS) is None
    assert not (commune.folder / "ban-cap-nhat.json").exists()


def test_a_setup_that_is_signed_in_place_is_not_written_over(upper: Workspace, built: Path) -> None:
    setup = updates.look_at(built)
    before = built.stat().st_ino
    path = updates.sign(upper, replace(setup), built.parent, quiet)
    assert (path, path.stat().st_ino) == (built, before)
    assert [each.version for each in updates.find(built.parent, OURS)] == [THEIRS]
