"""Addresses of network cameras: passwords in them are hidden wherever an address is shown, and mistakes in them are reported.

A camera's address often contains its credentials: `rtsp://user:password@host/…`, `…?user=…&password=…`, a token in the path.
`hide_credentials` is the one place that removes them from a text; errors, logs, doctor and window use it. It hides everything
that it does not know to be harmless.
"""

import re
from urllib.parse import urlsplit

from gatekeeper.messages import Message

SCHEMES = ("rtsp", "rtsps", "http", "https")
HIDDEN = "***"
HOW_TO_WRITE = Message(
    "In a user name or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25 and a space as %20."
)

# Parameters that select the picture, and are worth seeing; everything else in a query may be a secret.
_HARMLESS = frozenset(
    re.findall(
        r"\w+",
        "audio camera ch channel channels codec compression enablesrtp feed fps height id image input mode port profile proto"
        " quality rate res resolution rotation size source stream streamtype subtype transport transportmode unicast video"
        " videocodec width",
    )
)
# Up to the last @ of the address, whether or not a host follows; ＠ and ： are what Chinese and Japanese keyboards write.
# The example of how to write one stays, or it would be a text without a translation.
_USER = re.compile(r"(?!\w+://USER@HOST/FOLDER\b)([A-Za-z][\w+.\-]+[:：]/{1,3})(?:(?!://)[^\n])*(?<=\S)[@＠](?![@＠])")
_BARE_USER = re.compile(r"[^\s:：/@＠'\"?&=]+[:：](?![/\\])[^\s@＠]+[@＠](?=[\w\[*])")  # the scheme is missing
_REST = re.compile(r"([A-Za-z][\w+.\-]+:/{1,3})(\S*?)(?=['\")\]}>.,:;!]*(?:\s|$))")
# Of a path: KEY=VALUE, what follows a word for a secret, and USER:PASSWORD.
_IN_PATH = re.compile(
    r"(?<=[/_&;])[A-Za-z]\w*?=[^&;/?#]*?(?=_\w+=|[&;/?#]|$)"
    r"|(?<=/)((?:pass|pwd|psw|token|key|auth|secret|session|sid)\w*/)[^/?#]+"
    r"|(?<=/)([^/?#:：]+[:：])[^/?#]+",
    re.I,
)
_ENDLESS = re.compile(r"\S{2001,}")  # not a camera's address, and searching it would take seconds
# A long word of letters and digits, or a short one in which they change three times, as in x7Kq2 but not in h264Preview.
_TOKEN = re.compile(
    r"(?<=/)(?:(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16,}|(?=[A-Za-z0-9]{5})"
    r"[A-Za-z0-9]*(?:[A-Za-z]\d+[A-Za-z]+\d|\d[A-Za-z]+\d+[A-Za-z])[A-Za-z0-9]*)(?=[/?#]|\.\w{2,4}(?:[?#]|$)|$)"
)


def hide_credentials(text: str) -> str:
    """A text in which every camera's address has *** in place of user, password and anything else that may open the camera."""
    if not any(sign in text for sign in ("@", "＠", "://")):
        return text
    text = _ENDLESS.sub(HIDDEN, text)
    text = _BARE_USER.sub(f"{HIDDEN}@", _USER.sub(rf"\1{HIDDEN}@", text))
    return _REST.sub(lambda found: found[1] + _rest_hidden(found[2]), text)


def shown(address: str) -> str:
    """One whole address, as it may be shown. Unlike in a text, spaces do not end it."""
    return hide_credentials("%20".join(address.split(" ")))


def restored(edited: str, before: str) -> str:
    """The address meant by somebody who edited `shown(before)`: each *** they left unchanged gets its former value back.

    If the host or the protocol has changed, *** stays: what was hidden was entered for the former camera only.
    """
    if edited == shown(before):
        return before
    if HIDDEN not in edited or _camera_of(edited) != _camera_of(shown(before)):
        return edited
    user = re.match(r"[A-Za-z][\w+.\-]+:/{1,3}((?:(?!://)[^\n])*)@", before)
    if user is not None:
        edited = edited.replace(f"//{HIDDEN}@", f"//{user[1]}@", 1)
    for key, value in re.findall(r"[?&;]([^=&;#]+)=([^&;#]*)", before):
        edited = re.sub(rf"(?<=[?&;]{re.escape(key)}=){re.escape(HIDDEN)}", lambda _: value, edited)  # noqa: B023
    return edited


def fault_of(address: str) -> tuple[Message, Message] | None:
    """What is wrong with an address, as (message, remedy); None if it can be understood. Nothing is connected to."""
    scheme, _, rest = address.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    after = rest[len(authority) :]
    where = shown(address)
    if HIDDEN in address:
        return Message("A part of the address {where} is hidden.", where=where), Message(
            "Write the hidden part instead of ***."
        )
    if re.search(r"[\s\x00-\x1f]", address):
        return Message("The address {where} contains a space.", where=where), HOW_TO_WRITE
    user, separator, place = authority.rpartition("@")
    if not separator and ":" in authority and "@" in after.partition("?")[0]:
        return Message(
            "The password in the address {where} cannot be told apart from the rest.", where=where
        ), HOW_TO_WRITE
    if separator and re.search(r"%(?![0-9A-Fa-f]{2})", user):
        return Message(
            "The password in the address {where} contains a % that does not start an escape.", where=where
        ), HOW_TO_WRITE
    try:
        parts = urlsplit(f"{scheme}://{place}{after}")
        host, _port = parts.hostname, parts.port
    except ValueError:
        secret = HOW_TO_WRITE if "@" in rest else Message("Write it as rtsp://HOST:PORT/PATH.")
        return Message("The address {where} has an invalid port.", where=where), secret
    if not host:
        return Message("The address {where} has no host.", where=where), Message("Write it as rtsp://HOST/PATH.")
    return None


def _camera_of(address: str) -> tuple[str, str]:
    """The protocol and location of a camera: what precedes the path, without the user."""
    scheme, _, rest = address.partition("://")
    return scheme.lower(), re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].lower()


def _rest_hidden(rest: str) -> str:
    """What follows an address's scheme: host, path, query and fragment, with secrets hidden."""
    rest, mark, query = rest.partition("?")
    rest = _TOKEN.sub(HIDDEN, _IN_PATH.sub(_in_path_hidden, rest))
    if not mark:
        place, hash_, _ = rest.partition("#")
        return f"{place}{hash_}{HIDDEN}" if hash_ else rest
    query, hash_, _ = query.partition("#")
    parts = re.split(r"([&;])", query)
    return f"{rest}?{''.join(_part_hidden(part) for part in parts)}" + (f"#{HIDDEN}" if hash_ else "")


def _in_path_hidden(found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[1] + HIDDEN
    return HIDDEN if found[2] is not None else _part_hidden(found[0])


def _part_hidden(part: str) -> str:
    key, equals, value = part.partition("=")
    if part in ("", "&", ";") or (key.lower() in _HARMLESS and re.fullmatch(r"[\w.\-]{0,16}", value)):
        return part
    return f"{key}={HIDDEN}" if equals else HIDDEN
