"""Every use case that reads or writes the file, asked by every role: one table says who is let in.

A new use case stands in this table with what it asks for, or this test fails.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

import desktop.services
from desktop.bundle.errors import BundleGap
from desktop.bundle.reading import Verified
from desktop.domain.access import NotAllowed, Permission, Role, allowed, needed, sees
from desktop.domain.audit import AuditFilter
from desktop.domain.awarding import PrintedLine
from desktop.domain.board import Offer, Source
from desktop.domain.checks import OWN
from desktop.domain.form_words import FormColumn
from desktop.domain.frozen_figures import FrozenFigures
from desktop.domain.handover import Handover
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.targets import target_of
from desktop.domain.indicators import Theme
from desktop.domain.paper import PlainSheet
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.print_run import Scope
from desktop.domain.registers import REGISTRY
from desktop.domain.reporting import ReportState
from desktop.domain.scope_table import Reach
from desktop.domain.versions import Version
from desktop.i18n.catalogue import Catalogue
from desktop.office.forms.form import Spot
from desktop.pdf.certificate import CertificateText
from desktop.pdf.layout import Box, Recipient, shipped_layouts
from desktop.services import (
    answers,
    arrivals,
    attesting,
    audit,
    audit_paper,
    audit_proof,
    award_book,
    award_dossier,
    award_entry,
    award_merits,
    award_packs,
    award_papers,
    award_proposals,
    award_sets,
    awarding,
    backup_away,
    board,
    bundle_export,
    bundle_import,
    bundle_opening,
    bundle_undo,
    bundles,
    catalogue_entries,
    ceremony,
    certificates,
    checking,
    checklists,
    conflicts,
    data_purposes,
    delegations,
    devices,
    disk_signs,
    doubles,
    drafts,
    due,
    enrolment,
    entries,
    erased_copies,
    erasing,
    exporting,
    figure_rows,
    forks,
    form_filling,
    forms,
    group_papers,
    group_people,
    handed,
    handover,
    handover_paper,
    history,
    holding,
    importing,
    indicators,
    kept_copies,
    layout_files,
    list_paper,
    mediation,
    mediation_book,
    member_cards,
    my_areas,
    outgoing_copy,
    pack_opening,
    paper_codes,
    paper_texts,
    papers,
    past_bundles,
    periods,
    person_file,
    person_view,
    places,
    print_setup,
    publishing,
    received_reports,
    reception,
    reception_queue,
    recognition_paper,
    recovery,
    reentering,
    registers,
    rehearsal,
    rejecting,
    remarks,
    reminders,
    renewing,
    report_answers,
    report_figures,
    report_missing,
    report_paper,
    report_views,
    report_workbook,
    reporting_units,
    reports,
    rescue_report,
    rescue_stick,
    retention,
    revoking,
    rounds,
    row_filters,
    rules,
    salvage_slip,
    salvaging,
    sameness,
    scopes,
    search,
    seen_list,
    settlement_minutes,
    sharing,
    statistics,
    task_sheet,
    today,
    totals,
    totals_paper,
    transfers,
    unit_figures,
    unit_page,
    update_note,
    updates,
    upper_papers,
    users,
    visit_plan,
    visit_slips,
    welcome,
)
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.backup_files import Copy, Reason
from desktop.services.catalogue_entries import ChoiceEntry
from desktop.services.catalogues import ENTRIES
from desktop.services.change import Basis
from desktop.services.figure_columns import Figure
from desktop.services.form_cells import Pointer
from desktop.services.indicators import FigureRow
from desktop.services.users import NewUser
from desktop.services.views import Changes, Entry, FigureFilter, Form, Hit, ListQuery, MissingFilter, Value
from desktop.services.workspace import Workspace
from desktop.vault.recovery import RecoveryCode
from desktop.vault.shares import split
from tests.kit.workspaces import FAST, NHON_HUNG, PASSWORD, environment, put

P = Permission
DAY = date(2026, 1, 5)
NOWHERE = Path("/nowhere/a.tqb")
SALVAGED = salvaging.Salvaged("x", "x", 1, datetime(2026, 1, 5, tzinfo=UTC), 3, 1, (), ())
STICK = places.Place(NOWHERE.parent, "", 0, stick=True)
A_COPY = Copy(NOWHERE.parent, 1, datetime(2026, 1, 5, 8, tzinfo=UTC), Reason.AWAY, 1, 1)
LAYOUT = shipped_layouts()[0]
LINES = certificates.CommonLines("", "", "", "")
MINUTES = papers.PaperKind.SETTLEMENT_MINUTES
MADE = papers.Document(MINUTES, "x", 1, "x", 1, 210, 297, b"")


@dataclass(frozen=True)
class Asks:
    """What a use case asks for, and how it is called; ``register`` is tried with every register if it has one.

    Attributes:
        needs: None where anybody may, as it tells nothing of the registers.
        register: the only register it is about; ``*`` when it is told which.
    """

    needs: Permission | None
    register: str | None
    call: Callable[[Workspace, str], object]


UPDATE = updates.Found(NOWHERE, Version(9, 0, 0))
FINISHED = handover.Finished(datetime(2026, 1, 5, tzinfo=UTC), Handover(), b"")
DRAWN = handover_paper.Minutes(PlainSheet("", ()), b"", 1)
PACK: Any = None
"""Whoever is let in fails on it, and nobody else gets so far."""
PROOF = award_papers.AwardPaper(award_papers.PaperKind.PROOF, 1, 1, 210, 297, b"")
AWARDED = Entry({"printed_name": "A", "achievement": "X"})
RESIDENTIAL: dict[str, Value] = {"subject_kind": "residential"}
NEW = ChoiceEntry("Mục mới")
PERSON_FILE = person_file.PersonFile("x", "x", (), (), (), "x", b"", b"")
SLIP = visit_slips.SlipDraft("", "", (visit_slips.SlipRow("x", "Trần Văn Sang", ""),))

TRANSFER = transfers.OrderDraft(transfers.TransferKind.STATION, "a", "b", DAY)
MONTH = Period(PeriodKind.MONTH, 2025, 12, date(2025, 11, 15), date(2025, 12, 14))
LACKING = MissingFilter("groups_silent", MONTH, DAY)
NEW_CODE = RecoveryCode.generate(lambda size: b"5" * size)
BOTH_SHARES = split(NEW_CODE, 2)
NEW_SHARES = sharing.NewShares(NEW_CODE, BOTH_SHARES)
FORM = forms.OpenedForm(forms.FormView("x", "", "", PeriodKind.MONTH, "a.xlsx", "0", 0), None, ())
UNIT = reporting_units.ReportingUnit("x", "x")
TYPED = received_reports.Entered(Source.PAPER, {}, DAY, received_reports.Letter("1", DAY))
TOTAL = totals.Totals(MONTH, (), {}, (), 0)
ANONYMOUS = statistics.Statistics(MONTH, DAY, "", (), sample=False)
LETTER = upper_papers.UpperPaper("reminder", "x", PlainSheet("", ()))
OFFER = Offer(Source.BUNDLE, "x", DAY, ReportState.SENT)
WAITS = reception_queue.Waiting("a.tqb", "/nowhere/a.tqb", "x", "2026-01-05T08:00:00+07:00")
POINTER = Pointer(Spot("1", 0, 0), "models_acknowledged", FormColumn.THIS)
VI = Catalogue("vi")
CERTIFICATE = CertificateText(Recipient.INDIVIDUAL, "", "", "", "", "", "", "", "", "", "")
PAPER = report_paper.ReportPaper(
    reports.Report(
        reports.ReportLine("x", MONTH, ReportState.DRAFT),
        "",
        (),
        None,
        frozenset(),
        reports.Signing(),
        {},
        {},
    ),
    PlainSheet("", ()),
    (FigureRow("visits", Theme.VISITS, "visit", Figure(1), Figure(1), Figure(1), Figure(1)),),
    practice=False,
)


def first_topic(workspace: Workspace) -> str:
    return workspace.catalogues["tip_topic"][0].code


def quiet(_done: int, _total: int) -> None:
    """Nobody looks at the progress."""


def prove_at_once(workspace: Workspace, _: str) -> object:
    with workspace.file.reading() as reader:
        return audit_proof.prove_file(workspace, reader, quiet)


def new_form(register: str) -> Form:
    return Form(register, None, {})


def conflict_in(register: str) -> conflicts.Conflict:
    """A choice about a record's standing; there is none such."""
    return conflicts.Conflict(
        register, "x", (), Hit(register, "x", "", ""), None, (), masked=False, basis=Basis()
    )


