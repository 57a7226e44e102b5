import io
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Pictures
from sqlalchemy import text

from gatekeeper.domain import MaskState, Outcome, Person, Reason, Vectors
from gatekeeper.door_rule import DoorRule, Holiday, Hours, Schedule
from gatekeeper.errors import AuthError, StoreError
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.consents import Consent
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore, Traces
from gatekeeper.store.pins import Pins
from gatekeeper.store.templates import NewPhoto

from .conftest import KEY, NOW, chip, most_values, opened, photo, unit

OFFICE = Schedule(
    "office", (Hours(frozenset({0, 1, 4}), time(8), time(17, 30)), Hours(frozenset({6}), time(22), time(6)))
)


def _add(people: PeopleStore, name: str, *photos: NewPhoto, groups: tuple[str, ...] = ()) -> Person:
    return people.add(name, groups=groups, consent_text="v1", consent_at=NOW, photos=photos)


def test_person_comes_back_as_added_after_a_restart(path: Path) -> None:
    kept = [photo(1), photo(2, MaskState.MASKED)]
    with Database.open(path, KEY) as database:
        added = _add(PeopleStore(database), "  Zoë Krüger ", *kept, groups=("staff", "cleaning", "staff"))
    with Database.open(path, KEY) as database:
        people = PeopleStore(database)
        assert people.list() == [added] == [people.get(added.id)]
        assert people.count() == 1
        assert added == Person(added.id, "Zoë Krüger", groups=frozenset({"staff", "cleaning"}))
        assert people.consent(added.id) == Consent("v1", NOW)
        photos = people.photos(added.id)
        assert [found.mask for found in photos] == [MaskState.BARE, MaskState.MASKED]
        for found, given_photo in zip(photos, kept, strict=True):
            assert np.array_equal(found.chip, given_photo.chip)
            assert (found.person_id, found.added_at) == (added.id, NOW)
        templates = people.templates("model-a")
        assert {(t.photo_id, t.mask) for t in templates} == {
            (photos[0].id, MaskState.BARE),
            (photos[1].id, MaskState.MASKED),
        }
        by_place = {t.photo_id: t.vector for t in templates}
        for found, given_photo in zip(photos, kept, strict=True):
            for _, vector in given_photo.templates:
                assert np.array_equal(by_place[found.id], vector)
                assert by_place[found.id].dtype == np.float32
        assert people.templates("model-b") == []


def test_registration_is_all_or_nothing(people: PeopleStore) -> None:
    bad = NewPhoto(MaskState.BARE, chip(1), [("model-a", unit(1) * 3)])
    with pytest.raises(StoreError, match="no unit vector"):
        _add(people, "Anna", photo(1), bad, groups=("staff",))
    assert people.list() == []
    assert list(people.all_photos()) == []
    assert people.templates("model-a") == []


@pytest.mark.parametrize(
    "vector", [np.zeros(128), np.full(128, np.nan), unit(1).reshape(2, 64), np.zeros(0)], ids=["0", "nan", "2d", "none"]
)
def test_vector_that_is_no_unit_vector_is_refused(people: PeopleStore, vector: Vectors) -> None:
    with pytest.raises(StoreError, match="unit vector"):
        _add(people, "Anna", NewPhoto(MaskState.BARE, chip(1), [("model-a", vector)]))


def test_chip_that_is_no_picture_is_refused(people: PeopleStore) -> None:
    with pytest.raises(StoreError, match="RGB"):
        _add(people, "Anna", NewPhoto(MaskState.BARE, chip(1)[:, :, 0]))


@pytest.mark.parametrize("name", ["", "  ", "\u200d"])
def test_where_no_name_is_entered_one_is_asked_for(people: PeopleStore, name: str) -> None:
    for enter in (
        lambda: _add(people, name),
        lambda: people.add_group(name),
        lambda: people.save_schedule(Schedule(name, ())),
        lambda: people.save_holiday(Holiday(name, date(2026, 12, 24), date(2026, 12, 24))),
    ):
        with pytest.raises(StoreError, match=r"^The name.* is missing\.") as refused:
            enter()
        assert refused.value.hint == "Enter a name."


