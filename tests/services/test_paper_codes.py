"""A certificate with a code: valid, altered, revoked, of an unknown computer; from PDF, picture and typed text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop.app.cli import main
from desktop.domain.paper_code import Verdict
from desktop.pdf.certificate import Printing, Stock, draw_certificates
from desktop.pdf.codes import MODULE_MM, QUIET, code_squares, least_side_mm, read_codes_of_pdf
from desktop.pdf.layout import Box, Layout, load_layout, shipped_layouts
from desktop.pdf.render import render_page
from desktop.services import certificates, devices
from desktop.services.certificates import CommonLines, certificate_text, draw
from desktop.services.paper_codes import check_paper, code_for, code_within, keys_of, known_keys
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put
from tests.services.exchange import edit

LINES = CommonLines(
    "TRƯỞNG CÔNG AN PHƯỜNG NHƠN HƯNG",
    "TRƯỞNG CÔNG AN",
    "Nguyễn Văn An",
    "Nhơn Hưng",
    "15/QĐ",
    date(2026, 11, 5),
)
NAME = "Nguyễn Trần Thanh Phượng"


def layout() -> Layout:
    return load_layout(next(path for path in shipped_layouts() if path.stem == "giay-chung-nhan-a4-ngang"))


@pytest.fixture
def award(workspace: Workspace) -> str:
    return put(
        workspace,
        "award",
        printed_name=NAME,
        printed_unit="Thành viên Tổ tự quản số 05, ấp Đông Hưng, phường Nhơn Hưng, tỉnh An Giang",
        achievement="Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026",
        honorific="Bà",
        recipient_kind="individual",
        form="giay_chung_nhan",
        stage="draft",
    )


@pytest.fixture
def pdf(workspace: Workspace, award: str, tmp_path: Path) -> Path:
    batch = draw(workspace, [award], LINES, layout())
    assert batch.problems == {}
    path = tmp_path / "giay-chung-nhan.pdf"
    path.write_bytes(batch.pdf)
    return path


def photographed(pdf: Path, width: int) -> Path:
    """A picture of the first page, as a scanner makes it."""
    page = render_page(pdf.read_bytes(), 0, width)
    picture = Image.frombytes("RGBX", (page.width, page.height), page.pixels, "raw", "BGRX", page.stride)
    path = pdf.with_suffix(".jpg")
    picture.convert("RGB").save(path, quality=70)
    return path


def test_a_printed_certificate_is_valid_and_names_its_unit(workspace: Workspace, pdf: Path) -> None:
    (found,) = check_paper(pdf, known_keys(workspace), workspace)
    assert (found.verdict, found.station, found.by_eye) == (Verdict.VALID, "Công an phường Nhơn Hưng", False)
    assert found.fields is not None
    assert found.fields["name"] == NAME


def test_a_scan_is_read_and_left_to_the_eye(workspace: Workspace, pdf: Path) -> None:
    (found,) = check_paper(photographed(pdf, 2_300), known_keys(workspace), workspace)
    assert (found.verdict, found.by_eye) == (Verdict.VALID, True)


def test_of_an_altered_page_the_field_is_named(workspace: Workspace, award: str, tmp_path: Path) -> None:
    with workspace.reading() as reader:
        text = certificate_text(reader.records.get_many("award", [award])[award], LINES)
    forged = replace(text, name="Nguyễn Văn Khác", code=code_for(workspace, text))
    out = BytesIO()
    draw_certificates([forged], layout(), out, None, Printing())
    path = tmp_path / "sua.pdf"
    path.write_bytes(out.getvalue())
    (found,) = check_paper(path, known_keys(workspace))
    assert (found.verdict, found.changed) == (Verdict.ALTERED, ("name",))


def test_a_changed_word_in_the_code_is_found(workspace: Workspace, pdf: Path) -> None:
    ((_, text),) = read_codes_of_pdf(pdf.read_bytes())
    (found,) = check_paper(text.replace(NAME, "Nguyễn Văn Khác"), known_keys(workspace))
    assert found.verdict is Verdict.ALTERED


def test_an_award_that_was_revoked_since_is_told(workspace: Workspace, award: str, pdf: Path) -> None:
    edit(workspace, "award", award, stage="revoked")
    (found,) = check_paper(pdf, known_keys(workspace), workspace)
    assert found.verdict is Verdict.REVOKED


def test_without_the_key_nothing_is_proven(pdf: Path) -> None:
    assert [each.verdict for each in check_paper(pdf, {})] == [Verdict.UNKNOWN_KEY]


def test_a_paper_without_a_code_is_none_of_ours(workspace: Workspace, award: str, tmp_path: Path) -> None:
    path = tmp_path / "giay-khen.pdf"
    path.write_bytes(draw(workspace, [award], LINES, certificates.default_layout()).pdf)
    assert [each.verdict for each in check_paper(path, known_keys(workspace))] == [Verdict.NOT_OURS]


def test_the_short_form_is_smaller_and_proves_its_own_lines(workspace: Workspace, award: str) -> None:
    with workspace.reading() as reader:
        text = certificate_text(reader.records.get_many("award", [award])[award], LINES)
    short, whole = (code_for(workspace, text, short=each) for each in (True, False))
    assert least_side_mm(short) <= 24 < least_side_mm(whole)
    (found,) = check_paper(short, known_keys(workspace))
    assert (found.verdict, found.by_eye) == (Verdict.VALID, True)


def test_squares_are_as_wide_as_a_cheap_phone_needs(workspace: Workspace, award: str) -> None:
    with workspace.reading() as reader:
        text = certificate_text(reader.records.get_many("award", [award])[award], LINES)
    code = code_for(workspace, text)
    box = layout().code
    assert box is not None
    side = max(box.width, least_side_mm(code))
    assert side / (len(code_squares(code)) + 2 * QUIET) >= MODULE_MM


def test_the_command_says_whose_it_is_and_fails_on_anything_else(
    workspace: Workspace, pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "may.tqk"
    key.write_bytes(devices.export_key_file(workspace))
    assert main(["--json", "certificate", "verify", str(pdf), "--key", str(key)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["verified"], told["papers"][0]["verdict"]) == (True, "valid")
    assert main(["certificate", "verify", "chữ gì đó", "--key", str(key)]) == 1
    assert "Không tìm thấy mã kiểm tra" in capsys.readouterr().err


def test_the_command_names_the_field_that_was_altered(
    workspace: Workspace, award: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with workspace.reading() as reader:
        text = certificate_text(reader.records.get_many("award", [award])[award], LINES)
    out = BytesIO()
    forged = replace(text, name="Nguyễn Văn Khác", code=code_for(workspace, text))
    draw_certificates([forged], layout(), out)
    (tmp_path / "sua.pdf").write_bytes(out.getvalue())
    key = tmp_path / "may.tqk"
    key.write_bytes(devices.export_key_file(workspace))
    assert main(["certificate", "verify", str(tmp_path / "sua.pdf"), "--key", str(key)]) == 1
    assert "Nội dung trên giấy không còn như đã ký ở mục: Tên in trên giấy." in capsys.readouterr().err


def test_a_phone_shows_each_printed_line_as_it_is(pdf: Path) -> None:
    ((_, text),) = read_codes_of_pdf(pdf.read_bytes())
    assert text.splitlines()[:3] == ["GIẤY CHỨNG NHẬN", "Bà", NAME]


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "anh.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert main(["certificate", "verify", str(path)]) == 1
    assert "Không đọc được “anh.png”" in capsys.readouterr().err


def test_keys_are_known_by_the_beginning_of_their_device(workspace: Workspace) -> None:
    keys = keys_of([workspace.key_file()])
    assert list(keys) == [workspace.device[:16]]


def test_the_short_form_is_chosen_where_squares_would_be_too_narrow(workspace: Workspace, award: str) -> None:
    with workspace.reading() as reader:
        text = certificate_text(reader.records.get_many("award", [award])[award], LINES)
    whole, short = (code_for(workspace, text, short=each) for each in (False, True))
    side = least_side_mm(whole)
    assert side / (len(code_squares(whole)) + 2 * QUIET) == pytest.approx(0.38)
    for width, height, chosen in (
        (side, side, whole),
        (side + 20, side, whole),
        (side - 0.1, side + 20, short),
        (side + 20, side - 0.1, short),
    ):
        assert code_within(workspace, text, Box(0, 0, width, height)) == chosen


LONG = (
    "Đã có thành tích đặc biệt xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc, xây dựng khu dân cư an "
    "toàn về an ninh, trật tự và trong công tác phòng cháy, chữa cháy, cứu nạn, cứu hộ"
)
LONGER = f"{LONG}, góp phần giữ vững an ninh chính trị, trật tự, an toàn xã hội trên địa bàn"


@pytest.mark.parametrize(
    ("achievement", "short"),
    [
        (LONG, False),
        (f"{LONGER} phường năm 2026", False),
        (f"{LONGER} các khóm của phường Nhơn Hưng, tỉnh An Giang từ năm 2021 đến năm 2026", True),
    ],
)
def test_long_lines_leave_their_code_readable_and_valid(
    workspace: Workspace, award: str, tmp_path: Path, achievement: str, *, short: bool
) -> None:
    edit(workspace, "award", award, achievement=achievement)
    batch = draw(workspace, [award], LINES, layout())
    assert batch.problems == {}
    path = tmp_path / "dai.pdf"
    path.write_bytes(batch.pdf)
    (found,) = check_paper(path, known_keys(workspace), workspace)
    # What the short form does not carry is left to the eye.
    assert (found.verdict, found.by_eye) == (Verdict.VALID, short)


def test_a_blank_has_no_code_unless_it_is_wanted(workspace: Workspace, award: str) -> None:
    blanks = Printing().on_blanks(layout())
    codes = [
        len(read_codes_of_pdf(draw(workspace, [award], LINES, Stock(layout(), printing)).pdf))
        for printing in (Printing(), blanks, replace(blanks, code=True))
    ]
    assert codes == [1, 0, 1]
