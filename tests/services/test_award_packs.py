"""A print pack from the station to the ward official and back: what goes, what is refused, what comes of it."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.bundle.errors import RevokedKey
from desktop.bundle.pack import OPEN_DAYS, read_pack
from desktop.bundle.pack_errors import (
    NotAPack,
    PackExpired,
    PackFromStranger,
    PackOfOtherStation,
    PackOpenedTwice,
)
from desktop.domain.access import Role
from desktop.domain.awarding import PrintedLine
from desktop.domain.errors import UserError
from desktop.services import (
    award_book,
    award_packs,
    award_sets,
    awarding,
    bundle_export,
    bundles,
    certificates,
    conflicts,
    devices,
    pack_opening,
    print_setup,
    registers,
    revoking,
)
from desktop.services.attempts import FREE, wait_after
from desktop.services.award_packs import NothingToPack
from desktop.services.bundle_effect import Fate
from desktop.services.devices import NoRecipient
from desktop.services.pack_opening import Pack
from desktop.services.workspace import Workspace
from desktop.system.errors import DiskFull
from desktop.vault.errors import WrongPackCode
from desktop.vault.recovery import PackCode
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, everything, quiet, value
from tests.services.packs import (
    DAY,
    NAMES,
    SECRETS,
    Packed,
    looked,
    other_code,
    pack_of,
    packed,
    results,
    ward_file,
)

Ward = Callable[..., Workspace]


@pytest.fixture
def at(make: WorkspaceMaker) -> Packed:
    return packed(make)


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    """Begins files of ward officials, each in a folder of its own."""
    opened: list[Workspace] = []

    def begin(pack: Pack, seed: int = 7) -> Workspace:
        opened.append(ward_file(pack, tmp_path / f"phuong-{seed}", seed))
        return opened[-1]

    yield begin
    for each in opened:
        each.close()


def names(workspace: Workspace) -> set[str]:
    with workspace.reading() as reader:
        return {str(row.values["printed_name"]) for row in reader.records.whole("award")}


def everything_in(workspace: Workspace) -> str:
    """Every text of every table of the file."""
    with workspace.reading() as reader:
        tables = [
            row[0] for row in reader.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        readable = [name for name in tables if not re.search(r"_(data|idx|content|docsize|config)$", name)]
        return "\n".join(
            str(tuple(reader.connection.execute(f'SELECT * FROM "{name}"'))) for name in readable
        )


def test_the_awards_of_the_set_come_with_all_that_is_printed(at: Packed, ward: Ward, tmp_path: Path) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    assert names(there) == set(NAMES)
    assert there.user.role is Role.WARD
    assert there.station == at.station.station
    lines = certificates.CommonLines("", "", "", "")
    with at.station.reading() as ours, there.reading() as theirs:
        for award in at.awards:
            here, gone = (reader.records.get("award", award) for reader in (ours, theirs))
            assert here is not None
            assert gone is not None
            assert certificates.certificate_text(here, lines) == certificates.certificate_text(gone, lines)


def test_nothing_else_of_the_register_is_in_the_pack(at: Packed, ward: Ward, tmp_path: Path) -> None:
    made = pack_of(at, tmp_path)
    pack = looked(made)
    there = ward(pack)
    decrypted = everything_in(there) + str(pack.opened.letter)
    assert [name for name in NAMES if name not in decrypted] == []
    assert [secret for secret in SECRETS if secret in decrypted] == []
    with there.reading() as reader:
        filled = {each.name for each in there.registry if reader.records.whole(each.name)}
    assert filled == {"award", "award_set"}


def test_a_pack_tells_nothing_without_its_code(at: Packed, tmp_path: Path) -> None:
    made = pack_of(at, tmp_path)
    raw = made.path.read_bytes()
    assert [name for name in (*NAMES, "Nhơn Hưng") if name.encode() in raw] == []
    with pytest.raises(WrongPackCode):
        pack_opening.look(made.path, other_code(made), DAY, quiet)


def test_wrong_codes_slow_the_next_try_down(at: Packed, tmp_path: Path) -> None:
    made = pack_of(at, tmp_path)
    clock = FakeClock()
    tries = pack_opening.Tries(clock, wrong=FREE - 1)
    with pytest.raises(WrongPackCode):
        tries.look(made.path, other_code(made), DAY, quiet)
    assert clock.paused == 0
    tries.look(made.path, made.code, DAY, quiet)
    assert (clock.paused, tries.wrong) == (wait_after(FREE), 0)


def test_layouts_and_blanks_of_the_unit_come_along_and_changes_to_them_stay(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    folder = at.station.folder / "bo-cuc"
    folder.mkdir()
    (folder / "phoi-rieng.toml").write_bytes(b"one")
    (folder / "phoi-rieng.jpg").write_bytes(b"scan")
    there = ward(looked(pack_of(at, tmp_path)))
    kept = there.folder / "bo-cuc"
    assert (kept / "phoi-rieng.toml").read_bytes() == b"one"
    (kept / "phoi-rieng.toml").write_bytes(b"mine")
    (folder / "phoi-rieng.toml").write_bytes(b"two")
    (folder / "phoi-rieng.jpg").write_bytes(b"scan again")
    pack_opening.receive(there, looked(pack_of(at, tmp_path)), quiet)
    assert (kept / "phoi-rieng.toml").read_bytes() == b"mine"
    assert (kept / "phoi-rieng.jpg").read_bytes() == b"scan again"


def test_what_was_printed_spoiled_and_handed_over_comes_back_once(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    certificates.printed(there, at.awards)
    print_setup.count_blanks(there, "Phôi A4", 3, 2)
    awarding.hand_over(there, at.awards[:2], DAY)
    awarding.not_handed(there, at.awards[2:], "Đã chuyển đi nơi khác")
    assert bundle_export.results_waiting(there) == 4
    sent = results(there, tmp_path)
    seen = bundles.preview(at.station, sent.path, quiet)
    assert seen.of_pack
    assert {line.title for line in seen.effect.lines if line.register == "award"} == set(NAMES)
    taken = bundles.import_bundle(at.station, seen, quiet)
    assert taken.new == 4
    assert [value(at.station, "award", award, "stage") for award in at.awards] == [
        "handed",
        "handed",
        "not_handed",
    ]
    (use,) = print_setup.blank_use(at.station)
    assert (use.layout, use.printed, use.spoiled) == ("Phôi A4", 3, 2)
    before = everything(at.station)
    again = bundles.import_bundle(at.station, sent.path, quiet)
    assert again.received_at is not None
    assert everything(at.station) == before


def test_a_line_changed_by_the_ward_comes_back_and_asks_for_a_correction(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    line = PrintedLine("Ông", "Đỗ Văn Nhẩn", "phường Nhơn Hưng", "Có thành tích xuất sắc")
    awarding.rewrite(there, at.awards[1], line, "Sai dấu trong quyết định")
    bundles.import_bundle(at.station, results(there, tmp_path).path, quiet)
    (shown,) = [
        each
        for each in award_sets.award_lines(at.station, at.award_set, ("decided",))
        if each.id == at.awards[1]
    ]
    assert (shown.called, shown.corrects) == ("Ông Đỗ Văn Nhẩn", True)
    assert value(at.station, "award", at.awards[1], "line_reason") == "Sai dấu trong quyết định"


def test_what_the_station_changed_meanwhile_is_shown_beside_and_not_overwritten(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    for workspace, name in ((at.station, "Đỗ Văn Nhận"), (there, "Đỗ Văn Nhẩn")):
        line = PrintedLine("", name, "phường Nhơn Hưng", "Có thành tích xuất sắc")
        awarding.rewrite(workspace, at.awards[1], line, f"Sửa thành {name}")
    seen = bundles.preview(at.station, results(there, tmp_path).path, quiet)
    assert [line.fate for line in seen.effect.lines if line.record == at.awards[1]] == [Fate.CONFLICTING]
    bundles.import_bundle(at.station, seen, quiet)
    assert conflicts.count(at.station) == 2
    with at.station.reading() as reader:
        state = reader.state("award", at.awards[1])
    assert state is not None
    assert {head.value for head in state.fields["printed_name"].heads} == {"Đỗ Văn Nhận", "Đỗ Văn Nhẩn"}


def test_the_same_pack_again_changes_nothing_and_says_when_it_came(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    pack = looked(pack_of(at, tmp_path))
    there = ward(pack)
    before = everything(there)
    assert pack_opening.preview(there, pack, quiet).received_at is not None
    assert pack_opening.receive(there, pack, quiet).received_at is not None
    assert everything(there) == before


def test_a_newer_pack_tells_what_changed_and_keeps_what_was_printed(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    certificates.printed(there, at.awards[:2])
    line = PrintedLine("", "Lê Thị Mai Anh", "phường Nhơn Hưng", "Có thành tích xuất sắc")
    awarding.rewrite(at.station, at.awards[2], line, "Thiếu tên")
    awarding.revoke(at.station, at.awards[:1], "16/QĐ-UBND", DAY, "Khai man")
    late = put(at.station, "award", printed_name="Hồ Đến Sau", achievement="X", award_set=at.award_set)
    pack = looked(pack_of(at, tmp_path))
    seen = pack_opening.preview(there, pack, quiet)
    fates = {line.record: line.fate for line in seen.effect.lines if line.register == "award"}
    assert fates[late] is Fate.NEW
    assert fates[at.awards[2]] is Fate.CHANGED
    assert fates[at.awards[0]] is Fate.CONFLICTING
    pack_opening.receive(there, pack, quiet, seen)
    assert value(there, "award", at.awards[1], "stage") == "printed"
    assert value(there, "award", at.awards[2], "printed_name") == "Lê Thị Mai Anh"
    with there.reading() as reader:
        state = reader.state("award", at.awards[0])
    assert state is not None
    assert {head.value for head in state.fields["stage"].heads} == {"printed", "revoked"}


def test_results_go_on_from_what_the_station_has_said_it_holds(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    certificates.printed(there, at.awards)
    bundles.import_bundle(at.station, results(there, tmp_path).path, quiet)
    assert bundle_export.results_waiting(there) == 1
    pack_opening.receive(there, looked(pack_of(at, tmp_path)), quiet)
    assert bundle_export.results_waiting(there) == 0


def test_a_set_that_went_before_goes_again_with_what_became_of_each(at: Packed, tmp_path: Path) -> None:
    (other, first) = sorted(award_packs.offers(at.station), key=lambda each: each.awards)
    assert (first.name, first.awards, first.packed_on) == ("Tổng kết năm 2026", 3, None)
    assert (other.name, other.awards) == ("Đợt khác", 1)
    pack_of(at, tmp_path)
    registers.retire(at.station, "award", at.awards[2], "Trùng", DAY)
    again = next(each for each in award_packs.offers(at.station) if each.id == at.award_set)
    assert (again.awards, again.packed_on) == (3, at.station.today())


def test_a_set_without_awards_is_not_packed(at: Packed, tmp_path: Path) -> None:
    empty = put(at.station, "award_set", name="Chưa có ai")
    with pytest.raises(NothingToPack):
        award_packs.make_pack(at.station, empty, tmp_path, quiet)


# Numbers


def test_the_ward_waits_for_numbers_and_fills_them_in_from_the_next_pack(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    assert not award_book.book(there).here
    with pytest.raises(award_book.BookElsewhere):
        award_book.number(there, at.awards)
    award_book.number(at.station, at.awards)
    pack_opening.receive(there, looked(pack_of(at, tmp_path)), quiet)
    assert [value(there, "award", award, "book_number") for award in at.awards] == [1, 2, 3]
    with pytest.raises(award_book.BookElsewhere):
        award_book.number(there, [put(there, "award", printed_name="A", achievement="X")])


def test_the_ward_gives_numbers_once_the_book_was_handed_over_to_it(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    award_book.number(at.station, at.awards[:1])
    certificates.printed(there, at.awards[:1])
    bundles.import_bundle(at.station, results(there, tmp_path).path, quiet)
    award_book.pass_book_on(at.station, there.device)
    pack_opening.receive(there, looked(pack_of(at, tmp_path)), quiet)
    award_book.number(there, at.awards)
    assert [value(there, "award", award, "book_number") for award in at.awards] == [1, 2, 3]


# Who is believed


def test_only_the_first_computer_begun_from_a_pack_is_believed(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    pack = looked(pack_of(at, tmp_path))
    first, second = ward(pack, 7), ward(pack, 8)
    for there in (first, second):
        certificates.printed(there, at.awards[:1])
    bundles.import_bundle(at.station, results(first, tmp_path).path, quiet)
    before = everything(at.station)
    with pytest.raises(PackOpenedTwice):
        bundles.import_bundle(at.station, results(second, tmp_path).path, quiet)
    assert everything(at.station) == before


def test_a_pack_of_another_unit_does_not_go_into_the_file(
    at: Packed, ward: Ward, make: WorkspaceMaker, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    other = packed(make, computer(make, TINH_BIEN, 3))
    before = everything(there)
    with pytest.raises(PackOfOtherStation):
        pack_opening.receive(there, looked(pack_of(other, tmp_path)), quiet)
    assert everything(there) == before


def test_a_computer_of_the_unit_that_is_not_known_is_compared_by_a_person(
    at: Packed, ward: Ward, make: WorkspaceMaker, tmp_path: Path
) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    other = packed(make, computer(make, NHON_HUNG, 3))
    pack = looked(pack_of(other, tmp_path))
    assert pack_opening.is_strange(there, pack)
    before = everything(there)
    with pytest.raises(PackFromStranger) as refusal:
        pack_opening.preview(there, pack, quiet)
    assert everything(there) == before
    assert refusal.value.facts["digits"] == devices.own_fingerprint(other.station)
    pack_opening.receive(there, pack, quiet, compared=True)
    assert len(names(there)) == 3
    assert not pack_opening.is_strange(there, pack)


def test_the_units_other_computer_is_known_from_the_first_pack(
    at: Packed, ward: Ward, make: WorkspaceMaker, tmp_path: Path
) -> None:
    other = computer(make, NHON_HUNG, 3)
    acquaint(at.station, other)
    carry(at.station, other, tmp_path)
    there = ward(looked(pack_of(at, tmp_path)))
    pack = looked(award_packs.make_pack(other, at.award_set, tmp_path, quiet))
    assert not pack_opening.is_strange(there, pack)
    assert pack_opening.receive(there, pack, quiet).received_at is None


def test_the_units_other_computer_and_the_level_above_learn_what_the_ward_did(
    at: Packed, ward: Ward, make: WorkspaceMaker, tmp_path: Path
) -> None:
    other, above = computer(make, NHON_HUNG, 3), computer(make, AN_GIANG, 4)
    acquaint(at.station, other)
    acquaint(at.station, above)
    there = ward(looked(pack_of(at, tmp_path)))
    awarding.hand_over(there, at.awards, DAY)
    bundles.import_bundle(at.station, results(there, tmp_path).path, quiet)
    for reader in (other, above):
        carry(at.station, reader, tmp_path)
        assert {value(reader, "award", award, "stage") for award in at.awards} == {"handed"}
    assert {each.id for each in devices.devices(above) if each.station == NHON_HUNG.code} >= {there.device}
    stations_own = tuple(sorted((at.station.device, other.device)))
    assert devices.recipient(above, NHON_HUNG.code).devices == stations_own
    assert devices.recipient(at.station, NHON_HUNG.code).devices == (other.device,)


def test_the_list_of_computers_names_those_of_packs_while_they_matter(
    at: Packed, ward: Ward, tmp_path: Path
) -> None:
    def listed() -> set[str]:
        return {each.id for each in devices.devices(at.station) if each.of_pack}

    pack = looked(pack_of(at, tmp_path))
    first = pack.opened.letter.device.certificate.device
    assert listed() == {first}
    there = ward(pack)
    certificates.printed(there, at.awards)
    bundles.import_bundle(at.station, results(there, tmp_path).path, quiet)
    unopened = looked(pack_of(at, tmp_path)).opened.letter.device.certificate.device
    assert listed() == {there.device, unopened}
    at.station.confirm_today(at.station.today() + timedelta(days=OPEN_DAYS + 1))
    assert listed() == {there.device}


def test_a_pack_that_was_revoked_brings_nothing_back(at: Packed, ward: Ward, tmp_path: Path) -> None:
    pack = looked(pack_of(at, tmp_path))
    there = ward(pack)
    certificates.printed(there, at.awards)
    revoking.revoke(at.station, pack.opened.letter.device.certificate.device)
    with pytest.raises(RevokedKey):
        bundles.import_bundle(at.station, results(there, tmp_path).path, quiet)


def test_a_station_gives_no_results_back(at: Packed, tmp_path: Path) -> None:
    assert bundle_export.results_waiting(at.station) is None
    with pytest.raises(NoRecipient):
        results(at.station, tmp_path)


# What is refused


def test_a_pack_whose_days_are_over_does_not_open(at: Packed, tmp_path: Path) -> None:
    made = pack_of(at, tmp_path)
    with pytest.raises(PackExpired) as refusal:
        looked(made, made.open_until + timedelta(days=1))
    assert refusal.value.facts["day"] == made.open_until


def test_a_bundle_is_no_pack(at: Packed, ward: Ward, tmp_path: Path) -> None:
    there = ward(looked(pack_of(at, tmp_path)))
    certificates.printed(there, at.awards)
    with pytest.raises(NotAPack):
        pack_opening.look(results(there, tmp_path).path, PackCode.generate(), DAY, quiet)


def test_no_changed_byte_of_a_pack_passes(at: Packed, ward: Ward, tmp_path: Path) -> None:
    made = pack_of(at, tmp_path)
    whole = made.path.read_bytes()
    changed = tmp_path / "x.tqgi"
    passed = []
    # Every byte of the clear part costs a derivation where the lock is hit; the rest is sampled.
    for place in range(7, len(whole), max(1, len(whole) // 60)):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            pack_opening.look(changed, made.code, DAY, quiet)
        except UserError:
            continue
        passed.append(place)
    assert passed == []


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_pack_cut_short_is_refused(at: Packed, tmp_path: Path, part: float) -> None:
    made = pack_of(at, tmp_path)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(UserError):
        looked(made)


def test_what_a_pack_says_in_clear_is_no_more_than_its_maker_and_its_lock(at: Packed, tmp_path: Path) -> None:
    made = pack_of(at, tmp_path)
    with made.path.open("rb") as source:
        sealed = read_pack(source)
    assert sealed.sender == at.station.device
    assert set(re.findall(rb'"(\w+)":', sealed.raw)) == {
        b"format",
        b"lock",
        b"locked",
        b"memory",
        b"pack",
        b"parts",
        b"passes",
        b"recipient",
        b"salt",
        b"sender",
    }


def test_a_pack_that_cannot_be_taken_in_leaves_no_file_behind(at: Packed, tmp_path: Path) -> None:
    pack = looked(pack_of(at, tmp_path))
    folder = tmp_path / "phuong"

    def full(_done: int, _total: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull):
        ward_file(pack, folder, progress=full)
    assert list(folder.iterdir()) == []
    there = ward_file(pack, folder)
    assert there.station == at.station.station
    there.close()
