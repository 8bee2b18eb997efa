"""``make slow``: the journeys on a slow disk with 1 GB of memory; prints what held the window, the longest first.

``python -m tests.slow [--read US] [--write US] [--flush US] [--memory MB] [--first-day] [--page FILE]``

The delays are those of a disk of 5,400 turns a minute: a turn takes 11 ms, so a flush of a journal that lies behind
what is written costs some turns. Of the reads nearly all find their pages in the cache of the system. Exits 1 when
the program did not come to the end of the journeys. ``--page`` writes the list as a page too (``docs/slow.md``).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from desktop.app.run import go_without_screen
from tests.slow.disk import Slowness, around, build_slow_disk
from tests.slow.page import as_markdown

_MB = 1024 * 1024
_INSIDE = "--inside"


def main() -> int:
    """Makes the registers quickly, then lives the journeys slowly in a process of their own."""
    parser = argparse.ArgumentParser(prog="slow")
    parser.add_argument("--read", type=int, default=300)
    parser.add_argument("--write", type=int, default=300)
    parser.add_argument("--flush", type=int, default=45_000)
    parser.add_argument("--memory", type=int, default=1024, help="MB that the program may hold")
    parser.add_argument("--page", type=Path, help="where the list is written as a page")
    parser.add_argument("--first-day", action="store_true", help="not the register of a province")
    parser.add_argument(_INSIDE, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return _live(options.inside, options.memory)
    with tempfile.TemporaryDirectory(prefix="tuquan-slow-") as name:
        home = Path(name)
        if not options.first_day:
            _run([sys.executable, "-m", "desktop", "demo", "--province", "--out", str(home)], os.environ)
        slowness = Slowness(options.read, options.write, options.flush)
        command = [sys.executable, "-m", "tests.slow", _INSIDE, str(home), "--memory", str(options.memory)]
        told = _run(command, os.environ | around(build_slow_disk(home), home, slowness))
    found = json.loads(told.splitlines()[-1])
    _show(found)
    if options.page is not None:
        options.page.write_text(
            as_markdown(found, slowness, options.memory, datetime.now(UTC).date()), "utf-8"
        )
    return 0


def _run(command: list[str], environment: os._Environ[str] | dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _live(home: Path, memory: int) -> int:
    go_without_screen()
    resource.setrlimit(resource.RLIMIT_DATA, (memory * _MB, memory * _MB))
    from tests.slow.journeys import watched  # after the limit, so that it holds for the window too

    province = home / "tinh-mau"
    freezes = watched(home, province if province.exists() else None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    plain = [(each.seconds, each.during, each.where.most_common(3)) for each in freezes]
    sys.stdout.write(json.dumps({"peak_mb": peak, "freezes": plain}) + "\n")
    return 0


def _show(told: dict[str, object]) -> None:
    freezes = told["freezes"]
    assert isinstance(freezes, list)
    sys.stdout.write(
        f"held for more than 100 ms: {len(freezes)} times; at most {told['peak_mb']} MB resident\n"
    )
    for seconds, during, where in sorted(freezes, reverse=True):
        sys.stdout.write(f"{seconds * 1000:7.0f} ms  {during}\n")
        for place, looks in where:
            sys.stdout.write(f"{'':14}{looks:4} × {place}\n")


if __name__ == "__main__":
    sys.exit(main())
