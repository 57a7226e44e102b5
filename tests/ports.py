"""Ports of the loopback for servers that must be told theirs, and that may come and go."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_port() -> Iterator[int]:
    """A port that is given to nobody else until the block ends, and at which a server may listen meanwhile.

    One that was only asked for may be another program's by the time it is used: two runs of the tests at once ask for many. On
    Linux a socket that is bound and does not listen keeps it; a server that reuses addresses, as all do, still gets it.
    """
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        port = int(keeper.getsockname()[1])
        if sys.platform != "linux":  # elsewhere it would keep the server away as well
            keeper.close()
        yield port
