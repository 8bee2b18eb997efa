"""How a line of the log of uses reads: the deed, and what it was about. The window and the paper say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from desktop.domain.journal.proof import Fault, Finding
from desktop.services.audit import AuditLine
from desktop.services.audit_proof import ProvenChain


class Says(Protocol):
    """Sentences by key, of the window or of paper."""

    def __call__(self, key: str, /, **facts: object) -> str: ...

    def has(self, key: str) -> bool: ...


def deed_words(says: Says, line: AuditLine) -> str:
    """What was done."""
    if line.operation is None:
        return says(f"access.{line.action}") if says.has(f"access.{line.action}") else says("access.other")
    verb = line.action.rsplit(".", 1)[-1]
    keys = (f"action.{line.action}", f"action.{verb}")
    return says(next((key for key in keys if says.has(key)), "action.unknown"))


def about_words(says: Says, line: AuditLine) -> str:
    """What it was about."""
    return " · ".join(part for part in _about(says, line) if part)


def _about(says: Says, line: AuditLine) -> Iterator[str]:
    if line.subject and says.has(f"audit.subject.{line.subject}"):
        yield says(f"audit.subject.{line.subject}")
    if line.register:
        key = f"register.{line.register}"
        yield says(key) if says.has(key) else ""
    for field in filter(None, line.field.split("+")):
        key = f"field.{line.register}.{field}"
        yield says(key) if says.has(key) else ""
    titles = [hit.title or hit.subtitle for hit in line.hits]
    yield "; ".join(dict.fromkeys(title for title in titles if title))
    if line.count > max(len(line.hits), 1) or (line.count and not line.hits and line.register):
        yield says("audit.count", count=line.count)
    yield line.words


def finding_words(says: Says, finding: Finding, units: Mapping[str, str]) -> str:
    """One thing that is not as it was left."""
    unit = units.get(finding.device, "") or says("audit.unit.unknown")
    place = says("audit.finding.place", unit=unit, number=finding.seq) if finding.device else ""
    if finding.fault is Fault.LOG and finding.seq:
        place = says("audit.finding.line", number=finding.seq)
    what = says(f"audit.fault.{finding.fault.value}")
    return f"{place}: {what}" if place else what


def point_words(says: Says, chain: ProvenChain) -> str:
    """Up to where a computer's chain is sure, and what lies beyond."""
    unit = says("audit.unit.own") if chain.own else chain.unit or says("audit.unit.unknown")
    facts = {"unit": unit, "count": chain.operations, "beyond": chain.beyond}
    if chain.point is None:
        return says("audit.point.none", **facts)
    witness = says(f"audit.witness.{chain.point.witness.value}")
    on = chain.point.on[:10]
    if on:
        witness = says("audit.point.dated", witness=witness, day=date.fromisoformat(on))
    key = "audit.point.all" if not chain.beyond else "audit.point.beyond"
    return says(key, **facts, number=chain.point.seq, witness=witness)
