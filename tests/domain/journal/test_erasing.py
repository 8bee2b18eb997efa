"""Erased content is gone everywhere and for ever, by whatever way it might come back."""

from __future__ import annotations

import pytest

from desktop.domain.fields import SEEN
from desktop.domain.journal.chain import BrokenChain, as_links
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.merge import Content
from desktop.domain.journal.operation import (
    ChangeId,
    Operation,
)
from tests.domain.journal.making import AN, BINH, CHI, parsed, refused, site_with_a_group, with_lines
from tests.kit.holders import Bundle
from tests.kit.sites import Site
from tests.kit.small_registry import tips_hidden


def test_relay_that_withholds_an_erasure_is_refused() -> None:
    an, place = site_with_a_group()
    binh = Site(device=BINH)
    an.send(binh)
    an.erase(place, "name")

    def withhold_last(lines: list[bytes]) -> list[bytes]:
        operations = [parsed(line) for line in lines]
        parts: list[Operation | str] = [*operations[:-1], operations[-1].body]
        return [link.line() for link in as_links(Tip(AN), parts)]

    refused(binh, with_lines(an.export(), withhold_last), BrokenChain)


def test_erasure_reaches_readers_who_may_not_know_of_the_register() -> None:
    an = Site(device=AN)
    reader = Site(device=BINH, scope=tips_hidden)
    tip = an.create("tip", content="marker")
    an.erase(tip, "content")
    an.send(reader)
    assert reader.erased == an.erased
    assert "marker" not in reader.text()


@pytest.mark.parametrize("later", ["old bundle", "copy of the file", "third site"])
def test_erased_value_does_not_come_back(later: str) -> None:
    an = Site(device=AN)
    place = an.create("group", name="marker")
    chi = Site(device=CHI)
    an.send(chi)
    ways = {"old bundle": an.export(), "copy of the file": an.copy().export(), "third site": chi.export()}
    an.erase(place, "name")
    binh = Site(device=BINH)
    an.send(binh)
    binh.receive(ways[later])
    an.receive(ways[later])
    assert binh.state(place).fields["name"].content is Content.ERASED
    assert "marker" not in binh.text()
    assert "marker" not in an.text()


def test_content_that_arrives_after_its_erasure_is_not_kept() -> None:
    an, binh, chi = Site(device=AN), Site(device=BINH), Site(device=CHI)
    place = an.create("group", name="marker")
    an.send(binh)
    old = an.export()
    binh.erase(place, "name")
    binh.sign(BINH)
    chi.receive(Bundle(tuple(part for part in binh.bundle().chains if part[0].device == BINH)))
    chi.receive(old)
    assert "marker" not in chi.text()
    assert chi.state(place).fields["name"].content is Content.ERASED


def test_conflict_with_an_erased_value_is_still_shown() -> None:
    an, binh = Site(device=AN), Site(device=BINH)
    place = an.create("group", name="first")
    an.send(binh)
    an.edit(place, name="a")
    binh.edit(place, name="b")
    an.erase(place, "name")
    an.send(binh)
    assert binh.state(place).conflicts() == ("name",)


def test_erasures_and_sights_cannot_be_erased() -> None:
    an, place = site_with_a_group()
    erased = an.erase(place, "name")
    sight = next(each for each in an.view().changes[place] if each.field == SEEN)
    targets = [ChangeId(*erased, 1), sight.id]
    an.write([erase_intent("e2", targets)], "erase")
    binh = Site(device=BINH)
    an.send(binh)
    changes = [change for changes in binh.view().changes.values() for change in changes]
    assert [change.content for change in changes if change.id in targets] == [Content.HELD, Content.HELD]
    assert binh.erased == an.erased


def test_name_of_who_acted_can_be_erased() -> None:
    an, _ = site_with_a_group()
    an.write([erase_intent("e1", [ChangeId(AN, 2, 0)])], "erase")
    assert [operation.meta() is None for operation in an.operations()] == [False, True, False, False]
