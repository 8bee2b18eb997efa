"""``tuquan publish``: the register of an upper level on a server, for many readers at once."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from typing import Any

from desktop.app.opening import opened
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue

Printed = dict[str, Any]


class PublishNotInstalled(UserError):
    """The parts that speak to servers are not installed. Fact: ``package``."""

    code = "publish_not_installed"


def publish(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Brings to a server what it does not hold yet."""
    _need("psycopg")
    from desktop.services import publishing

    with opened(options, words) as workspace:
        done = (
            publishing.publish(workspace, options.to, _Told(words))
            if options.bundles is None
            else publishing.publish_bundles(workspace, options.to, options.bundles, _Told(words))
        )
    line = words.text("cli.publish.done", new=done.new)
    return {"lines": [line], "new": done.new, "looked_at": done.looked_at}


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
