"""The files of forms go down with the operations that name them, so that nobody has to ask for a file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from desktop.domain.errors import UserError
from desktop.domain.fields import STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.scope import Scope
from desktop.office.limits import MEGABYTE
from desktop.services.devices import Kind, Recipient
from desktop.services.form_files import keep_form, kept_form, mark_of
from desktop.store.register_file import Reader

KEY: Final = "forms"
"""In part 0000: ``[{"content": base64, "hash": of the file}]``."""

_REGISTER: Final = "upper_form"
_MOST_BYTES: Final = 6 * MEGABYTE
"""Of all files in one bundle: part 0000 is opened in memory."""


def files_for(
    reader: Reader, home: Path, scope: Scope, to: Recipient, since: Mapping[str, int]
) -> list[Plain]:
    """The files that a bundle brings: of forms which the operations after ``since`` touch, as far as they fit.

    Upwards goes none: the level above has its own forms.
    """
    if to.kind is Kind.UPPER or scope.show(_REGISTER, STATE) == "hidden":
        return []
    records: set[str] = set()
    for device, seq in since.items():
        records |= reader.journal.records_after(device, seq).get(_REGISTER, set())
    found: list[Plain] = []
    left = _MOST_BYTES
    for mark in _marks(reader, scope, records):
        raw = kept_form(home, mark)
        if raw is not None and len(raw) <= left:
            left -= len(raw)
            found.append({"content": base64.b64encode(raw).decode("ascii"), "hash": mark})
    return found


def _marks(reader: Reader, scope: Scope, records: set[str]) -> Iterator[str]:
    rows = reader.records.get_many(_REGISTER, sorted(records))
    marks = {
        str(row.values["file_hash"]): None
        for row in rows.values()
        if row.standing == "active"
        and row.values.get("file_hash")
        and scope.shows_records_of(_REGISTER, row.station)
    }
    yield from marks


def keep_files(reader: Reader, home: Path, later: Mapping[str, Plain]) -> None:
    """Keeps the files that a bundle brought, each under its hash, where a form asks for it.

    One that is not what its hash says, is no form, or that no form asks for is left out: the form works without
    its file, and asks for it.
    """
    items = later.get(KEY, [])
    wanted = {str(row.values.get("file_hash")) for row in reader.records.whole(_REGISTER)}
    for item in items if isinstance(items, list) else []:
        mark = item.get("hash") if isinstance(item, dict) else None
        content = item.get("content") if isinstance(item, dict) else None
        if not isinstance(mark, str) or not isinstance(content, str) or mark not in wanted:
            continue
        try:
            raw = base64.b64decode(content, validate=True)
            if mark_of(raw) == mark:
                keep_form(home, mark, raw)
        except (binascii.Error, ValueError, UserError):
            continue
