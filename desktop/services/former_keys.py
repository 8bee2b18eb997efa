"""Keys under which this file lay before: they open its older copies, and stand in the file itself."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from desktop.services.workspace import Workspace
from desktop.store.database import FileKey, salt_of
from desktop.store.register_file import Reader, Writer

_KEYS: Final = "former_keys"


def former_keys(reader: Reader) -> tuple[FileKey, ...]:
    """The newest first."""
    plain = json.loads(reader.local(_KEYS) or "[]")
    return tuple(FileKey(b64decode(each["key"]), b64decode(each["salt"])) for each in plain)


def keep(writer: Writer, keys: Iterable[FileKey]) -> None:
    plain = [{"key": b64encode(each.key).decode(), "salt": b64encode(each.salt).decode()} for each in keys]
    writer.set_local(_KEYS, json.dumps(plain))


def key_for(workspace: Workspace, database: Path) -> FileKey | None:
    """The key of a copy of this file: that of now or a former one; None where none of them is its."""
    salt, secrets = salt_of(database), workspace.secrets
    with workspace.file.reading() as reader:
        known = (FileKey(secrets.database_key, secrets.database_salt), *former_keys(reader))
    return next((each for each in known if each.salt == salt), None)
