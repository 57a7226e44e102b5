"""What the program says, as values: a template in English, which is also the id that translators know, and what fills it.

A `Message` is its own English text, so logs and the command line need nothing else. Whoever shows it to people says it through
a `gatekeeper.speech.Speech`, in their language; whoever stores it keeps template and parameters (`stored`, `restored`).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from string import Formatter
from types import MappingProxyType
from typing import Any, TypeAlias

# A text is a name, a path, what a machine said: it stays as it is in every language. A time is the one that people are to read,
# without a zone.
Value: TypeAlias = "str | int | float | date | datetime | tuple[Value, ...]"

PLURAL = "(s)"
"""In a template with a field `n`: the ending that English takes unless n is 1. Translations have a form for each number."""
_PERSONS = f"person{PLURAL}"  # of which English has no such plural

_MARK = '{"template":'
_parse = Formatter().parse


class Message(str):
    """A sentence: `Message("{camera} cannot be opened.", camera="0")`. It equals its English text.

    Fields take a conversion and a format as in `str.format`: `{name!r}`, `{size:.1f}`, `{count:,}`, `{share:.0%}`; for a list
    the format is what stands between its parts, a comma unless given. Numbers with a format, and times, are written as the
    reader's language does it; parameters that are messages are translated, other texts are not.
    """

    template: str
    params: Mapping[str, Value]

    def __new__(cls, template: str, /, **params: Any) -> "Message":
        """Without parameters the template is the text as it stands, braces and all. Parameters it does not name are left out.

        Paths, errors and enumerations become texts, lists and sets tuples.
        """
        if isinstance(template, Message):
            return template
        named = fields(template) if params else frozenset()
        values = {name: _plain(value) for name, value in params.items() if name in named}
        message = super().__new__(cls, fill(numbered(template, values), values, written))
        message.template, message.params = str(template), MappingProxyType(values)
        return message

    def changed(self, change: Callable[[str], str]) -> "Message":
        """The same with every text that fills it changed; without parameters, the text itself."""
        if not self.params:
            return Message(change(self.template))
        return Message(self.template, **{name: _changed(value, change) for name, value in self.params.items()})

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (self.template, dict(self.params))


def fields(template: str) -> frozenset[str]:
    """The names of a template's fields."""
    return frozenset(name for _, name, _, _ in _parse(template) if name)


def numbered(template: str, params: Mapping[str, Value]) -> str:
    """A template with its English plural resolved: "1 event", "0 events", "2 people"."""
    if "n" not in params:
        return template
    one = params["n"] == 1
    return template.replace(_PERSONS, "person" if one else "people").replace(PLURAL, "" if one else "s")


def fill(template: str, params: Mapping[str, Value], render: Callable[[Value, str], str]) -> str:
    """A template with its fields filled. put: writes a value in a format. A field that lacks its value stays."""
    if not params:
        return template
    parts = []
    for literal, name, form, conversion in _parse(template):
        parts.append(literal)
        if name is None:
            continue
        if name not in params:
            parts.append(f"{{{name}}}")
        elif conversion == "r" and isinstance(value := params[name], str):
            parts.append(repr(str(value)))
        else:
            parts.append(render(params[name], form or ""))
    return "".join(parts)


def written(value: Value, form: str = "") -> str:
    """A value as English has it, the same on every machine."""
    match value:
        case tuple():
            return (form or ", ").join(written(part) for part in value)
        case datetime():
            return value.isoformat(" ", "minutes")
        case int() | float() if form:
            return format(value, form)
    return str(value)


def stored(text: str) -> str:
    """A message as the log keeps it: JSON of template and parameters; a text without parameters as it stands."""
    if isinstance(text, Message) and text.params:
        return json.dumps(_jsonable(text), ensure_ascii=False)
    return stored(Message("{text}", text=str(text))) if text.startswith(_MARK) else str(text)


