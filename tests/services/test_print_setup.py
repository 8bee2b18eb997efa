from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from desktop.domain.access import NotAllowed, Role
from desktop.domain.print_run import PrintRun, Scope
from desktop.pdf.errors import LayoutNotReadable, LayoutTwice, LayoutWrongValue
from desktop.services import layout_files, print_setup
from desktop.services.certificates import default_layout
from desktop.services.layout_files import LayoutNameTaken
from desktop.services.print_setup import BlankUse, Feed, FeedTooFar, KeptRun, Source
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, reopen


def test_each_printer_keeps_its_own_feed(workspace: Workspace) -> None:
    print_setup.keep_feed(workspace, Source("Canon"), Feed(1.5, -2.0, "khay tay, mặt in ngửa"))
    print_setup.keep_feed(workspace, Source("HP"), Feed(0.5, 0.0))
    assert print_setup.feed_of(workspace, Source("Canon")) == Feed(1.5, -2.0, "khay tay, mặt in ngửa")
    assert print_setup.feed_of(workspace, Source("HP")) == Feed(0.5, 0.0)
    assert print_setup.feed_of(workspace, Source("Brother")) == Feed()


def test_a_feed_is_no_operation_and_travels_nowhere(workspace: Workspace) -> None:
    with workspace.reading() as reader:
        before = reader.journal.tip(workspace.device)
    print_setup.keep_feed(workspace, Source("Canon"), Feed(1.5))
    with workspace.reading() as reader:
        assert reader.journal.tip(workspace.device) == before


def test_a_feed_beyond_the_scale_is_refused(workspace: Workspace) -> None:
    with pytest.raises(FeedTooFar):
        print_setup.keep_feed(workspace, Source("Canon"), Feed(0, 8.5))


def test_blanks_are_counted_by_day_and_layout(workspace: Workspace) -> None:
    print_setup.count_blanks(workspace, "Giấy khen A4", 18, 2)
    print_setup.count_blanks(workspace, "Giấy khen A4", 5, 0)
    print_setup.count_blanks(workspace, "Giấy khen A3", 1, 1)
    today = workspace.today()
    assert set(print_setup.blank_use(workspace)) == {
        BlankUse(today, "Giấy khen A4", 23, 2),
        BlankUse(today, "Giấy khen A3", 1, 1),
    }


def test_a_print_that_was_broken_off_is_known_after_a_new_start(make: WorkspaceMaker) -> None:
    made = make()
    kept = KeptRun(
        PrintRun(("a", "b", "c"), 0, ("x", "x", "y")).after("a"), "blanks", True, False, "Giấy nhòe", True
    )
    print_setup.keep_run(made.workspace, kept)
    made.workspace.close()
    again = reopen(made)
    assert print_setup.kept_run(again) == kept
    again.close()


def test_a_print_that_is_over_is_forgotten(workspace: Workspace) -> None:
    run = PrintRun(("a",))
    print_setup.keep_run(workspace, KeptRun(run, "plain", False, False))
    print_setup.keep_run(workspace, KeptRun(run.after("a"), "plain", False, False))
    assert print_setup.kept_run(workspace) is None


def test_a_units_own_layout_stands_after_the_shipped_ones(workspace: Workspace) -> None:
    own = layout_files.keep_layout(workspace, replace(default_layout(), name="Phôi phường Nhơn Hưng"))
    last = layout_files.layouts(workspace).choices[-1]
    assert last == own
    assert (last.stem, last.own) == ("phoi-phuong-nhon-hung", True)


def test_a_name_that_is_taken_is_refused_unless_it_is_its_own(workspace: Workspace) -> None:
    layout = replace(default_layout(), name="Phôi của phường")
    own = layout_files.keep_layout(workspace, layout)
    with pytest.raises(LayoutNameTaken):
        layout_files.keep_layout(workspace, layout)
    wider = replace(layout, note="đã sửa")
    layout_files.keep_layout(workspace, wider, over=own.stem)
    assert layout_files.layouts(workspace).choices[-1].layout == wider


