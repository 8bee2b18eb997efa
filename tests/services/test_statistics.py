"""Anonymous figures for somebody outside: what stands in the file, and above all what does not."""

from __future__ import annotations

import csv
import json
import subprocess
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from desktop.app.sample.station import Size, make_sample
from desktop.base.text import fold
from desktop.base.units import load_units
from desktop.bundle.statistics_file import (
    CONTENTS,
    NotStatistics,
    StatisticsManifest,
    StatisticsOfAnother,
    read_statistics,
    write_statistics,
)
from desktop.domain.access import NotAllowed, Role
from desktop.domain.audit import AuditFilter
from desktop.domain.board import Source
from desktop.domain.fields import TEXTUAL
from desktop.domain.indicators import INDICATORS
from desktop.domain.periods import Period, PeriodKind
from desktop.services import (
    audit,
    audit_paper,
    board,
    catalogue_entries,
    indicators,
    received_reports,
    reporting_units,
    statistics,
    totals,
)
from desktop.services.audit_words import about_words
from desktop.services.catalogue_entries import ChoiceEntry
from desktop.services.catalogues import load_catalogues
from desktop.services.periods import calendar
from desktop.services.received_reports import Entered
from desktop.services.reports import ReasonNeeded
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.vault.errors import SignatureWrong
from desktop.vault.minisign import minisign_signature
from desktop.vault.signing import Domain
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, computer

REASON = "Trường Đại học An Giang, đề tài về hòa giải"
OWN_KINDS = ("Xóm Bà Năm", "Cù lao Ông Tư")
Row = dict[str, str]


