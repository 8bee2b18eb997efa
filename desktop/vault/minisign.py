"""Signatures of files in minisign's own format, so that Debian's ``minisign -V`` can check what we sign.

The prehashed form, as minisign's page "Signature format" gives it: ``ED``, the key's id of 8 bytes, and Ed25519
over BLAKE2b-512 of the file; then a trusted comment, and Ed25519 over signature and comment together. The
comment begins with our domain, which is what keeps a signed bundle from passing as a signed update.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from desktop.vault.errors import SignatureWrong
from desktop.vault.signing import SIGNATURE_SIZE, Domain, PublicKey, SigningKey, device_hash, device_id

MAX_SIGNATURE_FILE = 4096
MAX_COMMENT = 1024
"""Letters of a comment, far below what minisign itself reads (8,192 bytes)."""

_UNTRUSTED = b"untrusted comment: "
_TRUSTED = b"trusted comment: "
_PREHASHED = b"ED"
_KEY_ID_SIZE = 8


def minisign_public(key: PublicKey) -> str:
    """The text of a ``.pub`` file for ``minisign -p``."""
    body = base64.b64encode(b"Ed" + key_id(key) + key.raw).decode("ascii")
    return f"untrusted comment: tuquan device {device_id(key)}\n{body}\n"


def minisign_signature(key: SigningKey, data: bytes, trusted_comment: str, *, domain: Domain) -> bytes:
    """The bytes of a ``.minisig`` file for ``data``.

    The comment in the file is ``tuquan/1/<domain> <trusted_comment>``. A ValueError if it is too long or has
    characters that cannot stand in one line.
    """
    if len(trusted_comment) > MAX_COMMENT or not trusted_comment.isprintable():
        raise ValueError("a trusted comment is one short line")
    comment = _comment_tag(domain) + trusted_comment.encode("utf-8")
    signature = key.sign_bare(_prehash(data))
    whole = key.sign_bare(signature + comment)
    lines = (
        _UNTRUSTED + b"tuquan device " + device_id(key.public).encode("ascii"),
        base64.b64encode(_PREHASHED + key_id(key.public) + signature),
        _TRUSTED + comment,
        base64.b64encode(whole),
    )
    return b"".join(line + b"\n" for line in lines)


def verify_minisign(public: PublicKey, data: bytes, signature: bytes, *, domain: Domain) -> str:
    """The trusted comment, without the domain, of a ``.minisig`` file that ``public`` made for ``data``.

    Raises :class:`SignatureWrong` for anything else: another key, a changed byte in ``data`` or in the file
    (the untrusted comment apart), another domain, the old form without prehashing.
    """
    body, comment, whole = _parse(signature)
    if body[:2] != _PREHASHED or body[2:10] != key_id(public):
        raise SignatureWrong
    public.verify_bare(_prehash(data), body[10:])
    public.verify_bare(body[10:] + comment, whole)
    tag = _comment_tag(domain)
    if not comment.startswith(tag):
        raise SignatureWrong
    try:
        return comment[len(tag) :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise SignatureWrong from error


def claimed_key_id(signature: bytes) -> bytes:
    """Whose key a ``.minisig`` file says it was made with, to look for that key; it proves nothing.

    Raises :class:`SignatureWrong` for what is no such file.
    """
    return _parse(signature)[0][2:10]


def key_id(key: PublicKey) -> bytes:
    """minisign's 8-byte id of a key: the first half of the device's own id."""
    return device_hash(key)[:_KEY_ID_SIZE]


def _comment_tag(domain: Domain) -> bytes:
    return b"tuquan/1/" + domain.value.encode("ascii") + b" "


def _prehash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=64).digest()


def _parse(file: bytes) -> tuple[bytes, bytes, bytes]:
    lines = file.split(b"\n")
    whole_file = len(file) <= MAX_SIGNATURE_FILE and len(lines) == 5 and lines[4] == b""
    if not whole_file or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise SignatureWrong
    body = _decode(lines[1], 2 + _KEY_ID_SIZE + SIGNATURE_SIZE)
    return body, lines[2][len(_TRUSTED) :], _decode(lines[3], SIGNATURE_SIZE)


def _decode(line: bytes, size: int) -> bytes:
    try:
        raw = base64.b64decode(line, validate=True)
    except binascii.Error as error:
        raise SignatureWrong from error
    # Python takes base64 whose last bits are not zero: one signature, one spelling.
    if len(raw) != size or base64.b64encode(raw) != line:
        raise SignatureWrong
    return raw
