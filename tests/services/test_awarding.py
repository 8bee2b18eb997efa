"""From a proposal to the hand of its recipient: each deed leads on, and only from where it may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.awarding import needs_correction
from desktop.services import award_book, award_proposals, award_sets, awarding, certificates, registers
from desktop.services.award_proposals import NewSet, Nominee, propose
from desktop.services.awarding import AwardStepRefused, Decision, ReasonMissing
from desktop.services.certificates import NoAwardsChosen
from desktop.services.history import history_of
from desktop.services.remarks import remarks
from desktop.services.views import Entry, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker, put

MERIT = "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026"
ON = date(2026, 11, 20)
DECISION = Decision(
    "15/QĐ-UBND", ON, "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG", "CHỦ TỊCH", "Lê Hoàng Sơn", "", "Nhơn Hưng"
)


def leader(workspace: Workspace, name: str = "Đỗ Văn Nhẫn", sex: str = "male") -> str:
    area = put(workspace, "area", name="ấp Đông Hưng")
    group = put(workspace, "group", name="Tổ tự quản số 05", area=area)
    person = put(workspace, "person", full_name=name, sex=sex)
    put(workspace, "member", person=person, group=group, role="leader", joined_on="2015-01-01")
    return person


def proposed(workspace: Workspace, *nominees: Nominee) -> list[str]:
    propose(workspace, NewSet("Tổng kết năm 2026"), nominees or [Nominee("person", leader(workspace), MERIT)])
    return [row.id for row in registers.rows(workspace, "award", ListQuery(), 0, 100)]


def value(workspace: Workspace, award: str, field: str) -> object:
    return registers.load_form(workspace, "award", award).cells[field].value


def the_set(workspace: Workspace) -> str:
    return registers.rows(workspace, "award_set", ListQuery(), 0, 1)[0].id


def set_value(workspace: Workspace, field: str) -> object:
    return registers.load_form(workspace, "award_set", the_set(workspace)).cells[field].value


def test_the_printed_line_comes_from_the_register(workspace: Workspace) -> None:
    (award,) = proposed(workspace)
    said = [value(workspace, award, name) for name in ("honorific", "printed_name", "printed_unit")]
    assert said == [
        "Ông",
        "Đỗ Văn Nhẫn",
        "Tổ trưởng Tổ tự quản số 05, ấp Đông Hưng, phường Nhơn Hưng",
    ]


@pytest.mark.parametrize(
    ("register", "values", "line"),
    [
        ("person", {"full_name": "Lê Thị Mai", "sex": "female", "address": "Số 5"}, ("Bà", "Lê Thị Mai")),
        ("person", {"full_name": "Lê Mai"}, ("Ông (bà)", "Lê Mai")),
        ("group", {"name": "Tổ số 1"}, ("Tập thể", "Tổ số 1")),
        ("household", {"head_name": "Trần Văn Sang"}, ("Hộ gia đình ông (bà)", "Trần Văn Sang")),
    ],
)
def test_each_kind_of_recipient_is_addressed_in_its_way(
    workspace: Workspace, register: str, values: dict[str, str], line: tuple[str, str]
) -> None:
    said = award_proposals.default_line(workspace, register, put(workspace, register, **values), MERIT)
    assert (said.honorific, said.name, said.achievement) == (*line, MERIT)


def test_an_area_in_the_name_of_a_group_is_said_once(workspace: Workspace) -> None:
    area = put(workspace, "area", name="ấp Đông Hưng")
    group = put(workspace, "group", name="Tổ liên gia số 1 ấp Đông Hưng", area=area)
    person = put(workspace, "person", full_name="Lê Mai")
    put(workspace, "member", person=person, group=group)
    said = award_proposals.default_line(workspace, "person", person)
    assert said.unit == "Thành viên Tổ liên gia số 1 ấp Đông Hưng, phường Nhơn Hưng"


def test_people_and_a_group_are_proposed_in_one_operation(workspace: Workspace) -> None:
    group = put(workspace, "group", name="Tổ số 1")
    changes = propose(
        workspace,
        NewSet("Đợt 1"),
        [Nominee("person", leader(workspace), MERIT), Nominee("group", group, MERIT)],
    )
    assert changes.registers == {"award", "award_set"}
    assert changes.subject == "2"


def test_a_new_set_brings_the_bases_that_hold_today(workspace: Workspace) -> None:
    proposed(workspace)
    bases = str(set_value(workspace, "bases")).splitlines()
    assert bases[0] == "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    assert award_proposals.bases_on(date(2024, 5, 1)) != award_proposals.bases_on(date(2026, 5, 1))


def test_the_whole_way_from_proposal_to_hand(workspace: Workspace) -> None:
    awards = proposed(workspace)
    steps: list[Callable[[], object]] = [
        lambda: awarding.submit(workspace, awards, "08/TTr-CAP", ON),
        lambda: awarding.decide(workspace, awards, DECISION),
        lambda: certificates.printed(workspace, awards),
        lambda: awarding.hand_over(workspace, awards, ON),
    ]
    stages = [value(workspace, awards[0], "stage")]
    for step in steps:
        step()
        stages.append(value(workspace, awards[0], "stage"))
    assert stages == ["draft", "submitted", "decided", "printed", "handed"]
    assert value(workspace, awards[0], "handed_on") == "2026-11-20"


def test_the_history_names_each_deed(workspace: Workspace) -> None:
    awards = proposed(workspace)
    awarding.submit(workspace, awards, "08/TTr-CAP", ON)
    awarding.send_back(workspace, awards, "Thiếu báo cáo thành tích", ON)
    actions = [each.action for each in history_of(workspace, "award", awards[0])]
    assert actions == ["award.send_back", "award.submit", "award.propose"]


def test_what_was_returned_is_submitted_again(workspace: Workspace) -> None:
    awards = proposed(workspace)
    awarding.submit(workspace, awards, "08/TTr-CAP", ON)
    awarding.send_back(workspace, awards, "Thiếu báo cáo thành tích", ON)
    awarding.submit(workspace, awards, "12/TTr-CAP", ON)
    assert value(workspace, awards[0], "submission_number") == "12/TTr-CAP"


def test_deciding_the_set_decides_its_awards_and_is_kept_with_it(workspace: Workspace) -> None:
    proposed(
        workspace, Nominee("person", leader(workspace), MERIT), Nominee("person", leader(workspace), MERIT)
    )
    awarding.decide(workspace, awarding.awards_of_set(workspace, the_set(workspace), "draft"), DECISION)
    assert awarding.awards_of_set(workspace, the_set(workspace), "decided") != []
    assert awarding.awards_of_set(workspace, the_set(workspace), "draft") == []
    assert set_value(workspace, "decision_number") == "15/QĐ-UBND"
    assert set_value(workspace, "signer_name") == "Lê Hoàng Sơn"


def test_an_award_that_goes_another_way_leaves_the_papers_of_its_set(workspace: Workspace) -> None:
    one, two = proposed(
        workspace, Nominee("person", leader(workspace), MERIT), Nominee("person", leader(workspace), "Khác")
    )
    awarding.decide(workspace, [one], DECISION)
    later = Decision("40/QĐ-UBND", ON, DECISION.grantor)
    awarding.decide(workspace, [two], later)
    assert value(workspace, two, "decision_number") == "40/QĐ-UBND"
    assert set_value(workspace, "decision_number") == "15/QĐ-UBND"


@pytest.mark.parametrize("stage", ["handed", "revoked", "returned"])
def test_a_deed_out_of_turn_changes_nothing(workspace: Workspace, stage: str) -> None:
    (award,) = proposed(workspace)
    other = put(workspace, "award", printed_name="Lê Mai", achievement=MERIT, stage=stage)
    with pytest.raises(AwardStepRefused):
        awarding.decide(workspace, [award, other], DECISION)
    assert value(workspace, award, "stage") == "draft"


def test_nothing_is_revoked_without_number_and_reason(workspace: Workspace) -> None:
    awards = proposed(workspace)
    awarding.decide(workspace, awards, DECISION)
    with pytest.raises(ReasonMissing):
        awarding.revoke(workspace, awards, "20/QĐ-UBND", ON, "")
    awarding.revoke(workspace, awards, "20/QĐ-UBND", ON, "Kê khai gian dối thành tích")
    assert value(workspace, awards[0], "stage") == "revoked"


def test_who_dropped_out_keeps_the_number(workspace: Workspace) -> None:
    awards = proposed(workspace)
    awarding.decide(workspace, awards, DECISION)
    award_book.number(workspace, awards)
    awarding.not_handed(workspace, awards, "Từ trần trước ngày trao")
    (line,) = award_book.book_lines(workspace, 2026)
    assert (line.number, line.given) == (1, False)


def test_only_a_chief_submits(make: WorkspaceMaker) -> None:
    officer = make(role=Role.OFFICER).workspace
    awards = proposed(officer)
    with pytest.raises(NotAllowed):
        awarding.submit(officer, awards, "08/TTr-CAP", ON)


def test_nothing_chosen_is_said(workspace: Workspace) -> None:
    with pytest.raises(NoAwardsChosen):
        awarding.decide(workspace, [], DECISION)


def test_a_line_is_changed_with_a_reason_and_the_register_keeps_its_name(workspace: Workspace) -> None:
    person = leader(workspace)
    (award,) = proposed(workspace, Nominee("person", person, MERIT))
    line = award_proposals.default_line(workspace, "person", person, MERIT)
    changed = type(line)("Bà", "Đỗ Văn Nhẫn Em", line.unit, MERIT)
    with pytest.raises(ReasonMissing):
        awarding.rewrite(workspace, award, changed, " ")
    awarding.rewrite(workspace, award, changed, "Theo căn cước")
    assert value(workspace, award, "printed_name") == "Đỗ Văn Nhẫn Em"
    assert value(workspace, award, "line_reason") == "Theo căn cước"
    assert registers.load_form(workspace, "person", person).cells["full_name"].value == "Đỗ Văn Nhẫn"


def test_a_line_that_is_not_the_decisions_needs_a_correction(workspace: Workspace) -> None:
    (award,) = proposed(workspace)
    awarding.decide(workspace, [award], DECISION)
    said = certificates.candidates(workspace)
    assert [each.id for each in said] == [award]
    line = award_proposals.default_line(workspace, "person", str(value(workspace, award, "person")), MERIT)
    awarding.rewrite(workspace, award, type(line)(line.honorific, "Đỗ Văn Nhẩn", line.unit, MERIT), "Sai tên")
    with workspace.reading(register="award") as reader:
        before = reader.records.get("award", award)
    assert before is not None
    assert needs_correction(before.values)
    awarding.correct(workspace, [award], "21/QĐ-UBND", ON, "Sai họ tên")
    with workspace.reading(register="award") as reader:
        after = reader.records.get("award", award)
    assert after is not None
    assert not needs_correction(after.values)


def test_a_second_award_for_one_achievement_is_told_and_not_refused(workspace: Workspace) -> None:
    person = leader(workspace)
    (first,) = proposed(workspace, Nominee("person", person, MERIT))
    propose(workspace, NewSet("Đợt hai"), [Nominee("person", person, MERIT.upper())])
    both = [row.id for row in registers.rows(workspace, "award", ListQuery(), 0, 100)]
    told = award_proposals.seconds(workspace, [each for each in both if each != first])
    assert [each.other for each in told] == [first]


def test_the_form_tells_of_a_second_award_too(workspace: Workspace) -> None:
    (first,) = proposed(workspace)
    form = registers.load_form(workspace, "award", None)
    entry = Entry({"printed_name": "Đỗ Văn Nhẫn", "achievement": MERIT})
    assert [(each.code, each.record) for each in remarks(workspace, form, entry)] == [
        ("award_same_achievement", ("award", first))
    ]


@pytest.mark.parametrize(
    ("before", "typed", "problems"),
    [
        ("draft", {"stage": "handed"}, [("stage", "award_step")]),
        ("decided", {"stage": "revoked"}, [("revocation_number", "award_wants")]),
        ("decided", {"printed_name": "Lê Mai"}, [("line_reason", "line_reason")]),
        ("decided", {"printed_name": "Lê Mai", "line_reason": "Sai tên"}, []),
        ("draft", {"printed_name": "Lê Mai"}, []),
        ("draft", {"stage": "submitted", "submission_on": "2026-11-20"}, []),
    ],
)
def test_a_form_keeps_to_the_way(
    workspace: Workspace, before: str, typed: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    award = put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement=MERIT, stage=before)
    form = registers.load_form(workspace, "award", award)
    found = [(each.field, each.code) for each in registers.check(workspace, form, Entry(typed))]
    assert found[: len(problems) or None] == problems


def test_days_from_the_merit_are_told_until_there_is_a_decision(workspace: Workspace) -> None:
    merit = Nominee("person", leader(workspace), MERIT, merit_on=date(2026, 11, 1))
    awards = proposed(workspace, merit)
    (line,) = award_sets.award_lines(workspace, None, ("draft",))
    assert line.days == (workspace.today() - date(2026, 11, 1)).days
    awarding.decide(workspace, awards, DECISION)
    (line,) = award_sets.award_lines(workspace, None, ("decided",))
    assert line.days == 19


def test_the_chief_of_the_level_above_submits_its_own_proposals(make: WorkspaceMaker) -> None:
    upper = make(station=AN_GIANG, role=Role.CHIEF).workspace
    awards = proposed(upper, Nominee("group", put(upper, "group", name="Tổ số 1"), MERIT))
    awarding.submit(upper, awards, "08/TTr-CAT", ON)
    assert value(upper, awards[0], "stage") == "submitted"
