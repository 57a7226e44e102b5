"""Live streams: a camera's pictures with faces and decisions, and events.

A slow client gets only the newest picture, or is dropped; no door ever waits for a client."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from gatekeeper import events
from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.door.live import LiveWatch
from gatekeeper.errors import AuthError
from gatekeeper.events import (
    AccessDecided,
    CameraRecovered,
    CameraTroubled,
    DoorAlarmed,
    DoorFailed,
    DoorMended,
    DoorRelocked,
    DoorUnlocked,
)
from gatekeeper.service.access import app_of, desk_with, needs
from gatekeeper.service.resources import Named, jpeg_of, router, watch_of
from gatekeeper.service.wire import packed, to_json
from gatekeeper.store.accounts import NOBODY, Actor, Right

_LOOK_SECONDS = 0.03  # seconds between two checks for a new picture
_STATE_SECONDS = 0.2  # seconds between two checks of the doors' state
_ASK_SECONDS = 5.0  # seconds between two checks of the viewer's right
_UNCONFIRMED = 2  # unconfirmed pictures to one client
_PATIENCE_SECONDS = 10.0  # for a client to confirm one
_MOST_NEWS = 1000  # that may wait for one client
_BOUNDARY = "gatekeeper-picture"
NEWS = (AccessDecided, DoorUnlocked, DoorRelocked, DoorFailed, DoorMended, DoorAlarmed, CameraTroubled, CameraRecovered)
OF_A_SCREEN = tuple(
    kind for kind in vars(events).values() if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")
)
"""The events that a window of this home receives: all, as within the program."""

# How a stream ends: the client is gone, reads nothing, or has lost its right; a closed socket accepts no message
# (RuntimeError).
_OVER = (WebSocketDisconnect, TimeoutError, AuthError, RuntimeError)

sockets = APIRouter(prefix="/v1")


class Pictures:
    """The newest JPEG of each camera, encoded once for all viewers, and only while there are any."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._made: dict[str, tuple[int, bytes]] = {}

    def newest(self, watch: LiveWatch) -> tuple[int, bytes]:
        """The number of the newest picture, and the picture; -1 before there is one."""
        frame = watch.camera.frames.newest
        if frame is None:
            return -1, b""
        with self._guard:
            cached = self._made.get(frame.camera)
            if cached is None or cached[0] != frame.index:
                cached = self._made[frame.camera] = frame.index, jpeg_of(watch)
            return cached


def state_of(app: App) -> dict[str, Any]:
    """The state of doors, cameras and recognition, for a window."""
    live = app.live
    return {
        "recognition": live.recognition,
        "preparing": live.preparing,
        "computes_on": live.computes_on,
        "knows_anybody": live.knows_anybody,
        "liveness_modes": live.liveness_modes,
        "doors": {
            watch.door.name: {
                "is_open": watch.door.is_open,
                "held": watch.door.held,
                "trouble": watch.door.trouble,
                "alarms": watch.door.alarms,
            }
            for watch in live.watches
        },
        "cameras": [
            {
                "settings": watch.settings,
                "door": watch.door.name,
                "trouble": watch.camera.trouble,
                "failure": None if watch.camera.failure is None else watch.camera.failure.message,
                "closed": watch.camera.frames.closed,
                "liveness_trouble": live.liveness_trouble(watch.camera.name),
            }
            for watch in live.watches
        ],
    }


@sockets.websocket("/live")
async def live(socket: WebSocket, actor: Annotated[Actor, Depends(needs(Right.WATCH, screen=True))]) -> None:
    """Events: first the state, {"state": …}, and again whenever it changes; and each event, {"event": kind, …}."""
    app, screen = app_of(socket), actor is NOBODY
    news = _News(app, OF_A_SCREEN if screen else NEWS)
    await socket.accept()
    disconnected = asyncio.ensure_future(_gone(socket))
    last_told: Any = None
    may = _StillMay(actor)
    try:
        while not disconnected.done() and not news.lost:
            now = to_json(await run_in_threadpool(state_of, app))
            for camera in [] if screen else now["cameras"]:
                camera["settings"].pop("source")  # an address may hold a password
            if now != last_told:
                await socket.send_json({"state": now})
                last_told = now
            await may.ask()
            if (event := await news.next(_STATE_SECONDS)) is not None:
                await socket.send_json({"event": type(event).__name__, "value": to_json(event)})
        await socket.close(1013, "too slow")
    except _OVER:
        pass
    finally:
        news.close()
        disconnected.cancel()


