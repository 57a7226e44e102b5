"""A network camera on loopback: motion JPEG over HTTP, with the moods of real ones."""

import base64
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice

import cv2
import numpy as np
from conftest import photo
from ports import kept_port

from gatekeeper.demo import clip
from gatekeeper.domain import Image

SIDE = 64  # pixels of a square that tells one bit of the picture's number


def numbered(number: int) -> Image:
    """A picture (64 x 512, BGR) that tells its number and is like no other: eight squares, dark or bright, noise over them."""
    bits = [(number >> at) & 1 for at in range(8)]
    grey = np.repeat(np.array([60 + 130 * bit for bit in bits], np.uint8), SIDE)
    noise = np.random.default_rng(number).integers(0, 40, (SIDE, 8 * SIDE, 3))
    return np.asarray(grey[None, :, None] + noise, np.uint8)


def number_of(image: Image) -> int:
    """The number that a picture of `numbered` tells."""
    squares = image.mean(axis=2).reshape(SIDE, 8, SIDE).mean(axis=(0, 2))
    return sum(1 << at for at, light in enumerate(squares) if light > 145)


class MjpegCamera:
    """fps: its rate; delay: seconds before its first picture; credentials: "user:password" it asks for; drop_after: pictures
    after which it hangs up; flowing: cleared, it holds its pictures back and the connection open; mood: "black", "frozen" (the
    same picture again and again), "small" (of another size), "garbage" (no pictures at all), "never answers". sent: when each
    number was sent last, in monotonic seconds."""

    def __init__(self) -> None:
        self.fps, self.delay, self.credentials, self.drop_after = 25.0, 0.0, "", 0
        self.mood = ""
        self._connections = 0  # those that were made before are hung up
        self.flowing = threading.Event()
        self.flowing.set()
        self.closing = threading.Event()
        self.asked = 0
        self.sent: dict[int, float] = {}
        self._small = [cv2.imencode(".jpg", numbered(n)[:, : 4 * SIDE])[1].tobytes() for n in range(32)]
        black = cv2.imencode(".jpg", np.zeros((SIDE, 8 * SIDE, 3), np.uint8))[1].tobytes()
        self._moods = {"black": black, "garbage": b"no picture" * 500}
        self._pictures = [cv2.imencode(".jpg", numbered(number))[1].tobytes() for number in range(256)]
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                """Nobody reads it."""

            def do_GET(self) -> None:
                camera.asked += 1
                wanted = base64.b64encode(camera.credentials.encode()).decode()
                if wanted and self.headers.get("Authorization") != f"Basic {wanted}":
                    self.send_response(401)
                    self.send_header("WWW-Authenticate", 'Basic realm="camera"')
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                if camera.closing.wait(camera.delay):
                    return
                while camera.mood == "never answers":
                    if camera.closing.wait(0.05):
                        return
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                try:
                    camera.stream(self)
                except OSError:
                    return

        self._handler = Handler
        self._ends = ExitStack()
        self.port = self._ends.enter_context(kept_port())
        self._server: socketserver.BaseServer | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/stream"

    def with_credentials(self, user_and_password: str) -> str:
        return f"http://{user_and_password}@127.0.0.1:{self.port}/stream"

    def stream(self, handler: BaseHTTPRequestHandler) -> None:
        """Send pictures until the other side goes."""
        connections = self._connections
        for count in range(1 << 30):
            while not self.flowing.wait(0.1):
                if self.closing.is_set():
                    return
            if connections != self._connections:
                return
            number = 5 if self.mood == "frozen" else count % 256
            part = self._moods.get(self.mood) or self._pictures[number]
            if self.mood == "small":
                part = self._small[count % len(self._small)]
            self.sent[number] = time.monotonic()
            handler.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(part))
            handler.wfile.write(part + b"\r\n")
            if count + 1 == self.drop_after or self.closing.wait(1 / self.fps):
                return

    def start(self) -> None:
        """Be there, for the first time or after `switch_off`."""
        ThreadingHTTPServer.allow_reuse_address = True
        self._server = server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), name="camera server", daemon=True).start()

    def hang_up(self) -> None:
        """End the connections there are."""
        self._connections += 1

    def switch_off(self) -> None:
        """Be away, until `start` is called."""
        self.hang_up()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def stop(self) -> None:
        self.closing.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        self._ends.close()


@contextmanager
def mjpeg_camera() -> Iterator[MjpegCamera]:
    """A camera that is on."""
    camera = MjpegCamera()
    camera.start()
    try:
        yield camera
    finally:
        camera.stop()


class Scene(MjpegCamera):
    """A camera before which one of the fictional people stands when told to, and else nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.fps = 10.0
        room, noise = np.random.default_rng(5).integers(80, 150, (480, 640, 3)), np.random.default_rng(6)
        self._room = [_jpeg(np.asarray(room + noise.integers(0, 9, room.shape), np.uint8)) for _ in range(16)]
        self.show()

    def show(self, who: str = "", folder: str = "visits") -> None:
        """From now on."""
        looks = [_jpeg(image) for image in clip(photo(who, "bare", 0, folder), 1, 32)] if who else self._room
        self._pictures = [*islice(cycle(looks), 256)]


def _jpeg(image: Image) -> bytes:
    return cv2.imencode(".jpg", image[..., ::-1])[1].tobytes()


@contextmanager
def scene() -> Iterator[Scene]:
    """An empty one."""
    camera = Scene()
    camera.start()
    try:
        yield camera
    finally:
        camera.stop()
