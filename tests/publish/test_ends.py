"""What a lost computer wrote past its end counts on the server no more than in the file, in whatever order it comes."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.bundle.writing import FILE_SUFFIX
from desktop.services import bundles, renewing, revoking
from desktop.services.publishing import publish_bundles
from desktop.services.publishing_bundles import PublishLeft
from desktop.services.workspace import Workspace
from tests.kit.postgres import TestServer
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.publish.served import asked, expected_tables, quiet, tables
from tests.services.exchange import UPPER, acquaint, carry, computer, sent

_NAMES = "SELECT name FROM area ORDER BY 1"


@dataclass
class Lost:
    """A computer whose end was told at its first operation, and the bundles of which that was heard.

    Attributes:
        first, later: what it sent up to its end, and after it.
        told: the bundle in which its station says so.
    """

    upper: Workspace
    second: Workspace
    first: Path
    later: Path
    told: Path
    sticks: Path

    def folder(self, *paths: Path) -> Path:
        """A new folder with these bundles, which come in this order."""
        made = self.sticks / "-".join(path.stem for path in paths)
        made.mkdir()
        for number, path in enumerate(paths):
            shutil.copy(path, made / f"{number}{FILE_SUFFIX}")
        return made


@pytest.fixture
def lost(make: WorkspaceMaker, tmp_path: Path) -> Lost:
    commune, second = computer(make, NHON_HUNG, 1), computer(make, NHON_HUNG, 3)
    upper = computer(make, AN_GIANG, 2)
    acquaint(commune, second)
    acquaint(commune, upper)
    acquaint(second, upper)
    put(second, "area", name="Ấp 1")
    first = sent(second, UPPER, tmp_path).path
    carry(second, commune, tmp_path)
    put(second, "area", name="Ấp 2")
    later = sent(second, UPPER, tmp_path).path
    revoking.revoke(commune, second.device)
    put(commune, "area", name="Ấp 3")
    return Lost(upper, second, first, later, sent(commune, UPPER, tmp_path).path, tmp_path)


def areas_after(lost: Lost, address: str, order: Sequence[Path]) -> list[str]:
    """The areas that count after the bundles came one by one; some of the lost computer's may be refused."""
    for path in order:
        with suppress(PublishLeft):
            publish_bundles(lost.upper, address, lost.folder(path), quiet)
        shutil.rmtree(lost.sticks / path.stem)
    return [name for (name,) in asked(address, _NAMES)]


def test_what_came_before_the_word_of_the_end_counts_up_to_it_as_in_the_file(
    lost: Lost, address: str
) -> None:
    publish_bundles(lost.upper, address, lost.folder(lost.first, lost.later), quiet)
    assert asked(address, _NAMES) == [("Ấp 1",), ("Ấp 2",)]
    publish_bundles(lost.upper, address, lost.folder(lost.told), quiet)
    for path in (lost.first, lost.later, lost.told):
        bundles.import_bundle(lost.upper, path, quiet)
    held = expected_tables(lost.upper)
    assert tables(address, lost.upper.registry) == {
        place: row for place, row in held.items() if row["@station"] != UPPER
    }
    assert asked(address, _NAMES) == [("Ấp 1",), ("Ấp 3",)]


def test_the_same_operations_again_past_the_end_do_not_count(lost: Lost, address: str) -> None:
    publish_bundles(lost.upper, address, lost.folder(lost.first, lost.later, lost.told), quiet)
    put(lost.second, "area", name="Ấp 4")
    again = sent(lost.second, UPPER, lost.sticks).path
    before = asked(address, "SELECT device, seq, aside FROM journal_operation ORDER BY 1, 2")
    with pytest.raises(PublishLeft, match="revoked_key"):
        publish_bundles(lost.upper, address, lost.folder(again, lost.later, lost.first), quiet)
    assert asked(address, _NAMES) == [("Ấp 1",), ("Ấp 3",)]
    assert asked(address, "SELECT device, seq, aside FROM journal_operation ORDER BY 1, 2") == before


def test_nothing_past_the_end_counts_in_whatever_order_it_is_heard(
    lost: Lost, server: TestServer, template: str
) -> None:
    first, later, told = lost.first, lost.later, lost.told
    orders = ((first, told, later), (first, later, told), (told, first, later))
    found = [
        areas_after(lost, server.make_database(f"ends_{number}", template), order)
        for number, order in enumerate(orders)
    ]
    # Who hears of the end first believes nothing more of that computer; its station brings what it saw.
    assert found == [["Ấp 1", "Ấp 3"], ["Ấp 1", "Ấp 3"], ["Ấp 1", "Ấp 3"]]


def test_a_publisher_that_was_ended_itself_hears_of_it_and_keeps_it(
    make: WorkspaceMaker, tmp_path: Path, address: str
) -> None:
    commune, upper, desk = (
        computer(make, NHON_HUNG, 1),
        computer(make, AN_GIANG, 2),
        computer(make, AN_GIANG, 5),
    )
    for each in (upper, desk):
        acquaint(commune, each)
    acquaint(upper, desk)
    revoking.revoke(desk, upper.device)
    carry(desk, commune, tmp_path)
    put(commune, "area", name="Ấp 1")
    sticks = tmp_path / "goi"
    sticks.mkdir()
    sent(commune, UPPER, sticks)
    with pytest.raises(PublishLeft, match="computer_ended"):
        publish_bundles(upper, address, sticks, quiet)
    assert asked(address, "SELECT count(*) FROM journal_operation") == [(0,)]
    ended = renewing.own_end(upper)
    assert ended is not None
    assert ended.on == upper.today()
