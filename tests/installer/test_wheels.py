"""Which packages a target needs, from a lock file that holds for all."""

from __future__ import annotations

import tomllib

from installer.source import ROOT
from installer.wheels import locked, needed_by
from installer.windows.stage import windows

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
pynacl==1.6.2 \\
    --hash=sha256:{a}
""".format(a="a" * 64, b="b" * 64)


def test_a_lock_file_gives_versions_and_all_hashes() -> None:
    assert locked(LOCK) == {
        "colorama": ("0.4.6", (f"sha256:{'a' * 64}", f"sha256:{'b' * 64}")),
        "pynacl": ("1.6.2", (f"sha256:{'a' * 64}",)),
    }


def test_markers_are_those_of_the_target_not_of_the_builder() -> None:
    asked = [
        "Colorama; sys_platform == 'win32'",
        "uvloop; sys_platform == 'linux'",
        "tomli; python_version < '3.11'",
        "rich; extra == 'pretty'",
        "pip",
        "PyNaCl>=1.5",
    ]
    assert needed_by(asked, windows("313")) == {"colorama", "pynacl"}


def test_everything_that_the_program_asks_for_is_locked_by_hash() -> None:
    lock = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = needed_by(project["dependencies"], windows("313"))
    assert {name for name in names if not lock[name][1]} == set()
