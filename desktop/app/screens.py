"""``make screens``: pictures of every page at the sizes and in the looks that people have, to be looked at.

1366 × 768 is the screen of most stations; at 125 and 150 percent Windows leaves 1093 × 614 and 911 × 512 of it.
A page is what an entry of the navigation leads to, and each of its tabs; what is added there is in the pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from desktop.app.demo_station import Station, first_start
from desktop.app.opening import real_environment
from desktop.app.run import OUT, go_without_screen
from desktop.app.sample import make_sample
from desktop.app.window import Starter, make_application
from desktop.i18n.catalogue import Catalogue
from desktop.ui.kit.collector import Collector
from desktop.ui.shell.appearance import Ground, dress
from desktop.ui.shell.entries import entries_of
from desktop.ui.shell.navigation import NewRecord
from desktop.ui.shell.tabs import TabbedPage

SIZES: Final = {"100": (1366, 768), "125": (1093, 614), "150": (911, 512)}
LARGE: Final = 130
WITHOUT_ENTRY: Final = ("importing",)
"""Pages that are reached from others."""

FORM: Final = "dispute"
"""The register whose form is in the pictures: the longest."""

_EMPTY: Final = "-trong"


@dataclass(frozen=True)
class Look:
    """One way of looking at all pages. ``percent`` is one of :data:`SIZES`."""

    percent: str
    ground: Ground
    scale: int = 100
    language: str = "vi"

    @property
    def name(self) -> str:
        large = f"-co-chu-{self.scale}" if self.scale != 100 else ""
        english = "-en" if self.language == "en" else ""
        return f"{self.percent}-{self.ground.value}{large}{english}"


EVERY: Final = (
    *(Look(percent, ground) for ground in (Ground.LIGHT, Ground.DARK) for percent in SIZES),
    Look("100", Ground.LIGHT, scale=LARGE),
    Look("100", Ground.LIGHT, language="en"),
)
FEW: Final = (Look("100", Ground.LIGHT), Look("150", Ground.DARK))
"""What a demonstration has the time for."""


def shoot_pages(at: Station, looks: Sequence[Look], ending: str = "") -> int:
    """Every page in each of the looks; gives how many pictures there are."""
    taken = 0
    first = at.shell.appearance
    for look in looks:
        at.shell.resize(*SIZES[look.percent])
        at.shell.change_appearance(
            replace(first, ground=look.ground, scale=look.scale, language=look.language)
        )
        taken += sum(1 for _ in _shots(at, look.name + ending))
    at.shell.change_appearance(first)
    at.shell.resize(*SIZES["100"])
    return taken


def _shots(at: Station, look: str) -> Iterator[Path]:
    entries = entries_of(at.workspace)
    for page in (*(entry.id for entry in entries), *WITHOUT_ENTRY):
        at.go(page)
        for tab in _tabs(at):
            if tab:
                at.go(page, tab)
            yield at.hand.shot("-".join(filter(None, ("trang", page, tab, look))))
    at.shell.main_window().go(NewRecord(FORM))
    yield at.hand.shot(f"trang-phieu-{FORM}-{look}")


def _tabs(at: Station) -> Sequence[str]:
    """The names of the tabs of the page that is shown; one empty name for a page without tabs."""
    page = at.shell.main_window().page()
    return page.names if isinstance(page, TabbedPage) else ("",)


def make_screens(out: Path) -> int:
    """The pages of a new station, then of one after a year of work."""
    for old in out.glob("trang-*.png"):
        old.unlink()
    app = make_application()
    with TemporaryDirectory(prefix="tuquan-") as name:
        home = Path(name)
        dress(app, Starter(home / "mau", real_environment(), home / "mau.json").appearance())
        collector = Collector()
        station = Station(home, "xa", out)
        try:
            first_start(station, "tinh bien", "Nguyễn Văn An")
            station.hand.click("Door_nothing")
            taken = shoot_pages(station, EVERY, _EMPTY)
            make_sample(station.workspace)
            return taken + shoot_pages(station, EVERY)
        finally:
            station.close()
            collector.stop()


def main() -> None:
    go_without_screen()
    count = make_screens(OUT / "screens")
    print(Catalogue("vi").text("screens.made", count=count, folder=str(OUT / "screens")))  # noqa: T201


if __name__ == "__main__":
    main()
