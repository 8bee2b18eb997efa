"""The wording of papers made of a record: fixed words and proposed lines, data in ``resources/papers``.

What a person made of a proposed block is kept on this computer and proposed again, until the proposal itself
changes, such as when another law comes into force.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from desktop.base.resources import resource
from desktop.base.text import tidy
from desktop.services.workspace import Workspace

DOTS: Final = "…………"
SHORT_DOTS: Final = "……"
MOTTO: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
VI: Final = "vi"
_MARKS: Final = " -–—•;"
"""What people, and Word for them, set around the lines of a list."""


@dataclass(frozen=True)
class ProposedLine:
    """A line of a block: for one kind of group alone if it names one, on the days it is in force."""

    block: str
    text: str
    kind: str | None = None
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True)
class Wording:
    """The words of one paper."""

    words: Mapping[str, str]
    proposed: tuple[ProposedLine, ...]

    def text(self, key: str, **facts: object) -> str:
        return self.words[key].format(**facts)

    def has(self, key: str) -> bool:
        return key in self.words

    def block(self, name: str, on: date, kind: str | None = None, **facts: object) -> str:
        """The lines of a block that are proposed on a day, one below the other."""
        return "\n".join(
            each.text.format(**facts)
            for each in self.proposed
            if each.block == name and each.kind in (None, kind) and each.since <= on <= each.until
        )


@cache
def wording(paper: str) -> Wording:
    """Reads the words of a paper. Raises :class:`FileNotFoundError` where the installation is damaged."""
    table: dict[str, Any] = tomllib.loads((resource("papers") / f"{paper}.toml").read_text("utf-8"))
    return Wording(table["text"], tuple(ProposedLine(**each) for each in table.get("line", ())))


def kept(workspace: Workspace, paper: str, name: str, proposed: str) -> str:
    """What a person last made of a block, if it was made of this same proposal; else the proposal."""
    with workspace.reading() as reader:
        text = reader.local(_name(paper, name))
    held: dict[str, str] = json.loads(text) if text else {}
    return held["text"] if held.get("proposed") == proposed and held.get("text") else proposed


def keep(workspace: Workspace, paper: str, blocks: Mapping[str, tuple[str, str]]) -> None:
    """Keeps what a person made of the blocks: for each what was proposed, and what it became."""
    with workspace.reading() as reader:
        changed = {
            name: json.dumps({"proposed": proposed, "text": text}, ensure_ascii=False)
            for name, (proposed, text) in blocks.items()
        }
        changed = {name: text for name, text in changed.items() if reader.local(_name(paper, name)) != text}
    if changed:
        with workspace.file.writing() as writer:
            for name, text in changed.items():
                writer.set_local(_name(paper, name), text)


def lines_of(text: object) -> tuple[str, ...]:
    """A block as its lines, empty ones left out, without the marks that the paper sets itself."""
    lines = (tidy(line).strip(_MARKS) for line in str(text or "").splitlines())
    return tuple(filter(None, lines))


def receivers(text: object) -> tuple[str, ...]:
    """Those who receive a paper, each ending ";", the last "." (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    *others, last = (line.rstrip(".") for line in lines_of(text) or ("",))
    return (*(f"{each};" for each in others), f"{last}.") if last else ()


def _name(paper: str, block: str) -> str:
    return f"paper:{paper}:{block}"
