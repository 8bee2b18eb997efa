"""What a device that is believed may still try, played by one in memory whose chain a test makes as it likes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.bundle.contents import Range
from desktop.bundle.errors import BundleForked, BundleGap, ForeignRecord, RegisterAboveRole
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.domain.journal.chain import BrokenChain
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.operation import ChangeId, Operation, hidden
from desktop.services import bundles, devices
from desktop.services.workspace import Workspace
from desktop.vault.certificate import KeyFile
from tests.bundle.kit import Author, Sent, believing, opened, run_of, send
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import computer, marks, quiet, refused, sent, value


@pytest.fixture
def hostile(make: WorkspaceMaker) -> tuple[Workspace, Author, Author]:
    """A reader, a device that it believes, and the reader's own keys for sealing."""
    reader = computer(make, AN_GIANG, 2)
    author = Author("hostile")
    devices.confirm(reader, devices.import_key_file(reader, author.key_file.to_bytes()))
    return reader, author, _Sealed(reader)


class _Sealed(Author):
    """The reader as a recipient."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("reader", AN_GIANG.code, AN_GIANG.name, "upper", workspace.secrets.age)
        self._device = workspace.device

    @property
    def device(self) -> str:
        return self._device


Hostile = tuple[Workspace, Author, Author]


def test_a_device_writes_only_in_the_registers_of_its_roles(make: WorkspaceMaker, tmp_path: Path) -> None:
    reader, author = computer(make, AN_GIANG, 2), Author("ward")
    awards_only = KeyFile.issue(replace(author.certificate, roles=("awards",)), author.key)
    devices.confirm(reader, devices.import_key_file(reader, awards_only.to_bytes()))
    author.write(full_name="Trần Thị Bình")
    refused(reader, send(author, _Sealed(reader)).write(tmp_path / "b"), RegisterAboveRole)


def test_a_clock_set_back_between_two_bundles_is_refused(hostile: Hostile, tmp_path: Path) -> None:
    reader, author, to = hostile
    author.write(full_name="một")
    bundles.import_bundle(reader, send(author, to).write(tmp_path / "a"), quiet)
    last = author.chain[0]
    author.chain.append(Operation(author.device, 2, last.hlc, auto=False, prev=last.hash, leaves=last.leaves))
    late = Sent(author, (to,), (author.range(first=2),), author.chain[1:])
    refused(reader, late.write(tmp_path / "b"), BrokenChain)


def test_content_that_comes_later_is_taken_and_shows(hostile: Hostile, tmp_path: Path) -> None:
    reader, author, to = hostile
    first, second = author.write("p1", full_name="một"), author.write("p2", full_name="hai")
    silent = Sent(author, (to,), (author.range(),), [run_of([first, second])])
    assert bundles.import_bundle(reader, silent.write(tmp_path / "a"), quiet).withheld == 2
    shown = second.with_leaves([hidden(second.leaves[0]), second.leaves[1]])
    later = Sent(author, (to,), (author.range(),), [run_of([first]), shown])
    assert bundles.import_bundle(reader, later.write(tmp_path / "b"), quiet).already == 2
    assert [value(reader, "person", each, "full_name") for each in ("p1", "p2")] == [None, "hai"]
    whole = bundles.import_bundle(reader, send(author, to).write(tmp_path / "c"), quiet)
    assert whole.new == 0
    with reader.reading() as held:
        assert list(held.journal.parts(author.device, 1, 2)) == [first, second]
    digest = reader.file.digest()
    reader.file.rebuild()
    assert reader.file.digest() == digest


def test_content_that_comes_later_is_asked_whose_record_it_is(hostile: Hostile, tmp_path: Path) -> None:
    reader, author, to = hostile
    own = put(reader, "person", full_name="của cấp trên")
    operation = author.write(own, full_name="của tôi")
    silent = Sent(author, (to,), (author.range(),), [run_of([operation])])
    bundles.import_bundle(reader, silent.write(tmp_path / "a"), quiet)
    refused(reader, send(author, to).write(tmp_path / "b"), ForeignRecord)
    assert value(reader, "person", own, "full_name") == "của cấp trên"


def test_an_erasure_that_comes_before_what_it_erases_still_erases_it(
    hostile: Hostile, tmp_path: Path
) -> None:
    reader, author, to = hostile
    other = Author("other")
    other.write(full_name="XOA-MAI")
    author.intend(erase_intent("e1", [ChangeId(other.device, 1, 1)]))
    word = (other.signed_by(author),)
    bundles.import_bundle(reader, send(author, to, certificates=word).write(tmp_path / "a"), quiet)
    late = Sent(author, (to,), (other.range(),), other.chain, word)
    bundles.import_bundle(reader, late.write(tmp_path / "b"), quiet)
    assert marks(reader, "person", "p1") == {"full_name": "erased"}
    with reader.reading() as held:
        assert "XOA-MAI" not in str(held.journal.operation(other.device, 1))


# Gaps and forks


def test_a_gap_names_what_is_missing(hostile: Hostile, tmp_path: Path) -> None:
    reader, author, to = hostile
    for number in range(6):
        author.write(full_name=str(number))
    first = Sent(author, (to,), (author.range(last=2),), author.chain[:2])
    bundles.import_bundle(reader, first.write(tmp_path / "a"), quiet)
    late = Sent(author, (to,), (author.range(first=5),), author.chain[4:])
    refusal = refused(reader, late.write(tmp_path / "b"), BundleGap)
    assert refusal.facts == {"station": author.station_name, "first": 3, "last": 4}


def _fork(author: Author) -> tuple[Range, list[Operation]]:
    other = Author(author.name, age=author.age, chain=author.chain[:1])
    other.write(full_name="bản sao")
    other.write(full_name="viết tiếp")
    return other.range(), other.chain


@pytest.mark.parametrize("held", [2, 3], ids=["it goes on from there", "it ends there"])
def test_a_fork_is_refused_and_the_bundle_put_aside(hostile: Hostile, tmp_path: Path, held: int) -> None:
    reader, author, to = hostile
    for number in range(held):
        author.write(full_name=str(number))
    bundles.import_bundle(reader, send(author, to).write(tmp_path / "a"), quiet)
    signed, chain = _fork(author)
    path = Sent(author, (to,), (signed,), chain).write(tmp_path / "b")
    refusal = refused(reader, path, BundleForked)
    copy = Path(str(refusal.facts["copy"]))
    assert (copy.parent, copy.read_bytes()) == (reader.folder / "cach-ly", path.read_bytes())
    assert len(list(copy.parent.iterdir())) == 1


def test_a_fork_is_found_among_operations_that_are_withheld(hostile: Hostile, tmp_path: Path) -> None:
    reader, author, to = hostile
    for number in range(3):
        author.write(full_name=str(number))
    silent = Sent(author, (to,), (author.range(),), [run_of(author.chain)])
    bundles.import_bundle(reader, silent.write(tmp_path / "a"), quiet)
    signed, chain = _fork(author)
    refused(reader, Sent(author, (to,), (signed,), chain).write(tmp_path / "b"), BundleForked)


def test_a_fork_before_the_range_is_refused(hostile: Hostile, tmp_path: Path) -> None:
    reader, author, to = hostile
    for number in range(2):
        author.write(full_name=str(number))
    bundles.import_bundle(reader, send(author, to).write(tmp_path / "a"), quiet)
    signed, chain = _fork(author)
    late = Range(signed.device, 3, 3, chain[1].hash, signed.end, signed.signature)
    refused(reader, Sent(author, (to,), (late,), chain[2:]).write(tmp_path / "b"), BundleForked)


def test_a_false_acknowledgement_proves_nothing(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune = computer(make, NHON_HUNG, 1)
    put(commune, "area", name="Ấp 1")
    upper = Author("upper", AN_GIANG.code, AN_GIANG.name, "upper")
    devices.confirm(commune, devices.import_key_file(commune, upper.key_file.to_bytes()))
    answer = Sent(upper, (_Sealed(commune),), held={commune.device: (1, "f" * 64)}).write(tmp_path / "a")
    bundles.import_bundle(commune, answer, quiet)
    assert bundles.prepare_export(commune, AN_GIANG.code).operations == 1


def test_inside_a_station_only_what_is_whole_is_acknowledged(make: WorkspaceMaker, tmp_path: Path) -> None:
    commune, second = computer(make, NHON_HUNG, 1), Author("second")
    devices.confirm(commune, devices.import_key_file(commune, second.key_file.to_bytes()))
    chain = [second.write(full_name=str(number)) for number in range(3)]
    holed = Sent(second, (_Sealed(commune),), (second.range(),), [chain[0], run_of(chain[1:])])
    bundles.import_bundle(commune, holed.write(tmp_path / "a"), quiet)
    answer = sent(commune, second.station, tmp_path)
    known = Known(KeyFile.parse(devices.export_key_file(commune)), Trust.CONFIRMED)
    trusted = Trusted({**believing(second).devices, commune.device: known}, second.station)
    with opened(answer.path, second, trusted) as verified:
        assert verified.contents.held == {second.device: (1, chain[0].hash)}
