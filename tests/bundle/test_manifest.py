"""The manifest: one text for one content, and nothing else read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.bundle.errors import BundleMalformed, BundleNewer, BundleOlder
from desktop.bundle.manifest import Manifest, Part, parse_manifest
from desktop.domain.errors import UserError
from desktop.domain.journal.canonical import encode

SENDER, FIRST, SECOND = "a" * 32, "b" * 32, "c" * 32
PARTS = (Part("parts/0000.age", 300, "1" * 64), Part("parts/0001.age", 0, "2" * 64))
MANIFEST = Manifest("01m7v7fam0y2m91tj7s9srw57j", SENDER, (FIRST, SECOND), PARTS)


def changed(**other: Any) -> bytes:
    return encode({**json.loads(MANIFEST.to_bytes()), **other})


def test_it_stands_in_clear_as_anybody_can_read_it() -> None:
    assert json.loads(MANIFEST.to_bytes()) == {
        "bundle": "01m7v7fam0y2m91tj7s9srw57j",
        "format": 1,
        "parts": [["parts/0000.age", 300, "1" * 64], ["parts/0001.age", 0, "2" * 64]],
        "recipients": [FIRST, SECOND],
        "sender": SENDER,
    }


hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
devices = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(
    st.lists(st.tuples(st.integers(0, 2**32 - 2), hashes), min_size=1, max_size=5),
    st.sets(devices, min_size=1, max_size=4),
    devices,
)
@settings(max_examples=40)
def test_it_comes_back(parts: list[tuple[int, str]], recipients: set[str], sender: str) -> None:
    named = tuple(Part(f"parts/{at:04}.age", size, each) for at, (size, each) in enumerate(parts))
    manifest = Manifest(MANIFEST.bundle, sender, tuple(sorted(recipients)), named)
    assert parse_manifest(manifest.to_bytes()) == manifest


@given(st.integers(0, len(MANIFEST.to_bytes()) - 1), st.integers(0, 255))
@settings(max_examples=300)
def test_a_changed_byte_is_refused_or_says_something_else(at: int, byte: int) -> None:
    raw = bytearray(MANIFEST.to_bytes())
    raw[at] ^= byte
    try:
        read = parse_manifest(bytes(raw))
    except UserError:
        return
    assert (read == MANIFEST) == (bytes(raw) == MANIFEST.to_bytes())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        MANIFEST.to_bytes() + b"\n",
        changed(more=1),
        changed(format=True),
        changed(format="1"),
        changed(bundle="not an id"),
        changed(bundle=1),
        changed(sender="A" * 32),
        changed(sender="a" * 31),
        changed(recipients=[]),
        changed(recipients=[SECOND, FIRST]),
        changed(recipients=[FIRST, FIRST]),
        changed(recipients=[f"{number:032x}" for number in range(251)]),
        changed(parts=[]),
        changed(parts={}),
        changed(parts=[["parts/0000.age", 1]]),
        changed(parts=[["parts/0001.age", 1, "1" * 64]]),
        changed(parts=[["../0000.age", 1, "1" * 64]]),
        changed(parts=[["parts/0000.age", -1, "1" * 64]]),
        changed(parts=[["parts/0000.age", True, "1" * 64]]),
        changed(parts=[["parts/0000.age", 2**32, "1" * 64]]),
        changed(parts=[["parts/0000.age", 1, "g" * 64]]),
        changed(parts=[["parts/0000.age", 1, 7]]),
    ],
)
def test_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(BundleMalformed):
        parse_manifest(raw)


def test_a_later_format_is_told_apart_whatever_else_it_has() -> None:
    with pytest.raises(BundleNewer) as refusal:
        parse_manifest(changed(format=2, more={"than": "we know"}))
    assert refusal.value.facts == {"theirs": 2, "ours": 1}


def test_an_older_format_is_told_apart() -> None:
    with pytest.raises(BundleOlder):
        parse_manifest(changed(format=0))
