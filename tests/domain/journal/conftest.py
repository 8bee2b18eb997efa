"""How long the machines of several sites run: ``HYPOTHESIS_PROFILE=thorough`` for a night, else some seconds."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile(
    "journal", max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=SLOW
)
settings.register_profile(
    "thorough", max_examples=1_000, stateful_step_count=60, deadline=None, suppress_health_check=SLOW
)