class _News:
    """The events of a program for one client, which may be slow. lost: there were more than it could take."""

    def __init__(self, app: App, kinds: tuple[type, ...]) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Queue[object] = asyncio.Queue(_MOST_NEWS)
        self.lost = False
        self._ends = [app.bus.subscribe(kind, self._hear) for kind in kinds]

    async def next(self, seconds: float) -> object | None:
        """The next event; None where there is none for this long."""
        try:
            return await asyncio.wait_for(self._waiting.get(), seconds)
        except TimeoutError:
            return None

    def close(self) -> None:
        """Stop listening."""
        for end in self._ends:
            end()

    def _hear(self, event: object) -> None:
        """Runs on the publisher's thread, such as a door's, so it must not wait."""
        with suppress(RuntimeError):  # the server has just stopped
            self._loop.call_soon_threadsafe(self._put, event)

    def _put(self, event: object) -> None:
        try:
            self._waiting.put_nowait(event)
        except asyncio.QueueFull:
            self.lost = True


class _StillMay:
    """Checks every few seconds whether the viewer still has the right: raises AuthError once they do not."""

    def __init__(self, actor: Actor) -> None:
        self._actor, self._asked = actor, time.monotonic()

    async def ask(self) -> None:
        if self._actor is not NOBODY and time.monotonic() - self._asked > _ASK_SECONDS:
            self._asked = time.monotonic()
            await run_in_threadpool(self._actor.require, Right.WATCH)


async def _gone(socket: WebSocket) -> None:
    try:
        while True:
            await socket.receive_bytes()
    except (WebSocketDisconnect, KeyError, RuntimeError):
        return


@sockets.websocket("/cameras/{name:path}/live")
async def camera_live(
    socket: WebSocket, name: Named, actor: Annotated[Actor, Depends(needs(Right.WATCH, screen=True))]
) -> None:
    """A camera's pictures, each a binary message: four bytes of length (big-endian), JSON of that length, JPEG.

    The JSON: index, age in seconds, seen (what recognition made of a picture, or null) and seen_age. Where the JPEG is empty,
    only what is seen has changed. The client confirms each with any message; two may be unconfirmed, so that a slow client gets
    only the newest.
    """
    app = app_of(socket)
    watch = watch_of(app, name)
    await socket.accept()
    with suppress(*_OVER):
        await _show(socket, app, watch, _StillMay(actor))


async def _show(socket: WebSocket, app: App, watch: LiveWatch, may: _StillMay) -> None:
    pictures: Pictures = socket.app.state.pictures
    shown, unconfirmed = (-1, -1), 0
    disconnected = asyncio.ensure_future(socket.receive())
    try:
        while True:
            await may.ask()
            frame, seen = watch.camera.frames.newest, watch.seen
            now = (frame.index if frame else -1, seen.frame.index if seen else -1)
            if now == shown or unconfirmed >= _UNCONFIRMED:
                done, _ = await asyncio.wait(
                    [disconnected], timeout=_PATIENCE_SECONDS if unconfirmed >= _UNCONFIRMED else _LOOK_SECONDS
                )
                if not done and unconfirmed >= _UNCONFIRMED:
                    await socket.close(1013, "too slow")
                    return
                if done:
                    if disconnected.result()["type"] == "websocket.disconnect":
                        return
                    unconfirmed -= 1
                    disconnected = asyncio.ensure_future(socket.receive())
                continue
            picture = b""
            if now[0] != shown[0]:
                _, picture = await run_in_threadpool(pictures.newest, watch)
            clock = app.live.clock()
            head = {
                "index": now[0],
                "age": clock - frame.taken_at if frame else 0.0,
                "seen": to_json(seen),
                "seen_age": clock - seen.frame.taken_at if seen else 0.0,
            }
            await socket.send_bytes(packed(head, picture))
            shown, unconfirmed = now, unconfirmed + 1
    finally:
        disconnected.cancel()


@router.get(
    "/cameras/{name:path}/mjpeg",
    response_class=StreamingResponse,
    responses={200: {"content": {"multipart/x-mixed-replace": {}}}},
)
def mjpeg(
    request: Request, desk: Annotated[Desk, desk_with(Right.WATCH)], name: Named, pictures: int = 0
) -> StreamingResponse:
    """A camera's pictures one after another, as browsers and video systems show them. pictures: at most this many, 0: no
    end."""
    watch, pictures_made = watch_of(desk.app, name), request.app.state.pictures

    async def parts() -> AsyncIterator[bytes]:
        shown, sent, may = -1, 0, _StillMay(desk.actor)
        while not pictures or sent < pictures:
            index, picture = await run_in_threadpool(pictures_made.newest, watch)
            if index == shown or not picture:
                if watch.camera.frames.closed:
                    return
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            shown, sent = index, sent + 1
            try:
                await may.ask()
            except AuthError:
                return
            yield b"--%b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%b\r\n" % (
                _BOUNDARY.encode(),
                len(picture),
                picture,
            )

    return StreamingResponse(parts(), media_type=f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
