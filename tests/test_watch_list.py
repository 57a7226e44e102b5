"""The watch list: who comes again is told, at whatever door; it opens none, makes nobody a person, and ends in time."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from at_the_door import Desk as AtTheDoor
from conftest import another_model, photo
from test_inside import run, unknown

from gatekeeper.app import App
from gatekeeper.config import AlarmSettings, RetentionSettings
from gatekeeper.demo import clip
from gatekeeper.desk.alarm_watch import AlarmWatch
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.retention import Retention
from gatekeeper.desk.watch_list import MOST_WATCHED, WatchList
from gatekeeper.domain import AccessEvent, Alarm, MaskState, Match, Outcome, Pairing, Reason, Role, Vectors
from gatekeeper.door.gallery import Gallery
from gatekeeper.errors import ConfigError, ModelError, StoreError
from gatekeeper.events import DoorFailed
from gatekeeper.messages import Message
from gatekeeper.outlets.feed import items_after
from gatekeeper.store.accounts import Actor
from gatekeeper.store.outlets import Cursor
from gatekeeper.store.templates import from_png

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=20)
ADA, STRANGER, OTHER = "resident-001", "stranger-002", "stranger-001"
WHY = "took a bicycle on Monday"


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    """A home that keeps the list, with one resident."""
    app = open_home()
    app.settings = replace(app.settings, alarms=AlarmSettings(watch_list=True))
    session = app.enrolment()
    for number in range(3):
        session.offer(photo(ADA, "bare", number))
    session.commit("Ada", app.people, app.models.gallery, now=NOW)
    return app


@pytest.fixture
def desk(app: App) -> Desk:
    return Desk(app, Actor("Olga", Role.OPERATOR))


def came(app: App, who: str, door: str = "front") -> tuple[AccessEvent, int]:
    """Somebody comes to a door: what is recorded of it, and how often it was unlocked."""
    at_the_door = AtTheDoor(app, door=door)
    seen = at_the_door.show(clip(photo(who, "bare", 0, "visits"), 1, 12))
    (event,) = [one.decided for one in seen if one.decided]
    for told in at_the_door.told:
        app.bus.publish(told)
    return event, at_the_door.unlocks()


def alarms(app: App) -> list[tuple[str, str]]:
    return [(one.door, str(one.message)) for one in app.alarms.listed() if one.kind is Reason.WATCHED_SEEN]


def watch_at_the_door(app: App, desk: Desk) -> None:
    """A visitor is watched for and comes again to another door, where a resident comes too."""
    watch = AlarmWatch(app, lambda: NOW)
    try:
        first, _ = came(app, STRANGER)
        watch.look()
        assert alarms(app) == []  # nobody is watched for yet
        desk.watch_visitor(first.id, WHY, LATER, now=NOW)
        again, unlocked = came(app, STRANGER, "back")
        assert (again.outcome, again.person_id, unlocked) == (Outcome.UNKNOWN, None, 0)
        resident, unlocked = came(app, ADA, "back")
        assert (resident.outcome, resident.person_name, unlocked) == (Outcome.OPENED, "Ada", 1)
        came(app, OTHER, "back")
        watch.look()
        assert alarms(app) == [("back", f"Somebody on the watch list was at the door: {WHY}")]
        assert [one.name for one in app.people.list()] == ["Ada"]
        assert app.models.gallery.people == {1}
    finally:
        watch.close()


def test_who_is_watched_for_is_told_at_any_door_and_let_in_at_none(app: App, desk: Desk) -> None:
    watch_at_the_door(app, desk)
    (alarm,) = [one for one in app.alarms.listed() if one.kind is Reason.WATCHED_SEEN]
    full = app.alarms.get(alarm.id)
    assert full is not None
    assert full.snapshot.startswith(b"\xff\xd8")  # with the picture
    told = [item.data for item in items_after(app, Cursor(0, 0)) if item.kind == "alarm.began"]
    assert [(one["alarm"], one["message"]) for one in told] == [("watched_seen", str(alarm.message))]
    act = app.accounts.acts(act="visitor watched for")[0]
    assert act.who == "Olga"
    assert WHY in str(act.detail)


def test_a_door_that_takes_the_watched_for_people_would_open(
    app: App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: faces of the list in the gallery."""
    search = Gallery.search

    def sabotaged(self: Gallery, vectors: Vectors, masks: Sequence[MaskState], thresholds: Any = None) -> Any:
        found = search(self, vectors, masks, thresholds)
        for one in app.watched.vectors(app.models.active.id).values():
            for row, vector in enumerate(vectors):
                if float(one @ vector) > 0.5:
                    found[row] = Match(1, 0.9, -1.0, Pairing.BARE_BARE)
        return found

    monkeypatch.setattr(Gallery, "search", sabotaged)
    with pytest.raises(AssertionError):
        watch_at_the_door(app, desk)


