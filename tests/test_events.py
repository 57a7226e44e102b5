"""Who listens is told; who fails stops nobody."""

import logging

import pytest

from gatekeeper.events import Bus, CameraRecovered, DoorRelocked


def test_listeners_hear_their_kind_until_they_stop(caplog: pytest.LogCaptureFixture) -> None:
    bus, heard = Bus(), list[object]()

    def fails(event: DoorRelocked) -> None:
        raise RuntimeError("listener")

    bus.subscribe(DoorRelocked, fails)
    stop = bus.subscribe(DoorRelocked, heard.append)
    with caplog.at_level(logging.ERROR):
        bus.publish(DoorRelocked("front"))
    bus.publish(CameraRecovered("cam"))
    stop()
    bus.publish(DoorRelocked("back"))
    assert heard == [DoorRelocked("front")]
    assert "A listener failed on DoorRelocked" in caplog.text
