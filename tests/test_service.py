"""The service: its API in front of running doors, asked over the loopback as other programs ask it."""

import asyncio
import json
import re
import socket
import ssl
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from conftest import DEMO
from counting import statements
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIWebSocketRoute
from numpy.typing import NDArray
from PIL import Image
from starlette.routing import Route
from test_passwords import Counting
from typing_extensions import TypeAliasType
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from gatekeeper import passwords
from gatekeeper.app import App, open_app
from gatekeeper.capture.photos import photo_files
from gatekeeper.config import CameraSettings, DoorSettings, ServiceSettings, Settings
from gatekeeper.demo import DemoCamera, demo_settings, visits_of
from gatekeeper.desk.desk import Desk
from gatekeeper.domain import Role
from gatekeeper.errors import AuthError, ConfigError, DoorError, StoreError
from gatekeeper.events import DoorRelocked
from gatekeeper.models.activation import LoadedModel
from gatekeeper.service import connections, limits, remote, wire
from gatekeeper.service.access import problem
from gatekeeper.service.api import Server, make_api
from gatekeeper.service.found import Address, address, find, service_lock
from gatekeeper.service.limits import MOST_BODY_BYTES, Rate
from gatekeeper.store.accounts import Actor, Right
from gatekeeper.store.failures import BUSY_SECONDS
from gatekeeper.store.pins import Typed
from gatekeeper.timezones import utc_now
from gatekeeper.vision import jpeg
from gatekeeper.vision.pipeline import FacePipeline

PASSWORD = "a long secret 1"
OPEN = {("GET", "/v1/health"), ("GET", "/v1/proof"), ("POST", "/v1/session")}
RIGHTS = {
    ("GET", "/v1/session"): Right.WATCH,
    ("DELETE", "/v1/session"): Right.WATCH,
    ("POST", "/v1/restart"): Right.ADMINISTER,
    ("GET", "/v1/people"): Right.PEOPLE,
    ("POST", "/v1/people"): Right.PEOPLE,
    ("GET", "/v1/people/{number}"): Right.PEOPLE,
    ("PATCH", "/v1/people/{number}"): Right.PEOPLE,
    ("DELETE", "/v1/people/{number}"): Right.PEOPLE,
    ("PUT", "/v1/people/{number}/pin"): Right.PEOPLE,
    ("GET", "/v1/people/{number}/photos"): Right.PEOPLE,
    ("GET", "/v1/people/{number}/photos/{photo}"): Right.PEOPLE,
    ("GET", "/v1/groups"): Right.WATCH,
    ("GET", "/v1/inside"): Right.WATCH,
    ("PUT", "/v1/inside/{number}"): Right.CORRECT,
    ("GET", "/v1/evacuation"): Right.WATCH,
    ("GET", "/v1/guests"): Right.PEOPLE,
    ("POST", "/v1/guests"): Right.PEOPLE,
    ("POST", "/v1/guests/{number}/end"): Right.PEOPLE,
    ("GET", "/v1/alarms"): Right.WATCH,
    ("GET", "/v1/alarms/{number}"): Right.WATCH,
    ("POST", "/v1/alarms/{number}/acknowledge"): Right.ALARMS,
    ("GET", "/v1/watched"): Right.ALARMS,
    ("POST", "/v1/watched"): Right.PEOPLE,
    ("DELETE", "/v1/watched/{number}"): Right.PEOPLE,
    ("GET", "/v1/order"): Right.WATCH,
    ("PUT", "/v1/order"): Right.OPEN_DOOR,
    ("GET", "/v1/events"): Right.WATCH,
    ("GET", "/v1/events/{number}/picture"): Right.WATCH,
    ("GET", "/v1/doors"): Right.WATCH,
    ("GET", "/v1/doors/{name}"): Right.WATCH,
    ("POST", "/v1/doors/{name}/open"): Right.OPEN_DOOR,
    ("POST", "/v1/doors/{name}/lock"): Right.OPEN_DOOR,
    ("POST", "/v1/doors/{name}/pin"): Right.OPEN_DOOR,
    ("GET", "/v1/cameras"): Right.WATCH,
    ("GET", "/v1/cameras/{name}/picture"): Right.WATCH,
    ("GET", "/v1/cameras/{name}/mjpeg"): Right.WATCH,
    ("WS", "/v1/live"): Right.WATCH,
    ("WS", "/v1/cameras/{name}/live"): Right.WATCH,
}
MAY = {
    Role.VIEWER: {Right.WATCH},
    Role.OPERATOR: {Right.WATCH, Right.OPEN_DOOR, Right.PEOPLE, Right.CORRECT, Right.ALARMS},
    Role.ADMINISTRATOR: set(Right),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, reader: FacePipeline) -> Iterator[Server]:
    """A program whose one camera shows the fictional people, and the service before it."""
    settings = demo_settings()
    # A door that was opened is still open when a busy machine asks for it.
    settings = replace(settings, doors=tuple(replace(door, unlock_seconds=60.0) for door in settings.doors))
    app = open_app(tmp_path_factory.mktemp("service") / "home", settings, prefer_keyring=False)
    app.models.loaded = LoadedModel(app.models.active, reader)
    visits = visits_of(DEMO / "visits")
    app.doors.open_capture = lambda source: DemoCamera(visits)
    for role in Role:  # the first one is the administrator's
        app.accounts.add(role.value, PASSWORD, role, by=app.actor, now=utc_now())
    app.doors.open_cameras()
    server = Server(app, ServiceSettings()).start()
    yield server
    server.close()
    app.close()


