"""A picture that a unit keeps beside its data: made small enough to be drawn again and again under a preview."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from desktop.pdf.errors import ScanNotReadable

_MOST_BYTES: Final = 100 * 1024 * 1024
_MOST_PIXELS: Final = 120_000_000
"""A sheet of A3 scanned at 600 dots an inch has 70 million."""
_WIDEST: Final = 1600
_QUALITY: Final = 85
_MAGIC: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def small_jpeg(raw: bytes) -> bytes:
    """A PNG or JPEG picture as a JPEG of at most 1600 pixels a side.

    Raises:
        ScanNotReadable: it is neither, is broken, or would fill the memory.
    """
    from PIL import Image, ImageOps

    if len(raw) > _MOST_BYTES or not raw.startswith(_MAGIC):
        raise ScanNotReadable
    try:
        picture = Image.open(BytesIO(raw), formats=("PNG", "JPEG"))
        if picture.width * picture.height > _MOST_PIXELS:
            raise ScanNotReadable
        # A JPEG is decoded at the size it is wanted, which a scan at 600 dots needs.
        picture.draft("RGB", (_WIDEST, _WIDEST))
        turned = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ScanNotReadable from error
    turned.thumbnail((_WIDEST, _WIDEST))
    out = BytesIO()
    turned.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