def list_of(register: str) -> Any:
    """As much of an opened list as is asked before anybody is refused."""
    table = SimpleNamespace(signature="x", skipped=())
    return SimpleNamespace(name="a.xlsx", table=table, target=target_of(REGISTRY, register))


def plan_of(workspace: Workspace, register: str) -> Any:
    target = target_of(workspace.registry, register)
    return SimpleNamespace(target=target, answers={}, storable=[SimpleNamespace()], count=lambda _fate: 0)


def _rejection(register: str) -> rejecting.Rejection:
    hit = Hit(register, "x", "", "")
    return rejecting.Rejection(
        ("a" * 32, 1), hit, "", "", datetime.fromisoformat("2026-11-22T08:00:00+07:00"), "", (), True
    )


TABLE: dict[str, Asks] = {
    "attesting.attest": Asks(P.ADMINISTER, None, lambda w, _: attesting.attest(w, "91", "A", "B", "1", DAY)),
    "attesting.paper": Asks(P.ADMINISTER, None, lambda w, _: attesting.paper(w, PACK)),
    "attesting.read": Asks(P.ADMINISTER, None, lambda w, _: attesting.read(w, NOWHERE)),
    "attesting.save": Asks(P.ADMINISTER, None, lambda w, _: attesting.save(w, PACK, NOWHERE)),
    "attesting.stations": Asks(P.ADMINISTER, None, lambda w, _: attesting.stations(w)),
    "data_purposes.draw_purposes": Asks(P.AUDIT, None, lambda w, _: data_purposes.draw_purposes(w)),
    "data_purposes.purposes": Asks(P.AUDIT, None, lambda w, _: data_purposes.purposes(w)),
    "data_purposes.set_purpose": Asks(
        P.EDIT, "data_purpose", lambda w, _: data_purposes.set_purpose(w, "visit", "", "", None)
    ),
    "person_file.draw_person": Asks(P.AUDIT, None, lambda w, _: person_file.draw_person(w, "x", "")),
    "person_file.save_person": Asks(
        P.AUDIT, None, lambda w, _: person_file.save_person(w, PERSON_FILE, NOWHERE)
    ),
    "retention.due": Asks(P.ERASE, "visit", lambda w, _: retention.due(w, "visit")),
    "retention.erase": Asks(P.ERASE, "visit", lambda w, _: retention.erase(w, "visit", ["x"], "")),
    "retention.keep": Asks(P.ERASE, "visit", lambda w, _: retention.keep(w, "visit", ["x"], DAY, "")),
    "retention.terms": Asks(P.ERASE, None, lambda w, _: retention.terms(w)),
    "audit.actors": Asks(P.AUDIT, None, lambda w, _: audit.actors(w)),
    "audit.changes_of": Asks(P.AUDIT, None, lambda w, _: audit.changes_of(w, (w.device, 1))),
    "audit.count": Asks(P.AUDIT, None, lambda w, _: audit.count(w, AuditFilter())),
    "audit.lines": Asks(P.AUDIT, None, lambda w, _: audit.lines(w, AuditFilter())),
    "audit_paper.draw_log": Asks(
        P.AUDIT, None, lambda w, _: audit_paper.draw_log(w, AuditFilter(), None, quiet)
    ),
    "audit_paper.save_log": Asks(P.AUDIT, None, lambda w, _: audit_paper.save_log(w, LETTER, 1, NOWHERE)),
    "audit_proof.prove_file": Asks(P.AUDIT, None, prove_at_once),
    "audit_proof.prove_register": Asks(P.AUDIT, None, lambda w, _: audit_proof.prove_register(w, quiet)),
    "rescue_stick.make_rescue_stick": Asks(
        P.SEND, None, lambda w, _: rescue_stick.make_rescue_stick(w, STICK, b"", None, quiet)
    ),
    "updates.fetch": Asks(P.ADMINISTER, None, lambda w, _: updates.fetch(w, UPDATE, quiet)),
    "updates.sign": Asks(
        P.ADMINISTER,
        None,
        lambda w, _: updates.sign(w, updates.Setup(NOWHERE, UPDATE.version, 1, ""), NOWHERE, quiet),
    ),
    "erased_copies.copies_out": Asks(P.SEND, None, lambda w, _: erased_copies.copies_out(w)),
    "outgoing_copy.offer": Asks(P.SEND, None, lambda w, _: outgoing_copy.offer(w)),
    "outgoing_copy.want": Asks(P.SEND, None, lambda w, _: outgoing_copy.want(w, wanted=True)),
    "outgoing_copy.send_to_all": Asks(P.SEND, None, lambda w, _: outgoing_copy.send_to_all(w, STICK, quiet)),
    "kept_copies.kept": Asks(P.RECEIVE, None, lambda w, _: kept_copies.kept(w)),
    "kept_copies.collect": Asks(P.RECEIVE, None, lambda w, _: kept_copies.collect(w, STICK, quiet)),
    "kept_copies.give_back": Asks(
        P.SEND, None, lambda w, _: kept_copies.give_back(w, kept_copies.Kept("91", "x", A_COPY), STICK, quiet)
    ),
    "outgoing_copy.send": Asks(P.SEND, None, lambda w, _: outgoing_copy.send(w, "91", STICK, quiet)),
    "reentering.put_away": Asks(P.ADMINISTER, None, lambda w, _: reentering.put_away(w)),
    "reentering.to_reenter": Asks(P.READ, None, lambda w, _: reentering.to_reenter(w)),
    "disk_signs.put_away": Asks(P.ADMINISTER, None, lambda w, _: disk_signs.put_away(w)),
    "disk_signs.disk_signs": Asks(P.READ, None, lambda w, _: disk_signs.disk_signs(w)),
    "rescue_report.put_away": Asks(P.ADMINISTER, None, lambda w, _: rescue_report.put_away(w)),
    "rescue_report.last_rescue": Asks(P.READ, None, lambda w, _: rescue_report.last_rescue(w)),
    "update_note.started": Asks(P.ADMINISTER, None, lambda w, _: update_note.started(w, UPDATE.version)),
    "users.add_user": Asks(
        P.ADMINISTER, None, lambda w, _: users.add_user(w, NewUser("A", Role.OFFICER, "x"), kdf=FAST)
    ),
    "handover.books": Asks(P.SEND, None, lambda w, _: handover.books(w)),
    "handover.chain_code": Asks(P.READ, None, lambda w, _: handover.chain_code(w)),
    "handover.complete": Asks(P.ADMINISTER, None, lambda w, _: handover.complete(w, Handover(), quiet)),
    "handover.current": Asks(P.ADMINISTER, None, lambda w, _: handover.current(w)),
    "handover.drop": Asks(P.ADMINISTER, None, lambda w, _: handover.drop(w)),
    "handover.finished": Asks(P.ADMINISTER, None, lambda w, _: handover.finished(w)),
    "welcome.is_welcomed": Asks(P.READ, None, lambda w, _: welcome.is_welcomed(w)),
    "handover.keep": Asks(P.ADMINISTER, None, lambda w, _: handover.keep(w, Handover())),
    "handover.own_books": Asks(P.READ, None, lambda w, _: handover.own_books(w)),
    "handover.unfinished": Asks(P.SEND, None, lambda w, _: handover.unfinished(w)),
    "handover_paper.draw_minutes": Asks(
        P.ADMINISTER, None, lambda w, _: handover_paper.draw_minutes(w, Handover())
    ),
    "handover_paper.draw_again": Asks(
        P.ADMINISTER, None, lambda w, _: handover_paper.draw_again(w, FINISHED)
    ),
    "handover_paper.save_pdf": Asks(
        P.ADMINISTER, None, lambda w, _: handover_paper.save_pdf(w, DRAWN, NOWHERE)
    ),
    "handover_paper.save_word": Asks(
        P.ADMINISTER, None, lambda w, _: handover_paper.save_word(w, DRAWN, NOWHERE)
    ),
    "rehearsal.rehearse": Asks(
        P.ADMINISTER, None, lambda w, _: rehearsal.rehearse(w, recovery.new_code(w), quiet)
    ),
    "unit_page.part_page": Asks(P.READ, None, lambda w, _: unit_page.part_page(w)),
    "unit_page.unit_page": Asks(P.SEND, None, lambda w, _: unit_page.unit_page(w)),
    "users.accounts_of": Asks(P.READ, None, lambda w, _: users.accounts_of(w)),
    "users.change_own_password": Asks(
        P.READ, None, lambda w, _: users.change_own_password(w, "x", "x", kdf=FAST)
    ),
    "users.change_role": Asks(P.ADMINISTER, None, lambda w, _: users.change_role(w, "x", Role.OFFICER)),
    "users.close_account": Asks(P.ADMINISTER, None, lambda w, _: users.close_account(w, w.user.id, quiet)),
    "users.end_rights": Asks(P.ADMINISTER, None, lambda w, _: users.end_rights(w, w.user.id, w.now())),
    "users.list_users": Asks(P.READ, None, lambda w, _: users.list_users(w)),
    "users.reset_password": Asks(
        P.ADMINISTER, None, lambda w, _: users.reset_password(w, "x", PASSWORD, quiet, kdf=FAST)
    ),
    "users.without_password": Asks(P.READ, None, lambda w, _: users.without_password(w)),
    "award_packs.make_pack": Asks(
        P.SEND, "award", lambda w, _: award_packs.make_pack(w, "x", NOWHERE, quiet)
    ),
    "award_packs.offers": Asks(P.SEND, "award", lambda w, _: award_packs.offers(w)),
    "pack_opening.is_strange": Asks(P.RECEIVE, "award", lambda w, _: pack_opening.is_strange(w, PACK)),
    "pack_opening.preview": Asks(P.RECEIVE, "award", lambda w, _: pack_opening.preview(w, PACK, quiet)),
    "pack_opening.receive": Asks(P.RECEIVE, "award", lambda w, _: pack_opening.receive(w, PACK, quiet)),
    "bundle_export.export_results": Asks(
        P.PRINT, "award", lambda w, _: bundle_export.export_results(w, NOWHERE, quiet)
    ),
    "bundle_export.results_waiting": Asks(P.PRINT, "award", lambda w, _: bundle_export.results_waiting(w)),
    "award_book.book": Asks(P.READ, "award_book", lambda w, _: award_book.book(w)),
    "award_book.book_lines": Asks(P.READ, "award", lambda w, _: award_book.book_lines(w, 2026)),
    "award_book.book_years": Asks(P.READ, "award", lambda w, _: award_book.book_years(w)),
    "award_book.number": Asks(P.PRINT, "award", lambda w, _: award_book.number(w, ["x"])),
    "award_book.pass_book_on": Asks(P.SIGN, "award_book", lambda w, _: award_book.pass_book_on(w, "x")),
    "award_dossier.dossier": Asks(P.PRINT, "award", lambda w, _: award_dossier.dossier(w, ["x"])),
    "award_dossier.unit_dossier": Asks(P.PRINT, "award", lambda w, _: award_dossier.unit_dossier(w)),
    "award_entry.award_remarks": Asks(
        P.READ, "award", lambda w, _: award_entry.award_remarks(w, new_form("award"), AWARDED)
    ),
    "award_entry.check_award": Asks(
        None, None, lambda w, _: award_entry.check_award(w, new_form("award"), AWARDED)
    ),
    "award_merits.merits_waiting": Asks(P.READ, "award", lambda w, _: award_merits.merits_waiting(w)),
    "award_papers.draw_book": Asks(P.PRINT, "award", lambda w, _: award_papers.draw_book(w, 2026)),
    "award_papers.draw_paper": Asks(
        P.PRINT, "award", lambda w, _: award_papers.draw_paper(w, PROOF.kind, ["x"])
    ),
    "award_papers.paper_left": Asks(
        P.PRINT, "award", lambda w, _: award_papers.paper_left(w, PROOF, "print")
    ),
    "award_papers.save_pdf": Asks(P.PRINT, "award", lambda w, _: award_papers.save_pdf(w, PROOF, NOWHERE)),
    "award_papers.save_word": Asks(P.PRINT, "award", lambda w, _: award_papers.save_word(w, PROOF, NOWHERE)),
    "award_proposals.default_line": Asks(
        P.READ, "*", lambda w, r: award_proposals.default_line(w, r, "x", "")
    ),
    "award_proposals.expected_money": Asks(
        P.READ, "award", lambda w, _: award_proposals.expected_money(w, ["x"], DAY)
    ),
    "award_proposals.propose": Asks(P.EDIT, "award", lambda w, _: award_proposals.propose(w, "x", [])),
    "award_proposals.seconds": Asks(P.READ, "award", lambda w, _: award_proposals.seconds(w, ["x"])),
    "award_sets.award_lines": Asks(P.READ, "award", lambda w, _: award_sets.award_lines(w, None, ("draft",))),
    "award_sets.sets": Asks(P.READ, "award_set", lambda w, _: award_sets.sets(w)),
    "awarding.awards_of_set": Asks(P.READ, "award", lambda w, _: awarding.awards_of_set(w, "x")),
    "awarding.correct": Asks(P.EDIT, "award", lambda w, _: awarding.correct(w, ["x"], "1", DAY, "x")),
    "awarding.decide": Asks(
        P.EDIT, "award", lambda w, _: awarding.decide(w, ["x"], awarding.Decision("1", DAY, "x"))
    ),
    "awarding.hand_over": Asks(P.PRINT, "award", lambda w, _: awarding.hand_over(w, ["x"], DAY)),
    "awarding.not_handed": Asks(P.PRINT, "award", lambda w, _: awarding.not_handed(w, ["x"], "x")),
    "awarding.revoke": Asks(P.EDIT, "award", lambda w, _: awarding.revoke(w, ["x"], "1", DAY, "x")),
    "awarding.rewrite": Asks(
        P.EDIT, "award", lambda w, _: awarding.rewrite(w, "x", PrintedLine("", "A", "", ""), "x")
    ),
    "awarding.send_back": Asks(P.EDIT, "award", lambda w, _: awarding.send_back(w, ["x"], "x", DAY)),
    "awarding.submit": Asks(P.SIGN, "award", lambda w, _: awarding.submit(w, ["x"], "1", DAY)),
    "answers.others": Asks(P.SEND, None, lambda w, _: answers.others(w)),
    "answers.write_one": Asks(
        P.SEND,
        None,
        lambda w, _: answers.write_one(
            w, devices.Recipient("x", "x", "commune", devices.Kind.BELOW, ()), NOWHERE.parent, quiet
        ),
    ),
    "answers.write_all": Asks(P.SEND, None, lambda w, _: answers.write_all(w, NOWHERE, quiet)),
    "arrivals.look_through": Asks(P.RECEIVE, None, lambda w, _: arrivals.look_through(w, [NOWHERE])),
    "past_bundles.merged_in": Asks(P.RECEIVE, None, lambda w, _: past_bundles.merged_in(w, "x")),
    "publishing.publish": Asks(
        P.ADMINISTER, None, lambda w, _: publishing.publish(w, "postgresql://x/x", quiet)
    ),
    "publishing.publish_parquet": Asks(
        P.ADMINISTER, None, lambda w, _: publishing.publish_parquet(w, NOWHERE, quiet)
    ),
    "publishing.publish_bundles": Asks(
        P.ADMINISTER, None, lambda w, _: publishing.publish_bundles(w, "postgresql://x/x", NOWHERE, quiet)
    ),
    "past_bundles.received": Asks(P.RECEIVE, None, lambda w, _: past_bundles.received(w)),
    "bundle_export.export": Asks(P.SEND, None, lambda w, _: bundle_export.export(w, "91", NOWHERE, quiet)),
    "bundle_export.prepare_export": Asks(P.SEND, None, lambda w, _: bundle_export.prepare_export(w, "91")),
    "bundle_import.enter": Asks(
        P.RECEIVE,
        None,
        lambda w, _: bundle_import.enter(w, NOWHERE, cast("Verified", None), (), quiet),
    ),
    "bundle_import.look": Asks(P.RECEIVE, None, lambda w, _: bundle_import.look(w, NOWHERE, quiet)),
    "bundle_opening.recipient": Asks(P.RECEIVE, None, lambda w, _: bundle_opening.recipient(w)),
    "bundle_opening.opened": Asks(
        P.RECEIVE, None, lambda w, _: bundle_opening.opened(w, NOWHERE, quiet).__enter__()
    ),
    "bundle_import.take": Asks(P.RECEIVE, None, lambda w, _: bundle_import.take(w, NOWHERE, quiet)),
    "bundle_undo.preview": Asks(P.RECEIVE, None, lambda w, _: bundle_undo.preview(w, "x", quiet)),
    "bundle_undo.preview_again": Asks(P.RECEIVE, None, lambda w, _: bundle_undo.preview_again(w, "x", quiet)),
    "bundle_undo.set_aside": Asks(P.RECEIVE, None, lambda w, _: bundle_undo.set_aside(w, "x", quiet)),
    "bundle_undo.take_again": Asks(P.RECEIVE, None, lambda w, _: bundle_undo.take_again(w, "x", quiet)),
    "bundles.import_bundle": Asks(P.RECEIVE, None, lambda w, _: bundles.import_bundle(w, NOWHERE, quiet)),
    "bundles.preview": Asks(P.RECEIVE, None, lambda w, _: bundles.preview(w, NOWHERE, quiet)),
    "catalogue_entries.add": Asks(P.EDIT, ENTRIES, lambda w, _: catalogue_entries.add(w, "tip_topic", NEW)),
    "catalogue_entries.catalogues": Asks(P.READ, ENTRIES, lambda w, _: catalogue_entries.catalogues(w, "vi")),
    "catalogue_entries.change_entry": Asks(
        P.EDIT, ENTRIES, lambda w, _: catalogue_entries.change_entry(w, "tip_topic", first_topic(w), NEW)
    ),
    "catalogue_entries.history": Asks(
        P.READ, ENTRIES, lambda w, _: catalogue_entries.history(w, "tip_topic", "x")
    ),
    "catalogue_entries.move": Asks(
        P.EDIT, ENTRIES, lambda w, _: catalogue_entries.move(w, "tip_topic", first_topic(w), 1)
    ),
    "catalogue_entries.stop_using": Asks(
        P.EDIT, ENTRIES, lambda w, _: catalogue_entries.stop_using(w, "tip_topic", first_topic(w), DAY)
    ),
    "catalogue_entries.use_again": Asks(
        P.EDIT, ENTRIES, lambda w, _: catalogue_entries.use_again(w, "tip_topic", first_topic(w))
    ),
    "certificates.candidates": Asks(P.READ, "award", lambda w, _: certificates.candidates(w)),
    "certificates.decide": Asks(P.PRINT, "award", lambda w, _: certificates.decide(w, ["x"], LINES)),
    "certificates.draw": Asks(
        P.PRINT, "award", lambda w, _: certificates.draw(w, ["x"], LINES, certificates.default_layout())
    ),
    "ceremony.arrange": Asks(P.EDIT, "award_set", lambda w, _: ceremony.arrange(w, "x", ["x"])),
    "certificate_lines.last_common_lines": Asks(
        P.READ, "award", lambda w, _: certificates.last_common_lines(w)
    ),
    "certificates.prospect": Asks(P.PRINT, "award", lambda w, _: certificates.prospect(w, ["x"])),
    "certificates.printed": Asks(P.PRINT, "award", lambda w, _: certificates.printed(w, ["x"])),
    "conflicts.find": Asks(P.EDIT, None, lambda w, _: conflicts.find(w)),
    "conflicts.reopen": Asks(
        P.EDIT, "*", lambda w, r: conflicts.reopen(w, conflict_in(r), Changes(None, ()))
    ),
    "conflicts.reveal": Asks(P.REVEAL, "*", lambda w, r: conflicts.reveal(w, conflict_in(r))),
    "conflicts.settle": Asks(P.EDIT, "*", lambda w, r: conflicts.settle(w, conflict_in(r), 0)),
    "checklists.criteria": Asks(P.READ, None, lambda w, _: checklists.criteria(w, RESIDENTIAL)),
    "checklists.items": Asks(P.READ, None, lambda w, _: checklists.items(w, "criterion_mark", RESIDENTIAL)),
    "devices.confirm": Asks(P.ADMINISTER, None, lambda w, _: devices.confirm(w, SimpleNamespace())),  # type: ignore[arg-type]
    "devices.devices": Asks(P.READ, None, lambda w, _: devices.devices(w)),
    "devices.export_key_file": Asks(P.SEND, None, lambda w, _: devices.export_key_file(w)),
    "devices.import_key_file": Asks(
        P.RECEIVE, None, lambda w, _: devices.import_key_file(w, other_key_file())
    ),
    "devices.own_fingerprint": Asks(None, None, lambda w, _: devices.own_fingerprint(w)),
    "devices.recipient": Asks(P.SEND, None, lambda w, _: devices.recipient(w, "91")),
    "devices.recipients": Asks(P.SEND, None, lambda w, _: devices.recipients(w)),
    "devices.refuse_practice": Asks(None, None, lambda w, _: devices.refuse_practice(w)),
    "delegations.delegate": Asks(
        P.SIGN, None, lambda w, _: delegations.delegate(w, w.user.id, "x", w.today(), w.today())
    ),
    "delegations.delegations": Asks(P.READ, None, lambda w, _: delegations.delegations(w)),
    "delegations.withdraw": Asks(P.SIGN, None, lambda w, _: delegations.withdraw(w, "x")),
    "enrolment.draw_sheets": Asks(
        P.SEND, None, lambda w, _: enrolment.draw_sheets(w, [enrolment.SheetFor("x")])
    ),
    "enrolment.read_folder": Asks(P.RECEIVE, None, lambda w, _: enrolment.read_folder(w, NOWHERE)),
    "enrolment.save_sheets": Asks(P.SEND, None, lambda w, _: enrolment.save_sheets(w, b"", NOWHERE)),
    "enrolment.sheets_printed": Asks(P.SEND, None, lambda w, _: enrolment.sheets_printed(w, b"")),
    "enrolment.units": Asks(P.RECEIVE, None, lambda w, _: enrolment.units(w)),
    "sharing.new_shares": Asks(P.ADMINISTER, None, lambda w, _: sharing.new_shares(w, 2)),
    "sharing.put_in_force": Asks(
        P.ADMINISTER, None, lambda w, _: sharing.put_in_force(w, NEW_SHARES, *BOTH_SHARES)
    ),
    "sharing.rehearse": Asks(P.ADMINISTER, None, lambda w, _: sharing.rehearse(w, *BOTH_SHARES)),
    "renewing.answer_copy": Asks(P.ADMINISTER, None, lambda w, _: renewing.answer_copy(w, replaced=False)),
    "renewing.go_on": Asks(P.ADMINISTER, None, lambda w, _: renewing.go_on(w)),
    "renewing.own_end": Asks(P.READ, None, lambda w, _: renewing.own_end(w)),
    "renewing.renew": Asks(P.ADMINISTER, None, lambda w, _: renewing.renew(w)),
    "revoking.accept_later": Asks(P.ADMINISTER, None, lambda w, _: revoking.accept_later(w, "a" * 32)),
    "revoking.revoke": Asks(P.ADMINISTER, None, lambda w, _: revoking.revoke(w, "a" * 32)),
    "drafts.draft": Asks(P.READ, None, lambda w, r: drafts.draft(w, r, None)),
    "drafts.drafts": Asks(P.READ, None, lambda w, _: drafts.drafts(w)),
    "drafts.drop_draft": Asks(None, None, lambda w, r: drafts.drop_draft(w, r, None)),
    "drafts.keep_draft": Asks(P.EDIT, "*", lambda w, r: drafts.keep_draft(w, r, None, {})),
    "entries.check_entry": Asks(P.READ, None, lambda w, r: entries.check_entry(w, new_form(r), Entry({}))),
    "entries.check_values": Asks(P.READ, None, lambda w, r: entries.check_values(w, r, {}, {})),
    "erasing.erase_record": Asks(P.ERASE, "*", lambda w, r: erasing.erase_record(w, r, "x", None, "x")),
    "history.history_of_many": Asks(P.READ, "*", lambda w, r: history.history_of_many(w, r, ["x"])),
    "rejecting.bring_back": Asks(P.EDIT, "*", lambda w, r: rejecting.bring_back(w, _rejection(r))),
    "rejecting.find": Asks(None, None, lambda w, _: rejecting.find(w)),
    "rejecting.mark_read": Asks(P.EDIT, None, lambda w, _: rejecting.mark_read(w, _rejection("area"))),
    "rejecting.reject": Asks(
        P.EDIT, "*", lambda w, r: rejecting.reject(w, [(r, "x")], ("a" * 32, 1), "lý do")
    ),
    "holding.discard": Asks(P.RECEIVE, None, lambda w, _: holding.discard(w, "x")),
    "holding.find": Asks(P.RECEIVE, None, lambda w, _: holding.find(w)),
    "holding.keep": Asks(P.RECEIVE, None, lambda w, _: holding.keep(w, NOWHERE, BundleGap(), quiet)),
    "holding.let_go": Asks(P.RECEIVE, None, lambda w, _: holding.let_go(w)),
    "holding.take_next": Asks(P.RECEIVE, None, lambda w, _: holding.take_next(w, quiet)),
    "holding.told": Asks(P.RECEIVE, None, lambda w, _: holding.told(w)),
    "forks.heal": Asks(P.RECEIVE, None, lambda w, _: forks.heal(w, forks.Fork("a" * 32, 1, "b" * 64, ""))),
    "handed.handed": Asks(P.READ, "*", lambda w, r: handed.handed(w, r, "x")),
    "history.history_of": Asks(P.READ, "*", lambda w, r: history.history_of(w, r, "x")),
    "import_holdings.holdings": Asks(
        P.IMPORT, "*", lambda w, r: importing.holdings(w, target_of(w.registry, r), ())
    ),
    "import_opening.remembered_mapping": Asks(
        P.READ, None, lambda w, r: importing.remembered_mapping(w, list_of(r))
    ),
    "importing.preview": Asks(
        P.IMPORT, "*", lambda w, r: importing.preview(w, list_of(r), (), {}, Holdings())
    ),
    "importing.run_import": Asks(
        P.IMPORT, "*", lambda w, r: importing.run_import(w, list_of(r), {}, plan_of(w, r))
    ),
    "places.home": Asks(None, None, lambda w, _: places.home(w)),
    "places.key_file_name": Asks(None, None, lambda w, _: places.key_file_name(w)),
    "places.save_key_file": Asks(P.SEND, None, lambda w, _: places.save_key_file(w, NOWHERE)),
    "registers.check": Asks(P.READ, None, lambda w, r: registers.check(w, new_form(r), Entry({}))),
    "registers.choices": Asks(P.READ, "*", lambda w, r: registers.choices(w, r, "")),
    "registers.count": Asks(P.READ, "*", lambda w, r: registers.count(w, r, ListQuery())),
    "registers.import_size": Asks(P.READ, None, lambda w, _: registers.import_size(w, ("x", 1))),
    "registers.last_undoable": Asks(P.READ, None, lambda w, _: registers.last_undoable(w)),
    "registers.load_form": Asks(P.READ, "*", lambda w, r: registers.load_form(w, r, None)),
    "registers.related": Asks(P.READ, "*", lambda w, r: registers.related(w, r, "x")),
    "registers.restore": Asks(P.EDIT, "*", lambda w, r: registers.restore(w, r, "x")),
    "registers.retire": Asks(P.EDIT, "*", lambda w, r: registers.retire(w, r, "x", "x", date(2026, 1, 5))),
    "registers.reveal": Asks(
        P.REVEAL, "*", lambda w, r: registers.reveal(w, r, "x", w.registry[r].fields[0].name)
    ),
    "registers.rows": Asks(P.READ, "*", lambda w, r: registers.rows(w, r, ListQuery(), 0, 1)),
    "registers.save": Asks(P.EDIT, "*", lambda w, r: registers.save(w, filled_form(w, r), Entry({}))),
    "registers.undo": Asks(P.EDIT, None, lambda w, _: registers.undo(w, ("a" * 32, 1))),
    "report_figures.changed_since": Asks(
        P.READ, None, lambda w, _: report_figures.changed_since(w, FrozenFigures(MONTH, ()))
    ),
    "report_figures.moment": Asks(P.READ, None, lambda w, _: report_figures.moment(w)),
    "report_missing.missing": Asks(P.READ, None, lambda w, _: report_missing.missing(w, MONTH)),
    "report_paper.paper": Asks(P.PRINT, "report", lambda w, _: report_paper.paper(w, "x")),
    "report_paper.paper_left": Asks(None, None, lambda w, _: report_paper.paper_left(w, PAPER, "print")),
    "report_paper.row_words": Asks(
        None, None, lambda w, _: report_paper.row_words(w, Catalogue("vi"), PAPER.rows[0])
    ),
    "report_paper.save": Asks(
        P.PRINT, "report", lambda w, _: report_paper.save(w, PAPER, b"", NOWHERE / "a.pdf")
    ),
    "report_views.due": Asks(P.READ, None, lambda w, _: report_views.due(w)),
    "report_views.report": Asks(P.READ, "report", lambda w, _: report_views.report(w, "x")),
    "report_views.reports": Asks(P.READ, "report", lambda w, _: report_views.reports(w)),
    "report_workbook.write_excel": Asks(None, None, lambda w, _: report_workbook.write_excel(w, PAPER)),
    "reports.carried_over": Asks(P.READ, "report", lambda w, _: reports.carried_over(w, PAPER.report)),
    "reports.differences": Asks(P.READ, None, lambda w, _: reports.differences(w, PAPER.report)),
    "reports.figures": Asks(P.READ, None, lambda w, _: reports.figures(w, PAPER.report)),
    "reports.freeze_figures": Asks(P.EDIT, "report", lambda w, _: reports.freeze_figures(w, "x")),
    "reports.leave_out": Asks(P.EDIT, "report", lambda w, _: reports.leave_out(w, "x", frozenset())),
    "reports.mark_received": Asks(P.EDIT, "report", lambda w, _: reports.mark_received(w, "x", DAY)),
    "reports.mark_returned": Asks(P.EDIT, "report", lambda w, _: reports.mark_returned(w, "x", DAY, "Sai")),
    "reports.new_report": Asks(P.EDIT, "report", lambda w, _: reports.new_report(w, MONTH)),
    "reports.note_paper": Asks(P.EDIT, "report", lambda w, _: reports.note_paper(w, "x", "", outside=False)),
    "reports.save_text": Asks(P.EDIT, "report", lambda w, _: reports.save_text(w, "x", "", [])),
    "reports.send": Asks(P.EDIT, "report", lambda w, _: reports.send(w, "x", reports.Sending(DAY))),
    "reports.sign": Asks(P.SIGN, "report", lambda w, _: reports.sign(w, "x", reports.Signing())),
    "reports.signing_to_propose": Asks(
        P.READ, "report", lambda w, _: reports.signing_to_propose(w, PAPER.report)
    ),
    "reports.supplement": Asks(P.EDIT, "report", lambda w, _: reports.supplement(w, "x")),
    "reports.unfreeze": Asks(P.EDIT, "report", lambda w, _: reports.unfreeze(w, "x", "Sai")),
    "row_filters.require_taking_out": Asks(
        None, None, lambda w, _: row_filters.require_taking_out(w, LACKING)
    ),
    "row_filters.row_words": Asks(
        None, None, lambda w, _: row_filters.row_words(w, Catalogue("vi").text, "vi", LACKING)
    ),
    "rounds.check_round": Asks(P.EDIT, "*", lambda w, r: rounds.check_round(w, r, [])),
    "rounds.has_twin": Asks(P.READ, "*", lambda w, r: rounds.has_twin(w, r, {})),
    "rounds.last_round": Asks(P.EDIT, "*", lambda w, r: rounds.last_round(w, r)),
    "rounds.save_round": Asks(P.EDIT, "*", lambda w, r: rounds.save_round(w, r, [{"no_field": None}])),
    "rounds.take_back": Asks(P.EDIT, None, lambda w, _: rounds.take_back(w, ("x", 1))),
    "rounds.twins": Asks(P.READ, "*", lambda w, r: rounds.twins(w, r, [])),
    "rounds.would_take_back": Asks(P.EDIT, None, lambda w, _: rounds.would_take_back(w, ("x", 1))),
    "rules.history": Asks(P.READ, "rule", lambda w, _: rules.history(w, "due_soon_days")),
    "rules.rules": Asks(P.READ, "rule", lambda w, _: rules.rules(w, DAY)),
    "rules.set_rule": Asks(P.EDIT, "rule", lambda w, _: rules.set_rule(w, "due_soon_days", 7, DAY)),
    "rules.withdraw": Asks(P.EDIT, "rule", lambda w, _: rules.withdraw(w, "x")),
    "checking.find": Asks(P.EDIT, None, lambda w, _: checking.find(w)),
    "checking.mend": Asks(P.EDIT, "group", lambda w, _: checking.mend(w, OWN[0], "x")),
    "checking.records": Asks(P.EDIT, "group", lambda w, _: checking.records(w, OWN[0], 0, 9)),
    "checking.verify": Asks(P.ADMINISTER, None, lambda w, _: checking.verify(w, quiet)),
    "doubles.compare": Asks(P.EDIT, "person", lambda w, _: doubles.compare(w, "person", "x", "y")),
    "doubles.find_doubles": Asks(P.EDIT, "person", lambda w, _: doubles.find_doubles(w, "person")),
    "doubles.names": Asks(P.READ, "*", lambda w, r: doubles.names(w, r, [])),
    "person_view.person_paper": Asks(P.PRINT, "person", lambda w, _: person_view.person_paper(w, "x")),
    "person_view.person_view": Asks(P.READ, "person", lambda w, _: person_view.person_view(w, "x")),
    "sameness.apart": Asks(P.EDIT, "person", lambda w, _: sameness.apart(w, "person", "x", "y")),
    "sameness.joined": Asks(P.READ, "*", lambda w, r: sameness.joined(w, r, "x")),
    "sameness.merge": Asks(P.EDIT, "person", lambda w, _: sameness.merge(w, "person", "x", "y")),
    "sameness.sets": Asks(P.READ, "*", lambda w, r: sameness.sets(w, r)),
    "sameness.split": Asks(P.EDIT, "person", lambda w, _: sameness.split(w, "person", "x")),
    "scopes.ask": Asks(P.EDIT, "scope_cell", lambda w, _: scopes.ask(w, "event", Reach.COUNTS)),
    "scopes.decide": Asks(P.EDIT, "scope_cell", lambda w, _: scopes.decide(w, "event", Reach.COUNTS)),
    "scopes.scope_history": Asks(P.READ, "scope_cell", lambda w, _: scopes.scope_history(w, "event")),
    "scopes.scope_lines": Asks(P.READ, "scope_cell", lambda w, _: scopes.scope_lines(w)),
    "search.find": Asks(P.READ, None, lambda w, _: search.find(w, "x")),
    "due.due": Asks(P.READ, None, lambda w, _: due.due(w)),
    "exporting.export_list": Asks(P.PRINT, "*", lambda w, r: exporting.export_list(w, r, ListQuery(), VI)),
    "exporting.save_export": Asks(
        P.PRINT, "*", lambda w, r: exporting.save_export(w, exporting.ExportedList(r, b"", 0), NOWHERE)
    ),
    "form_filling.fill": Asks(P.PRINT, "upper_form", lambda w, _: form_filling.fill(w, FORM, MONTH, NOWHERE)),
    "form_filling.parts": Asks(P.READ, None, lambda w, _: form_filling.parts(w, POINTER, MONTH)),
    "form_filling.values": Asks(P.READ, None, lambda w, _: form_filling.values(w, [POINTER], MONTH)),
    "forms.add": Asks(P.EDIT, "upper_form", lambda w, _: forms.add(w, NOWHERE)),
    "forms.bring": Asks(P.EDIT, "upper_form", lambda w, _: forms.bring(w, "x", NOWHERE)),
    "forms.clear": Asks(P.EDIT, "upper_form", lambda w, _: forms.clear(w, FORM, [])),
    "forms.describe": Asks(
        P.EDIT, "upper_form", lambda w, _: forms.describe(w, "x", "", None, PeriodKind.MONTH)
    ),
    "forms.forms": Asks(P.READ, "upper_form", lambda w, _: forms.forms(w)),
    "forms.look_at": Asks(P.READ, "upper_form", lambda w, _: forms.look_at(w, NOWHERE)),
    "forms.move": Asks(P.EDIT, "upper_form", lambda w, _: forms.move(w, FORM, {})),
    "forms.open_form": Asks(P.READ, "upper_form", lambda w, _: forms.open_form(w, "x")),
    "forms.point": Asks(P.EDIT, "upper_form", lambda w, _: forms.point(w, FORM, [])),
    "forms.stop": Asks(P.EDIT, "upper_form", lambda w, _: forms.stop(w, "x")),
    "figure_rows.figure_words": Asks(
        P.READ,
        "area",
        lambda w, _: figure_rows.figure_words(w, VI.text, "vi", FigureFilter("visits", MONTH, "x")),
    ),
    "indicators.areas": Asks(P.READ, None, lambda w, _: indicators.areas(w)),
    "indicators.drill": Asks(P.READ, None, lambda w, _: indicators.drill(w, "visits", MONTH)),
    "indicators.table": Asks(P.READ, None, lambda w, _: indicators.table(w, None, MONTH)),
    "backup_away.write_away": Asks(P.SEND, None, lambda w, _: backup_away.write_away(w, STICK, quiet)),
    "layout_files.import_layout": Asks(P.PRINT, "award", lambda w, _: layout_files.import_layout(w, LAYOUT)),
    "layout_files.keep_blank_picture": Asks(
        P.PRINT, "award", lambda w, _: layout_files.keep_blank_picture(w, "x", NOWHERE)
    ),
    "layout_files.keep_emblem": Asks(P.PRINT, "award", lambda w, _: layout_files.keep_emblem(w, NOWHERE)),
    "layout_files.keep_layout": Asks(
        P.PRINT, "award", lambda w, _: layout_files.keep_layout(w, certificates.default_layout())
    ),
    "print_setup.blank_use": Asks(P.PRINT, "award", lambda w, _: print_setup.blank_use(w)),
    "print_setup.count_blanks": Asks(P.PRINT, "award", lambda w, _: print_setup.count_blanks(w, "x", 1, 0)),
    "print_setup.feed_of": Asks(
        P.PRINT, "award", lambda w, _: print_setup.feed_of(w, print_setup.Source("x"))
    ),
    "print_setup.keep_layout_choice": Asks(
        P.PRINT,
        "award",
        lambda w, _: print_setup.keep_layout_choice(w, Scope("giay_khen", "individual"), "x"),
    ),
    "print_setup.source_of": Asks(P.PRINT, "award", lambda w, _: print_setup.source_of(w, "x")),
    "print_setup.layout_choices": Asks(P.PRINT, "award", lambda w, _: print_setup.layout_choices(w)),
    "print_setup.keep_feed": Asks(
        P.PRINT, "award", lambda w, _: print_setup.keep_feed(w, print_setup.Source("x"), print_setup.Feed())
    ),
    "print_setup.keep_run": Asks(P.PRINT, "award", lambda w, _: print_setup.keep_run(w, None)),
    "print_setup.kept_run": Asks(P.PRINT, "award", lambda w, _: print_setup.kept_run(w)),
    "list_paper.draw_list": Asks(P.PRINT, "*", lambda w, r: list_paper.draw_list(w, r, ListQuery())),
    "list_paper.save_paper": Asks(
        P.PRINT, "*", lambda w, r: list_paper.save_paper(w, list_paper.ListPaper(r, b"", 1, 1, 1, 1), NOWHERE)
    ),
    "mediation.dispute_remarks": Asks(
        P.READ, "dispute", lambda w, _: mediation.dispute_remarks(w, new_form("dispute"), Entry({}))
    ),
    "my_areas.my_areas": Asks(P.READ, "area", lambda w, _: my_areas.my_areas(w, "area")),
    "paper_codes.code_within": Asks(
        P.PRINT, "award", lambda w, _: paper_codes.code_within(w, CERTIFICATE, Box(0, 0, 40, 40))
    ),
    "paper_codes.code_for": Asks(P.PRINT, "award", lambda w, _: paper_codes.code_for(w, CERTIFICATE)),
    "paper_texts.keep": Asks(P.READ, None, lambda w, _: paper_texts.keep(w, "x", {})),
    "paper_texts.kept": Asks(P.READ, None, lambda w, _: paper_texts.kept(w, "x", "bases", "")),
    "papers.draw": Asks(P.REVEAL, "dispute", lambda w, _: papers.draw(w, MINUTES, "x", {})),
    "papers.offered": Asks(P.READ, "*", lambda w, r: papers.offered(w, r, "x")),
    "papers.paper_left": Asks(P.REVEAL, "dispute", lambda w, _: papers.paper_left(w, MADE, "print")),
    "papers.questions": Asks(P.REVEAL, "dispute", lambda w, _: papers.questions(w, MINUTES, "x")),
    "papers.save_pdf": Asks(P.REVEAL, "dispute", lambda w, _: papers.save_pdf(w, MADE, NOWHERE)),
    "papers.save_word": Asks(P.REVEAL, "dispute", lambda w, _: papers.save_word(w, MADE, NOWHERE)),
    "group_papers.group_decision": Asks(
        P.PRINT, "member", lambda w, _: group_papers.group_decision(w, "x", {})
    ),
    "group_papers.group_decision_asks": Asks(
        P.PRINT, "member", lambda w, _: group_papers.group_decision_asks(w, "x")
    ),
    "group_papers.invitation_asks": Asks(
        P.PRINT, "member", lambda w, _: group_papers.invitation_asks(w, "x")
    ),
    "group_papers.invitations": Asks(P.PRINT, "member", lambda w, _: group_papers.invitations(w, "x", {})),
    "group_papers.member_decision": Asks(
        P.PRINT, "member", lambda w, _: group_papers.member_decision(w, "x", {})
    ),
    "group_papers.member_decision_asks": Asks(
        P.PRINT, "member", lambda w, _: group_papers.member_decision_asks(w, "x")
    ),
    "group_people.group_told": Asks(P.PRINT, "member", lambda w, _: group_people.group_told(w, "x")),
    "group_people.member_told": Asks(P.PRINT, "member", lambda w, _: group_people.member_told(w, "x")),
    "mediation_book.book_asks": Asks(P.REVEAL, "dispute", lambda w, _: mediation_book.book_asks(w, "x")),
    "mediation_book.mediation_book": Asks(
        P.REVEAL, "dispute", lambda w, _: mediation_book.mediation_book(w, "x", {})
    ),
    "mediation_book.mediation_groups": Asks(
        P.READ, "group", lambda w, _: mediation_book.mediation_groups(w, "")
    ),
    "member_cards.cards_asks": Asks(P.PRINT, "member", lambda w, _: member_cards.cards_asks(w, "x")),
    "member_cards.group_cards": Asks(P.PRINT, "member", lambda w, _: member_cards.group_cards(w, "x", {})),
    "member_cards.member_card": Asks(P.PRINT, "member", lambda w, _: member_cards.member_card(w, "x", {})),
    "recognition_paper.recognition_asks": Asks(
        P.PRINT, "recognition", lambda w, _: recognition_paper.recognition_asks(w, "x")
    ),
    "recognition_paper.recognition_certificate": Asks(
        P.PRINT, "recognition", lambda w, _: recognition_paper.recognition_certificate(w, "x", {})
    ),
    "settlement_minutes.minutes_asks": Asks(
        P.REVEAL, "dispute", lambda w, _: settlement_minutes.minutes_asks(w, "x")
    ),
    "settlement_minutes.settlement_minutes": Asks(
        P.REVEAL, "dispute", lambda w, _: settlement_minutes.settlement_minutes(w, "x", {})
    ),
    "paper_codes.known_keys": Asks(P.READ, None, lambda w, _: paper_codes.known_keys(w)),
    "periods.calendar": Asks(P.READ, None, lambda w, _: periods.calendar(w)),
    "recovery.check_code": Asks(
        P.ADMINISTER, None, lambda w, _: recovery.check_code(w, recovery.new_code(w))
    ),
    "recovery.replace_code": Asks(
        P.ADMINISTER, None, lambda w, _: recovery.replace_code(w, recovery.new_code(w), kdf=FAST)
    ),
    "remarks.remarks": Asks(
        P.READ, "dispute", lambda w, _: remarks.remarks(w, new_form("dispute"), Entry({}))
    ),
    "seen_list.read_list": Asks(P.PRINT, "*", lambda w, r: seen_list.read_list(w, r, ListQuery(), VI, 1)),
    "transfers.hand_over": Asks(P.EDIT, "transfer", lambda w, _: transfers.hand_over(w, "x")),
    "transfers.order": Asks(P.EDIT, "transfer", lambda w, _: transfers.order(w, TRANSFER)),
    "transfers.orders": Asks(P.READ, "transfer", lambda w, _: transfers.orders(w)),
    "transfers.preview": Asks(P.READ, "transfer", lambda w, _: transfers.preview(w, "x")),
    "transfers.units": Asks(P.READ, "transfer", lambda w, _: transfers.units(w)),
    "task_sheet.draw_tasks": Asks(P.PRINT, None, lambda w, _: task_sheet.draw_tasks(w)),
    "task_sheet.officers": Asks(P.READ, "area", lambda w, _: task_sheet.officers(w)),
    "today.figures": Asks(P.READ, None, lambda w, _: today.figures(w)),
    "visit_plan.visit_plan": Asks(P.READ, "visit", lambda w, _: visit_plan.visit_plan(w)),
    "visit_slips.draw_slip": Asks(P.PRINT, "visit", lambda w, _: visit_slips.draw_slip(w, SLIP)),
    "visit_slips.household_titles": Asks(
        P.READ, "household", lambda w, _: visit_slips.household_titles(w, [])
    ),
    "visit_slips.keep_slip": Asks(
        P.PRINT, "visit", lambda w, _: visit_slips.keep_slip(w, visit_slips.draw_slip(w, SLIP), "print")
    ),
    "visit_slips.newest_slips": Asks(P.READ, "visit", lambda w, _: visit_slips.newest_slips(w)),
    "visit_slips.slip": Asks(P.EDIT, "visit", lambda w, _: visit_slips.slip(w, 1)),
    "visit_slips.slip_of_area": Asks(P.READ, "household", lambda w, _: visit_slips.slip_of_area(w, "x")),
    "board.board": Asks(P.READ, "report", lambda w, _: board.board(w, MONTH)),
    "board.due_period": Asks(P.READ, None, lambda w, _: board.due_period(w)),
    "board.late_units": Asks(P.READ, "report", lambda w, _: board.late_units(w, MONTH)),
    "received_reports.choose": Asks(
        P.EDIT, "received_report", lambda w, _: received_reports.choose(w, UNIT, MONTH, Source.PAPER, "Sai")
    ),
    "received_reports.enter": Asks(
        P.EDIT, "received_report", lambda w, _: received_reports.enter(w, UNIT, MONTH, TYPED)
    ),
    "received_reports.entered": Asks(
        P.READ, "received_report", lambda w, _: received_reports.entered(w, "x", MONTH, Source.PAPER)
    ),
    "received_reports.read_filled": Asks(
        None, None, lambda w, _: received_reports.read_filled(w, FORM, NOWHERE)
    ),
    "received_reports.strike": Asks(P.EDIT, "received_report", lambda w, _: received_reports.strike(w, "x")),
    "reception_queue.add": Asks(P.RECEIVE, None, lambda w, _: reception_queue.add(w, WAITS)),
    "reception_queue.answer_waits": Asks(
        P.SEND, None, lambda w, _: reception_queue.answer_waits(w, "30337", "x")
    ),
    "reception_queue.answer_written": Asks(
        P.SEND, None, lambda w, _: reception_queue.answer_written(w, "30337")
    ),
    "reception_queue.answers": Asks(P.RECEIVE, None, lambda w, _: reception_queue.answers(w)),
    "reception.receive_all": Asks(
        P.RECEIVE,
        None,
        lambda w, _: reception.receive_all(w, NOWHERE.parent, "", stick=True, progress=quiet),
    ),
    "reception_queue.came_through": Asks(
        P.RECEIVE, None, lambda w, _: reception_queue.came_through(w, "a.tqb", "x", holding=False)
    ),
    "reception_queue.done": Asks(P.RECEIVE, None, lambda w, _: reception_queue.done(w, WAITS)),
    "reception_queue.watch": Asks(P.RECEIVE, None, lambda w, _: reception_queue.watch(w, None)),
    "reception_queue.watched": Asks(P.RECEIVE, None, lambda w, _: reception_queue.watched(w)),
    "reception_queue.waiting": Asks(P.RECEIVE, None, lambda w, _: reception_queue.waiting(w)),
    "report_answers.receive": Asks(P.EDIT, "report", lambda w, _: report_answers.receive(w, "x", DAY)),
    "report_answers.return_report": Asks(
        P.EDIT, "report", lambda w, _: report_answers.return_report(w, "x", DAY, "Sai")
    ),
    "reporting_units.add_communes": Asks(
        P.EDIT, "reporting_unit", lambda w, _: reporting_units.add_communes(w)
    ),
    "reporting_units.units": Asks(P.READ, "reporting_unit", lambda w, _: reporting_units.units(w)),
    "report_views.returned": Asks(P.READ, None, lambda w, _: report_views.returned(w)),
    "reminders.letter": Asks(P.PRINT, "reminder", lambda w, _: reminders.letter(w, "x")),
    "reminders.remind": Asks(
        P.EDIT, "reminder", lambda w, _: reminders.remind(w, MONTH, reports.Signing(), None)
    ),
    "reminders.reminders": Asks(P.READ, "reminder", lambda w, _: reminders.reminders(w)),
    "reminders.signing_to_propose": Asks(P.READ, "reminder", lambda w, _: reminders.signing_to_propose(w)),
    "reminders.to_remind": Asks(P.READ, "report", lambda w, _: reminders.to_remind(w, MONTH)),
    "statistics.gather": Asks(P.SEND, None, lambda w, _: statistics.gather(w, MONTH)),
    "statistics.save": Asks(P.SEND, None, lambda w, _: statistics.save(w, ANONYMOUS, NOWHERE, "x")),
    "totals.freeze_totals": Asks(P.EDIT, "frozen_total", lambda w, _: totals.freeze_totals(w, MONTH)),
    "totals.frozen": Asks(P.READ, "frozen_total", lambda w, _: totals.frozen(w, MONTH)),
    "totals.totals": Asks(P.READ, "report", lambda w, _: totals.totals(w, MONTH)),
    "totals.unfreeze_totals": Asks(
        P.EDIT, "frozen_total", lambda w, _: totals.unfreeze_totals(w, MONTH, "Sai")
    ),
    "totals_paper.change_lines": Asks(None, None, lambda w, _: totals_paper.change_lines(w, ())),
    "totals_paper.fill_totals": Asks(
        P.PRINT, "upper_form", lambda w, _: totals_paper.fill_totals(w, FORM, TOTAL, None, NOWHERE)
    ),
    "totals_paper.paper": Asks(P.PRINT, "frozen_total", lambda w, _: totals_paper.paper(w, TOTAL, None)),
    "totals_paper.whose": Asks(None, None, lambda w, _: totals_paper.whose(w, TOTAL)),
    "totals_paper.write_excel": Asks(None, None, lambda w, _: totals_paper.write_excel(w, TOTAL, None)),
    "totals_paper.write_matrix": Asks(None, None, lambda w, _: totals_paper.write_matrix(w, TOTAL, ())),
    "upper_papers.left": Asks(None, None, lambda w, _: upper_papers.left(w, LETTER)),
    "upper_papers.save": Asks(
        P.PRINT, "reminder", lambda w, _: upper_papers.save(w, "reminder", b"", NOWHERE)
    ),
    "unit_figures.origin_of": Asks(P.READ, "report", lambda w, _: unit_figures.origin_of(w, OFFER)),
    "unit_figures.unit_figures": Asks(P.READ, "report", lambda w, _: unit_figures.unit_figures(w, MONTH)),
    "unit_figures.values_of": Asks(P.READ, "report", lambda w, _: unit_figures.values_of(w, OFFER)),
    "salvage_slip.draw_slip": Asks(P.RECEIVE, None, lambda w, _: salvage_slip.draw_slip(w, SALVAGED)),
    "salvage_slip.save_slip": Asks(
        P.RECEIVE, None, lambda w, _: salvage_slip.save_slip(w, SALVAGED, NOWHERE)
    ),
    "salvaging.asked_again": Asks(P.SEND, None, lambda w, _: salvaging.asked_again(w, "91", "x")),
    "salvaging.join": Asks(P.RECEIVE, None, lambda w, _: salvaging.join(w, quiet)),
    "salvaging.salvage": Asks(P.RECEIVE, None, lambda w, _: salvaging.salvage(w, NOWHERE, quiet)),
    "workspace.Workspace.change": Asks(P.EDIT, "*", lambda w, r: put(w, r)),
    "workspace.Workspace.reading": Asks(P.READ, "*", lambda w, r: w.reading(register=r).__enter__()),
}

