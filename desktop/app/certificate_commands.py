"""``tuquan certificate verify``: whether a certificate, or the text of its code, is what a known computer printed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from desktop.app.bundle_commands import KeyFileUnreadable
from desktop.domain.errors import UserError
from desktop.domain.paper_code import Verdict
from desktop.i18n.catalogue import Catalogue
from desktop.services.paper_codes import Checked, check_paper, keys_of
from desktop.vault.certificate import KEY_FILE_SUFFIX, MAX_KEY_FILE, KeyFile

Printed = dict[str, Any]

_WORST: Final = (Verdict.NOT_OURS, Verdict.UNKNOWN_KEY, Verdict.ALTERED, Verdict.REVOKED, Verdict.VALID)


class PaperNotProven(UserError):
    """The paper is not what a known computer printed. Facts: ``verdict``, said in words."""

    code = "paper_not_proven"


def verify(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Checks a PDF, a picture or typed text by the key files that are given, or that lie beside the file.

    Raises :class:`PaperNotProven` unless every code is valid, :class:`KeyFileUnreadable`, and what cannot be read.
    """
    path = Path(options.what)
    is_file = len(options.what) < 1_000 and path.is_file()
    keys = keys_of([_key(file) for file in _key_files(options.key, path if is_file else None)])
    found = check_paper(path if is_file else options.what.replace("\\n", "\n"), keys)
    worst = min((each.verdict for each in found), key=_WORST.index)
    if worst is not Verdict.VALID:
        raise PaperNotProven(verdict=_told(worst, found, words))
    lines = [words.text("paper_code.valid")]
    for each in found:
        lines += _lines(each, words)
    return {"lines": lines, "verified": True, "papers": [_plain(each) for each in found]}


def _told(worst: Verdict, found: Sequence[Checked], words: Catalogue) -> str:
    """The verdict, and of a page whose text was altered which fields it no longer has as signed."""
    changed = dict.fromkeys(name for each in found if each.verdict is worst for name in each.changed)
    if not changed:
        return words.text(f"paper_code.{worst.value}")
    fields = ", ".join(words.text(f"paper.line.{name}") for name in changed)
    return words.text("paper_code.altered_in", fields=fields)


def _lines(checked: Checked, words: Catalogue) -> list[str]:
    fields = [value for value in (checked.fields or {}).values() if value]
    station = words.text("paper_code.station", station=checked.station)
    return [
        station,
        *(f"  {value}" for value in fields),
        *([words.text("paper_code.by_eye")] if checked.by_eye else []),
    ]


def _plain(checked: Checked) -> Printed:
    return {
        "verdict": checked.verdict.value,
        "station": checked.station,
        "page": checked.page + 1,
        "fields": dict(checked.fields or {}),
        "compare_by_eye": checked.by_eye,
    }


def _key_files(given: Path | None, paper: Path | None) -> Sequence[Path]:
    if given is not None:
        return [given]
    return sorted(paper.parent.glob(f"*{KEY_FILE_SUFFIX}")) if paper is not None else []


def _key(path: Path) -> KeyFile:
    try:
        if path.stat().st_size > MAX_KEY_FILE:
            raise KeyFileUnreadable
        return KeyFile.parse(path.read_bytes())
    except OSError as error:
        raise KeyFileUnreadable from error
