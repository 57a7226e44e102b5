"""Word to other systems: each event once, in order, signed; nothing lost to a kill; what is refused is put aside."""

import json
import logging
import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from ports import kept_port
from receiver import SECRET, Receiver
from sqlalchemy import text
from typer.testing import CliRunner, Result

from gatekeeper.app import App, open_app
from gatekeeper.cli import app as commands
from gatekeeper.config import DoorSettings, Settings
from gatekeeper.desk.alarm_watch import AlarmWatch
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.settings_watch import SettingsWatch
from gatekeeper.desk.trail import plain
from gatekeeper.doctor import _outlets
from gatekeeper.domain import AccessEvent, Alarm, Outcome, Reason
from gatekeeper.errors import ConfigError, StoreError
from gatekeeper.events import AlarmTold
from gatekeeper.messages import Message
from gatekeeper.outlets.feed import Item, items_after
from gatekeeper.outlets.feed import test_item as item_of_a_test
from gatekeeper.outlets.mail import Mail
from gatekeeper.outlets.mqtt import Mqtt, _word
from gatekeeper.outlets.outlets import Outlets, outlets_of
from gatekeeper.outlets.sender import IN_A_ROW, LOOK_SECONDS, RefusedError, Sender, UnreachableError
from gatekeeper.outlets.settings import MailSettings, MqttSettings, WebhookSettings, is_told, shown_server
from gatekeeper.store.accounts import PROGRAM
from gatekeeper.store.outlets import Cursor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
EVENTS = int(os.environ.get("GATEKEEPER_TEST_EVENTS", "300"))


@pytest.fixture
def app(copied_home: Path) -> Iterator[App]:
    app = open_app(copied_home, Settings(), prefer_keyring=False)
    yield app
    app.close()


def record(app: App, count: int, since: int = 0) -> None:
    with app.database.transaction(together=True):
        for number in range(since, since + count):
            at = NOW + timedelta(seconds=number)
            app.log.record(AccessEvent(at, "front", "cam", Outcome.UNKNOWN, Reason.NOT_KNOWN, "", track_id=number))


def sender(app: App, hook: WebhookSettings, now: Callable[[], datetime] = lambda: NOW) -> Sender:
    app.settings = replace(app.settings, webhooks=(hook,))
    (outlet,) = outlets_of(app, app.settings)
    made = Sender(app, outlet, now)
    app.outlets.cursor(outlet.name)  # from here on
    return made


def send_all(made: Sender) -> list[float]:
    """Until nothing is left; the pauses that were due meanwhile, but not made."""
    pauses = []
    while (pause := made.look()) != LOOK_SECONDS:
        pauses.append(pause)
        assert len(pauses) < 100_000, made.outlet
    return [pause for pause in pauses if pause]


def test_each_event_arrives_once_in_order_at_a_server_that_fails_half_of_the_time(app: App) -> None:
    with Receiver() as receiver:
        made = sender(app, receiver.hook)
        record(app, EVENTS)
        send_all(made)
        made.close()
        numbers = [body["data"]["event_id"] for body in receiver.accepted]
        assert numbers == list(range(1, EVENTS + 1))
        assert receiver.requests == 2 * EVENTS
        assert receiver.bad == 0
        assert len({body["header"] for body in receiver.accepted}) == EVENTS
        assert app.outlets.dead() == []
        assert "similarity" not in str(receiver.accepted)
        assert "picture" not in str(receiver.accepted)


_KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from gatekeeper.app import open_app
from gatekeeper.config import DoorSettings, Settings
from test_outlets import WebhookSettings, SECRET, Sender, outlets_of, replace
app = open_app(Path(sys.argv[1]), Settings(webhooks=(WebhookSettings("house", sys.argv[2], SECRET),)), prefer_keyring=False)
sender = Sender(app, outlets_of(app, app.settings)[0])
print("begun", flush=True)
while sender.look() != 1.0:
    pass
