"""Cycles are collected in the window's thread, when they are due."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.collecting import collect_due
from desktop.ui.kit.collector import Collector


class Knot:
    """Refers to itself; tells in which thread it went."""

    def __init__(self, gone_in: list[threading.Thread]) -> None:
        self.itself = self
        self._gone_in = gone_in

    def __del__(self) -> None:
        self._gone_in.append(threading.current_thread())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    made = Collector()
    yield made
    made.stop()
    gc.disable()


def litter() -> None:
    """Enough garbage that Python would collect in any thread."""
    for _ in range(3 * gc.get_threshold()[0]):
        knot: list[object] = []
        knot.append(knot)


def test_a_busy_thread_collects_nothing_while_the_window_is_open(collector: Collector) -> None:
    gone_in: list[threading.Thread] = []
    Knot(gone_in)
    busy = threading.Thread(target=litter)
    busy.start()
    busy.join()
    assert gone_in == []
    gc.collect()
    assert gone_in == [threading.main_thread()]


def test_what_is_due_is_collected(collector: Collector) -> None:
    gone_in: list[threading.Thread] = []
    watched = weakref.ref(Knot(gone_in))
    litter()
    assert collect_due() >= 0
    assert watched() is None


def test_nothing_is_collected_before_it_is_due(collector: Collector) -> None:
    gc.collect()
    assert collect_due() == -1


def test_python_collects_by_itself_again_afterwards(qtbot: QtBot) -> None:
    Collector().stop()
    enabled = gc.isenabled()
    gc.disable()
    assert enabled
