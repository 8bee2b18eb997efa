"""What one guess of a password costs on this machine: the figure in SECURITY.md.

.venv/bin/python -m tests.bench.guess_bench
"""

from __future__ import annotations

import sys
import time
from statistics import median
from typing import Final

from desktop.vault.kdf import DEFAULT, SALT_SIZE

GUESSES: Final = 15


def main() -> None:
    """Derives a key from as many passwords as :data:`GUESSES`, one after another on one core."""
    seconds = []
    for number in range(GUESSES):
        began = time.perf_counter()
        DEFAULT.derive(f"mat-khau-{number}".encode(), bytes(SALT_SIZE))
        seconds.append(time.perf_counter() - began)
    middle = median(seconds)
    sys.stdout.write(
        f"Argon2id, {DEFAULT.memory >> 20} MiB, {DEFAULT.passes} passes: {middle * 1000:.0f} ms a guess, "
        f"{86_400 / middle:,.0f} guesses a day on one core (median of {GUESSES})\n"
    )


if __name__ == "__main__":
    main()