"""


def test_a_sender_that_is_killed_in_the_middle_loses_nothing(app: App) -> None:
    with Receiver() as receiver:
        made = sender(app, receiver.hook)
        record(app, 60)
        code = [sys.executable, "-c", _KILLED, str(app.home), receiver.hook.url, str(Path(__file__).parent)]
        killed = subprocess.Popen(code, stdout=subprocess.PIPE)
        for _ in range(50):  # in the middle
            assert receiver.got.acquire(timeout=60)
        killed.kill()
        killed.communicate()
        send_all(made)
        made.close()
        numbers = [body["data"]["event_id"] for body in receiver.accepted]
        again = [after for before, after in pairwise(numbers) if after == before]
        assert list(dict.fromkeys(numbers)) == list(range(1, 61)), "in order, nothing lost"
        assert len(again) <= 1, "what was under way when it was killed, under the same id"
        assert len({body["header"] for body in receiver.accepted}) == 60


def test_what_is_refused_again_and_again_is_put_aside_and_can_be_sent_again(app: App) -> None:
    with Receiver(lambda number: 400 if number <= 3 else 0) as receiver:
        made = sender(app, replace(receiver.hook, tries=3))
        record(app, 2)
        send_all(made)
        assert [body["data"]["event_id"] for body in receiver.accepted] == [2], "what comes after goes on"
        desk = Desk(app, app.actor)
        (letter,) = desk.dead_letters()
        assert (letter.item, letter.tries, letter.why) == ("event 1", 3, "HTTP 400")
        assert [(one.name, one.behind, one.dead) for one in desk.outlets()] == [("webhook house", 0, 1)]
        assert desk.resend(None, now=NOW) == 1
        made.look()
        assert [body["data"]["event_id"] for body in receiver.accepted] == [2, 1]
        assert desk.dead_letters() == []
        assert desk.test_outlet("webhook house", now=NOW) == ""
        assert receiver.accepted[-1]["type"] == "test"
        with pytest.raises(ConfigError, match="no outlet 'mqtt'"):
            desk.test_outlet("mqtt", now=NOW)
        made.close()


def test_a_server_that_is_away_makes_nothing_a_dead_letter(app: App) -> None:
    with Receiver() as receiver:
        hook = replace(receiver.hook, tries=1)
    at = [NOW]
    made = sender(app, hook, lambda: at[0])
    record(app, 1)
    pauses = []
    for _ in range(20):
        pauses.append(made.look())
        at[0] += timedelta(days=1)
    made.close()
    assert pauses[:4] == [0.1, 0.2, 0.4, 0.8]
    assert max(pauses) == 300
    assert app.outlets.dead() == []
    assert app.outlets.behind("webhook house") == 1
    (state,) = Desk(app, app.actor).outlets()
    assert (state.standing.since, state.standing.why) == (NOW, "it refuses connections")


def test_each_outlet_is_told_of_the_kinds_and_doors_it_wants(app: App) -> None:
    """The first one, of everything, is the control."""
    app.settings = replace(app.settings, doors=(DoorSettings("front"), DoorSettings("back")))
    with Receiver() as receiver:
        told = {}
        for kinds, doors in (("", ""), ("forced_open", ""), ("alarm", ""), ("opened, unknown", "back"), ("", "front")):
            made = sender(app, replace(receiver.hook, name=f"{kinds} {doors}", kinds=kinds, doors=doors))
            told[kinds, doors] = made
        record(app, 1)
        app.log.record(AccessEvent(NOW, "back", "cam", Outcome.OPENED, Reason.GRANTED, ""))
        app.alarms.begin(Alarm(Reason.FORCED_OPEN, "front", Message("The door was forced open."), NOW, NOW))
        app.alarms.begin(Alarm(Reason.DISK_LOW, "", Message("The disk is nearly full."), NOW, NOW))
        got = {}
        for about, made in told.items():
            before = len(receiver.accepted)
            send_all(made)
            made.close()
            got[about] = [(body["data"]["door"], body["data"]["reason"]) for body in receiver.accepted[before:]]
    unknown, opened, alarm, disk = got["", ""]
    assert (unknown, opened) == (("front", "not_known"), ("back", "granted"))
    assert (alarm, disk) == (("front", "forced_open"), ("", "disk_low"))
    assert got["forced_open", ""] == [alarm]
    assert got["alarm", ""] == [alarm, disk]
    assert got["opened, unknown", "back"] == [opened]
    assert got["", "front"] == [unknown, alarm, disk], "what is of no door is told of each"


def test_a_door_whose_name_has_spaces_and_commas_is_named_as_any_other(app: App) -> None:
    door = "front  gate, north "
    hook = WebhookSettings("house", "https://example.org/", SECRET, doors='"front gate, north", back')
    Settings(doors=(DoorSettings(door), DoorSettings("back")), webhooks=(hook,)).check()
    assert is_told(hook, ["alarm"], door)
    assert not is_told(hook, ["alarm"], "front gate")


@pytest.mark.parametrize(("key", "known"), [("kinds", "alarm"), ("doors", "door")])
def test_a_kind_or_a_door_that_there_is_not_is_named(key: str, known: str) -> None:
    hook = WebhookSettings("house", "https://example.org/", SECRET)
    fields: dict[str, Any] = {key: f" {known} ,"}
    Settings(webhooks=(replace(hook, **fields),)).check()
    fields = {key: f"{known}, nowhere"}
    with pytest.raises(ConfigError, match=rf"webhook\.0\.{key} names nowhere") as refused:
        Settings(webhooks=(replace(hook, **fields),)).check()
    assert refused.value.setting == f"webhook.0.{key}"


def test_a_server_that_is_busy_makes_nothing_a_dead_letter_and_is_asked_when_it_says(app: App) -> None:
    answers = [429, 503, 408, 500, 502, 0]
    with Receiver(lambda number: answers[number - 1]) as receiver:
        receiver.retry_after = "7"
        made = sender(app, replace(receiver.hook, tries=1))
        record(app, 1)
        assert send_all(made) == [7] * 5
        made.close()
        assert len(receiver.accepted) == 1
        assert app.outlets.dead() == []
        standing = app.outlets.standing("webhook house")
        assert (standing.delivered, standing.since, standing.why) == (NOW, None, "")


def test_a_server_that_is_broken_for_ever_holds_nothing_back_for_longer_than_is_set(app: App) -> None:
    broken = [True]
    with Receiver(lambda number: 500 if broken[0] else 0) as receiver:
        at = [NOW]
        hook = replace(receiver.hook, give_up_hours=2.0)
        made = sender(app, hook, lambda: at[0])
        record(app, 3)
        for _ in range(IN_A_ROW + 5):
            assert made.look() > 0, "not for so long yet"
        assert app.outlets.dead() == []
        at[0] += timedelta(hours=2)
        assert made.look() == 0, "what is old is put aside"
        made.close()
        made = sender(app, hook, lambda: at[0])  # the program starts anew: it has long been so, and is tried again
        for _ in range(IN_A_ROW - 1):
            assert made.look() > 0
        at[0] += timedelta(seconds=2)
        while made.look() == 0:
            pass
        assert [letter.item for letter in app.outlets.dead()] == ["event 1", "event 2", "event 3"]
        record(app, 2, since=7200)
        assert made.look() > 0, "what is new is tried for as long"
        broken[0] = False
        send_all(made)
        assert [body["data"]["event_id"] for body in receiver.accepted] == [4, 5]
        assert Desk(app, app.actor).resend(None, now=NOW) == 3
        send_all(made)
        made.close()
        assert [body["data"]["event_id"] for body in receiver.accepted] == [4, 5, 1, 2, 3]


def test_a_server_that_is_broken_is_waited_for_as_long_as_is_wanted(app: App) -> None:
    """The control: nothing but `give_up_hours` puts aside what a broken server was sent."""
    with Receiver(lambda number: 500) as receiver:
        at = [NOW]
        made = sender(app, replace(receiver.hook, give_up_hours=0.0), lambda: at[0])
        record(app, 1)
        for _ in range(2 * IN_A_ROW):
            at[0] += timedelta(days=10)
            assert made.look() > 0
        assert app.outlets.dead() == []
        made.close()


def test_a_clock_that_jumps_gives_nothing_up(app: App) -> None:
    with Receiver(lambda number: 500 if number == 1 else 0) as receiver:
        at = [NOW]
        made = sender(app, receiver.hook, lambda: at[0])
        record(app, 1)
        made.look()
        at[0] += timedelta(days=9000)
        send_all(made)
        made.close()
        assert len(receiver.accepted) == 1
        assert app.outlets.dead() == []


@pytest.mark.parametrize(
    ("status", "tries", "why"),
    [
        (302, 3, "HTTP 302: it redirects to another address, which is not followed"),
        (410, 1, "HTTP 410: the address no longer exists"),
        (404, 3, "HTTP 404"),
    ],
)
def test_what_is_answered_with_no_is_put_aside_and_what_follows_goes_on(
    app: App, status: int, tries: int, why: str
) -> None:
    with Receiver(lambda number: status if number <= tries else 0) as receiver:
        made = sender(app, replace(receiver.hook, tries=3))
        record(app, 2)
        send_all(made)
        made.close()
        (letter,) = app.outlets.dead()
        assert (letter.item, letter.tries, letter.why) == ("event 1", tries, why)
        assert [body["data"]["event_id"] for body in receiver.accepted] == [2]


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 200 OK\r\nx: "], ids=["nothing", "headers without end"])
def test_a_receiver_that_never_answers_holds_nothing_back(
    app: App, says: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatekeeper.outlets.webhook._TIMEOUT", 0.1)
    ended = threading.Event()

    def drip(there: socket.socket) -> None:
        with there, suppress(OSError):
            there.sendall(says)
            for _ in range(600):  # then it answers after all, far too late
                if ended.wait(0.05):
                    return
                there.sendall(says and b"x")
            there.sendall(b"HTTP/1.1 200 OK\r\n\r\n" if not says else b"\r\ncontent-length: 0\r\n\r\n")

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        hook = WebhookSettings("house", f"http://127.0.0.1:{listener.getsockname()[1]}/", SECRET, give_up_hours=1.0)
        at = [NOW]
        made = sender(app, hook, lambda: at[0])
        record(app, 1)
        assert made.look() > 0
        made._failures = IN_A_ROW
        at[0] += timedelta(hours=1)
        assert made.look() == 0
        ended.set()
        made.close()
        (letter,) = app.outlets.dead()
        assert letter.why == "no answer"


def test_an_answer_without_end_is_not_waited_for(app: App) -> None:
    with Receiver(lambda number: 0) as receiver:
        receiver.endless = True
        made = sender(app, receiver.hook)
        record(app, 1)
        send_all(made)
        made.close()
        assert app.outlets.behind("webhook house") == 0


@contextmanager
def full_disk(app: App) -> Iterator[None]:
    """Meanwhile no cursor can be stored, though all can be read."""
    with app.database.transaction() as session:
        session.execute(text("CREATE TRIGGER no_room BEFORE UPDATE ON settings BEGIN SELECT RAISE(ABORT, 'full'); END"))
    yield
    with app.database.transaction() as session:
        session.execute(text("DROP TRIGGER no_room"))


@pytest.mark.parametrize("status", [0, 400, 500], ids=["taken", "refused", "busy"])
def test_an_alarm_that_cannot_be_recorded_is_told_while_a_cursor_waits_for_room_on_the_disk(
    app: App, status: int
) -> None:
    alarm = Alarm(Reason.FORCED_OPEN, "front", Message("The door was forced open."), NOW, NOW)
    with Receiver(lambda number: status if number == 2 else 0) as receiver:
        made = sender(app, receiver.hook)
        record(app, 1)
        with full_disk(app):
            made.start()
            assert receiver.got.acquire(timeout=60)
            made.tell_live(alarm)
            assert receiver.got.acquire(timeout=60), "though nothing can be stored"
        record(app, 1, since=1)
        assert receiver.got.acquire(timeout=60)
        told = [body["data"].get("event_id") or body["type"] for body in receiver.accepted]
        assert told == [1, *(["alarm.began"] if status == 0 else []), 2], "each once"
        made.close()


def test_a_sender_that_waits_for_room_on_the_disk_can_be_closed(app: App) -> None:
    with Receiver(lambda number: 0) as receiver:
        made = sender(app, receiver.hook)
        record(app, 1)
        with full_disk(app):
            made.start()
            assert receiver.got.acquire(timeout=60)
            made.close()
            assert not made.is_alive()


@pytest.mark.parametrize("name", ["mail", "mqtt", "webhook house"])
def test_a_name_that_no_host_can_have_is_said(app: App, name: str) -> None:
    host = "alarms..example.org"
    app.settings = Settings(
        mail=replace(MAIL, server=host),
        mqtt=MqttSettings(host),
        webhooks=(WebhookSettings("house", f"https://{host}/", SECRET),),
    )
    said = Desk(app, app.actor).test_outlet(name, now=NOW)
    assert said == "there is no such host"


@pytest.mark.parametrize(
    "written",
    ["mqtt://broker.example", "mail.example:465", "smtp://door:hunter2@mail.example:587/", "mail.example/", "[::1]:25"],
)
def test_a_server_that_is_more_than_a_host_is_named_with_the_host_and_keeps_no_door_shut(
    app: App, written: str
) -> None:
    (app.home / "config.toml").write_text(
        f'[mqtt]\nserver = "{written}"\n[mail]\nserver = "{written}"\nsender = "a@b.c"\nrecipients = "d@e.f"\n'
    )
    app.settings = Settings.load(app.home)
    hosts = (one for one in ("broker.example", "mail.example", "::1") if one in written)
    host = "server.example.org" if "@" in written else next(hosts)
    for name in ("mqtt", "mail"):
        said = Desk(app, app.actor).test_outlet(name, now=NOW)
        assert f"must be the host alone, as {host}: port" in said
        assert "hunter2" not in said


def test_an_address_that_is_none_is_said(app: App) -> None:
    app.settings = replace(app.settings, webhooks=(WebhookSettings("house", "https://xn--\u00ff.org/", SECRET),))
    assert Desk(app, app.actor).test_outlet("webhook house", now=NOW) == "InvalidURL"


def test_alarms_are_told_silent_ones_too_and_their_end_and_who_has_seen_them(app: App) -> None:
    ada = app.people.add("Ada", consent_text="v1", consent_at=NOW)
    cursor = app.outlets.cursor("x")
    lost, _ = app.alarms.begin(Alarm(Reason.CAMERA_LOST, "front", "away", NOW, NOW, "cam"))
    app.alarms.end(lost.id, now=NOW + timedelta(seconds=1))
    app.pins.note_duress(ada.id, "front", now=NOW + timedelta(seconds=2))
    (forced,) = [one for one in app.alarms.listed() if one.silent]
    Desk(app, app.actor).acknowledge([forced.id], now=NOW + timedelta(seconds=3))
    items = items_after(app, cursor)
    assert [(item.kind, item.data.get("alarm"), item.data.get("silent")) for item in items] == [
        ("alarm.began", "camera_lost", False),
        ("alarm.ended", None, None),
        ("alarm.began", "duress", True),
        ("alarm.acknowledged", "duress", True),
    ]
    assert items[2].data["person"] == "Ada"


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_no_log_line_holds_the_address_of_a_webhook(app: App, level: int, caplog: pytest.LogCaptureFixture) -> None:
    """INFO is what `gatekeeper -v` writes."""
    caplog.set_level(level)
    with Receiver(lambda number: (500, 302, 0)[min(number, 3) - 1]) as receiver:
        made = sender(app, replace(receiver.hook, url=f"{receiver.hook.url}/hunter2"))
        record(app, 1)
        send_all(made)
        made.close()
        assert len(receiver.accepted) == 1
    logging.getLogger("gatekeeper").info("the control")
    assert "the control" in caplog.text
    assert "hunter2" not in caplog.text


def test_settings_that_cannot_be_are_refused_and_no_secret_is_said(tmp_path: Path) -> None:
    good = WebhookSettings("house", "https://example.org/in", SECRET)
    Settings(webhooks=(good,)).check()
    for wrong, at in (
        (replace(good, secret="whsec_c2hvcnQ="), "webhook.0.secret"),
        (replace(good, secret="not base64 !"), "webhook.0.secret"),
        (replace(good, url="example.org"), "webhook.0.url"),
        (replace(good, url="https://example.org/in the house"), "webhook.0.url"),
    ):
        with pytest.raises(ConfigError) as refused:
            Settings(webhooks=(wrong,)).check()
        assert refused.value.setting == at
        assert wrong.secret not in str(refused.value)
    for wrong_topic, at in (
        (MqttSettings("b", topic="house/#"), "topic"),
        (MqttSettings("b", discovery="ha/+"), "discovery"),
    ):
        with pytest.raises(ConfigError, match=rf"mqtt\.{at} is '(house/#|ha/\+)'") as refused:
            Settings(mqtt=wrong_topic).check()
        assert refused.value.setting == f"mqtt.{at}"
    with pytest.raises(ConfigError, match="two webhooks"):
        Settings(webhooks=(good, good)).check()
    mail = MailSettings("localhost", 25, "none", "", "me", "secret", "a@example.org", "b@example.org")
    with pytest.raises(ConfigError, match="password"):
        Settings(mail=mail).check()
    assert SECRET not in repr(Settings(webhooks=(good,)))
    assert "example.org/in" not in repr(Settings(webhooks=(good,)))  # an address may hold a token
    Settings(webhooks=(good,), mqtt=MqttSettings("broker")).save(tmp_path)
    assert Settings.load(tmp_path).webhooks == (good,)


@pytest.mark.parametrize(
    "written",
    [
        '[mqtt]\npassword = "hunter2\\t"',
        '[mail]\npassword = ["hunter2"]',
        'webhook = "https://example.org/hunter2"',
        'mqtt = "hunter2"',
        '[[camera]]\nsource = "rtsp://user:hunter2\\t@camera/"',
        '[[webhook]]\nurl = {a = "hunter2"}',
        '[[webhook]]\nsecret = 1\nurl = "https://example.org/hunter2\\t"',
    ],
)
def test_a_secret_that_is_no_good_is_not_said(written: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(written)
    with pytest.raises(ConfigError) as refused:
        Settings.load(tmp_path).check()
    assert "***" in str(refused.value)
    assert "hunter2" not in f"{refused.value} {refused.value.hint}"


def test_secrets_do_not_stand_in_the_trail(app: App) -> None:
    good = WebhookSettings("house", "https://user:word@example.org/in", SECRET)
    Desk(app, app.actor).save_settings(replace(app.settings, webhooks=(good,)), now=NOW)
    (act,) = app.accounts.acts(act="settings changed")
    assert "webhook house added" in act.detail
    assert SECRET not in act.detail
    assert "word" not in act.detail


@pytest.mark.parametrize(
    "server",
    [
        "mqtt://me:hunter2@127.0.0.1",
        "me:hunter2@127.0.0.1:1883",
        "127.0.0.1?password=hunter2",
        "127.0.0.1?password=a@hunter2",
        "me:a@hunter2",
        "me:hunter2",
    ],
)
def test_a_password_in_a_broker_s_address_is_not_said(app: App, server: str, caplog: pytest.LogCaptureFixture) -> None:
    """It belongs into `password`, so nobody is told of anything; what was typed is shown nowhere."""
    to = MqttSettings(server, 1, tls=False)
    Desk(app, app.actor).save_settings(replace(app.settings, mqtt=to), now=NOW)
    (act,) = app.accounts.acts(act="settings changed")
    assert "→ ***" in act.detail
    told = Desk(app, app.actor).test_outlet("mqtt", now=NOW)
    assert "its server must be the host alone" in told
    Mqtt(to, (), lambda door: None, lambda: 0, retained=["gatekeeper/status"]).leave(MqttSettings())
    app.outlets.keep("mqtt", ["gatekeeper/status"], broker={"from": "elsewhere", "server": server, "port": 1})
    app.settings = replace(app.settings, mqtt=MqttSettings())
    outlets = Outlets(app)
    outlets.look()
    outlets.close()
    assert caplog.text.count("The MQTT broker ***:1 ") == 2
    assert "hunter2" not in f"{caplog.text}{act.detail}{told}"


@pytest.mark.parametrize("server", ["broker", "broker.example:1883", "mqtt://127.0.0.1/", "[::1]:1883", "::1", ""])
def test_a_server_that_is_a_host_is_shown(server: str) -> None:
    assert shown_server(server) == server


@pytest.mark.parametrize("server", ["broker/path", "me:hunter2", "me@broker", "broker:123456"])
def test_of_a_server_that_may_hold_a_password_nothing_is_shown(server: str) -> None:
    assert shown_server(server) == "***"


@pytest.fixture
def broker(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[int]:
    """A real mosquitto on loopback; its port. Its parameter: whether it asks nobody for a password."""
    anonymous = "true" if getattr(request, "param", True) else "false"
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
    assert program, "mosquitto is missing: apt-get install mosquitto"
    with kept_port() as port:
        (tmp_path / "mosquitto.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous {anonymous}\n")
        running = subprocess.Popen([program, "-c", str(tmp_path / "mosquitto.conf")], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert running.poll() is None
                threading.Event().wait(0.05)
        yield port
        running.kill()
        running.wait()


def test_a_real_broker_is_told_of_doors_events_and_alarms_as_home_assistant_finds_them(app: App, broker: int) -> None:
    heard: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
    ready = threading.Event()
    ear = mqtt.Client(CallbackAPIVersion.VERSION2)
    ear.on_message = lambda client, data, message: heard.put((message.topic, message.payload.decode()))
    ear.on_connect = lambda client, *rest: client.subscribe("#", 1)
    ear.on_subscribe = lambda *rest: ready.set()
    ear.connect("127.0.0.1", broker)
    ear.loop_start()
    assert ready.wait(30)

    def until(topic: str, text: str = "") -> str:
        while True:
            told, payload = heard.get(timeout=60)
            if told == topic and text in payload:
                return payload

    app.settings = replace(app.settings, mqtt=MqttSettings("127.0.0.1", broker, tls=False))
    app.outlets.cursor("mqtt")
    record(app, 1)
    door = app.doors.open_door()
    app.doors.open_cameras(at_once=False)
    outlets = Outlets(app)
    outlets.start()
    found = json.loads(until("homeassistant/binary_sensor/gatekeeper/door_lock/config"))
    assert (found["device_class"], found["state_topic"]) == ("lock", "gatekeeper/doors/door/lock")
    assert found["availability_topic"] == "gatekeeper/status"
    until("gatekeeper/status", "online")
    assert json.loads(until("gatekeeper/events"))["data"]["event_id"] == 1
    assert "person" not in json.loads(until("gatekeeper/last"))["data"], "nobody could erase it there"
    (watch,) = app.doors.watches
    watch.door.unlock(60, deadline=time.monotonic() + 30).result(30)
    until("gatekeeper/doors/door/lock", "ON")
    alarm, _ = app.alarms.begin(Alarm(Reason.DISK_LOW, "", "full", NOW, NOW))
    app.bus.publish(AlarmTold(alarm))
    assert json.loads(until("gatekeeper/alarms"))["data"]["alarm"] == "disk_low"
    until("gatekeeper/open_alarms", "1")
    outlets.close()
    until("gatekeeper/status", "offline")
    app.doors.close_door(door)
    ear.disconnect()
    ear.loop_stop()


def retained(port: int) -> set[str]:
    """The topics of which a broker tells who subscribes only now."""
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    ear = mqtt.Client(CallbackAPIVersion.VERSION2)
    ear.on_message = lambda client, data, message: heard.put(message.topic)
    ear.on_connect = lambda client, *rest: client.subscribe("#", 1)
    ear.on_subscribe = lambda client, *rest: client.publish("end", "", 1)
    ear.connect("127.0.0.1", port)
    ear.loop_start()
    found = set(iter(lambda: heard.get(timeout=60), "end"))
    ear.disconnect()
    ear.loop_stop()
    return found


def test_a_broker_forgets_a_door_that_is_removed_and_topics_of_another_name(app: App, broker: int) -> None:
    """Each time it is another program: what the broker retains is known after a restart."""
    app.outlets.cursor("mqtt")

    def run(settings: MqttSettings, *doors: str) -> set[str]:
        (outlet,) = outlets_of(app, Settings(mqtt=settings, doors=tuple(DoorSettings(door) for door in doors)))
        assert isinstance(outlet, Mqtt)
        outlet.deliver([Item("1", "event 1", "event.recorded", NOW, {"reason": "granted"})])
        outlet.tell_doors()
        outlet.close()
        return retained(broker)

    to = MqttSettings("127.0.0.1", broker, tls=False)
    before = run(to, "front", "back")
    of_back = {topic for topic in before if "back" in topic}
    assert of_back == {"gatekeeper/doors/back/lock", "homeassistant/binary_sensor/gatekeeper/back_lock/config"}
    with full_disk(app):
        assert run(to, "front") == before, "an alarm is told though this cannot be stored"
    assert run(to, "front") == before - of_back
    assert run(to, "front", "back") == before
    renamed = run(replace(to, topic="house", discovery=""), "front")
    assert renamed == {"house/doors/front/lock", "house/status", "house/last", "house/open_alarms"}


@pytest.mark.parametrize(
    "following", [MqttSettings(), MqttSettings("127.0.0.1", 1, tls=False)], ids=["none", "another"]
)
@pytest.mark.parametrize("connected", [True, False])
def test_a_broker_that_is_told_no_more_retains_nothing(
    app: App, broker: int, following: MqttSettings, connected: bool
) -> None:
    app.outlets.cursor("mqtt")
    doors = (DoorSettings("front"), DoorSettings("back"))
    settings = Settings(mqtt=MqttSettings("127.0.0.1", broker, tls=False), doors=doors)
    outlets = Outlets(app)

    def follow(settings: Settings) -> set[str]:
        app.settings = settings
        outlets.look()
        return retained(broker)

    def tell(outlet: object) -> None:
        assert isinstance(outlet, Mqtt)
        outlet.deliver([Item("1", "event 1", "event.recorded", NOW, {"reason": "granted"})])
        outlet.tell_doors()

    if connected:
        follow(settings)
        tell(outlets._senders[0].outlet)
    else:  # by a program before this one, in which nothing has happened yet
        (earlier,) = outlets_of(app, settings)
        tell(earlier)
        earlier.close()
        follow(settings)
    assert len(follow(replace(settings, mqtt=replace(settings.mqtt, kinds="alarm")))) == 9, "changed, it stays told"
    assert follow(replace(settings, mqtt=following)) == set()
    assert app.outlets.retained("mqtt").broker is None, "its password is kept no longer"
    outlets.close()


@pytest.mark.parametrize(
    "following", [MqttSettings(), MqttSettings("127.0.0.1", 1, tls=False)], ids=["none", "another"]
)
def test_a_broker_that_was_removed_while_no_program_ran_retains_nothing(
    tmp_path: Path, app: App, broker: int, following: MqttSettings, caplog: pytest.LogCaptureFixture
) -> None:
    app.outlets.cursor("mqtt")
    settings = Settings(mqtt=MqttSettings("127.0.0.1", broker, tls=False), doors=(DoorSettings("front"),))
    (earlier,) = outlets_of(app, settings)
    earlier.deliver([Item("1", "event 1", "event.recorded", NOW, {"reason": "granted"})])
    earlier.close()
    there = retained(broker)
    app.outlets.forget("mqtt")  # as the settings' desk does where it is removed
    shutil.copytree(app.home, tmp_path / "copy")
    copy = open_app(tmp_path / "copy", prefer_keyring=False)
    for home, left in ((copy, there), (app, set())):
        home.settings = replace(settings, mqtt=following)
        outlets = Outlets(home)
        outlets.look()
        assert retained(broker) == left, "what the home tells is none of a copy's business"
        assert home.outlets.retained("mqtt").broker is None, "its password is kept no longer"
        outlets.close()
    copy.close()
    (told,) = [one.getMessage() for one in caplog.records if f"127.0.0.1:{broker}" in one.getMessage()]
    assert "so what it retains stays there: gatekeeper/doors/front/lock" in told, "by the copy, once"


def test_a_broker_that_is_away_when_it_is_removed_is_named_once_with_what_it_retains(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    outlets = Outlets(app)
    app.outlets.cursor("mqtt")
    app.outlets.keep("mqtt", ["house/status", "house/last"])
    for to in (MqttSettings("127.0.0.1", 1, tls=False), MqttSettings(), MqttSettings()):
        app.settings = replace(app.settings, mqtt=to)
        outlets.look()
    outlets.close()
    (told,) = [one.getMessage() for one in caplog.records if "127.0.0.1:1" in one.getMessage()]
    assert "it refuses connections" in told
    assert "Delete these topics there: house/last, house/status" in told


@pytest.mark.parametrize("broker", [False], indirect=True)
def test_a_broker_that_refuses_the_user_or_hangs_up_is_told_in_words(app: App, broker: int) -> None:
    app.settings = replace(app.settings, mqtt=MqttSettings("127.0.0.1", broker, tls=False))
    assert Desk(app, app.actor).test_outlet("mqtt", now=NOW) == "it refuses the user name or the password"
    with socket.create_server(("127.0.0.1", 0)) as other:  # as one that expects TLS
        hangs_up = threading.Thread(target=lambda: other.accept()[0].close())
        hangs_up.start()
        app.settings = replace(app.settings, mqtt=MqttSettings("127.0.0.1", other.getsockname()[1], tls=False))
        assert Desk(app, app.actor).test_outlet("mqtt", now=NOW) == "it closed the connection"
        hangs_up.join()


def test_a_test_of_the_broker_leaves_alone_what_it_keeps(app: App, broker: int) -> None:
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    ready = threading.Event()
    ear = mqtt.Client(CallbackAPIVersion.VERSION2)
    ear.on_message = lambda client, data, message: heard.put(message.topic)
    ear.on_connect = lambda client, *rest: client.subscribe("#", 1)
    ear.on_subscribe = lambda *rest: ready.set()
    ear.connect("127.0.0.1", broker)
    ear.loop_start()
    assert ready.wait(30)
    app.settings = replace(app.settings, mqtt=MqttSettings("127.0.0.1", broker, tls=False))
    assert Desk(app, app.actor).test_outlet("mqtt", now=NOW) == ""
    ear.publish("end", "", 1)
    assert [heard.get(timeout=60) for _ in range(2)] == ["gatekeeper/alarms", "end"]
    ear.disconnect()
    ear.loop_stop()


def test_a_database_that_fails_once_does_not_end_the_connection_to_the_broker(broker: int) -> None:
    asked: list[int] = []

    def open_alarms() -> int:
        asked.append(1)
        if len(asked) == 1:
            raise StoreError("The database is locked.")
        return 0

    made = Mqtt(MqttSettings("127.0.0.1", broker, tls=False), ["door"], lambda door: False, open_alarms)
    with pytest.raises(StoreError):
        made.deliver([])
    made.deliver([Item("1", "event 1", "event.recorded", NOW, {"reason": "granted", "person": "Ada"})])
    told = made._client.publish("gatekeeper/still", "here", 1)  # type: ignore[union-attr]
    told.wait_for_publish(30)
    assert told.is_published()
    made.close()


def test_two_doors_never_share_a_topic() -> None:
    names = ["A B", "A/B", "A_B", "A-B", "A-20-B", "a!b", "a 21 b", "a-21-b", "a_21_b"]
    assert len({_word(name) for name in names}) == len(names)
    assert _word("Front door") == "Front_door"


def test_a_broker_whose_certificates_cannot_be_read_silences_nobody_else(app: App) -> None:
    with Receiver(lambda number: 0) as receiver:
        app.settings = Settings(webhooks=(receiver.hook,), mqtt=MqttSettings("127.0.0.1", ca_file="/missing.pem"))
        for name in ("webhook house", "mqtt"):
            app.outlets.cursor(name)
        record(app, 1)
        outlets = Outlets(app)
        outlets.look()
        assert receiver.got.acquire(timeout=30)
        outlets.close()
        assert "/missing.pem" in Desk(app, app.actor).test_outlet("mqtt", now=NOW)


def test_one_program_of_a_home_sends(app: App) -> None:
    with Receiver(lambda number: 0) as receiver:
        hooks = Settings(webhooks=(receiver.hook,))
        other = open_app(app.home, hooks, prefer_keyring=False)
        app.settings = hooks
        first, second = Outlets(app), Outlets(other)
        first.look()
        second.look()
        assert len(first._senders) == 1
        assert second._senders == []
        first.close()
        second.look()
        assert len(second._senders) == 1
        second.close()
        other.close()


MAIL = MailSettings("127.0.0.1", 1, "none", sender="door@example.org", recipients="a@example.org")


class MailServer(threading.Thread):
    """As much of SMTP as a mail takes, on loopback. mails: what came; refused: whom it refuses, with what, once each; spam: the
    text that it takes in no mail; answers: what it says to these words."""

    def __init__(
        self, refused: dict[bytes, bytes] | None = None, spam: bytes = b"", answers: dict[bytes, bytes] | None = None
    ) -> None:
        super().__init__(daemon=True)
        self.answers = answers or {}
        self.asked: list[bytes] = []  # in the lines with these words
        self.refused, self.spam = refused or {}, spam
        self.mails: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.start()

    def run(self) -> None:
        while True:
            try:
                there, _ = self._listener.accept()
            except OSError:
                return
            with there, there.makefile("rwb", 0) as lines:
                lines.write(b"220 here\r\n")
                while line := lines.readline():
                    word = line[:4].upper().strip()
                    if word in self.answers:
                        self.asked.append(line)
                        lines.write(self.answers[word])
                        continue
                    if word == b"DATA":
                        lines.write(b"354 go on\r\n")
                        text = b""
                        while (part := lines.readline()) != b".\r\n":
                            text += part
                        if self.spam and self.spam in text:
                            lines.write(b"554 no\r\n")
                            continue
                        self.mails.put(text.decode())
                    whom = line.partition(b"<")[2].partition(b">")[0] if word == b"RCPT" else b""
                    if whom in self.refused:
                        lines.write(self.refused.pop(whom))
                        continue
                    lines.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                    if word == b"QUIT":
                        break

    def close(self) -> None:
        self._listener.close()


def test_alarms_go_out_by_mail_the_first_at_once_and_the_others_in_one(app: App) -> None:
    server = MailServer()
    to = MailSettings(
        "127.0.0.1", server.port, "none", sender="door@example.org", recipients="a@example.org,b@example.org"
    )
    made = Sender(app, Mail(to))
    app.outlets.cursor("mail")
    record(app, 3)

    def alarm(kind: Reason, message: str) -> None:
        app.alarms.begin(Alarm(kind, "front", message, NOW, NOW, message))

    alarm(Reason.CAMERA_LOST, "The camera is away.")
    made.look()
    first = server.mails.get(timeout=60)
    assert "The camera is away." in first
    assert "To: a@example.org, b@example.org" in first
    sent = parsedate_to_datetime(re.findall(r"^Date: (.*)$", first.replace("\r", ""), re.M)[0])
    assert abs(datetime.now(UTC) - sent) < timedelta(minutes=5), "of the clock, as RFC 5322 asks"
    alarm(Reason.DOOR_FAILED, "The relay is away.")
    alarm(Reason.DISK_LOW, "The disk is full.")
    made.look()
    assert server.mails.empty(), "bundled"
    made._sent_at -= 60 * to.bundle_minutes
    made.look()
    second = server.mails.get(timeout=60)
    assert "The relay is away." in second
    assert "The disk is full." in second
    made.look()
    assert server.mails.empty()
    made.close()
    server.close()


def test_what_came_while_the_mail_server_was_away_goes_out_in_one_mail_however_many_visits_are_between(
    app: App,
) -> None:
    server = MailServer()
    made = Sender(app, Mail(replace(MAIL, port=server.port)))
    app.outlets.cursor("mail")
    for number in range(6):
        record(app, 60, since=100 * number)
        at = NOW + timedelta(seconds=100 * number + 60)
        app.alarms.begin(Alarm(Reason.DOOR_FAILED, "front", f"Alarm {number}.", at, at, str(number)))
    record(app, 60, since=600)
    while made.look() != LOOK_SECONDS:
        pass
    mail = server.mails.get(timeout=60)
    assert [number for number in range(6) if f"Alarm {number}." in mail] == list(range(6))
    assert server.mails.empty()
    assert app.outlets.behind("mail") == 0
    made.close()
    server.close()


def test_a_mail_holds_no_more_than_its_batch_and_the_rest_is_in_the_next(app: App) -> None:
    server = MailServer()
    made = Sender(app, Mail(replace(MAIL, port=server.port)))
    app.outlets.cursor("mail")
    for number in range(made.outlet.batch + 1):
        app.alarms.begin(Alarm(Reason.DOOR_FAILED, "front", f"Alarm {number}.", NOW, NOW, str(number)))
    counts = []
    for _ in range(2):
        while made.look() != LOOK_SECONDS:
            pass
        counts.append(server.mails.get(timeout=60).partition("\r\n\r\n")[2].count("Alarm: front: "))
        made._sent_at -= made.outlet.pause
    assert counts == [made.outlet.batch, 1]
    assert app.outlets.behind("mail") == 0
    made.close()
    server.close()


def test_of_new_alarms_in_one_mail_only_what_is_refused_by_itself_is_put_aside(app: App) -> None:
    server = MailServer(spam=b"Alarm 2.")
    made = Sender(app, Mail(replace(MAIL, port=server.port)))
    app.outlets.cursor("mail")
    record(app, 1)  # which no mail is sent for
    for number in range(5):
        app.alarms.begin(Alarm(Reason.DOOR_FAILED, "front", f"Alarm {number}.", NOW, NOW, str(number)))
    send_all(made)
    (letter,) = app.outlets.dead()
    assert (letter.item, letter.why, letter.tries) == ("event 4", "SMTP 554", made.outlet.tries + 1)
    told = [server.mails.get(timeout=60) for _ in range(4)]
    assert [number for mail in told for number in range(5) if f"Alarm {number}." in mail] == [0, 1, 3, 4]
    assert server.mails.empty()
    app.alarms.begin(Alarm(Reason.FORCED_OPEN, "back", "forced", NOW, NOW))
    assert made.look() == LOOK_SECONDS, "the pause is kept afterwards"
    made._sent_at -= made.outlet.pause
    made.look()
    assert "forced open" in server.mails.get(timeout=60)
    made.close()
    server.close()


def test_alarms_that_are_refused_for_their_recipient_are_not_tried_one_by_one(app: App) -> None:
    """A server locks out who asks it the same again and again."""
    server = MailServer({b"a@example.org": b"550 unknown\r\n"})
    outlet = Mail(replace(MAIL, port=server.port))
    outlet.tries = 1
    made = Sender(app, outlet)
    app.outlets.cursor("mail")
    for number in range(3):
        app.alarms.begin(Alarm(Reason.DOOR_FAILED, "front", f"Alarm {number}.", NOW, NOW, str(number)))
    send_all(made)
    assert [letter.why for letter in app.outlets.dead()] == ["SMTP 550: a@example.org"] * 3
    assert server.mails.empty(), "whose second try it would have taken"
    made.close()
    server.close()


def put_aside(app: App, count: int) -> None:
    """Alarms that the mail server has refused, and that are to be sent again."""
    began = app.outlets.cursor("mail")
    for number in range(count):
        app.alarms.begin(Alarm(Reason.DOOR_FAILED, "front", f"Alarm {number}.", NOW, NOW, str(number)))
    letters = ["event 9999", *(f"event {number}" for number in range(1, count + 1))]  # the first one was deleted since
    app.outlets.bury("mail", letters, replace(began, event=count), 12, "SMTP 550", now=NOW)
    assert Desk(app, app.actor).resend(None, now=NOW) == count + 1


def test_what_is_sent_again_is_bundled_and_lets_a_new_alarm_go_first(app: App) -> None:
    server = MailServer()
    made = Sender(app, Mail(replace(MAIL, port=server.port)))
    put_aside(app, made.outlet.batch + 3)
    app.alarms.begin(Alarm(Reason.FORCED_OPEN, "back", "forced", NOW, NOW))
    told = []
    for _ in range(3):
        while made.look() != LOOK_SECONDS:
            pass
        told.append(server.mails.get(timeout=60).partition("\r\n\r\n")[2])
        assert server.mails.empty(), "each mail waits for the pause after the one before"
        made._sent_at -= made.outlet.pause
    assert "Alarm: back: The door was forced open." in told[0]
    assert [mail.count("Alarm: front: ") for mail in told] == [0, made.outlet.batch - 1, 4]
    assert app.outlets.dead() == []
    made.close()
    server.close()


def test_of_what_is_sent_again_in_one_mail_only_what_is_refused_by_itself_stays_put_aside(app: App) -> None:
    server = MailServer(spam=b"Alarm 2.")
    made = Sender(app, Mail(replace(MAIL, port=server.port)))
    put_aside(app, 5)
    while made.look() != LOOK_SECONDS:
        pass
    assert [(letter.item, letter.again, letter.why) for letter in app.outlets.dead()] == [
        ("event 3", False, "SMTP 554")
    ]
    told = [server.mails.get(timeout=60) for _ in range(4)]
    assert [number for mail in told for number in range(5) if f"Alarm {number}." in mail] == [0, 1, 3, 4]
    assert server.mails.empty()
    server.spam = b""
    app.alarms.begin(Alarm(Reason.FORCED_OPEN, "back", "forced", NOW, NOW))
    assert Desk(app, app.actor).resend(None, now=NOW) == 1
    assert made.look() == LOOK_SECONDS, "the pause is kept afterwards"
    made._sent_at -= made.outlet.pause
    made.look()
    assert "forced open" in server.mails.get(timeout=60)
    assert made.look() == LOOK_SECONDS
    assert server.mails.empty()
    made.close()
    server.close()


def test_what_is_sent_again_does_not_hold_up_the_end(app: App) -> None:
    came, closing = threading.Semaphore(0), threading.Event()

    def answer(number: int) -> int:
        came.release()
        closing.wait(60)
        return 0

    with Receiver(answer) as receiver:
        made = sender(app, receiver.hook)
        record(app, 50)
        letters = [f"event {number}" for number in range(1, 51)]
        app.outlets.bury(made.outlet.name, letters, Cursor(50, 0), 12, "HTTP 400", now=NOW)
        assert Desk(app, app.actor).resend(None, now=NOW) == 50
        made.start()
        assert came.acquire(timeout=60)
        made.end()
        closing.set()
        made.close()
        assert not made.is_alive()
        assert len(receiver.accepted) == 1
        assert len(app.outlets.dead()) == 49, "they are sent after the next start"


def test_what_reaches_nobody_again_stays_put_aside_in_one_step(app: App) -> None:
    made = Sender(app, Mail(MAIL))
    put_aside(app, 2 * made.outlet.batch)
    with app.database.transaction() as session:  # the last one cannot be written
        session.execute(
            text(
                "CREATE TRIGGER no_room BEFORE UPDATE ON dead_letters WHEN old.id > 300 BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )
    made.end()  # do not wait for room
    made.look()
    assert all(letter.again for letter in app.outlets.dead()), "all or none"
    with app.database.transaction() as session:
        session.execute(text("DROP TRIGGER no_room"))
    made.look()
    assert {(letter.again, letter.why) for letter in app.outlets.dead()} == {(False, "it refuses connections")}
    made.close()


def test_whoever_is_refused_a_mail_is_sent_it_again_and_nobody_else(app: App) -> None:
    server = MailServer({b"late@example.org": b"451 try again\r\n", b"gone@example.org": b"550 unknown\r\n"})
    mail = MailSettings("127.0.0.1", server.port, "none", sender="door@example.org", recipients="late@example.org")
    made = Sender(app, Mail(mail))
    app.outlets.cursor("mail")
    app.alarms.begin(Alarm(Reason.DISK_LOW, "", "full", NOW, NOW))
    while made.look() != LOOK_SECONDS:
        pass
    assert app.outlets.dead() == []
    assert server.mails.qsize() == 1
    made.close()
    made = Sender(app, Mail(replace(mail, recipients="a@example.org,gone@example.org")))
    app.alarms.begin(Alarm(Reason.CAMERA_LOST, "front", "away", NOW, NOW, "cam"))
    while made.look() != LOOK_SECONDS:
        pass
    (letter,) = app.outlets.dead()
    assert letter.why == "SMTP 550: gone@example.org"
    assert server.mails.qsize() == 2
    made.close()
    server.close()


def refusal_of(mail: MailSettings) -> str:
    """Why a mail is not taken; empty if it is. Without the desk, which sends no password to a server without TLS."""
    try:
        Mail(mail).deliver([item_of_a_test(NOW)])
    except (RefusedError, UnreachableError) as error:
        return error.why
    return ""


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({b"AUTH": b"535 5.7.8 no\r\n"}, "SMTP 535: it refuses the user name or the password"),
        ({b"AUTH": b"454 4.7.0 not now\r\n"}, "SMTP 454"),
        ({b"AUTH": b"235 ok\r\n", b"MAIL": b"553 no\r\n"}, "SMTP 553: door@example.org"),
    ],
)
def test_a_mail_server_that_refuses_the_user_or_the_sender_is_told_in_words(
    answers: dict[bytes, bytes], says: str
) -> None:
    server = MailServer(answers={b"EHLO": b"250-here\r\n250 AUTH PLAIN\r\n", **answers})
    assert refusal_of(replace(MAIL, port=server.port, user="door", password="wrong")) == says
    server.close()


@pytest.mark.parametrize("word", [b"MAIL", b"RCPT", b"DATA"])
def test_a_mail_server_that_wants_a_sign_in_is_told_with_what_it_wants(app: App, word: bytes) -> None:
    server = MailServer(answers={word: b"530 5.7.0 no\r\n"})
    app.settings = replace(app.settings, mail=replace(MAIL, port=server.port))
    wanted = "it takes mail only with TLS, or with a user name and a password"
    assert Desk(app, app.actor).test_outlet("mail", now=NOW) == f"SMTP 530: {wanted}"
    server.close()


def test_a_password_for_mail_may_have_any_characters() -> None:
    offers = {b"EHLO": b"250-here\r\n250 AUTH LOGIN PLAIN\r\n"}
    server = MailServer(answers={b"AUTH": b"235 ok\r\n", **offers})
    assert refusal_of(replace(MAIL, port=server.port, user="t\u00fcr", password="\u9580 key")) == ""
    _, line = server.asked
    assert b64decode(line.split()[2]) == "\0t\u00fcr\0\u9580 key".encode(), "as RFC 4616 asks"
    server.close()


def test_a_password_goes_in_clear_to_no_mail_server_that_does_not_ask_for_that() -> None:
    server = MailServer(answers={b"EHLO": b"250-here\r\n250 AUTH CRAM-MD5\r\n", b"AUTH": b"504 no\r\n"})
    assert "AUTH PLAIN, since" in refusal_of(replace(MAIL, port=server.port, user="door", password="t\u00fcr"))
    assert not [line for line in server.asked if line.startswith(b"AUTH")]
    server.close()


@pytest.mark.parametrize(
    "address",
    [
        "desk",
        "desk@",
        "@example.org",
        "desk@@example.org",
        "desk@example.org; guard@example.org",
        "desk@example.org guard@example.org",
        "desk@example.org;guard@example.org",
        "Desk <desk@>",
        "Desk <desk@example.org>; guard@example.org",
        "Desk, front <desk@example.org>",
        "desk@example..org",
    ],
)
def test_an_address_that_is_not_one_is_refused_by_name(address: str) -> None:
    """A mail server would be told the first part of it only, and nobody would know."""
    for good in (
        "Front door <d.o+or@house>",
        '"Door, front" <door@example.org>',
        "<door@[10.0.0.5]>",
        " door@example.org ",
    ):
        Settings(mail=replace(MAIL, sender=good)).check()
    for good in (
        '"Desk" <desk@example.org>, j\u00fcrg@b\u00fcro.example.org',
        "taro.@docomo.ne.jp,taro..y@docomo.ne.jp",
    ):
        Settings(mail=replace(MAIL, recipients=good)).check()
    for key, wrong in (
        ("mail.sender", replace(MAIL, sender=address)),
        ("mail.recipients", replace(MAIL, recipients=f"a@example.org, {address}")),
    ):
        with pytest.raises(ConfigError, match="not one e-mail address") as refused:
            Settings(mail=wrong).check()
        assert refused.value.setting == key
        assert address.partition(",")[0].strip('"') in refused.value.message
        assert "comma" in refused.value.hint
    with pytest.raises(ConfigError, match="not one e-mail address"):
        Settings(mail=replace(MAIL, recipients=" ")).check()


NO_MAIL = replace(MAIL, sender="front\ndoor@example.org")  # of which no Python makes a mail


def test_what_an_outlet_does_not_expect_is_told_and_put_aside_in_the_end(app: App) -> None:
    at, seconds = [NOW], [0.0]
    app.settings = replace(app.settings, mail=NO_MAIL)
    outlet = Mail(app.settings.mail)
    made = Sender(app, outlet, lambda: at[0])
    watch = AlarmWatch(app, lambda: at[0], lambda: seconds[0], lambda folder: 10**12)
    app.outlets.cursor("mail")
    record(app, 1)
    app.alarms.begin(Alarm(Reason.FORCED_OPEN, "front", "forced", NOW, NOW))
    assert [made._look(0.0) for _ in range(5)] == [0.1, 0.2, 0.4, 0.8, 1.6], "at growing intervals"
    at[0], seconds[0] = NOW + timedelta(minutes=15), 60.0
    watch.look()
    (told,) = [alarm for alarm in app.alarms.going_on() if alarm.kind is Reason.OUTLET_REFUSED]
    assert told.about == "mail"
    with pytest.raises(ConfigError, match="not one e-mail address"):  # and says so where it is tried
        Desk(app, app.actor).test_outlet("mail", now=NOW)
    at[0] = NOW + timedelta(hours=outlet.give_up_hours)
    for _ in range(IN_A_ROW):
        made._look(0.0)
    assert "event 2" in [letter.item for letter in app.outlets.dead("mail")]
    watch.close()
    made.close()


def test_an_outlet_that_is_set_wrongly_is_refused_and_keeps_no_door_and_no_other_outlet_waiting(app: App) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(commands, ["--home", str(app.home), *words])

    with Receiver(lambda number: 0) as receiver:
        file = app.home / "config.toml"
        written = (
            f'[[webhook]]\nname = "house"\nurl = "example.org/in"\nsecret = "{SECRET}"\n'
            f'[[webhook]]\nname = "desk"\nurl = "{receiver.hook.url}"\nsecret = "{SECRET}"\n'
            '[mail]\nserver = "127.0.0.1"\nsender = "door"\nrecipients = "a@example.org"\n'
            '[mqtt]\nserver = "127.0.0.1"\ndoors = "yard"\n'
        )
        file.write_text(written)
        app.settings = Settings.load(app.home)  # as a start does
        house, desk, broker, mail = [Sender(app, outlet, lambda: NOW) for outlet in outlets_of(app, app.settings)]
        for made in (house, desk, broker, mail):
            app.outlets.cursor(made.outlet.name)
        record(app, 1)
        for made in (desk, *[house, broker, mail] * 3):
            made.look()
        assert [body["data"]["event_id"] for body in receiver.accepted] == [1]
        assert app.outlets.dead() == []
        told = run("outlets", "list", "--json").output
        for why, remedy in (
            ("the webhook 'house' has no valid address.", "Write it as https://HOST/PATH."),
            ("mail.sender names 'door', which is not one e-mail address.", "name@example.org"),
            ("mqtt.doors names yard, which there is not.", "There are: door."),
        ):
            assert why in told
            assert remedy in told
        assert "no valid address" in app.outlets.standing("webhook house").why
        assert "no valid address" in str(run("outlets", "test", "house").exception)
        finding = _outlets(app.home, app.settings)
        assert finding.state == "note"
        assert "the webhook 'house' has no valid address. Write it as https://HOST/PATH." in finding.found
        file.write_text(written.replace("example.org/in", receiver.hook.url))
        app.settings = Settings.load(app.home)
        Sender(app, outlets_of(app, app.settings)[0], lambda: NOW).look()
        assert len(receiver.accepted) == 2, "nothing was lost meanwhile"


@pytest.mark.parametrize(
    ("written", "name", "why"),
    [
        ('[mqtt]\nserver = "127.0.0.1"\nport = "abc"\n', "mqtt", "mqtt.port is 'abc'."),
        ('[mail]\nhost = "127.0.0.1"\n', "mail", "there is no setting mail.host."),
    ],
)
def test_an_outlet_whose_settings_cannot_be_read_is_told_of_nothing_and_says_so(
    app: App, written: str, name: str, why: str
) -> None:
    file = app.home / "config.toml"
    file.write_text(written)
    app.settings = Settings.load(app.home)
    (outlet,) = outlets_of(app, app.settings)
    assert outlet.name == name
    app.outlets.cursor(name)
    record(app, 1)
    made = Sender(app, outlet, lambda: NOW)
    for _ in range(3):
        made.look()
    assert app.outlets.behind(name) == 1
    assert why in app.outlets.standing(name).why
    assert why in CliRunner().invoke(commands, ["--home", str(app.home), "outlets", "list", "--json"]).output
    finding = _outlets(app.home, app.settings)
    assert finding.state == "note"
    assert why in finding.found
    with pytest.raises(ConfigError, match=re.escape(why)):
        Desk(app, app.actor).save_settings(
            replace(app.settings, retention=replace(app.settings.retention, guests_days=9)), now=NOW
        )
    assert file.read_text() == written
    assert not app.accounts.acts(act="settings changed")


def test_an_outlet_that_is_put_right_in_the_file_is_told_though_nothing_else_of_it_has_changed(app: App) -> None:
    file = app.home / "config.toml"
    with Receiver(lambda number: 0) as receiver:
        written = f'[[webhook]]\nname = "house"\nurl = "{receiver.hook.url}"\nsecret = "{SECRET}"\n'
        file.write_text(written + 'kinds = ["alarm"]\n')
        app.settings = Settings.load(app.home)
        watch, outlets = SettingsWatch(app), Outlets(app)
        outlets.look()
        app.outlets.cursor("webhook house")
        record(app, 1)
        file.write_text(written)
        watch._look(0.0)
        outlets.look()
        assert receiver.got.acquire(timeout=60)
        outlets.close()


def test_a_webhook_without_a_name_is_an_error_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        f'[[webhook]]\nname = ""\nurl = "https://example.org/"\nsecret = "{SECRET}"\n'
    )
    with pytest.raises(ConfigError, match="number 1 has no name"):
        Settings.load(tmp_path)


def test_doctor_tells_of_an_outlet_s_mistake_beside_what_others_do_not_take_and_of_none_that_there_is_not(
    app: App,
) -> None:
    file = app.home / "config.toml"
    file.write_text('[mqtt]\nkinds = "fire"\n')  # no server: there is no such outlet
    assert _outlets(app.home, Settings.load(app.home)).state == "ok"
    file.write_text(
        f'[[webhook]]\nname = "house"\nurl = "example.org/in"\nsecret = "{SECRET}"\n[mqtt]\nserver = "127.0.0.1"\n'
    )
    for name in ("mail", "webhook house", "mqtt"):
        app.outlets.cursor(name)
    record(app, 1)
    app.outlets.bury("mail", ["event 1"], Cursor(1, 0), 12, "SMTP 550", now=NOW)
    app.outlets.complain("mqtt", NOW, "it is away")
    finding = _outlets(app.home, Settings.load(app.home))
    assert finding.state == "note"
    for why in (
        "1 message refused by mail, and put aside",
        "mqtt has taken nothing since",
        "'house' has no valid address.",
    ):
        assert why in finding.found
    for remedy in ("https://HOST/PATH.", "gatekeeper outlets resend"):
        assert remedy in finding.remedy


def test_of_several_outlets_that_are_set_wrongly_one_is_put_right_after_the_other(app: App) -> None:
    (app.home / "config.toml").write_text(
        f'[[webhook]]\nname = "house"\nurl = "example.org/in"\nsecret = "{SECRET}"\n'
        f'[[webhook]]\nname = "desk"\nurl = "example.org/on"\nsecret = "{SECRET}"\n'
    )
    app.settings = Settings.load(app.home)
    desk = Desk(app, app.actor)

    def save(**changed: Any) -> None:
        desk.save_settings(replace(app.settings, **changed), entered=["webhook desk"], now=NOW)

    house, other = app.settings.webhooks
    save(retention=replace(app.settings.retention, guests_days=9))  # which is of no outlet
    with pytest.raises(ConfigError, match="'desk' has no valid address"):
        save(webhooks=(house, replace(other, url="example.org/off")))
    save(webhooks=(house, replace(other, url="https://example.org/on")))
    assert Settings.load(app.home) == app.settings
    assert [*app.settings.mistakes] == ["webhook house"]
    save(webhooks=app.settings.webhooks[1:])
    assert not app.settings.mistakes


def test_what_an_outlet_does_not_expect_of_what_is_sent_again_is_told_once(app: App) -> None:
    made = Sender(app, Mail(NO_MAIL))
    put_aside(app, 1)
    made._look(0.0)
    assert [(letter.again, letter.tries) for letter in app.outlets.dead()] == [(False, 13)]
    made.close()


def test_what_is_put_aside_is_an_alarm_until_it_is_sent(app: App) -> None:
    seconds = [0.0]
    app.settings = replace(app.settings, mail=MAIL)
    app.outlets.cursor("mail")
    watch = AlarmWatch(app, lambda: NOW, lambda: seconds[0], lambda folder: 10**12)
    record(app, 1)
    app.outlets.bury("mail", ["event 1"], Cursor(1, 0), 12, "SMTP 550", now=NOW)
    watch.look()
    watch.look()
    (alarm,) = app.alarms.going_on()
    assert (alarm.kind, alarm.about) == (Reason.OUTLET_REFUSED, "mail")
    assert "mail" in _outlets(app.home, app.settings).found
    app.outlets.settle([1], None)
    seconds[0] += 60
    watch.look()
    assert app.alarms.going_on() == []
    assert _outlets(app.home, app.settings).state == "ok"
    watch.close()


def test_doctor_says_which_outlet_takes_nothing_though_nothing_was_put_aside(app: App) -> None:
    made = Sender(app, Mail(MAIL), lambda: NOW)  # nobody is there
    app.outlets.cursor("mail")
    app.alarms.begin(Alarm(Reason.FORCED_OPEN, "front", "forced", NOW, NOW))
    made.look()
    made.look()
    made.close()
    found = _outlets(app.home, Settings(mail=MAIL))
    assert (found.state, app.outlets.dead()) == ("note", [])
    assert re.fullmatch(r"mail has taken nothing since .*2026.*: it refuses connections", found.found)
    assert "gatekeeper outlets test" in found.remedy
    assert _outlets(app.home, Settings()).state == "ok", "one that was removed is to take nothing"


def test_mail_is_not_sent_in_clear_where_tls_is_wanted(app: App) -> None:
    server = MailServer()  # without STARTTLS
    to = MailSettings("127.0.0.1", server.port, sender="door@example.org", recipients="a@example.org")
    made = Sender(app, Mail(to))
    app.outlets.cursor("mail")
    app.alarms.begin(Alarm(Reason.DISK_LOW, "", "full", NOW, NOW))
    made.look()
    assert server.mails.empty()
    assert app.outlets.behind("mail") == 1
    made.close()
    server.close()


def test_settings_of_a_window_are_followed_by_the_program_that_sends(app: App) -> None:
    """The service has no pages of its own: what a window writes is what it does."""
    with Receiver(lambda number: 0) as receiver:
        other = open_app(app.home, Settings(), prefer_keyring=False)
        watch, outlets = SettingsWatch(other), Outlets(other)
        Desk(app, app.actor).save_settings(replace(app.settings, webhooks=(receiver.hook,)), now=NOW)
        watch._look(0.0)
        outlets.look()
        app.outlets.cursor("webhook house")
        record(app, 1)
        assert receiver.got.acquire(timeout=60)
        (app.home / "config.toml").write_text("[mqtt]\nport = 'none'")
        watch._look(0.0)
        assert other.settings.webhooks == (receiver.hook,), "what cannot be read changes nothing"
        outlets.close()
        other.close()


@pytest.mark.parametrize(
    ("name", "changed", "setting"),
    [
        *(("mail", {"mail": change}, "mail.password") for change in ({"server": "b"}, {"port": 25}, {"user": "b"})),
        ("mail", {"mail": {"tls": "tls"}}, "mail.password"),
        *(("mqtt", {"mqtt": change}, "mqtt.password") for change in ({"server": "b"}, {"port": 1}, {"user": "b"})),
        ("mqtt", {"mqtt": {"tls": False}}, "mqtt.password"),
        ("mail", {"mail": {"ca_file": "/b.pem"}}, "mail.password"),
        ("mqtt", {"mqtt": {"ca_file": "/b.pem"}}, "mqtt.password"),
        ("webhook house", {"webhooks": {"url": "https://b.example.org/"}}, "webhook.0.secret"),
        ("webhook house", {"webhooks": {"ca_file": "/b.pem"}}, "webhook.0.secret"),
        ("webhook house", {"webhooks": {"ca_file": "/b.pem", "secret": f"whsec_{'A' * 40}"}}, "webhook.0.url"),
        ("webhook b", {"webhooks": {"name": "b", "url": "https://b.example.org/"}}, "webhook.0.secret"),
    ],
)
def test_a_stored_secret_goes_nowhere_else_than_where_it_was_entered_for(
    app: App, name: str, changed: dict[str, dict[str, Any]], setting: str
) -> None:
    desk = Desk(app, app.actor)
    before = replace(
        app.settings,
        mail=MailSettings("a", 587, "start", "", "me", "hunter2", "a@b.c", "d@e.f"),
        mqtt=MqttSettings("a", user="me", password="hunter2"),
        webhooks=(WebhookSettings("house", "https://example.org/in", SECRET),),
    )
    desk.save_settings(before, now=NOW)
    ((table, fields),) = changed.items()
    here: Any = getattr(before, table)
    there: dict[str, Any] = {table: (replace(here[0], **fields),) if table == "webhooks" else replace(here, **fields)}
    after = replace(before, **there)
    with pytest.raises(ConfigError, match="Enter it again") as refused:
        desk.save_settings(after, now=NOW)
    assert refused.value.setting == setting
    assert Settings.load(app.home) == before
    desk.save_settings(after, entered=[name], now=NOW)
    assert Settings.load(app.home) == after
    desk.save_settings(replace(after, mail=replace(after.mail, recipients="x@y.z")), now=NOW)


@pytest.mark.parametrize("lost", ["gone", "empty", "blank"])
def test_settings_that_are_lost_stay_in_force_and_what_is_taken_up_is_in_the_trail(
    app: App, lost: str, caplog: pytest.LogCaptureFixture
) -> None:
    hook, file = WebhookSettings("house", "https://example.org/in", SECRET), app.home / "config.toml"
    Desk(app, app.actor).save_settings(replace(app.settings, webhooks=(hook,)), now=NOW)
    other = open_app(app.home, Settings.load(app.home), prefer_keyring=False)
    watch, kept = SettingsWatch(other), file.read_text()
    if lost == "gone":
        file.unlink()
    else:
        file.write_text("" if lost == "empty" else " \n\n")
    for _ in range(3):
        watch._look(0.0)
    assert other.settings.webhooks == (hook,)
    assert [one.levelname for one in caplog.records if "gone or empty" in one.getMessage()] == ["ERROR"]
    acts = len(app.accounts.acts())
    file.write_text(f"{kept}\n[retention]\nevents_days = 400\n")
    watch._look(0.0)
    watch._look(0.0)
    assert other.settings.retention.events_days == 400
    (act, *before) = app.accounts.acts()
    assert len(before) == acts
    assert (act.who, act.act, act.about) == (PROGRAM.name, "changed settings taken up", "retention")
    assert plain(act)[1:] == ("retention", "events are kept: for ever → 400 days")
    app.settings = Settings.load(app.home)
    Desk(app, app.actor).save_settings(Settings(), now=NOW)
    watch._look(0.0)
    assert other.settings == Settings(), "a window that puts every default back has said so"
    other.close()


def test_a_window_that_removes_all_that_is_in_the_file_leaves_no_empty_one(app: App) -> None:
    hook = WebhookSettings("house", "https://example.org/in", SECRET)
    (app.home / "config.toml").write_text(f'[[webhook]]\nname = "house"\nurl = "{hook.url}"\nsecret = "{SECRET}"\n')
    app.settings = Settings.load(app.home)
    other = open_app(app.home, app.settings, prefer_keyring=False)
    watch = SettingsWatch(other)
    Desk(app, app.actor).save_settings(replace(app.settings, webhooks=()), now=NOW)
    watch._look(0.0)
    assert other.settings.webhooks == ()
    assert Settings.stated(app.home) == Settings()
    other.close()


def test_settings_that_could_not_be_read_are_followed_once_they_can(app: App) -> None:
    watch, file = SettingsWatch(app), app.home / "config.toml"
    for days, followed in (("'x'", 0), ("400", 400), *((("500", 500),) if os.name != "nt" else ())):
        file.write_text(f"[retention]\nevents_days = {days}\n")
        os.utime(file, ns=(10**18, 10**18))  # as long, and as old: as where only who may read it was changed
        watch._look(0.0)
        assert app.settings.retention.events_days == followed


def test_an_outlet_that_is_removed_is_forgotten_and_a_new_one_of_its_name_begins_with_what_comes(app: App) -> None:
    hook = WebhookSettings("house", "https://example.org/in", SECRET)
    desk, before = Desk(app, app.actor), app.settings
    desk.save_settings(replace(before, webhooks=(hook,)), now=NOW)
    app.outlets.cursor("webhook house")
    record(app, 2)
    app.outlets.bury("webhook house", ["event 1"], Cursor(1, 0), 12, "HTTP 400", now=NOW)
    desk.save_settings(before, now=NOW)
    assert app.outlets.dead() == []
    desk.save_settings(replace(before, webhooks=(hook,)), now=NOW)
    assert app.outlets.cursor("webhook house").event == 2


@pytest.mark.parametrize("others", ["none", "mqtt"])
def test_an_outlet_that_is_removed_from_the_file_is_forgotten_by_the_program_that_sends(app: App, others: str) -> None:
    """A mail server that is named months later is not sent what came meanwhile."""
    file, mail = app.home / "config.toml", f'[mail]\nserver = "{MAIL.server}"\n'
    mail += f'port = 1\ntls = "none"\nsender = "{MAIL.sender}"\nrecipients = "{MAIL.recipients}"\n'
    without = '[mqtt]\nserver = "127.0.0.1"\nport = 1\ntls = false\n' if others == "mqtt" else "# none\n"
    watch, outlets = SettingsWatch(app), Outlets(app)

    def follow(text: str) -> None:
        file.write_text(text)
        watch._look(0.0)
        outlets._look(0.0)

    follow(mail)
    began = app.outlets.cursor("mail")
    app.alarms.begin(Alarm(Reason.DISK_LOW, "", "full", NOW, NOW))
    app.outlets.bury("mail", ["event 1"], began, 12, "SMTP 550", now=NOW)
    follow(mail.replace("a@", "b@"))
    assert app.outlets.cursor("mail") == began, "a changed one goes on"
    follow(without)
    assert app.outlets.dead() == []
    assert "mail" not in app.outlets.standings()
    app.alarms.begin(Alarm(Reason.CAMERA_LOST, "front", "away", NOW, NOW, "cam"))
    follow(mail)
    outlets.close()
    assert app.outlets.cursor("mail").event == 2


def test_only_the_program_that_sends_forgets_outlets_and_none_that_is_in_the_file(app: App) -> None:
    with Receiver(lambda number: 0) as receiver:
        app.settings = Settings(webhooks=(receiver.hook,))
        old = open_app(app.home, Settings(), prefer_keyring=False)  # a window that has not seen the file change
        sends, other = Outlets(app), Outlets(old)
        sends._look(0.0)
        app.outlets.cursor("webhook house")
        other._look(0.0)
        assert "webhook house" in app.outlets.standings()
        app.settings.save(app.home)
        sends.close()
        other._look(0.0)
        other.close()
        assert "webhook house" in app.outlets.standings()
        old.close()


def test_what_an_outlet_has_put_aside_is_no_alarm_once_it_is_removed(app: App) -> None:
    seconds = [0.0]
    app.settings = replace(app.settings, mail=MAIL)
    watch = AlarmWatch(app, lambda: NOW, lambda: seconds[0], lambda folder: 10**12)
    record(app, 1)
    app.outlets.bury("mail", ["event 1"], app.outlets.cursor("mail"), 12, "SMTP 550", now=NOW)
    watch.look()
    watch.look()
    assert [alarm.about for alarm in app.alarms.going_on()] == ["mail"]
    app.settings = replace(app.settings, mail=MailSettings())
    seconds[0] += 60
    watch.look()
    assert app.alarms.going_on() == []
    watch.close()


@pytest.mark.parametrize("status", [0, 302, 410, 500], ids=["taken", "refused", "put aside", "busy"])
def test_an_outlet_that_is_removed_while_it_sends_stays_forgotten(app: App, status: int) -> None:
    """Its answer comes after it was removed."""
    desk = Desk(app, app.actor)

    def answer(number: int) -> int:
        if number == 2:
            desk.save_settings(Settings(), now=NOW)
        return 500 if number == 1 else status

    with Receiver(answer) as receiver:
        desk.save_settings(Settings(webhooks=(receiver.hook,)), now=NOW)
        made = sender(app, receiver.hook)
        record(app, 2)
        made.look()
        made.look()
        made.close()
        assert app.outlets.dead() == []
        assert app.outlets.standings() == {}
        assert app.outlets.cursor("webhook house").event == 2, "added again, it begins afresh"


def test_an_outlet_that_takes_nothing_for_long_is_an_alarm_until_it_does(app: App) -> None:
    seconds, at = [0.0], [NOW]
    app.settings = replace(app.settings, webhooks=(WebhookSettings("house", "https://example.org/in", SECRET),))
    watch = AlarmWatch(app, lambda: at[0], lambda: seconds[0], lambda folder: 10**12)
    cursor = app.outlets.cursor("webhook house")
    app.outlets.complain("webhook house", NOW, "HTTP 503")
    watch.look()
    assert app.alarms.going_on() == [], "not for so long yet"
    at[0] += timedelta(minutes=15)
    seconds[0] += 60
    watch.look()
    (alarm,) = app.alarms.going_on()
    assert (alarm.kind, alarm.about) == (Reason.OUTLET_REFUSED, "webhook house")
    assert "HTTP 503" in str(alarm.message)
    with Receiver(lambda number: 0) as receiver:
        app.settings = replace(app.settings, webhooks=(receiver.hook,))
        assert Desk(app, app.actor).test_outlet("house", now=at[0]) == ""
    assert app.outlets.cursor("webhook house") == cursor, "a test passes nothing over"
    seconds[0] += 60
    watch.look()
    assert app.alarms.going_on() == []
    watch.close()
