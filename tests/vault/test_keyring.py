from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.vault.errors import (
    KeyringDamaged,
    KeyringTooNew,
    LastUser,
    PasswordRefused,
    UserKnown,
    WrongPassword,
    WrongRecoveryCode,
)
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring import Keyring, KeyringUser
from desktop.vault.keyring_body import secrets_text
from desktop.vault.recovery import RecoveryCode
from desktop.vault.sealing import seal
from tests.vault.kit import FAST_FOR_TESTS, foretold, respelled, secrets

SECRETS = secrets()
CODE = RecoveryCode.generate(foretold("code"))
NEW_CODE = RecoveryCode.generate(foretold("new code"))
CHIEF, OFFICER = KeyringUser("u-chief", "Nguyễn Văn Chỉ Huy"), KeyringUser("u-officer", "Trần Thị Cán Bộ")
CHIEF_PASSWORD, OFFICER_PASSWORD, NEW_PASSWORD = "cay-da-dau-lang", "ben-nuoc-san-dinh", "con-duong-de-xanh"
ALONE = Keyring.create(SECRETS, CODE, CHIEF, CHIEF_PASSWORD, kdf=FAST_FOR_TESTS)
BOTH = ALONE.add_user(SECRETS, OFFICER, OFFICER_PASSWORD, kdf=FAST_FOR_TESTS)
RAW = BOTH.to_bytes()


def rewritten(change: Callable[[Any], None]) -> Keyring:
    """The keyring read again after somebody who knows its format, and no secret, changed its text."""
    plain = json.loads(RAW)
    change(plain)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Keyring.from_bytes(text.encode() + b"\n")


def test_each_user_and_the_recovery_code_open_the_same_secrets() -> None:
    assert BOTH.open_with_password(CHIEF.id, CHIEF_PASSWORD) == SECRETS
    assert BOTH.open_with_password(OFFICER.id, OFFICER_PASSWORD) == SECRETS
    assert BOTH.open_with_recovery(CODE) == SECRETS


def test_keyring_comes_back_from_its_bytes() -> None:
    again = Keyring.from_bytes(RAW)
    assert again == BOTH
    assert again.users() == (CHIEF, OFFICER)


@pytest.mark.parametrize(
    ("user", "password"),
    [
        (CHIEF.id, OFFICER_PASSWORD),
        (CHIEF.id, ""),
        (CHIEF.id, "mâtkhau"),
        ("u-nobody", CHIEF_PASSWORD),
        ("", ""),
    ],
)
def test_wrong_user_and_wrong_password_look_the_same(user: str, password: str) -> None:
    with pytest.raises(WrongPassword) as refused:
        BOTH.open_with_password(user, password)
    assert refused.value.facts == {}


def test_wrong_recovery_code_is_refused() -> None:
    with pytest.raises(WrongRecoveryCode):
        BOTH.open_with_recovery(NEW_CODE)


def test_no_secret_stands_in_the_file() -> None:
    written = RAW.decode()
    hidden = (SECRETS.database_key, SECRETS.database_salt, SECRETS.signing_key.seed, SECRETS.keyring_key.seed)
    assert not any(b64encode(secret).decode() in written or secret.hex() in written for secret in hidden)
    assert SECRETS.age.secret not in written


def test_secrets_do_not_show_themselves() -> None:
    shown = repr(SECRETS) + repr(BOTH) + str(SECRETS)
    hidden = (SECRETS.database_key, SECRETS.database_salt, SECRETS.signing_key.seed, SECRETS.keyring_key.seed)
    assert not any(repr(secret) in shown or secret.hex() in shown for secret in hidden)
    assert SECRETS.age.secret not in shown


# Who may come in: adding, leaving, changing.


def test_user_is_added_once() -> None:
    with pytest.raises(UserKnown):
        BOTH.add_user(SECRETS, OFFICER, NEW_PASSWORD, kdf=FAST_FOR_TESTS)


def test_removed_user_opens_the_keyring_no_more() -> None:
    left = BOTH.remove_user(SECRETS, OFFICER.id)
    with pytest.raises(WrongPassword):
        left.open_with_password(OFFICER.id, OFFICER_PASSWORD)
    assert left.open_with_password(CHIEF.id, CHIEF_PASSWORD) == SECRETS
    assert left.open_with_recovery(CODE) == SECRETS


def test_last_user_cannot_be_removed() -> None:
    with pytest.raises(LastUser) as refused:
        ALONE.remove_user(SECRETS, CHIEF.id)
    assert refused.value.facts == {"name": CHIEF.name}


def test_changed_password_opens_and_the_old_one_does_not() -> None:
    changed = BOTH.change_password(OFFICER.id, OFFICER_PASSWORD, NEW_PASSWORD, kdf=FAST_FOR_TESTS)
    assert changed.open_with_password(OFFICER.id, NEW_PASSWORD) == SECRETS
    assert changed.open_with_password(CHIEF.id, CHIEF_PASSWORD) == SECRETS
    with pytest.raises(WrongPassword):
        changed.open_with_password(OFFICER.id, OFFICER_PASSWORD)


