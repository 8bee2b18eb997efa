"""A drawn batch as files: one for each certificate, called after its place and its recipient."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from desktop.pdf.render import one_page
from desktop.services.certificates import Batch
from desktop.system.atomic import write_atomic

_NOT_IN_A_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME: Final = 80


def save_each(
    awards: Sequence[str],
    names: Mapping[str, str],
    drawn: Batch,
    folder: Path,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Writes a PDF for each page of a batch, ``001 Đỗ Văn Nhẫn.pdf``, and gives how many.

    Raises what the disk refuses, and :class:`Cancelled` when ``progress`` does; files written by then stay.
    """
    for number, award in enumerate(awards, start=1):
        name = _NOT_IN_A_NAME.sub(" ", names[award]).strip()[:_LONGEST_NAME]
        page = one_page(drawn.pdf, drawn.awards.index(award))
        write_atomic(folder / f"{number:03d} {name}.pdf", page)
        progress(number, len(awards))
    return len(awards)
