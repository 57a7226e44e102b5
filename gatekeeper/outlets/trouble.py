"""Trusted authorities for TLS, and messages for connection failures: libraries' own messages may contain an address with
secrets."""

import socket
import ssl
from ipaddress import ip_address
from urllib.parse import urlsplit

from gatekeeper.errors import GatekeeperError
from gatekeeper.messages import Message
from gatekeeper.outlets.sender import NO_ANSWER, UnreachableError
from gatekeeper.outlets.settings import shown_server

_OTHER_NAME = frozenset({62, 64})  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_PEM = "-----BEGIN CERTIFICATE-----"


def trusted(ca_file: str) -> ssl.SSLContext:
    """The TLS context: it trusts only the authorities in the file, or those of the system without one. Raises
    UnreachableError."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except ssl.SSLError as error:
        raise UnreachableError(
            Message("{file} holds no certificate in PEM: name one that begins with {begin}", file=ca_file, begin=_PEM)
        ) from error
    except OSError as error:
        raise UnreachableError(Message("{file} holds no certificates: {why}", file=ca_file, why=error)) from error


def host_of(server: str) -> str:
    """The host that a setting names. Raises UnreachableError where it names more, such as mqtt://HOST or HOST:1883: which of
    two ports is meant, and whether with TLS, is not guessed."""
    try:
        return str(ip_address(server))
    except ValueError:
        pass
    try:
        host = urlsplit(f"//{server.rpartition('://')[2].rpartition('@')[2]}").hostname or ""
    except ValueError:
        host = ""
    if not host or host == server.lower():
        return server
    if shown_server(server) != server:
        host = "server.example.org"  # a part of what the setting says may be a password
    raise UnreachableError(
        Message(
            "its server must be the host alone, as {host}: port, encryption and user have their own settings", host=host
        )
    )


def reason(error: BaseException) -> Message:
    """Why a delivery failed: the first cause with more than a general message."""
    found: BaseException | None = error
    while found is not None:
        match found:
            case GatekeeperError():
                return found.message
            case ssl.SSLCertVerificationError() if found.verify_code in _OTHER_NAME:
                return Message("its certificate is for another name: {why}", why=found.verify_message)
            case ssl.SSLCertVerificationError():
                return Message(
                    "its certificate is not signed by a trusted authority ({why}): name the file of that authority",
                    why=found.verify_message,
                )
            case ssl.SSLError():
                return Message("no TLS connection can be made to it: {why}", why=found.reason or str(found))
            case UnicodeError() if "idna" in f"{found} {getattr(found, '__notes__', '')}":  # as Python 3.12 says it
                return Message("there is no such host")
            case socket.gaierror():
                return Message("there is no such host")
            case ConnectionRefusedError():
                return Message("it refuses connections")
            case TimeoutError():
                return NO_ANSWER
            case OSError() if found.strerror and type(found).__module__ == "builtins":
                return Message(found.strerror)
        found = found.__cause__ or found.__context__
    return Message(type(error).__name__)
