"""Relays in the network, as the makers' documents say they answer, on loopback."""

import json
import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from gatekeeper.app import open_app
from gatekeeper.capture.sources import Source, SourceKind
from gatekeeper.config import DoorSettings
from gatekeeper.desk.desk import Desk
from gatekeeper.doctor import _door
from gatekeeper.door import ownership
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.door import Door
from gatekeeper.door.hardware import Hardware
from gatekeeper.door.http_relay import HttpRelay
from gatekeeper.door.lookup import numeric_address
from gatekeeper.door.modbus_relay import ModbusRelay
from gatekeeper.door.relay import KeptRelay
from gatekeeper.errors import DoorError
from gatekeeper.events import Bus, LoggedOnce
from gatekeeper.messages import Message
from gatekeeper.timezones import utc_now


class Device:
    """A relay that times its pulse itself. kind: "shelly 1", "shelly 2" or "tasmota"; stuck: it does not switch."""

    def __init__(self, kind: str) -> None:
        self.kind, self.on, self.stuck = kind, False, False
        self.pulse = 0.0
        self.asked: list[str] = []
        device = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                said = json.dumps(device.answer(self.path)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *words: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def switch(self, on: bool) -> None:
        if not self.stuck:
            self.on = on

    def answer(self, path: str) -> dict[str, Any]:
        self.asked.append(unquote(path))
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if self.kind == "tasmota":
            word, _, value = query["cmnd"].partition(" ")
            if word == "PulseTime1":
                self.pulse = int(value) / 10 if int(value) <= 111 else int(value) - 100
                return {"PulseTime1": {"Set": int(value), "Remaining": 0}}
            if value:
                self.switch(value == "On")
            return {"POWER": "ON" if self.on else "OFF"}
        if parts.path == "/shelly":
            return {"type": "SHSW-1"} if self.kind == "shelly 1" else {"id": "shellyplus1", "gen": 2}
        if parts.path == "/relay/0":
            self.pulse = float(query.get("timer", 0))
            self.switch(query["turn"] == "on")
            return {"ison": self.on}
        if parts.path == "/rpc/Switch.Set":
            self.pulse = float(query.get("toggle_after", 0))
            before = self.on
            self.switch(query["on"] == "true")
            return {"was_on": before}
        return {"id": 0, "output": self.on}


@pytest.fixture(params=["shelly 1", "shelly 2", "tasmota"])
def device(request: pytest.FixtureRequest) -> Iterator[Device]:
    device = Device(request.param)
    yield device
    device.server.shutdown()
    device.server.server_close()


class Resolver:
    """Finds "relay.test" at these addresses; while it is dead, whoever asks waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.addresses, self.alive = ["127.0.0.1"], threading.Event()
        self.alive.set()
        system = socket.getaddrinfo

        def find(host: Any, *about: Any, **how: Any) -> list[Any]:
            if host != "relay.test":
                return list(system(host, *about, **how))
            self.alive.wait(60)
            return [entry for address in self.addresses for entry in system(address, *about, **how)]

        monkeypatch.setattr(socket, "getaddrinfo", find)


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    resolver = Resolver(monkeypatch)
    yield resolver
    resolver.alive.set()


def test_a_relay_in_the_network_is_told_when_to_lock_before_it_opens(device: Device) -> None:
    kind = device.kind.split()[0]
    door = Door("front", KeptRelay(lambda: HttpRelay(kind, device.host)), Bus())
    door.wait_ready()
    assert not device.on
    door.unlock(3, deadline=float("inf")).result(60)
    assert (device.on, device.pulse) == (True, 3)  # it locks by itself then, whatever becomes of this program
    door.lock().result(60)
    assert not device.on
    door.unlock(30, deadline=float("inf")).result(60)
    assert (device.on, device.pulse) == (True, 30)
    door.close()
    assert not device.on


def test_a_relay_that_does_not_switch_is_named(device: Device) -> None:
    relay = HttpRelay(device.kind.split()[0], device.host)
    device.stuck = True
    with pytest.raises(DoorError, match=rf"{device.host} did not open"):
        relay.unlock_for(3)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", "as it should"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{", "as it should"),
        (b"HTTP/1.1 200 OK\r\n\r\n<html>", "as it should"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 60000, "as it should"),
        (b'HTTP/1.1 200 OK\r\n\r\n{"gen": null}', "is not a Shelly"),
        (b'HTTP/1.1 200 OK\r\n\r\n{"gen": "second"}', "is not a Shelly"),
    ],
    ids=["another protocol", "cut off", "a page", "nested without end", "gen null", "gen in words"],
)
def test_whatever_answers_at_a_wrong_address_is_no_relay(answer: bytes, says: str) -> None:
    def serve() -> None:
        there, _ = listener.accept()
        with there:
            there.recv(4096)
            there.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(DoorError, match=says):
            HttpRelay("shelly", f"127.0.0.1:{listener.getsockname()[1]}")


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX: ", b'HTTP/1.1 200 OK\r\n\r\n{"type": "'], ids=["head", "body"]
)
def test_a_relay_that_answers_byte_by_byte_without_end_is_given_up(start: bytes) -> None:
    given_up = threading.Event()

    def serve() -> None:
        there, _ = listener.accept()
        with there, suppress(OSError):
            there.sendall(start)
            for _ in range(300):  # a minute
                if given_up.wait(0.2):
                    return
                there.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        begun = monotonic()
        try:
            with pytest.raises(DoorError, match="does not answer: timed out"):
                HttpRelay("shelly", f"127.0.0.1:{listener.getsockname()[1]}")
        finally:
            given_up.set()
    assert monotonic() - begun < 30  # a few seconds, on a machine that has other things to do


def test_what_is_no_relay_and_what_is_not_there_are_refused_by_name(device: Device) -> None:
    other = "shelly" if device.kind == "tasmota" else "tasmota"
    device.answer = lambda path: {}  # type: ignore[method-assign]
    with pytest.raises(DoorError, match=device.host):
        HttpRelay(other, device.host)
    for host in ("127.0.0.1:9", "relay..example.org"):
        with pytest.raises(DoorError, match=rf"{host} does not answer"):
            HttpRelay("shelly", host)


def test_a_door_is_locked_at_once_though_its_relay_s_name_is_no_longer_found(
    device: Device, resolver: Resolver
) -> None:
    kind, port = device.kind.split()[0], device.server.server_port
    door = Door("front", KeptRelay(lambda: HttpRelay(kind, f"relay.test:{port}")), Bus())
    door.wait_ready()
    door.unlock(30, deadline=float("inf")).result(60)
    assert device.on
    resolver.alive.clear()
    door.lock().result(60)
    assert not device.on
    door.unlock(30, deadline=float("inf")).result(60)
    door.close()
    assert not device.on


def test_a_dead_resolver_keeps_one_thread_waiting_and_no_door(resolver: Resolver) -> None:
    resolver.alive.clear()
    with pytest.raises(DoorError, match="does not answer: the name was not found in time"):
        ModbusRelay(RelayAddress.parse("modbus-tcp:relay.test:9?unit=3"))
    with pytest.raises(DoorError) as told:
        HttpRelay("shelly", "relay.test:9")
    assert isinstance(told.value.message.params["error"], Message)  # so that it is translated
    for _ in range(3):
        with pytest.raises(TimeoutError):
            numeric_address("relay.test", 9, 0.01)
    assert [thread.name for thread in threading.enumerate()].count("lookup of relay.test") == 1
    resolver.alive.set()
    assert numeric_address("relay.test", 9, 10) == "127.0.0.1"


def test_of_a_relay_s_addresses_one_that_accepts_no_connection_is_passed_over(
    device: Device, resolver: Resolver
) -> None:
    resolver.addresses = ["127.0.0.2", "127.0.0.1"]
    HttpRelay(device.kind.split()[0], f"relay.test:{device.server.server_port}").check()


def test_a_relay_in_the_network_has_one_program_whichever_home_names_it(tmp_path: Path) -> None:
    """The other one would lock it as it begins, and by its own clock."""
    device = Device("shelly 2")
    one, other = (Hardware(tmp_path / name, LoggedOnce()) for name in ("home", "copy"))
    address = f"shelly:{device.host}"
    one.open_relay(address).unlock()
    one.open_relay(address).unlock()  # after a failure it is opened anew
    said = re.escape(f"The relay {device.host} is held by process {os.getpid()}")
    with pytest.raises(DoorError, match=said):
        other.open_relay(address)
    finding = _door("door", tmp_path / "copy", DoorSettings(relay=address))
    assert finding.state == "missing"
    assert re.match(said.lower().replace("the relay", ".*relay"), finding.found.lower())
    assert device.on
    one.claims.close()
    other.open_relay(address)
    assert not device.on
    other.claims.close()
    device.server.shutdown()


@pytest.mark.parametrize("names", [("127.0.0.1", "localhost"), ("LocalHost", "127.0.0.1"), ("localhost", "127.1")])
def test_a_relay_in_the_network_has_one_program_however_it_is_named(tmp_path: Path, names: tuple[str, str]) -> None:
    device = Device("shelly 2")
    one, other = (Hardware(tmp_path / name, LoggedOnce()) for name in ("home", "copy"))
    first, second = (f"shelly:{name}:{device.server.server_port}" for name in names)
    one.open_relay(first).unlock()
    with pytest.raises(DoorError, match="is held by"):
        other.open_relay(second)
    assert _door("door", tmp_path / "copy", DoorSettings(relay=second)).state == "missing"
    assert device.on
    one.release_relay(first)
    other.open_relay(second)
    other.claims.close()
    device.server.shutdown()


def test_what_others_put_in_the_way_of_the_folder_of_claims_keeps_no_door_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service has it among the temporary folders, where any account of the machine may be the first to take its name."""

    def refused(name: str) -> Path:
        raise PermissionError(f"runtime directory /tmp/runtime-1000 of {name} is a symlink")  # as platformdirs says it

    monkeypatch.setattr(ownership, "user_runtime_path", refused)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    device = Device("shelly 2")
    one, other = (Hardware(tmp_path / name, LoggedOnce()) for name in ("home", "copy"))
    one.open_relay(f"shelly:{device.host}").unlock()
    assert device.on
    with pytest.raises(DoorError, match="is held by"):
        other.open_relay(f"shelly:{device.host}")
    assert one.claim_camera(Source(SourceKind.DEPTH, "0")) == ""
    one.claims.close()
    device.server.shutdown()


def test_a_relay_that_was_only_tried_is_left_to_other_programs(tmp_path: Path) -> None:
    """The window goes on, and the service, which is started anew with the new door, is to open it."""
    app = open_app(tmp_path / "home", prefer_keyring=False)
    device, service = Device("shelly 2"), Hardware(tmp_path / "service", LoggedOnce())
    garage = DoorSettings("garage", relay=f"shelly:{device.host}", unlock_seconds=0.1)
    yard = app.doors.open_door(DoorSettings("yard", relay=garage.relay))
    yard.wait_ready()
    Desk(app, app.actor).test_relay(garage, now=utc_now())
    with pytest.raises(DoorError, match="is held by"):
        service.open_relay(garage.relay)  # yard has it still
    app.doors.close_door(yard)
    Desk(app, app.actor).test_relay(garage, now=utc_now())
    service.open_relay(garage.relay).unlock()
    assert device.on
    service.claims.close()
    app.close()
    device.server.shutdown()
