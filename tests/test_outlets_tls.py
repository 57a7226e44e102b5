"""TLS to brokers, mail servers and webhooks, against real ones on loopback: only whom the site trusts, and never in clear."""

import asyncio
import getpass
import ipaddress
import queue
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from ports import kept_port
from receiver import SECRET

from gatekeeper.outlets.feed import test_item as item_of_a_test
from gatekeeper.outlets.mail import Mail
from gatekeeper.outlets.mqtt import Mqtt
from gatekeeper.outlets.sender import Outlet, UnreachableError
from gatekeeper.outlets.settings import MailSettings, MqttSettings, WebhookSettings
from gatekeeper.outlets.webhook import Webhook

NOW = datetime.now(UTC)
Heard = queue.SimpleQueue[str]


@dataclass(frozen=True)
class Certificates:
    """ca, other: PEM files of two authorities; both have signed nobody but: here, this machine, and elsewhere, another name."""

    ca: Path
    other: Path
    here: Path
    elsewhere: Path


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    place = tmp_path_factory.mktemp("certificates")
    key, named = ec.generate_private_key(ec.SECP256R1()), _name("the site's authority")
    ca = place / "ca.pem"
    ca.write_bytes(_pem(_signed(named, key, named, key, authority=True)))
    other_key = ec.generate_private_key(ec.SECP256R1())
    other = place / "other.pem"
    other.write_bytes(_pem(_signed(named, other_key, named, other_key, authority=True)))
    files = []
    for name, alternative in (
        ("here", x509.IPAddress(ipaddress.ip_address("127.0.0.1"))),
        ("elsewhere", x509.DNSName("elsewhere.example")),
    ):
        mine = ec.generate_private_key(ec.SECP256R1())
        file = place / f"{name}.pem"
        private = mine.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + _pem(_signed(_name(name), mine, named, key, alternative)))
        files.append(file)
    return Certificates(ca, other, *files)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _signed(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    by: ec.EllipticCurvePrivateKey,
    alternative: x509.GeneralName | None = None,
    *,
    authority: bool = False,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if authority:
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        made = made.add_extension(usage, critical=True)
    if alternative is not None:
        made = made.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
    return made.sign(by, hashes.SHA256())


def _context(certificate: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


# The servers: each at a port of its own, with a certificate or in clear, and what has arrived there.


@contextmanager
def broker(certificate: Path | None, heard: Heard, place: Path) -> Iterator[int]:
    """A mosquitto; what it was told is in its log."""
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
    assert program, "mosquitto is missing: apt-get install mosquitto"
    with kept_port() as port:
        yield from _broker_at(port, program, certificate, heard, place)


def _broker_at(port: int, program: str, certificate: Path | None, heard: Heard, place: Path) -> Iterator[int]:
    tls = "" if certificate is None else f"certfile {certificate}\nkeyfile {certificate}\n"
    config = place / f"mosquitto-{port}.conf"
    user = getpass.getuser()  # as another one, which root's mosquitto becomes, it could not read the key
    log = "log_type all\nlog_dest stderr\n"
    config.write_text(f"user {user}\nlistener {port} 127.0.0.1\nallow_anonymous true\n{log}{tls}")
    running = subprocess.Popen([program, "-c", str(config)], stderr=subprocess.PIPE, text=True)
    begun = threading.Event()

    def listen() -> None:
        for line in running.stderr or ():
            if "running" in line:
                begun.set()
            if "Received PUBLISH" in line:
                heard.put(line)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert begun.wait(60)
    try:
        yield port
    finally:
        running.terminate()
        running.wait()
        listener.join(60)
        if running.stderr:
            running.stderr.close()


@contextmanager
def smtp(certificate: Path | None, heard: Heard, *, start: bool) -> Iterator[int]:
    """A mail server; start: it begins in clear and offers STARTTLS, if it has a certificate, else TLS comes first."""

    class Taken:
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
            heard.put(f"{'TLS' if session.ssl or not start else 'clear'} {envelope.rcpt_tos}")
            return "250 OK"

    context, loop = _context(certificate), asyncio.new_event_loop()

    def speaker() -> SMTP:
        return SMTP(Taken(), tls_context=context if start else None, loop=loop)

    server = loop.run_until_complete(loop.create_server(speaker, "127.0.0.1", 0, ssl=None if start else context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@contextmanager
def receiver(certificate: Path | None, heard: Heard) -> Iterator[int]:
    """A system that takes webhooks."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.put(self.rfile.read(int(self.headers["content-length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    class Server(HTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Who refuses the certificate hangs up."""

    server = Server(("127.0.0.1", 0), Handler)
    if (context := _context(certificate)) is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join(60)
    server.server_close()


def mqtt_outlet(port: int, ca: str) -> Outlet:
    return Mqtt(MqttSettings("127.0.0.1", port, ca_file=ca), [], lambda door: None, lambda: 0)


def mail_outlet(tls: str) -> Callable[[int, str], Outlet]:
    to = MailSettings("127.0.0.1", tls=tls, sender="door@example.org", recipients="guard@example.org")
    return lambda port, ca: Mail(replace(to, port=port, ca_file=ca))


def webhook_outlet(port: int, ca: str) -> Outlet:
    return Webhook(WebhookSettings("house", f"https://127.0.0.1:{port}/", SECRET, ca), time.time, lambda item: "")


KINDS: dict[str, tuple[Callable[[int, str], Outlet], Callable[[Path | None, Heard, Path], Any]]] = {
    "mqtt": (mqtt_outlet, broker),
    "mail by STARTTLS": (mail_outlet("start"), lambda file, heard, place: smtp(file, heard, start=True)),
    "mail by TLS": (mail_outlet("tls"), lambda file, heard, place: smtp(file, heard, start=False)),
    "webhook": (webhook_outlet, lambda file, heard, place: receiver(file, heard)),
}


def told(outlet: Outlet) -> str:
    """Why the outlet did not take a test; empty where it did."""
    test, item = getattr(outlet, "test", None), item_of_a_test(NOW)
    try:
        test(item) if test is not None else outlet.deliver([item])
    except UnreachableError as error:
        return str(error)
    finally:
        outlet.close()
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_server_with_a_trusted_certificate_for_its_own_name_receives_anything(
    kind: str, certificates: Certificates, tmp_path: Path
) -> None:
    outlet, serve = KINDS[kind]
    heard: Heard = queue.SimpleQueue()
    with serve(certificates.here, heard, tmp_path) as port:
        assert told(outlet(port, str(certificates.ca))) == ""
        assert heard.get(timeout=60)
        unknown = "its certificate is not signed by a trusted authority"
        assert told(outlet(port, str(certificates.other))).startswith(unknown)
        assert told(outlet(port, "")).startswith(unknown), "nor does the system know this authority"
        missing = str(tmp_path / "missing.pem")
        assert told(outlet(port, missing)) == f"{missing} holds no certificates: No such file or directory"
        binary = tmp_path / "ca.der"
        binary.write_bytes(ssl.PEM_cert_to_DER_cert(certificates.ca.read_text()))
        assert told(outlet(port, str(binary))) == (
            f"{binary} holds no certificate in PEM: name one that begins with -----BEGIN CERTIFICATE-----"
        )
    assert heard.empty()
    with serve(certificates.elsewhere, heard, tmp_path) as port:
        assert told(outlet(port, str(certificates.ca))).startswith("its certificate is for another name")
    assert heard.empty()


def test_a_receiver_of_headers_without_end_is_cut_off_with_tls_too(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gatekeeper.outlets.webhook._TIMEOUT", 1.5)
    context, ended, cut = _context(certificates.here), threading.Event(), threading.Event()
    assert context is not None

    def drip() -> None:
        there, _ = listener.accept()
        with context.wrap_socket(there, server_side=True) as there:
            try:
                there.sendall(b"HTTP/1.1 200 OK\r\nx: ")
                for _ in range(200):
                    if ended.wait(0.1):
                        return
                    there.sendall(b"x")
            except OSError:
                cut.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        assert told(webhook_outlet(listener.getsockname()[1], str(certificates.ca))) == "no answer"
        cut.wait(60)  # it hears of it a moment later
        ended.set()
        thread.join(60)
    assert cut.is_set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_without_tls_receives_nothing(kind: str, certificates: Certificates, tmp_path: Path) -> None:
    outlet, serve = KINDS[kind]
    heard: Heard = queue.SimpleQueue()
    with serve(None, heard, tmp_path) as port:
        assert told(outlet(port, str(certificates.ca))) != ""
    assert heard.empty()
