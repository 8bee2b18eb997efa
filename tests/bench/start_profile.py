"""Writes ``docs/start.md``: what a start of the program spends its time on, step by step and module by module.

python -m tests.bench.start_profile [--folder out/bench] [--scale PART] [--times NUMBER] [--page FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.bench.data import kept
from tests.bench.large import LARGE
from tests.bench.page import machine
from tests.bench.starting import BARE
from tests.kit.workspaces import PASSWORD

PAGE: Final = Path("docs/start.md")
_READ: Final = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_MOST: Final = 25


@dataclass(frozen=True)
class Profile:
    """A start, and one of a bare window.

    Attributes:
        steps, bare: milliseconds of the processor by step, the medians of some starts.
        modules: milliseconds that reading a module takes by itself, the least of some starts.
        bare_modules: names of those that the bare window reads too.
    """

    steps: Mapping[str, float]
    bare: Mapping[str, float]
    modules: Mapping[str, float]
    bare_modules: frozenset[str]


def profile(command: list[str], around: Mapping[str, str], times: int) -> Profile:
    """``command``: the arguments of :mod:`tests.bench.starting` for the program."""
    told = [_start(command, around) for _ in range(times)]
    bare = [_start([BARE], around) for _ in range(times)]
    read = [_modules_read(command, around) for _ in range(3)]
    modules = {name: min(each.get(name, own) for each in read) for name, own in read[0].items()}
    return Profile(_steps(told), _steps(bare), modules, frozenset(bare[0]["modules"]))


def _start(arguments: list[str], around: Mapping[str, str]) -> dict[str, Any]:
    done = _run([*arguments], around)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _run(arguments: list[str], around: Mapping[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *options, "-m", "tests.bench.starting", *arguments]
    return subprocess.run(command, env=dict(around), capture_output=True, text=True, check=True)


def _steps(told: Iterable[dict[str, Any]]) -> dict[str, float]:
    taken = defaultdict(list)
    for each in told:
        for name, seconds in each["steps"].items():
            taken[name].append(seconds * 1000)
    return {name: median(some) for name, some in taken.items()}


def _modules_read(arguments: list[str], around: Mapping[str, str]) -> dict[str, float]:
    said = _run(arguments, around, "-X", "importtime").stderr
    return {name: int(own) / 1000 for own, name in _READ.findall(said)}


def as_markdown(of: Profile, on: date) -> str:
    """The page."""
    parts: dict[str, list[float]] = defaultdict(list)
    for name, own in of.modules.items():
        parts[_part(name)].append(own)
    dearest = sorted(of.modules.items(), key=lambda each: -each[1])[:_MOST]
    whole, floor = sum(of.steps.values()), sum(of.bare.values())
    lines = [
        "# A start, step by step",
        "",
        (
            f"Written by `python -m tests.bench.start_profile` on {on.isoformat()}: {machine()}. Milliseconds of the"
            " processor, from the first instruction of the process to the first register painted on data set L (the"
            " password given, its key included); everything is compiled beforehand."
        ),
        "",
        "| step | ms |",
        "|---|---|",
        *(f"| {name} | {ms:.0f} |" for name, ms in of.steps.items()),
        f"| **all** | **{whole:.0f}** |",
        f"| a bare PySide6 window with a table | {floor:.0f} |",
        f"| ratio | {whole / floor:.2f} |",
        "",
        "## What is read",
        "",
        (
            f"{len(of.modules)} modules, of which a bare window reads {len(of.bare_modules & of.modules.keys())}"
            " too. Each by itself, without those that it reads in its turn; measuring makes them a little dearer."
        ),
        "",
        "| part | modules | ms |",
        "|---|---|---|",
        *(
            f"| {name} | {len(some)} | {sum(some):.1f} |"
            for name, some in sorted(parts.items(), key=lambda each: -sum(each[1]))[:_MOST]
        ),
        "",
        "| dearest module | ms | a bare window reads it too |",
        "|---|---|---|",
        *(f"| `{name}` | {own:.1f} | {'yes' if name in of.bare_modules else ''} |" for name, own in dearest),
        "",
        (
            "Much of a module of the program is the making of its frozen values, and much of one of Qt that of its"
            " enumerations. What is not read before somebody asks for it is listed in `tests/app/test_start.py`."
        ),
    ]
    return "\n".join(lines) + "\n"


def _part(module: str) -> str:
    """The layer of one of ours, else the package."""
    names = module.split(".")
    return "/".join(names[:2]) if names[0] == "desktop" and names[1:] else names[0]


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(prog="start_profile")
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--page", type=Path, default=PAGE)
    chosen = parser.parse_args(list(arguments))
    part: float = chosen.scale
    data = kept(chosen.folder / f"L-{part:g}", LARGE.scaled(part))
    with tempfile.TemporaryDirectory(prefix="tuquan-start-") as work:
        around = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
        around["PYTHONPYCACHEPREFIX"] = str(Path(work) / "compiled")
        held = data.copied(Path(work) / "so")
        command = [str(held.folder), held.user, PASSWORD]
        for first in (command, [BARE]):
            _start(first, around)
        told = profile(command, around, chosen.times)
    chosen.page.write_text(as_markdown(told, datetime.now(UTC).date()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
