"""One live face, one decision: what a stranger who has a resident's picture does at the door, each try beside a door from
which the guard against it was taken away, and which opens."""

import random
import shutil
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from at_the_door import ADA, BOB, NOW, Desk
from conftest import photo
from test_liveness import ROOM, Everyone, surface

from gatekeeper.app import App
from gatekeeper.capture.cameras import CameraReader
from gatekeeper.capture.process import Flow
from gatekeeper.capture.sources import parse_source
from gatekeeper.config import CameraSettings
from gatekeeper.demo import clip
from gatekeeper.domain import AccessEvent, Face, Frame, Image, LivenessMode, MaskState, Outcome, Reason
from gatekeeper.door import liveness, recorder, sight, station
from gatekeeper.door.liveness import MOST_TRIES, PAUSE_SECONDS, LivenessCheck
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door.tracks import TrackLimits, Tracks
from gatekeeper.door.visit import Visit
from gatekeeper.door_rule import DoorRule
from gatekeeper.events import Bus, CameraRecovered
from gatekeeper.vision.head_turn import Phase, Turn
from gatekeeper.vision.pipeline import FacePipeline
from trainer.simulate.scenes import Camera, Head, Pose

pytestmark = pytest.mark.slow

STRANGER = "stranger-002"
guarded = pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])


class Told(Everyone):
    """A network that calls alive what the test says is."""

    alive = True

    def scores(self, image: Image, faces: object) -> Any:
        return np.full(1, 1.0 if self.alive else -1e10, np.float32)


def visit(name: str, kind: str = "bare", frames: int = 15, seed: int = 1) -> list[Image]:
    return list(clip(photo(name, kind, 0, "visits"), seed, frames))


@guarded
def test_nobody_lends_the_turn_of_their_head_to_a_resident_s_picture(
    app: App,
    reader: FacePipeline,
    guarded: bool,
) -> None:
    """The picture is lowered when a turn is asked for, a living stranger turns, and the picture is held up again."""
    check = LivenessCheck(LivenessMode.PASSIVE_ACTIVE, Everyone(), rng=random.Random(1))
    desk = Desk(app, liveness=check)
    if not guarded:
        desk.station.sight.tracks = Tracks(TrackLimits(turned=(-1.0, -1.0)))
    picture, own, camera = surface(reader, Head), surface(reader, Head, STRANGER), Camera(rng=np.random.default_rng(0))
    request, asked, lent = "", 0, 0
    for _ in range(110):
        turn = next((turn for turn in Turn if f"to the {turn}" in request), None)
        asked = asked + 1 if turn is not None else 0
        # Turned already when it comes into sight: the face that looked into the camera is never the stranger's.
        shown, yaw = (own, 0.65 * turn.sign) if turn is not None and asked > 4 else (picture, 0.0)
        lent += shown is own
        (seen,) = desk.show([camera.see(shown, Pose(y=-0.03, yaw=yaw), ROOM)[0]])
        request = next(iter(seen.requests.values()), "")
        if desk.told:
            break
    assert lent
    assert desk.unlocks() == (not guarded)


@guarded
def test_a_picture_does_not_inherit_that_somebody_else_lives(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    guarded: bool,
) -> None:
    """A masked stranger, alive, then holds up a bare picture, which is none, in the same place."""
    if not guarded:
        monkeypatch.setattr(sight.Sight, "_same_for_life", lambda self, visit, sighting, policy: visit_goes_on(visit))
    network = Told()
    desk = Desk(app, liveness=LivenessCheck(LivenessMode.PASSIVE, network))
    desk.show(visit(STRANGER, "masked"))
    network.alive = False
    desk.show(visit(ADA)[:5])  # fewer than the network's window
    assert desk.unlocks() == (not guarded)


def visit_goes_on(visit: Any) -> bool:
    shown = visit.compared[1]
    visit.checked = (shown.mask is not shown.mask.BARE, 1)
    return True


