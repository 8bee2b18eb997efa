"""``tuquan bundle …``: looking at bundles without a register, and sending and receiving with one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.app.opening import opened
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.services import backups, bundles, devices, salvage_slip, salvaging
from desktop.services.bundles import Inspected

Printed = dict[str, Any]


class KeyFileUnreadable(UserError):
    """The key file that was given cannot be read."""

    code = "key_file_unreadable"


def verify(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Whether a bundle is whole and whose it is; needs public keys only, no register and no password."""
    found = bundles.verify_file(options.file, _key(options.key), _quiet)
    line = words.text("cli.bundle.verified", station=found.station or found.sender)
    return {"lines": [line], "verified": True, **_facts(found)}


def inspect(options: argparse.Namespace, words: Catalogue) -> Printed:
    """What stands in clear in a bundle; proves nothing."""
    found = bundles.inspect(options.file, _quiet)
    lines = [
        words.text("cli.bundle.inspected", file=found.path.name, parts=found.parts, size=found.size),
        words.text("cli.bundle.keys", sender=found.sender, recipients=", ".join(found.recipients)),
    ]
    return {"lines": lines, **_facts(found)}


def export(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Writes a bundle for a unit: the one named, or the first, which is the upper level."""
    with opened(options, words) as workspace:
        known = devices.recipients(workspace)
        to = options.to or (known[0].station if known else "")
        again = salvaging.asked_again(workspace, to, options.again) if options.again else None
        done = bundles.export(workspace, to, options.file, _quiet, again=again)
    line = words.text("cli.bundle.exported", file=done.path.name, operations=done.operations)
    return {
        "lines": [line],
        "file": str(done.path),
        "bundle": done.bundle,
        "recipient": done.recipient.station,
        "operations": done.operations,
        "withheld": done.withheld,
        "size": done.size,
    }


def receive(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Takes a bundle in, whole or not at all."""
    with opened(options, words) as workspace:
        backups.before_import(workspace, _quiet)
        done = bundles.import_bundle(workspace, options.file, _quiet)
    replay = done.received_at is not None
    line = (
        words.text("cli.bundle.replayed")
        if replay
        else words.text("cli.bundle.imported", station=done.station, operations=done.new)
    )
    return {
        "lines": [line],
        "bundle": done.bundle,
        "station": done.station,
        "new": 0 if replay else done.new,
        "already": done.already,
        "replay": replay,
    }


def salvage(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Keeps what is whole of a damaged bundle; writes the slip that asks for the rest."""
    with opened(options, words) as workspace:
        backups.before_import(workspace, _quiet)
        found = salvaging.salvage(workspace, options.file, _quiet)
        slip = options.out if options.out is not None and found.missing else None
        if slip is not None:
            salvage_slip.save_slip(workspace, found, slip)
    facts = {"station": found.station, "lost": found.lost, "parts": found.parts}
    line = (
        words.text("cli.bundle.salvaged", codes=" ".join(found.codes), **facts)
        if found.received is None
        else words.text("cli.bundle.salvaged_whole", station=found.station, operations=found.received.new)
    )
    return {
        "lines": [line],
        "bundle": found.bundle,
        **facts,
        "missing": [
            {"station": each.station, "device": each.device, "first": each.first, "last": each.last}
            for each in found.missing
        ],
        "codes": list(found.codes),
        "received": found.received is not None,
        "slip": str(slip) if slip is not None else None,
    }


def _facts(found: Inspected) -> Printed:
    return {
        "bundle": found.bundle,
        "sender": found.sender,
        "recipients": list(found.recipients),
        "parts": found.parts,
        "size": found.size,
        "station": found.station,
    }


def _key(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyFileUnreadable(file=str(path)) from error


def _quiet(_done: int, _total: int) -> None:
    """A command line shows no progress."""
