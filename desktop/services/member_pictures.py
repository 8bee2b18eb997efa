"""Photographs for member cards, found in a folder by the names of its files; nothing of them is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.base.text import fold
from desktop.pdf.codes import PictureNotReadable
from desktop.pdf.picture import PORTRAIT_BYTES, portrait_jpeg
from desktop.services.group_people import Server
from desktop.system.errors import FolderGone

_ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png"})


@dataclass(frozen=True)
class Pictures:
    """What a folder has for the cards of some members.

    Attributes:
        found: JPEG by the id of the member.
        lacking: names of members who have none.
        broken: names of files that belong to a member and are not drawn.
        unclear: names of files that name two members or more, in whom they differ not at all.
    """

    found: Mapping[str, bytes] = field(repr=False)
    lacking: tuple[str, ...]
    broken: tuple[str, ...]
    unclear: tuple[str, ...]


def pictures_for(folder: Path, members: Sequence[Server], among: Sequence[Server]) -> Pictures:
    """The pictures of ``members``; a name that two have ``among`` all who serve there is not enough by itself.

    A file is named as the member, or as name and year of birth, or by the code of the record; accents, capitals and
    punctuation do not matter. Raises :class:`FolderGone`.
    """
    try:
        files = sorted(each for each in folder.iterdir() if each.suffix.casefold() in _ENDINGS)
    except OSError as error:
        raise FolderGone(folder=str(folder)) from error
    by_key: dict[str, list[Path]] = {}
    for file in files:
        by_key.setdefault(fold(file.stem), []).append(file)
    shared = Counter(key for each in among for key in _keys(each))
    found: dict[str, bytes] = {}
    broken: list[str] = []
    unclear: list[str] = []
    for member in members:
        for key in _keys(member):
            named = by_key.get(key, []) if member.id not in found else []
            if shared[key] > 1:
                unclear += [file.name for file in named]
                continue
            for file in named:
                if member.id in found:
                    break
                try:
                    found[member.id] = _read(file)
                except PictureNotReadable:
                    broken.append(file.name)
    lacking = tuple(each.name for each in members if each.id not in found)
    return Pictures(found, lacking, tuple(broken), tuple(dict.fromkeys(unclear)))


def _keys(member: Server) -> tuple[str, ...]:
    """The names a file of this member may have, the clearest first."""
    name = fold(member.name)
    names = (fold(member.id), f"{name} {member.year}" if name and member.year else "", name)
    return tuple(dict.fromkeys(filter(None, names)))


def _read(file: Path) -> bytes:
    """Raises :class:`PictureNotReadable`."""
    try:
        if not file.is_file():
            raise PictureNotReadable(name=file.name)
        with file.open("rb") as raw:
            return portrait_jpeg(raw.read(PORTRAIT_BYTES + 1), file.name)
    except OSError as error:
        raise PictureNotReadable(name=file.name) from error
