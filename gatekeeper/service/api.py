"""The API of a running program: its routes, errors, limits, and the server."""

import asyncio
import errno
import logging
import os
import socket
import ssl
import threading
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from cryptography import x509
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from gatekeeper.app import App
from gatekeeper.config import ServiceSettings
from gatekeeper.errors import ConfigError, GatekeeperError
from gatekeeper.messages import Message
from gatekeeper.service import building, resources, streams
from gatekeeper.service.access import problem
from gatekeeper.service.connections import Connection, tls_in_time
from gatekeeper.service.found import Address
from gatekeeper.service.language import Languages, localised
from gatekeeper.service.limits import Limits, Turns
from gatekeeper.service.models import Problem, Text

log = logging.getLogger(__name__)
_START_SECONDS = 20.0
_END_SECONDS = 5.0
_DESCRIPTION = Message("See /openapi.json.")


def make_api(app: App, address: Address, hosts: Collection[str] = ()) -> FastAPI:
    """The API in front of an open program. hosts: see `Limits`."""
    api = FastAPI(
        title="gatekeeper",
        version="1",  # the API's version; the program's version is for signed-in clients only
        description="People, events and doors of a building. Every act is checked, done and written down as in the window.",
        docs_url=None,  # its page would be loaded from another server
        redoc_url=None,
        redirect_slashes=False,  # see `WithoutSlash`
    )
    api.state.gatekeeper, api.state.address, api.state.pictures = app, address, streams.Pictures()
    api.state.sign_ins = Turns()
    api.state.restart = threading.Event()  # somebody has asked for a restart of the service
    for router in (resources.public, resources.router, building.router, streams.sockets):
        api.include_router(router)
    for path in api.openapi()["paths"].values():  # once; it is kept
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if status >= "400":
                    answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
    api.add_middleware(Limits, hosts=hosts)
    api.add_middleware(WithoutSlash)  # outside the limits, some of which are for single paths
    api.add_middleware(Languages)  # the outermost: refusals by the limits are translated too
    api.add_exception_handler(GatekeeperError, _refused)
    api.add_exception_handler(RequestValidationError, _not_valid)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(Exception, _mistake)
    return api