@guarded
def test_who_takes_the_place_of_one_refused_for_cooldown_is_not_let_in_by_their_name(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    guarded: bool,
) -> None:
    """The stranger is blurred, so that no frame of them is compared, and stays until the cooldown is over."""
    if not guarded:
        for module in (sight, station):
            monkeypatch.setattr(module, "named", lambda sighting, policy: app.people.find(ADA).id)
        monkeypatch.setattr(sight.Sight, "_doubt", lambda self, visit, frame: None)
    desk = Desk(app, rule=DoorRule("front", cooldown_seconds=3))
    desk.show(visit(ADA))
    desk.clock.at += 1
    seen = desk.show(visit(ADA))
    assert [s.decided.reason for s in seen if s.decided] == [Reason.COOLDOWN]
    blurred = [np.asarray(cv2.GaussianBlur(image, (0, 0), 6), np.uint8) for image in visit(STRANGER, frames=60)]
    shown = desk.show(blurred)
    assert sum(len(s.sightings) for s in shown) > 40
    assert desk.unlocks() == (1 if guarded else 2)
    if guarded:  # nor is the resident's answer said to them
        assert not shown[-1].names
        assert Reason.COOLDOWN not in {decision.reason for decision in shown[-1].decisions.values()}


def test_the_resident_who_waits_for_the_end_of_the_cooldown_is_let_in(app: App) -> None:
    desk = Desk(app, rule=DoorRule("front", cooldown_seconds=3))
    desk.show(visit(ADA))
    desk.clock.at += 1
    seen = desk.show(visit(ADA, frames=60))
    assert [s.decided.reason for s in seen if s.decided] == [Reason.COOLDOWN, Reason.GRANTED]
    assert desk.unlocks() == 2


@guarded
@pytest.mark.parametrize("mode", [LivenessMode.OFF, LivenessMode.PASSIVE])
def test_copies_of_a_few_pictures_count_as_those_few(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    mode: LivenessMode,
    guarded: bool,
) -> None:
    if not guarded:
        monkeypatch.setattr(Visit, "repeats", lambda self, frame, face: False)
    desk = Desk(app, liveness=LivenessCheck(mode, Everyone()))
    few = visit(ADA)[:3]
    frames = []
    for number in range(18):
        image = few[number % 3].copy()
        image[:20, :90] = 13 * number  # a clock runs in the corner
        frames.append(image)
    desk.show(frames)
    assert desk.unlocks() == (not guarded)


@guarded
def test_the_relay_is_never_asked_for_a_frame_of_long_ago(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    guarded: bool,
) -> None:
    """0.4 s old when it is seen, and then the disk takes 0.2 s; nobody stands there any more on the frames after it."""
    if not guarded:
        for module in (station, recorder):
            monkeypatch.setattr(module, "MAX_FRAME_AGE_SECONDS", 1.0)
    desk = Desk(app)
    slow_disk(app, desk, monkeypatch)
    seen: list[Any] = []
    for image in visit(ADA):
        seen += desk.show([image], age=0.4)
        if seen[-1].decided:
            break
    desk.show([ROOM] * 170, age=0.4)
    assert desk.unlocks() == (not guarded)
    if guarded:
        assert [e.reason for e in app.log.query(newest_first=False)] == [Reason.GRANTED, Reason.RELAY_FAILED]
        assert "too old" in desk.told[-1].event.message


def slow_disk(app: App, desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.2) -> None:
    record = app.log.record

    def slowly(event: AccessEvent, *rest: Any, **more: Any) -> AccessEvent:
        desk.clock.at += seconds
        return record(event, *rest, **more)

    monkeypatch.setattr(app.log, "record", slowly)


