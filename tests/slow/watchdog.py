"""A watchdog in the event loop: when the window did not live for longer than a person bears, it says what held it.

A timer of the window beats every few milliseconds. A thread looks at the last beat; while it is late, the thread notes
where the window's own thread is at work. What a hand at the window does by itself (looking for a widget, taking a
picture) is no freeze of the program and is not counted.
"""

from __future__ import annotations

import faulthandler
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic
from typing import IO, Final

from PySide6.QtCore import Qt, QTimer

from desktop.app import hand

LIMIT_S: Final = 0.1
"""A person notices a tenth of a second."""

_BEAT_MS: Final = 10
_LOOK_S: Final = 0.01
_LATE_S: Final = 0.03
_CALL: Final = re.compile(r'File "([^"]*)", line \d+ in (\S+)')
_HAND: Final = hand.__file__
_DEEDS: Final = frozenset({"click", "type_into", "press", "tab", "choose_row", "live"})
"""Of the hand: what lets the program work. All else that it does is its own time."""

_HERE: Final = __file__
_PROGRAM: Final = str(Path(hand.__file__).parents[1])
_TOOLS: Final = str(Path(hand.__file__).parent)


@dataclass
class Freeze:
    """One stretch without a beat.

    Attributes:
        seconds: for how long the program was at work in it.
        during: what the journey was doing.
        where: places of the program's own code, the one that was seen most often first.
    """

    seconds: float
    during: str
    where: Counter[str] = field(default_factory=Counter)


class Watchdog:
    """Watches the thread that makes it, from :meth:`begin` to :meth:`end`. ``during`` names what is being done."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self.during = ""
        self.freezes: list[Freeze] = []
        self._limit = limit_s
        self._watched = threading.get_ident()
        self._last = monotonic()
        self._seen: Counter[str] = Counter()
        self._over = threading.Event()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._look, daemon=True)

    def begin(self) -> None:
        self._last = monotonic()
        self._timer.start(_BEAT_MS)
        self._thread.start()

    def end(self) -> None:
        self._beat()
        self._timer.stop()
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        seen, self._seen = self._seen, Counter()
        late, self._last = monotonic() - self._last, monotonic()
        looks = sum(seen.values())
        program = looks - seen.pop("", 0)
        if late > self._limit and looks:
            seconds = late * program / looks
            if seconds > self._limit:
                self.freezes.append(Freeze(seconds, self.during, seen))

    def _look(self) -> None:
        with TemporaryFile() as notes:
            while not self._over.wait(_LOOK_S):
                if monotonic() - self._last > _LATE_S:
                    self._seen[_place(_calls(notes, self._watched))] += 1


def _calls(notes: IO[bytes], thread: int) -> Iterator[tuple[str, str]]:
    """The (file, function) that a thread is in, the innermost first.

    Not by ``sys._current_frames``: a frame that is let go in this thread takes widgets of the other one with it.
    """
    notes.seek(0)
    notes.truncate()
    faulthandler.dump_traceback(notes, all_threads=True)
    notes.seek(0)
    _, _, text = notes.read().decode(errors="replace").partition(f"0x{thread:016x} (most recent call first):")
    return (
        (match[1], match[2])
        for match in _CALL.finditer(text.partition("\nThread 0x")[0].partition("\nCurrent")[0])
    )


def as_a_click(deed: Callable[[], object]) -> None:
    """Does what the window does when it is asked by a click that the hand cannot make."""
    deed()


def _place(calls: Iterable[tuple[str, str]]) -> str:
    """The program's code that is at work: the innermost place of all, and of the window's own code.

    Empty where the hand works for itself.
    """
    inner: list[str] = []
    for file, function in calls:
        if file == _HAND and function not in _DEEDS:
            return ""
        if file in (_HAND, _HERE):
            window = next((place for place in inner if place.startswith("ui/")), "")
            deepest = inner[0] if inner else "Qt"
            return " < ".join(dict.fromkeys(part for part in (deepest, window) if part))
        if file.startswith(_PROGRAM) and not file.startswith(_TOOLS):
            inner.append(f"{Path(file).relative_to(_PROGRAM).as_posix()}:{function}")
    return ""