@pytest.mark.parametrize("name", ["a" * 201, "Anna\0Berta", "\x1b[31mAnna", "An\udcfcna"])
def test_name_that_can_not_be_shown_is_refused(people: PeopleStore, name: str) -> None:
    with pytest.raises(StoreError, match="printable"):
        _add(people, name)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Jean\u00a0Paul \t Roux\n", "Jean Paul Roux"),
        ("山田\u3000太郎", "山田 太郎"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("ක්\u200dරිෂාන්", "ක්\u200dරිෂාන්"),
        ("\ufeffAn\u00adna\u200b \u202eBo\u200d", "Anna Bo"),
        ("\U0002ebf0", "\U0002ebf0"),  # a character newer than some systems' tables
    ],
)
def test_a_name_is_put_in_order_not_refused(people: PeopleStore, written: str, stored: str) -> None:
    person = _add(people, written)
    assert person.name == stored
    assert people.find(written.strip("\ufeff")) == people.find(stored) == person
    assert [one.person for one in people.search(stored.replace("\u200c", "").replace("\u200d", ""))] == [person]


def test_time_without_timezone_is_refused_and_others_become_utc(people: PeopleStore) -> None:
    with pytest.raises(StoreError, match="no timezone"):
        people.add("Anna", consent_text="v1", consent_at=NOW.replace(tzinfo=None))
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    person = people.add("Anna", consent_text="v1", consent_at=elsewhere, added_at=NOW + timedelta(days=1))
    assert people.consent(person.id).at == NOW
    assert people.consent(person.id).at.tzinfo is UTC


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.datetimes(timezones=st.just(UTC)), length=st.timedeltas(timedelta(microseconds=1), timedelta(days=9)))
def test_moments_are_exact(people: PeopleStore, start: datetime, length: timedelta) -> None:
    person = people.list()[0] if people.list() else _add(people, "Anna")
    end = start + length if start.year < 9999 else None
    changed = people.set_validity(person.id, start, end)
    assert (changed.valid_from, changed.valid_until) == (start, end)


def test_find(people: PeopleStore) -> None:
    anna, berta, other_berta = (_add(people, name) for name in ("Anna Straße", "Berta", "berta"))
    assert people.find(" ANNA STRASSE ") == anna
    assert people.find(str(berta.id)) == berta
    with pytest.raises(StoreError, match=rf"2 people.*id={berta.id} is Berta; id={other_berta.id} is berta"):
        people.find("Berta")
    with pytest.raises(StoreError, match="Did you mean Anna Straße"):
        people.find("Ana Strasse")
    with pytest.raises(StoreError, match="Did you mean Anna Straße"):
        people.find("anna")
    for nobody in ("99", "#99", "id=99", "name=99", f"name={berta.id}", "id=Anna", ""):
        with pytest.raises(StoreError, match=r"There are: |stored|mean"):
            people.find(nobody)


def test_who_is_called_by_a_number_is_not_taken_for_who_has_it(people: PeopleStore) -> None:
    ten, two, three, five = (_add(people, name) for name in ("10", "2", "3", "5"))
    assert [one.id for one in (ten, two, three, five)] == [1, 2, 3, 4]
    assert people.find("2") == two  # number 2 is called "2"
    with pytest.raises(StoreError, match=r"Nobody is called '4', and number 4 is 5\. .* write id=4 for 5"):
        people.find("4")  # where people are called by numbers, a number alone is a name
    assert people.find("10") == ten  # nobody has the number
    eve = _add(people, "4")
    with pytest.raises(StoreError, match=r"'4' can mean 2 people\. Say whom you mean: id=4 is 5; id=5 is 4"):
        people.find("4")
    with pytest.raises(StoreError, match="can mean 2"):
        people.find(" 5 ")
    assert people.find("id=4") == people.find("name=5") == five
    assert people.find("ID = 5") == people.find("name=4") == eve
    hash_ = _add(people, "#1")
    with pytest.raises(StoreError, match="can mean 2"):
        people.find("#1")
    assert people.find("#2") == two
    assert people.find("name=#1") == hash_
    assert people.find("id=1") == ten


def test_changes(people: PeopleStore) -> None:
    person = _add(people, "Anna", groups=("staff",))
    assert people.rename(person.id, "Berta").name == "Berta"
    assert people.set_blocked(person.id, True).blocked
    assert people.set_groups(person.id, ["night", "staff"]).groups == {"night", "staff"}
    assert people.set_groups(person.id, []).groups == frozenset()
    until = NOW + timedelta(days=1)
    people.set_validity(person.id, NOW, until)
    assert people.get(person.id) == Person(person.id, "Berta", True, NOW, until)
    with pytest.raises(StoreError, match="before it begins"):
        people.set_validity(person.id, until, NOW)
    assert people.set_validity(person.id, None, None).valid_until is None


