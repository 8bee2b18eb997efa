"""ZIP files that are the same bytes whenever they are made."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path


def pack(entries: Iterable[tuple[str, bytes]], moment: int, target: Path) -> None:
    """Writes named contents in the order given, all of one date (seconds since 1970)."""
    date = datetime.fromtimestamp(moment, UTC)
    stamp = (date.year, date.month, date.day, date.hour, date.minute, date.second)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            packed.writestr(entry, content)


def pack_folder(folder: Path, within: str, moment: int, target: Path) -> None:
    """All files of a folder, under the name ``within``."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    pack(
        ((f"{within}/{path.relative_to(folder).as_posix()}", path.read_bytes()) for path in files),
        moment,
        target,
    )
