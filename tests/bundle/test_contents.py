"""Part 0000: what is read of it, what is kept for later versions, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from desktop.bundle.contents import Contents, Counts, Fork, parse_contents
from desktop.bundle.errors import BundleMalformed, BundleNewer
from desktop.domain.journal.canonical import encode
from tests.bundle.kit import BUNDLE, WHEN, Author

AN, BINH = Author("an"), Author("bình")
AN.write(full_name="Trần Thị Bình")
RANGE = AN.range()
CONTENTS = Contents(
    BUNDLE, WHEN, AN.key_file, "91", (BINH.key_file,), (RANGE,), Counts(1, 0), {"c" * 32: (7, "d" * 64)}
)


def receipt(**other: Any) -> dict[str, Any]:
    whole = {
        "aside": [[3, 4]],
        "at": "2026-11-22T08:00:00+07:00",
        "device": "c" * 32,
        "hash": "d" * 64,
        "holder": "e" * 32,
        "taken": [[5, "0123456789abcdef"], [9, "*"]],
    }
    return {**whole, **other}


def plain() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CONTENTS.to_bytes())
    return read


def changed(**other: Any) -> bytes:
    return encode({**plain(), **other})


FORK = Fork("c" * 32, 3, "a" * 64, 5, "b" * 64, bytes(64))


def of_fork(**other: Any) -> bytes:
    told: dict[str, Any] = json.loads(replace(CONTENTS, forks=(FORK,)).to_bytes())["forks"][0]
    return changed(forks=[{**told, **other}])


def of_range(**other: Any) -> bytes:
    return changed(ranges=[{**plain()["ranges"][0], **other}])


def test_it_comes_back() -> None:
    read = parse_contents(CONTENTS.to_bytes())
    assert read.to_bytes() == CONTENTS.to_bytes()
    assert (read.sender, read.certificates, read.ranges, read.held) == (
        AN.key_file,
        (BINH.key_file,),
        (RANGE,),
        {"c" * 32: (7, "d" * 64)},
    )


def test_what_is_told_of_forks_comes_back_and_may_be_absent() -> None:
    assert parse_contents(of_fork()).forks == (FORK,)
    before = {name: value for name, value in plain().items() if name != "forks"}
    assert parse_contents(encode(before)).forks == ()


def test_places_for_what_is_to_come_are_there_and_empty() -> None:
    assert [plain()[name] for name in ("catalogues", "receipts", "returned", "revocations")] == [[]] * 4


def test_what_a_later_version_says_is_kept_word_for_word() -> None:
    raw = changed(returned=[["x", 1]], tomorrow={"more": True})
    assert parse_contents(raw).to_bytes() == raw


def test_what_others_hold_is_read_as_it_was_written() -> None:
    raw = changed(
        receipts=[receipt(), receipt(holder="f" * 32, taken=[], aside=[])],
        scope="0123456789abcdef",
        given={"c" * 32: 7, "e" * 32: 0},
        number=12,
    )
    read = parse_contents(raw)
    assert read.to_bytes() == raw
    assert [(each.holder, each.taken.seq) for each in read.receipts] == [("e" * 32, 9), ("f" * 32, 0)]


def test_a_bundle_of_before_there_were_receipts_says_nothing_of_them() -> None:
    old = {
        name: value for name, value in plain().items() if name not in ("receipts", "scope", "given", "number")
    }
    read = parse_contents(encode(old))
    assert (read.receipts, read.scope, read.given, read.number) == ((), "", {}, 0)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        CONTENTS.to_bytes() + b" ",
        changed(bundle="x"),
        changed(made_at="yesterday"),
        changed(made_at="2026-13-01T00:00:00+07:00"),
        changed(to=""),
        changed(to="../91"),
        changed(sender="no key file"),
        changed(certificates=[1]),
        changed(certificates=["x"]),
        changed(certificates={}),
        changed(counts={"operations": -1, "withheld": 0}),
        changed(counts=[1, 0]),
        changed(held={"x": [1, "d" * 64]}),
        changed(held={"c" * 32: [0, "d" * 64]}),
        changed(held={"c" * 32: [True, "d" * 64]}),
        changed(held={"c" * 32: [1, "x"]}),
        changed(held={"c" * 32: [1]}),
        changed(held=[]),
        changed(ranges=plain()["ranges"] * 2),
        of_range(first=0),
        of_range(first=2),
        of_range(device="x"),
        of_range(prior="x"),
        of_range(end=""),
        of_range(signature="AAAA"),
        of_range(more=1),
        changed(forks={}),
        of_fork(device="x"),
        of_fork(seq=5),
        of_fork(seq=-1),
        of_fork(hash="x"),
        of_fork(end="x"),
        of_fork(signature="AAAA"),
        of_fork(more=1),
        changed(receipts={}),
        changed(receipts=[1]),
        changed(receipts=[receipt(), receipt()]),
        changed(receipts=[receipt(more=1)]),
        changed(receipts=[receipt(holder="x")]),
        changed(receipts=[receipt(device="x")]),
        changed(receipts=[receipt(hash="x")]),
        changed(receipts=[receipt(at="hôm qua")]),
        changed(receipts=[receipt(at="2026-11-22T08:00:00")]),
        changed(receipts=[receipt(taken=[[5, "x y"]])]),
        changed(receipts=[receipt(taken=[[5, "a"], [5, "b"]])]),
        changed(receipts=[receipt(taken=[[True, "a"]])]),
        changed(receipts=[receipt(taken=[[5]])]),
        changed(receipts=[receipt(taken=[[0, "a"]])]),
        changed(receipts=[receipt(taken=[[n, "a"] for n in range(1, 22)])]),
        changed(receipts=[receipt(aside=[[4, 3]])]),
        changed(receipts=[receipt(aside=[[0, 3]])]),
        changed(scope=1),
        changed(scope="../x"),
        changed(given=[]),
        changed(given={"x": 1}),
        changed(given={"c" * 32: -1}),
        changed(marks=[]),
        changed(marks={"x": [[1, "a"]]}),
        changed(marks={"c" * 32: 1}),
        changed(marks={"c" * 32: [[1]]}),
        changed(marks={"c" * 32: [[1, "../x"]]}),
        changed(marks={"c" * 32: [[5, "a"], [4, "b"]]}),
        changed(marks={"c" * 32: [[n, "a"] for n in range(1, 22)]}),
        changed(number=-1),
        changed(number="1"),
    ],
)
def test_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(BundleMalformed):
        parse_contents(raw)


def test_a_later_format_is_told_apart() -> None:
    with pytest.raises(BundleNewer):
        parse_contents(changed(format=2))