def test_unknown_number_is_refused_everywhere(people: PeopleStore) -> None:
    for use in (
        people.get,
        people.remove,
        people.photos,
        people.consent,
        people.last_seen,
        lambda n: people.rename(n, "x"),
        lambda n: people.set_blocked(n, True),
        lambda n: people.set_groups(n, []),
        lambda n: people.set_validity(n, None, None),
        lambda n: people.add_photos(n, [photo(1)], added_at=NOW),
    ):
        with pytest.raises(StoreError, match="no person with the number 5"):
            use(5)


def test_more_photos(people: PeopleStore) -> None:
    person = _add(people, "Anna", photo(1))
    later = NOW + timedelta(hours=1)
    (added,) = people.add_photos(person.id, [photo(2)], added_at=later)
    assert added.added_at == later
    assert np.array_equal(people.photos(person.id)[1].chip, chip(2))


def test_all_photos_comes_to_an_end(people: PeopleStore) -> None:
    persons = [
        _add(people, f"Person {n}", *(NewPhoto(MaskState.BARE, chip(n)[:8, :8]) for _ in range(50))) for n in range(3)
    ]
    found = list(people.all_photos())
    assert [one.person_id for one in found] == [person.id for person in persons for _ in range(50)]
    assert len({one.id for one in found}) == 150


def test_removal_keeps_the_events_without_the_number(people: PeopleStore, log: AccessLog) -> None:
    anna, berta = _add(people, "Anna", photo(1)), _add(people, "Berta", photo(2))
    for person in (anna, berta):
        log.record(opened(person_id=person.id, person_name=person.name))
    people.remove(anna.id)
    assert people.list() == [berta]
    assert {t.person_id for t in people.templates("model-a")} == {berta.id}
    assert {one.person_id for one in people.all_photos()} == {berta.id}
    (event,) = log.query(person="Anna")
    assert (event.person_id, event.person_name, event.snapshot) == (None, "Anna", opened().snapshot)
    assert _add(people, "Clara").id not in (anna.id, berta.id)
    people.remove(berta.id)
    assert _add(people, "Dora").id > berta.id + 1  # a number is never given out twice


def test_erasure_leaves_no_name_and_no_picture(people: PeopleStore, log: AccessLog) -> None:
    anna, berta = _add(people, "Anna", photo(1)), _add(people, "Berta")
    for person in (anna, berta):
        log.record(opened(person_id=person.id, person_name=person.name, message=f"Welcome, {person.name}."))
    people.rename(anna.id, "Anne")
    people.remove(anna.id, erase=True)
    of_anna, of_berta = log.query(newest_first=False)
    assert (of_anna.person_id, of_anna.person_name, of_anna.message, of_anna.snapshot) == (None, None, "", b"")
    assert of_anna.outcome is Outcome.OPENED
    assert (of_berta.person_name, of_berta.message) == ("Berta", "Welcome, Berta.")
    assert people._database.path.with_name("gatekeeper.db-wal").stat().st_size == 0


def test_last_seen(people: PeopleStore, log: AccessLog) -> None:
    person = _add(people, "Anna")
    assert people.last_seen(person.id) is None
    for hours in (2, 5, 1):
        log.record(opened(NOW + timedelta(hours=hours), person_id=person.id, reason=Reason.BLOCKED))
    assert people.last_seen(person.id) == NOW + timedelta(hours=5)


def test_replacing_templates_of_one_model(people: PeopleStore) -> None:
    person = _add(people, "Anna", photo(1), photo(2))
    old = people.templates("model-a")
    new = [(one.id, unit(one.id, 512)) for one in people.all_photos()]
    assert people.replace_templates("model-b", new) == 2
    assert [t.vector.shape for t in people.templates("model-b")] == [(512,), (512,)]
    assert len(people.templates("model-a")) == len(old) == 2
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        people.replace_templates("model-b", [*new[:1], (999, unit(3))])
    assert len(people.templates("model-b")) == 2
    with pytest.raises(StoreError, match="UNIQUE"):
        people.replace_templates("model-b", [new[0], new[0]])
    assert people.replace_templates("model-a", []) == 0
    assert people.templates("model-a") == []
    people.remove(person.id)
    assert people.templates("model-b") == []


