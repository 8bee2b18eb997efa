"""Importers in processes of their own: what they raise is heard, and whatever ends them leaves nothing half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import active_children
from pathlib import Path

import psycopg
import pytest

from desktop.publish.errors import PublishForked, PublishImporterLost
from desktop.publish.importers import another, usual
from desktop.services import devices
from desktop.services.publishing import publish_bundles
from desktop.services.workspace import Workspace
from tests.bundle.kit import BUNDLE, Author, Sent
from tests.kit.workspaces import AN_GIANG, WorkspaceMaker
from tests.publish.served import asked, quiet
from tests.services.exchange import Sealed


@dataclass(frozen=True)
class Doing:
    """Work for an importer: what is done with each text is a function of this module."""

    what: Callable[[str], str]

    @contextmanager
    def ready(self) -> Iterator[Callable[[str], str]]:
        yield self.what


def upper(text: str) -> str:
    return text.upper()


def fork(text: str) -> str:
    raise PublishForked(station=text, seq=7)


def fail(text: str) -> str:
    raise ValueError(text)


def die(_text: str) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def test_what_it_is_asked_for_comes_back() -> None:
    with another(Doing(upper)) as bring:
        assert [bring("một"), bring("hai")] == ["MỘT", "HAI"]
    assert not active_children()


def test_a_failure_comes_back_as_itself() -> None:
    with pytest.raises(PublishForked) as told, another(Doing(fork)) as bring:
        bring("Nhơn Hưng")
    assert told.value.facts == {"station": "Nhơn Hưng", "seq": 7}


def test_a_mistake_of_ours_says_where_it_was() -> None:
    with pytest.raises(RuntimeError, match=r"in fail(.|\n)*ValueError: sai"), another(Doing(fail)) as bring:
        bring("sai")


def test_one_that_is_killed_is_told() -> None:
    with pytest.raises(PublishImporterLost), another(Doing(die)) as bring:
        bring("một")


def test_it_ends_with_the_one_who_asks_it_also_where_that_one_is_killed() -> None:
    script = (
        "import os, signal\n"
        "from desktop.publish.importers import another\n"
        "from tests.publish.test_importers import Doing, upper\n"
        "if __name__ == '__main__':\n"
        "    with another(Doing(upper)) as bring:\n"
        "        print(bring('có'), flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    around = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    # Its line stays open for as long as either of the two is there.
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env=around, check=False, timeout=60
    )
    assert done.stdout.decode("utf-8").strip() == "CÓ"
    assert done.returncode == -signal.SIGKILL


def test_there_are_no_more_than_have_something_to_do() -> None:
    assert usual(0) == usual(1) == 1
    assert 1 <= usual(1_000) <= 8


@pytest.fixture
def upper_level(make: WorkspaceMaker) -> Workspace:
    return make(AN_GIANG).workspace


@pytest.fixture
def folder(upper_level: Workspace, tmp_path: Path) -> Path:
    """A bundle of each of two communes."""
    for number, author in enumerate((Author("xa"), Author("xa-khac", "30338", "Công an xã khác"))):
        devices.confirm(upper_level, devices.import_key_file(upper_level, author.key_file.to_bytes()))
        author.write(f"p{number}", full_name=f"Người {number}")
        sent = Sent(author, (Sealed(upper_level),), (author.range(),), author.chain)
        path = replace(sent, bundle=f"{BUNDLE[:-1]}{number}").write(tmp_path / str(number))
        (tmp_path / "goi").mkdir(exist_ok=True)
        path.rename(tmp_path / "goi" / f"goi-{number}.tqb")
    return tmp_path / "goi"


def test_one_killed_amid_a_transaction_leaves_nothing_half_and_showed_no_key(
    upper_level: Workspace, folder: Path, address: str
) -> None:
    def bring() -> None:
        publish_bundles(upper_level, address, folder, quiet, importers=2)

    with psycopg.connect(address, autocommit=True) as holding, ThreadPoolExecutor(1) as pool:
        with holding.transaction():
            # What is noted last in each transaction has to wait.
            holding.execute("LOCK TABLE tuquan.bundle IN SHARE ROW EXCLUSIVE MODE")
            running = pool.submit(bring)
            while asked(address, "SELECT count(*) FROM pg_locks WHERE NOT granted") != [(2,)]:
                assert not running.done()
            (importer,) = active_children()
            for secret in (upper_level.secrets.age.secret, upper_level.secrets.database_key.hex()):
                assert secret.encode() not in shown(importer.pid)
            importer.kill()
        with pytest.raises(PublishImporterLost):
            running.result(timeout=60)
    assert (
        asked(address, "SELECT count(*) FROM bundle")
        == asked(address, "SELECT count(*) FROM person")
        == [(1,)]
    )
    assert asked(address, "SELECT count(DISTINCT device) FROM journal_operation") == [(1,)]
    bring()
    assert asked(address, "SELECT full_name FROM person ORDER BY 1") == [("Người 0",), ("Người 1",)]


def shown(process: int | None) -> bytes:
    """What everybody who looks at the machine sees of a process: its arguments, its environment."""
    place = Path(f"/proc/{process}")
    return (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
