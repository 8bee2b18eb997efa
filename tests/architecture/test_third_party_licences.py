"""Everything that ships is named with its version in THIRD-PARTY-LICENSES.md, and nothing that does not."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([\w.-]+)(?:, with [^|]+)? \| ([0-9][\w.]+) \|", re.MULTILINE)


def needed() -> set[tuple[str, str]]:
    """Name and version of every package that the program pulls in, however deep."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[str, str] = {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and name not in found:
            found[name] = distribution(name).version
            waiting += [Requirement(line) for line in requires(name) or ()]
    return set(found.items())


def listed() -> set[tuple[str, str]]:
    text = (ROOT / "THIRD-PARTY-LICENSES.md").read_text("utf-8")
    return {(canonicalize_name(name), version) for name, version in ROW.findall(text)}


def test_every_package_that_ships_is_listed_with_its_version() -> None:
    assert listed() == needed()
