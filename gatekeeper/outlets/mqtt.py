"""MQTT: doors, events and alarms for whoever subscribes, found by Home Assistant (MQTT discovery) without being set up there.

Topics below `mqtt.topic`: `status` (online, offline by the last will), `doors/DOOR/lock` (ON: unlocked), `events`, `alarms`
(each as it comes), `last` (the last event, kept) and `open_alarms` (how many, kept; silent ones are not counted).
"""

import json
import re
import ssl
import threading
from collections.abc import Callable, Sequence
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from gatekeeper.outlets.feed import Item
from gatekeeper.outlets.sender import UnreachableError
from gatekeeper.outlets.settings import MqttSettings

_ANSWER_SECONDS = 10.0


class Mqtt:
    """The broker. doors: names of this home's doors; unlocked: whether one is, None where another program has it; open_alarms:
    how many there are."""

    name, tries, batch, pause = "mqtt", 1, 1, 0.0

    def __init__(
        self,
        settings: MqttSettings,
        doors: Sequence[str],
        unlocked: Callable[[str], bool | None],
        open_alarms: Callable[[], int],
    ) -> None:
        self._settings, self._doors, self._unlocked, self._open_alarms = settings, doors, unlocked, open_alarms
        self._topic = settings.topic.strip("/")
        self._connected = threading.Event()
        self._why = "no answer"
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="", clean_session=True)
        if settings.user:
            self._client.username_pw_set(settings.user, settings.password or None)
        if settings.tls:
            self._client.tls_set_context(ssl.create_default_context(cafile=settings.ca_file or None))
        self._client.will_set(f"{self._topic}/status", "offline", qos=1, retain=True)
        self._client.reconnect_delay_set(1, 60)
        self._client.on_connect = self._greeted
        self._client.on_disconnect = self._gone
        self._begun = False

    def wants(self, item: Item) -> bool:
        """All of it."""
        return True

    def deliver(self, items: Sequence[Item]) -> None:
        """Publish it, and wait until the broker has it. Raises UnreachableError."""
        if not self._begun:
            try:
                self._client.connect_async(self._settings.server, self._settings.port, keepalive=30)
            except (ValueError, OSError) as error:
                raise UnreachableError(str(error)) from error
            self._client.loop_start()
            self._begun = True
        if not self._connected.wait(_ANSWER_SECONDS):
            raise UnreachableError(self._why)
        for item in items:
            body = json.dumps(item.body, ensure_ascii=False)
            if item.alarm or item.kind == "test":
                self._publish("alarms", body)
                self._publish("open_alarms", str(self._open_alarms()), retain=True)
            if not item.alarm:
                self._publish("events", body)
                self._publish(
                    "last", json.dumps({"reason": item.data.get("reason", item.kind)} | item.body), retain=True
                )

    def tell_doors(self) -> None:
        """Say which doors are locked, where the broker is there."""
        if not self._connected.is_set():
            return
        for door in self._doors:
            unlocked = self._unlocked(door)
            state = "unknown" if unlocked is None else "ON" if unlocked else "OFF"
            self._client.publish(f"{self._topic}/doors/{_word(door)}/lock", state, qos=1, retain=True)

    def close(self) -> None:
        """Say good-bye: a broker that is not told so would wait for the last will."""
        if self._begun:
            if self._connected.is_set():
                self._client.publish(f"{self._topic}/status", "offline", qos=1, retain=True).wait_for_publish(2)
            self._client.disconnect()
            self._client.loop_stop()

    def _publish(self, place: str, text: str, *, retain: bool = False) -> None:
        told = self._client.publish(f"{self._topic}/{place}", text, qos=1, retain=retain)
        try:
            told.wait_for_publish(_ANSWER_SECONDS)
        except (RuntimeError, ValueError) as error:
            raise UnreachableError(str(error)) from error
        if not told.is_published():
            raise UnreachableError("no answer")

    def _greeted(self, client: mqtt.Client, data: Any, flags: Any, why: Any, properties: Any) -> None:
        if why.is_failure:
            self._why = str(why)
            return
        for place, config in self._discovery():
            client.publish(
                f"{self._settings.discovery.strip('/')}/{place}/config", json.dumps(config), qos=1, retain=True
            )
        client.publish(f"{self._topic}/status", "online", qos=1, retain=True)
        client.publish(f"{self._topic}/open_alarms", str(self._open_alarms()), qos=1, retain=True)
        self._connected.set()
        self.tell_doors()

    def _gone(self, client: mqtt.Client, data: Any, flags: Any, why: Any, properties: Any) -> None:
        self._connected.clear()
        self._why = str(why)

    def _discovery(self) -> list[tuple[str, dict[str, Any]]]:
        """What Home Assistant is told of, each with where: a lock's state for each door, the last event, alarms."""
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
            word = _word(door)
            state = {"state_topic": f"{self._topic}/doors/{word}/lock", "device_class": "lock", "name": door}
            found.append((f"binary_sensor/{home}/{word}_lock", {**shared, **state, "unique_id": f"{home}_{word}_lock"}))
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


def _word(name: str) -> str:
    """A name as a part of a topic; two names never become one."""
    return re.sub(r"[^A-Za-z0-9-]", lambda m: "_" if m[0] in " /" else f"_{ord(m[0]):x}_", name)
