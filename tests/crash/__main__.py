"""``make crash``: kills a program at work at many random moments, cuts the power, and prints what was found.

``python -m tests.crash [--kills N] [--faults N] [--moments N] [--seed S]``; exits 1 when something told as done was
lost, or something is half. A kill is a process that ends; a power cut is a disk that has what was flushed, and any part
of the rest: it is made from a record of every write and flush, at every moment or at ``--moments`` of them. A fault is
a disk that tears a page in two, gives errors, or is full, from one call on and for some: the deed must say so in a
sentence or go on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.crash.harness import FAULTS, RECORDED, SPANS, fault_trial, power_cuts, prepare, trial
from tests.crash.recording import build_recorder

KILLS = 520
MOMENTS = 120
FAULTY = 165


def main() -> int:
    """Kills ``--kills`` processes in all, the same number of each kind, and tells how it went."""
    parser = argparse.ArgumentParser(prog="crash")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--faults", type=int, default=FAULTY)
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
        library = build_recorder(Path(name))
        times = options.faults // (len(SPANS) * len(FAULTS))
        bad += _faults(Path(name), library, times, options.seed)
        _say(f"{'power cut':10}{'records':>8}{'states':>12}{'wrong':>8}")
        for kind in RECORDED:
            cuts = power_cuts(kind, Path(name) / f"{kind}-cut", library, options.seed, most=options.moments)
            for line in cuts.wrong:
                _say(f"  {kind}: {line}")
            bad += len(cuts.wrong)
            _say(f"{kind:10}{cuts.records:8}{cuts.states:12}{len(cuts.wrong):8}")
    return 1 if bad else 0


def _faults(folder: Path, library: Path, times: int, seed: int) -> int:
    """Lets the disk fail in each way so many times under each kind of deed; gives how often something was wrong."""
    bad = 0
    _say(f"{'fault':10}{'trials':>8}{'wrong':>8}")
    for fault in FAULTS:
        wrong = 0
        for kind in SPANS:
            for number in range(times):
                chosen = seed * 100_000 + number
                place = folder / f"{kind}-loi"
                found = fault_trial(kind, fault, folder / f"{kind}-mau", place, library, chosen)
                wrong += bool(found)
                for line in found:
                    _say(f"  {kind}, {fault}, seed {chosen}: {line}")
        bad += wrong
        _say(f"{fault:10}{times * len(SPANS):8}{wrong:8}")
    return bad


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
