"""Who is in charge of an area: written with a rank, as on paper, and compared with a user's name."""

from __future__ import annotations

from desktop.base.text import fold


def in_charge(officer: str | None, user: str) -> bool:
    """Whether "Thượng úy Lê Hoàng Nam" is the user "Lê Hoàng Nam": the name stands at the end, whole."""
    written, name = fold(officer or "").split(), fold(user).split()
    return bool(name) and written[-len(name) :] == name
