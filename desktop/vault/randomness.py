"""Where random bytes come from: an argument, so that examples and tests can be worked out by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeAlias

Randomness: TypeAlias = Callable[[int], bytes]
"""Gives as many unpredictable bytes as it is asked for."""

SYSTEM: Randomness = os.urandom
