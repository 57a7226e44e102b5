"""Alarms by e-mail: one mail at once for the first, a later one for all that came meanwhile."""

import smtplib
from base64 import b64encode
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from gatekeeper.messages import Message
from gatekeeper.outlets.feed import Item
from gatekeeper.outlets.sender import BusyError, RefusedError, UnreachableError
from gatekeeper.outlets.settings import MailSettings
from gatekeeper.outlets.trouble import host_of, reason, trusted
from gatekeeper.speech import TERMINAL

_TIMEOUT = 20.0
_NOT_WITHOUT = 530  # a sign-in (RFC 4954, 6) or TLS (RFC 3207, 4)
_WANTS_A_USER = Message("it takes mail only with a user name and a password")
_WANTS_TLS_OR_A_USER = Message("it takes mail only with TLS, or with a user name and a password")
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
        self.give_up_hours = settings.give_up_hours
        # The recipients who have accepted the mail of these items while others refused it: they do not get it twice.
        self._had: tuple[list[str], set[str]] = [], set()

    def wants(self, item: Item) -> bool:
        """Alarms, of those that it is told of."""
        return (item.alarm or item.kind == "test") and item.for_outlet(self._settings)

    def deliver(self, items: Sequence[Item]) -> None:
        """Send one mail. Raises UnreachableError or RefusedError."""
        to, mail = self._settings, EmailMessage()
        numbers = [item.id for item in items]
        delivered = self._had[1] if self._had[0] == numbers else set()
        self._had = numbers, delivered
        lines = [_line(item) for item in items]
        subject = lines[0] if len(lines) == 1 else f"{lines[0]} (+{len(lines) - 1})"
        mail["Subject"] = " ".join(f"gatekeeper: {subject}".split())[:200]
        mail["From"], mail["To"] = to.sender, ", ".join(to.addresses)
        mail["Date"] = localtime()  # without one it is no mail (RFC 5322, 3.6), and some servers refuse it
        mail["Message-ID"] = make_msgid(domain=to.sender.rpartition("@")[2].strip(">") or "gatekeeper")
        mail.set_content("\n".join(lines) + "\n")
        try:
            with self._server() as server:
                if to.user:
                    _sign_in(server, to.user, to.password)
                left = [address for address in to.addresses if address not in delivered]
                refused = server.send_message(mail, to_addrs=left)
                delivered.update(address for address in left if address not in refused)
        except smtplib.SMTPAuthenticationError as error:
            never = error.smtp_code >= 500  # 454: it cannot look them up now
            why = Message("it refuses the user name or the password") if never else ""
            raise _no(to, error.smtp_code, why) from error
        except smtplib.SMTPSenderRefused as error:
            raise _no(to, error.smtp_code, error.sender) from error
        except smtplib.SMTPResponseException as error:
            content = isinstance(error, smtplib.SMTPDataError) and not delivered  # else some would get it twice
            raise _no(to, error.smtp_code, content=content) from error  # the text may repeat what was sent
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
        except smtplib.SMTPNotSupportedError as error:
            raise UnreachableError(Message("it does not offer what is needed: {why}", why=str(error))) from error
        except smtplib.SMTPServerDisconnected as error:
            raise BusyError(Message("it closed the connection")) from error
        except (OSError, ValueError, smtplib.SMTPException) as error:  # ValueError: no possible name of a host
            raise UnreachableError(reason(error)) from error
        codes = [code for code, _ in refused.values()]
        if codes:
            later = next((code for code in codes if code < 500), None)
            raise _no(to, max(codes) if later is None else later, ", ".join(refused), final=bool(delivered))

    def _server(self) -> smtplib.SMTP:
        to, host = self._settings, host_of(self._settings.server)
        if to.tls == "tls":
            return smtplib.SMTP_SSL(host, to.port, timeout=_TIMEOUT, context=trusted(to.ca_file))
        server = smtplib.SMTP(host, to.port, timeout=_TIMEOUT)
        if to.tls == "start":
            try:
                server.starttls(context=trusted(to.ca_file))
            except smtplib.SMTPNotSupportedError as error:
                server.close()
                raise UnreachableError(Message("it offers no STARTTLS, and nothing is sent unencrypted")) from error
            except BaseException:
                server.close()
                raise
        return server

    def close(self) -> None:
        """Nothing is held."""


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Raises SMTPException."""
    if (user + password).isascii():
        server.login(user, password)
        return
    server.ehlo_or_helo_if_needed()  # smtplib sends ASCII only; AUTH PLAIN is in UTF-8 (RFC 4616)
    if "PLAIN" not in server.esmtp_features.get("auth", "").upper().split():  # it may take no password in clear
        raise smtplib.SMTPNotSupportedError("AUTH PLAIN, since the user name or the password is not all ASCII")
    code, said = server.docmd("AUTH", f"PLAIN {b64encode(chr(0).join(('', user, password)).encode()).decode()}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _no(to: MailSettings, code: int, whom: str = "", *, final: bool = False, content: bool = False) -> Exception:
    """The error for a refusal code (RFC 5321, 4.2.1): 4yz not now, 5yz never; final: other recipients have the mail already;
    content: see `RefusedError`."""
    if code == _NOT_WITHOUT and not to.user:
        whom = _WANTS_A_USER if to.tls != "none" else _WANTS_TLS_OR_A_USER
    why = Message("SMTP {code}: {whom}", code=code, whom=whom) if whom else f"SMTP {code}"
    return BusyError(why) if 400 <= code < 500 else RefusedError(why, final=final, content=content)


def _line(item: Item) -> str:
    data = item.data
    where = f"{data['door']}: " if data.get("door") else ""
    name = data.get("person")
    subject = f"{name}: " if name and name not in str(data.get("message")) else ""
    by = f" ({data['acknowledged_by']})" if item.kind == "alarm.acknowledged" else ""
    message = " ".join(str(data.get("message", "")).split())
    return f"{TERMINAL.moment(item.at)}  {_LINES[item.kind]}{by}: {where}{subject}{message}"