def restored(text: str) -> Message:
    """The message that `stored` made a text of; any other text, an older log's say, as it stands."""
    if isinstance(text, Message):
        return text
    if text.startswith(_MARK):
        try:
            value = _from_json(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Message(text)
        if isinstance(value, Message):
            return value
    return Message(text)


def _made(template: str, params: dict[str, Value]) -> Message:
    return Message(template, **params)


def _plain(value: Any) -> Value:
    match value:
        case Enum():
            return _plain(value.value)
        case str() | bool() | int() | float() | date():
            return value
        case set() | frozenset():
            return _plain(sorted(value, key=str))
        case BaseException():
            return _why(value)
        case np_number if callable(item := getattr(np_number, "item", None)):
            return _plain(item())
        case Iterable() if not isinstance(value, bytes):
            return tuple(_plain(part) for part in value)
    return str(value)


def _why(error: BaseException) -> str:
    """What an error says; of the system's only its words, which are templates too: the sentence names the file or the address,
    and numbers such as "[Errno 111]" help nobody."""
    if isinstance(message := getattr(error, "message", None), Message):
        hint = getattr(error, "hint", "")
        return Message("{what} {remedy}", what=message, remedy=hint) if hint else message
    if len(error.args) == 1 and isinstance(error.args[0], Message):
        return error.args[0]
    if isinstance(error, OSError):
        if isinstance(cause := getattr(error, "reason", None), BaseException):  # urllib wraps what happened
            return _why(cause)
        said = (
            error.strerror or str(error) or ("timed out" if isinstance(error, TimeoutError) else type(error).__name__)
        )
        return Message(said) if said in SYSTEM else said
    return str(error)


def _changed(value: Value, change: Callable[[str], str]) -> Value:
    match value:
        case Message():
            return value.changed(change)
        case str():
            return change(value)
        case tuple():
            return tuple(_changed(part, change) for part in value)
    return value


def _jsonable(value: Value) -> Any:
    match value:
        case Message():
            return {"template": value.template, "params": {key: _jsonable(item) for key, item in value.params.items()}}
        case datetime():
            return {"time": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case tuple():
            return [_jsonable(part) for part in value]
    return value


def _from_json(value: Any) -> Value:
    match value:
        case {"template": str(template), "params": dict(params)}:
            return Message(template, **{key: _from_json(item) for key, item in params.items()})
        case {"time": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case list():
            return tuple(_from_json(part) for part in value)
        case str() | int() | float():
            return value
    raise ValueError("no value of a message")


SYSTEM = (
    Message("No such file or directory"),
    Message("Permission denied"),
    Message("Operation not permitted"),
    Message("File exists"),
    Message("Not a directory"),
    Message("Is a directory"),
    Message("Directory not empty"),
    Message("No space left on device"),
    Message("Disk quota exceeded"),
    Message("Read-only file system"),
    Message("File name too long"),
    Message("Too many open files"),
    Message("Input/output error"),
    Message("Device or resource busy"),
    Message("No such device"),
    Message("No such device or address"),
    Message("Connection refused"),
    Message("Connection reset by peer"),
    Message("Connection timed out"),
    Message("Network is unreachable"),
    Message("No route to host"),
    Message("Name or service not known"),
    Message("Temporary failure in name resolution"),
    Message("No address associated with hostname"),
    Message("Host is down"),
    Message("Broken pipe"),
    Message("Address already in use"),
    Message("Cannot assign requested address"),
    Message("timed out"),
)
"""What the system says of files and networks, as far as translators know it."""

FORMER = (
    _made("A backup is being made already.", {}),
    _made("A kept face has the shape {shape}, not {wanted}.", {}),
    _made("An error in the program keeps this door shut: see its log.", {}),
    _made("Check the address, the network, and what the user may do there.", {}),
    _made("Find the one that was exported from this home. Nothing was changed.", {}),
    _made("Home Assistant looks at", {}),
    _made("If its administrator names the same one (ssh-keygen -lf), set backup.host_key to it.", {}),
    _made("In the address {where} a part is hidden.", {}),
    _made("In the address {where} the password cannot be told from the rest.", {}),
    _made("In the address {where} the password holds a % that begins no character.", {}),
    _made("Is it on, and the address right?", {}),
    _made("It is not known yet which key {host} has. It shows {shown} ({kind}).", {}),
    _made("Load it into the SSH agent and leave backup.key_file empty, or make a key for backups alone.", {}),
    _made("Look at the file.", {}),
    _made("Make it there.", {}),
    _made("Make it, or connect the disk that it lies on.", {}),
    _made("Name a file in a folder that exists.", {}),
    _made("Name a file that `gatekeeper backup` wrote.", {}),
    _made("Name a file that `gatekeeper key export` wrote.", {}),
    _made("Name a file that is not there yet: nothing is overwritten.", {}),
    _made("Name a folder of .npz files.", {}),
    _made("Name a folder on another disk.", {}),
    _made("Name a folder, or set backup.to in config.toml.", {}),
    _made("Name another file.", {}),
    _made("Name the file that `gatekeeper key export` wrote: --key.", {}),
    _made("Name the key that the home had when it was made: --key.", {}),
    _made("No messages are put aside any more.", {}),
    _made("Open the database once for writing with this program, which brings it up to date.", {}),
    _made("The SSH key {path} has a passphrase, which nobody is there to enter.", {}),
    _made("The address {where} holds a space.", {}),
    _made("The address {where} names no host.", {}),
    _made("The address {where} names no port that there is.", {}),
    _made("The backup {backup} names a file {name!r} outside of the home.", {}),
    _made(
        "The backup {name} was not put in place: the log has gone on since that was asked for (entries: {count}).", {}
    ),
    _made("The disk of {path} fails: {why}.", {}),
    _made("The disk of {path} is full: also reading takes a little room there.", {}),
    _made("The door's serial port does not take data: {error}", {}),
    _made("The face of an event cannot be kept: it is no picture.", {}),
    _made("The face of event {event} is not kept (any more).", {}),
    _made("The library pyrealsense2 for depth cameras is not installed.", {}),
    _made("The migrations of the database are missing beside {package}.", {}),
    _made("The relay {relay} does not know what it was asked.", {}),
    _made("The relay {relay} is no Shelly.", {}),
    _made("The seed of the log was taken away, and the file with the next key is gone.", {}),
    _made("The tables of {path} are of version {found}, this program needs {wanted}.", {}),
    _made("The tables of {path} cannot be brought up to date: {error}", {}),
    _made("There is a database in {home} already.", {}),
    _made("This PIN was guessed wrongly {most} times within a year: it opens nothing any more.", {}),
    _made("To put the backup in its place: --replace. It is moved aside then.", {}),
    _made("What the server keeps of the backup is not what was sent.", {}),
    _made("Write what *** stands for.", {}),
    _made("faster than {card} here: {other:.1f} ms a frame against {ms:.1f} ms", {}),
    _made("it has not answered for {seconds:.0f} seconds", {}),
    _made("it stopped delivering pictures", {}),
    _made("no graphics card of NVIDIA with a driver is found", {}),
    _made("put right by hand", {}),
    _made("refusals that are borne", {}),
    _made("somebody who is gone", {}),
    _made("All doors have stood open since {since}: whoever came in before may have left unseen.", {}),
    _made("All doors stood open from {since} to {until}: whoever came in before may have left unseen.", {}),
    _made("HTTP {code}: it sends on to another address, which is not followed", {}),
    _made("HTTP {code}: there is nobody there any more", {}),
    _made("No picture has been held before the camera for a while.", {}),
    _made("Put right by {who}: {where}", {}),
    _made("Somebody was forced to open the door. Get help; call nobody at the door.", {}),
    _made("Something that is no living face was held before the camera.", {}),
    _made("The door is opened by hand for a reason only.", {}),
    _made("The program runs on.", {}),
    _made("This door stays shut, since it cannot be read whether all doors are locked.", {}),
    _made("This door stays shut: {door} is run by no part of this program.", {}),
    _made("is told of", {}),
    _made("it has hung up", {}),
    _made("it offers no STARTTLS, and nothing is sent in clear", {}),
    _made("it takes no connections there", {}),
    _made("its certificate is signed by nobody who is trusted here ({why}): name the file of who signed it", {}),
    _made("no TLS can be spoken with it: {why}", {}),
    _made("not looked at", {}),
    _made("not told", {}),
    _made("what is not taken is put aside after", {}),
    _made("who signed its certificate", {}),
    _made("{outlet} has taken nothing since {since}: {why}", {}),
    _made("{backup} is no backup of gatekeeper.", {}),
    _made("{folder} lies in the home itself.", {}),
    _made("{keep} backups are none.", {}),
    _made("{ms:.1f} ms a frame against {other:.1f} ms on the processor", {}),
    _made("{path} is no frame of a depth recording: wrong type or size.", {}),
    _made("{path} is no frame of a depth recording: {error}", {}),
    _made("{source} cannot be read: {error}", {}),
    _made("{to} is there already.", {}),
    _made("{to} was written by somebody else just now.", {}),
)
"""How messages read that events, alarms and the trail of older versions keep: they stay in the reader's language. Whoever
rewords a message that is recorded adds the former wording here."""
