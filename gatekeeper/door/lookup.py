"""Names of relays in the network, looked up within a time limit: the system's resolver has none that a door could wait for.

A name is looked up when a relay is opened, and not again while it answers: a resolver that fails must not keep a door from
being locked.
"""

import socket
import threading
from concurrent.futures import Future
from typing import Any

from gatekeeper.messages import Message

_Found = list[tuple[Any, ...]]
_under_way: dict[tuple[str, int], "Future[_Found]"] = {}
_guard = threading.Lock()


def numeric_address(host: str, port: int, seconds: float) -> str:
    """The address, in numbers, at which a host answers on a TCP port; of several addresses the first that accepts a connection.

    seconds: the time limit for the lookup, and then for each connection. Raises OSError, which includes TimeoutError, and
    ValueError for a name that no host can have.
    """
    addresses = numeric_addresses(host, port, seconds)
    for address in addresses[:-1]:
        try:
            socket.create_connection((address, port), seconds).close()
        except OSError:
            continue
        return address
    return addresses[-1]  # whether it answers will be seen when it is asked


def numeric_addresses(host: str, port: int, seconds: float) -> list[str]:
    """All addresses of a host, in numbers, each once, in the resolver's order. Arguments and errors: see `numeric_address`."""
    try:
        found = _lookup(host, port).result(seconds)
    except TimeoutError:
        raise TimeoutError(Message("the name was not found in time")) from None
    return list(dict.fromkeys(_in_numbers(entry[4]) for entry in found))


def _in_numbers(address: Any) -> str:
    """The host of a socket address, with the interface of a link-local one."""
    return socket.getnameinfo(address, socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)[0]


def _lookup(host: str, port: int) -> "Future[_Found]":
    """The lookup of this name that is under way, or a new one: however often a dead resolver is asked, one thread waits."""
    with _guard:
        answer = _under_way.get((host, port))
        if answer is None:
            answer = Future()
            threading.Thread(target=_look_up, args=(host, port, answer), name=f"lookup of {host}", daemon=True).start()
            _under_way[host, port] = answer
        return answer


def _look_up(host: str, port: int, answer: "Future[_Found]") -> None:
    try:
        answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except BaseException as error:
        answer.set_exception(error)
    finally:
        with _guard:
            del _under_way[host, port]
