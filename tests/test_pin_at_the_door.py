"""A PIN beside the face: who is asked for it, when it opens, and what it costs to guess."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from at_the_door import ADA, NOW, Desk, MendedRelay
from conftest import photo

from gatekeeper.app import App
from gatekeeper.config import DoorSettings
from gatekeeper.demo import clip
from gatekeeper.domain import AccessEvent, Image, LivenessMode, Outcome, Reason
from gatekeeper.door.visit import Seen
from gatekeeper.door_rule import DoorRule, SecondFactor
from gatekeeper.errors import AuthError
from gatekeeper.events import DoorUnlocked
from gatekeeper.models.card import ModelCard
from gatekeeper.models.site_liveness import LIVENESS_MEASURED
from gatekeeper.passwords import matches
from gatekeeper.paths import assets
from gatekeeper.store import failures, pins
from gatekeeper.store.pins import Typed
from gatekeeper.vision.liveness import liveness_fingerprint


def test_the_right_pin_opens_after_the_face_and_not_before_it_is_on_record(app: App) -> None:
    ada = app.people.find(ADA)
    app.pins.set(ada.id, "4711", now=NOW)
    desk = Desk(app, pin=True)
    frames = list(clip(photo(ADA, "bare", 0, "visits"), 1))
    seen = desk.show(frames[:8])
    assert [s.decided.reason for s in seen if s.decided] == [Reason.PIN_NEEDED]
    assert [word for _, word in desk.relay.asked if word == "unlock"] == []
    event = desk.enter_pin("4711", NOW + timedelta(seconds=desk.clock.at + 1))
    assert (event.reason, event.person_name) == (Reason.GRANTED, ADA)
    assert [e.reason for e in app.log.query(newest_first=False)] == [Reason.PIN_NEEDED, Reason.GRANTED]
    assert desk.unlocks() == 1


def test_a_pin_without_the_face_before_the_camera_opens_nothing(app: App) -> None:
    app.pins.set(app.people.find(ADA).id, "4711", now=NOW)
    desk = Desk(app, pin=True)
    with pytest.raises(AuthError, match="Nobody is waiting"):
        desk.enter_pin("4711", NOW)
    desk.show(list(clip(photo(ADA, "bare", 0, "visits"), 1))[:8])
    desk.clock.at += 0.6
    with pytest.raises(AuthError, match="no longer seen"):
        desk.enter_pin("4711", NOW)
    assert desk.unlocks() == 0


def test_who_steps_in_front_of_one_who_was_asked_for_a_pin_can_not_use_it(app: App) -> None:
    app.pins.set(app.people.find(ADA).id, "4711", now=NOW)
    desk = Desk(app, pin=True)
    resident = list(clip(photo(ADA, "bare", 0, "visits"), 1))[:8]
    stranger = list(clip(photo("stranger-002", "bare", 0, "visits"), 1))[:3]
    desk.show([*resident, *stranger])
    with pytest.raises(AuthError):
        desk.enter_pin("4711", NOW)
    assert desk.unlocks() == 0


def test_no_pin_opens_that_was_typed_while_the_door_was_shut_anyway(app: App) -> None:
    ada = app.people.find(ADA).id
    app.pins.set(ada, "4711", now=NOW)
    desk = Desk(app, pin=True)
    desk.show(list(clip(photo(ADA, "bare", 0, "visits"), 1))[:8])
    app.people.set_blocked(ada, True)
    entry = desk.station.begin_pin(NOW)
    compared: Future[Typed] = Future()
    compared.set_result(entry.compare("0000", NOW))
    app.people.set_blocked(ada, False)  # before the answer
    assert desk.station.answer_pin(entry, compared, NOW).reason is Reason.PIN_NEEDED
    assert desk.enter_pin("4711", NOW).reason is Reason.GRANTED
    assert desk.unlocks() == 1


def test_wrong_pins_are_on_record_and_soon_cost_a_wait_that_survives_a_restart(
    app: App, open_home: Callable[[], App]
) -> None:
    ada = app.people.find(ADA).id
    app.pins.set(ada, "4711", now=NOW)
    desk = Desk(app, pin=True)
    desk.show(list(clip(photo(ADA, "bare", 0, "visits"), 1))[:8])
    reasons = [desk.enter_pin("1111", NOW).reason for _ in range(6)]
    assert reasons == [Reason.PIN_WRONG] * 5 + [Reason.PIN_WAIT]
    waiting = desk.enter_pin("4711", NOW)
    assert waiting.reason is Reason.PIN_WAIT
    assert "30 seconds" in waiting.message
    assert desk.unlocks() == 0
    again = open_home()
    with pytest.raises(AuthError, match="5 wrong tries"):
        again.pins.check(ada, "4711", now=NOW + timedelta(seconds=29))
    assert again.pins.check(ada, "4711", now=NOW + timedelta(seconds=30))
    assert not again.pins.check(ada, "1111", now=NOW + timedelta(seconds=31))


class Entrance:
    """A running door that asks for a PIN, with somebody before its camera whom the test moves."""

    def __init__(self, app: App, somebody: str, slower: float = 20.0) -> None:
        self.came = threading.Event()
        self.sees(somebody)
        app.doors.open_capture = lambda source: self
        # The world runs slower than the machine, so that one with other work keeps up with the camera too.
        app.doors.clock = lambda: time.monotonic() / slower
        app.doors.open_cameras()
        app.people.save_door_rule(replace(app.doors.rule(), second_factor=SecondFactor.PIN))
        app.doors.start_recognition()
        assert app.doors.loop is not None
        self.app, self.loop, self.watch = app, app.doors.loop, app.doors.watches[0]
        self.loop.submit(app.doors.keep_up).result(60)  # what is taken up later begins every vote anew
        self.until(lambda seen: any(d.reason is Reason.PIN_NEEDED for d in seen.decisions.values()))

    def sees(self, somebody: str) -> None:
        """Who stands there; the room alone for an empty name."""
        picture = photo(somebody or ADA, "bare", 0, "visits")
        self.frames = clip(picture if somebody else picture[:1], 1, 100_000)

    def read(self) -> tuple[bool, Image]:
        time.sleep(1 / 15)  # a camera's rate
        self.came.set()
        return True, next(self.frames)[..., ::-1]

    def release(self) -> None:
        pass

    def until(self, so: Callable[[Seen], bool]) -> None:
        """Wait until what recognition makes of the pictures is so."""
        end = time.monotonic() + 60
        while not ((seen := self.watch.seen) is not None and so(seen)):
            assert time.monotonic() < end, seen
            self.came.wait(1)
            self.came.clear()

    def more_frames(self) -> None:
        assert self.watch.seen is not None
        since = self.watch.seen.frame.index
        self.until(lambda seen: seen.frame.index > since + 5)

    @contextmanager
    def another_pin_is_compared(self) -> Iterator[None]:
        """That of somebody at another door, whom everybody else's PIN has to wait for."""
        compared = threading.Event()
        self.loop._pins.submit(compared.wait, 120)
        try:
            yield
        finally:
            compared.set()

    def enter(self, pin: str) -> "Future[AccessEvent]":
        ada = self.app.people.find(ADA).id
        return self.app.doors.enter_pin(self.watch.camera.name, pin, ada, now=datetime.now(UTC))


