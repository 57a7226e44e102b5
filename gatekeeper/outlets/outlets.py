"""All outlets of a home: run by one program per home, and restarted when the settings change."""

import logging
import socket
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from gatekeeper.app import App
from gatekeeper.config import Settings
from gatekeeper.desk.recurring import Recurring
from gatekeeper.errors import StoreError
from gatekeeper.events import AccessDecided, AlarmTold, DoorRelocked, DoorUnlocked, LoggedOnce
from gatekeeper.messages import Message
from gatekeeper.outlets.feed import Item, picture
from gatekeeper.outlets.sender import Outlet, Sender, UnreachableError
from gatekeeper.outlets.settings import MqttSettings, WebhookSettings, as_parted, is_told, parted, shown_server
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0


class _Mistaken:
    """An outlet whose settings are wrong: what there is to tell waits until they are right."""

    tries, give_up_hours, batch, pause = 1, 0.0, 1, 0.0

    def __init__(self, name: str, why: Message) -> None:
        self.name, self._why = name, why

    def wants(self, item: Item) -> bool:
        """All of it, so that nothing is passed over."""
        return True

    def deliver(self, items: Sequence[Item]) -> None:
        """Raises UnreachableError."""
        raise UnreachableError(self._why)

    def close(self) -> None:
        """Nothing is held."""


def outlets_of(app: App, settings: Settings) -> list[Outlet]:
    """The outlets in these settings; one that is set wrongly, or cannot be created, is logged and does not stop the others."""
    makers: list[tuple[str, Callable[[], Outlet]]] = []
    for hook in settings.webhooks:
        makers.append((f"webhook {hook.name}", partial(_webhook, app, hook)))
    if "mqtt" in settings.outlets:
        makers.append(("mqtt", lambda: _mqtt(app, settings)))
    if "mail" in settings.outlets:
        makers.append(("mail", lambda: _mail(settings)))
    found: list[Outlet] = []
    mistakes = settings.mistakes
    for name, make in makers:
        if (mistake := mistakes.get(name)) is not None:
            log.error("%s is told of nothing: %s", name, mistake.told)
            found.append(_Mistaken(name, mistake.told))
            continue
        try:
            found.append(make())
        except Exception as error:
            log.exception("%s cannot be told of anything: %s", name, type(error).__name__)
    return found


def _webhook(app: App, settings: WebhookSettings) -> Outlet:
    from gatekeeper.outlets.webhook import Webhook

    return Webhook(settings, time.time, lambda item: picture(app, item))


def _mqtt(app: App, settings: Settings) -> Outlet:
    from gatekeeper.outlets.mqtt import Mqtt

    def unlocked(door: str) -> bool | None:
        doors = [watch.door for watch in app.doors.watches if watch.door.name == door and not watch.door.held]
        return doors[0].is_open if doors else None

    def open_alarms() -> int:
        found = [alarm for alarm in app.alarms.listed(open_only=True) if not alarm.silent]
        return sum(is_told(settings.mqtt, (alarm.kind.value, "alarm"), alarm.door) for alarm in found)

    only = parted(settings.mqtt.doors)
    doors = [door.name for door in settings.doors if not only or as_parted(door.name) in only]
    retained: Collection[str] = ()
    with suppress(StoreError):  # which costs topics at a broker, never an alarm
        retained = app.outlets.retained("mqtt").topics
    keep = partial(app.outlets.keep, "mqtt", broker=_reached_by(app, settings.mqtt))
    return Mqtt(settings.mqtt, doors, unlocked, open_alarms, keep, retained)


def _reached_by(app: App, to: MqttSettings) -> dict[str, Any]:
    """How a broker is reached, and from where: a copy of the home elsewhere must not delete what the home tells it."""
    here = f"{socket.gethostname()} {app.home.resolve()}"
    return {"from": here} | {
        name: getattr(to, name) for name in ("server", "port", "tls", "ca_file", "user", "password")
    }


def _former_broker(app: App, settings: Settings) -> Outlet | None:
    """The broker that retains what an earlier program of this home told it, if it is told of nothing any more; None if it is,
    or if it is not known how it is reached."""
    from gatekeeper.outlets.mqtt import Mqtt

    kept = app.outlets.retained("mqtt")
    if not kept.topics or kept.broker is None:
        return None
    to = MqttSettings(**{name: value for name, value in kept.broker.items() if name != "from"})
    if (to.server, to.port) == (settings.mqtt.server, settings.mqtt.port):
        return None
    if kept.broker != _reached_by(app, to):
        log.warning(
            "The MQTT broker %s:%d was told by %s, which may be another home by now, so what it retains stays there: %s",
            *(shown_server(to.server), to.port, kept.broker.get("from"), ", ".join(kept.topics)),
        )
        app.outlets.keep("mqtt", ())
        return None
    return Mqtt(to, (), lambda door: None, lambda: 0, partial(app.outlets.keep, "mqtt"), kept.topics)


