"""Bundles that build on what is not here yet: kept, named, and taken in their order when that comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.bundle.errors import BundleGap, BundleMalformed, ForeignRecord, PacksMissing
from desktop.domain.journal.chain import BrokenChain
from desktop.domain.journal.compose import Intent
from desktop.domain.receipts import Taken
from desktop.services import bundles, devices, holding
from desktop.services.holding import LetGo, Missing
from desktop.services.workspace import Workspace
from desktop.store.receipts import Kept
from tests.bundle.kit import Author, Sent, send
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import (
    UPPER,
    Sealed,
    acquaint,
    carry,
    computer,
    everything,
    quiet,
    sent,
    value,
    write,
)


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def packs(sender: Workspace, reader: Workspace, folder: Path, count: int) -> list[Path]:
    """Bundles each of which builds on the one before: their sender believes that each has arrived."""
    made = []
    for pack in range(count):
        for number in range(60):
            put(sender, "area", name=f"Ấp {pack}.{number}")
        made.append(sent(sender, reader.station.code, folder).path)
        with sender.file.writing() as writer:
            tip = writer.journal.tip(sender.device)
            all_of_it = Taken(((tip.seq, "*"),))
            writer.receipts.put(
                Kept(reader.device, sender.device, all_of_it, tip.hash, "2026-11-22T08:00:00+07:00", ())
            )
    return made


def areas(workspace: Workspace) -> int:
    with workspace.reading() as reader:
        return len(list(reader.records.whole("area")))


def in_area(workspace: Workspace) -> list[str]:
    return sorted(each.name for each in (workspace.folder / holding.FOLDER).iterdir())


@pytest.mark.parametrize("attempt", [bundles.preview, bundles.import_bundle])
def test_a_gap_waits_and_names_the_bundles_that_are_missing(
    commune: Workspace, upper: Workspace, tmp_path: Path, attempt: object
) -> None:
    first, second, third = packs(commune, upper, tmp_path, 3)
    bundles.import_bundle(upper, first, quiet)
    before = everything(upper)
    with pytest.raises(PacksMissing) as refusal:
        attempt(upper, third, quiet)  # type: ignore[operator]
    assert refusal.value.facts == {"station": NHON_HUNG.name, "first": 2, "last": 2}
    assert everything(upper) == before
    (waiting,) = holding.find(upper)
    assert (waiting.station, waiting.number, waiting.packs) == (NHON_HUNG.name, 3, (2, 2))
    assert waiting.missing == (Missing(NHON_HUNG.name, 61, 70),)
    assert holding.count(upper) == 1
    assert second.exists()


def test_what_waited_is_taken_in_order_when_the_missing_one_comes(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    first, *later = packs(commune, upper, tmp_path, 4)
    for path in reversed(later):
        with pytest.raises(BundleGap):
            bundles.import_bundle(upper, path, quiet)
    assert [each.number for each in holding.find(upper)] == [4, 3, 2]
    received = bundles.import_bundle(upper, first, quiet)
    assert [each.number for each in (received, *received.followed)] == [1, 2, 3, 4]
    assert areas(upper) == 240
    assert holding.find(upper) == []
    assert in_area(upper) == []
    assert value(upper, "area", _last_area(commune), "name") == "Ấp 3.59"


def _last_area(workspace: Workspace) -> str:
    with workspace.reading() as reader:
        return max(row.id for row in reader.records.whole("area"))


def test_what_came_meanwhile_by_another_bundle_waits_no_more(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    _, second = packs(commune, upper, tmp_path, 2)
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, second, quiet)
    with commune.file.writing() as writer:
        kept = writer.receipts.get(upper.device, commune.device)
        assert kept is not None
        writer.receipts.put(kept._replace(taken=Taken(), hash="0" * 64))
    received = carry(commune, upper, tmp_path)
    assert received.new == 120
    assert [each.new for each in received.followed] == [0]
    assert holding.find(upper) == []


def test_the_same_bundle_waits_once(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    _, second = packs(commune, upper, tmp_path, 2)
    for _ in range(2):
        with pytest.raises(BundleGap):
            bundles.import_bundle(upper, second, quiet)
    assert len(holding.find(upper)) == len(in_area(upper)) == 1


def test_a_person_may_throw_it_away(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    _, second = packs(commune, upper, tmp_path, 2)
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, second, quiet)
    holding.discard(upper, holding.find(upper)[0].bundle)
    assert holding.find(upper) == []
    assert in_area(upper) == []


def test_the_area_has_an_end_and_the_oldest_of_the_fullest_gives_way_and_is_told(
    commune: Workspace,
    upper: Workspace,
    make: WorkspaceMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(holding, "MOST_FILES", 3)
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    alone = packs(neighbour, upper, tmp_path, 2)[1]
    for path in (alone, *packs(commune, upper, tmp_path, 5)[2:]):
        with pytest.raises(BundleGap):
            bundles.import_bundle(upper, path, quiet)
    assert [(each.station, each.number) for each in holding.find(upper)] == [
        (TINH_BIEN.name, 2),
        (NHON_HUNG.name, 4),
        (NHON_HUNG.name, 5),
    ]
    assert len(in_area(upper)) == 3
    assert [(each.station, each.number) for each in holding.let_go(upper)] == [(NHON_HUNG.name, 3)]
    holding.told(upper)
    assert holding.let_go(upper) == []


def test_one_that_is_too_big_is_not_kept(
    commune: Workspace, upper: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = packs(commune, upper, tmp_path, 2)
    monkeypatch.setattr(holding, "MOST_BYTES", 1000)
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, second, quiet)
    assert holding.find(upper) == []


def test_one_that_is_refused_when_its_turn_comes_stays_and_holds_nothing_up(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    theirs = put(neighbour, "area", name="Ấp của Tịnh Biên")
    carry(neighbour, upper, tmp_path)
    (first,) = packs(commune, upper, tmp_path, 1)
    write(commune, Intent("area", theirs, "name", "Ấp của Nhơn Hưng"))
    bad = sent(commune, UPPER, tmp_path).path
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, bad, quiet)
    assert bundles.import_bundle(upper, first, quiet).followed == ()
    assert (value(upper, "area", theirs, "name"), areas(upper)) == ("Ấp của Tịnh Biên", 61)
    (waiting,) = holding.find(upper)
    assert waiting.refused is not None
    assert (waiting.refused.code, waiting.missing) == (ForeignRecord.code, ())
    assert waiting.refused.facts == {"station": NHON_HUNG.name, "owner": TINH_BIEN.name}


def test_a_file_that_is_gone_is_told_as_given_way(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    first, second = packs(commune, upper, tmp_path, 2)
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, second, quiet)
    holding.file_of(upper, holding.find(upper)[0].bundle).unlink()
    assert bundles.import_bundle(upper, first, quiet).followed == ()
    assert holding.find(upper) == []
    assert [each.number for each in holding.let_go(upper)] == [2]
    assert isinstance(holding.let_go(upper)[0], LetGo)


# What is not worth waiting for


@pytest.fixture
def hostile(upper: Workspace) -> Author:
    author = Author("hostile")
    devices.confirm(upper, devices.import_key_file(upper, author.key_file.to_bytes()))
    for number in range(4):
        author.write(full_name=f"Người {number}")
    return author


def test_links_that_do_not_follow_each_other_are_refused_at_once(
    upper: Workspace, hostile: Author, tmp_path: Path
) -> None:
    bad = Sent(hostile, (Sealed(upper),), (hostile.range(first=2),), [hostile.chain[1], hostile.chain[3]])
    with pytest.raises((BrokenChain, BundleMalformed)):
        bundles.import_bundle(upper, bad.write(tmp_path / "a"), quiet)
    assert holding.find(upper) == []


def test_a_sender_without_numbers_is_named_by_what_it_wrote(
    upper: Workspace, hostile: Author, tmp_path: Path
) -> None:
    late = send(hostile, Sealed(upper), ranges=(hostile.range(first=3),), links=hostile.chain[2:])
    with pytest.raises(BundleGap) as refusal:
        bundles.import_bundle(upper, late.write(tmp_path / "a"), quiet)
    assert refusal.value.facts == {"station": NHON_HUNG.name, "first": 1, "last": 2}
    assert [each.packs for each in holding.find(upper)] == [None]


def test_bytes_that_were_changed_are_not_kept(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    _, second = packs(commune, upper, tmp_path, 2)
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, second, quiet)
    kept = holding.file_of(upper, holding.find(upper)[0].bundle)
    assert kept.read_bytes() == second.read_bytes()
    raw = bytearray(kept.read_bytes())
    raw[-40] ^= 1
    kept.write_bytes(raw)
    first = sorted(tmp_path.glob("*.tqb"))[0]
    assert bundles.import_bundle(upper, first, quiet).followed == ()
    (waiting,) = holding.find(upper)
    assert waiting.refused is not None
    assert waiting.refused.code == "bundle_not_canonical"
