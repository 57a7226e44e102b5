"""Messages are values: what is said, stored, erased and carried to another process keeps its template and its parameters."""

import errno
import pickle
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.error import URLError

import pytest

from gatekeeper.domain import AccessEvent, Outcome, Reason, Role
from gatekeeper.errors import AuthError, ConfigError, GatekeeperError, StoreError
from gatekeeper.messages import Message, restored, stored
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.accounts import PROGRAM, Accounts
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.proof import verify

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def nested() -> Message:
    why = Message("no picture for {n} second(s)", n=1)
    return Message("The relay of {door!r} failed: {why}", door="it's {n}", why=why)


@pytest.mark.parametrize(
    ("message", "english"),
    [
        (nested(), 'The relay of "it\'s {n}" failed: no picture for 1 second'),
        (Message("{n} event(s)", n=0), "0 events"),
        (Message("{n} person(s)", n=0), "0 people"),
        (Message("{n} person(s), as of {at}", n=1, at="8:00"), "1 person, as of 8:00"),
        (Message("{n} person(s)", n=2), "2 people"),
        (Message("Braces {stay} without parameters."), "Braces {stay} without parameters."),
        (Message("{there} and {missing}", there=1), "1 and {missing}"),
        (Message("{count:,} of {size:.1f} MB, {share:.0%}", count=12345, size=2.25, share=0.5), "12,345 of 2.2 MB, 50%"),
        (Message("{at}, {day}", at=datetime(2026, 3, 4, 7, 30), day=date(2026, 3, 4)), "2026-03-04 07:30, 2026-03-04"),
        (Message("{files}; {codes: or }", files=[Path("a"), Path("b")], codes={"x", "y"}), "a, b; x or y"),
        (Message("{role} {error}", role=Role.VIEWER, error=OSError("gone")), "viewer gone"),
    ],
)  # fmt: skip
def test_a_message_is_its_english_text_and_survives_every_way_it_goes(message: Message, english: str) -> None:
    assert message == english
    assert f"{message}" == english
    for back in (pickle.loads(pickle.dumps(message)), restored(stored(message))):
        assert (back, back.template, dict(back.params)) == (english, message.template, dict(message.params))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ECONNREFUSED, "Connection refused"), "Connection refused"),
        (OSError(errno.ELOOP, "Too many levels of symbolic links", "/home"), "Too many levels of symbolic links"),
        (URLError(OSError(errno.EADDRINUSE, "Address already in use")), "Address already in use"),
        (TimeoutError(), "timed out"),
        (TimeoutError("timed out"), "timed out"),
        (OSError("no connection"), "no connection"),
    ],
)
def test_an_error_of_the_system_is_said_in_words_and_without_its_number(error: OSError, words: str) -> None:
    said = Message("{error}", error=error)
    assert said == words
    known = words in ("Connection refused", "Address already in use", "timed out")
    assert isinstance(said.params["error"], Message) is known, "then translators know it"


@pytest.mark.parametrize(
    "text",
    ["", "Please come closer.", "{", '{"template": 3}', '{"template":"{a}"}', '{"template": "x", "params": [', "a\nb"],
)
def test_what_is_no_message_is_kept_as_it_is(text: str) -> None:
    assert restored(stored(text)) == restored(text) == text
    assert restored(text).params == {}


def test_a_name_that_looks_like_a_stored_message_stays_a_name() -> None:
    name = stored(Message("Opened by hand by {who}", who="the chief"))
    assert restored(stored(name)) == name


def test_errors_fill_message_and_hint_and_hide_what_opens_a_camera() -> None:
    error = GatekeeperError(
        "{camera} fails: {why}", "Look at {camera}.", camera="rtsp://me:secret@host/1", why=OSError("gone")
    )
    assert str(error) == "rtsp://***@host/1 fails: gone Look at rtsp://***@host/1."
    assert error.message.template == "{camera} fails: {why}"
    assert "secret" not in repr(dict(error.message.params)) + repr(dict(error.hint.params))
    assert ConfigError("{a}", setting="x", a=1).setting == "x"
    assert AuthError("{a}", "", 3.0, a=1).wait_seconds == 3.0
    again = pickle.loads(pickle.dumps(error))
    assert (again.message.params, again.hint) == (error.message.params, error.hint)


def test_the_log_keeps_template_and_parameters_and_its_chain_holds(database: Database) -> None:
    log, accounts = AccessLog(database), Accounts(database)
    said = Message("Opened by hand by {who}: {why}", who="Anna", why="a parcel")
    for message in (said, Message("Please come closer.")):
        log.record(AccessEvent(NOW, "main", "c", Outcome.OPENED, Reason.BY_HAND, message))
    accounts.audit(PROGRAM, "something", "main", Message("{n} event(s)", n=2), now=NOW)
    first, second = log.query(newest_first=False)
    assert isinstance(first.message, Message)
    assert (first.message, first.message.params["who"]) == (said, "Anna")
    assert second.message == "Please come closer."
    (act,) = accounts.acts()
    assert (act.detail, restored(stored(act.detail)).params) == ("2 events", {"n": 2})
    found = verify(database)
    assert (found.faults, found.events, found.acts) == ([], 2, 1)


def test_who_is_erased_goes_out_of_the_parameters_and_the_template_stays(database: Database) -> None:
    people, log = PeopleStore(database), AccessLog(database)
    person = people.add('Wanda "W"', consent_text="v1", consent_at=NOW)
    said = Message("Opened by hand by {who}: {why}", who="Anna", why='for Wanda "W" again')
    log.record(AccessEvent(NOW, "main", "c", Outcome.OPENED, Reason.BY_HAND, said))
    people.remove(person.id, erase=True)
    (event,) = log.query()
    assert event.message == "Opened by hand by Anna: for [erased] again"
    assert isinstance(event.message, Message)
    assert event.message.template == said.template
    assert verify(database).faults == []


def test_an_error_of_a_store_says_a_message(database: Database) -> None:
    with pytest.raises(StoreError) as caught:
        AccessLog(database).probe(7)
    assert isinstance(caught.value.message, Message)
