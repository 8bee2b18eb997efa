"""Pictures on cards: found by the names of their files, told where they are no use, and never kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop.services import papers
from desktop.services.member_pictures import Pictures
from desktop.services.papers import Document, PaperKind
from desktop.services.workspace import Workspace
from desktop.system.errors import FolderGone
from tests.kit.mediated import Mediated, mediated, member


@pytest.fixture
def told(workspace: Workspace) -> Mediated:
    """Thạch Thị Oanh, born 1960, and Trần Văn Bình, born 1961."""
    return mediated(workspace)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Ảnh tổ"
    made.mkdir()
    return made


def picture(path: Path, colour: str = "green") -> None:
    out = BytesIO()
    Image.new("RGB", (300, 400), colour).save(out, "PNG" if path.suffix.casefold() == ".png" else "JPEG")
    path.write_bytes(out.getvalue())


def cards(
    workspace: Workspace, record: str, folder: Path, kind: PaperKind = PaperKind.MEMBER_CARDS
) -> Document:
    return papers.draw(workspace, kind, record, {"first_number": 1, "pictures": folder})


def pictures(document: Document) -> Pictures:
    assert document.pictures is not None
    return document.pictures


@pytest.mark.parametrize(
    "name", ["Thạch Thị Oanh.jpg", "thach thi oanh.JPEG", "THẠCH_THỊ-OANH.png", "Thạch Thị Oanh 1960.jpg"]
)
def test_a_picture_belongs_to_whom_its_file_names(
    workspace: Workspace, told: Mediated, folder: Path, name: str
) -> None:
    picture(folder / name)
    found = pictures(cards(workspace, told.group, folder))
    assert (set(found.found), found.lacking) == ({told.leader}, ("Trần Văn Bình",))
    assert (found.broken, found.unclear) == ((), ())


def test_who_has_none_keeps_the_empty_frame(workspace: Workspace, told: Mediated, folder: Path) -> None:
    from desktop.pdf.render import page_text

    picture(folder / "Thạch Thị Oanh.jpg")
    assert page_text(cards(workspace, told.group, folder).pdf, 0).count("Ảnh 2 × 3") == 1


def test_namesakes_are_told_apart_by_year_or_by_the_code_of_the_record(
    workspace: Workspace, told: Mediated, folder: Path
) -> None:
    younger = member(workspace, told.group, "Trần Văn Bình", "mediator", born="1985")
    picture(folder / "Trần Văn Bình.jpg")
    found = pictures(cards(workspace, told.group, folder))
    assert (dict(found.found), found.unclear) == ({}, ("Trần Văn Bình.jpg",))
    # The card of one alone is no surer whose picture it is.
    alone = pictures(cards(workspace, younger, folder, PaperKind.MEMBER_CARD))
    assert (dict(alone.found), alone.unclear) == ({}, ("Trần Văn Bình.jpg",))
    picture(folder / "Tran Van Binh (1985).jpg", "red")
    picture(folder / f"{told.mediator}.png", "blue")
    found = pictures(cards(workspace, told.group, folder))
    assert (set(found.found), found.unclear) == ({younger, told.mediator}, ())
    assert found.found[younger] != found.found[told.mediator]


def test_bad_files_are_named_and_stop_nothing(workspace: Workspace, told: Mediated, folder: Path) -> None:
    picture(folder / "Trần Văn Bình.png")
    (folder / "Thạch Thị Oanh.jpg").write_bytes(b"\xff\xd8\xff" + bytes(50))
    (folder / "Thạch Thị Oanh.png").mkdir()
    (folder / "Không phải ai.jpg").write_bytes(b"x")
    (folder / "Thạch Thị Oanh.docx").write_bytes(b"x")
    document = cards(workspace, told.group, folder)
    found = pictures(document)
    assert (document.count, set(found.found)) == (2, {told.mediator})
    assert set(found.broken) == {"Thạch Thị Oanh.jpg", "Thạch Thị Oanh.png"}
    assert found.lacking == ("Thạch Thị Oanh",)


def test_nothing_of_the_pictures_is_kept(
    workspace: Workspace, told: Mediated, folder: Path, tmp_path: Path
) -> None:
    picture(folder / "Thạch Thị Oanh.jpg")
    before = {each for each in tmp_path.rglob("*") if each.is_file()}
    with workspace.reading() as reader:
        events = reader.connection.execute("SELECT count(*) FROM event").fetchone()
    cards(workspace, told.group, folder)
    assert {each for each in tmp_path.rglob("*") if each.is_file()} == before
    with workspace.reading() as reader:
        assert reader.connection.execute("SELECT count(*) FROM event").fetchone() == events


def test_a_folder_that_is_gone_is_told(workspace: Workspace, told: Mediated, folder: Path) -> None:
    with pytest.raises(FolderGone):
        cards(workspace, told.group, folder / "khác")


def test_without_a_folder_nothing_is_said_of_pictures(workspace: Workspace, told: Mediated) -> None:
    document = papers.draw(workspace, PaperKind.MEMBER_CARDS, told.group, {"pictures": False})
    assert document.pictures is None
