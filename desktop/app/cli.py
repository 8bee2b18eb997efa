"""The command line ``tuquan``: the window by default, and what a technician or a test asks for.

Every command ends with exit code 0, or with one line on stderr and exit code 1. ``--json`` prints one JSON
object on stdout. Passwords come from a prompt or ``--password-file``, never from an argument.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from desktop.app import start
from desktop.app.places import load_preferences, preferences_file
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue

Printed = dict[str, Any]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, as every other failure."""

    def __init__(self, **settings: Any) -> None:
        # A shortened --password must not pass for --password-file.
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        self.exit(1, f"tuquan: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit code."""
    options = _parser().parse_args(arguments)
    catalogue = Catalogue(options.language or load_preferences(preferences_file()).language)
    try:
        result = options.run(options, catalogue)
    except UserError as error:
        words = catalogue.error(error)
        print(f"tuquan: {words.what} {words.safe} {words.next} ({words.number})", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("tuquan: " + catalogue.text("cli.interrupted"), file=sys.stderr)  # noqa: T201
        return 1
    if isinstance(result, int):
        return result
    _show(result, as_json=options.json)
    return 0


def _show(result: Printed, *, as_json: bool) -> None:
    lines = [json.dumps(result, ensure_ascii=False)] if as_json else result.get("lines", [])
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream, whatever the console
    for line in lines:
        print(line)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="tuquan", description="Sổ Tự Quản")
    parser.add_argument("--language", choices=("vi", "en"), default=None)
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    # From the desktop: where bugs are written, that failures are told in a window, a file that was clicked.
    parser.add_argument("--trouble", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--windowed", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--bundle", type=Path, help=argparse.SUPPRESS)
    # At log-on, where the person asked for it: a small window with what is due.
    parser.add_argument("--today", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(metavar="command")
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    opening = _Parser(add_help=False, parents=[shared])
    opening.add_argument("--folder", type=Path, default=argparse.SUPPRESS, help="the data folder")
    opening.add_argument("--user", help="the user's name; the first one without it")
    opening.add_argument("--password-file", type=Path)

    out = ("--out", {"type": Path, "required": True})
    _add(commands, "demo", _demo, shared, out, ("--province", {"action": "store_true"}))
    _add(commands, "self-test", _self_test, shared)
    _add(
        commands,
        "import",
        _import,
        opening,
        ("file", {"type": Path}),
        ("--dry-run", {"action": "store_true"}),
        ("--register", {"default": None}),
        ("--convert", {"action": "store_true", "help": "letters of an old font into Unicode"}),
        ("--rejects", {"type": Path}),
    )
    anywhere = _Parser(add_help=False, parents=[shared])
    anywhere.add_argument("--folder", type=Path, default=argparse.SUPPRESS, help="the data folder")
    _add(commands, "where", _where, anywhere, ("--to", {"type": Path, "help": argparse.SUPPRESS}))
    _add(commands, "keep-copy", _keep_copy, anywhere)
    _add(
        commands,
        "publish",
        _publish,
        opening,
        (
            "--to",
            {"required": True, "metavar": "ADDRESS", "help": "postgresql://host/database or parquet:folder"},
        ),
        (
            "--parts",
            {"type": int, "default": 8, "help": "of each table, when it is made; 0 where the server cuts it"},
        ),
        (
            "--importers",
            {
                "type": int,
                "metavar": "N",
                "help": "processes that bring at once; one for each processor without it",
            },
        ),
        ("--from", {"dest": "bundles", "type": Path, "metavar": "DIR", "help": "a folder of bundles"}),
    )
    _add(commands, "backup", _backup, opening, ("--to", {"type": Path, "required": True}))
    _add(
        commands,
        "restore",
        _restore,
        anywhere,
        ("file", {"type": Path, "help": "the folder of the copy, or a stick"}),
        ("--code-file", {"type": Path, "help": "the recovery code; asked for without it"}),
        ("--password-file", {"type": Path, "help": "for the administrator, where nobody has a password"}),
    )
    _add(commands, "rebuild", _rebuild, opening, ("--check", {"action": "store_true"}))
    bundles = commands.add_parser("bundle").add_subparsers(metavar="command", required=True)
    key = ("--key", {"type": Path})
    _add(bundles, "verify", _verify, shared, ("file", {"type": Path}), key)
    _add(bundles, "inspect", _inspect, opening, ("file", {"type": Path}), key)
    to = ("--to", {"help": "the recipient"})
    again = ("--again", {"metavar": "CODES", "help": "what a slip asks to send again"})
    _add(bundles, "export", _export, opening, ("file", {"type": Path}), to, again)
    _add(bundles, "import", _receive, opening, ("file", {"type": Path}))
    slip = ("--out", {"type": Path, "help": "the slip that asks for what is missing, a PDF"})
    _add(bundles, "salvage", _salvage, opening, ("file", {"type": Path}), slip)
    figures = commands.add_parser("statistics").add_subparsers(metavar="command", required=True)
    _add(
        figures,
        "export",
        _export_figures,
        opening,
        ("file", {"type": Path}),
        ("--period", {"required": True, "help": "2026, 2026-11 or 2026-Q4"}),
        (
            "--reason",
            {"required": True, "help": "who gets it and what for: kept in the log, not in the file"},
        ),
    )
    _add(
        figures,
        "verify",
        _verify_figures,
        shared,
        ("file", {"type": Path}),
        ("--key", {"type": Path, "required": True}),
    )
    papers = commands.add_parser("certificate").add_subparsers(metavar="command", required=True)
    _add(
        papers,
        "verify",
        _verify_paper,
        shared,
        ("what", {"help": "a PDF, a picture, or the text of a code"}),
        key,
    )
    return parser


def _add(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace, Catalogue], Printed | int],
    parent: argparse.ArgumentParser,
    *arguments: tuple[str, dict[str, Any]],
) -> None:
    command = commands.add_parser(name, parents=[parent])
    for argument, settings in arguments:
        command.add_argument(argument, **settings)
    command.set_defaults(run=run)


