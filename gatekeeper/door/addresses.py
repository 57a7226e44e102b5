"""The address of a relay: the setting `door.relay`, as "KIND:PLACE?OPTION=VALUE&OPTION=VALUE"."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Any

from gatekeeper.errors import ConfigError
from gatekeeper.messages import Message

RELAYS = Message(
    'It must be "simulated", "board:PORT" as "board:/dev/ttyACM0", "serial:PORT", "lcus:PORT", "shelly:HOST", '
    '"tasmota:HOST", "modbus-tcp:HOST" or "modbus-rtu:PORT".'
)
_FLAGS = ("contact", "tamper", "alarm")
_INPUTS = (*_FLAGS, "channel", "unit", "pulse")
_OPTIONS: dict[str, tuple[str, ...]] = {
    "serial": (),
    "shelly": (),
    "tasmota": (),
    "board": _FLAGS,
    "lcus": ("channel",),
    "modbus-tcp": _INPUTS,
    "modbus-rtu": (*_INPUTS, "baud"),
}
_HOSTED = ("shelly", "tasmota", "modbus-tcp")
_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
_MOST = {"unit": 247, "channel": 255, "contact": 255, "tamper": 255, "alarm": 255}


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """A relay's kind and place: a serial port or a host.

    channel: which of several relays, from 1; unit, baud: of Modbus; pulse: the maker whose command makes a Modbus relay time
    its own pulse, "" for none. contact, tamper, alarm: the inputs for the door contact and the tamper contact, and the channel
    of the alarm output, from 1; 0: not wired. A door board has its own pins for them: 1.
    """

    kind: str
    place: str = ""
    channel: int = 1
    unit: int = 1
    baud: int = 9600
    pulse: str = ""
    contact: int = 0
    tamper: int = 0
    alarm: int = 0

    @staticmethod
    def parse(text: str) -> "RelayAddress":
        """Raises ConfigError, whose hint names the valid values."""
        if text == "simulated":
            return RelayAddress(text)
        kind, _, rest = text.partition(":")
        place, asked, query = rest.partition("?")
        if kind not in _OPTIONS or not place:
            raise _wrong(text, RELAYS)
        if kind in _HOSTED:
            _host_and_port(text, place)
        values: dict[str, str | int] = {}
        for option in query.split("&") if asked else ():
            name, _, value = option.partition("=")
            if name not in _OPTIONS[kind] or name in values:
                options = _OPTIONS[kind]
                hint = (
                    Message("Its options are {options}.", options=options) if options else Message("It has no options.")
                )
                raise _wrong(text, hint)
            values[name] = value if name == "pulse" else _number(text, name, value, flag=kind == "board")
        address = RelayAddress(kind, place, **values)  # type: ignore[arg-type]
        if address.pulse not in ("", "waveshare"):
            raise _wrong(text, Message('pulse must be "waveshare" or omitted.'))
        if address.alarm and not address.sensed:
            raise ConfigError("door.relay is {text!r}.", "An alarm output needs contact or tamper.", text=text)
        if address.alarm == address.channel and kind != "board":
            raise _wrong(text, Message("alarm must be another channel than the door's."))
        return address

    @property
    def port(self) -> str:
        """The serial port, which only one program can use; empty for none."""
        return self.place if self.kind in ("serial", "board", "lcus", "modbus-rtu") else ""

    @property
    def host(self) -> str:
        """The host, a name or an address (IPv6 without brackets); empty for none."""
        return _host_and_port(self.place, self.place)[0] if self.kind in _HOSTED else ""

    @property
    def tcp_port(self) -> int:
        """The host's port; 0 if not given."""
        return _host_and_port(self.place, self.place)[1] if self.kind in _HOSTED else 0

    @property
    def locks_itself(self) -> bool:
        """Whether the relay locks by itself after its time even if this program is killed."""
        return self.kind in ("simulated", "board", "shelly", "tasmota") or bool(self.pulse)

    @property
    def sensed(self) -> bool:
        """Whether a contact reports the door's state."""
        return bool(self.contact or self.tamper)


def _host_and_port(text: str, place: str) -> tuple[str, int]:
    """The parts of HOST, HOST:PORT, [IPV6] or [IPV6]:PORT; 0 for no port. text: the whole setting, for the error."""
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+(?:%\w+)?)\]|([\w.-]+))(?::([0-9]{1,5}))?", place)
    if found is None:
        raise _wrong(text, RELAYS)
    literal, name, port = found.groups()
    number = int(port) if port is not None else 0
    if port is not None and not 0 < number < 65536:
        raise _wrong(text, RELAYS)
    if literal is not None:
        try:
            IPv6Address(literal)
        except ValueError:
            raise _wrong(text, RELAYS) from None
    return literal or name, number


def _number(text: str, name: str, value: str, flag: bool) -> int:
    if flag and value in ("", "1"):
        return 1
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 0
    if flag:
        raise _wrong(text, Message("{option} takes no value here.", option=name))
    if name == "baud" and number not in _BAUDS:
        raise _wrong(text, Message("{option} must be one of {numbers}.", option=name, numbers=_BAUDS))
    if name != "baud" and not 0 < number <= _MOST[name]:
        raise _wrong(text, Message("{option} must be 1 to {most}.", option=name, most=_MOST[name]))
    return number


def _wrong(text: str, hint: str, **params: Any) -> ConfigError:
    return ConfigError("door.relay is {value!r}.", hint, value=text, **params)
