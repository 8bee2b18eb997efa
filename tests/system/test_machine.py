from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.system.machine import fingerprint_of, first_id, machine_fingerprint

ID = "6f1ed002ab5595859014ebf0951522d9"


def test_fingerprint_is_the_same_each_time() -> None:
    assert machine_fingerprint() == machine_fingerprint()
    assert len(machine_fingerprint()) == 32


def test_fingerprint_does_not_tell_the_id() -> None:
    assert ID not in fingerprint_of(ID)
    assert fingerprint_of(ID) != fingerprint_of(ID[:-1] + "0")


def test_fingerprint_is_frozen() -> None:
    assert fingerprint_of(ID) == fingerprint_of(f"{ID.upper()}\n") == "f3d6a85c2201020bfd00fadce24eaf26"


@given(st.text())
def test_any_id_has_a_fingerprint(machine_id: str) -> None:
    assert len(fingerprint_of(machine_id.encode("utf-8", "ignore").decode())) == 32


def test_first_file_that_says_something_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "broken").write_bytes(b"\xff")
    (tmp_path / "id").write_text(f"{ID}\n")
    files = [tmp_path / name for name in ("missing", "empty", "broken", "id")]
    assert first_id(files) == ID
    assert first_id(files[:3]) is None