def test_door_rules(people: PeopleStore) -> None:
    rule = DoorRule(
        "front", {"staff": None, "cleaning": OFFICE, "nobody": Schedule("never", ())}, 4.5, 10.0, "Europe/Berlin"
    )
    people.save_door_rule(rule)
    assert people.door_rule("front") == rule
    assert people.schedules() == [Schedule("never", ()), OFFICE]
    people.save_door_rule(DoorRule("back", {"cleaning": OFFICE}))
    people.save_door_rule(DoorRule("front", {"staff": OFFICE}))
    assert people.door_rule("front") == DoorRule("front", {"staff": OFFICE})
    assert people.doors() == ["back", "front"]
    with pytest.raises(StoreError, match="Did you mean front"):
        people.door_rule("frnt")


def test_schedule_is_changed_for_all_doors_or_not_at_all(people: PeopleStore) -> None:
    people.save_door_rule(DoorRule("front", {"staff": OFFICE}))
    people.save_door_rule(DoorRule("back", {"staff": OFFICE}))
    longer = Schedule("office", (Hours(frozenset(range(7)), time(6), time(23, 59, 59)),))
    with pytest.raises(StoreError, match="other hours"):
        people.save_door_rule(DoorRule("front", {"staff": longer}))
    assert people.door_rule("front").groups == {"staff": OFFICE}
    people.save_schedule(longer)
    assert people.door_rule("front").groups == people.door_rule("back").groups == {"staff": longer}
    with pytest.raises(StoreError, match="weekdays"):
        people.save_schedule(Schedule("wrong", (Hours(frozenset({7}), time(8), time(9)),)))


def test_settings(people: PeopleStore) -> None:
    assert people.setting("model") is None
    for value in ("a", "b"):
        people.set_setting("model", value)
    assert people.setting("model") == "b"


def test_search_finds_words_without_accents_numbers_and_groups(people: PeopleStore, log: AccessLog) -> None:
    anna = _add(people, "Ånna Strauß-Nguyễn", photo(1), groups=("staff",))
    bernd = _add(people, "Bernd Annas 100%", photo(2, MaskState.MASKED), photo(3))
    clara = _add(people, "陳大文")

    def found(text: str) -> list[int]:
        return [listed.person.id for listed in people.search(text)]

    assert found("") == [anna.id, bernd.id, clara.id]
    assert found("ann") == [anna.id, bernd.id]
    assert found("NGUYEN an") == [anna.id]
    assert found("STRAUSS") == [anna.id]
    assert found("大文") == [clara.id]
    assert found("0%") == [bernd.id]
    assert found("_") == []
    assert found("Staff") == [anna.id]
    assert found(str(clara.id)) == [clara.id]
    people.rename(clara.id, "Clara")
    assert found("clar") == [clara.id]
    log.record(opened(person_id=bernd.id))
    listed = people.search("bernd")[0]
    assert (listed.photos, listed.last_seen, listed.person) == (2, NOW, people.get(bernd.id))
    with Pictures.open(io.BytesIO(listed.chip)) as picture:
        assert np.array_equal(np.array(picture), chip(3))  # the bare one
    assert people.search("clara")[0].chip == b""
    assert len(people.search("", limit=2)) == 2


def test_single_photos_and_traces(people: PeopleStore, log: AccessLog) -> None:
    anna, berta = _add(people, "Anna", photo(1), photo(2)), _add(people, "Berta", photo(3))
    log.record(opened(person_id=anna.id))
    log.record(opened(person_id=anna.id, snapshot=b""))
    assert people.traces(anna.id) == Traces(photos=2, templates=2, impostors=0, events=2, snapshots=1)
    first = people.photos(anna.id)[0]
    with pytest.raises(StoreError, match="no photo"):
        people.remove_photo(berta.id, first.id)
    people.remove_photo(anna.id, first.id)
    assert [one.id for one in people.photos(anna.id)] == [first.id + 1]
    assert people.traces(anna.id).templates == 1


def test_an_impostor_is_never_a_template(people: PeopleStore) -> None:
    anna = _add(people, "Anna", photo(1))
    (impostor,) = people.add_photos(anna.id, [photo(9)], added_at=NOW, impostor=True, event_id=4)
    assert impostor.impostor
    assert [one.id for one in people.photos(anna.id)] == [impostor.id - 1]
    assert {t.photo_id for t in people.templates("model-a")} == {impostor.id - 1}
    assert {t.photo_id for t in people.templates("model-a", impostors=True)} == {impostor.id}
    assert [one.id for one in people.photos(anna.id, impostors=True)] == [impostor.id]
    assert [one.id for one in people.all_photos()] == [impostor.id - 1, impostor.id]  # a new model embeds both
    assert people.search("anna")[0].photos == 1
    people.remove(anna.id, erase=True)
    assert people.templates("model-a", impostors=True) == []


