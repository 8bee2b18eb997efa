"""Two computers of a station, any work in any order, seen in part or twice: the tables are always the fold.

Every step goes through the one door into real encrypted files; what one computer wrote reaches the other out of
order, again and again, with contents closed or hidden.
"""

from __future__ import annotations

import shutil
import string
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from desktop.domain.journal.chain import withhold
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import Operation
from desktop.services import registers
from desktop.services.accounts import open_workspace
from desktop.services.erasing import NothingToErase, erase_record
from desktop.services.views import Entry, Form
from desktop.services.workspace import Workspace
from tests.kit.workspaces import PASSWORD, environment, make_workspace
from tests.store import looking
from tests.store.expected import Journalled, expected_conflicts, expected_rows, expected_words
from tests.store.toy import TOY

TEXTS = {
    "place": ("name",),
    "person": ("full_name", "number", "note"),
    "case": ("summary", "outcome", "outcome_on"),
    "party": ("name",),
}
REFERENCES = {"person": ("place",), "service": ("person",), "case": ("place",), "party": ("case", "person")}
REGISTERS = ("place", "person", "service", "case", "party")


@dataclass
class Site:
    """A computer. ``forms`` are open on its screen, loaded at some time before."""

    workspace: Workspace
    seed: int
    forms: list[Form] = field(default_factory=list)
    records: list[tuple[str, str]] = field(default_factory=list)

    def operations(self) -> list[Operation]:
        """Its own chain as it is held here."""
        with self.workspace.file.reading() as reader:
            return list(reader.journal.operations(self.workspace.device))


@cache
def templates() -> tuple[Path, tuple[str, str]]:
    """Two computers with nothing in them, made once and copied for each example."""
    folder = Path(tempfile.mkdtemp(prefix="tuquan-"))
    users = []
    for seed in (1, 2):
        made = make_workspace(folder / str(seed), around=environment(seed=seed)).workspace
        users.append(made.user.id)
        made.close()
    open_all(folder, (users[0], users[1]))  # the tables of the toy registry
    return folder, (users[0], users[1])


def open_all(folder: Path, users: tuple[str, str], *, close: bool = True) -> list[Site]:
    sites = []
    for seed, user in zip((1, 2), users, strict=True):
        around = environment(seed=seed + 10)
        sites.append(Site(open_workspace(folder / str(seed), user, PASSWORD, around, registry=TOY), seed))
    for one, other in (sites, reversed(sites)):
        key_file = other.workspace.key_file()
        with one.workspace.file.writing() as writer:
            certificate = key_file.certificate
            text = key_file.to_bytes().decode()
            writer.know_device(certificate.device, certificate.signing_key.raw, text, certificate.station)
    if close:
        for site in sites:
            site.workspace.close()
    return sites


def teardown_module() -> None:
    if templates.cache_info().currsize:
        shutil.rmtree(templates()[0])
        templates.cache_clear()


sides = st.integers(0, 1)
picks = st.integers(0, 10_000)


