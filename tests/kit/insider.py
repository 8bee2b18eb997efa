"""An insider: a device that is enrolled, signs everything as it should, and lies in whatever it signs.

A *story* says in plain values what such a device writes. From it a bundle is made with right hashes, right seals and
right signatures over the lies, so that nothing but the lie itself can be found out.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from desktop.bundle.canonical_zip import MANIFEST, SIGNATURE, part_name, write_zip
from desktop.bundle.contents import LATER
from desktop.bundle.manifest import hash_of
from desktop.vault.minisign import minisign_signature
from desktop.vault.sealing import AgeRecipient, seal
from desktop.vault.signing import Domain
from tests.bundle.kit import BUNDLE, WHEN, Author

META: Final = {"action": "person.edit", "actor": "an", "actor_name": "Nguyễn Văn An", "at": WHEN}


def text_of(value: Any) -> bytes:
    """As ``docs/journal-format.md`` writes a value, also one that has no canonical text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def digest(tag: str, data: bytes) -> str:
    return hashlib.blake2b(f"tuquan/1/{tag}\0".encode() + data, digest_size=32).hexdigest()


@dataclass(frozen=True)
class Story:
    """What is written, where it is not the truth.

    Attributes:
        operations: in order; of each the ``leaves`` after the first as ``[register, record, field, replaced,
            value]``, and what else is not as it should be: ``meta``, ``hlc``, ``auto``, ``device``, ``seq``, ``v``.
        contents, manifest: keys of part 0000 and of the manifest with another value; ``None`` as a key's value is
            a value, ``"-"`` takes the key out.
        lines: lines in the place of those that the operations make, by number.
        packed: what is sealed in the place of the packed lines, and of part 0000.
    """

    operations: Sequence[Mapping[str, Any]] = ()
    contents: Mapping[str, Any] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[int, str] = field(default_factory=dict)
    packed: Mapping[int, bytes] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Story:
        lines = {int(number): line for number, line in plain.get("lines", {}).items()}
        return cls(plain.get("operations", ()), plain.get("contents", {}), plain.get("manifest", {}), lines)


@dataclass(frozen=True)
class Reader:
    """Whom a bundle is written for."""

    device: str
    station: str
    recipient: AgeRecipient


def written(author: Author, story: Story, to: Reader) -> bytes:
    """The bundle of a story."""
    lines, ends = _chain(author, story)
    content = b"".join(line + b"\n" for line in lines)
    keys = [author.age.recipient, to.recipient]
    plain = [text_of(_contents(author, story, to, ends)), *([content] if lines else [])]
    packed = [story.packed.get(number, zlib.compress(each)) for number, each in enumerate(plain)]
    parts = [seal(each, keys) for each in packed]
    told = [[part_name(number), len(part), hash_of(part)] for number, part in enumerate(parts)]
    manifest: dict[str, Any] = {
        "bundle": BUNDLE,
        "format": 1,
        "parts": told,
        "recipients": [to.device],
        "sender": author.device,
    }
    raw = text_of(_changed(manifest, story.manifest))
    signature = minisign_signature(author.key, raw, BUNDLE, domain=Domain.BUNDLE)
    named = [(part_name(number), part) for number, part in enumerate(parts)]
    out = io.BytesIO()
    write_zip([(MANIFEST, raw), (SIGNATURE, signature), *named], out)
    return out.getvalue()


def honest_lines(author: Author, operations: Sequence[Any]) -> list[str]:
    return [line.decode() for line in _chain(author, Story(operations))[0]]


def honest_contents(author: Author, operations: Sequence[Any], to: Reader) -> dict[str, Any]:
    """What part 0000 of a bundle with all of a chain should say."""
    story = Story(operations)
    return _contents(author, story, to, _chain(author, story)[1])


def _contents(author: Author, story: Story, to: Reader, ends: Sequence[str]) -> dict[str, Any]:
    truth: dict[str, Any] = {name: [] for name in LATER} | {
        "bundle": BUNDLE,
        "certificates": [],
        "counts": {"operations": len(ends), "withheld": 0},
        "format": 1,
        "held": {},
        "made_at": WHEN,
        "ranges": [honest_range(author, 1, ends)] if ends else [],
        "sender": author.key_file.to_bytes().decode(),
        "to": to.station,
    }
    return _changed(truth, story.contents)


def honest_range(author: Author, first: int, ends: Sequence[str]) -> dict[str, Any]:
    """The range of part 0000 for all of a chain, under its device's signature."""
    last, end = len(ends), ends[-1]
    return {
        "device": author.device,
        "end": end,
        "first": first,
        "last": last,
        "prior": "0" * 64,
        "signature": signed_head(author, author.device, last, end),
    }


def signed_head(author: Author, device: str, last: int, end: str) -> str:
    return base64.b64encode(author.key.sign(Domain.HEAD, text_of([device, last, end]))).decode()


def _changed(truth: Mapping[str, Any], lies: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**truth, **lies}.items() if value != "-"}


def _chain(author: Author, story: Story) -> tuple[list[bytes], list[str]]:
    """The lines, and the hash of the chain after each."""
    lines: list[bytes] = []
    ends: list[str] = []
    end = "0" * 64
    for number, told in enumerate(story.operations, start=1):
        line = _operation(author, told, number, end)
        end = _hash(line)
        lines.append(text_of(line))
        ends.append(end)
    for number, text in story.lines.items():
        if number < len(lines):
            lines[number] = text.encode("utf-8", "surrogatepass")
    return lines, ends


def _operation(author: Author, told: Any, number: int, prev: str) -> Any:
    if not isinstance(told, Mapping):
        return told
    salt = hashlib.blake2b(f"{author.name}{number}".encode(), digest_size=16).hexdigest()
    meta = ["@operation", "", "meta", [], salt, told.get("meta", META)]
    leaves = told.get("leaves", [])
    if isinstance(leaves, list):
        leaves = [meta, *([*leaf[:4], salt, leaf[4]] if _is_plain(leaf) else leaf for leaf in leaves)]
    truth = {
        "auto": False,
        "device": author.device,
        "hlc": 1_795_136_400_000 + number,
        "leaves": leaves,
        "prev": prev,
        "seq": number,
        "v": 1,
    }
    return _changed(truth, {key: value for key, value in told.items() if key in truth and key != "leaves"})


def _is_plain(leaf: Any) -> bool:
    return isinstance(leaf, list) and len(leaf) == 5


def _hash(line: Any) -> str:
    """The hash of the chain after a line, as far as its values have one."""
    if not isinstance(line, dict) or not isinstance(line.get("leaves"), list):
        return digest("operation", text_of(line))
    leaves, erasing = [], 0
    for index, leaf in enumerate(line["leaves"]):
        if isinstance(leaf, list) and len(leaf) == 6 and isinstance(leaf[4], str):
            committed = digest("value", _bytes_of(leaf[4]) + text_of(leaf[5]))
            leaves.append(digest("leaf", text_of([*leaf[:4], committed])))
            erasing = erasing or (index if leaf[0] == "@erase" else 0)
        else:
            leaves.append(leaf)
    header = [line.get(key) for key in ("v", "device", "seq", "hlc", "auto")]
    body = digest("body", text_of([*header, leaves]))
    return digest("operation", text_of([line.get("prev"), erasing, body]))


def _bytes_of(salt: str) -> bytes:
    try:
        return bytes.fromhex(salt)
    except ValueError:
        return salt.encode("utf-8", "surrogatepass")
