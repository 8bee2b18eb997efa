"""Somebody with the documents alone reads what this program writes, and finds out what was changed."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.base.resources import resource
from desktop.bundle.canonical_zip import MANIFEST
from desktop.bundle.manifest import parse_manifest
from desktop.bundle.parts import line_of, open_content
from desktop.bundle.reading import links, open_bundle
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.domain.journal.chain import Link
from desktop.vault.certificate import KeyFile
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain
from tests.bundle.kit import Author, Sent, content_of, quiet, repacked, run_of

READER = Path(__file__).with_name("independent_reader.py")
SAMPLE = Path(__file__).parents[1] / "samples" / "bundle-1"
FORMAT = resource().parent / "docs" / "bundle-format.md"
UPPER = Author("upper", "91", "Công an tỉnh An Giang", "upper")


def read(bundle: Path, sender: Path, identity: Path) -> list[bytes]:
    command = [sys.executable, "-I", str(READER), str(bundle), str(sender), str(identity)]
    return subprocess.run(command, check=True, capture_output=True).stdout.splitlines(keepends=True)


def test_it_uses_nothing_but_the_standard_library() -> None:
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(READER.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_it_stays_short_enough_to_be_read_at_one_sitting() -> None:
    reading, standard = READER.read_text(encoding="utf-8").split("# Ed25519")
    code = reading[reading.index("def text") :]
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 72
    assert sum(bool(line.strip()) for line in standard.splitlines()) <= 30


# The sample


def expected() -> list[bytes]:
    return (SAMPLE / "operations.jsonl").read_bytes().splitlines(keepends=True)


def test_the_sample_is_read_by_the_documents() -> None:
    assert read(SAMPLE / "bundle.tqb", SAMPLE / "sender.tqkey", SAMPLE / "recipient.age") == expected()


def test_the_sample_is_read_by_the_program() -> None:
    sender = KeyFile.parse((SAMPLE / "sender.tqkey").read_bytes())
    identity = AgeIdentity.parse((SAMPLE / "recipient.age").read_text().strip())
    device = parse_manifest(content_of(SAMPLE / "bundle.tqb", MANIFEST)).recipients[0]
    trusted = Trusted({sender.certificate.device: Known(sender, Trust.CONFIRMED)}, "91")
    with (SAMPLE / "bundle.tqb").open("rb") as source:
        verified = open_bundle(source, device, identity, trusted, date(2040, 1, 1), quiet)
        lines = [line_of(each.link) + b"\n" for each in links(verified, quiet)]
    assert lines == expected()


def test_the_sample_shows_every_form_of_a_line() -> None:
    lines = [json.loads(line) for line in expected()]
    leaves = [leaf for line in lines for leaf in line.get("leaves", [])]
    forms = {"hidden" if isinstance(leaf, str) else len(leaf) for leaf in leaves}
    assert (forms, [len(line["bodies"]) for line in lines if "bodies" in line]) == ({"hidden", 5, 6}, [3])
    assert {line["device"] for line in lines} == {lines[0]["device"], lines[-1]["device"]}
    assert any(leaf[0] == "@erase" for leaf in leaves)


def test_what_the_document_quotes_is_the_sample() -> None:
    blocks = FORMAT.read_text(encoding="utf-8").split("```json\n")[1:]
    manifest, ranges = (block.split("\n```")[0] for block in blocks)
    assert manifest.encode() == content_of(SAMPLE / "bundle.tqb", MANIFEST)
    identity = AgeIdentity.parse((SAMPLE / "recipient.age").read_text().strip())
    contents = open_content(content_of(SAMPLE / "bundle.tqb", "parts/0000.age"), identity, "x")
    assert f'"ranges":{ranges}'.encode() in contents


# What was just written


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, list[bytes]]:
    """A bundle of many parts: a stretch out of the middle of one chain, a relayed one with a run; and its lines."""
    an, second = Author("an"), Author("second")
    for number in range(9):
        an.write(full_name=f"Trần Thị Bình {number}")
        second.write("q1", full_name=f"Lê Văn Sang {number}")
    links_of: list[Link] = [*an.chain[4:], *second.chain[:3], run_of(second.chain[3:7]), *second.chain[7:]]
    ranges = (an.range(first=5), second.range())
    order = sorted(ranges, key=lambda each: each.device)
    by_device = [link for each in order for link in links_of if link.device == each.device]
    sent = Sent(an, (UPPER,), tuple(order), by_device, (second.signed_by(an),))
    path = sent.write(tmp_path / "b", cut=700)
    (tmp_path / "an.tqkey").write_bytes(an.key_file.to_bytes())
    (tmp_path / "upper.age").write_text(UPPER.age.secret)
    return path, [line_of(link) + b"\n" for link in by_device]


def test_what_was_just_written_is_read(written: tuple[Path, list[bytes]], tmp_path: Path) -> None:
    path, lines = written
    assert len(parse_manifest(content_of(path, MANIFEST)).parts) > 5
    assert read(path, tmp_path / "an.tqkey", tmp_path / "upper.age") == lines


def _longer(path: Path) -> Path:
    longer = path.with_name("longer.tqb")
    longer.write_bytes(path.read_bytes() + b"more")
    return longer


@pytest.mark.parametrize(
    "change",
    [
        lambda path: repacked(path, manifest=content_of(path, MANIFEST).replace(b'"format":1', b'"format":2')),
        lambda path: repacked(path, p1=content_of(path, "parts/0002.age")),
        _longer,
    ],
    ids=["another manifest", "another part", "bytes behind its end"],
)  # fmt: skip
def test_what_was_changed_is_not_read(
    written: tuple[Path, list[bytes]], tmp_path: Path, change: Callable[[Path], Path]
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        read(change(written[0]), tmp_path / "an.tqkey", tmp_path / "upper.age")


@pytest.mark.parametrize(
    "lie",
    [
        {"signature": Author("an").key.sign(Domain.HEAD, b"another")},
        {"end": "0" * 64},
        {"prior": "1" * 64},
        {"last": 3},
    ],
    ids=["another signs the head", "another end", "another beginning", "less than signed"],
)
def test_what_the_sender_lies_about_is_not_read(tmp_path: Path, lie: dict[str, Any]) -> None:
    an, second = Author("an"), Author("second")
    for number in range(4):
        second.write(full_name=f"Lê Văn Sang {number}")
    told = replace(second.range(), **lie)
    path = Sent(an, (UPPER,), (told,), second.chain, (second.signed_by(an),)).write(tmp_path / "b")
    (tmp_path / "an.tqkey").write_bytes(an.key_file.to_bytes())
    (tmp_path / "upper.age").write_text(UPPER.age.secret)
    with pytest.raises(subprocess.CalledProcessError):
        read(path, tmp_path / "an.tqkey", tmp_path / "upper.age")
