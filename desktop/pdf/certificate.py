"""Certificates (giấy khen and their kin): what is printed, whether it fits, and the PDF of one or many.

The printed lines are the certificate's own. They come from the register once, may be mended by a person, and
never write back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from desktop.base.text import tidy
from desktop.domain.errors import UserError
from desktop.pdf.codes import draw_code, least_side_mm
from desktop.pdf.errors import EmblemNotReadable, NothingToPrint
from desktop.pdf.fonts import FONT_NAMES, Metrics
from desktop.pdf.frame import draw_frame
from desktop.pdf.ink import new_canvas, rgb
from desktop.pdf.layout import Box, Item, Layout, Recipient
from desktop.pdf.typesetting import MM, FitProblem, Run, Sheet, Typesetter
from desktop.pdf.watermark import draw_sample_mark

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

Progress = Callable[[int, int], None]

# The state's name and motto, Nghị định 30/2020/NĐ-CP, Phụ lục I.
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
CONFERRED = "TẶNG"
CONFERRED_POSTHUMOUSLY = "TRUY TẶNG"

ALL_ITEMS = frozenset(Item)
# What a second pass adds once the decision has its number: "In bổ sung số, ngày".
SECOND_PASS = frozenset({Item.DECISION, Item.PLACE_DATE, Item.REGISTER_NUMBER})

_OWN_LINES = frozenset({Item.NAME, Item.POSITION, Item.ACHIEVEMENT})
_HAIR = 1e-6
_UNDER = "under"
_MOST_EMBLEM_BYTES = 4 * 1024 * 1024
_MOST_EMBLEM_PIXELS = 16_000_000
_RULE_WIDTH = 0.7


class CertificateDoesNotFit(UserError):
    """A text is too long, or holds letters that the font lacks; nothing was written.

    Attributes:
        problems: what to mend, as :func:`check_fit` gives it.

    Facts: ``number`` of the certificate in its batch, from 1, and the ``name`` on it.
    """

    code = "certificate_does_not_fit"

    def __init__(self, number: int, name: str, problems: Sequence[FitProblem]) -> None:
        super().__init__(number=number, name=name)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class CertificateText:
    """Every printed line of one certificate. An empty text prints nothing; a line break parts lines by force.

    Attributes:
        issuer: who awards, such as "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG".
        honorific: "Ông", "Bà", "Tập thể", "Hộ gia đình ông"; may be empty.
        position: title or unit of the recipient.
        decision: number and date of the decision, see :func:`desktop.pdf.wording.decision_line`.
        register_number: label and number in the award book; the label is the unit's own.
        conferral: "TẶNG" or "TRUY TẶNG".
        code: the text of the code that proves the print; drawn where the layout has a place for one.
        left_out: items that keep their room and are not printed: they stand on the sheet, or are to come later.
    """

    kind: Recipient
    issuer: str
    honorific: str
    name: str
    position: str
    achievement: str
    place_date: str
    decision: str
    register_number: str
    signer_title: str
    signer_name: str
    conferral: str = CONFERRED
    title: str = "GIẤY KHEN"
    nation: str = NATION
    motto: str = MOTTO
    code: str = ""
    left_out: frozenset[Item] = frozenset()

    def lines(self, item: Item) -> tuple[str, ...]:
        """The composed, tidy lines of an item; empty ones are dropped."""
        text: str = getattr(self, item.value)
        return tuple(line for line in map(tidy, text.splitlines()) if line)

    def printed(self, item: Item) -> str:
        """What a reader of the paper finds of an item, on one line."""
        return "" if item in self.left_out else " ".join(self.lines(item))


@dataclass(frozen=True, slots=True)
class Printing:
    """How a batch is put on paper.

    Attributes:
        sample: mark every page as sample data (practice mode).
        frame: draw the layout's frame and emblem; not on blanks, which have theirs.
        items: the lines that are printed; all others keep their room, so a second pass falls into place.
        shift_x, shift_y: move everything right and down, in mm, to meet a printer's paper feed.
        code: print the code that proves the sheet, where the layout has a place for one; not on blanks unasked.
        emblem: the unit's own picture, PNG or JPEG; drawn where the layout has room for one.
        under: a picture of the blank under everything, which no shift moves; for the eye only, never for paper.
    """

    sample: bool = False
    frame: bool = True
    items: frozenset[Item] = ALL_ITEMS
    shift_x: float = 0.0
    shift_y: float = 0.0
    code: bool = True
    emblem: bytes | None = field(default=None, repr=False)
    under: bytes | None = field(default=None, repr=False)

    def on_blanks(self, layout: Layout) -> Printing:
        """The same on blanks, which carry the frame and the layout's ``preprinted`` lines already."""
        printed = {line.item for block in layout.blocks for line in block.lines if line.preprinted}
        return replace(self, frame=False, items=self.items - printed, code=False)

    def second_pass(self) -> Printing:
        """Only the number and the day, over sheets that were printed before them."""
        return replace(self, frame=False, items=self.items & SECOND_PASS)


