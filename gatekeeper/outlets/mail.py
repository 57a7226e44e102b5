"""Alarms by e-mail: one mail at once for the first, one later for all that came meanwhile."""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import make_msgid

from gatekeeper.messages import Message
from gatekeeper.outlets.feed import Item
from gatekeeper.outlets.sender import RefusedError, UnreachableError
from gatekeeper.outlets.settings import MailSettings
from gatekeeper.speech import TERMINAL

_TIMEOUT = 20.0
_LINES = {
    "alarm.began": Message("Alarm"),
    "alarm.ended": Message("Over"),
    "alarm.acknowledged": Message("Acknowledged"),
    "test": Message("Test"),
}


class Mail:
    """One mail server."""

    name, tries, batch = "mail", 12, 200

    def __init__(self, settings: MailSettings) -> None:
        self._settings, self.pause = settings, 60.0 * settings.bundle_minutes

    def wants(self, item: Item) -> bool:
        """Alarms."""
        return item.alarm or item.kind == "test"

    def deliver(self, items: Sequence[Item]) -> None:
        """Send one mail. Raises UnreachableError or RefusedError."""
        to, mail = self._settings, EmailMessage()
        lines = [_line(item) for item in items]
        subject = lines[0] if len(lines) == 1 else f"{lines[0]} (+{len(lines) - 1})"
        mail["Subject"] = " ".join(f"gatekeeper: {subject}".split())[:200]
        mail["From"], mail["To"] = to.sender, ", ".join(to.addresses)
        mail["Message-ID"] = make_msgid(domain=to.sender.rpartition("@")[2] or "gatekeeper")
        mail.set_content("\n".join(lines) + "\n")
        try:
            with self._server() as server:
                if to.user:
                    server.login(to.user, to.password)
                server.send_message(mail)
        except smtplib.SMTPResponseException as error:
            raise RefusedError(f"SMTP {error.smtp_code}") from error  # the text may repeat what was sent
        except smtplib.SMTPRecipientsRefused as error:
            raise RefusedError("the recipients are refused") from error
        except (OSError, smtplib.SMTPException) as error:
            raise UnreachableError(f"{type(error).__name__}: {error}") from error

    def _server(self) -> smtplib.SMTP:
        to = self._settings
        trusted = ssl.create_default_context(cafile=to.ca_file or None)
        if to.tls == "tls":
            return smtplib.SMTP_SSL(to.server, to.port, timeout=_TIMEOUT, context=trusted)
        server = smtplib.SMTP(to.server, to.port, timeout=_TIMEOUT)
        if to.tls == "start":
            try:
                server.starttls(context=trusted)
            except BaseException:
                server.close()
                raise
        return server

    def close(self) -> None:
        """Nothing is held."""


def _line(item: Item) -> str:
    data = item.data
    where = f"{data['door']}: " if data.get("door") else ""
    name = data.get("person")
    who = f"{name}: " if name and name not in str(data.get("message")) else ""
    by = f" ({data['acknowledged_by']})" if item.kind == "alarm.acknowledged" else ""
    said = " ".join(str(data.get("message", "")).split())
    return f"{TERMINAL.moment(item.at)}  {_LINES[item.kind]}{by}: {where}{who}{said}"
