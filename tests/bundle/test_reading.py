"""A bundle is proven step by step, and whatever fails a step is refused by its own name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.bundle.canonical_zip import part_name
from desktop.bundle.contents import Counts
from desktop.bundle.errors import (
    BundleChanged,
    BundleForOthers,
    BundleMalformed,
    RevokedKey,
    UnknownDevice,
    UnknownSender,
)
from desktop.bundle.manifest import parse_manifest
from desktop.bundle.reading import links, open_bundle, read, verify
from desktop.bundle.trust import Trust, Trusted
from desktop.domain.errors import Cancelled, UserError
from desktop.domain.journal.chain import BrokenChain, Run
from desktop.domain.journal.operation import Operation, Whole
from desktop.vault.certificate import certify_successor
from desktop.vault.errors import SealedForAnother, SignatureWrong
from desktop.vault.minisign import minisign_signature
from desktop.vault.signing import Domain
from tests.bundle.kit import (
    BUNDLE,
    TODAY,
    Author,
    Sent,
    believing,
    content_of,
    opened,
    quiet,
    read_all,
    repacked,
    run_of,
    send,
)

UPPER = Author("upper", "91", "Công an tỉnh An Giang", "upper")


@pytest.fixture
def an() -> Author:
    """A commune's computer that has written four operations."""
    author = Author("an")
    for number in range(4):
        author.write(full_name=f"Trần Thị Bình {number}")
    return author


