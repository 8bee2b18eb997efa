"""A unit's own layouts, pictures of its blanks and its own picture, beside its data in the folder ``bo-cuc``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from desktop.base.text import fold
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.pdf.certificate import check_picture
from desktop.pdf.errors import EmblemNotReadable, LayoutError, ScanNotReadable
from desktop.pdf.layout import Layout, load_layout, shipped_layouts
from desktop.pdf.layout_file import layout_bytes
from desktop.pdf.picture import small_jpeg
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

FOLDER: Final = "bo-cuc"
_EMBLEM: Final = "hinh-don-vi"
_NO_LETTER: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 60
_KEPT_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.(?:toml|jpg|png)")


class LayoutNameTaken(UserError):
    """Another layout has that name, or one whose file would be called the same. Fact: ``name``."""

    code = "layout_has_namesake"


@dataclass(frozen=True)
class LayoutChoice:
    """A layout that can be printed on. ``own``: the unit's, which it may change."""

    layout: Layout
    stem: str
    own: bool


@dataclass(frozen=True)
class Layouts:
    """What there is to choose from, and the files of the unit that are refused."""

    choices: tuple[LayoutChoice, ...]
    refused: tuple[LayoutError, ...]


def layouts(workspace: Workspace) -> Layouts:
    """The shipped layouts, then the unit's own."""
    choices = [LayoutChoice(load_layout(path), path.stem, own=False) for path in shipped_layouts()]
    refused: list[LayoutError] = []
    for path in sorted(_folder(workspace).glob("*.toml")):
        try:
            choices.append(LayoutChoice(load_layout(path), path.stem, own=True))
        except LayoutError as error:
            refused.append(error)
    return Layouts(tuple(choices), tuple(refused))


def keep_layout(workspace: Workspace, layout: Layout, *, over: str | None = None) -> LayoutChoice:
    """Keeps a layout as the unit's own under its name; ``over`` is the stem of its own file that it replaces.

    Raises :class:`LayoutNameTaken`, a :class:`LayoutError`, and what the disk refuses.
    """
    workspace.require(Permission.PRINT, "award")
    stem = _stem(layout.name)
    taken = {choice.stem for choice in layouts(workspace).choices} - {over}
    if not stem or stem in taken:
        raise LayoutNameTaken(name=layout.name)
    folder = _made(workspace)
    write_atomic(folder / f"{stem}.toml", layout_bytes(layout))
    return LayoutChoice(layout, stem, own=True)


def export_layout(layout: Layout, path: Path) -> None:
    """Writes a layout to a file that another unit can take in."""
    write_atomic(path, layout_bytes(layout))


def import_layout(workspace: Workspace, path: Path) -> LayoutChoice:
    """Takes in a layout file; one whose name is taken gets a number behind it. Raises a :class:`LayoutError`."""
    layout = load_layout(path)
    taken = {choice.stem for choice in layouts(workspace).choices}
    name, number = layout.name, 2
    while _stem(name) in taken:
        name, number = f"{layout.name} ({number})", number + 1
    return keep_layout(workspace, replace(layout, name=name))


def blank_picture(workspace: Workspace, stem: str) -> bytes | None:
    """The picture of the blank of a layout, if the unit keeps one."""
    try:
        return _picture(workspace, stem).read_bytes()
    except OSError:
        return None


def keep_blank_picture(workspace: Workspace, stem: str, path: Path) -> None:
    """Keeps a scan (PNG or JPEG) of the blank; raises ``ScanNotReadable`` and what the disk refuses."""
    workspace.require(Permission.PRINT, "award")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ScanNotReadable from error
    picture = small_jpeg(raw)
    _made(workspace)
    write_atomic(_picture(workspace, stem), picture)


def emblem(workspace: Workspace) -> bytes | None:
    """The unit's own picture for its papers, if it has given one."""
    try:
        return (_folder(workspace) / _EMBLEM).read_bytes()
    except OSError:
        return None


def keep_emblem(workspace: Workspace, path: Path) -> None:
    """Keeps the unit's own picture (PNG or JPEG); raises :class:`EmblemNotReadable` and what the disk refuses."""
    workspace.require(Permission.PRINT, "award")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise EmblemNotReadable from error
    check_picture(raw)
    _made(workspace)
    write_atomic(_folder(workspace) / _EMBLEM, raw)


def choice_of(choices: Sequence[LayoutChoice], stem: str) -> LayoutChoice | None:
    return next((choice for choice in choices if choice.stem == stem), None)


def own_files(home: Path) -> list[Path]:
    """The unit's own layouts and pictures in a data folder, as other computers may take them over."""
    folder = home / FOLDER
    return sorted(path for path in folder.glob("*") if _KEPT_NAME.fullmatch(path.name) and path.is_file())


def keep_files(home: Path, files: Mapping[str, bytes]) -> None:
    """Keeps layouts and pictures that came from the unit, in place of those of the same name.

    Raises what the disk refuses.
    """
    folder = home / FOLDER
    for name, content in files.items():
        if _KEPT_NAME.fullmatch(name):
            folder.mkdir(parents=True, exist_ok=True)
            write_atomic(folder / name, content)


def _folder(workspace: Workspace) -> Path:
    return workspace.folder / FOLDER


def _made(workspace: Workspace) -> Path:
    folder = _folder(workspace)
    folder.mkdir(exist_ok=True)
    return folder


def _picture(workspace: Workspace, stem: str) -> Path:
    return _folder(workspace) / f"{stem}.jpg"


def _stem(name: str) -> str:
    """A file name that every drive and every zip keeps."""
    return _NO_LETTER.sub("-", fold(name)).strip("-")[:_LONGEST]
