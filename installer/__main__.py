"""``make installer``: builds what people install, proves it, and prints its figures.

    python -m installer [--interpreter python-3.13.x-embed-amd64.zip] [--only windows|debian] [--no-proof]

It leaves in ``out``: the Windows setup program, the same as a plain folder, the Debian package, their SHA-256, and the
pictures that the installed program took under Wine.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Final

from installer import source
from installer.commands import run, say
from installer.linux import deb
from installer.source import ROOT
from installer.tests.prove_windows import Proof
from installer.windows.build import OUT, WORK, Built, build, digest_of, tell
from installer.windows.wine import Wine

SUMS: Final = "SHA256SUMS.txt"


class NotRepeatable(RuntimeError):
    """Two builds of one commit differ."""


def make_windows(commit: str, embed: Path | None, *, proof: bool) -> list[Path]:
    wine = Wine(WORK / "wine-build")
    try:
        say("Bản cài đặt cho Windows")
        built = build(commit, wine, embed)
        tell(built)
        if proof:
            prove_repeatable(
                built, build(commit, wine, embed, out=WORK / "again", work=WORK / "windows-again")
            )
    finally:
        wine.end()
    if proof:
        say("Thử bản đã cài dưới Wine")
        Proof(built).run()
    return [built.setup, built.folder]


def prove_repeatable(one: Built, other: Built) -> None:
    """Raises :class:`NotRepeatable` when two builds of one commit differ."""
    for first, second in ((one.setup, other.setup), (one.folder, other.folder)):
        if digest_of(first) != digest_of(second):
            raise NotRepeatable(f"{first.name}: {run('cmp', first, second, expect=(0, 1))}")
    say("  đạt: hai lần dựng cùng một lần ghi mã nguồn cho tệp giống nhau từng byte")


def make_debian(commit: str, *, proof: bool) -> list[Path]:
    say("Bản cài đặt cho Debian")
    package = deb.build(commit)
    if proof:
        deb.prove(package)
    return [package]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m installer")
    parser.add_argument("--interpreter", type=Path, help="another embeddable zip, signed by its makers")
    parser.add_argument("--only", choices=("windows", "debian"))
    parser.add_argument("--no-proof", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    if source.is_edited():
        say("Bản cài đặt lấy từ lần ghi mã nguồn mới nhất; các tệp đang sửa dở không có trong đó.")
    commit, made = source.newest_commit(), list[Path]()
    if options.only != "debian":
        made += make_windows(commit, options.interpreter, proof=not options.no_proof)
    if options.only != "windows":
        made += make_debian(commit, proof=not options.no_proof)
    sums = "".join(f"{digest_of(path)}  {path.name}\n" for path in made)
    (OUT / SUMS).write_text(sums, encoding="utf-8")
    say(
        f"{sums.rstrip()}\nXong sau {(time.monotonic() - began) / 60:.0f} phút; kết quả trong {OUT.relative_to(ROOT)}/"
    )


if __name__ == "__main__":
    main()
