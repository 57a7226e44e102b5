"""What is read of a large site is what is shown of it: counted in statements and values, never by the clock."""

from dataclasses import replace

from counting import objects, statements

from gatekeeper.domain import AccessEvent, Direction, Outcome, Person, Presence, Reason
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.guests import Guest, GuestStore
from gatekeeper.store.names import same_name
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.presence import PresenceStore

from .conftest import NOW


def test_who_is_meant_is_looked_up_without_reading_everybody_each_time(people: PeopleStore) -> None:
    names = [f"Person {number:02}" for number in range(1, 21)]
    with people.together():
        for name in names:
            people.add(name, consent_text="1", consent_at=NOW)
    with statements() as asked:
        found = [people.find(text) for text in [*names, *(f"id={number}" for number in range(1, 21)), " person  07 "]]
    assert [person.name for person in found] == [*names, *names, "Person 07"]
    of_everybody = [statement for statement in asked if "FROM people" in statement and "WHERE" not in statement]
    assert len(of_everybody) == 1, "everybody is read once, not for each"


def test_a_new_name_is_found_and_a_former_one_is_not(people: PeopleStore) -> None:
    ada = people.add("Ada", consent_text="1", consent_at=NOW).id
    assert people.find("ADA").id == ada
    people.rename(ada, "Ada\u200bh")
    assert people.matching("ada") == []
    assert people.find("adah").id == ada
    with people.together():
        bob = people.add("Bob", consent_text="1", consent_at=NOW).id
        assert people.find("bob").id == bob, "also before it is committed"


def test_names_are_compared_without_invisible_characters() -> None:
    assert same_name("A\u200bda\u00ad  LOVE\u2060lace") == "ada lovelace"
    assert same_name("李 小明") == "李 小明"
    assert same_name("e\u0301") == same_name("É")


def test_lists_make_no_mapped_object_of_a_row(database: Database, people: PeopleStore, log: AccessLog) -> None:
    guests, presence = GuestStore(database), PresenceStore(database)
    for name in ("Ada", "Bob", "Cleo"):
        people.add(name, groups=["night", "staff"], consent_text="1", consent_at=NOW, department="Lab")
    people.set_doors(1, ["back"])
    guests.add(3, 1, made_at=NOW)
    came = log.record(
        AccessEvent(NOW, "front", "in", Outcome.OPENED, Reason.GRANTED, "", 2, "Bob", direction=Direction.IN)
    )
    staff = frozenset({"night", "staff"})
    ada, bob, cleo = (
        Person(n, name, groups=staff, department="Lab") for n, name in enumerate(("Ada", "Bob", "Cleo"), 1)
    )
    ada = replace(ada, doors=frozenset({"back"}))
    with objects() as made:
        assert people.list() == [ada, bob, cleo]
        assert people.of([2]) == [bob]
        assert [listed.person for listed in people.search()] == [ada, bob, cleo]
        assert guests.list() == [Guest(cleo, ada, NOW)]
        assert presence.inside() == [Presence(2, Direction.IN, NOW, "front", came.id)]
    assert made == []
