"""What may go wrong between this program and a PostgreSQL server, told as failures that somebody can mend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors as said

from desktop.domain.errors import UserError


class PublishAddressWrong(UserError):
    """The address is none that can be understood. Fact: ``address``."""

    code = "publish_address_wrong"


class PublishPasswordShown(UserError):
    """The address has a password in it, where everybody on the machine can read it."""

    code = "publish_password_shown"


class PublishUnreachable(UserError):
    """The server does not answer, or does not let us in. Fact: ``detail``, in the server's own words."""

    code = "publish_unreachable"


class PublishServerOld(UserError):
    """The server is older than what is needed. Facts: ``theirs``, ``ours``."""

    code = "publish_server_old"


class PublishNotOurs(UserError):
    """Another program's tables stand in the place. Fact: ``schema``."""

    code = "publish_not_ours"


class PublishNewer(UserError):
    """A newer version of the program made the tables."""

    code = "publish_newer"


class PublishCutOff(UserError):
    """The connection ended in the middle of the work."""

    code = "publish_cut_off"


class PublishImporterLost(UserError):
    """A process that helped to publish could not begin, or was ended in the middle by something else."""

    code = "publish_importer_lost"


class PublishServerFull(UserError):
    """The server has no room left. Fact: ``detail``."""

    code = "publish_server_full"


class PublishForbidden(UserError):
    """The account may not do this on the server. Fact: ``detail``."""

    code = "publish_forbidden"


class PublishBusy(UserError):
    """Others held what is needed, again and again."""

    code = "publish_busy"


class PublishServerFailed(UserError):
    """The server refused for a reason of its own. Fact: ``detail``."""

    code = "publish_server_failed"


class PublishForked(UserError):
    """The server holds other operations under the same numbers. Facts: ``station``, ``seq``."""

    code = "publish_forked"


class PublishBehind(UserError):
    """The server holds what this computer wrote itself and its file has no more. Facts: ``first``, ``last``."""

    code = "publish_behind"


CONTENDED = (said.DeadlockDetected, said.SerializationFailure, said.LockNotAvailable, said.UniqueViolation)
"""Two importers met: what was to be written is worked out again and tried anew."""


@contextmanager
def as_user_errors() -> Iterator[None]:
    """Failures of the server and of the way to it; a mistake in what we asked stays a bug."""
    try:
        yield
    except psycopg.Error as error:
        failure = _failure(error)
        if failure is None:
            raise
        raise failure from error


def _failure(error: psycopg.Error) -> UserError | None:
    state, detail = error.sqlstate or "", _first_line(error)
    if isinstance(error, CONTENDED):
        return PublishBusy()
    if state.startswith("53"):  # insufficient resources: disk full, out of memory, too many connections
        return PublishServerFull(detail=detail)
    if state == "42501" or state.startswith("28"):
        return PublishForbidden(detail=detail)
    if state.startswith(("57P", "08")) or (isinstance(error, psycopg.OperationalError) and not state):
        return PublishCutOff()
    if state.startswith(("25006", "54", "55", "57", "58", "XX")):
        return PublishServerFailed(detail=detail)
    return None


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [""])[0]
