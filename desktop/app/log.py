"""The program's own log: a few files of bounded size in the data folder, for the day something breaks.

It holds no data of people: what is logged is the program's doing and the text of its bugs.
"""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FOLDER = "nhat-ky"
FILE = "chuong-trinh.log"
_SIZE = 512 * 1024
_COPIES = 4


def log_file(folder: Path) -> Path:
    return folder / FOLDER / FILE


def start_log(folder: Path) -> Path:
    """Writes the log of this run into the data folder; gives its path."""
    path = log_file(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_SIZE, backupCount=_COPIES, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, RotatingFileHandler)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
