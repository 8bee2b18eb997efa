"""``python -m tests.crash.rescue``: destroys pages of a register at random and measures how many rows come back.

Of a station's sample with ``--visits`` visits, each entered and some edited one by one, ``--share`` of the pages are
written over with noise in ``--seeds`` ways, in every second one the head with the salt too; no copy lies beside. Prints
for each how many records say exactly what they said; exits 1 below 95 % at one page in a hundred.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from desktop.domain.registers import REGISTRY
from desktop.services.accounts import open_workspace
from desktop.services.backups import file_key
from desktop.services.data_folder import DATABASE_NAME
from desktop.services.rescuing import damaged_register, rescue
from desktop.services.restoring import open_with_password, restore
from desktop.store.backup import verify_copy
from tests.kit.workspaces import PASSWORD, environment
from tests.services.exchange import quiet
from tests.services.wrecks import Rows, destroy, rows, share_back, station_of_visits

ENOUGH = 0.95
AT = 0.01


def main() -> int:
    """Measures; tells each figure and the lowest."""
    parser = argparse.ArgumentParser(prog="rescue")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--share", type=float, default=AT)
    parser.add_argument("--visits", type=int, default=1200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuquan-rescue-") as name:
        template = Path(name) / "mau"
        user = station_of_visits(template, options.visits).workspace.user.id
        with closing(open_workspace(template, user, PASSWORD, environment(seed=2))) as workspace:
            before = rows(workspace)
        _say(f"{'seed':>6}{'pages':>8}{'bad':>6}{'back':>10}{'again':>8}{'told lost':>11}")
        shares = [
            _one(template, Path(name) / "hong", user, seed, options.share, before)
            for seed in range(options.seeds)
        ]
    _say(f"lowest {min(shares):.4f}, mean {sum(shares) / len(shares):.4f} of {len(before)} records")
    return 1 if options.share <= AT and min(shares) < ENOUGH else 0


def _one(template: Path, folder: Path, user: str, seed: int, share: float, before: Rows) -> float:
    shutil.copytree(template, folder)
    destroy(folder / DATABASE_NAME, seed, share=share, also=(1,) if seed % 2 else ())
    damaged = damaged_register(folder)
    assert damaged is not None
    prepared = rescue(open_with_password(damaged, user, PASSWORD), folder, environment(seed=seed), quiet)
    restore(prepared, environment(seed=seed + 1))
    told = prepared.rescued
    assert told is not None
    workspace = open_workspace(folder, user, PASSWORD, environment(seed=seed + 2))
    back = share_back(before, rows(workspace))
    key = file_key(workspace)
    workspace.close()
    verify_copy(folder / DATABASE_NAME, key, REGISTRY, quiet)
    lost = sum(each.lost for each in told.missing)
    _say(f"{seed:6}{told.pages:8}{told.bad:6}{back:10.4f}{told.again:8}{lost:11}")
    shutil.rmtree(folder)
    return back


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
