"""Publishing: what an upper level holds goes to a PostgreSQL server, for many readers at once.

Nothing on the server is ever read back into the register: it can be thrown away and published anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop.bundle.writing import FILE_SUFFIX
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.indicators import INDICATORS, Counted
from desktop.domain.levels import superior
from desktop.domain.periods import PeriodKind
from desktop.domain.versions import RUNNING
from desktop.publish import publishing
from desktop.publish.errors import PublishBehind
from desktop.publish.journal import ServedJournal
from desktop.publish.lanes import Published
from desktop.publish.publishing import FromFile, Progress
from desktop.publish.schema import MANY
from desktop.publish.server import Server, checked, connected
from desktop.services.bundle_undo import own_devices
from desktop.services.data_folder import key_of
from desktop.services.devices import refuse_practice
from desktop.services.figure_rows import definition
from desktop.services.periods import calendar
from desktop.services.publishing_bundles import Brought, FolderOfBundles
from desktop.services.workspace import Workspace
from desktop.store.outgoing import Outgoing
from desktop.store.register_file import Reader

_YEARS_BACK: Final = 10
"""Of so many years before this one there are figures."""


class PublishFromAbove(UserError):
    """Only a level above communes publishes: a commune's own file holds what no scope ever let out."""

    code = "publish_from_above"


class PublishFolderTaken(UserError):
    """Something else lies in the folder. Fact: ``folder``."""

    code = "publish_folder_taken"


def publish(
    workspace: Workspace, address: str, progress: Progress, parts: int = MANY, importers: int | None = None
) -> Published:
    """Brings to the server what the file holds and the server does not, batch by batch.

    Args:
        parts: into how many the tables are cut if they are made now.
        importers: how many processes bring at once; None: as many as are of use here.

    Raises:
        PublishFromAbove: the file is a commune's.
        PublishBehind: it is an older copy of what was published before; nothing is brought.
        UserError: what :mod:`desktop.publish.errors` has; whole batches stay, and the next run goes on behind them.
    """
    _require(workspace)

    with connected(checked(address)) as server:
        workspace.log_access("publish", server.info.host)
        _prepare(workspace, server, parts)
        work = FromFile(
            address, workspace.registry, workspace.device, workspace.file.path, key_of(workspace.secrets)
        )
        with workspace.reading(Permission.ADMINISTER) as reader:
            _refuse_older(workspace, reader, server)
            return publishing.publish_journal(server, Outgoing(reader.connection), work, progress, importers)


def publish_bundles(
    workspace: Workspace,
    address: str,
    folder: Path,
    progress: Progress,
    parts: int = MANY,
    importers: int | None = None,
) -> Brought:
    """Brings the bundles of a folder straight to the server, each in one transaction; the file stays as it is.

    Everything is proven as when the file takes a bundle in, against what the server holds. One that waits for another
    in the folder comes after it; one that waits for what is not there is told. Several importers may work at once, also
    on the same folder.

    Raises:
        PublishLeft: some bundles were refused; all the rest was brought.
        UserError: what :mod:`desktop.publish.errors` has.
    """
    _require(workspace)
    files = sorted(folder.glob(f"*{FILE_SUFFIX}"))
    with connected(checked(address)) as server:
        workspace.log_access("publish", server.info.host)
        _prepare(workspace, server, parts)
        return FolderOfBundles(workspace, address, files, progress, importers).bring(server)


def publish_parquet(workspace: Workspace, folder: Path, progress: Progress) -> int:
    """Writes the rows of the file as Parquet into a folder, in place of what was written there before; gives how many.

    Raises :class:`PublishFolderTaken` and what a drive may be refused for; the former folder is then as it was.
    """
    from desktop.publish.parquet import write_parquet

    _require(workspace)
    workspace.log_access("publish", str(folder))
    with workspace.reading(Permission.ADMINISTER) as reader:
        try:
            return write_parquet(Outgoing(reader.connection), workspace.registry, folder, progress)
        except FileExistsError as error:
            raise PublishFolderTaken(folder=str(folder)) from error


def prepare_figures(workspace: Workspace, server: Server) -> None:
    """Views of the indicators as they are counted in this file, and the periods as its unit has them."""
    indicators = [
        definition(workspace, each) if isinstance(each, Counted) else each for each in INDICATORS.values()
    ]
    periods, year = calendar(workspace), workspace.today().year
    asked = [
        periods.period(kind, each, number)
        for kind in PeriodKind
        if kind is not PeriodKind.CAMPAIGN
        for each in range(year - _YEARS_BACK, year + 2)
        for number in range(1, periods.numbers(kind, each) + 1)
    ]
    publishing.settle_readers(server, workspace.registry, indicators, asked)


def _prepare(workspace: Workspace, server: Server, parts: int) -> None:
    publishing.prepare(server, workspace.registry, str(RUNNING), parts)
    prepare_figures(workspace, server)


def _refuse_older(workspace: Workspace, reader: Reader, server: Server) -> None:
    """Of others the server may well hold more; what this computer wrote itself came from its file, and was in it."""
    served = ServedJournal(server)
    for device in own_devices(workspace, reader):
        here, there = reader.journal.tip(device), served.tip(device)
        # Where the two chains are not the same, that is found, and told, when they are compared.
        if here.seq < there.seq and here.hash == served.hash_at(device, here.seq):
            raise PublishBehind(first=here.seq + 1, last=there.seq)


def _require(workspace: Workspace) -> None:
    workspace.require(Permission.ADMINISTER)
    refuse_practice(workspace)
    if not superior(workspace.station.level):
        raise PublishFromAbove()
