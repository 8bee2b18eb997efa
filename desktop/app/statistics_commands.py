"""``tuquan statistics …``: anonymous figures of a period into a file, and checking one without a register."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, Final

from desktop.app.bundle_commands import KeyFileUnreadable
from desktop.app.opening import opened
from desktop.domain.errors import UserError
from desktop.domain.periods import Calendar, Period, PeriodKind
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import period_words
from desktop.services import statistics
from desktop.services.periods import calendar
from desktop.vault.certificate import KeyFile

Printed = dict[str, Any]

_PERIOD: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<quarter>Q)?(?P<number>[0-9]{1,2}))?")


class NoSuchPeriod(UserError):
    """It is neither a year, a month nor a quarter. Fact: ``text``, as it was typed."""

    code = "no_such_period"


def export(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Writes the anonymous figures of a period, as the window does."""
    with opened(options, words) as workspace:
        period = _period(calendar(workspace), options.period)
        made = statistics.gather(workspace, period)
        statistics.save(workspace, made, options.file, options.reason)
    facts = {"figures": len(made.lines), "left_out": made.left_out}
    line = words.text("cli.statistics.made", file=options.file.name, **facts)
    return {"lines": [line], "file": str(options.file), **_days(period), **facts}


def verify(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Whether a file is whole and signed with the key of a key file; needs no register and no password."""
    try:
        raw = Path(options.key).read_bytes()
    except OSError as error:
        raise KeyFileUnreadable(file=str(options.key)) from error
    manifest = statistics.verify_file(options.file, raw).manifest
    station = KeyFile.parse(raw).certificate.station_name
    facts = {"figures": manifest.figures, "left_out": manifest.left_out}
    period = period_words(words.text, manifest.period, words.language)
    line = words.text("cli.statistics.verified", station=station, period=period, **facts)
    return {
        "lines": [line],
        "verified": True,
        "station": station,
        "unit": manifest.unit,
        "signer": manifest.signer,
        "made_on": manifest.made_on.isoformat(),
        "sample": manifest.sample,
        **_days(manifest.period),
        **facts,
    }


def _period(periods: Calendar, text: str) -> Period:
    found = _PERIOD.fullmatch(text.strip().upper())
    if found is None:
        raise NoSuchPeriod(text=text)
    kind = PeriodKind.QUARTER if found["quarter"] else PeriodKind.MONTH
    try:
        return periods.period(
            kind if found["number"] else PeriodKind.YEAR, int(found["year"]), int(found["number"] or 1)
        )
    except ValueError as error:
        raise NoSuchPeriod(text=text) from error


def _days(period: Period) -> Printed:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}
