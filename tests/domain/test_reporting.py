from __future__ import annotations

import pytest

from desktop.domain.reporting import (
    NotItsTurn,
    ReportDeed,
    ReportState,
    after,
    chart,
    next_deed,
    possible,
    state_of,
)


def test_a_report_goes_from_being_drawn_up_to_received_by_its_next_deeds() -> None:
    state, walked = ReportState.DRAFT, [ReportState.DRAFT]
    while (deed := next_deed(state)) is not None:
        state = after(state, deed)
        walked.append(state)
    assert [each.value for each in walked] == ["draft", "frozen", "signed", "sent", "received"]


def test_what_came_back_is_opened_again() -> None:
    assert after(ReportState.SENT, ReportDeed.RETURN) is ReportState.RETURNED
    assert next_deed(ReportState.RETURNED) is ReportDeed.UNFREEZE


@pytest.mark.parametrize("state", [ReportState.SIGNED, ReportState.SENT, ReportState.RECEIVED])
def test_figures_of_a_signed_report_are_never_let_go(state: ReportState) -> None:
    assert ReportDeed.UNFREEZE not in possible(state)
    with pytest.raises(NotItsTurn):
        after(state, ReportDeed.UNFREEZE)


def test_a_state_of_a_newer_version_is_as_being_drawn_up() -> None:
    assert state_of("approved_by_phone") is ReportState.DRAFT
    assert state_of(None) is ReportState.DRAFT


def test_a_chart_leaves_out_a_base_that_nobody_knows() -> None:
    drawn = chart("Tên", "Kỳ này", "Cùng kỳ", {"Thăm gặp": (5, None), "Tuần tra": (0, None)})
    assert drawn is not None
    assert drawn.labels == ("Thăm gặp",)
    assert drawn.series == (("Kỳ này", (5,)),)
    assert chart("Tên", "Kỳ này", "Cùng kỳ", {"Tuần tra": (0, 0)}) is None
