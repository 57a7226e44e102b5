"""Network relays, Shelly and Tasmota: the relay itself times each pulse, so the door locks again even if this program or the
network fails.

Shelly: the first generation's /relay/0 and the RPC of all later ones (https://shelly-api-docs.shelly.cloud); Tasmota: its
commands over HTTP (https://tasmota.github.io/docs/Commands).
"""

import json
import math
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import OK, HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

from gatekeeper.door.lookup import numeric_address
from gatekeeper.errors import DoorError
from gatekeeper.messages import Message

_TIMEOUT_SECONDS = 2.0  # to look the name up when it is opened, to connect, and then again for the whole exchange
_MOST_BYTES = 65536
_LONGEST_SECONDS = 3600.0
_RIGHT_ADDRESS = Message("Is it switched on, and is the address right?")


class HttpRelay:
    """The first relay of a device that is controlled over HTTP. host: its name or address, with a port unless it is 80.

    Raises DoorError if the device does not answer as one of its kind.
    """

    def __init__(self, kind: str, host: str) -> None:
        self._kind, self._host = kind, host
        self._address = ""  # in numbers, once it was looked up
        self._newer = False  # a Shelly with RPC
        self.check()
        self.lock()

    def unlock(self) -> None:
        """See `Relay`. The relay locks by itself after an hour at the latest."""
        self.unlock_for(_LONGEST_SECONDS)

    def unlock_for(self, seconds: float) -> None:
        """See `TimedRelay`."""
        if self._kind == "tasmota":
            # In tenths of a second up to 111, then in seconds from 100 on.
            pulse = math.ceil(seconds * 10) if seconds <= 11.1 else 100 + math.ceil(seconds)
            self._tasmota(f"PulseTime1 {pulse}")
            self._tasmota("Power1 On")
        elif self._newer:
            self._ask(f"/rpc/Switch.Set?id=0&on=true&toggle_after={seconds:g}")
            if self._ask("/rpc/Switch.GetStatus?id=0").get("output") is not True:
                raise self._wrong("The relay {relay} did not open.")
        elif self._ask(f"/relay/0?turn=on&timer={math.ceil(seconds)}").get("ison") is not True:
            raise self._wrong("The relay {relay} did not open.")

    def lock(self) -> None:
        """See `Relay`."""
        if self._kind == "tasmota":
            self._tasmota("Power1 Off")
        elif self._newer:
            self._ask("/rpc/Switch.Set?id=0&on=false")
            if self._ask("/rpc/Switch.GetStatus?id=0").get("output") is not False:
                raise self._wrong("The relay {relay} did not lock.")
        elif self._ask("/relay/0?turn=off").get("ison") is not False:
            raise self._wrong("The relay {relay} did not lock.")

    def refuse(self) -> None:
        """See `Relay`: the device has no light for that."""

    def check(self) -> None:
        """See `Relay`."""
        if self._kind == "tasmota":
            self._tasmota("Power1")
            return
        about = self._ask("/shelly")
        generation = about.get("gen", 1)
        if not ("type" in about or "gen" in about) or not isinstance(generation, int):
            raise self._wrong("The relay {relay} is not a Shelly.")
        self._newer = generation > 1

    def close(self) -> None:
        """See `Relay`."""
        self.lock()

    def _tasmota(self, command: str) -> None:
        answer = self._ask(f"/cm?cmnd={quote(command)}")
        wanted_state = command.split()[-1].upper()
        state = str(answer.get("POWER", answer.get("POWER1", ""))).upper()
        if wanted_state in ("ON", "OFF") and state != wanted_state:
            raise self._wrong(
                "The relay {relay} did not open." if wanted_state == "ON" else "The relay {relay} did not lock."
            )
        if not answer or "Command" in answer or "WARNING" in answer:
            raise self._wrong("The relay {relay} does not know the command.")

    def _ask(self, path: str) -> dict[str, Any]:
        try:
            # A relay is on the local network: no proxy is asked, and no redirection followed.
            with closing(HTTPConnection(self._host, timeout=_TIMEOUT_SECONDS)) as there:
                if not self._address:
                    self._address = numeric_address(there.host, there.port, _TIMEOUT_SECONDS)
                there.sock = socket.create_connection((self._address, there.port), _TIMEOUT_SECONDS)
                with _in_time(there.sock):
                    there.request("GET", path, headers={"Connection": "close"})
                    answer = there.getresponse()
                    if answer.status != OK:
                        raise OSError(f"HTTP Error {answer.status}: {answer.reason}")
                    values = json.loads(answer.read(_MOST_BYTES))
        except OSError as error:
            raise DoorError(
                "The relay {relay} does not answer: {error}", _RIGHT_ADDRESS, relay=self._host, error=error
            ) from error
        except (ValueError, HTTPException, RecursionError):
            values = None  # something else answers at this address
        if not isinstance(values, dict):
            raise DoorError("The relay {relay} does not answer as it should.", _RIGHT_ADDRESS, relay=self._host)
        return values

    def _wrong(self, template: str) -> DoorError:
        return DoorError(template, "Check the relay.", relay=self._host)


@contextmanager
def _in_time(there: socket.socket) -> Iterator[None]:
    """Cut the connection, and raise TimeoutError, if the block takes too long: the socket's own limit is one for each byte."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            there.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_TIMEOUT_SECONDS, cut)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if late.is_set():
            raise TimeoutError("timed out")
