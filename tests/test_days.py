"""Door open => a committed event, for this live frame's track, with consent, within the rules: whatever happens, in any order.

Hypothesis plays days at a door (days.py), and what the relay is asked is held against a second, plain account of who may pass;
the other half of the days is in test_more_days.py, so that two runs of the tests share them. What shows that a door without a
guard would be found out is in test_invariant.py.

Both together play 150 days of 50 steps; `GATEKEEPER_RUNS=500 uv run pytest tests/test_days.py tests/test_more_days.py` plays as
many as the record in docs/security.md.
"""

import pytest
from days import door_opens_only_for_whom_it_should

from gatekeeper.vision.pipeline import FacePipeline

pytestmark = pytest.mark.slow


def test_the_door_opens_only_for_whom_it_should(reader: FacePipeline) -> None:
    door_opens_only_for_whom_it_should(reader, number=3)
