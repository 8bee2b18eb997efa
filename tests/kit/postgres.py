"""A PostgreSQL server of the tests' own: Debian's, on loopback, under a user without rights, in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

_PLACES: Final = Path("/usr/lib/postgresql")
_FULL: Final = "full"
_FULL_DISK: Final = Path(__file__).with_name("full_disk.c")
_NOBODY: Final = ("postgres", "nobody")
_SETTINGS: Final[Mapping[str, str]] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # What it holds is thrown away: a power cut need not be survived.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "shared_buffers": "64MB",
    "max_connections": "50",
    "autovacuum": "off",
    "timezone": "UTC",
    "log_min_messages": "panic",
}


_WATCH: Final = """
read -r _ && exit
server=$(head -n 1 "$1/data/postmaster.pid") && kill -QUIT "$server"
while [ -e "$1/data/postmaster.pid" ] && kill -0 "$server"; do sleep 0.1; done
rm -rf "$1"
"""
"""Whoever is killed says no word at its end: its line ends, and its server goes after it, with the folder."""


@dataclass(frozen=True)
class TestServer:
    """A running server; ``postgres`` is its superuser and needs no password here.

    Attributes:
        pid: of its first process.
    """

    __test__ = False

    folder: Path
    port: int
    pid: int

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """There is no room for anything in tables until the end."""
        flag = self.folder / _FULL
        flag.touch()
        try:
            yield
        finally:
            flag.unlink()

    def address(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def make_database(self, name: str, template: str = "template1") -> str:
        """A new database, empty or as another is; gives its address."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.address(name)

    def run(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_server(**settings: str) -> Iterator[TestServer]:
    """Starts a server and stops it at the end, also where this process is killed."""
    folder = Path(tempfile.mkdtemp(prefix="tuquan-postgres-"))
    user = _unprivileged()
    if user:
        shutil.chown(folder, *user["user_and_group"])
    data, port = folder / "data", _free_port()
    started = False
    # In a session of its own: what is typed at the terminal ends the tests, not what looks after them.
    watch = subprocess.Popen(
        ["sh", "-c", _WATCH, "watch", str(folder)],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _tool(
            "initdb",
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
            user=user,
        )
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            for name, value in {**_SETTINGS, "port": str(port), **settings}.items():
                file.write(f"{name} = '{value}'\n")
        library = folder / "full_disk.so"
        command = ["gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(_FULL_DISK), "-ldl"]
        subprocess.run(command, check=True, capture_output=True)
        around = {**os.environ, "LD_PRELOAD": str(library), "FULL_WHEN": str(folder / _FULL)}
        _tool("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "start", user=user, around=around)
        started = True
        pid = int((data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        yield TestServer(folder, port, pid)
    finally:
        if started:
            _tool("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop", user=user)
        watch.communicate(b"done\n")
        shutil.rmtree(folder)


def _tool(
    name: str, *arguments: str, user: Mapping[str, Any], around: Mapping[str, str] | None = None
) -> None:
    versions = sorted(_PLACES.glob("*/bin"), key=lambda each: int(each.parent.name))
    settings = {name: value for name, value in user.items() if name != "user_and_group"}
    done = subprocess.run(
        [str(versions[-1] / name), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
        check=False,
        env=around,
        **settings,
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.decode(errors='replace')}")


def _unprivileged() -> dict[str, Any]:
    """The server refuses to run as root: whom to start it as, where we are."""
    if os.getuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    entry = next(known[name] for name in _NOBODY if name in known)
    return {
        "user": entry.pw_uid,
        "group": entry.pw_gid,
        "extra_groups": (),
        "user_and_group": (entry.pw_uid, entry.pw_gid),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
