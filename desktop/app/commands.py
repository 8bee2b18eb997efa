"""What the commands of the command line do: each gives what is printed, as lines and as facts for machines."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.app.opening import opened, real_environment
from desktop.domain.fields import Registry
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.names import NameQuestion, proposed_answers
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.domain.registers import REGISTRY
from desktop.i18n.catalogue import Catalogue
from desktop.services import backups, importing
from desktop.services.catalogues import load_catalogues
from desktop.services.importing import OpenedList
from desktop.system.atomic import write_atomic

Printed = dict[str, Any]


def import_list(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Reads a list; stores it unless it is a dry run, which needs no register."""
    if options.dry_run:
        return _try_list(options, words)
    with opened(options, words) as workspace:
        found = _open(options, words, workspace.registry)
        found = importing.remembered_mapping(workspace, found, chosen=options.register is not None)
        choices = importing.choices_of(workspace.catalogues)
        rows = importing.read_rows(found, found.mapping, choices, workspace.today())
        held = importing.holdings(workspace, found.target, rows)
        questions = importing.questions(rows, found.target, held)
        plan = importing.preview(workspace, found, rows, proposed_answers(questions), held)
        _keep_rejects(options, words, found, plan)
        backups.before_import(workspace, lambda _done, _total: None)
        done = importing.run_import(workspace, found, found.mapping, plan)
        printed = _told(words, found, plan, questions)
        stored = done.new + done.second + done.changed
        printed["lines"].append(words.text("cli.import.stored", rows=stored))
        return {**printed, "stored": stored, "made": dict(done.made)}


def _open(options: argparse.Namespace, words: Catalogue, registry: Registry) -> OpenedList:
    found = importing.open_list(options.file, registry, words, options.register)
    if found.converted and not options.convert:
        raise importing.LettersNotSeen(file=found.name)
    return found


def _try_list(options: argparse.Namespace, words: Catalogue) -> Printed:
    found = _open(options, words, REGISTRY)
    today = real_environment().clock.today()
    rows = importing.read_rows(found, found.mapping, importing.choices_of(load_catalogues()), today)
    held = Holdings()
    questions = importing.questions(rows, found.target, held)
    plan = importing.preview(None, found, rows, proposed_answers(questions), held)
    _keep_rejects(options, words, found, plan)
    printed = _told(words, found, plan, questions)
    printed["lines"].append(words.text("cli.import.dry"))
    return {**printed, "stored": 0}


def _keep_rejects(
    options: argparse.Namespace, words: Catalogue, found: OpenedList, plan: ImportPreview
) -> None:
    if options.rejects is not None and plan.refused:
        write_atomic(options.rejects, importing.rejects_workbook(found, found.mapping, plan, words))


def _told(
    words: Catalogue, found: OpenedList, plan: ImportPreview, questions: tuple[NameQuestion, ...]
) -> Printed:
    counts = {fate.value: plan.count(fate) for fate in Fate}
    register = words.text(f"register.{found.target.register}")
    refused = [
        {"row": row.reading.number, "reasons": importing.reasons_in_words(row.reasons, words)}
        for row in plan.refused
    ]
    asked = [question.text for question in questions if question.answer is None]
    lines = [
        words.text(
            "cli.import.found", file=found.name, sheet=found.sheet, register=register, rows=len(plan.rows)
        ),
        words.text(
            "cli.import.counts",
            new=counts["new"],
            second=counts["second_membership"],
            changed=counts["changed"],
            same=counts["same"],
            refused=counts["refused"],
        ),
        *(
            words.text("cli.import.letters", column=each.name, font=each.font, before=before, after=after)
            for each in found.converted
            for before, after in each.samples
        ),
        words.text("cli.import.repairs", repaired=plan.repaired, doubtful=plan.doubtful),
        *(words.text("cli.import.refused", **each) for each in refused),
        *(words.text("cli.import.asked", name=name) for name in asked),
    ]
    return {
        "lines": lines,
        "file": found.name,
        "sheet": found.sheet,
        "register": found.target.register,
        "rows": len(plan.rows),
        "skipped": plan.skipped,
        "counts": counts,
        "repaired": plan.repaired,
        "doubtful": plan.doubtful,
        "refused": refused,
        "questions": asked,
    }


def rebuild(options: argparse.Namespace, words: Catalogue) -> Printed:
    """Folds the whole journal again; with ``--check`` says whether the tables had agreed with it."""
    with opened(options, words) as workspace:
        before = workspace.file.digest()
        workspace.file.rebuild()
        equal = workspace.file.digest() == before
        with workspace.reading() as reader:
            operations = reader.journal.size()
    if options.check:
        line = (
            words.text("cli.rebuild.equal", operations=operations)
            if equal
            else words.text("cli.rebuild.different")
        )
    else:
        line = words.text("cli.rebuild.done", operations=operations)
    return {"lines": [line], "equal": equal, "operations": operations}
