"""Two who bring at once: everything once, what belongs together in order, and what ends one ends the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from threading import Barrier, Lock, get_ident

import pytest

from desktop.domain.errors import Cancelled
from desktop.publish.lanes import Importer, Lanes
from desktop.services.publishing import publish
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker
from tests.publish.served import assert_equal


class Lost(Exception):
    """A lane met something."""


def lanes_over(
    loads: Iterable[list[str]], told: Callable[[str], None] = lambda _each: None
) -> Lanes[str, str]:
    """Lanes over loads, which hand what was brought to ``told``."""
    return Lanes(iter(loads), told)


def bringing(
    bring: Callable[[str], None] = lambda _each: None,
) -> tuple[Callable[[], Importer[str, str]], list[str]]:
    """Makes importers; and what they brought, in the order in which it was."""
    came: list[str] = []
    lock = Lock()

    def one(each: str) -> str:
        bring(each)
        with lock:
            came.append(each)
        return each

    return lambda: nullcontext(one), came


def test_everything_comes_once_and_a_load_in_its_order() -> None:
    loads = [[f"{load}.{each}" for each in range(4)] for load in range(5)]
    importer, came = bringing()
    told: list[str] = []
    lanes_over(loads, told.append).run(importer(), [importer(), importer()])
    assert sorted(told) == sorted(came) == sorted(each for load in loads for each in load)
    for load in loads:
        places = [came.index(each) for each in load]
        assert places == sorted(places)


def test_two_bring_at_the_same_time() -> None:
    both = Barrier(2, timeout=30)
    threads: set[int] = set()

    def bring(_each: str) -> None:
        threads.add(get_ident())
        both.wait()

    importer, came = bringing(bring)
    lanes_over([["a"], ["b"]]).run(importer(), [importer()])
    assert sorted(came) == ["a", "b"]
    assert len(threads) == 2


def test_what_one_meets_is_raised_when_the_other_has_finished() -> None:
    both = Barrier(2, timeout=30)

    def bring(each: str) -> None:
        if each in ("a", "b"):
            both.wait()
        if each == "b":
            raise Lost

    importer, came = bringing(bring)
    with pytest.raises(Lost):
        lanes_over([["a", "a, later"], ["b"]]).run(importer(), [importer()])
    assert came[0] == "a"


def test_another_that_cannot_begin_is_told() -> None:
    @contextmanager
    def closed(*, shut: bool) -> Iterator[Callable[[str], str]]:
        if shut:
            raise Lost
        yield str

    importer, _ = bringing()
    with pytest.raises(Lost):
        lanes_over([["a"], ["b"]]).run(importer(), [closed(shut=True)])


def test_who_stops_it_stops_all() -> None:
    def stop(_each: str) -> None:
        raise Cancelled

    importer, _ = bringing()
    with pytest.raises(Cancelled):
        lanes_over(([str(number)] for number in count()), stop).run(importer(), [importer()])


def test_two_importers_publish_what_the_file_holds(
    make: WorkspaceMaker, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upper = make(AN_GIANG).workspace
    for number in range(4):
        with upper.change("model.create") as change:
            change.create("model", {"name": f"Mô hình số {number}", "kind": "other"})
    monkeypatch.setattr("desktop.publish.publishing.AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    publish(upper, address, lambda done, total: told.append((done, total)), importers=2)
    assert told[-1][0] == told[-1][1] > 0
    assert_equal(upper, address)
