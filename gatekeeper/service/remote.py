"""The doors of the service, as a window, or a screen at a door, sees and operates them."""

import json
import logging
import re
import secrets
import ssl
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect, unix_connect

from gatekeeper import events
from gatekeeper.app import App
from gatekeeper.capture.cameras import FrameSlot, Turn
from gatekeeper.clock import elapsed
from gatekeeper.config import CameraSettings
from gatekeeper.domain import AccessEvent, Frame, Image, LivenessMode, Outcome, Reason
from gatekeeper.door.live import LiveWatch, Recognition
from gatekeeper.door.visit import Seen
from gatekeeper.errors import AuthError, CameraError, ConfigError, DoorError, GatekeeperError, StoreError
from gatekeeper.events import DoorFailed, DoorMended
from gatekeeper.messages import Message, restored
from gatekeeper.service.found import Address, find
from gatekeeper.service.wire import from_json, unpacked
from gatekeeper.store.accounts import Actor
from gatekeeper.timezones import utc_now
from gatekeeper.vision import jpeg

log = logging.getLogger(__name__)
for _library in ("websockets.client", "httpx", "httpcore"):  # the end of a service is reported once, here
    logging.getLogger(_library).setLevel(logging.CRITICAL)
AWAY = Message("The service does not answer.")
_AGAIN_SECONDS = 0.5  # between two attempts to reach it
_ANSWER_SECONDS = 35.0
_RESTART_SECONDS = 60.0
_OPEN_SECONDS = 5.0
_ALIVE_SECONDS = 5.0  # without a sign of life, the service is considered gone
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
_MOST_MESSAGE_BYTES = 64 << 20
_KINDS: dict[str, type] = {
    name: kind
    for name, kind in vars(events).items()
    if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")
}
_ERRORS: dict[int, type[GatekeeperError]] = {401: AuthError, 403: AuthError, 409: StoreError, 422: ConfigError}


class RemoteCamera:
    """A camera of the service; see `LiveCamera`."""

    def __init__(self, settings: CameraSettings) -> None:
        self.name, self.turn = settings.name, Turn(settings.rotate, settings.mirror)
        self.frames = FrameSlot()
        self.trouble: str | None = None
        self.failure: CameraError | None = None
        self.liveness_trouble = ""


class RemoteDoor:
    """A door of the service; see `DoorElsewhere`."""

    def __init__(self, name: str, doors: "RemoteDoors") -> None:
        self.name, self._doors = name, doors
        self.is_open, self.held, self.trouble = False, "", ""
        self.alarms: tuple[Reason, ...] = ()

    def open_by_hand(self, actor: Actor, why: str, seconds: float) -> AccessEvent:
        """See `DoorElsewhere`."""
        sent = {"reason": why, "seconds": min(max(seconds, 0.01), 30.0)}
        return self._doors.act(actor, _path("doors", self.name, "open"), sent)

    def lock_by_hand(self, actor: Actor) -> None:
        """See `DoorElsewhere`."""
        self._doors.lock(actor, _path("doors", self.name, "lock"))


@dataclass
class RemoteWatch:
    """One camera of the service that watches one door; see `LiveWatch`."""

    settings: CameraSettings
    camera: RemoteCamera
    door: RemoteDoor
    seen: Seen | None = None


@dataclass
class _State:
    """The state that the service reported."""

    recognition: Recognition = Recognition.AWAY
    preparing: tuple[int, int] | None = None
    computes_on: Message | None = None
    knows_anybody: bool = True
    liveness_modes: dict[str, LivenessMode] = field(default_factory=dict)


