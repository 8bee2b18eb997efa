"""Remake ``resources/units/units.tsv`` from the package ``vietnam-provinces``.

Run it where the package is installed::

    python resources/tools/make_units.py
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from vietnam_provinces import Province, VietNamDivisionType, Ward, __data_version__

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).resolve().parents[1] / "units" / "units.tsv"

HEADER = f"""\
# Provinces and communes of Việt Nam in two tiers, as of {__data_version__}; see README.md.
# A commune names its province by code. The kind is written as in the middle of a sentence.
code\tprovince\tkind\tname
"""

CITY = VietNamDivisionType.THANH_PHO_TRUNG_UONG
# Written with a capital also within a sentence: Nghị định 30/2020/NĐ-CP, Phụ lục II, mục III.
CAPITAL_KINDS = {79: "Thành phố"}


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Give each province followed by its communes, all by code."""
    communes = sorted(Ward.iter_all(), key=lambda ward: ward.code)
    for province in sorted(Province.iter_all(), key=lambda each: each.code):
        kind = "thành phố" if province.division_type is CITY else "tỉnh"
        code = f"{province.code:02d}"
        yield code, "", CAPITAL_KINDS.get(province.code, kind), bare_name(province.name, kind)
        for commune in communes:
            if commune.province_code == province.code:
                kind = commune.division_type.value
                yield f"{commune.code:05d}", code, kind, bare_name(commune.name, kind)


def bare_name(name: str, kind: str) -> str:
    """Give the name without its kind and without the stray spaces that some have."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return name[len(kind) + 1 :] if name.lower().startswith(f"{kind} ") else name


if __name__ == "__main__":
    TABLE.write_text(
        HEADER + "".join("\t".join(row) + "\n" for row in rows()), encoding="utf-8", newline="\n"
    )
