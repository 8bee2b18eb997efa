from __future__ import annotations

import json
from base64 import b64encode
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.certificate import (
    MAX_KEY_FILE,
    KeyFile,
    Validity,
    certify_successor,
    fingerprint,
    verify_certificate,
    verify_successor,
)
from desktop.vault.errors import (
    CertificateForeign,
    KeyFileDamaged,
    KeyFileTooNew,
    SignatureWrong,
    SuccessorRefused,
)
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain, device_id
from tests.vault.kit import NEXT_KEY, STATION_AGE, STATION_KEY, UPPER_KEY, certificate, respelled

TODAY = date(2026, 11, 20)
OWN = KeyFile.issue(certificate(), STATION_KEY)
GIVEN = OWN.countersign(UPPER_KEY, serial=7, not_before=TODAY, not_after=date(2028, 11, 20))
RAW = OWN.to_bytes()


def spelled(**changes: object) -> bytes:
    """The station's key file with other values in its certificate, signed anew by its own key."""
    plain = {**json.loads(OWN.certificate.canonical()), **changes}
    body = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    signature = b64encode(STATION_KEY.sign(Domain.CERTIFICATE, body.encode())).decode()
    return f'{{"certificate":{body},"format":"tuquan-key/1","signature":"{signature}"}}\n'.encode()


def test_key_file_comes_back_from_its_bytes() -> None:
    assert KeyFile.parse(RAW) == OWN
    assert KeyFile.parse(GIVEN.to_bytes()) == GIVEN


def test_certificate_is_signed_over_sorted_text_without_spaces() -> None:
    signed = OWN.certificate.canonical().decode()
    assert signed.startswith('{"device":"' + device_id(STATION_KEY.public) + '","issuer":')
    assert signed.endswith('"station_name":"Công an phường Nhơn Hưng","successor_of":null}')
    assert spelled() == RAW


def test_first_certificate_of_a_device_is_verified_by_its_own_key() -> None:
    assert OWN.certificate.self_issued
    assert verify_certificate(OWN, STATION_KEY.public, TODAY) is Validity.VALID


def test_upper_level_countersigns_the_same_keys_and_station() -> None:
    assert verify_certificate(GIVEN, UPPER_KEY.public, TODAY) is Validity.VALID
    assert GIVEN.certificate.fingerprint == OWN.certificate.fingerprint
    assert GIVEN.certificate.station == OWN.certificate.station
    assert GIVEN.certificate.serial == 7


def test_only_a_device_that_proved_its_own_key_is_countersigned() -> None:
    with pytest.raises(CertificateForeign):
        GIVEN.countersign(UPPER_KEY, serial=8, not_before=TODAY, not_after=TODAY)
    forged = KeyFile(OWN.certificate, GIVEN.signature)
    with pytest.raises(SignatureWrong):
        forged.countersign(UPPER_KEY, serial=8, not_before=TODAY, not_after=TODAY)


@pytest.mark.parametrize(
    ("today", "validity"),
    [
        (date(2026, 1, 4), Validity.NOT_YET),
        (date(2026, 1, 5), Validity.VALID),
        (date(2029, 1, 4), Validity.VALID),
        (date(2029, 1, 5), Validity.EXPIRED),
        (date(1980, 1, 1), Validity.NOT_YET),
    ],
)
def test_term_that_is_over_warns_and_never_refuses(today: date, validity: Validity) -> None:
    assert verify_certificate(OWN, STATION_KEY.public, today) is validity


def test_certificate_of_another_issuer_is_foreign() -> None:
    with pytest.raises(CertificateForeign):
        verify_certificate(OWN, UPPER_KEY.public, TODAY)


@pytest.mark.parametrize(
    "change", [{"station": "30340"}, {"roles": ("awards", "visits")}, {"not_after": date(2099, 1, 1)}]
)
def test_certificate_changed_after_signing_is_refused(change: dict[str, object]) -> None:
    changed = KeyFile(replace(GIVEN.certificate, **change), GIVEN.signature)  # type: ignore[arg-type]
    with pytest.raises(SignatureWrong):
        verify_certificate(changed, UPPER_KEY.public, TODAY)


@given(st.integers(0, len(RAW) * 8 - 1))
def test_one_changed_bit_of_a_key_file_is_refused(bit: int) -> None:
    changed = bytearray(RAW)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((KeyFileDamaged, KeyFileTooNew, CertificateForeign)):
        verify_certificate(KeyFile.parse(bytes(changed)), STATION_KEY.public, TODAY)


@given(st.binary(max_size=300) | st.builds(lambda n: RAW[:n], st.integers(0, len(RAW) - 1)))
def test_noise_and_cut_files_are_refused(raw: bytes) -> None:
    with pytest.raises(KeyFileDamaged):
        KeyFile.parse(raw)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.sampled_from(sorted(json.loads(OWN.certificate.canonical()))), PLAIN)
def test_any_value_in_any_field_is_taken_or_refused_as_a_failure_of_the_user(
    name: str, value: object
) -> None:
    raw = spelled(**{name: value})
    with suppress(KeyFileDamaged):
        assert KeyFile.parse(raw).to_bytes() == raw


