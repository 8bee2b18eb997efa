"""What one reader may not see: of some registers only records of which a field says something are there for it.

The rows are hidden by temporary views of the tables' own names, which only this connection has and which stand before
the tables wherever a query names one. So every question there is, and every one that is yet to be written, is asked of
what the role may know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.fields import Registry


def narrow(connection: Any, registry: Registry, rows: Mapping[str, tuple[str, str]]) -> frozenset[str]:
    """Hides all other rows of the registers, and the children's that belong to them; gives the registers' names.

    ``rows`` says for a register the field and the value of those that stay. The tables have to be there.
    """
    narrowed: list[str] = []
    for register, (field, value) in rows.items():
        declared = registry[register]
        if field not in declared.by_name or not value.replace("_", "").isalnum():
            raise ValueError(f"{register} cannot be narrowed by {field}")
        kept = f"\"{field}\" = '{value}'"
        _view(connection, register, kept)
        narrowed.append(register)
        for child in declared.children:
            parent = registry[child].parent
            assert parent is not None  # it is a child
            _view(connection, child, f'"{parent.name}" IN (SELECT id FROM main."{register}" WHERE {kept})')
            narrowed.append(child)
    return frozenset(narrowed)


def _view(connection: Any, table: str, where: str) -> None:
    connection.execute(f'DROP VIEW IF EXISTS temp."{table}"')
    # A view has no numbers of its own, and the indexes of words know rows by number.
    connection.execute(f'CREATE TEMP VIEW "{table}" AS SELECT rowid, * FROM main."{table}" WHERE {where}')
