"""A version has one spelling and one place in the order; the program's own is that of the package."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from desktop.domain.versions import RUNNING, Version, parse_version

ROOT = Path(__file__).parents[2]


def test_the_running_version_is_the_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert str(RUNNING) == project["version"]


@pytest.mark.parametrize(("earlier", "later"), [("0.9.9", "0.10.0"), ("1.2.3", "1.2.4"), ("1.99.0", "2.0.0")])
def test_the_first_number_that_differs_decides(earlier: str, later: str) -> None:
    one, other = parse_version(earlier), parse_version(later)
    assert one is not None
    assert other is not None
    assert one < other


def test_a_version_is_spelt_as_it_was_read() -> None:
    assert str(parse_version("1.20.300")) == "1.20.300"


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.-3", "1.2.65536", "1.2.3 ", "١.٢.٣", "v1.2.3", "1.2.3\n"],
)
def test_any_other_text_is_none(text: str) -> None:
    assert parse_version(text) is None


def test_versions_are_values() -> None:
    assert Version(1, 2, 3) == parse_version("1.2.3")
