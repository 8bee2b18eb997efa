"""The parts of the bench as people read them: what each promises, and what its figures are compared with."""

from __future__ import annotations

from enum import Enum
from textwrap import dedent


class Part(Enum):
    """In the order of the page.

    Attributes:
        title: its heading.
        promise: what the program must keep.
        how: what stands beside what, and what is not the same.
    """

    START = (
        "Start",
        """
        process start to the first register painted ≤ 3 × a bare PySide6 window; memory ≤ 130 MB
        """,
        """
        The floor is a bare PySide6 window with a table of 200,000 rows. Both are compiled beforehand, as they are
        when installed; the password is given, and the time that its key takes is taken off and a row of its own.
        """,
    )
    SEARCH = (
        "Search",
        """
        type-ahead ≤ 10 ms and name search ≤ 20 ms, for 95 of 100 queries, with accents or none
        """,
        """
        Twenty-eight queries as people type them, each three times, the first of them cold. The bare query asks the
        same index for the newest rows of the same words, and nothing else.
        """,
    )
    LISTS = (
        "Lists",
        """
        a page, a sorting and a filter ≤ 50 ms for 95 of 100
        """,
        """
        A page has 50 rows.
        """,
    )
    SAVE = (
        "Saving a visit",
        """
        ≤ 8 × a bare durable commit
        """,
        """
        The floor is a durable commit of one row into the same encrypted file, the two in turn. The save writes the
        journal, the table and the search indexes in one commit.
        """,
    )
    REPORT = (
        "A period's report",
        """
        with its four comparisons ≤ 1 s
        """,
    )
    PAPER = (
        "Certificates",
        """
        349 with codes to one PDF ≤ 2 × the same text and codes raw
        """,
        """
        The floor draws the same lines of text and the same codes by reportlab and zxing-cpp alone, the two in turn;
        no line is fitted or centred there. LibreOffice turns one document with the same lines, centred on pages of
        the same size in the same font, and with pictures of the same codes into PDF, its start included: frames,
        emblems and fitted lines are ours alone, and making that document, its profile and the pictures is not in its
        time. It is no mail merge, which needs a data source of its own. segno makes the same codes with the same
        correction.
        """,
    )
    EXCEL = (
        "Lists from Excel",
        """
        10,000 rows checked and stored ≤ 4 s; 200,000 rows in lists of 10,000 in ≤ 300 MB
        """,
        """
        openpyxl reads the same file and does nothing with it: neither checks nor stores.
        """,
    )
    BUNDLES = (
        "Bundles",
        """
        taken in with all checks ≥ 1/3 of the rate of plain inserts; with the last stations of a country ≥ 70 % of
        the rate at L; memory ≤ 300 MB
        """,
        """
        The floor inserts the same rows into the same tables with the same indexes, one durable transaction for each
        bundle; what the search indexes hold is worked out before the clock runs. Gramps takes in a GEDCOM file of as
        many people with the same name, birth, address and telephone number into a new tree, its start included: it
        neither opens seals nor checks signatures nor fills a search index. keepassxc-cli merges a database of as many
        entries, of which as many are newer, into another, its start, both passwords and the saving included (the
        password function at its least): it takes the newer entry as a whole, by the clock, where ours merges field by
        field, keeps both sides of a conflict and checks a signature. Our bundle too carries all records and the
        changes. Both are the whole of what a person waits for.
        """,
    )
    PUBLISH = (
        "Publishing",
        """
        to PostgreSQL ≥ 1/3 of the rate of a bare COPY, flat memory; four importers ≥ 2 × one
        """,
        """
        The bare COPY brings the very rows that publishing left, from files in the server's own form, into tables of
        the same shape. The server is durable and runs on the same machine, which leaves the importers less of the
        processors than they would have of their own; what these give at most, the bundles that are only proven say.
        """,
    )
    INSTALLED = (
        "What is installed",
        """
        the setup program ≤ 60 MB, installed ≤ 200 MB
        """,
    )
    GROWTH = (
        "Growth",
        """
        at four times L no more than n log n against L
        """,
        """
        S is a station: 5,000 visits, 1,000 disputes. L is an upper level after ten years: 200,000 visits, 50,000
        disputes. 4 × L has four times as many of everything. A page in the middle is found by counting from
        the nearer end, and a report adds up what there is: both grow with the number of rows. A search grows with how
        many rows have its words, an imported list with how many people it is held against. Saving, filtering,
        drawing and memory do not grow. What grows faster than n log n breaks its
        promise, or the reason stands here.
        """,
    )

    def __init__(self, title: str, promise: str, how: str = "") -> None:
        self.title = title
        self.promise = dedent(promise).strip()
        self.how = dedent(how).strip()
