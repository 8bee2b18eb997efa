"""The awards that are known, as far as telling one recipient and one achievement from another needs."""

from __future__ import annotations

from desktop.domain.awarding import Awarded
from desktop.store.merits import Merits
from desktop.store.register_file import Reader


def awarded(reader: Reader) -> list[Awarded]:
    """Every award that is proposed or stands: neither one sent back nor one revoked."""
    found = []
    for record, person, group, household, name, achievement, stage, on in Merits(reader.connection).awards():
        if stage in ("returned", "revoked"):
            continue
        pairs = (("person", person), ("group", group), ("household", household))
        recipients = frozenset((register, each) for register, each in pairs if each)
        found.append(Awarded(record, recipients, name or "", achievement or "", on))
    return found
