"""What is asked before a paper is drawn, and the answers; what papers of one unit have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from desktop.domain.access import Role
from desktop.domain.awarding import without_title
from desktop.domain.fields import TEXTUAL, Kind, Register
from desktop.domain.paper import Head
from desktop.domain.values.gone import WORDS
from desktop.i18n.dates import long_date, partial_date, short_date
from desktop.pdf.wording import place_date_line
from desktop.services.paper_texts import DOTS, MOTTO, SHORT_DOTS, VI, Wording
from desktop.services.workspace import Workspace
from desktop.store.records import Stored
from desktop.store.register_file import Reader

Answers: TypeAlias = Mapping[str, Any]
"""By the name of what was asked; days as ISO text, nothing as None."""

_OFFICE: Final = "Công an"
_COMMITTEE: Final = "Ủy ban nhân dân"


@dataclass(frozen=True)
class Asked:
    """One question before a paper. ``to`` names the register of a ``REF``."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    value: str | int | bool | None = None
    to: str | None = None


REASON: Final = Asked("reason", required=True)
"""Why confidential matter is put on paper: it is kept in the log of uses."""


def unit_of(workspace: Workspace) -> str:
    """ "phường Nhơn Hưng"."""
    return without_title(workspace.station.name, _OFFICE)


def province_of(workspace: Workspace) -> str:
    """ "tỉnh An Giang"."""
    return without_title(workspace.station.upper_name, _OFFICE)


def committee_of(workspace: Workspace) -> str:
    """ "Ủy ban nhân dân phường Nhơn Hưng"."""
    return f"{_COMMITTEE} {unit_of(workspace)}"


def chief_title(workspace: Workspace) -> str:
    """ "Trưởng Công an phường": a title is written without the name of the unit.

    A deputy to whom the chief's powers were handed signs as "KT. Trưởng Công an phường/Phó Trưởng Công an phường"
    (ký thay, Nghị định 30/2020/NĐ-CP Điều 13).
    """
    words = unit_of(workspace).split()
    kind = words[:2] if unit_of(workspace).casefold().startswith("đặc khu") else words[:1]
    title = " ".join(("Trưởng", _OFFICE, *kind))
    return f"KT. {title}/Phó {title}" if acts_for_chief(workspace) else title


def acts_for_chief(workspace: Workspace) -> bool:
    """Whether the user is a deputy to whom the chief's powers were handed for today."""
    return workspace.role is Role.CHIEF and workspace.user.role is Role.DEPUTY


def chief_name(workspace: Workspace) -> str:
    return workspace.user.name if workspace.role is Role.CHIEF else ""


def day_of(answers: Answers, name: str) -> date | None:
    value = answers.get(name)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def said(answers: Answers, name: str) -> str:
    return str(answers.get(name) or "").strip()


def open_or(text: str) -> str:
    """The text, or room to write it by hand."""
    return text or DOTS


def long_day(on: date | None) -> str:
    """ "ngày 05 tháng 01 năm 2026", or the same with dots."""
    if on is not None:
        return long_date("", on)
    return f"ngày {SHORT_DOTS} tháng {SHORT_DOTS} năm {DOTS}"


def table_day(value: str | None) -> str:
    return short_date(date.fromisoformat(value)) if value else ""


def partial_day_words(value: str | None) -> str:
    return partial_date(value) if value else ""


def cell(row: Stored, field: str) -> str:
    """A text of a record as it is printed; what was withheld or erased is named, never left out in silence."""
    return said_or(row.values.get(field), row.marks.get(field))


def said_or(value: object, mark: str | None) -> str:
    """A text, or the words for what stands in its place: "(đã xóa)"."""
    word = WORDS[VI].get(mark or "")
    return f"({word})" if word else str(value or "")


def said_values(register: Register, row: Stored) -> Mapping[str, Any]:
    """The values of a record as they are printed: words in the place of a text that is not here."""
    gone = {
        field.name: cell(row, field.name)
        for field in register.fields
        if field.kind in TEXTUAL and row.marks.get(field.name) in WORDS[VI]
    }
    return {**row.values, **gone} if gone else row.values


def name_of(reader: Reader, register: str, record: str | None) -> str:
    """What names a record that another one points to, as it is printed; nothing where it points to none."""
    if not record:
        return ""
    title = reader.records.titles(register, [record]).get(record)
    if title:
        return title
    mark = reader.records.without_title(register, [record]).get(record)
    return f"({WORDS[VI][mark]})" if mark else ""


def label(workspace: Workspace, catalogue: str, code: str | None) -> str:
    return workspace.catalogues.label(catalogue, code, VI) if code else ""


def head_of(workspace: Workspace, upper: str, unit: str, number: str, on: date | None) -> Head:
    """The block over the title of a numbered paper (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    place = place_date_line(workspace.station.place, on)
    return Head(upper, unit, MOTTO, national=True, number=number, place_date=place)


def decision_asks(workspace: Workspace, words: Wording, kind: str | None) -> tuple[Asked, ...]:
    """What is asked before a decision of the committee; ``kind`` is that of the group it is about."""
    today = workspace.today()
    # Who proposes mediators is not the police: it is left open.
    proposer = DOTS if kind == "mediation" else f"Trưởng {workspace.station.name}"
    return (
        Asked("issuer", required=True, value=committee_of(workspace)),
        Asked("number"),
        Asked("on", Kind.DAY),
        Asked("signer_title", required=True, value="Chủ tịch"),
        Asked("signer_name"),
        Asked("bases", Kind.LONG_TEXT, value=words.block("bases", today, kind, proposer=proposer)),
        Asked(
            "receivers",
            Kind.LONG_TEXT,
            value=words.block("receivers", today, kind, proposer=workspace.station.name),
        ),
    )