def test_password_is_changed_only_by_who_knows_the_old_one() -> None:
    with pytest.raises(WrongPassword):
        BOTH.change_password(OFFICER.id, CHIEF_PASSWORD, NEW_PASSWORD, kdf=FAST_FOR_TESTS)


def test_administrator_resets_a_forgotten_password() -> None:
    reset = BOTH.set_password(SECRETS, OFFICER.id, NEW_PASSWORD, kdf=FAST_FOR_TESTS)
    assert reset.open_with_password(OFFICER.id, NEW_PASSWORD) == SECRETS
    assert reset.users() == BOTH.users()


def test_weak_password_is_refused_wherever_one_is_set() -> None:
    with pytest.raises(PasswordRefused) as refused:
        ALONE.add_user(SECRETS, OFFICER, "mậtkhẩu", kdf=FAST_FOR_TESTS)
    assert refused.value.facts == {"problems": "too_short, not_ascii"}
    with pytest.raises(PasswordRefused):
        BOTH.set_password(SECRETS, OFFICER.id, "short", kdf=FAST_FOR_TESTS)
    with pytest.raises(PasswordRefused):
        Keyring.create(SECRETS, CODE, CHIEF, "short", kdf=FAST_FOR_TESTS)


def test_old_recovery_code_opens_no_more_after_a_new_one() -> None:
    renewed = BOTH.replace_recovery(SECRETS, NEW_CODE, kdf=FAST_FOR_TESTS)
    assert renewed.open_with_recovery(NEW_CODE) == SECRETS
    with pytest.raises(WrongRecoveryCode):
        renewed.open_with_recovery(CODE)


def test_renamed_user_keeps_the_password() -> None:
    renamed = BOTH.rename_user(SECRETS, KeyringUser(OFFICER.id, "Trần Thị Đổi Tên"))
    assert [user.name for user in renamed.users()] == [CHIEF.name, "Trần Thị Đổi Tên"]
    assert renamed.open_with_password(OFFICER.id, OFFICER_PASSWORD) == SECRETS


def test_copy_that_leaves_the_pc_opens_with_the_recovery_code_only() -> None:
    copy = BOTH.recovery_only(SECRETS)
    assert copy.users() == ()
    assert copy.open_with_recovery(CODE) == SECRETS
    with pytest.raises(WrongPassword):
        copy.open_with_password(CHIEF.id, CHIEF_PASSWORD)


def test_new_database_key_needs_nobodys_password_and_no_new_code() -> None:
    renewed = SECRETS.with_new_database()
    keyring = BOTH.remove_user(SECRETS, OFFICER.id).reseal(renewed)
    assert keyring.open_with_password(CHIEF.id, CHIEF_PASSWORD) == renewed
    assert keyring.open_with_recovery(CODE) == renewed
    assert renewed.database_key != SECRETS.database_key
    assert renewed.signing_key == SECRETS.signing_key


def test_who_left_with_an_old_copy_does_not_open_the_new_keyring() -> None:
    keyring = BOTH.remove_user(SECRETS, OFFICER.id).reseal(SECRETS.with_new_database())
    old = BOTH.body.entry(OFFICER.id)
    assert old is not None
    opened = old.lock.open(BOTH.body.user_place(OFFICER.id), OFFICER_PASSWORD.encode())
    assert opened is not None
    assert opened.identity.recipient not in {
        keyring.body.recovery.recipient,
        keyring.body.entries[0].lock.recipient,
    }


def test_new_device_identity_keeps_the_database() -> None:
    renewed = SECRETS.with_new_device()
    keyring = BOTH.reseal(renewed)
    assert keyring.open_with_password(CHIEF.id, CHIEF_PASSWORD).device == renewed.device != SECRETS.device
    assert renewed.database_key == SECRETS.database_key
    assert renewed.recipient != SECRETS.recipient


def test_secrets_of_another_keyring_change_nothing_here() -> None:
    with pytest.raises(ValueError):
        BOTH.remove_user(secrets("another"), OFFICER.id)


# Tampering by somebody who can write the file.


def test_lock_of_one_user_opens_in_no_other_place() -> None:
    def swap(plain: Any) -> None:
        chief, officer = plain["users"]
        chief["id"], officer["id"] = officer["id"], chief["id"]
        plain["users"] = [officer, chief]

    with pytest.raises(WrongPassword):
        rewritten(swap).open_with_password(CHIEF.id, OFFICER_PASSWORD)


def test_lock_of_a_user_does_not_pass_as_the_recovery_lock() -> None:
    body = replace(BOTH.body, recovery=BOTH.body.entries[0].lock)
    opened = body.recovery.open(body.recovery_place, CHIEF_PASSWORD.encode())
    assert opened is None


