"""The recovery code of an upper level in shares: two people open the register, one does not, and it is rehearsed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from desktop.services import recovery, sharing
from desktop.services.backup_files import Reason
from desktop.services.backups import make_copy
from desktop.services.data_folder import read_keyring
from desktop.services.restoring import open_with_code
from desktop.services.sharing import Shared
from desktop.vault.errors import SharesSame, WrongRecoveryCode
from desktop.vault.shares import join, split
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, FAST, Made, WorkspaceMaker, environment


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def upper(make: WorkspaceMaker, clock: FakeClock) -> Made:
    return make(AN_GIANG, around=environment(clock, seed=2))


def test_any_two_shares_open_the_register_and_the_old_code_does_not(upper: Made) -> None:
    workspace = upper.workspace
    new = sharing.new_shares(workspace, 3)
    sharing.put_in_force(workspace, new, new.shares[0], new.shares[2], kdf=FAST)
    keyring = read_keyring(upper.folder)
    for one, other in permutations(new.shares, 2):
        assert keyring.open_with_recovery(join(one, other)).database_key == workspace.secrets.database_key
    with pytest.raises(WrongRecoveryCode):
        keyring.open_with_recovery(upper.code)


def test_until_two_were_read_back_the_code_of_before_is_in_force(upper: Made) -> None:
    new = sharing.new_shares(upper.workspace, 2)
    elsewhere = split(upper.code, 2, environment(seed=7).randomness)
    with pytest.raises(SharesSame):
        sharing.put_in_force(upper.workspace, new, new.shares[0], new.shares[0], kdf=FAST)
    with pytest.raises(WrongRecoveryCode):
        sharing.put_in_force(upper.workspace, new, *elsewhere, kdf=FAST)
    assert sharing.shared(upper.workspace) is None
    recovery.check_code(upper.workspace, upper.code)


def test_a_rehearsal_really_opens_and_its_day_is_kept(upper: Made, clock: FakeClock) -> None:
    workspace = upper.workspace
    new = sharing.new_shares(workspace, 3)
    sharing.put_in_force(workspace, new, *new.shares[:2], kdf=FAST)
    assert sharing.shared(workspace) == Shared(3, date(2026, 11, 20), date(2026, 11, 20))
    clock.advance(timedelta(days=90))
    stranger = sharing.new_shares(workspace, 3)
    with pytest.raises(WrongRecoveryCode):
        sharing.rehearse(workspace, *stranger.shares[:2])
    assert sharing.shared(workspace) == Shared(3, date(2026, 11, 20), date(2026, 11, 20))
    sharing.rehearse(workspace, *new.shares[1:])
    assert sharing.shared(workspace) == Shared(3, date(2026, 11, 20), date(2027, 2, 18))


def test_a_copy_made_afterwards_opens_with_two_shares(upper: Made) -> None:
    workspace = upper.workspace
    new = sharing.new_shares(workspace, 2)
    sharing.put_in_force(workspace, new, *new.shares, kdf=FAST)
    copy = make_copy(workspace, Reason.ASKED, lambda _done, _total: None)
    assert open_with_code(copy, join(*new.shares)).secrets.device == workspace.device


def test_a_whole_code_takes_the_place_of_the_shares(upper: Made) -> None:
    workspace = upper.workspace
    new = sharing.new_shares(workspace, 2)
    sharing.put_in_force(workspace, new, *new.shares, kdf=FAST)
    recovery.replace_code(workspace, recovery.new_code(workspace), kdf=FAST)
    assert sharing.shared(workspace) is None


def test_neither_code_nor_share_lies_in_the_folder(upper: Made) -> None:
    new = sharing.new_shares(upper.workspace, 2)
    sharing.put_in_force(upper.workspace, new, *new.shares, kdf=FAST)
    files = [each.read_bytes() for each in upper.folder.iterdir() if each.is_file()]
    secrets = ["".join(groups) for groups in (new.code.groups, *(each.groups for each in new.shares))]
    assert files
    assert not any(secret.encode() in content for secret in secrets for content in files)
