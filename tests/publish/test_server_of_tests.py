"""The server that the tests start ends with them, however they end."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

_RUN = """
from tests.kit.postgres import running_server
with running_server() as server:
    print(server.pid, server.folder, flush=True)
    input()
"""


def test_a_run_that_is_killed_leaves_no_server_and_no_folder() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        pid, folder = run.stdout.readline().split()
        assert Path(folder, "data").exists()
        server = os.pidfd_open(int(pid))
        run.kill()
        # Whoever looks after the server speaks on the same line: it ends when that has done its work.
        assert run.stdout.read() == ""
    ended, _, _ = select.select([server], [], [], 30)
    os.close(server)
    assert ended
    assert not Path(folder).exists()
