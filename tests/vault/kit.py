"""What the tests of the vault share: fast costs, fixed keys, and randomness that can be foretold."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import count

from desktop.vault.certificate import DeviceCertificate
from desktop.vault.device_secrets import Secrets
from desktop.vault.kdf import Kdf
from desktop.vault.randomness import Randomness
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import SigningKey, device_id

FAST_FOR_TESTS = Kdf(memory=8 * 2**20, passes=2)
"""The lowest costs that are legal."""

STATION_KEY = SigningKey(b"\1" * 32)
UPPER_KEY = SigningKey(b"\2" * 32)
NEXT_KEY = SigningKey(b"\3" * 32)
STATION_AGE = AgeIdentity.parse("AGE-SECRET-KEY-1QSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQMDXKL7")


def foretold(seed: str) -> Randomness:
    """Bytes that look random and are the same each time."""
    calls = count()
    return lambda size: hashlib.shake_256(f"{seed}/{next(calls)}".encode()).digest(size)


def certificate(key: SigningKey = STATION_KEY, **other: object) -> DeviceCertificate:
    fields = {
        "signing_key": key.public,
        "recipient": STATION_AGE.recipient,
        "station": "30337",
        "station_name": "Công an phường Nhơn Hưng",
        "level": "commune",
        "roles": ("disputes", "visits"),
        "not_before": date(2026, 1, 5),
        "not_after": date(2029, 1, 4),
        "issuer": device_id(key.public),
        "serial": 1,
    }
    return DeviceCertificate(**{**fields, **other})  # type: ignore[arg-type]  # tests give wrong ones on purpose


def secrets(seed: str = "station") -> Secrets:
    return Secrets.generate(foretold(seed))


def respelled(raw: bytes) -> bytes:
    """The same bytes in base64 that ends with ``=``, spelled otherwise: the last bits of its last letter are spare."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = raw.index(b"=") - 1
    return raw[:at] + alphabet[alphabet.index(raw[at]) ^ 1 :][:1] + raw[at + 1 :]
