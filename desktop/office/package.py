"""The ZIP around .xlsx and .ods, looked through before anything opens it for its values."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

_CHUNK = 1 << 16
_MOST_PARTS = 10_000
# Office programs store or deflate; anything else was not made by one.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1

Start = Callable[[str, dict[str, str]], None]


class PackageDamaged(Exception):
    """The ZIP or a part of it cannot be read."""


class PackageLocked(Exception):
    """The parts are encrypted."""


class _Stop(Exception):
    pass


class Package:
    """The parts of a ZIP in memory; nothing is unpacked as a whole."""

    def __init__(self, raw: bytes) -> None:
        """Read the central directory.

        Raises:
            PackageDamaged, PackageLocked.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise PackageDamaged from error
        self._parts = self._zip.infolist()
        if len(self._parts) > _MOST_PARTS or any(part.compress_type not in _METHODS for part in self._parts):
            raise PackageDamaged
        if any(part.flag_bits & _ENCRYPTED for part in self._parts):
            raise PackageLocked

    @property
    def unpacked_bytes(self) -> int:
        """What the central directory says all parts come to; a part that is larger is refused when it is read."""
        return sum(part.file_size for part in self._parts)

    @property
    def names(self) -> list[str]:
        return [part.filename for part in self._parts]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part in pieces; every part of that name, one after the other, should a hostile file have two."""
        for part in self._parts:
            if part.filename == name:
                yield from self._chunks(part)

    def _chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(part) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise PackageDamaged from error

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def root(self, name: str) -> str:
        """The local name of an XML part's first element; ``""`` for a part that is not XML."""
        found: list[str] = []

        def start(element: str, _attributes: dict[str, str]) -> None:
            found.append(element)
            raise _Stop

        try:
            self.parse(name, start)
        except _Stop:
            return found[0]
        except PackageDamaged:
            return ""
        return ""

    def parse(
        self,
        name: str,
        start: Start,
        *,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        as_written: bool = False,
    ) -> None:
        """Read an XML part, calling ``start(local name, attributes)``, ``end`` and ``text`` as it goes.

        ``as_written``: with names as they are written, prefix and all (see :func:`local_name`), for who is called a
        million times.

        Raises:
            PackageDamaged: the XML is broken, or declares a document type, which no office program writes and
                which could make a small part unfold into a giant one.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def on_start(element: str, attributes: dict[str, str]) -> None:
            start(local_name(element), attributes)

        def on_end(element: str) -> None:
            if end is not None:
                end(local_name(element))

        def on_document_type(*_: object) -> None:
            raise PackageDamaged

        parser.StartElementHandler = start if as_written else on_start
        parser.StartDoctypeDeclHandler = on_document_type
        if end is not None:
            parser.EndElementHandler = end if as_written else on_end
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)  # noqa: FBT003  # the C parser takes no keywords
            parser.Parse(b"", True)  # noqa: FBT003  # as above
        except expat.ExpatError as error:
            raise PackageDamaged from error


def local_name(element: str) -> str:
    """An element's name without its prefix."""
    return element.rpartition(":")[2] if ":" in element else element
