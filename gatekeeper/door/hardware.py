"""Exclusive resources of a program's doors: doors of the home; ports, relays and cameras of the machine."""

import threading
from http.client import HTTP_PORT
from pathlib import Path

from gatekeeper.capture.sources import Source
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.modbus_relay import TCP_PORT
from gatekeeper.door.ownership import Claims, Holder, camera_file, door_file, machine_file
from gatekeeper.door.relay import Relay
from gatekeeper.door.relays import open_relay
from gatekeeper.errors import DoorError
from gatekeeper.events import LoggedOnce
from gatekeeper.messages import Message


def relay_file(address: RelayAddress) -> Path | None:
    """The file that represents a serial port, or a relay of a device in the network, whichever home names it: opening it locks
    it, and the lock of one program would cut the openings of another short. None for a simulated relay."""
    if address.port:
        return machine_file("port", address.port)
    if not address.host:
        return None
    port = address.tcp_port or (TCP_PORT if address.kind == "modbus-tcp" else HTTP_PORT)
    return machine_file("relay", f"{address.host.lower()} {port} {address.unit} {address.channel}")


class Hardware:
    """Claims each resource for this program before it is opened. claims: what this program has claimed."""

    def __init__(self, home: Path, complaints: LoggedOnce) -> None:
        self._home, self._complaints = home, complaints
        self.claims = Claims()
        self._relays: dict[str, Path] = {}  # by the setting that names it: the file that represents it
        self._guard = threading.Lock()  # each door opens its relay on a thread of its own

    def claim_door(self, name: str) -> str:
        """Claim a door for this program; returns why that is not possible, or empty."""
        try:
            holder = self.claims.take(door_file(self._home, name))
        except OSError as error:
            return Message("The door {door} stays shut: {error}", door=name, error=error)
        return (
            ""
            if holder is None
            else Message(
                "The door {door} is held by {holder}: this program only watches.", door=name, holder=holder.told
            )
        )

    def release_door(self, name: str) -> None:
        """Release a door to other programs."""
        self.claims.release(door_file(self._home, name))

    def open_relay(self, text: str) -> Relay:
        """Open the relay that a setting names, locked. Raises DoorError if it does not answer, or another program has it, or
        its port."""
        address = RelayAddress.parse(text)
        holder, file = None, relay_file(address)
        if file is not None:
            with self._guard:
                self._relays[text] = file
                holder = self._take(file)
        if holder is not None and address.port:
            raise DoorError(
                "The serial port {port} is held by {holder}.",
                "Choose another port, or end that program.",
                port=address.port,
                holder=holder.told,
            )
        if holder is not None:
            raise DoorError(
                "The relay {relay} is held by {holder}.",
                "Choose another relay, or end that program.",
                relay=address.place,
                holder=holder.told,
            )
        return open_relay(address)

    def release_relay(self, text: str) -> None:
        """Release the relay that a setting names to other programs, unless another setting names the same one, or its port."""
        with self._guard:
            file = self._relays.pop(text, None)
            if file is not None and file not in self._relays.values():
                self.claims.release(file)

    def claim_camera(self, source: Source) -> str:
        """Claim a camera of this machine, which only one program can read; returns why that is not possible, or empty."""
        file = camera_file(source)
        holder = None if file is None else self._take(file)
        return (
            ""
            if holder is None
            else Message("The camera is held by {holder}, and only one program can read a device.", holder=holder.told)
        )

    def _take(self, file: Path) -> Holder | None:
        try:
            return self.claims.take(file)
        except OSError as error:  # the system itself does not open either of them twice
            self._complaints.error(file.name, f"Who has it cannot be written down: {error}")
            return None
