"""A form made from a declaration: what it emits, what it tells, where the keyboard goes."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.choices import EnteredChoice
from desktop.domain.fields import Register
from desktop.domain.registers import AWARD, DISPUTE, MEMBER, REGISTRY, VISIT
from desktop.domain.rules import Origin
from desktop.services.catalogues import load_catalogues
from desktop.services.views import Cell, ChildForm, Entry, Form, Hit, Mark, Problem
from desktop.ui.kit.choosing import ChoiceEditor
from desktop.ui.kit.form import DRAFT_EVERY_MS, RecordForm
from desktop.ui.kit.form_body import FormTools
from desktop.ui.kit.form_field import FormField
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from tests.kit.keys import CTRL, click, find, find_all, press, type_text

TODAY = date(2026, 11, 20)
HOUSEHOLDS = (Hit("household", "h1", "Ngô Mỹ Bích", "ấp Đông Hưng"),)
VISIT_CELLS = {
    "household": Cell("h1", text="Ngô Mỹ Bích"),
    "visited_on": Cell("2026-11-13"),
    "visitors": Cell("Danh Thanh Long"),
    "content": Cell(None, Mark.MASKED),
}
PARTIES = (
    ("p1", {"name": Cell("Lê Văn Sáu"), "age": Cell(42)}),
    ("p2", {"name": Cell(None, Mark.MASKED), "age": Cell(39)}),
)


class Opened:
    """A form on the screen and what it emitted."""

    def __init__(self, qtbot: QtBot, words: Words, form: Form, *, enter_moves: bool = True) -> None:
        self.privacy = Privacy()
        tools = FormTools(
            REGISTRY,
            words,
            self.privacy,
            lambda: TODAY,
            lambda _register, _text: HOUSEHOLDS,
            enter_moves=enter_moves,
        )
        self.form = RecordForm(form, "Ghi một lượt thăm gặp", tools)
        self.saved: list[tuple[Entry, bool]] = []
        self.form.saved.connect(self._saved)
        qtbot.addWidget(self.form)
        self.form.resize(400, 700)
        with qtbot.waitActive(self.form):
            self.form.show()
        self.form.begin()

    def _saved(self, entry: Entry, again: bool) -> None:
        self.saved.append((entry, again))

    def line(self, name: str, register: str | None = None) -> QLineEdit:
        return find(self.form, QLineEdit, f"Edit_{register or self.form.form.register}_{name}Line")

    def field(self, name: str) -> FormField:
        return find(self.form, FormField, f"Field_{self.form.form.register}_{name}")

    def type_in(self, name: str, text: str) -> None:
        line = self.line(name)
        line.setFocus()
        line.selectAll()
        type_text(line, text)

    def save(self) -> Entry:
        press(self.form.focusWidget() or self.form, Qt.Key.Key_S, CTRL)
        return self.saved[-1][0]


def new(register: Register) -> Form:
    cells = {field.name: Cell(field.default) for field in register.fields}
    return Form(register.name, None, cells, dict.fromkeys(register.children, ()))


@pytest.fixture
def visit(qtbot: QtBot, words: Words) -> Opened:
    return Opened(qtbot, words, Form("visit", "v1", VISIT_CELLS))


@pytest.fixture
def new_visit(qtbot: QtBot, words: Words) -> Opened:
    return Opened(qtbot, words, new(VISIT))


@pytest.fixture
def dispute(qtbot: QtBot, words: Words) -> Opened:
    cells = {"summary": Cell("Tranh chấp lối đi"), "received_on": Cell("2026-10-18")}
    return Opened(qtbot, words, Form("dispute", "d1", cells, {"party": PARTIES, "session": ()}))


# What is emitted


def test_only_what_a_person_changed_is_emitted(visit: Opened) -> None:
    visit.type_in("visitors", "Lê Văn An")
    assert visit.save() == Entry({"visitors": "Lê Văn An"})


def test_what_is_typed_over_with_the_same_is_no_change(visit: Opened) -> None:
    visit.type_in("visitors", "Danh Thanh Long")
    assert visit.save() == Entry({})


def test_what_is_emptied_is_a_change(visit: Opened) -> None:
    line = visit.line("visitors")
    line.setFocus()
    line.selectAll()
    press(line, Qt.Key.Key_Delete)
    assert visit.save() == Entry({"visitors": None})


def test_a_default_that_nobody_touched_is_not_emitted(qtbot: QtBot, words: Words) -> None:
    assert Opened(qtbot, words, new(MEMBER)).save() == Entry({})


def test_a_new_record_can_be_entered_by_keys_alone(new_visit: Opened) -> None:
    for text in ("bich", "13/11", "1", "Lê Văn An", "1"):
        focused = new_visit.form.focusWidget()
        assert focused is not None
        type_text(focused, text)
        press(focused, Qt.Key.Key_Return)
    assert new_visit.save().values == {
        "household": "h1",
        "visited_on": "2026-11-13",
        "purpose": "encourage",
        "visitors": "Lê Văn An",
        "result": "stable",
    }


def test_control_enter_saves_and_asks_for_another_new_one(new_visit: Opened) -> None:
    new_visit.type_in("visitors", "Lê Văn An")
    press(new_visit.line("visitors"), Qt.Key.Key_Return, CTRL)
    assert new_visit.saved == [(Entry({"visitors": "Lê Văn An"}), True)]


def test_control_enter_on_a_known_record_saves_that_one(visit: Opened) -> None:
    visit.type_in("visitors", "Lê Văn An")
    press(visit.line("visitors"), Qt.Key.Key_Return, CTRL)
    assert [again for _, again in visit.saved] == [False]


def test_a_form_offers_no_number_that_the_program_gives(qtbot: QtBot, words: Words) -> None:
    award = Opened(qtbot, words, new(AWARD))
    names = {each.field.name for each in find_all(award.form, FormField)}
    assert names.isdisjoint({"book", "book_year", "book_number"})


# What is told


def test_what_has_no_meaning_is_told_and_not_emitted(new_visit: Opened) -> None:
    new_visit.type_in("visited_on", "32/13")
    press(new_visit.line("visited_on"), Qt.Key.Key_S, CTRL)
    assert new_visit.saved == []
    assert new_visit.form.problems() == {"Ngày thăm gặp": "Ngày “32/13” không có trong lịch"}


def test_problems_are_told_under_their_fields_and_counted(new_visit: Opened) -> None:
    new_visit.form.show_problems([Problem("household", "required"), Problem("visited_on", "required")])
    told = find(new_visit.form, QLabel, "FormProblems")
    assert set(new_visit.form.problems()) == {"Hộ được thăm", "Ngày thăm gặp"}
    assert told.isVisible()
    assert told.text() == "Còn 2 mục cần sửa; phím F8 đến mục kế tiếp"


def test_f8_goes_round_the_problems(new_visit: Opened) -> None:
    new_visit.form.show_problems([Problem("household", "required"), Problem("visitors", "required")])
    seen = [new_visit.form.focusWidget()]
    for _ in range(2):
        press(new_visit.form.focusWidget() or new_visit.form, Qt.Key.Key_F8)
        seen.append(new_visit.form.focusWidget())
    household, visitors = new_visit.line("household"), new_visit.line("visitors")
    assert seen == [household, visitors, household]


def test_a_problem_goes_when_its_field_is_edited(new_visit: Opened) -> None:
    new_visit.form.show_problems([Problem("visitors", "required")])
    new_visit.type_in("visitors", "L")
    assert new_visit.form.problems() == {}
    assert not find(new_visit.form, QLabel, "FormProblems").isVisible()


def test_a_problem_among_the_details_unfolds_them(qtbot: QtBot, words: Words) -> None:
    member = Opened(qtbot, words, new(MEMBER))
    member.form.show_problems([Problem("left_on", "order")])
    assert member.line("left_on").isVisible()
    assert member.form.focusWidget() is member.line("left_on")


def test_required_fields_say_so(new_visit: Opened) -> None:
    heads = [find(new_visit.field(name), QLabel, f"Label_{name}").text() for name in ("household", "purpose")]
    assert heads == ["Hộ được thăm (bắt buộc)", "Mục đích"]


# Where the keyboard goes


def test_the_first_field_has_the_keyboard(new_visit: Opened) -> None:
    assert new_visit.form.focusWidget() is new_visit.line("household")


def test_enter_breaks_the_line_in_a_long_text(new_visit: Opened) -> None:
    text = find(new_visit.form, QPlainTextEdit, "Edit_visit_contentText")
    text.setFocus()
    type_text(text, "a")
    press(text, Qt.Key.Key_Return)
    type_text(text, "b")
    assert text.toPlainText() == "a\nb"


def test_enter_in_the_last_field_goes_to_save(new_visit: Opened) -> None:
    line = new_visit.line("next_visit_on")
    line.setFocus()
    press(line, Qt.Key.Key_Return)
    assert new_visit.form.focusWidget() is new_visit.form.save_button


def test_enter_stays_where_it_is_when_turned_off(qtbot: QtBot, words: Words) -> None:
    visit = Opened(qtbot, words, new(VISIT), enter_moves=False)
    line = visit.line("visited_on")
    line.setFocus()
    type_text(line, "5")
    press(line, Qt.Key.Key_Return)
    assert visit.form.focusWidget() is line
    assert line.text() == "5"
    assert visit.saved == []


def test_enter_still_takes_what_is_marked_when_turned_off(qtbot: QtBot, words: Words) -> None:
    visit = Opened(qtbot, words, new(VISIT), enter_moves=False)
    line = visit.line("household")
    type_text(line, "sang")
    press(line, Qt.Key.Key_Return)
    assert visit.form.focusWidget() is line
    assert visit.form.entry().values["household"] == HOUSEHOLDS[0].record


def test_tab_goes_down_the_form_past_rows_that_came_later(dispute: Opened) -> None:
    click(find(dispute.form, Button, "AddChild_party"))
    dispute.form.begin()
    body = find_all(dispute.form, QWidget, "ScrollBody")[0]
    heights = []
    while (focused := dispute.form.focusWidget()) is not dispute.form.save_button:
        assert focused is not None
        heights.append(focused.mapTo(body, QPoint(0, 0)).y())
        press(focused, Qt.Key.Key_Tab)
    assert len(heights) > 20
    assert heights == sorted(heights)


def test_details_are_folded_away_until_asked_for(qtbot: QtBot, words: Words) -> None:
    member = Opened(qtbot, words, new(MEMBER))
    folded = member.line("note").isVisible()
    click(find(member.form, Button, "MoreFields"))
    assert (folded, member.line("note").isVisible()) == (False, True)


# Masked, withheld, in conflict


def test_a_masked_field_opens_only_by_a_look(visit: Opened, qtbot: QtBot) -> None:
    closed = visit.field("content").is_open()
    with qtbot.waitSignal(visit.form.reveal_asked) as asked:
        click(find(visit.form, Button, "RevealEdit_content"))
    visit.form.show_cell("visit", "v1", "content", Cell("Gia đình ổn định"))
    assert (closed, asked.args) == (False, ["visit", "v1", "content"])
    assert visit.field("content").is_open()
    assert visit.save() == Entry({})


@pytest.mark.parametrize(("mark", "said"), [(Mark.WITHHELD, "đã giữ lại"), (Mark.ERASED, "đã xóa")])
def test_what_was_kept_back_or_erased_cannot_be_typed_over(
    qtbot: QtBot, words: Words, mark: Mark, said: str
) -> None:
    opened = Opened(qtbot, words, Form("visit", "v1", {"visitors": Cell(None, mark)}))
    field = opened.field("visitors")
    assert (field.is_open(), find(field, QLabel, "Closed_visitors").text()) == (False, said)


def test_a_reference_to_what_has_no_name_here_says_why_and_stays_as_it_is(qtbot: QtBot, words: Words) -> None:
    cell = Cell("g1", unnamed=Mark.WITHHELD)
    opened = Opened(qtbot, words, Form("member", "m1", {"group": cell}))
    line = find(opened.field("group"), QLineEdit, "Edit_member_groupLine")
    assert line.text() == "đã giữ lại"
    line.setFocus(Qt.FocusReason.TabFocusReason)
    press(line, Qt.Key.Key_Tab)
    assert opened.save() == Entry({})


def test_a_conflict_is_settled_by_keeping_what_stands(qtbot: QtBot, words: Words) -> None:
    opened = Opened(qtbot, words, Form("visit", "v1", {"visitors": Cell("Lê Văn An", Mark.CONFLICT)}))
    before = opened.form.entry()
    click(find(opened.form, Button, "Keep_visitors"))
    assert (before, opened.save()) == (Entry({}), Entry({"visitors": "Lê Văn An"}))


def test_hiding_covers_what_is_typed_into_a_sensitive_field(new_visit: Opened) -> None:
    text = find(new_visit.form, QPlainTextEdit, "Edit_visit_contentText")
    type_text(text, "abc")
    new_visit.privacy.toggle()
    hidden = text.isVisible()
    new_visit.privacy.toggle()
    assert (hidden, text.isVisible()) == (False, True)


# Child rows


def test_a_changed_a_new_and_a_removed_row_are_emitted(dispute: Opened) -> None:
    ages = find_all(dispute.form, QLineEdit, "Edit_party_ageLine")
    ages[0].setFocus()
    ages[0].selectAll()
    type_text(ages[0], "43")
    click(find_all(dispute.form, Button, "RemoveChild")[1])
    click(find(dispute.form, Button, "AddChild_party"))
    focused = dispute.form.focusWidget()
    assert focused is not None
    type_text(focused, "Do Thi Be")
    assert dispute.save().children == (
        ChildForm("party", "p1", {"age": 43}),
        ChildForm("party", None, {"name": "Do Thi Be"}),
        ChildForm("party", "p2", {}, removed=True),
    )


def test_a_new_row_left_empty_is_none(dispute: Opened) -> None:
    click(find(dispute.form, Button, "AddChild_session"))
    assert dispute.save() == Entry({})


def test_a_problem_of_a_row_is_told_in_that_row(dispute: Opened) -> None:
    click(find(dispute.form, Button, "AddChild_party"))
    age = find_all(dispute.form, QLineEdit, "Edit_party_ageLine")[2]
    age.setFocus()
    type_text(age, "50")
    dispute.form.show_problems([Problem("party.0.name", "required")])
    names = [each for each in find_all(dispute.form, FormField) if each.field.name == "name"]
    assert [bool(each.problem()) for each in names] == [False, False, True]


def test_a_masked_field_of_a_row_is_asked_for_by_its_place(dispute: Opened, qtbot: QtBot) -> None:
    reveal = [each for each in find_all(dispute.form, Button, "RevealEdit_name") if each.isVisible()]
    with qtbot.waitSignal(dispute.form.reveal_asked) as asked:
        reveal[0].click()
    assert asked.args == ["party", "p2", "name"]


# Drafts


def test_what_is_typed_is_told_as_a_draft_soon_after(new_visit: Opened, qtbot: QtBot) -> None:
    timers = [each for each in find_all(new_visit.form, QTimer) if each.interval() == DRAFT_EVERY_MS]
    new_visit.type_in("visitors", "Lê")
    with qtbot.waitSignal(new_visit.form.edited) as edited:
        timers[0].timeout.emit()
    assert edited.args == [{"visitors": "Lê"}]


def test_a_draft_brings_back_everything_that_was_typed(qtbot: QtBot, words: Words, dispute: Opened) -> None:
    dispute.type_in("received_on", "khong ro")
    click(find(dispute.form, QCheckBox, "Edit_dispute_violence_riskBox"))
    click(find_all(dispute.form, Button, "RemoveChild")[0])
    click(find(dispute.form, Button, "AddChild_party"))
    focused = dispute.form.focusWidget()
    assert focused is not None
    type_text(focused, "Do Thi Be")
    kept = dispute.form.draft()
    again = Opened(qtbot, words, dispute.form.form)
    again.form.load_draft(kept)
    assert again.form.draft() == kept
    assert again.form.entry() == dispute.form.entry()
    assert again.line("received_on").text() == "khong ro"


def test_a_draft_remembers_the_name_of_what_was_picked(qtbot: QtBot, words: Words, new_visit: Opened) -> None:
    new_visit.type_in("household", "bich")
    press(new_visit.line("household"), Qt.Key.Key_Return)
    again = Opened(qtbot, words, new(VISIT))
    again.form.load_draft(new_visit.form.draft())
    assert again.line("household").text() == "Ngô Mỹ Bích"
    assert again.form.entry() == Entry({"household": "h1"})


def test_a_draft_brings_back_what_was_typed_after_a_look(qtbot: QtBot, words: Words, visit: Opened) -> None:
    visit.form.show_cell("visit", "v1", "content", Cell("Gia đình ổn định"))
    type_text(find(visit.form, QPlainTextEdit, "Edit_visit_contentText"), "abc ")
    again = Opened(qtbot, words, visit.form.form)
    again.form.load_draft(visit.form.draft())
    assert again.form.entry() == Entry({"content": "abc Gia đình ổn định"})


def test_an_untouched_form_has_no_draft(dispute: Opened) -> None:
    assert (dispute.form.draft(), dispute.form.is_changed()) == ({}, False)


def test_a_field_that_points_to_what_the_person_may_not_see_is_left_out(qtbot: QtBot, words: Words) -> None:
    tools = FormTools(
        REGISTRY,
        words,
        Privacy(),
        lambda: TODAY,
        lambda _register, _text: (),
        lambda register: register != "person",
    )
    form = RecordForm(new(AWARD), "Lập đề nghị", tools)
    qtbot.addWidget(form)
    names = {each.field.name for each in find_all(form, FormField)}
    assert ("person" in names, "group" in names) == (False, True)


@pytest.mark.parametrize("register", [VISIT, MEMBER, DISPUTE, AWARD])
def test_every_register_has_a_form(qtbot: QtBot, words: Words, register: Register) -> None:
    opened = Opened(qtbot, words, new(register))
    expected = {each.name for each in register.fields if not each.issued and not each.parent}
    assert {each.field.name for each in find_all(opened.form, FormField)} == expected


# What may be chosen on a day


@pytest.fixture
def stopped(qtbot: QtBot, words: Words) -> tuple[Opened, str]:
    """A new visit where the first purpose was put out of use at the end of June, and that purpose's name."""
    catalogues = load_catalogues()
    first = catalogues["visit_purpose"][0]
    row = EnteredChoice("1", "visit_purpose", first.code, Origin.UNIT, until=date(2026, 6, 30))
    catalogues.follow([row])
    return Opened(qtbot, words.over(catalogues), new(VISIT)), first.vi


