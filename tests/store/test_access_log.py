import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from counting import calls, values
from sqlalchemy import insert, text

from gatekeeper.domain import AccessEvent, Direction, MaskState, Outcome, Probe, Reason
from gatekeeper.errors import StoreError
from gatekeeper.store import access_log
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.event_query import Filter, Sort
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.tables import EventRow

from .conftest import NOW, chip, opened, unit


def test_event_comes_back_whole(log: AccessLog, people: PeopleStore) -> None:
    person = people.add("Anna", consent_text="v1", consent_at=NOW)
    known = log.record(opened(person_id=person.id, person_name="Anna"))
    unknown = log.record(AccessEvent(NOW, "front", "0", Outcome.UNKNOWN, Reason.NOT_KNOWN, "Not known."))
    assert (known.id, unknown.id) == (1, 2)
    assert log.query(newest_first=False) == [known, unknown]
    assert replace(known, id=0) == opened(person_id=person.id, person_name="Anna")


def test_numbers_of_numpy_and_times_of_elsewhere_are_stored_as_ours(log: AccessLog, people: PeopleStore) -> None:
    person = people.add("Anna", consent_text="v1", consent_at=NOW)
    at = NOW.astimezone(timezone(timedelta(hours=-7)))
    written = log.record(
        opened(
            at,
            person_id=np.int64(person.id),
            track_id=np.int64(4),
            similarity=np.float32(0.5),
            latency_ms=np.float64(1.5),
            value=None,
        )
    )
    (found,) = log.query(person=person.id)
    assert found == written
    assert (found.at, found.at.tzinfo, found.track_id, found.similarity) == (NOW, UTC, 4, 0.5)


def test_event_that_can_not_be_stored_is_refused(log: AccessLog) -> None:
    for event in (
        opened(NOW.replace(tzinfo=None)),
        opened(latency_ms=float("nan")),
        opened(outcome="opened wide"),
        opened(message="\ud800"),
    ):
        with pytest.raises(StoreError):
            log.record(event)
    assert log.count() == 0


def test_filters(log: AccessLog, people: PeopleStore) -> None:
    anna = people.add("Anna", consent_text="v1", consent_at=NOW)
    times = [NOW + timedelta(hours=n) for n in range(4)]
    log.record(opened(times[2], person_id=anna.id, person_name="Anna"))
    log.record(opened(times[0], person_id=anna.id, person_name="Anna", outcome=Outcome.REFUSED, reason=Reason.BLOCKED))
    log.record(opened(times[1], door="back", outcome=Outcome.UNKNOWN, reason=Reason.NOT_KNOWN))
    log.record(opened(times[3], person_name="Berta"))
    people.rename(anna.id, "Anne")

    def hours(**which: object) -> list[int]:
        found = log.query(**which)  # type: ignore[arg-type]
        counted = {name: value for name, value in which.items() if name not in ("limit", "offset", "newest_first")}
        if len(counted) == len(which):
            assert log.count(**which) == len(found)  # type: ignore[arg-type]
        return [times.index(event.at) for event in found]

    assert hours() == [3, 2, 1, 0]
    assert hours(newest_first=False) == [0, 1, 2, 3]
    assert hours(person=str(anna.id)) == []  # a name
    assert hours(since=times[1], until=times[3]) == [2, 1]
    assert hours(since=None, person=None) == [3, 2, 1, 0]
    for person in ("Anna", "anna", "Anne", anna.id):
        assert hours(person=person) == [2, 0]
    assert hours(person="berta") == [3]
    assert hours(person="Nobody") == []
    assert hours(outcome=Outcome.OPENED) == [3, 2]
    assert hours(reason=Reason.NOT_KNOWN) == [1]
    assert hours(door="back") == [1]
    assert hours(door="front", outcome=Outcome.OPENED, person="Anna") == [2]
    assert hours(limit=2, offset=1) == [2, 1]
    assert hours(offset=3) == [0]
    assert {event.snapshot for event in log.query(snapshots=False)} == {b""}


@pytest.mark.slow
def test_pages_of_a_long_log_come_quickly(database: Database, log: AccessLog) -> None:
    row = {field.name: getattr(opened(), field.name) for field in fields(AccessEvent) if field.name != "id"}
    words = list(Outcome)
    with database.transaction() as session:
        session.execute(
            insert(EventRow),
            [
                row | {"at": NOW + timedelta(seconds=n), "outcome": words[n % 3], "snapshot": b"x" * 500}
                for n in range(20_000)
            ],
        )
    took = []  # seconds of the processor: the machine may be busy, and Python collect its garbage meanwhile
    for _ in range(3):
        before = time.thread_time()
        assert log.count() == 20_000
        first = log.query(limit=50)
        last = log.query(limit=50, offset=19_950)
        day = log.query(outcome=Outcome.REFUSED, since=NOW + timedelta(hours=5), limit=50)
        took.append(time.thread_time() - before)
    assert min(took) < 1
    assert [len(page) for page in (first, last, day)] == [50, 50, 50]
    assert first[0].at == NOW + timedelta(seconds=19_999)
    assert last[-1].at == NOW