def test_doors_look_on_while_a_pin_is_compared_and_its_answer_opens(app: App) -> None:
    unlocked = threading.Event()
    app.bus.subscribe(DoorUnlocked, lambda event: unlocked.set())
    app.pins.set(app.people.find(ADA).id, "4711", now=NOW)
    entrance = Entrance(app, ADA)
    with entrance.another_pin_is_compared():
        first = entrance.enter("4711")
        entrance.more_frames()
        with pytest.raises(AuthError, match="still being compared"):
            entrance.enter("4711").result(30)
        entrance.more_frames()
        assert not first.done()
    event = first.result(30)
    assert (event.reason, event.person_name) == (Reason.GRANTED, ADA)
    assert [e.reason for e in app.log.query(newest_first=False)] == [Reason.PIN_NEEDED, Reason.GRANTED]
    assert unlocked.wait(30)


@pytest.mark.slow
def test_a_right_pin_opens_nothing_for_who_has_left_and_a_wrong_one_is_on_record_all_the_same(app: App) -> None:
    ada = app.people.find(ADA).id
    app.pins.set(ada, "4711", now=NOW)
    entrance = Entrance(app, ADA, slower=4.0)  # one who has left is given up soon
    for pin, somebody in (("4711", ""), ("4711", "stranger-002"), ("1111", "")):
        entrance.sees(ADA)
        entrance.until(lambda seen: any(d.reason is Reason.PIN_NEEDED for d in seen.decisions.values()))
        with entrance.another_pin_is_compared():
            answer = entrance.enter(pin)
            entrance.loop.submit(lambda station: None).result(30)  # it was taken
            entrance.sees(somebody)
            entrance.until(lambda seen: not seen.decisions)
        if pin == "4711":
            with pytest.raises(AuthError):
                answer.result(30)
        else:
            assert answer.result(30).reason is Reason.PIN_WRONG
    entrance.loop.close()
    assert {e.outcome for e in app.log.query()} <= {Outcome.REFUSED, Outcome.UNKNOWN}
    assert sum(e.reason is Reason.PIN_WRONG for e in app.log.query()) == 1
    assert not entrance.watch.door.is_open
    # The wrong one is the only try that counts.
    for _ in range(4):
        assert not app.pins.check(ada, "1111", now=NOW)
    with pytest.raises(AuthError, match="5 wrong tries"):
        app.pins.check(ada, "4711", now=NOW)


