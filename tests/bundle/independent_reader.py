"""Reads a bundle without Sổ Tự Quản, as docs/bundle-format.md, docs/journal-format.md and docs/keys.md tell it.

    python3 independent_reader.py BUNDLE SENDER.tqkey RECIPIENT.age

Needs the programs unzip, minisign and age, and Python alone. Prints the operations line by line; fails at the first
thing that is not proven. ``SENDER.tqkey`` is the key file whose 25 digits somebody has compared.

Reading is the first part, of seventy lines. The second is Ed25519 by its standard, for the signatures of heads and
certificates: minisign verifies files with a signed comment beside them, age none, and Python brings no such signature.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def text(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def h(data: bytes, tag: str = "") -> str:
    tagged = (f"tuquan/1/{tag}\0".encode() if tag else b"") + data
    return hashlib.blake2b(tagged, digest_size=32).hexdigest()


def run(*command: str | Path) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def certified(key_file: str, by: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a key file says of a device, whose id must be that of its key; ``by``: who must have signed it."""
    whole = json.loads(key_file)
    found: dict[str, Any] = whole["certificate"]
    said, found["key"] = text(found), base64.b64decode(found["signing_key"])
    assert found["device"] == h(found["key"], "device")[:32], "a foreign id"
    if by is not None:
        assert (found["issuer"], found["station"]) == (by["device"], by["station"]), "not vouched for"
        verify(by["key"], "certificate", said, base64.b64decode(whole["signature"]))
    return found


def leaf_hash(leaf: Any) -> str:
    if isinstance(leaf, str):
        return leaf
    committed = leaf[4] if len(leaf) == 5 else h(bytes.fromhex(leaf[4]) + text(leaf[5]), "value")
    return h(text([*leaf[:4], committed]), "leaf")


def body(line: Any) -> tuple[int, str]:
    whole = [n for n, leaf in enumerate(line["leaves"]) if len(leaf) == 6 and leaf[0] == "@erase"]
    said = [1, line["device"], line["seq"], line["hlc"], line["auto"], [*map(leaf_hash, line["leaves"])]]
    return [*whole, 0][0], h(text(said), "body")


def opened(bundle: Path, sender: dict[str, Any], identity: Path, folder: Path) -> list[bytes]:
    """The id of a bundle and its parts, each as the manifest has it under the sender's signature."""
    run("unzip", "-q", bundle, "-d", folder)
    files = [each for each in folder.rglob("*") if each.is_file()]
    sizes = [76 + 2 * len(str(each.relative_to(folder))) + each.stat().st_size for each in files]
    assert bundle.stat().st_size == 22 + sum(sizes), "more than its contents"
    raw = (folder / "manifest.json").read_bytes()
    manifest = json.loads(raw)
    assert (manifest["format"], manifest["sender"], text(manifest)) == (1, sender["device"], raw)
    public = base64.b64encode(b"Ed" + bytes.fromhex(sender["device"])[:8] + sender["key"]).decode()
    said = run("minisign", "-VQ", "-P", public, "-m", folder / "manifest.json")
    assert said == f"tuquan/1/bundle {manifest['bundle']}\n".encode(), said
    for name, size, told in manifest["parts"]:
        assert ((folder / name).stat().st_size, h((folder / name).read_bytes())) == (size, told), name
    parts = [run("age", "-d", "-i", identity, folder / name) for name, *_ in manifest["parts"]]
    return [manifest["bundle"].encode(), *map(zlib.decompress, parts)]


def operations(sender: dict[str, Any], bundle: bytes, first: bytes, lines: list[bytes]) -> Iterator[bytes]:
    """Every line, proven to stand in the chain of its device up to the head that the device signed."""
    contents = json.loads(first)
    assert (contents["bundle"].encode(), text(contents)) == (bundle, first), "another bundle's"
    assert certified(contents["sender"])["device"] == sender["device"], "another sender's"
    known = [sender, *(certified(each, sender) for each in contents["certificates"])]
    keys = {each["device"]: each["key"] for each in known}
    for stretch in contents["ranges"]:
        head = text([stretch["device"], stretch["last"], stretch["end"]])
        verify(keys[stretch["device"]], "head", head, base64.b64decode(stretch["signature"]))
        seq, end, clock = stretch["first"] - 1, stretch["prior"], 0
        while seq < stretch["last"]:
            raw = lines.pop(0)
            line = json.loads(raw)
            assert (line["v"], line["device"], text(line) + b"\n") == (1, stretch["device"], raw), seq
            assert (line.get("seq", line.get("first")), line.get("prev", end)) == (seq + 1, end), seq
            assert line.get("hlc", clock + 1) > clock, "a clock that was set back"
            for step in [(0, each) for each in line.get("bodies", ())] or [body(line)]:
                seq, end = seq + 1, h(text([end, *step]), "operation")
            assert line.get("end", end) == end, seq
            clock = line.get("hlc", clock)
            yield raw
        assert (seq, end) == (stretch["last"], stretch["end"]), "a chain without a signed head"
    assert not lines, "more than was signed"


def main(bundle: str, sender_file: str, identity: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sender = certified(Path(sender_file).read_text(encoding="utf-8"))
        name, first, *rest = opened(Path(bundle), sender, Path(identity), Path(folder))
        lines = [line for part in rest for line in part.splitlines(keepends=True)]
        sys.stdout.buffer.writelines(operations(sender, name, first, lines))


# Ed25519: RFC 8032, sections 5.1.3 to 5.1.7, in whole numbers.

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]


def point(raw: bytes) -> Point:
    y, sign = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    assert (y < P, x * x % P == square, bool(x) or not sign) == (True, True, True), "no point"
    return (x if x % 2 == sign else P - x), y


def add(a: Point, b: Point) -> Point:
    k = D * a[0] * b[0] * a[1] * b[1]
    x, y = a[0] * b[1] + a[1] * b[0], a[1] * b[1] + a[0] * b[0]
    return x * pow(1 + k, -1, P) % P, y * pow(1 - k, -1, P) % P


def times(n: int, a: Point) -> Point:
    result = (0, 1)
    while n:
        result, a, n = add(result, a) if n & 1 else result, add(a, a), n >> 1
    return result


def verify(key: bytes, domain: str, message: bytes, signature: bytes) -> None:
    signed = signature[:32] + key + f"tuquan/1/{domain}\0".encode() + message
    challenge = int.from_bytes(hashlib.sha512(signed).digest(), "little") % ORDER
    s, base = int.from_bytes(signature[32:], "little"), point(bytes([0x58] + [0x66] * 31))
    right = add(point(signature[:32]), times(challenge, point(key)))
    assert (s < ORDER, times(s, base)) == (True, right), f"a wrong signature of a {domain}"


if __name__ == "__main__":
    main(*sys.argv[1:])