def test_what_was_sent_comes_out_in_its_order(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b", cut=500)
    assert len(parse_manifest(content_of(path, "manifest.json")).parts) > 2
    assert read_all(path, UPPER, believing(UPPER, an)) == an.chain


def test_the_sender_can_open_what_it_wrote(an: Author, tmp_path: Path) -> None:
    assert read_all(send(an, UPPER).write(tmp_path / "b"), an, believing(an)) == an.chain


def test_each_link_says_where_the_chain_ends_after_each_of_its_operations(an: Author, tmp_path: Path) -> None:
    sent = send(an, UPPER, links=[an.chain[0], run_of(an.chain[1:3]), an.chain[3]])
    with opened(sent.write(tmp_path / "b"), UPPER, believing(UPPER, an)) as verified:
        ends = [[(end.seq, end.hash) for end in each.ends] for each in links(verified, quiet)]
    hashes = [(each.seq, each.hash) for each in an.chain]
    assert ends == [hashes[:1], hashes[1:3], hashes[3:]]


def test_a_bundle_without_operations_says_who_sends(an: Author, tmp_path: Path) -> None:
    path = Sent(an, (UPPER,)).write(tmp_path / "b")
    with opened(path, UPPER, believing(UPPER, an)) as verified:
        assert (verified.sender.certificate, verified.contents.ranges) == (an.certificate, ())


# Any byte


@pytest.fixture(scope="module")
def sealed_letter(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Trusted]:
    author = Author("an")
    author.write(full_name="Trần Thị Bình")
    path = send(author, UPPER).write(tmp_path_factory.mktemp("letter") / "b")
    return path.read_bytes(), believing(UPPER, author)


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@example(0.0, 1)
@settings(max_examples=250)
def test_one_changed_byte_anywhere_is_refused(
    sealed_letter: tuple[bytes, Trusted], place: float, change: int
) -> None:
    raw, trusted = sealed_letter
    changed = bytearray(raw)
    changed[int(place * len(raw))] ^= change
    with pytest.raises(UserError):
        verify(BytesIO(bytes(changed)), trusted, quiet)


@given(st.floats(0, 1, exclude_max=True))
@settings(max_examples=60)
def test_a_file_cut_short_anywhere_is_refused(sealed_letter: tuple[bytes, Trusted], place: float) -> None:
    raw, trusted = sealed_letter
    with pytest.raises(UserError):
        verify(BytesIO(raw[: int(place * len(raw))]), trusted, quiet)


# Who


def test_a_stranger_is_refused_by_name(an: Author, tmp_path: Path) -> None:
    with pytest.raises(UnknownSender) as refusal:
        read_all(send(an, UPPER).write(tmp_path / "b"), UPPER, believing(UPPER))
    assert refusal.value.facts == {"key": an.device[:8]}


def test_a_revoked_sender_is_refused(an: Author, tmp_path: Path) -> None:
    with pytest.raises(RevokedKey):
        read_all(send(an, UPPER).write(tmp_path / "b"), UPPER, believing(UPPER, an, trust=Trust.REVOKED))


def test_a_bundle_for_others_is_told_apart(an: Author, tmp_path: Path) -> None:
    other = Author("other", "92", "Công an tỉnh Cà Mau", "upper")
    with pytest.raises(BundleForOthers):
        read_all(send(an, UPPER).write(tmp_path / "b"), other, believing(other, an))


def test_a_recipient_in_name_only_cannot_open_it(an: Author, tmp_path: Path) -> None:
    wrong_key = Author("upper", "91", "Công an tỉnh An Giang", "upper")
    with pytest.raises(SealedForAnother):
        read_all(send(an, UPPER).write(tmp_path / "b"), wrong_key, believing(wrong_key, an))


def test_another_who_signs_in_the_senders_name_is_refused(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b")
    manifest = content_of(path, "manifest.json")
    forged = minisign_signature(Author("mallory").key, manifest, BUNDLE, domain=Domain.BUNDLE)
    with pytest.raises(SignatureWrong):
        read_all(repacked(path, signature=forged), UPPER, believing(UPPER, an))


def test_a_signature_for_another_bundle_is_refused(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b")
    manifest = content_of(path, "manifest.json")
    other = minisign_signature(an.key, manifest, "01m7v7fam0es71awj4eqwcp9va", domain=Domain.BUNDLE)
    with pytest.raises(SignatureWrong):
        read_all(repacked(path, signature=other), UPPER, believing(UPPER, an))


def test_nothing_can_be_written_into_the_line_that_is_not_signed(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b")
    signature = content_of(path, "manifest.json.minisig")
    with pytest.raises(SignatureWrong):
        read_all(
            repacked(path, signature=signature.replace(b"tuquan", b"TUQUAN", 1)), UPPER, believing(UPPER, an)
        )


def test_parts_that_changed_places_are_refused(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b", cut=500)
    first, second = content_of(path, part_name(1)), content_of(path, part_name(2))
    with pytest.raises((BundleChanged, BundleMalformed)):
        read_all(repacked(path, p1=second, p2=first), UPPER, believing(UPPER, an))


def test_a_part_that_is_not_the_signed_one_is_refused(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b")
    sealed = content_of(path, part_name(1))
    changed = repacked(path, p1=sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(BundleChanged) as refusal, changed.open("rb") as source:
        verify(source, believing(UPPER, an), quiet)
    assert refusal.value.facts == {"name": "parts/0001.age"}


def test_a_drive_that_tells_two_stories_is_found_out(an: Author, tmp_path: Path) -> None:
    raw = send(an, UPPER).write(tmp_path / "b").read_bytes()
    source = BytesIO(raw)
    verified = open_bundle(source, UPPER.device, UPPER.age, believing(UPPER, an), TODAY, quiet)
    last = raw.rindex(b"parts/0001.age", 0, raw.index(b"PK\x01\x02")) + 400
    source.seek(last)
    source.write(without_a_trace(raw[last : last + 5]))
    assert crc32(source.getvalue()) == crc32(raw)
    with pytest.raises(BundleChanged):
        list(links(verified, quiet))


def without_a_trace(five: bytes) -> bytes:
    """Other bytes with which the CRC-32 of the whole stays the same: changed by its very polynomial."""
    bits = f"{0x104C11DB7:033b}".ljust(40, "0")
    pattern = bytes(int(bits[start : start + 8][::-1], 2) for start in range(0, 40, 8))
    return bytes(old ^ change for old, change in zip(five, pattern, strict=True))


def test_contents_of_another_bundle_are_refused(an: Author, tmp_path: Path) -> None:
    sent = send(an, UPPER, contents_bundle="01m7v7fam0es71awj4eqwcp9va")
    with pytest.raises(BundleMalformed):
        read_all(sent.write(tmp_path / "b"), UPPER, believing(UPPER, an))


def test_a_sender_that_shows_another_devices_certificate_is_refused(an: Author, tmp_path: Path) -> None:
    sent = send(an, UPPER, key_file=Author("bình").key_file)
    with pytest.raises(BundleMalformed):
        read_all(sent.write(tmp_path / "b"), UPPER, believing(UPPER, an))


def test_who_takes_a_known_devices_place_is_let_in_by_the_bundle_itself(an: Author, tmp_path: Path) -> None:
    heir = Author("heir")
    heir.write(full_name="Lê Văn Chi")
    word = certify_successor(an.key, replace(heir.certificate, issuer=an.device, successor_of=an.device))
    path = send(heir, UPPER, key_file=word).write(tmp_path / "b")
    with opened(path, UPPER, believing(UPPER, an)) as verified:
        assert verified.sender.trust is Trust.VOUCHED


# Whose operations


def relay(sender: Author, author: Author, **other: object) -> Sent:
    return Sent(sender, (UPPER,), (author.range(),), author.chain, **other)  # type: ignore[arg-type]  # a test's


def test_operations_of_a_device_that_nobody_vouches_for_are_refused(an: Author, tmp_path: Path) -> None:
    sender = Author("bình")
    sent = relay(sender, an, certificates=(an.key_file,))
    with pytest.raises(UnknownDevice) as refusal:
        read_all(sent.write(tmp_path / "b"), UPPER, believing(UPPER, sender))
    assert refusal.value.facts == {"station": an.station_name, "key": an.device[:8]}


def test_operations_are_relayed_with_their_own_devices_signature(an: Author, tmp_path: Path) -> None:
    sender = Author("bình")
    sent = relay(sender, an, certificates=(an.signed_by(sender),))
    assert read_all(sent.write(tmp_path / "b"), UPPER, believing(UPPER, sender)) == an.chain


def test_a_relay_cannot_sign_for_the_device(an: Author, tmp_path: Path) -> None:
    sender = Author("bình")
    head = an.range()
    forged = replace(head, signature=sender.key.sign(Domain.HEAD, b"whatever"))
    sent = replace(relay(sender, an, certificates=(an.signed_by(sender),)), ranges=(forged,))
    with pytest.raises(SignatureWrong):
        read_all(sent.write(tmp_path / "b"), UPPER, believing(UPPER, sender))


# Chains


def refused(an: Author, tmp_path: Path, kind: type[UserError], **other: object) -> None:
    sent = replace(send(an, UPPER), **other)  # type: ignore[arg-type]  # a test puts in what it likes
    with pytest.raises(kind):
        read_all(sent.write(tmp_path / "b"), UPPER, believing(UPPER, an))


Change = Callable[[list[Operation]], list[Operation | Run]]


def _forged(operation: Operation) -> Operation:
    whole = operation.leaves[1]
    assert isinstance(whole, Whole)
    return operation.with_leaves([operation.leaves[0], whole._replace(value="khác")])


@pytest.mark.parametrize(
    "change",
    [
        lambda chain: [chain[1], chain[0], *chain[2:]],
        lambda chain: [chain[0], *chain[2:]],
        lambda chain: [chain[0], *chain],
        lambda chain: [_forged(chain[0]), *chain[1:]],
        lambda chain: [*chain[:-1], _forged(chain[-1])],
        lambda chain: [*chain[:-1], replace(chain[-1], hlc=0)],
        lambda chain: [replace(run_of(chain), end_hash="0" * 64)],
        lambda chain: [replace(run_of(chain), bodies=("0" * 64,) * 4)],
        lambda chain: [*Author("bình").chain, run_of(chain[1:])],
    ],
    ids=[
        "out of order",
        "one left out",
        "one twice",
        "the first changed",
        "the last changed",
        "a clock set back",
        "another end",
        "other bodies",
        "it begins in the middle",
    ],
)
def test_a_chain_that_does_not_hold_is_refused(an: Author, tmp_path: Path, change: Change) -> None:
    refused(an, tmp_path, BrokenChain, links=change(an.chain))


def test_what_lies_beyond_the_signed_head_is_refused(an: Author, tmp_path: Path) -> None:
    refused(an, tmp_path, BundleMalformed, ranges=(an.range(last=3),))


def test_fewer_operations_than_signed_are_refused(an: Author, tmp_path: Path) -> None:
    refused(an, tmp_path, BundleMalformed, links=an.chain[:3])


@pytest.mark.parametrize("counts", [Counts(3, 0), Counts(4, 1), Counts(3, 1)])
def test_counts_that_are_not_true_are_refused(an: Author, tmp_path: Path, counts: Counts) -> None:
    refused(an, tmp_path, BundleMalformed, counts=counts)


def test_a_range_that_builds_on_something_else_is_refused(an: Author, tmp_path: Path) -> None:
    refused(an, tmp_path, BrokenChain, ranges=(an.range(first=2, prior="1" * 64),), links=an.chain[1:])


def test_a_line_that_is_no_operation_is_refused(an: Author, tmp_path: Path) -> None:
    class Nonsense(Run):
        def line(self) -> bytes:
            return b'{"nonsense":true}'

    refused(an, tmp_path, BundleMalformed, links=[Nonsense("", 1, 1, "", ())])


# The work


def test_cancelling_ends_it_at_the_next_step(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b")

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled), path.open("rb") as source:
        open_bundle(source, UPPER.device, UPPER.age, believing(UPPER, an), TODAY, cancel)


def test_progress_rises_to_the_whole(an: Author, tmp_path: Path) -> None:
    told: list[float] = []
    path = send(an, UPPER).write(tmp_path / "b")
    with path.open("rb") as source:
        verify(source, believing(UPPER, an), lambda done, total: told.append(done / total))
    assert (told, told[-1]) == (sorted(told), 1)


def test_other_parts_than_the_manifest_names_are_refused(an: Author, tmp_path: Path) -> None:
    path = send(an, UPPER).write(tmp_path / "b")
    other = send(an, UPPER).write(tmp_path / "c", cut=500)
    with (
        pytest.raises(BundleMalformed),
        repacked(path, manifest=content_of(other, "manifest.json")).open("rb") as source,
    ):
        read(source, quiet)
