"""Ids that sort by time: ULIDs, 48 bits of milliseconds and 80 random bits in 26 letters and digits.

Written as the ULID specification does (Crockford's base 32, no i, l, o, u), in lower case. The first character is
at most 7, as 26 characters hold 130 bits.
"""

from __future__ import annotations

import re
import threading
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS: Final = tuple(first + second for first in _DIGITS for second in _DIGITS)
_SHAPE: Final = re.compile("[0-7][0-9a-hjkmnp-tv-z]{25}")
_TIME_LIMIT: Final = 1 << 48
_RANDOM_BYTES: Final = 10
_DERIVED_BYTES: Final = 16
_RANDOM_BITS: Final = 8 * _RANDOM_BYTES
_RANDOM_LIMIT: Final = 1 << _RANDOM_BITS


def new_id(now_ms: int, randomness: bytes) -> str:
    """Write milliseconds since 1970 and ten random bytes as an id.

    Raises:
        ValueError: the time does not fit 48 bits, or there are not ten bytes.
    """
    if not 0 <= now_ms < _TIME_LIMIT:
        raise ValueError(f"no 48-bit time: {now_ms}")
    if len(randomness) != _RANDOM_BYTES:
        raise ValueError(f"an id takes {_RANDOM_BYTES} random bytes, not {len(randomness)}")
    return _written(now_ms << _RANDOM_BITS | int.from_bytes(randomness))


def derived_id(*words: str) -> str:
    """The one id for these words, the same on every computer: for a record that several may make apart."""
    digest = blake2b("\0".join(("tuquan/1/id", *words)).encode(), digest_size=_DERIVED_BYTES).digest()
    return _written(int.from_bytes(digest))


def is_id(text: str) -> bool:
    """Tell whether the text has the shape that :func:`new_id` gives."""
    return _SHAPE.fullmatch(text) is not None


class Ids:
    """A source of ids, each greater than the one before, also within a millisecond and when the clock goes back.

    Within a millisecond the number of the last id goes up by one; its random part then runs over into the time
    only once in 2^80 times.
    """

    def __init__(self, clock: Callable[[], int], entropy: Callable[[int], bytes]) -> None:
        """Take a clock of milliseconds since 1970 and a source of random bytes such as :func:`os.urandom`."""
        self._clock = clock
        self._entropy = entropy
        self._last = -1
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """Give the next id."""
        with self._lock:
            now = self._clock() << _RANDOM_BITS
            if now > self._last:
                self._last = now | int.from_bytes(self._entropy(_RANDOM_BYTES))
            else:
                self._last += 1
            return _written(self._last)


def _written(number: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
