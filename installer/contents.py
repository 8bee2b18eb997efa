"""What of the libraries ships: Qt is cut down to what the program uses, and nothing that is left needs a lost part."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

QT_MODULES: Final = ("Core", "Gui", "Widgets", "Svg", "PrintSupport", "Test")
"""Those that ``desktop`` imports; Test is the hand of the demonstration."""

_QT: Final = "|".join(QT_MODULES)
_PYSIDE_WINDOWS: Final = rf"""
    __init__\.py | _config\.py | _git_pyside_version\.py | support/.*\.py
  | Qt({_QT})\.pyd | Qt6({_QT})\.dll | pyside6\.abi3\.dll | msvcp140(_\d)?\.dll | vcruntime140(_1)?\.dll
  | plugins/platforms/q(windows|offscreen)\.dll | plugins/styles/.*\.dll
  | plugins/imageformats/q(svg|ico|jpeg)\.dll | plugins/iconengines/.*\.dll
"""
_PYSIDE_LINUX: Final = rf"""
    __init__\.py | _config\.py | _git_pyside_version\.py | support/.*\.py
  | Qt({_QT})\.abi3\.so | libpyside6\.abi3\.so\.[\d.]+
  | Qt/lib/libQt6({_QT}|XcbQpa|DBus|OpenGL)\.so\.6 | Qt/lib/libicu(data|i18n|uc)\.so\.\d+
  | Qt/plugins/platforms/libq(xcb|offscreen)\.so | Qt/plugins/xcbglintegrations/.*\.so
  | Qt/plugins/platforminputcontexts/lib(ibus|compose)platforminputcontextplugin\.so
  | Qt/plugins/platformthemes/libqxdgdesktopportal\.so | Qt/plugins/imageformats/libq(svg|ico|jpeg)\.so
  | Qt/plugins/iconengines/.*\.so | Qt/plugins/printsupport/.*\.so
"""
_SHIBOKEN: Final = r"""
    .*\.py | Shiboken\.(pyd|abi3\.so) | shiboken6\.abi3\.dll | libshiboken6\.abi3\.so\.[\d.]+
  | msvcp140(_\d)?\.dll | vcruntime140(_1)?\.dll
"""
_KEPT: Final = {
    "PySide6": re.compile(f"(?:{_PYSIDE_WINDOWS}|{_PYSIDE_LINUX})", re.VERBOSE),
    "shiboken6": re.compile(f"(?:{_SHIBOKEN})", re.VERBOSE),
}
"""Of these packages only what is named ships."""

_DROPPED: Final = re.compile(
    r"""
    .*\.(pyi|lib|h|c|pxd|pyx) | .*/py\.typed | [^/]+\.dist-info/(RECORD|WHEEL|INSTALLER|direct_url\.json)
  | [^/]+\.data/.*
  | PIL/_(avif|webp|imagingtk|imagingft|imagingcms)\..*    # kinds of pictures that paper does not carry
  | pillow\.libs/lib(avif|webp|webpmux|webpdemux|freetype|harfbuzz|lcms2|brotli\w*)-.*
    """,
    re.VERBOSE,
)


def ships(name: str) -> bool:
    """Whether a file of a wheel, named with slashes, is put into the installation."""
    path = PurePosixPath(name)
    rule = _KEPT.get(path.parts[0])
    if rule is not None:
        return rule.fullmatch("/".join(path.parts[1:])) is not None
    return _DROPPED.fullmatch(name) is None


def unpack_wheels(wheels: Iterable[Path], target: Path) -> None:
    """Puts what ships of the wheels into ``target``."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as opened:
            for entry in opened.infolist():
                if not entry.is_dir() and ships(entry.filename):
                    out = target / entry.filename
                    out.parent.mkdir(parents=True, exist_ok=True)
                    with opened.open(entry) as source, out.open("wb") as made:
                        shutil.copyfileobj(source, made)
