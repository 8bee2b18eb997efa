"""``python -m tests.tamper [how many] [seed]``: a thousand trials unless another number is given."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tamper.trials import table, trials

ALL = 1_000


def main(count: int = ALL, seed: int = 1) -> int:
    with TemporaryDirectory(prefix="tuquan-") as folder:
        found = list(trials(Path(folder), count, seed))
    sys.stdout.write(table(found) + "\n")
    missed = [each for each in found if not each.faults]
    for each in missed[:20]:
        sys.stdout.write(f"NOT FOUND {each.deed}: {each.said}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