def app_of(server: Server) -> App:
    app: App = server.api.state.gatekeeper
    return app


def ask(
    server: Server, method: str, path: str, token: str = "", sent: Any = None, language: str = ""
) -> tuple[int, Any]:
    """The status of an answer, and what it says."""
    request = urllib.request.Request(server.address.url + path, method=method)
    if language:
        request.add_header("Accept-Language", language)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    data = None
    if sent is not None:
        data = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, data, timeout=30) as answer:
            status, body, kind = answer.status, answer.read(), answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        status, body, kind = error.code, error.read(), error.headers.get_content_type()
        assert kind == "application/problem+json", body
    return status, json.loads(body) if kind.endswith("json") and body else body


def send(server: Server, path: str, token: str, photos: Sequence[bytes], **fields: Any) -> tuple[int, Any]:
    """The same of a form with photos."""
    parts: list[Any] = [("photos", (f"{number}.jpg", data)) for number, data in enumerate(photos)]
    for name, value in fields.items():
        parts += [(name, (None, str(one))) for one in (value if isinstance(value, list) else [value])]
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.post(server.address.url + path, files=parts, headers=headers, timeout=60)
    return answer.status_code, answer.json()


def portraits(name: str, count: int = 2, folder: str = "people") -> list[bytes]:
    """Picture files of one of the fictional people."""
    return [file.read_bytes() for file in photo_files(DEMO / folder / name / "bare")[:count]]


def signed_in(server: Server, role: Role) -> str:
    return app_of(server).tokens.begin(Actor(role.value, role), now=utc_now())  # as after `Accounts.sign_in`


def routes(api: FastAPI) -> set[tuple[str, str]]:
    """Every route there is, those of routers within too; /openapi.json alone is none of ours."""
    found, todo = set(), list(api.routes)
    while todo:
        route = todo.pop()
        todo += getattr(getattr(route, "original_router", None), "routes", [])
        if isinstance(route, APIWebSocketRoute):
            found.add(("WS", route.path_format))
        elif isinstance(route, Route) and route.path != "/openapi.json":
            found |= {(method, route.path_format) for method in (route.methods or ()) if method != "HEAD"}
    return found


def let_in(server: Server, method: str, path: str, token: str) -> int:
    """The status with which a route answers somebody, about what there is not. A socket that opens: 101."""
    path = re.sub(r"\{name\}", "nowhere", re.sub(r"\{(number|photo)\}", "999", path))
    if method != "WS":
        return ask(server, method, path, token)[0]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with connect(server.address.url.replace("http", "ws", 1) + path, additional_headers=headers):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_every_route_stands_in_the_table_and_asks_who_it_is(server: Server) -> None:
    assert routes(server.api) == RIGHTS.keys() | OPEN
    for method, path in RIGHTS:
        for token in ("", "not a token"):
            assert let_in(server, method, path, token) in (401, 403), (method, path)
            assert method == "WS" or let_in(server, method, path, token) == 401


@pytest.mark.parametrize("role", [*Role])
def test_each_role_may_what_it_may_in_the_window(server: Server, role: Role) -> None:
    for (method, path), right in RIGHTS.items():
        if (method, path) == ("DELETE", "/v1/session"):
            continue
        status = let_in(server, method, path, signed_in(server, role))
        # Let in, it falls over what it was asked about, which is not there.
        refused = status in (401, 403) and not (method == "WS" and "{name}" in path and right in MAY[role])
        assert refused == (right not in MAY[role]), (method, path, status)


def test_a_route_that_asks_nobody_is_found(server: Server) -> None:
    """The control."""
    router = APIRouter(prefix="/v1")
    router.add_api_route("/people/{number}/photo", lambda number: number)
    api = make_api(app_of(server), server.address)
    api.include_router(router)
    assert routes(api) - RIGHTS.keys() - OPEN == {("GET", "/v1/people/{number}/photo")}


