"""The worked example of docs/keys.md: every figure is computed again, the example keyring is opened."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from desktop.vault.certificate import KeyFile
from desktop.vault.kdf import Kdf
from desktop.vault.keyring import Keyring
from desktop.vault.minisign import minisign_public, minisign_signature, verify_minisign
from desktop.vault.passwords import password_bytes
from desktop.vault.recovery import RecoveryCode
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain, SigningKey, device_id
from tests.vault.kit import STATION_AGE, certificate

DOCUMENT = Path(__file__).parents[2] / "docs" / "keys.md"
KEY = SigningKey(b"\1" * 32)
CODE = RecoveryCode.generate(lambda size: b"\5" * size)
PASSWORD = "cay-da-dau-lang"
COSTS = Kdf(memory=8 * 2**20, passes=2)

FIGURES = {
    "public key": KEY.public.raw.hex(),
    "device id": device_id(KEY.public),
    "signature of a head": KEY.sign(Domain.HEAD, b"message").hex(),
    "minisign public key": minisign_public(KEY.public).splitlines()[1],
    "age recipient": STATION_AGE.recipient.text,
    "fingerprint": certificate().fingerprint,
    "recovery code": " ".join(CODE.groups),
    "key derived from the password": COSTS.derive(password_bytes(PASSWORD), b"\6" * 16).hex(),
}


@cache
def text() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", text(), re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("name", "value"), FIGURES.items())
def test_figure_is_what_the_program_computes(name: str, value: str) -> None:
    assert f"| {name} | `{value}` |" in text()


def test_every_figure_of_the_table_is_computed_here() -> None:
    told = re.findall(r"^\| ([^|]+) \| `[^`]+` \|$", text(), re.MULTILINE)
    assert told == list(FIGURES)


def test_example_key_file_is_read_and_written_alike() -> None:
    raw = block("tqkey").encode()
    assert KeyFile.parse(raw) == KeyFile.issue(certificate(), KEY)


def test_example_minisig_is_what_we_sign() -> None:
    signature = block("minisig").encode()
    assert signature == minisign_signature(KEY, b"message", "12", domain=Domain.BUNDLE)
    assert verify_minisign(KEY.public, b"message", signature, domain=Domain.BUNDLE) == "12"


def test_example_keyring_opens_with_the_password_and_with_the_code() -> None:
    keyring = Keyring.from_bytes(block("keyring").encode())
    secrets = keyring.open_with_password("u1", PASSWORD)
    assert secrets == keyring.open_with_recovery(CODE)
    assert secrets.signing_key == KEY
    assert (secrets.database_key, secrets.database_salt) == (b"\7" * 32, b"\10" * 16)
    assert secrets.age == AgeIdentity.parse(STATION_AGE.secret)


def test_example_files_name_the_fields_that_the_text_explains() -> None:
    keyring = json.loads(block("keyring"))
    named = {*keyring, *keyring["recovery"], *json.loads(block("tqkey"))["certificate"]}
    assert {name for name in named if f"`{name}`" not in text()} == set()