def test_streams_and_pages_agree_with_the_whole(database: Database, log: AccessLog) -> None:
    row = {field.name: getattr(opened(), field.name) for field in fields(AccessEvent) if field.name != "id"}
    with database.transaction() as session:
        # Three events share each moment: a page may end between them.
        session.execute(insert(EventRow), [row | {"at": NOW + timedelta(seconds=n // 3)} for n in range(2500)])
    whole = log.query(snapshots=False)
    assert list(log.stream()) == whole
    numbers = log.numbers()
    assert numbers.tolist() == [event.id for event in whole]
    assert log.fetch(numbers[1200:1210]) == whole[1200:1210]
    assert log.fetch([7, 999_999, 3], snapshots=True) == [log.query(newest_first=False)[i] for i in (6, 2)]
    late = NOW + timedelta(seconds=700)
    parts = [log.numbers(limit=1000)]
    while len(parts[-1]):
        parts.append(log.numbers(limit=1000, after=int(parts[-1][-1])))
    assert np.concatenate(parts).tolist() == numbers.tolist()
    assert log.numbers(after=999_999).tolist() == []
    assert log.numbers(since=late).tolist() == [event.id for event in log.query(since=late)]


def test_summaries_count_every_event_once(log: AccessLog) -> None:
    for hours, reason, ms in ((0, Reason.GRANTED, 110), (0, Reason.NOT_KNOWN, 130), (1, Reason.GRANTED, 119.9)):
        log.record(opened(NOW + timedelta(hours=hours), reason=reason, latency_ms=ms))
    eight = NOW.replace(minute=0, second=0, microsecond=0)
    counted = log.hourly()
    assert sorted(counted) == [
        (eight, Reason.GRANTED, 1),
        (eight, Reason.NOT_KNOWN, 1),
        (eight + timedelta(hours=1), Reason.GRANTED, 1),
    ]
    assert log.latencies(20.0) == [(100.0, 2), (120.0, 1)]
    assert log.latencies(20.0, reason=Reason.NOT_KNOWN) == [(120.0, 1)]


def test_the_face_of_an_event_is_kept_until_its_time_is_over(log: AccessLog) -> None:
    seen = Probe("model-a", unit(1), chip(1))
    old, new = log.record(opened(NOW), seen), log.record(opened(NOW + timedelta(days=10)), seen)
    without = log.record(opened(NOW + timedelta(days=20)))
    kept = log.probe(new.id)
    assert kept.model_id == "model-a"
    assert np.array_equal(kept.vector, unit(1))
    assert kept.chip.shape == (150, 150, 3)
    numbers, vectors = log.faces("model-a")
    assert numbers.tolist() == [old.id, new.id]
    assert vectors.shape == (2, 128)
    with pytest.raises(StoreError, match="is not stored"):
        log.probe(without.id)
    assert log.retain(None, NOW + timedelta(days=5)) == (0, 1)
    with pytest.raises(StoreError, match="is not stored"):
        log.probe(old.id)
    assert [event.snapshot for event in log.query(newest_first=False)] == [b"", new.snapshot, without.snapshot]
    assert log.retain(NOW + timedelta(days=15), None) == (2, 0)
    assert [event.id for event in log.query()] == [without.id]
    assert log.faces("model-a")[0].tolist() == []


def test_a_part_of_a_name_is_found_without_capitals_and_accents(log: AccessLog, people: PeopleStore) -> None:
    names = ("Zoë Müller", "ANNA MULLER-ROSSI", "Bo [/b] 50%", "Ωmega", "李小龍")
    for number, name in enumerate(names):
        person = people.add(name, consent_text="v1", consent_at=NOW)
        log.record(opened(NOW + timedelta(minutes=number), person_id=person.id, person_name=name))
    log.record(AccessEvent(NOW, "front", "0", Outcome.UNKNOWN, Reason.NOT_KNOWN, "Not known."))

    def found(name: str, **more: Any) -> list[str | None]:
        events = log.fetch(log.numbers(name=name, **more))
        assert log.count(name=name, **more) == len(events)
        return [event.person_name for event in events]

    assert found("muller") == [names[1], names[0]]
    assert found("ROSSI anna") == [names[1]]
    assert found("zoe") == [names[0]]
    assert found("[/B]") == found("0%") == [names[2]]
    assert found("ωm") == [names[3]]
    assert found("小") == [names[4]]
    assert found("_") == found("*") == found("?") == []
    assert found("muller", outcome=Outcome.OPENED, door=opened().door) == [names[1], names[0]]
    assert found("muller", door="elsewhere") == []
    assert len(found("")) == 6
    # Who is called so by now, and the number as everywhere.
    people.rename(1, "Ida")
    assert found("ida") == found("zoe") == found("1") == [names[0]]


@pytest.mark.slow
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("which", [Filter(), Filter(door="front"), Filter(name="a"), Filter(outcome=Outcome.OPENED)])
def test_every_page_of_a_sorted_list_goes_on_where_the_last_ended(
    log: AccessLog, sort: Sort, descending: bool, which: Filter
) -> None:
    for n in range(40):
        event = opened(
            NOW + timedelta(minutes=n // 2),  # two at the same time
            door="front" if n % 3 else "back",
            person_name=(None, "anna", "Bea", "Carla", "ANNA")[n % 5],
            mask=(None, MaskState.BARE, MaskState.MASKED)[n % 3],
            latency_ms=float(n * 7 % 11),
        )
        log.record(event if n % 4 else replace(event, outcome=Outcome.REFUSED, reason=Reason.BLOCKED))
    key: dict[Sort, Callable[[AccessEvent], Any]] = {
        Sort.TIME: lambda event: 0,
        Sort.PERSON: lambda event: (event.person_name or "").lower(),
        Sort.DOOR: lambda event: event.door,
        Sort.REASON: lambda event: event.reason.value,
        Sort.MASK: lambda event: event.mask.value if event.mask else "",
        Sort.LATENCY: lambda event: event.latency_ms,
    }
    events = sorted(log.query(**which), key=lambda e: (key[sort](e), e.at, e.id), reverse=descending)
    wanted = [event.id for event in events]
    got: list[int] = []
    while True:
        page = log.numbers(limit=7, after=got[-1] if got else None, sort=sort, descending=descending, **which)
        got += page.tolist()
        if len(page) < 7:
            break
    assert got == wanted


def test_a_search_in_a_long_log_reads_no_row(log: AccessLog, database: Database) -> None:
    """By the plan: rows lie among pictures, and a million of them take a minute."""
    plans: list[str] = []
    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        seen: list[str] = []
        driver.set_trace_callback(seen.append)  # type: ignore[union-attr]
    for which in (Filter(name="zoe"), Filter(name="zoe", door="front", outcome=Outcome.OPENED, reason=Reason.GRANTED)):
        for sort in Sort:
            log.numbers(limit=200, sort=sort, **which)
    with database.reading() as session:
        for statement in {one for one in seen if "FROM events" in one}:
            plans += [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}".replace(":", "\\:")))]
    assert len(seen) >= 12
    assert [plan for plan in plans if "events" in plan and "COVERING INDEX" not in plan] == []


@pytest.mark.parametrize("ahead", [Reason.GRANTED, Reason.RELAY_FAILED])
def test_what_was_put_on_record_before_the_clock_was_set_back_hides_no_opening_after_it(
    log: AccessLog, people: PeopleStore, ahead: Reason
) -> None:
    """The cooldown would not hold until the clock has caught up."""
    ada = people.add("Ada", consent_text="v1", consent_at=NOW)
    outcome = Outcome.OPENED if ahead is Reason.GRANTED else Outcome.REFUSED
    log.record(opened(NOW + timedelta(hours=1), person_id=ada.id, outcome=outcome, reason=ahead))
    assert log.last_opened(ada.id, "front", NOW) is None
    log.record(opened(NOW, person_id=ada.id))
    assert log.last_opened(ada.id, "front", NOW + timedelta(seconds=2)) == NOW


def test_an_opening_at_which_the_relay_failed_hides_none_before_it(log: AccessLog, people: PeopleStore) -> None:
    """A resident whose door failed once more would be past the cooldown of the last time that it did open."""
    ada, bob = (people.add(name, consent_text="v1", consent_at=NOW).id for name in ("Ada", "Bob"))
    later = NOW + timedelta(seconds=5)
    for at in (NOW, later):
        log.record(opened(at, person_id=ada))
    log.record(opened(later, person_id=bob))  # of another person at the same moment
    log.record(opened(later, person_id=ada, outcome=Outcome.REFUSED, reason=Reason.RELAY_FAILED))
    assert log.last_opened(ada, "front", later) == NOW
    assert log.last_opened(bob, "front", later) == later
    log.record(opened(NOW, person_id=ada, outcome=Outcome.REFUSED, reason=Reason.RELAY_FAILED))
    assert log.last_opened(ada, "front", later) is None


def _seen(number: int) -> AccessEvent:
    at = NOW + timedelta(minutes=number)
    direction = Direction.IN if number % 2 else None
    return AccessEvent(at, "front", "cam", Outcome.OPENED, Reason.GRANTED, "", mask=MaskState.BARE, direction=direction)


def test_an_export_reads_each_event_once(log: AccessLog, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction(together=True):
        events = [log.record(_seen(number)) for number in range(40)]
    monkeypatch.setattr(access_log, "_PAGE", 10)
    with values() as read:
        assert [*log.stream()] == events[::-1]
    assert len(read) <= 40 + 4, "and once a page where it ended"


def test_what_is_stored_of_a_word_is_looked_up(log: AccessLog, database: Database) -> None:
    with database.transaction(together=True):
        events = [log.record(_seen(number)) for number in range(20)]
    with calls("process_result_value") as called:
        assert [*log.stream()] == events[::-1]
    assert len(called) <= 20 * 2, "only time and message are worked out"
