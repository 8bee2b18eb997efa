"""An insider signs as it should and lies: whatever it says is refused by name, or does no harm.

The long search is ``make fuzz``. What it ever found stands in ``tests/samples/insider`` and is tried every time.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.services import bundles, devices
from desktop.services.accounts import open_workspace
from desktop.services.workspace import Workspace
from desktop.store.reader import DEVICES_MARK
from desktop.vault.certificate import KeyFile
from desktop.vault.signing import Domain
from tests.bundle.kit import BUNDLE, Author
from tests.kit.insider import Reader, Story, honest_contents, honest_lines, written
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, TINH_BIEN, environment, make_workspace, put
from tests.services.exchange import acquaint, carry, quiet

CORPUS: Final = Path(__file__).parents[1] / "samples" / "insider"
LANGUAGES: Final = (Catalogue("vi"), Catalogue("en"))


@dataclass
class Upper:
    """An upper level that holds something of its own and of another commune, and believes the insider.

    Attributes:
        own, others: records of its own, and of the commune.
    """

    workspace: Workspace
    insider: Author
    own: str
    others: str
    commune: str
    folder: Path

    @property
    def reader(self) -> Reader:
        certificate = self.workspace.key_file().certificate
        return Reader(certificate.device, certificate.station, certificate.recipient)


@pytest.fixture(scope="module")
def upper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upper]:
    folder = tmp_path_factory.mktemp("insider")
    workspace = make_workspace(folder / "upper", AN_GIANG, around=environment(seed=2)).workspace
    commune = make_workspace(folder / "commune", TINH_BIEN, around=environment(seed=4)).workspace
    acquaint(workspace, commune)
    others = put(commune, "area", name="Ấp của xã bạn")
    carry(commune, workspace, folder)
    own = put(workspace, "area", name="Địa bàn của tỉnh")
    insider = Author("insider", NHON_HUNG.code, NHON_HUNG.name)
    devices.confirm(workspace, devices.import_key_file(workspace, insider.key_file.to_bytes()))
    yield Upper(workspace, insider, own, others, commune.device, folder)
    workspace.close()
    commune.close()


# What is there


def held(workspace: Workspace) -> dict[str, list[Any]]:
    """Every row of every table."""
    with workspace.reading() as reader:
        names = [
            row[0] for row in reader.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {name: reader.connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def files_of(workspace: Workspace) -> list[str]:
    return sorted(str(path.relative_to(workspace.folder)) for path in workspace.folder.rglob("*"))


def told_in_both_languages(error: UserError) -> bool:
    return all(all((told.what, told.safe, told.next)) for told in (each.error(error) for each in LANGUAGES))


def tried(upper: Upper, raw: bytes) -> str | None:
    """The code with which a bundle is refused; None if it was taken, by a copy, and did no harm there."""
    path = upper.folder / "goi.tqb"
    path.write_bytes(raw)
    before, files = held(upper.workspace), files_of(upper.workspace)
    refusal: UserError | None = None
    try:
        bundles.preview(upper.workspace, path, quiet)
    except UserError as error:
        refusal = error
    assert held(upper.workspace) == before
    assert files_of(upper.workspace) == files
    if refusal is None:
        _taken_without_harm(upper, path)
        return None
    assert told_in_both_languages(refusal)
    return refusal.code


def _taken_without_harm(upper: Upper, path: Path) -> None:
    shutil.rmtree(upper.folder / "copy", ignore_errors=True)
    shutil.copytree(upper.workspace.folder, upper.folder / "copy")
    user, around = upper.workspace.user.id, upper.workspace.environment
    copy = open_workspace(upper.folder / "copy", user, PASSWORD, around)
    try:
        before = _not_the_insiders(copy, upper)
        bundles.import_bundle(copy, path, quiet)
        assert _not_the_insiders(copy, upper) == before
        digest = copy.file.digest()
        assert bundles.import_bundle(copy, path, quiet).received_at is not None
        assert copy.file.digest() == digest
        copy.file.rebuild()
        assert copy.file.digest() == digest
    finally:
        copy.close()


def _not_the_insiders(workspace: Workspace, upper: Upper) -> list[Any]:
    """What no bundle of the insider's may change: others' records and operations, and who is believed."""
    with workspace.reading() as reader:
        execute = reader.connection.execute
        known = execute("SELECT id, trust, station, certificate FROM journal_device ORDER BY no").fetchall()
        return [
            execute(
                "SELECT * FROM area WHERE id IN (?, ?) ORDER BY id", [upper.own, upper.others]
            ).fetchall(),
            [row for row in known if (row[1], row[2]) != ("vouched", upper.insider.station)],
            execute(
                "SELECT o.* FROM journal_operation o JOIN journal_device d ON d.no = o.device WHERE d.id != ?",
                [upper.insider.device],
            ).fetchall(),
            execute("SELECT * FROM user").fetchall(),
            # The devices themselves are compared above; whoever is vouched for moves their mark on.
            execute("SELECT * FROM local WHERE name <> ? ORDER BY name", [DEVICES_MARK]).fetchall(),
        ]


# The corpus


def stories() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(CORPUS.glob("*.json"))
    ]


@pytest.mark.parametrize(("name", "plain"), stories(), ids=[name for name, _ in stories()])
def test_what_an_insider_once_tried_is_answered_as_it_was(
    upper: Upper, name: str, plain: dict[str, Any]
) -> None:
    told = json.dumps(plain["story"]).replace("$OWN", upper.own).replace("$OTHERS", upper.others)
    told = told.replace("$COMMUNE", upper.commune).replace("$UPPER", upper.workspace.device)
    told = told.replace("$INSIDER", upper.insider.device)
    assert (
        tried(upper, written(upper.insider, Story.from_plain(json.loads(told)), upper.reader))
        == plain["refused"]
    )


# The search

FIRST: Final = "01jx5s0000000000000000000a"
HONEST: Final[list[dict[str, Any]]] = [
    {"leaves": [["area", FIRST, "households", [], 12], ["area", FIRST, "name", [], "Ấp 1"]]},
    {"leaves": [["award", FIRST + "b", "printed_name", [], "Trần Thị Bình"]]},
    {
        "leaves": [
            ["area", FIRST, "@seen", [], {"$INSIDER": 1}],
            ["area", FIRST, "name", [["$INSIDER", 1, 2]], "Ấp 2"],
        ]
    },
    {"leaves": [["area", FIRST, "@state", [], {"is": "retired", "on": "2026-01-02", "reason": "x"}]]},
]

nasty = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, -1, 2**31, 2**53 - 1, 2**53, 2**63, 2**64, 4_102_444_800_000, 4_102_444_800_001]),
    st.sampled_from(
        ["", "-", "$OWN", "$OTHERS", "$COMMUNE", "$UPPER", "$INSIDER", "@erase", "@state", "@seen"]
    ),
    st.sampled_from(
        ["../../etc/passwd", "x" * 65_537, "\u202e", "e\u0301", "\ud800", "\0", "0" * 64, "name"]
    ),
    st.sampled_from(["9999-99-99", "2026-02-30", "0000-00-00", "2026-01-02", "10000-01-01", "True", "1e400"]),
    st.sampled_from(
        [[], {}, [[]], [None], {"is": []}, {"is": "retired"}, {"x": {"y": {"z": [[]]}}}, [1] * 5_000]
    ),
    st.text(max_size=8),
)


@st.composite
def changed(draw: st.DrawFn, plain: Any) -> Any:
    """The same value with another one somewhere in it, or with something more, less, or twice."""
    if isinstance(plain, dict) and plain and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(plain)))
        return {**plain, key: draw(changed(plain[key]))}
    if isinstance(plain, list) and plain and draw(st.integers(0, 3)):
        at = draw(st.integers(0, len(plain) - 1))
        way = draw(st.integers(0, 7))
        if way == 0:
            return [*plain[:at], *plain[at + 1 :]]
        if way == 1:
            return [*plain, plain[at]]
        if way == 2:
            return [*plain[at:], *plain[:at]]
        return [*plain[:at], draw(changed(plain[at])), *plain[at + 1 :]]
    return draw(nasty)


def several_times_changed(plain: Any) -> st.SearchStrategy[Any]:
    return changed(plain) | changed(plain).flatmap(changed)


SOME: Final = settings(
    max_examples=2_000 if os.environ.get("TUQUAN_SEARCH") else 25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
"""Enough in every check to see that the search itself works; the search is ``make fuzz``."""

LIKELY: Final[dict[str, Any]] = {
    "held": {"$UPPER": [1, "0" * 64], "$COMMUNE": [2**53 - 1, "f" * 64]},
    "forks": [
        {
            "device": "$UPPER",
            "seq": 0,
            "hash": "0" * 64,
            "last": 9,
            "end": "1" * 64,
            "signature": "A" * 86 + "==",
        }
    ],
    "receipts": [{"device": "$UPPER", "seq": 1, "hash": "0" * 64}],
    "returned": [["report", "$OWN", "x"]],
    "revocations": [["$UPPER", 1]],
    "catalogues": [["area_kind", "x", "y"]],
}
"""What may stand in part 0000 besides what an honest device of this station would put there."""


def named(upper: Upper, plain: Any) -> Any:
    """With ids in the place of the words for them."""
    words = {"$OWN": upper.own, "$OTHERS": upper.others, "$COMMUNE": upper.commune}
    words |= {"$UPPER": upper.workspace.device, "$INSIDER": upper.insider.device}
    if isinstance(plain, str):
        return words.get(plain, plain)
    if isinstance(plain, list):
        return [named(upper, each) for each in plain]
    if isinstance(plain, dict):
        return {words.get(key, key): named(upper, each) for key, each in plain.items()}
    return plain


def answered(upper: Upper, story: Story) -> None:
    event(str(tried(upper, written(upper.insider, story, upper.reader))))


@given(st.data())
@SOME
def test_whatever_an_insider_writes_is_refused_or_harmless(upper: Upper, data: st.DataObject) -> None:
    told = named(upper, data.draw(several_times_changed(HONEST)))
    answered(upper, Story(told if isinstance(told, list) else [told]))


@given(st.data())
@SOME
def test_whatever_an_insider_says_of_its_bundle_is_refused_or_harmless(
    upper: Upper, data: st.DataObject
) -> None:
    operations = named(upper, HONEST)
    truth = honest_contents(upper.insider, operations, upper.reader) | LIKELY
    told = named(upper, data.draw(several_times_changed(truth)))
    if isinstance(told, dict):
        answered(upper, Story(operations, dict.fromkeys(truth, "-") | told))


@given(st.data())
@SOME
def test_whatever_an_insider_puts_in_its_manifest_is_refused_or_harmless(
    upper: Upper, data: st.DataObject
) -> None:
    truth = {"bundle": BUNDLE, "format": 1, "recipients": [upper.workspace.device], "parts": "-", "more": "-"}
    told = data.draw(several_times_changed(truth))
    if isinstance(told, dict):
        kept = {key: value for key, value in told.items() if value != truth.get(key)}
        answered(upper, Story(named(upper, HONEST), {}, named(upper, kept)))


@given(st.integers(0, len(HONEST) - 1), st.data())
@SOME
def test_whatever_an_insider_writes_in_a_line_is_refused_or_harmless(
    upper: Upper, number: int, data: st.DataObject
) -> None:
    operations = named(upper, HONEST)
    line = honest_lines(upper.insider, operations)[number]
    at, much = data.draw(st.integers(0, len(line))), data.draw(st.integers(0, 3))
    story = Story(operations, lines={number: line[:at] + data.draw(st.text(max_size=3)) + line[at + much :]})
    answered(upper, story)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "station": st.sampled_from([NHON_HUNG.code, TINH_BIEN.code, AN_GIANG.code, "x"]),
            "level": st.sampled_from(["commune", "upper", "ministry"]),
            "roles": st.sampled_from([(), ("all",), ("awards",), ("all", "awards"), ("unheard_of",)]),
            "issuer": st.sampled_from(["insider", "second", "upper", "commune"]),
            "successor_of": st.sampled_from(["insider", "upper", "commune", None]),
            "not_before": st.sampled_from([date(1, 1, 1), date(2090, 1, 1)]),
            "not_after": st.sampled_from([date(1, 1, 1), date(9999, 12, 31)]),
        },
    ),
    st.sampled_from(["insider", "second"]),
)
@SOME
def test_whoever_an_insider_vouches_for_gets_no_right_that_it_has_not(
    upper: Upper, claims: dict[str, Any], signer: str
) -> None:
    second = Author("second", upper.insider.station, upper.insider.station_name, age=upper.insider.age)
    devices_of = {
        "insider": upper.insider.device,
        "second": second.device,
        "upper": upper.workspace.device,
        "commune": upper.commune,
        None: None,
    }
    told: dict[str, Any] = {"issuer": upper.insider.device} | {
        key: devices_of[value] if key in ("issuer", "successor_of") else value
        for key, value in claims.items()
    }
    try:
        certificate = replace(second.certificate, **told)
    except ValueError:
        return
    key = (upper.insider if signer == "insider" else second).key
    word = KeyFile(certificate, key.sign(Domain.CERTIFICATE, certificate.canonical())).to_bytes().decode()
    answered(upper, Story(named(upper, HONEST), {"certificates": [word]}))