def ages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How old the frame is whenever the relay is asked; filled later."""
    found: list[float] = []
    unlock = desk.door.unlock

    def asked(seconds: float, *, deadline: float) -> Any:
        found.append(desk.clock.at - (deadline - recorder.MAX_FRAME_AGE_SECONDS))
        return unlock(seconds, deadline=deadline)

    monkeypatch.setattr(desk.door, "unlock", asked)
    return found


@pytest.mark.parametrize(("age", "disk"), [(0.3, 0.3), (0.1, 0.6), (0.1, 2.0)])
def test_who_stays_is_let_in_however_slow_the_disk_is(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    age: float,
    disk: float,
) -> None:
    """Half a second from the frame to the relay all the same: a later frame, which shows the same person, asks it."""
    desk = Desk(app)
    slow_disk(app, desk, monkeypatch, disk)
    asked = ages(desk, monkeypatch)
    desk.show(visit(ADA, frames=25), age=age)
    assert desk.unlocks() == 1
    assert [e.reason for e in app.log.query()] == [Reason.GRANTED]
    assert [told.event.reason for told in desk.told] == [Reason.GRANTED]
    assert len(asked) == 1
    assert asked[0] == pytest.approx(age)


def test_a_grant_that_waits_for_a_fresh_frame_opens_for_nobody_else_and_not_once_its_person_is_blocked(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for other in (STRANGER, None):
        desk = Desk(app, door=f"door of {other}")
        with monkeypatch.context() as patch:
            slow_disk(app, desk, patch)
            for image in visit(ADA):
                if any(seen.decided for seen in desk.show([image], age=0.4)):
                    break
        if other is None:
            app.people.set_blocked(app.people.find(ADA).id, True)
        desk.show(visit(other or ADA, seed=2)[:8])
        desk.station.close()
        assert desk.unlocks() == 0
        reasons = [e.reason for e in app.log.query(door=desk.door.name, newest_first=False)]
        assert reasons[:2] == [Reason.GRANTED, Reason.RELAY_FAILED]
        assert Reason.BLOCKED in reasons or other is not None


@pytest.mark.parametrize("cooldown", [0.0, 60.0])
def test_who_comes_back_on_another_track_opens_on_a_record_of_their_own(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    cooldown: float,
) -> None:
    """A grant waits for a frame of the same visit. The next visit's opening has its own track, time, score and picture."""
    desk = Desk(app)
    desk.station.rule = replace(desk.station.rule, cooldown_seconds=cooldown)
    with monkeypatch.context() as patch:
        slow_disk(app, desk, patch)
        for image in visit(ADA):
            if any(seen.decided for seen in desk.show([image], age=0.4)):
                break
    desk.clock.at += 4  # out of sight for so long, it is another track
    began = desk.clock.at
    (seen,) = [seen for seen in desk.show(visit(ADA, seed=2)[:10]) if seen.decided]
    first, failed, opened = app.log.query(newest_first=False)
    assert [e.reason for e in (first, failed, opened)] == [Reason.GRANTED, Reason.RELAY_FAILED, Reason.GRANTED]
    assert (failed.track_id, failed.at) == (first.track_id, first.at)
    assert opened.track_id == seen.sightings[0].track_id != first.track_id
    assert opened.at > NOW + timedelta(seconds=began)
    assert opened.snapshot != first.snapshot
    assert opened.similarity != first.similarity
    assert desk.unlocks() == 1


