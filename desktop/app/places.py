"""Where this person's preferences are kept, and which data folder they opened last.

Preferences are no data: losing them costs a click. The register itself lies in the shared data folder.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from desktop.base.values import dataclass
from desktop.system.atomic import write_atomic


@dataclass(frozen=True)
class Preferences:
    """What one person likes and did last.

    Attributes:
        scale: in percent.
        density: the height of a row in pixels.
        theme: ``light``, ``dark`` or ``system``.
        user: who logged in last.
        enter_moves: whether Enter goes on to the next field.
        at_logon: whether what is due opens when the person logs on to the computer.
    """

    folder: str = ""
    language: str = "vi"
    theme: str = "light"
    scale: int = 100
    density: int = 36
    user: str = ""
    enter_moves: bool = True
    at_logon: bool = False


def preferences_file(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The file of this person's preferences on this machine."""
    if platform == "win32":
        base = Path(environment.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "so-tu-quan" / "preferences.json"


def load_preferences(path: Path) -> Preferences:
    """What was kept, or the defaults where that is missing or damaged."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(plain, dict):
        return Preferences()
    kept = {
        field.name: plain[field.name]
        for field in fields(Preferences)
        if type(plain.get(field.name)) is type(field.default)
    }
    return Preferences(**kept)


def save_preferences(path: Path, preferences: Preferences) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, json.dumps(asdict(preferences), ensure_ascii=False, indent=1).encode("utf-8"))
