"""Rows of the preview as they read: fate, content, and the notes with the sign of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from desktop.domain.fields import Field, Kind
from desktop.domain.importing.planning import Fate, ImportPreview, RowPlan
from desktop.domain.importing.said import SPACES, Note
from desktop.domain.importing.targets import PARTIES
from desktop.i18n.catalogue import Catalogue
from desktop.services.importing import note_in_words
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.shown import value_text
from desktop.ui.kit.words import Words

_SHOWN: Final = 5
"""Values of a row that are shown to know it by."""


class Show(Enum):
    """Which rows are shown. The sign and the word tell a repair, a doubt and a refusal apart without colour.

    What was mended of white space alone stands apart: a list may have it in every row.
    """

    ALL = "all"
    REPAIRED = "repaired"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    TIDIED = "tidied"


NOTE_TONES: Final = {
    Show.REPAIRED: Tone.INFO,
    Show.DOUBTFUL: Tone.DUE,
    Show.REFUSED: Tone.LATE,
    Show.TIDIED: Tone.NEUTRAL,
}
NOTE_ICONS: Final = {
    Show.REPAIRED: "edit",
    Show.DOUBTFUL: "due",
    Show.REFUSED: "late",
    Show.TIDIED: "check",
}

FATE_TONES: Final = {
    Fate.NEW: Tone.DONE,
    Fate.SECOND: Tone.DONE,
    Fate.CHANGED: Tone.INFO,
    Fate.SAME: Tone.NEUTRAL,
    Fate.REFUSED: Tone.LATE,
}


@dataclass(frozen=True)
class ShownRow:
    """One row. ``notes`` are (kind, words), the gravest first; ``changes`` what a known record would get."""

    number: int
    fate: Fate
    content: str
    notes: tuple[tuple[Show, str], ...]
    changes: str = ""

    def of(self, show: Show) -> bool:
        return show is Show.ALL or any(kind is show for kind, _ in self.notes)

    def led_by(self, show: Show) -> ShownRow:
        """The same with the notes of one kind before the others."""
        return replace(self, notes=tuple(sorted(self.notes, key=lambda note: note[0] is not show)))


def shown_rows(
    preview: ImportPreview, words: Words, catalogue: Catalogue, *, private: bool
) -> list[ShownRow]:
    """Every row of the preview, in the order of the file; what is sensitive is left out while ``private``."""
    return [
        ShownRow(
            plan.reading.number,
            plan.fate,
            _content(plan, preview.target.fields, words, private=private),
            _notes(plan, _Notes(preview.target.fields, words, catalogue, private=private)),
            _changes(plan, words),
        )
        for plan in preview.rows
    ]


def _content(plan: RowPlan, fields: Mapping[str, Field], words: Words, *, private: bool) -> str:
    texts = [] if private else [party.name for party in plan.reading.parties]
    # Whom a row is about stands before what they are.
    for key, field in sorted(fields.items(), key=lambda pair: not pair[0].startswith("person.")):
        value = plan.reading.values.get(key)
        if value is None or (private and field.sensitive):
            continue
        texts.append(str(value) if field.kind is Kind.REF else value_text(words, field, value))
        if len(texts) == _SHOWN:
            break
    return " · ".join(text for text in texts if text)


@dataclass(frozen=True)
class _Notes:
    """Notes in words; while ``private`` without what is said of a sensitive field."""

    fields: Mapping[str, Field]
    words: Words
    catalogue: Catalogue
    private: bool

    def text(self, note: Note) -> str:
        field = self.fields.get(note.key)
        # The parties of a dispute are no field of it, and are sensitive.
        if not self.private or not (note.key == PARTIES if field is None else field.sensitive):
            return note_in_words(note, self.catalogue)
        name = self.words(f"field.{note.key}") if field is not None else self.words.plural("party")
        return self.words("importing.note.hidden", field=name)


def _notes(plan: RowPlan, told: _Notes) -> tuple[tuple[Show, str], ...]:
    notes = [(Show.REFUSED, told.text(note)) for note in plan.reasons]
    notes += [(Show.DOUBTFUL, told.text(note)) for note in plan.reading.doubts]
    mended = [
        (Show.TIDIED if note.code == SPACES else Show.REPAIRED, told.text(note))
        for note in plan.reading.repairs
    ]
    notes += sorted(mended, key=lambda each: each[0] is Show.TIDIED)
    return tuple(notes)


def _changes(plan: RowPlan, words: Words) -> str:
    """The fields of a record that the row would change; their values are told by the record itself."""
    names = [words(f"field.{key}") for key in plan.changes if words.has(f"field.{key}")]
    return words("importing.preview.changes", fields=", ".join(names)) if names else ""
