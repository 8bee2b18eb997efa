from __future__ import annotations

import hashlib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.errors import SignatureWrong
from desktop.vault.signing import Domain, PublicKey, SigningKey, device_id

KEY = SigningKey(b"\1" * 32)
OTHER = SigningKey(b"\2" * 32)


def test_device_id_is_the_start_of_the_hash_of_its_public_key() -> None:
    expected = hashlib.blake2b(b"tuquan/1/device\0" + KEY.public.raw, digest_size=32).hexdigest()[:32]
    assert device_id(KEY.public) == expected


def test_signature_is_plain_ed25519_over_the_domain_and_the_message() -> None:
    bare = KEY.sign_bare(b"tuquan/1/head\0message")
    assert KEY.sign(Domain.HEAD, b"message") == bare


def test_ed25519_agrees_with_the_first_vector_of_rfc_8032() -> None:
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public.raw.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign_bare(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


@given(st.binary(max_size=200), st.sampled_from(Domain))
def test_signature_verifies_with_its_key_and_domain(message: bytes, domain: Domain) -> None:
    KEY.public.verify(domain, message, KEY.sign(domain, message))


@pytest.mark.parametrize(("made", "claimed"), list(permutations(Domain, 2)))
def test_signature_of_one_domain_never_passes_in_another(made: Domain, claimed: Domain) -> None:
    with pytest.raises(SignatureWrong):
        KEY.public.verify(claimed, b"message", KEY.sign(made, b"message"))


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_bit_of_the_message_is_refused(message: bytes, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, len(message) * 8 - 1))
    changed = bytearray(message)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureWrong):
        KEY.public.verify(Domain.HEAD, bytes(changed), KEY.sign(Domain.HEAD, message))


def test_signature_of_another_key_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        KEY.public.verify(Domain.HEAD, b"message", OTHER.sign(Domain.HEAD, b"message"))


@pytest.mark.parametrize("size", [0, 63, 65])
def test_signature_of_the_wrong_length_is_refused(size: int) -> None:
    with pytest.raises(SignatureWrong):
        KEY.public.verify(Domain.HEAD, b"message", b"\0" * size)


@pytest.mark.parametrize("point", [b"\1" + b"\0" * 31, b"\0" * 32])
def test_key_of_small_order_verifies_nothing(point: bytes) -> None:
    with pytest.raises(SignatureWrong):
        PublicKey(point).verify(Domain.HEAD, b"message", point + b"\0" * 32)


def test_key_comes_back_from_its_seed() -> None:
    key = SigningKey.generate()
    assert SigningKey(key.seed) == key
    assert key != OTHER


@pytest.mark.parametrize("size", [0, 31, 33])
def test_key_of_the_wrong_length_is_no_key(size: int) -> None:
    with pytest.raises(ValueError):
        PublicKey(b"\0" * size)
    with pytest.raises(ValueError):
        SigningKey(b"\0" * size)


def test_secret_key_does_not_show_its_seed() -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert repr(KEY) == f"SigningKey(device={device_id(KEY.public)})"