@pytest.mark.parametrize(
    "change",
    [
        {"device": device_id(UPPER_KEY.public)},
        {"signing_key": "AAAA"},
        {"recipient": "age1"},
        {"station": "../30337"},
        {"station_name": "Công an\nphường"},
        {"station_name": "gnơuhp \u202eCông an"},
        {"station_name": "Nho\u031bn"},
        {"station_name": "x" * 201},
        {"level": "Commune"},
        {"roles": ["visits", "disputes"]},
        {"roles": ["visits", "visits"]},
        {"roles": "visits"},
        {"not_before": "20260105"},
        {"not_before": "2030-01-01"},
        {"serial": True},
        {"serial": -1},
        {"serial": 1.0},
        {"serial": 2**53},
        {"issuer": "x"},
        {"successor_of": device_id(STATION_KEY.public)},
        {"extra": None},
    ],
)
def test_field_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(KeyFileDamaged):
        KeyFile.parse(spelled(**change))


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + RAW,
        RAW[:-1] + b"\r\n",
        RAW.replace(b'","issuer', b'", "issuer'),
        RAW.replace(b'"level":"commune"', b'"level":"upper","level":"commune"'),
        respelled(GIVEN.to_bytes()),
        b"[" * MAX_KEY_FILE,
        RAW + b" " * MAX_KEY_FILE,
        b"\xff" + RAW,
        b"null\n",
        b"9" * 5000 + b"\n",
    ],
)
def test_file_in_another_spelling_is_refused(raw: bytes) -> None:
    with pytest.raises(KeyFileDamaged):
        KeyFile.parse(raw)


def test_id_of_another_device_is_refused() -> None:
    with pytest.raises(KeyFileDamaged) as refused:
        KeyFile.parse(spelled(device=device_id(UPPER_KEY.public)))
    assert refused.value.facts == {"detail": "the id does not belong to the key"}


def test_key_file_of_a_later_version_says_so() -> None:
    with pytest.raises(KeyFileTooNew):
        KeyFile.parse(RAW.replace(b"tuquan-key/1", b"tuquan-key/2"))


def test_self_issued_file_with_anothers_signature_is_refused() -> None:
    with pytest.raises(KeyFileDamaged):
        KeyFile.parse(KeyFile(OWN.certificate, GIVEN.signature).to_bytes())


def test_nobody_signs_in_anothers_name() -> None:
    with pytest.raises(ValueError):
        KeyFile.issue(certificate(), UPPER_KEY)


HEIR = certificate(
    NEXT_KEY, issuer=device_id(STATION_KEY.public), successor_of=device_id(STATION_KEY.public), serial=2
)


def test_old_key_certifies_the_device_that_takes_its_place() -> None:
    new = certify_successor(STATION_KEY, HEIR)
    assert verify_successor(OWN.certificate, new, TODAY) is Validity.VALID
    assert KeyFile.parse(new.to_bytes()) == new


@pytest.mark.parametrize(
    "change",
    [
        {"station": "30340"},
        {"station_name": "Công an phường khác"},
        {"level": "upper"},
        {"roles": ("awards", "visits")},
        {"not_after": date(2099, 1, 1)},
    ],
)
def test_successor_gets_no_right_that_the_old_device_had_not(change: dict[str, object]) -> None:
    greedy = replace(HEIR, **change)  # type: ignore[arg-type]
    with pytest.raises(SuccessorRefused):
        verify_successor(OWN.certificate, certify_successor(STATION_KEY, greedy), TODAY)


def test_successor_without_the_old_keys_signature_is_refused() -> None:
    forged = KeyFile(HEIR, NEXT_KEY.sign(Domain.CERTIFICATE, HEIR.canonical()))
    with pytest.raises(SuccessorRefused):
        verify_successor(OWN.certificate, forged, TODAY)
    with pytest.raises(SuccessorRefused):
        verify_successor(OWN.certificate, GIVEN, TODAY)
    unsigned = KeyFile.issue(replace(HEIR, issuer=device_id(NEXT_KEY.public)), NEXT_KEY)
    with pytest.raises(SuccessorRefused):
        verify_successor(OWN.certificate, unsigned, TODAY)


def test_device_that_the_old_key_certified_for_something_else_is_no_successor() -> None:
    colleague = KeyFile.issue(replace(HEIR, successor_of=None), STATION_KEY)
    with pytest.raises(SuccessorRefused):
        verify_successor(OWN.certificate, colleague, TODAY)


def test_old_key_does_not_certify_who_does_not_name_it() -> None:
    with pytest.raises(ValueError):
        certify_successor(STATION_KEY, certificate(NEXT_KEY))


def test_fingerprint_is_five_groups_of_five_digits() -> None:
    groups = OWN.certificate.fingerprint.split(" ")
    assert [len(group) for group in groups] == [5] * 5
    assert "".join(groups).isdigit()


def test_fingerprint_changes_with_either_key() -> None:
    other = AgeIdentity.generate().recipient
    mine = fingerprint(STATION_KEY.public, STATION_AGE.recipient)
    assert mine == OWN.certificate.fingerprint
    assert (
        len(
            {
                mine,
                fingerprint(UPPER_KEY.public, STATION_AGE.recipient),
                fingerprint(STATION_KEY.public, other),
            }
        )
        == 3
    )


@given(
    st.dates(), st.dates(), st.integers(0, 2**53 - 1), st.sets(st.sampled_from(["visits", "awards", "tips"]))
)
def test_any_certificate_comes_back_from_its_file(
    first: date, last: date, serial: int, roles: set[str]
) -> None:
    made = certificate(
        serial=serial,
        roles=tuple(sorted(roles)),
        not_before=min(first, last),
        not_after=max(first, last),
    )
    assert KeyFile.parse(KeyFile.issue(made, STATION_KEY).to_bytes()).certificate == made
