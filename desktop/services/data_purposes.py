"""The register of purposes: what is collected of people, for what, by which rule, who reads it and for how long.

What is collected and who reads it follows from the declarations of the registers and the table of roles; the purpose
and its basis are data: the program's own words, over which a unit writes its own from a day on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from desktop.base.resources import resource
from desktop.domain.access import Permission, Role, allowed, sees
from desktop.domain.errors import UserError
from desktop.domain.paper import Align, Column, Head, Line, Part, PlainSheet, Signatures, Table
from desktop.domain.registers import REGISTRY
from desktop.domain.retention import COUNTED, RULE
from desktop.domain.rules import Standing
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import short_date
from desktop.pdf.wording import place_date_line
from desktop.services import rules
from desktop.services.paper_asked import chief_title
from desktop.services.upper_papers import UpperPaper, motto
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.store.register_file import Reader

REGISTER: Final = "data_purpose"
_MANY: Final = 10_000
_CELL: Final = 10.5


class PurposeWanted(UserError):
    """A purpose has words, and a day from which they count."""

    code = "purpose_wanted"


@dataclass(frozen=True)
class Purpose:
    """What one register of people's data is for, as it counts on a day.

    Attributes:
        collected, sensitive: its fields, those of its rows too, as (register, field).
        standing: of the program's own words; None for the unit's own.
        since: from when the unit's own words count.
        readers: who may open it.
        years: how long it is kept; None while nobody has set that.
        terms: whether the program counts how long it is kept.
    """

    register: str
    purpose: str
    basis: str
    standing: Standing | None
    since: date | None
    collected: tuple[tuple[str, str], ...]
    sensitive: tuple[tuple[str, str], ...]
    readers: tuple[Role, ...]
    years: int | None
    terms: bool


@dataclass(frozen=True)
class _Shipped:
    purpose: str
    basis: str
    standing: Standing


@cache
def shipped_purposes() -> Mapping[str, _Shipped]:
    """The program's own words, by register, in the order in which they are listed."""
    table = tomllib.loads(resource("purposes.toml").read_text("utf-8"))
    return {
        each["register"]: _Shipped(each["purpose"], each["basis"], Standing(each["standing"]))
        for each in table["purpose"]
    }


def purposes(workspace: Workspace) -> list[Purpose]:
    """Every register that holds people's data, as its purpose counts today. Raises :class:`NotAllowed`."""
    today = workspace.today()
    with workspace.reading(Permission.AUDIT) as reader:
        own = _entered(reader, today)
        return [
            _purpose(reader, register, shipped, own.get(register), today)
            for register, shipped in shipped_purposes().items()
        ]


def set_purpose(workspace: Workspace, register: str, purpose: str, basis: str, since: date | None) -> Changes:
    """The unit's own words from a day on. Raises :class:`NotAllowed`, :class:`PurposeWanted` and KeyError."""
    if register not in shipped_purposes():
        raise KeyError(register)
    with workspace.change(f"{REGISTER}.set", Permission.ADMINISTER, REGISTER) as change:
        if not purpose.strip() or since is None:
            raise PurposeWanted()
        values = {
            "of_register": register,
            "purpose": purpose.strip(),
            "basis": basis.strip() or None,
            "since": since.isoformat(),
        }
        rows = change.writer.records.page(REGISTER, Selection((("of_register", (register,)),)), 0, _MANY)
        same = next((row.id for row in rows if row.values["since"] == values["since"]), None)
        if same is None:
            change.create(REGISTER, values)
        else:
            change.edit(REGISTER, same, values)
    return change.result


def draw_purposes(workspace: Workspace) -> UpperPaper:
    """The register of purposes on paper. Raises :class:`NotAllowed`."""
    found, words, station = purposes(workspace), Catalogue("vi"), workspace.station
    sheet = PlainSheet(
        words.text("purposes.paper.title"),
        list(_parts(workspace, words, found)),
        head=Head(station.upper_name, station.name, motto(words), national=True),
        landscape=True,
        author=station.name,
    )
    return UpperPaper("purposes", words.text("purposes.paper.file"), sheet, practice=workspace.practice)


