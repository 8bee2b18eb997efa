"""``tuquan self-test``: does what was installed work on this machine? Each part does its real work once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.app.opening import real_environment
from desktop.domain.access import Role
from desktop.domain.errors import UserError
from desktop.i18n.catalogue import LANGUAGES, Catalogue
from desktop.services import registers
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.environment import StationInfo
from desktop.services.search import find
from desktop.services.users import NewUser
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.vault.kdf import Kdf
from desktop.vault.recovery import RecoveryCode

PASSWORD = "tu-kiem-tra-2026"  # noqa: S105  # of a register that lives for a second
QUICK = Kdf(memory=16 * 1024 * 1024, passes=2)


@dataclass(frozen=True)
class Outcome:
    """One part: the key of its words is ``self_test.<part>``; ``failure`` is empty when it works."""

    part: str
    failure: str = ""


def run_self_test() -> list[Outcome]:
    """Every part in turn; one that fails does not keep the others from being tried."""
    with tempfile.TemporaryDirectory(prefix="tuquan-") as name:
        trial = _Trial(Path(name))
        try:
            return [
                _outcome("words", trial.words),
                _outcome("store", trial.store),
                _outcome("journal", trial.journal),
                _outcome("paper", trial.paper),
                _outcome("bundle", trial.bundle),
                _outcome("window", trial.window),
            ]
        finally:
            trial.close()


def _outcome(part: str, work: Callable[[], None]) -> Outcome:
    try:
        work()
    except Exception as error:  # noqa: BLE001  # whatever is wrong with a machine is what it is asked
        return Outcome(part, f"{type(error).__name__}: {error}")
    return Outcome(part)


class _Trial:
    """A register of its own in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._workspace: Workspace | None = None

    def _make(self, name: str, level: str) -> Workspace:
        around = real_environment()
        station = StationInfo(name, "Đơn vị tự kiểm tra", "Cấp trên", level)
        setup = FirstRun(self._folder / name, station, (NewUser("Tự kiểm tra", Role.ADMIN, PASSWORD),))
        return first_run(setup, around, RecoveryCode.generate(around.randomness), kdf=QUICK)

    def words(self) -> None:
        counts = {language: len(Catalogue(language).text("register.person")) for language in LANGUAGES}
        _demand(all(counts.values()), "a language has no words")

    def store(self) -> None:
        made = self._make("so", "commune")
        with made.change("person.create") as change:
            change.create("person", {"full_name": "Đỗ Văn Nhẫn"})
        made.close()
        self._workspace = open_workspace(made.folder, made.user.id, PASSWORD, real_environment())
        _demand(registers.count(self._workspace, "person", ListQuery()) == 1, "the record is gone")
        _demand(len(find(self._workspace, "nhan")) == 1, "search does not find it")

    def journal(self) -> None:
        workspace = self._opened()
        before = workspace.file.digest()
        workspace.file.rebuild()
        _demand(workspace.file.digest() == before, "the tables differ from the journal")

    def paper(self) -> None:
        from desktop.pdf.render import page_text
        from desktop.services.certificates import CommonLines, decide, default_layout, draw

        workspace = self._opened()
        with workspace.change("award.create") as change:
            award = change.create(
                "award",
                {"printed_name": "Đỗ Văn Nhẫn", "achievement": "Thành tích", "recipient_kind": "individual"},
            )
        lines = CommonLines("CHỦ TỊCH", "CHỦ TỊCH", "Lê Văn A", "An Giang", "01/QĐ-UBND", date(2026, 1, 5))
        decide(workspace, [award], lines)
        pdf = draw(workspace, [award], lines, default_layout()).pdf
        _demand("ngày 05 tháng 01 năm 2026" in page_text(pdf, 0), "the paper does not say what it was given")

    def bundle(self) -> None:
        from desktop.services import bundles, devices

        sender, receiver = self._opened(), self._make("cap-tren", "upper")
        try:
            for one, other in ((sender, receiver), (receiver, sender)):
                devices.confirm(one, devices.import_key_file(one, devices.export_key_file(other)))
            sent = bundles.export(sender, receiver.station.code, self._folder, _quiet)
            got = bundles.import_bundle(receiver, sent.path, _quiet)
            _demand(got.new == sent.operations, "the bundle did not arrive whole")
        finally:
            receiver.close()

    def window(self) -> None:
        from desktop.app.window import window_opens

        _demand(window_opens(), "the window does not open")

    def _opened(self) -> Workspace:
        if self._workspace is None:
            raise RuntimeError("there is no register to try it on")
        return self._workspace

    def close(self) -> None:
        if self._workspace is not None:
            self._workspace.close()


def _quiet(_done: int, _total: int) -> None:
    """A self-test shows no progress."""


def _demand(fact: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence
    if not fact:
        raise RuntimeError(otherwise)


class SelfTestFailed(UserError):
    """Something that was installed does not work on this machine."""

    code = "self_test_failed"


def tell_self_test(words: Catalogue) -> dict[str, Any]:
    """Runs it and tells each part. Raises :class:`SelfTestFailed` naming the parts that do not work."""
    outcomes = run_self_test()
    failed = [outcome for outcome in outcomes if outcome.failure]
    if failed:
        parts = "; ".join(f"{words.text(f'self_test.{each.part}')} ({each.failure})" for each in failed)
        raise SelfTestFailed(parts=parts)
    told = [words.text("cli.self_test.works", part=words.text(f"self_test.{each.part}")) for each in outcomes]
    return {"lines": told, "parts": [each.part for each in outcomes], "works": True}
