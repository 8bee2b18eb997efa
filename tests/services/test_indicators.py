"""Figures of a period as a use case: what is typed, what is not known, what a role may have, what was assigned."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.indicators import INDICATORS, Counted, Ratio
from desktop.domain.indicators.comparing import Change, compare, percent
from desktop.domain.indicators.definition import AREAS, THROUGH_POINTS
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.registers import REGISTRY
from desktop.i18n.catalogue import LANGUAGES, Catalogue
from desktop.services import indicators, registers
from desktop.services.catalogues import load_catalogues
from desktop.services.figure_columns import Figure
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar, shipped_cut_offs
from desktop.services.seen_list import read_list
from desktop.services.views import Entry, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker, environment, put


@pytest.fixture
def clock() -> FakeClock:
    """The station begins with the program on 20 October 2026, in its month of November."""
    return FakeClock(datetime(2026, 10, 20, 1, tzinfo=UTC))


@pytest.fixture
def station(make: WorkspaceMaker, clock: FakeClock) -> Workspace:
    made = make(around=environment(clock)).workspace
    put(made, "person", full_name="Đỗ Văn Nhẫn")
    clock.set(datetime(2026, 11, 20, 1, tzinfo=UTC))
    return made


def november(workspace: Workspace) -> Period:
    return calendar(workspace).period(PeriodKind.MONTH, 2026, 11)


def december(workspace: Workspace) -> Period:
    return calendar(workspace).period(PeriodKind.MONTH, 2026, 12)


def row(workspace: Workspace, code: str, period: Period | None = None, area: str | None = None) -> FigureRow:
    (found,) = indicators.table(workspace, [code], period or november(workspace), area, parts=False)
    return found


def visit(workspace: Workspace, *days: str) -> None:
    household = put(workspace, "household", head_name="Đỗ Văn Nhẫn")
    for day in days:
        put(workspace, "visit", household=household, visited_on=day)


def typed(workspace: Workspace, value: int, first: str, last: str, code: str = "visits") -> None:
    put(
        workspace,
        "opening_figure",
        indicator=code,
        first_on=first,
        last_on=last,
        value=value,
        basis="Báo cáo số 45",
    )


# Definitions


def test_catalogue_and_definitions_agree_in_codes_and_order() -> None:
    assert [choice.code for choice in load_catalogues()["indicator"]] == list(INDICATORS)


def test_every_definition_reads_fields_that_are_declared() -> None:
    for each in INDICATORS.values():
        if isinstance(each, Counted):
            register = REGISTRY[each.register]
            for path in each.fields:
                first, _, second = path.partition(".")
                target = register.by_name[first].to
                assert not second or second in REGISTRY[str(target)].by_name


def test_every_code_of_a_condition_is_a_choice() -> None:
    catalogues = load_catalogues()
    wrong = []
    for each in INDICATORS.values():
        for where in each.where if isinstance(each, Counted) else ():
            first, _, second = where.field.partition(".")
            field = REGISTRY[each.register].by_name[first]  # type: ignore[union-attr]  # only what is counted has conditions
            field = REGISTRY[str(field.to)].by_name[second] if second else field
            names = {choice.code for choice in catalogues[field.catalogue]} if field.catalogue else set()
            if where.statistics and field.catalogue:
                names = {str(choice.counts_as) for choice in catalogues[field.catalogue]}
            wrong += [
                (each.code, value) for value in where.values or () if field.catalogue and value not in names
            ]

    assert wrong == []


def test_every_counted_register_says_where_its_area_stands() -> None:
    counted = {each.register for each in INDICATORS.values() if isinstance(each, Counted)}

    assert counted - AREAS.keys() - THROUGH_POINTS.keys() == set()


def test_both_parts_of_a_rate_are_indicators() -> None:
    rates = [each for each in INDICATORS.values() if isinstance(each, Ratio)]

    assert rates
    assert all(isinstance(INDICATORS[code], Counted) for each in rates for code in (each.over, each.under))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_theme_and_kind_of_period_has_words(language: str) -> None:
    texts = Catalogue(language)
    wanted = {f"unit.{each.unit}" for each in INDICATORS.values()}
    wanted |= {f"theme.{each.theme.value}" for each in INDICATORS.values()}
    wanted |= {f"period.{kind.value}" for kind in PeriodKind if kind is not PeriodKind.HALF_YEAR}

    assert {key for key in wanted if not texts.has(key)} == set()


def test_the_shipped_month_runs_from_the_15th_to_the_14th() -> None:
    (month,) = [each for each in shipped_cut_offs() if each.kind is PeriodKind.MONTH]

    assert month.day == 15


# Columns


def test_a_month_is_compared_with_the_one_before_the_year_before_and_the_year_to_date(
    station: Workspace,
) -> None:
    visit(station, "2026-10-20", "2026-11-14", "2026-11-15", "2026-09-30", "2025-11-01", "2026-01-05")

    found = row(station, "visits")

    assert [each.value for each in (found.this, found.before, found.last_year, found.to_date)] == [2, 1, 1, 4]
    assert found.change == Change(1, Decimal("100.0"))


def test_what_was_before_the_station_began_is_not_known_and_never_0(station: Workspace) -> None:
    visit(station, "2026-11-01", "2026-11-20")

    found = row(station, "visits", december(station))

    assert found.this == Figure(1, counted=True)
    assert found.before == Figure(1, counted=True, partial=True)
    assert found.last_year == Figure(None)
    assert found.change is None
    assert found.to_date.partial


def test_a_period_between_entered_ones_is_a_true_0(station: Workspace) -> None:
    visit(station, "2026-08-01", "2026-11-01")

    assert row(station, "visits").before == Figure(0, counted=True)


def test_an_opening_figure_stands_for_its_days(station: Workspace) -> None:
    visit(station, "2026-11-20")
    typed(station, 20, "2025-11-15", "2025-12-14")

    found = row(station, "visits", december(station))

    assert found.last_year == Figure(20, typed=True, sources=("Báo cáo số 45",))
    assert found.change == Change(-19, Decimal("-95.0"))


def test_a_column_of_typed_and_counted_days_says_so(station: Workspace) -> None:
    visit(station, "2026-10-25", "2026-11-20")
    typed(station, 300, "2025-12-15", "2026-10-19")

    found = row(station, "visits", december(station))

    assert found.to_date == Figure(302, typed=True, counted=True, sources=("Báo cáo số 45",))
    assert found.to_date.mixed


def test_own_records_of_those_days_count_before_an_opening_figure(station: Workspace) -> None:
    visit(station, "2025-11-20", "2026-11-20")
    typed(station, 20, "2025-11-15", "2025-12-14")

    assert row(station, "visits", december(station)).last_year == Figure(1, counted=True)


def test_an_opening_figure_of_days_after_the_beginning_is_not_used(station: Workspace) -> None:
    visit(station, "2026-11-20")
    typed(station, 20, "2026-11-15", "2026-12-14")

    assert row(station, "visits", december(station)).this == Figure(1, counted=True)


def test_part_of_a_past_period_is_not_the_period(station: Workspace) -> None:
    typed(station, 20, "2025-11-20", "2025-11-30")

    assert row(station, "visits", december(station)).last_year == Figure(None)


def test_of_opening_figures_of_the_same_days_the_longest_counts(station: Workspace) -> None:
    typed(station, 5, "2025-11-15", "2025-11-30")
    typed(station, 20, "2025-11-15", "2025-12-14")

    assert row(station, "visits", december(station)).last_year.value == 20


def test_what_there_was_needs_a_day_for_each_record_or_an_opening_figure(station: Workspace) -> None:
    put(station, "group", name="Tổ 1", established_on="2020-01-01")
    known = row(station, "groups", december(station))
    put(station, "group", name="Tổ 2")
    unknown = row(station, "groups", december(station))
    typed(station, 7, "2025-11-15", "2025-12-14", "groups")
    told = row(station, "groups", december(station))

    assert (known.this.value, known.last_year) == (1, Figure(1, counted=True))
    assert (unknown.this.value, unknown.last_year) == (2, Figure(None))
    assert told.last_year == Figure(7, typed=True, sources=("Báo cáo số 45",))


def test_a_group_that_was_dissolved_counts_for_the_days_before(station: Workspace, clock: FakeClock) -> None:
    group = put(station, "group", name="Tổ 1", established_on="2020-01-01")
    registers.retire(station, "group", group, "Sáp nhập", datetime(2026, 11, 16, tzinfo=UTC).date())

    found = row(station, "groups", december(station))

    assert (found.this.value, found.before.value) == (0, 1)


def test_a_rate_is_of_what_ended_and_not_known_of_nothing(station: Workspace) -> None:
    assert row(station, "settled_rate").this.value is None
    for outcome in ("settled", "settled", "not_settled", "referred"):
        put(
            station,
            "dispute",
            summary="Lối đi chung",
            received_on="2026-11-01",
            outcome=outcome,
            outcome_on="2026-11-02",
            mediated_by="mediation_group",
        )

    assert row(station, "settled_rate").this.value == Decimal("66.7")


def test_the_mediation_groups_cases_stand_apart_from_the_others(station: Workspace) -> None:
    for who in ("mediation_group", "self_management_group", "self_management_group", "police"):
        put(
            station,
            "dispute",
            summary="Lối đi chung",
            received_on="2026-11-01",
            kind="shared_path",
            mediated_by=who,
        )

    found = {each.code: each.this.value for each in indicators.table(station, None, november(station))}

    assert (found["disputes"], found["disputes_mediation_group"]) == (4, 1)
    assert (found["disputes_self_management"], found["disputes_police"]) == (2, 1)
    assert found["disputes_between_parties"] == 1


def test_awards_stand_grantor_by_grantor_whatever_the_spelling(station: Workspace) -> None:
    for grantor in ("Giám đốc Công an tỉnh", "Giám đốc công an tỉnh", "Giám đốc Công an tỉnh", "UBND xã"):
        put(
            station,
            "award",
            printed_name="Đỗ Văn Nhẫn",
            form="giay_khen",
            recipient_kind="individual",
            stage="decided",
            decision_on="2026-11-01",
            grantor=grantor,
        )

    whole, police, commune = indicators.table(station, ["giay_khen_individual"], november(station))

    assert (whole.part, whole.this.value) == (None, 4)
    assert (police.part, police.this.value) == ("Giám đốc Công an tỉnh", 3)
    assert (commune.part, commune.this.value) == ("UBND xã", 1)
    drill = indicators.drill(station, "giay_khen_individual", november(station), None, police.parts)
    assert registers.count(station, drill.register, drill.query) == 3


def test_a_choice_that_a_unit_added_counts_under_the_code_it_names(station: Workspace) -> None:
    put(
        station,
        "catalogue_entry",
        catalogue="dispute_kind",
        code="water_pump",
        vi="Tranh chấp máy bơm chung",
        counts_as="civil_family",
    )
    put(
        station,
        "dispute",
        summary="Máy bơm",
        received_on="2026-11-01",
        kind="water_pump",
        mediated_by="mediation_group",
    )

    assert row(station, "disputes_civil_family").this.value == 1


# Areas, targets, roles


def test_figures_of_an_area_are_of_its_records_only(station: Workspace) -> None:
    area, other = (put(station, "area", name=name) for name in ("Ấp A", "Ấp B"))
    here = put(station, "household", head_name="Đỗ Văn Nhẫn", area=area)
    there = put(station, "household", head_name="Danh Ý", area=other)
    put(station, "visit", household=here, visited_on="2026-11-01")
    put(station, "visit", household=there, visited_on="2026-11-01")
    typed(station, 99, "2025-10-15", "2025-11-14")

    found = row(station, "visits", area=area)

    assert found.this.value == 1
    assert found.last_year.value is None
    assert [name for _, name in indicators.areas(station)] == ["Ấp A", "Ấp B"]


def test_a_target_of_the_period_stands_before_that_of_its_year(station: Workspace) -> None:
    visit(station, "2026-09-20", "2026-11-01")
    put(station, "target", indicator="visits", year=2026, period_kind="year", value=100)
    of_year = row(station, "visits")
    put(station, "target", indicator="visits", year=2026, period_kind="month", period_number=11, value=9)
    of_month = row(station, "visits")

    assert of_year.target is not None
    assert (of_year.target.value, of_year.target.of_year, of_year.reached) == (100, True, 2)
    assert of_month.target is not None
    assert (of_month.target.value, of_month.target.of_year, of_month.reached) == (9, False, 1)


@pytest.mark.parametrize(
    ("role", "there", "absent"),
    [
        (Role.JUSTICE, {"disputes", "groups", "areas"}, {"visits", "members", "awards_individual", "points"}),
        (Role.WARD, {"awards_individual"}, {"visits", "disputes", "models"}),
        (Role.OFFICER, {"visits", "disputes", "models", "awards_individual"}, set()),
    ],
)
def test_a_role_has_the_figures_of_registers_it_sees(
    make: WorkspaceMaker, role: Role, there: set[str], absent: set[str]
) -> None:
    workspace = make(role=role).workspace
    found = {each.code for each in indicators.table(workspace, None, november(workspace))}

    assert there <= found
    assert found & absent == set()


def test_the_upper_level_has_no_figures_of_what_stays_with_the_stations(make: WorkspaceMaker) -> None:
    workspace = make(AN_GIANG, role=Role.UPPER).workspace

    visits, models = indicators.table(workspace, ["visits", "models"], november(workspace))

    assert visits.this == Figure(None, reported=True)
    assert not models.this.reported


# The very records


def test_the_records_of_a_figure_are_the_ones_it_counts(station: Workspace) -> None:
    visit(station, "2026-10-20", "2026-11-14", "2026-11-15")

    drill = indicators.drill(station, "visits", november(station))

    assert registers.count(station, drill.register, drill.query) == 2
    assert len(registers.rows(station, drill.register, drill.query, 0, 10)) == 2


def test_records_that_belong_to_others_are_shown_by_these(station: Workspace) -> None:
    model = put(station, "model", name="Camera an ninh")
    put(station, "model", name="Tổ liên gia")
    put(station, "acknowledgement", model=model, year=2026, acknowledged_by="Cục V05")

    drill = indicators.drill(station, "models_acknowledged", november(station))

    assert drill.register == "model"
    assert [each.id for each in registers.rows(station, drill.register, drill.query, 0, 10)] == [model]


def test_to_list_families_of_drug_users_is_a_look_and_is_logged(station: Workspace) -> None:
    household = put(station, "household", head_name="Đỗ Văn Nhẫn", categories=["addiction"])
    put(station, "visit", household=household, visited_on="2026-11-01")

    drill = indicators.drill(station, "visits_addiction", november(station))

    assert indicators.is_secret(station, "visits_addiction")
    assert registers.count(station, drill.register, drill.query) == 1
    with station.reading() as reader:
        actions = [each[0] for each in reader.connection.execute("SELECT action FROM access_log")]
    assert "figure.rows" in actions


def test_who_may_not_look_at_masked_fields_gets_the_number_and_no_list(make: WorkspaceMaker) -> None:
    workspace = make(role=Role.UPPER).workspace
    drill = indicators.drill(workspace, "visits_addiction", november(workspace))

    assert row(workspace, "visits_addiction").this.value is not False
    with pytest.raises(NotAllowed):
        registers.rows(workspace, drill.register, drill.query, 0, 10)


def test_a_list_behind_a_figure_says_so_on_paper_unless_it_tells_secrets(station: Workspace) -> None:
    visit(station, "2026-10-20", "2026-11-15")
    words = Catalogue("vi")

    seen = read_list(
        station, "visit", indicators.drill(station, "visits", november(station)).query, words, 100
    )
    secret = indicators.drill(station, "visits_addiction", november(station)).query

    assert len(seen.rows) == 1
    assert "Số lượt thăm gặp: Tháng 11/2026 (15/10 – 14/11)" in " ".join(seen.said)
    with pytest.raises(NotAllowed):
        read_list(station, "visit", secret, words, 100)


def test_a_figure_of_another_register_is_no_filter(station: Workspace) -> None:
    drill = indicators.drill(station, "visits", november(station))

    with pytest.raises(ValueError, match="does not count records"):
        registers.count(station, "dispute", ListQuery(figure=drill.query.figure))


# Cut-offs


def test_a_units_own_cut_off_counts_from_its_day_on(station: Workspace) -> None:
    put(station, "cut_off", period_kind="month", since="2026-12-01", first_day=1)
    periods = calendar(station)

    assert periods.period(PeriodKind.MONTH, 2026, 11).last.isoformat() == "2026-11-14"
    assert periods.period(PeriodKind.MONTH, 2026, 12).last.isoformat() == "2026-12-31"


def test_a_cut_off_that_no_month_has_is_left_out(station: Workspace) -> None:
    put(station, "cut_off", period_kind="month", since="2026-01-01", first_day=31)

    assert november(station).last.isoformat() == "2026-11-14"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"first_day": 29}, ("first_day", "too_large")),
        ({"period_kind": "year", "first_month": 13}, ("first_month", "too_large")),
        ({"period_kind": "campaign"}, ("period_kind", "invalid_value")),
    ],
)
def test_a_cut_off_is_refused_on_a_day_that_some_period_has_not(
    station: Workspace, values: dict[str, str | int], problem: tuple[str, str]
) -> None:
    form = registers.load_form(station, "cut_off", None)
    (found,) = registers.check(station, form, Entry({"since": "2027-01-01", **values}))

    assert (found.field, found.code) == problem


def test_an_opening_figure_ends_on_its_first_day_or_later(station: Workspace) -> None:
    form = registers.load_form(station, "opening_figure", None)
    days = {"first_on": "2026-01-02", "last_on": "2026-01-01"}
    (found,) = registers.check(station, form, Entry({"indicator": "visits", "value": 1, **days}))

    assert (found.field, found.code) == ("last_on", "order")


# Comparing


@pytest.mark.parametrize(
    ("now", "base", "change"),
    [
        (13, 12, Change(1, Decimal("8.3"))),
        (5, 0, Change(5)),
        (0, 4, Change(-4, Decimal("-100.0"))),
        (1, 16, Change(-15, Decimal("-93.8"))),
        (Decimal("87.5"), Decimal("89.0"), Change(Decimal("-1.5"))),
        (None, 4, None),
        (4, None, None),
    ],
)
def test_a_figure_is_compared_by_number_and_percent(now: int, base: int, change: Change | None) -> None:
    assert compare(now, base) == change


def test_a_rate_has_one_decimal_and_is_none_of_nothing() -> None:
    assert percent(1, 8) == Decimal("12.5")
    assert percent(0, 0) is None


def test_the_table_of_articles_names_only_indicators_there_are() -> None:
    text = (Path(__file__).parents[2] / "docs" / "indicators.md").read_text("utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    named = {code for cells in rows if len(cells) == 6 for code in re.findall(r"`([a-z_]+)`", cells[3])}

    assert len(named) > 40
    assert named - INDICATORS.keys() == set()
