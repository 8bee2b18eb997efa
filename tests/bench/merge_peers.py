"""Bundles beside programs that bring files together: Gramps takes in new records, KeePassXC merges changed ones."""

from __future__ import annotations

import base64
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

from desktop.services import bundles, registers
from desktop.services.accounts import open_workspace
from desktop.services.views import ListQuery
from tests.bench.large import FAMILIES, GIVEN, MIDDLE, PLACES
from tests.bench.peers import GRAMPS, KEEPASSXC
from tests.bench.row import Row, row, seconds
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, environment, make_workspace, put
from tests.services.exchange import acquaint, edit, quiet

RECORDS: Final = 2_000
CHANGED: Final = 500
_TIMES: Final = 3
_BEFORE, _AFTER = "2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z"
_PASSWORD: Final = f"{PASSWORD}\n"


@dataclass(frozen=True)
class Someone:
    """A made-up person, as all three programs get them."""

    name: str
    born: date
    address: str
    phone: str

    @classmethod
    def by(cls, chance: random.Random) -> Someone:
        return cls(
            " ".join(chance.choice(some) for some in (FAMILIES, MIDDLE, GIVEN)),
            date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)),
            f"Số {chance.randrange(1, 900)}, ấp {chance.choice(PLACES)}",
            f"09{chance.randrange(10**8):08d}",
        )


def people(number: int) -> list[Someone]:
    chance = random.Random(2026)
    return [Someone.by(chance) for _ in range(number)]


@dataclass(frozen=True)
class Merging:
    """The same people for each program.

    Attributes:
        place: a folder for all files.
        changed: of so many the telephone number is changed.
        first: our seconds for a bundle with all records, taken into an empty register.
        second: our seconds for one with all records and the changes, taken into a register that has the records.
    """

    place: Path
    people: Sequence[Someone]
    changed: int
    first: Sequence[float]
    second: Sequence[float]

    @classmethod
    def by_us(cls, place: Path, records: int, changed: int) -> Merging:
        place.mkdir()
        some = people(records)
        return cls(place, some, changed, *_ours(place, some, changed))


# Ours


def _ours(place: Path, some: Sequence[Someone], changed: int) -> tuple[list[float], list[float]]:
    """Seconds for the bundle with all records into an empty register, and then for one with all and the changed."""
    station = make_workspace(place / "station", NHON_HUNG, around=environment(seed=1)).workspace
    upper = make_workspace(place / "empty", AN_GIANG, around=environment(seed=2, machine="may-hai")).workspace
    acquaint(station, upper)
    records = [put(station, "person", **_values(each)) for each in some]
    first = bundles.export(station, AN_GIANG.code, place, quiet).path
    for record in records[:changed]:
        edit(station, "person", record, phone="0900000000")
    second = bundles.export(station, AN_GIANG.code, place, quiet).path
    user = upper.user.id
    station.close()
    upper.close()
    took = [_taken(place / "empty", place / f"first-{at}", user, first, len(some)) for at in range(_TIMES)]
    then = [_taken(place / "first-0", place / f"then-{at}", user, second, len(some)) for at in range(_TIMES)]
    return took, then


def _values(each: Someone) -> dict[str, str]:
    born = each.born.isoformat()
    return {"full_name": each.name, "born": born, "address": each.address, "phone": each.phone}


def _taken(before: Path, copy: Path, user: str, bundle: Path, records: int) -> float:
    shutil.copytree(before, copy)
    upper = open_workspace(copy, user, PASSWORD, environment(seed=2, machine="may-hai"))
    took = seconds(lambda: bundles.import_bundle(upper, bundle, quiet))[0]
    held = registers.count(upper, "person", ListQuery())
    upper.close()
    if held != records:
        raise RuntimeError(held, records)
    return took


# Theirs


