"""Which sticks and files wait to be taken in: a pure list of what was seen, asked anew at every look."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.services.places import Place


@dataclass(frozen=True)
class Job:
    """One stick, or the new files of the watched folder."""

    folder: Path
    name: str
    stick: bool
    only: tuple[Path, ...] = ()


class Desk:
    """Each stick is one job for as long as it is plugged in; each file of a folder is one once.

    Attributes:
        jobs: what waits to be taken in, in the order in which it came.
        present: the sticks that are plugged in.
    """

    def __init__(self) -> None:
        self.jobs: deque[Job] = deque()
        self.present: dict[Path, Place] = {}
        self._known: set[tuple[Path, int, float]] = set()

    def look(self, sticks: Iterable[Place]) -> list[Path]:
        """Takes note of the sticks that are there now; gives those that were pulled out since."""
        now = {each.folder: each for each in sticks}
        gone = [folder for folder in self.present if folder not in now]
        for folder, place in now.items():
            if folder not in self.present:
                self.jobs.append(Job(folder, place.name or str(folder), stick=True))
        self.jobs = deque(each for each in self.jobs if not each.stick or each.folder in now)
        self.present = now
        return gone

    def watch(self, folder: Path, files: Iterable[tuple[Path, int, float]]) -> None:
        """Takes note of files in a folder that were not there before; a stick that is plugged in is a job anyway."""
        if any(folder.is_relative_to(stick) for stick in self.present):
            return
        new = [each for each in files if each not in self._known]
        if new:
            self._known.update(new)
            self.jobs.append(Job(folder, folder.name, stick=False, only=tuple(each[0] for each in new)))

    @property
    def known(self) -> frozenset[tuple[Path, int, float]]:
        """The files that were jobs already."""
        return frozenset(self._known)

    def forget(self) -> None:
        """Begin anew: sticks that are still plugged in are looked at again."""
        self.jobs.clear()
        self.present = {}
