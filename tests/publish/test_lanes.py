"""Two who bring at once: everything once, what belongs together in order, and what ends one ends the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Barrier, Lock, get_ident
from typing import Any, NoReturn

import pytest

from desktop.domain.errors import Cancelled
from desktop.publish.lanes import Lanes, Published
from desktop.services.publishing import publish
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker
from tests.publish.served import assert_equal

_HERE: Any = None
"""What the lanes hand on and never look at."""


class Lost(Exception):
    """A lane met something."""


@contextmanager
def beside() -> Iterator[tuple[Any, Any]]:
    yield _HERE, _HERE


def lanes_over(
    loads: Iterable[list[list[str]]], bring: Callable[[str], None]
) -> tuple[Lanes[str], list[str]]:
    """Lanes, and what they brought in the order in which it was."""
    came: list[str] = []
    lock = Lock()

    def bring_all(_server: Any, _outgoing: Any, batch: list[str]) -> Published:
        for each in batch:
            bring(each)
            with lock:
                came.append(each)
        return Published(len(batch), len(batch))

    return Lanes(iter(loads), bring_all), came


def test_everything_comes_once_and_a_load_in_its_order() -> None:
    loads = [[[f"{load}.{batch}"] for batch in range(4)] for load in range(5)]
    lanes, came = lanes_over(loads, lambda _each: None)
    told: list[int] = []
    lanes.run(_HERE, _HERE, beside, told.append)
    assert sorted(came) == sorted(each for load in loads for (each,) in load)
    for load in loads:
        places = [came.index(each) for (each,) in load]
        assert places == sorted(places)
    assert (lanes.new, lanes.done, told[-1]) == (20, 20, 20)


def test_two_bring_at_the_same_time() -> None:
    both = Barrier(2, timeout=30)
    threads: set[int] = set()

    def bring(_each: str) -> None:
        threads.add(get_ident())
        both.wait()

    lanes, came = lanes_over([[["a"]], [["b"]]], bring)
    lanes.run(_HERE, _HERE, beside, lambda _done: None)
    assert sorted(came) == ["a", "b"]
    assert len(threads) == 2


def test_what_one_meets_is_raised_when_the_other_has_finished() -> None:
    both = Barrier(2, timeout=30)

    def bring(each: str) -> None:
        if each in ("a", "b"):
            both.wait()
        if each == "b":
            raise Lost

    lanes, came = lanes_over([[["a"], ["a, later"]], [["b"]]], bring)
    with pytest.raises(Lost):
        lanes.run(_HERE, _HERE, beside, lambda _done: None)
    assert came[0] == "a"


def test_a_second_lane_that_cannot_begin_is_told() -> None:
    def closed() -> NoReturn:
        raise Lost

    lanes, _ = lanes_over([[["a"]], [["b"]]], lambda _each: None)
    with pytest.raises(Lost):
        lanes.run(_HERE, _HERE, closed, lambda _done: None)


def test_who_stops_it_stops_both() -> None:
    def stop(_done: int) -> None:
        raise Cancelled

    lanes, _ = lanes_over(([[str(number)]] for number in count()), lambda _each: None)
    with pytest.raises(Cancelled):
        lanes.run(_HERE, _HERE, beside, stop)


def test_two_lanes_publish_what_the_file_holds(
    make: WorkspaceMaker, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upper = make(AN_GIANG).workspace
    for number in range(4):
        with upper.change("model.create") as change:
            change.create("model", {"name": f"Mô hình số {number}", "kind": "other"})
    monkeypatch.setattr("desktop.publish.publishing.AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    publish(upper, address, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    assert_equal(upper, address)
