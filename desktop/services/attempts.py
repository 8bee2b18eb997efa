"""Wrong passwords slow the next tries down, by their number and not by any clock.

How often in a row a user's password was wrong is kept beside the keyring, since nothing of the file can be read or
written yet. It is counted before the password is tried, so that killing the program saves no try; and every try waits
its whole time first, however long ago the last one was, so that neither a restart nor a changed clock makes it
shorter. Where the count is missing or cannot be read, some wrong tries are taken for granted.

This slows down who sits at the keyboard. Who takes the folder along guesses elsewhere, without this program: against
that stands only how long one guess takes (Argon2id) and how long the password is.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from desktop.domain.errors import UserError
from desktop.services.environment import Environment
from desktop.system.atomic import write_atomic
from desktop.vault.errors import WrongPassword, WrongRecoveryCode

FILE_NAME: Final = "so-tu-quan.dem"
CODE: Final = "code"
"""In place of a user: tries of the recovery code."""
FREE: Final = 3
"""Wrong tries that slow nothing down: fingers slip."""
UNKNOWN: Final = 5
"""Wrong tries that are taken for granted where the count is gone."""
LONGEST_S: Final = 60

_ANYBODY: Final = "*"
_MOST: Final = 65_536

Progress = Callable[[int, int], None]


def _quiet(_done: int, _total: int) -> None:
    """Nobody looks."""


_log = logging.getLogger(__name__)


def wait_after(wrong: int) -> int:
    """Seconds before the next try after so many wrong ones: 0, 0, 0, 2, 4, 8 … up to a minute."""
    return 0 if wrong < FREE else min(2 ** (wrong - FREE + 1), LONGEST_S)


def begin(folder: Path) -> None:
    """A new register: nobody has tried anything yet. What cannot be written only makes tries slower."""
    _write(folder, {_ANYBODY: 0})


def wrong_tries(folder: Path, user: str) -> int:
    """How often in a row it was wrong."""
    counts = _read(folder)
    return counts.get(user, counts[_ANYBODY])


@contextmanager
def trying(folder: Path, user: str, environment: Environment, progress: Progress = _quiet) -> Iterator[int]:
    """Waits, and lets one try of a password or code be made inside; gives how many wrong ones there were before.

    ``progress`` is told the seconds that are over and those in all; it may raise ``Cancelled``. What else fails
    inside than the password itself does not count as wrong.
    """
    before = wrong_tries(folder, user)
    _set(folder, user, before + 1)
    wait = wait_after(before)
    for second in range(wait):
        progress(second, wait)
        environment.clock.pause(1)
    try:
        yield before
    except (WrongPassword, WrongRecoveryCode):
        raise
    except UserError:
        _set(folder, user, before)
        raise
    _set(folder, user, 0)


def _set(folder: Path, user: str, wrong: int) -> None:
    counts = _read(folder)
    if counts.get(user) != wrong:
        _write(folder, {**counts, user: wrong})


def _read(folder: Path) -> dict[str, int]:
    """By user; there is always a count for whoever is not in it."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            plain = json.loads(file.read(_MOST))
        counts = {str(user): int(count) for user, count in plain.items() if type(count) is int and count >= 0}
    except (OSError, ValueError, AttributeError, RecursionError):
        counts = {}
    return {_ANYBODY: UNKNOWN, **counts}


def _write(folder: Path, counts: dict[str, int]) -> None:
    try:
        write_atomic(folder / FILE_NAME, json.dumps(counts, sort_keys=True).encode("ascii"))
    except UserError as error:
        # A disk that takes nothing lets nobody work either; the try itself is slow enough.
        _log.warning("a wrong password was not counted: %s", error)
