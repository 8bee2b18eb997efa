"""What can be wrong with a workbook that a person brings."""

from __future__ import annotations

from desktop.domain.errors import UserError


class FileNotOpened(UserError):
    """The file is gone, locked by another program, or may not be read. Fact: ``name``."""

    code = "file_not_opened"


class NotAWorkbook(UserError):
    """The content is of another kind: a document, a picture, a program. Fact: ``name``."""

    code = "not_a_workbook"


class NotAForm(UserError):
    """Neither an .xlsx nor a .docx. Fact: ``name``."""

    code = "not_a_form"


class SpotGone(UserError):
    """A cell that a figure belongs into is not in the form any more. Facts: ``name``, ``spot``."""

    code = "spot_gone"


class WorkbookIsWebPage(UserError):
    """A web page or an XML export with the ending of a workbook, as some systems write. Fact: ``name``."""

    code = "workbook_is_web_page"


class WorkbookIsBinary(UserError):
    """The .xlsb format, which cannot be checked before it is opened. Fact: ``name``."""

    code = "workbook_is_binary"


class WorkbookDamaged(UserError):
    """Cut short or broken inside. Fact: ``name``."""

    code = "workbook_damaged"


class WorkbookLocked(UserError):
    """A password is needed to open it. Fact: ``name``."""

    code = "workbook_locked"


class WorkbookTooBig(UserError):
    """Too many bytes, packed or unpacked. Facts: ``name``, ``megabytes``, ``limit`` (both in MB)."""

    code = "workbook_too_big"


class WorkbookTooLong(UserError):
    """Too many rows, columns, cells or letters. Facts: ``name``, ``sheet``, ``last_cell``, such as "K1048576"."""

    code = "workbook_too_long"


class WorkbookEmpty(UserError):
    """No sheet, or nothing in any of them. Fact: ``name``."""

    code = "workbook_empty"


class PastedNothing(UserError):
    """The clipboard holds no table with content."""

    code = "pasted_nothing"


class PastedTooMuch(UserError):
    """A table of the clipboard has too many rows, columns, cells or letters. Fact: ``last_cell``, such as "K9"."""

    code = "pasted_too_much"


class TableNotFound(UserError):
    """No row of the sheet looks like the head of a list. Fact: ``sheet``."""

    code = "table_not_found"
