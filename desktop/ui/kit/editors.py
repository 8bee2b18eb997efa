"""The editor for a field, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from desktop.domain.fields import Field, Kind
from desktop.services.views import Hit
from desktop.ui.kit.choosing import ChoiceEditor, RefEditor
from desktop.ui.kit.editor import Editor, FlagEditor, LineEditor, LongTextEditor
from desktop.ui.kit.readings import reader_for
from desktop.ui.kit.tags import TagsEditor
from desktop.ui.kit.words import Words

Choices = Callable[[str, str], Sequence[Hit]]
"""Records of a register (its name first) that fit a text, newest first."""


def no_choices(register: str, text: str) -> Sequence[Hit]:
    """For questions that point to no record."""
    return ()


def make_editor(
    declared: Field, name: str, title: str, words: Words, today: Callable[[], date], choices: Choices
) -> Editor:
    """The editor of a field. ``title`` is its label: a flag carries it itself, the others tell it to screen readers."""
    editor = _editor(declared, name, title, words, today, choices)
    target = editor.focusProxy()
    assert target is not None
    target.setAccessibleName(title)
    return editor


def _editor(
    declared: Field, name: str, title: str, words: Words, today: Callable[[], date], choices: Choices
) -> Editor:
    kind = declared.kind
    if kind is Kind.LONG_TEXT:
        return LongTextEditor(name, words)
    if kind is Kind.FLAG:
        return FlagEditor(name, words, title)
    if kind is Kind.CHOICE:
        assert declared.catalogue is not None
        return ChoiceEditor(name, words, declared.catalogue, today)
    if kind is Kind.TAGS:
        assert declared.catalogue is not None
        return TagsEditor(name, words, declared.catalogue, today)
    if kind is Kind.REF:
        assert declared.to is not None
        return RefEditor(name, words, partial(choices, declared.to))
    return LineEditor(name, words, reader_for(declared, today, words.language))