def test_a_shipped_layout_is_never_written_over(workspace: Workspace) -> None:
    shipped = layout_files.layouts(workspace).choices[0]
    with pytest.raises(LayoutNameTaken):
        layout_files.keep_layout(workspace, replace(shipped.layout, name=shipped.stem))


def test_a_layout_goes_to_another_unit_and_comes_in_there(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mau.toml"
    layout_files.export_layout(replace(default_layout(), name="Phôi tỉnh"), path)
    first = layout_files.import_layout(workspace, path)
    second = layout_files.import_layout(workspace, path)
    assert (first.layout.name, second.layout.name) == ("Phôi tỉnh", "Phôi tỉnh (2)")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("format = 1\nname = \n", LayoutNotReadable),
        ("format = 7\n", LayoutWrongValue),
    ],
)
def test_a_broken_file_is_refused_and_nothing_is_kept(
    workspace: Workspace, tmp_path: Path, text: str, refusal: type[Exception]
) -> None:
    path = tmp_path / "hong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(refusal):
        layout_files.import_layout(workspace, path)
    assert all(not choice.own for choice in layout_files.layouts(workspace).choices)


def test_a_file_that_somebody_broke_by_hand_is_named_and_the_others_stay(workspace: Workspace) -> None:
    own = layout_files.keep_layout(workspace, replace(default_layout(), name="Phôi A"))
    path = workspace.folder / layout_files.FOLDER / f"{own.stem}.toml"
    text = path.read_text(encoding="utf-8").replace('item = "motto"', 'item = "nation"')
    path.write_text(text, encoding="utf-8")
    found = layout_files.layouts(workspace)
    assert [type(error) for error in found.refused] == [LayoutTwice]
    assert len(found.choices) == 3


def test_a_scan_of_the_blank_is_kept_beside_the_data(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "phoi.png"
    Image.new("RGB", (600, 400), "gold").save(path)
    assert layout_files.blank_picture(workspace, "giay-khen-a4-ngang") is None
    layout_files.keep_blank_picture(workspace, "giay-khen-a4-ngang", path)
    kept = layout_files.blank_picture(workspace, "giay-khen-a4-ngang")
    assert kept is not None
    assert kept.startswith(b"\xff\xd8\xff")


def test_who_sees_no_awards_keeps_nothing(make: WorkspaceMaker) -> None:
    workspace = make(role=Role.JUSTICE).workspace
    with pytest.raises(NotAllowed):
        print_setup.keep_feed(workspace, Source("Canon"), Feed(1))
    with pytest.raises(NotAllowed):
        layout_files.keep_layout(workspace, replace(default_layout(), name="Phôi A"))


def test_each_kind_of_recipient_keeps_its_own_layout(make: WorkspaceMaker) -> None:
    made = make()
    collective, posthumous = Scope("giay_khen", "collective"), Scope("giay_khen", "posthumous")
    print_setup.keep_layout_choice(made.workspace, collective, "giay-khen-a3-ngang")
    print_setup.keep_layout_choice(made.workspace, posthumous, "phoi-den")
    made.workspace.close()
    again = reopen(made)
    assert print_setup.layout_choices(again) == {collective: "giay-khen-a3-ngang", posthumous: "phoi-den"}
    again.close()


def test_a_form_has_its_usual_layout_until_one_is_chosen() -> None:
    assert print_setup.usual_layout(Scope("giay_chung_nhan", "individual")) == "giay-chung-nhan-a4-ngang"
    assert print_setup.usual_layout(Scope("giay_khen", "household")) == "giay-khen-a4-ngang"


def test_each_tray_and_side_pulls_paper_its_own_way(workspace: Workspace) -> None:
    tray = Source("Canon", "cassette", "down")
    print_setup.keep_feed(workspace, Source("Canon"), Feed(1.5))
    print_setup.keep_feed(workspace, tray, Feed(-2.0))
    assert print_setup.feed_of(workspace, Source("Canon")) == Feed(1.5)
    assert print_setup.feed_of(workspace, tray) == Feed(-2.0)
    assert print_setup.feed_of(workspace, Source("Canon", "cassette", "up")) == Feed()
    assert print_setup.source_of(workspace, "Canon") == tray
    assert print_setup.source_of(workspace, "HP") == Source("HP")