def test_a_resident_who_was_seen_badly_is_not_told_as_somebody_watched_for(app: App, desk: Desk) -> None:
    one = desk.watch_visitor(unknown(app, STRANGER, NOW).id, WHY, LATER, now=NOW)
    event, find = unknown(app, STRANGER, NOW), WatchList(app).find
    assert find(event, now=NOW) == one
    assert find(event, now=LATER) is None
    assert find(replace(event, outcome=Outcome.OPENED, reason=Reason.GRANTED, person_id=1), now=NOW) is None
    nearer = replace(event, reason=Reason.AMBIGUOUS, similarity=5.0, pairing=Pairing.BARE_BARE)
    assert find(nearer, now=NOW) is None
    app.settings = replace(app.settings, alarms=AlarmSettings())
    assert find(event, now=NOW) is None


def test_a_network_that_fails_and_a_disk_that_is_gone_silence_no_alarm(
    app: App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*given: object) -> int:
        raise RuntimeError("the device is gone")

    desk.watch_visitor(unknown(app, STRANGER, NOW).id, WHY, LATER, now=NOW)
    app.watched.forget_model(app.models.active.id)
    watch = AlarmWatch(app, lambda: NOW, free_bytes=gone)
    try:
        with monkeypatch.context() as sabotaged:
            sabotaged.setattr(type(app.models.reader), "enrolment_vectors", gone)
            came(app, STRANGER)
            app.bus.publish(DoorFailed("front", Message("no answer")))
            watch.look()
            assert alarms(app) == []
            assert Reason.DOOR_FAILED in {one.kind for one in app.alarms.listed()}
        came(app, STRANGER, "back")
        watch.look()
        assert [door for door, _ in alarms(app)] == ["back"]
    finally:
        watch.close()


def test_only_who_is_unknown_is_watched_for_and_only_where_the_site_wants_it(app: App, desk: Desk) -> None:
    visit = unknown(app, STRANGER, NOW).id
    watched: Callable[..., Any] = desk.watch_visitor
    with pytest.raises(ConfigError, match="requires a reason"):
        watched(visit, "  ", LATER, now=NOW)
    with pytest.raises(StoreError, match="time has passed"):
        watched(visit, WHY, NOW, now=NOW)
    with pytest.raises(StoreError, match="longer than 365"):
        watched(visit, WHY, NOW + timedelta(days=366), now=NOW)
    resident = unknown(app, ADA, NOW).id  # whom the door has not known
    with pytest.raises(StoreError, match=r"registered, as Ada \(number 1\)"):
        watched(resident, WHY, LATER, now=NOW)
    with pytest.raises(StoreError, match="no visit of somebody unknown"):
        watched(999, WHY, LATER, now=NOW)
    watched(visit, WHY, LATER, now=NOW)
    with pytest.raises(StoreError, match=r"already on the watch list\. To choose another end"):
        watched(visit, WHY, LATER, now=NOW)
    face = np.zeros((200, 200, 3), np.uint8)
    for number in range(1, MOST_WATCHED):
        app.watched.add(1000 + number, MaskState.BARE, face, WHY, by="Olga", at=NOW, until=LATER, seen_at=NOW)
    with pytest.raises(StoreError, match="100 visitor"):
        watched(unknown(app, OTHER, NOW).id, WHY, LATER, now=NOW)
    app.settings = replace(app.settings, alarms=AlarmSettings())
    with pytest.raises(ConfigError, match="keeps no watch list"):
        watched(unknown(app, OTHER, NOW).id, WHY, LATER, now=NOW)
    assert not AlarmSettings().watch_list