class TwoComputers(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        template, users = templates()
        self.folder = Path(tempfile.mkdtemp(prefix="tuquan-"))
        for name in ("1", "2"):
            shutil.copytree(template / name, self.folder / name)
        self.sites = open_all(self.folder, users, close=False)
        self.made = 0
        self.markers: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "sites"):
            self.everything_is_the_fold()
            for site in self.sites:
                site.workspace.close()
            shutil.rmtree(self.folder)

    def marker(self) -> str:
        """A word that stands nowhere else, and begins like no other."""
        self.made += 1
        digest = blake2b(str(self.made).encode(), digest_size=12).digest()
        word = "".join(string.ascii_lowercase[each % 26] for each in digest)
        self.markers.add(word)
        return word

    def value(self, site: Site, register: str, name: str, pick: int) -> str | None:
        if name in REFERENCES.get(register, ()):
            target = TOY[register].by_name[name].to
            known = [record for other, record in site.records if other == target]
            return known[pick % len(known)] if known else None
        return self.marker()

    def pick_record(self, site: Site, pick: int) -> tuple[str, str]:
        return site.records[pick % len(site.records)]

    # Work

    @rule(side=sides, register=st.sampled_from(REGISTERS), pick=picks)
    def create(self, side: int, register: str, pick: int) -> None:
        site = self.sites[side]
        names = (*TEXTS.get(register, ()), *REFERENCES.get(register, ()))
        values = {name: self.value(site, register, name, pick) for name in names}
        day = {"received_on": f"2026-01-{1 + pick % 28:02}"} if register == "case" else {}
        with site.workspace.change(f"{register}.create") as change:
            record = change.create(register, {**values, **day})
        if change.result.operation is not None:
            site.records.append((register, record))

    @precondition(lambda self: any(site.records for site in self.sites))
    @rule(side=sides, pick=picks)
    def open_form(self, side: int, pick: int) -> None:
        site = self.sites[side]
        if site.records:
            register, record = self.pick_record(site, pick)
            allowing(
                registers.RecordGone,
                lambda: site.forms.append(registers.load_form(site.workspace, register, record)),
            )

    @precondition(lambda self: any(site.forms for site in self.sites))
    @rule(side=sides, pick=picks, which=picks)
    def save_form(self, side: int, pick: int, which: int) -> None:
        site = self.sites[side]
        if not site.forms:
            return
        form = site.forms[pick % len(site.forms)]
        names = (*TEXTS.get(form.register, ()), *REFERENCES.get(form.register, ()))
        name = names[which % len(names)]
        entry = Entry({name: self.value(site, form.register, name, which)})
        allowing(
            (registers.RecordGone, registers.RecordRetired),
            lambda: registers.save(site.workspace, form, entry),
        )

    @precondition(lambda self: any(site.records for site in self.sites))
    @rule(side=sides, pick=picks, verb=st.sampled_from(["retire", "restore"]))
    def stand(self, side: int, pick: int, verb: str) -> None:
        site = self.sites[side]
        if not site.records:
            return
        place = self.pick_record(site, pick)
        on = site.workspace.today()
        work: Callable[[], object] = (
            (lambda: registers.retire(site.workspace, *place, self.marker(), on))
            if verb == "retire"
            else (lambda: registers.restore(site.workspace, *place))
        )
        allowing(registers.RecordGone, work)

    @rule(side=sides, pick=picks)
    def undo(self, side: int, pick: int) -> None:
        site = self.sites[side]
        operations = site.operations()
        if operations:
            operation = operations[pick % len(operations)].id
            allowing(
                (registers.NothingToUndo, registers.NumberIsGiven),
                lambda: registers.undo(site.workspace, operation),
            )

    @precondition(lambda self: any(site.records for site in self.sites))
    @rule(side=sides, pick=picks, whole=st.booleans())
    def erase(self, side: int, pick: int, whole: bool) -> None:
        site = self.sites[side]
        if not site.records:
            return
        register, record = self.pick_record(site, pick)
        names = TEXTS.get(register, ())
        fields = None if whole or not names else [names[pick % len(names)]]
        allowing(
            NothingToErase,
            lambda: erase_record(site.workspace, register, record, fields, "theo đơn đề nghị"),
        )

    # Carrying

    @rule(side=sides, data=st.data())
    def carry(self, side: int, data: st.DataObject) -> None:
        """Some operations of one computer reach the other, in any order, each as a reader may have it."""
        source, target = self.sites[side], self.sites[1 - side]
        operations = source.operations()
        chosen = data.draw(st.lists(st.sampled_from(operations), max_size=8)) if operations else []
        hidden = data.draw(st.sets(st.sampled_from(["person", "case"])))
        closed = data.draw(st.sets(st.sampled_from(["full_name", "name", "place", "outcome", "summary"])))

        def show(register: str, name: str) -> str:
            return "hidden" if register in hidden else "closed" if name in closed else "whole"

        together = data.draw(st.booleans())
        with target.workspace.file.writing() as writer:
            touched: list[tuple[str, str]] = []
            for operation in chosen:
                shown = withhold(operation, show)
                if shown is not None:
                    touched += writer.append(shown)
                elif writer.journal.operation(*operation.id) is None:
                    tip = Tip(operation.device, operation.seq, operation.hash, operation.hlc)
                    writer.journal.add_withheld([(tip, operation.body)])
                if not together:
                    writer.refold(touched)
                    touched = []
            writer.refold(touched)
        self.tell(target, [place for each in chosen for place in places_of(each)])

    @rule(side=sides, moves=st.booleans())
    def retire_against_an_edit(self, side: int, moves: bool) -> None:
        """One computer retires a case while the other still works on its party, which may then go elsewhere."""
        here, there = self.sites[side], self.sites[1 - side]
        with here.workspace.change("case.create") as change:
            case = change.create("case", {"summary": self.marker()})
            party = change.create("party", {"case": case, "name": self.marker()})
        with here.workspace.change("case.create") as change:
            other = change.create("case", {"summary": self.marker()})
        here.records += [("case", case), ("party", party), ("case", other)]
        self.meet()
        registers.retire(here.workspace, "case", case, self.marker(), here.workspace.today())
        form = registers.load_form(there.workspace, "party", party)
        registers.save(there.workspace, form, Entry({"name": self.marker()}))
        self.meet()
        if moves:
            form = registers.load_form(there.workspace, "party", party)
            registers.save(there.workspace, form, Entry({"case": other}))
            self.meet()

    def meet(self) -> None:
        for source, target in (self.sites, reversed(self.sites)):
            operations = source.operations()
            with target.workspace.file.writing() as writer:
                writer.refold([place for each in operations for place in writer.append(each)])
            self.tell(target, [place for each in operations for place in places_of(each)])

    def tell(self, site: Site, places: Iterable[tuple[str, str]]) -> None:
        """The people at a computer come to know of records that reached it."""
        with site.workspace.file.reading() as reader:
            for register, record in dict.fromkeys(places):
                known = register in TOY and reader.state(register, record) is not None
                if known and (register, record) not in site.records:
                    site.records.append((register, record))

    # What always holds

    @rule()
    def everything_is_the_fold(self) -> None:
        for site in self.sites:
            workspace = site.workspace
            with workspace.file.reading() as reader:
                journalled = Journalled.of(reader)
                rows = expected_rows(TOY, reader, journalled.changes)
                kept = looking.everything_kept(reader.connection)
            assert looking.tables(workspace) == rows
            assert looking.conflicts(workspace) == expected_conflicts(TOY, journalled.changes)
            assert looking.words(workspace) == expected_words(TOY, rows)
            whole = journalled.whole
            assert not journalled.erased & whole.keys()
            said = " ".join(map(str, whole.values()))
            gone = [marker for marker in self.markers if marker not in said]
            assert [marker for marker in gone if marker[1:].encode() in kept] == []
            digest = workspace.file.digest()
            workspace.file.rebuild()
            assert workspace.file.digest() == digest
            assert looking.tables(workspace) == rows


def allowing(refusal: type[Exception] | tuple[type[Exception], ...], work: Callable[[], object]) -> None:
    """Does what the program may well refuse."""
    with suppress(refusal) if isinstance(refusal, type) else suppress(*refusal):
        work()


def places_of(operation: Operation) -> list[tuple[str, str]]:
    return [(leaf.register, leaf.record) for _, leaf in operation.changes()]


TestTwoComputers = TwoComputers.TestCase
TestTwoComputers.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
