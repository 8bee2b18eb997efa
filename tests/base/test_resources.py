from __future__ import annotations

import pytest

from desktop.base.resources import resource


def test_the_folder_of_resources_stands_beside_the_package() -> None:
    assert resource().name == "resources"
    assert (resource().parent / "desktop").is_dir()


def test_a_missing_resource_is_told_with_its_path() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-font"):
        resource("fonts", "no-such-font.ttf")
