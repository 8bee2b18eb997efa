from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.resources import resource
from desktop.pdf.certificate import CertificateDoesNotFit
from desktop.pdf.errors import LayoutError
from desktop.pdf.layout import Item, Layout, Recipient, load_layout, read_layout, shipped_layouts
from desktop.pdf.layout_file import layout_bytes
from tests.pdf.papers import A4, MAN, pdf_of

SHIPPED = resource("layouts", "giay-khen-a4-ngang.toml").read_text(encoding="utf-8")
TINY = """
format = 1
name = "Nhỏ"
note = "Không phải mẫu chính thức"
[page]
width = 297
height = 210
[[block]]
name = "khung"
x = 20
y = 20
width = 200
height = 100
[[block.line]]
item = "name"
size = 20
"""


def refusal(text: str) -> tuple[str, object]:
    with pytest.raises(LayoutError) as caught:
        read_layout(text.encode(), "mau.toml")
    assert caught.value.facts["file"] == "mau.toml"
    return caught.value.code, caught.value.facts.get("field", caught.value.facts.get("line"))


def accepted(raw: bytes) -> Layout | None:
    try:
        return read_layout(raw, "mau.toml")
    except LayoutError:
        return None


@pytest.mark.parametrize("path", shipped_layouts(), ids=lambda path: path.stem)
def test_shipped_layouts_place_every_line_for_every_kind_of_recipient(path: Path) -> None:
    layout = load_layout(path)
    placed = {
        kind: {line.item for block in layout.for_recipient(kind).blocks for line in block.lines}
        for kind in Recipient
    }
    assert placed == {kind: set(Item) for kind in Recipient}


@pytest.mark.parametrize("path", shipped_layouts(), ids=lambda path: path.stem)
def test_shipped_layouts_say_that_they_are_no_official_specimen(path: Path) -> None:
    assert "không phải mẫu chính thức" in load_layout(path).note


@pytest.mark.parametrize("path", shipped_layouts(), ids=lambda path: path.stem)
def test_shipped_blocks_stand_inside_the_frame(path: Path) -> None:
    layout = load_layout(path)
    room = layout.room
    assert [
        block.name
        for block in layout.blocks
        if block.box.x < room.x
        or block.box.y < room.y
        or block.box.x + block.box.width > room.x + room.width
        or block.box.y + block.box.height > room.y + room.height
    ] == []


def test_no_words_run_into_the_place_of_the_code() -> None:
    with_code = [(layout, layout.code) for layout in map(load_layout, shipped_layouts()) if layout.code]
    assert [layout.name for layout, _ in with_code] != []
    assert [
        block.name
        for layout, place in with_code
        for block in layout.blocks
        if block.box.x < place.x + place.width
        and place.x < block.box.x + block.box.width
        and block.box.y < place.y + place.height
        and place.y < block.box.y + block.box.height
    ] == []


def test_a_small_layout_is_enough() -> None:
    layout = read_layout(TINY.encode(), "mau.toml")
    assert [line.item for block in layout.blocks for line in block.lines] == [Item.NAME]


def test_a_layout_saved_by_notepad_with_a_byte_order_mark_is_read() -> None:
    assert read_layout(b"\xef\xbb\xbf" + TINY.encode(), "mau.toml").name == "Nhỏ"


def test_a_layout_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        A4.width = 1  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("width = 200", "width = ", "layout_not_readable", 12),
        ("format = 1", "format = 2", "layout_wrong_value", "format"),
        ("format = 1", "", "layout_missing", "format"),
        ('note = "Không phải mẫu chính thức"', 'note = " "', "layout_wrong_value", "note"),
        ("[page]\nwidth = 297\nheight = 210", "", "layout_missing", "page"),
        ("[page]\nwidth = 297\nheight = 210", "page = 4", "layout_wrong_value", "page"),
        ("height = 210", "height = true", "layout_wrong_value", "page / height"),
        ("height = 210", "height = nan", "layout_wrong_value", "page / height"),
        ("height = 210", "height = inf", "layout_wrong_value", "page / height"),
        ("height = 210", 'height = "210"', "layout_wrong_value", "page / height"),
        ("height = 210", "height = 210\ndepth = 3", "layout_unknown", "page / depth"),
        ("x = 20", "x = 120", "layout_off_page", "khung"),
        ("x = 20", "x = -1", "layout_wrong_value", "khung / x"),
        ('item = "name"', 'item = "nmae"', "layout_wrong_value", "khung / line 1 / item"),
        ('item = "name"', 'item = "title"', "layout_missing", "name (individual)"),
        ("size = 20", "size = 0", "layout_wrong_value", "khung / name / size"),
        ("size = 20", "size = 20\nmin_size = 21", "layout_wrong_value", "khung / name / min_size"),
        ("size = 20", "size = 20\nmax_lines = 1.5", "layout_wrong_value", "khung / name / max_lines"),
        ("size = 20", "size = 20\nmin_lines = 2", "layout_wrong_value", "khung / name / min_lines"),
        ("size = 20", 'size = 20\ncolour = "red"', "layout_wrong_value", "khung / name / colour"),
        ("size = 20", "size = 20\ncapitals = 1", "layout_wrong_value", "khung / name / capitals"),
        ("size = 20", "size = 20\nleading = 1.0", "layout_wrong_value", "khung / name / leading"),
        ("size = 20", "size = 20\nkinds = []", "layout_wrong_value", "khung / name / kinds"),
        ("size = 20", "size = 20\nsiez = 3", "layout_unknown", "khung / name / siez"),
        ("size = 20", 'size = 20\nkinds = ["individual"]', "layout_missing", "name (collective)"),
        (
            "size = 20",
            'size = 20\n[[block.line]]\nitem = "name"\nsize = 9',
            "layout_twice",
            "khung / name (individual)",
        ),
        (
            "[[block]]",
            '[[frame]]\ninset = 5\nwidth = 1\ncolour = "#12345"\n[[block]]',
            "layout_wrong_value",
            "frame 1 / colour",
        ),
        (
            "[[block]]",
            '[[frame]]\nstroke = "key"\ninset = 5\ndepth = 2\nwidth = 2\ncolour = "#123456"\n[[block]]',
            "layout_wrong_value",
            "frame 1 / width",
        ),
        (
            "[[block]]",
            "[emblem]\nx = 290\ny = 5\nwidth = 20\nheight = 20\n[[block]]",
            "layout_off_page",
            "emblem",
        ),
    ],
)
def test_a_broken_layout_is_refused_with_its_place(old: str, new: str, code: str, place: object) -> None:
    assert refusal(TINY.replace(old, new, 1)) == (code, place)


