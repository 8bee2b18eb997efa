"""The frozen vectors, computed twice: straight from the specification, and by the program.

The first half uses nothing of the program: it is what an engineer with the specification alone would write.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey as Ed25519Secret
from nacl.signing import VerifyKey as Ed25519Public

from desktop.domain.journal import canonical, chain, clock, merge, operation
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.erase import targets_of, without
from desktop.domain.journal.leaf import leaf_line
from desktop.vault.signing import Domain, PublicKey, SigningKey, device_id

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
CHAINS: list[list[dict[str, Any]]] = VECTORS["chains"]
STEPS = [step for steps in CHAINS for step in steps]
GENESIS = "0" * 64


# Straight from the specification


def text_of(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def h(tag: str, data: bytes) -> str:
    return hashlib.blake2b(b"tuquan/1/" + tag.encode() + b"\0" + data, digest_size=32).hexdigest()


def commitment_of(salt: str, value: Any) -> str:
    return h("value", bytes.fromhex(salt) + text_of(value))


def leaf_hash_of(leaf: Any) -> str:
    if isinstance(leaf, str):
        return leaf
    committed = leaf[4] if len(leaf) == 5 else commitment_of(leaf[4], leaf[5])
    return h("leaf", text_of([*leaf[:4], committed]))


def erasing_of(line: Any) -> int:
    return next((n for n, leaf in enumerate(line["leaves"]) if len(leaf) == 6 and leaf[0] == "@erase"), 0)


def body_of(line: Any) -> str:
    leaves = [leaf_hash_of(leaf) for leaf in line["leaves"]]
    return h("body", text_of([line["v"], line["device"], line["seq"], line["hlc"], line["auto"], leaves]))


def chained_by_hand(prev: str, erasing: int, body: str) -> str:
    return h("operation", text_of([prev, erasing, body]))


def hashes_of(lines: list[str]) -> list[str]:
    """The chain's hash after each operation of the lines, from the device's first one on."""
    hashes = [GENESIS]
    for line in map(json.loads, lines):
        if "bodies" in line:
            for body in line["bodies"]:
                hashes.append(chained_by_hand(hashes[-1], 0, body))
            assert hashes[-1] == line["end"]
        else:
            assert line["prev"] == hashes[-1]
            hashes.append(chained_by_hand(hashes[-1], erasing_of(line), body_of(line)))
    return hashes[1:]


def erased_by(lines: list[Any]) -> set[tuple[Any, ...]]:
    found = [line["leaves"][erasing_of(line)] for line in lines if erasing_of(line)]
    return {tuple(target) for leaf in found for target in leaf[5]}


def folded_by_hand(lines: list[Any]) -> list[Any]:
    """States of the records of the vectors, as a reader of the specification folds them."""
    erased = erased_by(lines)
    records: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in lines:
        for index, leaf in enumerate(line["leaves"][1:], start=1):
            identity = (line["device"], line["seq"], index)
            gone = identity in erased and leaf[2] != "@seen"
            change = {
                "id": identity,
                "rank": (not line["auto"], line["hlc"], identity),
                "hlc": line["hlc"],
                "field": leaf[2],
                "replaced": {tuple(each) for each in leaf[3]},
                "value": None if gone else leaf[5],
                "content": "erased" if gone else "held",
            }
            records.setdefault((leaf[0], leaf[1]), []).append(change)
    return [
        record_by_hand(place, changes)
        for place, changes in sorted(records.items())
        if not place[0].startswith("@")
    ]


def record_by_hand(place: tuple[str, str], changes: list[dict[str, Any]]) -> dict[str, Any]:
    fields = {}
    seen: dict[str, int] = {}
    for change in changes:
        device, seq, _ = change["id"]
        seen[device] = max(seq, seen.get(device, 0))
    for name in sorted({change["field"] for change in changes} - {"@seen"}):
        own = [change for change in changes if change["field"] == name]
        heads = [
            change
            for change in own
            if not any(change["id"] in other["replaced"] and other["hlc"] > change["hlc"] for other in own)
        ]
        heads.sort(key=lambda change: change["rank"])
        values = {text_of([change["value"], change["content"]]) for change in heads}
        fields[name] = {
            "heads": [list(change["id"]) for change in heads],
            "value": heads[-1]["value"],
            "content": heads[-1]["content"],
            "conflict": len(heads) > 1 and (len(values) > 1 or heads[0]["content"] != "held"),
        }
    state = fields.get("@state", {}).get("value")
    return {
        "register": place[0],
        "record": place[1],
        "standing": state["is"] if state else "active",
        "seen": seen,
        "against_retiring": against_retiring_by_hand(changes, fields),
        "fields": fields,
    }


def against_retiring_by_hand(changes: list[dict[str, Any]], fields: dict[str, Any]) -> list[list[Any]]:
    sights = {change["id"][:2]: change["value"] for change in changes if change["field"] == "@seen"}
    heads = [tuple(each) for each in fields.get("@state", {"heads": []})["heads"]]
    retiring = [change["id"][:2] for change in changes if change["id"] in heads and change["value"]]
    edits = {change["id"][:2] for change in changes if not change["field"].startswith("@")}

    def saw(one: tuple[str, int], other: tuple[str, int]) -> bool:
        own = other[0] == one[0] and other[1] <= one[1]
        return bool(own or sights.get(one, {}).get(other[0], 0) >= other[1])

    return [list(edit) for edit in sorted(edits) for r in retiring if not saw(edit, r) and not saw(r, edit)]


@pytest.mark.parametrize("case", VECTORS["canonical"], ids=lambda case: case["text"][:20])
def test_canonical_text_by_hand(case: dict[str, Any]) -> None:
    assert text_of(case["value"]) == case["text"].encode() == bytes.fromhex(case["hex"])


@pytest.mark.parametrize("case", VECTORS["commitments"], ids=lambda case: case["commitment"][:8])
def test_commitment_by_hand(case: dict[str, Any]) -> None:
    assert commitment_of(case["salt"], case["value"]) == case["commitment"]


@pytest.mark.parametrize("case", VECTORS["leaves"], ids=lambda case: case["hidden"][:8])
def test_leaf_by_hand(case: dict[str, Any]) -> None:
    assert [leaf_hash_of(case[form]) for form in ("whole", "closed", "hidden")] == [case["hidden"]] * 3


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["hash"][:8])
def test_operation_by_hand(step: dict[str, Any]) -> None:
    line = json.loads(step["line"])
    assert text_of(line) == step["line"].encode()
    assert (body_of(line), erasing_of(line)) == (step["body"], step["erasing"])
    assert chained_by_hand(line["prev"], step["erasing"], step["body"]) == step["hash"]


@pytest.mark.parametrize("steps", CHAINS, ids=["first", "second"])
def test_chain_by_hand(steps: list[dict[str, Any]]) -> None:
    assert hashes_of([step["line"] for step in steps]) == [step["hash"] for step in steps]


@pytest.mark.parametrize("form", ["withheld", "erased"])
def test_chain_with_content_gone_by_hand(form: str) -> None:
    assert hashes_of(VECTORS[form]["lines"]) == VECTORS[form]["hashes"]


@pytest.mark.parametrize("case", VECTORS["identity"], ids=lambda case: case["device"][:8])
def test_identity_by_hand(case: dict[str, Any]) -> None:
    public = bytes(Ed25519Secret(bytes.fromhex(case["seed"])).verify_key)
    assert public.hex() == case["public"]
    assert h("device", public)[:32] == case["device"]


def test_signed_head_by_hand() -> None:
    head = VECTORS["head"]
    message = text_of([head["device"], head["seq"], head["hash"]])
    signed = b"tuquan/1/head\0" + message
    assert (message.decode(), signed.hex()) == (head["message"], head["signed"])
    Ed25519Public(bytes.fromhex(head["public"])).verify(signed, bytes.fromhex(head["signature"]))


def lines_of(case: dict[str, Any]) -> list[str]:
    """The operations of a fold: how many of the first, how many of the second chain."""
    return [step["line"] for number, count in case["operations"] for step in CHAINS[number][:count]]


@pytest.mark.parametrize("case", VECTORS["folds"], ids=lambda case: case["of"])
def test_fold_by_hand(case: dict[str, Any]) -> None:
    assert folded_by_hand([json.loads(line) for line in lines_of(case)]) == case["records"]


# By the program


@pytest.mark.parametrize("case", VECTORS["canonical"], ids=lambda case: case["text"][:20])
def test_program_writes_and_reads_the_canonical_text(case: dict[str, Any]) -> None:
    assert canonical.encode(case["value"]) == case["text"].encode()
    assert canonical.decode(bytes.fromhex(case["hex"])) == case["value"]


@pytest.mark.parametrize("case", VECTORS["commitments"], ids=lambda case: case["commitment"][:8])
def test_program_commits(case: dict[str, Any]) -> None:
    assert operation.commitment(case["salt"], case["value"]) == case["commitment"]


@pytest.mark.parametrize("case", VECTORS["leaves"], ids=lambda case: case["hidden"][:8])
def test_program_closes_and_hides_a_leaf(case: dict[str, Any]) -> None:
    whole = operation.leaf_from_plain(case["whole"])
    assert isinstance(whole, operation.Whole)
    closed = operation.closed(whole)
    assert json.loads(leaf_line(closed, operation.leaf_text(closed))) == case["closed"]
    assert operation.hidden(whole).hash == case["hidden"]


def parsed(line: str) -> operation.Operation:
    link = chain.link_from_line(line.encode())
    assert isinstance(link, operation.Operation)
    return link


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["hash"][:8])
def test_program_reads_an_operation(step: dict[str, Any]) -> None:
    read = parsed(step["line"])
    assert (read.body, read.erasing, read.hash) == (step["body"], step["erasing"], step["hash"])
    assert read.line().decode() == step["line"]


@pytest.mark.parametrize("form", ["withheld", "erased"])
def test_program_follows_a_chain_with_content_gone(form: str) -> None:
    links = [chain.link_from_line(line.encode()) for line in VECTORS[form]["lines"]]
    start = Tip(VECTORS["identity"][0]["device"])
    assert [tip.hash for tip in chain.walk(start, links)] == VECTORS[form]["hashes"]


def scope_of_the_vectors(register: str, field: str) -> str:
    scope: dict[str, str] = VECTORS["withheld"]["scope"]
    return scope.get(register) or scope.get(f"{register}.{field}", "whole")


def test_program_withholds() -> None:
    held = [parsed(step["line"]) for step in CHAINS[0]]
    parts = [chain.withhold(each, scope_of_the_vectors) or each.body for each in held]
    links = chain.as_links(Tip(held[0].device), parts)
    lines = [link.line().decode() for link in links]
    assert lines == VECTORS["withheld"]["lines"]


def test_program_erases() -> None:
    held = [parsed(step["line"]) for step in CHAINS[0]]
    targets = {target for each in held for target in targets_of(each)}
    assert [list(target) for target in sorted(targets)] == VECTORS["erased"]["targets"]
    lines = [without(each, targets).line().decode() for each in held]
    assert lines == VECTORS["erased"]["lines"]


def test_program_signs_a_head() -> None:
    head = VECTORS["head"]
    message = operation.head_message(head["device"], head["seq"], head["hash"])
    key = SigningKey(bytes.fromhex(VECTORS["identity"][0]["seed"]))
    assert key.sign(Domain.HEAD, message).hex() == head["signature"]
    PublicKey(bytes.fromhex(head["public"])).verify(Domain.HEAD, message, bytes.fromhex(head["signature"]))


@pytest.mark.parametrize("case", VECTORS["identity"], ids=lambda case: case["device"][:8])
def test_program_names_a_device(case: dict[str, Any]) -> None:
    assert device_id(PublicKey(bytes.fromhex(case["public"]))) == case["device"]


@pytest.mark.parametrize("case", VECTORS["folds"], ids=lambda case: case["of"])
def test_program_folds(case: dict[str, Any]) -> None:
    held = [parsed(line) for line in lines_of(case)]
    erased = {target for each in held for target in targets_of(each)}
    records: dict[tuple[str, str], list[merge.Change]] = {}
    for each in held:
        for change in merge.changes_of(each, erased):
            records.setdefault((change.register, change.record), []).append(change)
    shown = [record_by_program(records[place]) for place in sorted(records) if place[0][0] != "@"]
    assert shown == case["records"]


def record_by_program(changes: list[merge.Change]) -> dict[str, Any]:
    state = merge.fold(changes)
    assert state is not None
    return {
        "register": state.register,
        "record": state.record,
        "standing": state.standing,
        "seen": dict(state.seen),
        "against_retiring": [list(each) for each in merge.retired_against_edits(changes, [])],
        "fields": {
            name: {
                "heads": [list(head.id) for head in field.heads],
                "value": field.value,
                "content": field.content.value,
                "conflict": field.conflict,
            }
            for name, field in state.fields.items()
        },
    }


def test_specification_shows_what_the_vectors_hold() -> None:
    page = (Path(__file__).parents[3] / "docs" / "journal-format.md").read_text(encoding="utf-8")
    shown = "".join(page.split())
    first, head = CHAINS[0][0], VECTORS["head"]
    facts = [first["line"], first["body"], first["hash"], head["device"], head["hash"], head["signature"]]
    assert [fact for fact in facts if "".join(fact.split()) not in shown] == []
    assert f"{len(first['line'].encode())} bytes" in page


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        (canonical.MAX_TEXT, "65,536 code points"),
        (canonical.MAX_DEPTH - canonical.VALUE_DEPTH, "at most 3 lists and objects within each other"),
        (operation.MAX_LEAVES, "1 to 200,000 leaves"),
        (operation.MAX_REPLACED, "at most 4,096"),
        (operation.MAX_HLC, "4,102,444,800,000 (1 January 2100)"),
        (clock.TRUSTED_UNTIL, "past 4,070,822,400,000 (366 days"),
        (chain.MAX_RUN, "the bodies of all (1 to 200,000)"),
    ],
)
def test_specification_names_the_limits_of_the_program(fact: int, shown: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / "journal-format.md").read_text(encoding="utf-8")
    assert shown in " ".join(page.split())
    assert f"{fact:,}" in shown
