""" "Địa bàn của tôi": what lies in the areas that the user is in charge of."""

from __future__ import annotations

from desktop.domain.fields import Kind
from desktop.domain.officers import in_charge
from desktop.services.views import Filter
from desktop.services.workspace import Workspace
from desktop.store.records import Selection

_ALL = 100_000


def my_areas(workspace: Workspace, register: str) -> Filter | None:
    """The filter that leaves a register's records of the user's own areas.

    None for a register without areas, and for a user who is in charge of none.
    """
    field = workspace.registry[register].by_name.get("area")
    if register != "area" and (field is None or field.kind is not Kind.REF):
        return None
    with workspace.reading(register="area") as reader:
        areas = reader.records.page("area", Selection(), 0, _ALL)
    own = [area for area in areas if in_charge(area.values["officer"], workspace.user.name)]
    if not own:
        return None
    if register == "area":
        return Filter("officer", tuple(sorted({str(area.values["officer"]) for area in own})))
    return Filter("area", tuple(sorted(area.id for area in own)))