def test_any_number_of_templates_is_added_but_of_photos_that_are_gone_and_where_there_is_one(
    people: PeopleStore,
) -> None:
    ada = people.add("Ada", consent_text="v1", consent_at=NOW, photos=[photo(1)])
    (kept,) = people.photos(ada.id)
    before = people.templates("model-a")
    gone = ((kept.id + 1 + n, unit(0)) for n in range(3000))
    with most_values() as most:
        people.add_templates("model-a", itertools.chain([(kept.id, unit(5))], gone))
    assert max(most) < 10
    after = people.templates("model-a")
    assert [one.vector.tolist() for one in after] == [one.vector.tolist() for one in before]
    people.add_templates("model-b", [(kept.id, unit(5))])
    (made,) = people.templates("model-b")
    assert made.vector.tolist() == unit(5).tolist()
    assert (people.count_photos(), people.count_photos(without="model-c")) == (1, 1)
    assert people.count_photos(without="model-b") == 0
    assert list(people.all_photos(without="model-b")) == []


@pytest.mark.slow
def test_a_list_of_many_people_asks_for_a_thousand_at_a_time(
    people: PeopleStore, log: AccessLog, database: Database
) -> None:
    with database.transaction(together=True):
        for number in range(1100):
            people.add(f"Person {number:04d}", groups=["staff"], consent_text="v1", consent_at=NOW)
    events = [log.record(opened()).id for _ in range(3)]
    with most_values() as most:
        found = people.search(limit=5000)
        assert [one.id for one in log.fetch([*range(5000, 8000), *events])] == events
    assert [one.person.name for one in found] == [f"Person {number:04d}" for number in range(1100)]
    assert {one.person.groups for one in found} == {frozenset({"staff"})}
    assert max(most) <= 1000


