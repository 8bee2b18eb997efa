"""UniKey as a field sees it: plain letters, then backspaces and the word typed again with its marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_UNICODE_KEY: Final = 0


@dataclass(frozen=True)
class Rewrite:
    """One burst: so many backspaces, then these letters."""

    backspaces: int
    letters: str


def rewrites(text: str) -> Iterator[Rewrite]:
    """The bursts by which a text is typed: each word plain first, then with its letters' marks, then its tone."""
    done = ""
    for word in text.split(" "):
        states = [word[:length] for length in range(len(word) + 1)]
        plain = [_without(state, everything=True) for state in states]
        steps = [*plain, _without(word, everything=False), word]
        for before, after in pairwise(steps):
            common = _common(before, after)
            if before != after:
                yield Rewrite(len(before) - common, after[common:])
        done += word
        if len(done) < len(text):
            yield Rewrite(0, " ")
            done += " "


def type_by_unikey(widget: QWidget, text: str, *, decomposed: bool = False) -> None:
    """Send a text's bursts to a widget as key events, as Windows does with what UniKey injects.

    ``decomposed``: UniKey stands in its table "Unicode tổ hợp", so that each mark is a character of its own.
    """
    for burst in rewrites(text):
        for _ in range(burst.backspaces):
            QTest.keyClick(widget, Qt.Key.Key_Backspace)
        letters = unicodedata.normalize("NFD", burst.letters) if decomposed else burst.letters
        for letter in letters:
            send_character(widget, letter)


def send_character(widget: QWidget, letter: str) -> None:
    """One character that no key of the keyboard has."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, _UNICODE_KEY, Qt.KeyboardModifier.NoModifier, letter)
        QCoreApplication.sendEvent(widget, event)


def _common(one: str, other: str) -> int:
    """How many letters two texts begin with together."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _without(text: str, *, everything: bool) -> str:
    """The text without tones, or without any mark."""
    parts = unicodedata.normalize("NFD", text)
    kept = "".join(c for c in parts if not (unicodedata.combining(c) if everything else c in _TONES))
    kept = unicodedata.normalize("NFC", kept)
    return kept.replace("đ", "d").replace("Đ", "D") if everything else kept
