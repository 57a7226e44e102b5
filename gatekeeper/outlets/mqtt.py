"""MQTT: doors, events and alarms for subscribers, found by Home Assistant (MQTT discovery) without configuration there.

Topics below `mqtt.topic`: `status` (online, offline by the last will), `doors/DOOR/lock` (ON: unlocked), `events`, `alarms`
(each as it comes), `last` (the last event without names, kept) and `open_alarms` (how many, kept; silent ones are not counted).
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from gatekeeper.errors import StoreError
from gatekeeper.messages import Message
from gatekeeper.outlets.feed import Item
from gatekeeper.outlets.sender import NO_ANSWER, BusyError, UnreachableError
from gatekeeper.outlets.settings import MqttSettings, shown_server
from gatekeeper.outlets.trouble import host_of, reason, trusted

log = logging.getLogger(__name__)
_ANSWER_SECONDS = 10.0
_OF_THE_USER = frozenset({134, 135})  # bad user name or password, not authorized: brokers say either
_REFUSES_USER = Message("it refuses the user name or the password")


class Mqtt:
    """The broker. doors: names of this home's doors; unlocked: whether one is, None where another program has it; open_alarms:
    how many there are; keep: notes the topics that the broker retains, and returns those that it is no longer to; retained:
    those noted by an earlier program."""

    name, tries, batch, pause = "mqtt", 1, 1, 0.0
    give_up_hours: float

    def __init__(
        self,
        settings: MqttSettings,
        doors: Sequence[str],
        unlocked: Callable[[str], bool | None],
        open_alarms: Callable[[], int],
        keep: Callable[[Collection[str]], Collection[str]] = lambda topics: (),
        retained: Collection[str] = (),
    ) -> None:
        self._settings, self._doors, self._unlocked, self._open_alarms = settings, doors, unlocked, open_alarms
        self._keep, self._topic, self.give_up_hours = keep, settings.topic.strip("/"), settings.give_up_hours
        self._connected, self._new = (
            threading.Event(),
            threading.Event(),
        )  # new: the status has not been published since
        self._heard = threading.Event()  # whether it accepts us, or why not
        self._why: str = NO_ANSWER
        self._refused = False  # by the connection there is, which then ends: why has been said
        self._client: mqtt.Client | None = None
        self._kept = True  # whether this program publishes the retained topics
        self._retained = {*retained}
        self._greeting = threading.Lock()  # used by the sender's thread and the one that publishes doors
        self._told: dict[str, str] = {}

    def wants(self, item: Item) -> bool:
        """All of it that the settings say."""
        return item.for_outlet(self._settings)

    def deliver(self, items: Sequence[Item]) -> None:
        """Publish an item, and wait until the broker has it. Raises UnreachableError."""
        self._begin()
        self._greet()
        for item in items:
            body = json.dumps(item.body, ensure_ascii=False)
            if item.alarm:
                self._publish("alarms", body)
                self._publish("open_alarms", str(self._open_alarms()), retain=True)
            else:
                self._publish("events", body)
                self._publish("last", json.dumps(_kept(item), ensure_ascii=False), retain=True)

    def test(self, item: Item) -> None:
        """Publish only to `alarms`: the retained topics belong to the running program. Raises UnreachableError."""
        self._kept = False
        self._begin()
        self._publish("alarms", json.dumps(item.body, ensure_ascii=False))

    def tell_doors(self) -> None:
        """Publish that the program is online, and which doors are locked, if the broker is connected and does not know it
        yet."""
        client = self._client
        if client is None or not self._connected.is_set():
            return
        self._greet()
        for door in self._doors:
            unlocked = self._unlocked(door)
            state = "unknown" if unlocked is None else "ON" if unlocked else "OFF"
            if self._told.get(door) != state:
                client.publish(self._lock_of(door), state, qos=1, retain=True)
                self._told[door] = state

    def close(self) -> None:
        """Disconnect properly: otherwise the broker would wait for the last will."""
        if self._client is not None and self._kept and self._connected.is_set():
            publication = self._client.publish(f"{self._topic}/status", "offline", qos=1, retain=True)
            with suppress(RuntimeError, ValueError):
                publication.wait_for_publish(2)
        self._let_go()

    def leave(self, following: MqttSettings) -> None:
        """Delete what the broker retains, unless it is that of the settings that follow. To be called after `close`. A broker
        that cannot be reached is named in the log, and not tried again: it may be gone for good."""
        to, topics = self._settings, sorted(self._retained)
        if (to.server, to.port) == (following.server, following.port) or not topics:
            return
        self._kept = False
        try:
            self._begin()
            assert self._client is not None
            for gone in [self._client.publish(topic, None, qos=1, retain=True) for topic in topics]:
                self._arrived(gone)
        except UnreachableError as error:
            log.warning(
                "The MQTT broker %s:%d is told of nothing any more, and what it was told stays there, as it cannot be reached "
                "(%s). Delete these topics there: %s",
                *(shown_server(to.server), to.port, error.why, ", ".join(topics)),
            )
        finally:
            self._let_go()
            with suppress(StoreError):
                self._keep(())

    def _begin(self) -> None:
        """Connect. Raises UnreachableError; an unreadable certificate file is tried again, too."""
        to = self._settings
        if self._client is None:
            try:
                host = host_of(to.server)
                host.encode("idna")  # else it would end paho's thread
                client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="", clean_session=True)
                if to.user:
                    client.username_pw_set(to.user, to.password or None)
                if to.tls:
                    client.tls_set_context(trusted(to.ca_file))
                if self._kept:
                    client.will_set(f"{self._topic}/status", "offline", qos=1, retain=True)
                client.reconnect_delay_set(1, 60)
                client.on_connect, client.on_disconnect = self._answered, self._gone
                client.on_connect_fail = self._not_reached
                self._heard.clear()  # an earlier client has
                self._why, self._refused = NO_ANSWER, False
                client.connect_async(host, to.port, keepalive=30)
            except UnicodeError as error:
                raise UnreachableError(reason(error)) from error
            except ValueError as error:
                raise UnreachableError(str(error)) from error
            client.loop_start()
            self._client = client
        if not self._connected.is_set():
            self._heard.wait(_ANSWER_SECONDS)
        if not self._connected.is_set():
            self._heard.clear()
            raise UnreachableError(self._why)

    def _greet(self) -> None:
        """Publish the retained topics, once after each connection. Not on paho's thread, which an exception would end."""
        with self._greeting:
            client = self._client
            if client is None or not self._new.is_set():
                return
            alarms = self._open_alarms()
            self._new.clear()
            prefix = self._settings.discovery.strip("/")
            found = {f"{prefix}/{place}/config": json.dumps(config) for place, config in self._discovery()}
            own = [f"{self._topic}/{place}" for place in ("status", "last", "open_alarms")]
            retained = {*found, *own, *map(self._lock_of, self._doors)}
            self._retained |= retained
            with suppress(StoreError):  # a full disk holds no alarm back; after the next connection it is noted
                for gone in self._keep(retained):
                    client.publish(gone, None, qos=1, retain=True)  # or subscribers would be told of it for ever
                self._retained = retained
            for topic, config in found.items():
                client.publish(topic, config, qos=1, retain=True)
            client.publish(f"{self._topic}/status", "online", qos=1, retain=True)
            client.publish(f"{self._topic}/open_alarms", str(alarms), qos=1, retain=True)
            self._told.clear()

    def _publish(self, place: str, text: str, *, retain: bool = False) -> None:
        assert self._client is not None
        self._arrived(self._client.publish(f"{self._topic}/{place}", text, qos=1, retain=retain))

    def _arrived(self, publication: mqtt.MQTTMessageInfo) -> None:
        """Wait until the broker has it. Raises UnreachableError."""
        try:
            publication.wait_for_publish(_ANSWER_SECONDS)
        except (RuntimeError, ValueError) as error:
            raise UnreachableError(str(error)) from error
        if not publication.is_published():
            self._let_go()  # else the client, which keeps it, would send it again
            raise BusyError(NO_ANSWER)

    def _answered(self, client: mqtt.Client, data: Any, flags: Any, why: Any, properties: Any) -> None:
        if why.is_failure:
            self._refused = True
            self._why = _REFUSES_USER if why.value in _OF_THE_USER else str(why)
        else:
            self._new.set()
            self._connected.set()
        self._heard.set()

    def _not_reached(self, client: mqtt.Client, data: Any) -> None:
        error = sys.exc_info()[1]  # paho reports this without the reason, while it handles it
        self._why = NO_ANSWER if error is None else reason(error)
        self._heard.set()

    def _let_go(self) -> None:
        client, self._client = self._client, None
        self._connected.clear()
        if client is not None:
            client.disconnect()
            client.loop_stop()

    def _gone(self, client: mqtt.Client, data: Any, flags: Any, why: Any, properties: Any) -> None:
        self._connected.clear()
        if not self._refused:  # paho has no word for it but "Unspecified error"
            self._why = Message("it closed the connection")
        self._refused = False
        self._heard.set()

    def _lock_of(self, door: str) -> str:
        return f"{self._topic}/doors/{_word(door)}/lock"

    def _discovery(self) -> list[tuple[str, dict[str, Any]]]:
        """The discovery messages for Home Assistant with their topics: a lock state for each door, the last event, alarms."""
        if not self._settings.discovery:
            return []
        home = _word(self._topic)
        shared = {
            "availability_topic": f"{self._topic}/status",
            "device": {"identifiers": [home], "name": "gatekeeper", "manufacturer": "gatekeeper"},
            "origin": {"name": "gatekeeper"},
        }
        found: list[tuple[str, dict[str, Any]]] = []
        for door in self._doors:
            slug = _word(door)
            state = {"state_topic": self._lock_of(door), "device_class": "lock", "name": door}
            found.append((f"binary_sensor/{home}/{slug}_lock", {**shared, **state, "unique_id": f"{home}_{slug}_lock"}))
        last = {
            "state_topic": f"{self._topic}/last",
            "value_template": "{{ value_json.reason }}",
            "json_attributes_topic": f"{self._topic}/last",
            "name": "Last event",
        }
        found.append((f"sensor/{home}/last_event", {**shared, **last, "unique_id": f"{home}_last_event"}))
        alarm = {
            "state_topic": f"{self._topic}/open_alarms",
            "value_template": "{{ 'ON' if value | int > 0 else 'OFF' }}",
            "json_attributes_topic": f"{self._topic}/alarms",
            "device_class": "problem",
            "name": "Alarm",
        }
        found.append((f"binary_sensor/{home}/alarm", {**shared, **alarm, "unique_id": f"{home}_alarm"}))
        return found


def _kept(item: Item) -> dict[str, Any]:
    """An event as retained by the broker: without names, which nobody could erase there."""
    named = ("person", "person_id", "message")
    data = {key: value for key, value in item.data.items() if key not in named}
    return {"reason": item.data.get("reason", item.kind)} | item.body | {"data": data}


def _word(name: str) -> str:
    """A name as a part of a topic, without collisions: _ stands for a space, and other characters are encoded between
    dashes."""
    return re.sub(r"[^A-Za-z0-9]", lambda m: "_" if m[0] == " " else f"-{ord(m[0]):x}-", name)
