"""Where the files that come with the program lie: the folders ``resources`` and ``docs`` beside the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """Give the path of one of the program's own files or folders, such as ``resource("fonts", "Tinos-Bold.ttf")``.

    The place is the same in the repository and in an installed folder.

    Raises:
        FileNotFoundError: it is not there, so the installation is damaged.
    """
    return _beside("resources", *parts)


def handbook(*parts: str) -> Path:
    """Give the path of a page or picture of the handbook, such as ``handbook("usb.md")``; raises as above."""
    return _beside("docs", "huong-dan", *parts)


@cache
def program_folder() -> Path:
    """The folder that the program is in: of the installation, or of the repository."""
    return Path(__file__).resolve().parents[2]


def _beside(*parts: str) -> Path:
    path = program_folder().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path
