from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.errors import SealDamaged, SealedForAnother
from desktop.vault.sealing import MOST_RECIPIENTS, AgeIdentity, AgeRecipient, seal, unseal

STATION, UPPER, STRANGER = AgeIdentity.generate(), AgeIdentity.generate(), AgeIdentity.generate()
DATA = "Nguyễn Trần Thanh Phượng".encode()
SEALED = seal(DATA, [STATION.recipient, UPPER.recipient])


@given(st.binary(max_size=2000))
def test_each_recipient_opens_what_was_sealed(data: bytes) -> None:
    sealed = seal(data, [STATION.recipient, UPPER.recipient])
    assert unseal(sealed, STATION) == unseal(sealed, UPPER) == data


def test_age_opens_what_we_sealed(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(UPPER.secret)
    (tmp_path / "0000.age").write_bytes(SEALED)
    command = ["age", "-d", "-i", "key", "0000.age"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout == DATA


def test_we_open_what_age_sealed(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    command = ["age", "-r", STATION.recipient.text, "data"]
    sealed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert unseal(sealed, STATION) == DATA


def test_stranger_is_told_that_it_is_for_another() -> None:
    with pytest.raises(SealedForAnother):
        unseal(SEALED, STRANGER)


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_one_changed_bit_is_never_opened(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((SealDamaged, SealedForAnother)):
        unseal(bytes(changed), STATION)


@given(st.binary(max_size=100) | st.builds(lambda n: SEALED[:n], st.integers(0, len(SEALED) - 1)))
def test_noise_and_cut_content_is_damaged(data: bytes) -> None:
    with pytest.raises(SealDamaged):
        unseal(data, STATION)


def test_content_sealed_with_a_password_is_not_for_this_device() -> None:
    # 2^30 rounds are asked for: whoever tried would be busy for an hour.
    body = b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n" + b"\0" * 40
    with pytest.raises((SealDamaged, SealedForAnother)):
        unseal(b"age-encryption.org/v1\n-> scrypt " + b"A" * 22 + b" 30\n" + body, STATION)


LETTERS = b"A" * 43 + b"\n"


@pytest.mark.parametrize(
    "header",
    [b"-> X25519 " + b"A" * 600_000 + b"\n" + LETTERS, (b"-> X25519 " + LETTERS + LETTERS) * 300],
    ids=["one long line", "many recipients"],
)
def test_a_header_that_would_be_parsed_for_minutes_is_not_parsed(header: bytes) -> None:
    with pytest.raises(SealDamaged):
        unseal(b"age-encryption.org/v1\n" + header + b"--- " + LETTERS + bytes(40), STATION)


def test_as_many_recipients_as_there_may_be_can_open_it() -> None:
    others = [AgeIdentity.generate().recipient for _ in range(MOST_RECIPIENTS)]
    assert unseal(seal(DATA, [STATION.recipient, *others[1:]]), STATION) == DATA
    with pytest.raises(ValueError):
        seal(DATA, [STATION.recipient, *others])


def test_recipient_named_twice_gets_it_once() -> None:
    once = seal(DATA, [STATION.recipient])
    twice = seal(DATA, [STATION.recipient, STATION.recipient])
    assert twice.count(b"-> X25519") == once.count(b"-> X25519") == 1


def test_nothing_is_sealed_to_nobody() -> None:
    with pytest.raises(ValueError):
        seal(DATA, [])


def test_identity_and_recipient_come_back_from_their_texts() -> None:
    assert AgeIdentity.parse(STATION.secret) == STATION
    assert AgeRecipient.parse(STATION.recipient.text) == STATION.recipient


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        pytest.param(STATION.secret, id="an identity"),
        pytest.param(STATION.recipient.text.upper(), id="capitals"),
        "age1" + "q" * 58,
    ],
)
def test_text_that_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        AgeRecipient.parse(text)


def test_text_that_is_no_identity_is_refused() -> None:
    with pytest.raises(ValueError):
        AgeIdentity.parse(STATION.recipient.text)


def test_identity_does_not_show_its_secret() -> None:
    assert STATION.secret not in repr(STATION)
