"""The word of the unit's other computers for this one, so that a new computer's first bundle is taken elsewhere.

A unit was enrolled with the first computer's digits. What that one signed for the next comes in the bundles between
the two; the next shows it to those who have heard of the first only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from desktop.bundle.reading import Verified
from desktop.store.register_file import Reader, Writer
from desktop.vault.certificate import KeyFile, verify_certificate
from desktop.vault.errors import SignatureWrong

_WORDS: Final = "words_for_this_device"
"""Local: by issuer, key files of this device that other computers of the unit signed."""


def learn(writer: Writer, device: str, verified: Verified) -> None:
    """After an import: keeps what the sender signed for this device."""
    known, words = verified.trusted, _words(writer)
    for each in verified.contents.certificates:
        issuer = known.devices.get(each.certificate.issuer)
        if each.certificate.device != device or issuer is None or not issuer.sends:
            continue
        if issuer.certificate.station != known.station or issuer.certificate.device == device:
            continue
        try:
            verify_certificate(each, issuer.certificate.signing_key, each.certificate.not_before)
        except SignatureWrong:
            continue
        words[each.certificate.issuer] = each.to_bytes().decode("utf-8")
    if words != _words(writer):
        writer.set_local(_WORDS, json.dumps(words, sort_keys=True))


def told(reader: Reader, device: str) -> Iterator[KeyFile]:
    """What a bundle of this device brings to those who know another computer of the unit only."""
    for _, text in sorted(_words(reader).items()):
        file = KeyFile.parse(text.encode("utf-8"))
        # Those for the name that this computer had before are no use any more.
        if file.certificate.device == device:
            yield file


def _words(reader: Reader) -> dict[str, str]:
    words: dict[str, str] = json.loads(reader.local(_WORDS) or "{}")
    return words
