"""The order of the ceremony is kept with its set, and every list, paper and print follows it."""

from __future__ import annotations

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.pdf.render import page_text
from desktop.services import award_book, award_sets, ceremony, certificates, registers
from desktop.services.award_papers import PaperKind, draw_paper
from desktop.services.registers import RecordGone
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put

NAMES = ("Đỗ Văn An", "Lê Thị Bình", "Trần Văn Cư")
STAGES = ("draft", "submitted", "decided")


@pytest.fixture
def award_set(workspace: Workspace) -> str:
    """Three people and a collective."""
    made = put(workspace, "award_set", name="Tổng kết năm 2026")
    for name in NAMES:
        put(workspace, "award", printed_name=name, achievement="X", stage="decided", award_set=made)
    collective = {"recipient_kind": "collective", "achievement": "X", "stage": "draft"}
    put(workspace, "award", printed_name="Tổ số 5", award_set=made, **collective)
    return made


def ids(workspace: Workspace, award_set: str) -> dict[str, str]:
    return {each.called: each.id for each in award_sets.award_lines(workspace, award_set, STAGES)}


def test_lists_numbers_papers_and_prints_follow_it(workspace: Workspace, award_set: str) -> None:
    by_name = ids(workspace, award_set)
    assert list(by_name) == ["Tổ số 5", *NAMES]
    wanted = ["Trần Văn Cư", "Tổ số 5", "Đỗ Văn An", "Lê Thị Bình"]
    changes = ceremony.arrange(workspace, award_set, [by_name[name] for name in wanted])
    assert (changes.action, changes.subject) == ("award_set.arrange", "Tổng kết năm 2026")
    assert list(ids(workspace, award_set)) == wanted
    assert [each.name for each in certificates.candidates(workspace)] == wanted
    said = page_text(draw_paper(workspace, PaperKind.CALLING, list(by_name.values())).pdf, 0)
    assert said.index("TRẦN VĂN CƯ") < said.index("TỔ SỐ 5") < said.index("ĐỖ VĂN AN")


def test_numbers_are_given_in_it(workspace: Workspace, award_set: str) -> None:
    by_name = ids(workspace, award_set)
    ceremony.arrange(workspace, award_set, [by_name[name] for name in reversed(by_name)])
    order = list(ids(workspace, award_set).values())
    award_book.number(workspace, order)
    assert [line.award for line in award_book.book_lines(workspace, 2026)] == order


def test_lines_that_are_not_shown_keep_their_places(workspace: Workspace, award_set: str) -> None:
    by_name = ids(workspace, award_set)
    people = [by_name[name] for name in reversed(NAMES)]
    ceremony.arrange(workspace, award_set, people)
    assert list(ids(workspace, award_set)) == ["Tổ số 5", *reversed(NAMES)]


def test_it_can_be_taken_back(workspace: Workspace, award_set: str) -> None:
    by_name = ids(workspace, award_set)
    changes = ceremony.arrange(workspace, award_set, list(reversed(by_name.values())))
    assert changes.operation is not None
    registers.undo(workspace, changes.operation)
    assert ids(workspace, award_set) == by_name
    assert list(ids(workspace, award_set)) == list(by_name)


def test_a_set_that_is_gone_has_no_order(workspace: Workspace) -> None:
    with pytest.raises(RecordGone):
        ceremony.arrange(workspace, "01h00000000000000000000000", [])


def test_who_does_not_see_awards_orders_none(make: WorkspaceMaker) -> None:
    with pytest.raises(NotAllowed):
        ceremony.arrange(make(role=Role.JUSTICE).workspace, "x", [])
