"""Lists as plain text: .csv, .tsv and .txt in any of the encodings that Vietnamese programs have written."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from desktop.base.text import nfc
from desktop.office.legacy import letters_of, looks_legacy_encoded
from desktop.office.limits import LimitPassed, Tally, address
from desktop.office.old_fonts import OldFont

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16
_BLANK: list[str] = []
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def decode(raw: bytes) -> str | None:
    """Turn bytes into text; None when they are no text.

    Tried in order: a byte order mark, UTF-16 by its zero bytes, UTF-8, then code page 1258 (Vietnamese Windows), or
    1252 when only so the letters of an old font are kept as they are.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _plausible(_decoded(raw[len(bom) :], encoding))
    sample = raw[:_SAMPLE]
    if sample.count(0) > len(sample) // 5:
        little = sample[1::2].count(0) >= sample[0::2].count(0)
        return _plausible(_decoded(raw, "utf-16-le" if little else "utf-16-be"))
    text = _decoded(raw, "utf-8")
    if text is None:
        text = _decoded(raw, "cp1258")
        western = _decoded(raw, "cp1252") or raw.decode("latin-1")
        if text is None or _has_loose_mark(text) or looks_legacy_encoded([text]) or _is_old(western):
            text = western
        else:
            # That page has the tones apart from their vowels: so it is written, and not a slip of whoever typed.
            text = nfc(text)
    return _plausible(text)


def rows(text: str, tally: Tally, delimiter: str | None = None) -> list[list[str]]:
    """Split text into rows of fields, by the delimiter that explains it best if none is named.

    Raises:
        LimitPassed: there is too much of it.
    """
    if delimiter is None:
        delimiter, text = _delimiter(text)
    try:
        return _counted(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), tally)
    except csv.Error:
        # A quotation mark that is never closed would swallow all rows after it.
        plain = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, quoting=csv.QUOTE_NONE)
        try:
            return _counted(plain, tally)
        except csv.Error as error:
            # Without quotation marks only a field that is longer than any cell may be still fails.
            raise LimitPassed(address(plain.line_num - 1, 0)) from error


def looks_like_table(text: str) -> bool:
    """Whether most of the first lines have one and the same number of fields, more than one."""
    return max(_fits(text[:_SAMPLE], delimiter) for delimiter in _DELIMITERS) > 0


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str | None) -> str | None:
    """The text, unless control characters tell that it is none."""
    if text is None:
        return None
    sample = text[:_SAMPLE]
    strange = sum(unicodedata.category(char) in ("Cc", "Cn") and char not in "\t\r\n\f" for char in sample)
    return None if strange > len(sample) // 200 else text


def _is_old(western: str) -> bool:
    """Whether Western letters are those of an old font: half of VNI's read as letters of the Vietnamese page too."""
    return isinstance(letters_of(western[:_SAMPLE].splitlines()), OldFont)


def _has_loose_mark(text: str) -> bool:
    """Whether a combining mark stands where no vowel is: then the code page is not the Vietnamese one."""
    return any(unicodedata.combining(char) for char in nfc(text))


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter and the text without the line ``sep=;`` that names it."""
    if found := _SEPARATOR_LINE.match(text):
        return found[1], text[found.end() :]
    sample = text[:_SAMPLE]
    return max(_DELIMITERS, key=lambda delimiter: _fits(sample, delimiter)), text


def _fits(sample: str, delimiter: str) -> float:
    """How well a delimiter explains the lines: the share of the commonest number of fields, and that number."""
    widths = Counter(len(fields) for fields in _lenient(sample, delimiter) if any(fields))
    widths.pop(1, None)
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    share = count / sum(1 for fields in _lenient(sample, delimiter) if any(fields))
    return share + width / 1000 if share >= 0.3 else 0.0


def _lenient(sample: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _counted(reader: Iterator[list[str]], tally: Tally) -> list[list[str]]:
    tally.next_sheet()
    table: list[list[str]] = []
    for row, fields in enumerate(reader):
        while fields and not fields[-1].strip():
            fields.pop()
        # A million lines of nothing but separators must not fill the memory either.
        table.append(fields or _BLANK)
        if fields:
            tally.add(row, len(fields) - 1)
            tally.add_text(sum(map(len, fields)), row, len(fields) - 1)
    return table
