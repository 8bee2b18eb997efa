"""The bytes of a bundle changed in every place: refused by name, no row touched, nothing left lying about.

``make test`` tries every byte once and some bits; ``make fuzz`` ten thousand at random.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from desktop.bundle.canonical_zip import MANIFEST, SIGNATURE, part_name, read_zip
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.services import bundles, devices
from desktop.services.workspace import Workspace
from desktop.vault.sealing import AgeIdentity
from tests.bundle.kit import Author, repacked
from tests.kit.insider import Reader, Story, written
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, environment, make_workspace, put
from tests.services.exchange import quiet

LANGUAGES: Final = (Catalogue("vi"), Catalogue("en"))
FLIPS: Final = 10_000 if os.environ.get("TUQUAN_SEARCH") else 300


@dataclass
class Letter:
    """An upper level, who writes to it, and the smallest of bundles on its way."""

    upper: Workspace
    author: Author
    raw: bytes
    folder: Path

    @property
    def reader(self) -> Reader:
        certificate = self.upper.key_file().certificate
        return Reader(certificate.device, certificate.station, certificate.recipient)

    def answer(self, raw: bytes) -> str:
        """The code with which these bytes are refused; the preview is the same work."""
        path = self.folder / "goi.tqb"
        path.write_bytes(raw)
        before = self.state()
        with pytest.raises(UserError) as refusal:
            bundles.import_bundle(self.upper, path, quiet)
        assert self.state() == before
        for words in LANGUAGES:
            told = words.error(refusal.value)
            assert all((told.what, told.safe, told.next))
        return refusal.value.code

    def state(self) -> list[tuple[str, int, int]]:
        """The files of the register, as the system knows them: whatever is written changes one of them."""
        files = sorted(self.upper.folder.rglob("*"))
        told = ((str(path), path.stat()) for path in files if not path.name.endswith("-shm"))
        return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in told]

    def rows(self) -> list[Any]:
        """Every row of every table."""
        with self.upper.reading() as reader:
            execute = reader.connection.execute
            names = [row[0] for row in execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return [execute(f'SELECT * FROM "{name}"').fetchall() for name in names]


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letter]:
    folder = tmp_path_factory.mktemp("bytes")
    upper = make_workspace(folder / "upper", AN_GIANG, around=environment(seed=2)).workspace
    put(upper, "area", name="Địa bàn của tỉnh")
    author = Author("author", NHON_HUNG.code, NHON_HUNG.name)
    devices.confirm(upper, devices.import_key_file(upper, author.key_file.to_bytes()))
    made = Letter(upper, author, b"", folder)
    story = Story([{"leaves": [["area", "a1", "name", [], "Ấp 1"]]}])
    made.raw = written(author, story, made.reader)
    before = made.rows()
    yield made
    assert made.rows() == before
    upper.close()


def test_the_bundle_is_taken_as_long_as_nobody_changes_it(letter: Letter) -> None:
    (letter.folder / "goi.tqb").write_bytes(letter.raw)
    assert bundles.preview(letter.upper, letter.folder / "goi.tqb", quiet).new == 1


# Bits and ends


def flipped(raw: bytes, *bits: int) -> bytes:
    changed = bytearray(raw)
    for bit in set(bits):
        changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.slow
def test_every_byte_changed_is_refused(letter: Letter) -> None:
    codes = {letter.answer(flipped(letter.raw, at * 8 + at % 8)) for at in range(len(letter.raw))}
    assert codes <= {
        "bundle_not_a_bundle",
        "bundle_not_canonical",
        "bundle_bad_name",
        "bundle_oversized",
        "bundle_truncated",
        "bundle_part_damaged",
    }


@given(st.integers(0, 7), st.sampled_from([0, 1, 4, 8, 14, 18, 22, 26, 30, 43, 44, 60]))
@settings(max_examples=96)
def test_every_bit_of_the_beginning_changed_is_refused(letter: Letter, bit: int, at: int) -> None:
    assert letter.answer(flipped(letter.raw, at * 8 + bit))


@given(st.data())
@settings(max_examples=FLIPS)
def test_bits_changed_at_random_are_refused(letter: Letter, data: st.DataObject) -> None:
    bits = st.integers(0, len(letter.raw) * 8 - 1)
    assert letter.answer(flipped(letter.raw, *data.draw(st.lists(bits, min_size=1, max_size=8, unique=True))))


def test_a_bundle_cut_at_every_512_bytes_is_refused(letter: Letter) -> None:
    leaves = [{"leaves": [["area", f"a{number}", "name", [], str(number) * 50]]} for number in range(400)]
    raw = written(letter.author, Story(leaves), letter.reader)
    assert len(raw) > 40 * 512
    assert {letter.answer(raw[:end]) for end in range(0, len(raw), 512)} == {"bundle_truncated"}


@given(st.binary(max_size=600))
@example(b"")
@example(b"PK\x03\x04")
@example(b"\x89PNG\r\n")
@settings(max_examples=FLIPS // 6)
def test_any_other_file_is_refused(letter: Letter, noise: bytes) -> None:
    assert letter.answer(noise) in ("bundle_not_a_bundle", "bundle_truncated", "bundle_not_canonical")


# Members

Entries = list[tuple[str, bytes]]


def entries_of(raw: bytes) -> Entries:
    container = read_zip(io.BytesIO(raw))
    return [(name, container.read(name)) for name in container.names]


def as_zip(entries: Sequence[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP of Python's library, canonical but for what is wrong with its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.create_version, entry.extract_version = 0, 10, 10
            entry.compress_type = compression
            archive.writestr(entry, content)
            entry.external_attr = 0
    return out.getvalue()


def test_the_tests_own_zip_is_the_bundle_when_nothing_is_different(letter: Letter) -> None:
    assert as_zip(entries_of(letter.raw)) == letter.raw


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "change",
    [
        lambda some: [some[1], some[0], *some[2:]],
        lambda some: [*some[:2], some[3], some[2]],
        lambda some: some[:2],
        lambda some: [some[0], *some[2:]],
        lambda some: some[:-1],
        lambda some: [*some, some[-1]],
        lambda some: [*some, (part_name(2), b"more")],
        lambda some: [*some, ("parts/", b"")],
        lambda some: [*some, ("virus.exe", b"MZ")],
        lambda some: [*some[:-1], ("../../0001.age", some[-1][1])],
        lambda some: [*some[:-1], ("/etc/passwd", some[-1][1])],
        lambda some: [*some[:-1], ("C:\\x.age", some[-1][1])],
        lambda some: [*some[:-1], ("parts/0002.age", some[-1][1])],
        lambda some: [*some[:-1], ("PARTS/0001.AGE", some[-1][1])],
        lambda some: [(MANIFEST.upper(), some[0][1]), *some[1:]],
        lambda some: [*some[:1], (SIGNATURE, b""), *some[2:]],
    ],
)  # fmt: skip
def test_other_members_are_refused(letter: Letter, change: Callable[[Entries], Entries]) -> None:
    assert letter.answer(as_zip(change(entries_of(letter.raw))))


def _renamed(some: Entries, at: int, to: str) -> Entries:
    return [*some[:at], (to, some[at][1]), *some[at + 1 :]]


NAMES: Final = st.sampled_from(
    [
        MANIFEST,
        SIGNATURE,
        part_name(0),
        part_name(1),
        part_name(2),
        "parts/",
        "../x",
        "C:\\x",
        "PARTS/0001.AGE",
        "a\0b",
    ]
) | st.text(max_size=12)
STEPS: Final = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("drop"), st.integers(0, 3), st.none()),
    st.tuples(st.just("double"), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("name"), st.integers(0, 3), NAMES),
    st.tuples(st.just("add"), NAMES, st.binary(max_size=64)),
    st.tuples(st.just("fill"), st.integers(0, 3), st.binary(max_size=64)),
)
"""One thing done to the members of a bundle."""


def done(entries: Entries, steps: Sequence[tuple[str, Any, Any]]) -> Entries:
    for deed, one, other in steps:
        if deed == "add":
            entries = [*entries, (one, other)]
            continue
        if not entries:
            break
        at = one % len(entries)
        name, content = entries[at]
        rest = [*entries[:at], *entries[at + 1 :]]
        if deed == "drop":
            entries = rest
        elif deed == "name":
            entries = _renamed(entries, at, other)
        elif deed == "fill":
            entries = [*entries[:at], (name, other), *entries[at + 1 :]]
        else:
            into = rest if deed == "move" else entries
            entries = [*into[:other], (name, content), *into[other:]]
    return entries


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(st.lists(STEPS, min_size=1, max_size=4))
@settings(max_examples=FLIPS // 5)
def test_members_moved_renamed_added_removed_and_doubled_at_random_are_refused(
    letter: Letter, steps: list[tuple[str, Any, Any]]
) -> None:
    changed = done(entries_of(letter.raw), steps)
    assume(changed != entries_of(letter.raw))
    with suppress(UnicodeEncodeError):  # a name that no ZIP can have
        assert letter.answer(as_zip(changed))


def test_a_compressed_member_is_not_even_opened(letter: Letter) -> None:
    bomb = [*entries_of(letter.raw)[:-1], (part_name(1), bytes(50 << 20))]
    assert letter.answer(as_zip(bomb, zipfile.ZIP_DEFLATED)) == "bundle_not_canonical"


def test_a_part_of_another_bundle_of_the_same_sender_is_refused(letter: Letter, tmp_path: Path) -> None:
    other = written(letter.author, Story([{"leaves": [["area", "a2", "name", [], "Ấp 2"]]}]), letter.reader)
    path = tmp_path / "goi.tqb"
    path.write_bytes(letter.raw)
    parts = dict(entries_of(other))
    swapped = repacked(path, p1=parts[part_name(1)])
    assert letter.answer(swapped.read_bytes()) in ("bundle_changed", "bundle_malformed")


# Bombs


@pytest.mark.parametrize(
    ("place", "code"), [(0, "bundle_overfull"), (1, "bundle_overfull")], ids=["part 0000", "part 0001"]
)
def test_a_bomb_in_a_seal_is_refused(letter: Letter, place: int, code: str) -> None:
    story = Story(
        [{"leaves": [["area", "a1", "name", [], "x"]]}], packed={place: zlib.compress(bytes(80 << 20))}
    )
    assert letter.answer(written(letter.author, story, letter.reader)) == code


def test_a_bomb_of_lists_in_a_line_is_refused(letter: Letter) -> None:
    lists = b'{"auto":[' + b"[]," * 1_100_000 + b"0]}\n"
    story = Story([{"leaves": [["area", "a1", "name", [], "x"]]}], packed={1: zlib.compress(lists)})
    assert letter.answer(written(letter.author, story, letter.reader)) == "bundle_malformed"


def test_a_strangers_bomb_is_refused_as_a_strangers(letter: Letter) -> None:
    stranger = Author("stranger", age=AgeIdentity.generate())
    story = Story([{"leaves": [["area", "a1", "name", [], "x"]]}], packed={0: zlib.compress(bytes(80 << 20))})
    assert letter.answer(written(stranger, story, letter.reader)) == "bundle_overfull"