def test_a_pin_that_is_changed_while_it_is_compared_is_no_longer_right(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = app.people.find(ADA).id
    app.pins.set(ada, "4711", now=NOW)
    begun, changed = threading.Event(), threading.Event()

    def slowly(stored: str, secret: str) -> bool:
        begun.set()
        assert changed.wait(60)
        return matches(stored, secret)

    monkeypatch.setattr(pins, "matches", slowly)
    found: list[Typed] = []
    checking = threading.Thread(target=lambda: found.append(app.pins.check(ada, "4711", now=NOW)))
    checking.start()
    assert begun.wait(60)
    app.pins.set(ada, "4712", now=NOW)
    changed.set()
    checking.join()
    assert found == [Typed.WRONG]
    assert app.pins.check(ada, "4712", now=NOW)


def test_who_has_no_pin_is_told_where_to_get_one(app: App) -> None:
    desk = Desk(app, pin=True)
    (event,) = [s.decided for s in desk.show(clip(photo(ADA, "bare", 0, "visits"), 1)) if s.decided]
    assert event.reason is Reason.NO_PIN
    assert "door desk" in event.message
    assert desk.unlocks() == 0


def test_a_new_home_asks_for_a_pin_until_its_liveness_is_measured(app: App) -> None:
    rule = DoorRule("front", second_factor=SecondFactor(DoorSettings().second_factor))
    assert app.doors.asks_for_pin(rule)
    card = ModelCard.read(assets() / "models/liveness")
    app.people.set_setting(LIVENESS_MEASURED, json.dumps({"model": "liveness", "mark": liveness_fingerprint(card)}))
    assert not app.doors.asks_for_pin(rule, LivenessMode.PASSIVE)
    # What was measured is the network: a door that does not ask it has proven nothing.
    assert app.doors.asks_for_pin(rule, LivenessMode.OFF)
    assert app.doors.asks_for_pin(rule, LivenessMode.DEPTH)
    # Nor do figures of other files under the same name count, or of other threshold.
    for other in (
        replace(card, card={**card.card, "files": {"liveness.onnx": "0" * 64}}),
        replace(card, card={**card.card, "threshold": -9.0}),
    ):
        app.people.set_setting(
            LIVENESS_MEASURED, json.dumps({"model": "liveness", "mark": liveness_fingerprint(other)})
        )
        assert app.doors.asks_for_pin(rule, LivenessMode.PASSIVE)
    app.people.set_setting(LIVENESS_MEASURED, json.dumps({"model": "liveness"}))
    assert app.doors.asks_for_pin(rule, LivenessMode.PASSIVE)


def test_a_person_s_pin_goes_with_the_person(app: App) -> None:
    ada = app.people.find(ADA).id
    app.pins.set(ada, "4711", now=NOW)
    app.people.remove(ada)
    assert not app.pins.has(ada)
    with pytest.raises(AuthError, match="no person"):
        app.pins.set(ada, "4711", now=NOW)


def test_after_a_failing_relay_the_pin_is_taken_again_from_who_still_stands_there(app: App) -> None:
    app.pins.set(app.people.find(ADA).id, "4711", now=NOW)
    desk = Desk(app, MendedRelay(), pin=True)
    coming = clip(photo(ADA, "bare", 0, "visits"), 1, 1000)
    desk.show(list(itertools.islice(coming, 8)))
    for _ in range(2):
        assert desk.enter_pin("4711", NOW).reason is Reason.GRANTED
        desk.until_told(Reason.RELAY_FAILED)
        told = desk.show(list(itertools.islice(coming, 60)))
        # First it is said, then the PIN asked for again; neither is another event.
        assert not any(one.decided for one in told)
        reasons = [one.decisions[one.sightings[0].track_id].reason for one in told]
        assert list(dict.fromkeys(reasons)) == [Reason.RELAY_FAILED, Reason.PIN_NEEDED]
        assert {one.pin_of for one in told} == {told[0].sightings[0].track_id}
    assert desk.enter_pin("4711", NOW).reason is Reason.GRANTED
    assert desk.unlocks() == 1


def test_after_a_failing_log_every_pin_is_answered_and_the_right_one_opens_once_it_is_back(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.pins.set(app.people.find(ADA).id, "4711", now=NOW)
    desk = Desk(app, pin=True)
    coming = clip(photo(ADA, "bare", 0, "visits"), 1, 1000)
    desk.show(list(itertools.islice(coming, 8)))
    monkeypatch.setattr(failures, "BUSY_SECONDS", 0.02)
    right: Future[Typed] = Future()
    right.set_result(Typed.RIGHT)
    with app.database.transaction():  # somebody else writes and does not end
        for _ in range(3):
            assert desk.station.answer_pin(desk.station.begin_pin(NOW), right, NOW).reason is Reason.LOG_FAILED
            desk.show(list(itertools.islice(coming, 2)))
    assert desk.enter_pin("4711", NOW).reason is Reason.GRANTED
    assert [e.reason for e in app.log.query(newest_first=False)] == [Reason.GRANTED, Reason.PIN_NEEDED]
    assert desk.unlocks() == 1
