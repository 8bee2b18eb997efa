"""The container of a bundle: opened by every ZIP program, and refused by us when a single bit is not ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.bundle import zip_errors
from desktop.bundle.canonical_zip import (
    MANIFEST,
    SIGNATURE,
    Content,
    Limits,
    part_name,
    read_zip,
    write_zip,
    zip_size,
)
from desktop.bundle.zip_errors import (
    BundleBadName,
    BundleNotCanonical,
    BundleOversized,
    BundlePartDamaged,
    BundleSourceChanged,
    BundleTooManyParts,
    BundleTruncated,
    BundleUnreadable,
    NotABundle,
)
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue

CONTENTS = (b'{"format":1}', b"untrusted comment: x\n", b"age-encryption.org/v1\n\x00\xff", b"")
LOCAL_HEADER = 30

contents = st.lists(st.binary(max_size=40), min_size=3, max_size=6)


def named(given_contents: Iterable[Content]) -> list[tuple[str, Content]]:
    names = (MANIFEST, SIGNATURE, *(part_name(number) for number in range(20)))
    return list(zip(names, given_contents, strict=False))


def bundle(given_contents: Iterable[Content] = CONTENTS) -> bytes:
    out = io.BytesIO()
    write_zip(named(given_contents), out)
    return out.getvalue()


def refusal(raw: bytes, limits: Limits | None = None) -> UserError | None:
    """Why a file is refused; None when it is taken."""
    try:
        read_zip(io.BytesIO(raw), limits or Limits())
    except UserError as refused:
        return refused
    return None


def flipped(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


# What others make of it


def test_an_ordinary_zip_program_opens_it() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle())) as archive:
        entries = archive.infolist()

        assert archive.testzip() is None
        assert [entry.filename for entry in entries] == [
            "manifest.json",
            "manifest.json.minisig",
            "parts/0000.age",
            "parts/0001.age",
        ]
        assert tuple(archive.read(entry) for entry in entries) == CONTENTS
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        assert {entry.flag_bits for entry in entries} == {0}


def test_the_bytes_are_those_of_the_written_format() -> None:
    raw = bundle((b"M", b"S", b"P"))

    assert raw[:44].hex(" ", 2) == (
        "504b 0304 0a00 0000 0000 0000 2100 a0d2 6fda 0100 0000 0100 0000 0d00 0000"  # header
        " 6d61 6e69 6665 7374 2e6a 736f 6e4d"  # manifest.jsonM
    )
    assert raw[-22:].hex(" ", 2) == "504b 0506 0000 0000 0300 0300 ba00 0000 8d00 0000 0000"
    assert len(raw) == zip_size([1, 1, 1]) == 349


def test_the_same_contents_give_the_same_bytes() -> None:
    assert bundle() == bundle()


# What comes back


@given(contents)
def test_what_was_written_is_read(written: list[bytes]) -> None:
    found = read_zip(io.BytesIO(bundle(written)))

    assert [found.read(name) for name in found.names] == written
    assert [found.size(name) for name in found.names] == [len(content) for content in written]
    assert found.names == tuple(name for name, _ in named(written))


@given(contents)
def test_the_size_is_known_before_writing(written: list[bytes]) -> None:
    out = io.BytesIO()

    assert write_zip(named(written), out) == len(out.getvalue()) == zip_size([len(each) for each in written])


def test_a_file_is_written_as_its_bytes_are(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"p" * 3_000_000)

    assert bundle((b"M", b"S", part)) == bundle((b"M", b"S", b"p" * 3_000_000))


def test_two_contents_can_be_read_in_turn() -> None:
    found = read_zip(io.BytesIO(bundle((b"M", b"S", b"first", b"other"))))

    with found.open(part_name(0)) as first, found.open(part_name(1)) as other:
        letters = [first.read(2), other.read(2), first.read(), other.read()]

    assert letters == [b"fi", b"ot", b"rst", b"her"]


def test_closing_one_content_leaves_the_file_open() -> None:
    found = read_zip(io.BytesIO(bundle()))

    found.open(MANIFEST).close()

    assert found.read(MANIFEST) == CONTENTS[0]


def test_a_name_that_is_not_there_has_no_content() -> None:
    with pytest.raises(KeyError):
        read_zip(io.BytesIO(bundle())).open("parts/0002.age")


def test_checking_tells_how_far_it_is() -> None:
    raw = bundle((b"M", b"S", b"p" * 3_000_000))
    steps: list[tuple[int, int]] = []

    read_zip(io.BytesIO(raw), progress=lambda done, total: steps.append((done, total)))

    assert len(steps) > 4
    assert all(earlier[0] < later[0] for earlier, later in pairwise(steps))
    assert {total for _, total in steps} == {len(raw)}
    assert steps[-1] == (len(raw), len(raw))


# What is refused


def test_every_flipped_bit_is_refused() -> None:
    raw = bundle()

    taken = [bit for bit in range(len(raw) * 8) if refusal(flipped(raw, bit)) is None]

    assert taken == []


def test_a_flipped_bit_in_a_content_names_the_content() -> None:
    raw = bundle()
    first_of_part = raw.index(CONTENTS[2])

    refused = refusal(flipped(raw, first_of_part * 8))

    assert isinstance(refused, BundlePartDamaged)
    assert refused.facts == {"name": "parts/0000.age"}


@pytest.mark.parametrize("given_contents", [CONTENTS, (b"M", b"S", b"P", b"Q", b"R")])
def test_a_file_cut_anywhere_is_called_cut(given_contents: tuple[bytes, ...]) -> None:
    raw = bundle(given_contents)

    others = [length for length in range(len(raw)) if not isinstance(refusal(raw[:length]), BundleTruncated)]

    assert others == []


@pytest.mark.parametrize("extra", [b"\x00", b"PK", b"PK\x05\x06" + bytes(18), bundle()])
def test_nothing_may_follow(extra: bytes) -> None:
    assert isinstance(refusal(bundle() + extra), BundleNotCanonical)


@pytest.mark.parametrize("extra", [b"\x00", b"MZ", b"#!/bin/sh\n"])
def test_nothing_may_stand_before(extra: bytes) -> None:
    assert isinstance(refusal(extra + bundle()), NotABundle)


def test_a_bundle_before_a_bundle_is_refused() -> None:
    raw = bundle()

    assert isinstance(refusal(raw[: raw.index(b"PK\x01\x02")] + raw), BundleBadName)


@given(contents, st.data())
def test_whatever_else_is_changed_is_refused(written: list[bytes], data: st.DataObject) -> None:
    raw = bundle(written)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(start + 50, len(raw))))
    changed = raw[:start] + data.draw(st.binary(max_size=50)) + raw[end:]
    assume(changed != raw)

    assert refusal(changed) is not None


@given(st.binary(max_size=200))
def test_no_noise_is_a_bundle(noise: bytes) -> None:
    assert refusal(noise) is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: setattr(entry, "compress_type", zipfile.ZIP_DEFLATED),
        lambda entry: setattr(entry, "date_time", (2026, 1, 1, 0, 0, 0)),
        lambda entry: setattr(entry, "extra", b"\x99\x99\x00\x00"),
        lambda entry: setattr(entry, "comment", b"x"),
        lambda entry: setattr(entry, "external_attr", 0o644 << 16),
    ],
    ids=["compressed", "dated", "extra field", "comment", "attributes"],
)
def test_another_way_to_write_the_same_zip_is_refused(change: Callable[[zipfile.ZipInfo], None]) -> None:
    assert refusal(foreign(("manifest.json", "manifest.json.minisig", "parts/0000.age"), change)) is not None


def test_the_tests_own_zip_is_taken_when_nothing_is_different() -> None:
    raw = foreign(("manifest.json", "manifest.json.minisig", "parts/0000.age"), lambda _: None)

    assert refusal(raw) is None


@pytest.mark.parametrize(
    "third",
    [
        "parts/0001.age",
        "parts/0000.AGE",
        "../../start.exe",
        "/etc/passwd",
        "C:\\x.exe",
        "parts\\0000.age",
        "parts/0000.agf",
    ],
)
def test_a_name_that_does_not_belong_is_refused_and_shown(third: str) -> None:
    refused = refusal(foreign(("manifest.json", "manifest.json.minisig", third), lambda _: None))

    assert isinstance(refused, BundleBadName)
    assert refused.facts == {"name": third}


def test_a_name_that_twists_the_screen_is_shown_without_its_letters() -> None:
    raw = bundle().replace(b"parts/0000.age", b"parts/\x1b[2J\x07\xff.a")

    refused = refusal(raw)

    assert isinstance(refused, BundleBadName)
    assert refused.facts == {"name": "parts/?[2J??.a"}


def test_a_word_document_is_not_taken_for_a_bundle() -> None:
    refused = refusal(foreign(("[Content_Types].xml", "word/document.xml", "x"), lambda _: None))

    assert isinstance(refused, BundleBadName)


@pytest.mark.parametrize("number", [1, 2])
def test_a_bundle_without_a_part_is_refused(number: int) -> None:
    refused = refusal(foreign(("manifest.json", "manifest.json.minisig")[:number], lambda _: None))

    assert isinstance(refused, BundleNotCanonical)


# What is too much


@pytest.mark.parametrize(
    "limits", [Limits(manifest=99), Limits(signature=99), Limits(part=99), Limits(total=600)]
)
def test_a_content_over_its_limit_is_neither_written_nor_read(limits: Limits) -> None:
    large = named([b"x" * 100] * 3)
    out = io.BytesIO()
    write_zip(large, out)

    with pytest.raises(BundleOversized) as refused:
        write_zip(large, io.BytesIO(), limits)

    assert refused.value.facts == {"megabytes": 1, "limit": 1}
    assert isinstance(refusal(out.getvalue(), limits), BundleOversized)


def test_a_content_at_its_limit_is_written_and_read() -> None:
    limits = Limits(manifest=100, signature=100, part=100, total=zip_size([100] * 3), parts=1)
    out = io.BytesIO()

    write_zip(named([b"x" * 100] * 3), out, limits)

    assert refusal(out.getvalue(), limits) is None


def test_a_part_too_many_is_neither_written_nor_read() -> None:
    with pytest.raises(BundleTooManyParts):
        write_zip(named([b""] * 5), io.BytesIO(), Limits(parts=2))

    assert isinstance(refusal(bundle([b""] * 5), Limits(parts=2)), BundleTooManyParts)
    assert refusal(bundle([b""] * 5), Limits(parts=3)) is None


def test_a_size_that_is_only_claimed_is_refused_before_it_is_read() -> None:
    raw = bytearray(bundle())
    raw[18:26] = b"\xff\xff\x3f\x00" * 2

    assert isinstance(refusal(bytes(raw)), BundleTruncated)


def test_there_is_no_part_of_five_digits() -> None:
    assert part_name(9_999) == "parts/9999.age"
    with pytest.raises(ValueError, match="no part 10000"):
        part_name(10_000)


# What a writer may not do


@pytest.mark.parametrize(
    "names",
    [
        ("parts/0000.age",),
        (SIGNATURE, MANIFEST, "parts/0000.age"),
        (MANIFEST, SIGNATURE, "parts/0001.age"),
        (MANIFEST, SIGNATURE, "parts/0000.age", "parts/0002.age"),
        (MANIFEST, SIGNATURE),
        (),
    ],
)
def test_other_names_or_another_order_are_the_callers_mistake(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"belongs|at least one part"):
        write_zip([(name, b"") for name in names], io.BytesIO())


def test_a_file_that_changes_while_it_is_written_is_noticed(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"before")

    with pytest.raises(BundleSourceChanged) as refused:
        write_zip(named((b"M", b"S", part)), ChangesAFile(part))

    assert refused.value.facts == {"name": "parts/0000.age"}


# What a drive does


def test_a_drive_that_fails_is_not_a_bug() -> None:
    raw = bundle()

    with pytest.raises(BundleUnreadable) as refused:
        read_zip(FailingDrive(raw, bad_from=100))

    assert 0 < int(str(refused.value.facts["at"])) <= 100


def test_a_drive_that_gives_little_at_a_time_is_read_to_the_end() -> None:
    assert read_zip(SlowDrive(bundle())).read(MANIFEST) == CONTENTS[0]


def test_a_content_that_changes_after_the_check_is_noticed() -> None:
    drive = io.BytesIO(bundle())
    found = read_zip(drive)
    drive.seek(LOCAL_HEADER + len(MANIFEST))
    drive.write(b"X")

    with pytest.raises(BundlePartDamaged):
        found.read(MANIFEST)


def test_a_file_that_shrinks_after_the_check_is_noticed() -> None:
    drive = io.BytesIO(bundle())
    found = read_zip(drive)
    drive.truncate(LOCAL_HEADER + len(MANIFEST) + 3)

    with pytest.raises(BundleTruncated):
        found.read(MANIFEST)


# What a person reads


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "failure",
    [
        NotABundle(),
        BundleTruncated(),
        BundleNotCanonical(at=1_234),
        BundleBadName(name="x"),
        BundleOversized(megabytes=9, limit=4),
        BundleTooManyParts(limit=10_000),
        BundlePartDamaged(name="parts/0000.age"),
        BundleUnreadable(at=1_234),
        BundleSourceChanged(name="parts/0000.age"),
    ],
    ids=lambda failure: failure.code,
)
def test_every_refusal_has_its_sentences(failure: UserError, language: str) -> None:
    told = Catalogue(language).error(failure)

    assert all((told.what, told.safe, told.next))


def test_no_refusal_is_forgotten_above() -> None:
    kinds = [kind for kind in vars(zip_errors).values() if isinstance(kind, type) and kind is not UserError]

    assert len(kinds) == 9


class FailingDrive(io.BytesIO):
    """A stick whose bytes cannot be read from a place on."""

    def __init__(self, raw: bytes, bad_from: int) -> None:
        super().__init__(raw)
        self._bad_from = bad_from

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() + (size or 0) > self._bad_from:
            raise OSError(5, "Input/output error")
        return super().read(size)


class SlowDrive(io.BytesIO):
    """A source that gives at most seven bytes at a time, as a raw file may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, 7) if size is not None and size >= 0 else 7)


class ChangesAFile(io.BytesIO):
    """Something that changes a file between its measuring and its copying: when its header is written."""

    def __init__(self, victim: Path) -> None:
        super().__init__()
        self._victim = victim

    def write(self, data: Any, /) -> int:
        if b"parts/" in data:
            self._victim.write_bytes(b"after!")
        return super().write(data)


def foreign(names: Iterable[str], change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    """A ZIP of Python's library that is canonical but for the names and the change."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.create_version, entry.extract_version = 0, 10, 10
            change(entry)
            archive.writestr(entry, b"content")
            # The library gives every file a mode of its own.
            entry.external_attr = entry.external_attr if entry.external_attr != 0o600 << 16 else 0
    return out.getvalue()
