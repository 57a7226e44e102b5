"""People who stand half behind each other: whoever can be told is answered, nobody borrows the other's life, and the rest are
asked to step apart."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import cv2
import numpy as np
import pytest
from at_the_door import ADA, BOB, NOW, Desk
from conftest import half_behind
from numpy.typing import NDArray
from test_liveness import Everyone
from typer.testing import CliRunner

from gatekeeper.app import App
from gatekeeper.cli import app as terminal
from gatekeeper.demo import clip
from gatekeeper.domain import Face, Image, LivenessMode, Reason
from gatekeeper.door.liveness import LivenessCheck
from gatekeeper.door.sight import Sight
from gatekeeper.door.visit import Seen
from gatekeeper.door_rule import DoorRule
from gatekeeper.errors import AuthError
from gatekeeper.store.pins import Typed

APART = "Please step apart, so that each face can be seen."
STRANGER = "stranger-010"


def together(behind: str, front: str, aside: int = 88, seconds: float = 2.0) -> Iterator[Image]:
    return clip(half_behind(behind, front, aside), 1, round(15 * seconds))


def answered(seen: list[Seen]) -> list[tuple[Reason, str | None]]:
    return [(one.decided.reason, one.decided.person_name) for one in seen if one.decided is not None]


def asked(seen: list[Seen]) -> list[str]:
    return [request for one in seen for request in one.requests.values()]


def test_both_are_answered_by_their_own_names_where_life_is_not_checked(app: App) -> None:
    desk = Desk(app)
    seen = desk.show(together(ADA, BOB))
    assert sorted(answered(seen)) == [(Reason.GRANTED, ADA), (Reason.GRANTED, BOB)]
    assert not asked(seen)
    assert len({s.track_id for one in seen for s in one.sightings}) == 2


def test_a_stranger_half_behind_a_resident_is_refused_only_once_seen_whole(app: App) -> None:
    desk = Desk(app)
    seen = desk.show(together(STRANGER, BOB))
    assert answered(seen) == [(Reason.GRANTED, BOB)]
    assert set(asked(seen)) == {APART}
    assert (Reason.NOT_KNOWN, None) in answered(desk.show(together(STRANGER, BOB, aside=150)))
    assert desk.unlocks() == 1


def test_nobody_is_taken_for_alive_whom_another_face_covers_and_both_are_asked_to_step_apart(app: App) -> None:
    desk = Desk(app, liveness=LivenessCheck(LivenessMode.PASSIVE, Everyone()))
    seen = desk.show(together(ADA, BOB))
    assert answered(seen) == []
    assert not asked(seen[:15]), "nobody is told before a second has passed"
    assert set(asked(seen)) == {APART}
    last = next(one for one in reversed(seen) if one.requests)
    assert last.too_close == set(last.requests)
    assert last.addressed in last.requests
    assert len(last.requests) == len(last.sightings)
    seen = desk.show(together(ADA, BOB, aside=150))
    assert sorted(answered(seen)) == [(Reason.GRANTED, ADA), (Reason.GRANTED, BOB)]
    assert not asked(seen[8:])
    assert desk.unlocks() == 2


class Counting(Everyone):
    """Counts the faces it has looked at."""

    looked = 0

    def scores(self, image: Image, faces: Sequence[Face]) -> NDArray[np.float32]:
        self.looked += 1
        return super().scores(image, faces)


def test_control_a_door_that_takes_the_life_of_covered_faces_is_found_out(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sight, "_hide", lambda self, visit, hidden: None)
    desk = Desk(app, liveness=LivenessCheck(LivenessMode.PASSIVE, Everyone()))
    assert answered(desk.show(together(ADA, BOB)))
    assert desk.unlocks() > 0


def closing(asides: Sequence[int]) -> list[Image]:
    """ADA and BOB, whose distance changes from frame to frame as that of people who move."""
    assert max(abs(step) for step in np.diff(asides)) <= 6
    return [list(clip(half_behind(ADA, BOB, aside), 1, number + 1))[-1] for number, aside in enumerate(asides)]


COMING, CLOSE, GOING, APART_AGAIN = [*range(126, 88, -6)], [88] * 20, [*range(88, 126, 6)], [126] * 8


def track_of(desk: Desk, name: str) -> int:
    (track,) = [key for key, visit in desk.station.sight.visits.items() if visit.person and visit.person.name == name]
    return track


def test_who_is_covered_for_a_moment_during_the_check_begins_it_again(app: App) -> None:
    """A living face before a picture lends it nothing."""
    network = Counting()
    desk = Desk(app, liveness=LivenessCheck(LivenessMode.PASSIVE, network))
    covered, answered_at = [], 0
    for number, image in enumerate(closing([*COMING, *CLOSE[:4], *GOING, *APART_AGAIN])):
        (seen,) = desk.show([image])
        assert {s.track_id for s in seen.sightings} == {1, 2}, "their tracks go on"
        if answered([seen]) == [(Reason.GRANTED, ADA)]:
            answered_at = number
        elif desk.station.sight.visits[2].hidden:
            covered.append(number)
    assert covered[0] > 2, "the check has begun before"
    assert answered_at >= covered[-1] + network.window


def test_what_half_a_face_looked_like_speaks_against_nobody_who_is_seen_whole_again(app: App) -> None:
    """Also if they had an answer before: here that they have just been let in."""
    desk = Desk(app, rule=DoorRule("front", cooldown_seconds=60))
    desk.show(closing(APART_AGAIN))
    desk.clock.at += 2
    seen = desk.show(closing([*APART_AGAIN, *COMING, *CLOSE]))
    assert sorted(answered(seen)) == [(Reason.COOLDOWN, ADA), (Reason.COOLDOWN, BOB)]
    before = desk.station.sight.visits[track_of(desk, ADA)]
    assert before.hidden
    assert len(before.sightings) > 10
    seen = desk.show(closing([*GOING, *APART_AGAIN]))
    assert desk.station.sight.visits[track_of(desk, ADA)] is before
    assert not before.hidden
    assert len(before.sightings) <= len(GOING + APART_AGAIN)
    assert not answered(seen)


def test_who_was_asked_for_a_pin_is_asked_to_step_apart_while_it_would_open_nothing(app: App) -> None:
    for name in (ADA, BOB):
        app.pins.set(app.people.find(name).id, "4711", now=NOW)
    desk = Desk(app, pin=True, liveness=LivenessCheck(LivenessMode.PASSIVE, Everyone()))
    seen = desk.show(closing([*APART_AGAIN, *COMING]))
    assert (Reason.PIN_NEEDED, ADA) in answered(seen)
    seen = desk.show(closing(CLOSE))
    ada = track_of(desk, ADA)
    assert seen[-1].requests[ada] == APART
    with pytest.raises(AuthError, match="no longer recognised"):
        desk.station.begin_pin(NOW, app.people.find(ADA).id)
    seen = desk.show(closing([*GOING, *APART_AGAIN]))
    assert track_of(desk, ADA) == ada
    assert not seen[-1].requests
    entry = desk.station.begin_pin(NOW, app.people.find(ADA).id)
    compared: Future[Typed] = Future()
    compared.set_result(entry.compare("4711", NOW))
    assert desk.station.answer_pin(entry, compared, NOW).reason is Reason.GRANTED
    assert desk.unlocks() == 1


def test_the_terminal_asks_once_however_often_their_tracks_break(tmp_path: Path) -> None:
    for number, image in enumerate(clip(half_behind(STRANGER, "stranger-008", aside=60), 1, 60)):
        cv2.imwrite(str(tmp_path / f"{number:03}.png"), image[..., ::-1])
    done = CliRunner().invoke(
        terminal, ["--home", str(tmp_path / "home"), "run", "--camera", str(tmp_path), "--every-frame"]
    )
    assert done.exit_code == 0, done.output
    assert 1 <= done.output.count(APART) <= 2
    assert f"left: {APART}" not in done.output, "both are meant"


def test_nobody_is_asked_at_once_because_others_stood_close_before(app: App) -> None:
    desk = Desk(app)
    assert asked(desk.show(together(STRANGER, "stranger-008", aside=60)))
    desk.leave()
    seen = desk.show(together(STRANGER, "stranger-008", aside=60))
    assert not asked(seen[:14])
    assert asked(seen)