def test_lock_of_another_keyring_opens_nothing_here() -> None:
    other = Keyring.create(SECRETS, CODE, CHIEF, CHIEF_PASSWORD, kdf=FAST_FOR_TESTS)
    moved = replace(BOTH, body=replace(BOTH.body, recovery=other.body.recovery))
    with pytest.raises(WrongRecoveryCode):
        moved.open_with_recovery(CODE)


def test_secrets_put_in_by_a_stranger_are_refused() -> None:
    def plant(plain: Any) -> None:
        recipients = [BOTH.body.recovery.recipient, *(entry.lock.recipient for entry in BOTH.body.entries)]
        plain["sealed"] = b64encode(
            seal(secrets_text(BOTH.body.id, secrets("stranger")), recipients)
        ).decode()

    with pytest.raises(KeyringDamaged):
        rewritten(plant).open_with_password(CHIEF.id, CHIEF_PASSWORD)


@pytest.mark.parametrize("changed", ["name", "id"])
def test_user_renamed_by_a_stranger_is_noticed(changed: str) -> None:
    def rename(plain: Any) -> None:
        plain["users"][1][changed] = "u-zzz"

    with pytest.raises(KeyringDamaged):
        rewritten(rename).open_with_password(CHIEF.id, CHIEF_PASSWORD)


@settings(max_examples=50)
@given(st.integers(0, len(RAW) * 8 - 1))
def test_one_changed_bit_is_never_opened(bit: int) -> None:
    changed = bytearray(RAW)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((KeyringDamaged, KeyringTooNew, WrongPassword)):
        Keyring.from_bytes(bytes(changed)).open_with_password(CHIEF.id, CHIEF_PASSWORD)


@given(st.binary(max_size=200) | st.builds(lambda n: RAW[:n], st.integers(0, len(RAW) - 1)))
def test_noise_and_cut_files_are_damaged(raw: bytes) -> None:
    with pytest.raises(KeyringDamaged):
        Keyring.from_bytes(raw)


LOCK_FIELDS = ["memory", "passes", "salt", "recipient", "locked"]
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.lists(st.integers(), max_size=2)
)


@given(st.sampled_from(LOCK_FIELDS), VALUES)
def test_any_value_in_a_lock_is_refused_as_damage(name: str, value: object) -> None:
    def put(plain: Any) -> None:
        plain["recovery"][name] = value

    with pytest.raises(KeyringDamaged):
        rewritten(put)


@given(st.sampled_from(sorted(json.loads(RAW))), VALUES)
def test_keyring_with_any_value_in_a_field_is_never_opened(name: str, value: object) -> None:
    def put(plain: Any) -> None:
        plain[name] = value

    with pytest.raises((KeyringDamaged, WrongPassword)):
        rewritten(put).open_with_password(CHIEF.id, CHIEF_PASSWORD)


@pytest.mark.parametrize(
    ("memory", "passes"), [(8 * 2**20, 1), (2**20, 3), (2**30, 3), (64 * 2**20, 11), (-1, 3)]
)
def test_costs_out_of_bounds_are_refused_before_any_is_spent(memory: int, passes: int) -> None:
    def cheapen(plain: Any) -> None:
        plain["users"][0]["memory"], plain["users"][0]["passes"] = memory, passes

    with pytest.raises(KeyringDamaged):
        rewritten(cheapen)
    with pytest.raises(ValueError):
        Kdf(memory, passes)


def test_keyring_in_another_spelling_is_damaged() -> None:
    with pytest.raises(KeyringDamaged):
        Keyring.from_bytes(respelled(RAW))


def test_keyring_of_a_later_version_says_so() -> None:
    with pytest.raises(KeyringTooNew):
        Keyring.from_bytes(RAW.replace(b"tuquan-keyring/1", b"tuquan-keyring/2"))


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain["users"].append(plain["users"][0]),
        lambda plain: plain["users"].reverse(),
        lambda plain: plain["users"][0].update(name="two\nlines"),
        lambda plain: plain["users"][0].update(role="admin"),
        lambda plain: plain.update(extra=1),
        lambda plain: plain.pop("signature"),
        lambda plain: plain.update(id="x"),
    ],
)
def test_file_of_another_form_is_damaged(change: Callable[[Any], None]) -> None:
    with pytest.raises(KeyringDamaged):
        rewritten(change)


@pytest.mark.parametrize(
    ("user", "name"), [("", "A"), ("a b", "A"), ("a" * 65, "A"), ("a", ""), ("a", " A"), ("a", "A\u0302")]
)
def test_user_has_a_plain_id_and_name(user: str, name: str) -> None:
    with pytest.raises(ValueError):
        KeyringUser(user, name)


def test_usual_costs_are_those_of_rfc_9106_for_small_machines() -> None:
    assert (DEFAULT.memory, DEFAULT.passes) == (64 * 2**20, 3)


def test_unknown_user_in_the_hands_of_an_administrator_is_a_bug() -> None:
    with pytest.raises(KeyError):
        BOTH.set_password(SECRETS, "u-nobody", NEW_PASSWORD, kdf=FAST_FOR_TESTS)