ON_PLAIN_PAPER = Printing()


@dataclass(frozen=True, slots=True)
class Stock:
    """A paper, and how it is printed on."""

    layout: Layout
    printing: Printing = ON_PLAIN_PAPER


def check_fit(certificate: CertificateText, layout: Layout) -> list[FitProblem]:
    """What must be mended before the certificate can be printed; empty if it fits. Nothing is ever clipped."""
    return list(_sheet(certificate, Typesetter(layout, Metrics())).problems)


def check_fits(certificates: Iterable[CertificateText], layout: Layout) -> list[list[FitProblem]]:
    """:func:`check_fit` for a batch, each repeated text being set once."""
    typesetter = Typesetter(layout, Metrics())
    return [list(_sheet(certificate, typesetter).problems) for certificate in certificates]


def look_over(
    sheets: Iterable[tuple[CertificateText, Layout]],
) -> list[tuple[list[FitProblem], frozenset[Item]]]:
    """Of each its problems, and which of its own lines were set smaller, or a name on more lines than it was given."""
    typesetters: dict[Layout, Typesetter] = {}
    found = []
    for certificate, layout in sheets:
        if layout not in typesetters:
            typesetters[layout] = Typesetter(layout, Metrics())
        sheet = _sheet(certificate, typesetters[layout])
        found.append((list(sheet.problems), _squeezed(sheet, len(certificate.lines(Item.NAME)))))
    return found


def _squeezed(sheet: Sheet, lines_of_name: int) -> frozenset[Item]:
    smaller = {run.item for run in sheet.runs if run.item in _OWN_LINES and run.size < run.line.size - _HAIR}
    if len({run.y for run in sheet.runs if run.item is Item.NAME}) > lines_of_name:
        smaller.add(Item.NAME)
    return frozenset(smaller)


def draw_certificates(
    certificates: Sequence[CertificateText],
    layout: Layout,
    out: BinaryIO,
    progress: Progress | None = None,
    printing: Printing = ON_PLAIN_PAPER,
) -> None:
    """Write one PDF, a page for each certificate in their order. Equal input gives an equal file.

    Args:
        progress: called after each page with the pages done and all pages; it may raise to cancel.

    Raises:
        CertificateDoesNotFit: the first certificate with a problem; ``out`` is untouched.
        NothingToPrint: there is no certificate.
        EmblemNotReadable: the unit's picture cannot be used.
    """
    stock = Stock(layout, printing)
    draw_sheets([(each, stock) for each in certificates], out, progress, sample=printing.sample)


def draw_sheets(
    sheets: Sequence[tuple[CertificateText, Stock]],
    out: BinaryIO,
    progress: Progress | None = None,
    *,
    sample: bool = False,
) -> None:
    """:func:`draw_certificates` for certificates of several papers, each page of the size of its own."""
    if not sheets:
        raise NothingToPrint
    first, stock = sheets[0]
    canvas = new_canvas(
        out,
        (stock.layout.width * MM, stock.layout.height * MM),
        title=" ".join(first.lines(Item.TITLE)),
        author=" ".join(first.lines(Item.ISSUER)),
    )
    presses: dict[Stock, _Press] = {}
    for number, (certificate, stock) in enumerate(sheets, start=1):
        if stock not in presses:
            presses[stock] = _Press(canvas, stock, len(presses), sample=sample)
        press = presses[stock]
        sheet = _sheet(certificate, press.typesetter)
        if sheet.problems:
            raise CertificateDoesNotFit(number, tidy(certificate.name), sheet.problems)
        press.draw(sheet, certificate.left_out, certificate.code)
        if progress:
            progress(number, len(sheets))
    canvas.save()


