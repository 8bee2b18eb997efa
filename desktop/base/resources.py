"""Where the files that come with the program lie: the folder ``resources`` beside the package ``desktop``."""

from __future__ import annotations

from pathlib import Path


def resource(*parts: str) -> Path:
    """Give the path of one of the program's own files or folders, such as ``resource("fonts", "Tinos-Bold.ttf")``.

    The place is the same in the repository and in an installed folder.

    Raises:
        FileNotFoundError: it is not there, so the installation is damaged.
    """
    path = Path(__file__).resolve().parents[2].joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path