@pytest.fixture
def station(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


def november(workspace: Workspace) -> Period:
    return calendar(workspace).period(PeriodKind.MONTH, 2026, 11)


def written(workspace: Workspace, folder: Path, period: Period | None = None) -> Path:
    path = folder / "so-lieu.zip"
    made = statistics.gather(workspace, period or november(workspace))
    statistics.save(workspace, made, path, REASON)
    return path


def rows(path: Path) -> list[Row]:
    with zipfile.ZipFile(path) as opened:
        text = opened.read("figures.csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def figure(path: Path, code: str, by: str = "total", of: str = "") -> str:
    (found,) = (
        each for each in rows(path) if (each["indicator"], each["by"], each["code"]) == (code, by, of)
    )
    return found["value"] or found["note"]


def hold(workspace: Workspace, count: int, area: str | None = None) -> None:
    for _ in range(count):
        put(workspace, "event", kind="patrol", name="Tuần tra đêm", held_on="2026-11-05", area=area)


# What stands in it


def test_totals_stand_by_kind_of_area(station: Workspace, tmp_path: Path) -> None:
    thon, ap = (
        put(station, "area", name="Thôn Đông", kind="thon"),
        put(station, "area", name="Ấp Tây", kind="ap"),
    )
    hold(station, 4, thon)
    hold(station, 5, ap)
    hold(station, 3)
    path = written(station, tmp_path)
    assert figure(path, "patrols") == "12"
    assert [figure(path, "patrols", "area_kind", kind) for kind in ("thon", "ap", "other")] == ["4", "5", "3"]


def test_every_total_that_is_not_left_out_is_the_figure_of_the_screen(
    station: Workspace, tmp_path: Path
) -> None:
    make_sample(station, Size(3, 4, 20, 60, 40, 6))
    period = calendar(station).period(PeriodKind.YEAR, 2026)
    path = written(station, tmp_path, period)
    on_screen = {row.code: row.this.value for row in indicators.table(station, None, period, parts=False)}
    told = {
        each["indicator"]: each["value"] for each in rows(path) if each["by"] == "total" and each["value"]
    }
    assert len(told) > 40
    assert told == {code: str(on_screen[code]) for code in told}


def test_one_and_two_never_stand_in_it_nor_what_tells_them(station: Workspace, tmp_path: Path) -> None:
    thon, ap = (
        put(station, "area", name="Thôn Đông", kind="thon"),
        put(station, "area", name="Ấp Tây", kind="ap"),
    )
    hold(station, 1, thon)
    hold(station, 9, ap)
    path = written(station, tmp_path)
    assert figure(path, "patrols") == "10"
    assert [figure(path, "patrols", "area_kind", kind) for kind in ("thon", "ap", "other")] == ["x", "x", "0"]
    assert not {"1", "2"} & {each["value"] for each in rows(path)}


def test_a_kind_of_area_that_the_unit_added_counts_as_what_it_stands_for(
    station: Workspace, tmp_path: Path
) -> None:
    catalogue_entries.add(station, "area_kind", ChoiceEntry(OWN_KINDS[0], counts_as="ap"))
    catalogue_entries.add(station, "area_kind", ChoiceEntry(OWN_KINDS[1]))
    own = {each.vi: each.code for each in station.catalogues["area_kind"]}
    hold(station, 4, put(station, "area", name="A", kind="ap"))
    hold(station, 3, put(station, "area", name="B", kind=own[OWN_KINDS[0]]))
    hold(station, 6, put(station, "area", name="C", kind=own[OWN_KINDS[1]]))
    path = written(station, tmp_path)
    assert [figure(path, "patrols", "area_kind", kind) for kind in ("ap", "other")] == ["7", "6"]
    said = {value for each in rows(path) for value in each.values()}
    assert said.isdisjoint(word for name, code in own.items() if name in OWN_KINDS for word in (name, code))


def test_a_choice_that_the_unit_renamed_has_the_name_it_came_with(station: Workspace, tmp_path: Path) -> None:
    catalogue_entries.change_entry(station, "indicator", "patrols", ChoiceEntry("Tuần tra của anh Sáu"))
    hold(station, 4)
    (row,) = (
        each
        for each in rows(written(station, tmp_path))
        if each["indicator"] == "patrols" and each["by"] == "total"
    )
    assert row["name"] != "Tuần tra của anh Sáu"


def test_a_rate_is_left_to_whoever_reckons_it(station: Workspace, tmp_path: Path) -> None:
    codes = {each["indicator"] for each in rows(written(station, tmp_path))}
    assert "disputes" in codes
    assert "settled_rate" not in codes
    assert codes <= INDICATORS.keys()


def test_figures_typed_for_the_days_before_the_program_have_a_total_only(
    station: Workspace, tmp_path: Path
) -> None:
    period = calendar(station).period(PeriodKind.MONTH, 2025, 3)
    put(
        station,
        "opening_figure",
        indicator="visits",
        first_on=period.first.isoformat(),
        last_on=period.last.isoformat(),
        value=140,
        basis="Báo cáo số 45",
    )
    found = [each for each in rows(written(station, tmp_path, period)) if each["indicator"] == "visits"]
    assert [(each["by"], each["value"]) for each in found] == [("total", "140")]


# A level above others


@pytest.fixture
def upper(make: WorkspaceMaker, station: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(station, made)
    put(made, "reporting_unit", name="Công an phường Tịnh Biên", code=TINH_BIEN.code)
    put(made, "reporting_unit", name="Đồn của anh Ba", code="xyz")
    put(made, "reporting_unit", name="Trạm của anh Tư", code="uvw")
    return made


def enter(upper: Workspace, code: str, **values: int) -> None:
    unit = next(each for each in reporting_units.units(upper) if each.code == code)
    received_reports.enter(
        upper, unit, board.due_period(upper), Entered(Source.EXCEL, values, date(2026, 11, 20))
    )


def test_a_level_above_tells_its_units_by_the_table_of_units(upper: Workspace, tmp_path: Path) -> None:
    enter(upper, NHON_HUNG.code, visits=50)
    enter(upper, TINH_BIEN.code, visits=30)
    enter(upper, "xyz", visits=7)
    enter(upper, "uvw", visits=8)
    path = written(upper, tmp_path, board.due_period(upper))
    found = {each["label"]: each["value"] for each in rows(path) if each["indicator"] == "visits"}
    names = {each.code: each.full_name for each in load_units()}
    assert found == {
        "Tổng số": "95",
        names[NHON_HUNG.code]: "50",
        names[TINH_BIEN.code]: "30",
        "Đơn vị khác": "15",
    }


def test_a_unit_with_a_small_figure_is_not_told_by_the_total(upper: Workspace, tmp_path: Path) -> None:
    enter(upper, NHON_HUNG.code, visits=50)
    enter(upper, TINH_BIEN.code, visits=1)
    enter(upper, "xyz", visits=7)
    path = written(upper, tmp_path, board.due_period(upper))
    assert figure(path, "visits") == "58"
    units = (NHON_HUNG.code, TINH_BIEN.code, "other")
    assert [figure(path, "visits", "unit", unit) for unit in units] == ["50", "x", "x"]


def test_frozen_totals_go_out_as_they_were_frozen(upper: Workspace, tmp_path: Path) -> None:
    period = board.due_period(upper)
    enter(upper, NHON_HUNG.code, visits=50)
    totals.freeze_totals(upper, period)
    enter(upper, TINH_BIEN.code, visits=30)
    assert figure(written(upper, tmp_path, period), "visits") == "50"


# What does not stand in it


def test_no_word_that_anybody_wrote_is_anywhere_in_the_file(station: Workspace, tmp_path: Path) -> None:
    make_sample(station, Size(6, 6, 40, 120, 48, 14))
    put(
        station,
        "tip",
        received_on="2026-11-03",
        summary="Xe máy lạ đậu sau Chùa Bà",
    )
    put(
        station,
        "person",
        full_name="Lê Thị Hồng Cẩm",
        phone="0912345678",
        citizen_id="089188000123",
        address="Số 7, tổ 3",
    )
    path = written(station, tmp_path, calendar(station).period(PeriodKind.YEAR, 2026))
    with zipfile.ZipFile(path) as opened:
        inside = b"\n".join(opened.read(name) for name in opened.namelist())
    everything = path.read_bytes() + inside
    plain = fold(everything.decode("utf-8", errors="replace"))
    typed = written_words(station)
    assert len(typed) > 300
    assert {"Lê Thị Hồng Cẩm", "0912345678", "089188000123", "Xe máy lạ đậu sau Chùa Bà"} <= typed
    assert [word for word in typed if word.encode("utf-8") in everything] == []
    shipped = fold(" ".join(each.vi for each in load_catalogues()["indicator"]))
    strange = {word for word in typed if fold(word) not in shipped}
    assert len(typed - strange) < 10
    assert [word for word in strange if f" {fold(word)} " in f" {plain} "] == []


def test_nothing_that_a_level_above_typed_of_its_units_is_in_the_file(
    upper: Workspace, tmp_path: Path
) -> None:
    for code in (NHON_HUNG.code, TINH_BIEN.code, "xyz", "uvw"):
        enter(upper, code, visits=50, disputes=7)
    put(
        upper,
        "area",
        name="Khóm Đông Hưng",
        kind="khom",
        officer="Đại úy Lê Quốc Dũng",
        note="Gần chợ Nhà Bàng",
    )
    path = written(upper, tmp_path, board.due_period(upper))
    with zipfile.ZipFile(path) as opened:
        everything = path.read_bytes() + b"\n".join(opened.read(name) for name in opened.namelist())
    typed = written_words(upper) - {NHON_HUNG.code, TINH_BIEN.code, *INDICATORS}
    assert {"Đồn của anh Ba", "Đại úy Lê Quốc Dũng", "Gần chợ Nhà Bàng"} <= typed
    assert [word for word in typed if word.encode("utf-8") in everything] == []


def written_words(workspace: Workspace) -> set[str]:
    """Every name, address, telephone number, other number and free text of the register."""
    found: set[str] = {workspace.user.name, REASON}
    with workspace.reading() as reader:
        for register in workspace.registry:
            texts = [each.name for each in register.fields if each.kind in TEXTUAL]
            for row in reader.records.page(register.name, Selection(retired=True), 0, 100_000):
                found |= {row.id, *(str(row.values[name]) for name in texts if row.values.get(name))}
    # A number of one or two digits is in every table of figures.
    return {word for word in found if len(word.strip()) > 2}


# Signed


def key_file(workspace: Workspace) -> bytes:
    return workspace.key_file().to_bytes()


def test_whoever_has_the_key_file_sees_that_it_is_whole(station: Workspace, tmp_path: Path) -> None:
    hold(station, 4)
    path = written(station, tmp_path)
    manifest = statistics.verify_file(path, key_file(station)).manifest
    assert (manifest.unit, manifest.made_on, manifest.signer) == ("30337", station.today(), station.device)
    assert manifest.period == november(station)
    assert manifest.figures == len(rows(path))
    assert manifest.left_out == sum(1 for each in rows(path) if each["note"])


def test_another_computer_did_not_sign_it(station: Workspace, upper: Workspace, tmp_path: Path) -> None:
    path = written(station, tmp_path)
    with pytest.raises(StatisticsOfAnother):
        statistics.verify_file(path, key_file(upper))


def test_no_byte_of_it_can_be_another(station: Workspace, tmp_path: Path) -> None:
    whole = bytearray(written(station, tmp_path).read_bytes())
    key = station.secrets.signing_key.public
    for at in range(0, len(whole), 97):
        whole[at] ^= 1
        with pytest.raises((NotStatistics, SignatureWrong, StatisticsOfAnother)):
            read_statistics(BytesIO(bytes(whole)), key)
        whole[at] ^= 1
    for end in range(0, len(whole), 512):
        with pytest.raises(NotStatistics):
            read_statistics(BytesIO(bytes(whole[:end])), key)
    assert read_statistics(BytesIO(bytes(whole)), key)


def test_what_was_signed_for_another_purpose_is_no_signature(station: Workspace, tmp_path: Path) -> None:
    path = written(station, tmp_path)
    with zipfile.ZipFile(path) as opened:
        manifest, signature = (opened.read(name) for name in ("manifest.json", "manifest.json.minisig"))
    other = minisign_signature(station.secrets.signing_key, manifest, "2026-11-22", domain=Domain.BUNDLE)
    forged = path.read_bytes().replace(signature, other[: len(signature)].ljust(len(signature)))
    with pytest.raises((NotStatistics, SignatureWrong)):
        read_statistics(BytesIO(forged), station.secrets.signing_key.public)


def test_a_file_of_others_under_a_right_signature_is_refused(station: Workspace, tmp_path: Path) -> None:
    """The contents are those that the manifest names."""
    manifest = StatisticsManifest("", november(station), date(2026, 11, 20), "a" * 32, 0, 0, sample=False)
    out = BytesIO()
    write_statistics(out, station.secrets.signing_key, manifest, b"x", b"y")
    with pytest.raises(NotStatistics):
        read_statistics(BytesIO(out.getvalue()), station.secrets.signing_key.public)


def test_ordinary_tools_open_and_check_it(station: Workspace, tmp_path: Path) -> None:
    path, out = written(station, tmp_path), tmp_path / "ra"
    run("unzip", "-q", str(path), "-d", str(out))
    assert sorted(each.name for each in out.iterdir()) == sorted(
        ("manifest.json", "manifest.json.minisig", *CONTENTS)
    )
    said = run("minisign", "-V", "-p", str(out / "signer.pub"), "-m", str(out / "manifest.json"))
    assert "Trusted comment: tuquan/1/statistics" in said
    for name, size, digest in json.loads((out / "manifest.json").read_bytes())["files"]:
        assert run("b2sum", "-l", "256", str(out / name)).split()[0] == digest
        assert (out / name).stat().st_size == size
    assert "minisign -V -p signer.pub" in (out / "doc-truoc.txt").read_text("utf-8-sig")


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


# Who may


@pytest.mark.parametrize("role", [Role.JUSTICE, Role.WARD])
def test_who_has_a_part_of_the_registers_makes_none(make: WorkspaceMaker, role: Role) -> None:
    workspace = make(role=role).workspace
    with pytest.raises(NotAllowed):
        statistics.gather(workspace, november(workspace))


def test_for_whom_and_what_for_is_kept_in_the_log_only(station: Workspace, tmp_path: Path) -> None:
    made = statistics.gather(station, november(station))
    with pytest.raises(ReasonNeeded):
        statistics.save(station, made, tmp_path / "a.zip", "  ")
    assert not (tmp_path / "a.zip").exists()
    written(station, tmp_path)
    (line,) = (
        each for each in audit.lines(station, AuditFilter()).lines if each.subject == statistics.SUBJECT
    )
    assert about_words(audit_paper.PaperWords(), line) == f"Số liệu ẩn danh · Tháng 11/2026 · {REASON}"


def test_a_file_of_the_practice_register_says_so(make: WorkspaceMaker, tmp_path: Path) -> None:
    workspace = make(practice=True).workspace
    hold(workspace, 3)
    path = written(workspace, tmp_path)
    assert statistics.verify_file(path, key_file(workspace)).manifest.sample
    with zipfile.ZipFile(path) as opened:
        assert "DỮ LIỆU MẪU" in opened.read("doc-truoc.txt").decode("utf-8").upper()
