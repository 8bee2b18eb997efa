from __future__ import annotations

import hashlib
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.errors import SignatureWrong
from desktop.vault.minisign import key_id, minisign_public, minisign_signature, verify_minisign
from desktop.vault.signing import Domain, SigningKey, device_id
from tests.vault.kit import respelled

KEY = SigningKey(b"\1" * 32)
DATA = "Sổ Tự Quản".encode()
SIGNATURE = minisign_signature(KEY, DATA, "gói số 12", domain=Domain.BUNDLE)


def minisign(folder: Path, data: bytes, signature: bytes) -> subprocess.CompletedProcess[str]:
    (folder / "manifest.json").write_bytes(data)
    (folder / "manifest.json.minisig").write_bytes(signature)
    (folder / "device.pub").write_text(minisign_public(KEY.public))
    command = ["minisign", "-V", "-Q", "-p", "device.pub", "-m", "manifest.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_minisign_verifies_our_signature_and_shows_its_comment(tmp_path: Path) -> None:
    result = minisign(tmp_path, DATA, SIGNATURE)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "tuquan/1/bundle gói số 12"


def test_minisign_refuses_a_changed_byte(tmp_path: Path) -> None:
    assert minisign(tmp_path, DATA.replace(b"S", b"s"), SIGNATURE).returncode != 0
    assert minisign(tmp_path, DATA, SIGNATURE.replace(b"12", b"13")).returncode != 0


def minisign_secret(key: SigningKey) -> str:
    """The text of minisign's secret key file without a password (its page, "Secret key format")."""
    inner = key_id(key.public) + key.seed + key.public.raw
    check = hashlib.blake2b(b"Ed" + inner, digest_size=32).digest()
    body = b"Ed" + b"\0\0" + b"B2" + b"\0" * 48 + inner + check
    return f"untrusted comment: secret\n{b64encode(body).decode()}\n"


def test_we_verify_what_minisign_signs(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "key").write_text(minisign_secret(KEY))
    command = ["minisign", "-S", "-s", "key", "-m", "data", "-t", "tuquan/1/update 1.2"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    theirs = (tmp_path / "data.minisig").read_bytes()
    assert verify_minisign(KEY.public, DATA, theirs, domain=Domain.UPDATE) == "1.2"


def test_verified_signature_gives_its_comment_without_the_domain() -> None:
    assert verify_minisign(KEY.public, DATA, SIGNATURE, domain=Domain.BUNDLE) == "gói số 12"


@pytest.mark.parametrize("domain", [domain for domain in Domain if domain is not Domain.BUNDLE])
def test_signed_bundle_never_passes_as_something_else(domain: Domain) -> None:
    with pytest.raises(SignatureWrong):
        verify_minisign(KEY.public, DATA, SIGNATURE, domain=domain)


@given(st.integers(0, len(DATA) * 8 - 1))
def test_one_changed_bit_of_the_content_is_refused(bit: int) -> None:
    changed = bytearray(DATA)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureWrong):
        verify_minisign(KEY.public, bytes(changed), SIGNATURE, domain=Domain.BUNDLE)


def test_signature_in_another_spelling_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        verify_minisign(KEY.public, DATA, respelled(SIGNATURE), domain=Domain.BUNDLE)


def test_signature_of_another_key_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        verify_minisign(SigningKey(b"\2" * 32).public, DATA, SIGNATURE, domain=Domain.BUNDLE)


@given(st.integers(SIGNATURE.index(b"\n") * 8, len(SIGNATURE) * 8 - 1))
def test_one_changed_bit_after_the_first_line_is_refused(bit: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureWrong):
        verify_minisign(KEY.public, DATA, bytes(changed), domain=Domain.BUNDLE)


@given(st.binary(max_size=400) | st.builds(lambda n: SIGNATURE[:n], st.integers(0, len(SIGNATURE) - 1)))
def test_noise_and_cut_files_are_refused(file: bytes) -> None:
    with pytest.raises(SignatureWrong):
        verify_minisign(KEY.public, DATA, file, domain=Domain.BUNDLE)


@given(st.binary(max_size=300))
def test_any_content_is_signed_and_verified(data: bytes) -> None:
    signature = minisign_signature(KEY, data, "", domain=Domain.UPDATE)
    assert verify_minisign(KEY.public, data, signature, domain=Domain.UPDATE) == ""


@pytest.mark.parametrize("comment", ["two\nlines", "x" * 1025, "bell\a"])
def test_comment_that_is_no_short_line_is_not_signed(comment: str) -> None:
    with pytest.raises(ValueError):
        minisign_signature(KEY, DATA, comment, domain=Domain.BUNDLE)


def test_key_id_is_the_first_half_of_the_device_id() -> None:
    body = b64decode(minisign_public(KEY.public).splitlines()[1])
    assert body[2:10].hex() == device_id(KEY.public)[:16]
