"""All kinds of relays."""

from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.board import BoardRelay
from gatekeeper.door.firmata_relay import FirmataRelay
from gatekeeper.door.http_relay import HttpRelay
from gatekeeper.door.modbus_relay import ModbusRelay
from gatekeeper.door.relay import Relay
from gatekeeper.door.simulated_relay import SimulatedRelay
from gatekeeper.door.usb_relay import UsbRelay


def open_relay(address: RelayAddress) -> Relay:
    """Open the relay, locked. Raises DoorError if it does not answer."""
    match address.kind:
        case "simulated":
            return SimulatedRelay()
        case "serial":
            return FirmataRelay(address.place)
        case "board":
            return BoardRelay(address)
        case "lcus":
            return UsbRelay(address.place, address.channel)
        case "modbus-tcp" | "modbus-rtu":
            return ModbusRelay(address)
        case _:
            return HttpRelay(address.kind, address.place)
