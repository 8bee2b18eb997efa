"""A bundle is never hostage to this program: what Debian ships takes it apart, checks it and opens it."""

from __future__ import annotations

import json
import subprocess
import zlib
from pathlib import Path

import pytest

from desktop.vault.minisign import minisign_public
from tests.bundle.kit import BUNDLE, Author, send

UPPER = Author("upper", "91", "Công an tỉnh An Giang", "upper")


@pytest.fixture
def unpacked(tmp_path: Path) -> tuple[Author, Path]:
    """A sender, and the folder into which ``unzip`` has taken its bundle apart."""
    an = Author("an")
    an.write(full_name="Trần Thị Bình")
    path = send(an, UPPER).write(tmp_path / "b")
    out = tmp_path / "out"
    run("unzip", "-q", str(path), "-d", str(out))
    return an, out


def run(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_unzip_takes_it_apart(unpacked: tuple[Author, Path]) -> None:
    _, out = unpacked
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert names == ["manifest.json", "manifest.json.minisig", "parts/0000.age", "parts/0001.age"]


def test_minisign_checks_its_signature(unpacked: tuple[Author, Path]) -> None:
    an, out = unpacked
    (out / "an.pub").write_text(minisign_public(an.key.public))
    said = run("minisign", "-V", "-p", str(out / "an.pub"), "-m", str(out / "manifest.json"))
    assert f"Trusted comment: tuquan/1/bundle {BUNDLE}" in said.decode()


def test_minisign_refuses_a_changed_manifest(unpacked: tuple[Author, Path]) -> None:
    an, out = unpacked
    (out / "an.pub").write_text(minisign_public(an.key.public))
    manifest = out / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(BUNDLE.encode(), b"x" * len(BUNDLE)))
    with pytest.raises(subprocess.CalledProcessError):
        run("minisign", "-V", "-p", str(out / "an.pub"), "-m", str(manifest))


def test_b2sum_gives_the_hashes_of_the_manifest(unpacked: tuple[Author, Path]) -> None:
    _, out = unpacked
    for name, size, digest in json.loads((out / "manifest.json").read_bytes())["parts"]:
        assert run("b2sum", "-l", "256", str(out / name)).split()[0].decode() == digest
        assert (out / name).stat().st_size == size


@pytest.mark.parametrize("reader", ["sender", "recipient"])
def test_age_opens_its_parts(unpacked: tuple[Author, Path], tmp_path: Path, reader: str) -> None:
    an, out = unpacked
    (tmp_path / "key").write_text((an if reader == "sender" else UPPER).age.secret)
    lines = zlib.decompress(run("age", "-d", "-i", str(tmp_path / "key"), str(out / "parts/0001.age")))
    assert json.loads(lines) == json.loads(an.chain[0].line())
