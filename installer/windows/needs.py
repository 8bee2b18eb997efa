"""Which libraries the program files of a folder ask Windows for: none may be missing on a plain Windows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from installer.commands import run

_ASKED: Final = re.compile(r"DLL Name: (\S+)")

OF_WINDOWS: Final = re.compile(
    r"(api-ms-win-.*|advapi32|authz|avrt|bcrypt|bcryptprimitives|comctl32|comdlg32|credui|crypt32|d2d1|d3d11|d3d12"
    r"|d3d9|dcomp|dwmapi|dwrite|dxgi|gdi32|imm32|iphlpapi|kernel32|mpr|msvcrt|netapi32|ntdll|ole32|oleaut32|opengl32"
    r"|powrprof|propsys|rpcrt4|secur32|setupapi|shcore|shell32|shlwapi|ucrtbase|uiautomationcore|user32|userenv|uxtheme|version|winmm"
    r"|winspool|ws2_32|wtsapi32)\.(dll|drv)",
)
"""Part of every Windows 10, as its documentation lists them."""


def missing(folder: Path) -> list[str]:
    """``file: library`` for each library that is neither in the folder nor of Windows."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".exe", ".dll", ".pyd")]
    here = {path.name.lower() for path in files}
    return [
        f"{file.relative_to(folder)}: {name}"
        for file in files
        for name in sorted(set(_ASKED.findall(run("x86_64-w64-mingw32-objdump", "-p", file))))
        if name.lower() not in here and not OF_WINDOWS.fullmatch(name.lower())
    ]