def test_a_wrong_value_names_what_is_allowed() -> None:
    with pytest.raises(LayoutError) as caught:
        read_layout(TINY.replace("size = 20", "size = 300").encode(), "mau.toml")
    assert (caught.value.facts["value"], caught.value.facts["allowed"]) == ("300", "4 – 200")


def test_a_layout_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayoutError) as caught:
        load_layout(tmp_path / "mau.toml")
    assert (caught.value.code, caught.value.facts) == ("layout_not_found", {"file": "mau.toml"})


def test_a_layout_in_another_encoding_is_refused_at_its_line() -> None:
    with pytest.raises(LayoutError) as caught:
        read_layout('format = 1\nname = "Giấy khen"'.encode().replace(b"\xe1", b"\xff"), "mau.toml")
    assert (caught.value.code, caught.value.facts["line"]) == ("layout_not_readable", 2)


def test_a_file_of_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "mau.toml"
    path.write_bytes(TINY.encode() + b"# " + b"x" * 100_000)
    with pytest.raises(LayoutError):
        load_layout(path)


def test_a_deeply_nested_file_is_refused() -> None:
    assert refusal("x = " + "[" * 5000)[0] == "layout_not_readable"


@given(st.data())
def test_a_damaged_layout_is_refused_or_prints_without_a_crash(data: st.DataObject) -> None:
    start = data.draw(st.integers(SHIPPED.index("[page]"), len(SHIPPED)))
    length = data.draw(st.integers(0, 30))
    patch = data.draw(st.sampled_from(["", "0", "9", "-", "true", '"', "[", "\n", "nan", "[[block]]", "1.2"]))
    layout = accepted((SHIPPED[:start] + patch + SHIPPED[start + length :]).encode())
    printed = False
    if layout:
        try:
            printed = pdf_of(MAN, layout=layout).startswith(b"%PDF")
        except CertificateDoesNotFit as refused:
            printed = bool(refused.problems)
    assert printed or layout is None


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("size = 20", "size = 0", "size = 0"),
        ("size = 20", "size = 20\nsiez = 3", "siez = 3"),
        ("x = 20", "x = 120", "[[block]]"),
        ("x = 20", "x = -1", "x = -1"),
        ("height = 210", "height = true", "height = true"),
        ('item = "name"', 'item = "nmae"', 'item = "nmae"'),
        ("format = 1", "format = 2", "format = 2"),
        ("[[block]]", '[[frame]]\ninset = 5\nwidth = 1\ncolour = "#12"\n[[block]]', 'colour = "#12"'),
        ("size = 20", "", "[[block.line]]"),
    ],
)
def test_a_broken_layout_is_refused_with_its_line(old: str, new: str, wrong: str) -> None:
    text = TINY.replace(old, new, 1)
    with pytest.raises(LayoutError) as caught:
        read_layout(text.encode(), "mau.toml")
    line = caught.value.facts["line"]
    assert isinstance(line, int)
    assert text.splitlines()[line - 1].strip() == wrong


def test_of_two_blocks_the_line_is_that_of_the_wrong_one() -> None:
    text = layout_bytes(A4).decode()
    at = text.index('item = "achievement"')
    wrong = text[:at] + text[at:].replace("leading = 1.35", "leading = 9.5", 1)
    with pytest.raises(LayoutError) as caught:
        read_layout(wrong.encode(), "mau.toml")
    line = caught.value.facts["line"]
    assert isinstance(line, int)
    assert wrong.splitlines()[line - 1].strip() == "leading = 9.5"
