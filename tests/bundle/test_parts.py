"""Lines into sealed parts and back, and what a hostile part may not do."""

from __future__ import annotations

import tracemalloc
import zlib
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.bundle.errors import BundleMalformed, BundleOverfull
from desktop.bundle.parts import MOST_OPENED, open_content, open_lines, seal_content, seal_lines
from desktop.vault.errors import SealDamaged, SealedForAnother
from desktop.vault.sealing import AgeIdentity, seal

IDENTITY = AgeIdentity.generate()
TO = [IDENTITY.recipient]


def sealed(packed: bytes) -> bytes:
    return seal(packed, TO)


@given(st.lists(st.binary(max_size=80).map(lambda line: line.replace(b"\n", b" "))), st.integers(1, 200))
@settings(max_examples=60)
def test_lines_come_back_in_their_order_however_they_are_cut(lines: list[bytes], cut: int) -> None:
    parts = list(seal_lines(lines, TO, cut))
    assert [line for part in parts for line in open_lines(part, IDENTITY, "x")] == lines


def test_a_part_ends_at_the_first_line_past_the_cut() -> None:
    parts = [list(open_lines(part, IDENTITY, "x")) for part in seal_lines([b"aaaa"] * 5, TO, cut=10)]
    assert parts == [[b"aaaa"] * 2, [b"aaaa"] * 2, [b"aaaa"]]


def test_no_lines_make_no_part() -> None:
    assert list(seal_lines([], TO)) == []


def test_a_line_that_is_longer_than_many_chunks_comes_back_whole() -> None:
    line = b"x" * 700_000
    assert [each for part in seal_lines([line, b"y"], TO) for each in open_lines(part, IDENTITY, "x")] == [
        line,
        b"y",
    ]


def test_a_line_that_no_reader_takes_is_not_written() -> None:
    with pytest.raises(BundleOverfull):
        next(seal_lines([bytes(MOST_OPENED)], TO))


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = sealed(zlib.compress(bytes(MOST_OPENED * 2)))
    tracemalloc.start()
    with pytest.raises(BundleOverfull):
        list(open_lines(bomb, IDENTITY, "x"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST_OPENED * 1.5


def test_many_lines_pass_by_with_flat_memory() -> None:
    many = sealed(zlib.compress(b"line\n" * 2_000_000))
    tracemalloc.start()
    count = sum(1 for _ in islice(open_lines(many, IDENTITY, "x"), 500_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 8 << 20) == (500_000, True)


@pytest.mark.parametrize(
    ("packed", "detail"),
    [
        (b"", "it ends too early"),
        (zlib.compress(b"line\n")[:-1], "it ends too early"),
        (zlib.compress(b"line\n")[:-6], "it ends too early"),
        (zlib.compress(b"line\n") + b"more", "something follows its end"),
        (zlib.compress(b"line\n") * 2, "something follows its end"),
        (zlib.compress(b"line\n") + bytes(300_000), "something follows its end"),
        (b"no such thing", "not compressed as it should be"),
        (zlib.compress(b"line\nrest"), "the last line has no end"),
    ],
)
def test_a_part_of_another_form_is_refused(packed: bytes, detail: str) -> None:
    with pytest.raises(BundleMalformed) as refusal:
        list(open_lines(sealed(packed), IDENTITY, "parts/0001.age"))
    assert refusal.value.facts == {"name": "parts/0001.age", "detail": detail}


def test_a_part_for_another_does_not_open() -> None:
    with pytest.raises(SealedForAnother):
        open_content(seal_content(b"x", [AgeIdentity.generate().recipient]), IDENTITY, "x")


def test_a_part_cut_off_does_not_open() -> None:
    with pytest.raises((SealDamaged, SealedForAnother)):
        open_content(seal_content(b"x" * 1000, TO)[:-1], IDENTITY, "x")


@given(st.binary(max_size=2000))
@settings(max_examples=30)
def test_a_content_comes_back(content: bytes) -> None:
    assert open_content(seal_content(content, TO), IDENTITY, "x") == content