QUIET = {
    "bundle_export.waiting",
    "conflicts.count",
    "forks.count",
    "forks.find",
    "holding.count",
    "reception_queue.count",
    "rejecting.count",
    "renewing.copy_asked",
    "renewing.expiring",
    "sharing.shared",
}
"""Tells nothing instead of refusing, since the status line asks it for everybody."""

TELLS_NOTHING = {
    "person_file.person_left",
    "audit_paper.log_left",
    "handover.ends_at",
    "handover_paper.minutes_left",
    "figure_rows.definition",
    "publishing.prepare_figures",
    "figure_rows.require_open",
    "figure_rows.shown_in",
    "figure_rows.visible",
    "forms.proposals",
    "holding.file_of",
    "layout_files.blank_picture",
    "layout_files.emblem",
    "layout_files.layouts",
    "indicators.is_secret",
    "indicators.visible_codes",
    "list_paper.paper_left",
    "paper_codes.check_paper",
    "paper_asked.acts_for_chief",
    "paper_asked.chief_name",
    "paper_asked.chief_title",
    "paper_asked.committee_of",
    "paper_asked.decision_asks",
    "paper_asked.head_of",
    "paper_asked.label",
    "paper_asked.province_of",
    "paper_asked.unit_of",
    "paper_kinds.offered_over",
    "periods.check_cut_off",
    "recovery.needs_check",
    "rehearsal.due_on",
    "recovery.new_code",
    "seen_list.cell_words",
    "succession.carry_out",
    "succession.check_succession",
    "task_sheet.printed",
    "today.results",
    "today.unsent",
    "update_note.settle",
}
"""Reads nothing of the registers, or works on what its caller was let in to see."""