class Distant(SimulatedRelay):
    """In a wireless network: it has just been asked whether it is there, and takes its time to answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asking, self.answered = threading.Event(), threading.Event()

    def check(self) -> None:
        if not self.answered.is_set():
            self.asking.set()
            self.answered.wait(30)


def test_a_relay_that_is_slow_to_say_that_it_is_there_lets_in_on_the_next_frame(app: App) -> None:
    relay = Distant()
    desk = Desk(app, relay)
    assert relay.asking.wait(30)
    frames = iter(visit(ADA, frames=40))
    for image in frames:
        if any(seen.decided for seen in desk.show([image])):
            break
    desk.show([next(frames) for _ in range(9)])  # 0.6 s: by then the relay answers
    relay.answered.set()
    desk.door.refuse().result(30)  # what was wanted before is done
    until(lambda: bool(desk.station._recorder._too_late))
    desk.show(frames)
    assert desk.unlocks() == 1
    assert [e.reason for e in app.log.query()] == [Reason.GRANTED]


def until(condition: Any) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.01)


@guarded
def test_after_five_failed_checks_in_a_row_the_door_pauses_and_says_so(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    guarded: bool,
) -> None:
    if not guarded:
        monkeypatch.setattr(liveness, "MOST_TRIES", 1000)
    network = Told()
    network.alive = False
    desk = Desk(app, liveness=LivenessCheck(LivenessMode.PASSIVE, network))
    for _ in range(MOST_TRIES):
        desk.leave()
        (event,) = [s.decided for s in desk.show(visit(ADA)[:8]) if s.decided]
        assert event.reason is Reason.NOT_LIVE
    network.alive = True  # the sixth try would have been the lucky one
    desk.clock.at += 2
    (event,) = [s.decided for s in desk.show(visit(ADA)[:8]) if s.decided]
    if not guarded:
        assert event.outcome is Outcome.OPENED
        return
    assert (event.outcome, event.reason) == (Outcome.REFUSED, Reason.LIVENESS_UNCHECKED)
    assert "Too many checks have failed at this door. Please wait" in event.message
    desk.clock.at += PAUSE_SECONDS
    (event,) = [s.decided for s in desk.show(visit(ADA)[:8]) if s.decided]
    assert event.outcome is Outcome.OPENED
    assert desk.unlocks() == 1


def test_five_people_who_do_not_turn_their_heads_keep_nobody_else_out() -> None:
    tries = liveness.Tries()
    for person in range(5):
        tries.fail(person, 100.0 + person, liveness._NO_TURN)
    assert [tries.wait(person, 105.0) for person in range(6)] == [0.0] * 6
    for second in range(MOST_TRIES):  # a film of one of them that is shown again and again
        tries.fail(7, 110.0 + second, liveness._NO_TURN)
        tries.succeed(8)  # others come and go meanwhile
    assert tries.wait(7, 115.0) > PAUSE_SECONDS - 2
    assert tries.wait(8, 115.0) == 0.0
    for person in range(MOST_TRIES):  # pictures of different people
        tries.fail(20 + person, 120.0, liveness._NOT_LIVE)
    assert tries.wait(99, 121.0) > PAUSE_SECONDS - 2


@guarded
def test_films_of_different_people_that_turn_another_way_pause_the_door(
    monkeypatch: pytest.MonkeyPatch,
    guarded: bool,
) -> None:
    """Each film is one guess at what will be asked; nobody has five of each resident. A few who err keep nobody out."""
    if not guarded:
        monkeypatch.setattr(liveness, "MOST_WRONG_TURNS", 1000)
    monkeypatch.setattr(liveness, "step", lambda turn, *rest: replace(turn, phase=Phase.FAILED))
    check = LivenessCheck(LivenessMode.PASSIVE_ACTIVE, Told())
    frame = Frame(ROOM, 100.0, 0, "cam")
    messages = []
    for person in range(liveness.MOST_WRONG_TURNS if guarded else 10):
        assert check.tries.wait(99, 100.0) == 0.0
        messages.append(wrong_turn(check, frame, person))
    assert set(messages) == {liveness._TURNED_WRONG}
    assert (check.tries.wait(99, 101.0) > PAUSE_SECONDS - 2) is guarded
    assert ("Too many checks have failed at this door." in wrong_turn(check, frame, 99)) is guarded


def wrong_turn(check: LivenessCheck, frame: Frame, person: int) -> str:
    session = check.begin()
    assert session is not None
    face = Face(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 1.0)
    for _ in range(check.passive.window if check.passive else 0):
        session.look(frame, face, MaskState.BARE, usable=True)
    answer = session.answer(frame.taken_at, person)
    assert answer is not None
    return answer.message


@guarded
def test_a_film_that_does_not_turn_is_paused_and_its_person_told_so_while_another_passes(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    guarded: bool,
) -> None:
    if not guarded:
        monkeypatch.setattr(liveness, "MOST_TRIES", 1000)
    network = Told()
    check = LivenessCheck(LivenessMode.PASSIVE_ACTIVE, network, rng=random.Random(1))
    desk = Desk(app, liveness=check)
    with monkeypatch.context() as patch:
        patch.setattr(liveness, "step", lambda turn, *rest: replace(turn, phase=Phase.EXPIRED))
        for _ in range(MOST_TRIES):
            desk.leave()
            (event,) = [s.decided for s in desk.show(visit(ADA)[:8]) if s.decided]
            assert event.message.startswith("No turn of the head was seen in time.")
        desk.leave()
        (event,) = [s.decided for s in desk.show(visit(ADA)[:8]) if s.decided]
        assert ("Your check has failed too often. Please wait" in event.message) is guarded
    check.mode = LivenessMode.PASSIVE
    desk.leave()
    (event,) = [s.decided for s in desk.show(visit(BOB)[:8]) if s.decided]
    assert event.outcome is Outcome.OPENED
    desk.door.close()


def test_the_tries_of_a_door_are_those_before_all_of_its_cameras(app: App) -> None:
    door = app.doors.open_door()
    first, second = (app.doors.station(door, liveness=LivenessMode.PASSIVE) for _ in range(2))
    assert first.sight.liveness is not None
    assert second.sight.liveness is not None
    assert first.sight.liveness.tries is second.sight.liveness.tries


class Buffered:
    """A camera at 20 pictures a second whose driver keeps what nobody read; the picture says when it was taken."""

    def __init__(self) -> None:
        self.began, self.read_at = time.monotonic(), 0

    def read(self) -> tuple[bool, Image]:
        due = self.began + 0.05 * self.read_at
        threading.Event().wait(max(0.0, due - time.monotonic()))
        image = np.full((8, 8, 3), self.read_at % 250, np.uint8)
        self.read_at += 1
        return True, image

    def release(self) -> None:
        pass


@guarded
def test_a_reader_that_was_held_up_does_not_call_old_pictures_new(
    monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    if not guarded:
        monkeypatch.setattr(Flow, "taken_at", lambda self, begun, now: now)
    bus, held = Bus(), threading.Event()
    camera = Buffered()
    reader = CameraReader(parse_source("0"), "cam", bus, open_capture=lambda source: camera)
    delivered: list[tuple[float, int]] = []
    put = reader.frames.put

    def hold(event: CameraRecovered) -> None:
        held.set()
        threading.Event().wait(0.6)

    def keep(frame: Any) -> None:
        delivered.append((frame.taken_at, int(frame.image[0, 0, 0])))
        put(frame)
        if len(delivered) == 10:
            reader.trouble = "black"  # as if it had just come back, which somebody is slow to hear of

    bus.subscribe(CameraRecovered, hold)
    reader.frames.put = keep  # type: ignore[method-assign]
    reader.start()
    end = time.monotonic() + 30
    while len(delivered) < 25 and time.monotonic() < end:
        threading.Event().wait(0.05)
    reader.close()
    assert held.is_set()
    younger = [stamp - (camera.began + 0.05 * number) for stamp, number in delivered[10:]]
    # Whatever else holds this thread up makes a picture look older, and never so much younger.
    assert (max(younger) < 0.2) is guarded


def test_who_turns_their_own_head_is_compared_while_they_turn(
    app: App,
    reader: FacePipeline,
) -> None:
    """The other side of the first test: a resident passes with the shipped limits, at whatever pace they turn, and to the
    side to which a face that is not quite straight seems to turn less (the last of them)."""
    for pace, turns in ((0.08, 4), (0.25, 4), (0.25, 5)):
        check = LivenessCheck(LivenessMode.PASSIVE_ACTIVE, Everyone(), rng=random.Random(turns))
        desk = Desk(app, liveness=check, door=f"door {pace} {turns}")
        own, camera = surface(reader, Head), Camera(rng=np.random.default_rng(turns))
        pose, request = Pose(y=-0.03), ""
        for _ in range(150):
            turn = next((turn for turn in Turn if f"to the {turn}" in request), None)
            goal = 0.6 * turn.sign if turn else 0.0
            pose = replace(pose, yaw=pose.yaw + float(np.clip(goal - pose.yaw, -pace, pace)))
            (seen,) = desk.show([camera.see(own, pose, ROOM)[0]])
            request = next(iter(seen.requests.values()), "")
            if seen.decided:
                break
        assert desk.unlocks() == 1


def test_a_full_disk_is_said_before_anybody_comes_and_is_over_by_itself(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, free = Desk(app), shutil.disk_usage(app.home)
    for left, shut in ((0, True), (1 << 30, False)):
        usage = free._replace(free=left)
        monkeypatch.setattr(shutil, "disk_usage", lambda place, usage=usage: usage)
        app.doors.keep_up(desk.station)
        (seen,) = desk.show(visit(ADA, frames=1))
        assert ("disk of" in seen.fault) is shut
    desk.door.close()


def test_more_people_than_the_model_was_tested_with_are_said_and_shut_nobody_out(
    app: App,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app.models.active.card["gallery_tested"] = 1
    assert app.doors.start_recognition().failure is None  # with no camera it has nothing to do
    assert "2 people are registered; the model masked-face was tested with up to 1" in caplog.text
    app.doors.loop.close()  # type: ignore[union-attr]
    caplog.clear()
    app.settings = replace(app.settings, recognition=replace(app.settings.recognition, largest_gallery=2))
    app.doors.check_size()
    assert caplog.text == ""


@pytest.mark.parametrize(("relay", "said"), [("shelly:127.0.0.1:9", True), ("simulated", False)])
def test_a_file_in_the_place_of_a_camera_is_said_where_there_is_a_relay(
    app: App,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    relay: str,
    said: bool,
) -> None:
    cv2.imwrite(str(tmp_path / "0.png"), photo(ADA))
    app.settings = replace(app.settings, doors=(replace(app.settings.door, relay=relay),))
    app.doors.open_cameras([CameraSettings("entrance", str(tmp_path))], at_once=False)
    assert ("The camera entrance is a file" in caplog.text) is said
