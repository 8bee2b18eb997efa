"""Pictures from files: the scan that lies under a preview, and the photograph in the frame of a card."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Final

from desktop.pdf.codes import PictureNotReadable
from desktop.pdf.errors import ScanNotReadable

if TYPE_CHECKING:
    from PIL import Image

_MOST_BYTES: Final = 100 * 1024 * 1024
_MOST_PIXELS: Final = 120_000_000
"""A sheet of A3 scanned at 600 dots an inch has 70 million."""
_WIDEST: Final = 1600
_QUALITY: Final = 85
_MAGIC: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

PORTRAIT_BYTES: Final = 20 * 1024 * 1024
PORTRAIT_PIXELS: Final = 40_000_000
_PORTRAIT: Final = (400, 600)
"""2 x 3 cm at 500 dots an inch: more than a card shows."""
_WHITE: Final = (255, 255, 255)


def small_jpeg(raw: bytes) -> bytes:
    """A PNG or JPEG picture as a JPEG of at most 1600 pixels a side.

    Raises:
        ScanNotReadable: it is neither, is broken, or would fill the memory.
    """
    turned = _opened(raw, _MOST_BYTES, _MOST_PIXELS, _WIDEST)
    if turned is None:
        raise ScanNotReadable
    small = turned.convert("RGB")
    small.thumbnail((_WIDEST, _WIDEST))
    return _jpeg(small)


def portrait_jpeg(raw: bytes, name: str) -> bytes:
    """The middle of a PNG or JPEG picture, 2 wide to 3 high, as a JPEG that keeps nothing else of the file.

    Raises:
        PictureNotReadable: it is neither, is broken, or above 20 MB or 40 million pixels. Facts: ``name``.
    """
    from PIL import Image, ImageOps

    turned = _opened(raw, PORTRAIT_BYTES, PORTRAIT_PIXELS, max(_PORTRAIT))
    if turned is None:
        raise PictureNotReadable(name=name)
    cropped = ImageOps.fit(turned.convert("RGBA"), _PORTRAIT)
    # What can be seen through is paper; a new picture has no notes of where and when it was taken.
    plain = Image.new("RGB", _PORTRAIT, _WHITE)
    plain.paste(cropped, mask=cropped)
    return _jpeg(plain)


def _opened(raw: bytes, most_bytes: int, most_pixels: int, wanted: int) -> Image.Image | None:
    """The picture the right way up, or nothing where it is refused; ``wanted`` pixels a side are enough."""
    from PIL import Image, ImageOps

    if len(raw) > most_bytes or not raw.startswith(_MAGIC):
        return None
    try:
        picture = Image.open(BytesIO(raw), formats=("PNG", "JPEG"))
        if picture.width * picture.height > most_pixels:
            return None
        # A JPEG is decoded at the size it is wanted, which a scan at 600 dots needs.
        picture.draft("RGB", (wanted, wanted))
        picture.load()
        return ImageOps.exif_transpose(picture)
    except (
        OSError,
        ValueError,
        SyntaxError,
        # Notes of a camera that are broken.
        TypeError,
        KeyError,
        struct.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