OF_THE_FILE = {
    "accounts.unlock",
    "former_keys.key_for",
    "key_change.change_if_asked",
    "key_change.change_key",
    "key_change.is_asked",
    "users.close_ended",
}
"""Keys and the log-in itself: done for whoever is logged in, once somebody who may has asked for it."""

COPIES = {
    "backup_away.away_standing",
    "backup_away.home_standing",
    "disk_signs.look",
    "erased_copies.clear_stick",
    "erased_copies.replace_copies",
    "disk_signs.note_failure",
    "backups.base_of",
    "backups.before_import",
    "backups.failures",
    "backups.file_key",
    "backups.keep_tail",
    "backups.make_copy",
    "backups.on_start",
    "backups.operations_since",
    "backups.prove_waiting",
    "backups.write_copy",
}
"""Whoever is logged in, the program copies the file beside it: the copy opens as the file does, for the same people."""

ON_A_READER = {
    "history.entry_of",
    "bundle_undo.own_devices",
    "award_book.numbers_for",
    "describe.describe",
    "trusting.trusted",
    "figure_rows.numbers_of",
    "forks.write_again",
    "reporting_units.units_of",
    "receipts.learn",
    "rejecting.may_reject",
    "revoking.learn",
    "row_filters.row_numbers",
}
"""Work on a reader that its caller was given by the door."""


