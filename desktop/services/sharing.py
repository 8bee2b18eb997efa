"""The recovery code in the hands of several people: no one of them opens the register, any two do.

The code of before is replaced, and the new one is shown to nobody: it exists as shares only. It is in force when
two shares were read back from paper and have opened the keyring, and that can be rehearsed on any day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.access import Permission
from desktop.services import recovery
from desktop.services.recovery import SHARED
from desktop.services.workspace import Workspace
from desktop.vault.errors import WrongRecoveryCode
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.recovery import RecoveryCode
from desktop.vault.shares import CodeShare, join, split


@dataclass(frozen=True)
class NewShares:
    """A code that nothing knows yet, and its shares."""

    code: RecoveryCode = field(repr=False)
    shares: tuple[CodeShare, ...] = field(repr=False)


@dataclass(frozen=True)
class Shared:
    """The code in force is in shares: of how many people, since when, and when two of them last opened it."""

    people: int
    since: date
    rehearsed: date


def shared(workspace: Workspace) -> Shared | None:
    """None where one sheet has the whole code, and for who does not administer."""
    if workspace.practice or not workspace.may(Permission.ADMINISTER):
        return None
    with workspace.reading() as reader:
        text = reader.local(SHARED)
    if not text:
        return None
    told = json.loads(text)
    return Shared(told["people"], date.fromisoformat(told["since"]), date.fromisoformat(told["rehearsed"]))


def new_shares(workspace: Workspace, people: int) -> NewShares:
    """Shares of a new code for so many people; the code in force stays so until :func:`put_in_force`."""
    workspace.require(Permission.ADMINISTER)
    code = recovery.new_code(workspace)
    return NewShares(code, split(code, people, workspace.environment.randomness))


def put_in_force(
    workspace: Workspace, new: NewShares, one: CodeShare, other: CodeShare, *, kdf: Kdf = DEFAULT
) -> None:
    """Lets the new code open the register, once two shares that were read back from paper have given it.

    Slow. Raises :class:`SharesSame`, :class:`SharesForeign`, :class:`WrongRecoveryCode` where the shares are not of
    this code, and what the keyring's file may fail with.
    """
    workspace.require(Permission.ADMINISTER)
    code = join(one, other)
    if code != new.code:
        raise WrongRecoveryCode()
    recovery.replace_code(workspace, code, kdf=kdf)
    recovery.check_code(workspace, code)
    _remember(workspace, len(new.shares), workspace.today())


def rehearse(workspace: Workspace, one: CodeShare, other: CodeShare) -> None:
    """Opens the keyring with two shares, slowly, and keeps the day. Raises what :func:`put_in_force` does."""
    workspace.require(Permission.ADMINISTER)
    recovery.check_code(workspace, join(one, other))
    kept = shared(workspace)
    if kept is not None:
        _remember(workspace, kept.people, kept.since)


def _remember(workspace: Workspace, people: int, since: date) -> None:
    told = {"people": people, "since": since.isoformat(), "rehearsed": workspace.today().isoformat()}
    with workspace.file.writing() as writer:
        writer.set_local(SHARED, json.dumps(told, sort_keys=True))
    workspace.log_access("rehearse_shares", str(people))
