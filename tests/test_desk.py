"""What people at the desk do, on the fictional people: rights, the audit, and what the door knows afterwards."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from conftest import photo

from gatekeeper.app import App
from gatekeeper.comparison import Crowd
from gatekeeper.demo import clip
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.visits import grouped
from gatekeeper.domain import AccessEvent, Frame, Image, MaskState, Outcome, Person, Probe, Reason, Role
from gatekeeper.door_rule import DoorRule, Schedule
from gatekeeper.errors import AuthError, EnrolmentError, StoreError
from gatekeeper.events import PersonChanged
from gatekeeper.models.activation import LoadedModel
from gatekeeper.store.accounts import Actor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ADA, BOB = "resident-001", "resident-002"


@pytest.fixture
def app(open_home: Callable[[], App]) -> App:
    return open_home()


@pytest.fixture
def desk(app: App) -> Desk:
    return Desk(app, Actor("Olga", Role.OPERATOR))


def register(app: App, name: str, numbers: int = 1) -> Person:
    session = app.enrolment()
    for number in range(numbers):
        assert session.offer(photo(name, "bare", number)).taken
    assert session.offer(photo(name, "masked")).taken
    return Desk(app, app.actor).register(session, name, now=NOW)


def visit(app: App, picture: Image, person: Person | None = None, at: datetime = NOW) -> AccessEvent:
    """An event about a picture as a station records it."""
    (portrait,) = app.models.reader.read_photo(picture)
    probe = Probe(app.models.active.id, portrait.vector, portrait.chip)
    outcome, reason = (Outcome.OPENED, Reason.GRANTED) if person else (Outcome.UNKNOWN, Reason.NOT_KNOWN)
    name = person.name if person else None
    event = AccessEvent(at, "door", "cam", outcome, reason, "", person.id if person else None, name, portrait.mask)
    return app.log.record(event, probe)


def test_a_viewer_may_change_nothing_and_leaves_no_trace(app: App) -> None:
    ada = register(app, ADA)
    event = visit(app, photo(ADA, "bare", 1), ada)
    viewer = Desk(app, Actor("Vera", Role.VIEWER))
    for act in (
        lambda: viewer.rename(ada.id, "Eve", now=NOW),
        lambda: viewer.set_blocked(ada.id, True, now=NOW),
        lambda: viewer.set_groups(ada.id, ["staff"], now=NOW),
        lambda: viewer.set_validity(ada.id, None, NOW, now=NOW),
        lambda: viewer.add_photo(ada.id, photo(ADA, "bare", 1), now=NOW),
        lambda: viewer.remove_photo(ada.id, 1, now=NOW),
        lambda: viewer.remove_person(ada.id, erase=True, now=NOW),
        lambda: viewer.export_log(Path("x.csv"), now=NOW, progress=lambda done, of: None),
        lambda: viewer.not_this_person(event.id, now=NOW),
        lambda: viewer.this_is(event.id, ada.id, now=NOW),
        lambda: viewer.retain(1, 1, now=NOW),
        lambda: viewer.register(app.enrolment(), "Eve", now=NOW),
        lambda: viewer.add_photos(app.enrolment(), ada.id, now=NOW),
        lambda: viewer.open_by_hand(app.doors.open_door(), "delivery", now=NOW),
        lambda: viewer.set_pin(ada.id, "2580", now=NOW),
        lambda: Desk(app, Actor("Olga", Role.OPERATOR)).set_door_rule(DoorRule("door"), now=NOW),
        lambda: Desk(app, Actor("Olga", Role.OPERATOR)).set_schedule(Schedule("never", ()), now=NOW),
        lambda: Desk(app, Actor("Olga", Role.OPERATOR)).activate_model("masked-face", print, now=NOW),
        lambda: Desk(app, Actor("Olga", Role.OPERATOR)).add_model("nix", None, print, now=NOW),
        lambda: Desk(app, Actor("Olga", Role.OPERATOR)).accept_liveness({}, now=NOW),
        lambda: Desk(app, Actor("Olga", Role.OPERATOR)).retain(1, 1, now=NOW),
    ):
        with pytest.raises(AuthError, match="may not"):
            act()
    assert app.people.get(ada.id) == ada
    assert {act.act for act in app.accounts.acts()} == {"register"}


def test_a_person_who_is_not_there_is_not_said_to_be_erased(app: App, desk: Desk) -> None:
    ada = register(app, ADA)
    for erase in (True, False):
        with pytest.raises(StoreError):
            desk.remove_person(ada.id + 1, erase=erase, now=NOW)
    assert {act.act for act in app.accounts.acts()} == {"register"}
    desk.remove_person(ada.id, erase=True, now=NOW)
    assert [act.act for act in app.accounts.acts()] == ["person erased", "register"]
    # What was erased is not in the write-ahead log either.
    assert (app.home / "gatekeeper.db-wal").stat().st_size == 0


def test_changes_are_told_and_written_down(app: App, desk: Desk) -> None:
    ada = register(app, ADA)
    told: list[PersonChanged] = []
    app.bus.subscribe(PersonChanged, told.append)
    desk.rename(ada.id, "Ada", now=NOW)
    desk.set_groups(ada.id, ["staff"], now=NOW)
    blocked = desk.set_blocked(ada.id, True, now=NOW)
    assert blocked.blocked
    assert told[-1].person == app.people.get(ada.id) == blocked
    acts = [(act.who, act.act, act.about, act.detail) for act in app.accounts.acts() if act.act != "register"]
    assert acts == [
        ("Olga", "person blocked", f"person {ada.id}", ""),
        ("Olga", "person's groups changed", f"person {ada.id}", "staff"),
        ("Olga", "person renamed", f"person {ada.id}", "Ada"),
    ]
    with pytest.raises(StoreError):
        desk.rename(999, "Nobody", now=NOW)
    assert len(app.accounts.acts()) == 3 + 1  # and the registration


def test_single_photos_come_and_go_and_the_gallery_follows(app: App, desk: Desk) -> None:
    ada, bob = register(app, ADA), register(app, BOB)
    before = len(app.models.gallery)
    feedback, added = desk.add_photo(ada.id, photo(ADA, "bare", 1), now=NOW)
    assert feedback.taken
    assert added is not None
    assert len(app.models.gallery) == before + 1
    again, none = desk.add_photo(ada.id, photo(ADA, "bare", 1), now=NOW)
    assert none is None
    assert "same photo" in again.message
    other, none = desk.add_photo(ada.id, photo("resident-010"), now=NOW)
    assert none is None
    assert "another person" in other.message
    gone = desk.remove_photo(ada.id, added.id, now=NOW)
    assert len(app.models.gallery) == before
    restored = desk.restore_photo(gone, now=NOW)
    assert len(app.models.gallery) == before + 1
    assert np.array_equal(restored.chip, gone.chip)
    (bare,) = [p for p in app.people.photos(bob.id) if p.mask is MaskState.BARE]
    with pytest.raises(EnrolmentError, match="only photo without a mask"):
        desk.remove_photo(bob.id, bare.id, now=NOW)
    desk.remove_person(ada.id, erase=True, now=NOW)
    assert app.models.gallery.people == {bob.id}
    assert ADA not in " ".join(f"{a.about} {a.detail}" for a in app.accounts.acts() if "erased" in a.act)


def test_not_him_keeps_the_stranger_out_and_can_be_undone(app: App, desk: Desk) -> None:
    ada = register(app, ADA)
    stranger = photo("stranger-001", "bare", 0, "visits")
    event = visit(app, stranger, ada)
    (portrait,) = app.models.reader.read_photo(stranger)

    def margin() -> float:
        match = app.models.gallery.search(portrait.vector[None], [MaskState.BARE])[0]
        assert match is not None
        return match.margin

    before = margin()
    impostor = desk.not_this_person(event.id, now=NOW)
    assert margin() < 0 < before
    # A restart and another model remember it too.
    app.models.loaded = LoadedModel(app.models.active, app.models.reader)  # open already
    assert margin() < 0
    app.models.activate(app.models.active.id)
    assert margin() < 0
    desk.undo_not_this_person(impostor, now=NOW)
    assert margin() == pytest.approx(before, abs=1e-3)
    nobody = visit(app, stranger)
    with pytest.raises(StoreError, match="names nobody"):
        desk.not_this_person(nobody.id, now=NOW)


def test_this_is_adds_the_visit_only_where_the_face_is_theirs(app: App, desk: Desk) -> None:
    ada, bob = register(app, ADA), register(app, BOB)
    event = visit(app, photo(ADA, "bare", 2))
    with pytest.raises(EnrolmentError, match=r"does not look like|looks more like"):
        desk.this_is(event.id, bob.id, now=NOW)
    count = len(app.people.photos(ada.id))
    desk.this_is(event.id, ada.id, now=NOW)
    assert len(app.people.photos(ada.id)) == count + 1
    with pytest.raises(EnrolmentError, match="nearly the same photo"):
        desk.this_is(event.id, ada.id, now=NOW)
    assert [act.act for act in app.accounts.acts()] == ["visit added as photo", "register", "register"]


def test_unknown_visitors_are_grouped_by_face(app: App, desk: Desk) -> None:
    register(app, ADA)
    shown = [("stranger-001", 0), ("stranger-002", 0), ("stranger-001", 1)]
    for day, (name, number) in enumerate(shown):
        visit(app, photo(name, "bare", number, "visits"), at=NOW + timedelta(days=day))
    visit(app, photo(ADA, "bare", 1), app.people.list()[0], at=NOW)
    first, second = desk.visitors(NOW, now=NOW + timedelta(days=9))
    assert first.events == (1, 3)
    assert (first.first, first.last) == (NOW, NOW + timedelta(days=2))
    assert second.events == (2,)
    assert desk.visitors(NOW + timedelta(days=5), now=NOW + timedelta(days=9)) == []


def test_a_chain_of_look_alikes_is_not_one_person() -> None:
    angles = np.deg2rad(np.arange(0, 91, 10))
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    strangers = Crowd.unknown(2)
    groups = grouped(vectors, float(np.cos(np.deg2rad(15.1))), strangers)
    assert sorted(row for group in groups for row in group) == list(range(10))
    assert max(map(len, groups)) < 6
    assert grouped(vectors[:0], 0.5, strangers) == []


def test_a_visit_at_the_door_is_kept_for_corrections(app: App, desk: Desk) -> None:
    ada = register(app, ADA)
    at = [100.0]
    station = app.doors.station(app.doors.open_door(), clock=lambda: at[0])

    def frames() -> Iterator[Image]:
        return clip(photo(ADA, "bare", 2), 0)

    for index, image in enumerate(frames()):
        at[0] += 1 / 15
        station.see(Frame(image, at[0], index, "cam"), NOW)
    (event,) = app.log.query(outcome=Outcome.OPENED)
    assert event.person_id == ada.id
    kept = app.log.probe(event.id)
    bare, masked = sorted(app.people.templates(kept.model_id), key=lambda template: template.mask.value)
    # Another photo, played as a clip: as much like hers as other photos are, with a mask a little less.
    assert float(kept.vector @ bare.vector) > float(kept.vector @ masked.vector) > 0.5
    assert desk.this_is(event.id, ada.id, now=NOW).mask is MaskState.BARE


def test_old_events_are_deleted_and_an_export_is_written_down(app: App, desk: Desk, tmp_path: Path) -> None:
    for days in (1, 40, 400):
        app.log.record(
            AccessEvent(NOW - timedelta(days=days), "door", "c", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", snapshot=b"x")
        )
    path = tmp_path / "log.csv"
    assert desk.export_log(path, now=NOW, progress=lambda done, of: None, until=NOW - timedelta(days=30)) == 2
    assert re.fullmatch("2 events", app.accounts.acts()[0].detail)
    root = Desk(app, Actor("root", Role.ADMINISTRATOR))
    assert root.retain(365, 30, now=NOW) == (1, 2)
    assert [event.snapshot for event in app.log.query()] == [b"x", b""]
    with pytest.raises(StoreError, match="0 days"):
        root.retain(0, None, now=NOW)


def test_an_export_writes_no_rule_of_a_door_that_no_program_had_yet(desk: Desk, tmp_path: Path) -> None:
    desk.export_log(tmp_path / "x.csv", now=NOW, progress=lambda done, of: None)
    Desk(desk.app, Actor("root", Role.ADMINISTRATOR)).export_trail(
        tmp_path / "y.csv", now=NOW, progress=lambda done, of: None
    )
    assert desk.app.people.doors() == []