# Each imports what it needs when it is asked for: the window must not wait for a workbook reader, nor the
# verifier of a bundle for the window.


def _window(options: argparse.Namespace, catalogue: Catalogue) -> int:
    start.begin()
    if options.windowed:
        from desktop.app.windowed import run_windowed

        return run_windowed(options.folder, catalogue.language, options.bundle, small=options.today)
    from desktop.app.window import run_window

    return run_window(options.folder, catalogue.language, small=options.today)


def _where(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.updating import where

    return where(options, catalogue)


def _keep_copy(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.updating import keep_copy

    return keep_copy(options, catalogue)


def _demo(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    if options.province:
        from desktop.app.province_demo import run_province

        return run_province(options.out, catalogue)
    from desktop.app.run import go_without_screen

    go_without_screen()
    from desktop.app.demo import run_demo

    return run_demo(options.out, catalogue)


def _self_test(_options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.run import go_without_screen
    from desktop.app.self_test import tell_self_test

    go_without_screen()
    return tell_self_test(catalogue)


def _import(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.commands import import_list

    return import_list(options, catalogue)


def _backup(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.backup_commands import backup

    return backup(options, catalogue)


def _restore(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.backup_commands import restore

    return restore(options, catalogue)


def _publish(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.publish_commands import publish

    return publish(options, catalogue)


def _rebuild(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.commands import rebuild

    return rebuild(options, catalogue)


def _verify(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.bundle_commands import verify

    return verify(options, catalogue)


def _inspect(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.bundle_commands import inspect

    return inspect(options, catalogue)


def _export(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.bundle_commands import export

    return export(options, catalogue)


def _receive(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.bundle_commands import receive

    return receive(options, catalogue)


def _salvage(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.bundle_commands import salvage

    return salvage(options, catalogue)


def _export_figures(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.statistics_commands import export

    return export(options, catalogue)


def _verify_figures(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.statistics_commands import verify

    return verify(options, catalogue)


def _verify_paper(options: argparse.Namespace, catalogue: Catalogue) -> Printed:
    from desktop.app.certificate_commands import verify

    return verify(options, catalogue)
