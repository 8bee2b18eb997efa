"""A province in one register: figures exactly as declared, everything else by chance, written in big operations.

The rows of all stations lie in one file here, as no upper level has them: it shows what tables, lists and papers do
at that size.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from desktop.app.sample.figures import ACKNOWLEDGED_BY, PROVINCE, ProvinceFigures
from desktop.app.sample.names import Chance, Named, inside
from desktop.app.sample.phrases import MODELS, PLACES, WORKPLACES
from desktop.app.sample.province_work import work_of
from desktop.app.sample.story import Story, Told, write_down
from desktop.domain.periods import Period, PeriodKind
from desktop.services.periods import calendar
from desktop.services.workspace import Workspace

_AREA_KINDS: Final = (("Ấp", "ap"), ("Khóm", "khom"), ("Khu phố", "khu_pho"), ("Thôn", "thon"))
_SELFS: Final = ("self_prevention", "self_management", "self_protection", "self_mediation")
_SERVES_TWICE: Final = 7
"""Of so many groups one has a member who serves in another one too."""


def make_province(
    workspace: Workspace,
    figures: ProvinceFigures = PROVINCE,
    *,
    seed: int = 2026,
    progress: Callable[[int], None] = lambda _written: None,
) -> Period:
    """Fills an empty register. Gives the year of which the figures are.

    The same seed on the same day makes the same province.
    """
    period = calendar(workspace).due(PeriodKind.YEAR, workspace.today())
    province = Province(figures, Chance(seed), period, min(period.last, workspace.today()))
    write_down(workspace, province.story(), progress)
    return period


@dataclass
class Province:
    """A province in the making; the lists fill while its story is told.

    Attributes:
        last: the last day on which anything happens.
        areas: where people live, and ``area_names`` what they are called; ``workplaces`` are apart.
        effective, other: residential models, those rated effective and the rest; ``at_work`` those of workplaces.
        groups: the core group of each area; ``people`` everybody who serves.
    """

    figures: ProvinceFigures
    chance: Chance
    period: Period
    last: date
    areas: list[str] = field(default_factory=list)
    area_names: list[str] = field(default_factory=list)
    workplaces: list[str] = field(default_factory=list)
    effective: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    at_work: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    people: list[tuple[str, Named]] = field(default_factory=list)

    def story(self) -> Story:
        """Everything, what is pointed to before what points to it."""
        yield from self._areas()
        yield from self._models()
        yield from self._points()
        yield from self._groups()
        yield from self._members()
        yield from work_of(self)

    def day(self, first: date | None = None) -> str:
        """A day of the period, or from a day of it on."""
        return self.chance.day(first or self.period.first, self.last).isoformat()

    def earlier_day(self) -> str:
        """A day of the years before the period."""
        return self.chance.day(
            self.period.first - timedelta(days=2000), self.period.first - timedelta(days=1)
        ).isoformat()

    # Places

    def _areas(self) -> Story:
        for number in range(1, self.figures.residential_areas + 1):
            word, kind = self.chance.pick(_AREA_KINDS)
            name = f"{word} {self.chance.pick(PLACES)} {number}"
            households = self.chance.number(180, 620)
            key = self.chance.once_in(40)
            values = {
                "name": name,
                "kind": kind,
                "officer": f"Đại úy {self.chance.human().name}",
                "households": households,
                "residents": households * 4,
                "is_key": key,
                "key_since": self.earlier_day() if key else None,
                "key_reason": "Nhiều nhà trọ, có tụ điểm phức tạp" if key else None,
            }
            self.areas.append((yield "area", values))
            self.area_names.append(name)
        for number in range(1, self.figures.workplace_models + 1):
            kind, word = WORKPLACES[number % len(WORKPLACES)]
            name = f"{word} {self.chance.pick(PLACES)} {number}"
            self.workplaces.append((yield "area", {"name": name, "kind": kind}))

    # Models and where they are

    def _models(self) -> Story:
        figures = self.figures
        fields = list(MODELS)[: figures.fields_of_work]
        effective = figures.effective_residential
        acknowledged: list[str] = []
        for number in range(figures.models):
            residential = number < figures.residential_models
            at_work = number - figures.residential_models
            rated = number < effective if residential else at_work < figures.effective_models - effective
            new = number >= figures.models - figures.new_models
            chosen = MODELS[field_of_work := fields[number % len(fields)]]
            name = chosen[number // len(fields) % len(chosen)]
            values = {
                # A name alone is used again: the number keeps two models apart.
                "name": f"{name} {number + 1}" if residential else f"{name} nơi làm việc {number + 1}",
                "field_of_work": field_of_work,
                "selfs": self.chance.some(_SELFS, 2),
                "setting": "residential" if residential else "workplace",
                "stage": self.chance.pick(("active", "active", "consolidating")),
                "rating": "effective" if rated else self.chance.pick(("fair", "average")),
                "launched_on": self.day() if new else self.earlier_day(),
            }
            model = yield "model", values
            (self.at_work if not residential else self.effective if rated else self.other).append(model)
            acknowledged.append(model)
        yield from self._acknowledged(acknowledged)

    def _acknowledged(self, models: list[str]) -> Story:
        for count, year in (
            (self.figures.acknowledged_before, self.period.year - 1),
            (self.figures.acknowledged, self.period.year),
        ):
            for model in self.chance.some(models, count):
                yield "acknowledgement", {"model": model, "year": year, "acknowledged_by": ACKNOWLEDGED_BY}

    def _points(self) -> Story:
        with_effective = self.figures.effective_residential_areas if self.effective else 0
        for at, area in enumerate(self.areas):
            first = self.effective if at < with_effective else self.other
            model = self.chance.pick(first)
            self.points.append((yield "point", self._point(model, area)))
            # A second model never makes an area one of the effective ones by chance.
            more = [each for each in (*first, *self.other) if each != model]
            if more and self.chance.once_in(4):
                yield "point", self._point(self.chance.pick(more), area)
        for model, area in zip(self.at_work, self.workplaces, strict=True):
            yield "point", self._point(model, area)

    def _point(self, model: str, area: str) -> dict[str, object]:
        return {
            "model": model,
            "area": area,
            "started_on": self.earlier_day(),
            "households": self.chance.number(15, 90),
        }

    # Groups and who serves in them

    def _groups(self) -> Story:
        for at, (area, name) in enumerate(zip(self.areas, self.area_names, strict=True)):
            values = {
                "name": f"Tổ nòng cốt {inside(name)}",
                "kind": "core",
                "area": area,
                "point": self.points[at],
                "established_on": self.earlier_day(),
            }
            self.groups.append((yield "group", values))

    def _members(self) -> Story:
        least = 1 if self.figures.core_members else 0
        sizes = self.chance.shares(self.figures.core_members, len(self.groups), least)
        for at, (group, size) in enumerate(zip(self.groups, sizes, strict=True)):
            elsewhere = self.people.copy()
            for place in range(size):
                # The last one of some groups serves in another group already.
                again = 0 < place == size - 1 and elsewhere and self.chance.once_in(_SERVES_TWICE)
                person = self.chance.pick(elsewhere)[0] if again else (yield from self._person(at))
                values = {
                    "person": person,
                    "group": group,
                    "role": "leader" if place == 0 else "deputy" if place == 1 else "member",
                    "joined_on": self.earlier_day(),
                    "in_security_force": self.chance.once_in(20),
                }
                yield "member", values

    def _person(self, at: int) -> Generator[Told, str, str]:
        human = self.chance.human()
        values = self.chance.person(human) | {"address": self.area_names[at], "area": self.areas[at]}
        person = yield "person", values
        self.people.append((person, human))
        return person
