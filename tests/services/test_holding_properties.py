"""Bundles in any order, each more than once: what waits is what was sent, and all ends as if they had come in turn."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.bundle.errors import BundleGap
from desktop.services import bundles, holding
from desktop.services.accounts import open_workspace
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, environment, make_workspace
from tests.services.exchange import acquaint, everything, quiet
from tests.services.test_holding import packs

PACKS: Final = 4
ORDERS: Final = 200 if os.environ.get("TUQUAN_SEARCH") else 8


@dataclass
class Post:
    """Bundles that build on each other, and the upper level that has none of them yet.

    Attributes:
        in_turn: what that upper level holds once they have come one after the other.
    """

    paths: Sequence[Path]
    folder: Path
    upper: Path
    user: str
    in_turn: tuple[object, ...] = ()

    def fresh(self) -> Workspace:
        shutil.rmtree(self.folder / "copy", ignore_errors=True)
        shutil.copytree(self.upper, self.folder / "copy")
        return open_workspace(self.folder / "copy", self.user, PASSWORD, environment(seed=2, machine="may-2"))

    def waiting(self) -> dict[bytes, int]:
        """The very bytes that lie in the holding area, with how often."""
        files = (self.folder / "copy" / holding.FOLDER).glob("*")
        found: dict[bytes, int] = {}
        for file in files:
            raw = file.read_bytes()
            found[raw] = found.get(raw, 0) + 1
        return found


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Post:
    folder = tmp_path_factory.mktemp("post")
    around = environment(seed=2, machine="may-2")
    upper = make_workspace(folder / "upper", AN_GIANG, around=around).workspace
    commune = make_workspace(
        folder / "commune", NHON_HUNG, around=environment(seed=1, machine="may-1")
    ).workspace
    acquaint(commune, upper)
    (folder / "sticks").mkdir()
    made = packs(commune, upper, folder / "sticks", PACKS)
    upper.close()
    commune.close()
    post = Post(made, folder, folder / "upper", upper.user.id)
    copy = post.fresh()
    for path in made:
        bundles.import_bundle(copy, path, quiet)
    post.in_turn = everything(copy)
    copy.close()
    return post


orders = st.lists(st.integers(0, PACKS - 1), max_size=8).flatmap(
    lambda some: st.permutations([*range(PACKS), *some])
)


@given(orders)
@settings(max_examples=ORDERS)
def test_in_whatever_order_they_come_all_ends_as_if_they_had_come_in_turn(
    post: Post, order: Sequence[int]
) -> None:
    upper = post.fresh()
    taken, come = 0, set[int]()
    for number in order:
        come.add(number)
        with suppress(BundleGap):
            bundles.import_bundle(upper, post.paths[number], quiet)
        while taken in come:
            taken += 1
        waits = {post.paths[each].read_bytes(): 1 for each in come if each > taken}
        assert post.waiting() == waits
    assert everything(upper) == post.in_turn
    upper.close()