def test_it_ends_in_time_and_with_the_faces_of_visits(app: App, desk: Desk) -> None:
    visit = unknown(app, STRANGER, NOW)
    desk.watch_visitor(visit.id, WHY, NOW + timedelta(days=3), now=NOW)
    Retention(app, lambda: NOW + timedelta(days=2))._apply()
    assert len(app.watched.list()) == 1
    unknown(app, OTHER, NOW + timedelta(days=4))  # no clock that is wrong
    Retention(app, lambda: NOW + timedelta(days=4))._apply()
    assert app.watched.list() == []
    assert app.watched.models() == set()
    assert app.accounts.acts(limit=1)[0].act == "watch list purged"
    app.settings = replace(app.settings, retention=RetentionSettings(faces_days=5))
    with pytest.raises(StoreError, match="keeps faces of visits for 5 day"):
        desk.watch_visitor(visit.id, WHY, LATER, now=NOW)
    desk.watch_visitor(visit.id, WHY, NOW + timedelta(days=5), now=NOW)
    app.settings = replace(app.settings, retention=RetentionSettings(faces_days=2))
    assert Desk(app, app.actor).purge_watched(now=NOW + timedelta(days=1)) == 0
    assert Desk(app, app.actor).purge_watched(now=NOW + timedelta(days=3)) == 1


def test_a_face_is_watched_for_no_longer_than_those_of_its_day_are_kept(app: App, desk: Desk) -> None:
    app.settings = replace(app.settings, retention=RetentionSettings(faces_days=5))
    old = unknown(app, STRANGER, NOW - timedelta(days=4)).id
    with pytest.raises(StoreError, match="keeps faces of visits for 5 day"):
        desk.watch_visitor(old, WHY, NOW + timedelta(days=4), now=NOW)
    assert desk.watch_visitor(old, WHY, NOW + timedelta(days=1), now=NOW).seen_at == NOW - timedelta(days=4)
    unknown(app, OTHER, NOW)
    app.settings = replace(
        app.settings, alarms=AlarmSettings(watch_list=False), retention=RetentionSettings(faces_days=3)
    )
    Retention(app, lambda: NOW)._apply()
    assert app.watched.list() == []


def test_who_is_erased_is_on_the_list_no_longer_and_named_in_no_reason(app: App, desk: Desk) -> None:
    theirs = desk.watch_visitor(unknown(app, STRANGER, NOW).id, WHY, LATER, now=NOW)
    other = desk.watch_visitor(unknown(app, OTHER, NOW).id, "was with Gil Blas", LATER, now=NOW)
    said = Message("Somebody on the watch list was at the door: {why}", why="was with Gil Blas")
    alarm, _ = app.alarms.begin(Alarm(Reason.WATCHED_SEEN, "door", said, NOW, NOW), camera="cam", snapshot=b"face")
    session = app.enrolment()
    for number in range(2):
        assert session.offer(photo(STRANGER, "bare", number, "visits")).taken
    person = Desk(app, app.actor).register(session, "Gil Blas", now=NOW)
    traces = desk.remove_person(person.id, erase=True, now=NOW)
    assert traces.watched == 1
    (left,) = app.watched.list()
    assert (left.id, left.why) == (other.id, "was with [erased]")
    assert theirs.id not in app.watched.vectors(app.models.active.id)
    told = app.alarms.get(alarm.id)
    assert told is not None
    assert (told.snapshot, "Gil" in str(told.message)) == (b"", False)


def test_whoever_withdraws_is_not_watched_for_even_if_no_visit_was_known_to_be_theirs(app: App, desk: Desk) -> None:
    watch = AlarmWatch(app, lambda: NOW)
    try:
        watched = desk.watch_visitor(came(app, STRANGER)[0].id, WHY, LATER, now=NOW)
        other = desk.watch_visitor(unknown(app, OTHER, NOW).id, WHY, LATER, now=NOW)
        session = app.enrolment()
        assert session.offer(photo(STRANGER, "bare", 1, "visits")).taken
        walter = desk.register(session, "Walter", now=NOW)
        assert watched.id in {one.id for one in desk.watched(now=NOW)}
        desk.withdraw_consent(walter.id, now=NOW, delete_photos=True)
        assert [one.id for one in desk.watched(now=NOW)] == [other.id]
        again, unlocked = came(app, STRANGER, "back")
        watch.look()
        assert (again.outcome, unlocked, alarms(app)) == (Outcome.UNKNOWN, 0, [])
    finally:
        watch.close()


