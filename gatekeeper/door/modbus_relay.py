"""Relays that speak Modbus (https://modbus.org/specs.php), over TCP or a serial line (RTU): each relay is a coil, each contact
a discrete input.

Makers whose relays time a pulse themselves: Waveshare with "flash on", which is function 05 at 0x0200 + the coil with the time
in tenths of a second (https://www.waveshare.com/wiki/Modbus_RTU_Relay).
"""

import logging
import math
import struct
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.lookup import numeric_address
from gatekeeper.door.sensors import Sensors
from gatekeeper.door.serial_line import SerialLine
from gatekeeper.errors import DoorError

TCP_PORT = 502
_TIMEOUT_SECONDS = 1.0
_FLASH_ON = 0x0200
_LONGEST_SECONDS = 3276.7  # the longest flash

# The library logs what is raised here.
logging.getLogger("pymodbus").setLevel(logging.CRITICAL)


class ModbusRelay:
    """One coil of a device whose serial line others may share, the inputs of its door, and the coil of its alarm output.

    Raises DoorError if the device does not answer.
    """

    def __init__(self, address: RelayAddress) -> None:
        from pymodbus.client import ModbusSerialClient, ModbusTcpClient

        self._address = address
        self._line: SerialLine[Any] | None = None
        if address.port:
            self._line = SerialLine.join(
                address.port,
                f"modbus-rtu {address.baud}",
                lambda: ModbusSerialClient(address.port, baudrate=address.baud, timeout=_TIMEOUT_SECONDS, retries=1),
            )
        else:
            port = address.tcp_port or TCP_PORT
            try:
                host = numeric_address(address.host, port, _TIMEOUT_SECONDS)
            except (OSError, ValueError) as error:  # ValueError: no possible name of a host
                raise self._silent(error) from error
            self._client: Any = ModbusTcpClient(host, port=port, timeout=_TIMEOUT_SECONDS, retries=1)
        try:
            self.check()
            self.lock()
        except BaseException:
            self._hang_up()
            raise

    def unlock(self) -> None:
        """See `Relay`. A relay with a pulse of its own locks by itself after its longest pulse at the latest."""
        if self._address.pulse:
            self.unlock_for(_LONGEST_SECONDS)
        else:
            self._switch(self._address.channel, True)
            if not self._is_on(self._address.channel):
                raise DoorError("The relay {relay} did not open.", "Check the relay.", relay=self._address.place)

    def unlock_for(self, seconds: float) -> None:
        """See `TimedRelay`; a relay without a pulse of its own stays open until `lock`."""
        if not self._address.pulse:
            self.unlock()
            return
        tenths = math.ceil(min(seconds, _LONGEST_SECONDS) * 10)
        request = _pulse(_FLASH_ON + self._address.channel - 1, tenths, self._address.unit)
        self._ask(lambda client: client.execute(False, request))

    def lock(self) -> None:
        """See `Relay`."""
        self._switch(self._address.channel, False)
        if self._is_on(self._address.channel):
            raise DoorError("The relay {relay} did not lock.", "Check the relay.", relay=self._address.place)

    def refuse(self) -> None:
        """See `Relay`: the device has no light for that."""

    def check(self) -> None:
        """See `Relay`."""
        self._is_on(self._address.channel)

    def sense(self) -> Sensors:
        """See `SensingRelay`. A contact is closed while all is well, so that a cut wire is an alarm."""
        contact, tamper = (
            None if not number else not self._input(number) for number in (self._address.contact, self._address.tamper)
        )
        return Sensors(contact, tamper)

    def alarm(self, on: bool) -> None:
        """See `SensingRelay`."""
        if self._address.alarm:
            self._switch(self._address.alarm, on)

    def close(self) -> None:
        """See `Relay`."""
        try:
            self.lock()
        finally:
            try:
                self.alarm(False)
            finally:
                self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.leave()
        else:
            self._client.close()

    def _switch(self, channel: int, on: bool) -> None:
        self._ask(lambda client: client.write_coil(channel - 1, on, device_id=self._address.unit))

    def _is_on(self, channel: int) -> bool:
        return self._bit(lambda client: client.read_coils(channel - 1, count=1, device_id=self._address.unit))

    def _input(self, number: int) -> bool:
        return self._bit(lambda client: client.read_discrete_inputs(number - 1, count=1, device_id=self._address.unit))

    def _bit(self, request: Callable[[Any], Any]) -> bool:
        bits = self._ask(request).bits
        if not bits:
            raise DoorError(
                "The relay {relay} does not answer as it should.", "Check the relay.", relay=self._address.place
            )
        return bool(bits[0])

    def _ask(self, request: Callable[[Any], Any]) -> Any:
        from pymodbus.exceptions import ModbusException

        try:
            with self._line.turn() if self._line is not None else nullcontext(self._client) as client:
                if not client.connect():
                    raise OSError("no connection")
                answer = request(client)
        except (ModbusException, OSError, ValueError) as error:
            if self._line is not None and isinstance(error, OSError):  # the cable, not a silent device
                self._line.give_up()
            raise self._silent(error) from error
        if answer.isError():
            raise DoorError(
                "The relay {relay} does not know the command.", "Check the relay.", relay=self._address.place
            )
        return answer

    def _silent(self, error: Exception) -> DoorError:
        return DoorError(
            "The relay {relay} does not answer: {error}",
            "Is it switched on, and is the address right?",
            relay=self._address.place,
            error=error,
        )


def _pulse(address: int, tenths: int, unit: int) -> Any:
    """Function 05 with a time, where the standard defines only on and off."""
    from pymodbus.pdu.bit_message import WriteSingleCoilRequest

    class Pulse(WriteSingleCoilRequest):
        def encode(self) -> bytes:
            return struct.pack(">HH", address, tenths)

    return Pulse(address=address, bits=[True], dev_id=unit)
