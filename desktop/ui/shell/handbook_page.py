"""A page of the handbook set in type: on the screen beside the work, and on one sheet of paper to keep at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)

from desktop.base.resources import handbook
from desktop.domain.paper import A4_MM
from desktop.pdf.render import page_count, render_page
from desktop.ui.kit.theme import FAMILY, Space, Type, current_theme
from desktop.ui.shell.printing import Paper

CONTENTS: Final = "README.md"
"""The page that names all others."""

_PARTS: Final = 96
_DPI: Final = 600
_MM_PER_INCH: Final = 25.4
_IN_CELL: Final = 2
_MARGIN: Final = 56
_WIDEST: Final = 680
_LINK: Final = re.compile(r"\[([^]]+)\]\(([\w-]+\.md)\)")


@dataclass(frozen=True)
class Setting:
    """How a page is set. Lengths are pixels of the screen, and on paper parts of 96 to the inch.

    Attributes:
        font: of a size and a weight.
        margin: around the whole document.
        above, below: room over a heading and under a paragraph; in a list or a table it is half of that.
        picture: the widest that a picture may be, and the highest.
        dots: of a picture to one part of the page, at most.
    """

    font: Callable[[Type, QFont.Weight], QFont]
    margin: int
    above: int
    below: int
    picture: tuple[int, int]
    dots: int = 1


def contents() -> list[tuple[str, str]]:
    """Title and file of every page, in the order in which the handbook names them."""
    return _LINK.findall(handbook(CONTENTS).read_text(encoding="utf-8"))


def on_screen(width: int) -> Setting:
    """As the rest of the window; ``width`` is what a picture has."""
    return Setting(current_theme().font, Space.L, Space.M, Space.S, (width, width))


def _paper_font(size: Type, weight: QFont.Weight) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(_PAPER_TYPE[size])
    font.setWeight(weight)
    # Paper is finer than any screen: letters stand where their own measures put them.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


_PAPER_TYPE: Final = {Type.BODY: 12, Type.SECTION: 14, Type.TITLE: 20}
_HEIGHTS: Final = (230, 190, 150, 130, 110)
"""Of a picture on paper: the highest that leaves the page on one sheet."""


def set_page(file: str, setting: Setting, parent: QObject | None = None) -> QTextDocument:
    """A page in sizes, weights and room of our own, which Markdown does not know."""
    document = QTextDocument(parent)
    document.setDefaultFont(setting.font(Type.BODY, QFont.Weight.Normal))
    document.setDocumentMargin(setting.margin)
    document.setBaseUrl(QUrl.fromLocalFile(f"{handbook()}/"))
    document.setMarkdown(handbook(file).read_text(encoding="utf-8"))
    for block in blocks(document):
        _dress(block, setting)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            closer = frame.format().toTableFormat()
            closer.setCellPadding(_IN_CELL)
            frame.setFormat(closer)
    return document


def page_paper(title: str, file: str) -> Paper:
    """A page for a printer, as :func:`page_pdf` sets it."""
    pdf = page_pdf(title, file)
    return Paper(title, page_count(pdf), partial(render_page, pdf), *A4_MM)


def page_pdf(title: str, file: str) -> bytes:
    """A page on A4, in smaller type than on the screen so that one sheet holds it."""
    document = _on_one_sheet(file)
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(out)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())
    writer.setResolution(_DPI)
    painter = QPainter(writer)
    painter.scale(_DPI / _PARTS, _DPI / _PARTS)
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        top = number * document.pageSize().height()
        painter.save()
        painter.translate(0, -top)
        document.drawContents(painter, QRectF(QPointF(0, top), document.pageSize()))
        painter.restore()
    painter.end()
    return bytes(out.data().data())


def _on_one_sheet(file: str) -> QTextDocument:
    """Smaller pictures rather than a second sheet; with the smallest, as many sheets as it takes."""
    sheet = QSizeF(*(side / _MM_PER_INCH * _PARTS for side in A4_MM))
    for height in _HEIGHTS:
        document = set_page(file, Setting(_paper_font, _MARGIN, 5, 4, (_WIDEST, height), dots=3))
        document.setPageSize(sheet)
        if document.pageCount() == 1:
            break
    return document


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    """Every paragraph, heading, cell and line of a list."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _dress(block: QTextBlock, setting: Setting) -> None:
    level = block.blockFormat().headingLevel()
    room = QTextBlockFormat()
    room.setTopMargin(setting.above if level else 0)
    room.setBottomMargin(setting.below // 2 if _in_list_or_table(block) else setting.below)
    QTextCursor(block).mergeBlockFormat(room)
    for part, form in _parts(block):
        if form.isImageFormat():
            picture = form.toImageFormat()
            picture.setWidth(_fit(block.document(), picture.name(), setting))
            part.setCharFormat(picture)
        elif level or form.fontWeight() > QFont.Weight.Medium:
            strong = QTextCharFormat()
            size = {1: Type.TITLE, 2: Type.SECTION}.get(level, Type.BODY)
            # The family has no heavier letters than these, and Qt would smear them.
            strong.setFont(setting.font(size, QFont.Weight.DemiBold))
            part.mergeCharFormat(strong)


def _in_list_or_table(block: QTextBlock) -> bool:
    return block.textList() is not None or QTextCursor(block).currentTable() is not None


def _fit(document: QTextDocument, name: str, setting: Setting) -> float:
    """Makes a picture small enough, smoothly, which the document itself would not; gives its width."""
    path = str(handbook(*name.split("/")))
    picture = QImage(path)
    share = min(
        room / side for room, side in zip(setting.picture, (picture.width(), picture.height()), strict=True)
    )
    width = picture.width() * min(share, 1.0)
    if width * setting.dots < picture.width():
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaledToWidth(round(width * setting.dots), smooth)
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl.fromLocalFile(path), picture)
    return width


def _parts(block: QTextBlock) -> list[tuple[QTextCursor, QTextCharFormat]]:
    """The stretches of a block that are written alike, each with a cursor that has chosen it."""
    found = []
    at = block.begin()
    while not at.atEnd():
        part = at.fragment()
        cursor = QTextCursor(block)
        cursor.setPosition(part.position())
        cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
        found.append((cursor, part.charFormat()))
        at += 1
    return found