def filled_form(workspace: Workspace, register: str) -> Form:
    """A new record whose required fields hold something, so that nothing is refused but the role."""
    from desktop.services.views import Cell

    fields = workspace.registry[register].fields
    cells = {
        each.name: Cell(each.default or "2026-01-05") for each in fields if each.required or each.default
    }
    return Form(register, None, cells)


def other_key_file() -> bytes:
    return _OTHER[0]


_OTHER: list[bytes] = []
"""The key file of another computer, made with the file."""


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Role, Workspace]]:
    """One file, open for a user of each role."""
    around = environment()
    folder = tmp_path_factory.mktemp("roles") / "so"
    new = tuple(NewUser(f"Người {role.value}", role, PASSWORD) for role in Role)
    made = first_run(
        FirstRun(folder, NHON_HUNG, new), around, RecoveryCode.generate(around.randomness), kdf=FAST
    )
    other = first_run(
        FirstRun(folder.with_name("khac"), NHON_HUNG, new[:1]),
        environment(seed=2),
        RecoveryCode.generate(around.randomness),
        kdf=FAST,
    )
    _OTHER[:] = [devices.export_key_file(other)]
    other.close()
    opened = {made.user.role: made}
    for user in users.list_users(made):
        if user.role not in opened:
            opened[user.role] = open_workspace(folder, user.id, PASSWORD, around)
    yield opened
    for workspace in opened.values():
        workspace.close()