def test_every_change_of_templates_counts_up_and_names_whom_it_concerns(people: PeopleStore) -> None:
    anna, berta = _add(people, "Anna", photo(1), photo(2)), _add(people, "Berta", photo(3))
    first, second = people.photos(anna.id)

    def changed(change: Callable[[], object]) -> dict[int, tuple[int, int]]:
        """Whom a change concerns, with how many templates and impostors they have by now."""
        before = people.templates_revision("model-a")
        change()
        changes = [one for part in people.template_changes("model-a", before) for one in part]
        assert [one.version for one in changes] == sorted({one.version for one in changes})
        assert people.templates_revision("model-a") == (changes[-1].version if changes else before) >= before
        return {one.person_id: (len(one.templates), len(one.impostors)) for one in changes}

    revision = people.templates_revision("model-a")
    assert changed(lambda: people.remove_photo(anna.id, second.id)) == {anna.id: (1, 0)}
    # Count and greatest number are those of before: only a counter tells.
    assert changed(lambda: people.add_photos(anna.id, [photo(4)], added_at=NOW)) == {anna.id: (2, 0)}
    assert changed(lambda: people.add_photos(anna.id, [photo(9)], added_at=NOW, impostor=True)) == {anna.id: (2, 1)}
    clara = max((person.id for person in people.list()), default=0) + 1
    assert changed(lambda: _add(people, "Clara", photo(5))) == {clara: (1, 0)}
    assert changed(lambda: people.remove(clara, erase=True)) == {clara: (0, 0)}
    # Neither another model's templates nor what is no template concern a gallery.
    assert changed(lambda: people.add_templates("model-b", [(first.id, unit(1))])) == {}
    assert changed(lambda: people.rename(berta.id, "Bert")) == {}
    assert changed(lambda: people.replace_templates("model-a", [])) == {anna.id: (0, 0), berta.id: (0, 0)}
    assert people.templates_revision("model-a") > revision
    assert people.templates_revision("model-a", berta.id) > people.templates_revision("model-b", anna.id)
    assert people.templates_revision("model-c") == people.templates_revision("model-a", 999) == 0


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("templates", "vector", bytes(512)),
        ("templates", "vector", np.full(128, np.nan, "<f4").tobytes()),
        ("photos", "mask", "veil"),
    ],
)
def test_a_damaged_template_keeps_no_other_back(
    people: PeopleStore, database: Database, table: str, column: str, value: object
) -> None:
    anna, berta = _add(people, "Anna", photo(1, MaskState.MASKED)), _add(people, "Berta", photo(3))
    key = "id" if table == "photos" else "photo_id"
    wanted = people.photos(anna.id)[0].id
    with database.transaction() as session:
        session.execute(text(f"UPDATE {table} SET {column} = :value WHERE {key} = :id"), {"value": value, "id": wanted})
    assert {template.person_id for template in people.templates("model-a")} == {berta.id}
    (changes,) = people.template_changes("model-a", 0)
    assert {one.person_id: len(one.templates) for one in changes} == {anna.id: 0, berta.id: 1}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("mask", "veil"),
        ("mask", 7),
        ("chip", b"no picture"),
        ("chip", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("added_at", "soon"),
    ],
)
def test_a_damaged_photo_keeps_no_other_back(
    people: PeopleStore, database: Database, column: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    anna, berta = _add(people, "Anna", photo(1), photo(2)), _add(people, "Berta", photo(3))
    bad, good = (one.id for one in people.photos(anna.id))
    with database.transaction() as session:
        session.execute(text(f"UPDATE photos SET {column} = :value WHERE id = :id"), {"value": value, "id": bad})
    assert [one.id for one in people.photos(anna.id)] == [good]
    assert [one.person_id for one in people.all_photos()] == [anna.id, berta.id]
    assert f"Photo {bad} is damaged" in caplog.text
    people.remove_photo(anna.id, bad)
    assert people.count_photos() == 2


def test_a_template_of_another_length_is_left_out(people: PeopleStore) -> None:
    anna, berta = _add(people, "Anna", photo(1)), _add(people, "Berta", photo(3))
    people.add_photos(anna.id, [NewPhoto(MaskState.BARE, chip(8), [("model-a", unit(8, 64))])], added_at=NOW)
    assert {(t.person_id, t.vector.size) for t in people.templates("model-a")} == {(anna.id, 128), (berta.id, 128)}


@pytest.mark.slow
def test_a_clock_that_went_back_a_day_keeps_a_right_pin_out_for_no_longer_than_the_wait(
    people: PeopleStore, database: Database
) -> None:
    person, pins = _add(people, "Ada"), Pins(database)
    pins.set(person.id, "2580", now=NOW)
    for _ in range(5):
        assert not pins.check(person.id, "8520", now=NOW)
    back = NOW - timedelta(days=1)
    for seconds, said in ((0, "wait 30 seconds"), (29, "wait 1 second")):
        with pytest.raises(AuthError, match=said):
            pins.check(person.id, "2580", now=back + timedelta(seconds=seconds))
    assert pins.check(person.id, "2580", now=back + timedelta(seconds=31))


@pytest.mark.parametrize("column", ["start", "end"])
def test_hours_that_make_no_sense_are_said_and_open_nothing(path: Path, column: str) -> None:
    with Database.open(path, KEY) as database:
        people = PeopleStore(database)
        people.save_schedule(OFFICE)
        with database.transaction() as session:
            session.execute(text(f"UPDATE hours SET \"{column}\" = 'late'"))
        with pytest.raises(StoreError, match="'late' where a time of day belongs"):
            people.schedules()


def test_what_is_known_of_one_person_is_read_without_everybody_elses(people: PeopleStore, database: Database) -> None:
    """By the plan: a door waits while it takes up who was registered, and among 50,000 people that took it two seconds."""
    ada = _add(people, "Ada", photo(1), photo(2, MaskState.MASKED))
    seen: list[str] = []
    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(seen.append)
    assert [change.person_id for part in people.template_changes("model-a", 0) for change in part] == [ada.id]
    assert len(people.templates("model-a", ada.id)) == 2
    assert people.templates("model-a", consented=False) == []
    with database.reading() as session:
        driver.set_trace_callback(None)
        read = {statement for statement in seen if "templates.vector" in statement}
        plans = [
            row[3] for one in read for row in session.execute(text(f"EXPLAIN QUERY PLAN {one}".replace(":", "\\:")))
        ]
    assert len(read) >= 3
    assert [plan for plan in plans if "photos" in plan or "templates" in plan] != []
    assert [plan for plan in plans if "SCAN photos" in plan or "SCAN templates" in plan or "model_id" in plan] == []
