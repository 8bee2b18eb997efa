"""What the papers of some awards are made of, read once: awards in the order of the ceremony, their set, the unit.

Paper is Vietnamese whatever the language of the window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.domain.access import Permission
from desktop.domain.awarding import PrintedLine, line_of, without_title
from desktop.domain.ceremony import CEREMONY_ORDER
from desktop.i18n.catalogue import Catalogue
from desktop.services.award_money import Money, award_money, total
from desktop.services.award_proposals import bases_on
from desktop.services.catalogues import Catalogues
from desktop.services.ceremony import ordered
from desktop.services.certificates import NoAwardsChosen
from desktop.services.environment import StationInfo
from desktop.services.paper_asked import chief_name, chief_title, said_values
from desktop.services.workspace import Workspace
from desktop.store.records import Stored

VI: Final = "vi"
MOTTO: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DOTS: Final = "…………"
_OFFICE: Final = "Công an"
_GRANTORS: Final = ("Chủ tịch", "Giám đốc", "Trưởng")


@dataclass(frozen=True)
class Recipient:
    """One award as papers need it. ``money`` is what it brings, None where no rate is known."""

    id: str
    kind: str
    form: str
    line: PrintedLine
    number: int | None
    money: int | None
    posthumous: bool
    values: Mapping[str, Any]

    @property
    def called(self) -> str:
        """ "Ông Đỗ Văn Nhẫn": the name with what stands before it."""
        return f"{self.line.honorific} {self.line.name}".strip()


@dataclass(frozen=True)
class Dossier:
    """What the papers of some awards have in common.

    Attributes:
        paper: the fields of the set, or of the first award where there is none.
        chief: who signs for the station, where that is known; chief_title: as what.
    """

    station: StationInfo
    today: date
    chief: str
    chief_title: str
    paper: Mapping[str, Any]
    recipients: tuple[Recipient, ...]
    words: Catalogue
    catalogues: Catalogues

    @property
    def unit(self) -> str:
        """ "phường Nhơn Hưng"."""
        return without_title(self.station.name, _OFFICE)

    @property
    def grantor(self) -> str:
        """Who decides, as in the middle of a sentence."""
        said = str(self.paper.get("grantor") or "")
        return said or self.words.text("award_paper.chairman", unit=self.unit)

    @property
    def issuer(self) -> str:
        """The authority whose paper the decision is: "ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG"."""
        return without_title(self.grantor, *_GRANTORS)

    def text(self, key: str, **facts: object) -> str:
        return self.words.text(f"award_paper.{key}", **facts)

    def day(self, name: str) -> date | None:
        value = self.paper.get(name)
        return date.fromisoformat(value) if value else None

    @property
    def occasion(self) -> str:
        return str(self.paper.get("occasion") or self.paper.get("name") or self.text("movement"))

    @property
    def bases(self) -> tuple[str, ...]:
        return tuple(each.strip() for each in str(self.paper.get("bases") or "").splitlines() if each.strip())

    def forms(self) -> str:
        """ "Giấy khen", or several of them."""
        codes = dict.fromkeys(each.form for each in self.recipients)
        return ", ".join(self.catalogues.label("award_form", code, VI) for code in codes)

    def counts(self) -> str:
        """ "01 tập thể, 02 cá nhân"."""
        found = Counter(each.kind for each in self.recipients)
        return ", ".join(
            self.text(f"count.{kind}", number=f"{found[kind]:02d}") for kind in CEREMONY_ORDER if found[kind]
        )

    def money(self) -> Money:
        return total(each.money for each in self.recipients)


def dossier(workspace: Workspace, awards: Sequence[str]) -> Dossier:
    """Reads what the papers of these awards need. Raises :class:`NoAwardsChosen`."""
    with workspace.reading(Permission.PRINT, "award") as reader:
        stored = reader.records.get_many("award", list(awards))
        rows = ordered(reader, workspace.catalogues, stored.values())
        if not rows:
            raise NoAwardsChosen()
        sets = {row.values["award_set"] for row in rows}
        of = next(iter(sets)) if len(sets) == 1 else None
        held = reader.records.get("award_set", of) if of else None
        paper = held.values if held is not None else _without_set(workspace, rows[0])
        on = paper.get("decision_on")
        day = date.fromisoformat(on) if on else workspace.today()
        award = workspace.registry["award"]
        recipients = [
            _recipient(row, said_values(award, row), award_money(reader, *_kind(row), day)) for row in rows
        ]
    return _dossier(workspace, paper, tuple(recipients))


def unit_dossier(workspace: Workspace) -> Dossier:
    """The unit's own part, for a paper that is of no single awards."""
    with workspace.reading(Permission.PRINT, "award"):
        return _dossier(workspace, {}, ())


def _dossier(workspace: Workspace, paper: Mapping[str, Any], recipients: tuple[Recipient, ...]) -> Dossier:
    return Dossier(
        workspace.station,
        workspace.today(),
        chief_name(workspace),
        chief_title(workspace),
        paper,
        recipients,
        Catalogue(VI),
        workspace.catalogues,
    )


def _without_set(workspace: Workspace, row: Stored) -> Mapping[str, Any]:
    """The papers of an award that belongs to no set rest on what is in force today."""
    return {**row.values, "bases": "\n".join(bases_on(workspace.today()))}


def _kind(row: Stored) -> tuple[str | None, str | None]:
    return row.values["form"], row.values["recipient_kind"]


def _recipient(row: Stored, values: Mapping[str, Any], expected: int | None) -> Recipient:
    return Recipient(
        row.id,
        values["recipient_kind"] or "individual",
        values["form"] or "giay_khen",
        line_of(values),
        values["book_number"],
        values["money"] if values["money"] is not None else expected,
        bool(values["posthumous"]),
        values,
    )