def _mail(settings: Settings) -> Outlet:
    from gatekeeper.outlets.mail import Mail

    return Mail(settings.mail)


class Outlets(Recurring):
    """Starts the senders if this program is the one that sends; see `gatekeeper.door.ownership`."""

    def __init__(self, app: App) -> None:
        super().__init__("outlets", app)
        self._senders: list[Sender] = []
        self._of: tuple[object, ...] | None = None
        self._forgetting_due = False  # since the settings were followed
        self._complaints = LoggedOnce()
        self._lock = app.home / "locks" / "outlets.lock"
        self._ends = [app.bus.subscribe(AccessDecided, self._heard), app.bus.subscribe(AlarmTold, self._alarmed)]
        self._ends += [app.bus.subscribe(kind, self._door_changed) for kind in (DoorUnlocked, DoorRelocked)]

    def close(self) -> None:
        """End; unsent items are sent after the next start."""
        for end in self._ends:
            end()
        super().close()
        self._end_senders()
        self._app.doors.claims.release(self._lock)

    def _look(self, waited: float) -> float:
        """Check whether this program sends, and to which outlets."""
        try:
            self.look()
            self._tell_doors()
            self._forget_removed()  # last: a file or database that cannot be read stops nothing else
            self._complaints.settled("look")
        except Exception as error:
            self._complaints.error("look", f"Outlets could not be looked after: {error!r}", error)
        return LOOK_SECONDS

    def look(self) -> None:
        """Start and end senders according to the settings."""
        settings = self._app.settings
        doors = tuple(door.name for door in settings.doors)
        settings_now = (settings.webhooks, settings.mqtt, settings.mail, settings.unread, doors)
        if settings_now == self._of:
            return
        if self._app.doors.claims.take(self._lock) is not None:
            return  # another program of this home is sending
        self._leave([sender.outlet for sender in self._end_senders()], settings)
        self._leave(self._left_by_others(settings), settings)
        if self._closing.is_set():
            return  # closed meanwhile: nobody would end the new ones
        self._senders = [Sender(self._app, outlet) for outlet in outlets_of(self._app, settings)]
        for sender in self._senders:
            sender.start()
        self._of, self._forgetting_due = settings_now, True

    def _forget_removed(self) -> None:
        """Forget the outlets that were removed: one that is added later begins with the events from then on."""
        if not self._forgetting_due:
            return
        outlets = self._app.settings.outlets
        # A window does not follow the file, and must not forget what another program has taken up from it since.
        self._app.outlets.forget_others({*outlets, *Settings.load(self._app.home).outlets})
        if not (outlets or self._senders):
            self._app.doors.claims.release(self._lock)
        self._forgetting_due = False

    def _end_senders(self) -> list[Sender]:
        ended, self._senders = self._senders, []
        for sender in ended:
            sender.end()
        for sender in ended:
            sender.close()
        return ended

    def _left_by_others(self, settings: Settings) -> list[Outlet]:
        """What may have been removed, or changed, while no program ran."""
        try:
            former = _former_broker(self._app, settings)
        except Exception as error:
            log.exception("What the broker retains cannot be read: %s", type(error).__name__)
            return []
        return [] if former is None else [former]

    def _leave(self, ended: Iterable[Outlet], settings: Settings) -> None:
        """Have a broker that is told of nothing any more forget what it was told: before the next one is told, which may be the
        same under another name."""
        for outlet in ended:
            leave = getattr(outlet, "leave", None)
            if leave is not None:
                try:
                    leave(settings.mqtt)
                except Exception as error:
                    log.exception("%s cannot be left: %s", outlet.name, type(error).__name__)

    def _heard(self, event: object) -> None:
        for sender in self._senders:
            sender.look_soon()

    def _alarmed(self, event: AlarmTold) -> None:
        for sender in self._senders:
            sender.tell_live(event.alarm) if event.alarm.id == 0 else sender.look_soon()

    def _door_changed(self, event: object) -> None:
        self.look_soon()

    def _tell_doors(self) -> None:
        for sender in self._senders:
            tell = getattr(sender.outlet, "tell_doors", None)
            if tell is not None:
                tell()


def send_test(app: App, name: str) -> Message:
    """Send a test now, from this program; returns why it failed, empty where it succeeded."""
    from gatekeeper.outlets.feed import test_item
    from gatekeeper.outlets.sender import RefusedError, UnreachableError
    from gatekeeper.outlets.trouble import reason

    for outlet in outlets_of(app, app.settings):
        try:
            if outlet.name == name:
                test, item = getattr(outlet, "test", None), test_item(utc_now())
                test(item) if test is not None else outlet.deliver([item])
        except (RefusedError, UnreachableError) as error:
            return error.why
        except Exception as error:
            log.exception("%s cannot be told of a test: %s", name, type(error).__name__)
            return reason(error)
        finally:
            outlet.close()
    return Message("")
