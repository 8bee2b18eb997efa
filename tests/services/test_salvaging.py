"""A damaged stick: what is whole of it is kept, the rest is asked for by a slip, and then it enters as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.base.ids import Ids
from desktop.bundle.canonical_zip import MANIFEST
from desktop.bundle.errors import BeyondSalvage, BundleForOthers, BundleGap, UnknownSender
from desktop.bundle.manifest import parse_manifest
from desktop.bundle.zip_errors import BundlePartDamaged
from desktop.domain.journal.chain import Link
from desktop.services import bundles, devices, holding, salvaging
from desktop.services.devices import PracticeStaysHere
from desktop.services.salvaging import Missing, ResendUnknown, Salvaged
from desktop.services.workspace import Workspace
from tests.bundle.kit import Author, Sent, content_of, run_of, send
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import UPPER, acquaint, computer, everything, quiet, refused, sent

new_id = Ids(lambda: 1_795_136_400_000, lambda size: bytes(size))


class Sealed(Author):
    """A workspace as a recipient."""

    def __init__(self, workspace: Workspace) -> None:
        station = workspace.station
        super().__init__("reader", station.code, station.name, station.level, workspace.secrets.age)
        self._device = workspace.device

    @property
    def device(self) -> str:
        return self._device


@dataclass
class Stick:
    """An upper level, a commune's device with twelve operations, and its bundle of many parts."""

    upper: Workspace
    author: Author
    to: Author
    path: Path
    folder: Path

    def again(self, first: int, name: str = "lai", last: int | None = None) -> Path:
        """A second bundle: from one operation on."""
        chain, some = self.author.chain[first - 1 : last], (self.author.range(first, last),)
        return Sent(self.author, (self.to,), some, chain, bundle=new_id()).write(self.folder / name)

    def whole(self) -> bool:
        """Whether all that the commune wrote is here, in tables that fold to themselves."""
        with self.upper.reading() as reader:
            held = list(reader.journal.operations(self.author.device))
        digest = self.upper.file.digest()
        self.upper.file.rebuild()
        return held == self.author.chain and self.upper.file.digest() == digest

    def left(self) -> list[str]:
        folder = self.upper.folder / holding.FOLDER
        return sorted(path.suffix for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def stick(make: WorkspaceMaker, tmp_path: Path) -> Stick:
    upper, author = computer(make, AN_GIANG, 2), Author("author", NHON_HUNG.code, NHON_HUNG.name)
    devices.confirm(upper, devices.import_key_file(upper, author.key_file.to_bytes()))
    for number in range(12):
        author.write(f"p{number}", full_name=f"Trần Thị {number}")
    to = Sealed(upper)
    return Stick(upper, author, to, send(author, to).write(tmp_path / "goi", cut=700), tmp_path)


def damaged(path: Path, *parts: int) -> Path:
    """The same file with a few letters gone in each of some parts."""
    raw = path.read_bytes()
    for number in parts:
        part = parse_manifest(content_of(path, MANIFEST)).parts[number]
        at = raw.index(part.name.encode(), raw.index(b"trusted comment")) + part.size // 2
        raw = raw[:at] + bytes(40) + raw[at + 40 :]
    broken = path.with_name("hong.tqb")
    broken.write_bytes(raw)
    return broken


def salvaged(stick: Stick, path: Path) -> Salvaged:
    return salvaging.salvage(stick.upper, path, quiet)


def test_a_damaged_bundle_is_refused_and_what_is_missing_of_it_is_told(stick: Stick) -> None:
    broken = damaged(stick.path, 3)
    refused(stick.upper, broken, BundlePartDamaged)
    before = everything(stick.upper)
    found = salvaged(stick, broken)
    assert everything(stick.upper) == before
    assert (found.station, found.lost, found.received) == (NHON_HUNG.name, 1, None)
    (missing,) = found.missing
    assert (missing.station, missing.device) == (NHON_HUNG.name, stick.author.device)
    assert 1 < missing.first <= missing.last < 12
    assert found.codes == (f"{stick.author.device[:8]}-{missing.first}",)


def test_it_enters_as_a_whole_when_just_that_was_sent_again(stick: Stick) -> None:
    (missing,) = salvaged(stick, damaged(stick.path, 3)).missing
    received = bundles.import_bundle(stick.upper, stick.again(missing.first), quiet)
    assert (received.station, stick.whole(), stick.left()) == (NHON_HUNG.name, True, [])
    assert holding.count(stick.upper) == 0


def test_a_preview_of_what_was_sent_again_is_enough(stick: Stick) -> None:
    (missing,) = salvaged(stick, damaged(stick.path, 3)).missing
    assert bundles.preview(stick.upper, stick.again(missing.first), quiet).already > 0
    assert stick.whole()


def test_several_lost_parts_are_one_code_and_come_together(stick: Stick) -> None:
    found = salvaged(stick, damaged(stick.path, 2, 4))
    assert (found.lost, len(found.missing), len(found.codes)) == (2, 2, 1)
    bundles.import_bundle(stick.upper, stick.again(found.missing[0].first), quiet)
    assert stick.whole()


def test_what_is_sent_again_in_two_bundles_waits_for_both(stick: Stick) -> None:
    first, second = salvaged(stick, damaged(stick.path, 2, 4)).missing
    refused_gap(stick, stick.again(second.first, "hai"))
    bundles.import_bundle(stick.upper, stick.again(first.first, "mot", first.last), quiet)
    assert (stick.whole(), stick.left()) == (True, [])


def refused_gap(stick: Stick, path: Path) -> None:
    with pytest.raises(BundleGap):
        bundles.import_bundle(stick.upper, path, quiet)


def test_what_came_another_way_is_not_asked_for(stick: Stick) -> None:
    bundles.import_bundle(stick.upper, stick.again(1, "dau", 7), quiet)
    found = salvaged(stick, damaged(stick.path, 2))
    assert found.missing == ()
    assert found.received is not None
    assert stick.whole()


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-30],
        lambda raw: raw[:-3] + b"xyz",
        lambda raw: raw + b"more",
        lambda raw: b"XX" + raw[2:],
    ],
    ids=["its end is gone", "its end is another", "something follows", "its first letters are others"],
)
def test_damage_that_touches_no_part_is_no_loss(stick: Stick, change: Callable[[bytes], bytes]) -> None:
    broken = stick.path.with_name("hong.tqb")
    broken.write_bytes(change(stick.path.read_bytes()))
    found = salvaged(stick, broken)
    assert (found.lost, found.missing) == (0, ())
    assert found.received is not None
    assert (stick.whole(), stick.left()) == (True, [])