class WithoutSlash:
    """Middleware around the API: a path means the same with a slash at its end. One that ends a door's name is sent as %2F,
    which only the raw path tells apart."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        raw: bytes = scope.get("raw_path") or b""
        if extra := len(raw) - len(raw.rstrip(b"/")):
            scope = {**scope, "path": scope["path"][:-extra], "raw_path": raw[:-extra]}
        await self._app(scope, receive, send)


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GatekeeperError)
    return problem(error, request.app.state.gatekeeper.home)


def _not_valid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    # Without the value that was sent, which may be a password.
    return _told(422, Message("{field}: {why}", field=where, why=first["msg"]), _DESCRIPTION)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    detail = str(error.detail)
    if error.status_code == 404:
        detail = Message("The service has nothing at this path.")
    elif error.status_code == 405:
        detail = Message("{method} is not allowed at this path.", method=request.method)
    return _told(error.status_code, detail, _DESCRIPTION, dict(error.headers or {}))


def _mistake(request: Request, error: Exception) -> JSONResponse:
    log.error("A request failed: %s", request.url.path, exc_info=error)
    return _told(500, Message("An error happened in the program."), Message("See the log of the service."))


def _told(status: int, detail: str, hint: str, headers: dict[str, str] | None = None) -> JSONResponse:
    problem = Problem(
        title=localised(detail),
        status=status,
        detail=localised(detail),
        hint=localised(hint),
        message=Text.of(detail),
        remedy=Text.of(hint),
    )
    return JSONResponse(problem.model_dump(), status, headers, "application/problem+json")


class Server:
    """The API on its address, on a thread of its own, from `start` to `close`. address: where it answers, once started; written
    to the home so that windows find it."""

    def __init__(self, app: App, settings: ServiceSettings) -> None:
        self._app, self._settings = app, settings
        place = app.home / settings.socket if settings.socket else None
        self._socket = _bound(settings, place)
        self.address = _address(settings, self._socket, place)
        self.api = make_api(app, self.address, _names(settings))
        tls: dict[str, Any] = {}
        if settings.certificate:
            tls = {"ssl_certfile": settings.certificate, "ssl_keyfile": settings.key}
        try:
            self._server = uvicorn.Server(
                uvicorn.Config(
                    self.api,
                    log_config=None,
                    access_log=False,
                    lifespan="off",
                    server_header=False,
                    proxy_headers=False,  # forwarded headers are not trusted
                    http=Connection,
                    timeout_graceful_shutdown=1,
                    h11_max_incomplete_event_size=32 << 10,
                    ws_max_size=64 << 10,
                    ws_per_message_deflate=False,
                    **tls,
                )
            )
            self._server.config.load()
        except (OSError, ssl.SSLError) as error:
            self._socket.close()
            raise ConfigError(
                "The certificate {certificate} cannot be used: {error}",
                "Check service.certificate and service.key in config.toml.",
                certificate=settings.certificate,
                error=error,
            ) from error
        self._thread = threading.Thread(target=self._run, name="service", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether it answers."""
        return self._thread.is_alive()

    def start(self) -> "Server":
        """Start answering, and write the address."""
        self._thread.start()
        waited = threading.Event()
        for _ in range(int(_START_SECONDS / 0.02)):
            if self._server.started or not self._thread.is_alive() or waited.wait(0.02):
                break
        self.address.write(self._app.home)
        return self

    def close(self) -> None:
        """Stop answering."""
        self.address.remove(self._app.home)
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_END_SECONDS)
        self._socket.close()
        if self.address.socket:
            with suppress(OSError):
                os.unlink(self.address.socket)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=tls_in_time) as runner:
                runner.run(self._server.serve([self._socket]))
        except Exception:
            log.exception("The service answers no more")


def _bound(settings: ServiceSettings, place: Path | None) -> socket.socket:
    """The listening socket. place: the path of the UNIX socket, if it is one."""
    try:
        if place is not None:
            if place.is_socket():
                if _answers(place):
                    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
                place.unlink(missing_ok=True)  # left behind by one that was killed
            made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            before = os.umask(0o177)
            try:
                made.bind(str(place))
            finally:
                os.umask(before)
        else:
            family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
            made = socket.socket(family, socket.SOCK_STREAM)
            if os.name != "nt":  # on Windows it would let another program take the port
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((settings.host, settings.port))
        made.listen(128)
    except (OSError, OverflowError, AttributeError) as error:  # the last: Windows has no UNIX sockets
        raise ConfigError(
            "The service cannot answer at {place}: {error}",
            "Choose another service.host or service.port in config.toml."
            if place is None
            else "Choose another service.socket in config.toml.",
            place=place or f"{settings.host}:{settings.port}",
            error=error,
        ) from error
    return made


def _names(settings: ServiceSettings) -> set[str]:
    """The names of the service: the configured host, and those in its certificate."""
    names = {settings.host} - {"0.0.0.0", "::"}
    if settings.certificate:
        try:
            certificate = x509.load_pem_x509_certificate(Path(settings.certificate).read_bytes())
            alternative_names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            names |= {str(name.value) for name in alternative_names if isinstance(name, (x509.DNSName, x509.IPAddress))}
        except (OSError, ValueError, x509.ExtensionNotFound):
            pass  # an unusable file is reported when it is loaded
    return names


def _answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as to:
        to.settimeout(1)
        try:
            to.connect(str(place))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except TimeoutError:  # it is there, and busy
            return True
    return True


def _address(settings: ServiceSettings, bound: socket.socket, place: Path | None) -> Address:
    if place is not None:
        return Address.new("http://localhost", str(place))
    host, port = bound.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    shown = f"[{host}]" if ":" in host else host
    kind = "https" if settings.certificate else "http"
    return Address.new(f"{kind}://{shown}:{port}", certificate=settings.certificate)
