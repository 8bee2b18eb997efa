"""Pictures of every page at the sizes and in the looks that people have, to be looked at.

1366 × 768 is the screen of most stations; at 125 and 150 percent Windows leaves 1093 × 614 and 911 × 512 of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desktop.app.hand import Hand
from desktop.ui.shell.appearance import Ground
from desktop.ui.shell.entries import entries_for
from desktop.ui.shell.navigation import NewRecord, OpenPage
from desktop.ui.shell.shell import Shell

SIZES: Final = {"100": (1366, 768), "125": (1093, 614), "150": (911, 512)}
GROUNDS: Final = (Ground.LIGHT, Ground.DARK)
_OTHER_PAGES: Final = (("importing", None), ("sync", "receive"), ("sync", "devices"))
LARGE: Final = 130


def shoot_pages(shell: Shell, hand: Hand) -> int:
    """Every page in both looks at all sizes, and in large letters; gives how many pictures there are."""
    taken = 0
    first = shell.appearance
    for ground in GROUNDS:
        shell.change_appearance(replace(first, ground=ground))
        for name, size in SIZES.items():
            taken += _shoot(shell, hand, f"{name}-{ground.value}", size)
    shell.change_appearance(replace(first, scale=LARGE))
    taken += _shoot(shell, hand, f"100-{Ground.LIGHT.value}-co-chu-{LARGE}", SIZES["100"])
    shell.change_appearance(replace(first, language="en"))
    taken += _shoot(shell, hand, f"100-{Ground.LIGHT.value}-en", SIZES["100"])
    shell.change_appearance(first)
    shell.resize(*SIZES["100"])
    return taken


def _shoot(shell: Shell, hand: Hand, looks: str, size: tuple[int, int]) -> int:
    shell.resize(*size)
    places = _places(shell)
    for page, tab in places:
        shell.main_window().go(OpenPage(page, tab))
        hand.shot("-".join(["trang", page, *([tab] if tab else []), looks]))
    shell.main_window().go(NewRecord("dispute"))
    hand.shot(f"trang-phieu-vu-viec-{looks}")
    return len(places) + 1


def _places(shell: Shell) -> list[tuple[str, str | None]]:
    workspace = shell.workspace
    assert workspace is not None
    places: list[tuple[str, str | None]] = []
    for entry in entries_for(workspace.user.role):
        places += [(entry.id, tab) for tab in entry.tabs or (None,)]
    return [*places, *_OTHER_PAGES]
