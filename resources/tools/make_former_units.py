"""Remake ``resources/units/former.tsv`` from the package ``vietnamadminunits``.

Run it where the package is installed (its own dependencies are not needed)::

    python -m resources.tools.make_former_units
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from desktop.base.text import exact

UNITS = Path(__file__).resolve().parents[1] / "units"
TABLE = UNITS / "former.tsv"
SIGNS = str.maketrans("", "", " -–’'")

HEADER = """\
# Communes of Việt Nam as they were until 30 June 2025, and those of two tiers that took their place; see README.md.
# Several codes: the former commune was divided, and the first took the larger part.
now\tkind\tname\tdistrict\tprovince
"""


def data() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("vietnamadminunits is not installed")
    return Path(spec.origin).parent / "data"


def successors(folder: Path, codes: dict[tuple[str, str], str]) -> dict[str, list[str]]:
    """By the key of a former commune, the codes of today's, the larger part first."""
    found: dict[str, list[str]] = {}
    table: dict[str, Any] = json.loads((folder / "converter_2025.json").read_text("utf-8"))
    for province, communes in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, former in communes.items():
            for key in former:
                found.setdefault(key, []).append(codes[province, commune])
    for province, divided in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            ordered = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            found.setdefault(key, []).extend(codes[province, part["newWardKey"]] for part in ordered)
    return found


def own_codes() -> dict[tuple[str, str], str]:
    """By province and full name, the codes of ``units.tsv``: the package has older ones of some communes."""
    lines = (UNITS / "units.tsv").read_text("utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    provinces = {code: plain(f"{kind} {name}") for code, province, kind, name in table if not province}
    return {
        (provinces[province], plain(f"{kind} {name}")): code
        for code, province, kind, name in table
        if province
    }


def plain(name: str) -> str:
    """A name by its letters, whatever its capitals, spaces, signs and place of the tone."""
    return exact(name).translate(SIGNS)


def rows(folder: Path) -> Iterator[tuple[str, ...]]:
    own = own_codes()
    with sqlite3.connect(folder / "dataset.db") as tables:
        codes = {}
        for keys in tables.execute("SELECT provinceKey, wardKey, province, ward, wardCode FROM admin_units"):
            province_key, ward_key, province, ward, code = keys
            codes[province_key, ward_key] = own.get((plain(province), plain(ward)), code)
        now = successors(folder, codes)
        former = tables.execute(
            "SELECT provinceKey, districtKey, wardKey, wardType, wardShort, ward, district, province"
            " FROM admin_units_legacy ORDER BY wardCode"
        ).fetchall()
    for province_key, district_key, ward_key, kind, short, ward, district, province in former:
        after = now.get(f"{province_key}_{district_key}_{ward_key or ''}")
        if after is None or not ward:
            continue
        # A number is part of the name: Phường 5, not 5.
        name = ward if (short or "").isdigit() else short
        yield (
            ",".join(dict.fromkeys(after)),
            kind.lower(),
            *(tidy(each) for each in (name, district, province)),
        )


def tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name or "").split())


if __name__ == "__main__":
    TABLE.write_text(
        HEADER + "".join("\t".join(row) + "\n" for row in rows(data())), encoding="utf-8", newline="\n"
    )