def test_who_is_registered_from_their_visit_or_withdraws_is_compared_with_no_longer(app: App, desk: Desk) -> None:
    app.thresholds.left_out = frozenset({"strangers"})  # the demo's, one of whom is registered here
    admin = Desk(app, app.actor)
    guest = unknown(app, STRANGER, NOW).id
    desk.watch_visitor(guest, WHY, LATER, now=NOW)
    admin.welcome_guest(desk.photos_of_visit(guest), "Gil", 1, consented=True, now=NOW)
    assert app.watched.list() == []
    resident = unknown(app, ADA, NOW).id
    app.watched.add(
        resident, MaskState.BARE, app.log.probe(resident).chip, WHY, by="x", at=NOW, until=LATER, seen_at=NOW
    )
    photo_of_visit = admin.this_is(resident, 1, now=NOW)
    assert app.watched.list() == []
    assert [act.about for act in app.accounts.acts(act="visitor watched for no longer")] == ["watched 2", "watched 1"]
    assert photo_of_visit.person_id == 1
    # As an earlier program, or a second one at the same moment, may have left it.
    app.watched.add(
        resident, MaskState.BARE, app.log.probe(resident).chip, WHY, by="x", at=NOW, until=LATER, seen_at=NOW
    )
    desk.withdraw_consent(1, now=NOW)
    assert app.watched.list() == []
    with pytest.raises(StoreError, match=r"registered, as Ada \(number 1\)"):  # although no door knows her now
        desk.watch_visitor(unknown(app, ADA, NOW).id, WHY, LATER, now=NOW)


def test_a_guest_is_watched_for_by_none_of_their_visits_and_nobody_else_s_watch_ends(app: App, desk: Desk) -> None:
    first, again = (unknown(app, STRANGER, NOW - timedelta(days=days)).id for days in (3, 0))
    for visit in (first, again):
        desk.watch_visitor(visit, WHY, LATER, now=NOW)
    other = desk.watch_visitor(unknown(app, OTHER, NOW).id, WHY, LATER, now=NOW)
    photos = desk.photos_of_visit(again)
    assert first not in photos.visits
    Desk(app, app.actor).welcome_guest(photos, "Gil", 1, consented=True, now=NOW)
    assert app.watched.list() == [other]


def test_whoever_takes_this_is_back_watches_again(app: App, desk: Desk) -> None:
    admin, visit = Desk(app, app.actor), unknown(app, ADA, NOW)
    app.watched.add(
        visit.id, MaskState.BARE, app.log.probe(visit.id).chip, WHY, by="Olga", at=NOW, until=LATER, seen_at=NOW
    )
    (before,) = watched = admin.watched_by(visit.id)
    admin.undo_this_is(admin.this_is(visit.id, 1, now=NOW), watched, now=NOW)
    (after,) = app.watched.list()
    assert replace(after, id=before.id, picture=b"") == replace(before, picture=b"")
    np.testing.assert_array_equal(from_png(after.picture), from_png(before.picture))
    assert app.accounts.acts(limit=1)[0].about == f"watched {after.id}"
    admin.undo_this_is(admin.this_is(visit.id, 1, now=NOW), watched, now=LATER)
    assert app.watched.list() == [], "their time was over meanwhile"


def test_who_withdrew_and_has_no_photo_left_is_known_by_their_visits(app: App, desk: Desk) -> None:
    theirs = unknown(app, ADA, NOW)
    app.log.record(
        replace(theirs, id=0, outcome=Outcome.OPENED, reason=Reason.GRANTED, person_id=1, person_name="Ada"),
        app.log.probe(theirs.id),
    )
    desk.withdraw_consent(1, now=NOW, delete_photos=True)
    with pytest.raises(StoreError, match=r"registered, as Ada \(number 1\)"):
        desk.watch_visitor(theirs.id, WHY, LATER, now=NOW)
    assert desk.watch_visitor(unknown(app, OTHER, NOW).id, WHY, LATER, now=NOW).why == WHY  # the control


