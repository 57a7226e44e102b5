"""Thresholds of a site, on the fictional people: rights, the audit, and what a running door demands afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from conftest import photo

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Pairing, Person, Role
from gatekeeper.errors import AuthError, ModelError
from gatekeeper.store.accounts import Actor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA, BOB, CLEO = "resident-001", "resident-002", "resident-003"


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


@pytest.fixture
def desk(app: App) -> Desk:
    return Desk(app, Actor("Anna", Role.ADMINISTRATOR))


def register(app: App, name: str, allow_duplicate: bool = False, numbers: tuple[int, ...] = (0, 1)) -> Person:
    session = app.enrolment()
    for number in numbers:
        assert session.offer(photo(name, "bare", number)).taken
    assert session.offer(photo(name, "masked", numbers[0])).taken
    return Desk(app, app.actor).register(session, name, now=NOW, allow_duplicate=allow_duplicate)


def acts(app: App) -> list[str]:
    return [act.act for act in app.accounts.acts() if act.act != "register"]


def test_an_operator_may_change_nothing_of_it_and_leaves_no_trace(app: App) -> None:
    register(app, ADA)
    register(app, BOB)
    found = app.models.calibrate()
    operator = Desk(app, Actor("Olga", Role.OPERATOR))
    for act in (
        lambda: operator.accept_calibration(found, now=NOW),
        lambda: operator.reset_calibration("masked-face", now=NOW),
        lambda: operator.set_look_alike(1, 2, True, now=NOW),
    ):
        with pytest.raises(AuthError):
            act()
    assert acts(app) == []


def test_accepted_thresholds_are_demanded_at_once_after_a_restart_and_until_they_are_reset(
    open_home: Callable[[], App],
) -> None:
    app = open_home()
    for name in (ADA, BOB, CLEO):
        register(app, name)
    station = app.doors.station(app.doors.open_door())
    card = station.policy
    found = app.models.calibrate()
    # Three people say nothing that the card does not: stand for a place that does.
    higher = {pairing: replace(one, threshold=one.threshold + 0.001) for pairing, one in found.pairings.items()}
    found = replace(found, pairings=higher)
    assert app.thresholds.policy(app.models.active) == card  # measured only
    Desk(app, app.actor).accept_calibration(found, now=NOW)
    app.doors.keep_up(station)
    assert station.policy.thresholds == found.thresholds
    assert all(found.thresholds[pairing] > card.thresholds[pairing] for pairing in Pairing)

    app = open_home()
    assert app.thresholds.policy(app.models.active).thresholds == found.thresholds
    accepted = app.thresholds.calibration(app.models.active)
    assert accepted is not None
    assert (accepted.calibration, accepted.at) == (found, NOW)
    station = app.doors.station(app.doors.open_door())
    desk = Desk(app, app.actor)
    assert desk.reset_calibration("masked-face", now=NOW) == 1
    app.doors.keep_up(station)
    assert station.policy == card
    assert desk.reset_calibration("masked-face", now=NOW) == 0
    assert acts(app) == ["calibration reset", "calibration accepted"]


def test_a_calibration_for_another_fmr_or_other_files_is_not_used(app: App, desk: Desk) -> None:
    for name in (ADA, BOB):
        register(app, name)
    before = app.thresholds.policy(app.models.active)
    desk.accept_calibration(app.models.calibrate(fmr=1e-2), now=NOW)
    assert app.thresholds.policy(app.models.active) == before
    found = app.models.calibrate()
    with pytest.raises(ModelError, match="has changed since"):
        desk.accept_calibration(replace(found, files="others"), now=NOW)
    assert app.thresholds.policy(app.models.active) == before
    with pytest.raises(ModelError, match="no threshold"):
        app.models.calibrate(fmr=0.3)


def test_newcomers_still_raise_what_was_accepted(app: App, desk: Desk) -> None:
    for name in (ADA, BOB):
        register(app, name)
    found = app.models.calibrate()
    desk.accept_calibration(found, now=NOW)
    register(app, ADA, allow_duplicate=True, numbers=(1, 2))
    raised = app.thresholds.policy(app.models.active).thresholds
    assert raised[Pairing.BARE_BARE] > found.thresholds[Pairing.BARE_BARE]


def test_people_registered_twice_are_named_and_confirmed_without_changing_strangers(app: App, desk: Desk) -> None:
    for name in (ADA, BOB, CLEO):
        register(app, name)
    before = app.thresholds.policy(app.models.active).thresholds
    again = register(app, ADA, allow_duplicate=True, numbers=(1, 2))
    raised = app.thresholds.policy(app.models.active).thresholds
    # What few people are held to is as high already as the masked photos of one person are alike.
    assert raised[Pairing.BARE_BARE] > before[Pairing.BARE_BARE]
    assert all(raised[pairing] >= before[pairing] for pairing in Pairing)
    (pair,) = app.models.calibrate().look_alikes
    assert pair.people == (1, again.id)
    assert pair.as_one
    with pytest.raises(ModelError, match="do not look alike"):
        desk.set_look_alike(1, 2, True, now=NOW)

    desk.set_look_alike(again.id, 1, True, now=NOW)
    confirmed = app.thresholds.policy(app.models.active).thresholds
    # Never laxer than before the second registration.
    assert all(before[pairing] <= confirmed[pairing] <= raised[pairing] for pairing in Pairing)
    assert confirmed[Pairing.BARE_BARE] < raised[Pairing.BARE_BARE]
    assert app.models.calibrate().look_alikes == ()
    desk.set_look_alike(1, again.id, False, now=NOW)
    assert app.thresholds.policy(app.models.active).thresholds == raised
    assert acts(app) == ["look-alikes taken back", "look-alikes confirmed"]

    desk.set_look_alike(1, again.id, True, now=NOW)
    app.people.remove(again.id)
    assert app.people.look_alikes() == frozenset()
    assert app.thresholds.policy(app.models.active).thresholds == before
