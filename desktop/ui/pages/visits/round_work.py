"""A round in the making: its checks, its draft, its slip, without any widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from desktop.domain.fields import Register
from desktop.i18n.dates import short_moment
from desktop.services import drafts, registers, rounds, visit_slips
from desktop.services.rounds import LastRound, TakenBack, Twin
from desktop.services.views import Changes, Hit, Value
from desktop.services.visit_slips import Slip
from desktop.services.workspace import Workspace
from desktop.ui.kit.grid_model import GridNote
from desktop.ui.kit.grid_rows import GridDraft, GridRows
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.words import Words

Given = list[Mapping[str, tuple[Value, str]]]


class RoundWork:
    """What can be done with a round of one register."""

    def __init__(self, workspace: Workspace, register: str, words: Words) -> None:
        self._workspace = workspace
        self._words = words
        self.register: Register = workspace.registry[register]

    def today(self) -> date:
        return self._workspace.today()

    def choices(self, register: str, text: str) -> Sequence[Hit]:
        return registers.choices(self._workspace, register, text)

    # Checking

    def notes(self, rows: GridRows, typing: int | None) -> dict[int, GridNote]:
        """What each row that counts is flagged for; of the row still being ``typing``, only that it stands twice."""
        counting = rows.counting()
        values = [rows.values(at) for at in counting]
        problems = rounds.check_round(self._workspace, self.register.name, values)
        found: dict[int, GridNote] = {}
        for place, twin in rounds.twins(self._workspace, self.register.name, values).items():
            row = None if twin.row is None else counting[twin.row]
            found[counting[place]] = GridNote(
                Tone.DUE, self._twin_words(Twin(row)), frozenset(self.register.twice)
            )
        for at, told in zip(counting, problems, strict=True):
            sentences = {each.field: self._words(f"problem.{each.code}", **each.facts) for each in told}
            for name, trouble in rows.troubles(at).items():
                # Why it is no value says more than that there is none.
                sentences[name] = self._words(trouble.key, **trouble.facts)
            if sentences and at != typing:
                found[at] = self._problem(at, sentences)
        return found

    def _problem(self, at: int, sentences: Mapping[str, str]) -> GridNote:
        ordered = [field.name for field in self.register.fields if field.name in sentences]
        title = self._words.field(self.register.name, ordered[0])
        text = self._words("round.problem", row=at + 1, field=title, problem=sentences[ordered[0]])
        return GridNote(Tone.LATE, text, frozenset(sentences))

    def _twin_words(self, twin: Twin) -> str:
        if twin.row is None:
            return self._words("round.note.twin_stored")
        return self._words("round.note.twin_row", row=twin.row + 1)

    # Storing

    def save(self, rows: GridRows) -> Changes:
        values = [rows.values(at) for at in rows.counting()]
        return meanwhile(partial(rounds.save_round, self._workspace, self.register.name, values))

    def last_round(self) -> LastRound | None:
        return rounds.last_round(self._workspace, self.register.name)

    def would_take_back(self, operation: tuple[str, int]) -> TakenBack:
        return rounds.would_take_back(self._workspace, operation)

    def take_back(self, operation: tuple[str, int]) -> Changes:
        return meanwhile(partial(rounds.take_back, self._workspace, operation))

    # What is half typed

    def keep_draft(self, draft: Mapping[str, Any]) -> None:
        drafts.keep_draft(self._workspace, self.register.name, drafts.ROUND, draft)

    def drop_draft(self) -> None:
        drafts.drop_draft(self._workspace, self.register.name, drafts.ROUND)

    def draft(self) -> tuple[GridDraft, str] | None:
        """What was typed in an earlier sitting, and when."""
        kept = drafts.draft(self._workspace, self.register.name, drafts.ROUND)
        if kept is None:
            return None
        at = short_moment(datetime.fromisoformat(kept.at), self._words.language)
        return GridDraft.read(kept.values), at

    # Slips

    def slips(self) -> Sequence[Slip]:
        return visit_slips.newest_slips(self._workspace)

    def rows_of_slip(self, number: int) -> tuple[Given, list[int]]:
        """The rows of a printed slip in its order, and the numbers of those whose household is gone.

        Raises :class:`SlipUnknown`.
        """
        slip = visit_slips.slip(self._workspace, number)
        titles = visit_slips.household_titles(self._workspace, slip.rows)
        given: Given = [
            {"household": (record, titles[record])} if record in titles else {} for record in slip.rows
        ]
        return given, [at + 1 for at, row in enumerate(given) if not row]
