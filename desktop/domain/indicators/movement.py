"""Models, points, areas, groups and members, each counted apart; and the visits that members pay.

The authorities ask for all of them (Hướng dẫn 22/HD-BCA-V05): a model has many points, a point many groups.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.indicators.definition import (
    Counted,
    Distinct,
    Ended,
    Flow,
    Indicator,
    Stock,
    Sum,
    Theme,
    Where,
    Yearly,
)

RESIDENTIAL_KINDS: Final = (
    "thon", "ap", "khom", "khu_pho", "khoi_pho", "to_dan_pho", "ban", "lang", "buon", "bon", "plei", "phum", "soc",
    "khu_dan_cu",
)  # fmt: skip
"""Kinds of area where people live, apart from those where they work, learn, worship or travel."""

WORKPLACE_KINDS: Final = ("agency", "enterprise", "school")

_AT_WORK: Final = Where("stage", ("launched", "active", "replicated", "consolidating"))
_MODEL_LIVES: Final = Stock("launched_on")
_POINT_LIVES: Final = Stock("started_on")
_GROUP_LIVES: Final = Stock("established_on")
_SERVES: Final = Stock("joined_on", until="left_on")
_VISITED: Final = Flow("visited_on")
_EFFECTIVE: Final = ("effective",)


def _models(code: str, *where: Where) -> Counted:
    return Counted(code, Theme.MOVEMENT, "model", "model", _MODEL_LIVES, (_AT_WORK, *where))


def _areas_of_points(code: str, *where: Where) -> Counted:
    return Counted(code, Theme.MOVEMENT, "area", "point", _POINT_LIVES, where, Distinct("area"))


def _groups(code: str, *kinds: str) -> Counted:
    where = (Where("kind", kinds),) if kinds else ()
    return Counted(code, Theme.MOVEMENT, "group", "group", _GROUP_LIVES, where)


def _members(code: str, *where: Where) -> Counted:
    return Counted(code, Theme.MOVEMENT, "member", "member", _SERVES, where)


def _visits(code: str, *categories: str) -> Counted:
    where = (Where("household.categories", categories),) if categories else ()
    return Counted(code, Theme.VISITS, "visit", "visit", _VISITED, where)


MOVEMENT: Final[tuple[Indicator, ...]] = (
    _models("models"),
    _models("models_residential", Where("setting", ("residential",))),
    _models("models_workplace", Where("setting", ("workplace",))),
    _models("models_effective", Where("rating", _EFFECTIVE)),
    Counted("models_new", Theme.MOVEMENT, "model", "model", Flow("launched_on")),
    Counted(
        "models_replicated",
        Theme.MOVEMENT,
        "model",
        "model",
        Stock("replicated_on"),
        (_AT_WORK, Where("replicated_on")),
    ),
    Counted(
        "models_acknowledged",
        Theme.MOVEMENT,
        "model",
        "acknowledgement",
        Yearly("year"),
        measure=Distinct("model"),
        split="acknowledged_by",
    ),
    Counted("models_withdrawn", Theme.MOVEMENT, "model", "model", Ended()),
    Counted(
        "fields_of_work",
        Theme.MOVEMENT,
        "field_of_work",
        "model",
        _MODEL_LIVES,
        (_AT_WORK,),
        Distinct("field_of_work"),
    ),
    Counted("points", Theme.MOVEMENT, "point", "point", _POINT_LIVES),
    Counted("points_new", Theme.MOVEMENT, "point", "point", Flow("started_on")),
    _areas_of_points("point_areas"),
    _areas_of_points("point_areas_residential", Where("area.kind", RESIDENTIAL_KINDS)),
    _areas_of_points("point_areas_workplace", Where("area.kind", WORKPLACE_KINDS)),
    _areas_of_points("point_areas_effective", Where("model.rating", _EFFECTIVE)),
    Counted("areas", Theme.MOVEMENT, "area", "area", Stock()),
    Counted(
        "areas_residential", Theme.MOVEMENT, "area", "area", Stock(), (Where("kind", RESIDENTIAL_KINDS),)
    ),
    Counted("key_areas", Theme.MOVEMENT, "area", "area", Stock("key_since"), (Where("is_key", (True,)),)),
    _groups("groups"),
    _groups("groups_self_management", "self_management"),
    _groups("groups_core", "core"),
    _groups("groups_mediation", "mediation"),
    _groups("groups_fire_safety", "fire_safety"),
    _groups("groups_security", "security"),
    Counted("groups_new", Theme.MOVEMENT, "group", "group", Flow("established_on")),
    _members("members"),
    _members("members_core_groups", Where("group.kind", ("core",))),
    _members("members_security_force", Where("in_security_force", (True,))),
    Counted("members_people", Theme.MOVEMENT, "person", "member", _SERVES, (), Distinct("person")),
    Counted("equipment", Theme.MOVEMENT, "item", "equipment", Stock("acquired_on"), (), Sum("quantity")),
)

VISITS: Final[tuple[Indicator, ...]] = (
    _visits("visits"),
    _visits("visits_addiction", "addiction"),
    _visits("visits_after_treatment", "after_treatment"),
    _visits("visits_reintegration", "reintegration"),
    Counted("households_visited", Theme.VISITS, "household", "visit", _VISITED, (), Distinct("household")),
    Counted(
        "households_visited_addiction",
        Theme.VISITS,
        "household",
        "visit",
        _VISITED,
        (Where("household.categories", ("addiction",)),),
        Distinct("household"),
    ),
)
