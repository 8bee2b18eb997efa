"""What a use case is given from outside: who is at work, for which unit, on which machine."""

from __future__ import annotations

import json
from collections.abc import Callable

from desktop.base.values import dataclass
from desktop.domain.access import Role
from desktop.store.register_file import Reader
from desktop.system.clock import Clock


@dataclass(frozen=True)
class User:
    """Who is logged in."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True)
class StationInfo:
    """The unit that owns the file.

    Attributes:
        code: of the administrative table, or a name of the unit's own.
        upper_name: the real name of the level above, such as "Công an tỉnh An Giang".
        level: ``commune`` or ``upper``.
        place: what stands before the date on papers.
    """

    code: str
    name: str
    upper_name: str
    level: str = "commune"
    place: str = ""


@dataclass(frozen=True)
class Environment:
    """The machine as use cases see it: time, randomness, which machine it is."""

    clock: Clock
    randomness: Callable[[int], bytes]
    machine: str


def read_station(reader: Reader) -> StationInfo:
    text = reader.local("station")
    if text is None:
        raise ValueError("the file has no station")
    return StationInfo(**json.loads(text))