def test_a_visit_to_the_desk_from_elsewhere(server: Server) -> None:
    app, operator = app_of(server), signed_in(server, Role.OPERATOR)
    status, person = send(server, "/v1/people", operator, portraits("resident-001"), name="Ada", consented=True)
    assert status == 201, person
    number = person["id"]
    assert app.people.get(number).name == "Ada"
    status, kept = ask(server, "GET", f"/v1/people/{number}/photos", operator)
    assert [one["mask"] for one in kept] == ["bare", "bare"]
    status, face = ask(server, "GET", f"/v1/people/{number}/photos/{kept[0]['id']}", operator)
    shown = jpeg.decoded(face)
    assert shown is not None
    assert shown.shape == (200, 200, 3)
    assert ask(server, "GET", f"/v1/people/{number}/photos/{kept[-1]['id'] + 1}", operator)[0] == 404
    assert ask(server, "GET", f"/v1/people/{number + 1}/photos/{kept[0]['id']}", operator)[0] == 404
    status, changed = ask(server, "PATCH", f"/v1/people/{number}", operator, {"name": "Ada L.", "blocked": True})
    assert (status, changed["name"], changed["blocked"]) == (200, "Ada L.", True)
    assert ask(server, "PATCH", f"/v1/people/{number}", operator, {"colour": "red"})[0] == 422
    assert ask(server, "PUT", f"/v1/people/{number}/pin", operator, {"pin": "495827"})[0] == 204
    assert app.pins.has(number)
    status, cursor = ask(server, "GET", "/v1/events?limit=1000", operator)
    assert status == 200
    door = app.settings.door.name
    status, event = ask(server, "POST", f"/v1/doors/{door}/open", operator, {"reason": "parcel"})
    assert (status, event["reason"], event["message"]["params"]["why"]) == (200, "by_hand", "parcel")
    assert ask(server, "GET", f"/v1/doors/{door}", operator)[1]["open"]
    assert ask(server, "POST", f"/v1/doors/{door}/lock", operator)[0] == 204
    assert not ask(server, "GET", f"/v1/doors/{door}", operator)[1]["open"]
    status, news = ask(server, "GET", f"/v1/events?after={cursor['cursor']}&wait=5", operator)
    assert [one["id"] for one in news["events"]] == [event["id"]]
    assert ask(server, "DELETE", f"/v1/people/{number}", operator)[0] == 204
    acts = [act.act for act in app.accounts.acts(who="operator")]
    assert acts[:2] == ["person removed", "door locked by hand"]
    assert {"PIN set", "person renamed", "register"} <= set(acts)


def test_a_session_ends_with_the_role_and_a_token_when_it_is_withdrawn(server: Server) -> None:
    app, now = app_of(server), utc_now()
    app.accounts.add("Eve", PASSWORD, Role.OPERATOR, by=app.actor, now=now)
    status, session = ask(server, "POST", "/v1/session", sent={"name": "eve", "password": PASSWORD})
    assert (status, session["role"]) == (201, "operator")
    assert ask(server, "GET", "/v1/doors", session["token"])[0] == 200
    app.accounts.set_role("Eve", Role.ADMINISTRATOR, by=app.actor, now=now)
    assert ask(server, "GET", "/v1/doors", session["token"])[0] == 401
    other = app.tokens.begin(app.accounts.sign_in("Eve", PASSWORD, now=now), now=now)
    assert ask(server, "DELETE", "/v1/session", other)[0] == 204
    assert ask(server, "GET", "/v1/doors", other)[0] == 401
    other = app.tokens.begin(app.accounts.sign_in("Eve", PASSWORD, now=now), now=now)
    app.accounts.set_password("Eve", f"{PASSWORD} or other", by=app.actor, now=now)
    assert ask(server, "GET", "/v1/doors", other)[0] == 401
    for role in (Role.OPERATOR, Role.VIEWER):
        with pytest.raises(AuthError, match="may not"):
            app.tokens.add("building", Role.VIEWER, 30, by=Actor("Olga", role), now=now)
        with pytest.raises(AuthError, match="may not"):
            app.tokens.remove("building", by=Actor("Olga", role), now=now)
    token = app.tokens.add("building", Role.VIEWER, 30, by=app.actor, now=now)
    assert ask(server, "GET", "/v1/session", token)[1] == {"name": "building (access token)", "role": "viewer"}
    assert token not in (app.home / "gatekeeper.db").read_bytes().decode("latin-1")
    app.tokens.remove("building", by=app.actor, now=now)
    assert ask(server, "GET", "/v1/session", token)[0] == 401
    assert [act.act for act in app.accounts.acts(limit=2)] == ["access token withdrawn", "access token given"]
    status, wrong = ask(server, "POST", "/v1/session", sent={"name": "Eve", "password": "wrong"})
    assert (status, wrong["detail"]) == (401, "The name or the password is wrong.")


