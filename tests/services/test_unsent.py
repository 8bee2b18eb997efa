"""What should have been sent by now is told on the first page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from desktop.services.today import Unsent, unsent
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, environment, put
from tests.services.exchange import UPPER, acquaint, computer, sent


def test_changes_that_wait_beyond_the_units_own_term_are_told(make: WorkspaceMaker, tmp_path: Path) -> None:
    clock = FakeClock()
    commune = make(NHON_HUNG, around=environment(clock)).workspace
    put(commune, "area", name="Ấp Đông Hưng")
    assert unsent(commune) is None
    acquaint(commune, computer(make, AN_GIANG, 2))
    sent(commune, UPPER, tmp_path)
    put(commune, "area", name="Ấp Tây Hưng")
    clock.advance(timedelta(days=35))
    assert unsent(commune) is None
    clock.advance(timedelta(days=1))
    late = unsent(commune)
    assert late == Unsent(late.changes if late else 0, 36)
    assert late is not None
    assert late.changes >= 1
    sent(commune, UPPER, tmp_path)
    assert unsent(commune) is None
