"""The figures that a made-up province shall show: those that provinces and districts have published of themselves.

Different articles speak of different places and years; ``PROVINCE`` puts them together as one year of one place.
Where an article says "nearly" or "more than", a number was chosen, and it says so here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

ACKNOWLEDGED_BY: Final = "Cục V05, Bộ Công an"
POLICE: Final = "Giám đốc Công an tỉnh"
FRONT: Final = "Ủy ban Mặt trận Tổ quốc tỉnh"
PEOPLES_COMMITTEE: Final = "Chủ tịch Ủy ban nhân dân"


@dataclass(frozen=True)
class Awarded:
    """So many awards of one form. ``form`` and ``recipient`` are codes."""

    form: str
    recipient: str
    grantor: str
    count: int


@dataclass(frozen=True)
class ProvinceFigures:
    """What is exactly so; everything else is left to chance.

    Attributes:
        residential_models: models where people live ("nhóm mô hình"), and ``workplace_models`` in agencies,
            companies and schools ("dạng mô hình"), each in one of them.
        new_models: of all models, launched within the period.
        fields_of_work: how many fields have models.
        residential_areas: areas where people live and that have a model; ``core_members`` serve in their core groups.
        effective_models: of all models, and ``effective_areas``, where they are.
        acknowledged: models acknowledged by the level above, in the year of the period; ``acknowledged_before`` in
            the year before.
        visits_addiction: visits to families of drug users.
        tips_valuable: tips of value; ``cases`` with ``subjects``, ``wanted`` persons and ``files`` came of tips.
        opinions: stated at the listening conferences.
    """

    residential_models: int
    workplace_models: int = 0
    new_models: int = 0
    fields_of_work: int = 1
    residential_areas: int = 1
    core_members: int = 0
    effective_models: int = 0
    effective_areas: int = 0
    acknowledged: int = 0
    acknowledged_before: int = 0
    visits_addiction: int = 0
    tips_valuable: int = 0
    cases: int = 0
    subjects: int = 0
    wanted: int = 0
    files: int = 0
    listening_conferences: int = 0
    listening_attendances: int = 0
    opinions: int = 0
    awarded: tuple[Awarded, ...] = ()

    def __post_init__(self) -> None:
        wrong = [
            name
            for name, holds in (
                ("fields_of_work", 1 <= self.fields_of_work <= min(self.models, 10)),
                ("residential_models", self.residential_models >= 1),
                ("new_models", self.new_models <= self.models),
                ("core_members", not self.core_members or self.core_members >= self.residential_areas),
                ("effective_models", self.effective_models <= self.models),
                ("effective_areas", self._areas_can_be_effective()),
                ("acknowledged", max(self.acknowledged, self.acknowledged_before) <= self.models),
                ("cases", not self.cases or self.tips_valuable > 0),
                ("subjects", self.subjects >= self.cases),
                ("listening_attendances", self.listening_attendances >= self.listening_conferences),
                ("opinions", not self.opinions or self.listening_conferences > 0),
            )
            if not holds
        ]
        if wrong:
            raise ValueError(f"figures that cannot be together: {', '.join(wrong)}")

    @property
    def models(self) -> int:
        return self.residential_models + self.workplace_models

    @property
    def effective_residential(self) -> int:
        """How many of the effective models are where people live: most, but for one that is needed elsewhere."""
        areas_are_left = self.effective_areas < self.residential_areas
        spare = 1 if areas_are_left and self.effective_models < self.models else 0
        return min(self.effective_models, self.residential_models - spare)

    @property
    def effective_residential_areas(self) -> int:
        """Every effective model of a workplace is at one; the other areas are residential."""
        return self.effective_areas - (self.effective_models - self.effective_residential)

    def _areas_can_be_effective(self) -> bool:
        if not self.effective_models:
            return self.effective_areas == 0
        if self.effective_models - self.effective_residential > self.workplace_models:
            return False
        areas = self.effective_residential_areas
        enough = areas >= 1 if self.effective_residential else areas == 0
        # Where no other model is left, every area has one that is effective.
        everywhere = self.effective_residential < self.residential_models or areas == self.residential_areas
        return enough and areas <= self.residential_areas and everywhere

    def indicators(self) -> Mapping[str, int]:
        """By code of the indicator, what it must show of the period."""
        awards: dict[str, int] = {}
        for each in self.awarded:
            for code in _codes(each):
                awards[code] = awards.get(code, 0) + each.count
        return {
            "models": self.models,
            "models_residential": self.residential_models,
            "models_workplace": self.workplace_models,
            "models_new": self.new_models,
            "fields_of_work": self.fields_of_work,
            "point_areas_residential": self.residential_areas,
            "members_core_groups": self.core_members,
            "models_effective": self.effective_models,
            "point_areas_effective": self.effective_areas,
            "models_acknowledged": self.acknowledged,
            "visits_addiction": self.visits_addiction,
            "tips_valuable": self.tips_valuable,
            "cases": self.cases,
            "subjects": self.subjects,
            "wanted": self.wanted,
            "files": self.files,
            "listening_conferences": self.listening_conferences,
            "listening_attendances": self.listening_attendances,
            "opinions_listening": self.opinions,
            **awards,
        }

    def scaled(self, by: float) -> ProvinceFigures:
        """The same in small, as near as it can be so: for tests that have no minute to spare."""
        small = {
            each.name: max(1, round(value * by)) if value else 0
            for each in fields(self)
            if isinstance(value := getattr(self, each.name), int)
        }
        small["residential_models"] = max(2, small["residential_models"])
        small["residential_areas"] = max(4, small["residential_areas"])
        small["core_members"] = max(small["core_members"], small["residential_areas"])
        small["fields_of_work"] = min(self.fields_of_work, small["residential_models"])
        small["subjects"] = max(small["subjects"], small["cases"])
        # As in the large: all but one of the residential models are effective, and nearly all areas have them.
        at_work = max(0, min(small["effective_models"], small["workplace_models"] + 1) - 1)
        small["effective_models"] = at_work + small["residential_models"] - 1
        small["effective_areas"] = min(at_work + small["residential_areas"], small["residential_areas"]) - 1
        awarded = tuple(replace(each, count=max(1, round(each.count * by))) for each in self.awarded)
        return ProvinceFigures(**small, awarded=awarded)


_CERTIFICATES: Final = ("bang_khen", "giay_khen")


def _codes(awarded: Awarded) -> tuple[str, ...]:
    """Under which indicators an award counts."""
    if awarded.form in _CERTIFICATES:
        return (f"awards_{awarded.recipient}", f"{awarded.form}_{awarded.recipient}")
    return {"co_thi_dua": ("flags_emulation",), "ky_niem_chuong": ("medals_commemorative",)}[awarded.form]


BINH_THUAN_2022: Final = ProvinceFigures(
    residential_models=6,
    workplace_models=38,
    fields_of_work=6,
    residential_areas=741,
    core_members=10_349,
    effective_models=20,
    effective_areas=725,
    acknowledged=4,
    acknowledged_before=6,
    visits_addiction=8_561,
    # "Nearly 1,000".
    tips_valuable=996,
    cases=1_126,
    subjects=1_618,
    wanted=21,
    files=2_232,
    awarded=(
        Awarded("giay_khen", "collective", POLICE, 45),
        Awarded("giay_khen", "individual", POLICE, 50),
    ),
)
"""Bình Thuận, the models of 2017 to 2022 (conference of 25 October 2022)."""

BINH_THUAN_2023: Final = ProvinceFigures(
    residential_models=27,
    fields_of_work=6,
    residential_areas=819,
    awarded=(
        Awarded("bang_khen", "collective", FRONT, 5),
        Awarded("bang_khen", "individual", FRONT, 5),
        Awarded("giay_khen", "collective", POLICE, 25),
        Awarded("giay_khen", "individual", POLICE, 25),
    ),
)
"""Bình Thuận, ten years of the programme with the Fatherland Front (30 May 2023): 27 models, 6 fields, 819 areas."""

TINH_BIEN_2023: Final = ProvinceFigures(
    residential_models=18,
    residential_areas=18,
    listening_conferences=74,
    listening_attendances=2_098,
    # "More than 200".
    opinions=207,
    awarded=(
        Awarded("giay_khen", "collective", PEOPLES_COMMITTEE, 11),
        Awarded("giay_khen", "individual", PEOPLES_COMMITTEE, 43),
    ),
)
"""Tịnh Biên, the year 2023 (15 March 2024)."""

_BINH_DUONG_AWARDS: Final = (
    Awarded("co_thi_dua", "collective", PEOPLES_COMMITTEE, 6),
    # How many of them are "bằng khen" and how many "giấy khen" is not said.
    Awarded("giay_khen", "collective", POLICE, 214),
    Awarded("giay_khen", "individual", POLICE, 135),
)
BINH_DUONG_2023: Final = ProvinceFigures(
    residential_models=59, new_models=5, residential_areas=59, awarded=_BINH_DUONG_AWARDS
)
"""Bình Dương, the year 2023 (24 April 2024): 59 models, 5 of them new."""

BINH_DUONG_SAFE_AREAS: Final = ProvinceFigures(residential_models=1, residential_areas=9)
"""Bình Dương, one model at nine residential areas after two years (10 August)."""

PROVINCE: Final = replace(
    BINH_THUAN_2022,
    listening_conferences=TINH_BIEN_2023.listening_conferences,
    listening_attendances=TINH_BIEN_2023.listening_attendances,
    opinions=TINH_BIEN_2023.opinions,
    awarded=_BINH_DUONG_AWARDS,
)
"""One province with the largest of these figures: what the program must bear, and show exactly."""
