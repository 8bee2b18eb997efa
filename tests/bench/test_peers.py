"""Other programs get the same as ours, and one that is not here or does not end is left out with a sentence."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from desktop.pdf.layout import Item
from tests.bench.large import LARGE, make_large
from tests.bench.merge_peers import Merging, gedcom, keepass, people
from tests.bench.paper_peers import beside_segno, document
from tests.bench.paper_rows import Papers
from tests.bench.peers import Peer
from tests.bench.run import NotHere
from tests.kit.workspaces import WorkspaceMaker


@pytest.mark.parametrize(
    ("command", "arguments", "sentence"),
    [
        ("no-such-program", [], "It is not installed: nothing was compared."),
        (
            "sh",
            ["-c", "echo no such font; exit 3"],
            "It failed with exit code 3 (no such font): nothing was compared.",
        ),
        ("tail", ["-f", "/dev/null"], "It did not end in 0.2 s: nothing was compared."),
    ],
)
def test_a_program_that_cannot_be_compared_says_why(
    tmp_path: Path, command: str, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(NotHere) as left_out:
        Peer("It", command, "nothing was compared").run(tmp_path, *arguments, patience=0.2)
    assert str(left_out.value) == sentence


def test_a_program_keeps_what_is_its_own_in_the_folder_of_the_run(tmp_path: Path) -> None:
    took = Peer("It", "sh", "").run(tmp_path, "-c", 'read word; echo "$word" > "$HOME/word"', answers="so\n")
    assert took > 0
    assert (tmp_path / "home" / "word").read_text() == "so\n"


def test_other_programs_get_every_person_and_the_changes(tmp_path: Path) -> None:
    some = people(8)
    told = [each for each in gedcom(some).splitlines() if each.startswith("1 NAME")]
    assert [sorted(each[7:].replace("/", "").split()) for each in told] == [
        sorted(each.name.split()) for each in some
    ]
    before, after = _entries(keepass(some, 0)), _entries(keepass(some, 2))
    assert [phone for _, phone in before] == [each.phone for each in some]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False] * 2 + [True] * 6
    merging = Merging.by_us(tmp_path / "merging", 8, 2)
    assert [len(merging.first), len(merging.second)] == [3, 3]


def _entries(told: str) -> list[tuple[str | None, str | None]]:
    """When each was changed, and its telephone number."""
    entries = ET.fromstring(told).findall("./Root/Group/Entry")
    return [
        (each.findtext("./Times/LastModificationTime"), each.findall("./String/Value")[1].text)
        for each in entries
    ]


def test_the_document_has_every_line_of_every_certificate_and_its_code(make: WorkspaceMaker) -> None:
    workspace = make().workspace
    make_large(workspace, LARGE.scaled(0.001))
    papers = Papers.of(workspace, 2)
    told = document(papers)
    root = ET.fromstring(told)
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    shown = "\n".join(root.itertext())
    assert all(line in shown for text in papers.texts for item in Item for line in text.lines(item))
    assert len(root.findall(f".//{office}binary-data")) == len(papers.awards) == 2
    assert [each.name for each in beside_segno(workspace, 2)] == ["2 codes as squares, beside segno"]