def test_too_large_or_too_many_requests_are_refused(server: Server) -> None:
    viewer = signed_in(server, Role.VIEWER)
    with suppress(ConnectionError, urllib.error.URLError):  # it may be cut off while it still sends
        assert ask(server, "POST", "/v1/session", sent=b"x" * (MOST_BODY_BYTES + 1))[0] == 413
    assert ask(server, "GET", "/v1/doors", viewer)[0] == 200
    statuses: list[int] = []
    # Who calls itself another client each time is the same one all the same. A try in five seconds is always allowed.
    for number in range(40):
        if 429 in statuses:
            break
        request = urllib.request.Request(
            server.address.url + "/v1/session", b"{}", {"X-Forwarded-For": f"10.0.0.{number}"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)
        statuses.append(refused.value.code)
    assert 429 in statuses
    now = [0.0]
    rate = Rate(2, 3, lambda: now[0])
    assert [rate.wait_seconds("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert rate.wait_seconds("b") == 0
    now[0] = 0.5
    assert rate.wait_seconds("a") == 0


def spoken(server: Server, head: str, body: bytes = b"") -> bytes:
    """What is answered to bytes of one's own."""
    with connection(server) as to:
        to.sendall(f"{head}\r\n\r\n".encode() + body)
        return to.recv(4096)


def connection(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(server.address.url.rpartition(":")[2])), 20)


@pytest.mark.parametrize(
    ("who", "status"), [(None, b"401"), (Role.VIEWER, b"403")], ids=["without a token", "without the right"]
)
def test_a_large_request_is_read_only_from_who_may_register(server: Server, who: Role | None, status: bytes) -> None:
    token = f"\r\nAuthorization: Bearer {signed_in(server, who)}" if who else ""
    head = f"POST /v1/people HTTP/1.1\r\nHost: localhost{token}\r\n"
    assert status in spoken(server, f"{head}Content-Length: 20000000")  # of which nothing has come yet
    chunk = b"%x\r\n%s\r\n" % (MOST_BODY_BYTES, b"[" * MOST_BODY_BYTES)
    assert status in spoken(server, f"{head}Transfer-Encoding: chunked", chunk + b"1\r\n[\r\n")
    operator = f"\r\nAuthorization: Bearer {signed_in(server, Role.OPERATOR)}"
    body = b"[" * (MOST_BODY_BYTES + 1)
    head = f"POST /v1/people HTTP/1.1\r\nHost: localhost{operator}\r\nContent-Length: {len(body)}"
    assert b" 415 " in spoken(server, head, body)


def test_all_clients_together_send_only_so_much(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_WAITING_BYTES", 100_000)
    head = (
        f"POST /v1/people HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {signed_in(server, Role.OPERATOR)}\r\n"
    )
    assert b" 503 " in spoken(server, f"{head}Content-Length: 200000", b"x" * 150_000)
    assert b" 415 " in spoken(server, f"{head}Content-Length: 90000", b"x" * 90_000)  # the room is given back


def test_a_page_of_another_server_is_refused(server: Server) -> None:
    own = server.address.url.partition("//")[2]
    for host, origin, status in [
        ("evil.example", "", b" 421 "),
        ("127.0.0.1.evil.example:80", "", b" 421 "),
        (own, "http://evil.example", b" 403 "),
        (own, "null", b" 403 "),
        (own, f"http://{own}", b" 200 "),
        ("localhost", "", b" 200 "),
        ("[::1]:80", "", b" 200 "),
    ]:
        told = f"\r\nOrigin: {origin}" if origin else ""
        assert status in spoken(server, f"GET /v1/health HTTP/1.1\r\nHost: {host}{told}"), (host, origin)
    with pytest.raises(InvalidStatus):
        connect(
            f"ws://{own}/v1/live",
            origin=Origin("http://evil.example"),
            additional_headers={"Authorization": f"Bearer {server.address.screen}"},
        )


def test_connections_over_which_nothing_is_asked_shut_nobody_out(server: Server) -> None:
    with ExitStack() as idle:
        for _ in range(limits.MOST_AT_ONCE + 20):
            idle.enter_context(connection(server))
        assert ask(server, "GET", "/v1/health")[0] == 200


def test_the_last_places_are_for_who_has_a_token(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STRANGERS", 2)
    monkeypatch.setattr(limits, "BODY_SECONDS", 300)
    token = signed_in(server, Role.VIEWER)
    with ExitStack() as slow:
        for _ in range(2):
            to = slow.enter_context(connection(server))
            to.sendall(
                b"POST /v1/restart HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"
            )
            assert b" 100 " in to.recv(4096)  # it is being waited for
        assert ask(server, "GET", "/v1/health")[0] == 503
        assert ask(server, "GET", "/v1/doors", token)[0] == 200


def test_a_request_must_come_in_time(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.3)
    with connection(server) as to, suppress(ConnectionError):
        assert to.recv(1) == b""
    with connection(server) as to, suppress(ConnectionError):
        for _ in range(1000):  # drop by drop
            to.sendall(b"G")
            to.settimeout(0.02)
            with suppress(TimeoutError):
                assert to.recv(1) == b""
                break
        else:
            pytest.fail("still heard")
    monkeypatch.setattr(connections, "HEAD_SECONDS", 60)  # a busy machine may be slow to read it
    head = b"POST /v1/restart HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n"
    with connection(server) as to:
        to.sendall(head)
        to.settimeout(0.02)
        for _ in range(1000):
            to.sendall(b"x")
            with suppress(TimeoutError):
                assert b" 408 " in to.recv(4096)
                break
        else:
            pytest.fail("still read")


def test_one_person_is_found_by_number_however_many_are_called_by_it(server: Server) -> None:
    app, viewer = app_of(server), signed_in(server, Role.OPERATOR)
    with app.database.transaction(together=True):
        zoe = app.people.add("Zoe", consent_text="v1", consent_at=utc_now())
        for number in range(1001):
            app.people.add(f"Anna flat {zoe.id} no {number}", consent_text="v1", consent_at=utc_now())
    status, found = ask(server, "GET", f"/v1/people/{zoe.id}", viewer)
    assert (status, found["name"]) == (200, "Zoe")


def test_strangers_are_not_told_which_program_answers(server: Server) -> None:
    assert metadata.version("gatekeeper") not in json.dumps(ask(server, "GET", "/openapi.json")[1]["info"])


def test_the_address_is_for_the_owner_alone_and_goes_at_the_end(server: Server) -> None:
    home = app_of(server).home
    assert address(home) == server.address
    assert find(home) is None  # no process holds the home as its service
    assert (home / "service.json").stat().st_mode & 0o777 == 0o600
    nonce = "0123456789abcdef"
    assert ask(server, "GET", f"/v1/proof?nonce={nonce}")[1] == {"proof": server.address.proof(nonce)}


def test_other_machines_are_let_in_with_tls_only(tmp_path: Path) -> None:
    Settings(service=ServiceSettings(host="::1")).check()
    Settings(service=ServiceSettings(host="0.0.0.0", certificate="a.pem", key="b.pem")).check()
    with pytest.raises(ConfigError, match=r"service\.host is '0\.0\.0\.0'.*TLS"):
        Settings(service=ServiceSettings(host="0.0.0.0")).check()
    with pytest.raises(ConfigError, match=r"service\.key is missing"):
        Settings(service=ServiceSettings(certificate="a.pem")).check()


def test_the_description_holds_for_whatever_is_sent(server: Server) -> None:
    """In short: what no description allows is refused in its words, and nothing that it allows ends in an error of ours."""
    import schemathesis
    from hypothesis import HealthCheck, given
    from hypothesis import settings as hypothesis_settings
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    schema = schemathesis.openapi.from_url(f"{server.address.url}/openapi.json")
    headers = {"Authorization": f"Bearer {signed_in(server, Role.ADMINISTRATOR)}"}
    left_out = {"/v1/session", "/v1/cameras/{name}/mjpeg", "/v1/events"}
    operations = [one.ok() for one in schema.get_all_operations()]  # type: ignore[union-attr]  # an Err raises
    tried = 0
    for operation in operations:
        if operation.path in left_out:
            continue
        tried += 1

        @hypothesis_settings(max_examples=2, deadline=None, suppress_health_check=[*HealthCheck], database=None)
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            # What a photo shows, or a PIN is worth, no description tells: it may be refused all the same.
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        holds()
    assert tried > 12


def issued(folder: Path) -> tuple[Path, Path]:
    """A certificate that an authority issued, and its key."""
    now, names = (
        datetime.now(UTC),
        [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in ("ca", "door")],
    )
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    made = x509.CertificateBuilder(names[0], names[1], key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("door.example")]), critical=False)
    files = folder / "door.pem", folder / "door.key"
    files[0].write_bytes(made.sign(authority, hashes.SHA256()).public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[App]:
    """A program whose cameras and networks are of no matter."""
    app = open_app(tmp_path / "home", demo_settings(), prefer_keyring=False)
    yield app
    app.close()


def test_a_window_knows_the_service_by_the_certificate_itself(plain: App, tmp_path: Path) -> None:
    certificate, key = map(str, issued(tmp_path))
    (tmp_path / "other").mkdir()
    other, _ = issued(tmp_path / "other")
    server = Server(plain, ServiceSettings(certificate=certificate, key=key)).start()
    try:
        with remote._client(server.address) as client:
            assert client.get("/v1/health").status_code == 200
            assert client.get("/v1/health", headers={"Host": "door.example:443"}).status_code == 200
            assert client.get("/v1/health", headers={"Host": "door.evil"}).status_code == 421
        with remote._connected(server.address, "/v1/live") as to:
            assert "state" in json.loads(to.recv())
        impostor = replace(server.address, certificate=str(other))
        with pytest.raises(httpx.ConnectError, match="another certificate"), remote._client(impostor) as client:
            client.get("/v1/health")
        with pytest.raises(ssl.SSLError, match="another certificate"):
            remote._connected(impostor, "/v1/live")
    finally:
        server.close()


def test_a_client_that_does_not_finish_the_tls_handshake_in_time_is_dropped(
    plain: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connections.TLS_SECONDS <= 5
    monkeypatch.setattr(connections, "TLS_SECONDS", 0.3)
    certificate, key = map(str, issued(tmp_path))
    server = Server(plain, ServiceSettings(certificate=certificate, key=key)).start()
    try:
        with connection(server) as silent, connection(server) as slow:
            slow.sendall(b"\x16\x03\x01\x02\x00\x01")  # how a ClientHello begins
            for one in (silent, slow):
                with suppress(ConnectionError):
                    assert one.recv(1) == b""
        monkeypatch.undo()
        server.close()
        server = Server(plain, ServiceSettings(certificate=certificate, key=key)).start()
        with connection(server) as patient:  # the control: it is the time that is over
            patient.settimeout(0.5)
            with pytest.raises(TimeoutError):
                patient.recv(1)
    finally:
        server.close()


@pytest.mark.parametrize(("bound", "remote_ones"), [("MOST_AGREEING", False), ("STRANGERS_OF_ONE", True)])
def test_who_has_not_agreed_on_tls_is_one_of_so_many(
    plain: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, remote_ones: bool
) -> None:
    """In all, and of one address, but for this machine: the one that has taken longest goes, and the next one gets in."""
    monkeypatch.setattr(connections, "TLS_SECONDS", 600)
    monkeypatch.setattr(connections, bound, 3)
    if remote_ones:
        monkeypatch.setattr(connections, "is_loopback", lambda name: False)
    certificate, key = map(str, issued(tmp_path))
    server = Server(plain, ServiceSettings(certificate=certificate, key=key)).start()
    try:
        with ExitStack() as opened:
            silent = [opened.enter_context(connection(server)) for _ in range(5)]
            for one in silent[:2]:
                with suppress(ConnectionError):
                    assert one.recv(1) == b""
            with remote._client(server.address) as client:
                assert client.get("/v1/health").status_code == 200
            with suppress(ConnectionError):
                assert silent[2].recv(1) == b"", "in whose place it was"
            silent[4].settimeout(0.5)
            with pytest.raises(TimeoutError):  # the control: nobody goes who need not
                silent[4].recv(1)
    finally:
        server.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no UNIX sockets")
def test_a_unix_socket_lies_in_the_home_and_is_taken_from_nobody_who_answers(plain: App) -> None:
    settings = ServiceSettings(socket="door.sock")
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(plain.home / "door.sock"))
    server = Server(plain, settings).start()
    try:
        assert server.address.socket == str(plain.home / "door.sock")
        with pytest.raises(ConfigError, match=r"door\.sock.*in use") as refused:
            Server(plain, settings)
        assert refused.value.hint == "Choose another service.socket in config.toml."
        with remote._client(server.address) as client:
            assert client.get("/v1/health").status_code == 200
    finally:
        server.close()
    assert not (plain.home / "door.sock").exists()


def test_another_program_in_the_place_of_the_service_is_no_mistake_of_the_window(plain: App) -> None:
    class Impostor(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *words: object) -> None:
            pass

    plain.doors.claims.take(service_lock(plain.home))
    with ThreadingHTTPServer(("127.0.0.1", 0), Impostor) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        Address.new(f"http://127.0.0.1:{other.server_port}").write(plain.home)
        doors = remote.RemoteDoors(plain).start(0)
        try:
            with pytest.raises(DoorError, match="does not answer"):
                doors.enter_pin(plain.settings.camera.name, "1", 1, now=utc_now()).result(30)
            with pytest.raises(DoorError, match="no camera 'nowhere'"):
                doors.enter_pin("nowhere", "1", 1, now=utc_now())
        finally:
            doors.close()
            other.shutdown()


@contextmanager
def before_a_window(tmp_path: Path, names: Sequence[str]) -> Iterator[tuple[Server, App]]:
    """A service whose doors have these names, each with a camera of the same name; and a window where Root is signed in."""
    Image.new("RGB", (64, 48)).save(tmp_path / "a.png")
    settings = Settings(
        tuple(CameraSettings(name, str(tmp_path / "a.png"), door=name) for name in names),
        tuple(DoorSettings(name, unlock_seconds=60.0) for name in names),
    )
    settings.check()
    with ExitStack() as closing:
        service, window = (open_app(tmp_path / "home", settings, prefer_keyring=False) for _ in range(2))
        closing.callback(window.close)
        closing.callback(service.close)
        service.accounts.add("Root", PASSWORD, Role.ADMINISTRATOR, by=service.actor, now=utc_now())
        service.doors.claims.take(service_lock(service.home))
        service.doors.open_cameras()
        server = Server(service, ServiceSettings()).start()
        closing.callback(server.close)
        window.actor = window.accounts.sign_in("Root", PASSWORD, now=utc_now())
        window.live = doors = remote.RemoteDoors(window).start(30)
        closing.callback(doors.close)
        yield server, window


def test_doors_and_cameras_of_any_name_work_through_the_service(tmp_path: Path) -> None:
    names = (
        *("Tor 1/2", "..", ".", "/", "a//b/", "a/open", "lock", "a/live", "?#&", "%2F", "%", " a "),
        *("u\u0308", "門" * 200, "🚪"),
    )
    with before_a_window(tmp_path, names) as (server, window):
        service, desk = app_of(server), Desk(window, window.actor)
        token = window.tokens.begin(window.actor, now=utc_now())
        for watch, own in zip(window.live.watches, service.live.watches, strict=True):
            name = watch.door.name
            desk.open_by_hand(watch.door, "parcel", now=utc_now())
            assert [one.door.name for one in service.live.watches if one.door.is_open] == [name]
            place = quote(name, safe="")
            status, told = ask(server, "GET", f"/v1/doors/{place}", token)
            assert (status, told["name"], told["open"]) == (200, name, True)
            desk.lock_by_hand(watch.door, now=utc_now())
            assert not own.door.is_open, name
            with pytest.raises(DoorError, match="Recognition has not begun"):
                window.live.enter_pin(name, "1", 1, now=utc_now()).result(30)
            with remote._connected(server.address, remote._path("cameras", name, "live")) as pictures:
                assert pictures.recv(30), name
            assert ask(server, "GET", f"/v1/cameras/{place}/picture", token)[0] == 200
            assert ask(server, "GET", f"/v1/cameras/{place}/mjpeg?pictures=1", token)[0] == 200


def test_a_path_means_the_same_with_a_slash_at_its_end(tmp_path: Path) -> None:
    with before_a_window(tmp_path, ["x", "x/"]) as (server, window):
        token = window.tokens.begin(window.actor, now=utc_now())
        for listed in ("doors", "cameras", "people", "events"):
            status, told = ask(server, "GET", f"/v1/{listed}/", token)
            assert (status, told) == (200, ask(server, "GET", f"/v1/{listed}", token)[1]), listed
        for path, name in (("x", "x"), ("x/", "x"), ("x//", "x"), ("x%2F", "x/"), ("x%2F/", "x/"), ("x%2f", "x/")):
            status, told = ask(server, "GET", f"/v1/doors/{path}", token)
            assert (status, told["name"]) == (200, name)
        for path, name in (("x", "x"), ("x%2F", "x/")):
            assert ask(server, "POST", f"/v1/doors/{path}/open/", token, {"reason": "parcel"})[1]["door"] == name
            assert [watch.door.name for watch in app_of(server).live.watches if watch.door.is_open] == [name]
            assert ask(server, "GET", f"/v1/cameras/{path}/picture/", token)[0] == 200
            assert ask(server, "POST", f"/v1/doors/{path}/lock/", token)[0] == 204
        for path in ("/v1/door/", "/", "//"):
            assert ask(server, "GET", path, token)[0] == 404
        tries = (ask(server, "POST", "/v1/session/", "", {"name": "", "password": "a"})[0] for _ in range(40))
        assert 429 in tries  # the limit of the path without it


def disk_full(*_: object, **__: object) -> Any:
    raise StoreError("There is no space left on the disk.", "Delete what is not needed.")


def test_a_window_locks_a_door_of_the_service_though_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with before_a_window(tmp_path, ["front"]) as (server, window):
        service, desk = app_of(server), Desk(window, window.actor)
        (watch,), (own,) = window.live.watches, service.live.watches
        desk.open_by_hand(watch.door, "parcel", now=utc_now())
        with monkeypatch.context() as full:
            for app in (service, window):
                full.setattr(app.database, "transaction", disk_full)
            with pytest.raises(StoreError, match="front is locked, but that could not be recorded"):
                desk.lock_by_hand(watch.door, now=utc_now())
            assert not own.door.is_open
            with pytest.raises(StoreError, match="no space left"):
                desk.open_by_hand(watch.door, "parcel", now=utc_now())
        assert not own.door.is_open


def test_a_lock_by_a_window_waits_for_no_busy_database_and_is_recorded_as_its_users(tmp_path: Path) -> None:
    with before_a_window(tmp_path, ["front"]) as (server, window), ThreadPoolExecutor(1) as user:
        service, desk = app_of(server), Desk(window, window.actor)
        desk.open_by_hand(window.live.watches[0].door, "parcel", now=utc_now())
        locked = threading.Event()
        service.bus.subscribe(DoorRelocked, lambda event: locked.set())
        with service.database.transaction():  # another writer
            asked = user.submit(desk.lock_by_hand, window.live.watches[0].door, now=utc_now())
            assert locked.wait(BUSY_SECONDS * 0.8)
        asked.result(30)
        (act,) = window.accounts.acts(limit=1)
        assert (act.who, act.act, act.about) == ("Root", "door locked by hand", "front")


def test_a_session_not_its_own_word_says_who_locks_a_door(tmp_path: Path) -> None:
    with before_a_window(tmp_path, ["front"]) as (server, window):
        token = window.tokens.begin(window.actor, now=utc_now())
        assert ask(server, "POST", "/v1/doors/front/lock", token, {"by": "Ada"})[0] == 204
        assert window.accounts.acts(limit=1)[0].who == "Root"


def test_a_screen_where_nobody_is_signed_in_may_lock_a_door_and_no_more(tmp_path: Path) -> None:
    with before_a_window(tmp_path, ["front"]) as (server, window):
        (own,), screen = app_of(server).live.watches, server.address.screen
        Desk(window, window.actor).open_by_hand(window.live.watches[0].door, "parcel", now=utc_now())
        for path in ("/v1/doors/front/open", "/v1/restart"):
            assert ask(server, "POST", path, screen, {"reason": "parcel"})[0] == 401
        assert ask(server, "PUT", "/v1/order", screen, {"doors": "open", "reason": "parcel"})[0] == 401
        assert own.door.is_open
        assert ask(server, "POST", "/v1/doors/front/lock", screen)[0] == 204
        assert not own.door.is_open
        (act,) = window.accounts.acts(limit=1)
        assert (act.who, act.act, act.about) == ("nobody", "door locked by hand", "front")


def test_strangers_who_try_passwords_keep_no_door_waiting(plain: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait for one another, without a thread of the service, and a PIN does not wait for them."""
    ada = plain.people.add("Ada", consent_text="v1", consent_at=utc_now())
    plain.pins.set(ada.id, "495827", now=utc_now())
    hasher = Counting()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    server = Server(plain, ServiceSettings()).start()
    with ThreadPoolExecutor(11) as people, ExitStack() as end:
        end.callback(server.close)
        end.callback(hasher.go.set)
        guesses = [{"name": f"stranger {number}", "password": "a guess"} for number in range(10)]
        tried = [people.submit(ask, server, "POST", "/v1/session", "", guess) for guess in guesses]
        assert hasher.begun.wait(60)
        assert ask(server, "GET", "/v1/health")[0] == 200
        typed = people.submit(plain.pins.check, ada.id, "495827", now=utc_now())
        assert hasher.two.wait(60)
        assert hasher.seen == [[b"a guess"], [b"a guess", b"495827"]]
        hasher.go.set()
        assert typed.result(60) is Typed.RIGHT
        assert {one.result(60)[0] for one in tried} == {401}
    assert max(now.count(b"a guess") for now in hasher.seen) == 1


def test_a_client_who_tries_many_passwords_keeps_another_one_waiting_no_longer() -> None:
    served: list[str] = []

    async def come(turns: limits.Turns, client: str) -> None:
        async with turns.of(client):
            served.append(client)
            await asyncio.sleep(0)

    async def queue() -> None:
        turns = limits.Turns()
        await asyncio.gather(*(come(turns, client) for client in ["many"] * 4 + ["one"]))

    asyncio.run(queue())
    assert served == ["many", "one", "many", "many", "many"]


def test_no_answer_reveals_the_path_of_the_home(server: Server) -> None:
    app, operator = app_of(server), signed_in(server, Role.OPERATOR)
    ada = app.people.add("Ada", consent_text="v1", consent_at=utc_now())
    for name, time in [
        ("valid_until", "9999-12-31T23:59:59-14:00"),
        ("valid_from", "0001-01-01T00:00:00+14:00"),
        ("valid_until", "2027-01-01T00:00:00"),
    ]:
        status, said = ask(server, "PATCH", f"/v1/people/{ada.id}", operator, {name: time})
        assert status == 422, said
        assert name in said["detail"]
    assert (
        ask(server, "PATCH", f"/v1/people/{ada.id}", operator, {"valid_until": "2099-01-01T00:00:00+02:00"})[0] == 200
    )
    error = StoreError(
        "The disk of {path} is full: nothing was written.", "See {path}.", path=app.home / "gatekeeper.db"
    )
    told = bytes(problem(error, app.home).body).decode()
    assert "The disk of gatekeeper.db is full" in told
    assert str(app.home) not in told


def test_people_are_listed_without_reading_their_photos_and_visits(server: Server) -> None:
    with statements() as asked:
        assert ask(server, "GET", "/v1/people?limit=1000", signed_in(server, Role.OPERATOR))[0] == 200
    lists = [statement for statement in asked if "FROM people" in statement and "LIMIT" in statement]
    assert lists
    assert not any("photos" in statement or "events" in statement for statement in lists)


def test_a_window_reads_arrays_also_where_their_type_is_an_alias_made_by_a_type_statement() -> None:
    """As numpy's NDArray is since 2.5, under Python 3.12 and later: no window showed a picture of a service there."""
    number = TypeVar("number", bound=np.generic)
    alias = TypeAliasType("alias", NDArray[number], type_params=(number,))
    found = wire.from_json(alias[np.float32], [1, 2])
    assert isinstance(found, np.ndarray)
    assert found.tolist() == [1, 2]
    assert wire.from_json(alias[np.float32] | None, [1, 2]).tolist() == [1, 2]
