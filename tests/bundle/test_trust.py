"""Whom a device believes, and who may introduce whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.bundle.errors import RevokedKey, UnknownSender
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.vault.certificate import KeyFile, certify_successor
from desktop.vault.errors import SignatureWrong, SuccessorRefused
from tests.bundle.kit import TODAY, Author, believing

READER = Author("reader", "91", "Công an tỉnh An Giang", "upper")
AN, BINH, CHI = Author("an"), Author("bình"), Author("chi")
ELSEWHERE = Author("elsewhere", "30502", "Công an phường Tịnh Biên")


def trust_of(trusted: Trusted, author: Author) -> Trust | None:
    known = trusted.devices.get(author.device)
    return known.trust if known else None


def introduced(*files: KeyFile, sender: Author = AN, trusted: Trusted | None = None) -> Trusted:
    return (trusted or believing(READER, AN)).introduced(files, sender.device, TODAY)


def succession(old: Author, new: Author, **other: Any) -> KeyFile:
    certificate = replace(new.certificate, issuer=old.device, successor_of=old.device, **other)
    return certify_successor(old.key, certificate)


def test_a_confirmed_device_is_taken_at_its_word() -> None:
    assert believing(READER, AN).sender(AN.device).certificate == AN.certificate


@pytest.mark.parametrize("trust", [Trust.KNOWN, None])
def test_bundles_of_a_device_that_is_merely_known_are_not_taken(trust: Trust | None) -> None:
    trusted = believing(READER, AN, trust=trust) if trust else believing(READER)
    with pytest.raises(UnknownSender) as refusal:
        trusted.sender(AN.device)
    assert refusal.value.facts == {"key": AN.device[:8]}


def test_a_revoked_device_is_told_by_its_station() -> None:
    with pytest.raises(RevokedKey) as refusal:
        believing(READER, AN, trust=Trust.REVOKED).sender(AN.device)
    assert refusal.value.facts == {"station": "Công an phường Nhơn Hưng"}


def test_a_device_vouches_for_others_of_its_station_one_after_another() -> None:
    trusted = introduced(CHI.signed_by(BINH), BINH.signed_by(AN))
    assert [trust_of(trusted, each) for each in (AN, BINH, CHI)] == [
        Trust.CONFIRMED,
        Trust.VOUCHED,
        Trust.VOUCHED,
    ]
    assert trusted.sender(CHI.device)


@pytest.mark.parametrize(
    "file",
    [
        BINH.key_file,
        BINH.signed_by(CHI),
        ELSEWHERE.signed_by(AN),
        BINH.signed_by(AN, level="upper"),
        BINH.signed_by(AN, roles=("all", "more")),
    ],
    ids=["its own word", "a stranger's word", "another station", "a higher level", "more roles"],
)
def test_nobody_else_is_believed(file: KeyFile) -> None:
    assert trust_of(introduced(file), BINH) is None
    assert trust_of(introduced(file), ELSEWHERE) is None


def test_a_forged_word_is_refused_aloud() -> None:
    forged = KeyFile(replace(BINH.certificate, issuer=AN.device), BINH.key_file.signature)
    with pytest.raises(SignatureWrong):
        introduced(forged)


@pytest.mark.parametrize("trust", [Trust.KNOWN, Trust.REVOKED])
def test_a_device_that_is_not_believed_vouches_for_nobody(trust: Trust) -> None:
    trusted = introduced(BINH.signed_by(AN), trusted=believing(READER, AN, trust=trust))
    assert trust_of(trusted, BINH) is None


def test_a_revoked_device_does_not_come_back_by_anybodys_word() -> None:
    before = believing(READER, AN)
    revoked = Trusted({**before.devices, BINH.device: Known(BINH.key_file, Trust.REVOKED)}, READER.station)
    assert trust_of(introduced(BINH.signed_by(AN), trusted=revoked), BINH) is Trust.REVOKED


def test_the_one_who_takes_a_devices_place_needs_no_person() -> None:
    assert trust_of(introduced(succession(AN, BINH)), BINH) is Trust.VOUCHED


def test_a_second_who_takes_the_same_place_does() -> None:
    once = introduced(succession(AN, BINH))
    assert trust_of(introduced(succession(AN, CHI), trusted=once), CHI) is None


def test_of_two_who_come_at_once_one_is_believed() -> None:
    trusted = introduced(succession(AN, BINH), succession(AN, CHI))
    assert sorted(str(trust_of(trusted, each)) for each in (BINH, CHI)) == ["None", "Trust.VOUCHED"]


def test_a_successor_has_no_right_that_its_old_device_had_not() -> None:
    with pytest.raises(SuccessorRefused):
        introduced(succession(AN, BINH, level="upper"))


def test_a_computer_of_our_own_station_makes_others_known_but_not_believed() -> None:
    own = Author("own", "30502", "Công an phường Tịnh Biên")
    trusted = introduced(READER.key_file, sender=ELSEWHERE, trusted=believing(own, ELSEWHERE))
    assert trust_of(trusted, READER) is Trust.KNOWN


def test_who_was_known_is_believed_when_somebody_vouches() -> None:
    known = Trusted(
        {**believing(READER, AN).devices, BINH.device: Known(BINH.key_file, Trust.KNOWN)}, READER.station
    )
    assert trust_of(introduced(BINH.signed_by(AN), trusted=known), BINH) is Trust.VOUCHED


def test_what_a_person_confirmed_is_not_changed_by_a_bundle() -> None:
    trusted = introduced(AN.signed_by(BINH), BINH.signed_by(AN))
    assert trusted.devices[AN.device] == Known(AN.key_file, Trust.CONFIRMED)
