"""Four sites that work, send and receive in any order, and what must hold all the while."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.domain.fields import STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.chain import follow
from desktop.domain.journal.compose import Intent, Tip
from desktop.domain.journal.merge import Content
from desktop.domain.journal.operation import MAX_HLC, ChangeId
from tests.domain.journal.oracle import Oracle
from tests.kit.holders import Bundle, Gap
from tests.kit.sites import Form, OperationId, Place, Site, View, editing
from tests.kit.small_registry import REGISTRY, everything, notes_closed, tips_hidden

SITES = st.integers(0, 3)
PICK = st.integers(0, 999)
TEXTS = {
    "group": ["name", "area"],
    "member": ["name", "note"],
    "dispute": ["summary", "outcome", "outcome_on", "referred_to"],
    "tip": ["content"],
}
MAILS = 8


class Sites(RuleBasedStateMachine):
    """Two sites see everything, one has the members' notes closed, one may not know of tips."""

    def __init__(self) -> None:
        super().__init__()
        self.sites = [
            Site(device="a" * 32),
            Site(device="b" * 32),
            Site(device="c" * 32, scope=notes_closed),
            Site(device="d" * 32, scope=tips_hidden),
        ]
        self.oracle = Oracle()
        self.mails: list[tuple[int, Bundle]] = []
        self.forms: list[tuple[int, Form]] = []
        self.touched: set[int] = set()
        self.markers = 0

    @initialize(late=st.sampled_from([False, False, False, True]))
    def begin(self, late: bool) -> None:
        """A few records that all know, so that the sites soon meet in them."""
        hub = self.sites[0]
        for register in ("group", "member", "dispute", "tip"):
            knew = hub.visible()
            self.wrote(hub, hub.write(self.new_record(hub, register, 0), "create"), knew)
        for site in self.sites[1:]:
            hub.send(site)
        if late:
            self.sites[1].last_hlc = MAX_HLC - 5

    # What people do

    def marker(self) -> str:
        self.markers += 1
        return f"<{self.markers:05}>"

    def wrote(
        self,
        site: Site,
        operation: OperationId,
        knew: frozenset[ChangeId],
        undone: OperationId | None = None,
    ) -> None:
        step = site.chains[site.device][operation[1] - 1]
        assert step.operation is not None
        self.oracle.note(step.operation, knew, undone)
        self.touched.add(self.sites.index(site))

    def values(self, site: Site, register: str) -> dict[str, Plain]:
        """A new text for each field of the register that the site may write."""
        names = [name for name in TEXTS[register] if site.scope(register, name) == "whole"]
        return {name: self.marker() for name in names}

    def place(self, site: Site, pick: int) -> Place | None:
        places = [place for register in TEXTS for place in site.records(register)]
        return places[pick % len(places)] if places else None

    def new_record(self, site: Site, register: str, pick: int) -> list[Intent]:
        values = self.values(site, register)
        groups = site.records("group")
        if register == "member" and groups:
            values["group"] = groups[pick % len(groups)][1]
        return site.creating(register, site.new_id(), values)

    @rule(
        site=SITES, registers=st.lists(st.sampled_from(["group", "member", "dispute"]), max_size=3), pick=PICK
    )
    def create_or_import(self, site: int, registers: list[str], pick: int) -> None:
        """Some new records and an edit of one that is there, in one operation."""
        at = self.sites[site]
        knew = at.visible()
        intents = [each for register in registers for each in self.new_record(at, register, pick)]
        place = self.place(at, pick)
        if place is not None:
            intents += editing(at.load(place), self.one_value(at, place, pick))
        if intents:
            self.wrote(at, at.write(intents, "import"), knew)

    def one_value(self, site: Site, place: Place, pick: int) -> dict[str, Plain]:
        names = [name for name in TEXTS[place[0]] if site.scope(place[0], name) == "whole"]
        return {names[pick % len(names)]: self.marker()}

    @rule(site=SITES, pick=PICK, auto=st.sampled_from([False, False, True]))
    def edit(self, site: int, pick: int, auto: bool) -> None:
        place = self.place(self.sites[site], pick)
        if place is not None:
            self.edit_at(site, place, pick // 7, auto)

    def edit_at(self, site: int, place: Place, pick: int, auto: bool) -> None:
        at = self.sites[site]
        knew = at.visible()
        self.wrote(at, at.save(at.load(place), self.one_value(at, place, pick), auto=auto), knew)

    @rule(sites=st.permutations(range(4)), pick=PICK, auto=st.sampled_from([False, False, True]))
    def edit_in_two_places(self, sites: list[int], pick: int, auto: bool) -> None:
        """One record, one field, side by side where neither place has the other's word."""
        one, two = sites[:2]
        place = self.place(self.sites[one], pick)
        if place is not None and place in self.sites[two].view().states:
            self.edit_at(one, place, pick // 7, auto)
            self.edit_at(two, place, pick // 7, auto=False)

    @rule(site=SITES, pick=PICK)
    def open_a_form(self, site: int, pick: int) -> None:
        place = self.place(self.sites[site], pick)
        if place is not None:
            self.forms = [*self.forms[-3:], (site, self.sites[site].load(place))]

    @precondition(lambda self: self.forms)
    @rule(pick=PICK)
    def save_a_form(self, pick: int) -> None:
        site, form = self.forms.pop(pick % len(self.forms))
        at = self.sites[site]
        self.wrote(at, at.save(form, self.one_value(at, form.place, pick)), form.visible)

    @rule(site=SITES, pick=PICK)
    def settle(self, site: int, pick: int) -> None:
        at = self.sites[site]
        choices = [
            (place, name)
            for place, state in sorted(at.view().states.items())
            for name in state.conflicts()
            if place[0] in REGISTRY
            and name != STATE
            and all(
                head.content is Content.HELD
                for each in REGISTRY[place[0]].companions(name)
                for head in state.fields[each].heads
            )
        ]
        if choices:
            knew = at.visible()
            self.wrote(at, at.settle(*choices[pick % len(choices)], pick), knew)

    @rule(site=SITES, pick=PICK, back=st.booleans())
    def retire_or_restore(self, site: int, pick: int, back: bool) -> None:
        at = self.sites[site]
        place = self.place(at, pick)
        if place is not None:
            knew = at.visible()
            self.wrote(at, at.restore(place) if back else at.retire(place), knew)

    @rule(site=SITES, pick=PICK)
    def erase(self, site: int, pick: int) -> None:
        at = self.sites[site]
        place = self.place(at, pick)
        if place is not None:
            names = [name for name in TEXTS[place[0]] if name in at.state(place).fields]
            if names:
                at.erase(place, names[pick % len(names)])
                self.touched.add(site)

    @rule(site=SITES, pick=PICK)
    def take_back(self, site: int, pick: int) -> None:
        at = self.sites[site]
        own = at.tip(at.device).seq
        if own:
            undone = (at.device, own - pick % min(own, 4))
            knew = at.visible()
            intents = at.taking_back(undone)
            if intents:
                self.wrote(at, at.write(intents, "undo"), knew, undone)

    @rule(site=SITES, years=st.sampled_from([-19, -1, 0, 3, 36, 80]))
    def set_the_clock(self, site: int, years: int) -> None:
        self.sites[site].years = years

    # What travels

    @rule(site=SITES, to=SITES, overlap=st.integers(0, 5), ahead=st.integers(0, 9))
    def send(self, site: int, to: int, overlap: int, ahead: int) -> None:
        held = self.sites[to].clock()
        # Sometimes the sender believes that more was received than was.
        since = {device: max(0, seq - overlap) + (ahead == 9) for device, seq in held.items()}
        mail = (to, self.sites[site].export(self.sites[to].scope, since))
        self.mails = [*self.mails[-MAILS + 1 :], mail]

    @rule(site=SITES, to=SITES)
    def meet(self, site: int, to: int) -> None:
        one, two = self.sites[site], self.sites[to]
        one.send(two, since=two.clock())
        two.send(one, since=one.clock())
        self.touched |= {site, to}

    @precondition(lambda self: self.mails)
    @rule(pick=PICK, keep=st.booleans())
    def deliver(self, pick: int, keep: bool) -> None:
        to, bundle = self.mails[pick % len(self.mails)]
        if not keep:
            self.mails.pop(pick % len(self.mails))
        try:
            self.sites[to].receive(bundle)
        except Gap:
            return
        self.touched.add(to)

    # What must hold

    @invariant()
    def touched_sites_are_sound(self) -> None:
        for number in self.touched:
            site = self.sites[number]
            view = site.view()
            self.chains_verify(site)
            self.nothing_forbidden_is_kept(site)
            self.every_unseen_write_is_a_head(site, view)
            self.order_does_not_matter(view)
        self.touched = set()

    def chains_verify(self, site: Site) -> None:
        for device in site.chains:
            assert follow(Tip(device), site.links(device)) == site.tip(device)

    def nothing_forbidden_is_kept(self, site: Site) -> None:
        text = site.text()
        for value, writes in self.oracle.carriers().items():
            withheld = all(site.scope(write.place[0], write.field) != "whole" for write in writes)
            erased = all(write.id in site.erased for write in writes)
            if withheld or erased:
                assert value not in text

    def every_unseen_write_is_a_head(self, site: Site, view: View) -> None:
        held = site.visible()
        for place, name in self.oracle.fields(held):
            field = view.states[place].fields[name]
            heads = {head.operation for head in field.heads}
            assert {write.operation for write in self.oracle.heads(place, name, held)} <= heads
            assert field.content is Content.HELD or field.value is None

    def order_does_not_matter(self, view: View) -> None:
        turned = View({place: changes[::-1] * 2 for place, changes in reversed([*view.changes.items()])})
        assert turned.picture() == view.picture()

    def teardown(self) -> None:
        """Everybody sends everything, through one site; then all must show the same, and the right thing."""
        hub = self.sites[0]
        for site in self.sites[1:]:
            site.send(hub)
        for site in self.sites[1:]:
            hub.send(site)
        assert hub.lines() == self.sites[1].lines()
        assert hub.view().picture() == self.sites[1].view().picture()
        for site in self.sites:
            self.all_is_as_it_should_be(site, site.view())
            self.rebuilt_site_is_the_same(site)
            self.nothing_forbidden_is_kept(site)

    def all_is_as_it_should_be(self, site: Site, view: View) -> None:
        assert site.clock() == self.sites[0].clock()
        assert {place for place, _ in self.oracle.writes} & set(view.states) == {
            place for place, _ in self.oracle.writes if site.scope(place[0], "") != "hidden"
        }
        held = site.visible()
        for place, name in self.oracle.fields(held):
            field = view.states[place].fields[name]
            heads = self.oracle.heads(place, name, held)
            gone = {write.id for write in heads if write.id in site.erased}
            closed = site.scope(place[0], name) == "closed" and site.device != heads[-1].id.device
            assert [head.operation for head in field.heads] == [write.operation for write in heads]
            assert field.value == (None if closed or heads[-1].id in gone else heads[-1].value)
            if not closed:
                assert field.conflict == self.oracle.conflict(heads, gone)
            expected = self.oracle.against_retiring(place, held)
            assert set(view.against_retiring(place)) == expected

    def rebuilt_site_is_the_same(self, site: Site) -> None:
        again = Site(device="e" * 32)
        again.receive(site.export(everything))
        assert again.lines() == site.lines()
        assert again.erased == site.erased
        assert again.view().picture() == site.view().picture()


TestSites = Sites.TestCase
TestSites.settings = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "journal"))
