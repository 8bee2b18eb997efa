"""The bar on top: where one is, the search line, hiding what is sensitive, and the user."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy

from desktop.ui.kit.editor import Line
from desktop.ui.kit.icons import icon
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.layouts import Layout
from desktop.ui.shell.shortcuts import HELP, LOCK, PRIVACY, SEARCH

HEIGHT: Final = 48
_SMALL_ICON: Final = "QToolButton { min-height: 0; max-height: 24px; padding: 0; border: 0; }"
_SEARCH_WIDTH: Final = {Layout.WIDE: 360, Layout.RAIL: 300, Layout.NARROW: 240}


class TopBar(QFrame):
    """Emits what a person asks of it; knows no page.

    Attributes:
        search: the line that :class:`~desktop.ui.shell.search.Search` listens to.

    Signals:
        menu_asked: show or hide the navigation, where there is no room for it.
        import_asked: bring in a list, on the pages of registers that take one.
        privacy_asked, lock_asked, change_user_asked, appearance_asked, password_asked, help_asked: as they say.
    """

    menu_asked = Signal()
    import_asked = Signal()
    privacy_asked = Signal()
    lock_asked = Signal()
    change_user_asked = Signal()
    appearance_asked = Signal()
    password_asked = Signal()
    help_asked = Signal()

    def __init__(self, words: Words, user: str) -> None:
        super().__init__()
        self.setObjectName("TopBar")
        self._words = words
        self._menu_button = Button("MenuButton", words("top.menu"), icon_name="more", look=Look.QUIET)
        self._title = ElidedLabel("PageTitle", role=Role.TITLE)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.search = named(Line(), "SearchLine")
        self.search.setPlaceholderText(words("top.search"))
        self.search.setToolTip(_tip(words("keys.search"), SEARCH.keys))
        # The sheet of the window gives every tool button the height of a control, this small one too.
        self.search.setStyleSheet(_SMALL_ICON)
        self._search_icon = self.search.addAction(_search_icon(), Line.ActionPosition.LeadingPosition)
        self._import = Button(
            "ImportButton",
            words("top.import"),
            icon_name="excel",
            look=Look.QUIET,
            tip=words("top.import.tip"),
        )
        self._import.hide()
        self._privacy = Button(
            "PrivacyButton",
            words("top.privacy"),
            icon_name="hide",
            look=Look.QUIET,
            shortcut=PRIVACY.keys,
            tip=words("keys.privacy"),
        )
        self._privacy.setCheckable(True)
        self._user_name = user
        self._user = Button("UserButton", user, icon_name="user", look=Look.QUIET, tip=words("top.user"))
        self._user.setMenu(self._user_menu())
        self.setLayout(
            row(
                self._menu_button,
                self._title,
                self._import,
                self.search,
                self._privacy,
                self._user,
                gap=Space.S,
                margins=(Space.L, 0, Space.M, 1),
            )
        )
        self.setFixedHeight(current_theme().px(HEIGHT))
        self._menu_button.clicked.connect(self.menu_asked)
        self._import.clicked.connect(self.import_asked)
        # A click asks; the button shows what became of it, which F9 changes too.
        self._privacy.clicked.connect(self.privacy_asked)
        self.set_layout_kind(Layout.WIDE)

    def set_title(self, title: str) -> None:
        self._title.set_full_text(title)

    def title(self) -> str:
        return self._title.full_text()

    def offer_import(self, *, offered: bool) -> None:
        """Whether the page that is shown is of registers that a list can be brought into."""
        self._import.setVisible(offered)

    def show_privacy(self, hidden: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self._privacy.setChecked(hidden)
        self._privacy.setText(self._words("top.privacy.on" if hidden else "top.privacy"))

    def set_layout_kind(self, layout: Layout) -> None:
        self._menu_button.setVisible(layout is Layout.NARROW)
        self._import.setText("" if layout is Layout.NARROW else self._words("top.import"))
        self.search.setFixedWidth(current_theme().px(_SEARCH_WIDTH[layout]))
        # A window with room must still go down to the size at which the bar says less; 0 is "as much as it needs".
        self.setMinimumWidth(0 if layout is Layout.NARROW else 1)
        given_name = self._user_name.split()[-1] if layout is not Layout.WIDE else self._user_name
        self._user.setText(given_name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._search_icon.setIcon(_search_icon())

    def _user_menu(self) -> QMenu:
        menu = named(QMenu(self), "UserMenu")
        for name, key, keys, signal in (
            ("MenuLock", "keys.lock", LOCK.keys, self.lock_asked),
            ("MenuChangeUser", "top.change_user", None, self.change_user_asked),
            ("MenuPassword", "nav.password", None, self.password_asked),
            ("MenuAppearance", "top.appearance", None, self.appearance_asked),
            ("MenuHelp", "keys.help", HELP.keys, self.help_asked),
        ):
            text = self._words(key)
            # The tab puts the keys at the right edge; the window itself binds them.
            action = named(QAction(f"{text}\t{_native(keys)}" if keys else text, menu), name)
            action.triggered.connect(signal)
            menu.addAction(action)
        return menu


def _search_icon() -> QIcon:
    return icon("search", current_theme().colours.muted)


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _tip(text: str, keys: str) -> str:
    return f"{text} ({_native(keys)})"
