"""The search box over everything the role may see."""

from __future__ import annotations

from desktop.domain.access import Permission, sees
from desktop.services.describe import describe
from desktop.services.views import Hit
from desktop.services.workspace import Workspace


def find(workspace: Workspace, text: str, limit: int = 20, language: str = "vi") -> list[Hit]:
    """Records by what is typed, with or without accents, newest first; removed ones never.

    Child rows are found as the record they belong to.
    """
    registers = [register.name for register in workspace.registry if sees(workspace.role, register.name)]
    with workspace.reading() as reader:
        secret = workspace.may(Permission.REVEAL)
        found = reader.search.find(text, secret=secret, limit=limit, registers=registers)
        places: dict[tuple[str, str], None] = {}
        for each in found:
            parent = workspace.registry[each.register].parent
            if parent is None or parent.to is None:
                places[each.register, each.record] = None
                continue
            row = reader.records.get(each.register, each.record)
            owner = row.values.get(parent.name) if row else None
            if isinstance(owner, str):
                places[parent.to, owner] = None
        return describe(workspace, reader, list(places), language)