def _purpose(
    reader: Reader, name: str, shipped: _Shipped, own: tuple[str, str, date] | None, today: date
) -> Purpose:
    register = REGISTRY[name]
    fields = [
        (each.name, field)
        for each in (register, *(REGISTRY[child] for child in register.children))
        for field in each.fields
        if not field.issued and not field.parent
    ]
    purpose, basis, since = own or (shipped.purpose, shipped.basis, None)
    return Purpose(
        name,
        purpose,
        basis,
        shipped.standing if own is None else None,
        since,
        tuple((of, field.name) for of, field in fields if not field.sensitive),
        tuple((of, field.name) for of, field in fields if field.sensitive),
        tuple(role for role in Role if sees(role, name) and allowed(role, Permission.READ)),
        rules.rule_or_none(reader, RULE + name, today) if name in COUNTED else None,
        name in COUNTED,
    )


def _entered(reader: Reader, today: date) -> dict[str, tuple[str, str, date]]:
    found: dict[str, tuple[str, str, date]] = {}
    for row in reader.records.page(REGISTER, Selection(), 0, _MANY):
        register, said = row.values["of_register"], row.values["purpose"]
        try:
            since = date.fromisoformat(row.values["since"] or "")
        except ValueError:
            continue
        if register and said and since <= today and (register not in found or found[register][2] <= since):
            found[register] = (said, row.values["basis"] or "", since)
    return found


def _parts(workspace: Workspace, words: Catalogue, found: list[Purpose]) -> Iterator[Part]:
    text = words.text
    yield Line(text("purposes.paper.intro", day=workspace.today()), size=12.0)
    yield ""
    yield Table(
        (
            Column(text("takeout.number"), mm=11.0, align=Align.CENTER),
            Column(text("purposes.head.register"), mm=30.0),
            Column(text("purposes.head.collected"), share=2.0),
            Column(text("purposes.head.purpose"), share=1.6),
            Column(text("purposes.head.basis"), share=1.3),
            Column(text("purposes.head.readers"), mm=34.0),
            Column(text("purposes.head.years"), mm=24.0),
        ),
        [
            (
                str(number),
                text(f"register.{each.register}.plural"),
                collected_words(words, each),
                each.purpose,
                basis_words(words, each),
                ", ".join(text(f"role.{role.value}") for role in each.readers),
                years_words(words, each),
            )
            for number, each in enumerate(found, start=1)
        ],
        size=_CELL,
    )
    signing = text("takeout.paper.signing")
    yield Signatures(
        (
            ((text("takeout.paper.maker"), signing), workspace.user.name),
            ((chief_title(workspace).upper(), signing), ""),
        ),
        place_date_line(workspace.station.place, workspace.today()),
    )


def collected_words(words: Catalogue, purpose: Purpose) -> str:
    """Which data: the ordinary ones, then those that are confidential."""
    plain = _labels(words, purpose.collected)
    secret = _labels(words, purpose.sensitive)
    return f"{plain}. {words.text('purposes.secret', fields=secret)}" if secret else plain


def _labels(words: Catalogue, fields: tuple[tuple[str, str], ...]) -> str:
    labels = [words.text(f"field.{register}.{name}") for register, name in fields]
    return ", ".join(
        dict.fromkeys(label if at == 0 else label[0].lower() + label[1:] for at, label in enumerate(labels))
    )


def basis_words(words: Catalogue, purpose: Purpose) -> str:
    """What it rests on, and how sure that is."""
    if purpose.standing is None:
        since = short_date(purpose.since, words.language) if purpose.since else ""
        return " ".join(filter(None, (purpose.basis, words.text("purposes.own", day=since))))
    said = words.text(f"purposes.standing.{purpose.standing.value}")
    return f"{purpose.basis} ({said})" if purpose.basis else said


def years_words(words: Catalogue, purpose: Purpose) -> str:
    """How long it is kept."""
    if not purpose.terms:
        return words.text("purposes.years.book")
    return (
        words.text("purposes.years", years=purpose.years)
        if purpose.years
        else words.text("purposes.years.unset")
    )
