"""Giấy công nhận đạt tiêu chuẩn "An toàn về an ninh, trật tự", on the program's own frame: not an official specimen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.fields import Kind
from desktop.domain.paper import authority, signing_titles
from desktop.pdf.certificate import CertificateText
from desktop.pdf.layout import Layout, Recipient, load_layout, shipped_layouts
from desktop.pdf.wording import decision_line, place_date_line
from desktop.services.paper_asked import (
    Answers,
    Asked,
    committee_of,
    day_of,
    label,
    name_of,
    province_of,
    said,
    unit_of,
)
from desktop.services.paper_codes import code_within
from desktop.services.paper_texts import wording
from desktop.services.registers import RecordGone
from desktop.services.workspace import Workspace
from desktop.store.records import Stored

PAPER: Final = "recognition_certificate"
LAYOUT: Final = "giay-chung-nhan-a4-ngang"
_PASSED: Final = "passed"


def recognition_layout() -> Layout:
    return load_layout(next(path for path in shipped_layouts() if path.stem == LAYOUT))


def is_recognised(row: Stored) -> bool:
    return bool(row.values["result"] == _PASSED)


def recognition_asks(workspace: Workspace, record: str) -> tuple[Asked, ...]:
    row, _ = _told(workspace, record)
    decided = row.values["decided_on"]
    return (
        Asked("issuer", required=True, value=committee_of(workspace)),
        Asked("signer_title", required=True, value="Chủ tịch"),
        Asked("signer_name"),
        Asked("number", value=row.values["decision_number"]),
        Asked("on", Kind.DAY, value=decided),
        Asked("with_grade", Kind.FLAG, value=False),
        Asked("code", Kind.FLAG, value=True),
    )


def recognition_certificate(workspace: Workspace, record: str, answers: Answers) -> CertificateText:
    """The printed lines, with a code over them where it is wanted. Raises :class:`RecordGone`."""
    printed = _printed(workspace, record, answers)
    place = recognition_layout().code
    if not answers.get("code") or place is None:
        return printed
    return replace(printed, code=code_within(workspace, printed, place, "recognition"))


def _printed(workspace: Workspace, record: str, answers: Answers) -> CertificateText:
    (row, area), words = _told(workspace, record), wording(PAPER)
    on: date | None = day_of(answers, "on")
    kind = label(workspace, "recognition_subject", row.values["subject_kind"])
    achievement = words.text("achievement", year=row.values["work_year"])
    grade = label(workspace, "recognition_grade", row.values["grade"])
    if answers.get("with_grade") and grade:
        achievement += "\n" + words.text("grade", grade=grade)
    same = area.casefold().startswith(kind.casefold())
    # The kinds of units are written out, those of residential areas stand in their names already.
    shown = (
        area if same or row.values["subject_kind"] in (None, "residential", "commune") else f"{kind} {area}"
    )
    return CertificateText(
        kind=Recipient.COLLECTIVE,
        issuer=words.text(
            "issuer", signer=authority(said(answers, "signer_title")), issuer=said(answers, "issuer")
        ),
        honorific="",
        name=shown,
        position=f"{unit_of(workspace)}, {province_of(workspace)}",
        achievement=achievement,
        place_date=place_date_line(workspace.station.place, on),
        decision=decision_line(words.text("decision"), said(answers, "number"), on),
        register_number="",
        signer_title="\n".join(signing_titles(said(answers, "signer_title"))),
        signer_name=said(answers, "signer_name"),
        conferral="",
        title=words.text("title"),
    )


def _told(workspace: Workspace, record: str) -> tuple[Stored, str]:
    with workspace.reading(Permission.PRINT, "recognition") as reader:
        row = reader.records.get("recognition", record)
        if row is None or row.standing == "removed":
            raise RecordGone(register="recognition")
        return row, name_of(reader, "area", row.values["area"])
