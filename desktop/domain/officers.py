"""Who is in charge of an area: written with a rank, as on paper, and compared with a user's name."""

from __future__ import annotations

from desktop.base.text import fold


def in_charge(officer: str | None, user: str) -> bool:
    """Whether "Thượng úy Lê Hoàng Nam" is "Lê Hoàng Nam": the shorter stands at the end of the other, whole.

    At least family and given name must agree.
    """
    written, name = fold(officer or "").split(), fold(user).split()
    size = min(len(written), len(name))
    return size > 1 and written[-size:] == name[-size:]