def _sheet(certificate: CertificateText, typesetter: Typesetter) -> Sheet:
    return typesetter.set(certificate.kind, {item: certificate.lines(item) for item in Item})


class _Press:
    """Puts set sheets of one paper on the pages of one canvas.

    Attributes:
        typesetter: sets them.
    """

    def __init__(self, canvas: Canvas, stock: Stock, number: int, *, sample: bool) -> None:
        self._canvas = canvas
        self._layout = layout = stock.layout
        self._printing = printing = stock.printing
        self._sample = sample
        self._under = f"{_UNDER}{number}"
        self.typesetter = Typesetter(layout, Metrics())
        self._emblem = _emblem(printing.emblem) if printing.emblem and printing.frame else None
        if printing.under:
            # Drawn once and shown on each page: reportlab would go through every pixel again for each.
            canvas.beginForm(self._under)
            self._draw_picture(_emblem(printing.under), Box(0, 0, layout.width, layout.height), fill=True)
            canvas.endForm()

    def draw(self, sheet: Sheet, left_out: frozenset[Item], code: str = "") -> None:
        canvas, printing = self._canvas, self._printing
        items = printing.items - left_out
        canvas.setPageSize((self._layout.width * MM, self._layout.height * MM))
        if printing.under:
            canvas.doForm(self._under)
        if self._sample:
            draw_sample_mark(canvas, self._layout.width * MM, self._layout.height * MM)
        if printing.shift_x or printing.shift_y:
            canvas.translate(printing.shift_x * MM, -printing.shift_y * MM)
        if printing.frame:
            draw_frame(canvas, self._layout)
        if self._emblem and self._layout.emblem:
            self._draw_picture(self._emblem, self._layout.emblem)
        # A second pass runs over sheets that carry their code already.
        if code and self._layout.code and Item.NAME in printing.items:
            box = self._layout.code
            side = max(min(box.width, box.height), least_side_mm(code))
            draw_code(canvas, code, box.x, self._layout.height - box.y - side, side)
        self._draw_text([run for run in sheet.runs if run.item in items])
        for rule in sheet.rules:
            if rule.item in items:
                canvas.setLineWidth(_RULE_WIDTH)
                canvas.setStrokeColorRGB(*rgb(rule.colour))
                canvas.line(rule.x, rule.y, rule.x + rule.width, rule.y)
        canvas.showPage()

    def _draw_text(self, runs: Iterable[Run]) -> None:
        text = self._canvas.beginText()
        style: tuple[str, float, str] | None = None
        for run in runs:
            line = run.line
            if style != (line.face, run.size, line.colour):
                style = (line.face, run.size, line.colour)
                text.setFont(FONT_NAMES[line.face], run.size)
                text.setFillColorRGB(*rgb(line.colour))
            text.setTextOrigin(run.x, run.y)
            # Unlike textOut it does not measure the text again.
            text.textLine(run.text)
        self._canvas.drawText(text)

    def _draw_picture(self, picture: ImageReader, box: Box, *, fill: bool = False) -> None:
        self._canvas.drawImage(
            picture,
            box.x * MM,
            (self._layout.height - box.y - box.height) * MM,
            box.width * MM,
            box.height * MM,
            mask="auto",
            preserveAspectRatio=not fill,
            anchor="c",
        )


def check_picture(raw: bytes) -> None:
    """Raises :class:`EmblemNotReadable` for what cannot be drawn."""
    _emblem(raw)


def _emblem(raw: bytes) -> ImageReader:
    from reportlab.lib.utils import ImageReader

    if len(raw) > _MOST_EMBLEM_BYTES or not raw.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise EmblemNotReadable
    try:
        picture = ImageReader(BytesIO(raw))
        width, height = picture.getSize()
        # A small file may unpack to a picture that fills the memory.
        if width * height > _MOST_EMBLEM_PIXELS:
            raise EmblemNotReadable
        picture.getRGBData()  # type: ignore[no-untyped-call]  # it ships no types; it decodes the picture
    except (OSError, ValueError, SyntaxError) as error:
        raise EmblemNotReadable from error
    return picture
