"""The log that `gatekeeper bench` fills for its window."""

from conftest import DEMO

from gatekeeper.app import App
from gatekeeper.bench.speed import _make_events
from gatekeeper.demo import Visit, play_visits
from gatekeeper.domain import MaskState
from gatekeeper.store.proof import verify


def test_events_are_added_behind_those_that_are_in_the_log(app: App) -> None:
    """The bench's visitors have come before."""
    (picture,) = (DEMO / "visits/stranger-010/bare").glob("0*")
    play_visits(app, [Visit("stranger-010", picture, MaskState.BARE)])
    told: list[tuple[int, int]] = []
    before = app.log.count()
    assert before
    _make_events(app, 40, lambda done, of: told.append((done, of)))
    assert app.log.count() == before + 40
    assert told == [(40, 40)]
    assert verify(app.database).faults == []