def purposes(opened: Opened) -> list[str]:
    line = opened.line("purpose")
    line.setFocus()
    press(line, Qt.Key.Key_F4)
    editor = opened.field("purpose").editor
    assert isinstance(editor, ChoiceEditor)
    titles = editor.popup.titles()
    press(line, Qt.Key.Key_Escape)
    return titles


def test_what_is_out_of_use_today_is_not_offered(stopped: tuple[Opened, str]) -> None:
    opened, name = stopped
    assert name not in purposes(opened)


def test_for_a_past_day_is_offered_what_was_in_force_then(stopped: tuple[Opened, str]) -> None:
    opened, name = stopped
    opened.type_in("visited_on", "30/06/2026")
    assert name in purposes(opened)
    opened.type_in("visited_on", "01/07/2026")
    assert name not in purposes(opened)


def test_a_choice_that_a_unit_adds_is_offered_in_a_form_that_is_open(qtbot: QtBot, words: Words) -> None:
    catalogues = load_catalogues()
    opened = Opened(qtbot, words.over(catalogues), new(VISIT))
    catalogues.follow([EnteredChoice("1", "visit_purpose", "own_1", Origin.UNIT, vi="Mừng thọ")])
    assert "Mừng thọ" in purposes(opened)


def test_a_choice_out_of_use_still_reads_as_it_was_recorded(qtbot: QtBot, words: Words) -> None:
    catalogues = load_catalogues()
    first = catalogues["visit_purpose"][0]
    row = EnteredChoice("1", "visit_purpose", first.code, Origin.UNIT, until=date(2020, 1, 1))
    catalogues.follow([row])
    opened = Opened(
        qtbot, words.over(catalogues), Form("visit", "v1", {**VISIT_CELLS, "purpose": Cell(first.code)})
    )
    assert opened.line("purpose").text() == first.vi