def test_an_erasure_tells_which_faces_could_not_be_compared(app: App, desk: Desk) -> None:
    one = desk.watch_visitor(unknown(app, STRANGER, NOW).id, WHY, LATER, now=NOW)
    with app.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE watched SET chip = x'00'")
        session.connection().exec_driver_sql("DELETE FROM watched_vectors")
    said = run(app, "people", "remove", "Ada", "--erase", "--yes")
    assert "1 face on the watch list could not be compared" in said
    assert [left.id for left in app.watched.list()] == [one.id]


def test_who_is_erased_is_found_on_the_list_by_a_model_that_has_not_seen_them(
    app: App, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*given: object) -> None:
        raise ModelError("no model")

    resident = unknown(app, ADA, NOW).id
    chip = app.log.probe(resident).chip
    app.watched.add(900, MaskState.BARE, chip, WHY, by="x", at=NOW, until=LATER, seen_at=NOW)
    with monkeypatch.context() as sabotaged:
        sabotaged.setattr(type(app.models), "open", gone)
        found = desk._tied(1)
    assert (found.watched, len(found.uncompared)) == (set(), 1)
    assert "1 face(s) on the watch list were not compared" in caplog.text
    assert desk.remove_person(1, erase=True, now=NOW).watched == 1
    assert app.watched.list() == []


def test_another_model_knows_them_by_their_face(app: App, desk: Desk) -> None:
    one = desk.watch_visitor(unknown(app, STRANGER, NOW).id, WHY, LATER, now=NOW)
    before = app.watched.vectors(app.models.active.id)
    another_model(app.home / "models")
    Desk(app, app.actor).activate_model("mine", progress=lambda done, of: None, now=NOW)
    assert app.models.active.id == "mine"
    assert WatchList(app).find(unknown(app, STRANGER, NOW), now=NOW) == one
    assert app.watched.models() == {"masked-face", "mine"}
    assert app.watched.vectors("mine")[one.id] @ before[one.id] > 0.99  # the same networks under another name


def test_a_damaged_entry_hides_none_of_the_others(app: App, desk: Desk) -> None:
    damaged = app.watched.add(
        77, MaskState.BARE, np.zeros((9, 9, 3), np.uint8), WHY, by="x", at=NOW, until=LATER, seen_at=NOW
    )
    with app.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE watched SET chip = x'00' WHERE id = 1")
    visit = unknown(app, STRANGER, NOW)
    one = desk.watch_visitor(visit.id, WHY, LATER, now=NOW)
    assert WatchList(app).find(visit, now=NOW) == one
    with app.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE watched SET mask = 'what' WHERE id = 1")
    assert [entry.id for entry in app.watched.list()] == [one.id]
    desk.end_watch(damaged.id, now=NOW)


def test_at_the_command_line_and_who_is_blocked(app: App) -> None:
    visit = unknown(app, STRANGER, NOW).id
    add = ("alarms", "watch", "add", str(visit), "--why", WHY, "--until")
    assert "keeps no watch list" in run(app, *add, "2999-01-01", code=1)  # as its config.toml says
    app.settings.save(app.home)
    assert "is not a time" in run(app, *add, "soon", code=1)
    until = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    assert "is watched for until the end of" in run(app, *add, until)
    run(app, "people", "block", "Ada", "--why", "lent her card")
    told = json.loads(run(app, "alarms", "watch", "list", "--json"))
    assert [(one["event_id"], one["why"]) for one in told["watched"]] == [(visit, WHY)]
    assert [(one["name"], one["why"]) for one in told["blocked"]] == [("Ada", "lent her card")]
    shown = run(app, "alarms", "watch", "list")
    assert all(word in shown for word in WHY.split())  # in a narrow column, on several lines
    assert "lent her card" in shown
    assert until in shown  # as it was entered, no midnight of the next day
    heads = [line.split() for line in shown.splitlines() if "why" in line]
    assert heads == [["ID", "event", "why", "until", "by"], ["number", "name", "why", "since", "by"]]
    assert "for no longer" in run(app, "alarms", "watch", "end", str(told["watched"][0]["id"]))
    assert "There is no entry" in run(app, "alarms", "watch", "end", "1", code=1)
    assert "No unknown visitor is on the watch list." in run(app, "alarms", "watch", "list")
