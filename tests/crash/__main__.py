"""``make crash``: kills a program at work at many random moments, cuts the power, and prints what was found.

``python -m tests.crash [--kills N] [--moments N] [--seed S]``; exits 1 when something told as done was lost, or
something is half. A kill is a process that ends; a power cut is a disk that has what was flushed, and any part of the
rest: it is made from a record of every write and flush, at every moment or at ``--moments`` of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.crash.harness import RECORDED, SPANS, power_cuts, prepare, trial
from tests.crash.recording import build_recorder

KILLS = 520
MOMENTS = 120


def main() -> int:
    """Kills ``--kills`` processes in all, the same number of each kind, and tells how it went."""
    parser = argparse.ArgumentParser(prog="crash")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--moments", type=int, default=MOMENTS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    each = max(1, options.kills // len(SPANS))
    bad = 0
    _say(f"{'kind':10}{'killed':>8}{'deeds told':>12}{'wrong':>8}")
    with tempfile.TemporaryDirectory(prefix="tuquan-crash-") as name:
        for kind in SPANS:
            template = Path(name) / f"{kind}-mau"
            prepare(kind, template)
            told = wrong = 0
            for number in range(each):
                seed = options.seed * 100_000 + number
                killed, found = trial(kind, template, Path(name) / kind, seed)
                told += len(killed.told)
                wrong += bool(found)
                for line in found:
                    _say(f"  {kind}, seed {seed}: {line}")
            bad += wrong
            _say(f"{kind:10}{each:8}{told:12}{wrong:8}")
        _say(f"{'power cut':10}{'records':>8}{'states':>12}{'wrong':>8}")
        library = build_recorder(Path(name))
        for kind in RECORDED:
            cuts = power_cuts(kind, Path(name) / f"{kind}-cut", library, options.seed, most=options.moments)
            for line in cuts.wrong:
                _say(f"  {kind}: {line}")
            bad += len(cuts.wrong)
            _say(f"{kind:10}{cuts.records:8}{cuts.states:12}{len(cuts.wrong):8}")
    return 1 if bad else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
