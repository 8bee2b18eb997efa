"""What the library says of the disk becomes a sentence; what it says of our mistakes stays a bug."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from desktop.store.failures import DatabaseDiskFull, DatabaseUnreadable, as_user_errors


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # As copying page by page tells it, without a code.
        ("database or disk is full", DatabaseDiskFull),
        ("disk I/O error", DatabaseUnreadable),
        ("no such column: database or disk is full", dbapi2.OperationalError),
        ("no such column: full_name", dbapi2.OperationalError),
    ],
)
def test_a_failure_without_a_code_is_known_by_its_whole_sentence_only(
    sentence: str, expected: type[Exception]
) -> None:
    with pytest.raises(expected), as_user_errors():
        raise dbapi2.OperationalError(sentence)
