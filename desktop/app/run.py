"""``make run``: the program on sample data, or its main job offscreen, leaving papers in out/, without a screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop.i18n.catalogue import Catalogue

OUT = Path("out")


def has_screen() -> bool:
    """Whether a window could be seen here."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return os.environ["QT_QPA_PLATFORM"].split(":")[0] not in ("offscreen", "minimal")
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def go_without_screen() -> None:
    """Lets Qt paint in memory where nothing could be seen; call it before Qt is loaded."""
    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> int:
    if has_screen():
        from desktop.app.window import run_window

        return run_window(OUT / "so-tu-quan", practise=True)
    go_without_screen()
    from desktop.app.demo import run_demo

    words = Catalogue("vi")
    print(words.text("run.no_screen"))  # noqa: T201  # says what it does instead
    for line in run_demo(OUT, words)["lines"]:
        print(line)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
