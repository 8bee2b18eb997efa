"""From texts and a layout to places on the paper: what a line says, where it stands, or why it cannot.

Nothing is drawn here and nothing is ever clipped: what does not fit is a problem with a field and a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from desktop.domain.paper import Align
from desktop.pdf.fitting import STEP, Fitted, Room, fit
from desktop.pdf.fonts import ASCENT, DESCENT, Metrics
from desktop.pdf.layout import Anchor, Block, Item, Layout, Line, Recipient

MM = 72 / 25.4
_RULE_BELOW_BASELINE = 0.4
_RULE_ROOM = 0.3
# Between a small honorific and a large name one space of the small size is too little.
_LEAD_GAP = 0.12
# Which share of the spare room stands above the lines, and which to their left.
_BEFORE = {Anchor.TOP: 0.0, Anchor.MIDDLE: 0.5, Anchor.BOTTOM: 1.0}
_ASIDE = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}
_EMPTY = Fitted(0.0, ())
_HAIR = 1e-6

Texts = Mapping[Item, tuple[str, ...]]


class Misfit(StrEnum):
    """Why a field cannot be printed as it is."""

    MISSING = "missing"
    NO_LETTER = "no_letter"
    TOO_LONG = "too_long"
    TOO_TALL = "too_tall"


@dataclass(frozen=True, slots=True)
class FitProblem:
    """One field that must be mended before the certificate is printed.

    Attributes:
        detail: the letters that the font lacks, for NO_LETTER; else empty.
    """

    field: Item
    reason: Misfit
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: x of its left end and y of its baseline in points from the lower left corner."""

    item: Item
    text: str
    x: float
    y: float
    line: Line
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule under a line, in points from the lower left corner."""

    item: Item
    x: float
    y: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page set, or the problems that forbid it (then it must not be drawn)."""

    runs: tuple[Run, ...]
    rules: tuple[Rule, ...]
    problems: tuple[FitProblem, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one item at their size, before they have a place.

    Attributes:
        lead: what runs in before the text, with its line and text.
    """

    line: Line
    fitted: Fitted
    lead: tuple[Line, str] | None = None

    @property
    def height(self) -> float:
        line = self.line
        if line.min_lines:
            # Room that is filled in later must be the same whether the text is there already or not.
            lines, size = max(line.min_lines, len(self.fitted.lines)), line.size
        else:
            lines, size = len(self.fitted.lines), self.fitted.size
        return size * (lines * line.leading + (_RULE_ROOM if line.rule and lines else 0.0))

    def baseline(self, top: float, index: int) -> float:
        """Where a line stands, the letters being centred in their share of the row."""
        size = self.fitted.size
        step = size * self.line.leading
        return top - index * step - (step - size * (ASCENT + DESCENT)) / 2 - size * ASCENT


class Typesetter:
    """Sets many certificates on one layout; texts that come again are set once."""

    def __init__(self, layout: Layout, metrics: Metrics) -> None:
        self._page_height = layout.height * MM
        self._metrics = metrics
        self._layouts = {kind: layout.for_recipient(kind) for kind in Recipient}
        self._known: dict[tuple[Recipient, int, tuple[tuple[str, ...], ...]], Sheet] = {}

    def set(self, kind: Recipient, texts: Texts) -> Sheet:
        """The page of one certificate.

        Args:
            texts: for each item its composed, tidy lines; an item left out is not printed.
        """
        sheets = [self._block(kind, index, texts) for index in range(len(self._layouts[kind].blocks))]
        problems = [problem for sheet in sheets for problem in sheet.problems]
        if not texts.get(Item.NAME):
            problems.insert(0, FitProblem(Item.NAME, Misfit.MISSING))
        return Sheet(
            tuple(run for sheet in sheets for run in sheet.runs),
            tuple(rule for sheet in sheets for rule in sheet.rules),
            tuple(problems),
        )

    def _block(self, kind: Recipient, index: int, texts: Texts) -> Sheet:
        block = self._layouts[kind].blocks[index]
        said = tuple(texts.get(line.item, ()) for line in block.lines)
        key = (kind, index, said)
        if key not in self._known:
            self._known[key] = self._set_block(block, said)
        return self._known[key]

    def _set_block(self, block: Block, said: Sequence[tuple[str, ...]]) -> Sheet:
        pairs = [
            (line, tuple(text.upper() for text in texts) if line.capitals else texts)
            for line, texts in zip(block.lines, said, strict=True)
        ]
        problems = list(self._unprintable(pairs))
        rows: list[_Row] = []
        for shrink in count():
            rows, too_long = self._rows(block, pairs, shrink * STEP)
            if too_long:
                return Sheet((), (), (*problems, *too_long))
            if _height(rows) <= block.box.height * MM + _HAIR:
                break
            if all(line.size - shrink * STEP <= line.min_size for line, _ in pairs):
                tallest = max(rows, key=lambda row: row.height)
                problems.append(FitProblem(tallest.line.item, Misfit.TOO_TALL))
                return Sheet((), (), tuple(problems))
        runs, rules = self._place(block, rows)
        return Sheet(tuple(runs), tuple(rules), tuple(problems))

    def _unprintable(self, pairs: Iterable[tuple[Line, tuple[str, ...]]]) -> Iterable[FitProblem]:
        for line, texts in pairs:
            if letters := self._metrics.missing(line.face, "".join(texts)):
                yield FitProblem(line.item, Misfit.NO_LETTER, letters)

    def _rows(
        self, block: Block, pairs: Sequence[tuple[Line, tuple[str, ...]]], shrink: float
    ) -> tuple[list[_Row], list[FitProblem]]:
        """The block's lines, each shrunk at most by so many points beyond what its own width asks."""
        rows: list[_Row] = []
        problems: list[FitProblem] = []
        lead: tuple[Line, str] | None = None
        for (line, texts), following in zip(pairs, [*pairs[1:], None], strict=True):
            if not texts:
                if line.min_lines:
                    rows.append(_Row(line, _EMPTY))
                continue
            if following and line.run_in and self._runs_in(line, texts, following, block):
                lead = (line, texts[0] + " ")
                continue
            size = max(line.min_size, line.size - shrink)
            fitted = self._fit(line, texts, block, size)
            if fitted is None:
                problems.append(FitProblem(line.item, Misfit.TOO_LONG))
            else:
                rows.append(_Row(line, fitted, lead))
            lead = None
        return rows, problems

    def _runs_in(
        self, line: Line, texts: tuple[str, ...], following: tuple[Line, tuple[str, ...]], block: Block
    ) -> bool:
        host, host_texts = following
        if len(texts) != 1 or len(host_texts) != 1:
            return False
        lead_width = self._width(line, texts[0] + " ") + _LEAD_GAP * host.size
        return lead_width + self._width(host, host_texts[0]) <= block.box.width * MM

    def _fit(self, line: Line, texts: tuple[str, ...], block: Block, size: float) -> Fitted | None:
        room = Room(block.box.width * MM, size, line.min_size, line.max_lines)
        return fit(texts, room, self._metrics.measure(line.face))

    def _width(self, line: Line, text: str, size: float | None = None) -> float:
        return self._metrics.measure(line.face)(text) * (line.size if size is None else size)

    def _place(self, block: Block, rows: Sequence[_Row]) -> tuple[list[Run], list[Rule]]:
        spare = block.box.height * MM - _height(rows)
        growth = [(row.line.max_gap - row.line.gap) * MM for row in rows[1:]]
        share = min(1.0, spare / sum(growth)) if any(growth) else 0.0
        spare -= share * sum(growth)
        top = self._page_height - block.box.y * MM - _BEFORE[block.anchor] * spare
        runs: list[Run] = []
        rules: list[Rule] = []
        for row, grown in zip(rows, [0.0, *growth], strict=False):
            top -= (row.line.gap * MM + share * grown) if row is not rows[0] else 0.0
            runs.extend(self._runs(block, row, top))
            rules.extend(self._rules(block, row, top))
            top -= row.height
        return runs, rules

    def _runs(self, block: Block, row: _Row, top: float) -> Iterator[Run]:
        line, size = row.line, row.fitted.size
        for index, text in enumerate(row.fitted.lines):
            y = row.baseline(top, index)
            width = self._width(line, text, size)
            if row.lead:
                lead, words = row.lead
                # The lead shrinks with the name that it stands beside.
                lead_size = lead.size * size / line.size
                lead_width = self._width(lead, words, lead_size) + _LEAD_GAP * size
                x = _left(line.align, block, lead_width + width)
                yield Run(lead.item, words, x, y, lead, lead_size)
                yield Run(line.item, text, x + lead_width, y, line, size)
            else:
                yield Run(line.item, text, _left(line.align, block, width), y, line, size)

    def _rules(self, block: Block, row: _Row, top: float) -> Iterator[Rule]:
        line, size, texts = row.line, row.fitted.size, row.fitted.lines
        if line.rule and texts:
            width = self._width(line, texts[-1], size) * line.rule
            y = row.baseline(top, len(texts) - 1) - _RULE_BELOW_BASELINE * size
            yield Rule(line.item, _left(line.align, block, width), y, width, line.colour)


def _height(rows: Sequence[_Row]) -> float:
    """In points; the gap above the first row is left out."""
    return sum(row.height + (row.line.gap * MM if index else 0.0) for index, row in enumerate(rows))


def _left(align: Align, block: Block, width: float) -> float:
    spare = block.box.width * MM - width
    return block.box.x * MM + _ASIDE[align] * spare
