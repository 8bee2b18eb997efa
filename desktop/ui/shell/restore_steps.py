"""The three steps back from a copy: which one, what opens it, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidgetItem, QWidget

from desktop.i18n.dates import short_moment
from desktop.services import places
from desktop.services.backup_files import Copy
from desktop.services.restoring import Prepared
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.code_lines import CodeLines
from desktop.ui.shell.missing_words import missing_text, reenter_text
from desktop.ui.shell.quiet_list import quiet_list
from desktop.ui.shell.two_shares import TwoShares
from desktop.vault.keyring_body import KeyringUser
from desktop.vault.passwords import check_new_password
from desktop.vault.recovery import RecoveryCode
from desktop.vault.shares import join

_SHOWN: Final = 7
_CHIPS_AT_MOST: Final = 8


class ChooseStep(QWidget):
    """The copies that were found, the newest marked, and a way to any folder.

    Signals:
        entered: Enter on a copy.
        folder_asked: the person knows where one lies.
        again_asked: a stick was plugged in meanwhile.
        rescue_asked: what can be read of the register that lies here is wanted.
    """

    entered = Signal()
    folder_asked = Signal()
    again_asked = Signal()
    rescue_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("RestoreChoose")
        self._words = words
        self._copies: list[Copy] = []
        self.list = quiet_list("RestoreList")
        self.list.setAccessibleName(words("restore.choose.title"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = Notice("RestoreNone", Tone.NEUTRAL)
        self._none.say(words("restore.none"))
        folder = Button("RestoreFolder", words("restore.folder"), look=Look.LINK, small=True)
        again = Button("RestoreAgain", words("restore.again"), look=Look.LINK, small=True)
        self.rescue_button = Button("RestoreRescue", words("rescue.title"), look=Look.LINK, small=True)
        self.rescue_button.setToolTip(words("rescue.what"))
        links = row(again, folder, self.rescue_button, gap=Space.L)
        links.addStretch(1)
        self.setLayout(column(self.list, self._none, links, gap=Space.S))
        self.setFocusProxy(self.list)
        self.list.itemActivated.connect(self.entered)
        folder.clicked.connect(self.folder_asked)
        again.clicked.connect(self.again_asked)
        self.rescue_button.clicked.connect(self.rescue_asked)

    def show_copies(self, found: Sequence[tuple[str, Copy]]) -> None:
        """Each with where it lies; the first is marked."""
        self._copies = [copy for _, copy in found]
        self.list.clear()
        height = current_theme().row_height
        for place, copy in found:
            item = QListWidgetItem(self._text(place, copy))
            item.setSizeHint(QSize(0, height))
            item.setToolTip(str(copy.folder))
            self.list.addItem(item)
        self.list.setFixedHeight(height * min(max(len(found), 2), _SHOWN) + 4)
        self.list.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self.list.setCurrentRow(0)

    def offer_rescue(self, *, offered: bool) -> None:
        """Where a register lies here."""
        self.rescue_button.setVisible(offered)

    def chosen(self) -> Copy | None:
        at = self.list.currentRow()
        return self._copies[at] if 0 <= at < len(self._copies) else None

    def texts(self) -> list[str]:
        return [self.list.item(at).text() for at in range(self.list.count())]

    def _text(self, place: str, copy: Copy) -> str:
        words = self._words
        size = places.size_of(copy.size)
        parts = [
            short_moment(copy.at, words.language),
            copy.station,
            words("restore.changes", count=copy.operations) if copy.operations else "",
            words(f"size.{size.unit}", amount=size.amount),
            place,
            words("backup.proof.bad") if copy.proof.value == "bad" else "",
        ]
        return " · ".join(part for part in parts if part)


class OpenStep(QWidget):
    """The code from the paper, the shares of two people, or a password where the copy takes one.

    Attributes:
        by_code: it is the code that is asked for, whole or in shares.
        by_shares: in shares.

    Signals:
        entered: Enter in the last field.
    """

    entered = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("RestoreOpen")
        self._words = words
        self.code = CodeLines(words)
        self.two = TwoShares(words)
        self.password = PasswordBox("RestorePassword", words)
        self.names: ChoiceChips | None = None
        self._names = QWidget()
        self._names.setLayout(column())
        self._by_password = QWidget()
        self._by_password.setLayout(
            column(
                self._names, label("RestorePasswordLabel", words("login.password"), Role.LABEL), self.password
            )
        )
        self.by_code = True
        self.by_shares = False
        self.shares_link = Button("RestoreShares", look=Look.LINK, small=True)
        self.other = Button("RestoreOther", words("restore.by_password"), look=Look.LINK, small=True)
        self.problem = label("RestoreProblem", role=Role.PROBLEM, wrap=True)
        self.problem.hide()
        links = row(self.shares_link, self.other, gap=Space.L)
        links.addStretch(1)
        ways = (self.code, self.two, self._by_password)
        self.setLayout(column(*ways, self.problem, links, gap=Space.S))
        self.other.clicked.connect(self._change_way)
        self.shares_link.clicked.connect(self._change_sheets)
        self.two.entered.connect(self.entered)
        self.code.entered.connect(self.entered)
        self.code.typed.connect(self.problem.hide)
        self.password.entered.connect(self.entered)

    def begin(self, users: Sequence[KeyringUser]) -> None:
        """Ask for the code of a copy; for a password only where ``users`` have one in it."""
        self.clear()
        self.password.clear()
        self.problem.hide()
        if self.names is not None:
            self.names.hide()
            self.names.deleteLater()
            self.names = None
        options = [(user.id, user.name) for user in users[:_CHIPS_AT_MOST]]
        if options:
            self.names = ChoiceChips("RestoreUser", options, options[0][0])
            layout = self._names.layout()
            assert layout is not None
            layout.addWidget(self.names)
        self.other.setVisible(bool(options))
        self.by_code = True
        self.by_shares = False
        self._show_way()

    def clear(self) -> None:
        """Let nothing of a code stay on the screen."""
        self.code.clear()
        self.two.clear()

    def typed_code(self) -> RecoveryCode:
        """The code of what was typed; ask :meth:`ready` first. Raises :class:`SharesSame`, :class:`SharesForeign`."""
        return join(*self.two.shares()) if self.by_shares else RecoveryCode.parse(self.code.text())

    def ready(self) -> bool:
        """Whether what is typed may be tried; if not, it is said what is missing."""
        if not self.by_code:
            return True
        if self.by_shares:
            return self.two.ready()
        wrong = self.code.wrong()
        if wrong:
            groups = ", ".join(str(place + 1) for place in wrong)
            self.problem.setText(self._words("recovery.wrong", groups=groups))
            self.problem.show()
        return not wrong

    def _change_way(self) -> None:
        self.by_code = not self.by_code
        self.problem.hide()
        self._show_way()
        self._way().setFocus()

    def _change_sheets(self) -> None:
        self.by_shares = not self.by_shares
        self.problem.hide()
        self._show_way()
        self._way().setFocus()

    def _way(self) -> QWidget:
        if not self.by_code:
            return self.password
        return self.two if self.by_shares else self.code

    def _show_way(self) -> None:
        self.code.setVisible(self.by_code and not self.by_shares)
        self.two.setVisible(self.by_code and self.by_shares)
        self._by_password.setVisible(not self.by_code)
        key = "restore.by_password" if self.by_code else "restore.by_code"
        self.other.setText(self._words(key))
        self.shares_link.setVisible(self.by_code)
        self.shares_link.setText(self._words("shares.one_sheet" if self.by_shares else "shares.two_sheets"))
        self.setFocusProxy(self._way())


class PreviewStep(QWidget):
    """What comes back and what may have to be entered again; a new password where nobody has one.

    Attributes:
        asks: there is a password to be given.

    Signals:
        entered: Enter in the last field.
    """

    entered = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("RestorePreview")
        self._words = words
        self.asks = False
        self._lines = [label(f"RestoreLine_{at}", role=Role.BODY, wrap=True) for at in range(3)]
        self._missing = Notice("RestoreMissing", Tone.DUE)
        self._people = QWidget()
        self._people.setLayout(column())
        self.person: ChoiceChips | None = None
        self.password = PasswordBox("RestoreNew", words)
        self.again = PasswordBox("RestoreNewAgain", words)
        self.problem = label("RestorePasswordProblem", role=Role.PROBLEM, wrap=True)
        self._needed = False
        self._login_text = label("RestoreLoginText", wrap=True)
        self._login = QWidget()
        self._login.setLayout(
            column(
                self._login_text,
                self._people,
                row(
                    column(
                        _label(words, "RestoreNew", "first_run.user.password"), self.password, gap=Space.XS
                    ),
                    column(_label(words, "RestoreAgain", "first_run.user.again"), self.again, gap=Space.XS),
                    gap=Space.L,
                ),
                self.problem,
                gap=Space.XS,
            )
        )
        self.setLayout(column(*self._lines, self._missing, self._login, gap=Space.S))
        self.password.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)
        for each in (self.password, self.again):
            each.edited.connect(self.problem.hide)

    def begin(self, prepared: Prepared, today: str) -> None:
        """Tell of a register that is ready; ``today`` is the day as it is written."""
        words = self._words
        for each, text in zip(self._lines, self._told(prepared), strict=True):
            each.setText(text)
            each.setVisible(bool(text))
        until = prepared.until if prepared.rescued is None else None
        if prepared.rescued is not None:
            self._missing.set_tone(Tone.DUE if prepared.rescued.missing else Tone.DONE)
            self._missing.say(missing_text(words, prepared.rescued))
        if until is not None:
            self._missing.set_tone(Tone.DUE)
            at = short_moment(until, words.language)
            text = words("restore.missing", since=at, today=today)
            if prepared.reenter is not None:
                text = "\n".join([text, reenter_text(words, prepared.reenter)])
            self._missing.say(text)
        self._missing.setVisible(until is not None or prepared.rescued is not None)
        # Whoever comes with the code may have come because nobody knows a password any more.
        offered = bool(prepared.people) and prepared.opened.by_code
        self._needed = prepared.needs_password
        self._login.setVisible(offered)
        self._login_text.setText(words("restore.login" if self._needed else "restore.login.optional"))
        self.problem.hide()
        self.password.clear()
        self.again.clear()
        if self.person is not None:
            self.person.hide()
            self.person.deleteLater()
            self.person = None
        if offered:
            options = [(user.id, user.name) for user in prepared.people[:_CHIPS_AT_MOST]]
            self.person = ChoiceChips("RestorePerson", options, options[0][0])
            layout = self._people.layout()
            assert layout is not None
            layout.addWidget(self.person)
        self.asks = offered and prepared.needs_password

    def ready(self) -> bool:
        """Whether the password can be given; if not, it is said why."""
        if self.user() is None:
            return True
        text = ""
        problems = check_new_password(self.password.text())
        if problems:
            text = self._words(f"password.problem.{problems[0].value}")
        elif self.password.text() != self.again.text():
            text = self._words("first_run.user.different")
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        return not text

    def user(self) -> str | None:
        """Who is given the password; nobody where that is left open."""
        typed = self.password.text() or self.again.text()
        return self.person.value() if self.person is not None and (self._needed or typed) else None

    def texts(self) -> list[str]:
        shown = [each.text() for each in self._lines if not each.isHidden()]
        return shown if self._missing.isHidden() else [*shown, self._missing.text()]

    def _told(self, prepared: Prepared) -> tuple[str, ...]:
        words, language = self._words, self._words.language
        until = prepared.copied_until
        at = short_moment(until, language) if until is not None else words("restore.empty")
        into = words("restore.into", folder=str(prepared.folder))
        rescued = prepared.rescued
        if rescued is not None:
            facts = {"station": prepared.station.name, "bad": rescued.bad, "pages": rescued.pages}
            return (
                words("rescue.read", **facts),
                words("rescue.copied", count=rescued.copied) if rescued.copied else "",
                f"{into} {words('restore.aside')}" if prepared.replaces else into,
            )
        return (
            words("restore.until", station=prepared.station.name, at=at, count=prepared.operations),
            words("restore.found", count=prepared.found) if prepared.found else "",
            f"{into} {words('restore.aside')}" if prepared.replaces else into,
        )


def _label(words: Words, name: str, key: str) -> QLabel:
    return label(f"{name}Label", words(key), Role.LABEL)
