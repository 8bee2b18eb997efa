"""The command line: its exit codes, its one line on stderr, its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.app.cli import main
from desktop.base.resources import resource
from desktop.services import devices
from desktop.services.workspace import Workspace
from desktop.system.machine import machine_fingerprint
from tests.kit.workspaces import AN_GIANG, PASSWORD, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint

MEMBERS = str(resource("samples", "danh-sach-nong-cot.xlsx"))


@pytest.fixture(autouse=True)
def _no_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def password(tmp_path: Path) -> str:
    path = tmp_path / "mat-khau.txt"
    path.write_text(PASSWORD + "\n", encoding="utf-8")
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["--json", *arguments]) == 0
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err


def closed(made: Workspace) -> str:
    made.close()
    return str(made.folder)


def test_a_dry_run_needs_no_register(capsys: pytest.CaptureFixture[str]) -> None:
    facts = told(capsys, "import", MEMBERS, "--dry-run")
    assert (facts["register"], facts["rows"], facts["stored"]) == ("member", 123, 0)
    assert facts["counts"]["refused"] == 2


def test_refused_rows_are_written_beside(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    told(capsys, "import", MEMBERS, "--dry-run", "--rejects", str(tmp_path / "loi.xlsx"))
    assert (tmp_path / "loi.xlsx").read_bytes()[:2] == b"PK"


def test_an_import_is_stored_and_the_tables_agree(
    make: WorkspaceMaker, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    folder = closed(make().workspace)
    access = ("--folder", folder, "--password-file", password)
    assert told(capsys, "import", MEMBERS, *access)["made"]["member"] == 121
    assert told(capsys, "rebuild", "--check", *access)["equal"]


def test_a_bundle_goes_from_one_register_to_the_other(
    make: WorkspaceMaker, capsys: pytest.CaptureFixture[str], password: str, tmp_path: Path
) -> None:
    commune = make(around=environment(machine=machine_fingerprint())).workspace
    upper = make(AN_GIANG, around=environment(seed=2, machine=machine_fingerprint())).workspace
    devices.confirm(commune, devices.import_key_file(commune, devices.export_key_file(upper)))
    devices.confirm(upper, devices.import_key_file(upper, devices.export_key_file(commune)))
    put(commune, "group", name="Tổ tự quản số 01")
    (tmp_path / "xa.tqkey").write_bytes(devices.export_key_file(commune))
    sender, receiver = closed(commune), closed(upper)
    file = str(tmp_path / "goi.tqb")
    sent = told(capsys, "bundle", "export", file, "--folder", sender, "--password-file", password)
    assert sent["operations"] == 1
    assert told(capsys, "bundle", "verify", file)["station"] == "Công an phường Nhơn Hưng"
    assert told(capsys, "bundle", "inspect", file)["bundle"] == sent["bundle"]
    access = ("--folder", receiver, "--password-file", password)
    assert told(capsys, "bundle", "import", file, *access)["new"] == 1
    assert told(capsys, "bundle", "import", file, *access)["replay"]


def test_a_damaged_bundle_is_salvaged_and_asked_for_by_a_slip(
    make: WorkspaceMaker, capsys: pytest.CaptureFixture[str], password: str, tmp_path: Path
) -> None:
    commune = make(around=environment(machine=machine_fingerprint())).workspace
    upper = make(AN_GIANG, around=environment(seed=2, machine=machine_fingerprint())).workspace
    acquaint(commune, upper)
    put(commune, "group", name="Tổ tự quản số 01")
    sender, receiver = closed(commune), closed(upper)
    broken, slip = tmp_path / "goi.tqb", tmp_path / "phieu.pdf"
    at_sender = ("--folder", sender, "--password-file", password)
    access = ("--folder", receiver, "--password-file", password)
    told(capsys, "bundle", "export", str(broken), *at_sender)
    raw = broken.read_bytes()
    at = raw.rindex(b"parts/0001.age", 0, raw.index(b"PK\x01\x02")) + 100
    broken.write_bytes(raw[:at] + bytes(50) + raw[at + 50 :])
    found = told(capsys, "bundle", "salvage", str(broken), "--out", str(slip), *access)
    assert (found["lost"], found["missing"][0]["first"], found["received"]) == (1, 1, False)
    assert slip.read_bytes()[:5] == b"%PDF-"
    again = str(tmp_path / "lai.tqb")
    told(capsys, "bundle", "export", again, "--again", found["codes"][0], *at_sender)
    assert told(capsys, "bundle", "import", again, *access)["new"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "nowhere.xlsx", "--dry-run"),
        ("bundle", "verify", MEMBERS),
        ("bundle", "inspect", "nowhere.tqb"),
        ("bundle", "verify", MEMBERS, "--key", "nowhere.tqkey"),
        ("rebuild", "--folder", "nowhere"),
        ("import", str(resource("samples", "danh-sach-cu-tcvn3.xls")), "--dry-run"),
    ],
)
def test_a_failure_is_one_line_and_exit_code_one(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert failed(capsys, *arguments).startswith("tuquan: ")


def test_a_list_in_an_old_font_is_tried_with_its_letters_converted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = str(resource("samples", "danh-sach-cu-tcvn3.xls"))
    assert told(capsys, "import", old, "--dry-run", "--convert")["counts"]["new"] == 80


def test_wrong_arguments_end_with_exit_code_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bundle", "eat", "x"])
    assert ended.value.code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_wrong_password_opens_nothing(
    make: WorkspaceMaker, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = closed(make().workspace)
    (tmp_path / "sai.txt").write_text("mat-khau-khong-dung")
    failed(capsys, "rebuild", "--folder", folder, "--password-file", str(tmp_path / "sai.txt"))


def test_no_command_takes_a_password_as_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rebuild", "--password", "x"])
    assert "unrecognized" in capsys.readouterr().err


def test_the_user_is_found_by_name_or_said_to_be_unknown(
    make: WorkspaceMaker, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    folder = closed(make().workspace)
    access = ("--folder", folder, "--password-file", password)
    assert told(capsys, "rebuild", "--check", *access, "--user", "Trần Thị Bình")["equal"]
    assert "Người Lạ" in failed(capsys, "rebuild", *access, "--user", "Người Lạ")


def test_what_a_moved_computer_never_sent_goes_out_under_its_new_identity(
    make: WorkspaceMaker, capsys: pytest.CaptureFixture[str], password: str, tmp_path: Path
) -> None:
    commune = make(around=environment(machine="may-cu")).workspace
    upper = make(AN_GIANG, around=environment(seed=2)).workspace
    devices.confirm(commune, devices.import_key_file(commune, devices.export_key_file(upper)))
    put(commune, "group", name="Tổ tự quản số 01")
    access = ("--folder", closed(commune), "--password-file", password)
    file = str(tmp_path / "goi.tqb")
    assert told(capsys, "bundle", "export", file, *access)["operations"] == 1


def test_anonymous_figures_are_written_and_checked_without_a_register(
    make: WorkspaceMaker, capsys: pytest.CaptureFixture[str], password: str, tmp_path: Path
) -> None:
    commune = make(around=environment(machine=machine_fingerprint())).workspace
    put(commune, "group", name="Tổ tự quản số 01")
    key = tmp_path / "nhon-hung.tqkey"
    key.write_bytes(commune.key_file().to_bytes())
    access = ("--folder", closed(commune), "--password-file", password)
    file = str(tmp_path / "so-lieu.zip")
    asked = ("statistics", "export", file, "--period", "2026-11", "--reason", "Cục Thống kê")
    made = told(capsys, *asked, *access)
    assert (made["first"], made["last"], made["left_out"]) == ("2026-10-15", "2026-11-14", 0)
    found = told(capsys, "statistics", "verify", file, "--key", str(key))
    assert (found["verified"], found["figures"], found["first"]) == (True, made["figures"], "2026-10-15")
    assert (found["unit"], found["station"]) == ("30337", "Công an phường Nhơn Hưng")
    Path(file).write_bytes(Path(file).read_bytes().replace(b",total,", b",tutal,"))
    failed(capsys, "statistics", "verify", file, "--key", str(key))
    assert "2026-13" in failed(capsys, *asked[:4], "2026-13", *asked[5:], *access)


def test_the_self_test_does_the_real_work_of_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    parts = told(capsys, "self-test")["parts"]
    assert parts == ["words", "store", "journal", "paper", "bundle", "window"]
