"""Running the tools of the build machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class ToolFailed(RuntimeError):
    """A tool of the build did not do what it was asked; its words are the message."""


def run(
    *command: str | Path,
    at: Path | None = None,
    also: Mapping[str, str] | None = None,
    expect: Sequence[int] = (0,),
) -> str:
    """What the command printed, standard error included. Raises :class:`ToolFailed` at another exit code.

    ``also`` is added to the environment. Output goes through a pipe: under Wine, Python cannot write to a file
    that it was handed as standard output.
    """
    words = [str(word) for word in command]
    done = subprocess.run(  # noqa: S603  # the build names its own tools
        words,
        cwd=at,
        env={**os.environ, **(also or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode not in expect:
        raise ToolFailed(f"{' '.join(words)}\n(exit code {done.returncode})\n{done.stdout}")
    return done.stdout


def pip(*arguments: str | Path) -> None:
    """pip of the environment that runs this, from the registry as this machine is set up."""
    run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
