"""Exclusive resources of a program's doors: doors of the home; ports, relays and cameras of the machine."""

import os
import shlex
import threading
from http.client import HTTP_PORT
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from gatekeeper.capture.sources import Source
from gatekeeper.door.addresses import RelayAddress
from gatekeeper.door.lookup import numeric_addresses
from gatekeeper.door.modbus_relay import TCP_PORT
from gatekeeper.door.ownership import Claims, Holder, camera_file, check_takable, door_file, holder_of, machine_file
from gatekeeper.door.relay import Relay
from gatekeeper.door.relays import open_relay
from gatekeeper.errors import DoorError
from gatekeeper.events import LoggedOnce
from gatekeeper.messages import Message

_LOOKUP_SECONDS = 2.0


def relay_files(address: RelayAddress) -> tuple[Path, ...]:
    """The files that represent a serial port, or a relay of a device in the network, whichever home names it, and however:
    opening it locks it, and the lock of one program would cut the openings of another short. None for a simulated relay.

    A device in the network has one for its name and one for each of its addresses: two programs that name it differently meet
    at one of them. Raises DoorError if the name is not found in time: the relay could not be opened either.
    """
    if address.port:
        return (machine_file("port", address.port),)
    if not address.host:
        return ()
    port = address.tcp_port or (TCP_PORT if address.kind == "modbus-tcp" else HTTP_PORT)
    try:
        found = numeric_addresses(address.host, port, _LOOKUP_SECONDS)
    except (OSError, ValueError) as error:  # ValueError: no possible name of a host
        raise DoorError(
            "The relay {relay} does not answer: {error}",
            "Is it switched on, and is the address right?",
            relay=address.place,
            error=error,
        ) from error
    places = dict.fromkeys((address.host.lower().rstrip("."), *map(_plain, found)))
    return tuple(machine_file("relay", f"{place} {port} {address.unit} {address.channel}") for place in places)


def holder_of_door(home: Path, name: str) -> Holder | None:
    """The program that has a door; None if nobody has it. Nothing is created. Raises DoorError if this one could not claim it
    either."""
    file = door_file(home, name)
    try:
        holder = holder_of(file)
        if holder is None:
            check_takable(file)
    except OSError as error:
        raise unclaimable(file, error) from error
    return holder


def unclaimable(file: Path, why: OSError) -> DoorError:
    """The error of what this program cannot take. file: that represents it."""
    if isinstance(why, PermissionError) and os.path.lexists(file):
        return DoorError(
            "{file} cannot be opened: {why}.",
            "Start the program as the user to whom it belongs, or give it to your own: {command}",
            file=file,
            why=why,
            command=f'sudo chown "$USER" {shlex.quote(str(file))}',
        )
    return DoorError(
        "The folder {folder} cannot be written to: {why}.",
        "Check the folder, its permissions and space.",
        folder=file.parent,
        why=why,
    )


def _plain(address: str) -> str:
    """The IPv4 address that an IPv6 one stands for; otherwise the address itself."""
    number = ip_address(address)
    mapped = number.ipv4_mapped if isinstance(number, IPv6Address) else None
    return str(mapped or number)


class Hardware:
    """Claims each resource for this program before it is opened. claims: what this program has claimed."""

    def __init__(self, home: Path, complaints: LoggedOnce) -> None:
        self._home, self._complaints = home, complaints
        self.claims = Claims()
        self._relays: dict[str, tuple[Path, ...]] = {}  # by the setting that names it: the files that represent it
        self._guard = threading.Lock()  # each door opens its relay on a thread of its own

    def claim_door(self, name: str) -> str:
        """Claim a door for this program; returns why that is not possible, or empty."""
        file = door_file(self._home, name)
        try:
            holder = self.claims.take(file)
        except OSError as error:
            return Message("The door {door} stays shut: {error}", door=name, error=unclaimable(file, error))
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
        files = relay_files(address)
        with self._guard:
            holder = self._take_relay(text, files)
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
            self._leave(self._relays.pop(text, ()))

    def _take_relay(self, text: str, files: tuple[Path, ...]) -> Holder | None:
        """Take all files of the relay that a setting names, or none; returns who has one of them."""
        before = self._relays.get(text, ())
        for file in files:
            if (holder := self._take(file)) is not None:
                self._leave(files)
                return holder
        self._relays[text] = files
        self._leave(before)  # a name, or a link to a port, may lead elsewhere by now
        return None

    def _leave(self, files: tuple[Path, ...]) -> None:
        """Release these files, but those of a relay that a setting names."""
        named = {file for others in self._relays.values() for file in others}
        for file in files:
            if file not in named:
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
