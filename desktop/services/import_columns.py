"""Which column of a list is proposed for what, the headings over its rows among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.domain.importing.targets import BORN_FEMALE, BORN_MALE, FEMALE, MALE, Target
from desktop.domain.values.cells import Cell
from desktop.domain.values.group_names import parse_area_name
from desktop.domain.values.sex import Sex, sex_of_word
from desktop.office.tables import Table
from desktop.office.vocabulary import Proposal

_BY_SEX: Mapping[tuple[str, Sex], str] = {
    ("person.born", Sex.MALE): BORN_MALE,
    ("person.born", Sex.FEMALE): BORN_FEMALE,
    ("person.sex", Sex.MALE): MALE,
    ("person.sex", Sex.FEMALE): FEMALE,
}
_SEXES: Mapping[Sex, str] = {Sex.MALE: MALE, Sex.FEMALE: FEMALE}
_ENUMERATOR = re.compile(
    r"(?:[IVXLC]{1,6}|[A-Z]|[0-9]{1,2})\s*[.)/:\-]\s+(?=\S)|(?:[IVXLC]{1,6}|[0-9]{1,2})\s+(?=\D)"
)
_COUNT = re.compile(r"\s*[(:,]\s*[0-9]+\s*(?:người|thành viên|đồng chí|đ/c|hộ|tv)?\s*\)?\s*$", re.IGNORECASE)


def proposed_keys(target: Target, headers: Sequence[str], proposed: Mapping[int, Proposal]) -> dict[int, str]:
    """The proposed columns by key; what stands in a column of one sex tells that too."""
    keys = {
        column: proposal.field
        if proposal.sex is None
        else _BY_SEX.get((proposal.field, proposal.sex), proposal.field)
        for column, proposal in proposed.items()
    }
    sexes = {
        sex: column
        for column, label in enumerate(headers)
        if column not in keys and (sex := sex_of_word(label)) is not None
    }
    if len(sexes) == len(_SEXES) and MALE in target.special and "person.sex" not in keys.values():
        keys |= {column: _SEXES[sex] for sex, column in sexes.items()}
    return dict(sorted(keys.items()))


def with_headings(table: Table, label: str) -> tuple[Table, int | None]:
    """The table with the heading over each row in a column of its own, and which that is; None without headings.

    A list of refused rows has the column already.
    """
    if label in table.headers:
        return table, table.headers.index(label)
    if not any(row.section for row in table.rows):
        return table, None
    rows = [replace(row, cells=(*row.cells, _heading(row.section) or None)) for row in table.rows]
    return replace(table, headers=(*table.headers, label), rows=tuple(rows)), len(table.headers)


def key_of_headings(target: Target, headings: Sequence[Cell], given: Mapping[int, str]) -> str | None:
    """What the headings over the rows are: groups or areas, where no other column tells these."""
    texts = dict.fromkeys(str(heading) for heading in headings if heading)
    areas = Counter(bool(parse_area_name(text).kind) for text in texts)
    wanted = "area" if areas[True] > areas[False] else "group"
    for key, field in target.fields.items():
        if field.to == wanted and key not in given.values():
            return key
    return None


def _heading(section: str) -> str:
    """Without what numbers it and without the count behind it: "I. Tổ 1 (8 người)" is Tổ 1."""
    text = section.strip()
    numbered = _ENUMERATOR.match(text)
    return _COUNT.sub("", text[numbered.end() :] if numbered else text).strip(" .:")
