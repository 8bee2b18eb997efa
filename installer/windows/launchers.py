"""Builds the two launchers: ``So-Tu-Quan.exe`` without a console window and ``tuquan.exe`` in one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from installer.commands import run
from installer.source import Source

HERE: Final = Path(__file__).parent
WINDOWED: Final = "So-Tu-Quan.exe"
CONSOLE: Final = "tuquan.exe"
_COMPILER: Final = "x86_64-w64-mingw32-gcc"
_RESOURCES: Final = "x86_64-w64-mingw32-windres"

# The same bytes whenever it is built: no time in the file, and strict about the rest.
_FLAGS: Final = ("-O2", "-s", "-Wall", "-Wextra", "-Werror", "-municode", "-Wl,--no-insert-timestamp",
                 "-Wl,--dynamicbase", "-Wl,--nxcompat", "-Wl,--high-entropy-va")  # fmt: skip


def build(source: Source, python_tag: str, icon: Path, work: Path, target: Path) -> None:
    """Compiles both into ``target``; ``python_tag`` as ``313``."""
    work.mkdir(parents=True, exist_ok=True)
    numbers = ",".join(str(number) for number in source.numbers())
    for name, kind in ((WINDOWED, ("-mwindows", "-DWINDOWED")), (CONSOLE, ("-mconsole",))):
        resources = work / f"{name}.o"
        run(_RESOURCES, "-I", HERE, "-I", icon.parent, f"-DVERSION_NUMBERS={numbers}",
            f'-DVERSION_TEXT=\\"{source.version}\\"', f'-DFILE_NAME=\\"{name}\\"',
            HERE / "launcher.rc", "-o", resources)  # fmt: skip
        run(_COMPILER, *_FLAGS, *kind, f'-DPYTHON=L"python{python_tag}.dll"', "-o", target / name,
            HERE / "launcher.c", resources, "-lshell32", "-lole32")  # fmt: skip
