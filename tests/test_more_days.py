"""The other half of the days of test_days.py."""

import pytest
from days import door_opens_only_for_whom_it_should

from gatekeeper.vision.pipeline import FacePipeline

pytestmark = pytest.mark.slow


def test_the_door_opens_only_for_whom_it_should(reader: FacePipeline) -> None:
    door_opens_only_for_whom_it_should(reader, number=2)
