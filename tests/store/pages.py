"""Reads the pages of an encrypted file one by one, free ones and the slack in others too.

SQLCipher 4 encrypts each page of 4,096 bytes with AES-256 in CBC mode; the last 80 bytes of a page are the
initialisation vector (16) and an HMAC-SHA512 (64), and the first page begins with the salt in the clear
("Security Design" on zetetic.net). No library of ours does AES alone; the OpenSSL that Python itself
stands on does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import Any

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


def _decrypted_page(page: bytes, key: bytes, first: int) -> bytes:
    return page[:first] + _decrypt(key, page[-RESERVE:][:16], page[first:-RESERVE])


def decrypted_log(path: Path, key: FileKey) -> Iterator[bytes]:
    """What stands on each page of the log beside a file ("WAL-mode File Format" on sqlite.org)."""
    data = path.with_name(path.name + "-wal").read_bytes()
    for start in range(_LOG_HEAD + _FRAME_HEAD, len(data), _FRAME_HEAD + PAGE):
        page = data[start : start + PAGE]
        # Of the first page of the file one block comes out wrong, for its salt stands in the clear.
        yield _decrypt(key.key, page[-RESERVE:][:16], page[:-RESERVE])


def _decrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    """AES-256 in CBC mode without padding."""
    crypto, out, size = _openssl(), ctypes.create_string_buffer(len(data) + 16), ctypes.c_int()
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    try:
        cipher = ctypes.c_void_p(crypto.EVP_aes_256_cbc())
        done = crypto.EVP_DecryptInit_ex(context, cipher, None, key, vector)
        done &= crypto.EVP_CIPHER_CTX_set_padding(context, 0)
        done &= crypto.EVP_DecryptUpdate(context, out, ctypes.byref(size), data, len(data))
    finally:
        crypto.EVP_CIPHER_CTX_free(context)
    if not done or size.value != len(data):
        raise ValueError("OpenSSL does not decrypt a page")
    return out.raw[: size.value]


@cache
def _openssl() -> Any:
    crypto = ctypes.CDLL(find_library("crypto"))
    for maker in (crypto.EVP_CIPHER_CTX_new, crypto.EVP_aes_256_cbc):
        maker.restype = ctypes.c_void_p
    return crypto
