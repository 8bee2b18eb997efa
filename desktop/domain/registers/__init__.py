"""The registers of the movement, each declared once."""

from desktop.domain.fields import Registry
from desktop.domain.registers.activities import CONTRIBUTION, EVENT, OPINION, TIP
from desktop.domain.registers.awards import AWARD, AWARD_BOOK, AWARD_SET, BLANK_USE
from desktop.domain.registers.dated import CATALOGUE_ENTRY, RULE
from desktop.domain.registers.disputes import DISPUTE, PARTY, SESSION
from desktop.domain.registers.figures import CUT_OFF, OPENING_FIGURE
from desktop.domain.registers.forms import FORM_CELL, UPPER_FORM
from desktop.domain.registers.groups import AREA, GROUP, MEMBER
from desktop.domain.registers.models import ACKNOWLEDGEMENT, EQUIPMENT, MODEL, POINT
from desktop.domain.registers.people import HOUSEHOLD, PERSON, VISIT
from desktop.domain.registers.privacy import DATA_PURPOSE, RETENTION_KEEP
from desktop.domain.registers.reports import REPORT, REPORT_SECTION
from desktop.domain.registers.reviews import CRITERION_MARK, RECOGNITION, REVIEW, SHORTCOMING, TARGET
from desktop.domain.registers.sameness import SAME_HOUSEHOLD, SAME_PERSON
from desktop.domain.registers.scopes import SCOPE_CELL
from desktop.domain.registers.successions import RELOCATION, SUCCESSION
from desktop.domain.registers.transfers import TRANSFER, TRANSFER_LIST
from desktop.domain.registers.upper import (
    FROZEN_TOTAL,
    FROZEN_UNIT,
    RECEIVED_FIGURE,
    RECEIVED_REPORT,
    REMINDER,
    REPORTING_UNIT,
)

REGISTRY = Registry(
    (
        AREA,
        MODEL,
        ACKNOWLEDGEMENT,
        POINT,
        PERSON,
        GROUP,
        MEMBER,
        EQUIPMENT,
        HOUSEHOLD,
        SAME_PERSON,
        SAME_HOUSEHOLD,
        VISIT,
        DISPUTE,
        PARTY,
        SESSION,
        EVENT,
        OPINION,
        TIP,
        CONTRIBUTION,
        REVIEW,
        SHORTCOMING,
        RECOGNITION,
        CRITERION_MARK,
        AWARD_SET,
        AWARD,
        AWARD_BOOK,
        BLANK_USE,
        TARGET,
        REPORT,
        REPORT_SECTION,
        OPENING_FIGURE,
        CUT_OFF,
        UPPER_FORM,
        FORM_CELL,
        REPORTING_UNIT,
        RECEIVED_REPORT,
        RECEIVED_FIGURE,
        FROZEN_TOTAL,
        FROZEN_UNIT,
        REMINDER,
        SUCCESSION,
        RELOCATION,
        RULE,
        CATALOGUE_ENTRY,
        SCOPE_CELL,
        TRANSFER,
        TRANSFER_LIST,
        RETENTION_KEEP,
        DATA_PURPOSE,
    )
)

__all__ = [
    "ACKNOWLEDGEMENT",
    "AREA",
    "AWARD",
    "AWARD_BOOK",
    "AWARD_SET",
    "BLANK_USE",
    "CATALOGUE_ENTRY",
    "CONTRIBUTION",
    "CRITERION_MARK",
    "CUT_OFF",
    "DATA_PURPOSE",
    "DISPUTE",
    "EQUIPMENT",
    "EVENT",
    "FORM_CELL",
    "FROZEN_TOTAL",
    "FROZEN_UNIT",
    "GROUP",
    "HOUSEHOLD",
    "MEMBER",
    "MODEL",
    "OPENING_FIGURE",
    "OPINION",
    "PARTY",
    "PERSON",
    "POINT",
    "RECEIVED_FIGURE",
    "RECEIVED_REPORT",
    "RECOGNITION",
    "REGISTRY",
    "RELOCATION",
    "REMINDER",
    "REPORT",
    "REPORTING_UNIT",
    "REPORT_SECTION",
    "RETENTION_KEEP",
    "REVIEW",
    "RULE",
    "SAME_HOUSEHOLD",
    "SAME_PERSON",
    "SCOPE_CELL",
    "SESSION",
    "SHORTCOMING",
    "SUCCESSION",
    "TARGET",
    "TIP",
    "TRANSFER",
    "TRANSFER_LIST",
    "UPPER_FORM",
    "VISIT",
]
