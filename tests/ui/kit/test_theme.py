"""One theme for the whole window, in every text size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.ui.kit.icons import icon, icon_pixmap
from desktop.ui.kit.theme import (
    FAMILY,
    SCALES,
    Density,
    Theme,
    Type,
    apply_theme,
    current_theme,
    stylesheet,
)
from desktop.ui.kit.widgets import Button, Look, Role, label

TALLEST = "NGUYỄN THỊ ỄỘẶ Ỹ gjy"
ALL = [Theme(dark=dark, scale=scale) for dark in (False, True) for scale in SCALES]


@pytest.mark.parametrize("theme", ALL, ids=str)
def test_the_stylesheet_has_a_value_for_every_name(theme: Theme) -> None:
    assert "$" not in stylesheet(theme)


def test_the_application_remembers_the_theme_it_wears(qapp: QApplication) -> None:
    theme = Theme(dark=True, scale=115, density=Density.ROOMY)
    apply_theme(qapp, theme)
    assert current_theme() == theme
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.colours.ground)


def test_a_stylesheet_that_cannot_be_read_by_qt_warns_nobody_here(qtbot: QtBot) -> None:
    # Qt writes "Could not parse stylesheet" to its log, and a warning in the log fails a test.
    for theme in ALL:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, theme)


def test_the_screen_font_is_our_own(qapp: QApplication) -> None:
    assert QFontInfo(Theme().font()).family() == FAMILY


def test_digits_of_one_column_stand_under_each_other(qapp: QApplication) -> None:
    metrics = QFontMetrics(Theme().font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("role", Role)
def test_no_label_is_lower_than_its_tallest_letters(
    qapp: QApplication, qtbot: QtBot, scale: int, role: Role
) -> None:
    apply_theme(qapp, Theme(scale=scale))
    made = label("Tall", TALLEST, role)
    qtbot.addWidget(made)
    made.ensurePolished()
    assert made.minimumSizeHint().height() >= 1.6 * made.font().pixelSize()
    assert made.sizeHint().height() >= made.fontMetrics().tightBoundingRect(TALLEST).height() + 2


@pytest.mark.parametrize("scale", SCALES)
def test_fields_and_buttons_are_36_high_and_grow_with_the_text(
    qapp: QApplication, qtbot: QtBot, scale: int
) -> None:
    apply_theme(qapp, Theme(scale=scale))
    line, button = QLineEdit(), Button("Go", "Thêm", look=Look.PRIMARY)
    for widget in (line, button):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    assert {line.sizeHint().height(), button.sizeHint().height()} == {current_theme().control_height}
    assert current_theme().control_height == round(36 * scale / 100)


def test_type_sizes_follow_the_text_scale() -> None:
    assert [Theme(scale=scale).type(Type.BODY) for scale in SCALES] == [14, 16, 18]


def test_rows_are_30_36_or_44_high() -> None:
    assert [Theme(density=density).row_height for density in Density] == [30, 36, 44]


def test_an_icon_is_drawn_in_the_colour_it_is_asked_in(qapp: QApplication) -> None:
    drawn = icon_pixmap("check", "#9C1C1C", size=20, ratio=2.0).toImage()
    inks = {
        drawn.pixelColor(x, y).name()
        for x in range(drawn.width())
        for y in range(drawn.height())
        if drawn.pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#9c1c1c"}


def test_an_icon_that_is_not_there_is_a_bug(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_a_button_takes_the_new_colours_when_the_theme_changes(qapp: QApplication, qtbot: QtBot) -> None:
    button = Button("Hide", icon_name="hide", tip="Che thông tin", shortcut="F9")
    qtbot.addWidget(button)
    before = button.icon().pixmap(QSize(20, 20)).toImage()
    apply_theme(qapp, Theme(dark=True))
    assert button.icon().pixmap(QSize(20, 20)).toImage() != before


def test_a_shortcut_is_told_in_the_tooltip(qtbot: QtBot) -> None:
    button = Button("Save", "Lưu", shortcut="Ctrl+S")
    qtbot.addWidget(button)
    assert button.toolTip() == "Lưu (Ctrl+S)"


def test_what_a_person_typed_is_never_read_as_markup(qtbot: QtBot) -> None:
    made = label("Name", "<b>Hộ ông Sang</b>")
    qtbot.addWidget(made)
    assert isinstance(made, QLabel)
    assert made.text() == "<b>Hộ ông Sang</b>"
    assert made.sizeHint().width() > made.fontMetrics().horizontalAdvance("<b>Hộ ông Sang")