def beside_gramps(merging: Merging) -> Iterator[Row]:
    """A GEDCOM file into a new family tree."""
    place, some = merging.place, merging.people
    (place / "people.ged").write_text(gedcom(some), encoding="utf-8")
    theirs = [
        GRAMPS.run(place, "-q", "-y", "-C", f"tree {at}", "-i", str(place / "people.ged"))
        for at in range(_TIMES)
    ]
    yield row(f"{len(some):,} records of a bundle taken in, beside Gramps", "s", merging.first, floor=theirs)


def gedcom(some: Sequence[Someone]) -> str:
    lines = ["0 HEAD", "1 SOUR TUQUAN", "1 GEDC", "2 VERS 5.5.1", "2 FORM LINEAGE-LINKED", "1 CHAR UTF-8"]
    for at, each in enumerate(some):
        family, _, given = each.name.partition(" ")
        born = each.born.strftime("%d %b %Y").upper()
        lines += [f"0 @I{at}@ INDI", f"1 NAME {given} /{family}/", "1 BIRT", f"2 DATE {born}"]
        lines += ["1 RESI", f"2 ADDR {each.address}", f"2 PHON {each.phone}"]
    return "\n".join([*lines, "0 TRLR", ""])


def beside_keepassxc(merging: Merging) -> Iterator[Row]:
    """A database into an older one of the same entries; both are unlocked and the older one is saved."""
    place, some, changed = merging.place, merging.people, merging.changed
    for name, edited in (("older", 0), ("newer", changed)):
        (place / f"{name}.xml").write_text(keepass(some, edited), encoding="utf-8")
        xml, made = str(place / f"{name}.xml"), str(place / f"{name}.kdbx")
        # The least time of its password function that it takes.
        KEEPASSXC.run(place, "import", "-q", "-t", "100", "-p", xml, made, answers=_PASSWORD * 2)
    theirs = []
    for at in range(_TIMES):
        into = place / f"merged-{at}.kdbx"
        shutil.copyfile(place / "older.kdbx", into)
        theirs.append(
            KEEPASSXC.run(place, "merge", "-q", "-s", str(into), str(place / "newer.kdbx"), answers=_PASSWORD)
        )
    name = f"{changed:,} changes merged into {len(some):,} records, beside keepassxc-cli merge"
    yield row(name, "s", merging.second, floor=theirs)


def keepass(some: Sequence[Someone], changed: int) -> str:
    """As KeePass writes XML; the first so many are changed a day later."""
    root = base64.b64encode(UUID(int=2**64).bytes).decode("ascii")
    entries = "".join(_entry(at, each, changed=at < changed) for at, each in enumerate(some))
    return (
        '<?xml version="1.0" encoding="utf-8"?><KeePassFile><Meta><Generator>KeePass</Generator></Meta><Root><Group>'
        f"<UUID>{root}</UUID><Name>Root</Name>{_times(_BEFORE)}{entries}</Group></Root></KeePassFile>"
    )


def _entry(at: int, each: Someone, *, changed: bool) -> str:
    told = {
        "Title": each.name,
        "UserName": "0900000000" if changed else each.phone,
        "Password": "",
        "URL": "",
        "Notes": f"{each.born}, {each.address}",
    }
    strings = "".join(
        f"<String><Key>{key}</Key><Value>{escape(value)}</Value></String>" for key, value in told.items()
    )
    identity = base64.b64encode(UUID(int=at + 1).bytes).decode("ascii")
    return f"<Entry><UUID>{identity}</UUID>{_times(_AFTER if changed else _BEFORE)}{strings}</Entry>"


def _times(at: str) -> str:
    return (
        f"<Times><LastModificationTime>{at}</LastModificationTime><CreationTime>{_BEFORE}</CreationTime>"
        f"<LastAccessTime>{at}</LastAccessTime><ExpiryTime>{_BEFORE}</ExpiryTime><Expires>False</Expires>"
        f"<UsageCount>0</UsageCount><LocationChanged>{_BEFORE}</LocationChanged></Times>"
    )
