"""The four digits under an error, to be read on the phone: the same for a code in every release and language."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

# Codes whose number would be another's; a number once given is kept for ever.
_MOVED: Final = {"number_is_given": "2691"}


def error_number(code: str) -> str:
    """Give the number of an error code, ``1000`` to ``9999``."""
    derived = int.from_bytes(blake2b(code.encode(), digest_size=8).digest()) % 9000 + 1000
    return _MOVED.get(code, str(derived))