def use_cases() -> set[str]:
    """Every public function of the services that is given the open file."""
    found = set()
    for module in pkgutil.iter_modules(desktop.services.__path__):
        loaded = importlib.import_module(f"desktop.services.{module.name}")
        for name, member in vars(loaded).items():
            own = inspect.isfunction(member) and member.__module__ == loaded.__name__
            if own and not name.startswith("_") and "workspace" in inspect.signature(member).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_use_case_says_what_it_asks_for() -> None:
    declared = {name for name in TABLE if not name.startswith("workspace.")}
    assert use_cases() == declared | QUIET | TELLS_NOTHING | OF_THE_FILE | COPIES | ON_A_READER


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", TABLE)
def test_a_use_case_lets_in_whom_the_table_says_and_nobody_else(
    everybody: dict[Role, Workspace], name: str, role: Role
) -> None:
    asks, workspace = TABLE[name], everybody[role]
    names = [each.name for each in workspace.registry] if asks.register == "*" else [asks.register or "area"]
    told = asks.register is not None
    refused = {register for register in names if refuses(asks.call, workspace, register)}
    expected = {
        register
        for register in names
        if asks.needs is not None
        and not (allowed(role, needed(asks.needs, register)) and (not told or sees(role, register)))
    }
    assert refused == expected


def refuses(call: Callable[[Workspace, str], object], workspace: Workspace, register: str) -> bool:
    """Whether the role is refused; whatever else is wrong with what was asked does not matter here."""
    try:
        call(workspace, register)
    except NotAllowed:
        return True
    except Exception:  # noqa: BLE001  # the role was let in; what it asked for is not there
        return False
    return False


def test_what_waits_to_be_sent_is_told_to_senders_only(everybody: dict[Role, Workspace]) -> None:
    told = {role: bundle_export.waiting(workspace) for role, workspace in everybody.items()}
    assert {role for role in told if not allowed(role, P.SEND) and told[role] is not None} == set()
