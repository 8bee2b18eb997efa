"""Running the tools of the build machine."""

from __future__ import annotations

import os
import select
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
    with subprocess.Popen(  # noqa: S603  # the build names its own tools
        words,
        cwd=at,
        env={**os.environ, **(also or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        told = _listen(process).decode("utf-8", "replace")
    if process.returncode not in expect:
        raise ToolFailed(f"{' '.join(words)}\n(exit code {process.returncode})\n{told}")
    return told


def _listen(process: subprocess.Popen[bytes]) -> bytes:
    """What a process prints until it ends: others that it started, as Wine does, may hold its pipe for much longer."""
    assert process.stdout is not None
    pipe, told = process.stdout.fileno(), bytearray()
    os.set_blocking(pipe, False)
    while True:
        ended = process.poll() is not None
        ready, _, _ = select.select([pipe], [], [], 0.05)
        chunk = os.read(pipe, 2**16) if ready else b""
        told += chunk
        if not chunk and (ready or ended):
            process.wait()
            return bytes(told)


def pip(*arguments: str | Path) -> None:
    """pip of the environment that runs this, from the registry as this machine is set up."""
    run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
