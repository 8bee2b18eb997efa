"""On which line of a layout file a field stands, for the message that refuses it: TOML's reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_HEADER: Final = re.compile(r"\s*\[+\s*([A-Za-z_.]+)\s*\]+")
_KEY: Final = re.compile(r"\s*([A-Za-z_]+)\s*=\s*(.*)")
_KIND: Final = re.compile(r" \([a-z]+\)$")
_NAMING: Final = {"block": "name", "block.line": "item"}
"""By kind of table, the key under whose value the messages call it."""


@dataclass
class _Part:
    """A table of the file: what it is called in messages, where it begins, where its keys stand."""

    called: list[str]
    line: int
    keys: dict[str, int] = field(default_factory=dict)


def line_of(text: str, place: str) -> int:
    """The line, from 1, of a field such as "khung / name / size"; of its table where the field is missing."""
    path = _KIND.sub("", place).split(" / ")
    parts = list(_parts(text))
    for depth in (len(path), len(path) - 1):
        for part in parts:
            if _leads(part, path[:depth]):
                return part.keys.get(path[-1], part.line) if depth < len(path) else part.line
    return parts[0].keys.get(path[0], 1)


def _leads(part: _Part, path: list[str]) -> bool:
    """Whether a path of names leads to a table; numbered tables are known by their number and by their name."""
    return bool(path) and " / ".join(path) in part.called


def _parts(text: str) -> Iterator[_Part]:
    whole = part = _Part([""], 1)
    found, counts, block = [whole], {"block": 0, "frame": 0, "block.line": 0}, whole
    kind = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.fullmatch(line.split("#")[0].rstrip()):
            kind = header[1]
            counts[kind] = counts.get(kind, 0) + 1
            above = block.called if kind == "block.line" else [""]
            own = "line" if kind == "block.line" else kind
            names = [f"{own} {counts[kind]}", own] if own in ("block", "line", "frame") else [own]
            part = _Part([f"{name} / {each}".strip(" /") for name in above for each in names], number)
            if kind == "block":
                block, counts["block.line"] = part, 0
            found.append(part)
        elif key := _KEY.match(line):
            part.keys[key[1]] = number
            if key[1] == _NAMING.get(kind):
                said = key[2].split("#")[0].strip().strip("\"'")
                above = block.called if kind == "block.line" else [""]
                part.called += [f"{name} / {said}".strip(" /") for name in above]
    yield from found
