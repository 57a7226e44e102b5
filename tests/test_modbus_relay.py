"""Modbus relays before a real server, over TCP and over a serial line, and USB relays on a pseudo-terminal."""

import asyncio
import os
import queue
import socket
import threading
import tty
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from gatekeeper.domain import Reason
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.door import Door
from gatekeeper.door.hardware import Hardware
from gatekeeper.door.modbus_relay import ModbusRelay
from gatekeeper.door.relay import KeptRelay, Relay
from gatekeeper.door.relays import open_relay
from gatekeeper.door.sensors import Sensors
from gatekeeper.door.serial_line import SerialLine
from gatekeeper.errors import ConfigError, DoorError
from gatekeeper.events import Bus, DoorAlarmed, LoggedOnce

FOREVER = float("inf")


class Device:
    """A relay board with 768 coils and 8 inputs. asked: what came, bare of number and checksum; deaf: it answers faults."""

    def __init__(self, port: str = "") -> None:
        self.coils, self.inputs = [False] * 768, [True] * 8
        self.asked: list[bytes] = []
        self.deaf = False
        self.changed = threading.Condition()
        self._port = port
        self._ready: Future[int] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self.port = self._ready.result(60)

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()

        async def act(code: int, start: int, address: int, count: int, cells: list[int], values: Any) -> Any:
            if self.deaf:
                return ExcCodes.DEVICE_FAILURE
            with self.changed:
                kept = self.inputs if code == 2 else self.coils
                if values is not None:
                    kept[address : address + count] = [bool(one) for one in values]
                    self.changed.notify_all()
                return kept[address : address + count]

        bits = [[SimData(0, values=[False] * 768, datatype=DataType.BITS)] for _ in range(2)]
        words = [[SimData(0, values=0, datatype=DataType.REGISTERS)] for _ in range(2)]
        device = SimDevice(3, (bits[0], bits[1], words[0], words[1]), action=act)

        def heard(sending: bool, packet: bytes) -> bytes:
            if not sending and packet:
                self.asked.append(packet[7:] if not self._port else packet[1:-2])
            return packet

        server: Any
        if self._port:
            server = ModbusSerialServer(device, port=self._port, baudrate=9600, trace_packet=heard)
        else:
            server = ModbusTcpServer(device, address=("127.0.0.1", 0), trace_packet=heard)
        await server.serve_forever(background=True)
        self._ready.set_result(0 if self._port else server.transport.sockets[0].getsockname()[1])
        await self._end.wait()
        await server.shutdown()

    def close(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(60)


@pytest.fixture
def device() -> Iterator[Device]:
    device = Device()
    yield device
    device.close()


def relay(device: Device, options: str = "") -> ModbusRelay:
    opened = open_relay(RelayAddress.parse(f"modbus-tcp:127.0.0.1:{device.port}?unit=3{options}"))
    assert isinstance(opened, ModbusRelay)
    return opened


def test_a_coil_opens_the_door_and_closes_it(device: Device) -> None:
    device.coils[1] = True  # as a program left it that was killed
    door = Door("front", KeptRelay(lambda: relay(device, "&channel=2")), Bus())
    door.wait_ready()
    assert not any(device.coils)
    door.unlock(60, deadline=FOREVER).result(60)
    assert device.coils[:3] == [False, True, False]
    door.lock().result(60)
    assert not any(device.coils)
    door.unlock(60, deadline=FOREVER).result(60)
    door.close()
    assert not any(device.coils)


def test_a_relay_that_times_its_pulse_gets_the_makers_command(device: Device) -> None:
    opened = relay(device, "&channel=2&pulse=waveshare")
    opened.unlock_for(2.95)
    # https://www.waveshare.com/wiki/Modbus_RTU_Relay: 01 05 02 00 00 07 is "relay 1 flash on" for 7 tenths of a second.
    assert device.asked[-1] == bytes((5, 2, 1, 0, 30))
    opened.lock()
    assert not device.coils[1]
    opened.unlock_for(9999)
    assert device.asked[-1] == bytes((5, 2, 1, 0x7F, 0xFF))
    opened.close()


def test_an_answer_without_a_coil_and_a_host_that_cannot_be_are_faults_of_the_relay() -> None:
    def serve() -> None:
        there, _ = listener.accept()
        with there:
            there.sendall(there.recv(260)[:2] + b"\0\0\0\3\3\1\0")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(DoorError, match="as it should"):
            open_relay(RelayAddress.parse(f"modbus-tcp:127.0.0.1:{listener.getsockname()[1]}?unit=3"))
    with pytest.raises(DoorError, match=r"relay\.\.example\.org.* does not answer"):
        open_relay(RelayAddress.parse("modbus-tcp:relay..example.org?unit=3"))


def test_contacts_are_inputs_and_the_alarm_a_coil(device: Device) -> None:
    bus, told = Bus(), queue.SimpleQueue[DoorAlarmed]()
    bus.subscribe(DoorAlarmed, told.put)
    device.inputs[0] = False  # the wire of the housing is cut
    door = Door("front", KeptRelay(lambda: relay(device, "&contact=2&tamper=1&alarm=4")), bus)
    with device.changed:
        assert device.changed.wait_for(lambda: device.coils[3], 20)
    assert door.alarms == (Reason.TAMPERED,)
    assert told.get(timeout=60) == DoorAlarmed("front", Reason.TAMPERED, True)
    door.close()
    assert not any(device.coils)
    device.inputs[1] = False
    opened = relay(device, "&contact=2")
    assert opened.sense() == Sensors(True)
    opened.close()


def test_a_relay_that_does_not_obey_is_named(device: Device) -> None:
    opened = relay(device)
    device.deaf = True
    with pytest.raises(DoorError, match=rf"127\.0\.0\.1:{device.port} does not know"):
        opened.unlock()
    device.close()
    with pytest.raises(DoorError, match=rf"127\.0\.0\.1:{device.port} does not answer"):
        opened.unlock()
    with pytest.raises(DoorError, match="does not answer"):
        relay(device)


@pytest.fixture
def cable() -> Iterator[tuple[int, int, str, str]]:
    """Two serial ports that are joined."""
    (one, near), (other, far) = os.openpty(), os.openpty()
    for end in (near, far):
        tty.setraw(end)

    def carry(there: int, back: int) -> None:
        try:
            while data := os.read(there, 64):
                os.write(back, data)
        except OSError:
            return

    threads = [threading.Thread(target=carry, args=ends, daemon=True) for ends in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    yield near, far, os.ttyname(near), os.ttyname(far)
    for end in (near, far):
        os.close(end)


def test_over_a_serial_line(cable: tuple[int, int, str, str]) -> None:
    device = Device(cable[3])
    opened: Relay = open_relay(RelayAddress.parse(f"modbus-rtu:{cable[2]}?unit=3&baud=9600"))
    opened.unlock()
    assert device.coils[0]
    opened.close()
    assert not any(device.coils)
    device.close()


def test_a_usb_relay_gets_its_own_commands() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    opened = open_relay(RelayAddress.parse(f"lcus:{os.ttyname(slave)}?channel=2"))
    opened.check()
    opened.unlock()
    opened.close()
    said = b""
    while len(said) < 12:
        said += os.read(master, 64)
    assert said == bytes.fromhex("a00200a2 a00201a3 a00200a2")
    os.close(slave)
    os.close(master)


def test_a_port_is_left_to_other_programs_once_its_name_leads_to_another(tmp_path: Path) -> None:
    """As /dev/serial/by-id does when the cable was pulled: the port before may be another device's by now."""
    ends = [os.openpty() for _ in range(2)]
    before, now = (os.ttyname(slave) for _, slave in ends)
    link = tmp_path / "by-id"
    one, other = (Hardware(tmp_path / name, LoggedOnce()) for name in ("home", "copy"))
    for port in (before, now):
        link.unlink(missing_ok=True)
        link.symlink_to(port)
        one.open_relay(f"lcus:{link}").close()
    with pytest.raises(DoorError, match="is held by"):
        other.open_relay(f"lcus:{now}")
    other.open_relay(f"lcus:{before}").close()
    for hardware in (one, other):
        hardware.claims.close()
    for end in (end for pair in ends for end in pair):
        os.close(end)


def test_two_doors_share_a_serial_line_in_turn(cable: tuple[int, int, str, str]) -> None:
    device = Device(cable[3])
    front, back = (
        Door(name, KeptRelay(partial(open_relay, RelayAddress.parse(f"modbus-rtu:{cable[2]}?unit=3{options}"))), Bus())
        for name, options in (("front", ""), ("back", "&channel=2"))
    )
    for door in (front, back):
        door.wait_ready()
    for _ in range(3):  # both at once: requests that ran into each other would be answered to nobody
        asked = [door.unlock(60, deadline=FOREVER) for door in (front, back)]
        assert [one.result(60) for one in asked] == [None, None]
        assert device.coils[:3] == [True, True, False]
        asked = [door.lock() for door in (front, back)]
        assert [one.result(60) for one in asked] == [None, None]
        assert not any(device.coils)
    back.unlock(60, deadline=FOREVER).result(60)
    front.close()
    assert device.coils[:2] == [False, True]  # the other goes on
    with pytest.raises(DoorError, match="used by another door, as modbus-rtu 9600"):
        open_relay(RelayAddress.parse(f"modbus-rtu:{cable[2]}?unit=3&baud=19200"))
    back.close()
    assert not any(device.coils)
    assert not SerialLine._lines
    device.close()


def test_relays_of_one_usb_board_are_two_doors_and_both_come_back_with_the_cable(tmp_path: Path) -> None:
    def plug_in() -> tuple[int, int]:
        master, slave = os.openpty()
        tty.setraw(slave)
        (tmp_path / "port").unlink(missing_ok=True)
        (tmp_path / "port").symlink_to(os.ttyname(slave))
        return master, slave

    def said(master: int, frames: int) -> list[str]:
        got = b""
        while len(got) < 4 * frames:
            got += os.read(master, 64)
        return [got[at : at + 4].hex() for at in range(0, len(got), 4)]

    master, slave = plug_in()
    addresses = [RelayAddress.parse(f"lcus:{tmp_path}/port?channel={number}") for number in (1, 2)]
    relays = [KeptRelay(partial(open_relay, address)) for address in addresses]
    for one in relays:
        one.check()
        one.unlock()
    assert said(master, 4) == ["a00100a1", "a00101a2", "a00200a2", "a00201a3"]
    os.close(slave)
    os.close(master)
    for one in relays:
        with pytest.raises(DoorError):
            one.unlock()
    master, slave = plug_in()
    for one in relays:
        one.check()
    assert said(master, 2) == ["a00100a1", "a00200a2"]
    for one in relays:
        one.close()
    os.close(slave)
    os.close(master)


@pytest.mark.parametrize("place", ["host:50x", "host:99999", "host:0", "host:", "[::1", "[nonsense]:502", "::1", "a b"])
def test_an_invalid_host_or_port_is_refused(place: str) -> None:
    with pytest.raises(ConfigError, match=r"door\.relay is"):
        RelayAddress.parse(f"modbus-tcp:{place}")


def test_host_and_port_are_what_was_written() -> None:
    parsed = [RelayAddress.parse(f"modbus-tcp:{place}") for place in ("[::1]:1502", "10.0.0.9:503", "relay-1.lan")]
    assert [(one.host, one.tcp_port) for one in parsed] == [("::1", 1502), ("10.0.0.9", 503), ("relay-1.lan", 0)]


def test_a_door_is_locked_at_the_end_though_its_alarm_output_fails(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = relay(device, "&contact=1&alarm=4")
    opened.unlock()

    def fail(on: bool) -> None:
        raise DoorError("The alarm output does not answer.")

    monkeypatch.setattr(opened, "alarm", fail)
    with pytest.raises(DoorError, match="alarm"):
        opened.close()
    assert not any(device.coils[:3])