class RemoteDoors:
    """Every camera and door of the service of a home; see `LiveDoors`.

    Its events are published again on the app's own bus. When the service ends, or hangs, every door is in trouble and
    recognition is AWAY until it is back: nothing here opens a door by itself. It listens on threads of its own; any thread may
    call its methods."""

    serving = False  # the service keeps running without this window

    def __init__(self, app: App) -> None:
        self._app = app
        self.clock: Callable[[], float] = elapsed
        self._state = _State(
            liveness_modes={settings.name: LivenessMode(settings.liveness) for settings in app.settings.doors}
        )
        self._remote: list[RemoteWatch] = []
        self._known, self._ending = threading.Event(), threading.Event()
        self._guard = threading.Lock()
        self._sockets: set[ClientConnection] = set()
        self._threads: list[threading.Thread] = []
        self._pins = ThreadPoolExecutor(1, "pin of a window")

    def start(self, seconds: float = 10.0) -> "RemoteDoors":
        """Start listening, and wait this long for the first state; without it, the cameras are those of the settings."""
        self._listen("news of the service", lambda: "/v1/live", self._hear_news)
        if not self._known.wait(seconds):
            self._set_up(
                [(settings, self._app.settings.door_of(settings).name) for settings in self._app.settings.cameras]
            )
            self._lose()
        return self

    def close(self) -> None:
        """Stop listening."""
        self._ending.set()
        with self._guard:
            sockets = list(self._sockets)
        for socket in sockets:
            with suppress(OSError, WebSocketException):
                socket.socket.shutdown(2)
        for thread in self._threads:
            thread.join(5)
        self._pins.shutdown(wait=False, cancel_futures=True)

    @property
    def watches(self) -> list[LiveWatch]:
        """Every camera."""
        return [*self._remote]

    @property
    def recognition(self) -> Recognition:
        """The state of recognition."""
        return self._state.recognition

    @property
    def preparing(self) -> tuple[int, int] | None:
        """See `LiveDoors`."""
        return self._state.preparing

    @property
    def computes_on(self) -> Message | None:
        """See `LiveDoors`."""
        return self._state.computes_on

    @property
    def knows_anybody(self) -> bool:
        """See `LiveDoors`."""
        return self._state.knows_anybody

    @property
    def liveness_modes(self) -> Mapping[str, LivenessMode]:
        """See `LiveDoors`."""
        return self._state.liveness_modes

    def liveness_trouble(self, camera: str) -> str:
        """See `LiveDoors`."""
        return next((watch.camera.liveness_trouble for watch in self._remote if watch.camera.name == camera), "")

    def enter_pin(self, camera: str, pin: str, person_id: int, *, now: datetime) -> "Future[AccessEvent]":
        """See `LiveDoors`."""
        door = next((watch.door.name for watch in self._remote if watch.camera.name == camera), None)
        if door is None:
            raise DoorError("There is no camera {text!r}.", text=camera)
        path, sent = _path("doors", door, "pin"), {"camera": camera, "person_id": person_id, "pin": pin}
        return self._pins.submit(lambda: _event(self._ask(path, sent, None)))

    def lock(self, actor: Actor, path: str) -> None:
        """Have the service lock a door. This screen asks by itself, and says for whom: a session would have to be written
        first, and a door does not wait for a database that is busy, or for room on the disk."""
        self._ask(path, {"by": actor.name}, None)

    def act(self, actor: Actor, path: str, sent: object) -> AccessEvent:
        """Have the service act for the user who is signed in here. The session there lasts for this one act, so that none is
        left when the user signs out."""
        token = self._app.tokens.begin(actor, now=utc_now())
        try:
            return _event(self._ask(path, sent, token))
        finally:
            try:
                self._app.tokens.end(token)
            except StoreError as error:  # it is done all the same, and nobody else knows the token
                log.warning("The session for %s ends only by itself: %s", path, error)

    def restart(self, actor: Actor) -> None:
        """Restart the service with the present settings, and wait until it is back. Raises the error of a refusal, and
        DoorError where it does not come back."""
        before = find(self._app.home)
        self.act(actor, "/v1/restart", None)
        until = elapsed() + _RESTART_SECONDS
        while elapsed() < until and not self._ending.wait(_AGAIN_SECONDS):
            with suppress(OSError, ValueError, httpx.HTTPError):
                if self._proven() != before:
                    return
        raise DoorError(AWAY, "See its log.")

    def _ask(self, path: str, sent: object, token: str | None) -> dict[str, Any]:
        """The service's answer to a POST; token: None for the screen's own. Raises the error of a refusal."""
        try:
            address = self._proven()
            with _client(address) as client:
                answer = client.post(
                    path,
                    json=sent,
                    headers={"Authorization": f"Bearer {token or address.screen}"},
                    timeout=_ANSWER_SECONDS,
                )
        except (httpx.HTTPError, OSError, ValueError) as error:
            log.warning("The service does not answer %s: %s", path, error)
            raise DoorError(AWAY, "Wait until it is back.") from error
        values = answer.json() if answer.content else {}
        if answer.is_success:
            return values if isinstance(values, dict) else {}
        message, hint = (
            _text(values.get("message")) or values.get("detail", ""),
            _text(values.get("remedy")) or values.get("hint", ""),
        )
        if wait := float(values.get("wait_seconds", 0.0)):
            raise AuthError(message, hint, wait)
        raise _ERRORS.get(answer.status_code, DoorError)(message, hint)

    def _proven(self) -> Address:
        """A connection to the service, which has proved that it can read this home's file before anything secret is sent.
        Raises OSError."""
        address = find(self._app.home)
        if address is None:
            raise ConnectionRefusedError("no service runs on this home")
        nonce = secrets.token_urlsafe(24)
        with _client(address) as client:
            answer = client.get("/v1/proof", params={"nonce": nonce}, timeout=_OPEN_SECONDS)
        values = answer.json()
        proof = str(values.get("proof", "")) if isinstance(values, dict) else ""
        if not secrets.compare_digest(proof.encode(), address.proof(nonce).encode()):
            raise ConnectionRefusedError("another program answers in the place of the service")
        return address

    def _listen(self, name: str, path: Callable[[], str], hear: Callable[[ClientConnection], None]) -> None:
        """Keep a connection to a stream of the service, on a thread of its own."""

        def listen() -> None:
            while not self._ending.is_set():
                try:
                    address = self._proven()
                    with _connected(address, path()) as socket:
                        with self._guard:
                            self._sockets.add(socket)
                        try:
                            hear(socket)
                        finally:
                            with self._guard:
                                self._sockets.discard(socket)
                except (OSError, WebSocketException, httpx.HTTPError, EOFError) as error:
                    log.info("%s: %s", name, error)
                except Exception:
                    log.exception("%s cannot be understood", name)
                if path() == "/v1/live":
                    self._lose()
                self._ending.wait(_AGAIN_SECONDS)

        thread = threading.Thread(target=listen, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _hear_news(self, socket: ClientConnection) -> None:
        while not self._ending.is_set():
            values = json.loads(socket.recv())
            if "state" in values:
                self._take(values["state"])
            elif (kind := _KINDS.get(values.get("event", ""))) is not None:
                self._app.bus.publish(from_json(kind, values["value"]))

    def _take(self, values: dict[str, Any]) -> None:
        """The present state of everything."""
        cameras = [(from_json(CameraSettings, entry["settings"]), entry["door"]) for entry in values["cameras"]]
        if not self._remote:
            self._set_up(cameras)
        doors = {watch.door.name: watch.door for watch in self._remote}
        back = self._state.recognition is Recognition.AWAY
        for name, state in values["doors"].items():
            if (door := doors.get(name)) is not None:
                door.is_open, door.held = bool(state["is_open"]), from_json(str, state["held"])
                door.trouble, door.alarms = (
                    from_json(str, state["trouble"]),
                    tuple(Reason(name_of_alarm) for name_of_alarm in state["alarms"]),
                )
        remembered = {watch.camera.name: watch for watch in self._remote}
        for (settings, _), state in zip(cameras, values["cameras"], strict=True):
            if (watch := remembered.get(settings.name)) is None:
                continue
            camera = watch.camera
            camera.trouble = None if state["trouble"] is None else from_json(str, state["trouble"])
            camera.failure = None if state["failure"] is None else CameraError(from_json(str, state["failure"]))
            camera.liveness_trouble = from_json(str, state["liveness_trouble"])
            if state["closed"] and not camera.frames.closed:
                camera.frames.get(0)
                camera.frames.close()
        self._state = _State(
            Recognition(values["recognition"]),
            None if values["preparing"] is None else (int(values["preparing"][0]), int(values["preparing"][1])),
            None if values["computes_on"] is None else restored(values["computes_on"]["message"]),
            bool(values["knows_anybody"]),
            {name: LivenessMode(mode) for name, mode in values["liveness_modes"].items()},
        )
        self._known.set()
        if back:
            for door in doors.values():
                self._app.bus.publish(DoorFailed(door.name, door.trouble) if door.trouble else DoorMended(door.name))

    def _lose(self) -> None:
        """The service does not answer: the state of its doors is unknown, and the last pictures are out of date."""
        if self._ending.is_set() or not self._remote:
            return
        first = self._state.recognition is not Recognition.AWAY or any(not watch.door.trouble for watch in self._remote)
        self._state = replace(self._state, recognition=Recognition.AWAY, preparing=None)
        for watch in self._remote:
            watch.door.is_open, watch.door.trouble, watch.door.alarms = False, AWAY, ()
            watch.camera.trouble, watch.seen = AWAY, None
        if first:
            for name in {watch.door.name for watch in self._remote}:
                self._app.bus.publish(DoorFailed(name, AWAY))

    def _set_up(self, cameras: list[tuple[CameraSettings, str]]) -> None:
        with self._guard:
            if self._remote:
                return
            doors = {name: RemoteDoor(name, self) for _, name in cameras}
            self._remote = [RemoteWatch(settings, RemoteCamera(settings), doors[name]) for settings, name in cameras]
        for watch in self._remote:
            place = _path("cameras", watch.camera.name, "live")
            self._listen(
                f"pictures of {watch.camera.name}",
                lambda place=place: place,  # type: ignore[misc]
                lambda socket, watch=watch: self._look(watch, socket),  # type: ignore[misc]
            )

    def _look(self, watch: RemoteWatch, socket: ClientConnection) -> None:
        image: Image | None = None
        watch.camera.frames = FrameSlot()
        while not self._ending.is_set():
            message = socket.recv()
            head, picture = unpacked(message if isinstance(message, bytes) else message.encode())
            now = self.clock()
            if picture:
                decoded = jpeg.decoded(picture)
                if decoded is not None:
                    image = decoded
                    watch.camera.frames.put(Frame(image, now - head["age"], head["index"], watch.camera.name))
            if head["seen"] is not None and image is not None:
                seen = from_json(Seen, head["seen"])
                frame = Frame(image, now - head["seen_age"], seen.frame.index, watch.camera.name)
                watch.seen = replace(seen, frame=frame)
            socket.send(b".")  # the next one


def _path(kind: str, name: str, what: str) -> str:
    """The path of a door or a camera, of any name: without its dots, which would lead elsewhere where it is called ".."."""
    return f"/v1/{kind}/{quote(name, safe='').replace('.', '%2E')}/{what}"


def _client(address: Address) -> httpx.Client:
    verify: ssl.SSLContext | bool = _tls(address) if address.certificate else False
    transport = httpx.HTTPTransport(verify=verify, uds=address.socket or None)
    return httpx.Client(base_url=address.url, transport=transport, trust_env=False)


def _connected(address: Address, path: str) -> ClientConnection:
    url = "ws" + address.url.removeprefix("http") + path
    how: dict[str, Any] = {
        "additional_headers": {"Authorization": f"Bearer {address.screen}"},
        "open_timeout": _OPEN_SECONDS,
        "close_timeout": 1,
        "ping_interval": _ALIVE_SECONDS / 2,
        "ping_timeout": _ALIVE_SECONDS,
        "max_size": _MOST_MESSAGE_BYTES,
        "compression": None,
    }
    if address.certificate:
        how["ssl"] = _tls(address)
    if address.socket:
        socket: ClientConnection = unix_connect(address.socket, url, **how)
    else:
        socket = connect(url, proxy=None, **how)
    return socket


def _tls(address: Address) -> ssl.SSLContext:
    """A TLS context that accepts only the service's own certificate, regardless of issuer and name. Raises OSError, and
    ValueError where the file contains none."""
    found = _CERTIFICATE.search(Path(address.certificate).read_text(encoding="ascii", errors="replace"))
    if found is None:
        raise ValueError(f"{address.certificate} holds no certificate")
    expected = ssl.PEM_cert_to_DER_cert(found[0])

    class Pinned(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            if self.getpeercert(binary_form=True) != expected:
                raise ssl.SSLCertVerificationError("another certificate is shown than the service's own")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the whole certificate is compared instead
    context.sslsocket_class = Pinned
    return context


def _text(value: Any) -> Message | None:
    """A sentence from the API, as a message in the reader's language."""
    if not isinstance(value, dict) or not value.get("template"):
        return None
    if not value.get("params"):
        return Message(value["template"])
    return restored(json.dumps({"template": value["template"], "params": value["params"]}))


def _event(value: dict[str, Any]) -> AccessEvent:
    """An event from the API; an empty one where the answer contains none."""
    if not value:
        return AccessEvent(utc_now(), "", "", Outcome.REFUSED, Reason.RELAY_FAILED, "")
    message = _text(value["message"]) or Message(value["message"]["text"])
    event: AccessEvent = from_json(AccessEvent, {**value, "message": ""})
    return replace(event, message=message)
