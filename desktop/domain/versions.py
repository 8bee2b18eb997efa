"""Versions of the program: three numbers, of which the first that differs decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_FORM: Final = re.compile(r"(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})", re.ASCII)


@dataclass(frozen=True, order=True)
class Version:
    """Such as 1.2.0, and later than 1.1.9. Each number is below 65,536, as Windows has it."""

    first: int
    second: int
    third: int

    def __str__(self) -> str:
        return f"{self.first}.{self.second}.{self.third}"


def parse_version(text: str) -> Version | None:
    """The version that a text spells in its one way; None for any other text."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    numbers = [int(each) for each in found.groups()]
    return Version(*numbers) if max(numbers) < 2**16 else None


RUNNING: Final = Version(0, 1, 0)
"""Of this program; a test holds it equal to that of ``pyproject.toml``."""
