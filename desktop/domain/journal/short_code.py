"""A code short enough to print and to read over the phone, that stands for all of a device's chain up to a point.

Whoever keeps the paper can later tell whether the register still holds what it held: the code is made of the
device, the number and the hash of its last operation, and the hash holds everything before it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

_DIGITS: Final = 16
_GROUP: Final = 4
_TAG: Final = b"tuquan/1/short-code\0"


def short_code(device: str, seq: int, digest: str) -> str:
    """Sixteen digits in fours, some 53 bits: ``3817 2290 1145 6603``."""
    text = f"{device}\0{seq}\0{digest}".encode()
    number = int.from_bytes(blake2b(_TAG + text, digest_size=16).digest(), "big") % 10**_DIGITS
    digits = f"{number:0{_DIGITS}d}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))
