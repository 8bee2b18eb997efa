"""Computers that exchange bundles in tests: real workspaces that know each other, and what goes between them."""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import UserError
from desktop.domain.journal.compose import Intent
from desktop.services import bundles, devices
from desktop.services.bundles import Exported, Received
from desktop.services.environment import StationInfo
from desktop.services.workspace import Workspace
from tests.bundle.kit import Author
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, environment

UPPER, COMMUNE, NEIGHBOUR = AN_GIANG.code, NHON_HUNG.code, TINH_BIEN.code


def quiet(done: int, total: int) -> None:
    """Nobody watches."""


def computer(make: WorkspaceMaker, station: StationInfo, seed: int, **other: Any) -> Workspace:
    """A computer of its own: other keys, another machine."""
    return make(station, around=environment(seed=seed, machine=f"may-{seed}"), **other).workspace


def acquaint(*workspaces: Workspace) -> None:
    """Everybody takes in everybody's key file whose digits were found equal."""
    for one, other in combinations(workspaces, 2):
        for reader, known in ((one, other), (other, one)):
            devices.confirm(reader, devices.import_key_file(reader, devices.export_key_file(known)))


def sent(sender: Workspace, station: str, folder: Path) -> Exported:
    return bundles.export(sender, station, folder, quiet)


def carry(sender: Workspace, receiver: Workspace, folder: Path) -> Received:
    """One stick from one computer to the other."""
    return bundles.import_bundle(receiver, sent(sender, receiver.station.code, folder).path, quiet)


def edit(workspace: Workspace, register: str, record: str, **values: Any) -> None:
    with workspace.change(f"{register}.edit", register=register) as change:
        change.edit(register, record, values)


def write(workspace: Workspace, *intents: Intent) -> None:
    """An operation that no form would make, as a changed program could."""
    with workspace.change("person.edit") as change:
        for intent in intents:
            change.intend(intent)


def value(workspace: Workspace, register: str, record: str, field: str) -> object:
    with workspace.reading() as reader:
        row = reader.records.get(register, record)
    return None if row is None else row.values[field]


def marks(workspace: Workspace, register: str, record: str) -> dict[str, str]:
    with workspace.reading() as reader:
        row = reader.records.get(register, record)
    return {} if row is None else dict(row.marks)


def everything(workspace: Workspace) -> tuple[object, ...]:
    """All that a refused import must leave as it was: tables, journal, devices, bundles."""
    queries = (
        "SELECT * FROM journal_operation ORDER BY no",
        "SELECT * FROM journal_entry ORDER BY operation, first",
        "SELECT * FROM journal_withheld ORDER BY device, seq",
        "SELECT * FROM journal_head ORDER BY device, seq",
        "SELECT * FROM journal_erased ORDER BY device, seq, leaf",
        "SELECT * FROM journal_device ORDER BY no",
        "SELECT * FROM bundle ORDER BY id",
    )
    with workspace.reading() as reader:
        rows = [tuple(reader.connection.execute(query)) for query in queries]
    return (workspace.file.digest(), *rows)


def opened_by_age(bundle: Path, reader: Workspace, folder: Path) -> bytes:
    """Every byte that a recipient can get out of a bundle, with other people's tools."""
    key = folder / "key"
    key.write_text(reader.secrets.age.secret)
    subprocess.run(["unzip", "-q", bundle, "-d", folder / "out"], check=True)
    found = b""
    for part in sorted((folder / "out" / "parts").iterdir()):
        command = ["age", "-d", "-i", str(key), str(part)]
        found += zlib.decompress(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def after(steps: int, stop: Callable[[], None]) -> Callable[[int, int], None]:
    """A progress that stops the work at one of its steps."""
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        told += 1
        if told == steps:
            stop()

    return progress


def refused(workspace: Workspace, path: Path, kind: type[UserError]) -> UserError:
    """Neither the preview nor the import takes it, and nothing is written."""
    before = everything(workspace)
    for attempt in (bundles.preview, bundles.import_bundle):
        with pytest.raises(kind) as refusal:
            attempt(workspace, path, quiet)
    assert everything(workspace) == before
    return refusal.value


class Sealed(Author):
    """A workspace as a recipient of bundles that are made in memory."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("reader", workspace.station.code, workspace.station.name, "", workspace.secrets.age)
        self._device = workspace.device

    @property
    def device(self) -> str:
        return self._device
