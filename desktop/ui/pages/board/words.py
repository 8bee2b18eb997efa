"""How the board says what it knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.board import BoardCell, Chip, Offer, Source
from desktop.domain.periods import Period
from desktop.i18n.dates import short_moment
from desktop.i18n.figures import period_name
from desktop.services.board import Board, BoardRow
from desktop.services.unit_figures import Origin
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.words import Words

TONES: Final[Mapping[Chip, Tone]] = {
    Chip.RECEIVED: Tone.DONE,
    Chip.WAITING: Tone.INFO,
    Chip.RETURNED: Tone.DUE,
    Chip.EXCEL: Tone.DONE,
    Chip.PAPER: Tone.DONE,
    Chip.GAP: Tone.DUE,
    Chip.LATE: Tone.LATE,
}
"""What has no tone is said in plain words."""


def chip_words(words: Words, cell: BoardCell) -> str:
    """The words of a cell: "Quá hạn 3 ngày", "Excel"."""
    if cell.chip is Chip.GAP and cell.number < 0:
        return words("board.chip.gap.before")
    return words(f"board.chip.{cell.chip.value}", count=cell.number)


def offer_words(words: Words, offer: Offer) -> str:
    """Where figures come from: "Gói dữ liệu · Đã nhận", "Theo văn bản số 15/BC-CAP ngày 18/11/2026"."""
    if offer.source is Source.PAPER and offer.document:
        return words("board.by_letter", document=offer.document)
    said = words.choice("figure_source", offer.source.value)
    if offer.state is not None:
        return words("board.in_state", source=said, state=words.choice("report_state", offer.state.value))
    return said


def origin_words(words: Words, origin: Origin) -> str:
    """Where figures come from: the bundle, when it came, and the operation."""
    facts = {"device": origin.device, "number": origin.number}
    if origin.received_at is None:
        return words("board.origin.here", **facts)
    at = short_moment(origin.received_at, words.language)
    return words("board.origin.bundle", at=at, bundle=origin.bundle[-8:].upper(), **facts)


def heads(words: Words, board: Board) -> list[Head]:
    """The unit, then the periods."""
    return [Head(words("board.unit")), *(Head(period_name(words, each)) for each in board.periods)]


def line(words: Words, row: BoardRow, periods: tuple[Period, ...]) -> list[PinnedCell]:
    """One unit across the periods."""
    name = PinnedCell(row.unit.name, strong=False)
    return [name, *(_cell(words, row, each, period) for each, period in zip(row.cells, periods, strict=True))]


def _cell(words: Words, row: BoardRow, cell: BoardCell, period: Period) -> PinnedCell:
    text = chip_words(words, cell)
    if cell.undecided:
        text = words("board.two_sources", text=text)
    sources = " · ".join(offer_words(words, each) for each in cell.offers)
    tip = words("board.tip", unit=row.unit.name, period=period_name(words, period), text=sources or text)
    tone = Tone.DUE if cell.undecided else TONES.get(cell.chip)
    return PinnedCell(text, tone=tone, muted=tone is None, tip=tip)