def test_a_file_that_ends_early_has_lost_its_last_parts(stick: Stick) -> None:
    broken = stick.path.with_name("hong.tqb")
    raw = stick.path.read_bytes()
    broken.write_bytes(raw[: len(raw) * 3 // 5])
    found = salvaged(stick, broken)
    assert found.missing[-1].last == 12
    bundles.import_bundle(stick.upper, stick.again(found.missing[0].first), quiet)
    assert stick.whole()


def test_withheld_operations_are_missed_and_filled_like_others(stick: Stick) -> None:
    chain = stick.author.chain
    links: list[Link] = [chain[0], run_of(chain[1:5]), *chain[5:9], run_of(chain[9:])]
    path = Sent(stick.author, (stick.to,), (stick.author.range(),), links).write(
        stick.folder / "giu", cut=300
    )
    found = salvaged(stick, damaged(path, 2))
    assert found.missing == (Missing(NHON_HUNG.name, stick.author.device, 2, 5),)
    bundles.import_bundle(stick.upper, stick.again(2), quiet)
    assert stick.whole()


@pytest.mark.parametrize("part", [0, None], ids=["part 0000", "the manifest"])
def test_without_what_says_who_sends_nothing_is_believed(stick: Stick, part: int | None) -> None:
    broken = damaged(stick.path, 0) if part == 0 else stick.path.with_name("hong.tqb")
    if part is None:
        broken.write_bytes(stick.path.read_bytes().replace(b'"format":1', b'"format":x', 1))
    before = everything(stick.upper)
    with pytest.raises(BeyondSalvage):
        salvaged(stick, broken)
    assert (everything(stick.upper), stick.left()) == (before, [])


def test_a_strangers_and_anothers_damaged_bundle_are_not_kept(stick: Stick) -> None:
    stranger, other = Author("stranger"), Author("other", "92", "Công an tỉnh Cà Mau", "upper")
    stranger.write(full_name="x")
    for path, kind in (
        (send(stranger, stick.to).write(stick.folder / "la"), UnknownSender),
        (send(stick.author, other).write(stick.folder / "khac"), BundleForOthers),
    ):
        with pytest.raises(kind):
            salvaged(stick, path)
    assert stick.left() == []


def test_another_chain_does_not_fill_the_hole(stick: Stick) -> None:
    (missing,) = salvaged(stick, damaged(stick.path, 3)).missing
    forged = Author("author", NHON_HUNG.code, NHON_HUNG.name, age=stick.author.age)
    forged.chain = stick.author.chain[: missing.first - 1]
    for number in range(6):
        forged.write(f"x{number}", full_name="khác")
    sent_again = Sent(forged, (stick.to,), (forged.range(missing.first),), forged.chain[missing.first - 1 :])
    refused_gap(stick, sent_again.write(stick.folder / "gia"))
    assert ".hong" in stick.left()
    bundles.import_bundle(stick.upper, stick.again(1, "du"), quiet)
    assert stick.whole()


def test_sample_data_is_not_mixed_with_it(make: WorkspaceMaker, stick: Stick) -> None:
    with pytest.raises(PracticeStaysHere):
        salvaging.salvage(computer(make, AN_GIANG, 8, practice=True), stick.path, quiet)


# At the sender's


def test_a_code_sends_from_there_on_and_no_more(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    for number in range(9):
        put(commune, "area", name=f"Ấp {number}")
    assert sent(commune, UPPER, tmp_path).operations == 9
    again = salvaging.asked_again(
        commune, UPPER, f" {commune.device[:8].upper()}-4, {commune.device[:8]}-6\n"
    )
    assert again == {commune.device: 4}
    assert bundles.export(commune, UPPER, tmp_path, quiet, again=again).operations == 6


@pytest.mark.parametrize("code", ["", "x", "00000000-1", "$-0", "$-99", "$-", "$1"])
def test_a_code_of_nothing_is_refused(make: WorkspaceMaker, code: str) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    put(commune, "area", name="Ấp 1")
    with pytest.raises(ResendUnknown):
        salvaging.asked_again(commune, UPPER, code.replace("$", commune.device[:8]))
