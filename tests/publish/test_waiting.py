"""A bundle whose turn has not come: told by its name, in nobody's way, and taken when the missing one is there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.app.cli import main
from desktop.services import devices
from desktop.services.publishing import publish_bundles
from desktop.services.publishing_bundles import PublishLeft, Waiting
from desktop.services.workspace import Workspace
from desktop.system.machine import machine_fingerprint
from tests.bundle.kit import BUNDLE, Author, Sent
from tests.kit.workspaces import AN_GIANG, PASSWORD, Made, WorkspaceMaker, environment
from tests.publish.served import asked, quiet
from tests.services.exchange import Sealed


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    return make(AN_GIANG, around=environment(machine=machine_fingerprint()))


@pytest.fixture
def upper(made: Made) -> Workspace:
    return made.workspace


@pytest.fixture
def sticks(upper: Workspace, tmp_path: Path) -> list[Path]:
    """Three bundles of one commune, each of which builds on the one before, and one of another."""
    commune, other = Author("xa"), Author("xa-khac", "30338", "Công an xã khác")
    for each in (commune, other):
        devices.confirm(upper, devices.import_key_file(upper, each.key_file.to_bytes()))
    for number in range(6):
        commune.write(f"p{number}", full_name=f"Người {number}")
    other.write("q1", full_name="Người khác")
    to, written = (Sealed(upper),), []
    for number, first in enumerate((1, 3, 5)):
        sent = Sent(commune, to, (commune.range(first, first + 1),), commune.chain[first - 1 : first + 1])
        written.append(named(sent, number, tmp_path))
    written.append(named(Sent(other, to, (other.range(),), other.chain), 3, tmp_path))
    return written


def named(sent: Sent, number: int, folder: Path) -> Path:
    path = replace(sent, bundle=f"{BUNDLE[:-1]}{number}").write(folder / str(number))
    return path.rename(folder / f"goi-{number}.tqb")


@pytest.fixture
def folder(sticks: list[Path], tmp_path: Path) -> Path:
    """Without the first."""
    made = tmp_path / "goi"
    made.mkdir()
    for path in sticks[1:]:
        path.rename(made / path.name)
    return made


def test_it_is_told_by_its_name_and_the_others_go_on(upper: Workspace, folder: Path, address: str) -> None:
    done = publish_bundles(upper, address, folder, quiet)
    assert done.waiting == (
        Waiting("goi-1.tqb", "Công an phường Nhơn Hưng", 1, 2),
        Waiting("goi-2.tqb", "Công an phường Nhơn Hưng", 1, 4),
    )
    assert asked(address, "SELECT full_name FROM person") == [("Người khác",)]


def test_it_is_taken_once_the_missing_one_is_there(
    upper: Workspace, folder: Path, sticks: list[Path], address: str
) -> None:
    publish_bundles(upper, address, folder, quiet)
    sticks[0].rename(folder / "goi-9.tqb")
    assert publish_bundles(upper, address, folder, quiet).waiting == ()
    assert asked(address, "SELECT count(*) FROM person") == [(7,)]


def test_what_is_refused_does_not_hide_what_waits(upper: Workspace, folder: Path, address: str) -> None:
    torn = folder / "goi-3.tqb"
    torn.write_bytes(torn.read_bytes()[:-1])
    with pytest.raises(PublishLeft) as left:
        publish_bundles(upper, address, folder, quiet)
    assert left.value.facts["count"] == 3
    assert "goi-1.tqb (bundle_gap), goi-2.tqb (bundle_gap), goi-3.tqb (" in str(left.value.facts["files"])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "vi",
            "Gói goi-1.tqb còn chờ dữ liệu trước đó của Công an phường Nhơn Hưng: từ lần ghi số 1 đến số 2.",
        ),
        (
            "en",
            "The bundle goi-1.tqb waits for earlier data of Công an phường Nhơn Hưng: entries number 1 to 2.",
        ),
    ],
)
def test_the_command_names_it(  # what a technician types
    language: str,
    words: str,
    made: Made,
    folder: Path,
    address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    password = tmp_path / "mat-khau.txt"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    made.workspace.close()
    command = ["publish", "--folder", str(made.folder), "--password-file", str(password), "--to", address]
    command += ["--from", str(folder)]
    assert main(["--language", language, *command]) == 0
    assert words in capsys.readouterr().out.splitlines()
    assert main(["--json", *command]) == 0
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert facts["waiting"][0] == {
        "file": "goi-1.tqb",
        "station": "Công an phường Nhơn Hưng",
        "first": 1,
        "last": 2,
    }
