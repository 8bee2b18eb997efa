"""Data sets that are made once and kept: made anew when their size or the program text that makes them is another."""

from __future__ import annotations

import gc
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import Any, Final

_TOLD: Final = "made.json"


def kept(
    folder: Path, what: Mapping[str, Any], by: ModuleType, make: Callable[[], Mapping[str, str]]
) -> Mapping[str, str]:
    """What ``make`` told when it filled the folder, now or in an earlier run.

    ``what``: the size of the set. ``by``: the module that says what stands in it.
    """
    marker = folder / _TOLD
    wanted = {**what, "by": blake2b(Path(str(by.__file__)).read_bytes(), digest_size=16).hexdigest()}
    if marker.exists():
        held = json.loads(marker.read_text("utf-8"))
        if held.get("what") == wanted:
            return dict(held["told"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with _nothing_collected():
        told = make()
    marker.write_text(json.dumps({"what": wanted, "told": told}, ensure_ascii=False), encoding="utf-8")
    return told


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What makes a set leaves no cycles behind; looking for them in so many values takes a third of the time."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()
