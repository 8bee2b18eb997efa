"""Reads the pages of an encrypted file one by one, free ones and the slack in others too.

SQLCipher 4 encrypts each page of 4,096 bytes with AES-256 in CBC mode; the last 80 bytes of a page are the
initialisation vector (16) and an HMAC-SHA512 (64), and the first page begins with the salt in the clear
("Security Design" on zetetic.net). No library of ours does AES alone, so FIPS 197 stands here in short.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from desktop.store.database import FileKey

PAGE = 4096
RESERVE = 80
SALT = 16
_LOG_HEAD = 32
_FRAME_HEAD = 24


def decrypted_pages(path: Path, key: FileKey) -> Iterator[bytes]:
    """What stands on each page, without the reserve at its end."""
    data = path.read_bytes()
    for start in range(0, len(data), PAGE):
        yield _decrypted_page(data[start : start + PAGE], key.key, SALT if start == 0 else 0)


@lru_cache(maxsize=4096)
def _decrypted_page(page: bytes, key: bytes, first: int) -> bytes:
    """Kept, since many states of one file are read one after another, and most of their pages are the same."""
    vector = page[-RESERVE:][:16]
    return page[:first] + _decrypt(_round_keys(key), vector, page[first:-RESERVE])


def decrypted_log(path: Path, key: FileKey) -> Iterator[bytes]:
    """What stands on each page of the log beside a file ("WAL-mode File Format" on sqlite.org)."""
    keys = _round_keys(key.key)
    data = path.with_name(path.name + "-wal").read_bytes()
    for start in range(_LOG_HEAD + _FRAME_HEAD, len(data), _FRAME_HEAD + PAGE):
        page = data[start : start + PAGE]
        # Of the first page of the file one block comes out wrong, for its salt stands in the clear.
        yield _decrypt(keys, page[-RESERVE:][:16], page[:-RESERVE])


def _times(first: int, second: int) -> int:
    """The product in AES's field of 256 elements."""
    product = 0
    while second:
        if second & 1:
            product ^= first
        first = first << 1 ^ (0x11B if first & 0x80 else 0)
        second >>= 1
    return product


def _substitutes() -> list[int]:
    inverse = [0] * 256
    for each in range(1, 256):
        if not inverse[each]:
            other = next(other for other in range(1, 256) if _times(each, other) == 1)
            inverse[each], inverse[other] = other, each
    found = []
    for each in inverse:
        turned = each
        for bits in range(1, 5):
            turned ^= each << bits & 0xFF | each >> (8 - bits)
        found.append(turned ^ 0x63)
    return found


_SUB = _substitutes()
_UNSUB = [_SUB.index(each) for each in range(256)]


def _unmix(word: int) -> int:
    columns = word.to_bytes(4)
    return int.from_bytes(
        bytes(
            _times(columns[i], 14)
            ^ _times(columns[(i + 1) % 4], 11)
            ^ _times(columns[(i + 2) % 4], 13)
            ^ _times(columns[(i + 3) % 4], 9)
            for i in range(4)
        )
    )


# Undoing substitution and mixing of one byte, by where in its column it stands.
_TABLES = [[_unmix(_UNSUB[each] << 24 - 8 * place) for each in range(256)] for place in range(4)]


@lru_cache
def _round_keys(key: bytes) -> list[list[int]]:
    """Fifteen round keys of four words, in the order and form in which decryption uses them."""
    words = [int.from_bytes(key[at : at + 4]) for at in range(0, 32, 4)]
    constant = 1
    while len(words) < 60:
        word = words[-1]
        if len(words) % 8 == 0:
            word = _substituted((word << 8 | word >> 24) & 0xFFFFFFFF) ^ constant << 24
            constant = _times(constant, 2)
        elif len(words) % 8 == 4:
            word = _substituted(word)
        words.append(words[-8] ^ word)
    rounds = [words[at : at + 4] for at in range(0, 60, 4)][::-1]
    return [rounds[0], *([_unmix(word) for word in each] for each in rounds[1:-1]), rounds[-1]]


def _substituted(word: int) -> int:
    return int.from_bytes(bytes(_SUB[each] for each in word.to_bytes(4)))


def _decrypt(keys: list[list[int]], vector: bytes, data: bytes) -> bytes:
    first, second, third, fourth = _TABLES
    before = int.from_bytes(vector)
    blocks = []
    for start in range(0, len(data), 16):
        block = int.from_bytes(data[start : start + 16])
        state = [
            (block >> shift & 0xFFFFFFFF) ^ key for shift, key in zip((96, 64, 32, 0), keys[0], strict=True)
        ]
        for round_key in keys[1:-1]:
            a, b, c, d = state
            state = [
                first[a >> 24] ^ second[d >> 16 & 255] ^ third[c >> 8 & 255] ^ fourth[b & 255] ^ round_key[0],
                first[b >> 24] ^ second[a >> 16 & 255] ^ third[d >> 8 & 255] ^ fourth[c & 255] ^ round_key[1],
                first[c >> 24] ^ second[b >> 16 & 255] ^ third[a >> 8 & 255] ^ fourth[d & 255] ^ round_key[2],
                first[d >> 24] ^ second[c >> 16 & 255] ^ third[b >> 8 & 255] ^ fourth[a & 255] ^ round_key[3],
            ]
        plain = 0
        for place in range(4):
            word = 0
            for byte in range(4):
                word = word << 8 | _UNSUB[state[(place - byte) % 4] >> 24 - 8 * byte & 255]
            plain = plain << 32 | word ^ keys[-1][place]
        blocks.append((plain ^ before).to_bytes(16))
        before = block
    return b"".join(blocks)
