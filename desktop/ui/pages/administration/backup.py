"""The copies: how old the one elsewhere is, which ones lie here, another one now, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.backups import DAILY, MONTHLY, WEEKLY, Age, Proof
from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.services import (
    backup_away,
    backups,
    disk_signs,
    erased_copies,
    places,
    reentering,
    rescue_report,
    rescue_stick,
)
from desktop.services.backup_files import COPIES, Copy, Reason, copies
from desktop.services.places import Place
from desktop.services.rescue_stick import RescueStick
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.system import setup_program
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label, row
from desktop.ui.pages.administration.lines import Line, LineList
from desktop.ui.pages.administration.rescue_guide import rescue_guide
from desktop.ui.pages.administration.section import Section
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.missing_words import disk_text, erased_text, missing_text, reenter_text
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext

_SETUP: Final = FileKind("update.sign.file", ("*-setup.exe",))
_SHOWN: Final = 6
_ROW: Final = 52
_CHIPS: Final = {
    Proof.GOOD: (Tone.DONE, "backup.proof.good"),
    Proof.WAITING: (Tone.NEUTRAL, "backup.proof.waiting"),
    Proof.BAD: (Tone.LATE, "backup.proof.bad"),
}
_AGES: Final = {Age.FRESH: Tone.DONE, Age.AMBER: Tone.DUE, Age.RED: Tone.LATE}


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class CopyDoors:
    """What lies outside of the page.

    Attributes:
        restore: leaves the register and begins the way back.
        told: the age of the copies may have changed.
        find_sticks: the sticks that are plugged in.
        installer: the setup program that this copy of the program came from.
        rescue: leaves the register and reads what can be read of its damaged file.
    """

    restore: Callable[[], None] = _nothing
    told: Callable[[], None] = _nothing
    find_sticks: Callable[[], Sequence[Place]] = places.sticks
    installer: Callable[[], Path | None] = setup_program.installer_of
    rescue: Callable[[], None] = _nothing


class BackupPage(Section):
    """One piece of work at a time; it goes on while another page is looked at.

    Attributes:
        list: the copies on this machine, the newest first.
        away: what is said of the copy elsewhere.
    """

    def __init__(self, context: PageContext, doors: CopyDoors) -> None:
        super().__init__(context, context.words("administration.tab.backup"))
        words = self.words
        self._doors = doors
        self._task: Task | None = None
        self._place: Place | None = None
        self.away = Notice("AwayStanding", Tone.DONE)
        self.home = Notice("HomeStanding", Tone.LATE)
        self.away_button = Button("BackupAway", words("backup.away"), look=Look.PRIMARY, icon_name="usb")
        self.now_button = Button("BackupNow", words("backup.now"), icon_name="save")
        self.rescue_button = Button("BackupRescue", words("rescue.make"), icon_name="usb")
        self.restore_button = Button("BackupRestore", words("backup.restore"), look=Look.LINK, small=True)
        self.folder_button = Button("BackupFolder", words("backup.other_folder"), look=Look.LINK, small=True)
        self.save_button = Button("BackupSave", words("rescue.title"), look=Look.LINK, small=True)
        self.save_button.setToolTip(words("rescue.what"))
        self.disk = Notice("DiskSigns", Tone.LATE)
        self.disk.offer("put_away", words("disk.put_away"))
        self.erased = Notice("ErasedCopies", Tone.DUE)
        self.reenter = Notice("DaysToReenter", Tone.DUE)
        self.reenter.offer("put_away", words("reenter.put_away"))
        self.rescued = Notice("RescueReport", Tone.DUE)
        self.rescued.offer("put_away", words("rescue.put_away"))
        self.strip = ProgressStrip(words, "BackupStrip")
        self.result = Notice("BackupResult", Tone.DONE)
        self.error = ErrorLines(words, "BackupError")
        self._count = label("BackupCount", role=Role.SECTION)
        self.list = LineList("BackupList", words("backup.list"))
        self._where = label("BackupWhere", role=Role.CAPTION, wrap=True)
        self._lay_out()
        self.setFocusProxy(self.away_button)
        self.away_button.clicked.connect(self.write_away)
        self.folder_button.clicked.connect(self.choose_folder)
        self.now_button.clicked.connect(self.copy_now)
        self.rescue_button.clicked.connect(self.make_rescue_stick)
        self.restore_button.clicked.connect(self._doors.restore)
        self.save_button.clicked.connect(self._doors.rescue)
        self.rescued.acted.connect(self._put_away)
        self.disk.acted.connect(self._put_disk_away)
        self.reenter.acted.connect(self._put_days_away)

    def arrive(self, intent: Intent) -> None:
        if self._task is None:
            self.result.hide()
            self.error.clear()
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self._show_standing()

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()

    def reload(self) -> None:
        """Read anew how the copies stand."""
        self._show_standing()
        found = copies(self.context.workspace.folder)
        self._count.setText(self.words("backup.count", count=len(found)))
        self.list.show_lines([self._line(each) for each in found])
        self.list.setVisible(bool(found))
        theme = current_theme()
        self.list.setFixedHeight(theme.px(_ROW) * min(max(len(found), 1), _SHOWN) + 4)
        self._where.setText(
            self.words(
                "backup.where",
                folder=str(self.context.workspace.folder / COPIES),
                cap=self._size(backups.CAP),
                days=DAILY,
                weeks=WEEKLY,
                months=MONTHLY,
            )
        )

    def write_away(self) -> None:
        """To the one stick that is plugged in; the person is asked where there is none or more than one."""
        place = self._one_place() if self._task is None else None
        if place is not None:
            self._write_to(place)

    def choose_folder(self) -> None:
        """To any folder: on another disk, or to be burnt from there."""
        if self._task is not None:
            return
        found = self._doors.find_sticks()
        start = found[0].folder if found else None
        folder = self.context.door.choose_folder("backup.folder", start)
        if folder is not None:
            self._write_to(places.place(folder))

    def copy_now(self) -> None:
        """Another full copy on this machine."""
        self._run(partial(_copy_now, self.context.workspace), self._copied, "backup.copying")

    def make_rescue_stick(self) -> None:
        """All that a new PC needs, on the one stick that is plugged in or wherever the person says."""
        place = self._one_place()
        if place is None or self._task is not None:
            return
        installer = self._doors.installer() or self.context.door.choose_file("rescue.installer", [_SETUP])
        workspace = self.context.workspace
        name = rescue_stick.name_on_stick(installer) if installer is not None else ""
        guide = rescue_guide(self.words, workspace.station.name, workspace.today(), name)
        work = partial(_make_rescue_stick, workspace, place, guide, installer)
        self._run(work, self._rescued, "rescue.writing")

    def _one_place(self) -> Place | None:
        found = self._doors.find_sticks()
        if len(found) == 1:
            return found[0]
        folder = self.context.door.choose_folder("backup.folder", found[0].folder if found else None)
        return None if folder is None else places.place(folder)

    def _rescued(self, made: object) -> None:
        assert isinstance(made, RescueStick)
        self._end()
        key = "rescue.done" if made.installer is not None else "rescue.done.without"
        facts = {"folder": str(made.guide.parent), "count": made.copy.operations}
        self._say(Tone.DONE if made.installer is not None else Tone.DUE, self.words(key, **facts))

    def _write_to(self, place: Place) -> None:
        self._place = place
        work = partial(_write_away, self.context.workspace, place)
        self._run(work, self._written, "backup.writing")

    def _run(self, work: Callable[[Progress], object], done: Callable[[object], None], key: str) -> None:
        if self._task is not None:
            return
        self.error.clear()
        self.result.hide()
        self._busy(busy=True)
        self._task = start_task(self, work, done=done, failed=self._failed, cancelled=self._cancelled)
        self.strip.show_task(self._task, self.words(key))

    def _copied(self, copy: object) -> None:
        assert isinstance(copy, Copy)
        self._end()
        self._say(Tone.DONE, self.words("backup.done.here", count=copy.operations))

    def _written(self, copy: object) -> None:
        assert isinstance(copy, Copy)
        place = self._place
        self._end()
        key = "backup.done.stick" if place is not None and place.stick else "backup.done.folder"
        self._say(Tone.DONE, self.words(key, folder=str(copy.folder), count=copy.operations))

    def _failed(self, error: UserError) -> None:
        self._end()
        self.error.tell(error)

    def _cancelled(self) -> None:
        self._end()
        self._say(Tone.NEUTRAL, self.words("backup.cancelled"))

    def _say(self, tone: Tone, text: str) -> None:
        self.result.set_tone(tone)
        self.result.say(text)
        self.result.show()

    def _end(self) -> None:
        self._task = None
        self._busy(busy=False)
        self.away_button.setFocus()
        self.reload()
        self._doors.told()

    def _busy(self, *, busy: bool) -> None:
        for each in (
            self.away_button, self.now_button, self.rescue_button, self.restore_button, self.folder_button,
            self.save_button,
        ):  # fmt: skip
            each.setEnabled(not busy)

    # What is shown

    def _show_standing(self) -> None:
        workspace, words = self.context.workspace, self.words
        standing = backup_away.away_standing(workspace)
        self.away.setVisible(standing is not None)
        if standing is not None:
            self.away.set_tone(_AGES[standing.age])
            if standing.away is None:
                self.away.say(words("backup.away.none"))
            else:
                at = short_moment(standing.away.at, words.language)
                facts = {"at": at, "place": standing.away.place, "count": standing.away.operations}
                self.away.say(words("backup.away.last", **facts))
        days = reentering.to_reenter(workspace)
        self.reenter.setVisible(days is not None)
        if days is not None:
            self.reenter.say(reenter_text(words, days))
        out = erased_copies.copies_out(workspace)
        self.erased.setVisible(bool(out))
        if out:
            self.erased.say(erased_text(words, out))
        signs = disk_signs.disk_signs(workspace)
        self.disk.setVisible(signs is not None and signs.told)
        if signs is not None:
            self.disk.say(disk_text(words, signs))
        rescued = rescue_report.last_rescue(workspace)
        self.rescued.setVisible(rescued is not None)
        if rescued is not None:
            self.rescued.set_tone(Tone.DUE if rescued.missing else Tone.DONE)
            at = short_moment(rescued.at, words.language)
            self.rescued.say("\n".join([words("rescue.at", at=at), missing_text(words, rescued)]))
        trouble = backup_away.home_standing(workspace)
        self.home.setVisible(bool(trouble.trouble))
        if trouble.trouble:
            self.home.say(words(f"today.copy.{trouble.trouble}", days=trouble.days or 0))

    def _put_away(self, _key: str) -> None:
        rescue_report.put_away(self.context.workspace)
        self._show_standing()
        self.setFocus()

    def _put_days_away(self, _key: str) -> None:
        reentering.put_away(self.context.workspace)
        self._show_standing()
        self.setFocus()

    def _put_disk_away(self, _key: str) -> None:
        disk_signs.put_away(self.context.workspace)
        self._show_standing()
        self.setFocus()

    def _line(self, copy: Copy) -> Line:
        words = self.words
        tone, proof = _CHIPS[copy.proof]
        title = words("backup.copy", at=short_moment(copy.at, words.language), why=self._why(copy.reason))
        size = self._size(copy.size)
        key = "backup.copy.size" if not copy.operations else "backup.copy.facts"
        note = words(key, size=size, **({"count": copy.operations} if copy.operations else {}))
        return Line(copy.folder.name, title, note, (tone, words(proof)))

    def _why(self, reason: Reason) -> str:
        return self.words(f"backup.reason.{reason.value}")

    def _size(self, count: int) -> str:
        size = places.size_of(count)
        return self.words(f"size.{size.unit}", amount=size.amount)

    def _lay_out(self) -> None:
        for each in (self.result, self.home, self.rescued, self.disk, self.erased, self.reenter):
            each.hide()
        buttons = row(self.away_button, self.rescue_button, self.now_button)
        buttons.addStretch(1)
        links = row(self.folder_button, self.restore_button, self.save_button, gap=Space.L)
        links.addStretch(1)
        self.add(
            self.rescued,
            self.reenter,
            self.disk,
            self.home,
            self.away,
            self.erased,
            buttons,
            links,
            self.strip,
            self.result,
            self.error,
        )
        self.add(self._count, self.list, self._where)
        self.add_room()
        # Not before it has its place: it would be a window of its own for a moment.
        for link in (self.restore_button, self.save_button):
            link.setVisible(self.context.workspace.may(Permission.ADMINISTER))


def _copy_now(workspace: Workspace, progress: Progress, /) -> Copy:
    return backups.make_copy(workspace, Reason.ASKED, progress)


def _make_rescue_stick(
    workspace: Workspace, place: Place, guide: bytes, installer: Path | None, progress: Progress, /
) -> RescueStick:
    return rescue_stick.make_rescue_stick(workspace, place, guide, installer, progress)


def _write_away(workspace: Workspace, place: Place, progress: Progress, /) -> Copy:
    return backup_away.write_away(workspace, place, progress)
