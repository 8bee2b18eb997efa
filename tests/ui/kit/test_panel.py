"""The panel beside a list: values, looks at what is masked, what is related, the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.fields import STATE
from desktop.domain.registers import REGISTRY
from desktop.services.views import (
    Cell,
    FieldChange,
    Filter,
    Form,
    HistoryEntry,
    ListQuery,
    Mark,
    Passage,
    Standing,
)
from desktop.ui.kit.details import Chip, Rights, ValueRow
from desktop.ui.kit.panel import RecordPanel, RecordView
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.shown import BULLETS
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from tests.kit.keys import click, find, find_all

CELLS = {
    "household": Cell("h1", text="Ngô Mỹ Bích"),
    "visited_on": Cell("2026-11-13"),
    "result": Cell("watch"),
    "content": Cell(None, Mark.MASKED),
    "visitors": Cell("Danh Thanh Long", Mark.CONFLICT),
}
FORM = Form("visit", "v1", CELLS)
PARTY = {"name": Cell(None, Mark.MASKED), "age": Cell(42)}
DISPUTE = Form(
    "dispute",
    "d1",
    {"summary": Cell(None, Mark.MASKED), "received_on": Cell("2026-10-18")},
    {"party": (("p1", PARTY),), "session": ()},
)

RIGHTS = Rights(reveal=True, open=frozenset({"household"}))


@pytest.fixture
def privacy() -> Privacy:
    return Privacy()


def panel_of(qtbot: QtBot, words: Words, privacy: Privacy, view: RecordView) -> RecordPanel:
    panel = RecordPanel(REGISTRY, view.form.register, words, privacy)
    qtbot.addWidget(panel)
    panel.resize(360, 640)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_record(view)
    return panel


@pytest.fixture
def panel(qtbot: QtBot, words: Words, privacy: Privacy) -> RecordPanel:
    view = RecordView(FORM, Standing.ACTIVE, may_edit=True, rights=RIGHTS)
    return panel_of(qtbot, words, privacy, view)


def history(action: str, *changes: FieldChange, undoable: bool = True) -> HistoryEntry:
    at = datetime(2026, 11, 20, 8, 5)  # noqa: DTZ001 - local time, as people read it
    return HistoryEntry(("device", 7), at, "Nguyễn Văn An", action, changes, undoable)


def changed(field: str, before: Cell, after: Cell) -> FieldChange:
    return FieldChange("visit", "v1", field, before, after)


def test_values_stand_under_their_labels_and_what_is_empty_is_only_named(panel: RecordPanel) -> None:
    assert panel.title() == "Ngô Mỹ Bích"
    assert panel.details.texts() == {
        "household": "Ngô Mỹ Bích",
        "visited_on": "13/11/2026",
        "visitors": "Danh Thanh Long",
        "result": "Cần tiếp tục theo dõi",
        "content": BULLETS,
    }


def test_a_look_is_asked_for_and_then_shown(panel: RecordPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.reveal_asked) as asked:
        click(find(panel, Button, "Reveal_content"))
    panel.show_cell("visit", "v1", "content", Cell("Gia đình ổn định"))
    assert asked.args == ["visit", "v1", "content"]
    assert panel.details.texts()["content"] == "Gia đình ổn định"


def test_hiding_covers_what_was_revealed(panel: RecordPanel, privacy: Privacy) -> None:
    panel.show_cell("visit", "v1", "content", Cell("Gia đình ổn định"))
    privacy.toggle()
    hidden = panel.details.texts()["content"]
    privacy.toggle()
    assert (hidden, panel.details.texts()["content"]) == (BULLETS, "Gia đình ổn định")


def test_who_may_not_look_is_not_offered_to(qtbot: QtBot, words: Words, privacy: Privacy) -> None:
    panel = panel_of(qtbot, words, privacy, RecordView(FORM, Standing.ACTIVE))
    assert not find(panel, Button, "Reveal_content").isVisible()


def test_two_values_of_one_field_are_marked(panel: RecordPanel) -> None:
    row = find(panel, ValueRow, "Value_visit_visitors")
    assert [chip.text for chip in find_all(row, Chip) if chip.isVisible()] == ["Hai nơi cùng sửa, cần chọn"]


def test_a_reference_leads_to_its_record(panel: RecordPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.record_opened) as opened:
        click(find(panel, Button, "Open_household"))
    assert opened.args == ["household", "h1"]


def test_a_reference_to_what_the_person_may_not_see_leads_nowhere(
    qtbot: QtBot, words: Words, privacy: Privacy
) -> None:
    panel = panel_of(qtbot, words, privacy, RecordView(FORM, Standing.ACTIVE, rights=Rights(reveal=True)))
    assert not find(panel, Button, "Open_household").isVisible()
    assert panel.details.texts()["household"] == "Ngô Mỹ Bích"


def test_a_record_whose_name_is_masked_is_called_by_its_kind(
    qtbot: QtBot, words: Words, privacy: Privacy
) -> None:
    panel = panel_of(qtbot, words, privacy, RecordView(DISPUTE, Standing.ACTIVE))
    assert panel.title() == "Vụ, việc hòa giải"


def test_a_revealed_child_row_is_the_one_that_was_asked_for(
    qtbot: QtBot, words: Words, privacy: Privacy
) -> None:
    panel = panel_of(qtbot, words, privacy, RecordView(DISPUTE, Standing.ACTIVE, rights=RIGHTS))
    panel.show_cell("party", "p1", "name", Cell("Lê Văn Sáu"))
    assert (panel.details.texts()["name"], panel.details.texts()["age"]) == ("Lê Văn Sáu", "42")


@pytest.mark.parametrize(
    ("standing", "may_edit", "offered"),
    [
        (Standing.ACTIVE, True, {"PanelEdit", "PanelRetire"}),
        (Standing.RETIRED, True, {"PanelRestore"}),
        (Standing.ACTIVE, False, set()),
        (Standing.RETIRED, False, set()),
    ],
)
def test_only_what_can_be_done_is_offered(
    qtbot: QtBot, words: Words, privacy: Privacy, standing: Standing, may_edit: bool, offered: set[str]
) -> None:
    panel = panel_of(qtbot, words, privacy, RecordView(FORM, standing, may_edit=may_edit))
    deeds = (panel.edit_button, panel.retire_button, panel.restore_button)
    assert {each.objectName() for each in deeds if each.isVisible()} == offered


def test_what_points_here_is_counted_and_opens_its_list(qtbot: QtBot, words: Words, privacy: Privacy) -> None:
    query = ListQuery(filters=(Filter("household", ("h1",)),))
    view = RecordView(FORM, Standing.ACTIVE, related=(("visit", 12, query),))
    panel = panel_of(qtbot, words, privacy, view)
    panel.tabs.setCurrentIndex(1)
    button = find(panel, Button, "Related_0")
    with qtbot.waitSignal(panel.list_opened) as opened:
        click(button)
    assert (button.text(), opened.args) == ("Thăm gặp · 12", ["visit", query])


def test_history_tells_who_did_what_from_what_to_what(qtbot: QtBot, words: Words, privacy: Privacy) -> None:
    entries = (
        history("visit.edit", changed("result", Cell("stable"), Cell("watch"))),
        history(
            "visit.create",
            changed("content", Cell(), Cell(None, Mark.MASKED)),
            changed("visited_on", Cell(), Cell("2026-11-13")),
        ),
    )
    panel = panel_of(qtbot, words, privacy, RecordView(FORM, Standing.ACTIVE, entries))
    when = "Nguyễn Văn An · 08:05, 20/11/2026"
    assert panel.history.texts() == [
        ["Sửa", when, "Kết quả: Ổn định → Cần tiếp tục theo dõi"],
        ["Ghi thăm gặp", when, "Ngày thăm gặp: 13/11/2026", f"Nội dung: {BULLETS}"],
    ]


def test_history_calls_a_retirement_by_the_words_of_the_register(
    qtbot: QtBot, words: Words, privacy: Privacy
) -> None:
    retired = history("member.retire", FieldChange("member", "m1", STATE, Cell(), Cell("retired")))
    form = Form("member", "m1", {"person": Cell("p1", text="Lê Văn An")})
    panel = panel_of(qtbot, words, privacy, RecordView(form, Standing.RETIRED, (retired,)))
    assert panel.history.texts()[0][0] == "Thôi tham gia"


def test_one_operation_can_be_taken_back_from_the_history(
    qtbot: QtBot, words: Words, privacy: Privacy
) -> None:
    view = RecordView(FORM, Standing.ACTIVE, (history("visit.edit"),), may_edit=True)
    panel = panel_of(qtbot, words, privacy, view)
    panel.tabs.setCurrentIndex(2)
    with qtbot.waitSignal(panel.undo_asked) as asked:
        click(find(panel, Button, "Undo_0"))
    assert asked.args == [("device", 7)]


def test_what_a_unit_below_wrote_can_be_rejected_from_the_history(
    qtbot: QtBot, words: Words, privacy: Privacy
) -> None:
    entry = replace(history("visit.edit", undoable=False), rejectable=True)
    panel = panel_of(qtbot, words, privacy, RecordView(FORM, Standing.ACTIVE, (entry,)))
    panel.tabs.setCurrentIndex(2)
    with qtbot.waitSignal(panel.reject_asked) as asked:
        click(find(panel, Button, "Reject_0"))
    assert asked.args == [entry]


DAY = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - local time, as people read it


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        (Passage("Cấp trên", None, None), "Chờ ghi gửi Cấp trên"),
        (Passage("Cấp trên", DAY, None), "Đã ghi gửi Cấp trên ngày 21/11/2026, chưa có xác nhận"),
        (
            Passage("Cấp trên", DAY, DAY, acknowledged=1),
            "Đã ghi gửi Cấp trên ngày 21/11/2026, đã nhận ngày 21/11/2026",
        ),
        (Passage("Cấp trên", DAY, DAY, aside=True), "Cấp trên đã để riêng, chưa dùng"),
        (Passage("", DAY, None, units=40, acknowledged=12), "Đã ghi cho 40 đơn vị, 12 đơn vị đã nhận"),
    ],
)
def test_history_tells_how_far_it_came_on_its_way(
    qtbot: QtBot, words: Words, privacy: Privacy, passage: Passage, told: str
) -> None:
    entry = replace(history("visit.edit"), passages=(passage,))
    panel = panel_of(qtbot, words, privacy, RecordView(FORM, Standing.ACTIVE, (entry,)))
    assert panel.history.texts()[0][-1] == told


def test_an_import_is_taken_back_under_a_name_of_its_own(
    qtbot: QtBot, words: Words, privacy: Privacy
) -> None:
    view = RecordView(FORM, Standing.ACTIVE, (history("import"),), may_edit=True)
    panel = panel_of(qtbot, words, privacy, view)
    panel.tabs.setCurrentIndex(2)
    assert find(panel, Button, "Undo_0").text() == "Hoàn tác lần nhập"


@pytest.mark.parametrize(
    "entry",
    [history("visit.round"), history("visit.edit", undoable=False), history("undo")],
    ids=["a batch", "an operation of another device", "a taking back"],
)
def test_what_has_another_way_back_or_none_offers_no_undo(
    qtbot: QtBot, words: Words, privacy: Privacy, entry: HistoryEntry
) -> None:
    view = RecordView(FORM, Standing.ACTIVE, (entry,), may_edit=True)
    panel = panel_of(qtbot, words, privacy, view)
    assert find_all(panel.history, Button) == []
