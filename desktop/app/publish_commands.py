"""``tuquan publish``: the register of an upper level on a server, for many readers at once."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app.opening import opened
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue

if TYPE_CHECKING:
    from desktop.publish.lanes import Published

Printed = dict[str, Any]
_PARQUET = "parquet:"


class PublishNotInstalled(UserError):
    """The parts that speak to servers are not installed. Fact: ``package``."""

    code = "publish_not_installed"


class PublishBundlesToServer(UserError):
    """Bundles go straight to a server only."""

    code = "publish_bundles_to_server"


class PublishStopped(UserError):
    """The person stopped it."""

    code = "publish_stopped"


def publish(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Brings to a server what it does not hold yet, or writes all rows as Parquet."""
    try:
        return _parquet(options, words) if options.to.startswith(_PARQUET) else _server(options, words)
    except KeyboardInterrupt as stopped:
        raise PublishStopped() from stopped


def _server(options: argparse.Namespace, words: Catalogue) -> Printed:
    _need("psycopg")
    from desktop.services import publishing

    with opened(options, words) as workspace:
        if options.bundles is None:
            done = publishing.publish(workspace, options.to, _Told(words), options.parts, options.importers)
            return _done(done, words)
        brought = publishing.publish_bundles(
            workspace, options.to, options.bundles, _Told(words), options.parts, options.importers
        )
    waiting = [asdict(each) for each in brought.waiting]
    printed = _done(brought, words) | {"waiting": waiting}
    printed["lines"] += [words.text("cli.publish.waits", **each) for each in waiting]
    if waiting:
        printed["lines"].append(words.text("cli.publish.waits.next"))
    return printed


def _done(done: Published, words: Catalogue) -> Printed:
    line = words.text("cli.publish.done", new=done.new)
    return {"lines": [line], "new": done.new, "looked_at": done.looked_at}


def _parquet(options: argparse.Namespace, words: Catalogue) -> Printed:
    if options.bundles is not None:
        raise PublishBundlesToServer()
    _need("psycopg")
    _need("pyarrow")
    from desktop.services import publishing

    folder = Path(options.to.removeprefix(_PARQUET))
    with opened(options, words) as workspace:
        rows = publishing.publish_parquet(workspace, folder.absolute(), _Told(words))
    line = words.text("cli.publish.parquet", rows=rows, folder=str(folder))
    return {"lines": [line], "rows": rows, "folder": str(folder)}


def _need(package: str) -> None:
    """An installed program has no part of what an upper level's server needs."""
    if find_spec(package) is None:
        raise PublishNotInstalled(package=package)


class _Told:
    """Says how far it is, in one line of a terminal that is written over; elsewhere nothing is said."""

    def __init__(self, words: Catalogue) -> None:
        self._words = words

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty() and total:
            end = "\n" if done == total else ""
            text = self._words.text("cli.publish.progress", done=done, total=total)
            print(f"\r{text}", end=end, file=sys.stderr, flush=True)  # noqa: T201
